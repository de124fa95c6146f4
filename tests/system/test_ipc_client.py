"""The command line's side of the local socket."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask
from knotbreak.terminal.loop import SelectorLoop
from tests.system.ipc_desk import Desk


@pytest.fixture
def path(short_folder: Path) -> Path:
    return short_folder / "run" / "s"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    desk = Desk(path)
    desk.server.start(holds_lock=True)
    yield desk
    desk.close()


def _asked(loop: SelectorLoop, path: Path, cmd: str, timeout_s: float = 5) -> dict[str, object]:
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(ask, path, cmd, {"n": 1}, timeout_s)
        future.add_done_callback(lambda _: loop.stop())
        loop.run()
        return future.result()


def test_the_client_asks_the_server(desk: Desk) -> None:
    answer = _asked(desk.loop.inner, desk.path, "status")
    assert answer == {
        "ok": True,
        "message": "fine",
        "data": {"v": 1, "cmd": "status", "args": {"n": 1}},
    }
    assert _asked(desk.loop.inner, desk.path, "crash")["ok"] is False


def test_the_client_takes_a_large_answer(desk: Desk) -> None:
    data = _asked(desk.loop.inner, desk.path, "large")["data"]
    assert isinstance(data, dict)
    assert len(data["text"]) == 3_000_000


def test_the_client_says_that_nobody_is_there(path: Path) -> None:
    with pytest.raises(NotRunningError) as caught:
        ask(path, "status")
    assert not caught.value.stale


def test_the_client_gives_a_hung_program_up(desk: Desk) -> None:
    with pytest.raises(AnswerError, match=r"did not answer within 0\.05 seconds"):
        ask(desk.path, "status", timeout_s=0.05)
    with pytest.raises(AnswerError, match="did not answer"):
        _asked(desk.loop.inner, desk.path, "later", timeout_s=0.05)


@pytest.mark.parametrize("answer", [b"", b"hm\n", b"[]\n", b"{}\n", b'{"ok": 1}\n'])
def test_the_client_explains_a_strange_answer(path: Path, answer: bytes) -> None:
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            line, _ = listener.accept()
            with line:
                line.recv(1000)
                line.sendall(answer)

        with ThreadPoolExecutor(1) as pool:
            served = pool.submit(serve)
            with pytest.raises(AnswerError, match="hung up" if not answer else "understands"):
                ask(path, "status")
            served.result()


def test_the_client_explains_a_full_queue_and_a_bad_path(short_folder: Path) -> None:
    path = short_folder / "s"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(0)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as first:
            first.connect(str(path))
            with pytest.raises(AnswerError, match="too busy"):
                ask(path, "status", timeout_s=1)
    with pytest.raises(AnswerError, match="too long"):
        ask(short_folder / ("x" * 200), "status")


def test_the_client_imports_next_to_nothing() -> None:
    code = "import sys, socket, json; a = set(sys.modules); import knotbreak.system.ipc_client; "
    code += "print(*sorted(set(sys.modules) - a))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "knotbreak.system.ipc_client" in done.stdout
    ours = {"knotbreak", "knotbreak.system", "knotbreak.system.ipc_client"}
    assert set(done.stdout.split()) - ours <= {"__future__"}
