"""Shortcuts on a real X server, with real keys."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knotbreak.app.shortcuts import ShortcutState
from knotbreak.core.shortcuts import Combo, parse_combo
from knotbreak.system.choose_shortcuts import choose_shortcuts
from knotbreak.system.shortcuts_x11 import X11Shortcuts
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.desktop import Desktop
from tests.desktop.waiting import run_for, run_until
from tests.fakes import TRANSLATOR


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with Desktop(None, window_manager=False) as desktop:
        yield desktop


class Keys:
    """What a program that asked for shortcuts hears."""

    def __init__(self, loop: SelectorLoop, desktop: Desktop, **texts: str) -> None:
        self.pressed: list[str] = []
        self.states: list[Sequence[ShortcutState]] = []
        chosen = choose_shortcuts(loop, None, TRANSLATOR, {}, desktop.env)
        assert isinstance(chosen, X11Shortcuts)
        self.shortcuts = chosen
        wanted = {action: combo(text) for action, text in texts.items()}
        chosen.start(wanted, self.pressed.append, self.states.append)
        run_until(loop, lambda: self.states)

    @property
    def works(self) -> dict[str, bool]:
        return {state.action: state.works for state in self.states[-1]}

    def words(self, action: str) -> str:
        return next(state.words for state in self.states[-1] if state.action == action)


def combo(text: str) -> Combo:
    found = parse_combo(text)
    assert found is not None
    return found


@pytest.mark.desktop
def test_keys_are_heard_wherever_the_focus_is_with_every_lock(
    desktop: Desktop, loop: SelectorLoop
) -> None:
    keys = Keys(loop, desktop, start="Ctrl+Alt+S", drank="Super+F9", show="Shift+Ctrl+Space")
    assert keys.works == {"start": True, "drank": True, "show": True}
    desktop.run("xdotool", "key", "ctrl+alt+s", "super+F9", "ctrl+shift+space")
    run_until(loop, lambda: len(keys.pressed) == 3)
    assert keys.pressed == ["start", "drank", "show"]
    for lock in ("Caps_Lock", "Num_Lock"):
        keys.pressed.clear()
        desktop.run("xdotool", "key", lock)
        desktop.run("xdotool", "key", "ctrl+alt+s")
        run_until(loop, lambda: keys.pressed == ["start"])
    desktop.run("xdotool", "key", "Caps_Lock", "key", "Num_Lock")
    keys.pressed.clear()
    desktop.run("xdotool", "key", "ctrl+s", "ctrl+alt+t", "ctrl+alt+shift+s")
    run_for(loop, 200)
    assert keys.pressed == [], "other keys are others'"
    keys.shortcuts.stop()
    keys.shortcuts.stop()


@pytest.mark.desktop
def test_t19_keys_that_another_program_has_are_told_and_free_again_after_it(
    desktop: Desktop, loop: SelectorLoop
) -> None:
    first = Keys(loop, desktop, start="Ctrl+Alt+S")
    second = Keys(loop, desktop, start="Ctrl+Alt+S", skip="Ctrl+Alt+K")
    assert second.works == {"start": False, "skip": True}
    assert second.words("start") == "Another program has these keys."
    first.shortcuts.stop()
    third = Keys(loop, desktop, start="Ctrl+Alt+S")
    run_until(loop, lambda: third.works["start"])
    for keys in (second, third):
        keys.shortcuts.stop()


@pytest.mark.desktop
def test_a_key_that_the_keyboard_does_not_have_is_told(
    desktop: Desktop, loop: SelectorLoop
) -> None:
    desktop.run("xmodmap", "-e", "keysym F9 = NoSymbol")
    keys = Keys(loop, desktop, start="F9", drank="F8")
    assert keys.works == {"start": False, "drank": True}
    assert keys.words("start") == "Your keyboard has no such key."
    keys.shortcuts.stop()


@pytest.mark.desktop
def test_another_layout_is_followed(desktop: Desktop, loop: SelectorLoop) -> None:
    keys = Keys(loop, desktop, start="Ctrl+Alt+Y")
    told = len(keys.states)
    desktop.run("xmodmap", "-e", "keycode 29 = z Z", "-e", "keycode 52 = y Y")
    run_until(loop, lambda: len(keys.states) > told)
    desktop.run("xdotool", "keydown", "ctrl", "keydown", "alt", "key", "52")
    desktop.run("xdotool", "keyup", "ctrl", "keyup", "alt")
    run_until(loop, lambda: keys.pressed == ["start"])
    keys.shortcuts.stop()


@pytest.mark.desktop
def test_a_server_that_goes_away_is_told(desktop: Desktop, loop: SelectorLoop) -> None:
    keys = Keys(loop, desktop, start="F8")
    desktop.display_server.send_signal(signal.SIGKILL)
    run_until(loop, lambda: not keys.works["start"])
    assert keys.words("start") == "The X server does not answer any more."


def test_a_server_that_refuses_is_told(loop: SelectorLoop) -> None:
    ours, server = socket.socketpair()
    ours.setblocking(False)
    states: list[Sequence[ShortcutState]] = []
    shortcuts = X11Shortcuts(loop, ours, b"", TRANSLATOR)
    shortcuts.start({"start": combo("F8")}, lambda _action: None, states.append)
    server.sendall(b"\x00\x02\x0b\x00\x00\x00\x01\x00no" + bytes(2))
    run_until(loop, lambda: states)
    assert not states[0][0].works
    server.close()


def test_without_any_display_there_are_none(loop: SelectorLoop, tmp_path: Path) -> None:
    nothing = {"HOME": str(tmp_path)}
    assert choose_shortcuts(loop, None, TRANSLATOR, {}, nothing) is None
    assert choose_shortcuts(loop, None, TRANSLATOR, {}, {**nothing, "DISPLAY": ":9999"}) is None
    wayland = {**nothing, "DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
    assert choose_shortcuts(loop, None, TRANSLATOR, {}, wayland) is None
