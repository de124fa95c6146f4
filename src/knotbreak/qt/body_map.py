"""The figure as a map: regions to point at, a name beside the one that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from knotbreak.core.body import Area
from knotbreak.core.figure_settings import FigureSettings
from knotbreak.figure.camera import Point
from knotbreak.figure.outline import Loop
from knotbreak.figure.regions import BACK, FRONT, BodyMap, Region, body_map
from knotbreak.qt import theme as look
from knotbreak.qt.figure_painter import FigurePainter
from knotbreak.qt.figure_view import look_of
from knotbreak.qt.theme import RADIUS, Size, Theme

STEP = 15.0
"""An arrow key turns the figure by so many degrees, and a drag goes in steps of a third of it."""

DRAG_DEGREES = 0.6
"""Degrees for each pixel of a drag."""

CLICK_PX = 5
"""Whoever moves the pointer by less than this while it is down has clicked."""

DOTS_HIGH = 200
"""So many of the dots that mark the places would fit above each other, or more."""


class BodyMapView(QWidget):
    """Draws the figure; says which area was clicked, and which one the pointer is over.

    For a keyboard there is the list of the areas beside it: here arrow keys turn the figure.
    """

    chosen = Signal(Area)
    pointed = Signal(object)

    def __init__(self, theme: Theme, label: Callable[[Area], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._label = label
        self._scale = 1.0
        self._person = FigureSettings()
        self._azimuth = FRONT
        self._map: BodyMap = body_map(FRONT)
        self._picture = QPixmap()
        self._paths: dict[Area, QPainterPath] = {}
        self._over: Area | None = None
        self._meant: Area | None = None
        self._pressed: tuple[QPointF, float] | None = None
        self._dragged = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def azimuth(self) -> float:
        """Where it is seen from, in degrees."""
        return self._azimuth

    @property
    def regions(self) -> Iterable[Region]:
        """What can be pointed at now."""
        return self._map.regions

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._picture = QPixmap()
        self.update()

    def set_person(self, person: FigureSettings) -> None:
        """Let somebody else stand there."""
        if person != self._person:
            self._person = person
            self._picture = QPixmap()
            self.update()

    def set_scale(self, scale: float) -> None:
        """How large the name is written."""
        self._scale = scale
        self.update()

    def turn_to(self, azimuth: float) -> None:
        """See it from somewhere else."""
        azimuth %= 360
        if azimuth != self._azimuth:
            self._azimuth = azimuth
            self._map = body_map(azimuth)
            self._forget()

    def mean(self, area: Area | None) -> None:
        """Show which area is meant, from where it can be seen."""
        self._meant = area
        if area is not None and all(region.area is not area for region in self._map.regions):
            front = any(region.area is area for region in body_map(FRONT).regions)
            self.turn_to(FRONT if front else BACK)
        self.update()

    def point_of(self, area: Area) -> QPointF | None:
        """Where an area is on the widget, if it can be seen."""
        for region in self._map.regions:
            if region.area is area:
                return self._place(region.middle)
        return None

    # -- geometry ------------------------------------------------------------------------------

    def _unit(self) -> float:
        box = self._map.scene.box
        return min(self.width() / (2 * box.half_width), self.height() / (2 * box.half_height))

    def _place(self, point: Point) -> QPointF:
        box, unit = self._map.scene.box, self._unit()
        return QPointF(
            self.width() / 2 + (point[0] - box.x) * unit,
            self.height() / 2 + (point[1] - box.y) * unit,
        )

    def area_at(self, at: QPointF) -> Area | None:
        """The area at a place of the widget."""
        box, unit = self._map.scene.box, self._unit()
        x = box.x + (at.x() - self.width() / 2) / unit
        y = box.y + (at.y() - self.height() / 2) / unit
        return self._map.at((x, y))

    def _forget(self) -> None:
        self._picture = QPixmap()
        self._paths = {}
        self.update()

    def _path(self, area: Area) -> QPainterPath | None:
        """The outline of an area: its loops lie over each other, so they are made one."""
        if area not in self._paths:
            path = QPainterPath()
            for region in self._map.regions:
                if region.area is area:
                    for loop in region.loops:
                        path = path.united(self._polygon(loop))
            self._paths[area] = path
        found = self._paths[area]
        return None if found.isEmpty() else found

    def _polygon(self, loop: Loop) -> QPainterPath:
        path = QPainterPath()
        path.addPolygon(QPolygonF([self._place(point) for point in loop]))
        path.closeSubpath()
        return path

    # -- painting ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size is another picture."""
        del event
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the figure, and draw what is pointed at above it."""
        del event
        if self._picture.isNull():
            self._picture = self._painted()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture)
        colours = self._theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        dot = QColor(colours.page)
        dot.setAlphaF(0.8)
        painter.setBrush(dot)
        # With large letters the figure is small: a dot must not cover its mouth.
        dot_px = min(3 * self._scale, self.height() / DOTS_HIGH)
        for region in self._map.regions:
            x, y = region.middle
            for point in {(x, y), (-x, y)}:
                if self._map.at(point) is region.area:
                    painter.drawEllipse(self._place(point), dot_px, dot_px)
        if self._meant is not None:
            self._outline(painter, self._meant, colours.coral, 0.45)
        shown = self._over or self._meant
        if self._over is not None:
            self._outline(painter, self._over, colours.accent, 0.38)
        if shown is not None:
            self._name(painter, shown)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.end()

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        figure = FigurePainter(look_of(self._theme, self._person))
        figure.paint(painter, self._map.scene, QRectF(0, 0, self.width(), self.height()))
        painter.end()
        return picture

    def _outline(self, painter: QPainter, area: Area, colour: str, strength: float) -> None:
        path = self._path(area)
        if path is None:
            return
        fill = QColor(colour)
        fill.setAlphaF(strength)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(self._theme.colours.page), 4 * self._scale))
        painter.drawPath(path)
        painter.setPen(QPen(QColor(colour), 2 * self._scale))
        painter.drawPath(path)

    def _name(self, painter: QPainter, area: Area) -> None:
        """The name in a small sheet of paper beside its place."""
        at = self.point_of(area)
        if at is None:
            return
        colours = self._theme.colours
        words = self._label(area)
        font = look.font(Size.BODY, self._scale, QFont.Weight.Medium)
        metrics = QFontMetricsF(font)
        pad = 8 * self._scale
        wide, tall = metrics.horizontalAdvance(words) + 2 * pad, metrics.height() + pad
        left = min(at.x() + 26 * self._scale, self.width() - wide - 2)
        top = min(max(2.0, at.y() - tall - 12 * self._scale), self.height() - tall - 2)
        box = QRectF(max(2.0, left), top, wide, tall)
        painter.setPen(QPen(QColor(colours.accent), 1.5 * self._scale))
        painter.drawLine(at, QPointF(box.left() + pad, box.bottom()))
        painter.setBrush(QColor(colours.page))
        painter.setPen(QPen(QColor(colours.accent), 1))
        painter.drawRoundedRect(box, RADIUS * self._scale * 0.7, RADIUS * self._scale * 0.7)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    # -- pointing and turning ------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click or the beginning of a drag: which of them is told later."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = (event.position(), self._azimuth)
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at something, or walk around the figure."""
        if self._pressed is None:
            self._point(self.area_at(event.position()))
            return
        began, azimuth = self._pressed
        moved = event.position().x() - began.x()
        if self._dragged or abs(moved) > CLICK_PX:
            self._dragged = True
            self._point(None)
            steps = round(-moved * DRAG_DEGREES / (STEP / 3))
            self.turn_to(azimuth + steps * STEP / 3)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what is there, unless the figure was turned."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._dragged:
            return
        area = self.area_at(event.position())
        if area is not None:
            self.chosen.emit(area)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right turn the figure."""
        step = {Qt.Key.Key_Left: STEP, Qt.Key.Key_Right: -STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn_to(self._azimuth + step)

    def _point(self, area: Area | None) -> None:
        if area is not self._over:
            self._over = area
            hand = Qt.CursorShape.PointingHandCursor
            self.setCursor(Qt.CursorShape.ArrowCursor if area is None else hand)
            self.pointed.emit(area)
            self.update()
