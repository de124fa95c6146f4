"""The window messages of Windows, as far as they can be had without Windows."""

from __future__ import annotations

import ctypes

import pytest
from PySide6.QtWidgets import QApplication

from knotbreak.bootstrap.signals import SOON_MS, Signals
from knotbreak.qt.native_events import Msg, WindowMessages
from knotbreak.system.session_windows import (
    WM_POWERBROADCAST,
    WM_TIMECHANGE,
    WM_WTSSESSION_CHANGE,
)
from tests.app.world import World
from tests.fakes import TRANSLATOR, FakeHandle, FakeSettings


def send(messages: WindowMessages, message: int, w_param: int, kind: bytes) -> tuple[bool, int]:
    msg = Msg(message=message, wParam=w_param)
    return messages.nativeEventFilter(kind, ctypes.addressof(msg))


def test_messages_are_passed_on_and_left_to_qt(qapp: QApplication) -> None:
    heard: list[tuple[int, int]] = []
    registered: list[int] = []

    def on_message(message: int, w_param: int) -> None:
        heard.append((message, w_param))

    messages = WindowMessages(qapp, on_message, registered.append)
    assert len(registered) == 1
    for kind in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
        assert send(messages, WM_WTSSESSION_CHANGE, 7, kind) == (False, 0)
    send(messages, WM_WTSSESSION_CHANGE, 7, b"xcb_generic_event_t")
    assert heard == [(WM_WTSSESSION_CHANGE, 7)] * 2
    messages.cancel()
    send(messages, WM_WTSSESSION_CHANGE, 8, b"windows_generic_MSG")
    assert len(heard) == 2


def test_lock_sleep_and_the_clock_of_windows_reach_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(idle_known=True, start=False)
    zones: list[str] = []
    monkeypatch.setattr(world.clock, "refresh_zone", lambda: zones.append("looked"), raising=False)
    monkeypatch.setattr(world.loop, "add_reader", lambda _fd, _fn: FakeHandle())
    passed = []

    def messages(fn: object) -> FakeHandle:
        passed.append(fn)
        return handle

    handle = FakeHandle()
    signals = Signals(world.loop, world.clock, TRANSLATOR, FakeSettings(None), None, messages)
    signals.start(world.controller)
    world.start()
    world.loop.run(SOON_MS)
    (on_message,) = passed
    on_message(WM_WTSSESSION_CHANGE, 7)
    assert "locked" in world.status.view().why
    on_message(WM_WTSSESSION_CHANGE, 8)
    assert world.status.view().why == ""
    on_message(WM_TIMECHANGE, 0)
    assert zones == ["looked"]
    on_message(WM_POWERBROADCAST, 0x4)
    on_message(WM_POWERBROADCAST, 0x12)
    assert zones == ["looked"] * 2
    signals.stop()
    assert handle.cancelled
