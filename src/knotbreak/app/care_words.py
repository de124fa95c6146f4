"""The sentences of care timers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from knotbreak.app.notice import NoticeAction
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area, NamedPattern, Side
from knotbreak.core.care import Hindrance
from knotbreak.core.care_state import CareKind, CareStage, CareTimer
from knotbreak.core.units import MINUTE_MS

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class CareWording:
    """Words care timers in the user's language."""

    def __init__(self, translator: Translator) -> None:
        self._ = translator.gettext
        self._n = translator.ngettext
        self._words = Wording(translator)

    def kind(self, kind: CareKind) -> str:
        """What a kind is called."""
        _ = self._
        return {
            CareKind.HEAT: _("Warmth"),
            CareKind.COLD: _("Cold"),
            CareKind.MASSAGE: _("Massage"),
            CareKind.BREATHE: _("Breathing"),
        }[kind]

    def pattern(self, pattern: NamedPattern) -> str:
        """What a way of breathing is called."""
        _ = self._
        return {
            NamedPattern.CALM: _("Calm"),
            NamedPattern.EVEN: _("Even"),
            NamedPattern.CLINIC: _("Clinic"),
            NamedPattern.FREE: _("Quiet sit"),
        }[pattern]

    def pattern_says(self, pattern: NamedPattern) -> str:
        """What a way of breathing asks for."""
        _ = self._
        return {
            NamedPattern.CALM: _("in 4, out 6"),
            NamedPattern.EVEN: _("in 5, out 5"),
            NamedPattern.CLINIC: _("in 4, hold 5, out 6; after eight breaths it goes on calmly"),
            NamedPattern.FREE: _("nothing to follow: sit, and let the breath come and go"),
        }[pattern]

    def place(self, area: Area | None, side: Side = Side.BOTH) -> str:
        """Where it is; empty for anywhere."""
        if area is None:
            return ""
        _ = self._
        sides = {Side.LEFT: _("{area}, left"), Side.RIGHT: _("{area}, right")}
        return sides.get(side, "{area}").format(area=self._words.area(area))

    def title(self, timer: CareTimer) -> str:
        """What runs, and where."""
        if timer.kind is CareKind.BREATHE:
            return f"{self.kind(timer.kind)} · {self.pattern(timer.pattern)}"
        place = self.place(timer.area, timer.side)
        return f"{self.kind(timer.kind)} · {place}" if place else self.kind(timer.kind)

    def line(self, timer: CareTimer, remaining_ms: int) -> str:
        """One line for the tray's menu."""
        what = self.title(timer)
        match timer.stage:
            case CareStage.OVER:
                return self._("{what}: time to take it off").format(what=what)
            case CareStage.LIMIT:
                return self._("{what}: take it off now").format(what=what)
            case CareStage.CHECKING:
                return self._("{what}: look at the skin").format(what=what)
        minutes = max(1, -(-remaining_ms // MINUTE_MS))
        words = self._n("{what}: {n} min left", "{what}: {n} min left", minutes)
        return words.format(what=what, n=minutes)

    def until(self, timer: CareTimer, ends: datetime, now: datetime) -> str:
        """The same for a tooltip, which does not change with every minute."""
        if timer.stage in (CareStage.OVER, CareStage.LIMIT):
            return self.line(timer, 0)
        time = self._words.clock(ends, now)
        return self._("{what} until {time}").format(what=self.title(timer), time=time)

    def stop(self, timer: CareTimer) -> str:
        """The button that ends it."""
        if timer.stage in (CareStage.OVER, CareStage.LIMIT):
            return self._("It is off")
        return self._("Stop")

    def asks(self, timer: CareTimer) -> str:
        """What the person should do now; empty while nothing is to be done."""
        _ = self._
        match timer.stage:
            case CareStage.CHECKING if timer.kind is CareKind.COLD:
                return _("Look at the skin: is it as usual, not bright red and not pale?")
            case CareStage.CHECKING:
                return _("Look at the skin: is it as usual, a little pink at the most?")
            case CareStage.OVER:
                return _("That is enough: take it off. In two hours you can do it again.")
            case CareStage.LIMIT:
                return _("Take it off now: the skin needs a rest of two hours.")
        return ""

    def meanwhile(self, timer: CareTimer) -> str:
        """What to bear in mind while nothing is to be done."""
        _ = self._
        return {
            CareKind.HEAT: _("A dry towel between, and stay awake."),
            CareKind.COLD: _("Cloth between, and stay awake."),
            CareKind.MASSAGE: _("Small circles, gentle pressure. Never on bone."),
            CareKind.BREATHE: _("Dizzy? Let your breath go back to normal."),
        }[timer.kind]

    def alarm_title(self, timer: CareTimer) -> str:
        """The title of an alarm."""
        _ = self._
        what = self.title(timer)
        match timer.stage:
            case CareStage.CHECKING:
                return _("{what}: look at the skin").format(what=what)
            case CareStage.OVER:
                return _("{what}: take it off").format(what=what)
            case CareStage.LIMIT:
                return _("{what}: take it off now").format(what=what)
        return _("{what}: done").format(what=what)

    def slept(self, ended: datetime, now: datetime, *, computer: bool) -> str:
        """That its moment was missed: the computer slept, or knotbreak did not run."""
        words = self._("It was time at {time}, while knotbreak was not running.")
        if computer:
            words = self._("It was time at {time}, while the computer slept.")
        return words.format(time=self._words.clock(ended, now))

    def ended_asleep(self, ended: datetime, now: datetime, *, computer: bool) -> str:
        """That it ended while nobody could say so."""
        words = self._("It ended at {time}, while knotbreak was not running.")
        if computer:
            words = self._("It ended at {time}, while the computer slept.")
        return words.format(time=self._words.clock(ended, now))

    def done(self, timer: CareTimer) -> str:
        """What an alarm says when nothing has to be done."""
        if timer.kind is CareKind.MASSAGE:
            return self._("Sixty seconds are enough for one spot.")
        return self._("Take a moment before you go on.")

    def actions(self, timer: CareTimer) -> tuple[NoticeAction, ...]:
        """The buttons of an alarm."""
        _ = self._
        show = NoticeAction("show", _("Show"))
        match timer.stage:
            case CareStage.CHECKING:
                fine = NoticeAction("fine", _("It looks fine"))
                return fine, NoticeAction("off", _("Not quite: off with it")), show
            case CareStage.OVER | CareStage.LIMIT:
                return NoticeAction("off", _("It is off")), show
        return (show,)

    def stays_awake(self) -> str:
        """What is said at the start."""
        return self._("Keep this computer awake, or set your phone as well.")

    def hindered(self, why: Hindrance, kind: CareKind, until: datetime | None) -> str:
        """Why it cannot begin now."""
        _ = self._
        match why:
            case Hindrance.RUNS:
                return _("{what} runs already.").format(what=self.kind(kind))
            case Hindrance.OTHER_RUNS:
                return _("Warmth and cold do not go on one place together.")
            case Hindrance.TOO_MANY:
                return _("Four timers run already: end one of them first.")
            case Hindrance.RESTS:
                assert until is not None
                words = _("Let the skin come back to normal first. {what} again from {time}.")
                return words.format(what=self.kind(kind), time=f"{until:%H:%M}")
