"""How a `BusyProbe` looks at what may block: aside, in a thread, one way after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.signals import BusyReason, Outcome, Tried
from knotbreak.system.aside import Aside, Lane

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

OWN_NAME = "knotbreak"
"""How this program calls itself towards services: what it does itself is no reason."""

Found = Sequence[BusyReason]


class NotHereError(Exception):
    """This way does not lead anywhere on this machine; the text says why, for a person."""

    def __init__(self, words: str, hint: str = "") -> None:
        super().__init__(words)
        self.hint = hint


class FailedError(NotHereError):
    """This way should work here and does not."""


class Means(msgspec.Struct, frozen=True, kw_only=True):
    """One way to look that may block.

    Attributes:
        name: For a person, such as "PipeWire".
        look: Returns what it found; raises NotHereError.
        works: What is said of it when it was chosen.
    """

    name: str
    look: Callable[[], Found]
    works: str


class AsideProbe:
    """Implements the `BusyProbe` port: the first way that works is believed."""

    def __init__(
        self, loop: Loop, translator: Translator, port: str, means: Sequence[Means]
    ) -> None:
        self.port = port
        self._loop = loop
        self._ = translator.gettext
        self._means = tuple(means)
        self._aside = Aside(loop, port)
        self._tried: tuple[Tried, ...] = ()
        self._stopped = False

    def share(self, lane: Lane) -> None:
        """Look in the thread of a lane; for ways that always answer soon."""
        self._aside.lane = lane

    def look(self, done: Callable[[tuple[BusyReason, ...]], None]) -> None:
        """Look once; while an earlier look still hangs, `done` is never called."""

        def on_done(result: tuple[Found, list[Tried]]) -> None:
            found, tried = result
            self._tried = tuple(tried)
            done(tuple(found))

        if self._stopped:
            return
        if self._aside.free:
            self._aside.run(self._work, on_done)
            return
        self._tried = (self._said(self._means[0], Outcome.FAILED, self._("It does not answer.")),)

    def tried(self) -> tuple[Tried, ...]:
        """Every way in order, as of the last look."""
        return self._tried

    def stop(self) -> None:
        """Look no more."""
        self._stopped = True
        self._aside.stop()

    def _work(self) -> tuple[Found, list[Tried]]:
        tried: list[Tried] = []
        found: Found | None = None
        for means in self._means:
            if found is not None:
                words = self._("Not needed: an earlier way works.")
                tried.append(self._said(means, Outcome.NOT_NEEDED, words))
                continue
            try:
                found = means.look()
            except NotHereError as error:
                how = Outcome.FAILED if isinstance(error, FailedError) else Outcome.NOT_HERE
                tried.append(self._said(means, how, str(error), error.hint))
            else:
                tried.append(self._said(means, Outcome.CHOSEN, means.works))
        return found or (), tried

    def _said(self, means: Means, outcome: Outcome, words: str, hint: str = "") -> Tried:
        return Tried(port=self.port, means=means.name, outcome=outcome, words=words, hint=hint)
