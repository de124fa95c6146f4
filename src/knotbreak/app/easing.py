"""What the person wants the program to go easy on, in force everywhere, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from knotbreak.core.health_settings import Flag, HealthSettings

if TYPE_CHECKING:
    from knotbreak.app.ports import RoutineLibrary, SettingsSource, Translator
    from knotbreak.core.routine import Stretch
    from knotbreak.guide.easing import Eased, Easing
    from knotbreak.guide.shape import FlagGuide

Table = Callable[[], "Mapping[Flag, FlagGuide]"]


class Health:
    """Makes the `Easing` of the settings; for most people there is none, and nothing is read."""

    def __init__(self, table: Table, library: RoutineLibrary, settings: SettingsSource) -> None:
        self._table = table
        self._library = library
        self._settings = settings
        self._made: tuple[HealthSettings, Mapping[str, Stretch], Easing] | None = None

    def easing(self) -> Easing | None:
        """What is in force now; the same object as long as nothing changes.

        Raises:
            ProblemError: if the table cannot be read: then nothing is known to be safe.
        """
        health = self._settings.settings.health
        if not health.going_easy:
            return None
        stretches = self._library.stretches()
        if self._made is None or self._made[:2] != (health, stretches):
            from knotbreak.guide.easing import Easing

            made = Easing(self._table(), health.going_easy, health.injured, stretches)
            self._made = (health, stretches, made)
        return self._made[2]


def left_out_words(easing: Easing, eased: Eased, translator: Translator) -> str:
    """What is left out of a routine or gentler in it, and why; empty if nothing is."""
    _ = translator.gettext
    parts: list[str] = []
    for note in eased.notes:
        if note.instead:
            words = _("{instead} for {title}")
            parts.append(words.format(instead=_(note.instead), title=_(note.title)))
        else:
            parts.append(_("without {title}").format(title=_(note.title)))
    why = [flag for note in eased.notes for flag in note.flags]
    if easing.gentle_for:
        parts.append(_("shorter, and half as far"))
        why = why or list(easing.gentle_for)
    if not parts:
        return ""
    words = _("Going easy: {changes} ({reasons}).")
    return words.format(reasons=_reasons(easing, why, translator), changes=", ".join(parts))


def _reasons(easing: Easing, flags: Iterable[Flag], translator: Translator) -> str:
    """The flags by their titles, within a sentence."""
    wanted = set(flags)
    titles = [translator.gettext(one.title) for one in easing.flags if one.id in wanted]
    return " · ".join(title[:1].lower() + title[1:] for title in titles)
