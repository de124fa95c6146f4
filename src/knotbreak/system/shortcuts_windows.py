"""Shortcuts on Windows: RegisterHotKey (winuser.h), for the thread that reads the messages.

| what | number |
| --- | --- |
| MOD_ALT, MOD_CONTROL, MOD_SHIFT, MOD_WIN, MOD_NOREPEAT | 1, 2, 4, 8, 0x4000 |
| WM_HOTKEY, whose wParam is the number of the shortcut | 0x0312 |
| ERROR_HOTKEY_ALREADY_REGISTERED | 1409 |
| virtual keys: letters and digits are their ASCII codes, VK_F1 is 0x70 | |
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from knotbreak.app.ports import Handle
from knotbreak.app.shortcuts import OnPressed, OnStates, ShortcutState
from knotbreak.core.shortcuts import Combo, Modifier

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WM_HOTKEY = 0x0312
_NO_REPEAT = 0x4000
_TAKEN = 1409
_FIRST = 0xB000
"""Numbers below 0xC000 are the program's own; those of Qt, if it has any, begin at the bottom."""

_MASKS: Mapping[Modifier, int] = MappingProxyType(
    {Modifier.ALT: 1, Modifier.CTRL: 2, Modifier.SHIFT: 4, Modifier.SUPER: 8}
)
_VIRTUAL: Mapping[str, int] = MappingProxyType(
    {
        "Pause": 0x13,
        "Space": 0x20,
        "PageUp": 0x21,
        "PageDown": 0x22,
        "End": 0x23,
        "Home": 0x24,
        "Left": 0x25,
        "Up": 0x26,
        "Right": 0x27,
        "Down": 0x28,
        "Insert": 0x2D,
    }
)
_VK_F1 = 0x70

Messages = Callable[[Callable[[int, int], None]], Handle]


def virtual_key(key: str) -> int:
    """The number of a key of `core.shortcuts`."""
    if len(key) == 1:
        return ord(key)
    known = _VIRTUAL.get(key)
    return _VK_F1 + int(key[1:]) - 1 if known is None else known


class WindowsShortcuts:
    """Implements the `Shortcuts` port.

    Args:
        user32: Of `ctypes.windll`.
        last_error: The error of the last call (`ctypes.get_last_error`, or GetLastError).
        messages: Passes on window messages, as number and wParam.
        post: Calls a function from the loop.
    """

    means = "RegisterHotKey"

    def __init__(
        self,
        user32: Any,
        last_error: Callable[[], int],
        messages: Messages,
        post: Callable[[Callable[[], None]], None],
        translator: Translator,
    ) -> None:
        self._user32 = user32
        self._last_error = last_error
        self._messages = messages
        self._post = post
        self._ = translator.gettext
        self._numbers: dict[int, str] = {}
        self._heard: Handle | None = None

    def start(
        self, wanted: Mapping[str, Combo], on_pressed: OnPressed, on_states: OnStates, /
    ) -> None:
        """Register these; each is answered at once."""

        def on_message(message: int, w_param: int) -> None:
            action = self._numbers.get(w_param)
            if message == WM_HOTKEY and action is not None:
                on_pressed(action)

        self._heard = self._messages(on_message)
        states = [
            self._register(_FIRST + index, action, combo)
            for index, (action, combo) in enumerate(wanted.items())
        ]
        self._post(lambda: on_states(states))

    def stop(self) -> None:
        """Give them back."""
        if self._heard is not None:
            self._heard.cancel()
        for number in self._numbers:
            self._user32.UnregisterHotKey(None, ctypes.c_int(number))
        self._numbers = {}

    def _register(self, number: int, action: str, combo: Combo) -> ShortcutState:
        held = sum(_MASKS[one] for one in combo.modifiers) | _NO_REPEAT
        done = self._user32.RegisterHotKey(
            None,
            ctypes.c_int(number),
            ctypes.c_uint(held),
            ctypes.c_uint(virtual_key(combo.key)),
        )
        if done:
            self._numbers[number] = action
            return ShortcutState(action=action, keys=str(combo), works=True)
        words = self._("Windows does not give these keys away.")
        if self._last_error() == _TAKEN:
            words = self._("Another program has these keys.")
        return ShortcutState(action=action, keys=str(combo), works=False, words=words)
