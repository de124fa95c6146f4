"""From a body to a picture."""

from __future__ import annotations

from typing import NamedTuple

from knotbreak.core.body import Area, Side
from knotbreak.core.figure_spec import FigureSpec, Framing, Posture, Prop, Trail, View
from knotbreak.figure.animate import Movement
from knotbreak.figure.breath_scene import breath_scene
from knotbreak.figure.camera import Camera, Lens
from knotbreak.figure.framing import CLOSE, box_for, camera_for
from knotbreak.figure.glow import draw_glow
from knotbreak.figure.memory import Memory
from knotbreak.figure.outline import Loop
from knotbreak.figure.person import draw_person
from knotbreak.figure.props import draw_props, draw_shadow
from knotbreak.figure.scenery import BOX, draw_scenery, onlooker
from knotbreak.figure.shapes import Area as Filled
from knotbreak.figure.shapes import Box, Item, Scene
from knotbreak.figure.skeleton import Body
from knotbreak.figure.sketch import Drawn
from knotbreak.figure.teeth import draw_teeth
from knotbreak.figure.trails import draw_trails, pressing, trails


def flatten(drawn: list[Drawn]) -> tuple[Item, ...]:
    """Number the items, so that what lies on another knows on which."""
    items: list[Item] = []
    where: dict[str, list[int]] = {}
    for part in drawn:
        here: dict[int, int] = {}
        for number, (item, on) in enumerate(zip(part.items, part.on, strict=True)):
            within: tuple[int, ...] = ()
            if number in part.inside:
                within = (here[part.inside[number]],)
            elif on:
                within = tuple(i for name in on for i in where.get(name, ()))
                if not within:
                    continue
            here[number] = len(items)
            items.append(item._replace(within=within) if within else item)
        where.setdefault(part.name, []).extend(here[number] for number in part.solid)
    return tuple(items)


BARE = frozenset({Posture.ALL_FOURS, Posture.KNEELING, Posture.HALF_KNEELING, Posture.LONG_SIT})


_ARM = ("hand", "forearm")
"""All that a close-up of hands shows: half a face above them would only distract."""


_FAINT = 0.35
"""How much a glow has of its strength while what works rests."""

_SHADOW_STILL = 0.0015
"""A shadow as faint as the one on the floor may stay behind by this, in metres."""


class Shot(NamedTuple):
    """What stays the same through a movement's picture; `memory` keeps what was drawn last."""

    camera: Camera
    box: Box
    spec: FigureSpec
    start: Body
    end: Body
    sides: tuple[int, ...]
    memory: Memory
    paths: tuple[Loop, ...] = ()
    near: bool = False
    works: bool = False
    """Whether muscles tighten and let go: the glow and the arrows come and go with them."""
    felt: bool = True
    """Whether a glow shows where it is felt: not while the body gets up or down."""


def shot_of(movement: Movement, view: View | None = None) -> Shot:
    """Set up the camera for a movement."""
    spec = movement.spec
    camera = camera_for(
        view or spec.view,
        movement.side,
        spec.turn if view in {None, spec.view} else 0.0,
        close=spec.framing in CLOSE,
    )
    bodies = [movement.pose_at(name, 1.0) for name in movement.keyframes]
    sides = {Side.LEFT: (1,), Side.RIGHT: (-1,)}.get(movement.side, (1, -1))
    scene = spec.framing is Framing.SCENE
    return Shot(
        camera,
        BOX if scene else box_for(spec.framing, bodies, camera, spec.props),
        spec,
        bodies[0],
        bodies[-1],
        sides,
        Memory(),
        trails(spec.trail, bodies, sides, Lens(camera)),
        any(body.pose.gaze_near > 0 for body in bodies),
        any(body.pose.tight > 0 for body in bodies),
    )


def _floor(body: Body, lens: Lens, box: Box, memory: Memory) -> list[Drawn]:
    """The shadow on the floor, if the floor is in the picture."""
    shadow = draw_shadow(body, lens)
    loops = [loop for item in shadow.items if isinstance(item, Filled) for loop in item.loops]
    if min(y for loop in loops for _, y in loop) > box.y + box.half_height:
        return []
    made_of = [value for loop in loops for value in loop[1]]
    return [memory.part("floor", made_of, lambda: shadow, still=_SHADOW_STILL)]


def _onlooker(body: Body, shot: Shot) -> list[Drawn]:
    """Who sits there and looks, from behind, in front of it all.

    The window does not turn with the camera, so neither do they; nor do they get there on the way
    from another posture.
    """
    camera = camera_for(shot.spec.view, Side.BOTH, shot.spec.turn)
    lens, memory = Lens(camera), shot.memory
    memory.look_from(camera)
    there = onlooker(body if shot.felt else shot.start, lens)
    drawn = draw_person(there, lens, shot.box, memory, bare=False, close=False, fine=False)
    return sorted(drawn, key=lambda part: part.depth)


def draw(body: Body, shot: Shot) -> Scene:
    """The picture of a body in its surroundings."""
    spec = shot.spec
    if spec.breathes:
        return breath_scene(1.0)
    if spec.framing is Framing.SCENE:
        desk = Prop.DESK in spec.props
        scenery = draw_scenery(body.pose.gaze_near, close=shot.near, desk=desk)
        if desk:
            scenery += _onlooker(body, shot)
        return Scene(flatten(scenery), shot.box)
    lens, memory = Lens(shot.camera), shot.memory
    memory.look_from(shot.camera)
    bare = spec.posture in BARE or Area.FEET in spec.glow
    close = spec.framing in {Framing.FACE, Framing.EYES}
    drawn = draw_person(
        body, lens, shot.box, memory, bare=bare, close=close, fine=shot.box.half_width < 0.5
    )
    if spec.framing is Framing.HAND:
        drawn = [part for part in drawn if part.name.endswith(_ARM)]
    if shot.felt:
        sides = (1, -1) if spec.glow_both else shot.sides
        strength = _FAINT + (1 - _FAINT) * body.pose.tight if shot.works else 1.0
        drawn += draw_glow(spec.glow, body, sides, drawn, lens, strength)
    drawn += memory.part(
        "props", (), lambda: draw_props(spec.props, shot.start, shot.end, spec.posture, lens)
    )
    drawn += _floor(body, lens, shot.box, memory)
    if Trail.TEETH in spec.trail:
        drawn.append(draw_teeth(body, lens))
    if shot.paths:
        paths = pressing(shot.paths, body.pose.tight) if shot.works else shot.paths
        drawn.append(draw_trails(paths, shot.box.half_width * 0.030))
    drawn.sort(key=lambda part: part.depth)
    return Scene(flatten(drawn), shot.box)
