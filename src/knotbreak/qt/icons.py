"""The knot: tray icons for every state, from drawings in `assets/icons`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 22, 24, 32, 44, 48, 64)
"""Pixels of what a tray gets. Qt takes the one for the panel's size times its scale, so 44 is
22 at 200 %; a StatusNotifierItem sends them all."""

GRID = 22
"""The drawings' own units."""

_CLOSING_FROM = 0.4
_TIGHT_FROM = 0.8

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

# Desktops whose panel is dark whatever the windows are, by their names in XDG_CURRENT_DESKTOP.
_DARK_PANELS = frozenset({"GNOME", "UNITY", "PANTHEON", "X-CINNAMON", "I3", "SWAY"})


class KnotState(StrEnum):
    """How far the knot is pulled together."""

    LOOSE = "loose"
    CLOSING = "closing"
    TIGHT = "tight"


def knot_state(tightness: float) -> KnotState:
    """The drawing for a share of the way to the next stretch, 0 to 1."""
    if tightness < _CLOSING_FROM:
        return KnotState.LOOSE
    return KnotState.CLOSING if tightness < _TIGHT_FROM else KnotState.TIGHT


def panel_is_dark(desktop: str, dark_windows: bool) -> bool:
    """Whether light strokes are wanted.

    No desktop says what its panel looks like (XFCE's may be either, under the same windows), so
    this is a guess, and the rope has an edge that keeps it readable when the guess is wrong.

    Args:
        desktop: `XDG_CURRENT_DESKTOP`, or empty.
        dark_windows: Whether the windows of the desktop are dark.
    """
    names = {name.upper() for name in desktop.split(":")}
    return dark_windows or bool(names & _DARK_PANELS)


class Icons:
    """Draws the icons once each and keeps them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[KnotState, bool, bool, bool], QIcon] = {}

    def tray_icon(
        self,
        state: KnotState,
        *,
        due: bool,
        paused: bool,
        dark_panel: bool,
        plain: bool = False,
    ) -> QIcon:
        """The icon of a moment. A plain one stays the same knot, but for its marks."""
        key = (KnotState.LOOSE if plain else state, due and not paused, paused, dark_panel)
        icon = self._kept.get(key)
        if icon is None:
            icon = self._kept[key] = QIcon()
            for size in SIZES:
                icon.addPixmap(QPixmap.fromImage(self.image(*key, size)))
        return icon

    def image(
        self, state: KnotState, due: bool, paused: bool, dark_panel: bool, size: int
    ) -> QImage:
        """One tray icon of so many pixels, on nothing."""
        image = self._edged(f"knot-{state.value}", dark_panel, size)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / GRID, size / GRID)
        if paused:
            # As a whole: dimmed one by one, strands would show through where they meet.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
            painter.fillRect(QRectF(0, 0, GRID, GRID), QColor(0, 0, 0, _PAUSED_ALPHA))
            _wipe(painter, _PAUSED_ROOM)
            painter.resetTransform()
            painter.drawImage(0, 0, self._edged("mark-paused", dark_panel, size))
        elif due:
            x, y, radius = _DUE_ROOM
            _wipe(painter, QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
            painter.resetTransform()
            painter.drawImage(0, 0, self._drawing("mark-due", dark_panel, size))
        painter.end()
        return image

    def app_icon(self) -> QIcon:
        """The program's own icon, for windows and launchers."""
        icon = QIcon()
        renderer = QSvgRenderer(str(self._folder / "knotbreak.svg"))
        for size in (16, 32, 48, 64, 128, 256):
            image = _clear_image(size)
            painter = QPainter(image)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            icon.addPixmap(QPixmap.fromImage(image))
        return icon

    def _edged(self, name: str, dark_panel: bool, size: int) -> QImage:
        """A drawing with its edge below it."""
        drawing = self._drawing(name, dark_panel, size)
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

    def _drawing(self, name: str, dark_panel: bool, size: int) -> QImage:
        text = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
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
