"""Reads the guide from `assets/guide`: every fault of every file, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from knotbreak.core.health_settings import Flag
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.guide.book import Guide, assemble
from knotbreak.guide.checks import check_between, check_file, missing
from knotbreak.guide.shape import FlagGuide, GuideFile
from knotbreak.storage import toml_file

FOLDER = "assets/guide"
FLAGS = "flags.toml"


def load_flags(builtin: Path, stretches: Iterable[str]) -> Mapping[Flag, FlagGuide]:
    """Read the table of the flags alone: all that a session has to know of the guide.

    Raises:
        ProblemError: with every fault.
    """
    where = f"guide/{FLAGS}"
    data = toml_file.read_bytes(builtin / FOLDER / FLAGS, where)
    file = toml_file.parse(data, GuideFile, where)
    problems = toml_file.placed(check_file(file, set(stretches), set()), data, where)
    if problems:
        raise ProblemError(problems)
    return {one.id: one for one in file.flag}


def load_guide(builtin: Path, stretches: Iterable[str], routines: Iterable[str]) -> Guide:
    """Read all files and check them against the movements and routines that they may name.

    Raises:
        ProblemError: with every fault.
    """
    folder = builtin / FOLDER
    known = set(stretches), set(routines)
    problems: list[Problem] = []
    read: list[tuple[str, bytes, GuideFile]] = []
    for path in sorted(folder.glob("*.toml")):
        where = f"guide/{path.name}"
        try:
            data = toml_file.read_bytes(path, where)
            read.append((where, data, toml_file.parse(data, GuideFile, where)))
        except ProblemError as error:
            problems += error.problems
    files = [file for _, _, file in read]
    between = list(check_between(files))
    for number, (where, data, file) in enumerate(read):
        faults = [*check_file(file, *known), *(fault for at, fault in between if at == number)]
        problems += toml_file.placed(faults, data, where)
    if not problems:
        # What a file with a fault would have brought is not missing.
        problems += toml_file.placed(missing(files), None, "guide/")
    if problems:
        raise ProblemError(sorted(problems, key=lambda one: one.where))
    return assemble(files)
