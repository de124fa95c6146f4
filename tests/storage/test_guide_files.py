"""The guide's files are read whole, or every fault of every file is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from knotbreak.core.problems import ProblemError
from knotbreak.storage.emergency_hold import HoldFile
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.guide_files import FOLDER, load_guide
from knotbreak.storage.library import LibraryReader

SOURCES = {path.name: path.read_text() for path in (builtin_root() / FOLDER).glob("*.toml")}


class Copy:
    """The built-in guide, to be spoiled."""

    def __init__(self, root: Path) -> None:
        self.root = root
        library = LibraryReader(builtin_root(), root / "nobody").reload()
        self.known = set(library.stretches), set(library.routines)
        (root / FOLDER).mkdir(parents=True)
        for name, text in SOURCES.items():
            self.put(name, text)

    def put(self, name: str, text: str) -> None:
        (self.root / FOLDER / name).write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> int:
        """Replace the first `old` of a file; the answer is its line."""
        text = (self.root / FOLDER / name).read_text(encoding="utf-8")
        assert old in text
        self.put(name, text.replace(old, new, 1))
        return text[: text.index(old)].count("\n") + 1

    def problems(self) -> list[str]:
        with pytest.raises(ProblemError) as caught:
            load_guide(self.root, *self.known)
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_the_guide_that_comes_with_the_program_has_no_fault(copy: Copy) -> None:
    guide = load_guide(copy.root, *copy.known)
    assert len(guide.areas) == 13


def test_every_fault_of_every_file_is_told_with_its_line(copy: Copy) -> None:
    area = copy.change("areas.toml", '"neck-side"', '"neck-sied"')
    cause = copy.change("causes.toml", "examples = [", "exampels = [")
    card = copy.change("cards.toml", "hold = true", "hold = 3")
    found = copy.problems()
    assert len(found) == 3
    assert found[0].startswith(f"guide/areas.toml:{area}: area[1].movements[1]: there is no")
    assert "did you mean neck-side?" in found[0]
    assert found[1].startswith(f"guide/cards.toml:{card}: card[1].hold")
    assert found[2].startswith(f"guide/causes.toml:{cause}: cause[1].exampels: unknown key")
    assert "did you mean examples?" in found[2]


def test_what_no_file_has_is_told_and_what_two_have(copy: Copy) -> None:
    copy.put("twice.toml", SOURCES["tips.toml"])
    assert len(copy.problems()) == 10
    (copy.root / FOLDER / "twice.toml").unlink()
    (copy.root / FOLDER / "treatments.toml").unlink()
    found = copy.problems()
    assert len(found) == 10
    assert 'the treatment "heat" is missing' in "\n".join(found)


def test_without_any_files_everything_is_missing(copy: Copy) -> None:
    for name in SOURCES:
        (copy.root / FOLDER / name).unlink()
    assert len(copy.problems()) > 50


# -- the emergency hold ---------------------------------------------------------------------------


def test_the_hold_lasts_across_restarts_until_it_is_released(tmp_path: Path) -> None:
    path = tmp_path / "state" / "emergency.toml"
    assert not HoldFile(path, 5).held
    HoldFile(path, 5).hold()
    assert HoldFile(path, 9).held
    first = path.read_bytes()
    HoldFile(path, 9).hold()
    assert path.read_bytes() == first, "the first time counts"
    assert path.stat().st_mode & 0o077 == 0
    HoldFile(path, 9).release()
    HoldFile(path, 9).release()
    assert not HoldFile(path, 9).held


@pytest.mark.parametrize("content", ["", "since", "\0"])
def test_a_damaged_hold_still_holds(tmp_path: Path, content: str) -> None:
    path = tmp_path / "emergency.toml"
    path.write_text(content)
    assert HoldFile(path, 0).held


def test_a_hold_that_cannot_be_written_or_removed_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProblemError, match="could not be written"):
        HoldFile(tmp_path / "file" / "emergency.toml", 0).hold()
    folder = tmp_path / "folder" / "emergency.toml"
    folder.mkdir(parents=True)
    with pytest.raises(ProblemError):
        HoldFile(folder, 0).release()
    assert HoldFile(folder, 0).held


def test_a_hold_that_cannot_be_looked_for_holds(tmp_path: Path) -> None:
    assert HoldFile(tmp_path / ("x" * 300), 0).held
