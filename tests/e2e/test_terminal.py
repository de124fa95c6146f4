"""The installed program in a terminal, in a pipe, and when either goes away."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import termios
from collections.abc import Iterator

import pytest

from tests.desktop.waiting import wait_until
from tests.e2e.home import Home, home
from tests.e2e.program import KNOTBREAK, Program

pytestmark = pytest.mark.e2e

PLAY = ("play", "mini", "--terminal", "--speed", "20")
EVERY_LINE = ("play", "mini", "--terminal", "--speed", "12")
"""Where each line is asked for: a machine that stops for half a second leaves out none."""

QUICK = ("play", "mini", "--terminal", "--speed", "40")
RUN = ("run", "--terminal", "--speed", "20")
QUICK_RUN = ("run", "--terminal", "--speed", "40")


@pytest.fixture
def place() -> Iterator[Home]:
    with home() as found:
        found.program()
        yield found


def plays(program: Program, title: str = "Look up") -> bool:
    return title in text(program)


def text(program: Program) -> str:
    """What was written, without positions and styles."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", " ", program.screen)


def outcomes(place: Home) -> list[str]:
    return [event["outcome"] for event in place.events("session")]


class Line:
    """A terminal whose flags can be read while a program uses it."""

    def __init__(self, place: Home, *args: str, **env: str) -> None:
        self.main, self.sub = pty.openpty()
        self._open: tuple[int, ...] = (self.main, self.sub)
        fcntl.ioctl(self.sub, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.sub)
        self.process = subprocess.Popen(
            [str(KNOTBREAK), *args], env={**place.env, "TERM": "xterm", **env},
            stdin=self.sub, stdout=self.sub, stderr=self.sub, start_new_session=True,
        )  # fmt: skip
        os.set_blocking(self.main, False)
        self.seen = b""

    def look(self) -> str:
        """All that it has written so far."""
        try:
            while data := os.read(self.main, 65536):
                self.seen += data
        except (BlockingIOError, OSError):
            pass
        return self.seen.decode(errors="replace")

    def until(self, words: str) -> None:
        wait_until(lambda: words in self.look(), f"it shows {words}")

    def ended(self) -> int:
        """Wait until it ends, taking what it writes."""

        def over() -> bool:
            self.look()
            return self.process.poll() is not None

        wait_until(over, "it ends")
        return self.process.wait()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the terminal."""
        for fd in self._open:
            os.close(fd)
        self._open = ()


@pytest.fixture
def lines() -> Iterator[list[Line]]:
    opened: list[Line] = []
    yield opened
    for line in opened:
        line.close()


# -- the terminal is put back ----------------------------------------------------------------------


@pytest.mark.parametrize("way", ["escape", "ctrl-c", "SIGTERM", "SIGINT", "SIGHUP", "end"])
def test_the_terminal_is_as_it_was(place: Home, lines: list[Line], way: str) -> None:
    line = Line(place, *(QUICK if way == "end" else PLAY))
    lines.append(line)
    line.until("Look up")
    assert not termios.tcgetattr(line.sub)[3] & (termios.ECHO | termios.ICANON)
    if way in ("escape", "ctrl-c"):
        os.write(line.main, b"\x1b" if way == "escape" else b"\x03")
    elif way != "end":
        line.process.send_signal(signal.Signals[way])
    status = line.ended()
    assert status == (130 if way == "SIGINT" else 0)
    assert termios.tcgetattr(line.sub) == line.before
    written = line.look()
    for mode in ("?1049", "?2004"):
        assert written.rindex(f"\x1b[{mode}l") > written.rindex(f"\x1b[{mode}h")
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")
    assert outcomes(place) == ["done" if way == "end" else "stopped"]
    last = written.rpartition("\x1b[?1049l")[2]
    assert ("Done. Well moved." if way == "end" else "Stopped. Nothing lost.") in last
    assert "Traceback" not in written


def test_a_terminal_that_is_closed(place: Home, lines: list[Line]) -> None:
    line = Line(place, *PLAY)
    lines.append(line)
    line.until("Look up")
    line.hang_up()
    # Nobody sends a signal: it is not the terminal of its session. It plays on, unseen.
    assert line.process.wait(15) == 0
    assert outcomes(place) == ["done"]


def test_a_window_that_is_closed(place: Home) -> None:
    program = place.beside(*RUN)
    place.says("play", "mini")
    wait_until(lambda: plays(program), "it plays")
    assert program.hang_up() == 0
    assert outcomes(place) == ["stopped"]
    assert place.command("status").returncode == 3


# -- keys ------------------------------------------------------------------------------------------


def test_each_key_of_a_session(place: Home) -> None:
    program = place.beside("run", "--terminal")
    place.says("play", "neck-2")

    def session() -> dict[str, object]:
        found: dict[str, object] = json.loads(place.says("status", "--json"))["session"]
        return found

    def press(key: bytes, field: str, value: object) -> None:
        program.press(key)
        wait_until(lambda: session()[field] == value, f"{key!r}: {field} is {value}")

    wait_until(lambda: plays(program, "Chin tuck"), "it plays")
    press(b" ", "state", "paused")
    press(b" ", "state", "reentry")
    press(b"?", "state", "reentry")
    wait_until(lambda: "Stop at once" in text(program), "the list is there")
    program.press(b"x")
    press(b"\x1b[C", "step", 2)
    press(b"b", "step", 1)
    press(b"n", "step", 2)
    before = session()["remaining_s"]
    assert isinstance(before, float)
    program.press(b"-")
    wait_until(lambda: "slower, 120 %" in text(program), "it says so")
    program.press(b"+")
    press(b"o", "step", 2)
    assert session()["title"] != "Side neck stretch"
    program.press(b"\x1b[200~q\x1b[201~\x1bq\x1b[15~")
    press(b"p", "state", "paused")
    program.press(b"\x1b")
    wait_until(lambda: "Stopped. Nothing lost." in text(program), "it has stopped")
    assert outcomes(place) == ["stopped"]
    assert program.status()["state"] == "active"


def test_the_signs_to_stop_hold_the_session(place: Home) -> None:
    program = place.beside("run", "--terminal")
    place.says("play", "mini")
    wait_until(lambda: plays(program), "it plays")
    program.press(b"?")
    wait_until(lambda: program.status()["state"] == "session-paused", "it waits")
    program.press(b"x")
    wait_until(lambda: program.status()["session"]["state"] == "reentry", "it goes on")
    program.press(b"?")
    wait_until(lambda: text(program).count("Stop at once") == 2, "the list is there")
    program.press(b"\x1b")
    wait_until(lambda: outcomes(place) == ["stopped"], "escape stops")


def test_easier_says_so(place: Home) -> None:
    program = place.beside("run", "--terminal")
    place.says("play", "neck-2")
    wait_until(lambda: plays(program, "Chin tuck"), "it plays")
    program.press(b"e")
    wait_until(lambda: "easier version" in text(program), "it says so")
    program.press(b"e")
    wait_until(lambda: "This is the gentlest version." in text(program), "it says so")


def test_each_key_of_the_status(place: Home) -> None:
    program = place.beside(*RUN)
    wait_until(lambda: "stretch now" in text(program), "it is there")
    for key, state in ((b"p", "paused"), (b"p", "active")):
        program.press(key)
        wait_until(lambda state=state: program.status()["state"] == state, state)
    program.press(b"w")
    wait_until(lambda: program.status()["water"] == 1, "a glass")
    program.press(b"k")
    wait_until(lambda: "Nothing is due right now." in text(program), "it says so")
    program.press(b"?")
    wait_until(lambda: "Stop at once" in text(program), "the list is there")
    program.press(b"q")
    program.press(b"\r")
    wait_until(lambda: program.status()["session"], "the next routine begins")
    program.press(b"q")
    wait_until(lambda: place.events("session"), "it stops")
    program.press(b"x")
    program.press(b"q")
    assert program.ended() == 0


def test_another_size(place: Home) -> None:
    program = place.beside("run", "--terminal")
    place.says("play", "mini")
    wait_until(lambda: plays(program), "it plays")
    for columns, rows in ((40, 10), (200, 60), (20, 6), (80, 24)):
        size = struct.pack("HHHH", rows, columns, 0, 0)
        before = len(program.screen)
        fcntl.ioctl(program._fd, termios.TIOCSWINSZ, size)
        wait_until(
            lambda before=before: "\x1b[2J" in program.screen[before:], f"drawn for {columns}"
        )
        last = program.screen.rpartition("\x1b[2J")[2]
        found = re.findall(r"\x1b\[(\d+);1H", last)
        assert all(int(row) <= rows for row in found)
    assert program.status()["session"]["state"] == "running"


# -- pipes and other inputs ------------------------------------------------------------------------


def piped(place: Home, *args: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(KNOTBREAK), *args], env=place.env, capture_output=True, text=True, timeout=20,
        **options,  # type: ignore[call-overload]
    )  # fmt: skip


@pytest.mark.parametrize("way", ["closed", "null", "file", "pipe"])
def test_without_keys_it_is_guided_in_lines(place: Home, way: str) -> None:
    options: dict[str, object] = {"input": ""}
    if way == "closed":
        options = {"preexec_fn": lambda: os.close(0)}
    elif way == "null":
        options = {"stdin": subprocess.DEVNULL}
    elif way == "file":
        file = place.folder / "keys"
        file.write_text("q" * 100)
        options = {"stdin": os.open(file, os.O_RDONLY)}
    done = piped(place, *EVERY_LINE, **options)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert lines[0] == "Time runs 12 times as fast."
    for words in (
        "Mild pull, never pain.", "Get ready", "Look up (1/2): hold 20 s.", "Halfway.",
        "Other side", "right side", "Done. Well moved.",
    ):  # fmt: skip
        assert words in done.stdout, done.stdout
    assert outcomes(place) == ["done"]


def test_keys_in_a_pipe(place: Home) -> None:
    done = piped(place, *PLAY, input="nn")
    assert done.returncode == 0
    (session,) = place.events("session")
    assert session["held_s"] < 5


def test_a_dumb_terminal_gets_lines(place: Home, lines: list[Line]) -> None:
    line = Line(place, *QUICK, TERM="dumb")
    lines.append(line)
    assert line.ended() == 0
    assert "\x1b" not in line.look()
    assert "Done. Well moved." in line.look()


def test_no_colour(place: Home, lines: list[Line]) -> None:
    line = Line(place, *QUICK, NO_COLOR="1")
    lines.append(line)
    assert line.ended() == 0
    styles = set(re.findall(r"\x1b\[([0-9;]*)m", line.look()))
    assert styles == {"0"}
    assert "Look up" in line.look()


def test_an_ascii_terminal(place: Home, lines: list[Line]) -> None:
    line = Line(place, *QUICK, PYTHONIOENCODING="ascii")
    lines.append(line)
    assert line.ended() == 0
    assert line.look().isascii()
    assert "Look up" in line.look()


@pytest.mark.parametrize("args", [QUICK, QUICK_RUN])
def test_a_reader_that_leaves(place: Home, args: tuple[str, ...]) -> None:
    process = subprocess.Popen(
        [str(KNOTBREAK), *args], env=place.env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    assert "40 times" in process.stdout.readline()
    process.stdout.close()
    if args == QUICK_RUN:
        wait_until(lambda: place.command("status").returncode == 0, "it answers")
        place.says("play", "mini")
    wait_until(lambda: place.events("session"), "the session is played to its end")
    if args == QUICK_RUN:
        place.says("quit")
    assert process.wait(10) == 0
    assert process.stderr.read() == ""
    process.stderr.close()
    assert outcomes(place) == ["done"]


def test_without_any_output(place: Home) -> None:
    done = subprocess.run(
        [str(KNOTBREAK), *QUICK], env=place.env, stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, timeout=20, preexec_fn=lambda: os.close(1),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert outcomes(place) == ["done"]


def test_speed_is_said_on_the_screen(place: Home) -> None:
    program = place.beside(*RUN)
    wait_until(lambda: "20 times as fast" in text(program), "it says so")
    assert program.status()["speed"] == 20


def test_interrupt_of_a_piped_session(place: Home) -> None:
    process = subprocess.Popen(
        [str(KNOTBREAK), "play", "mini", "--terminal"], env=place.env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert "Two small holds" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    process.stdout.close()
    assert process.wait(10) == 130
    assert "Stopped. Nothing lost." in rest
    assert "Traceback" not in rest
    assert outcomes(place) == ["stopped"]


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside the running program"])
def test_how_tight_it_is_is_asked_once_a_day(place: Home, lines: list[Line], beside: bool) -> None:
    if beside:
        place.running("run", "--terminal")
    for asks in (True, False):
        line = Line(place, "play", "neck-2", "--terminal", "--speed", "60")
        lines.append(line)
        if asks:
            line.until("How tight")
            os.write(line.main, b"4\r")
        assert line.ended() == 0
        last = line.look().rpartition("\x1b[?1049l")[2]
        assert ("Noted, thank you." in last) is asks
        assert ("How tight" in line.look()) is asks
    assert [(one["outcome"], one["amount"]) for one in place.events("checkin")] == [("neck", 4)]
