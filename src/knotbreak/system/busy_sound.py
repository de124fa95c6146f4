"""Whether something listens to a microphone: the best sign of a call.

Three ways, each in the absence of the one before: PipeWire (`pw-dump`), PulseAudio (`pactl`, also
answered by PipeWire), and the kernel's own list of open capture devices. Which program listens is
never looked at.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knotbreak.app.signals import BusyReason
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.commands import run_briefly
from knotbreak.system.probe import AsideProbe, FailedError, Means, NotHereError

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

ALSA = Path("/proc/asound")
_METERS = ("peaks",)
"""How a mixer samples what it only shows as a bar (PulseAudio's resample method)."""


def microphone_probe(
    loop: Loop, translator: Translator, environ: Mapping[str, str], alsa: Path = ALSA
) -> AsideProbe:
    """Look whether a microphone is in use."""
    _ = translator.gettext
    ask = _Asker(translator, environ)

    def reasons(used: bool) -> Sequence[BusyReason]:
        if not used:
            return ()
        words = _("the microphone is in use")
        kind, sure = Kind.CALL, Confidence.SURE
        return (BusyReason(id="call:microphone", kind=kind, words=words, confidence=sure),)

    def pulse() -> Sequence[BusyReason]:
        outputs = ask.json("pactl", "--format=json", "list", "source-outputs")
        sources = ask.json("pactl", "--format=json", "list", "sources") if outputs else []
        return reasons(pulse_listens(outputs, sources))

    def kernel() -> Sequence[BusyReason]:
        if not alsa.is_dir():
            raise NotHereError(_("This machine has no sound card."))
        return reasons(any(_captures(alsa)))

    means = (
        Means(
            name="PipeWire",
            look=lambda: reasons(pipewire_listens(ask.json("pw-dump", "--no-colors"))),
            works=_("It knows which streams listen."),
        ),
        Means(name="PulseAudio", look=pulse, works=_("It knows which streams listen.")),
        Means(name="ALSA", look=kernel, works=_("It knows which sound cards are open.")),
    )
    return AsideProbe(loop, translator, _("microphone"), means)


def pipewire_listens(objects: Sequence[Any]) -> bool:
    """Whether a running stream of PipeWire takes sound in, from something other than a monitor."""
    return any(
        props.get("media.class") == "Stream/Input/Audio"
        and str(props.get("stream.capture.sink", "")).lower() != "true"
        and str(props.get("stream.monitor", "")).lower() != "true"
        for props in running_nodes(objects)
    )


def running_nodes(objects: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    """The properties of the nodes of PipeWire that run now."""
    for one in objects:
        info = one.get("info") or {}
        if str(one.get("type", "")).endswith(":Node") and info.get("state") == "running":
            yield info.get("props") or {}


def pulse_listens(outputs: Sequence[Any], sources: Sequence[Any]) -> bool:
    """Whether a stream listens that is neither paused, nor a meter, nor hears a loudspeaker."""
    monitors = {one["index"] for one in sources if one.get("monitor_source")}
    return any(
        not one.get("corked")
        and one.get("source") not in monitors
        and one.get("resample_method") not in _METERS
        for one in outputs
    )


def _captures(alsa: Path) -> Iterator[Path]:
    for status in alsa.glob("card*/pcm*c/sub*/status"):
        try:
            open_now = status.read_text(encoding="ascii", errors="replace").strip() != "closed"
        except OSError:
            continue
        if open_now:
            yield status


class _Asker:
    def __init__(self, translator: Translator, environ: Mapping[str, str]) -> None:
        self._ = translator.gettext
        self._environ = environ

    def json(self, *command: str) -> Sequence[Any]:
        _ = self._
        try:
            answer = json.loads(run_briefly(command, self._environ))
        except FileNotFoundError:
            words = _("The program {name} is not installed.").format(name=command[0])
            raise NotHereError(words) from None
        except subprocess.CalledProcessError:
            raise NotHereError(_("No such sound service runs here.")) from None
        except (OSError, subprocess.SubprocessError, ValueError):
            words = _("{name} gives no answer that can be understood.").format(name=command[0])
            raise FailedError(words) from None
        if not isinstance(answer, list) or not all(isinstance(one, dict) for one in answer):
            words = _("{name} gives no answer that can be understood.").format(name=command[0])
            raise FailedError(words)
        return answer


def share_probe(loop: Loop, translator: Translator, environ: Mapping[str, str]) -> AsideProbe:
    """Look whether the screen is shared or recorded, through PipeWire.

    The desktop's part of it is a stream of video that goes out (Stream/Output/Video); the program
    that shows or sends it takes one in. Not every compositor names its part so.
    """
    _ = translator.gettext
    ask = _Asker(translator, environ)

    def look() -> Sequence[BusyReason]:
        classes = {
            props.get("media.class") for props in running_nodes(ask.json("pw-dump", "--no-colors"))
        }
        if not classes & {"Stream/Output/Video", "Stream/Input/Video"}:
            return ()
        words = _("the screen or the camera is being shared")
        kind, likely = Kind.CALL, Confidence.LIKELY
        return (BusyReason(id="call:share", kind=kind, words=words, confidence=likely),)

    works = _("It knows which video streams run.")
    return AsideProbe(
        loop, translator, _("screen share"), (Means(name="PipeWire", look=look, works=works),)
    )
