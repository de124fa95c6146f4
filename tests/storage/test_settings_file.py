"""`settings.toml`: the last good settings hold, and nobody's comments are lost."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Place
from knotbreak.core.problems import ProblemError
from knotbreak.core.reminders import Weekday
from knotbreak.core.settings import Settings
from knotbreak.storage.settings_file import SettingsFile
from tests.storage.rights import names, readable_folder, without_rights

GOOD = """\
# What I like.
place = "home"          # at the kitchen table

[reminder.stretch]      # the important one
every_min = 40

# tea, not coffee
[reminder.tea]
at = ["15:00"]
words = ["Tea?"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "state" / "settings.good.toml"


@pytest.fixture
def file(path: Path, copy: Path) -> SettingsFile:
    path.parent.mkdir()
    return SettingsFile(path, copy)


def said(file: SettingsFile) -> list[str]:
    return [str(problem).removeprefix(f"{problem.where}:") for problem in file.problems]


def write(path: Path, text: str, mtime_ns: int | None = None) -> None:
    path.write_text(text, encoding="utf-8")
    if mtime_ns is not None:
        os.utime(path, ns=(mtime_ns, mtime_ns))


def test_no_file_means_the_defaults(file: SettingsFile, copy: Path) -> None:
    assert file.load() == Settings()
    assert (file.problems, file.kept, copy.exists()) == ([], False, False)


def test_a_good_file_is_in_force_and_copied(file: SettingsFile, path: Path, copy: Path) -> None:
    write(path, GOOD)
    settings = file.load()
    assert settings is file.settings
    assert settings.place is Place.HOME
    assert settings.reminder["stretch"].every_min == 40
    assert copy.read_text() == GOOD
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_all_faults_are_told_with_line_and_key(file: SettingsFile, path: Path) -> None:
    write(
        path,
        'plase = "home"\n'
        "[water]\ngoal = 99\n"
        "[reminder.stretch]\nevery_min = 0\n"
        '[reminder.tea]\nat = ["25:00", "15:00"]\nloud = true\n'
        '[reminder.nap]\nhours = ["9-17"]\n',
    )
    file.load()
    lines = [(problem.line, problem.key) for problem in file.problems]
    assert lines == [
        (1, "plase"),
        (3, "water.goal"),
        (5, "reminder.stretch.every_min"),
        (7, "reminder.tea.at[1]"),
        (8, "reminder.tea.loud"),
        (9, "reminder.nap"),
        (10, "reminder.nap.hours[1]"),
    ]
    assert "did you mean place?" in said(file)[0]
    assert all(problem.where == str(path) for problem in file.problems)


def test_a_missing_time_is_not_told_where_the_time_is_what_is_wrong(
    file: SettingsFile, path: Path
) -> None:
    write(path, "[reminder.tea]\nevery_min = 0\n")
    file.load()
    assert [problem.key for problem in file.problems] == ["reminder.tea.every_min"]
    write(path, "[reminder.tea]\n")
    assert file.reload_if_changed()
    assert [(problem.line, problem.key) for problem in file.problems] == [(1, "reminder.tea")]


BAD = [
    'place = "home',
    'place = "office"\nplace = "home"\n',
    'place = "garden"\n',
    "format = 2\n",
    '[reminder.tea]\nat = ["noon"]\n',
    "\ufeff" + GOOD,
    "[" * 5000,
]


@pytest.mark.parametrize("bad", BAD)
def test_with_a_fault_the_last_good_settings_hold(
    file: SettingsFile, path: Path, copy: Path, bad: str
) -> None:
    write(path, GOOD)
    good = file.load()
    write(path, bad)
    assert file.reload_if_changed()
    assert file.settings == good
    assert file.kept
    assert file.problems
    after_a_restart = SettingsFile(path, copy)
    assert after_a_restart.load() == good
    assert [str(p) for p in after_a_restart.problems] == [str(p) for p in file.problems]
    write(path, 'place = "office"\n')
    assert file.reload_if_changed()
    assert (file.settings, file.problems, file.kept) == (Settings(), [], False)


def test_without_a_usable_copy_the_defaults_hold(
    file: SettingsFile, path: Path, copy: Path
) -> None:
    write(path, "place = 1")
    assert file.load() == Settings()
    assert file.kept
    copy.parent.mkdir()
    write(copy, 'place = "garden"')
    assert SettingsFile(path, copy).load() == Settings()


def test_taking_the_file_away_brings_the_defaults_back(
    file: SettingsFile, path: Path, copy: Path
) -> None:
    write(path, GOOD)
    file.load()
    path.unlink()
    assert file.reload_if_changed()
    assert (file.settings, file.problems) == (Settings(), [])
    write(path, "place =")
    assert SettingsFile(path, copy).load() == Settings()


def test_a_file_that_may_not_be_read_keeps_what_holds() -> None:
    with readable_folder() as folder:
        path = folder / "settings.toml"
        write(path, GOOD)
        file = SettingsFile(path, folder / "copy.toml")
        good = file.load()
        path.chmod(0)
        with without_rights():
            assert file.reload_if_changed()
            assert (file.settings, file.kept) == (good, True)
            assert not file.reload_if_changed()
        assert "may not be read" in said(file)[0]
        path.chmod(0o600)
        assert file.reload_if_changed()
        assert file.problems == []


def test_a_copy_that_cannot_be_written_is_only_a_warning(file: SettingsFile, path: Path) -> None:
    write(path, GOOD)
    copy = path / "under-a-file"
    other = SettingsFile(path, copy)
    assert other.load().place is Place.HOME
    assert [problem.warning for problem in other.problems] == [True]
    assert not other.kept


def test_only_a_change_is_a_change(file: SettingsFile, path: Path) -> None:
    assert file.reload_if_changed()
    assert not file.reload_if_changed()
    write(path, GOOD)
    assert file.reload_if_changed()
    assert not file.reload_if_changed()
    write(path, GOOD)
    assert not file.reload_if_changed()


def test_a_change_of_the_same_size_within_one_tick_of_the_clock_is_seen(
    file: SettingsFile, path: Path
) -> None:
    write(path, "water = { goal = 5 }\n")
    file.load()
    before = path.stat()
    write(path, "water = { goal = 6 }\n", before.st_mtime_ns)
    # The time of change cannot be set from here, so it is taken to be equal.
    now = path.stat()
    file._signature = (now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino)
    assert file.reload_if_changed()
    assert file.settings.water.goal == 6


def test_a_value_is_changed_and_nothing_else(file: SettingsFile, path: Path) -> None:
    write(path, GOOD)
    file.set_value(("reminder", "stretch", "every_min"), 45)
    assert path.read_text() == GOOD.replace("every_min = 40", "every_min = 45")
    assert path.with_name("settings.toml.bak").read_text() == GOOD
    assert file.settings.reminder["stretch"].every_min == 45
    assert not file.reload_if_changed()


def test_values_of_every_kind(file: SettingsFile, path: Path) -> None:
    write(path, GOOD)
    file.set_value(("breath_holds",), False)
    file.set_value(("place",), Place.OFFICE)
    file.set_value(("water", "goal"), 6)
    file.set_value(("session", "routine"), "neck-2")
    file.set_value(("reminder", "tea", "days"), (Weekday.MON, Weekday.FRI))
    file.set_value(("reminder", "eyes", "on"), True)
    settings = SettingsFile(path, path.with_name("copy")).load()
    assert (settings.breath_holds, settings.place) == (False, Place.OFFICE)
    assert (settings.water.goal, settings.session.routine) == (6, "neck-2")
    assert settings.reminder["tea"].days == (Weekday.MON, Weekday.FRI)
    assert settings.reminder["eyes"].on is True
    for comment in (
        "# What I like.",
        "# at the kitchen table",
        "# the important one",
        "# tea, not",
    ):
        assert comment in path.read_text()


def test_none_takes_a_value_out(file: SettingsFile, path: Path) -> None:
    write(path, GOOD)
    file.set_value(("place",), None)
    file.set_value(("reminder", "stand", "on"), None)
    assert file.settings.place is Place.OFFICE
    assert "stand" not in path.read_text()
    assert "# the important one" in path.read_text()


def test_a_missing_file_is_made_for_its_owner_alone(file: SettingsFile, path: Path) -> None:
    file.set_value(("reminder", "eyes", "on"), True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert tomllib.loads(path.read_text()) == {"reminder": {"eyes": {"on": True}}}
    assert names(path.parent) == ["settings.toml"]


@pytest.mark.parametrize("bad", BAD)
def test_a_file_with_a_fault_is_never_overwritten(file: SettingsFile, path: Path, bad: str) -> None:
    write(path, bad)
    with pytest.raises(ProblemError, match="mend it first"):
        file.set_value(("place",), "home")
    assert path.read_text(encoding="utf-8") == bad
    assert names(path.parent) == ["settings.toml"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (("water", "goal"), 31),
        (("plase",), "home"),
        (("reminder", "tea", "at"), ["noon"]),
        (("reminder", "new", "on"), True),
        (("place", "home"), True),
        (("reminder",), 5),
    ],
)
def test_a_value_that_is_not_allowed_changes_nothing(
    file: SettingsFile, path: Path, key: tuple[str, ...], value: object
) -> None:
    write(path, GOOD)
    good = file.load()
    with pytest.raises(ProblemError):
        file.set_value(key, value)
    assert path.read_text() == GOOD
    assert (file.settings, file.problems) == (good, [])
    assert names(path.parent) == ["settings.toml"]


def test_a_link_stays_a_link_and_a_mode_stays_a_mode(
    file: SettingsFile, path: Path, tmp_path: Path
) -> None:
    real = tmp_path / "dotfiles.toml"
    write(real, GOOD)
    real.chmod(0o640)
    path.symlink_to(real)
    file.set_value(("place",), "office")
    assert path.is_symlink()
    assert 'place = "office"' in real.read_text()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_line_ends_stay_as_they_are(file: SettingsFile, path: Path) -> None:
    path.write_bytes(GOOD.replace("\n", "\r\n").encode())
    file.set_value(("reminder", "stretch", "every_min"), 45)
    assert path.read_bytes() == GOOD.replace("\n", "\r\n").replace("40", "45").encode()


def test_what_cannot_be_written_is_a_problem() -> None:
    with readable_folder() as folder:
        path = folder / "settings.toml"
        write(path, GOOD)
        file = SettingsFile(path, folder / "copy.toml")
        good = file.load()
        file.set_value(("place",), "home")  # imports tomlkit, which nobody may not reach
        path.chmod(0o644)
        folder.chmod(0o555)
        with without_rights(), pytest.raises(ProblemError, match="not allowed"):
            file.set_value(("place",), "office")
        assert file.settings == good
        assert path.read_text() == GOOD


_LINES = st.sampled_from(
    [
        "# a comment",
        "",
        "[water]",
        "goal = 3 # few",
        "glass_ml = 250",
        "[session]",
        "bell = false",
        "[reminder.stretch]",
        "every_min = 30",
        "[reminder]",
        "stretch.on = true",
        "reminder.stretch.quiet = true",
        "water = { goal = 2 }",
        "water.goal = 4",
        'place = "home" # here',
        "breath_holds = true",
    ]
)
_CHANGES = st.sampled_from(
    [
        (("place",), "office"),
        (("water", "goal"), 7),
        (("water", "glass_ml"), None),
        (("session", "bell"), True),
        (("reminder", "stretch", "every_min"), 33),
        (("reminder", "stretch", "quiet"), None),
        (("reminder", "posture", "on"), False),
    ]
)


@given(st.lists(_LINES, max_size=12), st.lists(_CHANGES, min_size=1, max_size=4))
def test_any_file_is_changed_rightly_or_left_alone(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[str],
    changes: list[tuple[tuple[str, ...], object]],
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-settings.toml"
    text = "\n".join(lines) + "\n"
    write(path, text)
    file = SettingsFile(path, path.with_name("any-copy.toml"))
    for key, value in changes:
        before = path.read_text()
        try:
            file.set_value(key, value)
        except ProblemError:
            assert path.read_text() == before
            continue
        after = tomllib.loads(path.read_text())
        expected = tomllib.loads(before)
        table = expected
        for part in key[:-1]:
            table = table.setdefault(part, {})
        table.pop(key[-1], None)
        table.update({} if value is None else {key[-1]: value})
        assert _without_empty(after) == _without_empty(expected)
        assert path.read_text().count("#") == before.count("#")


def _without_empty(tree: dict[str, object]) -> dict[str, object]:
    pruned = {
        key: _without_empty(value) if isinstance(value, dict) else value
        for key, value in tree.items()
    }
    return {key: value for key, value in pruned.items() if value != {}}
