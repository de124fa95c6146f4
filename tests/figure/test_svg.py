"""Pictures as SVG: well-formed, and with every shape of the scene."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from knotbreak.core.body import Side
from knotbreak.figure.animate import Movement
from knotbreak.figure.palette import Look
from knotbreak.figure.scene import draw, shot_of
from knotbreak.figure.shapes import Area, Box, Glow, Line, Role, Scene
from knotbreak.figure.svg import svg
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.library import LibraryReader

NAME = "{http://www.w3.org/2000/svg}"
SQUARE = ((0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1))


def scenes() -> list[tuple[str, Scene]]:
    library = LibraryReader(builtin_root(), Path("/nonexistent")).reload()
    made = []
    for name, loaded in library.stretches.items():
        spec = loaded.stretch.figure
        assert spec is not None
        side = Side.BOTH if loaded.stretch.side is Side.BOTH else Side.RIGHT
        movement = Movement(spec, side)
        last = movement.keyframes[-1]
        made.append((name, draw(movement.pose_at(last, 1.0), shot_of(movement))))
    return made


@pytest.fixture(scope="module")
def drawn() -> list[tuple[str, Scene]]:
    return scenes()


def test_every_stretch_is_well_formed_and_complete(drawn: list[tuple[str, Scene]]) -> None:
    assert len(drawn) >= 51
    for name, scene in drawn:
        root = ElementTree.fromstring(svg(scene, Look(), 300, 200))
        shapes = [child for child in root if child.tag in (f"{NAME}path", f"{NAME}circle")]
        assert len(shapes) == len(scene.items), name
        assert (root.get("width"), root.get("height")) == ("300", "200")
        clips = {clip.get("id") for clip in root.iter(f"{NAME}clipPath")}
        used = {shape.get("clip-path", "")[5:-1] for shape in shapes} - {""}
        assert used == clips, name
        fills = {shape.get("fill", "")[5:-1] for shape in shapes if "url" in shape.get("fill", "")}
        assert fills == {glow.get("id") for glow in root.iter(f"{NAME}radialGradient")}, name


def test_no_number_is_wrong(drawn: list[tuple[str, Scene]]) -> None:
    for name, scene in drawn:
        text = svg(scene, Look(dark=True), 64, 64)
        assert not any(word in text for word in ("nan", "inf", "None")), name


def test_shapes_keep_their_order_and_their_clips() -> None:
    scene = Scene(
        (
            Area((SQUARE,), Role.SHIRT),
            Line(SQUARE, 0.01, Role.HINT, alpha=0.5),
            Glow((0.05, 0.05), 0.03, Role.GLOW, 0.6, within=(0,)),
        ),
        Box(0.05, 0.05, 0.1, 0.1),
    )
    root = ElementTree.fromstring(svg(scene, Look(), 100, 100, "#F7F4EE"))
    tags = [child.tag.removeprefix(NAME) for child in root]
    assert tags == ["defs", "rect", "path", "path", "circle"]
    assert root[1].get("fill") == "#F7F4EE"
    assert root[2].get("fill") == Look().colour(Role.SHIRT, 0)
    assert root[3].get("stroke-opacity") == "0.50"
    assert root[4].get("clip-path") == "url(#clip0)"
    assert root[4].get("r") == "30.0"
    assert root.get("viewBox") == "-50 -50 200 200"
