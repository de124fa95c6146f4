"""Waiting for something real: by running the loop, or by looking again, never by a fixed sleep."""

from __future__ import annotations

import time
from collections.abc import Callable

from knotbreak.terminal.loop import SelectorLoop

_LOOK_MS = 20


def run_until(
    loop: SelectorLoop, predicate: Callable[[], object], timeout_ms: int = 15_000
) -> None:
    """Run the loop until `predicate()` is true; fail when it is not in time."""
    deadline = loop.now_ms() + timeout_ms
    while not predicate():
        if loop.now_ms() >= deadline:
            raise AssertionError(f"not within {timeout_ms} ms")
        # What another process changes wakes no loop: look now and then.
        loop.run_once(_LOOK_MS)


def run_for(loop: SelectorLoop, duration_ms: int) -> None:
    """Run the loop for a while: for what must *not* happen."""
    deadline = loop.now_ms() + duration_ms
    while (left_ms := deadline - loop.now_ms()) > 0:
        loop.run_once(left_ms)


def wait_until(predicate: Callable[[], object], what: str, timeout_ms: int = 30_000) -> None:
    """Look again every 20 ms until `predicate()` is true; fail when it is not in time."""
    deadline = time.monotonic() + timeout_ms / 1000
    while not predicate():
        if time.monotonic() >= deadline:
            raise AssertionError(f"{what}: not within {timeout_ms} ms")
        time.sleep(_LOOK_MS / 1000)
