"""docs/seed-coverage.md: all 72 rows, each with a target that is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from knotbreak.core.body import Area
from knotbreak.guide.book import Guide
from knotbreak.terminal.arguments import parser
from knotbreak.terminal.guide_pages import LISTS
from tests.content.shipped import SEED, Shipped

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "seed-coverage.md").read_text(encoding="utf-8")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in TABLE.splitlines()
    if re.match(r"\| \d+ \|", line)
]
STATES = ("shown", "partly", "later")


def test_every_row_is_there_once_and_in_order() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 73))
    assert all(len(row) == 4 and row[1] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_target_is_there(row: tuple[str, ...], guide: Guide, shipped: Shipped) -> None:
    targets = re.findall(r"`([^`]+)`", row[2])
    assert targets
    for target in targets:
        if not target.startswith("knotbreak "):
            assert (ROOT / target).is_file(), target
            continue
        args = parser(str).parse_args(shlex.split(target)[1:])
        match args.command:
            case "guide":
                ids = {*guide.pages, *guide.causes, *guide.treatments, *guide.tips}
                assert args.topic in {*ids, *guide.cards, *guide.areas, *LISTS}, target
            case "relief":
                assert Area(args.area) in guide.areas, target
            case "play":
                assert args.routine in shipped.routines, target


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_says_how_far_it_is(row: tuple[str, ...]) -> None:
    state = re.split(r"[;,]", row[3])[0].strip()
    assert state in STATES
    assert ("later" in row[3]) == (state in ("partly", "later")), "what is later is said"


def test_the_stretches_of_the_article_are_rows_of_their_own() -> None:
    named = {
        stem for row in ROWS[28:42] for stem in re.findall(r"stretches/([a-z-]+)\.toml", row[2])
    }
    assert named - {"chin-to-chest"} == SEED
