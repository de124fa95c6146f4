"""Shortcuts of Windows: the calls as its headers say them, and every answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from knotbreak.app.shortcuts import ShortcutState
from knotbreak.core.shortcuts import parse_combo
from knotbreak.system.shortcuts_windows import WM_HOTKEY, WindowsShortcuts, virtual_key
from tests.fakes import TRANSLATOR, FakeHandle


class FakeUser32:
    def __init__(self) -> None:
        self.registered: dict[int, tuple[int, int]] = {}
        self.taken: set[tuple[int, int]] = set()
        self.error = 1409

    def RegisterHotKey(self, window: None, number: Any, held: Any, key: Any) -> int:  # noqa: N802
        assert window is None, "for the thread, not for a window"
        assert number.value < 0xC000
        if (held.value, key.value) in self.taken:
            return 0
        self.registered[number.value] = (held.value, key.value)
        return 1

    def UnregisterHotKey(self, window: None, number: Any) -> int:  # noqa: N802
        assert window is None
        del self.registered[number.value]
        return 1


def test_keys_are_registered_heard_and_given_back() -> None:
    user32, handle = FakeUser32(), FakeHandle()
    user32.taken = {(2 | 1 | 0x4000, ord("K"))}
    hears: list[Callable[[int, int], None]] = []

    def messages(fn: Callable[[int, int], None]) -> FakeHandle:
        hears.append(fn)
        return handle

    pressed: list[str] = []
    states: list[Sequence[ShortcutState]] = []
    posted: list[Callable[[], None]] = []
    shortcuts = WindowsShortcuts(user32, lambda: user32.error, messages, posted.append, TRANSLATOR)
    texts = {"start": "Ctrl+Alt+S", "skip": "Ctrl+Alt+K", "show": "Win+Shift+F9"}
    wanted = {action: combo for action, text in texts.items() if (combo := parse_combo(text))}
    shortcuts.start(wanted, pressed.append, states.append)
    assert states == []
    posted.pop()()
    assert [state.works for state in states[0]] == [True, False, True]
    assert states[0][1].words == "Another program has these keys."
    assert list(user32.registered.values()) == [
        (0x4000 | 2 | 1, ord("S")),
        (0x4000 | 8 | 4, 0x78),
    ]
    for number in user32.registered:
        hears[0](0x0100, number)
        hears[0](WM_HOTKEY, number)
    hears[0](WM_HOTKEY, 7)
    assert pressed == ["start", "show"]
    shortcuts.stop()
    assert (user32.registered, handle.cancelled) == ({}, True)
    user32.error = 5
    shortcuts.start(wanted, pressed.append, states.append)
    posted.pop()()
    assert states[-1][1].words == "Windows does not give these keys away."


def test_virtual_keys() -> None:
    keys = ("A", "0", "F1", "F24", "Space", "PageDown")
    assert [virtual_key(key) for key in keys] == [0x41, 0x30, 0x70, 0x87, 0x20, 0x22]
