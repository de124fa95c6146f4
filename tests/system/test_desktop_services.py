"""The tray's host and the screen saver, as small services on a private bus."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from knotbreak.system import inhibit, tray_host
from knotbreak.system.inhibit import ScreenSaverInhibitor
from knotbreak.system.session_bus import SessionBus
from knotbreak.system.tray_host import watch_host
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.waiting import run_for, run_until


class Service:
    """Owns a name and answers calls, whenever the test lets it."""

    def __init__(self, bus: PrivateBus, name: str, answers: dict[str, tuple[str, Any]]) -> None:
        self._connection: DBusConnection = open_dbus_connection(bus.address)
        self._answers = answers
        self.calls: list[tuple[str, Any]] = []
        self._connection.send_and_get_reply(message_bus.RequestName(name, 4))

    def serve(self) -> None:
        """Answer what has come."""
        while True:
            try:
                message: Message = self._connection.receive(timeout=0)
            except (TimeoutError, BlockingIOError):
                return
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            self.calls.append((member, message.body))
            if member in self._answers:
                signature, body = self._answers[member]
                self._connection.send(new_method_return(message, signature, body))

    def emit(self, address: DBusAddress, member: str) -> None:
        self._connection.send(new_signal(address, member))

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def session_bus(bus: PrivateBus, loop: SelectorLoop) -> Iterator[SessionBus]:
    words = gettext.NullTranslations()
    session = SessionBus(loop, words, environ={"DBUS_SESSION_BUS_ADDRESS": bus.address})
    session.start()
    yield session
    session.stop()


def until(loop: SelectorLoop, service: Service, predicate: Callable[[], object]) -> None:
    def look() -> object:
        service.serve()
        return predicate()

    run_until(loop, look)


def host_property(there: bool) -> dict[str, tuple[str, Any]]:
    return {"Get": ("v", (("b", there),))}


def test_t3_a_tray_host_that_comes_late_goes_and_returns_is_told(
    bus: PrivateBus, session_bus: SessionBus, loop: SelectorLoop
) -> None:
    told: list[bool] = []
    watch = watch_host(session_bus, told.append)
    run_for(loop, 50)
    assert True not in told
    told.clear()
    service = Service(bus, tray_host.NAME, host_property(True))
    until(loop, service, lambda: told == [True])
    service.close()
    run_until(loop, lambda: told == [True, False])
    again = Service(bus, tray_host.NAME, host_property(True))
    until(loop, again, lambda: told == [True, False, True])
    watch.cancel()
    again.close()
    run_for(loop, 50)
    assert told == [True, False, True]


def test_a_watcher_without_a_host_is_no_host_until_it_says_so(
    bus: PrivateBus, session_bus: SessionBus, loop: SelectorLoop
) -> None:
    told: list[bool] = []
    watch_host(session_bus, told.append)
    service = Service(bus, tray_host.NAME, host_property(False))
    until(loop, service, lambda: service.calls)
    run_for(loop, 50)
    assert True not in told
    address = DBusAddress("/StatusNotifierWatcher", interface=tray_host.NAME)
    service.emit(address, "StatusNotifierHostRegistered")
    until(loop, service, lambda: told and told[-1] is True)
    service.close()


def test_the_screen_is_held_once_and_let_go(
    bus: PrivateBus, session_bus: SessionBus, loop: SelectorLoop
) -> None:
    service = Service(bus, inhibit.NAME, {"Inhibit": ("u", (77,))})
    inhibitor = ScreenSaverInhibitor(session_bus, gettext.NullTranslations())
    inhibitor.set_held(False)
    inhibitor.set_held(True)
    inhibitor.set_held(True)
    until(loop, service, lambda: service.calls)
    run_for(loop, 50)
    inhibitor.set_held(True)
    inhibitor.set_held(False)
    inhibitor.set_held(False)
    until(loop, service, lambda: len(service.calls) >= 2)
    run_for(loop, 50)
    service.serve()
    assert service.calls == [
        ("Inhibit", ("knotbreak", "A stretch is being guided.")),
        ("UnInhibit", (77,)),
    ]
    service.close()


def test_what_is_let_go_before_the_answer_came_is_let_go_all_the_same(
    bus: PrivateBus, session_bus: SessionBus, loop: SelectorLoop
) -> None:
    service = Service(bus, inhibit.NAME, {"Inhibit": ("u", (5,))})
    inhibitor = ScreenSaverInhibitor(session_bus, gettext.NullTranslations())
    inhibitor.set_held(True)
    inhibitor.set_held(False)
    until(loop, service, lambda: len(service.calls) == 2)
    assert service.calls[1] == ("UnInhibit", (5,))
    service.close()


def test_without_a_screen_saver_nothing_happens(
    session_bus: SessionBus, loop: SelectorLoop
) -> None:
    inhibitor = ScreenSaverInhibitor(session_bus, gettext.NullTranslations())
    inhibitor.set_held(True)
    run_for(loop, 50)
    inhibitor.set_held(False)
    inhibitor.set_held(True)
    run_for(loop, 50)
    assert session_bus.connected
    assert inhibit.NAME in inhibitor.limit
