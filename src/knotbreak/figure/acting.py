"""The figure of a session: what it does in every segment, and how it gets from one to the next.

A movement knows its own poses. Between movements the figure goes from whatever it was doing to the
next start: it turns, sits down and gets up on the way, and the camera goes with it.
"""

from __future__ import annotations

from typing import NamedTuple

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import FigureSpec, Framing, Posture
from knotbreak.core.timeline import MOVEMENT, SegmentKind
from knotbreak.figure.animate import Movement, eased
from knotbreak.figure.breath_scene import breath_scene
from knotbreak.figure.camera import Camera
from knotbreak.figure.framing import box_for
from knotbreak.figure.ground import grounded
from knotbreak.figure.pose import Pose, blend, reflected
from knotbreak.figure.postures import STANCES
from knotbreak.figure.scene import Shot, draw, shot_of
from knotbreak.figure.shapes import Box, Scene
from knotbreak.figure.skeleton import Body, place
from knotbreak.figure.solve import solve
from knotbreak.figure.steps import Step, Steps
from knotbreak.figure.trails import circular

EASE_IN_MS = 1_600
"""So long before a hold the figure begins to move into it: the hold's clock starts at its end."""

SETTLE_MS = 1_200
"""So long it takes from what was done before to the start of what comes."""

HOP_MS = 1_300
"""And so long more for every posture on the way, down to the floor or up from it."""

GENTLE = 0.6
"""How much of a movement its gentle version shows."""


class Rep(NamedTuple):
    """A moment of a rep: the phase, the one before it, how much of it has passed of how long."""

    phase: str
    before: str
    fraction: float
    ms: int = 0


class Act(NamedTuple):
    """A moment of a session, as far as the figure is concerned.

    Attributes:
        spec: The figure of the step.
        side: The side that works; BOTH where there are none.
        kind: What the segment is for.
        segment: Its number, which tells one from the next.
        elapsed_ms, remaining_ms: Where in it the moment lies.
        holds: Whether the step is held; else it is done in reps.
        gentle: Whether less of the movement is asked for.
        rep: The moment of a rep, in reps.
        fullness: How full the lungs are, from 0 to 1: all that a figure without a body shows.
    """

    spec: FigureSpec
    side: Side
    kind: SegmentKind
    segment: int
    elapsed_ms: int
    remaining_ms: int
    holds: bool = True
    gentle: bool = False
    rep: Rep | None = None
    fullness: float = 0.0


class _Seen(NamedTuple):
    """What was shown last, from which the next segment sets out."""

    pose: Pose
    camera: Camera
    box: Box
    posture: Posture


class _Cast(NamedTuple):
    """A movement with its camera; the spec is kept so that its identity stays its own.

    What draws circles may do so either way: `back` has its arrows the other way round, `calm` has
    none of them. Of all other movements the three are one.
    """

    spec: FigureSpec
    movement: Movement
    shot: Shot
    back: Shot
    calm: Shot
    steps: Steps

    def seen(self, rep: Rep | None) -> Shot:
        """How a moment is shown: a circle only while it is drawn, and the way it is drawn."""
        if rep is None:
            return self.calm
        order = self.movement.keyframes[1:]
        if self.back is self.shot or rep.before not in order or rep.phase not in order:
            return self.shot
        after = order[(order.index(rep.before) + 1) % len(order)]
        return self.shot if rep.phase == after else self.back


class Cel(NamedTuple):
    """What tells one picture of a movement from its others, and from those of other movements."""

    spec: int
    side: Side
    turned: float
    gentle: bool
    step: Step
    back: bool = False


HELD = Step(-1, 0, 1)
"""The one picture of a hold."""


class Actor:
    """Plays the figure through a session; give it the moments in order.

    Attributes:
        grain: How far anything may move in one picture of a rep, as a share of half the width.
    """

    def __init__(self) -> None:
        self._casts: dict[tuple[int, Side], _Cast] = {}
        self._segment: int | None = None
        self._from: _Seen | None = None
        self._last: _Seen | None = None
        self._unseen: Act | None = None
        self.grain = 1 / 600
        self._drawn: tuple[Pose, Shot, Scene] | None = None
        self._turned = 0.0

    def turn(self, degrees: float) -> None:
        """Walk around the figure: positive brings its own right side to the front."""
        self._turned = (self._turned + degrees) % 360.0
        self._drawn = None

    def face(self) -> None:
        """Go back to where each movement is seen best."""
        self.turn(-self._turned)

    def cel(self, act: Act) -> Cel | None:
        """Which picture a moment of a movement has; None where each moment has its own.

        Who has the picture need not ask for the scene.
        """
        if act.spec.breathes:
            return None
        cast = self._cast(act.spec, act.side)
        self._enter(act)
        settled = self._from is None or act.elapsed_ms >= SETTLE_MS // 3
        if act.kind not in MOVEMENT or not settled:
            return None
        self._unseen = act
        step = HELD if act.rep is None else self._step(cast, act, act.rep)
        back = cast.seen(act.rep) is not cast.shot
        return Cel(id(act.spec), act.side, self._turned, act.gentle, step, back)

    def scene(self, act: Act) -> Scene:
        """The picture of a moment; the same object as before while nothing moves."""
        if act.spec.breathes:
            # Nobody is there: who comes next begins where the movement begins.
            self._segment, self._from, self._last = act.segment, None, None
            return breath_scene(act.fullness)
        cast = self._cast(act.spec, act.side)
        self._enter(act)
        body, shot = self._body(cast, act), cast.seen(act.rep)
        if self._from is not None:
            body, shot = self._on_the_way(self._from, act, body, shot)
        self._last = _Seen(body.pose, shot.camera, shot.box, act.spec.posture)
        self._unseen = None
        drawn = self._drawn
        if drawn is not None and drawn[0] == body.pose and drawn[1] is shot:
            return drawn[2]
        scene = draw(body, self._seen_from(shot))
        self._drawn = (body.pose, shot, scene)
        return scene

    def _enter(self, act: Act) -> None:
        """With a new segment the figure sets out from where it was."""
        if act.segment == self._segment:
            return
        self._segment = act.segment
        unseen, self._unseen = self._unseen, None
        if unseen is not None:
            cast = self._cast(unseen.spec, unseen.side)
            pose = self._body(cast, unseen).pose
            self._last = _Seen(pose, cast.shot.camera, cast.shot.box, unseen.spec.posture)
        self._from = self._last

    def _step(self, cast: _Cast, act: Act, rep: Rep) -> Step:
        since = rep.before if rep.before in cast.movement.keyframes else None
        size = self.grain * cast.shot.box.half_width
        return cast.steps.step(rep.phase, rep.fraction, _amplitude(act), since, size, rep.ms)

    def _body(self, cast: _Cast, act: Act) -> Body:
        if act.rep is not None:
            return cast.steps.body(self._step(cast, act, act.rep))
        return _body(cast.movement, act)

    def _seen_from(self, shot: Shot) -> Shot:
        if not self._turned:
            return shot
        azimuth, elevation, mirrored = shot.camera
        turned = self._turned if mirrored else -self._turned
        return shot._replace(camera=Camera(azimuth + turned, elevation, mirrored))

    def stills(self, act: Act) -> tuple[Scene, Scene]:
        """For who wants no motion: the start and the end of the movement."""
        cast = self._cast(act.spec, act.side)
        amplitude = _amplitude(act)
        first, *rest = cast.movement.keyframes
        end = "end" if "end" in rest else rest[0] if rest else first
        return tuple(
            draw(cast.movement.pose_at(name, 1.0, amplitude), cast.seen(act.rep))
            for name in (first, end)
        )  # type: ignore[return-value]

    def _cast(self, spec: FigureSpec, side: Side) -> _Cast:
        key = (id(spec), side)
        cast = self._casts.get(key)
        if cast is None:
            movement = Movement(spec, side)
            shot = shot_of(movement)
            back = calm = shot
            if any(map(circular, shot.paths)):
                ways = [path[::-1] if circular(path) else path for path in shot.paths]
                back = shot._replace(paths=tuple(ways))
                calm = shot._replace(paths=tuple(p for p in shot.paths if not circular(p)))
            cast = self._casts[key] = _Cast(spec, movement, shot, back, calm, Steps(movement))
        return cast

    def _on_the_way(self, seen: _Seen, act: Act, body: Body, shot: Shot) -> tuple[Body, Shot]:
        between = way(seen.posture, act.spec.posture)
        total_ms = SETTLE_MS + HOP_MS * len(between)
        if act.elapsed_ms >= total_ms or (
            act.kind in MOVEMENT and act.elapsed_ms >= SETTLE_MS // 3
        ):
            return body, shot
        if act.kind in MOVEMENT:
            total_ms = SETTLE_MS // 3
        share = act.elapsed_ms / total_ms
        pose, camera = seen.pose, seen.camera
        if camera.mirrored != shot.camera.mirrored:
            # The same picture without (or with) the mirror.
            pose = reflected(pose)
            camera = Camera(-camera.azimuth, camera.elevation, shot.camera.mirrored)
        stops = [pose, *(_standing_in(posture) for posture in between), body.pose]
        leg, within = divmod(share * (len(stops) - 1), 1.0)
        start, goal = stops[int(leg)], stops[int(leg) + 1]
        mixed = blend(start, goal, eased(within))
        made = grounded(place(mixed), lowered=bool(between))
        turned = eased(share)
        camera = _between_cameras(camera, shot.camera, turned)
        box = _between_boxes(seen.box, shot.box, turned)
        if between:
            # Who gets up or down is followed, and seen whole.
            whole = box_for(Framing.WHOLE, (made,), camera, ())
            box = _between_boxes(box, whole, eased(min(1.0, 5 * share, 5 * (1 - share))))
        if seen.posture is not act.spec.posture:
            # Nothing is stretched yet.
            shot = shot._replace(felt=False, paths=())
        return made, shot._replace(camera=camera, box=box)


def _amplitude(act: Act) -> float:
    return GENTLE if act.gentle else 1.0


def _body(movement: Movement, act: Act) -> Body:
    """The body of a moment without reps."""
    amplitude = _amplitude(act)
    if act.kind in MOVEMENT:
        return movement.pose_at("hold", 1.0, amplitude)
    if act.holds and act.kind is not SegmentKind.WAIT and act.remaining_ms < EASE_IN_MS:
        return movement.pose_at("move", 1.0 - act.remaining_ms / EASE_IN_MS, amplitude)
    return movement.pose_at("start", 1.0, amplitude)


# -- from posture to posture -------------------------------------------------------------------

_CHAIR = frozenset({Posture.SEATED, Posture.SEATED_EDGE, Posture.NONE})
_FEET = frozenset({Posture.STANDING, Posture.SPLIT_STANCE})


def way(start: Posture, goal: Posture) -> tuple[Posture, ...]:
    """The postures between two others, as a person goes through them."""
    if start is goal:
        return ()
    low, high = _level(start), _level(goal)
    if low == high:
        return (Posture.KNEELING,) if _level(start) == 0 and _far_apart(start, goal) else ()
    if low > high:
        return tuple(reversed(way(goal, start)))
    path: list[Posture] = []
    if low == 0:
        path += [p for p in (Posture.KNEELING, Posture.HALF_KNEELING) if p is not start]
        if start is Posture.HALF_KNEELING:
            path = []
    if high == 2 and low == 0:
        path.append(Posture.STANDING)
    return tuple(path)


def _far_apart(a: Posture, b: Posture) -> bool:
    return Posture.LONG_SIT in (a, b) and Posture.KNEELING not in (a, b)


def _level(posture: Posture) -> int:
    """0 on the floor, 1 on the feet, 2 on a chair: from a chair one stands up first."""
    return 2 if posture in _CHAIR else 1 if posture in _FEET else 0


def _standing_in(posture: Posture) -> Pose:
    """The plain pose of a posture."""
    return solve(posture, {}, STANCES[posture].contacts, sided=False).pose


def _between_cameras(a: Camera, b: Camera, share: float) -> Camera:
    turn = (b.azimuth - a.azimuth + 180.0) % 360.0 - 180.0
    if abs(abs(turn) - 180.0) < 1e-6 or abs(turn) > 150.0:
        # From one side to the other past the front, where the face is.
        turn = b.azimuth - a.azimuth
    return Camera(
        a.azimuth + turn * share, a.elevation + (b.elevation - a.elevation) * share, b.mirrored
    )


def _between_boxes(a: Box, b: Box, share: float) -> Box:
    return Box(*(p + (q - p) * share for p, q in zip(a, b, strict=True)))
