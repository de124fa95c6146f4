"""A loop in a thread of its own, for fake services that answer while a test waits for a program."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from knotbreak.terminal.loop import SelectorLoop

T = TypeVar("T")


class Beside:
    """Runs a loop beside the test. What lives on it is touched by `do` alone."""

    def __enter__(self) -> Beside:
        self.loop = SelectorLoop()
        self._thread = threading.Thread(target=self.loop.run)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.do(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def do(self, fn: Callable[[], T]) -> T:
        """Call `fn` on the loop; returns what it returns, raises what it raises."""
        answers: queue.Queue[tuple[bool, object]] = queue.Queue()

        def call() -> None:
            try:
                answers.put((True, fn()))
            except BaseException as error:  # noqa: BLE001 - the edge of the thread
                answers.put((False, error))

        self.loop.post(call)
        good, answer = answers.get(timeout=5)
        if not good:
            assert isinstance(answer, BaseException)
            raise answer
        return answer  # type: ignore[return-value]
