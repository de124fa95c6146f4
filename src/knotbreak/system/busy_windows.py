"""Bad moments as Windows tells them.

- SHQueryUserNotificationState (shellapi.h): a full-screen program, a presentation. It does not
  know Windows 11's "do not disturb".
- Focus assist and do not disturb: the state WNF_SHEL_QUIETHOURS_ACTIVE_PROFILE_CHANGED through
  ntdll's NtQueryWnfStateData. Not documented; 0 is off, 1 priority only, 2 alarms only.
- CallNtPowerInformation(SystemExecutionState) (powerbase.h): ES_DISPLAY_REQUIRED.
- Microphone and camera: the user's key `STORE` with microphone and webcam below it, and below
  those a key for each program (others than from the store below NonPackaged, their path with # for
  each backslash): in use while LastUsedTimeStop is 0. A program that crashed leaves such an entry
  behind, so the program must be running too.
- GetSystemPowerStatus (winbase.h): ACLineStatus 0 is battery.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from knotbreak.app.signals import BusyReason
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.core.text import N_
from knotbreak.system.busy_machine import battery_reason
from knotbreak.system.busy_processes import program_reason
from knotbreak.system.probe import AsideProbe, FailedError, Means, NotHereError

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
QUIET_HOURS = 0x0D83_063E_A3BF_1C75
"""WNF_SHEL_QUIETHOURS_ACTIVE_PROFILE_CHANGED."""
_SYSTEM_EXECUTION_STATE = 16
_ES_DISPLAY_REQUIRED = 0x2


class StateMeaning(msgspec.Struct, frozen=True):
    """What a value of QUERY_USER_NOTIFICATION_STATE is to us."""

    kind: Kind
    words: str


NOTIFICATION_STATES: Mapping[int, StateMeaning] = MappingProxyType(
    {
        2: StateMeaning(Kind.FULL_SCREEN, N_("a window covers the whole screen")),
        3: StateMeaning(Kind.FULL_SCREEN, N_("a window covers the whole screen")),
        4: StateMeaning(Kind.FULL_SCREEN, N_("a presentation is running")),
        6: StateMeaning(Kind.DO_NOT_DISTURB, N_("do not disturb is on")),
        7: StateMeaning(Kind.FULL_SCREEN, N_("a window covers the whole screen")),
    }
)
"""QUNS_BUSY, RUNNING_D3D_FULL_SCREEN, PRESENTATION_MODE, QUIET_TIME and APP; 1 (nobody is there)
is told by the lock, 5 (ACCEPTS_NOTIFICATIONS) is no reason."""


class Registry(Protocol):
    """The part of the registry below HKEY_CURRENT_USER that is read."""

    def subkeys(self, path: str) -> Sequence[str]:
        """Names of the keys below; raises OSError if there is no such key."""

    def number(self, path: str, name: str) -> int | None:
        """A number of a key; None if it has none of that name."""


class WindowsCalls(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of Windows. Each raises OSError where Windows refuses.

    Attributes:
        notification_state: QUERY_USER_NOTIFICATION_STATE.
        quiet_hours: The profile of focus assist.
        execution_state: The flags of ES_*.
        on_battery: Whether the power cord is out.
        programs: File names of the programs that run, such as "Zoom.exe".
        registry: Of the user.
    """

    notification_state: Callable[[], int]
    quiet_hours: Callable[[], int]
    execution_state: Callable[[], int]
    on_battery: Callable[[], bool]
    programs: Callable[[], Sequence[str]]
    registry: Registry


def windows_probes(
    loop: Loop, translator: Translator, calls: WindowsCalls, programs: Sequence[str]
) -> tuple[AsideProbe, ...]:
    """Everything that can be looked at on Windows."""
    _ = translator.gettext
    look = _Looks(translator, calls, programs)
    table = (
        (_("full screen"), "SHQueryUserNotificationState", look.notification_state),
        (_("do not disturb"), "focus assist (not documented)", look.quiet_hours),
        (_("screen kept awake"), "SystemExecutionState", look.kept_awake),
        (_("microphone"), "ConsentStore", lambda: look.capability("microphone")),
        (_("camera"), "ConsentStore", lambda: look.capability("webcam")),
        (_("battery"), "GetSystemPowerStatus", look.battery),
        (_("listed programs"), "process list", look.listed),
    )
    works = _("Windows tells it.")
    return tuple(
        AsideProbe(loop, translator, port, (Means(name=name, look=fn, works=works),))
        for port, name, fn in table
    )


class _Looks:
    def __init__(
        self, translator: Translator, calls: WindowsCalls, programs: Sequence[str]
    ) -> None:
        self._ = translator.gettext
        self._translator = translator
        self._calls = calls
        self._wanted = {_bare(name): name for name in programs}

    def notification_state(self) -> Sequence[BusyReason]:
        meaning = NOTIFICATION_STATES.get(self._told(self._calls.notification_state))
        if meaning is None:
            return ()
        return [self._reason(meaning.kind.value, meaning.kind, self._(meaning.words))]

    def quiet_hours(self) -> Sequence[BusyReason]:
        if not self._told(self._calls.quiet_hours):
            return ()
        kind = Kind.DO_NOT_DISTURB
        return [self._reason(kind.value, kind, self._("do not disturb is on"))]

    def kept_awake(self) -> Sequence[BusyReason]:
        if not self._told(self._calls.execution_state) & _ES_DISPLAY_REQUIRED:
            return ()
        words = self._("a program keeps the screen awake")
        kind = Kind.INHIBITOR
        return [self._reason("inhibitor:", kind, words, Confidence.LIKELY)]

    def capability(self, name: str) -> Sequence[BusyReason]:
        running = {_bare(program) for program in self._told(self._calls.programs)}
        try:
            used = any(self._used(rf"{STORE}\{name}", running))
        except OSError:
            raise NotHereError(self._("This version of Windows does not tell it.")) from None
        if not used:
            return ()
        if name == "microphone":
            kind, words = "call:microphone", self._("the microphone is in use")
        else:
            kind, words = "call:camera", self._("the camera is in use")
        return [self._reason(kind, Kind.CALL, words)]

    def battery(self) -> Sequence[BusyReason]:
        return [battery_reason(self._translator)] if self._told(self._calls.on_battery) else []

    def listed(self) -> Sequence[BusyReason]:
        if not self._wanted:
            raise NotHereError(self._("No programs are listed in the settings."))
        running = {_bare(program) for program in self._told(self._calls.programs)}
        return [
            program_reason(self._translator, name)
            for bare, name in self._wanted.items()
            if bare in running
        ]

    def _used(self, path: str, running: set[str]) -> Iterator[bool]:
        registry = self._calls.registry
        for program in registry.subkeys(path):
            if program == "NonPackaged":
                for other in registry.subkeys(rf"{path}\{program}"):
                    if _bare(other.rpartition("#")[2]) in running:
                        yield self._open(rf"{path}\{program}\{other}")
            else:
                # A program of the store has no file name here.
                yield self._open(rf"{path}\{program}")

    def _open(self, path: str) -> bool:
        registry = self._calls.registry
        started = registry.number(path, "LastUsedTimeStart")
        return bool(started) and registry.number(path, "LastUsedTimeStop") == 0

    def _told(self, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except (OSError, AttributeError):
            raise FailedError(self._("Windows refuses to tell it.")) from None

    def _reason(
        self, name: str, kind: Kind, words: str, confidence: Confidence = Confidence.SURE
    ) -> BusyReason:
        return BusyReason(id=name, kind=kind, words=words, confidence=confidence)


def _bare(program: str) -> str:
    return program.lower().removesuffix(".exe")


class _PowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS."""

    _fields_ = (
        ("ACLineStatus", ctypes.c_uint8),
        ("BatteryFlag", ctypes.c_uint8),
        ("BatteryLifePercent", ctypes.c_uint8),
        ("SystemStatusFlag", ctypes.c_uint8),
        ("BatteryLifeTime", ctypes.c_uint32),
        ("BatteryFullLifeTime", ctypes.c_uint32),
    )


def native_calls(
    dlls: Any, programs: Callable[[], Sequence[str]], registry: Registry
) -> WindowsCalls:
    """The calls through `ctypes.windll`."""

    def notification_state() -> int:
        state = ctypes.c_int(0)
        if dlls.shell32.SHQueryUserNotificationState(ctypes.byref(state)) != 0:
            raise OSError
        return state.value

    def quiet_hours() -> int:
        name, profile = ctypes.c_uint64(QUIET_HOURS), ctypes.c_uint32(0)
        stamp, size = ctypes.c_uint32(0), ctypes.c_uint32(ctypes.sizeof(profile))
        refs = (ctypes.byref(one) for one in (stamp, profile, size))
        if dlls.ntdll.NtQueryWnfStateData(ctypes.byref(name), None, None, *refs) != 0:
            raise OSError
        return profile.value

    def execution_state() -> int:
        flags = ctypes.c_uint32(0)
        size = ctypes.sizeof(flags)
        level = _SYSTEM_EXECUTION_STATE
        if dlls.powrprof.CallNtPowerInformation(level, None, 0, ctypes.byref(flags), size) != 0:
            raise OSError
        return flags.value

    def on_battery() -> bool:
        status = _PowerStatus()
        if not dlls.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
            raise OSError
        return bool(status.ACLineStatus == 0)

    return WindowsCalls(
        notification_state=notification_state,
        quiet_hours=quiet_hours,
        execution_state=execution_state,
        on_battery=on_battery,
        programs=programs,
        registry=registry,
    )
