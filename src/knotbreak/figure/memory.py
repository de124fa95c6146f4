"""What was drawn before: a part of the picture that did not move is not drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import sub
from typing import TypeVar, cast

from knotbreak.figure.camera import Camera

T = TypeVar("T")

STILL = 2e-5
"""Metres, and shares of a turn: nobody sees less, even in a close-up that fills a screen."""


class Memory:
    """The last drawing of each part of a figure, and what it was drawn from.

    It makes pictures cheap, and tells a painter what is the same: an outline that did not move is
    the same object as before.
    """

    def __init__(self) -> None:
        self._camera: Camera | None = None
        self._parts: dict[str, tuple[tuple[float, ...], object]] = {}

    def look_from(self, camera: Camera) -> None:
        """From elsewhere every part looks different."""
        if camera != self._camera:
            self._camera = camera
            self._parts.clear()

    def part(
        self, name: str, made_of: Sequence[float], draw: Callable[[], T], still: float = STILL
    ) -> T:
        """The part as it was, if what it is made of is the same but for what nobody sees."""
        before = self._parts.get(name)
        now = tuple(made_of)
        # Compared with what was drawn, not with what was asked for last: small steps add up.
        if before is not None and _same(before[0], now, still):
            return cast(T, before[1])
        made = draw()
        self._parts[name] = (now, made)
        return made


def _same(a: tuple[float, ...], b: tuple[float, ...], still: float) -> bool:
    return len(a) == len(b) and max(map(abs, map(sub, a, b)), default=0.0) <= still
