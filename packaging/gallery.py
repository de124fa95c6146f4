"""Draws every stretch: build/gallery/index.html, and contact sheets beside it.

    python packaging/gallery.py [STRETCH ...]

Each stretch is shown at its start, in the middle and at its end, by day and by night; where it has
sides, the left one works. One with more keyframes has a picture for each. With no stretch named,
the pictures of docs/movements and of notices are drawn anew, where they look other than before.
"""

from __future__ import annotations

import html
import sys
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "packaging")]

import draw_movements  # noqa: E402
from draw_movements import moments  # noqa: E402

from knotbreak.bootstrap.drawing import Drawing  # noqa: E402
from knotbreak.core.problems import ProblemError  # noqa: E402
from knotbreak.core.routine import Stretch  # noqa: E402
from knotbreak.figure.palette import Look  # noqa: E402
from knotbreak.qt.pictures import picture, save_png  # noqa: E402
from knotbreak.storage.library import LibraryReader  # noqa: E402

OUT = ROOT / "build" / "gallery"
SIDE = 300
SHEET_SIDE = 220
SHEET_ROWS = 9

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>knotbreak: the stretches</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 1300px; padding: 0 1em;
  background: #f7f4ee; color: #2b2a27 }}
h2 {{ margin: 2em 0 .2em }} img {{ width: 190px; border-radius: 8px; margin-right: 6px }}
</style>
<h1>The stretches</h1>
{sections}
</html>
"""
SECTION = """<h2 id="{name}">{title}</h2><p>{caption}</p>
<p>{pictures}</p>"""


def draw_all(stretches: dict[str, Stretch]) -> tuple[list[str], list[list[QImage]]]:
    """Draw the pictures; the sections of the page, and a row of pictures for each stretch."""
    sections: list[str] = []
    rows: list[list[QImage]] = []
    for name, stretch in stretches.items():
        try:
            drawing = Drawing(stretch, name)
        except ProblemError as error:
            print(f"gallery: {error}")
            continue
        names: list[str] = []
        row: list[QImage] = []
        for dark in (False, True):
            for number, at in enumerate(moments(drawing)):
                image = picture(drawing.at(at), Look(dark=dark), SIDE, SIDE)
                names.append(f"{name}-{'dark' if dark else 'light'}-{number}.png")
                save_png(image, OUT / "stretches" / names[-1])
                row.append(image)
        rows.append(row)
        pictures = "".join(f'<img src="stretches/{one}" alt="" loading="lazy">' for one in names)
        caption = html.escape(drawing.caption or stretch.summary)
        sections.append(
            SECTION.format(
                name=name, title=html.escape(stretch.title), caption=caption, pictures=pictures
            )
        )
    return sections, rows


def sheets(rows: list[list[QImage]]) -> int:
    """Write contact sheets, so many stretches on each; how many there are."""
    number = 0
    for number, first in enumerate(range(0, len(rows), SHEET_ROWS), start=1):
        part = rows[first : first + SHEET_ROWS]
        wide = max(len(row) for row in part)
        sheet = QImage(wide * SHEET_SIDE, len(part) * SHEET_SIDE, QImage.Format.Format_RGB32)
        sheet.fill(QColor("#FFFFFF"))
        painter = QPainter(sheet)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for y, row in enumerate(part):
            for x, image in enumerate(row):
                cell = QRect(x * SHEET_SIDE, y * SHEET_SIDE, SHEET_SIDE, SHEET_SIDE)
                painter.drawImage(cell, image)
        painter.end()
        save_png(sheet, OUT / f"sheet-{number}.png")
    return number


def main() -> int:
    """Draw all stretches, or those that are named."""
    _app = QGuiApplication([])
    (OUT / "stretches").mkdir(parents=True, exist_ok=True)
    known = LibraryReader(ROOT, OUT / "no-files-of-a-user").reload().movements()
    unknown = [name for name in sys.argv[1:] if name not in known]
    if unknown:
        print(f"gallery: there is no stretch called {unknown[0]}", file=sys.stderr)
        return 1
    sections, rows = draw_all({name: known[name] for name in sys.argv[1:] or sorted(known)})
    page = OUT / "index.html"
    page.write_text(PAGE.format(sections="\n".join(sections)), encoding="utf-8")
    print(f"{len(sections)} stretches, {sheets(rows)} sheets: {page.relative_to(ROOT)}")
    if not sys.argv[1:]:
        drawn = draw_movements.draw_all(known)
        print(f"{len(drawn)} pictures of docs/movements and of notices drawn anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
