"""One look at everything that may make this a bad moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.signals import BusyLook, BusyPeriod, BusyProbe, BusyReason, Calendar, Tried
from knotbreak.core.interruptions import Kind
from knotbreak.system.handles import Cancel

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop

DEADLINE_MS = 2_000


class BusySignals:
    """Implements the `BusySource` port: asks all probes at once and waits for each, 2 s at most.

    The deadline is real time: what answers it is the machine, however fast the program runs.
    Between two looks it does nothing at all. Reasons of other kinds than `kinds` are left out: a
    probe may find more than it was asked for.
    """

    def __init__(
        self,
        loop: Loop,
        probes: Sequence[BusyProbe],
        kinds: Collection[Kind] = frozenset(Kind),
        calendar: Calendar | None = None,
    ) -> None:
        self._loop = loop
        self._probes = tuple(probes)
        self._kinds = frozenset(kinds)
        self._calendar = calendar
        self._looks: list[_Look] = []

    def look(self, done: Callable[[BusyLook], None]) -> Handle:
        """Look once; `done` is called once, later."""

        def of_kinds(look: BusyLook) -> None:
            wanted = tuple(reason for reason in look.reasons if reason.kind in self._kinds)
            done(msgspec.structs.replace(look, reasons=wanted))

        look = _Look(self._loop, self._probes, of_kinds, self._looks.remove)
        self._looks.append(look)
        look.start()
        return Cancel(look.cancel)

    def look_ahead(
        self, from_utc_ms: int, until_utc_ms: int, done: Callable[[tuple[BusyPeriod, ...]], None]
    ) -> None:
        """Ask the calendar, if there is one."""
        if self._calendar is not None:
            self._calendar.between(from_utc_ms, until_utc_ms, done)

    def tried(self) -> tuple[Tried, ...]:
        """Every way of every probe, as of the last look."""
        return tuple(said for probe in self._probes for said in probe.tried())

    def stop(self) -> None:
        """Look no more."""
        for look in tuple(self._looks):
            look.cancel()
        for probe in self._probes:
            probe.stop()


class _Look:
    def __init__(
        self,
        loop: Loop,
        probes: Sequence[BusyProbe],
        done: Callable[[BusyLook], None],
        forget: Callable[[_Look], None],
    ) -> None:
        self._loop = loop
        self._probes = probes
        self._done = done
        self._forget = forget
        self._found: dict[int, tuple[BusyReason, ...]] = {}
        self._over = False
        self._deadline: Handle | None = None

    def start(self) -> None:
        due_ms = self._loop.now_ms() + (DEADLINE_MS if self._probes else 0)
        self._deadline = self._loop.call_at(due_ms, self._finish)
        for number, probe in enumerate(self._probes):
            probe.look(self._taker(number))

    def cancel(self) -> None:
        if not self._over:
            self._over = True
            if self._deadline is not None:
                self._deadline.cancel()
            self._forget(self)

    def _taker(self, number: int) -> Callable[[tuple[BusyReason, ...]], None]:
        def take(found: tuple[BusyReason, ...]) -> None:
            if self._over:
                return
            self._found[number] = found
            if len(self._found) == len(self._probes):
                self._finish()

        return take

    def _finish(self) -> None:
        self.cancel()
        # Two services may know of the same thing: the first one tells it.
        reasons: dict[str, BusyReason] = {}
        for _number, found in sorted(self._found.items()):
            for reason in found:
                reasons.setdefault(reason.id, reason)
        silent = [p.port for n, p in enumerate(self._probes) if n not in self._found]
        self._done(BusyLook(reasons=tuple(reasons.values()), unanswered=tuple(silent)))
