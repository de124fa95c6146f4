"""From a routine's steps to planned steps: every default filled in, nothing left to look up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from knotbreak.core.body import Area, NamedPattern, Need, Position, Side
from knotbreak.core.breathing import BreathPattern, pattern_named
from knotbreak.core.routine import (
    Breath,
    PhaseBreath,
    Routine,
    Step,
    Stretch,
    StretchKind,
    Tempo,
)
from knotbreak.core.units import SECOND_MS, ms

GENTLE_HOLD_MS = 15 * SECOND_MS
"""An easier hold lasts no longer than this."""

LONGER_HOLD_MS = 30 * SECOND_MS
"""What longer holds come to: for older bodies 30 to 60 s are advised (content.md, row 27)."""

OTHER_MS = 30 * SECOND_MS
"""How long "something else" takes, both sides together."""


class PhasePlan(msgspec.Struct, frozen=True):
    """One part of a rep, timed."""

    name: str
    ms: int
    cue: str
    breath: PhaseBreath | None = None


class RepPlan(msgspec.Struct, frozen=True):
    """Reps: `reps` times through the phases for each part (a single nameless part if none).

    `reversed_parts` are the numbers of the parts that go through the phases the other way.
    """

    reps: int
    phases: tuple[PhasePlan, ...]
    part_cues: tuple[str, ...] = ("",)
    reversed_parts: frozenset[int] = frozenset()

    @property
    def rep_ms(self) -> int:
        """One time through the phases."""
        return sum(phase.ms for phase in self.phases)

    @property
    def total_ms(self) -> int:
        """All reps of all parts."""
        return self.rep_ms * self.reps * len(self.part_cues)


class CuePlan(msgspec.Struct, frozen=True):
    """What is said at each moment of a step; any of them may be empty."""

    start: str = ""
    move: str = ""
    hold: str = ""
    end: str = ""


class PlannedStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step with every default filled in.

    It either holds for `hold_ms` or does `reps`; a breath-paced step without phases does
    `breaths` of its pattern. `breath` is None where the breath goes its own way.
    """

    title: str
    stretch: str | None
    areas: tuple[Area, ...]
    kind: StretchKind
    hold_ms: int | None = None
    reps: RepPlan | None = None
    breaths: int | None = None
    sides: tuple[Side, ...]
    sets: int = 1
    rest_ms: int = 0
    breath: BreathPattern | None = None
    position: Position | None = None
    needs: tuple[Need, ...] = ()
    cues: CuePlan
    feel: str = ""
    caption: str = ""
    stop: tuple[str, ...] = ()
    easier: str | None = None
    easier_cue: str = ""
    gentle: bool = False
    looks_away: bool = False
    image: str | None = None

    @property
    def moves_ms(self) -> int:
        """How long it moves or holds, all sides and sets together."""
        once = self.hold_ms or 0
        if self.reps is not None:
            once = self.reps.total_ms
        elif self.breaths is not None and self.breath is not None:
            once = self.breaths * self.breath.cycle_ms
        return once * len(self.sides) * self.sets


Suit = Callable[[PlannedStep], PlannedStep]
"""Makes of a step what suits the person."""


def plan_steps(
    routine: Routine, stretches: Mapping[str, Stretch], *, sound: bool = True
) -> tuple[PlannedStep, ...]:
    """Plan every step of a routine that has been checked.

    Without `sound`, a step in which the eyes leave the screen is replaced by its easier version,
    since nothing could say when to switch or stop.
    """
    planned: list[PlannedStep] = []
    position: Position | None = None
    for step in routine.step:
        one = plan_step(step, stretches, routine.breath, position)
        if not sound:
            one = _eyes_on_the_screen(one, stretches, routine.breath)
        position = one.position or position
        planned.append(one)
    return tuple(planned)


def plan_step(
    step: Step,
    stretches: Mapping[str, Stretch],
    routine_breath: Breath | None,
    position_before: Position | None,
) -> PlannedStep:
    """Plan one step; `position_before` decides among the positions that a stretch allows."""
    if step.stretch is None:
        return _own_step(step, routine_breath)
    stretch = stretches[step.stretch]
    base = _library_step(step.stretch, stretch, position_before)
    hold_ms = base.hold_ms if step.hold_s is None else ms(step.hold_s)
    reps = base.reps
    breaths = base.breaths
    if reps is not None:
        phases = reps.phases if step.tempo is None else _tempo_phases(step.tempo, base.cues)
        reps = msgspec.structs.replace(reps, reps=step.reps or reps.reps, phases=phases)
    elif breaths is not None:
        breaths = step.reps or breaths
    cues = base.cues
    if step.cue is not None:
        cues = msgspec.structs.replace(cues, move=step.cue, hold=step.cue)
    return msgspec.structs.replace(
        base,
        hold_ms=hold_ms,
        reps=reps,
        breaths=breaths,
        cues=cues,
        sides=base.sides if step.side is None else _sides(step.side),
        sets=step.sets,
        rest_ms=ms(step.rest_s),
        breath=_breath(step.breath or _routine_breath(stretch, routine_breath) or stretch.breath),
        position=step.position or base.position,
        easier_cue=step.easier or base.easier_cue,
        stop=(step.stop, *base.stop) if step.stop else base.stop,
        image=step.image,
    )


def easier_step(
    step: PlannedStep, stretches: Mapping[str, Stretch], routine_breath: Breath | None = None
) -> PlannedStep | None:
    """Plan the easier version of a step: another stretch, or less of the same; None at the end."""
    if step.easier is not None and step.easier in stretches:
        stretch = stretches[step.easier]
        easier = _library_step(step.easier, stretch, step.position)
        return msgspec.structs.replace(
            easier,
            sets=step.sets,
            rest_ms=step.rest_ms,
            breath=_breath(_routine_breath(stretch, routine_breath) or stretch.breath),
        )
    if step.gentle or not step.easier_cue:
        return None
    return msgspec.structs.replace(
        step,
        gentle=True,
        hold_ms=None if step.hold_ms is None else min(step.hold_ms, GENTLE_HOLD_MS),
        cues=msgspec.structs.replace(step.cues, hold=step.easier_cue),
    )


def longer_hold(step: PlannedStep, stretches: Mapping[str, Stretch]) -> PlannedStep:
    """The step with a longer hold, as far as its stretch may be held; an easier one as it is."""
    stretch = None if step.stretch is None else stretches.get(step.stretch)
    if stretch is None or stretch.hold_max_s is None or step.hold_ms is None or step.gentle:
        return step
    most = min(LONGER_HOLD_MS, ms(stretch.hold_max_s))
    return msgspec.structs.replace(step, hold_ms=max(step.hold_ms, most))


def other_step(
    step: PlannedStep,
    stretches: Mapping[str, Stretch],
    avoid: Iterable[str],
    needs_met: Iterable[Need] = (),
    about_ms: int = OTHER_MS,
) -> PlannedStep | None:
    """Plan another stretch for the same area that can be done right here, `about_ms` long.

    `avoid` are ids already in the session. The choice is the first that fits, in the order of
    `stretches`: the main area before the others; None if there is nothing else.
    """
    avoided = set(avoid)
    met = set(needs_met)

    def fits(id_: str, stretch: Stretch) -> bool:
        here = step.position is None or step.position in stretch.positions
        return id_ not in avoided and here and set(stretch.needs) <= met and not stretch.looks_away

    for area in step.areas:
        for main in (True, False):
            for id_, stretch in stretches.items():
                for_it = stretch.areas[0] == area if main else area in stretch.areas
                if for_it and fits(id_, stretch):
                    return _lasting(_library_step(id_, stretch, step.position), about_ms)
    return None


def _lasting(step: PlannedStep, about_ms: int) -> PlannedStep:
    if step.hold_ms is not None:
        return msgspec.structs.replace(step, hold_ms=about_ms // len(step.sides))
    if step.reps is not None:
        each = about_ms // (len(step.sides) * len(step.reps.part_cues))
        return msgspec.structs.replace(
            step,
            reps=msgspec.structs.replace(step.reps, reps=max(1, each // step.reps.rep_ms)),
        )
    assert step.breath is not None
    return msgspec.structs.replace(step, breaths=max(1, about_ms // step.breath.cycle_ms))


def _eyes_on_the_screen(
    step: PlannedStep, stretches: Mapping[str, Stretch], routine_breath: Breath | None
) -> PlannedStep:
    seen = {step.stretch}
    while step.looks_away and step.easier is not None and step.easier not in seen:
        easier = easier_step(step, stretches, routine_breath)
        if easier is None:
            break
        seen.add(easier.stretch)
        step = easier
    return step


def _library_step(id_: str, stretch: Stretch, position_before: Position | None) -> PlannedStep:
    cues = CuePlan(stretch.cues.start, stretch.cues.move, stretch.cues.hold, stretch.cues.end)
    stays = position_before in stretch.positions
    reps: RepPlan | None = None
    breaths: int | None = None
    if stretch.tempo is not None:
        phases = _tempo_phases(stretch.tempo, cues)
        reps = _rep_plan(stretch, phases)
    elif stretch.phase:
        phases = tuple(PhasePlan(p.name, ms(p.s), p.cue, p.breath) for p in stretch.phase)
        reps = _rep_plan(stretch, phases)
    elif stretch.kind is StretchKind.BREATH:
        breaths = stretch.reps or 1
    return PlannedStep(
        title=stretch.title,
        stretch=id_,
        areas=stretch.areas,
        kind=stretch.kind,
        hold_ms=None if stretch.hold_s is None or reps or breaths else ms(stretch.hold_s),
        reps=reps,
        breaths=breaths,
        sides=_sides(stretch.side),
        breath=_breath(stretch.breath),
        position=position_before if stays else stretch.positions[0],
        needs=stretch.needs,
        cues=cues,
        feel=stretch.feel,
        caption=stretch.caption,
        stop=stretch.stop,
        easier=stretch.easier,
        easier_cue=stretch.easier_cue,
        looks_away=stretch.looks_away,
    )


def _own_step(step: Step, routine_breath: Breath | None) -> PlannedStep:
    assert step.name is not None, "the check lets no step pass without a name or a stretch"
    cue = step.cue or ""
    cues = CuePlan(start=cue, move=cue, hold=cue)
    reps = None
    if step.reps is not None:
        assert step.tempo is not None, "the check asks for a tempo"
        reps = RepPlan(step.reps, _tempo_phases(step.tempo, cues))
    return PlannedStep(
        title=step.name,
        stretch=None,
        areas=(),
        kind=StretchKind.HOLD if reps is None else StretchKind.REPS,
        hold_ms=None if step.hold_s is None else ms(step.hold_s),
        reps=reps,
        sides=_sides(step.side or Side.BOTH),
        sets=step.sets,
        rest_ms=ms(step.rest_s),
        breath=None if reps else _breath(step.breath or routine_breath or NamedPattern.CALM),
        position=step.position,
        cues=cues,
        stop=(step.stop,) if step.stop else (),
        easier_cue=step.easier or "",
        image=step.image,
    )


def _routine_breath(stretch: Stretch, routine_breath: Breath | None) -> Breath | None:
    """The routine's pattern, for stretches whose breath is guided at all."""
    return None if stretch.breath is NamedPattern.FREE else routine_breath


def _rep_plan(stretch: Stretch, phases: tuple[PhasePlan, ...]) -> RepPlan:
    return RepPlan(
        reps=stretch.reps or 1,
        phases=phases,
        part_cues=tuple(part.cue for part in stretch.part) or ("",),
        reversed_parts=frozenset(n for n, part in enumerate(stretch.part) if part.reverse),
    )


def _tempo_phases(tempo: Tempo, cues: CuePlan) -> tuple[PhasePlan, ...]:
    phases = (
        PhasePlan("out", ms(tempo.out_s), cues.move),
        PhasePlan("hold", ms(tempo.hold_s), cues.hold),
        PhasePlan("back", ms(tempo.back_s), cues.end),
        PhasePlan("pause", ms(tempo.pause_s), cues.start),
    )
    return tuple(phase for phase in phases if phase.ms)


def _sides(side: Side) -> tuple[Side, ...]:
    return (Side.LEFT, Side.RIGHT) if side is Side.EACH else (side,)


def _breath(breath: Breath) -> BreathPattern | None:
    return pattern_named(breath) if isinstance(breath, NamedPattern) else breath
