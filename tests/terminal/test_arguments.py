"""The grammar of the command line."""

from __future__ import annotations

import pytest

from knotbreak.terminal.arguments import parser


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", {"command": None}),
        ("run --terminal", {"command": "run", "terminal": True}),
        ("play", {"routine": None}),
        ("play neck-2 --terminal --speed 20", {"routine": "neck-2", "speed": 20.0}),
        ("--speed 3 play x", {"speed": 3.0}),
        ("--speed 3 run --speed 4", {"speed": 4.0}),
        ("pause", {"minutes": None, "until_tomorrow": False}),
        ("pause 30", {"minutes": 30}),
        ("pause --until-tomorrow", {"until_tomorrow": True}),
        ("snooze", {"minutes": 5}),
        ("snooze 15", {"minutes": 15}),
        ("water", {"glasses": 1}),
        ("water -1", {"glasses": -1}),
        ("log --json --since 2026-11-23", {"json": True, "since": "2026-11-23"}),
        ("next --why", {"why": True, "json": False}),
        ("simulate day.toml", {"trace": "day.toml", "settings": None, "json": False}),
        ("simulate day.toml --settings s.toml --json", {"settings": "s.toml", "json": True}),
        ("check a.toml b.toml", {"files": ["a.toml", "b.toml"]}),
    ],
)
def test_good_lines(line: str, found: dict[str, object]) -> None:
    words = line.split()
    args = vars(parser(str).parse_args(words))
    assert vars(parser(str, words).parse_args(words)) == args
    assert {key: args[key] for key in found} == found


@pytest.mark.parametrize(
    "line",
    ["dance", "pause soon", "snooze 1.5", "water one", "check", "--speed 0 run", "run --speed inf",
     "play --speed -2", "run now", "log --since", "simulate", "simulate a b"],
)  # fmt: skip
def test_bad_lines(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser(str, line.split()).parse_args(line.split())
    assert ended.value.code == 2
    assert "knotbreak" in capsys.readouterr().err


def test_what_people_read_is_translated() -> None:
    def words(text: str) -> str:
        # As a catalogue does it: what stands for something else stays as it is.
        return text if "%(" in text else text.upper()

    assert "BREAK REMINDERS" in parser(words).format_help()
