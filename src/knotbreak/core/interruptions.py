"""What may hold a notice back, and how much: a machine that counts reasons and weighs them.

Reports say what is seen on the desktop (a call, a film, do-not-disturb) and how sure that is;
`RULES` says what each means. The person's own pause is none of these: nothing here can end it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from knotbreak.core.scheduler_state import PauseReason
from knotbreak.core.units import SECOND_MS, Instant

SETTLE_MS = 5 * SECOND_MS
"""For so long after a session, what its own window brought about may take to go away."""

BEGUN_MS = 5 * SECOND_MS
"""What is seen so soon after a session began was there before: whoever begins one in a call wants
it."""


class Kind(StrEnum):
    """What keeps somebody busy."""

    CALL = "call"
    DO_NOT_DISTURB = "do-not-disturb"
    INHIBITOR = "inhibitor"
    FULL_SCREEN = "full-screen"
    PROGRAM = "program"
    CALENDAR = "calendar"
    BATTERY = "battery"
    MONITOR = "monitor"
    LOCK = "lock"


class Confidence(StrEnum):
    """How sure a report is."""

    SURE = "sure"
    LIKELY = "likely"
    WEAK = "weak"


class Verdict(StrEnum):
    """What becomes of a notice: it waits, only the tray shows it, or it comes."""

    HOLD = "hold"
    SOFTEN = "soften"
    DELIVER = "deliver"


class Rule(msgspec.Struct, frozen=True):
    """What a kind of reason means, by how sure it is.

    While one that `sits` holds, stillness is sitting, not rest; while one that is `away` holds,
    nobody is there. One that `stops` pauses a session. What `ours` may bring about ourselves, by a
    window that fills the screen, is no reason while a session plays.
    """

    sure: Verdict
    likely: Verdict
    weak: Verdict
    sits: bool = False
    away: bool = False
    stops: bool = False
    ours: bool = False

    def verdict(self, confidence: Confidence) -> Verdict:
        """What becomes of notices."""
        match confidence:
            case Confidence.SURE:
                return self.sure
            case Confidence.LIKELY:
                return self.likely
            case Confidence.WEAK:
                return self.weak


_H, _S, _D = Verdict.HOLD, Verdict.SOFTEN, Verdict.DELIVER

RULES: Mapping[Kind, Rule] = MappingProxyType(
    {
        Kind.CALL: Rule(_H, _H, _S, sits=True, stops=True),
        Kind.DO_NOT_DISTURB: Rule(_H, _H, _S, ours=True),
        Kind.INHIBITOR: Rule(_H, _H, _S, sits=True),
        Kind.FULL_SCREEN: Rule(_H, _H, _S, sits=True, ours=True),
        Kind.PROGRAM: Rule(_H, _H, _H),
        Kind.CALENDAR: Rule(_H, _H, _S),
        # On battery is no bad moment to move: only the screen need not light up for it.
        Kind.BATTERY: Rule(_S, _S, _D),
        # A projector, or only another desk.
        Kind.MONITOR: Rule(_H, _S, _S),
        Kind.LOCK: Rule(_H, _H, _H, away=True, stops=True),
    }
)


class Busy(msgspec.Struct, frozen=True, kw_only=True):
    """A report: somebody is busy. `owner` is who says so, as far as that is known, `words` what
    goes on, for the person ("the microphone is in use").

    Two reports are about the same thing if they have the same `id`, or without one the same kind
    and owner. It ends when it is taken back, or by itself at `until_utc_ms`.
    """

    kind: Kind
    owner: str = ""
    id: str = ""
    words: str = ""
    confidence: Confidence = Confidence.SURE
    until_utc_ms: int | None = None

    @property
    def key(self) -> str:
        """What tells it apart; never that of a reason of the person's own."""
        return f"{self.kind}:{self.id or self.owner}"

    @property
    def verdict(self) -> Verdict:
        """What it means for notices."""
        return RULES[self.kind].verdict(self.confidence)

    @property
    def reason(self) -> PauseReason:
        """The same for the scheduler. The clocks run on: one works in a meeting, too."""
        rule = RULES[self.kind]
        return PauseReason(
            key=self.key,
            why=self.kind.value,
            owner=self.owner,
            words=self.words,
            until_utc_ms=self.until_utc_ms,
            counts=True,
            sits=rule.sits and self.verdict is Verdict.HOLD,
            away=rule.away,
            soft=self.verdict is Verdict.SOFTEN,
        )


class Reason(msgspec.Struct, frozen=True):
    """A report that is in force, and since when."""

    busy: Busy
    since_ms: int


class Began(msgspec.Struct, frozen=True):
    """A reason is in force, or is another one than before."""

    at_ms: int
    busy: Busy


class Over(msgspec.Struct, frozen=True):
    """A reason is gone."""

    at_ms: int
    busy: Busy


class StopSession(msgspec.Struct, frozen=True):
    """The session that plays has to wait: something began that leaves no time for it."""

    at_ms: int
    busy: Busy


InterruptionEvent = Began | Over | StopSession


class Interruptions:
    """The reasons in force. Every call takes `now` and returns what follows, in order."""

    def __init__(self) -> None:
        self._reasons: dict[str, Reason] = {}
        self._ours: dict[str, Busy] = {}
        self._session = False
        self._began_ms = 0
        self._settled_ms: int | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What is in force, the oldest first."""
        return tuple(self._reasons.values())

    @property
    def verdict(self) -> Verdict:
        """What all of them together mean for a notice: the strictest counts."""
        said = {reason.busy.verdict for reason in self._reasons.values()}
        return next((one for one in (_H, _S) if one in said), _D)

    def deadline(self) -> int | None:
        """When `advance` has something to do."""
        return self._settled_ms if self._ours else None

    def advance(self, now: Instant) -> list[InterruptionEvent]:
        """Let time pass."""
        for key, reason in list(self._reasons.items()):
            until = reason.busy.until_utc_ms
            if until is not None and now.utc_ms >= until:
                # The scheduler knows the end, too: nothing has to be said.
                del self._reasons[key]
        if self._settled_ms is None or now.mono_ms < self._settled_ms:
            return []
        self._settled_ms = None
        ours, self._ours = self._ours, {}
        # What outlasts our window is not its doing.
        return [event for busy in ours.values() for event in self._begin(now, busy)]

    def reported(self, now: Instant, busy: Busy) -> list[InterruptionEvent]:
        """Somebody is busy; the same report again changes nothing, a surer one replaces it."""
        events = self.advance(now)
        known = self._reasons.get(busy.key)
        if known is not None and known.busy == busy:
            return events
        unsettled = self._session or self._settled_ms is not None
        if known is None and RULES[busy.kind].ours and unsettled:
            self._ours[busy.key] = busy
            return events
        return events + self._begin(now, busy)

    def withdrawn(self, now: Instant, key: str) -> list[InterruptionEvent]:
        """The report of a key is taken back; nothing happens if it was not there."""
        events = self.advance(now)
        return events + self._end(now, key)

    def session_is(self, now: Instant, plays: bool) -> list[InterruptionEvent]:
        """A session of ours begins or ends."""
        events = self.advance(now)
        if self._session and not plays:
            self._settled_ms = now.mono_ms + SETTLE_MS
        elif plays:
            self._settled_ms = None
        if plays and not self._session:
            self._began_ms = now.mono_ms
        self._session = plays
        return events

    def _begin(self, now: Instant, busy: Busy) -> list[InterruptionEvent]:
        if busy.verdict is Verdict.DELIVER:
            return self._end(now, busy.key)
        known = self._reasons.get(busy.key)
        since_ms = now.mono_ms if known is None else known.since_ms
        self._reasons[busy.key] = Reason(busy, since_ms)
        events: list[InterruptionEvent] = [Began(now.mono_ms, busy)]
        rule = RULES[busy.kind]
        # Somebody who is away has not begun it in spite of that.
        before = not rule.away and now.mono_ms - self._began_ms <= BEGUN_MS
        stops = rule.stops and busy.verdict is Verdict.HOLD and not before
        if self._session and known is None and stops:
            events.append(StopSession(now.mono_ms, busy))
        return events

    def _end(self, now: Instant, key: str) -> list[InterruptionEvent]:
        self._ours.pop(key, None)
        known = self._reasons.pop(key, None)
        return [] if known is None else [Over(now.mono_ms, known.busy)]
