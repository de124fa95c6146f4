"""The bug classes of other programs (reference/peers.md, T1-T27) as days that anybody can read.

Each trace has the lines that it must give beside it; what they show is asked for here by name.
`python -m tests.app.test_traces` writes the lines anew, to be read before they are kept.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

import msgspec
import pytest

from knotbreak.app.simulation import Line
from knotbreak.bootstrap.files import library_port
from knotbreak.bootstrap.simulating import simulate
from knotbreak.storage.folders import Folders, builtin_root
from tests.fakes import TRANSLATOR

TRACES = sorted((Path(__file__).parent.parent / "traces").glob("*.toml"))


def lines(path: Path) -> list[Line]:
    """What the program does on a day, with the library it comes with."""
    found: list[Line] = []
    with tempfile.TemporaryDirectory() as nothing:
        simulate(
            str(path),
            settings=None,
            library=library_port(Folders(data=Path(nothing))),
            translator=TRANSLATOR,
            out=found.append,
        )
    return found


def as_text(found: list[Line]) -> str:
    rows = [json.dumps(msgspec.to_builtins(line), ensure_ascii=False) for line in found]
    return "".join(f"{row}\n" for row in rows)


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.stem)
def test_a_day_gives_its_lines(path: Path) -> None:
    assert as_text(lines(path)) == path.with_suffix(".expected").read_text()


def test_the_example_of_the_guide_gives_what_it_says(tmp_path: Path) -> None:
    guide = (builtin_root() / "docs" / "guide.md").read_text()
    (example,) = re.findall(r"```toml\n(format = 1\nstart.*?)```", guide, re.DOTALL)
    day = tmp_path / "day.toml"
    day.write_text(example)
    found = [line.at[11:19] for line in lines(day) if line.event == "notice"]
    assert "10:06:00" in found


def held_s(tmp_path: Path, health: str) -> list[tuple[str | None, float]]:
    """Routine and movement of the sessions of a day on which the first notice is taken."""
    day = tmp_path / "day.toml"
    day.write_text(
        'format = 1\nstart = "2026-06-10T09:00"\nzone = "UTC"\nuntil = "10:30"\n'
        f"[settings.health]\n{health}\n"
        '[settings.reminder]\nstretch = { every_min = 30, routine = "neck-2" }\n'
        '[[event]]\nat = "09:34"\ndo = "answer"\nanswer = "start"\n'
    )
    found = [line for line in lines(day) if line.event == "session-ended"]
    return [(line.routine, line.held_s or 0.0) for line in found]


def test_a_day_goes_easy_on_what_its_settings_name(tmp_path: Path) -> None:
    [(_, whole)] = held_s(tmp_path, "flags = []")
    [(_, gentle)] = held_s(tmp_path, 'flags = ["gentle"]')
    assert gentle < whole
    closed = '"neck", "shoulders", "chest", "upper-back", "shoulder-blades"'
    [(routine, _)] = held_s(tmp_path, f'flags = ["injury"]\ninjured = [{closed}]')
    assert routine != "neck-2"


class Day:
    """The lines of one trace, to be asked."""

    def __init__(self, name: str) -> None:
        self.lines = lines(TRACES[0].parent / f"{name}.toml")

    def times(self, event: str, **more: object) -> list[str]:
        """When something happened, as the clock showed it."""
        return [
            line.at[11:19]
            for line in self.lines
            if line.event == event
            and all(getattr(line, key) == value for key, value in more.items())
        ]


def test_t4_input_that_is_never_still_brings_reminders_all_the_same() -> None:
    day = Day("t04-input-never-still")
    assert day.times("notice") == ["09:50:00", "10:41:00", "11:32:00"]
    assert day.times("natural-break") == []


def test_t5_nothing_is_laid_over_a_full_screen_window() -> None:
    day = Day("t05-nothing-over-full-screen")
    assert day.times("held", reminder="stretch", why="full-screen") == ["09:50:00"]
    assert day.times("notice") == ["10:21:00"]


def test_t7_a_session_stands_still_while_the_machine_sleeps() -> None:
    day = Day("t07-a-session-and-sleep")
    (ended,) = [line for line in day.lines if line.event == "session-ended"]
    assert (ended.outcome, ended.at[11:16]) == ("done", "10:32")
    assert day.times("notice") == ["09:50:00", "11:22:22"]


def test_t8_a_night_is_rest_and_a_lock_of_seconds_is_nothing() -> None:
    assert Day("t08-no-break-on-waking").times("notice") == ["08:50:00"]
    day = Day("t08-locked-for-seconds")
    assert day.times("notice") == ["09:50:05"]
    assert day.times("reset") == []


def test_t9_nothing_ends_the_persons_own_pause() -> None:
    day = Day("t09-own-pause")
    assert day.times("notice") == []
    assert day.times("released") == ["12:40:03"], "three hours, and the clock was set by three s"
    assert Day("t09-until-told").times("released") == ["10:00:00"]


def test_t10_the_last_reason_counts() -> None:
    day = Day("t10-reasons-are-counted")
    assert (day.times("released"), day.times("notice")) == (["10:30:00"], ["10:31:00"])
    day = Day("t10-own-pause-in-a-call")
    assert day.times("released") == ["10:30:00", "11:00:00"]
    assert day.times("notice") == ["10:31:00"]


def test_t11_do_not_disturb_of_the_system_resets_nothing() -> None:
    day = Day("t11-a-film")
    assert (day.times("reset"), day.times("notice")) == ([], ["10:11:03"])
    own = Day("t11-our-own-window")
    assert own.times("held") == []
    assert own.times("reset") == own.times("session-ended")


def test_t12_short_stillness_does_not_starve_the_break() -> None:
    assert Day("t12-seconds-of-stillness").times("notice") == ["09:50:00"]
    day = Day("t12-short-absences")
    assert (day.times("reset"), day.times("notice")) == ([], ["10:07:30"])


def test_t13_what_is_put_off_comes_back_once_as_what_it_was() -> None:
    day = Day("t13-put-off")
    back = [line for line in day.lines if line.event == "notice" and line.why == "snoozed"]
    assert {line.reminder for line in back} == {"stretch"}
    assert len(back) == 3
    call = Day("t13-put-off-into-a-call")
    assert call.times("notice") == ["09:50:00", "10:21:00"]
    assert call.lines[-2].merged == ("stand",)


def test_t14_the_quiet_of_a_session_is_no_absence() -> None:
    day = Day("t14-still-in-a-session")
    (ended,) = [line for line in day.lines if line.event == "session-ended"]
    assert ended.outcome == "done"
    assert day.times("natural-break") == ["09:57:22"], "five minutes after the session, not before"


def test_t15_a_session_does_not_go_on_while_the_user_types() -> None:
    day = Day("t15-typing-on")
    (calm,) = [
        line for line in Day("t23-a-screen-is-unplugged").lines if line.event == "session-ended"
    ]
    (typed,) = [line for line in day.lines if line.event == "session-ended"]
    assert typed.held_s == calm.held_s, "all of it was done, none of it while typing"
    assert (calm.at[11:19], typed.at[11:19]) == ("09:52:19", "09:56:32")


def test_t16_lock_and_call_pause_a_session_and_take_nothing_away() -> None:
    for name, after in (("t16-locked-in-a-session", "09:54"), ("t16-a-call-in-a-session", "10:05")):
        (ended,) = [line for line in Day(name).lines if line.event == "session-ended"]
        assert ended.outcome == "done"
        assert ended.at[11:16] > after


def test_t17_nothing_comes_to_a_locked_screen() -> None:
    day = Day("t17-a-locked-screen")
    assert day.times("withdrawn") == ["09:50:20"]
    assert day.times("notice") == ["09:50:00", "09:53:00", "10:41:00"]


def test_t20_nothing_comes_in_the_middle_of_a_sentence() -> None:
    day = Day("t20-in-the-middle-of-a-sentence")
    assert day.times("notice") == ["09:51:30", "10:45:00"]


def test_t23_screens_come_and_go_in_a_session() -> None:
    day = Day("t23-a-screen-is-unplugged")
    assert day.times("session-ended") == ["09:52:19"]
    assert day.times("released") == ["09:51:00", "10:10:00"]


def test_t24_a_remote_desktop_is_no_absence() -> None:
    day = Day("t24-remote-desktop")
    assert day.times("natural-break") == []
    assert day.times("notice") == ["10:11:05"]


def test_t27_clocks_and_zones() -> None:
    assert Day("t27-the-clock-is-set").times("notice") == ["10:50:00", "11:42:00"]
    assert Day("t27-spring-forward").times("notice", reminder="pill") == ["03:30:00"]
    assert Day("t27-autumn-back").times("notice", reminder="pill") == ["02:30:00"]
    travel = Day("t27-travel")
    assert travel.times("missed", why="time-passed") == ["11:30:00"]
    assert travel.times("notice", reminder="pill") == ["15:00:00"]


def test_after_long_typing_hands_and_arms_come_first_but_not_twice() -> None:
    notices = [line for line in Day("typing-brings-hands").lines if line.event == "notice"]
    assert [line.routine for line in notices] == ["hands-2", "neck-2"]


def test_a_break_comes_before_a_meeting_or_after_it() -> None:
    day = Day("calendar-before-a-meeting")
    assert day.times("notice") == ["09:46:00", "10:53:00"]
    day = Day("calendar-until-after-a-meeting")
    assert day.times("notice") == ["09:50:00", "10:32:30"]
    assert day.times("released") == ["10:31:30"], "the second meeting is in nobody's way"


if __name__ == "__main__":
    for trace in TRACES:
        trace.with_suffix(".expected").write_text(as_text(lines(trace)))
        sys.stdout.write(f"{trace.stem}\n")
