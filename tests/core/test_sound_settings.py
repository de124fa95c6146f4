from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knotbreak.core.body import Place
from knotbreak.core.settings import Settings, check_settings
from knotbreak.core.sound_settings import Level, SoundSettings, level_at
from knotbreak.core.units import Instant, utc_ms_of


def at(hour: int, minute: int = 0) -> Instant:
    utc_ms = utc_ms_of(datetime(2026, 3, 2, hour, minute, tzinfo=UTC))
    return Instant(mono_ms=0, boot_ms=0, utc_ms=utc_ms, zone=UTC)


def test_the_office_is_silent_and_home_has_chimes_until_somebody_says_otherwise() -> None:
    usual = SoundSettings()
    assert level_at(usual, Place.OFFICE, at(10)) is Level.SILENT
    assert level_at(usual, Place.HOME, at(10)) is Level.CHIMES
    mine = SoundSettings(office=Level.VOICE, home=Level.SILENT)
    assert level_at(mine, Place.OFFICE, at(10)) is Level.VOICE
    assert level_at(mine, Place.HOME, at(10)) is Level.SILENT


@pytest.mark.parametrize(
    ("hour", "minute", "level"),
    [(21, 59, Level.CHIMES), (22, 0, Level.SILENT), (3, 0, Level.SILENT), (6, 59, Level.SILENT),
     (7, 0, Level.CHIMES), (12, 59, Level.SILENT), (13, 0, Level.CHIMES)],
)  # fmt: skip
def test_quiet_hours_also_run_over_midnight(hour: int, minute: int, level: Level) -> None:
    sound = SoundSettings(quiet_hours=("22:00-07:00", "12:00-13:00"))
    assert level_at(sound, Place.HOME, at(hour, minute)) is level


def test_no_volume_is_silence() -> None:
    assert level_at(SoundSettings(volume=0), Place.HOME, at(10)) is Level.SILENT


def test_what_is_no_part_of_the_day_is_a_fault() -> None:
    faults = check_settings(Settings(sound=SoundSettings(quiet_hours=("22:00-07:00", "night"))))
    assert [(fault.path, fault.what) for fault in faults] == [
        (("sound", "quiet_hours", 1), '"night" is no part of the day')
    ]
