"""Work that may block, in a thread of its own: files, programs, a socket that waits for answers."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop


T = TypeVar("T")


class Lane:
    """One short-lived thread for several asides, whose jobs all end soon: one after the other.

    A look that made a thread for each cost twice as many switches.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._jobs: deque[Callable[[], None]] = deque()
        self._running = False

    def begin(self, job: Callable[[], None]) -> None:
        """Have a job done after those before it. It raises nothing."""
        with self._lock:
            self._jobs.append(job)
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._drain, name=self._name, daemon=True).start()

    def _drain(self) -> None:
        while True:
            with self._lock:
                if not self._jobs:
                    self._running = False
                    return
                job = self._jobs.popleft()
            job()


class Aside:
    """Carries out one job after another, each in a short-lived thread.

    A job that hangs (a network folder that does not answer) keeps its thread, not the program;
    while it does, `free` is False.

    Attributes:
        lane: Whose thread is used, if that is shared with others.
    """

    def __init__(self, loop: Loop, name: str) -> None:
        self.lane: Lane | None = None
        self._loop = loop
        self._name = name
        self._stopped = False
        self.free = True

    def run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Have `work` done in a thread and `done` called with its result, on the loop.

        What `work` raises is raised on the loop instead. Only while `free`.
        """
        if not self.free:
            raise RuntimeError(f"{self._name} is at work")
        self.free = False

        def finish(report: Callable[[], None]) -> None:
            self.free = True
            if not self._stopped:
                report()

        def main() -> None:
            report: Callable[[], None]
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 - the edge of the thread
                report = _raiser(error)
            else:
                report = _bound(done, result)
            self._loop.post(lambda: finish(report))

        if self.lane is not None:
            self.lane.begin(main)
            return
        # It must not keep the program from ending.
        threading.Thread(target=main, name=self._name, daemon=True).start()

    def stop(self) -> None:
        """Report nothing more."""
        self._stopped = True


def _raiser(error: BaseException) -> Callable[[], None]:
    def report() -> None:
        raise error

    return report


def _bound(done: Callable[[T], None], result: T) -> Callable[[], None]:
    return lambda: done(result)
