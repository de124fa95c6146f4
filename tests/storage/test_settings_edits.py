"""Several changes at once, and back: by the window, by hand, at the same moment."""

from __future__ import annotations

import errno
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from knotbreak.core.problems import ProblemError
from knotbreak.storage.settings_file import SettingsFile
from tests.storage.rights import names, readable_folder, without_rights

GOOD = """\
# What I like.
place = "home"          # at the kitchen table

[reminder.tea]          # not coffee
at = ["15:00"]          # with cake
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "settings.toml"
    found.write_text(GOOD)
    return found


@pytest.fixture
def file(path: Path, tmp_path: Path) -> SettingsFile:
    made = SettingsFile(path, tmp_path / "good.toml")
    made.load()
    return made


def refused(act: Callable[[], None]) -> str:
    with pytest.raises(ProblemError) as caught:
        act()
    return str(caught.value)


def test_all_are_changed_or_none(file: SettingsFile, path: Path) -> None:
    words = refused(lambda: file.set_values([(("water", "goal"), 6), (("figure", "skin"), 9)]))
    assert "figure.skin" in words
    assert path.read_text() == GOOD
    file.set_values([(("water", "goal"), 6), (("figure", "skin"), 3)])
    assert (file.settings.water.goal, file.settings.figure.skin) == (6, 3)


def test_what_was_there_comes_back_to_the_letter(file: SettingsFile, path: Path) -> None:
    before = file.content
    file.set_values([(("reminder", "tea"), None)])
    assert "cake" not in path.read_text()
    assert before is not None
    file.put_back(before)
    assert path.read_text() == GOOD
    assert "tea" in file.settings.reminder


def test_a_new_name_keeps_the_comments(file: SettingsFile, path: Path) -> None:
    file.rename_reminder("tea", "milk")
    assert path.read_text() == GOOD.replace("[reminder.tea]", "[reminder.milk]")
    assert list(file.settings.reminder) == ["milk"]


@pytest.mark.parametrize(
    "text",
    [
        '[ reminder . "tea" ]\nat = ["15:00"]\n',
        '[reminder]\ntea = { at = ["15:00"] }\n',
    ],
)
def test_a_table_that_is_written_otherwise_is_renamed_too(
    file: SettingsFile, path: Path, text: str
) -> None:
    path.write_text(text)
    file.rename_reminder("tea", "milk")
    assert tomllib.loads(path.read_text()) == {"reminder": {"milk": {"at": ["15:00"]}}}


def test_a_change_by_hand_and_one_of_the_window_are_both_kept(
    file: SettingsFile, path: Path
) -> None:
    path.write_text(GOOD.replace("15:00", "16:30"))
    file.set_values([(("water", "goal"), 6)])
    assert "16:30" in path.read_text()
    assert "# with cake" in path.read_text()
    assert file.settings.water.goal == 6


def test_what_is_saved_while_a_change_is_made_ready_stays(
    file: SettingsFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = GOOD + "# saved this very moment\n"
    reads = file._read

    def read() -> bytes | None:
        path.write_text(mine)
        return reads()

    monkeypatch.setattr(file, "_read", read)
    words = refused(lambda: file._write(b'place = "office"\n'))
    assert "at the same moment" in words
    assert path.read_text() == mine


def test_a_file_with_a_fault_is_left_alone(file: SettingsFile, path: Path) -> None:
    broken = GOOD.replace("15:00", "25:00")
    path.write_text(broken)
    for act in (
        lambda: file.set_values([(("water", "goal"), 6)]),
        lambda: file.rename_reminder("tea", "milk"),
        lambda: file.put_back(b""),
    ):
        assert "mend it first" in refused(act)
    assert path.read_text() == broken


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_a_file_that_may_not_be_written_is_not_replaced() -> None:
    with readable_folder() as folder:
        folder.chmod(0o777)
        path = folder / "settings.toml"
        path.write_text(GOOD)
        path.chmod(0o444)
        file = SettingsFile(path, folder / "good.toml")
        file.load()
        with without_rights():
            words = refused(lambda: file.set_values([(("water", "goal"), 6)]))
        assert "it is not allowed" in words
        assert (path.read_text(), file.settings.water.goal) == (GOOD, 8)


def test_on_a_full_disk_nothing_is_lost(
    file: SettingsFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    there = names(path.parent)
    monkeypatch.setattr(os, "fsync", full)
    assert "the disk is full" in refused(lambda: file.set_values([(("water", "goal"), 6)]))
    assert path.read_text() == GOOD
    assert names(path.parent) == there
    monkeypatch.undo()
    file.set_values([(("water", "goal"), 6)])
    assert file.settings.water.goal == 6
