"""How this system starts programs at log-in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.app.autostart import Autostart

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


def own_command(
    argv0: str = sys.argv[0],
    executable: str = sys.executable,
    *,
    frozen: bool = bool(getattr(sys, "frozen", False)),
    platform: str = sys.platform,
) -> list[str]:
    """What starts this very program: its own file, or its module by this Python."""
    if frozen:
        return [executable, "run"]
    script = Path(argv0)
    if platform != "win32" and script.name == "knotbreak" and script.is_file():
        # Not resolved: a link such as those of pipx outlives an update of what it leads to.
        return [str(script.absolute()), "run"]
    if platform == "win32":
        # The other one opens a console window.
        windowed = Path(executable).with_name("pythonw.exe")
        executable = str(windowed) if windowed.is_file() else executable
    return [executable, "-m", "knotbreak", "run"]


def choose_autostart(
    translator: Translator,
    write: Callable[[Path, bytes, int], None],
    command: Sequence[str] | None = None,
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> Autostart:
    """The one of this system; `write` is how files are written."""
    command = own_command() if command is None else command
    if platform == "win32":
        import winreg

        from knotbreak.system.autostart_windows import WindowsAutostart

        return WindowsAutostart(command, translator, winreg)
    if platform == "darwin":
        from knotbreak.system.autostart_macos import MacosAutostart

        return MacosAutostart(command, translator, write, Path(environ.get("HOME") or "/"))
    from knotbreak.system.autostart_xdg import SandboxAutostart, XdgAutostart

    for variable, sandbox in (("FLATPAK_ID", "Flatpak"), ("SNAP", "Snap")):
        if environ.get(variable):
            return SandboxAutostart(translator, sandbox)
    return XdgAutostart(command, translator, write, environ)
