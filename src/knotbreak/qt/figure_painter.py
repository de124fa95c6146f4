"""Paints a figure's scene.

Paths are made in pixels, not in metres under a scaled painter: Qt 6.11 flattens the curves of a
path as finely as if its own units were pixels or less, and took 15 times as long.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QRadialGradient

from knotbreak.figure.camera import Point
from knotbreak.figure.outline import Loop
from knotbreak.figure.palette import Look
from knotbreak.figure.shapes import FADING, Area, Glow, Item, Role, Scene


class FigurePainter:
    """Paints scenes in one look; remembers its colours."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._brushes: dict[tuple[Role, int, int], QBrush] = {}

    def paint(self, painter: QPainter, scene: Scene, target: QRectF) -> None:
        """Draw a scene, its box fitted into the middle of the target."""
        box, middle = scene.box, target.center()
        scale = min(target.width() / box.half_width, target.height() / box.half_height) / 2
        sheet = _Sheet(scale, middle.x() - box.x * scale, middle.y() - box.y * scale)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # A clip costs as much as a fill of the same parts; items in a row often share one.
        clipped: tuple[int, ...] = ()
        for number, item in enumerate(scene.items):
            if item.within != clipped:
                if clipped:
                    painter.restore()
                clipped = item.within
                if clipped:
                    painter.save()
                    painter.setClipPath(sheet.clip(clipped), Qt.ClipOperation.IntersectClip)
            self._item(painter, sheet, number, item)
        if clipped:
            painter.restore()
        painter.restore()

    def _item(self, painter: QPainter, sheet: _Sheet, number: int, item: Item) -> None:
        if isinstance(item, Area):
            brush = self._brush(item.role, item.shade, item.alpha)
            painter.fillPath(sheet.area(number, item.loops), brush)
        elif isinstance(item, Glow):
            painter.fillRect(sheet.around(item), self._glow(sheet, item))
        else:
            pen = QPen(self._brush(item.role, item.shade, item.alpha), item.width * sheet.scale)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(sheet.stroke(item.points), pen)

    def _brush(self, role: Role, shade: float, alpha: float) -> QBrush:
        key = (role, round(shade * 40), round(alpha * 100))
        brush = self._brushes.get(key)
        if brush is None:
            colour = QColor(self._look.colour(role, shade))
            colour.setAlphaF(alpha)
            brush = self._brushes[key] = QBrush(colour)
        return brush

    def _glow(self, sheet: _Sheet, item: Glow) -> QBrush:
        gradient = QRadialGradient(QPointF(*sheet.point(item.middle)), item.radius * sheet.scale)
        colour = QColor(self._look.colour(item.role, 0))
        for at, share in FADING:
            colour.setAlphaF(item.alpha * share)
            gradient.setColorAt(at, colour)
        return QBrush(gradient)


class _Sheet:
    """Metres to pixels, and the paths of the areas painted so far."""

    def __init__(self, scale: float, left: float, top: float) -> None:
        self.scale = scale
        self._left = left
        self._top = top
        self._paths: dict[int, QPainterPath] = {}

    def point(self, point: Point) -> Point:
        return self._left + point[0] * self.scale, self._top + point[1] * self.scale

    def clip(self, within: tuple[int, ...]) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for number in within:
            path.addPath(self._paths[number])
        return path

    def around(self, item: Glow) -> QRectF:
        x, y = self.point(item.middle)
        radius = item.radius * self.scale
        return QRectF(x - radius, y - radius, 2 * radius, 2 * radius)

    def area(self, number: int, loops: tuple[Loop, ...]) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        quad, k, half, left, top = path.quadTo, self.scale, self.scale / 2, self._left, self._top
        for loop in loops:
            px, py = loop[-1]
            x, y = loop[0]
            path.moveTo(left + (px + x) * half, top + (py + y) * half)
            px, py = x, y
            for x, y in loop[1:]:
                quad(left + px * k, top + py * k, left + (px + x) * half, top + (py + y) * half)
                px, py = x, y
            x, y = loop[0]
            quad(left + px * k, top + py * k, left + (px + x) * half, top + (py + y) * half)
        self._paths[number] = path
        return path

    def stroke(self, points: Loop) -> QPainterPath:
        path = QPainterPath()
        dots = [self.point(point) for point in points]
        path.moveTo(*dots[0])
        px, py = dots[min(1, len(dots) - 1)]
        for x, y in dots[2:-1]:
            path.quadTo(px, py, (px + x) / 2, (py + y) / 2)
            px, py = x, y
        path.quadTo(px, py, *dots[-1])
        return path
