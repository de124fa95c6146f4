"""The program as an application of the desktop, asked by gdbus and dbus-send on a real bus."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping

import pytest

from knotbreak.app.actions import ACTIONS, request_of
from knotbreak.system.bus_application import INTERFACE, NAME, PATH, BusApplication
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.waiting import run_until
from tests.fakes import TRANSLATOR

GDBUS = ("call", "--session", "--dest", NAME, "--object-path", PATH, "--method")


class Desk:
    """A bus, the application on it, and somebody who calls."""

    def __init__(self, loop: SelectorLoop, bus: PrivateBus) -> None:
        self.loop = loop
        self.env = {"PATH": "/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": bus.address}
        self.bus = self.connection()
        self.asked: list[Mapping[str, object]] = []
        self.answer: dict[str, object] = {"ok": True, "message": "Done."}
        self.application = BusApplication(self.bus, self._handle)
        self.application.start()
        run_until(loop, lambda: self.application.has_name)

    def connection(self) -> SessionBus:
        bus = SessionBus(self.loop, TRANSLATOR, environ=self.env)
        bus.start()
        return bus

    def _handle(
        self, request: Mapping[str, object], reply: Callable[[dict[str, object]], None]
    ) -> None:
        self.asked.append(request)
        reply(self.answer)

    def run(self, *command: str) -> tuple[int, str]:
        """Run a tool while the loop answers: its exit status, and what it says."""
        with subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            run_until(self.loop, lambda: process.poll() is not None, 10_000)
            assert process.stdout is not None
            return process.returncode, process.stdout.read()

    def gdbus(self, method: str, *args: str) -> tuple[int, str]:
        return self.run("gdbus", *GDBUS, method, *args)

    def act(self, action: str, parameter: str = "[]", data: str = "{}") -> tuple[int, str]:
        return self.gdbus(f"{INTERFACE}.ActivateAction", action, parameter, data)


@pytest.fixture
def desk(loop: SelectorLoop, bus: PrivateBus) -> Iterator[Desk]:
    desk = Desk(loop, bus)
    yield desk
    desk.application.stop()
    desk.bus.stop()


def test_every_action_is_a_command(desk: Desk) -> None:
    for action, (command, _means) in ACTIONS.items():
        assert desk.act(action) == (0, "()\n")
        assert desk.asked.pop() == {"cmd": command, "args": {"token": None}}


def test_a_parameter_and_a_token_come_along(desk: Desk) -> None:
    assert desk.act("pause", "[<30>]", "{'activation-token': <'t-1'>}") == (0, "()\n")
    assert desk.asked.pop() == {"cmd": "pause", "args": {"minutes": 30, "token": "t-1"}}
    assert desk.act("show", "[<'settings'>]", "{'desktop-startup-id': <'s-1'>}") == (0, "()\n")
    assert desk.asked.pop() == {"cmd": "show", "args": {"what": "settings", "token": "s-1"}}


def test_activation_brings_it_to_the_front(desk: Desk) -> None:
    assert desk.gdbus(f"{INTERFACE}.Activate", "{'activation-token': <'t-2'>}") == (0, "()\n")
    assert desk.asked == [{"cmd": "show", "args": {"token": "t-2"}}]


def test_another_tool_with_other_arguments_is_told_so(desk: Desk) -> None:
    # dbus-send cannot write the dictionary that the interface takes.
    status, said = desk.run(
        "dbus-send", "--session", "--print-reply", f"--dest={NAME}", PATH,
        f"{INTERFACE}.Activate", "dict:string:string:activation-token,t-2",
    )  # fmt: skip
    assert (status, "Activate takes other arguments" in said) == (1, True)
    status, said = desk.run(
        "dbus-send", "--session", "--print-reply", f"--dest={NAME}", PATH,
        "org.freedesktop.DBus.Peer.Ping",
    )  # fmt: skip
    assert status == 0


def test_a_refusal_is_an_error_with_its_words(desk: Desk) -> None:
    desk.answer = {"ok": False, "message": "You have not been away."}
    status, said = desk.act("count-as-break")
    assert status == 1
    assert "Error.Refused" in said
    assert "You have not been away." in said


@pytest.mark.parametrize(
    ("method", "args", "words"),
    [
        ("ActivateAction", ("dance", "[]", "{}"), "The actions are start, done"),
        ("ActivateAction", ("skip", "[<1>]", "{}"), "The actions are"),
        ("ActivateAction", ("pause", "[<1>, <2>]", "{}"), "The actions are"),
        ("Open", ("['file:///x']", "{}"), "opens no files"),
        ("Nonsense", (), "UnknownMethod"),
    ],
)
def test_what_it_does_not_do_is_refused_in_words(
    desk: Desk, method: str, args: tuple[str, ...], words: str
) -> None:
    status, said = desk.gdbus(f"{INTERFACE}.{method}", *args)
    assert (status, words in said) == (1, True)
    assert desk.asked == []


def test_tools_can_look_at_it(desk: Desk) -> None:
    status, said = desk.run(
        "gdbus", "introspect", "--session", "--dest", NAME, "--object-path", PATH
    )
    assert status == 0
    assert "ActivateAction(in  s action_name" in said
    assert desk.gdbus("org.freedesktop.DBus.Peer.Ping") == (0, "()\n")
    status, said = desk.run(
        "gdbus", "call", "--session", "--dest", NAME, "--object-path", "/elsewhere",
        "--method", f"{INTERFACE}.Activate", "{}",
    )  # fmt: skip
    assert (status, "UnknownMethod" in said) == (1, True)


def test_the_name_is_given_back_and_one_that_is_taken_stays_where_it_is(
    desk: Desk, loop: SelectorLoop
) -> None:
    second_bus = desk.connection()
    second = BusApplication(second_bus, lambda _request, _reply: None)
    second.start()
    assert desk.act("moved") == (0, "()\n")
    assert not second.has_name
    second.stop()
    desk.application.stop()
    third = BusApplication(second_bus, desk._handle)
    third.start()
    run_until(loop, lambda: third.has_name)
    assert desk.act("moved") == (0, "()\n")
    second_bus.stop()


def test_it_has_the_name_again_when_the_bus_was_restarted(
    desk: Desk, bus: PrivateBus, loop: SelectorLoop
) -> None:
    bus.stop()
    run_until(loop, lambda: not desk.application.has_name)
    bus.start()
    run_until(loop, lambda: desk.application.has_name, 20_000)
    assert desk.act("moved") == (0, "()\n")


def test_requests_have_a_parameter_only_where_it_means_something() -> None:
    assert request_of("pause", 5) == {"cmd": "pause", "args": {"minutes": 5}}
    assert request_of("pause") == {"cmd": "pause", "args": {}}
    assert request_of("skip", 5) is None
    assert request_of("dance") is None
