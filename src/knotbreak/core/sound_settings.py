"""The settings of what can be heard, and what holds at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.body import Place
from knotbreak.core.busy_settings import about
from knotbreak.core.faults import Fault, Path
from knotbreak.core.reminders import TimeRange, parse_range
from knotbreak.core.text import N_
from knotbreak.core.units import Instant


class Level(StrEnum):
    """How much of a session is heard; the voice brings the chimes along."""

    SILENT = "silent"
    CHIMES = "chimes"
    VOICE = "voice"


class Announce(StrEnum):
    """How a reminder comes that is not a quiet one."""

    SEEN = "seen"
    BOTH = "both"
    HEARD = "heard"


HoursText = Annotated[str, Meta(max_length=20)]
DeviceName = Annotated[str, Meta(min_length=1, max_length=200)]


class SoundSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is heard, where, and when nothing is."""

    office: Annotated[
        Level, about(N_("At the office"), N_("What a session sounds like at the office."))
    ] = Level.SILENT
    home: Annotated[Level, about(N_("At home"), N_("What a session sounds like at home."))] = (
        Level.CHIMES
    )
    volume: Annotated[
        Annotated[int, Meta(ge=0, le=100)],
        about(N_("Volume"), N_("Of the tones and the voice, below that of the system."), "%"),
    ] = 60
    breath: Annotated[
        bool, about(N_("Breath tones"), N_("A soft tone for every breath in and out."))
    ] = True
    quiet_hours: Annotated[
        Annotated[tuple[HoursText, ...], Meta(max_length=10)],
        about(
            N_("Quiet hours"),
            N_('Nothing is heard in these parts of the day, such as "22:00-07:00".'),
        ),
    ] = ()
    reminders: Annotated[
        Announce,
        about(
            N_("Reminders"),
            N_("Seen, seen and heard, or heard alone; where nothing may sound, they are seen."),
        ),
    ] = Announce.SEEN
    device: Annotated[
        DeviceName | None,
        about(
            N_("Sound device"),
            N_("The name of the device as the system's sound server has it; else the usual one."),
        ),
    ] = None


def level_at(sound: SoundSettings, place: Place, now: Instant) -> Level:
    """What may be heard at a moment."""
    level = sound.home if place is Place.HOME else sound.office
    if sound.volume == 0 or _is_quiet(sound.quiet_hours, now):
        return Level.SILENT
    return level


def sound_faults(sound: SoundSettings, path: Path) -> Iterator[Fault]:
    """What is wrong with settings whose shape is right."""
    for index, text in enumerate(sound.quiet_hours):
        if parse_range(text) is None:
            yield Fault(
                (*path, "quiet_hours", index),
                f"{msgspec.json.encode(text).decode()} is no part of the day",
                'such as "22:00-07:00"',
            )


def _is_quiet(hours: Sequence[str], now: Instant) -> bool:
    if not hours:
        return False
    local = now.local
    minute = local.hour * 60 + local.minute
    return any(_holds(part, minute) for text in hours if (part := parse_range(text)) is not None)


def _holds(part: TimeRange, minute: int) -> bool:
    if part.start < part.until:
        return part.start <= minute < part.until
    return minute >= part.start or minute < part.until
