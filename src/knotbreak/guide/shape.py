"""The guide: the shape of its files in `assets/guide`, and at once its values.

All files have one shape; each holds what it likes of it, and `book` puts them together.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from knotbreak.core.body import Area
from knotbreak.core.health_settings import Flag as Flag
from knotbreak.core.routine import ONE_LINE, Id, Source, Title

Line = Annotated[str, Meta(min_length=1, max_length=240, pattern=ONE_LINE)]
Paragraph = Annotated[str, Meta(min_length=1, max_length=700, pattern=ONE_LINE)]
Key = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Routines = Annotated[tuple[Id, ...], Meta(description="Ready to play.")]
Sources = Annotated[tuple[Source, ...], Meta(description="Where the facts come from.")]


class CauseId(StrEnum):
    """What may bring a knot on."""

    OVERUSE = "overuse"
    POSTURE = "posture"
    STRESS = "stress"
    INACTIVITY = "inactivity"
    DEHYDRATION = "dehydration"
    INJURY = "injury"
    NO_WARM_UP = "no-warm-up"
    NUTRITION = "nutrition"
    SLEEP = "sleep"
    CONDITIONS = "conditions"
    OVEREXERTION = "overexertion"
    ERGONOMICS = "ergonomics"
    AGING = "aging"
    COLD = "cold"


class TreatmentId(StrEnum):
    """What may ease one."""

    STRETCHING = "stretching"
    MASSAGE = "massage"
    HEAT = "heat"
    COLD_PACK = "cold-pack"
    HYDRATION = "hydration"
    STRESS_MANAGEMENT = "stress-management"
    POSTURE = "posture"
    EXERCISE = "exercise"
    PAIN_RELIEVERS = "pain-relievers"
    PHYSIOTHERAPY = "physiotherapy"


class CardId(StrEnum):
    """A card that comes before anything else."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    STOP = "stop"
    PHYSIOTHERAPIST = "physiotherapist"
    DENTIST = "dentist"


class DoorTo(StrEnum):
    """Where a card leads. There is none to a movement."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    READ = "read"
    CLOSE = "close"


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A page to read."""

    id: Key
    title: Title
    text: Annotated[tuple[Paragraph, ...], Meta(min_length=1)]
    routines: Routines = ()
    sources: Sources = ()


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of the words for how it is; with a card, it opens that and offers no movement."""

    id: Key
    words: Line
    card: CardId | None = None


class AreaPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of an area that has movements of its own."""

    title: Title
    movements: Annotated[tuple[Id, ...], Meta(min_length=1)]


class AreaGuide(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the guide knows of an area."""

    id: Area
    feels: Annotated[Paragraph, Meta(description="How a knot feels there.")]
    heart: Annotated[bool, Meta(description="Pain there may come from the heart.")] = False
    question: Annotated[Line, Meta(description="In place of the usual question.")] | None = None
    answer: Annotated[
        tuple[Answer, ...],
        Meta(description="Added to the usual ones; with a question of its own, the only ones."),
    ] = ()
    causes: Annotated[tuple[CauseId, ...], Meta(min_length=1, description="The likeliest first.")]
    care: Annotated[tuple[TreatmentId, ...], Meta(min_length=1)]
    movements: Annotated[
        tuple[Id, ...], Meta(min_length=1, description="Stretches, those for the desk first.")
    ]
    part: tuple[AreaPart, ...] = ()
    see: Annotated[tuple[Line, ...], Meta(min_length=1, description="When to see someone.")]


class Cause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that may bring a knot on."""

    id: CauseId
    title: Title
    text: Paragraph
    examples: Annotated[tuple[Line, ...], Meta(min_length=1)]
    help: Annotated[tuple[Line, ...], Meta(min_length=1, description="What may help.")]
    routines: Routines = ()
    sources: Sources = ()


class Treatment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that may ease a knot."""

    id: TreatmentId
    title: Title
    short: Annotated[Line, Meta(description="In a few words, for the page of an area.")]
    moves: Annotated[bool, Meta(description="It moves or presses the place: not after a card.")] = (
        False
    )
    text: Annotated[tuple[Paragraph, ...], Meta(min_length=1)]
    cautions: tuple[Line, ...] = ()
    routines: Routines = ()
    sources: Sources = ()


class Tip(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that may keep knots away."""

    id: Key
    title: Title
    text: Paragraph
    routines: Routines = ()


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something to notice; without areas it may be anywhere."""

    words: Line
    areas: tuple[Area, ...] = ()


class Door(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A way on from a card."""

    words: Line
    to: DoorTo


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Advice that comes before anything else: what to notice, and one thing to do.

    A card that holds keeps movements back until the person says that they have been checked.
    """

    id: CardId
    title: Title
    lead: Paragraph
    sign: tuple[Sign, ...] = ()
    after: Annotated[tuple[Line, ...], Meta(min_length=1)]
    action: Annotated[Line, Meta(description="The one thing to do; the card closes with it.")]
    hold: bool = False
    note: Line | None = None
    door: Annotated[tuple[Door, ...], Meta(min_length=1)]
    sources: Sources = ()


class EmergencyNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The number to call in a country; regions are those of a locale, such as CA."""

    country: Title
    number: Annotated[str, Meta(pattern="^[0-9]{2,6}$")]
    regions: Annotated[tuple[Annotated[str, Meta(pattern="^[A-Z]{2}$")], ...], Meta(min_length=1)]


class CheckAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One answer of the self-check, and the causes that it speaks for."""

    id: Key
    words: Line
    causes: tuple[CauseId, ...] = ()
    standing: Annotated[bool, Meta(description="There is a desk to stand at.")] = False
    fluid_limit: Annotated[bool, Meta(description="Water is not to be proposed.")] = False


class CheckQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One question of the self-check; with `many`, several answers may fit."""

    id: Key
    words: Line
    many: bool = False
    answer: Annotated[tuple[CheckAnswer, ...], Meta(min_length=2)]


class WorkstationCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of the workstation checklist: how it should be, and how to get there."""

    id: Key
    words: Line
    how: Line


class FlagOpens(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A card that a flag opens at once, whatever would be answered."""

    area: Area
    card: CardId


class FlagGuide(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a flag leaves out, and why, in words for the person."""

    id: Flag
    title: Title
    because: Line
    hides: Annotated[tuple[Id, ...], Meta(description="Stretches.")] = ()
    breath_holds: bool = True
    opens: tuple[FlagOpens, ...] = ()


class GuideFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of the guide."""

    format: Annotated[Literal[1], Meta(description="The version of the file format.")]
    sources: Annotated[Sources, Meta(description="Of everything in the file.")] = ()
    page: tuple[Page, ...] = ()
    answer: Annotated[tuple[Answer, ...], Meta(description="The usual ones, in order.")] = ()
    area: tuple[AreaGuide, ...] = ()
    cause: tuple[Cause, ...] = ()
    treatment: tuple[Treatment, ...] = ()
    tip: tuple[Tip, ...] = ()
    card: tuple[Card, ...] = ()
    number: tuple[EmergencyNumber, ...] = ()
    question: tuple[CheckQuestion, ...] = ()
    check: tuple[WorkstationCheck, ...] = ()
    flag: tuple[FlagGuide, ...] = ()
