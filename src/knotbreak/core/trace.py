"""A described day: what a person and a machine do, and when, for `knotbreak simulate`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from knotbreak.core.appointments import Appointment
from knotbreak.core.faults import Fault, Path
from knotbreak.core.interruptions import Busy, Confidence, Kind
from knotbreak.core.scheduler import SNOOZE_MINUTES
from knotbreak.core.settings import Settings
from knotbreak.core.units import HOUR_MS, MINUTE_MS, local_time, ms, utc_ms_of

LONGEST_DAYS = 400
WHOLE_DAY_MS = 8 * HOUR_MS
"""Without an end of its own a trace is as long as this, or an hour longer than its events."""

Zones = Callable[[str], tzinfo | None]

_CLOCK = re.compile(r"(?:\+(\d{1,3})\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


class Do(StrEnum):
    """What happens."""

    ACTIVE = "active"
    IDLE = "idle"
    TYPING = "typing"
    LOCK = "lock"
    UNLOCK = "unlock"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOCK = "clock"
    ZONE = "zone"
    REASON = "reason"
    REASON_ENDED = "reason-ended"
    ANSWER = "answer"
    PAUSE = "pause"
    UNPAUSE = "unpause"
    APPOINTMENT = "appointment"


class Reply(StrEnum):
    """What a person does with a notice."""

    START = "start"
    SNOOZE = "snooze"
    SKIP = "skip"
    IGNORE = "ignore"


class Seen(StrEnum):
    """What may hold notices back, in the words of a trace."""

    CALL = "call"
    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN_SHARE = "screen-share"
    DO_NOT_DISTURB = "do-not-disturb"
    INHIBITOR = "inhibitor"
    FULL_SCREEN = "full-screen"
    PROGRAM = "program"
    CALENDAR = "calendar"
    BATTERY = "battery"
    MONITOR = "monitor"


_PARTS_OF_A_CALL = frozenset({Seen.MICROPHONE, Seen.CAMERA, Seen.SCREEN_SHARE})


class TraceEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that happens. `at` is what the clock of the machine shows then."""

    at: Annotated[str, Meta(max_length=20)]
    do: Do
    by_s: Annotated[float, Meta(ge=-40_000_000, le=40_000_000)] | None = None
    to: Annotated[str, Meta(max_length=60)] | None = None
    reason: Seen | None = None
    confidence: Confidence | None = None
    answer: Reply | None = None
    minutes: Annotated[int, Meta(ge=1, le=1440)] | None = None

    @property
    def busy(self) -> Busy:
        """What is seen; only for a reason."""
        assert self.reason is not None, "check_trace refuses a reason without its word"
        confidence = self.confidence or Confidence.SURE
        if self.reason in _PARTS_OF_A_CALL:
            return Busy(kind=Kind.CALL, owner=self.reason.value, confidence=confidence)
        return Busy(kind=Kind(self.reason.value), confidence=confidence)


class Trace(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole trace file. Times of day are local, in the zone that holds at that moment."""

    format: Literal[1]
    start: Annotated[str, Meta(max_length=40)]
    zone: Annotated[str, Meta(max_length=60)]
    until: Annotated[str, Meta(max_length=40)] | None = None
    settings: Settings | None = None
    event: Annotated[tuple[TraceEvent, ...], Meta(max_length=100_000)] = ()


class Step(msgspec.Struct, frozen=True):
    """Wait for so long, as the clock shows it, then let something happen (None at the end).

    `zone` is the one to travel to.
    """

    wait_ms: int
    event: TraceEvent | None
    zone: tzinfo | None = None


class Plan(msgspec.Struct, frozen=True):
    """A trace laid out in time."""

    start_utc_ms: int
    zone: tzinfo
    steps: tuple[Step, ...]

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        """What the calendar knew from the beginning, by the clock of the machine."""
        found: list[Appointment] = []
        utc_ms = self.start_utc_ms
        for step in self.steps:
            utc_ms += step.wait_ms
            event = step.event
            if event is not None and event.do is Do.APPOINTMENT:
                found.append(Appointment(utc_ms, utc_ms + (event.minutes or 0) * MINUTE_MS))
            elif event is not None and event.do is Do.CLOCK:
                utc_ms += ms(event.by_s or 0)
        return tuple(found)


_NEEDS: Mapping[Do, tuple[str, str]] = MappingProxyType(
    {
        Do.CLOCK: ("by_s", "by how many seconds the clock jumps, such as by_s = 3600"),
        Do.ZONE: ("to", 'where to, such as to = "America/New_York"'),
        Do.REASON: ("reason", 'what holds notices back, such as reason = "call"'),
        Do.REASON_ENDED: ("reason", 'which one is over, such as reason = "call"'),
        Do.ANSWER: ("answer", 'one of "start", "snooze", "skip", "ignore"'),
        Do.APPOINTMENT: ("minutes", "how long it takes, such as minutes = 30"),
    }
)
"""The key without which an event says nothing."""

_MAY: Mapping[str, tuple[Do, ...]] = MappingProxyType(
    {
        "by_s": (Do.CLOCK,),
        "to": (Do.ZONE,),
        "reason": (Do.REASON, Do.REASON_ENDED),
        "confidence": (Do.REASON,),
        "answer": (Do.ANSWER,),
        "minutes": (Do.PAUSE, Do.ANSWER, Do.APPOINTMENT),
    }
)
"""Which events a key belongs to."""


def check_trace(trace: Trace, zones: Zones) -> list[Fault]:
    """Gather what is wrong with a trace whose shape is right; `zones` knows zones by name."""
    faults: list[Fault] = []
    for index, event in enumerate(trace.event):
        faults += _key_faults(("event", index), event)
    faults += _order_faults(trace)
    if any(fault.path[-1] == "to" for fault in faults):
        # Where the person is from then on cannot be told.
        return [*faults, *_place_and_time(msgspec.structs.replace(trace, event=()), zones)[1]]
    return [*faults, *_place_and_time(trace, zones)[1]]


def check_event(path: Path, event: TraceEvent) -> Iterator[Fault]:
    """Check one event by itself, whatever stands above it."""
    if _time_of(event.at, date(2000, 1, 1)) is None:
        yield _no_time((*path, "at"), event.at)
    yield from _key_faults(path, event)


def laid_out(trace: Trace, zones: Zones) -> Plan:
    """Lay out a trace without faults."""
    plan, faults = _place_and_time(trace, zones)
    assert plan is not None, faults
    return plan


def _key_faults(path: Path, event: TraceEvent) -> Iterator[Fault]:
    needed = _NEEDS.get(event.do)
    if needed is not None and getattr(event, needed[0]) is None:
        yield Fault((*path, needed[0]), "is missing", needed[1], absent=True)
    for key, places in _MAY.items():
        if getattr(event, key) is not None and event.do not in places:
            words = " or ".join(f'do = "{place}"' for place in places)
            yield Fault((*path, key), f'means nothing with do = "{event.do}"', f"only with {words}")
    if event.minutes is None or event.do is not Do.ANSWER:
        return
    allowed = ", ".join(str(minutes) for minutes in SNOOZE_MINUTES)
    if event.answer is not Reply.SNOOZE:
        yield Fault((*path, "minutes"), "is only for a snooze", 'answer = "snooze", or none')
    elif event.minutes not in SNOOZE_MINUTES:
        yield Fault(
            (*path, "minutes"), f"{event.minutes} is no time to put off", f"one of {allowed}"
        )


_ASLEEP = frozenset({Do.RESUME, Do.CLOCK, Do.ZONE, Do.APPOINTMENT})


def _order_faults(trace: Trace) -> Iterator[Fault]:
    """What cannot happen after what happened before."""
    asleep = locked = paused = False
    reasons: set[Seen] = set()
    for index, event in enumerate(trace.event):
        path: Path = ("event", index, "do")
        if asleep and event.do not in _ASLEEP:
            yield Fault(path, "cannot be while the machine sleeps", 'put do = "resume" before it')
            asleep = False
        match event.do:
            case Do.SUSPEND:
                asleep = True
            case Do.RESUME:
                if not asleep:
                    yield Fault(path, "the machine is awake", 'put do = "suspend" before it')
                asleep = False
            case Do.LOCK:
                if locked:
                    yield Fault(path, "the screen is locked already", "leave this out")
                locked = True
            case Do.UNLOCK:
                if not locked:
                    yield Fault(path, "the screen is not locked", 'put do = "lock" before it')
                locked = False
            case Do.PAUSE:
                paused = True
            case Do.UNPAUSE if not paused:
                yield Fault(path, "nothing is paused", 'put do = "pause" before it')
            case Do.REASON if event.reason is not None:
                reasons.add(event.reason)
            case Do.REASON_ENDED if event.reason is not None:
                if event.reason not in reasons:
                    what = f"no {event.reason} has begun"
                    yield Fault((*path[:-1], "reason"), what, 'put do = "reason" before it')
                reasons.discard(event.reason)
            case _:
                pass


def _place_and_time(trace: Trace, zones: Zones) -> tuple[Plan | None, list[Fault]]:
    """Lay out the events, one after the other; the plan is None if there are faults."""
    zone = zones(trace.zone)
    start = _local(trace.start)
    faults: list[Fault] = []
    if zone is None:
        faults.append(_no_zone(("zone",), trace.zone))
    if start is None:
        faults.append(Fault(("start",), "is no local date and time", 'such as "2026-06-10T09:00"'))
    elif start.tzinfo is not None:
        faults.append(Fault(("start",), "has an offset", "leave it out: zone says where you are"))
    if zone is None or start is None or start.tzinfo is not None:
        return None, faults
    begin_ms = shown_ms = utc_ms_of(start.replace(tzinfo=zone))
    here, first = zone, start.date()
    steps: list[Step] = []
    for index, event in enumerate(trace.event):
        at_ms = _moment(event.at, first, here, shown_ms)
        if isinstance(at_ms, Fault):
            faults.append(msgspec.structs.replace(at_ms, path=("event", index, "at")))
            continue
        there = zones(event.to) if event.do is Do.ZONE and event.to is not None else None
        steps.append(Step(at_ms - shown_ms, event, there))
        shown_ms = at_ms
        if event.do is Do.CLOCK:
            shown_ms += ms(event.by_s or 0)
        elif event.do is Do.ZONE and event.to is not None:
            if there is None:
                faults.append(_no_zone(("event", index, "to"), event.to))
            here = there or here
    end_ms = max(shown_ms + HOUR_MS, begin_ms + WHOLE_DAY_MS)
    if trace.until is not None:
        until = _moment(trace.until, first, here, shown_ms)
        if isinstance(until, Fault):
            faults.append(msgspec.structs.replace(until, path=("until",)))
        else:
            end_ms = until
    steps.append(Step(end_ms - shown_ms, None))
    return (None if faults else Plan(begin_ms, zone, tuple(steps))), faults


def _moment(text: str, first: date, zone: tzinfo, shown_ms: int) -> int | Fault:
    """The moment at which the clock shows a time, from `shown_ms` on."""
    local = _time_of(text, first)
    if local is None:
        return _no_time((), text)
    if local.date() - first > timedelta(days=LONGEST_DAYS):
        return Fault((), "is too far away", f"at most {LONGEST_DAYS} days after the start")
    # An hour that a clock change repeats is meant as soon as it can be.
    for fold in (0, 1):
        at_ms = utc_ms_of(local.replace(tzinfo=zone, fold=fold))
        if at_ms >= shown_ms:
            return at_ms
    shown = local_time(shown_ms, zone)
    days = (shown.date() - first).days
    now = f"+{days} {shown:%H:%M:%S}" if days else f"{shown:%H:%M:%S}"
    hint = "events stand in their order; the next day is written +1 09:00"
    return Fault((), f"is before what stands above it: the clock shows {now} there", hint)


def _time_of(text: str, first: date) -> datetime | None:
    local = _clock(text, first) or _local(text)
    return None if local is None or local.tzinfo is not None else local


def _no_time(path: Path, text: str) -> Fault:
    return Fault(path, f'"{text}" is no time', 'such as "09:50", "09:50:30" or "+1 09:00"')


def _clock(text: str, first: date) -> datetime | None:
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    days, hour, minute, second = (int(part or 0) for part in found.groups())
    if hour == 24 and minute == second == 0:
        days, hour = days + 1, 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    return datetime.combine(first + timedelta(days=days), time(hour, minute, second))


def _local(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip()) if len(text.strip()) > 10 else None
    except ValueError:
        return None


def _no_zone(path: Path, name: str) -> Fault:
    return Fault(path, f'"{name}" is no time zone', 'an IANA name such as "Europe/Berlin"')
