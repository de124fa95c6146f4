"""Numbered pictures, each with a line that says what it shows, and a page that shows them all."""

from __future__ import annotations

import html
from pathlib import Path
from typing import NamedTuple

from tests.tour.eyes import Picture

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>knotbreak: a tour</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 1300px; padding: 0 1em;
  background: #f7f4ee; color: #2b2a27 }}
figure {{ margin: 2.5em 0 }}
figcaption {{ margin-bottom: .5em }}
img {{ max-width: 100%; border: 1px solid #e3dcd0 }}
</style>
<h1>knotbreak: a tour</h1>
{figures}
</html>
"""
_FIGURE = """<figure id="{name}"><figcaption><b>{number}</b> {caption}</figcaption>
<a href="{name}.png"><img src="{name}.png" alt="{caption}" loading="lazy"></a></figure>"""


class Shot(NamedTuple):
    """A picture that has no number yet."""

    name: str
    caption: str
    picture: Picture


Roll = list[Shot]
"""The pictures of one scene; scenes are played side by side, and numbered one after the other."""


class Entry(NamedTuple):
    """One picture of the album."""

    number: str
    name: str
    caption: str


class Album:
    """The pictures of one tour, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: list[Entry] = []
        folder.mkdir(parents=True, exist_ok=True)
        for old in (*folder.glob("*.png"), *folder.glob("*.html")):
            old.unlink()

    def add(self, roll: Roll) -> None:
        """Put the pictures of a scene at the end, and say what they show."""
        for shot in roll:
            number = f"{len(self.entries) + 1:02}"
            entry = Entry(number, f"{number}-{shot.name}", shot.caption)
            shot.picture.save(self.folder / f"{entry.name}.png")
            self.entries.append(entry)
            print(f"{number}  {shot.name}: {shot.caption}", flush=True)

    def write_page(self) -> Path:
        """Write the page; returns where it is."""
        figures = "\n".join(
            _FIGURE.format(
                name=html.escape(entry.name),
                number=entry.number,
                caption=html.escape(entry.caption),
            )
            for entry in self.entries
        )
        page = self.folder / "index.html"
        page.write_text(_PAGE.format(figures=figures), encoding="utf-8")
        return page
