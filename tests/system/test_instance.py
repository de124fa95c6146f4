"""One running program: the lock, with real processes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knotbreak.core.problems import ProblemError
from knotbreak.system.instance import AlreadyRunningError, InstanceLock

_HOLDER = """
import os, subprocess, sys
from pathlib import Path
from knotbreak.system.instance import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
lock.acquire()
child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"])
print(os.getpid(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "knotbreak.lock"


@contextmanager
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock and has a child of its own."""
    command = [sys.executable, "-c", _HOLDER, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) == process.pid
        yield process
        process.kill()


def test_the_lock_is_taken_and_given_back(path: Path) -> None:
    lock = InstanceLock(path)
    assert not lock.held
    with lock:
        assert lock.held
        assert path.read_text() == f"{os.getpid()}\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        with pytest.raises(RuntimeError):
            lock.acquire()
        assert lock.held
    assert not lock.held
    assert path.read_text() == ""
    lock.release()
    with InstanceLock(path) as again:
        assert again.held


def test_a_second_one_is_told_who_the_first_is(path: Path) -> None:
    with holder(path) as process:
        for _ in range(3):
            with pytest.raises(AlreadyRunningError) as caught:
                InstanceLock(path).acquire()
            assert caught.value.pid == process.pid
            assert str(process.pid) in str(caught.value)


def test_a_killed_holder_gives_it_back_even_if_its_child_lives(path: Path) -> None:
    with holder(path) as process:
        process.kill()
        process.wait()
        with InstanceLock(path) as lock:
            assert lock.held
            assert path.read_text() == f"{os.getpid()}\n"


@pytest.mark.parametrize("content", ["", "nonsense", "\0" * 100])
def test_an_unreadable_process_id_is_no_process_id(path: Path, content: str) -> None:
    with InstanceLock(path):
        path.write_text(content)
        with pytest.raises(AlreadyRunningError) as caught:
            InstanceLock(path).acquire()
    assert caught.value.pid is None
    assert str(caught.value) == "knotbreak is running already"


def test_a_leftover_file_is_no_hindrance(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("123456789012\n")
    with InstanceLock(path):
        assert path.read_text() == f"{os.getpid()}\n"


@pytest.mark.parametrize("kind", ["folder", "link", "parent"])
def test_a_file_that_cannot_be_locked_is_a_problem(path: Path, kind: str) -> None:
    match kind:
        case "folder":
            path.mkdir(parents=True)
        case "link":
            path.parent.mkdir()
            path.symlink_to("elsewhere")
        case _:
            path.parent.write_text("")
    lock = InstanceLock(path)
    with pytest.raises(ProblemError, match="lock file cannot be used"):
        lock.acquire()
    assert not lock.held
