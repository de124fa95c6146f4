from __future__ import annotations

import json

from knotbreak.app.simulation import Line
from knotbreak.terminal.simulate import print_line
from tests.terminal.pages import WORDS

NOTICE = Line(
    at="2026-06-10T09:50:00+02:00", event="notice", reminder="stretch", merged=("water", "posture"),
    why="due", routine="neck-2", quiet=True,
)  # fmt: skip


def printed(line: Line, *, as_json: bool = False) -> str:
    out: list[str] = []
    print_line(line, as_json=as_json, out=out.append, words=WORDS)
    (text,) = out
    return text


def test_a_line_for_people_says_when_what_and_why() -> None:
    text = printed(NOTICE)
    assert text.startswith("Wed 2026-06-10 09:50:00  notice")
    for part in ("stretch with water, posture", "(quiet)", "[neck-2]", "because: due"):
        assert part in text


def test_every_part_that_applies_is_said_and_no_other() -> None:
    at = "2026-06-10T09:50:00+02:00"
    assert printed(Line(at=at, event="natural-break")).endswith("natural-break")
    assert "for 15 minutes" in printed(Line(at=at, event="snoozed", minutes=15))
    ended = printed(Line(at=at, event="session-ended", outcome="done", held_s=83.0))
    assert ended.endswith("done 1:23")
    assert printed(Line(at=at, event="reset", resets=("stretch", "eyes"))).endswith("stretch, eyes")


def test_a_line_for_programs_has_only_what_applies() -> None:
    assert json.loads(printed(NOTICE, as_json=True)) == {
        "at": "2026-06-10T09:50:00+02:00", "event": "notice", "reminder": "stretch",
        "merged": ["water", "posture"], "why": "due", "routine": "neck-2", "quiet": True,
    }  # fmt: skip
    bare = Line(at="2026-06-10T09:50:00+02:00", event="natural-break")
    assert set(json.loads(printed(bare, as_json=True))) == {"at", "event"}
