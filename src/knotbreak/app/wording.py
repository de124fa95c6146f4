"""The program's sentences about reminders: kind, short, concrete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from knotbreak.app.notice import Notice, NoticeAction
from knotbreak.app.panels import Panel
from knotbreak.app.views import CoverView
from knotbreak.core.body import Area, Position
from knotbreak.core.choice import Why
from knotbreak.core.problems import Problem
from knotbreak.core.reminders import Reminder, ReminderKind
from knotbreak.core.scheduler_state import PauseReason
from knotbreak.core.units import MINUTE_MS, SECOND_MS, minutes_of

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

SNOOZE_OFFERED_MIN = 5
WATER_LATER_MIN = 15


class Wording:
    """Words things in the user's language."""

    def __init__(self, translator: Translator) -> None:
        self._ = translator.gettext
        self._n = translator.ngettext

    def area(self, area: Area) -> str:
        """The everyday word for a part of the body."""
        _ = self._
        return {
            Area.NECK: _("neck"),
            Area.SHOULDERS: _("shoulders"),
            Area.UPPER_BACK: _("upper back"),
            Area.LOWER_BACK: _("lower back"),
            Area.CALVES: _("calves"),
            Area.THIGHS: _("thighs"),
            Area.GLUTES: _("seat muscles"),
            Area.ARMS: _("arms"),
            Area.FEET: _("feet"),
            Area.JAW: _("jaw"),
            Area.CHEST: _("chest"),
            Area.HIPS: _("hips"),
            Area.SHOULDER_BLADES: _("shoulder blades"),
            Area.HANDS: _("hands"),
            Area.EYES: _("eyes"),
            Area.STRESS: _("mind"),
        }[area]

    def panel(self, panel: Panel) -> str:
        """What a window is called in the menu."""
        _ = self._
        return {
            Panel.RELIEF: _("Where does it hurt?"),
            Panel.CARE: _("Warmth, cold, massage, breath"),
            Panel.CHECK: _("What may be causing it"),
            Panel.INSIGHTS: _("How it is going"),
            Panel.SETTINGS: _("Settings…"),
            Panel.WELCOME: _("Welcome"),
        }[panel]

    def length(self, total_ms: int) -> str:
        """About how long something takes."""
        minutes = minutes_of(total_ms)
        if minutes == 0:
            return self._("Half a minute")
        names = {
            1: self._("A minute"),
            2: self._("Two minutes"),
            3: self._("Three minutes"),
            4: self._("Four minutes"),
            5: self._("Five minutes"),
            10: self._("Ten minutes"),
        }
        return names.get(minutes) or self._n("{n} minute", "{n} minutes", minutes).format(n=minutes)

    def question(self, reminder: Reminder, areas: Sequence[Area], total_ms: int) -> str:
        """The title of a notice."""
        _ = self._
        match reminder.kind:
            case ReminderKind.WATER:
                return _("A glass of water?")
            case ReminderKind.POSTURE:
                return _("A small change of position?")
            case ReminderKind.CUSTOM if reminder.words:
                return reminder.words[0]
            case ReminderKind.STAND:
                return _("Up on your feet for a moment?")
        if not areas:
            return _("{time} to move?").format(time=self.length(total_ms))
        return _("{time} for your {area}?").format(
            time=self.length(total_ms), area=self.area(areas[0])
        )

    def posture(self, position: Position | None) -> str:
        """How a routine is done, in two or three words."""
        _ = self._
        match position:
            case Position.SEATED:
                return _("in your chair")
            case Position.STANDING:
                return _("standing")
            case Position.FLOOR:
                return _("on the floor")
            case None:
                return ""

    def along(self, merged: Sequence[ReminderKind]) -> str:
        """What comes along with a notice."""
        _ = self._
        parts = []
        if ReminderKind.WATER in merged:
            parts.append(_("And a glass of water?"))
        if ReminderKind.EYES in merged:
            parts.append(_("Let your eyes rest on something far away, too."))
        return " ".join(parts)

    def actions(self, reminder: Reminder, can_snooze: bool) -> tuple[NoticeAction, ...]:
        """The buttons of a notice; at most three, since GNOME shows no more."""
        _ = self._
        if reminder.starts_session:
            later = [NoticeAction("snooze", _("In 5 min"))] if can_snooze else []
            return (NoticeAction("start", _("Start")), *later, NoticeAction("skip", _("Skip")))
        if reminder.kind is ReminderKind.WATER:
            later = [NoticeAction("later", _("Later"))] if can_snooze else []
            return (NoticeAction("done", _("Drank one")), *later)
        later = [NoticeAction("snooze", _("In 5 min"))] if can_snooze else []
        return (NoticeAction("done", _("Done")), *later, NoticeAction("skip", _("Skip")))

    def cover(self, notice: Notice, skips_left: int, hold_s: float) -> CoverView:
        """A notice of the strong mode, on the screens."""
        labels = {action.key: action.label for action in notice.actions}
        words = self._("Hold to skip ({n} left today)").format(n=skips_left)
        return CoverView(
            offer=notice.offer_id,
            title=notice.title,
            body=notice.body,
            start_words=labels.get("start", ""),
            later_words=labels.get("snooze", ""),
            skip_words=words if skips_left else "",
            hold_ms=round(hold_s * SECOND_MS),
            leave_words=self._("Not now (Esc): it stays due in the tray"),
        )

    def reminder(self, reminder: Reminder) -> str:
        """What a reminder is called."""
        _ = self._
        names = {
            ReminderKind.STRETCH: _("Stretch"),
            ReminderKind.STAND: _("Stand up"),
            ReminderKind.EYES: _("Eyes"),
            ReminderKind.POSTURE: _("Posture"),
            ReminderKind.WATER: _("Water"),
            ReminderKind.CUSTOM: reminder.name or reminder.id,
        }
        return names[reminder.kind]

    def why(self, why: Why) -> str:
        """The reason for a choice that is for no area; `TurnWords` has the others."""
        _ = self._
        known = {
            Why.PINNED: _("your settings name it"),
            Why.SHORT: _("a short one, since you have put this off"),
            Why.HANDS: _("your hands have been busy for a while"),
            Why.NEVER_DONE: _("you have not done this one yet"),
            Why.LONGEST_AGO: _("of those that fit, this was the longest ago"),
        }
        return known.get(why, _("it is the only one that fits"))

    def about(self, moment: datetime, now: datetime) -> str:
        """A time of day, as "about 10:40", with the day if it is not today."""
        text = self._("about {time}").format(time=f"{moment:%H:%M}")
        return text if moment.date() == now.date() else f"{moment:%a} {text}"

    def minutes_left(self, ms: int) -> str:
        """How long until something, in whole minutes."""
        minutes = max(1, -(-ms // MINUTE_MS))
        return self._n("in {n} minute", "in {n} minutes", minutes).format(n=minutes)

    def paused(self, until: datetime | None, now: datetime) -> str:
        """Why it is quiet, while the person's own pause holds."""
        if until is None:
            return self._("Reminders are paused until you resume them.")
        return self._("You paused reminders until {time}.").format(time=self.clock(until, now))

    def quiet(self, reason: PauseReason) -> str:
        """Why notices are held: what goes on, and who says so."""
        if reason.words:
            return reason.words
        _ = self._
        known = {
            "call": _("a call"),
            "do-not-disturb": _("do not disturb is on"),
            "inhibitor": _("something keeps the screen awake"),
            "full-screen": _("a window fills the screen"),
            "program": _("a program of your list is open"),
            "calendar": _("your calendar says busy"),
            "battery": _("the computer runs on battery"),
            "monitor": _("an unknown screen is connected"),
            "lock": _("the screen is locked"),
            "back": _("your break goes on until you say that you are back"),
            "guide": _("an answer of yours in the guide asks for a professional first"),
        }
        words = known.get(reason.why, reason.why or reason.key)
        return f"{words} ({reason.owner})" if reason.owner else words

    def held(self, words: Sequence[str], until: datetime | None, now: datetime) -> str:
        """That notices wait for reasons to end; `until` when that is known."""
        reasons = ", ".join(words)
        if until is None:
            return self._("Reminders wait: {reasons}.").format(reasons=reasons)
        time = self.clock(until, now)
        return self._("Reminders wait until {time}: {reasons}.").format(time=time, reasons=reasons)

    def clock(self, moment: datetime, now: datetime) -> str:
        """A time of day, with the day if it is not today."""
        return f"{moment:%H:%M}" if moment.date() == now.date() else f"{moment:%a %H:%M}"

    def skipped_often(self) -> str:
        """What is asked after several skips in a row."""
        return self._(
            "Three in a row were not the moment. Fewer, shorter, or none today? every_min in the "
            "settings, or a pause until tomorrow, is a good answer, too."
        )

    def problems(self, problems: Sequence[Problem]) -> str:
        """Problems as lines of text."""
        return "\n".join(str(problem) for problem in problems)
