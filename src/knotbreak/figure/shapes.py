"""What a picture is made of: plain shapes in two dimensions, in the order of painting."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from knotbreak.figure.camera import Point
from knotbreak.figure.outline import Loop


class Role(StrEnum):
    """What a colour is for; a look says which colour that is."""

    SKIN = "skin"
    LIPS = "lips"
    HAIR = "hair"
    SHIRT = "shirt"
    TROUSERS = "trousers"
    SHOE = "shoe"
    SOLE = "sole"
    INK = "ink"
    WHITE = "white"
    IRIS = "iris"
    SHADOW = "shadow"
    GLOW = "glow"
    HINT = "hint"
    SEAT = "seat"
    FRAME = "frame"
    WOOD = "wood"
    WALL = "wall"
    MAT = "mat"
    CUSHION = "cushion"
    GLASS = "glass"
    SUN = "sun"
    HILL = "hill"
    LEAF = "leaf"
    WATER = "water"
    RIPPLE = "ripple"


class Area(NamedTuple):
    """A filled shape.

    Attributes:
        loops: Its outlines, filled together.
        role: Its colour.
        shade: 0 in full light, 1 in full shade.
        alpha: How much of what is below it hides.
        within: Items of the scene, by number, that it is drawn inside of only.
    """

    loops: tuple[Loop, ...]
    role: Role
    shade: float = 0.0
    alpha: float = 1.0
    within: tuple[int, ...] = ()


class Line(NamedTuple):
    """A stroke with round ends; `width` in metres."""

    points: Loop
    width: float
    role: Role
    shade: float = 0.0
    alpha: float = 1.0
    within: tuple[int, ...] = ()


class Glow(NamedTuple):
    """A disc of colour that fades out towards its edge."""

    middle: Point
    radius: float
    role: Role
    alpha: float = 1.0
    within: tuple[int, ...] = ()


Item: TypeAlias = Area | Line | Glow


FADING = ((0.0, 1.0), (0.4, 0.78), (0.72, 0.28), (1.0, 0.0))
"""How a glow fades: shares of its radius, and of its strength there."""


class Box(NamedTuple):
    """A part of the picture: its middle and half its width and height, in metres."""

    x: float
    y: float
    half_width: float
    half_height: float


class Scene(NamedTuple):
    """A picture: items from back to front, and the part of them to show."""

    items: tuple[Item, ...]
    box: Box
