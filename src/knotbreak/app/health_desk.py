"""What to go easy on, for a front end that asks: the flags worded, and the answer kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

import msgspec

from knotbreak.app.wording import Wording
from knotbreak.core.body import Area
from knotbreak.core.health_settings import Flag
from knotbreak.core.text import N_
from knotbreak.guide.book import KNOT_AREAS, Guide

if TYPE_CHECKING:
    from knotbreak.app.ports import SettingsSource, Translator

ASK = N_("Anything to go easy on?")

WHY = N_(
    "Optional, and kept on this computer only. What does not suit is left out wherever it would"
    " come, or something easier takes its place."
)

Keep = Callable[[tuple[str, ...], object], None]
"""Sets one key of the settings; raises `ProblemError` if that cannot be."""


class FlagLine(msgspec.Struct, frozen=True):
    """A flag to tick."""

    flag: Flag
    title: str
    because: str
    on: bool


class AreaLine(msgspec.Struct, frozen=True):
    """An area to tick."""

    area: Area
    title: str
    on: bool


class AskedBefore(Protocol):
    """Remembers that it was asked: whoever has nothing to go easy on is not asked again."""

    @property
    def asked(self) -> bool:
        """Whether there was an answer."""

    def note(self) -> None:
        """There is one now; raises `ProblemError`."""


class HealthDesk:
    """Reads and keeps the answer in the settings."""

    def __init__(
        self,
        guide: Guide,
        settings: SettingsSource,
        translator: Translator,
        keep: Keep,
        before: AskedBefore,
    ) -> None:
        self._before = before
        self._guide = guide
        self._settings = settings
        self._ = translator.gettext
        self._words = Wording(translator)
        self._keep = keep

    @property
    def asked(self) -> bool:
        """Whether there is an answer, be it "nothing"."""
        return bool(self._settings.settings.health.going_easy) or self._before.asked

    def flags(self) -> tuple[FlagLine, ...]:
        """All of them, as they stand."""
        on = self._settings.settings.health.going_easy
        return tuple(
            FlagLine(one.id, self._(one.title), self._(one.because), one.id in on)
            for one in self._guide.flags.values()
        )

    def areas(self) -> tuple[AreaLine, ...]:
        """The areas that an injury may be in."""
        hurt = self._settings.settings.health.injured
        return tuple(
            AreaLine(area, self._words.area(area), area in hurt)
            for area in (*KNOT_AREAS, Area.HANDS)
        )

    def keep(self, flags: Iterable[Flag], injured: Iterable[Area]) -> None:
        """Take the answer; areas are an injury's, and go with it.

        Raises:
            ProblemError: if it could not be written.
        """
        chosen = set(flags)
        hurt = set(injured) if Flag.INJURY in chosen else set()
        self._keep(("health", "flags"), [one.value for one in Flag if one in chosen])
        self._keep(("health", "injured"), [one.value for one in Area if one in hurt] or None)
        self._before.note()
