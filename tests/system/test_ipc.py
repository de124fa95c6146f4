"""The local socket: whatever clients do, the program answers and never waits."""

from __future__ import annotations

import json
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knotbreak.core.problems import ProblemError
from knotbreak.system.ipc import MOST_CLIENTS
from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask
from knotbreak.system.ipc_connection import ANSWER_MS, LARGEST_REQUEST, SILENCE_MS
from tests.system.ipc_desk import STATUS, Desk, answers, refusal, take


@pytest.fixture
def path(short_folder: Path) -> Path:
    return short_folder / "run" / "s"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    desk = Desk(path)
    desk.server.start(holds_lock=True)
    yield desk
    desk.close()


def test_a_request_is_answered(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"play","args":{"routine":"neck-2"}}\n')
    request = {"v": 1, "cmd": "play", "args": {"routine": "neck-2"}}
    assert answers(client) == [{"ok": True, "message": "fine", "data": request}]
    assert desk.requests == [request]
    assert desk.errors == []


def test_only_this_user_reaches_the_socket(desk: Desk) -> None:
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(desk.path.parent.stat().st_mode) == 0o700


def test_several_requests_of_several_clients_in_one_go(desk: Desk) -> None:
    many = desk.client(STATUS * 300)
    one = desk.client(b'{"v":1,"cmd":"other"}\n')
    assert desk.take_lines(many, 300) == [b'{"ok":true,'] * 300
    assert answers(one)[0]["data"] == {"v": 1, "cmd": "other", "args": {}}


def test_a_request_may_come_byte_by_byte(desk: Desk) -> None:
    client = desk.client()
    for number in range(len(STATUS)):
        assert take(client) == b""
        client.sendall(STATUS[number : number + 1])
        desk.loop.turn(SILENCE_MS - 100)
    assert answers(client)[0]["ok"] is True


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 40), max_size=8), st.booleans())
def test_any_pieces_give_the_same_answers(desk: Desk, sizes: list[int], newline: bool) -> None:
    rest = STATUS + b'{"v":1,"cmd":"b"}' + (b"\n" if newline else b"")
    client = desk.client()
    for size in sizes:
        client.sendall(rest[:size])
        rest = rest[size:]
        desk.loop.turn()
    client.sendall(rest)
    client.shutdown(socket.SHUT_WR)
    desk.loop.turn()
    assert [answer["data"]["cmd"] for answer in answers(client)] == ["status", "b"]  # type: ignore[index]
    assert take(client) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"hello\n", "not JSON"),
        (b"\xff\xfe\n", "not JSON"),
        (b"[" * 60_000 + b"\n", "not JSON"),
        (b"[1]\n", "not an object"),
        (b"{}\n", "speaks version 1"),
        (b'{"v":2,"cmd":"status"}\n', "speaks version 1"),
        (b'{"v":true,"cmd":"status"}\n', "speaks version 1"),
        (b'{"v":1}\n', "no command"),
        (b'{"v":1,"cmd":5}\n', "no command"),
        (b'{"v":1,"cmd":"status","args":[]}\n', '"args"'),
    ],
)
def test_a_bad_request_is_answered_and_the_next_one_too(
    desk: Desk, line: bytes, words: str
) -> None:
    client = desk.client(line)
    assert words in refusal(client)
    client.sendall(STATUS)
    desk.loop.turn()
    assert answers(client)[0]["ok"] is True
    assert len(desk.requests) == 1


@given(data=st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_harm_the_server(desk: Desk, data: bytes) -> None:
    client = desk.client(data + b"\n")
    client.close()
    desk.loop.turn()
    other = desk.client(STATUS)
    assert answers(other)[0]["ok"] is True
    other.close()
    assert desk.errors == []


@pytest.mark.parametrize("end", [b"", b'"}\n'])
def test_a_request_that_is_too_long_is_refused_and_the_line_cut(desk: Desk, end: bytes) -> None:
    client = desk.client(b'{"v":1,"cmd":"' + b"x" * LARGEST_REQUEST + end)
    assert "at most 64 KiB" in refusal(client)
    assert take(client) is None
    assert desk.requests == []


def test_a_request_of_the_largest_size_is_taken(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"c"}'.ljust(LARGEST_REQUEST) + b"\n")
    assert answers(client)[0]["ok"] is True


def test_a_silent_client_is_dropped_and_others_are_not(desk: Desk) -> None:
    silent = desk.client(b'{"v":1,')
    desk.loop.turn(SILENCE_MS - 1)
    late = desk.client(STATUS)
    assert take(silent) == b""
    desk.loop.turn(1)
    assert take(silent) is None
    assert answers(late)[0]["ok"] is True
    desk.loop.turn(SILENCE_MS)
    assert take(late) is None
    assert desk.loop.timers() == 0


def test_a_client_that_takes_nothing_is_dropped(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"large"}\n')
    desk.loop.turn(SILENCE_MS)
    received = take(client)
    assert received is not None
    assert len(received) < 3_000_000
    desk.loop.turn()
    assert take(client) is None
    assert desk.loop.timers() == 0


def test_a_large_answer_comes_in_pieces(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"large"}\n' + STATUS)
    received = b""
    while received.count(b"\n") < 2:
        piece = take(client)
        assert piece
        received += piece
        desk.loop.turn(SILENCE_MS - 1)
    large, status = map(json.loads, received.splitlines())
    assert len(large["data"]["text"]) == 3_000_000
    assert status["ok"] is True


def test_an_answer_may_come_later_and_holds_back_the_next(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"later"}\n' + STATUS)
    desk.loop.turn(SILENCE_MS * 3)
    assert take(client) == b""
    desk.replies[0]({"ok": True, "message": "written"})
    desk.loop.turn()
    assert [answer["message"] for answer in answers(client)] == ["written", "fine"]


def test_an_answer_for_someone_who_left_is_lost_quietly(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"later"}\n')
    client.close()
    desk.loop.turn()
    desk.replies[0]({"ok": True, "message": "written"})
    desk.loop.turn()
    assert desk.errors == []
    assert desk.loop.timers() == 0


def test_an_answer_that_never_comes_is_given_up(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"later"}\n')
    desk.loop.turn(ANSWER_MS)
    assert "did not finish in time" in refusal(client)
    assert isinstance(desk.errors[0], TimeoutError)
    desk.replies[0]({"ok": True, "message": "too late"})
    desk.loop.turn()
    assert take(client) == b""


def test_while_an_answer_is_open_only_so_much_is_read_ahead(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"later"}\n')
    sent = desk.fill(client, STATUS * 200, 50 * LARGEST_REQUEST)
    assert sent < 10 * LARGEST_REQUEST
    desk.replies[0]({"ok": True, "message": "written"})
    whole = 1 + sent // len(STATUS)
    assert desk.take_lines(client, whole) == [b'{"ok":true,'] * whole


def test_what_the_handler_raises_is_told_and_passed_on(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"crash"}\n')
    assert refusal(client) == "internal error, see the log"
    assert isinstance(desk.errors[0], ZeroDivisionError)
    assert "here: does not work" in refusal(desk.client(b'{"v":1,"cmd":"refuse"}\n'))
    assert len(desk.errors) == 1


def test_a_request_is_answered_once(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"twice"}\n')
    assert [answer["message"] for answer in answers(client)] == ["once"]
    assert isinstance(desk.errors[0], RuntimeError)


def test_an_answer_that_is_no_json_is_an_internal_error(desk: Desk) -> None:
    client = desk.client(b'{"v":1,"cmd":"strange"}\n')
    assert refusal(client) == "internal error, see the log"
    assert isinstance(desk.errors[0], TypeError)


def test_more_clients_than_there_is_room_for_wait_in_the_queue(desk: Desk) -> None:
    silent = [desk.client() for _ in range(MOST_CLIENTS)]
    waiting = desk.client(STATUS)
    assert take(waiting) == b""
    silent[0].close()
    desk.loop.turn()
    assert answers(waiting)[0]["ok"] is True


def test_without_descriptors_it_asks_again_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_: socket.socket) -> None:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "accept", none_left)
        client = desk.client(STATUS)
    assert len(desk.errors) == 1
    assert take(client) == b""
    desk.loop.turn(1000)
    assert answers(client)[0]["ok"] is True


def test_closing_hangs_up_and_removes_the_file(desk: Desk) -> None:
    client = desk.client()
    desk.server.close()
    assert take(client) is None
    assert not desk.path.exists()
    assert desk.loop.timers() == 0
    desk.server.close()
    desk.server = desk.another()
    desk.server.start(holds_lock=True)
    assert answers(desk.client(STATUS))[0]["ok"] is True


def test_a_file_that_is_another_programs_by_now_stays(desk: Desk) -> None:
    desk.path.rename(desk.path.with_name("old"))
    desk.path.write_text("not yours")
    desk.server.close()
    assert desk.path.read_text() == "not yours"


def test_the_socket_of_a_dead_process_is_replaced_under_the_lock(path: Path) -> None:
    path.parent.mkdir()
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    dead.bind(str(path))
    dead.close()
    with pytest.raises(NotRunningError) as caught:
        ask(path, "status")
    assert caught.value.stale
    desk = Desk(path)
    with pytest.raises(ProblemError, match="nobody listens"):
        desk.server.start(holds_lock=False)
    desk.server.start(holds_lock=True)
    assert answers(desk.client(STATUS))[0]["ok"] is True
    desk.close()


def test_a_socket_that_answers_is_never_taken(desk: Desk) -> None:
    with pytest.raises(ProblemError, match="another program listens"):
        desk.another().start(holds_lock=True)
    assert answers(desk.client(STATUS))[0]["ok"] is True


def test_a_file_in_its_place_is_never_removed(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("precious")
    desk = Desk(path)
    with pytest.raises(ProblemError, match="in the place of the local socket"):
        desk.server.start(holds_lock=True)
    assert path.read_text() == "precious"
    desk.close()


def test_a_path_that_is_too_long_is_explained(tmp_path: Path) -> None:
    desk = Desk(tmp_path / ("x" * 101))
    with pytest.raises(ProblemError, match="XDG_RUNTIME_DIR"):
        desk.server.start(holds_lock=True)
    desk.close()


def test_a_system_without_local_sockets_is_explained(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(path)
    with monkeypatch.context() as patch:
        patch.delattr(socket, "AF_UNIX")
        with pytest.raises(ProblemError, match="no local sockets"):
            desk.server.start(holds_lock=True)
        with pytest.raises(AnswerError, match="no local sockets"):
            ask(path, "status")
    desk.close()
