"""Writes the history into a file of the person's choice."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.app.exporting import Format, Titles, pieces
from knotbreak.core.events import HistoryEvent
from knotbreak.core.problems import Problem, ProblemError

if TYPE_CHECKING:
    from knotbreak.app.ports import RoutineLibrary, Translator


def titles_of(library: RoutineLibrary, words: Translator) -> Titles:
    """The titles of the routines that are there; of others the id."""
    titles = {id_: words.gettext(one.title) for id_, one in library.routines().items()}
    return lambda id_: titles.get(id_, id_)


def export_to(
    path: Path, events: Iterable[HistoryEvent], what: Format, words: Translator, titles: Titles
) -> None:
    """Write a file, whole or not at all, for its owner alone.

    Raises:
        ProblemError: if the history cannot be read, or the file not be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with open(descriptor, "w", encoding="utf-8", newline="") as file:
                for piece in pieces(events, what, words, titles):
                    file.write(piece)
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
    except OSError as error:
        raise ProblemError(
            Problem(
                where=str(path),
                what=f"cannot be written: {error.strerror or error}",
                hint="choose another folder",
            )
        ) from error
