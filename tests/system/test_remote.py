"""What a session in this process tells the running program."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from knotbreak.app.state import AppState, OpenSession
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem
from knotbreak.system import remote
from knotbreak.system.remote import GoneError, RemoteHistory, RemoteStore
from tests.fakes import FakeStore

SESSION = OpenSession(key="session:1", routine="neck", began_utc_ms=1, held_ms=2)


def test_it_says_where_the_session_stands_when_that_changes_and_once_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []
    now_s = [100.0]

    def heard(path: Path, cmd: str, args: dict[str, object]) -> dict[str, object]:
        told.append((cmd, msgspec.convert(args["session"], OpenSession)))
        return {}

    monkeypatch.setattr(remote, "report", heard)
    store = RemoteStore(FakeStore([]), Path("socket"), lambda: None, lambda: now_s[0])
    store.save(AppState())
    assert told == []
    further = msgspec.structs.replace(SESSION, held_ms=3)
    for session in (SESSION, SESSION, further, further):
        store.save(AppState(session=session))
    assert told == [("session", SESSION), ("session", further)]
    now_s[0] += 60
    store.save(AppState(session=further))
    assert told[2:] == [("session", further)]


def test_only_the_notes_of_tightness_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    note = HistoryEvent(
        at_utc_ms=5, offset_min=60, event=EventKind.CHECKIN, outcome="neck", amount=4
    )
    asked: list[tuple[str, dict[str, object]]] = []

    def heard(path: Path, cmd: str, args: dict[str, object]) -> dict[str, object]:
        asked.append((cmd, args))
        return {"events": [msgspec.to_builtins(note)]}

    monkeypatch.setattr(remote, "report", heard)
    history = RemoteHistory(Path("socket"), lambda _event: None)
    assert history.of_kinds(1, EventKind.SESSION, EventKind.RATED) == []
    assert asked == []
    assert history.of_kinds(1, EventKind.CHECKIN) == [note]
    assert asked == [("checkins", {"since": 1})]


def test_nobody_is_left_to_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> dict[str, object]:
        raise GoneError(Problem(where="knotbreak", what="gone"))

    monkeypatch.setattr(remote, "report", gone)
    RemoteStore(FakeStore([]), Path("socket"), lambda: None).save(AppState(session=SESSION))
