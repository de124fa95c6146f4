"""How much each part of the body had, on a figure that stands: seen from the front and the back."""

from __future__ import annotations

from collections.abc import Mapping

from knotbreak.core.body import Area, Side
from knotbreak.core.figure_spec import FigureSpec, Framing, Posture, View
from knotbreak.figure.animate import START, Movement
from knotbreak.figure.camera import Lens
from knotbreak.figure.glow import draw_glow
from knotbreak.figure.person import draw_person
from knotbreak.figure.scene import flatten, shot_of
from knotbreak.figure.shapes import Glow, Scene

FAINT = 0.3
"""What had least of all is still seen; what had most glows in full."""

_FRONT = (Area.JAW, Area.CHEST, Area.HIPS, Area.HANDS, Area.FEET)
_BACK = (Area.UPPER_BACK, Area.SHOULDER_BLADES, Area.LOWER_BACK, Area.GLUTES, Area.CALVES)
_ROUND = (Area.NECK, Area.SHOULDERS, Area.ARMS, Area.THIGHS)

SHOWN = frozenset((*_FRONT, *_BACK, *_ROUND))
"""The areas that lie on the body: eyes and mind do not."""


def heat_scene(shares: Mapping[Area, float], *, back: bool = False) -> Scene:
    """A figure whose areas glow by their shares, from 0 to 1."""
    spec = FigureSpec(
        posture=Posture.STANDING,
        view=View.BACK if back else View.FRONT,
        framing=Framing.WHOLE,
        caption="",
    )
    movement = Movement(spec, Side.BOTH)
    shot = shot_of(movement)
    body = movement.pose_at(START, 1.0)
    lens = Lens(shot.camera)
    shot.memory.look_from(shot.camera)
    drawn = draw_person(body, lens, shot.box, shot.memory, bare=True, close=False, fine=False)
    parts = list(drawn)
    for area in (*_ROUND, *(_BACK if back else _FRONT)):
        share = min(1.0, shares.get(area, 0.0))
        if share <= 0:
            continue
        strength = FAINT + (1 - FAINT) * share
        for glow in draw_glow((area,), body, (1, -1), drawn, lens):
            glow.items = [
                one._replace(alpha=one.alpha * strength) if isinstance(one, Glow) else one
                for one in glow.items
            ]
            parts.append(glow)
    parts.sort(key=lambda part: part.depth)
    return Scene(flatten(parts), shot.box)
