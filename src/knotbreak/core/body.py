"""The words for bodies and places (the vocabulary of routine files)."""

from __future__ import annotations

from enum import StrEnum


class Area(StrEnum):
    """A part of the body that a movement is for: 13 areas of knots, and three more."""

    NECK = "neck"
    SHOULDERS = "shoulders"
    UPPER_BACK = "upper-back"
    LOWER_BACK = "lower-back"
    CALVES = "calves"
    THIGHS = "thighs"
    GLUTES = "glutes"
    ARMS = "arms"
    FEET = "feet"
    JAW = "jaw"
    CHEST = "chest"
    HIPS = "hips"
    SHOULDER_BLADES = "shoulder-blades"
    HANDS = "hands"
    EYES = "eyes"
    STRESS = "stress"


class Place(StrEnum):
    """Where the person is: decides whether floor work is offered."""

    OFFICE = "office"
    HOME = "home"


class Position(StrEnum):
    """How the body is held during a movement."""

    SEATED = "seated"
    STANDING = "standing"
    FLOOR = "floor"


class Need(StrEnum):
    """A thing of the room that a movement needs besides a chair or the floor."""

    WALL = "wall"
    DOORWAY = "doorway"
    DESK = "desk"


class Side(StrEnum):
    """The side that feels the movement.

    In a file `each` is left then right, `both` is both at once (or a movement without sides).
    Within a session only left, right and both occur.
    """

    LEFT = "left"
    RIGHT = "right"
    EACH = "each"
    BOTH = "both"


class NamedPattern(StrEnum):
    """The patterns of breath that a file can name; `free` means no guidance at all."""

    CALM = "calm"
    EVEN = "even"
    CLINIC = "clinic"
    FREE = "free"
