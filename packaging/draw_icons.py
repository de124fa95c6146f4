"""Draw the tray icons of every state from `assets/icons/*.svg` into the sheets beside them.

python packaging/draw_icons.py

The program shows the sheets as they are: to draw the icons at each start took it 30 ms and 4 MB
more (QtSvg, the painter, and the `Qt` namespace, which PySide6 makes as a whole).
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))

from knotbreak.qt.icons import SIZES, KnotState, sheet_name  # noqa: E402

FOLDER = ROOT / "assets" / "icons"

GRID = 22
"""The drawings' own units."""

# As drawn (for a light panel), and instead of it on a dark one.
_COLOURS = (("#2B2A27", "#ECE7DD"), ("#2F8F7D", "#5BB8A6"))

# What is wiped out around a mark, so that it stands clear of the rope: x, y, radius.
_DUE_ROOM = (17.9, 4.1, 4.3)
_PAUSED_ROOM = QRectF(12.9, 12.6, 12, 12)
_PAUSED_ALPHA = 150

# Around the rope, in the colour of the panel it is meant for, in units of the drawing.
_EDGE = 0.9
_EDGE_STEPS = ((-1, 0), (1, 0), (0, -1), (0, 1), (-0.7, -0.7), (-0.7, 0.7), (0.7, -0.7), (0.7, 0.7))
_EDGE_COLOURS = ("#F7F4EE", "#1B1F24")
_EDGE_ALPHA = 215


def sheet(folder: Path, state: KnotState, *, due: bool, paused: bool, dark_panel: bool) -> QImage:
    """All sizes of one icon, side by side."""
    made = QImage(sum(SIZES), max(SIZES), QImage.Format.Format_ARGB32)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    x = 0
    for size in SIZES:
        painter.drawImage(x, 0, image(folder, state, due, paused, dark_panel, size))
        x += size
    painter.end()
    return made


def image(
    folder: Path, state: KnotState, due: bool, paused: bool, dark_panel: bool, size: int
) -> QImage:
    """One tray icon of so many pixels, on nothing."""
    image = _edged(folder, f"knot-{state.value}", dark_panel, size)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / GRID, size / GRID)
    if paused:
        # As a whole: dimmed one by one, strands would show through where they meet.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.fillRect(QRectF(0, 0, GRID, GRID), QColor(0, 0, 0, _PAUSED_ALPHA))
        _wipe(painter, _PAUSED_ROOM)
        painter.resetTransform()
        painter.drawImage(0, 0, _edged(folder, "mark-paused", dark_panel, size))
    elif due:
        x, y, radius = _DUE_ROOM
        _wipe(painter, QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
        painter.resetTransform()
        painter.drawImage(0, 0, _drawing(folder, "mark-due", dark_panel, size))
    painter.end()
    return image


def _edged(folder: Path, name: str, dark_panel: bool, size: int) -> QImage:
    """A drawing with its edge below it."""
    drawing = _drawing(folder, name, dark_panel, size)
    edge = _tinted(drawing, QColor(_EDGE_COLOURS[dark_panel]))
    image = _clear_image(size)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    step = _EDGE * size / GRID
    for x, y in _EDGE_STEPS:
        painter.drawImage(QPointF(x * step, y * step), edge)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.fillRect(image.rect(), QColor(0, 0, 0, _EDGE_ALPHA))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.drawImage(0, 0, drawing)
    painter.end()
    return image


def _drawing(folder: Path, name: str, dark_panel: bool, size: int) -> QImage:
    text = (folder / f"{name}.svg").read_text(encoding="utf-8")
    if dark_panel:
        for drawn, instead in _COLOURS:
            text = text.replace(drawn, instead)
    image = _clear_image(size)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def _wipe(painter: QPainter, place: QRectF) -> None:
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0))
    painter.drawEllipse(place)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _clear_image(size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _tinted(image: QImage, colour: QColor) -> QImage:
    tinted = image.copy()
    painter = QPainter(tinted)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(tinted.rect(), colour)
    painter.end()
    return tinted


def main() -> int:
    """Write the sheets."""
    _app = QGuiApplication(["draw_icons", "-platform", "offscreen"])
    for state in KnotState:
        for due, paused in ((False, False), (True, False), (False, True)):
            for dark in (False, True):
                name = sheet_name(state, due=due, paused=paused, dark_panel=dark)
                path = FOLDER / name
                path.parent.mkdir(exist_ok=True)
                made = sheet(FOLDER, state, due=due, paused=paused, dark_panel=dark)
                if not made.save(str(path), "PNG", 0):
                    print(f"{path} cannot be written", file=sys.stderr)
                    return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
