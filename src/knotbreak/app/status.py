"""The program at a glance: for the tray, the terminal, and `status`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from knotbreak.app.controller import Controller
from knotbreak.app.reminding import day_start_utc_ms
from knotbreak.app.views import CoverView, NextView, NoticeView, StatusView
from knotbreak.app.wording import Wording
from knotbreak.core.problems import ProblemError
from knotbreak.core.reminders import ReminderKind
from knotbreak.core.scheduler_state import GUIDE, USER, PauseReason, SchedulerState
from knotbreak.core.session_state import State
from knotbreak.core.units import SECOND_MS, Instant, local_time

if TYPE_CHECKING:
    from knotbreak.app.care_views import CareView
    from knotbreak.app.ports import HistoryStore, SettingsSource, Translator


class Status:
    """Reads the controller's parts; changes nothing."""

    def __init__(
        self,
        controller: Controller,
        history: HistoryStore,
        settings: SettingsSource,
        translator: Translator,
    ) -> None:
        self._controller = controller
        self._history = history
        self._settings = settings
        self._ = translator.gettext
        self._n = translator.ngettext
        self._words = Wording(translator)

    def view(self) -> StatusView:
        """Where things stand now."""
        now = self._controller.clock.now()
        water = self.water(now)
        goal = self._settings.settings.water_goal
        state, why = self._state(now)
        return StatusView(
            state=state,
            tightness=self.tightness(),
            why=why,
            next=self.next(now),
            notice=self.notice(),
            water=water,
            water_goal=goal,
            water_words=self._water_words(water),
            speed_words=self._speed_words(),
            cover=self.cover(now),
            care=self._controller.care.views(now),
        )

    def as_json(self) -> dict[str, object]:
        """The same for `status --json`."""
        view = self.view()
        return {
            "state": view.state,
            "why": view.why,
            "next": None
            if view.next is None
            else {"reminder": view.next.reminder, "at": view.next.at},
            "notice": None
            if view.notice is None
            else {
                "offer": view.notice.offer,
                "reminder": view.notice.reminder,
                "title": view.notice.title,
                "shown": view.notice.shown,
            },
            "session": self.session(),
            "care": care_rows(view.care),
            "water": view.water,
            "water_goal": view.water_goal,
            "safety_acknowledged": self._controller.playing.acknowledged,
            "speed": self._controller.clock.speed,
            "problems": [str(problem) for problem in self.problems()],
            "limits": self.limits(),
        }

    def problems(self) -> list[object]:
        """What is wrong with files and disks."""
        return [*self._settings.problems, *self._controller.saving.problems]

    def limits(self) -> list[str]:
        """What this desktop does not let the program know or do, worded for a person."""
        inhibitor = self._controller.inhibitor
        found = (self._controller.presence.limit, "" if inhibitor is None else inhibitor.limit)
        return [limit for limit in found if limit]

    def session(self) -> dict[str, object] | None:
        """The session that plays."""
        playing = self._controller.playing
        view = playing.view()
        frame = playing.frame(self._controller.clock.now())
        if view is None or frame is None:
            return None
        return {
            "routine": view.routine,
            "step": view.step,
            "steps": view.steps,
            "title": view.title,
            "side": view.side.value,
            "kind": view.kind.value,
            "state": view.state.value,
            "segment_remaining_s": round(frame.remaining_ms / SECOND_MS, 1),
            "remaining_s": round(frame.session_remaining_ms / SECOND_MS, 1),
        }

    def _speed_words(self) -> str:
        speed = self._controller.clock.speed
        if speed == 1:
            return ""
        return self._("Time runs {n} times as fast.").format(n=f"{speed:g}")

    def _water_words(self, water: int) -> str:
        """Such as "5 glasses today (1 l), goal 8 for the whole day"; that is all, at any hour."""
        settings = self._settings.settings
        words = self._n("{n} glass today", "{n} glasses today", water).format(n=water)
        if water:
            litres = f"{water * settings.water.glass_ml / 1000:.2g}"
            words = self._("{glasses} ({litres} l)").format(glasses=words, litres=litres)
        if settings.water_goal:
            words = self._("{glasses}, goal {goal} for the whole day").format(
                glasses=words, goal=settings.water_goal
            )
        return words

    def water(self, now: Instant) -> int:
        """Glasses drunk today."""
        try:
            return self._history.water_between(day_start_utc_ms(now), now.utc_ms + 1)
        except ProblemError:
            return 0

    def held(self, from_utc_ms: int, until_utc_ms: int) -> float:
        """Seconds of movement in a time."""
        return float(self._history.held_between(from_utc_ms, until_utc_ms))

    def tightness(self) -> float:
        """How far the work since the last break is on its way to the next stretch, 0 to 1."""
        scheduler = self._controller.reminding.scheduler
        shares = [
            scheduler.state.counted_ms[reminder.id] / reminder.every_ms
            for reminder in scheduler.reminders
            if reminder.kind is ReminderKind.STRETCH and reminder.every_ms
        ]
        return min(1.0, max(shares, default=0.0))

    def next(self, now: Instant) -> NextView | None:
        """The reminder that comes next, as far as that is known."""
        scheduler = self._controller.reminding.scheduler
        due = scheduler.due
        waiting = () if due is None else due.all
        moments = [
            (moment, reminder)
            for reminder in scheduler.reminders
            if reminder.id not in waiting
            and (moment := scheduler.next_due_ms(reminder.id)) is not None
        ]
        if not moments:
            return None
        moment, reminder = min(moments, key=lambda pair: (pair[0], pair[1].rank))
        at = now.after(max(0, moment - now.mono_ms)).local
        return NextView(
            reminder=reminder.id,
            name=self._words.reminder(reminder),
            at=at.isoformat(timespec="seconds"),
            words=self._words.about(at, now.local),
        )

    def notice(self) -> NoticeView | None:
        """What waits for an answer."""
        controller = self._controller
        scheduler = controller.reminding.scheduler
        group = scheduler.due
        lead = None if group is None else scheduler.reminder(group.lead)
        if lead is None:
            return None
        notice = controller.desk.notice
        offer = scheduler.state.offer
        if notice is not None and offer is not None and notice.offer_id == offer.id:
            return NoticeView(
                offer=notice.offer_id,
                reminder=lead.id,
                title=notice.title,
                body=notice.body,
                shown=controller.desk.visible,
                starts_session=lead.starts_session,
                picture=notice.picture,
            )
        return NoticeView(
            offer=None,
            reminder=lead.id,
            title=self._words.question(lead, (), 0),
            body=self._("It waits until you take it, or until your next break."),
            shown=False,
            starts_session=lead.starts_session,
        )

    def cover(self, now: Instant) -> CoverView | None:
        """What covers the screens; None where nothing does."""
        covering, notice = self._controller.covering, self._controller.desk.notice
        if covering.session:
            body = self._("Your break is on the other screen.")
            leave = self._("Free this one (Esc)")
            return CoverView(offer=None, title="", body=body, leave_words=leave)
        offer = covering.offer
        if offer is None or notice is None or notice.offer_id != offer.id:
            return None
        return self._words.cover(notice, covering.skips_left(now), covering.settings.hold_s)

    def _state(self, now: Instant) -> tuple[str, str]:
        controller = self._controller
        state = controller.reminding.scheduler.state
        player = controller.playing.player
        if player is not None:
            if player.state is State.PAUSED:
                return "session-paused", self._("The session is paused.")
            return "session", self._("A session is playing.")
        if controller.playing.waiting is not None:
            return "safety", self._("The safety notice waits to be read.")
        if state.session:
            return "session", self._("A session is playing elsewhere.")
        user = state.pauses.get(USER)
        if user is not None:
            return "paused", self._words.paused(self._until(user, now), now.local)
        held = [reason for reason in state.pauses.values() if reason.holds_all]
        if held:
            ends = [self._until(reason, now) for reason in held]
            known = [end for end in ends if end is not None]
            until = max(known) if len(known) == len(held) else None
            words = [self._words.quiet(reason) for reason in held]
            return "paused", self._words.held(words, until, now.local)
        if state.offer is not None or state.owed:
            return "due", self._less(state, now)
        if state.idle_from_ms is not None:
            return "away", self._("Nobody is at the keyboard: the clock stands still.")
        return "active", self._less(state, now)

    def _less(self, state: SchedulerState, now: Instant) -> str:
        """What is left out of the notices though reminders go on."""
        parts = []
        begin_ms = self._controller.reminding.scheduler.hours_begin_ms()
        if begin_ms is not None and self.next(now) is None:
            begin = now.after(max(0, begin_ms - now.mono_ms)).local
            words = self._("Your reminders begin again {time}.")
            parts.append(words.format(time=self._words.about(begin, now.local)))
        reasons = [self._words.quiet(one) for one in state.pauses.values() if one.soft]
        if reasons:
            words = self._("Only the tray shows what is due: {reasons}.")
            parts.append(words.format(reasons=", ".join(reasons)))
        guide = state.pauses.get(GUIDE)
        if guide is not None:
            words = self._("No movement is offered until you say so: {reason}.")
            parts.append(words.format(reason=self._words.quiet(guide)))
        return " ".join(parts)

    def _until(self, reason: PauseReason, now: Instant) -> datetime | None:
        """When a reason ends by itself."""
        if reason.until_ms is not None:
            return now.after(reason.until_ms - now.mono_ms).local
        if reason.until_utc_ms is not None:
            return local_time(reason.until_utc_ms, now.zone)
        return None


def care_rows(views: Sequence[CareView]) -> list[dict[str, object]]:
    """Care timers for programs."""
    if not views:
        return []
    from knotbreak.app.care_views import care_row

    return [care_row(view) for view in views]
