"""The pages of docs/movements say what the files say, and lead somewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from knotbreak.core.body import Area
from tests.content.shipped import Shipped

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "movements"
BY_HAND = {"blind-reading.md"}
LINK = re.compile(r"\]\(([^)]+)\)|src=\"([^\"]+)\"")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        import movement_pages
    finally:
        sys.path.pop(0)
    return {Path(name).name: text for name, text in movement_pages.pages(ROOT).items()}


def test_every_movement_has_a_page_with_all_that_is_said_of_it(
    shipped: Shipped, pages: dict[str, str]
) -> None:
    assert set(pages) == {f"{id_}.md" for id_ in shipped.stretches} | {"README.md"}
    for id_, stretch in shipped.stretches.items():
        page, cues = pages[f"{id_}.md"], stretch.cues
        said = [stretch.title, stretch.summary, stretch.feel, stretch.easier_cue]
        said += [cues.start, cues.move, cues.hold, cues.end]
        said += [*stretch.errors, *stretch.stop, *stretch.avoid]
        said += [source.title for source in stretch.sources]
        assert [text for text in said if text not in page] == [], id_


def test_the_dose_says_hold_or_times_and_the_side(pages: dict[str, str]) -> None:
    assert "hold 20 seconds (15 to 30), each side in turn" in pages["neck-side.md"]
    assert "6 times, 8 seconds each" in pages["cat-cow.md"]
    assert "5 times forward, then 5 times backward, 3 seconds each" in pages["shoulder-rolls.md"]
    assert "3 breaths" in pages["breath-calm.md"]


def test_the_index_has_every_movement_under_its_main_area(
    shipped: Shipped, pages: dict[str, str]
) -> None:
    index = pages["README.md"]
    assert index.count("\n## ") == len(Area)
    for id_ in shipped.stretches:
        assert index.count(f"| [{shipped.stretches[id_].title}]({id_}.md) |") == 1, id_


def test_every_link_leads_to_a_file(pages: dict[str, str]) -> None:
    dead = [
        (name, target)
        for name, text in pages.items()
        for target in (one or other for one, other in LINK.findall(text))
        if not target.startswith("http") and target not in BY_HAND and not (DOCS / target).is_file()
    ]
    assert dead == []


def test_no_page_is_left_of_a_movement_that_is_gone(pages: dict[str, str]) -> None:
    assert {path.name for path in DOCS.glob("*.md")} - BY_HAND == set(pages)
