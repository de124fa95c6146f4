"""From space to paper: a camera that looks from far away, without perspective."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

from knotbreak.figure.vectors import Vec

Point: TypeAlias = tuple[float, float]


class Camera(NamedTuple):
    """A direction to look from.

    Attributes:
        azimuth: Degrees around the body: 0 from the front, 90 from its left, 180 from behind.
        elevation: Degrees above the horizon.
        mirrored: Whether the picture is a mirror: the body's left at the left of the picture.
    """

    azimuth: float
    elevation: float = 8.0
    mirrored: bool = False


class Lens:
    """A camera ready to take pictures.

    Attributes:
        right: What is to the right in the picture, as a direction in space.
        up: What is up in it.
        towards: The direction to the camera.
    """

    __slots__ = ("_r0", "_r1", "_r2", "_t0", "_t1", "_t2", "_u0", "_u1", "_u2",
                 "camera", "right", "towards", "up")  # fmt: skip

    def __init__(self, camera: Camera) -> None:
        a, e = math.radians(camera.azimuth), math.radians(camera.elevation)
        flip = -1.0 if camera.mirrored else 1.0
        self.camera = camera
        self.right: Vec = (flip * math.cos(a), 0.0, -flip * math.sin(a))
        self.up: Vec = (-math.sin(a) * math.sin(e), math.cos(e), -math.cos(a) * math.sin(e))
        self.towards: Vec = (math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e))
        self._r0, self._r1, self._r2 = self.right
        self._u0, self._u1, self._u2 = self.up
        self._t0, self._t1, self._t2 = self.towards

    def flat(self, p: Vec) -> Point:
        """Where a point lies in the picture: metres to the right and downward."""
        x, y, z = p
        return (
            self._r0 * x + self._r1 * y + self._r2 * z,
            -(self._u0 * x + self._u1 * y + self._u2 * z),
        )

    def depth(self, p: Vec) -> float:
        """How near a point is: larger is nearer."""
        return self._t0 * p[0] + self._t1 * p[1] + self._t2 * p[2]

    def facing(self, direction: Vec) -> float:
        """How much a direction points to the camera: 1 straight at it, -1 away."""
        return self._t0 * direction[0] + self._t1 * direction[1] + self._t2 * direction[2]
