"""Opens the user's files, and changes them while no program runs."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.acknowledging import acknowledgement
from knotbreak.app.easing import Health
from knotbreak.app.state import AppState
from knotbreak.core.events import HistoryEvent
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.scheduler_state import GUIDE
from knotbreak.guide.safety import SAFETY_VERSION
from knotbreak.storage.folders import Folders, builtin_root
from knotbreak.storage.history import open_history
from knotbreak.storage.library_port import LibraryPort
from knotbreak.storage.settings_file import SettingsFile, check_settings_file
from knotbreak.storage.state_file import StructFile
from knotbreak.system.clock import SystemClock
from knotbreak.system.instance import AlreadyRunningError, InstanceLock

if TYPE_CHECKING:
    from knotbreak.app.ports import RoutineLibrary, SettingsSource, StateStore, Translator
    from knotbreak.core.health_settings import Flag
    from knotbreak.guide.shape import FlagGuide
    from knotbreak.storage.library import Library

CATALOGUES = "assets/locale"


def translator() -> Translator:
    """The catalogue of the user's language, or English."""
    catalogues = builtin_root() / CATALOGUES
    if not catalogues.is_dir():
        # gettext would load `locale` (0.2 MB, all day) before it finds that there is none.
        return gettext.NullTranslations()
    return gettext.translation("knotbreak", catalogues, fallback=True)


def settings_file(folders: Folders) -> SettingsFile:
    """The settings, read."""
    settings = SettingsFile(folders.config / "settings.toml", folders.state / "settings.good.toml")
    settings.load()
    return settings


def health(library: RoutineLibrary, settings: SettingsSource) -> Health:
    """What to go easy on; the table is read only where somebody has told anything."""

    def table() -> Mapping[Flag, FlagGuide]:
        from knotbreak.storage.guide_files import load_flags

        return load_flags(builtin_root(), library.stretches())

    return Health(table, library, settings)


def check_file(name: str, library: Library) -> list[Problem]:
    """All faults and warnings of one file: routine, stretch (by its folder) or settings."""
    from knotbreak.storage.library import check_routine_file, check_stretch_file

    path = Path(name)
    try:
        if path.name == "settings.toml":
            return check_settings_file(path, name)
        if path.absolute().parent.name == "stretches":
            return list(check_stretch_file(path, library, name=name)[1])
        return list(check_routine_file(path, library, name=name)[1])
    except ProblemError as error:
        return list(error.problems)


def acknowledge(folders: Folders) -> None:
    """Remember that the safety notice has been read, while no program runs.

    Raises:
        AlreadyRunningError: if one has begun to.
        ProblemError: if it cannot be written.
    """
    with InstanceLock(folders.runtime / "knotbreak.lock"):
        store = StructFile(folders.state / "state.toml", AppState)
        left = store.load() or AppState()
        history, problems = open_history(folders.data / "history.sqlite")
        with history:
            if problems:
                raise ProblemError(problems)
            now = SystemClock().now()
            history.record(acknowledgement(now))
        store.save(msgspec.structs.replace(left, safety_version=SAFETY_VERSION))


def record_alone(folders: Folders, event: HistoryEvent) -> None:
    """Write an event while no program runs.

    Raises:
        ProblemError: if it cannot be written now; a program that starts this moment takes it later.
    """
    try:
        with InstanceLock(folders.runtime / "knotbreak.lock"):
            history, problems = open_history(folders.data / "history.sqlite")
            with history:
                if problems:
                    raise ProblemError(problems)
                history.record(event)
    except AlreadyRunningError as error:
        raise ProblemError(Problem(where="knotbreak", what=str(error))) from None


class SessionStore:
    """The `StateStore` port of a run without reminders: what they remember stays as it is.

    But that movement waits must outlive the run, too: `hold` keeps it for the next one.
    """

    def __init__(self, store: StateStore, hold: Callable[[], None]) -> None:
        self._store = store
        self._hold = hold
        self._left = AppState()

    def load(self) -> AppState | None:
        """What an earlier run left, but for the reminders' part."""
        self._left = self._store.load() or AppState()
        return msgspec.structs.replace(self._left, scheduler=None, notice=None, offer_routine=None)

    def save(self, state: AppState) -> None:
        """Replace the rest."""
        if state.scheduler is not None and GUIDE in state.scheduler.pauses:
            self._hold()
        left = self._left
        self._store.save(
            msgspec.structs.replace(
                state,
                boot_id=left.boot_id,
                scheduler=left.scheduler,
                notice=left.notice,
                offer_routine=left.offer_routine,
            )
        )


def library_port(folders: Folders) -> LibraryPort:
    """The library of this user."""
    return LibraryPort(builtin_root(), folders.data)


def region_of(environ: Mapping[str, str]) -> str | None:
    """The country of the locale, such as CA of en_CA.UTF-8; None if it names none."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    found = re.match(r"[A-Za-z]+_([A-Z]{2})\b", locale)
    return found[1] if found else None
