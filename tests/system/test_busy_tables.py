"""Windows and macOS: the logic behind thin calls, which can be tried anywhere."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system import macos_system
from knotbreak.system.busy_macos import (
    BATTERY,
    DISPLAY_ASSERTION,
    IS_RUNNING_SOMEWHERE,
    MacosCalls,
    four_letters,
    macos_probes,
)
from knotbreak.system.busy_windows import STORE, WindowsCalls, native_calls, windows_probes
from knotbreak.system.idle_macos import macos_idle_ms
from knotbreak.system.idle_polled import PolledIdle
from knotbreak.system.idle_windows import LastInputInfo, RefusedError, still_ms, windows_idle_ms
from knotbreak.system.windows_system import ProcessEntry, UserRegistry, running_programs
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.waiting import run_for, run_until
from tests.fakes import TRANSLATOR
from tests.system.looking import ids, look, outcomes


class FakeWindows:
    """A Windows on which nothing goes on, until the test says otherwise."""

    def __init__(self) -> None:
        self.state = 5
        self.profile = 0
        self.flags = 0
        self.battery = False
        self.programs = ["explorer.exe", "Zoom.exe"]
        self.keys: dict[str, dict[str, int]] = {}
        self.refuses = False

    def calls(self) -> WindowsCalls:
        return WindowsCalls(
            notification_state=lambda: self._told(self.state),
            quiet_hours=lambda: self._told(self.profile),
            execution_state=lambda: self._told(self.flags),
            on_battery=lambda: self._told(self.battery),
            programs=lambda: self._told(self.programs),
            registry=self,
        )

    def subkeys(self, path: str) -> Sequence[str]:
        below = [key[len(path) + 1 :] for key in self.keys if key.startswith(path + "\\")]
        if not below:
            raise OSError(path)
        return list(dict.fromkeys(name.partition("\\")[0] for name in below))

    def number(self, path: str, name: str) -> int | None:
        return self.keys[path].get(name)

    def _told(self, value: Any) -> Any:
        if self.refuses:
            raise OSError
        return value


def windows(loop: SelectorLoop, fake: FakeWindows, *programs: str) -> dict[str, Any]:
    probes = windows_probes(loop, TRANSLATOR, fake.calls(), programs)
    return {probe.port: probe for probe in probes}


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (1, None),
        (2, Kind.FULL_SCREEN),
        (3, Kind.FULL_SCREEN),
        (4, Kind.FULL_SCREEN),
        (5, None),
        (6, Kind.DO_NOT_DISTURB),
        (7, Kind.FULL_SCREEN),
    ],
)
def test_the_notification_state_of_windows(
    state: int, kind: Kind | None, loop: SelectorLoop
) -> None:
    fake = FakeWindows()
    fake.state = state
    found = look(loop, windows(loop, fake)["full screen"])
    assert [one.kind for one in found] == ([] if kind is None else [kind])


def test_focus_assist_inhibitors_and_battery_of_windows(loop: SelectorLoop) -> None:
    fake = FakeWindows()
    probes = windows(loop, fake)
    for port in ("do not disturb", "screen kept awake", "battery"):
        assert ids(loop, probes[port]) == []
    fake.profile, fake.flags, fake.battery = 2, 0x3, True
    assert ids(loop, probes["do not disturb"]) == ["do-not-disturb"]
    assert ids(loop, probes["screen kept awake"]) == ["inhibitor:"]
    assert ids(loop, probes["battery"]) == ["battery"]
    # ES_SYSTEM_REQUIRED alone is a download.
    fake.flags = 0x1
    assert ids(loop, probes["screen kept awake"]) == []
    fake.refuses = True
    for port in ("do not disturb", "screen kept awake", "battery", "full screen", "microphone"):
        assert ids(loop, probes[port]) == []
        assert "failed" in outcomes(probes[port]).values()


def test_microphone_and_camera_of_windows(loop: SelectorLoop) -> None:
    fake = FakeWindows()
    probes = windows(loop, fake)
    assert ids(loop, probes["microphone"]) == []
    assert outcomes(probes["microphone"]) == {"ConsentStore": "not-here"}
    zoom = rf"{STORE}\microphone\NonPackaged\C:#Program Files#Zoom#Zoom.exe"
    ended, used = {"LastUsedTimeStart": 9, "LastUsedTimeStop": 10}, {"LastUsedTimeStart": 9}
    fake.keys[zoom] = ended
    fake.keys[rf"{STORE}\microphone\NonPackaged\C:#Crashed#Crashed.exe"] = {
        **used,
        "LastUsedTimeStop": 0,
    }
    assert ids(loop, probes["microphone"]) == []
    fake.keys[zoom] = {**used, "LastUsedTimeStop": 0}
    (reason,) = look(loop, probes["microphone"])
    assert (reason.id, reason.kind, reason.owner) == ("call:microphone", Kind.CALL, "")
    fake.programs.remove("Zoom.exe")
    assert ids(loop, probes["microphone"]) == []
    fake.keys[rf"{STORE}\webcam\Microsoft.Teams_8wekyb3d8bbwe"] = {**used, "LastUsedTimeStop": 0}
    assert ids(loop, probes["camera"]) == ["call:camera"]
    fake.keys[rf"{STORE}\webcam\Microsoft.Teams_8wekyb3d8bbwe"] = {}
    assert ids(loop, probes["camera"]) == []


def test_listed_programs_of_windows(loop: SelectorLoop) -> None:
    fake = FakeWindows()
    assert ids(loop, windows(loop, fake, "zoom", "Other.exe")["listed programs"]) == [
        "program:zoom"
    ]
    nothing = windows(loop, fake)["listed programs"]
    assert ids(loop, nothing) == []
    assert outcomes(nothing) == {"process list": "not-here"}


def fill(reference: Any, value: int) -> None:
    """Write through a `byref`, as the system does."""
    reference._obj.value = value


def test_the_calls_of_windows_are_made_as_its_headers_say() -> None:
    fake = FakeWindows()

    def wnf(name: Any, kind: None, scope: None, stamp: Any, buffer: Any, size: Any) -> int:
        assert name._obj.value == 0x0D83063EA3BF1C75
        assert size._obj.value == 4
        fill(buffer, 1)
        return 0

    def power(level: int, given: None, given_size: int, out: Any, size: int) -> int:
        assert (level, given_size, size) == (16, 0, 4)
        fill(out, 2)
        return 0

    def status(out: Any) -> int:
        assert ctypes.sizeof(out._obj) == 12
        out._obj.ACLineStatus = 0
        return 1

    def state(out: Any) -> int:
        fill(out, 4)
        return 0

    dlls = SimpleNamespace(
        shell32=SimpleNamespace(SHQueryUserNotificationState=state),
        ntdll=SimpleNamespace(NtQueryWnfStateData=wnf),
        powrprof=SimpleNamespace(CallNtPowerInformation=power),
        kernel32=SimpleNamespace(GetSystemPowerStatus=status),
    )
    calls = native_calls(dlls, list, fake)
    assert calls.notification_state() == 4
    assert calls.quiet_hours() == 1
    assert calls.execution_state() == 2
    assert calls.on_battery() is True
    dlls.shell32.SHQueryUserNotificationState = lambda out: -1
    dlls.ntdll.NtQueryWnfStateData = lambda *args: -1
    dlls.powrprof.CallNtPowerInformation = lambda *args: -1
    dlls.kernel32.GetSystemPowerStatus = lambda out: 0
    for call in (
        calls.notification_state,
        calls.quiet_hours,
        calls.execution_state,
        calls.on_battery,
    ):
        with pytest.raises(OSError):  # noqa: PT011 - Windows says no more
            call()


def test_the_programs_of_windows_are_listed_to_the_end_and_the_list_is_closed() -> None:
    names = ["System", "Zoom.exe"]
    closed: list[object] = []

    class Snapshot:
        restype: object = None

        def __call__(self, flags: int, process: int) -> int:
            assert (flags, process) == (2, 0)
            return 77

    def advance(_handle: object, out: Any) -> bool:
        assert out._obj.dwSize == ctypes.sizeof(ProcessEntry)
        if names:
            out._obj.szExeFile = names.pop(0)
            return True
        return False

    kernel32 = SimpleNamespace(
        CreateToolhelp32Snapshot=Snapshot(),
        Process32FirstW=advance,
        Process32NextW=advance,
        CloseHandle=closed.append,
    )
    assert running_programs(kernel32) == ["System", "Zoom.exe"]
    assert len(closed) == 1
    # 568 bytes on 64-bit Windows, where wchar_t has two bytes.
    wide = ctypes.sizeof(ctypes.c_wchar) * 260
    assert ProcessEntry.szExeFile.offset == 44
    assert ProcessEntry.szExeFile.size == wide


def test_the_registry_is_read_and_a_missing_value_is_none() -> None:
    tree: Mapping[str, Mapping[str, object]] = {"a": {}, "a\\b": {"n": 3, "text": "x"}}

    class Key:
        def __init__(self, path: str) -> None:
            if path not in tree:
                raise OSError(path)
            self.path = path

        def __enter__(self) -> Key:
            return self

        def __exit__(self, *_args: object) -> None:
            return None

    def query(key: Key, name: str) -> tuple[object, int]:
        if name not in tree[key.path]:
            raise OSError(name)
        return tree[key.path][name], 1

    winreg = SimpleNamespace(
        HKEY_CURRENT_USER=object(),
        OpenKey=lambda root, path: Key(path),
        QueryInfoKey=lambda key: (1, 0, 0),
        EnumKey=lambda key, number: ["b"][number],
        QueryValueEx=query,
    )
    registry = UserRegistry(winreg)
    assert registry.subkeys("a") == ["b"]
    assert registry.number("a\\b", "n") == 3
    assert registry.number("a\\b", "text") is None
    assert registry.number("a\\b", "none") is None
    assert registry.number("zzz", "n") is None
    with pytest.raises(OSError, match="zzz"):
        registry.subkeys("zzz")


# Idle time.


@pytest.mark.parametrize(
    ("now", "last", "still"),
    [
        (10_000, 4_000, 6_000),
        # The 32-bit count began anew between the input and now, and more than once.
        ((1 << 32) + 500, (1 << 32) - 1_500, 2_000),
        (7 * (1 << 32) + 90_000, 30_000, 60_000),
        # Stamped a moment ahead.
        (10_000, 10_016, 0),
        ((1 << 32) - 5, 3, 0),
    ],
)
def test_t24_ticks_of_windows_wrap(now: int, last: int, still: int) -> None:
    assert still_ms(now, last) == still


def test_windows_is_asked_for_its_last_input() -> None:
    answers = [True]

    def last_input(out: Any) -> bool:
        assert isinstance(out._obj, LastInputInfo)
        assert out._obj.cbSize == 8
        out._obj.dwTime = 1_000
        return answers[0]

    class Ticks:
        restype: object = None

        def __call__(self) -> int:
            return 6_000

    user32 = SimpleNamespace(GetLastInputInfo=last_input)
    kernel32 = SimpleNamespace(GetTickCount64=Ticks())
    idle_ms = windows_idle_ms(user32, kernel32)
    assert idle_ms() == 5_000
    answers[0] = False
    assert idle_ms() == 0
    with pytest.raises(RefusedError):
        windows_idle_ms(user32, kernel32)


def test_macos_is_asked_for_its_last_input() -> None:
    class Seconds:
        argtypes: object = None
        restype: object = None

        def __call__(self, state: int, event: int) -> float:
            assert (state, event) == (1, 0xFFFFFFFF)
            return 2.5

    library = SimpleNamespace(CGEventSourceSecondsSinceLastEventType=Seconds())
    assert macos_idle_ms(library)() == 2_500


def test_idle_time_that_is_asked_for_is_asked_seldom(loop: SelectorLoop) -> None:
    asked: list[int] = []
    last = loop.now_ms()

    def idle_ms() -> int:
        asked.append(1)
        return loop.now_ms() - last

    idle = PolledIdle(loop, idle_ms, "idle time: from a table", speed=1)
    assert idle.known
    assert "table" in idle.describe()
    told: list[int] = []
    idle.watch_idle(300, told.append)
    run_until(loop, lambda: told)
    assert 300 <= told[0] < 500
    assert len(asked) <= 3
    active: list[int] = []
    handle = idle.watch_active(active.append)
    run_for(loop, 50)
    assert active == []
    last = loop.now_ms()
    handle.cancel()
    count = len(asked)
    run_for(loop, 50)
    assert len(asked) == count, "without a watcher it never wakes up"
    idle.watch_active(active.append)
    run_until(loop, lambda: active, 500)
    idle.stop()


# macOS.


def mac(loop: SelectorLoop, calls: MacosCalls) -> dict[str, Any]:
    return {probe.port: probe for probe in macos_probes(loop, TRANSLATOR, calls)}


def test_macos_tells_what_it_can(loop: SelectorLoop) -> None:
    quiet = mac(
        loop,
        MacosCalls(
            assertions=lambda: {DISPLAY_ASSERTION: 0},
            input_runs=lambda: False,
            power_source=lambda: "AC Power",
        ),
    )
    assert [ids(loop, probe) for probe in quiet.values()] == [[], [], [], []]
    assert outcomes(quiet["do not disturb"]) == {"Focus": "not-here"}
    busy = mac(
        loop,
        MacosCalls(
            assertions=lambda: {DISPLAY_ASSERTION: 2},
            input_runs=lambda: True,
            power_source=lambda: BATTERY,
        ),
    )
    assert ids(loop, busy["screen kept awake"]) == ["inhibitor:"]
    (microphone,) = look(loop, busy["microphone"])
    assert microphone.confidence is Confidence.LIKELY
    assert ids(loop, busy["battery"]) == ["battery"]

    def refuse() -> Any:
        raise OSError

    broken = mac(loop, MacosCalls(assertions=refuse, input_runs=refuse, power_source=refuse))
    assert ids(loop, broken["microphone"]) == []
    assert outcomes(broken["microphone"]) == {"CoreAudio": "failed"}


def test_core_audio_is_asked_for_the_default_input() -> None:
    asked: list[tuple[int, int]] = []
    answers = {four_letters("dIn "): 42, IS_RUNNING_SOMEWHERE: 1}

    def get(of: Any, address: Any, _size: Any, _data: None, size: Any, value: Any) -> int:
        selector, scope, element = struct.unpack("=III", bytes(address._obj))
        assert (scope, element) == (four_letters("glob"), 0)
        asked.append((of.value, selector))
        assert size._obj.value == 4
        fill(value, answers[selector])
        return 0

    foundation = SimpleNamespace(
        CFStringCreateWithCString=SimpleNamespace(), CFDictionaryGetValue=SimpleNamespace()
    )
    audio = SimpleNamespace(AudioObjectGetPropertyData=get)
    calls = macos_system.native_calls(audio, SimpleNamespace(), foundation)
    assert calls.input_runs() is True
    assert asked == [(1, 0x64496E20), (42, 0x676F6E65)]
    answers[four_letters("dIn ")] = 0
    assert calls.input_runs() is False
    audio.AudioObjectGetPropertyData = lambda *args: -50
    with pytest.raises(OSError):  # noqa: PT011 - macOS says no more
        calls.input_runs()
