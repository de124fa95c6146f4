"""What to read before heat, cold, massage or breathing begins, and what keeps it from beginning.

What speaks against it today (its bars) is asked each time before anything touches the body: skin,
swelling and medicines are not the same from one day to the next. Answers are not kept.
"""

from __future__ import annotations

from collections.abc import Set

from knotbreak.core.body import Area, NamedPattern
from knotbreak.core.breathing import pattern_named
from knotbreak.core.care_state import CareKind
from knotbreak.core.health_settings import Flag
from knotbreak.guide.book import Guide
from knotbreak.guide.shape import CareBar, Treatment


def treatment(guide: Guide, kind: CareKind) -> Treatment:
    """What the guide says of a kind of care: its words and its cautions."""
    return guide.treatments[guide.care[kind].treatment]


def bars(
    guide: Guide, kind: CareKind, area: Area | None, pattern: NamedPattern
) -> tuple[CareBar, ...]:
    """What to ask before it begins; where the place is not named, what belongs to any place."""
    breath = pattern_named(pattern)
    holds = breath is not None and breath.holds_breath
    return tuple(
        bar
        for bar in guide.care[kind].bar
        if (area is None or not bar.areas or area in bar.areas) and (holds or not bar.holds_breath)
    )


def barred_by(
    guide: Guide,
    kind: CareKind,
    area: Area | None,
    pattern: NamedPattern,
    flags: Set[Flag],
    injured: Set[Area],
) -> CareBar | None:
    """The bar that the person's flags raise without being asked; None where they raise none.

    The flag for an injury speaks of the injured areas; a place that is not named may be one.
    """
    for bar in bars(guide, kind, area, pattern):
        raised = flags & set(bar.flags)
        if Flag.INJURY in raised and not (injured if area is None else area in injured):
            raised = raised - {Flag.INJURY}
        if raised:
            return bar
    return None
