"""Drawing feet: shoes with a sole, or bare feet on the mat."""

from __future__ import annotations

from knotbreak.figure.camera import Lens
from knotbreak.figure.outline import Loop
from knotbreak.figure.proportions import ANKLE_UP, BALL_AHEAD
from knotbreak.figure.shapes import Role
from knotbreak.figure.skeleton import LegParts, Part
from knotbreak.figure.sketch import Chain, Drawn, discs_of, hulled
from knotbreak.figure.vectors import Vec, about_x, times

_S = -ANKLE_UP
_UPPER: tuple[tuple[Vec, float], ...] = (
    ((0.0, _S + 0.040, -0.020), 0.033),
    ((0.0, 0.004, -0.004), 0.036),
    ((0.0, -0.014, 0.040), 0.033),
    ((0.014, _S + 0.034, 0.100), 0.029),
    ((-0.014, _S + 0.034, 0.100), 0.029),
)
_TOE: tuple[tuple[Vec, float], ...] = (
    ((0.014, 0.0, 0.0), 0.0285),
    ((-0.014, 0.0, 0.0), 0.0285),
    ((0.010, -0.008, 0.052), 0.0215),
    ((-0.014, -0.008, 0.056), 0.0215),
)
_SOLE: tuple[tuple[Vec, float], ...] = (
    ((0.014, _S + 0.009, -0.036), 0.010),
    ((-0.014, _S + 0.009, -0.036), 0.010),
    ((0.034, _S + 0.009, 0.085), 0.010),
    ((-0.030, _S + 0.009, 0.085), 0.010),
    ((0.032, _S + 0.009, BALL_AHEAD), 0.010),
    ((-0.030, _S + 0.009, BALL_AHEAD), 0.010),
)
_TOE_SOLE: tuple[tuple[Vec, float], ...] = (
    ((0.034, -0.027, -0.012), 0.010),
    ((-0.030, -0.027, -0.012), 0.010),
    ((0.018, -0.024, 0.060), 0.010),
    ((-0.022, -0.024, 0.066), 0.010),
)
_HINGE: Vec = (0.0, _S + 0.036, BALL_AHEAD - 0.012)


_BARE: tuple[tuple[Vec, float], ...] = (
    ((0.0, _S + 0.031, -0.024), 0.029),
    ((0.0, 0.004, -0.002), 0.033),
    ((0.0, -0.016, 0.038), 0.028),
    ((0.020, _S + 0.020, 0.104), 0.019),
    ((-0.020, _S + 0.022, 0.104), 0.021),
    ((0.018, _S + 0.016, 0.02), 0.016),
)
# Each toe: where it starts across the foot and ahead of the hinge, its length, its radius.
_TOES = (
    (-0.0235, 0.000, 0.058, 0.0135),
    (-0.006, 0.002, 0.054, 0.0095),
    (0.0085, -0.001, 0.047, 0.0090),
    (0.0205, -0.007, 0.039, 0.0085),
    (0.0305, -0.014, 0.031, 0.0080),
)
_BARE_HINGE: Vec = (0.0, _S + 0.016, BALL_AHEAD - 0.012)


def draw_bare_foot(leg: LegParts, toes: float, lens: Lens, tone: float) -> Drawn:
    """One foot without a shoe."""
    part, side = leg.foot, leg.side
    name = "left" if side > 0 else "right"
    drawn = Drawn(f"{name}-foot", lens.depth(part.point((0.0, -0.03, 0.05))))
    front = Part(part.point(_BARE_HINGE), times(part.turn, about_x(-toes)))
    base, light = hulled(
        discs_of(lens, [(part.point((x * side, y, z)), r) for (x, y, z), r in _BARE])
    )
    rows = []
    for across, ahead, long, radius in _TOES:
        points = [
            (front.point((across * side, 0.0, ahead)), radius * 1.12),
            (front.point((across * side, 0.003, ahead + long * 0.55)), radius * 0.95),
            (front.point((across * side, -0.003, ahead + long)), radius),
        ]
        rows.append((lens.depth(points[1][0]), Chain(discs_of(lens, points))))
    rows.sort(key=lambda row: row[0])
    m = part.turn
    toes_first = lens.facing((m[2], m[5], m[8])) < 0
    if not toes_first:
        drawn.round([base], [light], Role.SKIN, tone)
    for _, chain in rows:
        edge, bright = chain.piece(0, 2, cap_start=True, cap_end=True)
        drawn.round(edge, bright, Role.SKIN, tone)
    if toes_first:
        drawn.round([base], [light], Role.SKIN, tone)
    return drawn


def draw_shoe(leg: LegParts, toes: float, lens: Lens, tone: float) -> Drawn:
    """One foot in a shoe, hinged at the ball."""
    part, side = leg.foot, leg.side
    name = "left" if side > 0 else "right"
    drawn = Drawn(f"{name}-foot", lens.depth(part.point((0.0, -0.03, 0.05))))
    front = Part(part.point(_HINGE), times(part.turn, about_x(-toes)))

    def shape(on: Part, rows: tuple[tuple[Vec, float], ...]) -> tuple[Loop, Loop]:
        return hulled(discs_of(lens, [(on.point((x * side, y, z)), r) for (x, y, z), r in rows]))

    soles = [shape(part, _SOLE), shape(front, _TOE_SOLE)]
    uppers = [shape(part, _UPPER), shape(front, _TOE)]
    m = part.turn

    def upper() -> None:
        drawn.round([u[0] for u in uppers], [u[1] for u in uppers], Role.SHOE, tone)

    def sole() -> None:
        drawn.round([s[0] for s in soles], [s[1] for s in soles], Role.SOLE, tone)

    if lens.facing((m[1], m[4], m[7])) > 0:
        sole()
        upper()
    else:
        upper()
        sole()
    return drawn
