"""The bus connection: against a real dbus-daemon, and against one that misbehaves."""

from __future__ import annotations

import gettext
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    Parser,
    message_bus,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.low_level import Header

from knotbreak.core.problems import Problem
from knotbreak.system.dbus import BusConnection, BusLost, CallError, CallRefused, NoReply
from knotbreak.system.dbus_address import BusKind, BusUnavailable, bus_addresses
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.waiting import run_for, run_until

TRANSLATOR = gettext.NullTranslations()
PEER = DBusAddress("/peer", bus_name="org.example.Peer", interface="org.example.Peer")


class Script:
    """A server of one socket that says exactly what a test tells it to."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "socket")
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(self.address)
        self.listener.listen()
        self.parser = Parser()
        self.peer: socket.socket | None = None

    @property
    def environ(self) -> dict[str, str]:
        return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.address}"}

    def accept(self) -> None:
        """Let one client in, as a bus does."""
        self.peer, _address = self.listener.accept()
        self.line()
        self.peer.sendall(b"OK 0123456789abcdef\r\n")
        self.line()
        self.peer.sendall(b"AGREE_UNIX_FD\r\n")
        self.line()
        self.say(new_method_return(self.hear(), "s", (":1.7",)))

    def line(self) -> bytes:
        assert self.peer is not None
        line = b""
        while not line.endswith(b"\r\n"):
            line += self.peer.recv(1)
        return line

    def hear(self) -> Message:
        assert self.peer is not None
        while (message := self.parser.get_next_message()) is None:
            self.parser.add_data(self.peer.recv(65_536))
        return message

    def say(self, message: Message) -> None:
        assert self.peer is not None
        self.peer.sendall(message.serialise(serial=99))

    def close(self) -> None:
        self.listener.close()
        if self.peer is not None:
            self.peer.close()


@pytest.fixture
def script(short_folder: Path) -> Iterator[Script]:
    script = Script(short_folder)
    yield script
    script.close()


@pytest.fixture
def connect(loop: SelectorLoop) -> Iterator[Callable[..., BusConnection]]:
    made: list[BusConnection] = []

    def connect(environ: dict[str, str], lost: list[Problem] | None = None) -> BusConnection:
        told = [] if lost is None else lost
        made.append(BusConnection(loop, TRANSLATOR, on_lost=told.append, environ=environ))
        return made[-1]

    yield connect
    for connection in made:
        connection.close()


@pytest.fixture
def scripted(
    script: Script, connect: Callable[..., BusConnection]
) -> tuple[Script, BusConnection, list[Problem]]:
    thread = threading.Thread(target=script.accept)
    thread.start()
    lost: list[Problem] = []
    connection = connect(script.environ, lost)
    thread.join()
    return script, connection, lost


def env_of(bus: PrivateBus) -> dict[str, str]:
    return {"DBUS_SESSION_BUS_ADDRESS": bus.address}


def ping() -> Message:
    return new_method_call(PEER, "Ping")


# Addresses.


def test_a_machine_without_a_system_bus_is_not_asked_again(
    loop: SelectorLoop, tmp_path: Path
) -> None:
    environ = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/none"}
    bus = SessionBus(loop, TRANSLATOR, kind=BusKind.SYSTEM, environ=environ)
    bus.start()
    assert bus.problem is not None
    assert "no system bus" in bus.problem.what
    assert bus._retry is None
    (tmp_path / "none").touch()
    bus.connect()
    assert bus._retry is not None, "one that is only out of order is"
    bus.stop()


def test_addresses_of_every_form(tmp_path: Path) -> None:
    def addresses(text: str, runtime: str = "/run/user/7") -> list[str]:
        environ = {"DBUS_SESSION_BUS_ADDRESS": text, "XDG_RUNTIME_DIR": runtime}
        return bus_addresses(BusKind.SESSION, environ)

    assert addresses("unix:path=/a,guid=1") == ["/a"]
    assert addresses("unix:abstract=/b,guid=1;unix:path=/c%20d") == ["\0/b", "/c d"]
    assert addresses("unix:runtime=yes") == ["/run/user/7/bus"]
    assert addresses("tcp:host=1.2.3.4,port=5;unix:path=/e") == ["/e"]
    assert addresses("autolaunch:") == addresses("nonsense") == addresses(";;") == []
    assert addresses("", str(tmp_path)) == []
    (tmp_path / "bus").touch()
    assert addresses("", str(tmp_path)) == [str(tmp_path / "bus")]
    assert bus_addresses(BusKind.SYSTEM, {}) == ["/var/run/dbus/system_bus_socket"]


def test_no_bus_is_said_in_plain_words(connect: Callable[..., BusConnection]) -> None:
    with pytest.raises(BusUnavailable) as caught:
        connect({})
    assert caught.value.missing
    assert caught.value.problem.what == "this session has no message bus"
    assert caught.value.problem.hint


def test_the_second_address_is_tried(
    bus: PrivateBus, connect: Callable[..., BusConnection]
) -> None:
    connection = connect({"DBUS_SESSION_BUS_ADDRESS": f"unix:path=/nowhere;{bus.address}"})
    assert connection.unique_name.startswith(":1.")
    assert len(connection.bus_id) == 32


def test_an_abstract_address_works(script: Script, connect: Callable[..., BusConnection]) -> None:
    name = f"knotbreak-test-{os.getpid()}"
    script.listener.close()
    script.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    script.listener.bind(f"\0{name}")
    script.listener.listen()
    thread = threading.Thread(target=script.accept)
    thread.start()
    connection = connect({"DBUS_SESSION_BUS_ADDRESS": f"unix:abstract={name}"})
    thread.join()
    assert connection.unique_name == ":1.7"


def test_a_bus_that_refuses(script: Script, connect: Callable[..., BusConnection]) -> None:
    def refuse() -> None:
        script.peer, _address = script.listener.accept()
        script.line()
        script.peer.sendall(b"REJECTED ANONYMOUS\r\n")

    thread = threading.Thread(target=refuse)
    thread.start()
    with pytest.raises(BusUnavailable, match="refuses the connection") as caught:
        connect(script.environ)
    thread.join()
    assert not caught.value.missing


def test_a_bus_that_does_not_answer_costs_two_seconds(
    script: Script, connect: Callable[..., BusConnection], loop: SelectorLoop
) -> None:
    started = loop.now_ms()
    with pytest.raises(BusUnavailable, match="does not answer"):
        connect(script.environ)
    assert 1_900 < loop.now_ms() - started < 3_000


# Calls.


def test_replies_are_matched_by_serial_not_by_order(
    scripted: tuple[Script, BusConnection, list[Problem]], loop: SelectorLoop
) -> None:
    script, connection, _lost = scripted
    got: list[tuple[str, object]] = []
    for name in ("first", "second"):
        connection.call(
            ping(), lambda reply, name=name: got.append((name, reply.body)), lambda error: None
        )
    one, two = script.hear(), script.hear()
    script.say(new_method_return(two, "s", ("2",)))
    script.say(new_method_return(one, "s", ("1",)))
    run_until(loop, lambda: len(got) == 2)
    assert got == [("second", ("2",)), ("first", ("1",))]


def test_a_late_reply_goes_to_late_only(
    scripted: tuple[Script, BusConnection, list[Problem]], loop: SelectorLoop
) -> None:
    script, connection, _lost = scripted
    got: list[str] = []
    errors: list[CallError] = []
    connection.call(
        ping(), lambda r: got.append("reply"), errors.append, timeout_ms=30,
        late=lambda r: got.append("late"),
    )  # fmt: skip
    connection.call(ping(), lambda r: got.append("reply"), errors.append, timeout_ms=30)
    calls = [script.hear(), script.hear()]
    run_until(loop, lambda: len(errors) == 2)
    assert all(isinstance(error, NoReply) for error in errors)
    for call in calls:
        script.say(new_method_return(call))
        script.say(new_method_return(call))
    run_for(loop, 50)
    assert got == ["late"]


def test_a_refusal_names_the_error(
    bus: PrivateBus, connect: Callable[..., BusConnection], loop: SelectorLoop
) -> None:
    errors: list[CallError] = []
    connect(env_of(bus)).call(ping(), lambda reply: None, errors.append)
    run_until(loop, lambda: errors)
    assert isinstance(errors[0], CallRefused)
    assert errors[0].name == "org.freedesktop.DBus.Error.ServiceUnknown"
    assert "org.example.Peer" in errors[0].text


def test_nobody_s_call_is_answered_as_unknown(
    scripted: tuple[Script, BusConnection, list[Problem]], loop: SelectorLoop
) -> None:
    script, _connection, _lost = scripted
    call = ping()
    script.say(call)
    run_for(loop, 20)
    answer = script.hear()
    assert answer.header.message_type is MessageType.error
    assert answer.header.fields[HeaderFields.reply_serial] == 99
    assert answer.header.flags & MessageFlag.no_reply_expected == 0


# Bytes.


def test_messages_in_single_bytes_and_in_heaps(
    scripted: tuple[Script, BusConnection, list[Problem]], loop: SelectorLoop
) -> None:
    script, connection, lost = scripted
    got: list[int] = []
    connection.subscribe(MatchRule(type="signal"), lambda signal: got.append(signal.body[0]))
    messages = [
        new_signal(PEER, "Tick", "us", (number, "x" * number)).serialise(serial=number + 1)
        for number in range(300)
    ]
    assert script.peer is not None
    for byte in messages[0]:
        script.peer.sendall(bytes([byte]))
        loop.run_once(50)
    script.peer.sendall(b"".join(messages[1:]))
    run_until(loop, lambda: len(got) == 300)
    assert got == list(range(300))
    assert lost == []


def test_a_bus_that_reads_slowly_gets_everything_in_order(
    scripted: tuple[Script, BusConnection, list[Problem]], loop: SelectorLoop
) -> None:
    script, connection, _lost = scripted
    count, size = 60, 200_000
    for number in range(count):
        connection.send(new_method_call(PEER, "Take", "us", (number, "y" * size)))
    heard: list[int] = []

    def read() -> None:
        heard.extend(script.hear().body[0] for _ in range(count))

    thread = threading.Thread(target=read)
    thread.start()
    run_until(loop, lambda: len(heard) == count)
    thread.join()
    assert heard == list(range(count))


@pytest.mark.parametrize(
    "rubbish",
    [
        b"GET / HTTP/1.1\r\n\r\n" * 4,
        b"l\x02\x00\x01" + b"\xff" * 60,
        b"l\x04\x00\x01\x00\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\x07" + b"\0" * 60,
        b"",
    ],
    ids=["text", "ones", "too long", "end"],
)
def test_rubbish_and_the_end_lose_the_connection_once(
    rubbish: bytes,
    scripted: tuple[Script, BusConnection, list[Problem]],
    loop: SelectorLoop,
) -> None:
    script, connection, lost = scripted
    errors: list[CallError] = []
    connection.call(ping(), lambda reply: None, errors.append)
    assert script.peer is not None
    script.peer.sendall(rubbish)
    if not rubbish:
        script.peer.close()
    run_until(loop, lambda: lost)
    run_for(loop, 30)
    assert [problem.what for problem in lost] == ["the connection to the message bus is lost"]
    assert [type(error) for error in errors] == [BusLost]
    connection.send(ping())
    connection.call(ping(), lambda reply: None, errors.append)
    run_until(loop, lambda: len(errors) == 2)


def test_the_last_words_before_the_end_are_heard(
    scripted: tuple[Script, BusConnection, list[Problem]], loop: SelectorLoop
) -> None:
    script, connection, lost = scripted
    got: list[str] = []
    connection.subscribe(MatchRule(type="signal"), lambda signal: got.append(signal.body[0]))
    script.say(new_signal(PEER, "Bye", "s", ("bye",)))
    assert script.peer is not None
    script.peer.close()
    run_until(loop, lambda: lost)
    assert got == ["bye"]


def test_a_fault_in_a_handler_loses_no_message(
    scripted: tuple[Script, BusConnection, list[Problem]], loop: SelectorLoop
) -> None:
    script, connection, _lost = scripted
    got: list[int] = []

    def handler(signal: Message) -> None:
        got.append(signal.body[0])
        if signal.body[0] == 1:
            raise ArithmeticError

    connection.subscribe(MatchRule(type="signal"), handler)
    for number in (1, 2, 3):
        script.say(new_signal(PEER, "Tick", "u", (number,)))
    with pytest.raises(ArithmeticError):
        run_until(loop, lambda: len(got) == 3)
    run_until(loop, lambda: len(got) == 3)
    assert got == [1, 2, 3]


def test_a_handler_may_close_the_connection(
    scripted: tuple[Script, BusConnection, list[Problem]], loop: SelectorLoop
) -> None:
    script, connection, lost = scripted
    got: list[int] = []

    def handler(signal: Message) -> None:
        got.append(signal.body[0])
        connection.close()

    connection.subscribe(MatchRule(type="signal"), handler)
    for number in (1, 2):
        script.say(new_signal(PEER, "Tick", "u", (number,)))
    run_until(loop, lambda: got)
    run_for(loop, 30)
    assert got == [1]
    assert lost == []


def test_file_descriptors_arrive(
    scripted: tuple[Script, BusConnection, list[Problem]], loop: SelectorLoop
) -> None:
    script, connection, _lost = scripted
    got: list[Message] = []
    connection.call(ping(), got.append, lambda error: None)
    reply = new_method_return(script.hear(), "h", (0,))
    reply.header.fields[HeaderFields.unix_fds] = 1
    body = (0).to_bytes(4, "little")
    reply.header.body_length = 4
    head = Header.serialise(reply.header, serial=5)
    data = head + b"\0" * (-len(head) % 8) + body
    read_end, write_end = os.pipe()
    assert script.peer is not None
    socket.send_fds(script.peer, [data], [write_end])
    os.close(write_end)
    run_until(loop, lambda: got)
    with os.fdopen(got[0].body[0].to_raw_fd(), "wb") as file:
        file.write(b"through")
    assert os.read(read_end, 20) == b"through"
    os.close(read_end)


# Signals and names on a real bus.


def test_signals_names_and_their_ends(
    bus: PrivateBus, connect: Callable[..., BusConnection], loop: SelectorLoop
) -> None:
    listener, speaker = connect(env_of(bus)), connect(env_of(bus))
    owners: list[str | None] = []
    got: list[str] = []
    watch = listener.watch_name("org.example.Peer", owners.append)
    run_until(loop, lambda: owners == [None])
    speaker.send(message_bus.RequestName("org.example.Peer", 4))
    run_until(loop, lambda: owners == [None, speaker.unique_name])
    rule = MatchRule(type="signal", sender="org.example.Peer", interface="org.example.Peer")
    handle = listener.subscribe(rule, lambda signal: got.append(signal.body[0]))
    run_for(loop, 20)
    speaker.send(new_signal(PEER, "Said", "s", ("a",)))
    run_until(loop, lambda: got == ["a"])
    handle.cancel()
    handle.cancel()
    speaker.send(new_signal(PEER, "Said", "s", ("b",)))
    speaker.close()
    run_until(loop, lambda: len(owners) == 3)
    assert owners[2] is None
    assert got == ["a"]
    watch.cancel()
    late: list[str | None] = []
    connect(env_of(bus)).watch_name("org.freedesktop.DBus", late.append)
    run_until(loop, lambda: late == ["org.freedesktop.DBus"])


# The bus that comes back.


def test_the_session_bus_comes_back_with_its_subscriptions(
    bus: PrivateBus, loop: SelectorLoop
) -> None:
    session = SessionBus(loop, TRANSLATOR, environ=env_of(bus))
    states: list[bool] = []
    owners: list[str | None] = []
    session.watch_state(states.append)
    session.watch_name("org.freedesktop.DBus", owners.append)
    session.start()
    run_until(loop, lambda: owners == ["org.freedesktop.DBus"])
    first_id = session.bus_id
    bus.stop()
    run_until(loop, lambda: states == [True, False])
    lost_at = loop.now_ms()
    assert session.problem is not None
    assert session.bus_id == session.unique_name == ""
    errors: list[CallError] = []
    session.call(ping(), lambda reply: None, errors.append)
    session.send(ping())
    run_until(loop, lambda: errors)
    assert isinstance(errors[0], BusLost)
    bus.start()
    run_until(loop, lambda: len(owners) == 2)
    assert 950 <= loop.now_ms() - lost_at < 2_000
    assert states == [True, False, True]
    assert session.problem is None
    assert session.bus_id != first_id
    session.stop()


def test_without_a_bus_nothing_wakes_up(loop: SelectorLoop) -> None:
    environ: dict[str, str] = {}
    session = SessionBus(loop, TRANSLATOR, environ=environ)
    session.start()
    assert not session.connected
    assert session.problem is not None
    assert session._retry is None
    session.stop()


def test_a_refused_attempt_is_repeated_at_growing_distances(
    short_folder: Path, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []
    environ = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={short_folder}/nobody"}
    session = SessionBus(loop, TRANSLATOR, environ=environ)
    monkeypatch.setattr(
        loop, "call_at", lambda due, fn: (waits.append(due - loop.now_ms()), loop.post(fn))
    )
    session.start()
    monkeypatch.setattr(session, "_forget_retry", lambda: None)
    while len(waits) < 8:
        loop.run_once(50)
    session.stop()
    assert [round(wait / 1000) for wait in waits[:8]] == [1, 2, 5, 15, 30, 60, 60, 60]
