"""Shortcuts by the desktop's portal: org.freedesktop.portal.GlobalShortcuts (xdg-desktop-portal).

The desktop asks the person, and may give other keys than those that are asked for. An answer comes
as a signal of a request object, whose path is known before the call: who listened later would miss
it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress, MatchRule, Message, new_method_call

from knotbreak.app.shortcuts import OnPressed, OnStates, ShortcutState
from knotbreak.core.shortcuts import Combo, Modifier
from knotbreak.system.dbus import CallError
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Translator

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.GlobalShortcuts"
ADDRESS = DBusAddress(PATH, NAME, INTERFACE)
_REQUEST = "org.freedesktop.portal.Request"
_SESSION = "org.freedesktop.portal.Session"

_HELD: Mapping[Modifier, str] = {
    Modifier.CTRL: "CTRL",
    Modifier.ALT: "ALT",
    Modifier.SHIFT: "SHIFT",
    Modifier.SUPER: "LOGO",
}
_NAMES = {"Space": "space", "PageUp": "Page_Up", "PageDown": "Page_Down"}


def trigger(combo: Combo) -> str:
    """Keys as the "shortcuts" specification of freedesktop.org writes them: CTRL+ALT+s."""
    held = [words for modifier, words in _HELD.items() if modifier in combo.modifiers]
    key = combo.key.lower() if len(combo.key) == 1 else _NAMES.get(combo.key, combo.key)
    return "+".join([*held, key])


class PortalShortcuts:
    """Implements the `Shortcuts` port with the portal.

    Args:
        labels: What each action is called, for the desktop's own settings.
    """

    means = "GlobalShortcuts"

    def __init__(self, bus: SessionBus, translator: Translator, labels: Mapping[str, str]) -> None:
        self._bus = bus
        self._ = translator.gettext
        self._labels = labels
        self._wanted: Mapping[str, Combo] = {}
        self._session = ""
        self._requests = 0
        self._handles: list[Handle] = []
        self._over = False

    def start(
        self, wanted: Mapping[str, Combo], on_pressed: OnPressed, on_states: OnStates, /
    ) -> None:
        """Ask for these; the desktop may ask the person, which takes its time."""
        self._wanted = wanted
        self._on_pressed = on_pressed
        self._on_states = on_states
        activated = MatchRule(
            type="signal", sender=NAME, interface=INTERFACE, member="Activated", path=PATH
        )
        self._handles.append(self._bus.subscribe(activated, self._on_activated))
        self._request(
            lambda token: new_method_call(
                ADDRESS,
                "CreateSession",
                "a{sv}",
                ({"handle_token": ("s", token), "session_handle_token": ("s", "knotbreak")},),
            ),
            self._on_session,
        )

    def stop(self) -> None:
        """Close the session; nothing is told any more."""
        self._over = True
        for handle in self._handles:
            handle.cancel()
        self._handles.clear()
        if self._session:
            address = DBusAddress(self._session, NAME, _SESSION)
            self._bus.send(new_method_call(address, "Close"))
            self._session = ""

    def _on_session(self, results: Mapping[str, tuple[str, Any]]) -> None:
        self._session = str(results.get("session_handle", ("s", ""))[1])
        shortcuts = [
            (
                action,
                {
                    "description": ("s", self._labels.get(action, action)),
                    "preferred_trigger": ("s", trigger(combo)),
                },
            )
            for action, combo in self._wanted.items()
        ]
        self._request(
            lambda token: new_method_call(
                ADDRESS,
                "BindShortcuts",
                "oa(sa{sv})sa{sv}",
                (self._session, shortcuts, "", {"handle_token": ("s", token)}),
            ),
            self._on_bound,
        )

    def _on_bound(self, results: Mapping[str, tuple[str, Any]]) -> None:
        _signature, bound = results.get("shortcuts", ("a(sa{sv})", []))
        keys = {name: str(told.get("trigger_description", ("s", ""))[1]) for name, told in bound}
        missing = self._("Your desktop gave it no keys.")
        self._on_states(
            [
                ShortcutState(
                    action=action,
                    keys=keys.get(action) or str(combo),
                    works=action in keys,
                    words="" if action in keys else missing,
                )
                for action, combo in self._wanted.items()
            ]
        )

    def _on_activated(self, message: Message) -> None:
        session, action, *_rest = message.body
        if session == self._session and action in self._wanted:
            self._on_pressed(action)

    # -- requests ----------------------------------------------------------------------------------

    def _request(
        self,
        call: Callable[[str], Message],
        on_results: Callable[[Mapping[str, tuple[str, Any]]], None],
    ) -> None:
        """Make a call, and wait for the signal that is its answer."""
        self._requests += 1
        token = f"knotbreak{self._requests}"
        sender = self._bus.unique_name.removeprefix(":").replace(".", "_")
        path = f"{PATH}/request/{sender}/{token}"
        rule = MatchRule(
            type="signal", sender=NAME, interface=_REQUEST, member="Response", path=path
        )

        def on_response(message: Message) -> None:
            code, results = message.body
            if self._over:
                return
            if code:
                self._fail(self._("Your desktop did not allow it."))
            else:
                on_results(results)

        self._handles.append(self._bus.subscribe(rule, on_response))
        self._bus.call(call(token), lambda _reply: None, self._on_error)

    def _on_error(self, _error: CallError) -> None:
        if not self._over:
            self._fail(self._("Your desktop offers no shortcuts to programs."))

    def _fail(self, words: str) -> None:
        self._on_states(
            [
                ShortcutState(action=action, keys=str(combo), works=False, words=words)
                for action, combo in self._wanted.items()
            ]
        )
