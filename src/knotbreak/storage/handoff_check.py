"""Whether a folder of settings, routines and stretches could be anybody's home."""

from __future__ import annotations

from pathlib import Path

import msgspec

from knotbreak.core.problems import Problem, ProblemError
from knotbreak.storage.library import LibraryReader
from knotbreak.storage.settings_file import read_settings


def check_folder(data: Path, settings: Path, builtin: Path, *, prefix: str) -> None:
    """Look for faults in all of it; messages put `prefix` before each name.

    Raises:
        ProblemError: with every fault; warnings refuse nothing.
    """
    problems: list[Problem] = []
    if settings.exists():
        try:
            read_settings(settings, f"{prefix}{settings.name}")
        except ProblemError as error:
            problems += error.problems
    found = LibraryReader(builtin, data).reload().problems
    problems += [msgspec.structs.replace(one, where=f"{prefix}{one.where}") for one in found]
    if any(not problem.warning for problem in problems):
        raise ProblemError(problem for problem in problems if not problem.warning)
