"""The things around the body, and where they stand. Metres; the body faces +z."""

from __future__ import annotations

SEAT_UP = 0.445
SEAT_HALF_WIDTH = 0.198
SEAT_FRONT = 0.245
SEAT_EDGE = 0.165
"""From here on the seat slopes down to its front edge, so that it does not press into a thigh."""
SEAT_EDGE_UP = SEAT_UP - 0.024
SEAT_THICK = 0.05
SEAT_BACK = -0.185
BACKREST_UP = 0.83
BACKREST_HALF_WIDTH = SEAT_HALF_WIDTH - 0.035
DESK_UP = 0.735
DESK_EDGE = 0.50
DESK_EDGE_STANDING = 0.22
WALL_AHEAD = 0.50
WALL_BEHIND = -0.135
DOOR_HALF_WIDTH = 0.54
DOOR_AHEAD = -0.11
"""A frame is stood in: one foot is before it, the other behind."""
DOOR_DEEP = 0.10
CUSHION_UP = 0.055
SUPPORT_X = 0.40
"""How far to the side the chair stands that a standing person holds."""
SUPPORT_UP = 0.92


def support_ahead(foot_ahead: float) -> float:
    """Where a chair is held by one whose foremost foot stands there: clear of a knee above it."""
    return foot_ahead + 0.13


def desk_edge(pelvis_up: float) -> float:
    """Where the desk begins: a chair stands before it, a standing person is nearer."""
    return DESK_EDGE_STANDING if pelvis_up > 0.7 else DESK_EDGE
