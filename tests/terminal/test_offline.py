"""Commands that need no running program."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from knotbreak.app.exporting import event_json
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem
from knotbreak.guide import safety
from knotbreak.terminal import offline
from tests.terminal.pages import WORDS

EVENT = HistoryEvent(at_utc_ms=1_763_892_000_500, offset_min=60, event=EventKind.SESSION)


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_event_has_words(kind: EventKind) -> None:
    event = HistoryEvent(
        at_utc_ms=EVENT.at_utc_ms, offset_min=-90, event=kind, reminder="stretch",
        routine="neck-2", outcome="done", held_s=83.4, amount=2,
    )  # fmt: skip
    line = offline.event_words(event, WORDS)
    assert line.startswith("2025-11-23 08:30:00  ")
    for part in ("stretch", "neck-2", "done", "1:24", "  2"):
        assert part in line
    found = json.loads(event_json(event))
    assert found["at"] == "2025-11-23T08:30:00.500-01:30"
    assert found["event"] == kind.value
    assert found["held_s"] == 83.4


def test_json_has_only_what_applies() -> None:
    assert set(json.loads(event_json(EVENT))) == {"at", "event"}
    nothing = HistoryEvent(at_utc_ms=0, offset_min=0, event=EventKind.SESSION, held_s=0.0)
    assert json.loads(event_json(nothing))["held_s"] == 0.0


def test_an_empty_log() -> None:
    out: list[str] = []
    offline.print_log([], as_json=True, out=out.append, words=WORDS)
    assert out == []
    offline.print_log([], as_json=False, out=out.append, words=WORDS)
    assert out == ["Nothing has happened yet."]


def test_since() -> None:
    day = offline.since_utc_ms("2026-11-23")
    assert day == datetime(2026, 11, 23).astimezone().timestamp() * 1000
    for text in ("yesterday", "", "2026-13-01", "23.11.2026"):
        assert offline.since_utc_ms(text) is None


def test_checked() -> None:
    out: list[str] = []
    assert offline.print_checked([], 1, out.append, WORDS) == 0
    assert offline.print_checked([], 3, out.append, WORDS) == 0
    assert out == ["1 file is fine.", "3 files are fine."]
    warning = Problem(where="a", line=3, what="odd", warning=True)
    assert offline.print_checked([warning], 1, out.append, WORDS) == 0
    assert out[2:] == ["warning: a:3: odd", "1 file is fine."]
    out.clear()
    fault = Problem(where="a", line=3, key="step[1]", what="bad", hint="mend it")
    assert offline.print_checked([warning, fault], 1, out.append, WORDS) == 1
    assert out == ["warning: a:3: odd", "a:3: step[1]: bad (mend it)"]


def test_safety_is_whole() -> None:
    out: list[str] = []
    offline.print_safety(out.append, WORDS)
    text = "\n".join(out)
    for sentence in (*safety.NOTICE, *safety.STOP_IF, safety.ALWAYS):
        assert sentence in text


def test_next() -> None:
    out: list[str] = []
    data: dict[str, object] = {"next": None, "routine": None, "why": "Paused."}
    offline.print_next(data, why=False, out=out.append, words=WORDS)
    assert out == ["Nothing is due for now."]
    out.clear()
    data = {
        "next": {"name": "Stretch", "words": "about 10:40"},
        "routine": {
            "id": "neck-2",
            "title": "Neck unwinder",
            "seconds": 109,
            "why": "plan",
            "because": "today: neck",
        },
        "why": "",
    }
    offline.print_next(data, why=True, out=out.append, words=WORDS)
    assert out[:2] == ["Stretch, about 10:40", "Next routine: Neck unwinder, 1:49"]
    assert out[2:] == ["Why: today: neck.", "To keep it: knotbreak pin neck-2"]
