"""What a command costs: a question to the running program imports next to nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.home import Home, home

HEAVY = {"PySide6", "sqlite3", "tomlkit", "msgspec", "jeepney", "asyncio", "logging", "tomllib"}
ROOT = Path(__file__).parents[1]


def imported(place: Home, *args: str) -> tuple[set[str], int]:
    """The top-level modules that a command imports, and its exit status."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "knotbreak", *args],
        env={**place.env, "PYTHONPATH": str(ROOT / "src"), "PYTHONNOUSERSITE": "1"},
        capture_output=True, text=True, timeout=20,
    )  # fmt: skip
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    assert len(lines) > 20
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}, done.returncode


@pytest.mark.e2e
def test_a_question_imports_nothing_heavy() -> None:
    with home() as place:
        modules, status = imported(place, "status")
        assert (modules & HEAVY, status) == (set(), 3)
        place.running("run", "--terminal")
        for args in (("status",), ("status", "--json"), ("water",), ("pause", "5"), ("resume",)):
            began = time.perf_counter()
            modules, status = imported(place, *args)
            print(f"{' '.join(args)}: {(time.perf_counter() - began) * 1000:.0f} ms")
            assert (modules & HEAVY, status) == (set(), 0)


def test_the_command_line_needs_no_toolkit() -> None:
    code = (
        "import sys; import knotbreak.__main__, knotbreak.terminal.front;"
        "import knotbreak.bootstrap.in_terminal;"
        "sys.exit('PySide6' in sys.modules or 'tomlkit' in sys.modules)"
    )
    env = {"PATH": os.defpath, "PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run([sys.executable, "-c", code], env=env).returncode == 0


def test_the_start_of_the_tray_program_leaves_out_what_only_windows_and_faults_need() -> None:
    code = (
        "import sys; import knotbreak.__main__, knotbreak.bootstrap.in_windows;"
        "import PySide6.QtCore; print(*sys.modules, *vars(PySide6.QtCore))"
    )
    env = {"PATH": os.defpath, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    # "Qt" is the namespace of Qt's enums: PySide6 makes it when it is named.
    large = {
        "Qt", "PySide6.QtSvg", "difflib", "html.entities", "json",
        "logging.handlers", "tomlkit", "knotbreak.qt.theme", "knotbreak.storage.library",
        "knotbreak.guide.shape", "knotbreak.guide.book", "knotbreak.app.relief",
        "knotbreak.storage.guide_files", "knotbreak.storage.emergency_hold",
        "knotbreak.app.session", "knotbreak.core.player", "knotbreak.core.compiler",
        "knotbreak.core.breathing", "knotbreak.core.routine", "knotbreak.core.figure_spec",
        "knotbreak.core.rotation", "knotbreak.core.checks", "fractions",
        "knotbreak.core.turns", "knotbreak.core.prescription", "knotbreak.core.plan",
        "knotbreak.app.playable", "knotbreak.app.report_page",
        "knotbreak.qt.panel_window", "knotbreak.app.ports",
        "knotbreak.core.care", "knotbreak.app.care_alarms", "knotbreak.bootstrap.caring",
        "knotbreak.app.care_views", "knotbreak.app.caring", "knotbreak.app.care_words",
        "knotbreak.app.care_safety", "knotbreak.app.care_front", "knotbreak.qt.care_tray",
        "knotbreak.qt.care_window", "knotbreak.figure.massage",
        "knotbreak.app.insights", "knotbreak.app.exporting", "knotbreak.qt.insights_window",
        "knotbreak.core.progress", "csv", "knotbreak.app.leaving", "knotbreak.app.insight_desk",
        "knotbreak.bootstrap.visiting", "knotbreak.qt.visit_window", "PySide6.QtPrintSupport",
        "knotbreak.app.settings_desk", "knotbreak.app.day_preview", "knotbreak.app.simulation",
        "knotbreak.qt.settings_window", "knotbreak.qt.welcome_window", "knotbreak.qt.fields",
    }  # fmt: skip
    assert large & set(done.stdout.split()) == set()


def test_pyside_does_not_read_the_source_of_what_is_imported_after_it() -> None:
    code = (
        "import builtins; plain = builtins.__import__\n"
        "import knotbreak.bootstrap.in_windows, linecache\n"
        "print(builtins.__import__ is plain, sorted(linecache.cache))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("True ")
    read = [part for part in ("knotbreak/app/", "knotbreak/qt/", "jeepney/") if part in done.stdout]
    assert not read, done.stdout


@pytest.mark.skipif(os.name != "posix", reason="where zones are files")
def test_zones_do_not_bring_the_settings_of_pythons_build() -> None:
    code = (
        "import os, sys; import knotbreak.system.clock\n"
        "from zoneinfo import ZoneInfo\n"
        "print(ZoneInfo('Europe/Berlin').key, 'PYTHONTZPATH' in os.environ,\n"
        "      any(name.startswith('_sysconfigdata') for name in sys.modules))"
    )
    env = {name: value for name, value in os.environ.items() if name != "PYTHONTZPATH"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )
    assert done.stdout == "Europe/Berlin False False\n"
