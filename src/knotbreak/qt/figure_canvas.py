"""The picture that a figure is painted into: a frame paints only what is other than before.

Reps show the same pictures again and again. They are kept like the cels of an animated film: one
picture as the background, and of each other one the part that is unlike it.
"""

from __future__ import annotations

import math
import zlib

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from knotbreak.figure.acting import Cel
from knotbreak.figure.palette import Look
from knotbreak.figure.shapes import Scene
from knotbreak.qt.figure_painter import FigurePainter, Painted

STILLS_SHARE = 0.62
"""Half the width that two stills side by side take, as a share of the circle's radius."""

MOST_BYTES = 16 << 20
"""Cels take no more: enough for a movement of four ways that fills a screen."""

_ARGB = QImage.Format.Format_ARGB32_Premultiplied


class FigureCanvas:
    """A picture of a circle, in the pixels of the screen."""

    def __init__(self, look: Look) -> None:
        self._painter = FigurePainter(look)
        self._radius = 0.0
        self._picture = QImage()
        self._cels: _Cels | None = None
        self._unlike: QRect | None = None

    def fit(self, radius: float) -> bool:
        """Take a radius in pixels; whether it is another, and all is to be painted anew."""
        if radius == self._radius:
            return False
        self._radius = radius
        side = math.ceil(2 * radius)
        self._picture = QImage(side, side, _ARGB)
        self._cels = self._unlike = None
        self._painter.forget()
        return True

    def paint(self, painter: QPainter, middle: QPointF, ratio: float) -> None:
        """Copy the picture to a screen with so many pixels in a unit."""
        radius = self._radius / ratio
        self._picture.setDevicePixelRatio(ratio)
        painter.drawImage(middle - QPointF(radius, radius), self._picture)
        self._picture.setDevicePixelRatio(1)

    def draw(self, scenes: tuple[Scene, ...]) -> QRect:
        """Paint scenes side by side; what is other than before."""
        whole = QRectF(0, 0, 2 * self._radius, 2 * self._radius)
        part = None
        if len(scenes) == 1:
            part = self._painter.changed(scenes[0], whole, self._painter.painted)
        changed = self._aligned(part)
        self._unlike = None
        if not changed.isEmpty():
            self._draw(scenes, whole, changed)
        if len(scenes) > 1:
            self._painter.forget()
        return changed

    def draw_cel(self, cel: Cel, scene: Scene) -> QRect:
        """Paint a scene and keep the picture; what is other than before."""
        changed = self.draw((scene,))
        film = (cel.spec, cel.side, cel.turned)
        if self._cels is None or self._cels.film != film:
            self._cels = _Cels(film, self._picture.copy(), scene, self._painter.painted)
        whole = QRectF(0, 0, 2 * self._radius, 2 * self._radius)
        unlike = self._aligned(self._painter.changed(scene, whole, self._cels.painted))
        self._unlike = unlike if self._cels.put(cel, self._picture, unlike) else None
        return changed

    def show_cel(self, cel: Cel) -> QRect | None:
        """Show a picture that was kept; what is other than before, or None if it was not kept."""
        kept = None if self._cels is None else self._cels.get(cel)
        if self._cels is None or kept is None:
            return None
        part, pixels = kept
        # QImage does not keep the pixels (PySide6 6.11): they live until the end of this.
        image = QImage(pixels, part.width(), part.height(), part.width() * 4, _ARGB)
        stale = self._picture.rect() if self._unlike is None else self._unlike
        painter = QPainter(self._picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(stale, self._cels.background, stale)
        if not part.isEmpty():
            painter.drawImage(part.topLeft(), image)
        painter.end()
        self._painter.forget()
        self._unlike = part
        return stale.united(part)

    def _aligned(self, part: QRectF | None) -> QRect:
        if part is None:
            return self._picture.rect()
        if part.isEmpty():
            return QRect()
        # Smooth edges reach into the next pixel.
        return part.toAlignedRect().adjusted(-1, -1, 1, 1).intersected(self._picture.rect())

    def _draw(self, scenes: tuple[Scene, ...], whole: QRectF, part: QRect) -> None:
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(part)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.fillRect(part, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if not _in_circle(part, whole):
            circle = QPainterPath()
            circle.addEllipse(whole)
            painter.setClipPath(circle, Qt.ClipOperation.IntersectClip)
        targets = _targets(len(scenes), whole.center(), self._radius)
        for scene, target in zip(scenes, targets, strict=True):
            self._painter.paint(painter, scene, target, QRectF(part))
        painter.end()


class _Cels:
    """The pictures of one movement, seen from one place.

    Attributes:
        film: What they are pictures of.
        background: The first of them.
        painted: What that one is made of.
    """

    def __init__(
        self, film: tuple[object, ...], background: QImage, scene: Scene, painted: Painted
    ) -> None:
        self.film = film
        self.background = background
        self.painted = painted
        # Kept, because `painted` tells shapes by the identity of their loops.
        self._scene = scene
        self._packed: dict[Cel, tuple[QRect, bytes]] = {}
        self._bytes = 0

    def put(self, cel: Cel, picture: QImage, part: QRect) -> bool:
        """Keep a part of a picture; False if there is no more room."""
        if self._bytes >= MOST_BYTES:
            return False
        cut = picture.copy(part)
        data = b"" if part.isEmpty() else cut.constBits()
        # Flat colours pack to a tenth at the fastest level, and hardly to less at the next.
        packed = zlib.compress(data, 1)
        self._packed[cel] = (part, packed)
        self._bytes += len(packed)
        return True

    def get(self, cel: Cel) -> tuple[QRect, bytes] | None:
        """The part, and its pixels."""
        kept = self._packed.get(cel)
        if kept is None:
            return None
        part, packed = kept
        return part, zlib.decompress(packed, bufsize=max(1, part.width() * part.height() * 4))


def _in_circle(part: QRect, whole: QRectF) -> bool:
    """Whether all of a rectangle lies in the circle that fills another."""
    radius, middle = whole.width() / 2 - 1, whole.center()
    x = max(abs(part.left() - middle.x()), abs(part.right() + 1 - middle.x()))
    y = max(abs(part.top() - middle.y()), abs(part.bottom() + 1 - middle.y()))
    return math.hypot(x, y) < radius


def _targets(number: int, middle: QPointF, radius: float) -> list[QRectF]:
    """Where each of the scenes goes: one fills the circle, two share it."""
    if number == 1:
        return [QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)]
    half = radius * STILLS_SHARE
    return [
        QRectF(middle.x() + side * half - half, middle.y() - half, 2 * half, 2 * half)
        for side in (-0.82, 0.82)
    ]
