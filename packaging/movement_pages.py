"""The pages of docs/movements: one for each movement of the library, and an index by area.

`packaging/generate.py` writes them; their pictures are drawn by `packaging/draw_movements.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from gettext import NullTranslations
from pathlib import Path

from knotbreak.app.wording import Wording
from knotbreak.core.body import Area, Need, Place, Position, Side
from knotbreak.core.breathing import BreathPattern, BreathPhase, pattern_named
from knotbreak.core.routine import Routine, Stretch, StretchKind
from knotbreak.core.units import SECOND_MS
from knotbreak.storage.library import LibraryReader

FOLDER = "docs/movements"
INDEX = f"{FOLDER}/README.md"
MADE = "<!-- Made by packaging/generate.py from assets/stretches. Do not edit. -->"
ALWAYS = "Mild pull, never pain. General ideas for movement, not medical advice."

_POSITIONS = {
    Position.SEATED: "seated",
    Position.STANDING: "standing",
    Position.FLOOR: "on the floor",
}
_PLACES = {Place.OFFICE: "at the office", Place.HOME: "at home"}
_NEEDS = {Need.WALL: "a wall", Need.DOORWAY: "a doorway", Need.DESK: "a desk"}
_SIDES = {
    Side.EACH: ", each side in turn",
    Side.LEFT: ", the left side",
    Side.RIGHT: ", the right side",
    Side.BOTH: "",
}
_BREATHS = {
    BreathPhase.INHALE: "in {s:g}",
    BreathPhase.FULL: "hold {s:g}",
    BreathPhase.EXHALE: "out {s:g}",
    BreathPhase.EMPTY: "wait {s:g}",
}
_WORDS = Wording(NullTranslations())


def pages(root: Path) -> dict[str, str]:
    """Every page by its path from the top folder."""
    library = LibraryReader(root, root / "no-files-of-a-user").reload()
    movements = library.movements()
    routines = {id_: library.routine(id_).routine for id_ in sorted(library.routines)}
    texts = {
        f"{FOLDER}/{id_}.md": _page(id_, stretch, movements, routines)
        for id_, stretch in movements.items()
    }
    return {INDEX: _index(movements), **texts}


def _index(movements: Mapping[str, Stretch]) -> str:
    parts = [
        "# The movements",
        MADE,
        f"{len(movements)} movements, by the part of the body that they are for. {ALWAYS}",
        "How well the drawings are understood without words was tried out: "
        "[the blind reading](blind-reading.md). What no clinician has read yet is "
        "[listed](../clinician-review.md). The files themselves are in `assets/stretches`, and the "
        "[format reference](../routine-format.md) says how to write one.",
    ]
    for area in Area:
        main = [(id_, one) for id_, one in movements.items() if one.areas[0] is area]
        also = [(id_, one) for id_, one in movements.items() if area in one.areas[1:]]
        if not main and not also:
            continue
        parts.append(f"## {_capital(_WORDS.area(area))}")
        if main:
            rows = (
                f"| {_thumbnail(id_, one)} | {_link(id_, one)} | {one.summary} |"
                for id_, one in main
            )
            parts.append("\n".join(("| | movement | what it is |", "|---|---|---|", *rows)))
        if also:
            links = ", ".join(_link(id_, one) for id_, one in also)
            parts.append(f"{'Also' if main else 'Served by'}: {links}.")
    return "\n\n".join(parts) + "\n"


def _page(
    id_: str,
    stretch: Stretch,
    movements: Mapping[str, Stretch],
    routines: Mapping[str, Routine],
) -> str:
    parts = [f"# {stretch.title}", MADE, stretch.summary, *_picture(id_, stretch)]
    facts = "\n".join(f"| {name} | {value} |" for name, value in _facts(stretch) if value)
    parts.append(f"| | |\n|---|---|\n{facts}")
    parts += _cues(stretch)
    for heading, sentences in (
        ("Common errors", stretch.errors),
        ("Stop if", stretch.stop),
        ("Leave it out, or ask first", stretch.avoid),
    ):
        if sentences:
            parts.append(f"## {heading}\n\n" + _listed(sentences))
    parts.append(f"## Easier\n\n{_easier(stretch, movements)}")
    sources = [
        f"[{source.title}]({source.address})" if source.address else source.title
        for source in stretch.sources
    ]
    parts.append("## Sources\n\n" + _listed(sources))
    used = [
        f"{routine.title} (`{name}`)"
        for name, routine in routines.items()
        if any(step.stretch == id_ for step in routine.step)
    ]
    if used:
        parts.append("## Routines with it\n\n" + _listed(used))
    parts.append(f"---\n\n{ALWAYS} `{id_}` · [all movements](README.md)")
    return "\n\n".join(parts) + "\n"


def _picture(id_: str, stretch: Stretch) -> Iterator[str]:
    if stretch.figure is not None:
        yield f"![{stretch.figure.caption}](pictures/{id_}.png)"
        yield "From left to right: start to end."
    if stretch.caption:
        yield f"*{stretch.caption}*"


def _thumbnail(id_: str, stretch: Stretch) -> str:
    """Small, from the pictures that notices show."""
    if stretch.figure is None:
        return ""
    return f'<img src="../../assets/pictures/{id_}.png" width="64" alt="">'


def _facts(stretch: Stretch) -> Iterator[tuple[str, str]]:
    yield "Where you feel it", stretch.feel
    yield "Areas", ", ".join(_WORDS.area(area) for area in stretch.areas)
    yield "How much", dose(stretch)
    yield "Breath", _breath(stretch)
    yield "Position", ", ".join(_POSITIONS[one] for one in stretch.positions)
    yield "Place", ", ".join(_PLACES[one] for one in stretch.places)
    yield "Needs", ", ".join(_NEEDS[one] for one in stretch.needs)
    yield "In an open office", "nobody notices it" if stretch.discreet else ""
    yield "Eyes", "they leave the screen, so it needs sound" if stretch.looks_away else ""


def dose(stretch: Stretch) -> str:
    """How long or how often, in a few words."""
    side = _SIDES[stretch.side]
    if stretch.hold_s is not None:
        low, high = stretch.hold_min_s, stretch.hold_max_s
        span = f" ({low:g} to {high:g})" if low and high and low != high else ""
        return f"hold {stretch.hold_s:g} seconds{span}{side}"
    reps = stretch.reps or 1
    if not stretch.phase and stretch.tempo is None:
        return f"{reps} breaths{side}"
    rep_s = sum(seconds for _name, seconds, _cue, _breath in _phases(stretch))
    parts = ", then ".join(f"{reps} times {part.name}" for part in stretch.part)
    times = parts or ("once" if reps == 1 else f"{reps} times")
    return f"{times}, {rep_s:g} seconds each{side}"


def _breath(stretch: Stretch) -> str:
    if any(phase.breath for phase in stretch.phase):
        return "with the movement, as the table says"
    pattern = stretch.breath
    named = pattern if isinstance(pattern, BreathPattern) else pattern_named(pattern)
    guided = stretch.hold_s is not None or stretch.kind is StretchKind.BREATH
    if named is None or not guided or stretch.phase:
        return "goes its own way"
    lengths = ", ".join(_BREATHS[phase].format(s=ms / SECOND_MS) for phase, ms in named.phases)
    return f"{lengths} seconds; at first out through the mouth"


def _cues(stretch: Stretch) -> Iterator[str]:
    cues = stretch.cues
    said = (("start", cues.start), ("move", cues.move), ("hold", cues.hold), ("end", cues.end))
    yield "## What you are told\n\n" + _listed(f"*{name}:* {cue}" for name, cue in said)
    if stretch.part:
        yield _listed(f"*{part.name}:* {part.cue}" for part in stretch.part)
    phases = list(_phases(stretch))
    if not phases:
        return
    rows = [f"| {name} | {s:g} s | {breath} | {cue} |" for name, s, cue, breath in phases]
    yield "\n".join(("| phase | | breath | cue |", "|---|---|---|---|", *rows))


def _phases(stretch: Stretch) -> Iterator[tuple[str, float, str, str]]:
    """One rep: name, seconds, cue and breath of its phases."""
    tempo, cues = stretch.tempo, stretch.cues
    if tempo is not None:
        named = (
            ("out", tempo.out_s, cues.move),
            ("hold", tempo.hold_s, cues.hold),
            ("back", tempo.back_s, cues.end),
            ("pause", tempo.pause_s, cues.start),
        )
        yield from ((name, seconds, cue, "") for name, seconds, cue in named if seconds)
    for phase in stretch.phase:
        yield phase.name, phase.s, phase.cue, "" if phase.breath is None else phase.breath.value


def _easier(stretch: Stretch, movements: Mapping[str, Stretch]) -> str:
    if stretch.easier is None:
        return stretch.easier_cue
    instead = _link(stretch.easier, movements[stretch.easier])
    return f"{stretch.easier_cue}\n\nOr do this instead: {instead}."


def _link(id_: str, stretch: Stretch) -> str:
    return f"[{stretch.title}]({id_}.md)"


def _listed(sentences: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
