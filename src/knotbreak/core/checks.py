"""What must hold between the keys of a routine or stretch, which their shapes cannot say.

Each check gathers every fault. The places in the file are added by the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from knotbreak.core.body import NamedPattern, Side
from knotbreak.core.breathing import CALM, BreathPattern, pattern_named
from knotbreak.core.faults import Fault, Path, close_to, nearest
from knotbreak.core.routine import Breath, Part, Phase, Routine, Step, Stretch, StretchKind, Tempo
from knotbreak.core.units import HOUR_MS, MINUTE_MS, ms

LONGEST_MS = 2 * HOUR_MS
LONG_HOLD_S = 60
SHORT_HOLD_S = 10
LONG_BREATH_HOLD_S = 10
CUE_WORDS = 8

_NECK_CIRCLE = re.compile(
    r"\b(neck|head)[ -](full[ -])?(circl|roll|rotat)|\b(circl|roll)\w*( \w+)? (neck|head)\b", re.I
)


def check_stretch(stretch: Stretch, stretch_ids: Iterable[str] | None = None) -> list[Fault]:
    """Check a stretch on its own, and that its easier version exists if ids are given."""
    faults = [*_dose(stretch), *_names(stretch), *_keyframes(stretch), *_stretch_warnings(stretch)]
    if stretch_ids is not None and stretch.easier is not None:
        known = set(stretch_ids)
        if stretch.easier not in known:
            faults.append(
                msgspec.structs.replace(_unknown(("easier",), stretch.easier, known), warning=True)
            )
    return faults


def check_routine(routine: Routine, stretches: Mapping[str, Stretch]) -> list[Fault]:
    """Check a routine against the stretches that it may name."""
    faults = list(_breath(("breath",), routine.breath))
    for index, step in enumerate(routine.step):
        faults += check_step(("step", index), step, stretches)
    if not any(not fault.warning for fault in faults):
        total_ms = about_ms(routine, stretches)
        if total_ms > LONGEST_MS:
            faults.append(
                Fault(
                    ("step",),
                    f"the routine lasts about {total_ms // MINUTE_MS} minutes",
                    f"at most {LONGEST_MS // MINUTE_MS} minutes",
                )
            )
    return faults


def about_ms(routine: Routine, stretches: Mapping[str, Stretch]) -> int:
    """Estimate how long a routine without faults lasts; the timeline knows it exactly."""
    steps = [_step_ms(step, routine, stretches) for step in routine.step]
    return ms(routine.ready_s) + sum(steps) + ms(routine.gap_s) * (len(steps) - 1)


def _step_ms(step: Step, routine: Routine, stretches: Mapping[str, Stretch]) -> int:
    stretch = stretches.get(step.stretch) if step.stretch is not None else None
    hold_s, reps = step.hold_s, step.reps
    rep_ms = _tempo_ms(step.tempo)
    side = step.side or (stretch.side if stretch else Side.BOTH)
    if stretch is not None:
        hold_s = hold_s if hold_s is not None or reps is not None else stretch.hold_s
        reps = reps if reps is not None or hold_s is not None else stretch.reps
        phases_ms = sum(ms(phase.s) for phase in stretch.phase)
        rep_ms = rep_ms or _tempo_ms(stretch.tempo) or phases_ms or _breath_ms(stretch.breath)
        rep_ms *= max(1, len(stretch.part))
    once_ms = ms(hold_s) if hold_s is not None else (reps or 0) * rep_ms
    round_ms = 2 * once_ms + ms(routine.switch_s) if side is Side.EACH else once_ms
    return step.sets * round_ms + (step.sets - 1) * ms(step.rest_s)


def _tempo_ms(tempo: Tempo | None) -> int:
    if tempo is None:
        return 0
    # Each part is rounded on its own, as in the timeline: four tiny ones are still no time.
    return ms(tempo.out_s) + ms(tempo.hold_s) + ms(tempo.back_s) + ms(tempo.pause_s)


def _breath_ms(breath: Breath) -> int:
    pattern = pattern_named(breath) if isinstance(breath, NamedPattern) else breath
    return (pattern or CALM).cycle_ms


def check_step(path: Path, step: Step, stretches: Mapping[str, Stretch]) -> Iterator[Fault]:
    """Check one step, which stands at `path`, against the stretches that it may name."""
    if step.stretch is not None and step.name is not None:
        yield Fault(
            (*path, "name"),
            "a step has either stretch or name, not both",
            "stretch is one of the library, name is a movement of your own",
        )
    elif step.stretch is not None:
        if step.stretch in stretches:
            yield from _library_step(path, step, step.stretch, stretches[step.stretch])
        else:
            yield _unknown((*path, "stretch"), step.stretch, stretches)
    elif step.name is not None:
        yield from _own_step(path, step, step.name)
    else:
        yield Fault(
            path,
            "a step needs stretch or name",
            'stretch = "neck-side" is one of the library, name = "..." is one of your own',
            absent=True,
        )
    if step.hold_s is not None and step.reps is not None:
        yield Fault((*path, "reps"), "a step has either hold_s or reps, not both", "delete one")
    if step.hold_s is not None and step.tempo is not None:
        yield Fault((*path, "tempo"), "a hold has no tempo", "tempo goes with reps")
    yield from _tempo((*path, "tempo"), step.tempo)
    yield from _breath((*path, "breath"), step.breath)
    yield from _cue((*path, "cue"), step.cue)
    yield from _hold_warning((*path, "hold_s"), step.hold_s)


def _library_step(path: Path, step: Step, name: str, stretch: Stretch) -> Iterator[Fault]:
    if stretch.hold_s is not None:
        if step.reps is not None:
            yield Fault((*path, "reps"), f"{name} is a hold, it has no reps", "use hold_s")
        elif step.tempo is not None and step.hold_s is None:
            yield Fault((*path, "tempo"), f"{name} is a hold, it has no tempo", "use hold_s")
        if step.hold_s is not None and stretch.kind is StretchKind.HOLD:
            yield from _short_warning((*path, "hold_s"), step.hold_s)
    elif step.hold_s is not None:
        yield Fault((*path, "hold_s"), f"{name} is done in reps, it has no hold", "use reps")
    elif step.tempo is not None and stretch.phase:
        yield Fault((*path, "tempo"), f"{name} has its own phases", "delete tempo")
    elif step.tempo is not None and stretch.kind is StretchKind.BREATH:
        yield Fault((*path, "tempo"), f"the breath sets the tempo of {name}", "delete tempo")
    if step.position is not None and step.position not in stretch.positions:
        allowed = ", ".join(stretch.positions)
        yield Fault((*path, "position"), f"{name} is not done {step.position}", f"only {allowed}")


def _own_step(path: Path, step: Step, name: str) -> Iterator[Fault]:
    if step.hold_s is None and step.reps is None:
        yield Fault(
            path,
            "a step of your own needs hold_s or reps",
            "hold_s = 20 holds for 20 seconds, reps = 8 with a tempo does it 8 times",
            absent=True,
        )
    if step.reps is not None and step.tempo is None:
        yield Fault(
            (*path, "reps"),
            "reps need a tempo",
            "such as tempo = { out_s = 2, hold_s = 1, back_s = 2 }",
            absent=True,
        )
    if _NECK_CIRCLE.search(name):
        yield Fault(
            (*path, "name"),
            "full circles of the neck are not advised",
            "tilt and turn it instead",
            warning=True,
        )
    lacking = [key for key in ("easier", "stop") if getattr(step, key) is None]
    if lacking:
        yield Fault(
            path,
            f"nothing says {' or '.join(_LACKING[key] for key in lacking)}",
            f"add {' and '.join(lacking)}",
            warning=True,
            absent=True,
        )


_LACKING = {"easier": "how to do less of it", "stop": "when to stop"}


def _unknown(path: Path, name: str, known: Iterable[str]) -> Fault:
    guess = nearest(name, known)
    hint = f"did you mean {guess}?" if guess else "knotbreak stretches shows what there is"
    return Fault(path, f'there is no stretch called "{name}"', hint)


def _dose(stretch: Stretch) -> Iterator[Fault]:
    repeated = stretch.reps is not None or stretch.tempo is not None or bool(stretch.phase)
    match stretch.kind:
        case StretchKind.HOLD:
            if stretch.hold_s is None:
                yield _missing("hold_s", stretch.kind)
            yield from _has_no_reps(stretch)
        case StretchKind.REPS:
            yield from _has_no_hold(stretch)
            yield from _needs_reps(stretch)
            yield from _needs_tempo(stretch)
        case StretchKind.BREATH:
            yield from _has_no_hold(stretch)
            yield from _needs_reps(stretch)
            if stretch.tempo is not None:
                yield Fault(("tempo",), "the breath sets the tempo here", "delete it")
        case StretchKind.GAZE:
            if stretch.hold_s is not None:
                yield from _has_no_reps(stretch)
            elif repeated:
                yield from _needs_reps(stretch)
                yield from _needs_tempo(stretch)
            else:
                yield Fault(
                    (),
                    "a stretch of the kind gaze needs hold_s or reps",
                    "such as hold_s = 20",
                    absent=True,
                )
    yield from _tempo(("tempo",), stretch.tempo)
    yield from _hold_range(stretch)


def _missing(key: str, kind: StretchKind) -> Fault:
    return Fault((key,), "is missing", f"a stretch of the kind {kind} needs it", absent=True)


def _has_no_reps(stretch: Stretch) -> Iterator[Fault]:
    for key in ("reps", "tempo", "phase", "part"):
        if getattr(stretch, key):
            yield Fault((key,), f"a hold has no {key}", "delete it, or choose another kind")


def _has_no_hold(stretch: Stretch) -> Iterator[Fault]:
    for key in ("hold_s", "hold_min_s", "hold_max_s"):
        if getattr(stretch, key) is not None:
            yield Fault((key,), f"the kind {stretch.kind} has no {key}", "it is done in reps")


def _needs_reps(stretch: Stretch) -> Iterator[Fault]:
    if stretch.reps is None:
        yield _missing("reps", stretch.kind)


def _needs_tempo(stretch: Stretch) -> Iterator[Fault]:
    if stretch.tempo is not None and stretch.phase:
        yield Fault(("tempo",), "reps have either a tempo or phases, not both", "delete one")
    elif stretch.tempo is None and not stretch.phase:
        yield Fault(
            ("reps",),
            "reps need a tempo or phases",
            "such as tempo = { out_s = 2, hold_s = 1, back_s = 2 }",
            absent=True,
        )


def _hold_range(stretch: Stretch) -> Iterator[Fault]:
    low, usual, high = stretch.hold_min_s, stretch.hold_s, stretch.hold_max_s
    if low is not None and high is not None and low > high:
        yield Fault(("hold_min_s",), "is more than hold_max_s", f"at most {high:g} seconds")
    elif usual is not None and low is not None and usual < low:
        yield Fault(("hold_s",), "is less than hold_min_s", f"at least {low:g} seconds")
    elif usual is not None and high is not None and usual > high:
        yield Fault(("hold_s",), "is more than hold_max_s", f"at most {high:g} seconds")


def _names(stretch: Stretch) -> Iterator[Fault]:
    for key, items in _pieces(stretch):
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.name in seen:
                yield Fault((key, index, "name"), f'"{item.name}" is here twice', "rename one")
            elif isinstance(item, Phase) and item.name in {"start", "end"}:
                yield Fault((key, index, "name"), f'"{item.name}" has a meaning', "rename it")
            seen.add(item.name)


def _pieces(stretch: Stretch) -> tuple[tuple[str, Sequence[Phase | Part]], ...]:
    return (("phase", stretch.phase), ("part", stretch.part))


def _keyframes(stretch: Stretch) -> Iterator[Fault]:
    if stretch.figure is None:
        return
    known = ["start", "end", *(phase.name for phase in stretch.phase)]
    seen: set[str] = set()
    for index, frame in enumerate(stretch.figure.keyframe):
        path = ("figure", "keyframe", index, "at")
        if frame.at not in known:
            found = close_to(frame.at, known)
            hint = f"did you mean {found[0]}?" if found else f"one of {', '.join(known)}"
            yield Fault(path, f'"{frame.at}" is no phase of this stretch', hint)
        elif frame.at in seen:
            yield Fault(path, f'"{frame.at}" is here twice', "keep one of them")
        seen.add(frame.at)


def _stretch_warnings(stretch: Stretch) -> Iterator[Fault]:
    yield from _breath(("breath",), stretch.breath)
    yield from _hold_warning(("hold_s",), stretch.hold_s)
    if stretch.kind is StretchKind.HOLD and stretch.hold_s is not None:
        yield from _short_warning(("hold_s",), stretch.hold_s)
    if _NECK_CIRCLE.search(stretch.title):
        yield Fault(
            ("title",),
            "full circles of the neck are not advised",
            "tilt and turn it instead",
            warning=True,
        )
    for moment in ("start", "move", "hold", "end"):
        yield from _cue(("cues", moment), getattr(stretch.cues, moment))
    for key, items in _pieces(stretch):
        for index, item in enumerate(items):
            yield from _cue((key, index, "cue"), item.cue)


def _tempo(path: Path, tempo: Tempo | None) -> Iterator[Fault]:
    if tempo is not None and _tempo_ms(tempo) == 0:
        yield Fault(path, "takes no time at all", "such as { out_s = 2, hold_s = 1, back_s = 2 }")


def _breath(path: Path, breath: Breath | None) -> Iterator[Fault]:
    if isinstance(breath, BreathPattern):
        for key in ("full_s", "empty_s"):
            if getattr(breath, key) > LONG_BREATH_HOLD_S:
                yield Fault(
                    (*path, key),
                    "a long time to hold the breath",
                    f"{LONG_BREATH_HOLD_S} seconds or less is kinder",
                    warning=True,
                )


def _cue(path: Path, cue: str | None) -> Iterator[Fault]:
    if cue is not None and (count := len(cue.split())) > CUE_WORDS:
        yield Fault(path, f"{count} words are much to read", f"{CUE_WORDS} or fewer", warning=True)


def _hold_warning(path: Path, hold_s: float | None) -> Iterator[Fault]:
    if hold_s is not None and hold_s > LONG_HOLD_S:
        yield Fault(
            path,
            f"{hold_s:g} seconds is a long hold",
            f"most are {SHORT_HOLD_S} to {LONG_HOLD_S}",
            warning=True,
        )


def _short_warning(path: Path, hold_s: float) -> Iterator[Fault]:
    if hold_s < SHORT_HOLD_S:
        yield Fault(
            path,
            f"{hold_s:g} seconds is a short hold",
            f"most are {SHORT_HOLD_S} to {LONG_HOLD_S}",
            warning=True,
        )
