"""The controller: one inbox for moments, notices and people, and one alarm for what comes next.

It holds no policy. Coordinators say what should happen; this carries it out, in the order that
survives a kill: the history first, the state second, the outside world last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from knotbreak.app.alarm import Alarm
from knotbreak.app.asking import Asking, intent_of
from knotbreak.app.care_desk import CareDesk
from knotbreak.app.choosing import Choosing
from knotbreak.app.covering import Covering
from knotbreak.app.daily import Daily
from knotbreak.app.desk import NoticeDesk
from knotbreak.app.effects import BeginSession, Effect, Record, SessionBegan, SessionOver
from knotbreak.app.elsewhere import Elsewhere
from knotbreak.app.intents import Intent, Key
from knotbreak.app.interrupting import Interrupting, Watching
from knotbreak.app.notice import ClosedHow
from knotbreak.app.noting import Noting
from knotbreak.app.outside import Outside
from knotbreak.app.pausing import Refused
from knotbreak.app.playing import Playing
from knotbreak.app.presence import Presence
from knotbreak.app.reminding import Reminding
from knotbreak.app.reopening import Reopening
from knotbreak.app.saving import Saving
from knotbreak.app.state import AppState, Noted, OpenSession, Skips
from knotbreak.core.appointments import Appointment
from knotbreak.core.events import HistoryEvent
from knotbreak.core.interruptions import Busy
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.reminders import Reminder
from knotbreak.core.scheduler_state import SchedulerEvent
from knotbreak.core.strong_settings import StrongSettings
from knotbreak.core.units import MINUTE_MS, SECOND_MS, Instant

if TYPE_CHECKING:
    from knotbreak.app.ports import (
        Clock,
        FrontEnd,
        IdleInhibitor,
        IdleSource,
        Loop,
        Notifier,
        Sounds,
        Translator,
    )

STALL_MS = 5 * SECOND_MS
"""An alarm that comes later than this means that the machine stood still."""

SLEPT_MS = 2 * SECOND_MS
"""The machine slept if its boot clock ran ahead of the monotonic one by this much."""

KEEP_MS = 4 * MINUTE_MS
"""How often the state is written while somebody works. Below the five minutes that make a break,
so that a restart after a kill is not taken for one."""


class Controller:
    """Routes intents to the coordinators and their effects to the ports."""

    def __init__(
        self,
        *,
        clock: Clock,
        loop: Loop,
        boot_id: str,
        reminding: Reminding,
        playing: Playing,
        choosing: Choosing,
        notifier: Notifier,
        idle: IdleSource,
        saving: Saving,
        front: FrontEnd,
        translator: Translator,
        inhibitor: IdleInhibitor | None = None,
        signals: Watching | None = None,
        strong: Callable[[], StrongSettings] = StrongSettings,
        care: CareDesk | None = None,
        sounds: Sounds | None = None,
    ) -> None:
        self.clock = clock
        self.reminding = reminding
        self.playing = playing
        self.choosing = choosing
        self.saving = saving
        self.desk = NoticeDesk()
        self._loop = loop
        self._boot_id = boot_id
        self._notifier = notifier
        self._front = front
        self._ = translator.gettext
        self.presence = Presence(idle, self)
        self.care = care or CareDesk()
        self._outside = Outside(notifier, front, self.presence, self.care, sounds)
        self.interrupting = Interrupting(reminding, playing, translator)
        self._reopening = Reopening(boot_id, reminding, playing, self.care, self)
        self.covering = Covering(reminding, playing, strong)
        self.noting = Noting(playing, choosing, translator)
        self._asking = Asking(
            reminding, playing, choosing, self.covering, self.care, self.noting, translator
        )
        self._parts = (self.interrupting, self.covering, playing, reminding, self.care)
        self._daily = Daily(reminding, choosing, saving, translator)
        self.inhibitor = inhibitor
        self.signals = signals
        self.elsewhere = Elsewhere(clock, loop, self._lost_elsewhere)
        self._inbox: deque[Callable[[Instant], Sequence[Effect]]] = deque()
        self._draining = False
        self._alarm = Alarm(clock, loop, self.wake)
        self._last = clock.now()
        self._told: tuple[Problem, ...] = ()

    # -- life ----------------------------------------------------------------------------------

    def start(self, left: AppState | None) -> None:
        """Continue where the run that left this state stopped, and begin to wait."""
        self._tell_new_problems()
        self.covering.skips = Skips() if left is None else left.skips
        self.noting.noted = Noted() if left is None else left.noted
        self._notifier.start(self)
        self.desk.found(None if left is None else left.notice)
        self._do(lambda now: self._reopening.effects(left, now))
        self.presence.start()

    def stop(self) -> None:
        """End cleanly: a session is recorded, the notice is taken down, all is written."""
        self._do(lambda now: self.playing.steer(Key.STOP, now))
        self.presence.stop()
        self.elsewhere.forget()
        self._alarm.cancel()
        self._outside.stop()
        self._save()

    def wake(self) -> None:
        """Time has passed: the alarm went off, or somebody wants to see where things stand."""
        self._do(lambda _now: [])

    def reconfigure(self, reminders: Sequence[Reminder]) -> None:
        """Other settings are in force."""
        self._do(partial(self._daily.reconfigure, reminders))

    # -- people --------------------------------------------------------------------------------

    def handle(self, intent: Intent) -> tuple[Problem, ...]:
        """Carry out an intent.

        The answer is what keeps it from being written down (it is then kept in memory).

        Raises:
            Refused: with the reason, in words for the person.
            ProblemError: when a file is in the way.
        """
        reasons: list[Refused | ProblemError] = []

        def carry_out(now: Instant) -> Sequence[Effect]:
            try:
                return self._asking.effects(intent, now)
            except (Refused, ProblemError) as reason:
                reasons.append(reason)
                return []

        self._do(carry_out)
        if reasons:
            raise reasons[0]
        return self.saving.problems

    def remote_session_began(self, left_ms: int) -> None:
        """A session plays in another process; reminders keep quiet meanwhile.

        It says how long it will take, and again with each piece. If it is never heard of again,
        the reminders go on after that time and five minutes.
        """
        self._do(self.interrupting.session_began)
        self.elsewhere.heard_of(left_ms)

    def remote_session_ended(self, taken: bool) -> None:
        """The session in another process is over."""
        self.elsewhere.ended()
        self._do(partial(self.interrupting.session_ended, taken))

    def _lost_elsewhere(self, lost: Sequence[OpenSession]) -> None:
        for left in lost:
            self._do(partial(self.playing.end_left_open, left))
        if self.reminding.scheduler.state.session and self.playing.player is None:
            self.remote_session_ended(taken=False)

    def record(self, event: HistoryEvent) -> tuple[Problem, ...]:
        """Write down what another process reports."""
        self._do(lambda _now: [Record(event)])
        self.elsewhere.wrote(event)
        return self.saving.problems

    # -- notices (NoticeListener) --------------------------------------------------------------

    def notice_shown(self, offer_id: int, handle: str) -> None:
        """It is on the screen."""
        if self.desk.is_about(offer_id):
            self.desk.shown(handle)
            self._save()
            self._front.changed()

    def notice_answered(self, offer_id: int, action: str, token: str | None) -> None:
        """A button of a notice was clicked."""
        intent = intent_of(action, offer_id, token)
        if intent is None:
            return
        try:
            self.handle(intent)
        except Refused:
            # It was answered elsewhere a moment before, or it is too late: nothing to say.
            return
        except ProblemError as error:
            self._front.tell(str(error))

    def notice_closed(self, offer_id: int, how: ClosedHow) -> None:
        """The notice went away without an answer."""
        if not self.desk.is_about(offer_id):
            return
        self.desk.gone()
        if how is ClosedHow.DISMISSED:
            self._do(partial(self.reminding.dismissed, offer_id))
        self._front.changed()

    def notice_failed(self, offer_id: int, problem: Problem) -> None:
        """It could not be shown: the front end offers the same, and says why."""
        if self.desk.is_about(offer_id):
            self.desk.visible = False
            self._front.tell(str(problem))
            self._front.changed()

    # -- presence (PresenceListener) -----------------------------------------------------------

    def went_idle(self, idle_ms: int) -> None:
        """Keyboard and mouse are still."""
        was_there = self.interrupting.was_there(idle_ms, self.clock.now())
        self._tell(lambda now: self.reminding.scheduler.idle_since(now, idle_ms))
        if self.signals is not None and was_there:
            self.signals.look_once()

    def came_back(self) -> None:
        """There is input again."""
        self._do(self.interrupting.came_back)

    def input_paused(self) -> None:
        """The typing rests."""
        self.covering.input_paused()
        self._tell(self.reminding.scheduler.input_paused)

    def input_began(self) -> None:
        """There is input, while a session plays."""
        self._do(self.interrupting.input_began)

    def input_rests(self) -> None:
        """It pauses, or is over."""
        self._do(self.interrupting.input_rests)

    # -- what goes on on the desktop -----------------------------------------------------------

    def busy_began(self, busy: Busy) -> None:
        """There is a call, a film, a locked screen."""
        self._do(partial(self.interrupting.reported, busy))

    def busy_ended(self, key: str) -> None:
        """What had this key is over."""
        self._do(partial(self.interrupting.withdrawn, key))

    def planned(self, appointments: Sequence[Appointment]) -> None:
        """This is what the calendar says of the next hour."""
        self._tell(lambda now: self.reminding.scheduler.planned(now, appointments))

    # -- the inbox -----------------------------------------------------------------------------

    def _tell(self, tell: Callable[[Instant], Sequence[SchedulerEvent]]) -> None:
        """Tell the scheduler something, and do what follows."""
        self._do(lambda now: self.reminding.effects(now, tell(now)))

    def _do(self, what: Callable[[Instant], Sequence[Effect]]) -> None:
        """Queue something and, unless that is going on already, carry out all that is queued."""
        self._inbox.append(what)
        if self._draining:
            return
        self._draining = True
        try:
            while self._inbox:
                now = self.clock.now()
                self._carry_out(self._time_passed(now))
                self._carry_out(self._inbox.popleft()(now))
                self._carry_out(self._daily.effects(now))
            self._save()
        finally:
            # Whatever went wrong, the program wakes up again.
            self._draining = False
            self._arm()
        self._tell_new_problems()
        if self.inhibitor is not None:
            self.inhibitor.set_held(self.playing.moving)
        if self.signals is not None:
            self.interrupting.direct(self.signals, self._last)
        self._front.changed()

    def _time_passed(self, now: Instant) -> list[Effect]:
        """Let the machines live up to now; sleep and stalls are told apart from time lived."""
        slept_ms = (now.boot_ms - self._last.boot_ms) - (now.mono_ms - self._last.mono_ms)
        self._last = now
        late_ms = self._alarm.late_ms
        effects: list[Effect] = []
        stalled = late_ms >= STALL_MS * max(1.0, self.clock.speed)
        if stalled or slept_ms >= SLEPT_MS:
            effects += self.playing.lapsed(now, late_ms if stalled else 0)
            self.covering.leave()
        if slept_ms >= SLEPT_MS:
            events = self.reminding.scheduler.slept(now, slept_ms)
            effects += self.reminding.effects(now, events)
        effects += self._daily.effects(now)
        return effects + [effect for part in self._parts for effect in part.advance(now)]

    def _arm(self) -> None:
        """Set the one alarm to the next moment at which something may happen by itself."""
        moments = [part.deadline() for part in self._parts]
        if self.signals is not None:
            moments.append(self.interrupting.look_ms(self._last, self.signals.plans))
        if self.reminding.scheduler.state.idle_from_ms is None:
            # What has been counted survives a kill but for the last few minutes.
            moments.append(self._last.mono_ms + KEEP_MS)
        self._alarm.set(min((moment for moment in moments if moment is not None), default=None))

    # -- effects -------------------------------------------------------------------------------

    def _carry_out(self, effects: Sequence[Effect]) -> None:
        if not effects:
            return
        if any(isinstance(effect, SessionBegan) for effect in effects):
            # The state knows of a session first: one that has begun is ended by the next start.
            self._save()
        for effect in effects:
            if isinstance(effect, Record):
                self.saving.record(effect.event)
        leaves = self.desk.prepare(effects)
        if not any(isinstance(effect, BeginSession) for effect in effects):
            # A start is written with the session: killed before that, it is still due.
            self._save()
        for effect in effects:
            self._after(effect)
        if leaves:
            self.desk.left()

    def _after(self, effect: Effect) -> None:
        """What is done inside and outside, in that order."""
        match effect:
            case BeginSession():
                self._inbox.append(lambda then: self._asking.begin(effect, then))
            case SessionBegan(token=token):
                self._inbox.append(self._session_began)
                self._front.session_began(token)
            case SessionOver(taken=taken):
                self._inbox.append(partial(self._session_over, taken))
                self._front.session_over(taken)
            case _:
                self._outside.carry_out(effect)

    def _session_began(self, now: Instant) -> Sequence[Effect]:
        self.presence.watch_typing(self.playing.player is not None)
        return self.interrupting.session_began(now)

    def _session_over(self, taken: bool, now: Instant) -> Sequence[Effect]:
        effects = self.interrupting.session_ended(taken, now)
        self.presence.watch_typing(self.interrupting.break_goes_on)
        return effects

    def _tell_new_problems(self) -> None:
        problems = self.saving.problems
        new = [problem for problem in problems if problem not in self._told]
        # Before the front end is called: it may come back here.
        self._told = problems
        if new:
            self._front.tell("\n".join(str(problem) for problem in new))

    # -- what survives -------------------------------------------------------------------------

    def _save(self) -> None:
        self.saving.save(
            AppState(
                boot_id=self._boot_id,
                safety_version=self.playing.safety_version,
                scheduler=self.reminding.scheduler.snapshot(),
                notice=self.desk.remembered(),
                offer_routine=self.reminding.offer_routine,
                session=self.playing.open,
                skips=self.covering.skips,
                care=self.care.remembered(),
                noted=self.noting.noted,
            )
        )
