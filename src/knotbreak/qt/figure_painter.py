"""Paints a figure's scene.

Paths are made in pixels, not in metres under a scaled painter: Qt 6.11 flattens the curves of a
path as finely as if its own units were pixels or less, and took 15 times as long.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QRadialGradient

from knotbreak.figure.camera import Point
from knotbreak.figure.outline import Loop
from knotbreak.figure.palette import Look
from knotbreak.figure.shapes import FADING, Area, Glow, Item, Line, Role, Scene

_WINDING = Qt.FillRule.WindingFill
"""Kept: looking an enumeration's member up costs as much as a curve (PySide6 6.11)."""

_SMALL = 48
"""A shape whose first outline is smaller, in pixels, is filled as one path: more cost more."""


class FigurePainter:
    """Paints scenes in one look; remembers its colours, and the outlines of the last scene."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._brushes: dict[tuple[Role, float, float], QBrush] = {}
        self._pens: dict[tuple[Role, float, float], QPen] = {}
        self._sheet = _Sheet(1.0, 0.0, 0.0)
        self._last: tuple[Sequence[Item], Sequence[_Bounds]] = ((), ())
        self._painted: Painted | None = None

    @property
    def painted(self) -> Painted:
        """What the scene that was painted last is made of."""
        if self._painted is None:
            items, bounds = self._last
            self._painted = dict(zip(map(_key, items), bounds, strict=True))
        return self._painted

    def forget(self) -> None:
        """What was painted last is no longer there."""
        self._last, self._painted = ((), ()), None

    def changed(self, scene: Scene, target: QRectF, before: Painted) -> QRectF | None:
        """What of the target is other than in a scene that was painted before; None for all."""
        sheet = self._sheet
        if not before or not sheet.is_at(*_placed(scene, target)):
            return None
        now = {_key(item): item for item in scene.items}
        kept = [key for key in now if key in before]
        if kept != [key for key in before if key in now]:
            # Something came to lie above what it lay below.
            return None
        moved = [bounds for key, bounds in before.items() if key not in now]
        moved += [sheet.bounds(item) for key, item in now.items() if key not in before]
        if not moved:
            return QRectF()
        return _around(moved)

    def paint(
        self, painter: QPainter, scene: Scene, target: QRectF, part: QRectF | None = None
    ) -> None:
        """Draw a scene, its box fitted into the middle of the target.

        What lies outside of `part`, which is the target if nobody says, may be left out.
        """
        place = _placed(scene, target)
        if not self._sheet.is_at(*place):
            self._sheet = _Sheet(*place)
        sheet, items = self._sheet, scene.items
        all_bounds = [sheet.bounds(item) for item in items]
        self._last, self._painted = (items, all_bounds), None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = _coords(target if part is None else part)
        visible = [row for row in zip(items, all_bounds, strict=True) if _meet(row[1], seen)]
        # A clip costs as much as a fill of the same parts; items in a row often share one.
        for within, run in groupby(visible, _clip_of):
            if not within:
                for item, _ in run:
                    self._item(painter, sheet, items, item)
                continue
            rows = list(run)
            painter.save()
            near = _around([bounds for _, bounds in rows]).toAlignedRect()
            painter.setClipPath(sheet.joined(items, within, near), Qt.ClipOperation.IntersectClip)
            for item, _ in rows:
                self._item(painter, sheet, items, item)
            painter.restore()
        painter.restore()
        sheet.turn_over()

    def _item(self, painter: QPainter, sheet: _Sheet, items: tuple[Item, ...], item: Item) -> None:
        if isinstance(item, Area):
            brush = self._brush(item.role, item.shade, item.alpha)
            for path in sheet.area(item.loops, apart=item.alpha >= 1):
                painter.fillPath(path, brush)
        elif isinstance(item, Line):
            pen = self._pen(item.role, item.shade, item.alpha)
            pen.setWidthF(item.width * sheet.scale)
            painter.strokePath(sheet.line(item).path, pen)
        else:
            self._glow(painter, sheet, items, item)

    def _glow(self, painter: QPainter, sheet: _Sheet, items: tuple[Item, ...], item: Glow) -> None:
        gradient = QRadialGradient(QPointF(*sheet.point(item.middle)), item.radius * sheet.scale)
        colour = QColor(self._look.colour(item.role, 0))
        for at, share in FADING:
            colour.setAlphaF(item.alpha * share)
            gradient.setColorAt(at, colour)
        if not item.within:
            painter.fillRect(sheet.around(item), QBrush(gradient))
            return
        # The parts below filled with light, as far as it reaches: a rectangle is the cheapest clip.
        around = sheet.around(item)
        painter.save()
        painter.setClipRect(around, Qt.ClipOperation.IntersectClip)
        painter.fillPath(sheet.joined(items, item.within, around), gradient)
        painter.restore()

    def _brush(self, role: Role, shade: float, alpha: float) -> QBrush:
        key = (role, shade, alpha)
        brush = self._brushes.get(key)
        if brush is None:
            colour = QColor(self._look.colour(role, round(shade, 2)))
            colour.setAlphaF(alpha)
            brush = self._brushes[key] = QBrush(colour)
        return brush

    def _pen(self, role: Role, shade: float, alpha: float) -> QPen:
        """A pen of any width with round ends."""
        key = (role, shade, alpha)
        pen = self._pens.get(key)
        if pen is None:
            pen = self._pens[key] = QPen(self._brush(*key), 1.0)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen


_Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""


Painted: TypeAlias = Mapping[Hashable, _Bounds]
"""The items of a scene, and where they are."""


def _placed(scene: Scene, target: QRectF) -> tuple[float, float, float]:
    """How many pixels a metre has, and where the middle of all is."""
    box, middle = scene.box, target.center()
    scale = min(target.width() / box.half_width, target.height() / box.half_height) / 2
    return scale, middle.x() - box.x * scale, middle.y() - box.y * scale


def _coords(rect: QRectF) -> _Bounds:
    # PySide6's stubs say `object`; four calls of Qt would cost as much as a curve.
    return rect.getCoords()  # type: ignore[return-value]


def _around(several: Sequence[_Bounds]) -> QRectF:
    """Where all of them are."""
    left, top = min(b[0] for b in several), min(b[1] for b in several)
    right, bottom = max(b[2] for b in several), max(b[3] for b in several)
    return QRectF(left, top, right - left, bottom - top)


def _clip_of(row: tuple[Item, _Bounds]) -> tuple[int, ...]:
    """The parts that an item is clipped to; a glow sees to that itself."""
    item = row[0]
    return () if isinstance(item, Glow) else item.within


def _meet(one: _Bounds, other: _Bounds) -> bool:
    left, top, right, bottom = one
    return right > other[0] and left < other[2] and bottom > other[1] and top < other[3]


def _key(item: Item) -> Hashable:
    """What tells an item from others; areas are the same while their loops are the same object."""
    if isinstance(item, Area):
        return id(item.loops), item.role, item.shade, item.alpha, item.within
    return item


class _Sheet:
    """Metres to pixels, and the paths of what is painted.

    What did not move from one scene to the next has the same loops, and keeps its path.
    """

    def __init__(self, scale: float, left: float, top: float) -> None:
        self.scale = scale
        self._left = left
        self._top = top
        self._paths: dict[int, _Paths] = {}
        self._before: dict[int, _Paths] = {}
        self._lines: dict[int, _Stroke] = {}
        self._lines_before: dict[int, _Stroke] = {}

    def is_at(self, scale: float, left: float, top: float) -> bool:
        """Whether pixels are where they were."""
        return (self.scale, self._left, self._top) == (scale, left, top)

    def turn_over(self) -> None:
        """A scene is done: what it did not need is forgotten."""
        self._before, self._paths = self._paths, {}
        self._lines_before, self._lines = self._lines, {}

    def point(self, point: Point) -> Point:
        return self._left + point[0] * self.scale, self._top + point[1] * self.scale

    def joined(
        self, items: tuple[Item, ...], numbers: tuple[int, ...], near: QRect | None = None
    ) -> QPainterPath:
        """All areas with these numbers as one; only what comes `near`."""
        path = QPainterPath()
        path.setFillRule(_WINDING)
        within = None if near is None else QRectF(near)
        for number in numbers:
            item = items[number]
            assert isinstance(item, Area)
            for part in self.area(item.loops, apart=True):
                if within is None or part.controlPointRect().intersects(within):
                    path.addPath(part)
        return path

    def around(self, item: Glow) -> QRect:
        x, y = self.point(item.middle)
        radius = item.radius * self.scale
        return QRectF(x - radius, y - radius, 2 * radius, 2 * radius).toAlignedRect()

    def area(self, loops: tuple[Loop, ...], *, apart: bool) -> Sequence[QPainterPath]:
        """The paths of an area: one, or one for each loop."""
        known = self._known(loops)
        return known.apart if apart else known.joined()

    def bounds(self, item: Item) -> _Bounds:
        """Where an item is, at most."""
        if isinstance(item, Area):
            return self._known(item.loops).bounds
        if isinstance(item, Line):
            return self.line(item).bounds
        (x, y), radius = self.point(item.middle), item.radius * self.scale
        return x - radius, y - radius, x + radius, y + radius

    def line(self, item: Line) -> _Stroke:
        """The path of a line."""
        key = id(item.points)
        known = self._lines.get(key)
        if known is None:
            known = self._lines_before.get(key)
            if known is None or known.width != item.width:
                known = _Stroke(item, self)
            self._lines[key] = known
        return known

    def _known(self, loops: tuple[Loop, ...]) -> _Paths:
        key = id(loops)
        known = self._paths.get(key)
        if known is None:
            known = self._before.get(key) or _Paths(loops, self)
            self._paths[key] = known
        return known

    def path(self, loop: Loop) -> QPainterPath:
        """One loop, as a smooth curve."""
        path = QPainterPath()
        path.setFillRule(_WINDING)
        self.trace(path, loop)
        return path

    def trace(self, path: QPainterPath, loop: Loop) -> None:
        """Add a loop to a path."""
        quad, k, left, top = path.quadTo, self.scale, self._left, self._top
        half = k / 2
        px, py = loop[0]
        x, y = loop[-1]
        path.moveTo(left + (px + x) * half, top + (py + y) * half)
        for x, y in (*loop[1:], loop[0]):
            quad(left + px * k, top + py * k, left + (px + x) * half, top + (py + y) * half)
            px, py = x, y

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


class _Paths:
    """An area's loops as paths.

    Filled one by one they cost less than joined: the rasterizer looks through all that it has
    found in a row for every further edge (Qt 6.11). What shines through is filled joined.
    """

    __slots__ = ("_joined", "_loops", "apart", "bounds")

    def __init__(self, loops: tuple[Loop, ...], sheet: _Sheet) -> None:
        # Kept, so that no other loops come to have their id.
        self._loops = loops
        first = sheet.path(loops[0])
        self.apart = [first]
        self._joined: list[QPainterPath] | None = None
        around = first.controlPointRect()
        if len(loops) > 1:
            if max(around.width(), around.height()) < _SMALL:
                for loop in loops[1:]:
                    sheet.trace(first, loop)
                around = first.controlPointRect()
            else:
                for loop in loops[1:]:
                    path = sheet.path(loop)
                    self.apart.append(path)
                    around |= path.controlPointRect()
        self.bounds = _coords(around)

    def joined(self) -> list[QPainterPath]:
        """All in one."""
        if len(self.apart) == 1:
            return self.apart
        if self._joined is None:
            path = QPainterPath()
            path.setFillRule(_WINDING)
            for part in self.apart:
                path.addPath(part)
            self._joined = [path]
        return self._joined


class _Stroke:
    """A line as a path."""

    __slots__ = ("_points", "bounds", "path", "width")

    def __init__(self, item: Line, sheet: _Sheet) -> None:
        # Kept, so that no other points come to have their id.
        self._points = item.points
        self.width = item.width
        self.path = sheet.stroke(item.points)
        left, top, right, bottom = _coords(self.path.controlPointRect())
        wide = item.width * sheet.scale
        self.bounds: _Bounds = (left - wide, top - wide, right + wide, bottom + wide)
