"""Routines and stretches: the shape of their files, and at once their values.

The descriptions here are what the JSON Schemas and the format reference say.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from knotbreak.core.body import Area, NamedPattern, Need, Place, Position, Side
from knotbreak.core.breathing import BreathPattern
from knotbreak.core.figure_spec import FigureSpec
from knotbreak.core.reminders import EVERY_DAY, Weekday
from knotbreak.core.text import Id

FORMAT = 1
"""The newest file format that this version reads."""

ONE_LINE = r"^[^\n\u2028\u2029]+$(?!\n)"
"""A text without line breaks; in Python, `$` alone also fits before one at the end."""

Title = Annotated[str, Meta(min_length=1, max_length=60, pattern=ONE_LINE)]
Sentence = Annotated[str, Meta(min_length=1, max_length=300)]
Cue = Annotated[
    str,
    Meta(min_length=1, max_length=90, pattern=ONE_LINE, description="At most eight words."),
]
Breath = NamedPattern | BreathPattern
HoldSeconds = Annotated[float, Meta(ge=1, le=600)]
Reps = Annotated[int, Meta(ge=1, le=100)]
PauseSeconds = Annotated[float, Meta(ge=0, le=120)]
PhaseLength = Annotated[float, Meta(ge=0, le=60)]


class StretchKind(StrEnum):
    """How a stretch spends its time.

    `hold` stays in one position, `reps` repeats its phases, `breath` repeats them with the
    breath, `gaze` is for the eyes: a hold or phases.
    """

    HOLD = "hold"
    REPS = "reps"
    BREATH = "breath"
    GAZE = "gaze"


class PhaseBreath(StrEnum):
    """What the breath does during a phase; nothing said means that it goes its own way."""

    IN = "in"
    OUT = "out"


class Tempo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tempo of one rep: out to the end, stay, back, pause."""

    out_s: Annotated[PhaseLength, Meta(description="Moving to the end position.")]
    hold_s: Annotated[PhaseLength, Meta(description="Staying there.")] = 0
    back_s: Annotated[PhaseLength, Meta(description="Moving back.")] = 0
    pause_s: Annotated[PhaseLength, Meta(description="Waiting before the next rep.")] = 0


class Phase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a rep, for movements that a tempo cannot say."""

    name: Annotated[
        str,
        Meta(
            pattern="^[a-z][a-z0-9-]*$", max_length=40, description="Also the name of its keyframe."
        ),
    ]
    s: Annotated[float, Meta(ge=0.5, le=60, description="How long it takes, in seconds.")]
    cue: Cue
    breath: PhaseBreath | None = None


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way of doing the reps, such as circles forward; the parts follow one another."""

    name: Annotated[str, Meta(pattern="^[a-z][a-z0-9-]*$", max_length=40)]
    cue: Cue
    reverse: Annotated[bool, Meta(description="It goes through the phases the other way.")] = False


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said at each moment of a stretch."""

    start: Annotated[Cue, Meta(description="Getting ready.")]
    move: Annotated[Cue, Meta(description="Moving into it.")]
    hold: Annotated[Cue, Meta(description="While it lasts.")]
    end: Annotated[Cue, Meta(description="Coming out of it.")]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the facts of a stretch come from."""

    title: Annotated[str, Meta(min_length=1, max_length=160, pattern=ONE_LINE)]
    address: Annotated[str, Meta(max_length=300)] = ""


class Stretch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One movement of the library, complete: words, dose, cautions, sources, picture."""

    format: Annotated[Literal[1], Meta(description="The version of the file format.")]
    title: Title
    summary: Annotated[Sentence, Meta(description="What it is, in one sentence.")]
    caption: Annotated[str, Meta(max_length=200, description="A note shown under the picture.")] = (
        ""
    )
    areas: Annotated[tuple[Area, ...], Meta(min_length=1, description="The main area first.")]
    kind: StretchKind
    positions: Annotated[
        tuple[Position, ...], Meta(min_length=1, description="The usual one first.")
    ]
    places: Annotated[tuple[Place, ...], Meta(min_length=1)] = (Place.OFFICE, Place.HOME)
    needs: tuple[Need, ...] = ()
    side: Side = Side.BOTH
    breath: Annotated[Breath, Meta(description="A named pattern, or one of your own.")] = (
        NamedPattern.CALM
    )
    hold_s: Annotated[HoldSeconds, Meta(description="The usual length of a hold.")] | None = None
    hold_min_s: HoldSeconds | None = None
    hold_max_s: HoldSeconds | None = None
    reps: Annotated[Reps, Meta(description="How often, of each part.")] | None = None
    tempo: Tempo | None = None
    phase: Annotated[tuple[Phase, ...], Meta(max_length=12)] = ()
    part: Annotated[tuple[Part, ...], Meta(max_length=4)] = ()
    cues: Cues
    feel: Annotated[Sentence, Meta(description="What to feel, and where.")]
    errors: Annotated[tuple[Sentence, ...], Meta(description="Common errors.")]
    stop: Annotated[tuple[Sentence, ...], Meta(min_length=1, description="When to stop.")]
    avoid: Annotated[
        tuple[Sentence, ...], Meta(description="Who should leave it out, or ask first.")
    ] = ()
    easier: Annotated[Id, Meta(description="The stretch to do instead.")] | None = None
    easier_cue: Annotated[Sentence, Meta(description="How to do less of the same.")]
    discreet: Annotated[bool, Meta(description="Nobody notices it in an open office.")] = False
    looks_away: Annotated[
        bool, Meta(description="The eyes leave the screen, so it needs sound.")
    ] = False
    sources: Annotated[tuple[Source, ...], Meta(min_length=1)]
    figure: FigureSpec | None = None


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One step of a routine: a stretch of the library, or a movement of your own."""

    stretch: (
        Annotated[Id, Meta(description="The id of a stretch; its dose and cues are the default.")]
        | None
    ) = None
    name: Annotated[Title, Meta(description="The name of a movement of your own.")] | None = None
    cue: (
        Annotated[Cue, Meta(description="What to do, said in place of the stretch's own cue.")]
        | None
    ) = None
    hold_s: Annotated[HoldSeconds, Meta(description="Hold for so long.")] | None = None
    reps: Annotated[Reps, Meta(description="Do so many.")] | None = None
    tempo: Annotated[Tempo, Meta(description="The tempo of one rep.")] | None = None
    side: (
        Annotated[Side, Meta(description="`each` is left, then right; `both` is both at once.")]
        | None
    ) = None
    sets: Annotated[int, Meta(ge=1, le=20, description="So many rounds of both sides.")] = 1
    rest_s: Annotated[PauseSeconds, Meta(description="Rest between sets.")] = 10
    breath: Annotated[Breath, Meta(description="Another breath pattern for this step.")] | None = (
        None
    )
    position: Annotated[Position, Meta(description="How the body is held.")] | None = None
    image: (
        Annotated[
            str,
            Meta(
                max_length=120,
                pattern=r"^[^/\\\x00-\x1f]+\.(png|svg|jpg|jpeg|webp)$",
                description="Your own picture, beside the file.",
            ),
        ]
        | None
    ) = None
    easier: Annotated[Sentence, Meta(description="How to do less of it.")] | None = None
    stop: Annotated[Sentence, Meta(description="When to stop.")] | None = None


class Routine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An ordered list of steps, as a file holds it."""

    format: Annotated[Literal[1], Meta(description="The version of the file format.")]
    title: Title
    summary: Annotated[
        str, Meta(max_length=300, description="What it is for, in one sentence.")
    ] = ""
    areas: Annotated[tuple[Area, ...], Meta(description="The main area first.")] = ()
    breath: Annotated[Breath, Meta(description="The breath pattern of every hold.")] | None = None
    ready_s: Annotated[PauseSeconds, Meta(description="Before the first step.")] = 5
    gap_s: Annotated[PauseSeconds, Meta(description="Between steps.")] = 5
    switch_s: Annotated[PauseSeconds, Meta(description="Between sides.")] = 6
    rotate: Annotated[bool, Meta(description="Whether reminders may choose it.")] = True
    evening: Annotated[
        bool, Meta(description="It is for after work: reminders offer it only then.")
    ] = False
    per_day: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=12,
                description="Prescribed: so often on each of its days, with offers of its own.",
            ),
        ]
        | None
    ) = None
    days: Annotated[
        tuple[Weekday, ...], Meta(min_length=1, max_length=7, description="Prescribed: its days.")
    ] = EVERY_DAY
    until: Annotated[date, Meta(description="Prescribed: its last day.")] | None = None
    given_by: Annotated[
        str, Meta(max_length=80, description="Who gave it: a therapist, a doctor, a book.")
    ] = ""
    step: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=60)]
