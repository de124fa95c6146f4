"""What runs on Windows and macOS must load there: without jeepney, which is for Linux alone."""

from __future__ import annotations

import subprocess
import sys

MODULES = (
    "choose_idle",
    "idle_chain",
    "idle_polled",
    "idle_windows",
    "idle_macos",
    "choose_busy",
    "busy_windows",
    "windows_system",
    "busy_macos",
    "macos_system",
    "macos_notifications",
    "busy_calendar",
    "session_signals",
    "session_windows",
    "session_macos",
    "wall_clock",
)


def test_the_parts_for_other_systems_load_without_jeepney() -> None:
    imports = "; ".join(f"import knotbreak.system.{name}" for name in MODULES)
    code = f"import sys; sys.modules['jeepney'] = None; {imports}; print('loaded')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "loaded\n", done.stderr
