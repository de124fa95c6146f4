"""Pictures of figures as files: PNG, and GIF where Pillow is installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from knotbreak.figure.palette import Look
from knotbreak.figure.shapes import Scene
from knotbreak.figure.svg import HALO
from knotbreak.qt.figure_painter import FigurePainter
from knotbreak.qt.theme import DARK, LIGHT


class PicturesError(Exception):
    """A picture cannot be written; the text says why."""


def picture(scene: Scene, look: Look, width: int, height: int, *, halo: bool = True) -> QImage:
    """Paint a scene on the page, with the disc behind it that a session has."""
    colours = DARK if look.dark else LIGHT
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colours.page))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if halo:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.halo))
        radius = min(width, height) * HALO
        painter.drawEllipse(QPointF(width / 2, height / 2), radius, radius)
    FigurePainter(look).paint(painter, scene, QRectF(0, 0, width, height))
    painter.end()
    return image


def save_png(image: QImage, path: Path) -> None:
    """Write one picture.

    Raises:
        PicturesError: if it could not be written.
    """
    if not image.save(str(path), "PNG"):  # type: ignore[call-overload]
        raise PicturesError(f"{path} could not be written")


def save_gif(images: Sequence[QImage], path: Path, frame_ms: int) -> None:
    """Write pictures that follow one another, for ever.

    Raises:
        PicturesError: if it could not be written, or Pillow is not installed.
    """
    try:
        from PIL import Image
    except ImportError:
        raise PicturesError(
            "moving pictures need Pillow: pip install 'knotbreak[gif]', or draw a .png or .svg"
        ) from None
    import io

    frames = [Image.open(io.BytesIO(_png(image))).convert("RGB") for image in images]
    try:
        frames[0].save(path, save_all=True, append_images=frames[1:], duration=frame_ms, loop=0)
    except OSError as error:
        raise PicturesError(f"{path} could not be written: {error.strerror or error}") from None


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
