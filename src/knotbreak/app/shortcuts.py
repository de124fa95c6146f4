"""Keyboard shortcuts that work in every program: the port, and how each of them fares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from knotbreak.core.shortcuts import Combo


class ShortcutState(msgspec.Struct, frozen=True, kw_only=True):
    """One shortcut.

    Attributes:
        keys: As the person knows them.
        works: Whether the desktop calls us.
        words: Why it does not, a sentence; empty where it does.
    """

    action: str
    keys: str
    works: bool
    words: str = ""


OnPressed = Callable[[str], None]
OnStates = Callable[[Sequence[ShortcutState]], None]


class Shortcuts(Protocol):
    """Asks the desktop for shortcuts, from `start` to `stop`."""

    means: str

    def start(
        self, wanted: Mapping[str, Combo], on_pressed: OnPressed, on_states: OnStates, /
    ) -> None:
        """Ask for these. `on_states` hears how all of them fare, later and at every change."""

    def stop(self) -> None:
        """Give them back; nothing is told any more."""
