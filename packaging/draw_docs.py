"""Draws the pictures of the format reference: docs/pictures/{posture,figure}-*.png.

python packaging/draw_docs.py
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import msgspec
from PySide6.QtGui import QGuiApplication

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "packaging")]

from generate import FIGURE  # noqa: E402

from knotbreak.core.body import Side  # noqa: E402
from knotbreak.core.figure_spec import FigureSpec, Keyframe, Posture, Prop, View  # noqa: E402
from knotbreak.figure.animate import Movement  # noqa: E402
from knotbreak.figure.palette import Look  # noqa: E402
from knotbreak.figure.scene import draw, shot_of  # noqa: E402
from knotbreak.qt.pictures import picture, save_png  # noqa: E402

OUT = ROOT / "docs" / "pictures"
SIDE = 240
SMALL = 150

_PROPS = {Posture.SEATED: (Prop.CHAIR,), Posture.SEATED_EDGE: (Prop.CHAIR,)}
_HANDS_DOWN = {"hand": "floor", "other-hand": "floor"}
_ON_THE_MAT = frozenset(
    {Posture.ALL_FOURS, Posture.KNEELING, Posture.HALF_KNEELING, Posture.LONG_SIT}
)


def main() -> None:
    """Draw them all."""
    _app = QGuiApplication([])
    for posture in Posture:
        if posture is Posture.NONE:
            continue
        props = (Prop.MAT,) if posture in _ON_THE_MAT else _PROPS.get(posture, ())
        start = Keyframe(at="start", contacts=_HANDS_DOWN if posture is Posture.ALL_FOURS else {})
        spec = FigureSpec(posture=posture, view=View.SIDE, props=props, keyframe=(start,))
        save(spec, "start", f"posture-{posture}.png", SMALL)
    spec = msgspec.convert(tomllib.loads(FIGURE)["figure"], FigureSpec)
    for moment in ("start", "end"):
        save(spec, moment, f"figure-{moment}.png", SIDE)


def save(spec: FigureSpec, moment: str, name: str, side: int) -> None:
    """Draw one moment of a figure."""
    movement = Movement(spec, Side.LEFT)
    scene = draw(movement.pose_at(moment, 1.0), shot_of(movement))
    save_png(picture(scene, Look(), side, side), OUT / name)


if __name__ == "__main__":
    main()
