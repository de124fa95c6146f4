"""Handles made of functions."""

from __future__ import annotations

from collections.abc import Callable


class Cancel:
    """A handle made of a function that undoes something, once."""

    def __init__(self, undo: Callable[[], None]) -> None:
        self._undo: Callable[[], None] | None = undo

    def cancel(self) -> None:
        """Undo it, the first time."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()
