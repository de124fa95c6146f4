"""Sockets of a server that is there or gone: they never block, and nothing is sent in pieces."""

from __future__ import annotations

import socket

_READ_SIZE = 65_536


def received(sock: socket.socket) -> bytes | None:
    """What has come; None if nothing has, and no bytes at all once the server is gone."""
    try:
        return sock.recv(_READ_SIZE)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def sent_whole(sock: socket.socket, data: bytes) -> bool:
    """Send a request; False if not all of it went out.

    So few bytes fit always: where they do not, the server has stopped reading, or is gone.
    """
    try:
        return sock.send(data) == len(data)
    except OSError:
        return False
