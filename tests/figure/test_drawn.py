"""How the body is drawn: what belongs together stays together, from whichever side one looks."""

from __future__ import annotations

import math

import msgspec
import pytest

from knotbreak.figure.camera import Camera, Lens
from knotbreak.figure.hands import finger_points, thumb_points
from knotbreak.figure.head import FACE_EDGE, HAIR_EDGE, Skull, draw_head
from knotbreak.figure.outline import Disc, cap, disc, sides, turning
from knotbreak.figure.pose import Hand, Pose
from knotbreak.figure.shapes import Area, Line, Role
from knotbreak.figure.skeleton import HEAD, NECK, Body, place
from knotbreak.figure.sketch import near_half
from knotbreak.figure.trunk import draw_trunk, rings

VIEWS = tuple(Camera(azimuth) for azimuth in (0, 45, 90, 135, 180, 270))

STANDING = Pose()


def bowed(pose: Pose) -> Pose:
    """The head bowed, turned and with an open mouth; below the neck nothing moves."""
    spine = list(pose.spine)
    spine[NECK * 3 : HEAD * 3 + 3] = [30.0, 10.0, 40.0, 15.0, 5.0, 20.0]
    return msgspec.structs.replace(pose, spine=tuple(spine), jaw=0.02)


def cloth(body: Body, lens: Lens) -> list[Area | Line]:
    """All that is drawn of the shirt, also where it lies before the neck."""
    drawn = [*draw_trunk(body, lens), *draw_head(body, lens)]
    return [
        item
        for part in drawn
        for item in part.items
        if isinstance(item, (Area, Line)) and item.role is Role.SHIRT
    ]


@pytest.mark.parametrize("camera", VIEWS)
def test_shirt_and_collar_stay_when_the_head_moves(camera: Camera) -> None:
    lens = Lens(camera)
    assert cloth(place(bowed(STANDING)), lens) == cloth(place(STANDING), lens)


@pytest.mark.parametrize("camera", VIEWS)
def test_the_collar_is_drawn_once(camera: Camera) -> None:
    lens, body = Lens(camera), place(STANDING)
    top = min(lens.flat(ring.at)[1] for ring in rings(body)) + 0.05
    edges = [
        item
        for item in cloth(body, lens)
        if isinstance(item, Line) and min(y for _, y in item.points) < top
    ]
    assert len(edges) == 1


@pytest.mark.parametrize("elevation", [-60, -20, 10, 40, 70, 89])
@pytest.mark.parametrize("azimuth", range(0, 360, 40))
def test_hair_and_face_share_the_skull_from_wherever_one_looks(
    azimuth: float, elevation: float
) -> None:
    """Nothing of it is left bare, and nothing is both: also of a head seen from above."""
    skull = Skull(place(STANDING).head, Lens(Camera(azimuth, elevation)))
    rim = math.tau * turning(skull.rim()) / turning(disc(0.0, 0.0, 1.0))
    hair, face = (
        sum(abs(turning(patch)) for patch in skull.patch(edge, 0.0))
        for edge in (HAIR_EDGE, FACE_EDGE)
    )
    assert math.isclose(hair + face, rim, rel_tol=0.03)


@pytest.mark.parametrize("camera", VIEWS)
def test_the_near_half_of_a_ring_is_the_near_one(camera: Camera) -> None:
    lens = Lens(camera)
    half = near_half(lens, (0.0, 0.0, 0.0), (0.05, 0.0, 0.0), (0.0, 0.0, 0.05))
    # A level ring seen from above: what is near lies low in the picture.
    assert all(y > 0 for _, y in half)
    assert len(half) >= 5


@pytest.mark.parametrize(("slim", "wide"), [(0.03, 0.03), (0.02, 0.05), (0.05, 0.02)])
def test_the_end_of_a_chain_is_round(slim: float, wide: float) -> None:
    discs: list[Disc] = [(0.0, 0.0, slim), (0.06, 0.0, wide)]
    left, right = sides(discs)
    for edge, round_, other, out in (
        (right[0], discs[0], left[0], -1),
        (left[1], discs[1], right[1], 1),
    ):
        x, y, radius = round_
        arc = cap(edge, round_, other)
        assert len(arc) == 3
        for px, py in arc:
            assert radius <= math.hypot(px - x, py - y) < radius * 1.25
        assert arc[1][0] * out > x * out


@pytest.mark.parametrize("side", [1, -1])
def test_the_thumb_of_a_fist_lies_over_its_fingers(side: int) -> None:
    fist = Hand(knuckles=84, fingers=92, tips=60, spread=0, thumb=0, thumb_flexion=49)
    (x, y, _), radius = thumb_points(fist, side)[-1]
    bent = [finger_points(fist, number, side) for number in (0, 1)]
    # The palm faces away from `side`: the further that way, the further before the fingers.
    front = max(-joint[0] * side for points in bent for joint, _ in points)
    assert -x * side > front
    assert -x * side - radius < front + 0.012
    low = min(joint[1] for points in bent for joint, _ in points)
    assert low < y < 0
