"""A routine, ready to play."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.easing import left_out_words
from knotbreak.app.leaving import leaving_words
from knotbreak.core.plan import PlannedStep, longer_hold, plan_steps
from knotbreak.core.routine import Routine, Stretch
from knotbreak.core.worse import Worse, gentler, left_out

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator
    from knotbreak.guide.easing import Easing


class Playable(msgspec.Struct, frozen=True):
    """A routine to play, with the stretches that it and its easier versions need.

    With `easing`, only as the person may do it; with `worse`, without what felt worse or in its
    easier version, as it is on a `day` (the date's proleptic ordinal). With `longer_holds`, held
    for longer where the stretches allow it and nobody has prescribed how long. `seated_only`
    changes none of it, for whoever chooses it by hand may get up: they are told.
    """

    id: str
    routine: Routine
    stretches: Mapping[str, Stretch]
    easing: Easing | None = None
    seated_only: bool = False
    longer_holds: bool = False
    worse: tuple[Worse, ...] = ()
    day: int = 0

    @property
    def breath_holds(self) -> bool:
        """Whether the breath may be held."""
        return self.easing is None or self.easing.breath_holds

    def steps(self, *, sound: bool = True) -> tuple[PlannedStep, ...]:
        """Its steps, as they are to be done; there may be none left."""
        planned = plan_steps(self.routine, self.stretches, sound=sound)
        if self.easing is not None:
            planned = self.easing.ease(planned, self.routine.areas).steps
        breath = self.routine.breath
        left = gentler(planned, self.worse, self.day, self.allowed(), breath)
        # What took the place of a step is under the same flags.
        return tuple(self._held(step) if step in planned else self.gently(step) for step in left)

    def left_out(self, translator: Translator) -> str:
        """What is left out or changed, or leaves the chair, and why; empty if nothing does."""
        return " ".join(filter(None, (self._eased(translator), self.leaving(translator))))

    def leaving(self, translator: Translator) -> str:
        """That it needs somebody to get up who wants to stay seated; empty if it does not."""
        if not self.seated_only:
            return ""
        return leaving_words((step.position for step in self.steps()), translator)

    def _eased(self, translator: Translator) -> str:
        if self.easing is None:
            return ""
        eased = self.easing.ease(plan_steps(self.routine, self.stretches), self.routine.areas)
        return left_out_words(self.easing, eased, translator)

    def allowed(self) -> Mapping[str, Stretch]:
        """What may take the place of a step."""
        every = self.stretches if self.easing is None else self.easing.stretches
        rests = left_out(self.worse, self.day)
        return {id_: one for id_, one in every.items() if not rests.intersection(one.areas)}

    def gently(self, step: PlannedStep) -> PlannedStep:
        """A step that takes the place of another, as it may be done."""
        return self._held(step if self.easing is None else self.easing.gently(step))

    def _held(self, step: PlannedStep) -> PlannedStep:
        if not self.longer_holds or self.routine.per_day is not None:
            return step
        return longer_hold(step, self.stretches)
