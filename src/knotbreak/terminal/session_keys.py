"""What the keys of a terminal do: while a session plays, and when it asks how tight it is."""

from __future__ import annotations

from collections.abc import Mapping

from knotbreak.app.intents import Key

SESSION_KEYS: Mapping[str, Key] = {
    "space": Key.TOGGLE,
    "p": Key.TOGGLE,
    "left": Key.BACK,
    "b": Key.BACK,
    "right": Key.SKIP,
    "n": Key.SKIP,
    "e": Key.EASIER,
    "o": Key.OTHER,
    "-": Key.SLOWER,
    "+": Key.FASTER,
    "=": Key.FASTER,
    "escape": Key.STOP,
    "s": Key.STOP,
    "q": Key.STOP,
}


class TypedNumber:
    """A number from 0 to 10 that is typed: a digit takes the place of the one before.

    Only a 0 after a 1 goes beside it, so that nothing has to be rubbed out.
    """

    def __init__(self) -> None:
        self.text = ""

    def takes(self, key: str) -> bool:
        """Whether a key was part of the number."""
        if len(key) != 1 or key not in "0123456789":
            return False
        self.text = "10" if self.text == "1" and key == "0" else key
        return True
