"""A described day without waiting: the real scheduler, policy and player on a clock that jumps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.busy_watch import BusyWatch
from knotbreak.app.choosing import Choosing
from knotbreak.app.controller import Controller
from knotbreak.app.effects import Effect
from knotbreak.app.intents import (
    Acknowledge,
    Key,
    PauseReminders,
    ResumeReminders,
    SessionKey,
    SkipDue,
    SnoozeDue,
    StartDue,
)
from knotbreak.app.pausing import Refused
from knotbreak.app.play_settings import PlaySettings
from knotbreak.app.playing import Playing
from knotbreak.app.reminding import Reminding
from knotbreak.app.saving import Saving
from knotbreak.app.session_edges import LOCKED
from knotbreak.app.simulated import (
    SimulatedClock,
    SimulatedFront,
    SimulatedHistory,
    SimulatedIdle,
    SimulatedLoop,
    SimulatedNotifier,
    SimulatedSettings,
    SimulatedStore,
)
from knotbreak.app.simulated_calendar import SimulatedCalendar
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.scheduler import Scheduler
from knotbreak.core.scheduler_state import (
    Answer,
    Answered,
    FixedMissed,
    Gone,
    Held,
    NaturalBreak,
    Offered,
    OfferGone,
    PauseBegan,
    PauseEnded,
    PauseReason,
    SchedulerEvent,
    SkippedOften,
    Softened,
)
from knotbreak.core.session_state import State
from knotbreak.core.settings import Settings, resolve_reminders
from knotbreak.core.timeline import SegmentKind
from knotbreak.core.trace import Do, Plan, Reply, TraceEvent
from knotbreak.core.units import SECOND_MS, Instant, ms

if TYPE_CHECKING:
    from knotbreak.app.ports import RoutineLibrary, Translator
    from knotbreak.guide.easing import Easing

FIND_PLACE_MS = 5 * SECOND_MS
"""How long the person takes to get to the wall or the floor."""


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that the program did, or would have done.

    `at` is the local time that the clock shows, with its offset. `merged` are the reminders that
    came along, `resets` those that count from zero.
    """

    at: str
    event: str
    reminder: str | None = None
    merged: tuple[str, ...] = ()
    why: str = ""
    routine: str | None = None
    quiet: bool = False
    minutes: int | None = None
    outcome: str | None = None
    held_s: float | None = None
    resets: tuple[str, ...] = ()


class Simulation:
    """The whole program but its outside; `out` gets each line as it happens."""

    def __init__(
        self,
        *,
        start_utc_ms: int,
        zone: tzinfo,
        settings: Settings,
        library: RoutineLibrary,
        translator: Translator,
        out: Callable[[Line], None],
        easing: Callable[[], Easing | None] = lambda: None,
    ) -> None:
        self.clock = SimulatedClock(start_utc_ms, zone)
        self._loop = SimulatedLoop(self.clock)
        self._out = out
        self._asleep = False
        self._notifier = SimulatedNotifier()
        self._idle = SimulatedIdle(self._loop)
        self._getting_there = False
        history = SimulatedHistory(self._heard)
        source = SimulatedSettings(settings)
        choosing = Choosing(library, history, source, translator, self.clock.now, easing)
        session = settings.session
        play = PlaySettings(settings.breath_holds, session.bell, until_back=session.until_back)
        scheduler = Scheduler(resolve_reminders(settings), self.clock.now())
        self.controller = Controller(
            clock=self.clock,
            loop=self._loop,
            boot_id="",
            reminding=_Overheard(scheduler, choosing, translator, self._happened),
            playing=Playing(choosing.playable, lambda: play, translator),
            choosing=choosing,
            notifier=self._notifier,
            idle=self._idle,
            saving=Saving(history, SimulatedStore()),
            front=SimulatedFront(self._changed, self._session_over),
            translator=translator,
        )
        self.controller.start(None)
        self.controller.handle(Acknowledge())

    def run(self, plan: Plan) -> None:
        """Live through a plan."""
        calendar = SimulatedCalendar(self._loop, self.clock, plan.appointments)
        if calendar.plans:
            self.controller.signals = BusyWatch(calendar, self.clock, self._loop, self.controller)
        for step in plan.steps:
            self.wait(step.wait_ms)
            if step.event is not None:
                self.do(step.event, step.zone)

    def wait(self, for_ms: int) -> None:
        """Let time pass."""
        if self._asleep:
            self.clock.sleep(for_ms)
        else:
            self._loop.run(for_ms)

    def do(self, event: TraceEvent, zone: tzinfo | None = None) -> None:
        """Let something happen now; `zone` is the one to travel to."""
        match event.do:
            case Do.ACTIVE | Do.TYPING:
                self._idle.input(types=event.do is Do.TYPING)
                self._go_on()
            case Do.IDLE:
                self._idle.still()
            case Do.LOCK:
                self.controller.busy_began(LOCKED)
                self._idle.still()
            case Do.UNLOCK:
                self._idle.input()
                self.controller.busy_ended(LOCKED.key)
                self._go_on()
            case Do.SUSPEND:
                self._asleep = True
            case Do.RESUME:
                self._asleep = False
                self.controller.wake()
                self._go_on()
            case Do.CLOCK:
                self.clock.set_by(ms(event.by_s or 0))
                self._look()
            case Do.ZONE:
                if zone is not None:
                    self.clock.travel(zone)
                self._look()
            case Do.REASON:
                self.controller.busy_began(event.busy)
            case Do.REASON_ENDED:
                self.controller.busy_ended(event.busy.key)
                self._go_on()
            case Do.ANSWER:
                self._answer(event)
            case Do.APPOINTMENT:
                # The calendar knows it already.
                pass
            case Do.PAUSE:
                self.controller.handle(PauseReminders(event.minutes))
            case Do.UNPAUSE:
                self._ask(lambda: self.controller.handle(ResumeReminders()))
        # What follows at once belongs to this moment, before the next thing happens.
        self.wait(0)

    # -- the person --------------------------------------------------------------------------------

    def _look(self) -> None:
        """A machine that is awake notices that its clock was changed."""
        if not self._asleep:
            self.controller.wake()

    def _answer(self, event: TraceEvent) -> None:
        notice = self._notifier.open
        offer_id = None if notice is None else notice.offer_id
        match event.answer:
            case Reply.START:
                self._ask(lambda: self.controller.handle(StartDue(offer_id)))
            case Reply.SNOOZE:
                minutes = event.minutes or 5
                self._ask(lambda: self.controller.handle(SnoozeDue(minutes, offer_id)))
            case Reply.SKIP:
                self._ask(lambda: self.controller.handle(SkipDue(offer_id)))
            case _:
                pass

    def _ask(self, ask: Callable[[], object]) -> None:
        """Ask the program for something; a refusal is an answer, too."""
        try:
            ask()
        except Refused as refused:
            self._say("refused", why=str(refused))

    def _go_on(self) -> None:
        """A session that had to wait goes on once nothing is in the way."""
        player = self.controller.playing.player
        waits = player is not None and player.state is State.PAUSED
        if waits and not self.controller.interrupting.machine.reasons:
            self.controller.handle(SessionKey(Key.TOGGLE))

    def _changed(self) -> None:
        """Where a session waits for it, the person goes to the wall or the floor."""
        player = self.controller.playing.player
        waits = player is not None and player.state is State.RUNNING
        if not waits or self._getting_there or player is None:
            return
        if player.segment.kind is SegmentKind.WAIT:
            self._getting_there = True
            self._loop.call_at(self._loop.now_ms() + FIND_PLACE_MS, self._there)

    def _there(self) -> None:
        self._getting_there = False
        player = self.controller.playing.player
        running = player is not None and player.state is State.RUNNING
        if running and player is not None and player.segment.kind is SegmentKind.WAIT:
            self.controller.handle(SessionKey(Key.TOGGLE))

    # -- the lines ---------------------------------------------------------------------------------

    def _say(self, event: str, at_ms: int | None = None, **more: object) -> None:
        now = self.clock.now()
        then = now if at_ms is None else now.after(at_ms - now.mono_ms)
        line = {"at": then.local.isoformat(timespec="seconds"), "event": event, **more}
        self._out(msgspec.convert(line, Line))

    def _heard(self, event: HistoryEvent) -> None:
        if event.event is EventKind.STARTED:
            self._say("session-started", reminder=event.reminder, routine=event.routine)
        elif event.event is EventKind.SESSION:
            self._say(
                "session-ended",
                reminder=event.reminder,
                routine=event.routine,
                outcome=event.outcome,
                held_s=event.held_s,
            )

    def _session_over(self, taken: bool) -> None:
        if taken:
            self._reset("session")

    def _reset(self, why: str) -> None:
        reminders = self.controller.reminding.scheduler.reminders
        resets = tuple(one.id for one in reminders if one.on_break_resets)
        self._say("reset", why=why, resets=resets)

    def _happened(self, event: SchedulerEvent) -> None:
        match event:
            case Offered(at_ms, offer):
                self._say(
                    "notice",
                    at_ms,
                    reminder=offer.group.lead,
                    merged=offer.group.merged,
                    why="again" if offer.repeat else "snoozed" if offer.snoozes else "due",
                    routine=self.controller.reminding.offer_routine,
                    quiet=offer.quiet,
                )
            case OfferGone(at_ms, offer, why) if why in (Gone.LAPSED, Gone.RESTART):
                self._say("missed", at_ms, reminder=offer.group.lead, why="unanswered")
            case OfferGone(at_ms, offer, why):
                self._say("withdrawn", at_ms, reminder=offer.group.lead, why=why.value)
            case Answered(at_ms, group, answer, _, minutes):
                name = {
                    Answer.SNOOZE: "snoozed",
                    Answer.SKIP: "skipped",
                    Answer.DONE: "done",
                }.get(answer)
                if name is not None:
                    self._say(name, at_ms, reminder=group.lead, minutes=minutes)
            case NaturalBreak(at_ms):
                self._say("natural-break", at_ms)
                self._reset("natural-break")
            case PauseBegan(at_ms, reason):
                self._say("softened" if reason.soft else "held", at_ms, why=_words(reason))
            case PauseEnded(at_ms, reason, still_held):
                if not still_held:
                    self._say("released", at_ms, why=_words(reason))
            case Held(at_ms, reminder, reasons):
                self._say("held", at_ms, reminder=reminder, why=", ".join(reasons))
            case Softened(at_ms, group, reasons):
                self._say("softened", at_ms, reminder=group.lead, why=", ".join(reasons))
            case FixedMissed(at_ms, reminder):
                self._say("missed", at_ms, reminder=reminder, why="time-passed")
            case SkippedOften(at_ms):
                self._say("asked", at_ms, why="skipped-often")
            case _:
                pass


def _words(reason: PauseReason) -> str:
    return f"{reason.why} ({reason.owner})" if reason.owner else reason.why


class _Overheard(Reminding):
    """The reminders, with somebody who hears what the scheduler says."""

    def __init__(
        self,
        scheduler: Scheduler,
        choosing: Choosing,
        translator: Translator,
        heard: Callable[[SchedulerEvent], None],
    ) -> None:
        super().__init__(scheduler, choosing.for_reminder, choosing.facts, translator)
        self._heard = heard

    def effects(self, now: Instant, events: Sequence[SchedulerEvent]) -> list[Effect]:
        """What they mean, as ever; the words of a notice come first, they name its routine."""
        effects: list[Effect] = []
        for event in events:
            effects += super().effects(now, [event])
            self._heard(event)
        return effects
