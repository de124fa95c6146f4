"""The noting coordinator: how it felt, how tight it is, what is liked, and what comes of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.choosing import Choosing
from knotbreak.app.effects import Effect, Record, Tell
from knotbreak.app.intents import CheckIn, Felt, GoAgain, Pin, Rate
from knotbreak.app.pausing import Refused
from knotbreak.app.playing import Playing
from knotbreak.app.reminding import day_start_utc_ms, offset_min
from knotbreak.app.state import Noted, OpenSession
from knotbreak.app.turn_words import TurnWords
from knotbreak.app.views import FinishView
from knotbreak.core import worse
from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import ProblemError
from knotbreak.core.units import DAY_MS, Instant

if TYPE_CHECKING:
    from knotbreak.app.playable import Playable
    from knotbreak.app.ports import Translator

MOST_TIGHT = 10
RATINGS = ("more", "less", "reset")

NEVER_TIGHT = frozenset({Area.EYES, Area.STRESS})
"""Nobody can say how tight these are."""


class Noting:
    """Keeps what was said of areas; `playing` and `choosing` go by it from then on."""

    def __init__(
        self,
        playing: Playing,
        choosing: Choosing,
        translator: Translator,
    ) -> None:
        self.noted = Noted()
        self._playing = playing
        self._choosing = choosing
        self._history = choosing.history
        self._ = translator.gettext
        self._words = TurnWords(translator)
        playing.adapt = self._adapted
        playing.finished = self._finished
        choosing.left_out = lambda day: worse.left_out(self.noted.worse, day)

    @property
    def paused(self) -> tuple[Area, ...]:
        """The areas that rest until the person says go."""
        return worse.paused(self.noted.worse)

    def handle(self, intent: Felt | CheckIn | Rate | Pin | GoAgain, now: Instant) -> list[Effect]:
        """Carry out an intent; raises `Refused` with the reason if it cannot."""
        match intent:
            case Felt():
                return self._felt(intent.how, now)
            case CheckIn():
                return self._check_in(intent, now)
            case Rate():
                return self._rate(intent, now)
            case Pin():
                return self._pin(intent)
            case GoAgain():
                if intent.area not in self.paused:
                    raise Refused(self._("That area does not rest."))
                self._keep(worse=worse.go(self.noted.worse, intent.area))
                return []

    def _felt(self, how: str, now: Instant) -> list[Effect]:
        """Only the first answer after a session counts."""
        ended, finish = self._playing.ended, self._playing.finish
        records: list[Effect] = [*self._playing.felt(how, now)]
        if not records or ended is None or finish is None or finish.answer:
            return []
        words, see = self._("Noted, thank you."), None
        area = self._area(ended)
        if area is not None:
            day = _day(now)
            before = self.paused
            self._keep(worse=worse.felt(self.noted.worse, area, how, day))
            if how == "worse":
                rests = area in self.paused and area not in before
                words = self._words.rests(area) if rests else self._words.worse(area)
                see = area if rests else None
        elif how == "worse":
            words = self._("Noted. Go easier next time, or leave that one out.")
        self._playing.finish = msgspec.structs.replace(finish, answer=words, see=see)
        return records

    def _check_in(self, intent: CheckIn, now: Instant) -> list[Effect]:
        if not 0 <= intent.amount <= MOST_TIGHT:
            raise Refused(self._("How tight it is goes from 0 to {most}.").format(most=MOST_TIGHT))
        finish, ended = self._playing.finish, self._playing.ended
        after = finish is not None and finish.asks is intent.area and ended is not None
        event = _event(
            EventKind.CHECKIN,
            now,
            routine=ended.routine if after and ended is not None else None,
            outcome=intent.area.value,
            amount=intent.amount,
            # Once a day for an area: the first note holds.
            key=f"checkin:{now.local.date().isoformat()}:{intent.area.value}",
        )
        if self._noted_today(intent.area, now):
            raise Refused(self._("That area has been noted today."))
        advice = self._advice(event, now)
        if finish is not None and after:
            words = " ".join(advice) or self._("Noted, thank you.")
            # What an answer before has called for stands.
            see = intent.area if advice else finish.see
            self._playing.finish = msgspec.structs.replace(finish, asks=None, answer=words, see=see)
            return [Record(event)]
        return [Record(event), *(Tell(f"{one} {self._words.whom()}") for one in advice)]

    def _advice(self, event: HistoryEvent, now: Instant) -> list[str]:
        """Whom to see, once for an area that stays tight."""
        since_utc_ms = now.utc_ms - (worse.OF_DAYS + 1) * DAY_MS
        try:
            notes = [*self._history.of_kinds(since_utc_ms, EventKind.CHECKIN), event]
        except ProblemError:
            return []
        told = self.noted.advised
        new = worse.stays_tight(notes, now.local.date()).difference(told)
        self._keep(advised=(*told, *sorted(new)))
        return [self._words.stays_tight(area) for area in sorted(new)]

    def _rate(self, intent: Rate, now: Instant) -> list[Effect]:
        if intent.how not in RATINGS:
            raise Refused(self._("Say more, less or reset."))
        self._choosing.playable(intent.routine)
        event = _event(EventKind.RATED, now, routine=intent.routine, outcome=intent.how)
        self._mark(intent.routine, rated=intent.how if intent.how != "reset" else "")
        return [Record(event)]

    def _pin(self, intent: Pin) -> list[Effect]:
        if intent.routine is not None:
            self._choosing.playable(intent.routine)
        self._choosing.settings.set_value(("session", "routine"), intent.routine)
        finish = self._playing.finish
        if finish is not None and finish.turn is not None:
            self._mark(finish.turn.routine, pinned=finish.turn.routine == intent.routine)
        return []

    def _mark(self, routine: str, **changes: object) -> None:
        """Show it on the last page, if that is about this routine."""
        finish = self._playing.finish
        if finish is not None and finish.turn is not None and finish.turn.routine == routine:
            turn = msgspec.structs.replace(finish.turn, **changes)
            self._playing.finish = msgspec.structs.replace(finish, turn=turn)

    def _finished(self, finish: FinishView, ended: OpenSession, now: Instant) -> FinishView:
        """Ask how tight it is after a session that moved, unless that was said today."""
        area = self._area(ended)
        finish = msgspec.structs.replace(finish, turn=self._choosing.turn(ended.routine))
        if (
            area is None
            or area in NEVER_TIGHT
            or not finish.held_s
            or not self._choosing.settings.settings.checkin.ask
            or self._noted_today(area, now)
        ):
            return finish
        words = self._words.tightness(area)
        return msgspec.structs.replace(finish, asks=area, asks_words=words)

    def _adapted(self, playable: Playable, now: Instant) -> Playable:
        """Leave out, or make easier, what felt worse; within what the person goes easy on."""
        adapted = msgspec.structs.replace(playable, worse=self.noted.worse, day=_day(now))
        if playable.steps() and not adapted.steps():
            raise Refused(self._words.nothing_left())
        return adapted

    def _area(self, session: OpenSession) -> Area | None:
        """What a session was for: its main area."""
        try:
            return next(iter(self._choosing.areas(session.routine)), None)
        except ProblemError:
            return None

    def _noted_today(self, area: Area, now: Instant) -> bool:
        try:
            notes = self._history.of_kinds(day_start_utc_ms(now), EventKind.CHECKIN)
        except ProblemError:
            # Rather not asked than asked twice.
            return True
        return any(one.outcome == area.value for one in notes)

    def _keep(self, **changes: object) -> None:
        self.noted = msgspec.structs.replace(self.noted, **changes)


def _day(now: Instant) -> int:
    return now.local.date().toordinal()


def _event(
    kind: EventKind,
    now: Instant,
    *,
    routine: str | None,
    outcome: str,
    amount: int | None = None,
    key: str | None = None,
) -> HistoryEvent:
    return HistoryEvent(
        at_utc_ms=now.utc_ms,
        offset_min=offset_min(now),
        event=kind,
        routine=routine,
        outcome=outcome,
        amount=amount,
        key=key,
    )
