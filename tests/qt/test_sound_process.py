"""The process that plays and speaks by Qt: each request is answered, once and in time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from knotbreak.qt import sound_process
from knotbreak.qt.sound_process import Answer, Service, Voice
from knotbreak.system.sound_by_qt import has_qt


class Slow:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, Any]] = []
        self.answers: list[Answer] = []

    def perform(self, request: Mapping[str, Any], answer: Answer) -> None:
        self.asked.append(request)
        self.answers.append(answer)


def test_every_request_is_answered_once(qtbot: QtBot) -> None:
    slow, said = Slow(), list[str]()
    service = Service(slow, said.append)
    for number, well in enumerate((True, False)):
        service.take(json.dumps({"play": str(number)}))
        slow.answers[-1](well)
        slow.answers[-1](well)
    assert said == ["ok", "failed"]
    assert [one["play"] for one in slow.asked] == ["0", "1"]


def test_what_does_not_begin_has_failed_and_is_not_answered_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_process, "LATE_MS", 1)
    slow, said = Slow(), list[str]()
    service = Service(slow, said.append)
    service.take("{}")
    qtbot.waitUntil(lambda: said == ["failed"])
    slow.answers[0](True)
    service.take("{}")
    slow.answers[0](True)
    qtbot.waitUntil(lambda: said == ["failed", "failed"])


@pytest.mark.skipif(not has_qt("voice"), reason="the extra [sound] is not installed")
def test_a_voice_says_what_it_is_asked_for(qtbot: QtBot) -> None:
    said: list[str] = []
    # Qt's engine for tests takes its time and is not heard.
    voice = Voice(not_ours=frozenset({"speechd"}))
    service = Service(voice, said.append)
    request = {"say": "One arm, then the other.", "language": "en", "volume": 40}
    for number in range(1, 3):
        service.take(json.dumps(request))
        qtbot.waitUntil(lambda number=number: said == ["ok"] * number)  # type: ignore[misc]
        assert voice._speech.volume() == pytest.approx(0.4)
        assert voice._speech.state().name == "Speaking"
    service.take(json.dumps({"stop": True}))
    assert voice._speech.state().name == "Ready"


@pytest.mark.skipif(not has_qt("voice"), reason="the extra [sound] is not installed")
def test_no_engine_is_used_that_silences_others(qtbot: QtBot) -> None:
    said: list[str] = []
    service = Service(Voice(sound_process.NOT_OURS | {"winrt", "sapi", "darwin"}), said.append)
    for request in ({}, {"say": "Left."}):
        service.take(json.dumps(request))
    assert said == ["failed", "failed"]
