"""Where a message bus listens, and how to get in."""

from __future__ import annotations

import array
import os
import re
import socket
import time
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from jeepney.auth import BEGIN, AuthenticationError, Authenticator

from knotbreak.core.problems import Problem, ProblemError

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

SETUP_S = 2.0
SYSTEM_BUS = "unix:path=/var/run/dbus/system_bus_socket"
MAX_FDS = 16


class BusKind(StrEnum):
    """The user's own bus, or the one of the whole machine."""

    SESSION = "session"
    SYSTEM = "system"


class BusUnavailable(ProblemError):  # noqa: N818 - read as "the bus is unavailable"
    """The bus cannot be reached; `missing` if there is not even an address to try."""

    def __init__(self, problem: Problem, *, missing: bool = False) -> None:
        super().__init__(problem)
        self.missing = missing

    @property
    def problem(self) -> Problem:
        """The one reason."""
        return self.problems[0]


def bus_addresses(kind: BusKind, environ: Mapping[str, str]) -> list[str]:
    """List the sockets to try, in order; an abstract name begins with a zero byte."""
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    if kind is BusKind.SYSTEM:
        text = environ.get("DBUS_SYSTEM_BUS_ADDRESS") or SYSTEM_BUS
    else:
        text = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        if not text and runtime and os.path.exists(os.path.join(runtime, "bus")):  # noqa: PTH110
            text = "unix:runtime=yes"
    return list(_sockets(text, runtime))


def _sockets(text: str, runtime: str) -> Iterator[str]:
    for address in text.split(";"):
        transport, _, rest = address.partition(":")
        keys = dict(pair.partition("=")[::2] for pair in rest.split(","))
        if transport != "unix":
            continue
        if "path" in keys:
            yield _unescape(keys["path"])
        elif "abstract" in keys:
            yield "\0" + _unescape(keys["abstract"])
        elif keys.get("runtime") == "yes" and runtime:
            yield os.path.join(runtime, "bus")


def _unescape(value: str) -> str:
    raw = re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), os.fsencode(value))
    return os.fsdecode(raw)


def enter_bus(
    kind: BusKind, environ: Mapping[str, str], translator: Translator
) -> tuple[socket.socket, str]:
    """Connect and authenticate; return the socket, still blocking, and the id of the bus.

    Waits `SETUP_S` seconds at most for each address. Raises `BusUnavailable`.
    """
    _ = translator.gettext
    where = _("session bus") if kind is BusKind.SESSION else _("system bus")
    addresses = bus_addresses(kind, environ)
    if not addresses:
        what = _("this session has no message bus")
        hint = _("start knotbreak from inside the desktop session")
        raise BusUnavailable(Problem(where=where, what=what, hint=hint), missing=True)
    files = [address for address in addresses if not address.startswith("\0")]
    nowhere = files == addresses and not any(map(os.path.exists, files))
    if kind is BusKind.SYSTEM and nowhere:
        # A machine without one does not get one: nobody need wake up to look again.
        problem = Problem(where=where, what=_("this machine has no system bus"))
        raise BusUnavailable(problem, missing=True)
    what = ""
    for address in addresses:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            return sock, _authenticate(sock, address)
        except TimeoutError:
            what = _("the message bus does not answer")
        except (OSError, ValueError, AuthenticationError):
            what = _("the message bus refuses the connection")
        sock.close()
    raise BusUnavailable(Problem(where=where, what=what))


def _authenticate(sock: socket.socket, address: str) -> str:
    deadline = time.monotonic() + SETUP_S
    sock.settimeout(SETUP_S)
    sock.connect(address)
    auth = Authenticator(enable_fds=True)
    guid = ""
    for line in auth:
        if line:
            sock.sendall(line)
            continue
        answer = receive_before(sock, deadline, 1024)
        if answer.startswith(b"OK "):
            guid = answer[3:].split()[0].decode("ascii")
        auth.feed(answer)
    # jeepney leaves the last line to its user.
    sock.sendall(BEGIN)
    return guid


def receive_before(sock: socket.socket, deadline: float, size: int) -> bytes:
    """Read something from a blocking socket; raise TimeoutError or ConnectionError."""
    sock.settimeout(max(0.001, deadline - time.monotonic()))
    data = sock.recv(size)
    if not data:
        raise ConnectionError("the bus closed the connection")
    return data


def receive_with_fds(sock: socket.socket, size: int) -> tuple[bytes, list[int]]:
    """Read bytes and the file descriptors that came along."""
    room = socket.CMSG_SPACE(MAX_FDS * array.array("i").itemsize)
    data, parts, _flags, _address = sock.recvmsg(size, room, socket.MSG_CMSG_CLOEXEC)
    fds = array.array("i")
    for level, kind, content in parts:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            fds.frombytes(content[: len(content) - len(content) % fds.itemsize])
    return data, list(fds)
