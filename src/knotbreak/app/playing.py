"""The playing coordinator: a session from the safety notice to its last line in the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.acknowledging import acknowledgement
from knotbreak.app.effects import (
    AskSafety,
    BeginSession,
    Effect,
    Record,
    SessionBegan,
    SessionOver,
    Tell,
)
from knotbreak.app.intents import Key
from knotbreak.app.pausing import Refused
from knotbreak.app.play_settings import PlaySettings
from knotbreak.app.reminding import offset_min
from knotbreak.app.state import OpenSession
from knotbreak.app.views import FinishView, SessionView
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import ProblemError
from knotbreak.core.session_state import Outcome
from knotbreak.core.units import SECOND_MS, Instant
from knotbreak.guide import safety

if TYPE_CHECKING:
    from knotbreak.app.playable import Playable
    from knotbreak.app.ports import Translator
    from knotbreak.app.session import Session
    from knotbreak.core.player import Ended, PlayerEvent, PlayerFrame, SessionPlayer

FEELINGS = ("better", "same", "worse")


class Playing:
    """Owns the player of the session that runs, if one does.

    Attributes:
        adapt: Leaves steps out or makes them easier before a session begins; raises `Refused`.
        finished: Adds to the last page what there is to ask.
    """

    def __init__(
        self,
        find: Callable[[str], Playable],
        settings: Callable[[], PlaySettings],
        translator: Translator,
        held_today: Callable[[Instant], float] = lambda _now: 0.0,
        week: Callable[[Instant, HistoryEvent], str] = lambda _now, _session: "",
    ) -> None:
        self._held_today = held_today
        self._week = week
        self.session: Session | None = None
        self.open: OpenSession | None = None
        self.ended: OpenSession | None = None
        self.waiting: BeginSession | None = None
        self.safety_version = 0
        self.nobody_to_ask = False
        self.finish: FinishView | None = None
        self.adapt: Callable[[Playable, Instant], Playable] = lambda playable, _now: playable
        self.finished: Callable[[FinishView, OpenSession, Instant], FinishView] = (
            lambda finish, *_: finish
        )
        self._find = find
        self._settings = settings
        self._translator = translator
        self._ = translator.gettext

    @property
    def acknowledged(self) -> bool:
        """Whether the safety notice of this version has been read."""
        return self.safety_version >= safety.SAFETY_VERSION

    @property
    def player(self) -> SessionPlayer | None:
        """The player of the session that runs."""
        return None if self.session is None else self.session.player

    @property
    def moving(self) -> bool:
        """Whether a session plays and is not paused."""
        return self.session is not None and self.session.moving

    def deadline(self) -> int | None:
        """When `advance` has something to do."""
        return None if self.session is None else self.session.deadline()

    def advance(self, now: Instant) -> list[Effect]:
        """Let time pass."""
        session = self.session
        return [] if session is None else self._effects(session.advance(now.mono_ms), now)

    def begin(self, request: BeginSession, now: Instant) -> list[Effect]:
        """Play a routine; before the very first movement the safety notice has to be read."""
        from knotbreak.app.session import Session

        if self.session is not None:
            raise Refused(self._("A session is playing already."))
        playable = self.adapt(self._find(request.routine), now)
        session = Session(playable, self._settings, self._translator)
        if not self.acknowledged and (session.moves or not self.nobody_to_ask):
            self.waiting = request
            return [AskSafety()]
        self.waiting = None
        self.finish = None
        self.session = session
        self.open = OpenSession(
            key=f"session:{now.utc_ms}",
            routine=playable.id,
            reminder=request.reminder,
            began_utc_ms=now.utc_ms,
        )
        started = self._record(EventKind.STARTED, now, self.open, key=f"{self.open.key}:started")
        began: list[Effect] = [started, SessionBegan(request.token)]
        if session.left_out:
            began.append(Tell(session.left_out))
        return began + self._effects(session.player.start(now.mono_ms), now)

    def acknowledge(self, now: Instant) -> list[Effect]:
        """The safety notice has been read: remember it, and go on with what waited for it."""
        if self.acknowledged:
            return []
        self.safety_version = safety.SAFETY_VERSION
        waiting, self.waiting = self.waiting, None
        effects: list[Effect] = [Record(acknowledgement(now))]
        # What waited begins on its own: should it fail, the notice has been read all the same.
        return effects if waiting is None else [*effects, waiting]

    def give_up_waiting(self) -> list[Effect]:
        """The safety notice was not acknowledged: the session does not begin."""
        waiting, self.waiting = self.waiting, None
        return [] if waiting is None else [SessionOver(taken=False)]

    def steer(self, key: Key, now: Instant) -> list[Effect]:
        """Carry out a key; one that makes no sense at this moment does nothing."""
        if self.session is None:
            return self.give_up_waiting() if key is Key.STOP else []
        events, words = self.session.steer(key, now.mono_ms)
        return [*self._effects(events, now), *([Tell(words)] if words else [])]

    def felt(self, how: str, now: Instant) -> list[Effect]:
        """Note how it feels after the session that ended last; its key keeps the first answer."""
        ended = self.ended
        if ended is None or how not in FEELINGS:
            return []
        return [self._record(EventKind.FELT, now, ended, outcome=how, key=f"{ended.key}:felt")]

    def lapsed(self, now: Instant, lost_ms: int) -> list[Effect]:
        """The last `lost_ms` were not lived through (sleep, lock, a stalled machine): pause."""
        session = self.session
        return [] if session is None else self._effects(session.lapsed(now.mono_ms, lost_ms), now)

    def go_on(self, now: Instant) -> list[Effect]:
        """What made it pause is over."""
        session = self.session
        return [] if session is None else self._effects(session.go_on(now.mono_ms), now)

    def end_left_open(self, left: OpenSession, now: Instant) -> list[Effect]:
        """Write down a session that a killed run of the program left unfinished."""
        # Killed between the state and the history, its beginning is not there yet.
        began = HistoryEvent(
            at_utc_ms=left.began_utc_ms,
            offset_min=offset_min(now),
            event=EventKind.STARTED,
            reminder=left.reminder,
            routine=left.routine,
            key=f"{left.key}:started",
        )
        event = HistoryEvent(
            at_utc_ms=left.began_utc_ms + left.held_ms,
            offset_min=offset_min(now),
            event=EventKind.SESSION,
            reminder=left.reminder,
            routine=left.routine,
            outcome=Outcome.STOPPED.value,
            held_s=left.held_ms / SECOND_MS,
            key=f"{left.key}:session",
        )
        return [Record(began), Record(event)]

    def view(self) -> SessionView | None:
        """The session as it stands; None if none plays."""
        return None if self.session is None else self.session.view()

    def frame(self, now: Instant) -> PlayerFrame | None:
        """The numbers of this moment."""
        return None if self.player is None else self.player.frame(now.mono_ms)

    def _effects(self, events: Sequence[PlayerEvent], now: Instant) -> list[Effect]:
        assert self.session is not None
        assert self.open is not None
        rings, ended = self.session.heard(events, now.mono_ms)
        if ended is not None:
            return [*rings, *self._ended(ended, now)]
        self.open = msgspec.structs.replace(self.open, held_ms=self.session.player.held_ms)
        return list(rings)

    def _ended(self, event: Ended, now: Instant) -> list[Effect]:
        assert self.open is not None
        record = self._record(
            EventKind.SESSION,
            now.after(event.at_ms - now.mono_ms),
            self.open,
            outcome=event.outcome.value,
            held_s=event.held_ms / SECOND_MS,
            key=f"{self.open.key}:session",
        )
        words = {
            Outcome.DONE: self._("Done. Well moved."),
            Outcome.PARTIAL: self._("A good part of it is done. That counts."),
            Outcome.STOPPED: self._(safety.STOPPED),
        }[event.outcome]
        held_s = event.held_ms // SECOND_MS
        try:
            before_s = round(self._held_today(now))
        except ProblemError:
            # A history that cannot be read makes the sum poorer; the session ends all the same.
            before_s = 0
        today_s = before_s + held_s
        until_back = event.taken and self._settings().until_back
        week = self._week(now, record.event)
        finish = FinishView(event.outcome.value, words, held_s, today_s, until_back, week)
        self.finish = self.finished(finish, self.open, now)
        self.ended, self.open = self.open, None
        self.session = None
        return [record, SessionOver(event.taken)]

    def _record(
        self,
        kind: EventKind,
        now: Instant,
        session: OpenSession,
        *,
        key: str,
        outcome: str | None = None,
        held_s: float | None = None,
    ) -> Record:
        event = HistoryEvent(
            at_utc_ms=now.utc_ms,
            offset_min=offset_min(now),
            event=kind,
            reminder=session.reminder,
            routine=session.routine,
            outcome=outcome,
            held_s=held_s,
            key=key,
        )
        return Record(event)
