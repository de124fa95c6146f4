"""One idle source after the other, until one works; the watches move along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.signals import Outcome, Tried
from knotbreak.system.handles import Cancel
from knotbreak.system.idle_unknown import UnknownIdle
from knotbreak.system.probe import FailedError, NotHereError

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, IdleSource, Loop, Translator


class IdleMeans(msgspec.Struct, frozen=True, kw_only=True):
    """One way to an idle source.

    Attributes:
        name: For a person, such as "X11 screen saver".
        open: Makes the source, or raises NotHereError. It takes what to call, once, when the
            source turns out to be of no use: with the error that it could not raise earlier.
        works: What is said of it when it was chosen.
    """

    name: str
    open: Callable[[Callable[[NotHereError], None]], IdleSource]
    works: str


class _Watch:
    def __init__(self, threshold_ms: int | None, fn: Callable[[int], None]) -> None:
        self.threshold_ms = threshold_ms
        self.fn = fn
        self.handle: Handle | None = None


class IdleChain:
    """Implements the `IdleSource` port with the first way that works, and says why it did.

    Where none works, or none any more, the user is taken to be active.
    """

    def __init__(self, loop: Loop, translator: Translator, means: Sequence[IdleMeans]) -> None:
        self._loop = loop
        self._ = translator.gettext
        self._left = list(means)
        self._tried: list[Tried] = []
        self._watches: list[_Watch] = []
        self._stopped = False
        self._chosen: IdleMeans | None = None
        self._source = self._next()

    @property
    def known(self) -> bool:
        """Whether there is still a source that may know."""
        return self._source.known

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when the input has been still for `threshold_ms`."""
        return self._watch(_Watch(threshold_ms, fn))

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when there is input again."""
        return self._watch(_Watch(None, fn))

    def stop(self) -> None:
        """Tell nothing more."""
        self._stopped = True
        self._watches.clear()
        self._source.stop()

    def describe(self) -> str:
        """Which means this is, or why there is none."""
        return self._source.describe()

    def tried(self) -> tuple[Tried, ...]:
        """Every way in order: the ones before the chosen one with why they were not."""
        tried = list(self._tried)
        if self._chosen is not None:
            tried.append(self._said(self._chosen, Outcome.CHOSEN, self._chosen.works))
        words = self._("Not needed: an earlier way works.")
        tried += [self._said(means, Outcome.NOT_NEEDED, words) for means in self._left]
        return tuple(tried)

    def _next(self) -> IdleSource:
        self._chosen = None
        while self._left:
            means = self._left.pop(0)
            try:
                source = means.open(partial(self._on_lost, means))
            except NotHereError as error:
                self._reject(means, error)
            else:
                self._chosen = means
                return source
        last = self._tried[-1].words if self._tried else ""
        words = self._("idle time: not known in this session. {why}").format(why=last).strip()
        return UnknownIdle(self._loop, words)

    def _on_lost(self, means: IdleMeans, error: NotHereError) -> None:
        if self._stopped:
            return
        self._reject(means, error)
        old = self._source
        self._source = self._next()
        for watch in self._watches:
            if watch.handle is not None:
                watch.handle.cancel()
            self._begin(watch)
        old.stop()

    def _reject(self, means: IdleMeans, error: NotHereError) -> None:
        how = Outcome.FAILED if isinstance(error, FailedError) else Outcome.NOT_HERE
        self._tried.append(self._said(means, how, str(error), error.hint))

    def _watch(self, watch: _Watch) -> Handle:
        self._watches.append(watch)
        self._begin(watch)

        def undo() -> None:
            if watch in self._watches:
                self._watches.remove(watch)
                if watch.handle is not None:
                    watch.handle.cancel()

        return Cancel(undo)

    def _begin(self, watch: _Watch) -> None:
        def fire(idle_ms: int) -> None:
            if watch in self._watches:
                self._watches.remove(watch)
                watch.fn(idle_ms)

        if watch.threshold_ms is None:
            watch.handle = self._source.watch_active(fire)
        else:
            watch.handle = self._source.watch_idle(watch.threshold_ms, fire)

    def _said(self, means: IdleMeans, outcome: Outcome, words: str, hint: str = "") -> Tried:
        port = self._("idle time")
        return Tried(port=port, means=means.name, outcome=outcome, words=words, hint=hint)
