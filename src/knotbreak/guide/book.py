"""The whole guide, put together from its files."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from knotbreak.core.body import Area
from knotbreak.core.care_state import CareKind
from knotbreak.core.health_settings import Flag
from knotbreak.core.routine import Source
from knotbreak.guide.shape import (
    Answer,
    AreaGuide,
    Card,
    CardId,
    CareGuide,
    Cause,
    CauseId,
    CheckQuestion,
    EmergencyNumber,
    FlagGuide,
    GuideFile,
    Page,
    Tip,
    Treatment,
    TreatmentId,
    WorkstationCheck,
)

KNOT_AREAS = tuple(area for area in Area if area not in (Area.HANDS, Area.EYES, Area.STRESS))
"""The areas that have knots; the others are for routines only."""


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the guide says, in the order of its files.

    `sources` are those of a whole list, by its name in the files; entries may have their own.
    """

    pages: dict[str, Page] = {}
    answers: tuple[Answer, ...] = ()
    areas: dict[Area, AreaGuide] = {}
    causes: dict[CauseId, Cause] = {}
    treatments: dict[TreatmentId, Treatment] = {}
    tips: dict[str, Tip] = {}
    cards: dict[CardId, Card] = {}
    numbers: tuple[EmergencyNumber, ...] = ()
    questions: tuple[CheckQuestion, ...] = ()
    checks: tuple[WorkstationCheck, ...] = ()
    flags: dict[Flag, FlagGuide] = {}
    care: dict[CareKind, CareGuide] = {}
    sources: dict[str, tuple[Source, ...]] = {}

    def numbers_for(self, region: str | None) -> tuple[EmergencyNumber, ...]:
        """The emergency numbers, that of a region (such as CA) before the others."""
        return tuple(sorted(self.numbers, key=lambda one: region not in one.regions))

    def signs(self, card: CardId, area: Area | None) -> tuple[str, ...]:
        """The signs of a card; with an area, only those that may be felt there."""
        return tuple(
            sign.words
            for sign in self.cards[card].sign
            if area is None or not sign.areas or area in sign.areas
        )


def assemble(files: Iterable[GuideFile]) -> Guide:
    """Put files together that `check_guide` has nothing against."""
    files = tuple(files)
    return Guide(
        pages={one.id: one for file in files for one in file.page},
        answers=tuple(one for file in files for one in file.answer),
        areas={one.id: one for file in files for one in file.area},
        causes={one.id: one for file in files for one in file.cause},
        treatments={one.id: one for file in files for one in file.treatment},
        tips={one.id: one for file in files for one in file.tip},
        cards={one.id: one for file in files for one in file.card},
        numbers=tuple(one for file in files for one in file.number),
        questions=tuple(one for file in files for one in file.question),
        checks=tuple(one for file in files for one in file.check),
        flags={one.id: one for file in files for one in file.flag},
        care={one.id: one for file in files for one in file.care},
        sources={
            kind: file.sources
            for file in files
            if file.sources
            for kind in ("area", "cause", "treatment", "tip", "check")
            if getattr(file, kind)
        },
    )
