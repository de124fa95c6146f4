"""Care timers: what begins and why not, what alarms and how, and what is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.care_views import CareView
from knotbreak.app.care_words import CareWording
from knotbreak.app.effects import DropAlarm, Effect, RaiseAlarm, Record
from knotbreak.app.intents import SkinFine, StartCare, StopCare
from knotbreak.app.notice import Notice
from knotbreak.app.pausing import Refused
from knotbreak.app.reminding import offset_min
from knotbreak.core.body import NamedPattern
from knotbreak.core.care import (
    PLANS,
    CareEnded,
    CareEvent,
    CareOutcome,
    CareTimers,
    IllegalCareError,
    LimitReached,
    TimeUp,
)
from knotbreak.core.care_state import CareKind, CareStage, CareState, CareTimer
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.units import MINUTE_MS, SECOND_MS, Instant, local_time

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

SLEPT_MS = 2 * SECOND_MS
"""The machine slept if its boot clock ran ahead of the monotonic one by this much."""

PARTING_MS = MINUTE_MS
"""So long the notice of something that is done stays, if nobody takes it away."""

TOUCHING = frozenset({CareKind.HEAT, CareKind.COLD, CareKind.MASSAGE})
"""Their cautions are read before each of them: the skin, and what else is true of the place, are
other ones from day to day. Breathing's are read once."""


class Caring:
    """The coordinator of the care timers.

    Args:
        now: The clocks' first moment.
        translator: The user's language.
        barred: Why the person's flags, an open emergency or the settings keep it from beginning;
            empty if nothing does.
    """

    def __init__(
        self, now: Instant, translator: Translator, barred: Callable[[StartCare], str]
    ) -> None:
        self._ = translator.gettext
        self._words = CareWording(translator)
        self._timers = CareTimers(now)
        self._barred = barred
        self._last = now
        self._restarted = False
        self._parting: dict[int, int] = {}
        self.breath_read = False

    # -- a part of the controller --------------------------------------------------------------

    def handle(self, intent: StartCare | StopCare | SkinFine, now: Instant) -> list[Effect]:
        """Carry an intent out; raises `Refused` with the reason if it cannot."""
        match intent:
            case StartCare():
                return self._start(intent, now)
            case StopCare():
                return self._stop(intent.timer, now)
            case SkinFine():
                try:
                    events = self._timers.skin_fine(now, intent.timer)
                except IllegalCareError as error:
                    raise Refused(self._("Nothing waits for a look at the skin.")) from error
                return [*self._effects(events, now), DropAlarm(intent.timer)]

    def advance(self, now: Instant) -> list[Effect]:
        """Let time pass."""
        effects = self._effects(self._timers.advance(now), now)
        for timer, until_ms in tuple(self._parting.items()):
            if now.boot_ms >= until_ms:
                del self._parting[timer]
                effects.append(DropAlarm(timer))
        self._last, self._restarted = now, False
        return effects

    def deadline(self) -> int | None:
        """When `advance` has something to do, in boot time."""
        moments = [self._timers.deadline(), *self._parting.values()]
        return min((moment for moment in moments if moment is not None), default=None)

    def restore(self, now: Instant, left: CareState, same_boot: bool) -> list[Effect]:
        """Continue from what an earlier run left: what waits for an answer alarms again."""
        self._timers.restore(now, left, same_boot)
        self._restarted = True
        self.breath_read = left.breath_read
        waiting = [
            timer
            for timer in self._timers.timers
            if timer.stage in (CareStage.CHECKING, CareStage.OVER, CareStage.LIMIT)
        ]
        again = [RaiseAlarm(self._alarm(timer, ""), window=True) for timer in waiting]
        return [*again, *self.advance(now)]

    def snapshot(self, notices: dict[str, str]) -> CareState | None:
        """What the next start has to know; None if that is nothing."""
        state = self._timers.snapshot()
        if not (state.timers or state.uses or notices or self.breath_read):
            return None
        return CareState(
            boot_ms=state.boot_ms,
            utc_ms=state.utc_ms,
            last_id=state.last_id,
            timers=state.timers,
            uses=state.uses,
            notices=dict(notices),
            breath_read=self.breath_read,
        )

    # -- what others ask -----------------------------------------------------------------------

    @property
    def timers(self) -> tuple[CareTimer, ...]:
        """Those that run, the first begun first."""
        return self._timers.timers

    def needs_reading(self, kind: CareKind) -> bool:
        """Whether the cautions come before the start."""
        return kind in TOUCHING or not self.breath_read

    def views(self, now: Instant) -> tuple[CareView, ...]:
        """The timers that run, in words."""
        return tuple(self._view(timer, now) for timer in self._timers.timers)

    def remaining_ms(self, timer: CareTimer, now: Instant) -> int:
        """What is left of its time; negative once that is over."""
        return self._timers.remaining_ms(timer, now)

    def hindered(self, intent: StartCare, now: Instant) -> str:
        """Why this cannot begin now; empty if it can."""
        hindrance = self._timers.hindrance(intent.kind, intent.area)
        if hindrance is not None:
            why, until_ms = hindrance
            until = now.after(until_ms - now.boot_ms).local if until_ms else None
            return self._words.hindered(why, intent.kind, until)
        return self._barred(intent)

    # -- parts ---------------------------------------------------------------------------------

    def _start(self, intent: StartCare, now: Instant) -> list[Effect]:
        kind, plan = intent.kind, PLANS[intent.kind]
        minutes = plan.usual_min if intent.minutes is None else intent.minutes
        if not plan.least_min <= minutes <= plan.most_min:
            words = self._("{what} takes from {least} to {most} minutes.")
            if plan.least_min == plan.most_min:
                words = self._("{what} takes one minute for a spot.")
            named = words.format(
                what=self._words.kind(kind), least=plan.least_min, most=plan.most_min
            )
            raise Refused(named)
        if reason := self.hindered(intent, now):
            raise Refused(reason)
        if self.needs_reading(kind) and not intent.read:
            raise Refused(self._("Its cautions have to be read first."))
        breathes = kind is CareKind.BREATHE
        if breathes:
            self.breath_read = True
        events = self._timers.start(
            now,
            kind,
            minutes,
            area=None if breathes else intent.area,
            side=intent.side,
            pattern=intent.pattern if breathes else NamedPattern.FREE,
        )
        return self._effects(events, now)

    def _stop(self, timer: int | None, now: Instant) -> list[Effect]:
        ids = [one.id for one in self._timers.timers] if timer is None else [timer]
        effects: list[Effect] = []
        for id_ in ids:
            try:
                effects += self._effects(self._timers.stop(now, id_), now)
            except IllegalCareError as error:
                raise Refused(self._("That timer does not run any more.")) from error
        if not ids:
            raise Refused(self._("No timer runs."))
        return effects

    def _effects(self, events: list[CareEvent], now: Instant) -> list[Effect]:
        """What to write down, and of each timer the last thing to say: while the machine slept
        there may have been several."""
        effects: list[Effect] = []
        said: dict[int, Effect] = {}
        for event in events:
            timer = event.timer
            late = self._late(event, now)
            if isinstance(event, CareEnded):
                effects.append(Record(_ended(event, now)))
                if PLANS[timer.kind].stays or event.outcome is not CareOutcome.DONE:
                    said[timer.id] = DropAlarm(timer.id)
                else:
                    self._parting[timer.id] = now.boot_ms + PARTING_MS
                    said[timer.id] = RaiseAlarm(self._done(timer, late), window=False)
            else:
                said[timer.id] = RaiseAlarm(self._alarm(timer, late), window=True)
        return [*effects, *said.values()]

    def _late(self, event: CareEvent, now: Instant) -> str:
        """That its moment was missed, and why; empty if it was not."""
        late_ms = now.boot_ms - event.at_boot_ms
        slept_ms = (now.boot_ms - self._last.boot_ms) - (now.mono_ms - self._last.mono_ms)
        slept = slept_ms >= SLEPT_MS and late_ms >= SLEPT_MS
        if late_ms < SLEPT_MS or not (slept or self._restarted):
            return ""
        ended = local_time(now.utc_ms - late_ms, now.zone)
        says = self._words.slept
        if isinstance(event, CareEnded | TimeUp | LimitReached):
            says = self._words.ended_asleep
        return says(ended, now.local, computer=slept and not self._restarted)

    def _alarm(self, timer: CareTimer, late: str) -> Notice:
        body = " ".join(filter(None, (late, self._words.asks(timer))))
        return self._notice(timer, body)

    def _done(self, timer: CareTimer, late: str) -> Notice:
        return self._notice(timer, late or self._words.done(timer))

    def _notice(self, timer: CareTimer, body: str) -> Notice:
        return Notice(
            offer_id=timer.id,
            title=self._words.alarm_title(timer),
            body=body,
            actions=self._words.actions(timer),
            default_action="show",
            quiet=False,
            stay_ms=PARTING_MS,
            urgent=True,
        )

    def _view(self, timer: CareTimer, now: Instant) -> CareView:
        left_ms = self._timers.remaining_ms(timer, now)
        ends = now.after(left_ms).local
        return CareView(
            timer=timer,
            title=self._words.title(timer),
            line=self._words.line(timer, left_ms),
            until=self._words.until(timer, ends, now.local),
            clock=f"{ends:%H:%M}",
            asks=self._words.asks(timer),
            stop_words=self._words.stop(timer),
            ends=ends.isoformat(timespec="seconds"),
            remaining_s=max(0, -(-left_ms // SECOND_MS)),
        )


def _ended(event: CareEnded, now: Instant) -> HistoryEvent:
    timer = event.timer
    ended_utc_ms = now.utc_ms - (now.boot_ms - event.at_boot_ms)
    return HistoryEvent(
        at_utc_ms=ended_utc_ms,
        offset_min=offset_min(now),
        event=EventKind.CARE,
        outcome=f"{timer.kind.value}, {event.outcome.value}",
        amount=round(event.lasted_ms / MINUTE_MS),
        # After a kill the same end may be written again.
        key=f"care:{timer.begun_utc_ms}:{timer.id}",
    )
