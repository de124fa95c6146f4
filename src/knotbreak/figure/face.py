"""Drawing a face: calm and minimal from afar, with lids, lips and tongue in a close-up."""

from __future__ import annotations

import math
from collections.abc import Sequence

from knotbreak.figure.camera import Lens, Point
from knotbreak.figure.outline import Loop, ellipse, hull_of, turning
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import Part
from knotbreak.figure.sketch import Drawn, discs_of
from knotbreak.figure.vectors import Vec, turned

EYE_UP = 0.0745
EYE_OUT = 0.0305
MOUTH_UP = 0.0105
_LIPS_CLOSED = 0.0055
"""So far the teeth are apart before the lips part too."""


def _skin(x: float, y: float, lift: float = 0.0) -> Vec:
    """A point on the front of the face; `y` counts from the joint that the head nods in."""
    below = max(0.0, 0.05 - y)
    return (x, y, 0.0985 + lift - 8.5 * x * x - 1.6 * below * below)


class Face:
    """The front of a head, ready to be drawn on."""

    def __init__(self, drawn: Drawn, head: Part, lens: Lens, tone: float) -> None:
        self.drawn = drawn
        self.head = head
        self.lens = lens
        self.tone = tone

    def at(self, x: float, y: float, lift: float = 0.0) -> Point:
        """Where a point of the face lies in the picture."""
        return self.lens.flat(self.head.point(_skin(x, y, lift)))

    def loop(self, points: Sequence[tuple[float, float]]) -> Loop:
        """A region of the face."""
        made = [self.at(x, y) for x, y in points]
        return tuple(made) if turning(made) >= 0 else tuple(made[::-1])

    def facing(self, x: float, z: float) -> float:
        """How much a direction of the head points to the camera."""
        return self.lens.facing(turned(self.head.turn, (x, 0.0, z)))


def draw_face(
    drawn: Drawn, head: Part, lens: Lens, tone: float, *, closed: float, jaw: float, close: bool
) -> None:
    """Nose, eyes, brows and mouth; `closed` and `jaw` as in a pose."""
    face = Face(drawn, head, lens, tone)
    _nose(face, close=close)
    for side in (1, -1):
        if face.facing(side * 0.42, 0.9) < 0.12:
            continue
        if close:
            _open_eye(face, side, closed)
        elif closed > 0.5:
            _lid_line(face, side, 0.0, 0.0036)
        else:
            _dot_eye(face, side)
        _brow(face, side, 0.0085 * max(0.0, closed - 1) / 0.6, close=close)
    if face.facing(0.0, 1.0) > -0.05:
        if close:
            _lips(face, jaw)
        else:
            _mouth(face, jaw)


def _nose(face: Face, *, close: bool) -> None:
    point = face.head.point
    bridge = [
        (point((0.0, 0.074, 0.0945)), 0.0058),
        (point((0.0, 0.0410, 0.1085)), 0.0095),
        (point((0.0, 0.0365, 0.0940)), 0.0100),
    ]
    wings = [
        (point((0.0, 0.0395, 0.1080)), 0.0085),
        (point((0.0115, 0.0345, 0.0940)), 0.0070),
        (point((-0.0115, 0.0345, 0.0940)), 0.0070),
    ]
    tip = [(point((0.0, 0.0425, 0.1085)), 0.0084)]
    drawn, lens, tone = face.drawn, face.lens, face.tone
    drawn.area([hull_of(discs_of(lens, bridge))], Role.SKIN, tone)
    drawn.area([hull_of(discs_of(lens, wings))], Role.SKIN, 0.42 + tone)
    drawn.area([hull_of(discs_of(lens, tip))], Role.SKIN, tone)
    if close and face.facing(0.0, 1.0) > 0.5:
        for side in (1, -1):
            line = [face.at(side * x, y, 0.004) for x, y in ((0.004, 0.0305), (0.008, 0.030))]
            drawn.line(line, 0.0022, Role.SKIN, 1.5)


def _dot_eye(face: Face, side: int) -> None:
    m = face.head.turn
    at = face.lens.flat(face.head.point((side * EYE_OUT, EYE_UP, 0.0900)))
    a = face.lens.flat(turned(m, (0.0052, 0.0, -side * 0.002)))
    b = face.lens.flat(turned(m, (0.0, 0.0068, 0.0)))
    face.drawn.area([ellipse(at, a, b)], Role.INK)


_LID = ((-0.0150, -0.0010), (-0.0080, 0.0058), (0.0010, 0.0076), (0.0090, 0.0052), (0.0150, 0.0006))
_BELOW = (
    (0.0150, 0.0006),
    (0.0090, -0.0042),
    (0.0, -0.0056),
    (-0.0085, -0.0044),
    (-0.0150, -0.0010),
)


def _open_eye(face: Face, side: int, closed: float) -> None:
    """An eye with its lids; the upper one does the closing."""
    shut = min(1.0, max(0.0, closed))
    squeeze = min(1.0, max(0.0, (closed - 1) / 0.6))
    lift = [
        (x, y * (1 - shut) + (-0.0035 + 40 * x * x * 0.5) * shut + squeeze * 0.0012)
        for x, y in _LID
    ]
    low = [
        (x, y * (1 - shut) + (-0.0035 + 20 * x * x) * shut + squeeze * 0.0012) for x, y in _BELOW
    ]

    def on(rows: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(side * (EYE_OUT + x), EYE_UP + y) for x, y in rows]

    drawn = face.drawn
    # The hollow around the eye.
    hollow = [(x * 1.25, y * 1.2 + 0.006) for x, y in _LID] + [
        (x * 1.1, y * 0.6) for x, y in _BELOW
    ]
    drawn.area([face.loop(on(hollow))], Role.SKIN, 0.30 + face.tone)
    if shut < 0.97:
        corners = [*lift[:1], *lift, *low[:1], *low]
        white = len(drawn.items)
        drawn.area([face.loop(on(corners))], Role.WHITE, 0.0)
        middle = face.at(side * EYE_OUT, EYE_UP + 0.0008)
        m = face.head.turn
        for size, role, shade in ((0.0071, Role.IRIS, 0.0), (0.0034, Role.INK, 0.0)):
            a = face.lens.flat(turned(m, (size, 0.0, 0.0)))
            b = face.lens.flat(turned(m, (0.0, size, 0.0)))
            drawn.area([ellipse(middle, a, b)], role, shade, inside=white)
        shine = face.at(side * EYE_OUT - 0.002, EYE_UP + 0.0036)
        drawn.area([ellipse(shine, (0.0013, 0.0), (0.0, 0.0013))], Role.WHITE, inside=white)
    lash = [face.at(x, y) for x, y in on(lift)]
    drawn.line(lash, 0.0026 + 0.0006 * shut, Role.INK)
    if shut < 0.9:
        fold = [face.at(x, y + 0.0042 + 0.003 * shut) for x, y in on(lift[1:])]
        drawn.line(fold, 0.0013, Role.SKIN, 1.3)
    if squeeze > 0.05:
        for y0, y1 in ((0.002, 0.006), (-0.003, -0.004)):
            line = [
                face.at(side * (EYE_OUT + 0.0175), EYE_UP - 0.001 + y0),
                face.at(side * (EYE_OUT + 0.0245), EYE_UP - 0.001 + y1),
            ]
            drawn.line(line, 0.0019, Role.SKIN, 1.5, squeeze)


def _lid_line(face: Face, side: int, drop: float, width: float) -> None:
    line = [
        face.at(side * (EYE_OUT + x), EYE_UP - 0.002 - y - drop)
        for x, y in ((-0.0095, 0.0), (0.0, 0.003), (0.0095, 0.0))
    ]
    face.drawn.line(line, width, Role.INK)


def _brow(face: Face, side: int, drop: float, *, close: bool) -> None:
    rows = ((0.0170, 0.0945), (0.0310, 0.0995), (0.0465, 0.0930))
    if not close:
        line = [face.at(side * x, y - drop, 0.001) for x, y in rows]
        face.drawn.line(line, 0.0056, Role.HAIR, 0.4)
        return
    top = ((0.0140, 0.0965), (0.0240, 0.1030), (0.0350, 0.1045), (0.0480, 0.0955))
    under = ((0.0480, 0.0950), (0.0350, 0.0995), (0.0240, 0.0975), (0.0145, 0.0935))
    points = [(side * (x - drop * 0.6), y - drop) for x, y in (*top, *under)]
    face.drawn.area([face.loop(points)], Role.HAIR, 0.35)


def _mouth(face: Face, jaw: float) -> None:
    drop = max(0.0, jaw - _LIPS_CLOSED)
    if drop > 0.002:
        a, b = (0.016, 0.0), (0.0, drop / 2)
        at = face.at(0.0, MOUTH_UP - drop / 2)
        face.drawn.area([ellipse(at, a, b)], Role.LIPS, 1.0)
        return
    # The corners lie further back than the skin there: from the side one sees a line, not a dot.
    rows = (
        (0.0195, 0.0120, -0.0090), (0.0090, 0.0085, -0.0020), (-0.0090, 0.0085, -0.0020),
        (-0.0195, 0.0120, -0.0090),
    )  # fmt: skip
    face.drawn.line([face.at(*row) for row in rows], 0.0042, Role.LIPS, 0.4)


_CORNER = 0.0225
_UPPER_LIP = (
    (0.0225, 0.0), (0.0130, 0.0046), (0.0048, 0.0072), (0.0, 0.0056), (-0.0048, 0.0072),
    (-0.0130, 0.0046), (-0.0225, 0.0),
)  # fmt: skip
_PARTING = (
    (-0.0225, 0.0), (-0.0175, -0.0004), (-0.0110, -0.0006), (0.0, 0.0010), (0.0110, -0.0006),
    (0.0175, -0.0004), (0.0225, 0.0),
)  # fmt: skip
_LOWER_LIP = (
    (-0.0225, 0.0), (-0.0185, -0.0042), (-0.0105, -0.0082), (0.0, -0.0094), (0.0105, -0.0082),
    (0.0185, -0.0042), (0.0225, 0.0),
)  # fmt: skip


def _lips(face: Face, jaw: float) -> None:
    """Both lips; when they part, the teeth and the tongue that stays up behind them."""
    drop = max(0.0, jaw - _LIPS_CLOSED)
    narrow = 1 - drop * 8

    def on(rows: Sequence[tuple[float, float]], down: float) -> list[tuple[float, float]]:
        # Corners stay where they are, and the rest goes down in a round.
        return [
            (
                x * narrow * 1.08,
                MOUTH_UP + y - down * math.sqrt(max(0.0, 1 - (x / _CORNER) ** 2)),
            )
            for x, y in rows
        ]

    drawn = face.drawn
    upper_rim, lower_rim = on(_PARTING, 0.0), on(_PARTING, drop)
    if drop > 0.001:
        gap = len(drawn.items)
        drawn.area([face.loop([*upper_rim, *lower_rim[::-1]])], Role.INK, 0.0, 0.86)
        # Its tip stays up behind the teeth.
        floor = MOUTH_UP - drop - 0.004
        tip = max(floor, MOUTH_UP - 0.0062)
        wide = 0.0135 * narrow
        tongue = [
            (-wide, floor), (-wide, (floor + tip) / 2), (-wide * 0.72, tip), (0.0, tip + 0.0012),
            (wide * 0.72, tip), (wide, (floor + tip) / 2), (wide, floor),
        ]  # fmt: skip
        drawn.area([face.loop(tongue)], Role.LIPS, 0.5, inside=gap)
        x = _CORNER * 0.74 * narrow
        teeth = [
            (-x, MOUTH_UP + 0.003), (-x, MOUTH_UP - 0.0034), (0.0, MOUTH_UP - 0.0052),
            (x, MOUTH_UP - 0.0034), (x, MOUTH_UP + 0.003),
        ]  # fmt: skip
        drawn.area([face.loop(teeth)], Role.WHITE, 0.1, inside=gap)
    lower = [*lower_rim[:1], *lower_rim, *on(_LOWER_LIP, drop)[::-1]]
    upper = [*upper_rim[:1], *upper_rim, *on(_UPPER_LIP, 0.0)]
    drawn.area([face.loop(lower)], Role.LIPS, 0.0)
    drawn.area([face.loop(upper)], Role.LIPS, 0.35)
    if drop <= 0.001:
        drawn.line([face.at(x, y) for x, y in upper_rim], 0.0016, Role.LIPS, 1.2)
    shadow = [face.at(x, MOUTH_UP - 0.0165 - drop, 0.0) for x in (-0.009, 0.0, 0.009)]
    drawn.line(shadow, 0.0030, Role.SKIN, 0.6 + face.tone)
