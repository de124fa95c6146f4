"""The settings as rows, on a real file: shown, changed, refused, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from knotbreak.app.autostart_setting import AutostartSetting
from knotbreak.app.setting_views import ReminderView, SettingView, searched
from knotbreak.app.settings_desk import SettingsDesk
from knotbreak.core.settings_reference import settings_reference
from knotbreak.storage.settings_file import SettingsFile
from knotbreak.storage.state_file import write_atomically
from knotbreak.system.autostart_xdg import SandboxAutostart, XdgAutostart
from tests.fakes import TRANSLATOR, FakeClock, FakeLibrary

TEXT = """\
place = "home"     # the kitchen
[reminder.tea]     # not coffee
at = ["15:00"]
"""


class Bench:
    def __init__(
        self, folder: Path, text: str = TEXT, autostart: AutostartSetting | None = None
    ) -> None:
        self.path = folder / "settings.toml"
        self.path.write_text(text)
        self.file = SettingsFile(self.path, folder / "good.toml")
        self.file.load()
        self.changes = 0
        library = FakeLibrary()

        self.desk = SettingsDesk(
            self.file,
            library,
            FakeClock(),
            TRANSLATOR,
            lambda: None,
            self._changed,
            lambda: ["HDMI-1", "eDP-1"],
            autostart,
        )

    def _changed(self) -> None:
        self.changes += 1

    def setting(self, name: str) -> SettingView:
        found = [one for part in self.desk.view().sections for one in part.settings]
        found += [one for reminder in self.desk.view().reminders for one in reminder.settings]
        return next(one for one in found if one.name == name)

    def reminder(self, id_: str) -> ReminderView:
        return next(one for one in self.desk.view().reminders if one.id == id_)

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def said(self) -> str:
        return self.desk.view().said


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_every_key_of_the_table_is_a_row(bench: Bench) -> None:
    view = bench.desk.view()
    plain = {one.name for part in view.sections for one in part.settings}
    tea = {"reminder.*." + one.key[-1] for one in bench.reminder("tea").settings}
    wanted = {row.name for row in settings_reference()} - {"format"}
    assert plain | tea == wanted
    assert all(one.label and one.help for part in view.sections for one in part.settings)


def test_a_change_is_written_and_told_and_comments_stay(bench: Bench) -> None:
    assert bench.desk.change(bench.setting("water.goal"), 6)
    assert bench.file.settings.water.goal == 6
    assert "# the kitchen" in bench.text
    assert (bench.changes, bench.setting("water.goal").own) == (1, True)
    assert bench.said == "Glasses a day is changed."


def test_what_is_refused_is_said_in_its_row_until_it_is_mended(bench: Bench) -> None:
    every = bench.setting("reminder.water.every_min")
    assert not bench.desk.change(every, 5.0)
    assert "too few for water" in bench.setting(every.name).problem
    assert (bench.text, bench.changes) == (TEXT, 0)
    assert bench.desk.change(every, 45.0)
    assert bench.setting(every.name).problem == ""


def test_as_usual_takes_the_key_out(bench: Bench) -> None:
    place = bench.setting("place")
    assert (place.value, place.usual, place.own) == ("home", "office", True)
    assert bench.desk.reset(place)
    assert "place" not in bench.text
    assert not bench.setting("place").own


def test_undo_goes_back_to_the_letter_step_by_step(bench: Bench) -> None:
    bench.desk.change(bench.setting("water.goal"), 6)
    bench.desk.delete_reminder("tea")
    assert "tea" not in bench.text
    assert bench.desk.undo()
    assert "[reminder.tea]     # not coffee" in bench.text
    assert bench.said == "Taken back: Tea is deleted."
    assert bench.desk.undo()
    assert bench.text == TEXT
    assert not bench.desk.view().can_undo
    assert not bench.desk.undo()


def test_undo_leaves_what_was_written_by_hand_since(bench: Bench) -> None:
    bench.desk.change(bench.setting("water.goal"), 6)
    bench.path.write_text(bench.text.replace("15:00", "16:00"))
    bench.file.reload_if_changed()
    assert bench.desk.undo()
    assert bench.file.settings.water.goal == 8
    assert "16:00" in bench.text


def test_a_fault_in_the_file_is_shown_in_its_row_and_nothing_is_written(bench: Bench) -> None:
    broken = TEXT.replace("15:00", "25:00")
    bench.path.write_text(broken)
    bench.file.reload_if_changed()
    view = bench.desk.view()
    assert view.locked
    assert "25:00" in view.problems[0]
    assert "no time of the day" in bench.setting("reminder.tea.at").problem
    assert not bench.desk.change(bench.setting("water.goal"), 6)
    assert bench.text == broken


def test_reminders_are_added_copied_renamed_and_deleted(bench: Bench) -> None:
    desk = bench.desk
    assert desk.add_reminder() == "reminder"
    assert desk.copy_reminder("tea") == "tea-2"
    assert bench.setting("reminder.tea-2.at").value == ("15:00",)
    assert desk.copy_reminder("stretch") == "stretch-2"
    assert bench.reminder("stretch-2").when == "every 50 min"
    assert desk.rename_reminder("tea", "Grüner Tee!") == "gruener-tee"
    assert bench.reminder("gruener-tee").name == "Gruener tee"
    assert "# not coffee" in bench.text
    assert desk.delete_reminder("tea-2")
    assert [one.id for one in desk.view().reminders][5:] == [
        *("gruener-tee", "reminder", "stretch-2"),
    ]


@pytest.mark.parametrize(("name", "why"), [("", "a letter"), ("Stretch", "already")])
def test_a_name_that_cannot_be_is_refused(bench: Bench, name: str, why: str) -> None:
    assert bench.desk.rename_reminder("tea", name) == "tea"
    assert why in bench.said
    assert bench.text == TEXT


def test_a_renamed_one_gets_its_name_back(bench: Bench) -> None:
    bench.desk.rename_reminder("tea", "milk")
    bench.desk.undo()
    assert bench.text == TEXT


def test_the_words_of_a_reminder_can_be_changed(bench: Bench) -> None:
    words = bench.setting("reminder.posture.words")
    assert len(words.value) == 3
    assert bench.desk.change(words, ["Sit another way?"])
    assert bench.file.settings.reminder["posture"].words == ("Sit another way?",)


def test_choices_have_words_and_screens_are_those_that_are_there(bench: Bench) -> None:
    kind = bench.setting("session.form")
    assert [(one.value, one.words) for one in kind.choices][:2] == [
        ("last", "As I left it"),
        ("normal", "A window"),
    ]
    assert [one.value for one in bench.setting("session.screen").choices] == ["HDMI-1", "eDP-1"]
    routines = bench.setting("session.routine").choices
    assert [one.words for one in routines] == sorted(one.words for one in routines)


def test_search_finds_plain_words_and_key_names(bench: Bench) -> None:
    goal = bench.setting("water.goal")
    assert searched(goal, "Water", "glasses")
    assert searched(goal, "Water", "WATER target")
    assert searched(goal, "Water", "water.goal")
    assert not searched(goal, "Water", "glasses neck")


# -- what starts at log-in: no key of the file, and changed like one ------------------------------


def starting(folder: Path) -> AutostartSetting:
    """On a free desktop with nothing but this folder."""
    env = {"HOME": str(folder), "XDG_CONFIG_DIRS": str(folder / "etc"), "PATH": "/usr/bin:/bin"}
    return AutostartSetting(XdgAutostart(["/bin/sh", "run"], TRANSLATOR, write_atomically, env))


def entry_in(folder: Path) -> Path:
    return folder / ".config" / "autostart" / "knotbreak.desktop"


def test_the_start_at_login_is_switched_and_taken_back_in_turn_with_the_rest(
    tmp_path: Path,
) -> None:
    bench = Bench(tmp_path, autostart=starting(tmp_path))
    before = bench.desk.state
    assert bench.setting("autostart").value is False
    assert bench.desk.change(bench.setting("autostart"), True)
    assert (bench.setting("autostart").value, bench.said) == (True, "It starts when you log in.")
    assert bench.desk.state != before
    assert bench.desk.change(bench.setting("water.goal"), 6)
    assert bench.desk.undo()
    assert (bench.text, entry_in(tmp_path).exists()) == (TEXT, True)
    assert bench.desk.undo()
    assert bench.said == "Taken back: It starts when you log in."
    assert not entry_in(tmp_path).exists()
    assert not bench.desk.view().can_undo


@pytest.mark.parametrize(
    ("line", "words", "problem"),
    [
        ("Hidden=true", "switched off (Hidden=true)", "Switched on anew"),
        ("OnlyShowIn=KDE", "not for this desktop", "Switched on anew"),
        ("Exec=/bin/cat run", "Another knotbreak", "/bin/cat run\nSwitched on anew"),
    ],
)
def test_where_the_system_has_it_otherwise_the_row_says_why_and_undo_brings_that_back(
    tmp_path: Path, line: str, words: str, problem: str
) -> None:
    bench = Bench(tmp_path, autostart=starting(tmp_path))
    entry = entry_in(tmp_path)
    entry.parent.mkdir(parents=True)
    key = line.partition("=")[0]
    lines = [part for part in ("Type=Application", "Exec=/bin/sh run") if key not in part]
    entry.write_text("\n".join(["[Desktop Entry]", *lines, line, "# by hand", ""]))
    by_hand = entry.read_text()
    row = bench.setting("autostart")
    assert (row.value, words in row.help, row.fixed) == (False, True, False)
    assert row.problem.startswith(problem)
    assert bench.desk.change(row, True)
    row = bench.setting("autostart")
    assert (row.value, row.problem) == (True, "")
    assert bench.desk.undo()
    assert entry.read_text() == by_hand


def test_a_start_at_login_that_cannot_be_written_is_refused_in_its_row(tmp_path: Path) -> None:
    bench = Bench(tmp_path, autostart=starting(tmp_path))
    entry_in(tmp_path).parent.parent.mkdir()
    entry_in(tmp_path).parent.write_text("a file is in its place")
    assert not bench.desk.change(bench.setting("autostart"), True)
    assert "ould not be written" in bench.setting("autostart").problem
    assert not bench.desk.view().can_undo


def test_where_nobody_tells_a_program_the_row_says_so_and_is_fixed(tmp_path: Path) -> None:
    boxed = AutostartSetting(SandboxAutostart(TRANSLATOR, "Flatpak"))
    row = Bench(tmp_path, autostart=boxed).setting("autostart")
    assert (row.value, row.fixed, row.problem) == (False, True, "")
    assert "Inside Flatpak" in row.help
    assert "startup applications" in row.help
