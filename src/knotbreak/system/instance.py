"""One running program for each user: a lock that the system lets go of when its owner dies."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from knotbreak.core.problems import Problem, ProblemError


class AlreadyRunningError(Exception):
    """Another process holds the lock; `pid` is None where it cannot be told."""

    def __init__(self, pid: int | None) -> None:
        self.pid = pid
        super().__init__("knotbreak is running already" + (f" (process {pid})" if pid else ""))


class InstanceLock:
    """The right to be the running program.

    The file stays when the lock is let go: whoever removed it could take away the file that a
    third process has just locked.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def acquire(self) -> None:
        """Take the lock and write our process id into its file.

        Raises:
            AlreadyRunningError: if another process holds it.
            ProblemError: if the file cannot be made or locked at all.
        """
        if self._fd is not None:
            raise RuntimeError("the lock is held already")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            # Python's descriptors are not inherited, so a child cannot keep the lock alive.
            fd = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise ProblemError(self._problem(error)) from error
        try:
            try:
                _lock(fd)
            except (BlockingIOError, PermissionError):
                raise AlreadyRunningError(_pid_in(fd)) from None
            os.ftruncate(fd, 0)
            os.write(fd, f"{os.getpid()}\n".encode())
        except OSError as error:
            os.close(fd)
            raise ProblemError(self._problem(error)) from error
        except AlreadyRunningError:
            os.close(fd)
            raise
        self._fd = fd

    def release(self) -> None:
        """Let go; harmless without the lock."""
        if self._fd is not None:
            fd, self._fd = self._fd, None
            # The process id goes first: without the lock, the file may already be another's.
            with suppress(OSError):
                os.ftruncate(fd, 0)
            os.close(fd)

    @property
    def held(self) -> bool:
        """Whether the lock is ours."""
        return self._fd is not None

    def __enter__(self) -> InstanceLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _problem(self, error: OSError) -> Problem:
        return Problem(
            where=str(self._path),
            what=f"the lock file cannot be used: {error.strerror or error}",
            hint="check the permissions of its folder",
        )


def _pid_in(fd: int) -> int | None:
    with suppress(OSError, ValueError):
        os.lseek(fd, 0, os.SEEK_SET)
        # Of a process that is about to write it, or about to leave, there is nothing to read.
        return int(os.read(fd, 32))
    return None


if sys.platform == "win32":

    def _lock(fd: int) -> None:
        """Lock one byte far behind the process id, which must stay readable for others."""
        import msvcrt

        os.lseek(fd, 1 << 20, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        os.lseek(fd, 0, os.SEEK_SET)

else:

    def _lock(fd: int) -> None:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
