"""Changes of real files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knotbreak.system import watch as watch_module
from knotbreak.system.watch import FileWatch
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.waiting import run_for, run_until

Watch = Callable[..., list[int]]


@pytest.fixture
def watch(loop: SelectorLoop) -> Iterator[Watch]:
    """Watches some paths; returns the list that gets the time of each call."""
    made: list[FileWatch] = []

    def start(*paths: Path) -> list[int]:
        told: list[int] = []
        made.append(FileWatch(loop, paths, lambda: told.append(loop.now_ms())))
        assert made[-1].works
        return told

    yield start
    for one in made:
        one.cancel()
        one.cancel()


@pytest.fixture(autouse=True)
def _short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_module, "DEBOUNCE_MS", 60)


def test_a_write_is_told_once_after_a_while(
    watch: Watch, loop: SelectorLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_module, "DEBOUNCE_MS", 300)
    file = tmp_path / "settings.toml"
    file.write_text("a")
    told = watch(file)
    started = loop.now_ms()
    for text in "bcd":
        file.write_text(text)
    run_until(loop, lambda: told)
    run_for(loop, 100)
    assert len(told) == 1
    assert 300 <= told[0] - started < 500


@pytest.mark.parametrize("change", ["replace", "delete", "create", "move away"])
def test_ways_to_change_a_file(
    change: str, watch: Watch, loop: SelectorLoop, tmp_path: Path
) -> None:
    file, other = tmp_path / "settings.toml", tmp_path / "other"
    other.write_text("new")
    if change != "create":
        file.write_text("old")
    told = watch(file)
    match change:
        case "replace":
            other.replace(file)
        case "delete":
            file.unlink()
        case "create":
            file.write_text("new")
        case "move away":
            file.rename(tmp_path / "elsewhere")
    run_until(loop, lambda: told)
    assert len(told) == 1


def test_other_files_beside_it_are_no_change(
    watch: Watch, loop: SelectorLoop, tmp_path: Path
) -> None:
    told = watch(tmp_path / "settings.toml")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "settings.toml.lock").touch()
    run_for(loop, 150)
    assert told == []


def test_reading_is_no_change(watch: Watch, loop: SelectorLoop, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("a")
    told = watch(file, tmp_path)
    assert file.read_text() == "a"
    list(tmp_path.iterdir())
    run_for(loop, 150)
    assert told == []


def test_a_folder_tells_of_what_is_in_it(watch: Watch, loop: SelectorLoop, tmp_path: Path) -> None:
    folder = tmp_path / "routines"
    folder.mkdir()
    told = watch(folder)
    (folder / "mine.toml").write_text("x")
    run_until(loop, lambda: len(told) == 1)
    (folder / "mine.toml").unlink()
    run_until(loop, lambda: len(told) == 2)


def test_a_folder_that_comes_later_goes_and_comes_again(
    watch: Watch, loop: SelectorLoop, tmp_path: Path
) -> None:
    folder = tmp_path / "a" / "b" / "routines"
    told = watch(folder)
    for number in (1, 2):
        folder.mkdir(parents=True)
        (folder / "early.toml").write_text("x")
        run_until(loop, lambda number=number: len(told) == number * 3 - 2)
        (folder / "mine.toml").write_text("x")
        run_until(loop, lambda number=number: len(told) == number * 3 - 1)
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        (tmp_path / "a" / "b").rmdir()
        (tmp_path / "a").rmdir()
        run_until(loop, lambda number=number: len(told) == number * 3)


def test_a_file_behind_a_link_is_watched_where_it_is(
    watch: Watch, loop: SelectorLoop, tmp_path: Path
) -> None:
    real = tmp_path / "dotfiles" / "settings.toml"
    real.parent.mkdir()
    real.write_text("a")
    link = tmp_path / "config" / "settings.toml"
    link.parent.mkdir()
    link.symlink_to(real)
    told = watch(link)
    real.write_text("b")
    run_until(loop, lambda: len(told) == 1)


def test_steady_writing_is_told_of_as_well(
    watch: Watch, loop: SelectorLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_module, "_LONGEST_WAIT_MS", 200)
    file = tmp_path / "settings.toml"
    told = watch(file)
    started = loop.now_ms()
    while not told:
        file.write_text("x")
        run_for(loop, 20)
        assert loop.now_ms() - started < 1_000
    assert told[0] - started >= 200


def test_cancel_tells_nothing_more(loop: SelectorLoop, tmp_path: Path) -> None:
    told: list[int] = []
    watch = FileWatch(loop, [tmp_path], lambda: told.append(1))
    (tmp_path / "x").write_text("x")
    run_for(loop, 20)
    watch.cancel()
    run_for(loop, 120)
    assert told == []
    assert not watch.works


def test_elsewhere_it_does_nothing(
    loop: SelectorLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    watch = FileWatch(loop, [tmp_path], lambda: None)
    assert not watch.works
    watch.cancel()
