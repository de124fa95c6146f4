"""What somebody goes easy on: which routines suit them, and whether the breath may be held."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.ports import RoutineLibrary, SettingsSource
from knotbreak.core.body import Area, Position
from knotbreak.core.health_settings import Flag
from knotbreak.core.plan import plan_steps
from knotbreak.core.settings import Settings

if TYPE_CHECKING:
    from knotbreak.guide.book import Guide


class GoingEasy:
    """Answers for the settings of the moment.

    The guide is read when a flag is set and somebody asks: most people have none, and then it
    costs nothing.
    """

    def __init__(
        self, library: RoutineLibrary, settings: SettingsSource, guide: Callable[[], Guide]
    ) -> None:
        self._library = library
        self._settings = settings
        self._read = guide
        self._guide: Guide | None = None
        self._flags: tuple[Flag, ...] = ()
        self._left_out: frozenset[str] = frozenset()

    @property
    def breath_holds(self) -> bool:
        """Whether the flags allow them."""
        flags = self._settings.settings.health.flags
        return not flags or all(self._book().flags[flag].breath_holds for flag in flags)

    def suits(self, routine: str) -> bool:
        """Whether a routine, by its id, has nothing in it that is to be left out."""
        settings = self._settings.settings
        if not settings.health.flags and not settings.seated_only:
            return True
        left_out = self._hidden(settings.health.flags)
        injured = injured_areas(settings)
        steps = plan_steps(self._library.routines()[routine], self._library.stretches())
        return all(
            step.stretch not in left_out
            and not injured & set(step.areas)
            and not (settings.seated_only and step.position not in (None, Position.SEATED))
            for step in steps
        )

    def _hidden(self, flags: tuple[Flag, ...]) -> frozenset[str]:
        if flags != self._flags:
            from knotbreak.guide.suiting import hidden

            self._left_out = hidden(self._book(), set(flags))
            self._flags = flags
        return self._left_out

    def _book(self) -> Guide:
        if self._guide is None:
            self._guide = self._read()
        return self._guide


def injured_areas(settings: Settings) -> frozenset[Area]:
    """The areas that nothing may move; the flag for injuries says that there are any."""
    health = settings.health
    return frozenset(health.injured if Flag.INJURY in health.flags else ())
