"""What is seen by looking at the programs that run: an open camera, and programs on a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.app.signals import BusyReason
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.probe import AsideProbe, Means, NotHereError
from knotbreak.system.processes import PROC, names_of, open_files, running

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

DEVICES = Path("/dev")


def camera_probe(
    loop: Loop, translator: Translator, devices: Path = DEVICES, proc: Path = PROC
) -> AsideProbe:
    """Look whether a program has a camera open."""
    _ = translator.gettext

    def look() -> Sequence[BusyReason]:
        cameras = {str(path) for path in devices.glob("video*")}
        if not cameras:
            raise NotHereError(_("This machine has no camera."))
        if not any(name in cameras for process in running(proc) for name in open_files(process)):
            return ()
        kind, likely = Kind.CALL, Confidence.LIKELY
        words = _("the camera is in use")
        return (BusyReason(id="call:camera", kind=kind, words=words, confidence=likely),)

    works = _("It sees which programs of yours have a camera open.")
    return AsideProbe(
        loop, translator, _("camera"), (Means(name="/dev/video*", look=look, works=works),)
    )


def programs_probe(
    loop: Loop, translator: Translator, programs: Sequence[str], proc: Path = PROC
) -> AsideProbe:
    """Look whether one of the programs on the user's list runs.

    A name is that of the program file, without its folder and, on Windows, without ".exe".
    """
    _ = translator.gettext
    wanted = {name.lower(): name for name in programs}

    def look() -> Sequence[BusyReason]:
        if not wanted:
            raise NotHereError(_("No programs are listed in the settings."))
        # comm is cut to 15 characters.
        cut = {lower[:15]: name for lower, name in wanted.items()}
        found: dict[str, None] = {}
        for process in running(proc):
            for known in names_of(process):
                name = wanted.get(known) or (cut.get(known) if len(known) == 15 else None)
                if name is not None:
                    found[name] = None
        return [program_reason(translator, name) for name in found]

    works = _("It sees which programs of yours run.")
    return AsideProbe(
        loop, translator, _("listed programs"), (Means(name="/proc", look=look, works=works),)
    )


def program_reason(translator: Translator, name: str) -> BusyReason:
    """A listed program runs."""
    return BusyReason(
        id=f"program:{name}",
        kind=Kind.PROGRAM,
        words=translator.gettext("{program} is running").format(program=name),
        owner=name,
        confidence=Confidence.SURE,
    )
