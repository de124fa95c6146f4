"""The answer where nobody can tell whether there is input."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.system.handles import Cancel

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop


class UnknownIdle:
    """Implements the `IdleSource` port without knowing: the user is taken to be active.

    Args:
        loop: Where watchers are told.
        why: What stands in the way, worded for a person.
    """

    known = False

    def __init__(self, loop: Loop, why: str) -> None:
        self._loop = loop
        self._why = why
        self._stopped = False

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:  # noqa: ARG002
        """Never call `fn`."""
        return Cancel(lambda: None)

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(0)` at once, from the loop."""
        pending = [fn]

        def tell() -> None:
            if pending and not self._stopped:
                pending.pop()(0)

        self._loop.post(tell)
        return Cancel(pending.clear)

    def stop(self) -> None:
        """Tell nothing more."""
        self._stopped = True

    def describe(self) -> str:
        """Why this cannot be known."""
        return self._why
