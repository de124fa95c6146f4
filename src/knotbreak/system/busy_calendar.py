"""A calendar file on this machine: busy now, and what is planned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from knotbreak.app.signals import BusyPeriod, BusyReason, Outcome, Tried
from knotbreak.core.appointments import SOON_MS
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.aside import Aside
from knotbreak.system.ics import IcsCalendar, NoCalendarError, busy_between, parse_ics

if TYPE_CHECKING:
    from knotbreak.app.ports import Clock, Loop, Translator

LARGEST = 20_000_000
"""A larger file is not read, in bytes; ten years of a full calendar are about 5 million."""


_Spans: TypeAlias = list[tuple[int, int]]


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    stamp: tuple[int, int, str]
    calendar: IcsCalendar | None
    fault: str


class _Request(msgspec.Struct, frozen=True, kw_only=True):
    from_utc_ms: int
    until_utc_ms: int
    use: Callable[[_Spans], None]


def _spans(read: _Read, request: _Request) -> _Spans:
    if read.calendar is None:
        return []
    return busy_between(read.calendar, request.from_utc_ms, request.until_utc_ms)


class CalendarFile:
    """Implements the `BusyProbe` and `Calendar` ports for one ICS file.

    The file is read in a thread, and again only when it has changed.
    """

    def __init__(self, loop: Loop, clock: Clock, translator: Translator, path: Path) -> None:
        self._ = translator.gettext
        self._ngettext = translator.ngettext
        self.port = self._("calendar")
        self._clock = clock
        self._path = path
        self._aside = Aside(loop, "calendar")
        self._waiting: list[_Request] = []
        self._read: _Read | None = None
        self._stopped = False

    def look(self, done: Callable[[tuple[BusyReason, ...]], None]) -> None:
        """Whether there is an appointment now or too soon for a break, and until when."""
        now_ms = self._clock.now().utc_ms

        def on_spans(spans: _Spans) -> None:
            done(tuple(self._reason(*span) for span in spans))

        self._ask(_Request(from_utc_ms=now_ms, until_utc_ms=now_ms + SOON_MS, use=on_spans))

    def between(
        self,
        from_utc_ms: int,
        until_utc_ms: int,
        done: Callable[[tuple[BusyPeriod, ...]], None],
    ) -> None:
        """The appointments of a time; back to back ones as one."""

        def on_spans(spans: _Spans) -> None:
            words = self._("an appointment")
            done(tuple(BusyPeriod(start_utc_ms=a, end_utc_ms=b, words=words) for a, b in spans))

        self._ask(_Request(from_utc_ms=from_utc_ms, until_utc_ms=until_utc_ms, use=on_spans))

    def tried(self) -> tuple[Tried, ...]:
        """What was found out about the file, without its name or content."""
        read = self._read
        if read is None:
            return ()
        if read.calendar is None:
            return (self._said(Outcome.FAILED, read.fault),)
        words = [self._("The file is read.")]
        left_out, strange = read.calendar.not_read, read.calendar.strange_zones
        if left_out:
            one = "{n} event is left out: it repeats in a way that knotbreak does not read."
            many = "{n} events are left out: they repeat in a way that knotbreak does not read."
            words.append(self._ngettext(one, many, left_out).format(n=left_out))
        if strange:
            one = "{n} time stands in a zone that is not known here; it is taken as local."
            many = "{n} times stand in a zone that is not known here; they are taken as local."
            words.append(self._ngettext(one, many, strange).format(n=strange))
        return (self._said(Outcome.CHOSEN, " ".join(words)),)

    def stop(self) -> None:
        """Look no more."""
        self._stopped = True
        self._waiting.clear()
        self._aside.stop()

    def _ask(self, request: _Request) -> None:
        if not self._stopped:
            self._waiting.append(request)
            self._serve()

    def _serve(self) -> None:
        if not self._waiting or not self._aside.free:
            return
        requests, self._waiting = self._waiting, []
        zone, known = self._clock.now().zone, self._read

        def work() -> tuple[_Read, list[_Spans]]:
            read = self._load(zone, known)
            # Unrolling a full calendar takes its time too.
            return read, [_spans(read, request) for request in requests]

        def on_done(result: tuple[_Read, list[_Spans]]) -> None:
            self._read, all_spans = result
            for request, spans in zip(requests, all_spans, strict=True):
                request.use(spans)
            self._serve()

        self._aside.run(work, on_done)

    def _load(self, zone: tzinfo, known: _Read | None) -> _Read:
        _ = self._
        stamp = (0, 0, str(zone))
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size, str(zone))
            if known is not None and known.stamp == stamp:
                return known
            if status.st_size > LARGEST:
                return _Read(stamp=stamp, calendar=None, fault=_("The file is too large."))
            text = self._path.read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            return _Read(stamp=stamp, calendar=None, fault=_("The file cannot be read."))
        try:
            return _Read(stamp=stamp, calendar=parse_ics(text, zone), fault="")
        except NoCalendarError:
            return _Read(stamp=stamp, calendar=None, fault=_("The file is no calendar (ICS)."))

    def _reason(self, start_ms: int, end_ms: int) -> BusyReason:
        return BusyReason(
            id="calendar",
            kind=Kind.CALENDAR,
            words=self._("the calendar says that you are busy"),
            confidence=Confidence.LIKELY,
            since_utc_ms=start_ms,
            until_utc_ms=end_ms,
        )

    def _said(self, outcome: Outcome, words: str) -> Tried:
        return Tried(port=self.port, means=self._("calendar file"), outcome=outcome, words=words)
