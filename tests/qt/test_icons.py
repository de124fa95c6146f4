"""The knot reads at 22 pixels: its states differ, on light and dark panels."""

from __future__ import annotations

import importlib.util
from itertools import combinations, product
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from knotbreak.qt.icons import SIZES, Icons, KnotState, knot_state, panel_is_dark, sheet_name
from tests.qt.qt_world import ICONS

ROOT = Path(__file__).parents[2]
PANELS = {False: "#F6F5F4", True: "#24272B"}


@pytest.fixture
def icons(qapp: QApplication) -> Icons:
    return Icons(ICONS)


@pytest.fixture
def draw_icons() -> ModuleType:
    """The script that draws the sheets."""
    path = ROOT / "packaging" / "draw_icons.py"
    spec = importlib.util.spec_from_file_location("draw_icons", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def image(
    icons: Icons, state: KnotState, due: bool, paused: bool, dark_panel: bool, size: int
) -> QImage:
    """The picture of a size, as a tray gets it."""
    icon = icons.tray_icon(state, due=due, paused=paused, dark_panel=dark_panel)
    return icon.pixmap(QSize(size, size), 1.0).toImage()


def on_panel(picture: QImage, panel: str) -> list[QColor]:
    """The pixels as they are seen."""
    from PySide6.QtGui import QPainter

    seen = QImage(picture.size(), QImage.Format.Format_RGB32)
    seen.fill(QColor(panel))
    painter = QPainter(seen)
    painter.drawImage(0, 0, picture)
    painter.end()
    return [seen.pixelColor(x, y) for y in range(seen.height()) for x in range(seen.width())]


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG."""

    def luminance(colour: QColor) -> float:
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def moments() -> list[tuple[KnotState, bool, bool]]:
    return [
        (state, due, paused)
        for state, due, paused in product(KnotState, (False, True), (False, True))
        if not (due and paused)
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_all_moments_look_different_at_22_pixels(icons: Icons, dark: bool) -> None:
    seen = {moment: on_panel(image(icons, *moment, dark, 22), PANELS[dark]) for moment in moments()}
    for one, other in combinations(seen, 2):
        pairs = zip(seen[one], seen[other], strict=True)
        different = sum(contrast(a, b) > 1.5 for a, b in pairs)
        assert different > 20, f"{one} and {other} differ in {different} pixels"


@pytest.mark.parametrize("guessed", [False, True])
@pytest.mark.parametrize("panel", [False, True])
def test_the_knot_is_seen_even_where_the_panel_was_guessed_wrong(
    icons: Icons, guessed: bool, panel: bool
) -> None:
    for moment in moments():
        pixels = on_panel(image(icons, *moment, guessed, 22), PANELS[panel])
        strong = sum(contrast(pixel, QColor(PANELS[panel])) >= 3 for pixel in pixels)
        assert strong > 40, f"{moment}: {strong} pixels stand out"


def test_the_dot_stands_clear_of_the_rope(icons: Icons) -> None:
    drawn = image(icons, KnotState.TIGHT, True, False, False, 44)
    colours = {drawn.pixelColor(x, 8).name() for x in (34, 36, 38)}
    assert colours == {"#2f8f7d"}
    assert drawn.pixelColor(28, 8).alpha() < 40, "the ring around it is free"


@pytest.mark.parametrize("dark_panel", [False, True])
def test_the_sheets_are_those_of_the_drawings(
    icons: Icons, draw_icons: ModuleType, dark_panel: bool
) -> None:
    """Run packaging/draw_icons.py after a change of a drawing."""
    for state, due, paused in moments():
        name = sheet_name(state, due=due, paused=paused, dark_panel=dark_panel)
        kept = QImage(str(ICONS / name)).convertToFormat(QImage.Format.Format_ARGB32)
        drawn = draw_icons.sheet(ICONS, state, due=due, paused=paused, dark_panel=dark_panel)
        assert kept.size() == drawn.size()
        # Another version of Qt may round some edges otherwise, but draws no other knot.
        pairs = zip(bytes(kept.constBits()), bytes(drawn.constBits()), strict=True)
        assert sum(abs(one - other) > 40 for one, other in pairs) < 50, name


def test_every_size_of_a_tray_is_there_and_drawn_once(icons: Icons) -> None:
    def icon() -> object:
        return icons.tray_icon(KnotState.LOOSE, due=False, paused=False, dark_panel=False)

    first = icons.tray_icon(KnotState.LOOSE, due=False, paused=False, dark_panel=False)
    assert icon() is first
    assert {size.width() for size in first.availableSizes()} == set(SIZES)
    doubled = first.pixmap(QSize(22, 22), 2.0)
    assert (doubled.width(), doubled.devicePixelRatio()) == (44, 2.0)


def test_a_plain_icon_keeps_its_shape_but_not_its_marks(icons: Icons) -> None:
    def plain(state: KnotState, due: bool) -> object:
        return icons.tray_icon(state, due=due, paused=False, dark_panel=True, plain=True)

    assert plain(KnotState.TIGHT, False) is plain(KnotState.LOOSE, False)
    assert plain(KnotState.TIGHT, True) is not plain(KnotState.TIGHT, False)


def test_the_app_icon_is_there_for_windows_and_launchers(icons: Icons) -> None:
    icon = icons.app_icon()
    assert QSize(256, 256) in icon.availableSizes()
    image = icon.pixmap(256, 256).toImage()
    assert image.pixelColor(0, 0).alpha() == 0, "the tile has round corners"
    assert image.pixelColor(128, 20).alpha() == 255


def test_the_knot_tightens_with_the_time() -> None:
    states = [knot_state(share) for share in (0, 0.39, 0.4, 0.79, 0.8, 1)]
    assert states == [
        KnotState.LOOSE, KnotState.LOOSE, KnotState.CLOSING,
        KnotState.CLOSING, KnotState.TIGHT, KnotState.TIGHT,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("desktop", "dark_windows", "dark"),
    [
        ("ubuntu:GNOME", False, True),
        ("KDE", False, False),
        ("KDE", True, True),
        ("XFCE", False, False),
        ("", False, False),
    ],
)
def test_the_panel_is_guessed(desktop: str, dark_windows: bool, dark: bool) -> None:
    assert panel_is_dark(desktop, dark_windows) is dark


def test_the_drawings_are_small_and_our_own_colours() -> None:
    for path in ICONS.glob("*.svg"):
        text = Path(path).read_text(encoding="utf-8")
        assert len(text) < 3_000
        assert "<image" not in text
