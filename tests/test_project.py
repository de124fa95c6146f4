"""The project's own files agree with each other and with the design."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGE_LIST = ROOT / "packaging" / "system-packages.txt"

# Which package brings which tool. A tool that a test starts stands here or in ALWAYS_THERE.
PACKAGES = {
    "Xvfb": "xvfb",
    "xvfb-run": "xvfb",
    "xauth": "xauth",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xdpyinfo": "x11-utils",
    "xprop": "x11-utils",
    "xwininfo": "x11-utils",
    "xwd": "x11-apps",
    "xclock": "x11-apps",
    "xeyes": "x11-apps",
    "import": "imagemagick",
    "convert": "imagemagick",
    "compare": "imagemagick",
    "dbus-daemon": "dbus",
    "dbus-monitor": "dbus",
    "dbus-run-session": "dbus",
    "dbus-send": "dbus",
    "gdbus": "libglib2.0-bin",
    "dunst": "dunst",
    "dunstctl": "dunst",
    "notify-send": "libnotify-bin",
    "xfce4-notifyd": "xfce4-notifyd",
    "xfconf-query": "xfconf",
    "xfce4-panel": "xfce4-panel",
    "trayer": "trayer",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "xterm": "xterm",
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
    "pipewire": "pipewire-bin",
    "pw-cli": "pipewire-bin",
    "pw-dump": "pipewire-bin",
    "pw-record": "pipewire-bin",
    "wireplumber": "wireplumber",
}
# Essential parts of Debian, and what `make test` itself needs. procps (ps, pkill) is none of them.
ALWAYS_THERE = {
    *("bash", "sh", "env", "cat", "sleep", "true", "false", "kill", "mkfifo", "setpriv", "timeout"),
    *("unshare", "mount", "umount", "make", "dpkg-query", "script", "setsid", "flock", "git"),
}
STARTERS = {"run", "Popen", "call", "check_call", "check_output", "which", "start", "spawn"}


def system_packages() -> list[tuple[str, str]]:
    """(section, package) of every entry."""
    section, found = "", []
    for line in PACKAGE_LIST.read_text(encoding="utf-8").splitlines():
        entry = line.partition("#")[0].strip()
        if entry.startswith("["):
            section = entry.strip("[]")
        elif entry:
            found.append((section, entry))
    return found


def project_files() -> Iterator[Path]:
    """Every text file of the project, but nothing that was made by building or caching."""
    made = re.compile(r"\.venv.*|\.git|\..*_cache|build|dist|__pycache__|\.hypothesis|.*\.egg-info")
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not made.fullmatch(name)]
        for name in names:
            if not name.endswith((".png", ".wav", ".mo", ".ttf", ".gif", ".zip")):
                yield Path(folder, name)


def started_tools() -> Iterator[tuple[str, str]]:
    """(file, tool) for each program that a test starts by name, and each known tool it names."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if path == Path(__file__):
            continue
        where = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.List | ast.Tuple) and node.elts:
                first = node.elts[0]
                if isinstance(first, ast.Constant) and Path(str(first.value)).name in PACKAGES:
                    yield where, Path(str(first.value)).name
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            if name in STARTERS and isinstance(first, ast.List | ast.Tuple) and first.elts:
                first = first.elts[0]
            elif name != "which":
                continue
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield where, Path(first.value).name


def test_the_system_packages_are_named_once_and_each_in_a_section() -> None:
    entries = system_packages()
    assert {section for section, _ in entries} == {"venv", "run", "test"}
    assert [name for name, count in Counter(name for _, name in entries).items() if count > 1] == []
    assert [name for _, name in entries if not re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name)] == []


def test_every_tool_that_tests_start_has_its_package_in_the_list() -> None:
    listed = {package for _, package in system_packages()}
    assert set(PACKAGES.values()) <= listed
    unknown = {
        (where, tool)
        for where, tool in started_tools()
        if tool not in ALWAYS_THERE and PACKAGES.get(tool) not in listed
    }
    assert unknown == set()


def test_setup_reads_the_list_as_it_is_meant() -> None:
    """packaging/setup has its own reader, in awk: both must see the same."""
    script = (ROOT / "packaging" / "setup").read_text(encoding="utf-8")
    reader = re.search(r"^packages\(\) \{\n.*?^\}\n", script, re.MULTILINE | re.DOTALL)
    assert reader
    for wanted in (["venv"], ["run"], ["run", "test"], []):
        seen = subprocess.run(
            ["sh", "-c", reader[0] + 'list=$1; shift; packages "$@"', "sh", PACKAGE_LIST, *wanted],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        assert seen == [name for section, name in system_packages() if section in wanted]


WINRT = (
    "runtime",
    "windows.applicationmodel.core",
    "windows.data.xml.dom",
    "windows.foundation",
    "windows.foundation.collections",
    "windows.ui.notifications",
)
"""What desktop-notifier asks for on Windows, without an upper bound of its own."""


def test_the_dependencies_are_those_of_the_design() -> None:
    windows_mac = "; sys_platform == 'win32' or sys_platform == 'darwin'"
    assert sorted(PROJECT["dependencies"]) == sorted(
        [
            "PySide6-Essentials>=6.8,<6.12; python_version < '3.12'",
            "PySide6-Essentials>=6.8,<7; python_version >= '3.12'",
            "platformdirs>=4.2",
            "tomli-w>=1.0",
            "tomlkit>=0.13",
            "msgspec>=0.19",
            "jeepney>=0.9; sys_platform == 'linux'",
            "desktop-notifier>=6.2" + windows_mac,
            *(f"winrt-{name}<4; sys_platform == 'win32'" for name in WINRT),
            "tzdata; sys_platform == 'win32'",
        ]
    )
    extras = PROJECT["optional-dependencies"]
    assert {re.split(r"[<>=;]", line)[0] for line in extras["sound"]} == {"PySide6-Addons"}
    assert extras["gif"] == ["Pillow>=10"]
    assert {re.split(r"[<>=;]", line)[0] for line in extras["test"]} == {
        *("pytest", "pytest-qt", "hypothesis", "ruff", "mypy", "import-linter", "Babel"),
        *("hatchling", "desktop-notifier", "pytest-xdist", "Pillow", "icalendar"),
    }


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme


def test_ci_calls_the_command_of_the_readme_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert len(lines) == 2
    assert lines[1].endswith("&& exec make test")


def test_no_file_holds_a_path_of_one_machine_or_the_address_of_an_index() -> None:
    # Written in pieces, so that this file does not find itself.
    folders = re.compile(r"(?<![\w.$}>-])/(?:wo" r"rk|ro" r"ot)/|/ho" r"me/(?!you/|user/|ada/)\w+/")
    index = re.compile(r"(?:extra-)?index" r"-url|/sim" r"ple/?\b")
    found = []
    for path in project_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            recipe = path.name == "Makefile" or path.parent.name in ("packaging", ".ci")
            if folders.search(line) or (recipe and index.search(line)):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert found == []


@pytest.mark.parametrize("name", ["packaging/setup", "packaging/pythons", "packaging/build-wheel"])
def test_the_scripts_are_well_formed_and_can_be_run(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    subprocess.run(["sh", "-n", ROOT / name], check=True)


def test_make_help_is_the_default_and_has_a_line_for_each_target() -> None:
    env = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    shown = subprocess.run(
        ["make", "-C", ROOT, "--no-print-directory"],
        capture_output=True,
        text=True,
        check=True,
        env=env,
    ).stdout
    targets = {line.split()[1] for line in shown.splitlines()}
    assert {"help", "run", "test", "check", "test-all", "clean"} <= targets


@pytest.mark.parametrize(
    "command",
    [
        ["desktop-file-validate", "packaging/knotbreak.desktop"],
        ["appstreamcli", "validate", "--no-net", "packaging/metainfo.xml"],
    ],
    ids=["desktop entry", "metainfo"],
)
def test_what_desktops_read_is_valid(command: list[str]) -> None:
    package = PACKAGES[command[0]]
    assert shutil.which(command[0]), f"{command[0]} is missing: install the package {package}"
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
