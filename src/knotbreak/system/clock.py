"""The clocks of the machine, and its time zone."""

from __future__ import annotations

import ctypes
import os
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import msgspec

from knotbreak.core.units import Instant
from knotbreak.system.zones import ZoneInfo, ZoneInfoNotFoundError

_NS_PER_MS = 1_000_000
_SPEED_1 = 1_000
_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class ClockSources(msgspec.Struct, frozen=True, kw_only=True):
    """Where nanoseconds come from: `loop_ns` is the event loop's clock, whatever it counts."""

    loop_ns: Callable[[], int]
    awake_ns: Callable[[], int]
    boot_ns: Callable[[], int]
    utc_ns: Callable[[], int]


def system_sources() -> ClockSources:
    """Find the clocks of this system that stop, and that go on, while it sleeps."""
    awake_ns = boot_ns = time.monotonic_ns
    if hasattr(time, "CLOCK_BOOTTIME"):
        boot_ns = _clock(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":
        # Python's monotonic clock stops in sleep on macOS, CLOCK_MONOTONIC goes on.
        boot_ns = _clock(time.CLOCK_MONOTONIC)
    elif sys.platform == "win32":
        # Python's monotonic clock goes on in sleep on Windows.
        awake_ns = _unbiased_interrupt_ns
    return ClockSources(
        loop_ns=time.monotonic_ns, awake_ns=awake_ns, boot_ns=boot_ns, utc_ns=time.time_ns
    )


class SystemClock:
    """Implements the `Clock` port.

    With `speed` N, monotonic, boot and wall time all run N times as fast as the real ones from the
    moment the clock is made; a wall clock that is set jumps N times as far.
    """

    def __init__(
        self,
        speed: float = 1.0,
        *,
        sources: ClockSources | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        if not speed > 0:
            raise ValueError("speed must be positive")
        # In thousandths: whole numbers of any size, which a float is not.
        self._speed = max(1, round(speed * _SPEED_1))
        self._sources = sources or system_sources()
        self._environ = environ
        self._awake_0 = self._sources.awake_ns()
        self._boot_0 = self._sources.boot_ns()
        self._utc_0 = self._sources.utc_ns()
        self._last_mono_ms = 0
        self._zone = system_zone(environ)

    @property
    def speed(self) -> float:
        """How many times as fast as real time."""
        return self._speed / _SPEED_1

    def now(self) -> Instant:
        """This moment; never earlier than the answer before."""
        mono_ms = self._scaled_ms(self._sources.awake_ns(), self._awake_0)
        self._last_mono_ms = max(self._last_mono_ms, mono_ms)
        return Instant(
            mono_ms=self._last_mono_ms,
            boot_ms=self._scaled_ms(self._sources.boot_ns(), self._boot_0),
            utc_ms=self._scaled_ms(self._sources.utc_ns(), self._utc_0),
            zone=self._zone,
        )

    def real_ms(self, mono_ms: int) -> int:
        """The loop's first whole millisecond at which `now().mono_ms` is at least `mono_ms`."""
        ahead = (mono_ms * _NS_PER_MS - self._awake_0) * _SPEED_1
        awake_ns = self._awake_0 - (-ahead // self._speed)
        return -(-(awake_ns + self._loop_ahead_ns()) // _NS_PER_MS)

    def refresh_zone(self) -> None:
        """Look again which zone the system is in.

        For the moments when it may have changed: the machine wakes, the wall clock jumps.
        """
        if hasattr(time, "tzset"):
            time.tzset()
        self._zone = system_zone(self._environ)

    def _scaled_ms(self, ns: int, start_ns: int) -> int:
        passed = (ns - start_ns) * self._speed // _SPEED_1
        return (start_ns + passed) // _NS_PER_MS

    def _loop_ahead_ns(self) -> int:
        """How far the loop's clock is ahead of the one that stops in sleep."""
        if self._sources.loop_ns is self._sources.awake_ns:
            return 0
        return self._sources.loop_ns() - self._sources.awake_ns()


class PlatformZone(tzinfo):
    """Local time as the C library tells it, daylight saving included, where no name is known."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return None if moment is None else _c_local(moment).utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:
        if moment is None:
            return None
        is_dst = time.localtime(_c_local(moment).timestamp()).tm_isdst > 0
        return timedelta(hours=1) if is_dst else timedelta(0)

    def tzname(self, moment: datetime | None) -> str | None:
        return None if moment is None else _c_local(moment).tzname()

    def fromutc(self, moment: datetime) -> datetime:
        # Without a zone, Python asks the C library, and knows which of two equal hours it is.
        stamp = moment.replace(tzinfo=UTC).timestamp()
        return datetime.fromtimestamp(stamp).replace(tzinfo=self)  # noqa: DTZ006

    def __str__(self) -> str:
        return "/".join(time.tzname)


def system_zone(
    environ: Mapping[str, str] = os.environ,
    localtime: Path = _LOCALTIME,
    timezone: Path = _TIMEZONE,
) -> tzinfo:
    """Find the zone of this system: by TZ, by where /etc/localtime points, by what is in it."""
    name = environ.get("TZ", "").removeprefix(":")
    if name:
        return _named_zone(name) or PlatformZone()
    zone = _named_zone(_target_name(localtime)) or _named_zone(_first_line(timezone))
    return zone or _zone_in(localtime) or PlatformZone()


def boot_id(path: Path = _BOOT_ID) -> str:
    """Name this run of the machine, so that times of another run are not compared with it.

    Where the system gives no name, the moment of the start is one, to a minute: a clock that is
    set makes it another one, which is the safe mistake.
    """
    given = _first_line(path)
    if given:
        return given
    sources = system_sources()
    minute = (sources.utc_ns() - sources.boot_ns()) // (60_000 * _NS_PER_MS)
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{uuid.getnode()}-{minute}"))


def _clock(number: int) -> Callable[[], int]:
    return lambda: time.clock_gettime_ns(number)


def _unbiased_interrupt_ns() -> int:
    """Windows' clock that stops in sleep; it counts tenths of a microsecond."""
    ticks = ctypes.c_ulonglong()
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    kernel.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
    return ticks.value * 100


def _c_local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None).astimezone()


def _named_zone(name: str) -> ZoneInfo | None:
    name = name.rpartition("zoneinfo/")[2].removeprefix("posix/")
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _target_name(localtime: Path) -> str:
    # The first link names the zone on macOS, where the last leads to `zoneinfo.default`.
    for target in (os.path.realpath(localtime), _link(localtime)):
        if "zoneinfo/" in target:
            return target
    return ""


def _link(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:
        return ""


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _zone_in(localtime: Path) -> ZoneInfo | None:
    try:
        with localtime.open("rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return None
