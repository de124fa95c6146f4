"""Bad moments as macOS tells them.

- IOPMCopyAssertionsStatus (IOKit/pwr_mgt/IOPMLib.h): PreventUserIdleDisplaySleep held by somebody.
- CoreAudio (AudioHardware.h): kAudioDevicePropertyDeviceIsRunningSomewhere ("gone") of the default
  input device ("dIn "). Some devices that are input and output at once are running for mere
  playing too, so it is likely, not sure.
- IOPSGetProvidingPowerSourceType (IOKit/ps/IOPowerSources.h): "Battery Power".

Do not disturb (Focus) cannot be asked: macOS keeps our notices back by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.signals import BusyReason
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.busy_machine import battery_reason
from knotbreak.system.probe import AsideProbe, FailedError, Means, NotHereError

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

DISPLAY_ASSERTION = "PreventUserIdleDisplaySleep"
BATTERY = "Battery Power"


def four_letters(code: str) -> int:
    """A FourCharCode as a number."""
    return int.from_bytes(code.encode("ascii"), "big")


IS_RUNNING_SOMEWHERE = four_letters("gone")
DEFAULT_INPUT_DEVICE = four_letters("dIn ")
SCOPE_GLOBAL = four_letters("glob")


class MacosCalls(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of macOS. Each raises OSError where macOS refuses.

    Attributes:
        assertions: How many programs hold each power assertion.
        input_runs: Whether the default input device runs in some program.
        power_source: The name of what the machine runs on.
    """

    assertions: Callable[[], Mapping[str, int]]
    input_runs: Callable[[], bool]
    power_source: Callable[[], str]


def macos_probes(loop: Loop, translator: Translator, calls: MacosCalls) -> tuple[AsideProbe, ...]:
    """Everything that can be looked at on macOS."""
    _ = translator.gettext

    def kept_awake() -> Sequence[BusyReason]:
        if not calls.assertions().get(DISPLAY_ASSERTION):
            return ()
        words = _("a program keeps the screen awake")
        kind, likely = Kind.INHIBITOR, Confidence.LIKELY
        return [BusyReason(id="inhibitor:", kind=kind, words=words, confidence=likely)]

    def microphone() -> Sequence[BusyReason]:
        if not calls.input_runs():
            return ()
        words = _("the microphone is in use")
        kind, likely = Kind.CALL, Confidence.LIKELY
        return [BusyReason(id="call:microphone", kind=kind, words=words, confidence=likely)]

    def battery() -> Sequence[BusyReason]:
        return [battery_reason(translator)] if calls.power_source() == BATTERY else []

    def focus() -> Sequence[BusyReason]:
        words = _("macOS does not tell a program; it keeps notices back by itself.")
        raise NotHereError(words)

    def told(look: Callable[[], Sequence[BusyReason]]) -> Callable[[], Sequence[BusyReason]]:
        def asked() -> Sequence[BusyReason]:
            try:
                return look()
            except (OSError, AttributeError):
                raise FailedError(_("macOS refuses to tell it.")) from None

        return asked

    table = (
        (_("screen kept awake"), "IOPMCopyAssertionsStatus", kept_awake),
        (_("microphone"), "CoreAudio", microphone),
        (_("battery"), "IOPowerSources", battery),
        (_("do not disturb"), "Focus", focus),
    )
    works = _("macOS tells it.")
    return tuple(
        AsideProbe(loop, translator, port, (Means(name=name, look=told(fn), works=works),))
        for port, name, fn in table
    )
