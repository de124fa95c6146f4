"""The terminal on a pseudo-terminal, on pipes, and when it goes away."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import pty
import struct
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from knotbreak.terminal.loop import SelectorLoop
from knotbreak.terminal.tty import Terminal
from tests.desktop.waiting import run_for, run_until, wait_until


class Line:
    """A pseudo-terminal as standard input and output."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.main, sub = pty.openpty()
        fcntl.ioctl(sub, termios.TIOCSWINSZ, struct.pack("HHHH", 16, 60, 0, 0))
        self.input = os.fdopen(os.dup(sub), encoding="utf-8")
        self.output: IO[str] = os.fdopen(sub, "w", encoding="utf-8")
        self.before = termios.tcgetattr(sub)
        monkeypatch.setattr(sys, "stdin", self.input)
        monkeypatch.setenv("TERM", "xterm")
        os.set_blocking(self.main, False)
        self.keys: list[str] = []
        self.ends: list[str] = []

    def read(self) -> str:
        """What was written since, up to a mark of our own (a terminal hands it on in its time)."""
        self.output.write("\0")
        self.output.flush()
        seen = b""

        def marked() -> bool:
            nonlocal seen
            with contextlib.suppress(BlockingIOError):
                seen += os.read(self.main, 65536)
            return seen.endswith(b"\0")

        wait_until(marked, "the terminal hands on what is written")
        return seen[:-1].decode()

    def open(self, loop: SelectorLoop) -> Terminal:
        terminal = Terminal(loop, self.output)
        terminal.open(self.keys.append, lambda: self.ends.append("end"))
        return terminal


@pytest.fixture
def loop() -> Iterator[SelectorLoop]:
    with SelectorLoop() as loop:
        yield loop


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    line = Line(monkeypatch)
    yield line
    line.input.close()
    line.output.close()
    if line.main >= 0:
        os.close(line.main)


def test_it_takes_the_screen_and_gives_it_back(line: Line, loop: SelectorLoop) -> None:
    terminal = line.open(loop)
    assert (terminal.screen, terminal.has_keys, terminal.size) == (True, True, (60, 16))
    assert not termios.tcgetattr(line.output)[3] & (termios.ICANON | termios.ECHO | termios.ISIG)
    terminal.close()
    terminal.close()
    assert termios.tcgetattr(line.output) == line.before
    text = line.read()
    assert text.index("\x1b[?1049h") < text.index("\x1b[?1049l")
    assert text.index("\x1b[?2004h") < text.index("\x1b[?2004l")


def test_keys_one_by_one(line: Line, loop: SelectorLoop) -> None:
    terminal = line.open(loop)
    os.write(line.main, b"b\x1b[")
    run_until(loop, lambda: line.keys == ["b"])
    os.write(line.main, b"C\x03")
    run_until(loop, lambda: line.keys == ["b", "right", "interrupt"])
    os.write(line.main, b"\x1b")
    run_until(loop, lambda: line.keys[-1] == "escape")
    terminal.close()
    assert line.ends == []


def test_only_lines_that_differ_are_written(line: Line, loop: SelectorLoop) -> None:
    terminal = line.open(loop)
    terminal.show(["one", "two", "three"])
    line.read()
    terminal.show(["one", "TWO", "three"])
    assert line.read() == "\x1b[2;1H\x1b[KTWO\x1b[0m"
    terminal.show(["one", "TWO", "three"])
    assert line.read() == ""
    terminal.show(["one"])
    assert line.read() == "\x1b[2;1H\x1b[J"
    terminal.forget()
    terminal.show(["one"])
    assert "\x1b[1;1H\x1b[Kone" in line.read()
    terminal.close()


def test_a_terminal_that_is_gone(line: Line, loop: SelectorLoop) -> None:
    terminal = line.open(loop)
    os.close(line.main)
    line.main = -1
    run_until(loop, lambda: line.ends)
    terminal.show(["nobody sees this"])
    terminal.print("nor this")
    terminal.bell()
    run_for(loop, 30)
    assert line.ends == ["end"]
    assert not terminal.has_keys
    terminal.close()


def test_the_bell(line: Line, loop: SelectorLoop) -> None:
    terminal = line.open(loop)
    line.read()
    terminal.bell()
    assert line.read() == "\a"
    terminal.close()


def opened(
    loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch, source: IO[str] | None
) -> tuple[Terminal, list[str], io.StringIO]:
    monkeypatch.setattr(sys, "stdin", source)
    heard: list[str] = []
    out = io.StringIO()
    terminal = Terminal(loop, out)
    terminal.open(heard.append, lambda: heard.append("over"))
    return terminal, heard, out


@pytest.mark.parametrize("way", ["none", "closed", "null", "file"])
def test_where_nobody_types(
    way: str, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]
) -> None:
    path = os.path.join(tmp_path, "keys")
    source: IO[str] | None = None
    if way != "none":
        with open(path, "w") as file:
            file.write("qqq")
        source = open(os.devnull if way == "null" else path)  # noqa: SIM115
        if way == "closed":
            source.close()
    terminal, heard, out = opened(loop, monkeypatch, source)
    assert heard == []
    run_until(loop, lambda: heard)
    assert heard == ["over"]
    assert not terminal.has_keys
    assert not terminal.screen
    terminal.print("a line")
    terminal.bell()
    terminal.close()
    assert out.getvalue() == "a line\n"
    if source is not None:
        source.close()


def test_a_pipe_that_ends(loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end) as source:
        terminal, heard, _out = opened(loop, monkeypatch, source)
        os.write(write_end, b"n\x1b")
        run_until(loop, lambda: heard == ["n", "escape"])
        os.write(write_end, b"\x1b")
        os.close(write_end)
        run_until(loop, lambda: "over" in heard)
        assert heard == ["n", "escape", "escape", "over"]
        terminal.close()


@pytest.mark.parametrize(
    ("encoding", "text"), [("ascii", "?? ?"), ("latin-1", "üß ?"), ("utf-8", "üß 首")]
)
def test_other_encodings(
    encoding: str, text: str, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding)
    Terminal(loop, out).print("üß 首")
    assert raw.getvalue().decode(encoding) == text + "\n"


def test_a_pipe_without_a_reader(loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w") as out:
        terminal = Terminal(loop, out)
        terminal.print("a")
        terminal.print("b")
        terminal.close()
        assert Path(f"/proc/self/fd/{out.fileno()}").readlink() == Path(os.devnull)


def test_no_output_at_all(loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(sys, "stdout", None)
    terminal = Terminal(loop)
    terminal.print("nobody")
    assert (terminal.screen, terminal.size) == (False, (80, 24))


def test_lines_command_no_terminal(loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    out = io.StringIO()
    Terminal(loop, out).print("a\x1b[2Jb\nc\x07")
    assert out.getvalue() == "a [2Jb\nc \n"
