"""Which probes look for bad moments on this system."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.signals import BusyProbe
from knotbreak.core.interruptions import Kind
from knotbreak.system.aside import Lane
from knotbreak.system.busy import BusySignals
from knotbreak.system.probe import AsideProbe

if TYPE_CHECKING:
    from knotbreak.app.ports import Clock, Loop, Translator
    from knotbreak.system.session_bus import SessionBus


class BusyWishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the user wants to be looked at.

    Attributes:
        kinds: All others are never looked at.
        programs: Whose running makes a bad moment.
        known_monitors: By `busy_machine.connected_monitors`; another one makes a bad moment.
        calendar: An ICS file.
    """

    kinds: frozenset[Kind] = frozenset(Kind)
    programs: tuple[str, ...] = ()
    known_monitors: tuple[str, ...] = ()
    calendar: Path | None = None


def choose_busy(
    loop: Loop,
    clock: Clock,
    translator: Translator,
    wishes: BusyWishes,
    buses: tuple[SessionBus, SessionBus] | None,
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    *,
    in_vain: bool = False,
) -> BusySignals:
    """Everything that this system can tell of what the user wants looked at.

    Args:
        loop: Where answers come.
        clock: For the calendar.
        translator: For what is told to people.
        wishes: From the settings.
        buses: The session bus and the system bus (Linux); started by their owner.
        environ: Of the session.
        platform: As `sys.platform`.
        in_vain: Whether to ask also for what the settings list nothing of, to say so.
    """
    probes: list[BusyProbe] = []
    if platform == "win32":
        probes += _windows(loop, translator, wishes)
    elif platform == "darwin":
        probes += _macos(loop, translator)
    else:
        probes += _linux(loop, translator, wishes, buses, environ, in_vain)
    calendar = None
    if wishes.calendar is not None and Kind.CALENDAR in wishes.kinds:
        from knotbreak.system.busy_calendar import CalendarFile

        calendar = CalendarFile(loop, clock, translator, wishes.calendar)
        probes.append(calendar)
    return BusySignals(loop, probes, wishes.kinds, calendar)


def _linux(
    loop: Loop,
    translator: Translator,
    wishes: BusyWishes,
    buses: tuple[SessionBus, SessionBus] | None,
    environ: Mapping[str, str],
    in_vain: bool,
) -> list[BusyProbe]:
    from knotbreak.system import (
        busy_dnd,
        busy_fullscreen,
        busy_inhibitors,
        busy_machine,
        busy_processes,
        busy_sound,
    )

    probes: list[tuple[Kind, BusyProbe]] = []
    if buses is not None:
        session, system = buses
        inhibitors = busy_inhibitors.inhibitors_probe(loop, translator, session, system)
        probes += [
            (Kind.INHIBITOR, inhibitors),
            (Kind.DO_NOT_DISTURB, busy_dnd.dnd_bus_probe(loop, translator, session)),
        ]
    machine = busy_machine
    probes += [
        (Kind.DO_NOT_DISTURB, busy_dnd.dnd_settings_probe(loop, translator, environ)),
        (Kind.CALL, busy_sound.microphone_probe(loop, translator, environ)),
        (Kind.CALL, busy_processes.camera_probe(loop, translator)),
        (Kind.CALL, busy_sound.share_probe(loop, translator, environ)),
        (Kind.FULL_SCREEN, busy_fullscreen.full_screen_probe(loop, translator, environ)),
        (Kind.BATTERY, machine.battery_probe(loop, translator)),
    ]
    if wishes.programs or in_vain:
        programs = busy_processes.programs_probe(loop, translator, wishes.programs)
        probes.append((Kind.PROGRAM, programs))
    if wishes.known_monitors or in_vain:
        monitors = machine.monitor_probe(loop, translator, wishes.known_monitors)
        probes.append((Kind.MONITOR, monitors))
    wanted = [probe for kind, probe in probes if kind in wishes.kinds]
    lane = Lane("bad moments")
    for probe in wanted:
        if isinstance(probe, AsideProbe):
            # Each asks the kernel, or waits for an answer for so long and no longer.
            probe.share(lane)
    return wanted


def _windows(loop: Loop, translator: Translator, wishes: BusyWishes) -> Sequence[BusyProbe]:
    import winreg

    from knotbreak.system.busy_windows import native_calls, windows_probes
    from knotbreak.system.windows_system import UserRegistry, running_programs

    dlls = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
    calls = native_calls(dlls, lambda: running_programs(dlls.kernel32), UserRegistry(winreg))
    return windows_probes(loop, translator, calls, wishes.programs)


def _macos(loop: Loop, translator: Translator) -> Sequence[BusyProbe]:
    from knotbreak.system.busy_macos import macos_probes
    from knotbreak.system.macos_system import FRAMEWORKS, native_calls

    names = ("CoreAudio", "IOKit", "CoreFoundation")
    libraries = (ctypes.CDLL(FRAMEWORKS.format(name)) for name in names)
    return macos_probes(loop, translator, native_calls(*libraries))
