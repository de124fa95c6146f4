"""The stretches and routines that come with the program, with the questions that tests ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knotbreak.core.body import Position
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.plan import PlannedStep, plan_steps
from knotbreak.core.routine import Routine, Stretch
from knotbreak.core.timeline import Timeline, TimelineOptions
from knotbreak.storage.library import Library

SEED = {
    "neck-side", "shoulder-rolls", "chin-tuck", "forward-bend", "cat-cow", "childs-pose",
    "cross-body", "thread-needle", "upper-back", "doorway", "pigeon", "hip-flexor-kneel",
    "calf-wall", "toe-stretch",
}  # fmt: skip
ADDITIONS = {
    "neck-turn", "levator", "shrug-release", "jaw-rest", "jaw-hinge", "scap-squeeze", "wall-angel",
    "thoracic-chair", "seated-cat-cow", "seated-twist", "desk-fold", "seated-hamstring",
    "figure-four", "knee-hug", "side-reach", "wrist-extensor", "wrist-flexor", "prayer-stretch",
    "fist-fan", "tendon-glide", "median-glide", "triceps-reach", "biceps-open", "look-far",
    "near-far", "blink-set", "hip-flexor-stand", "quad-stand", "back-extension", "heel-raise",
    "ankle-pump", "glute-squeeze", "march", "breath-calm", "toe-pull", "seated-heel-raise",
    "chin-to-chest",
}  # fmt: skip
SEED_GROUPS = {
    "seed-neck": ["neck-side", "shoulder-rolls", "chin-tuck", "chin-to-chest"],
    "seed-lower-back": ["forward-bend", "cat-cow", "childs-pose"],
    "seed-shoulder": ["cross-body", "thread-needle"],
    "seed-upper-back": ["upper-back", "doorway"],
    "seed-hip": ["pigeon", "hip-flexor-kneel"],
    "seed-calves-feet": ["calf-wall", "toe-stretch"],
}
MICRO = {
    "micro-neck", "micro-rolls", "micro-chin", "micro-eyes", "micro-wrists", "micro-jaw",
    "micro-breath", "micro-feet",
}  # fmt: skip
TWO_MINUTES = {
    "neck-2", "shoulders-2", "lowback-2", "hands-2", "legs-2", "hips-2", "chest-2", "calm-2",
}  # fmt: skip
FIVE_MINUTES = {"desk-5", "stand-5", "arms-5", "lowback-floor-5", "hips-floor-5"}
TEN_MINUTES = {"desk-10", "clinic-10", "evening-10"}
ON_THE_FLOOR = {"lowback-floor-5", "hips-floor-5", "clinic-10", "evening-10"}


class Shipped:
    """The built-in library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.stretches: Mapping[str, Stretch] = library.movements()
        self.routines = tuple(library.routines)

    def routine(self, name: str) -> Routine:
        return self.library.routine(name).routine

    def steps(self, name: str) -> tuple[PlannedStep, ...]:
        return plan_steps(self.routine(name), self.stretches)

    def timeline(self, name: str, options: TimelineOptions | None = None) -> Timeline:
        frame = Frame.of(self.routine(name))
        return compile_timeline(self.steps(name), frame, options or TimelineOptions())

    def needs_the_floor(self, name: str) -> bool:
        return any(step.position is Position.FLOOR for step in self.steps(name))


def texts(stretch: Stretch) -> Iterator[str]:
    """Everything that is said while a stretch lasts."""
    cues = stretch.cues
    yield from (cues.start, cues.move, cues.hold, cues.end)
    yield from (phase.cue for phase in stretch.phase)
    yield from (part.cue for part in stretch.part)
