"""Shortcuts by the portal of the desktop, against a strict one on a real bus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from knotbreak.app.shortcuts import ShortcutState
from knotbreak.core.shortcuts import Combo, parse_combo
from knotbreak.system.choose_shortcuts import choose_shortcuts
from knotbreak.system.session_bus import SessionBus
from knotbreak.system.shortcuts_portal import INTERFACE, NAME, PATH, PortalShortcuts, trigger
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.fake_services import StrictService
from tests.desktop.waiting import run_for, run_until
from tests.fakes import TRANSLATOR

SESSION = f"{PATH}/session/1_2/knotbreak"
REQUEST = "org.freedesktop.portal.Request"


class FakePortal(StrictService):
    """Gives what the test says; `answers` are the codes of its two dialogs."""

    def __init__(self, loop: SelectorLoop, address: str, asker: SessionBus) -> None:
        super().__init__(loop, address, [NAME])
        self._sender = asker.unique_name.removeprefix(":").replace(".", "_")
        self.answers = [0, 0]
        self.gives = {"start"}
        self.asked: list[Any] = []
        self.closed = 0
        self.methods = {
            (PATH, INTERFACE, "CreateSession"): ("a{sv}", self._create),
            (PATH, INTERFACE, "BindShortcuts"): ("oa(sa{sv})sa{sv}", self._bind),
            (SESSION, "org.freedesktop.portal.Session", "Close"): ("", self._close),
        }

    def press(self, action: str, session: str = SESSION) -> None:
        self.emit(PATH, INTERFACE, "Activated", "osta{sv}", (session, action, 5, {}))

    def _create(self, options: dict[str, Any]) -> tuple[str, tuple[str]]:
        return self._respond(options, {"session_handle": ("s", SESSION)})

    def _bind(
        self, session: str, shortcuts: list[Any], parent: str, options: dict[str, Any]
    ) -> tuple[str, tuple[str]]:
        assert (session, parent) == (SESSION, "")
        self.asked = shortcuts
        given = [
            (name, {**told, "trigger_description": ("s", "Press Meta+S")})
            for name, told in shortcuts
            if name in self.gives
        ]
        return self._respond(options, {"shortcuts": ("a(sa{sv})", given)})

    def _respond(self, options: dict[str, Any], results: dict[str, Any]) -> tuple[str, tuple[str]]:
        path = f"{PATH}/request/{self._sender}/{options['handle_token'][1]}"
        # The dialog may be answered before the call is: then the signal comes first.
        code = self.answers.pop(0)
        self.emit(path, REQUEST, "Response", "ua{sv}", (code, {} if code else results))
        return "o", (path,)

    def _close(self) -> tuple[str, tuple[()]]:
        self.closed += 1
        return "", ()


class Desk:
    def __init__(self, loop: SelectorLoop, bus: PrivateBus) -> None:
        self.loop = loop
        self.env = {"DBUS_SESSION_BUS_ADDRESS": bus.address, "WAYLAND_DISPLAY": "wayland-0"}
        self.bus = SessionBus(loop, TRANSLATOR, environ=self.env)
        self.bus.start()
        self.portal = FakePortal(loop, bus.address, self.bus)
        self.pressed: list[str] = []
        self.states: list[Sequence[ShortcutState]] = []
        labels = {"start": "Start a stretch"}
        chosen = choose_shortcuts(loop, self.bus, TRANSLATOR, labels, self.env)
        assert isinstance(chosen, PortalShortcuts)
        self.shortcuts = chosen

    def ask(self, **texts: str) -> dict[str, ShortcutState]:
        wanted = {action: combo(text) for action, text in texts.items()}
        self.shortcuts.start(wanted, self.pressed.append, self.states.append)
        run_until(self.loop, lambda: self.states)
        return {state.action: state for state in self.states[-1]}


def combo(text: str) -> Combo:
    found = parse_combo(text)
    assert found is not None
    return found


@pytest.fixture
def desk(loop: SelectorLoop, bus: PrivateBus) -> Iterator[Desk]:
    desk = Desk(loop, bus)
    yield desk
    desk.shortcuts.stop()
    desk.bus.stop()
    desk.portal.close()
    assert desk.portal.faults == []


def test_keys_are_written_as_the_specification_says() -> None:
    written = {
        text: trigger(combo(text)) for text in ("Super+Shift+S", "F9", "Alt+Space", "Ctrl+1")
    }
    assert written == {
        "Super+Shift+S": "SHIFT+LOGO+s", "F9": "F9", "Alt+Space": "ALT+space", "Ctrl+1": "CTRL+1",
    }  # fmt: skip
    assert trigger(combo("Ctrl+PageUp")) == "CTRL+Page_Up"


def test_what_the_desktop_gives_is_heard_and_said_as_it_calls_it(desk: Desk) -> None:
    states = desk.ask(start="Ctrl+Alt+S", skip="Ctrl+Alt+K")
    assert desk.portal.asked[0] == (
        "start",
        {"description": ("s", "Start a stretch"), "preferred_trigger": ("s", "CTRL+ALT+s")},
    )
    assert (states["start"].works, states["start"].keys) == (True, "Press Meta+S")
    assert (states["skip"].works, states["skip"].keys) == (False, "Ctrl+Alt+K")
    assert states["skip"].words == "Your desktop gave it no keys."
    desk.portal.press("start", session="/somebody/else")
    desk.portal.press("nonsense")
    desk.portal.press("start")
    run_until(desk.loop, lambda: desk.pressed)
    assert desk.pressed == ["start"]
    desk.shortcuts.stop()
    run_until(desk.loop, lambda: desk.portal.closed == 1)
    desk.portal.press("start")
    run_for(desk.loop, 100)
    assert desk.pressed == ["start"]


@pytest.mark.parametrize("answers", [[1], [0, 1], [2], [0, 2]])
def test_a_dialog_that_is_declined_is_told(desk: Desk, answers: list[int]) -> None:
    desk.portal.answers = answers
    states = desk.ask(start="Ctrl+Alt+S")
    assert (states["start"].works, states["start"].words) == (
        False,
        "Your desktop did not allow it.",
    )


def test_a_desktop_without_it_is_told(desk: Desk) -> None:
    desk.portal.methods.clear()
    states = desk.ask(start="Ctrl+Alt+S")
    assert states["start"].words == "Your desktop offers no shortcuts to programs."
