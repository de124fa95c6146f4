"""Draws every movement for its page and for notices.

    python packaging/draw_movements.py [STRETCH ...]

docs/movements/pictures/ID.png is a strip from start to end, assets/pictures/ID.png the end alone,
small, on a disc: notices show it. Both are drawn here and not by the program: painting a figure
would load a quarter of it into a tray that is to cost nothing. A picture that looks like the one
that is there already stays as it is, so that another Qt does not rewrite a hundred files.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageChops
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))

from knotbreak.bootstrap.drawing import Drawing  # noqa: E402
from knotbreak.core.body import Side  # noqa: E402
from knotbreak.core.figure_spec import FigureSpec  # noqa: E402
from knotbreak.core.routine import Stretch  # noqa: E402
from knotbreak.figure.palette import Look  # noqa: E402
from knotbreak.figure.portrait import portrait  # noqa: E402
from knotbreak.qt.figure_painter import FigurePainter  # noqa: E402
from knotbreak.qt.pictures import picture  # noqa: E402
from knotbreak.qt.theme import LIGHT  # noqa: E402
from knotbreak.storage.library import LibraryReader  # noqa: E402

STRIPS = ROOT / "docs" / "movements" / "pictures"
SMALL = ROOT / "assets" / "pictures"
STRIP_SIDE = 220
SMALL_SIDE = 128
COLOURS = 128
"""So many are kept: a third of the size, and nobody sees it."""

CHANNEL = 32
"""From so much of 255 in a channel a pixel is another one: edges and palettes differ a little."""

MOST_PIXELS = 0.004
"""Two pictures of which a smaller share of the pixels is other are the same to the eye."""


def moments(drawing: Drawing) -> tuple[float, ...]:
    """Where to look: every keyframe, and the middle where there are only two."""
    steps = drawing.keyframes - 1
    if steps < 1:
        return (0.0,)
    return (0.0, 0.5, 1.0) if steps == 1 else tuple(number / steps for number in range(steps + 1))


def strip(drawing: Drawing) -> Image.Image:
    """A movement from start to end."""
    at = moments(drawing)
    sheet = QImage(len(at) * STRIP_SIDE, STRIP_SIDE, QImage.Format.Format_RGB32)
    painter = QPainter(sheet)
    for number, share in enumerate(at):
        one = picture(drawing.at(share), Look(), STRIP_SIDE, STRIP_SIDE)
        painter.drawImage(number * STRIP_SIDE, 0, one)
    painter.end()
    return _pillow(sheet).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def small(spec: FigureSpec, side: Side) -> Image.Image:
    """What says most of a movement, on a disc: for a notice on a background that nobody knows."""
    image = QImage(SMALL_SIDE, SMALL_SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(0, 0, SMALL_SIDE, SMALL_SIDE)
    disc = QPainterPath()
    disc.addEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.fillPath(disc, QColor(LIGHT.halo))
    painter.setClipPath(disc)
    FigurePainter(Look()).paint(painter, portrait(spec, side), box)
    painter.end()
    return _pillow(image).quantize(
        COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
    )


def _pillow(image: QImage) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Image.open(io.BytesIO(bytes(buffer.data().data())))


def differs(image: Image.Image, path: Path) -> bool:
    """Whether a picture looks other than the file, or there is none."""
    if not path.is_file():
        return True
    with Image.open(path) as old:
        if old.size != image.size:
            return True
        difference = ImageChops.difference(old.convert("RGBA"), image.convert("RGBA"))
    channels = difference.split()
    most = channels[0]
    for channel in channels[1:]:
        most = ImageChops.lighter(most, channel)
    return sum(most.histogram()[CHANNEL:]) > MOST_PIXELS * image.width * image.height


def draw_all(stretches: Mapping[str, Stretch]) -> list[Path]:
    """Draw the pictures that look other than those that are there; which they are."""
    drawn: list[Path] = []
    for name, stretch in stretches.items():
        if stretch.figure is None:
            continue
        side = Side.BOTH if stretch.side is Side.BOTH else Side.LEFT
        pictures = ((STRIPS, strip(Drawing(stretch, name))), (SMALL, small(stretch.figure, side)))
        for folder, image in pictures:
            path = folder / f"{name}.png"
            if differs(image, path):
                folder.mkdir(parents=True, exist_ok=True)
                image.save(path, optimize=True)
                drawn.append(path)
    return drawn


def main() -> int:
    """Draw all movements, or those that are named."""
    _app = QGuiApplication([])
    known = LibraryReader(ROOT, ROOT / "no-files-of-a-user").reload().movements()
    wanted = sys.argv[1:] or sorted(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"draw_movements: there is no stretch called {unknown[0]}", file=sys.stderr)
        return 1
    print(f"{len(draw_all({name: known[name] for name in wanted}))} pictures drawn anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
