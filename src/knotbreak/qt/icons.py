"""The knot: tray icons for every state, from `assets/icons` (see packaging/draw_icons.py)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtGui import QIcon, QPixmap

SIZES = (16, 20, 22, 24, 32, 44, 48, 64)
"""Pixels of what a tray gets. Qt takes the one for the panel's size times its scale, so 44 is
22 at 200 %; a StatusNotifierItem sends them all. In a sheet they stand side by side."""

_CLOSING_FROM = 0.4
_TIGHT_FROM = 0.8

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


def sheet_name(state: KnotState, *, due: bool, paused: bool, dark_panel: bool) -> str:
    """The file that holds all sizes of one icon, in `assets/icons`."""
    mark = "-due" if due else "-paused" if paused else ""
    return f"tray/{state.value}{mark}-{'light' if dark_panel else 'dark'}.png"


class Icons:
    """Reads the icons once each and keeps them."""

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
            icon = self._kept[key] = self._read(*key)
        return icon

    def app_icon(self) -> QIcon:
        """The program's own icon, for windows and launchers."""
        # Drawn for the first window only: a program in the tray needs neither QtSvg nor a painter.
        from PySide6.QtCore import QRectF, Qt
        from PySide6.QtGui import QImage, QPainter
        from PySide6.QtSvg import QSvgRenderer

        icon = QIcon()
        renderer = QSvgRenderer(str(self._folder / "knotbreak.svg"))
        for size in (16, 32, 48, 64, 128, 256):
            image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(image)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            icon.addPixmap(QPixmap.fromImage(image))
        return icon

    def _read(self, state: KnotState, due: bool, paused: bool, dark_panel: bool) -> QIcon:
        name = sheet_name(state, due=due, paused=paused, dark_panel=dark_panel)
        sheet = QPixmap(str(self._folder / name))
        icon = QIcon()
        x = 0
        for size in SIZES:
            icon.addPixmap(sheet.copy(x, 0, size, size))
            x += size
        return icon
