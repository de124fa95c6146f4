"""The pictures that were drawn beforehand are those of the figure as it is now."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from knotbreak.bootstrap.drawing import Drawing
from knotbreak.core.body import Side
from knotbreak.core.figure_spec import Angle
from knotbreak.storage.library import LibraryReader

ROOT = Path(__file__).resolve().parents[2]
MOVEMENTS = LibraryReader(ROOT, ROOT / "no-such-folder").reload().movements()
ANEW = "run python packaging/draw_movements.py"


@pytest.fixture(scope="module")
def draw() -> ModuleType:
    path = ROOT / "packaging" / "draw_movements.py"
    spec = importlib.util.spec_from_file_location("draw_movements", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(MOVEMENTS))
def test_both_pictures_of_a_movement_are_current(
    draw: ModuleType, qapp: QApplication, name: str
) -> None:
    del qapp
    stretch = MOVEMENTS[name]
    side = Side.BOTH if stretch.side is Side.BOTH else Side.LEFT
    strip = draw.strip(Drawing(stretch, name))
    assert not draw.differs(strip, draw.STRIPS / f"{name}.png"), ANEW
    assert not draw.differs(draw.small(stretch.figure, side), draw.SMALL / f"{name}.png"), ANEW


def test_another_picture_is_told_apart(draw: ModuleType, qapp: QApplication) -> None:
    del qapp
    small = draw.small(MOVEMENTS["neck-side"].figure, Side.RIGHT)
    assert draw.differs(small, draw.SMALL / "neck-side.png")
    assert draw.differs(small, draw.SMALL / "no-such.png")


def test_a_head_that_tips_a_few_degrees_less_is_noticed(
    draw: ModuleType, qapp: QApplication
) -> None:
    del qapp
    stretch = MOVEMENTS["neck-side"]
    assert stretch.figure is not None
    *others, end = stretch.figure.keyframe
    tilt = end.angles[Angle.NECK_LATERAL_FLEXION] - 6
    less = msgspec.structs.replace(end, angles={**end.angles, Angle.NECK_LATERAL_FLEXION: tilt})
    figure = msgspec.structs.replace(stretch.figure, keyframe=(*others, less))
    changed = Drawing(msgspec.structs.replace(stretch, figure=figure), "neck-side")
    assert draw.differs(draw.strip(changed), draw.STRIPS / "neck-side.png")


def test_there_is_one_for_each_movement_and_they_are_small(draw: ModuleType) -> None:
    for folder, most in ((draw.STRIPS, 3_000_000), (draw.SMALL, 300_000)):
        files = list(folder.iterdir())
        assert {path.name for path in files} == {f"{name}.png" for name in MOVEMENTS}
        assert sum(path.stat().st_size for path in files) < most
