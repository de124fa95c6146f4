"""The sentences about whose turn it is, and about what comes of a check-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.wording import Wording
from knotbreak.core.body import Area
from knotbreak.core.choice import Choice, Why

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class TurnWords:
    """Words the choice of a routine, prescriptions and check-ins in the user's language."""

    def __init__(self, translator: Translator) -> None:
        self._ = translator.gettext
        self._n = translator.ngettext
        self._words = Wording(translator)

    def short(self, choice: Choice) -> str:
        """Why it is this one, in a few words for a notice; empty where that says nothing."""
        _ = self._
        if choice.area is None:
            return {
                Why.EVENING: _("For the evening."),
                Why.LIKED: _("You like this one."),
            }.get(choice.why, "")
        area = self._words.area(choice.area)
        match choice.why:
            case Why.OVERDUE:
                return self._n(
                    "{area}: no turn for {n} day.", "{area}: no turn for {n} days.", choice.days
                ).format(area=_capital(area), n=choice.days)
            case Why.NAMED:
                return _("One of your areas: {area}.").format(area=area)
            case Why.WAITED:
                return _("Next in turn: {area}.").format(area=area)
            case _:
                return _("Today: {area}.").format(area=area)

    def why(self, choice: Choice) -> str:
        """The reason in a sentence without its end, for `next --why`."""
        _ = self._
        area = "" if choice.area is None else self._words.area(choice.area)
        match choice.why:
            case Why.OVERDUE:
                return self._n(
                    "your {area} had no turn for {n} day",
                    "your {area} had no turn for {n} days",
                    choice.days,
                ).format(area=area, n=choice.days)
            case Why.PLAN:
                return _(
                    "today: {area}; neck, back and shoulders have a turn every day, and this one "
                    "had none yet"
                ).format(area=area)
            case Why.NAMED:
                return _("today: {area}; you named it, and it had no turn yet").format(area=area)
            case Why.MIX:
                return _("today: {area}; hips, legs and hands have a turn every other day").format(
                    area=area
                )
            case Why.WAITED:
                return _("next in turn: {area}; of all areas it has waited longest").format(
                    area=area
                )
            case Why.LIKED:
                return _("you asked for more of it")
            case Why.EVENING:
                return _("it is for the evening, and your working day is over")
            case _:
                return self._words.why(choice.why)

    def prescribed(self, title: str) -> str:
        """What the notice of a prescribed routine asks."""
        return self._("Your exercises: {title}?").format(title=title)

    def ticks(self, ticks: int, per_day: int, given_by: str) -> str:
        """How far a prescribed routine is today."""
        words = self._("{n} of {all} today.").format(n=ticks, all=per_day)
        if given_by:
            return self._("From {who}. {words}").format(who=given_by, words=words)
        return words

    def tightness(self, area: Area) -> str:
        """The question of the check-in."""
        return self._("How tight does it feel now ({area})?").format(area=self._words.area(area))

    def worse(self, area: Area) -> str:
        """What comes of the first "worse"."""
        return self._(
            "Noted. For today, steps for this area are left out: {area}. Next time comes an easier "
            "version."
        ).format(area=self._words.area(area))

    def rests(self, area: Area) -> str:
        """What comes of the second in a row."""
        return self._(
            "Worse twice in a row: {area}. Its steps rest until you say go, in the tray's menu. A "
            "physiotherapist can find out what is behind it; please see one."
        ).format(area=self._words.area(area))

    def stays_tight(self, area: Area) -> str:
        """What is said, once, when an area is tight on most days."""
        return self._(
            "Tight on ten of the last fourteen days: {area}. What you do here does not seem to be "
            "enough; a physiotherapist can find out why, and show you what helps."
        ).format(area=self._words.area(area))

    def whom(self) -> str:
        """Where the card is that says whom to see."""
        return self._("Whom to see, and what for: knotbreak guide physiotherapist")

    def go(self, area: Area) -> str:
        """The entry that ends a rest."""
        return self._("Go again: {area}").format(area=self._words.area(area))

    def rest(self, area: Area) -> str:
        """That an area rests, and how to end it, for a terminal."""
        return self._("Rests until you say go: {area} (knotbreak go {id}).").format(
            area=self._words.area(area), id=area.value
        )

    def nothing_left(self) -> str:
        """Why a routine does not begin."""
        return self._("All of its steps are for areas that rest. Choose another one for today.")


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
