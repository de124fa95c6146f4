"""Whether somebody types on while a session plays: its clock waits, and goes on by itself.

Where input goes is known for our own windows alone: what goes there is none that counts.
"""

from __future__ import annotations

from knotbreak.core.units import SECOND_MS

TYPES_ON_MS = 15 * SECOND_MS
"""Input without a pause for so long is work, not a key pressed in a session."""


class TypingOn:
    """Hears of input and of pauses in it, from the beginning of a session to its end."""

    def __init__(self) -> None:
        self._since_ms: int | None = None
        self.typing = False

    def deadline(self) -> int | None:
        """When `advance` has something to say."""
        return None if self._since_ms is None or self.typing else self._since_ms + TYPES_ON_MS

    def began(self, now_ms: int) -> None:
        """There is input, as far as is known: a session begins, or a pause is over."""
        if self._since_ms is None:
            self._since_ms = now_ms

    def ours(self, now_ms: int) -> None:
        """The input of this moment goes to the session itself: that is no work."""
        if self._since_ms is not None and not self.typing:
            self._since_ms = now_ms

    def rests(self) -> bool:
        """The input pauses, or the session is over; whether somebody had typed on until now."""
        typed, self.typing = self.typing, False
        self._since_ms = None
        return typed

    def advance(self, now_ms: int) -> int | None:
        """How long it has gone on, once it has gone on for too long."""
        deadline_ms = self.deadline()
        if deadline_ms is None or self._since_ms is None or now_ms < deadline_ms:
            return None
        self.typing = True
        return now_ms - self._since_ms
