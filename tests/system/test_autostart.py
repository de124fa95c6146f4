"""What starts at log-in: each system's entry, written, and read truly whoever wrote it."""

from __future__ import annotations

import plistlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knotbreak.app.autostart import Autostart, Start, said_of
from knotbreak.app.signals import Outcome
from knotbreak.core.problems import ProblemError
from knotbreak.storage.state_file import write_atomically
from knotbreak.system.autostart_macos import FOLDER, LABEL, MacosAutostart
from knotbreak.system.autostart_windows import APPROVED, NAME, RUN, WindowsAutostart, switched_off
from knotbreak.system.autostart_xdg import SandboxAutostart, XdgAutostart
from knotbreak.system.choose_autostart import choose_autostart, own_command
from tests.fakes import TRANSLATOR


class FakeKey:
    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __enter__(self) -> FakeKey:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class FakeWinreg:
    """A registry in memory, of the shape of `winreg`."""

    HKEY_CURRENT_USER = 1
    REG_SZ = 1

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, Any]] = {}
        self.refuses = False

    def OpenKey(self, root: int, path: str) -> FakeKey:  # noqa: N802
        assert root == self.HKEY_CURRENT_USER
        if path not in self.keys:
            raise FileNotFoundError
        return FakeKey(self.keys[path])

    def CreateKey(self, root: int, path: str) -> FakeKey:  # noqa: N802
        if self.refuses:
            raise PermissionError(5, "Access is denied")
        return FakeKey(self.keys.setdefault(path, {}))

    def QueryValueEx(self, key: FakeKey, name: str) -> tuple[Any, int]:  # noqa: N802
        if name not in key.values:
            raise FileNotFoundError
        return key.values[name], 1

    def SetValueEx(self, key: FakeKey, name: str, _zero: int, kind: int, value: str) -> None:  # noqa: N802
        assert kind == self.REG_SZ
        key.values[name] = value

    def DeleteValue(self, key: FakeKey, name: str) -> None:  # noqa: N802
        del key.values[name]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that is there."""
    path = tmp_path / "bin dir" / "knotbreak"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def xdg(tmp_path: Path, program: Path, **environ: str) -> XdgAutostart:
    env = {
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_DIRS": str(tmp_path / "etc"),
        "PATH": str(program.parent),
        "XDG_CURRENT_DESKTOP": "ubuntu:GNOME",
    }
    return XdgAutostart([str(program), "run"], TRANSLATOR, write_atomically, env | environ)


def own_entry(tmp_path: Path) -> Path:
    return tmp_path / "home" / ".config" / "autostart" / "knotbreak.desktop"


# -- the contract of the port ----------------------------------------------------------------------

Made = Callable[[Path, Path], Autostart]
SYSTEMS: dict[str, Made] = {
    "xdg": lambda tmp_path, program: xdg(tmp_path, program),
    "windows": lambda _tmp_path, program: WindowsAutostart(
        [str(program), "run"], TRANSLATOR, FakeWinreg()
    ),
    "macos": lambda tmp_path, program: MacosAutostart(
        [str(program), "run"], TRANSLATOR, write_atomically, tmp_path
    ),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_it_is_off_until_it_is_switched_on_and_off_again(
    system: str, tmp_path: Path, program: Path
) -> None:
    autostart = SYSTEMS[system](tmp_path, program)
    assert autostart.look().start is Start.OFF
    autostart.set_on(False)
    for _twice in range(2):
        autostart.set_on(True)
        assert autostart.look().start is Start.ON
    said = said_of("start at log-in", autostart)
    assert (said.outcome, said.means) == (Outcome.CHOSEN, autostart.means)
    autostart.set_on(False)
    view = autostart.look()
    assert (view.start, view.words) == (Start.OFF, "It does not start when you log in.")
    assert said_of("start at log-in", autostart).outcome is Outcome.CHOSEN, "a choice, and no fault"


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_was_is_brought_back(system: str, tmp_path: Path, program: Path) -> None:
    autostart = SYSTEMS[system](tmp_path, program)
    nothing = autostart.remember()
    autostart.set_on(True)
    something = autostart.remember()
    nothing()
    assert autostart.look().start is Start.OFF
    something()
    assert autostart.look().start is Start.ON
    nothing()
    nothing()
    assert autostart.look().start is Start.OFF


# -- a free desktop --------------------------------------------------------------------------------


def test_the_entry_says_what_panels_want_to_know(tmp_path: Path, program: Path) -> None:
    xdg(tmp_path, program).set_on(True)
    lines = own_entry(tmp_path).read_text().splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert f'Exec="{program}" run' in lines
    assert "X-GNOME-Autostart-enabled=true" in lines
    assert "X-KDE-autostart-after=panel" in lines
    assert "X-LXQt-Need-Tray=true" in lines


@pytest.mark.parametrize(
    ("change", "start", "words"),
    [
        ("Hidden=true", Start.REFUSED, "switched off (Hidden=true)"),
        ("Hidden=false", Start.ON, "It starts when you log in."),
        ("X-GNOME-Autostart-enabled=false", Start.REFUSED, "in the settings of your desktop"),
        ("OnlyShowIn=KDE;", Start.REFUSED, "not for this desktop"),
        ("NotShowIn=GNOME;", Start.REFUSED, "not for this desktop"),
        ("TryExec=nobody-has-this", Start.REFUSED, "a program that is not installed"),
        ("Exec=/gone/knotbreak run", Start.OTHER, "a program that is not there"),
        ("Exec=", Start.OTHER, "a program that is not there"),
        ("Exec=sh -c knotbreak", Start.OTHER, "Another knotbreak than this one"),
    ],
)
def test_an_entry_that_somebody_changed_is_read_as_it_is(
    tmp_path: Path, program: Path, change: str, start: Start, words: str
) -> None:
    autostart = xdg(tmp_path, program, PATH=f"{program.parent}:/bin:/usr/bin")
    autostart.set_on(True)
    entry = own_entry(tmp_path)
    key = change.partition("=")[0]
    kept = [line for line in entry.read_text().splitlines() if not line.startswith(f"{key}=")]
    entry.write_text("\n".join([*kept, change]))
    view = autostart.look()
    assert view.start is start
    assert words in view.words
    assert (view.start is Start.ON) == (not view.hint)
    assert bool(view.command) == ("Another" in words)
    report = said_of("start at log-in", autostart)
    assert "sh -c" not in repr(report), "no command line goes into a report"
    failed = report.outcome is Outcome.FAILED
    assert failed == (start is not Start.ON)
    autostart.set_on(True)
    assert autostart.look().start is Start.ON, "whoever asks for it anew gets it"


def test_an_entry_of_the_distribution_is_hidden_and_not_removed(
    tmp_path: Path, program: Path
) -> None:
    shared = tmp_path / "etc" / "autostart" / "knotbreak.desktop"
    shared.parent.mkdir(parents=True)
    shared.write_text(f'[Desktop Entry]\nType=Application\nExec="{program}" run\n')
    autostart = xdg(tmp_path, program)
    assert autostart.look().start is Start.ON
    autostart.set_on(False)
    assert autostart.look().start is Start.REFUSED
    assert shared.is_file()
    autostart.set_on(True)
    assert autostart.look().start is Start.ON


def test_a_window_manager_that_starts_nothing_by_itself_is_named(
    tmp_path: Path, program: Path
) -> None:
    autostart = xdg(tmp_path, program, XDG_CURRENT_DESKTOP="sway")
    autostart.set_on(True)
    view = autostart.look()
    assert view.start is Start.ON
    assert view.hint.startswith("sway may not carry it out")


def test_what_cannot_be_written_is_a_problem(tmp_path: Path, program: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    autostart = xdg(tmp_path, program)
    with pytest.raises(ProblemError):
        autostart.set_on(True)
    assert autostart.look().start is Start.OFF
    folder = tmp_path / "other" / "autostart" / "knotbreak.desktop"
    folder.mkdir(parents=True)
    blocked = xdg(tmp_path, program, XDG_CONFIG_HOME=str(tmp_path / "other"))
    with pytest.raises(ProblemError, match="could not be removed"):
        blocked.set_on(False)


def test_a_sandbox_says_what_it_cannot_do() -> None:
    for variable, name in (("FLATPAK_ID", "Flatpak"), ("SNAP", "Snap")):
        autostart = choose_autostart(
            TRANSLATOR, write_atomically, ["knotbreak"], {variable: "x"}, "linux"
        )
        assert isinstance(autostart, SandboxAutostart)
        view = autostart.look()
        assert (view.start, view.changeable) == (Start.UNKNOWN, False)
        assert name in view.words
        assert view.hint
        with pytest.raises(ProblemError, match=name):
            autostart.set_on(True)
        assert said_of("start at log-in", autostart).outcome is Outcome.NOT_HERE


# -- Windows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("approved", "off"),
    [
        (None, False),
        (b"", False),
        (bytes([2, *[0] * 11]), False),
        (bytes([6, *[0] * 11]), False),
        (bytes([3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]), True),
        (bytes([7, *[0] * 11]), True),
    ],
)
def test_what_the_person_chose_in_windows_is_read_and_left_alone(
    approved: bytes | None, off: bool
) -> None:
    assert switched_off(approved) is off
    registry = FakeWinreg()
    if approved is not None:
        registry.keys[APPROVED] = {NAME: approved}
    autostart = WindowsAutostart([r"C:\Program Files\knotbreak.exe", "run"], TRANSLATOR, registry)
    autostart.set_on(True)
    assert registry.keys[RUN] == {NAME: '"C:\\Program Files\\knotbreak.exe" run'}
    view = autostart.look()
    assert view.start is (Start.REFUSED if off else Start.ON)
    assert ("only you can" in view.hint) is off
    assert registry.keys.get(APPROVED) == (None if approved is None else {NAME: approved})


def test_another_program_in_the_run_key_and_a_registry_that_refuses() -> None:
    registry = FakeWinreg()
    registry.keys[RUN] = {NAME: "old.exe"}
    autostart = WindowsAutostart(["new.exe"], TRANSLATOR, registry)
    view = autostart.look()
    assert (view.start, view.command) == (Start.OTHER, "old.exe")
    registry.refuses = True
    with pytest.raises(ProblemError, match="Access is denied"):
        autostart.set_on(True)


# -- macOS -----------------------------------------------------------------------------------------


def test_the_property_list_is_one_that_launchd_takes(tmp_path: Path) -> None:
    autostart = MacosAutostart(["/Applications/k", "run"], TRANSLATOR, write_atomically, tmp_path)
    autostart.set_on(True)
    path = tmp_path / FOLDER / f"{LABEL}.plist"
    assert plistlib.loads(path.read_bytes()) == {
        "Label": LABEL,
        "ProgramArguments": ["/Applications/k", "run"],
        "RunAtLoad": True,
        "ProcessType": "Interactive",
        "LimitLoadToSessionType": "Aqua",
    }
    assert "Login Items" in autostart.look().hint, "macOS does not tell, and this is said"
    for change, start in (
        ({"Disabled": True}, Start.REFUSED),
        ({"RunAtLoad": False}, Start.REFUSED),
        ({"ProgramArguments": ["/old/k"]}, Start.OTHER),
    ):
        path.write_bytes(plistlib.dumps(plistlib.loads(path.read_bytes()) | change))
        assert autostart.look().start is start
        autostart.set_on(True)
    for broken in (b"", b"<plist>", b"no plist", plistlib.dumps(["a list"])):
        path.write_bytes(broken)
        assert autostart.look().start is Start.OTHER


# -- this very program -----------------------------------------------------------------------------


def test_the_command_is_that_of_the_program_that_runs(tmp_path: Path, program: Path) -> None:
    python = "/usr/bin/python3"
    assert own_command(str(program), python, frozen=False, platform="linux") == [
        str(program),
        "run",
    ]
    module = str(tmp_path / "knotbreak" / "__main__.py")
    by_module = [python, "-m", "knotbreak", "run"]
    assert own_command(module, python, frozen=False, platform="linux") == by_module
    assert own_command(module, "/opt/knotbreak", frozen=True, platform="linux") == [
        "/opt/knotbreak",
        "run",
    ]
    windowed = tmp_path / "pythonw.exe"
    console = str(tmp_path / "python.exe")
    assert own_command(module, console, frozen=False, platform="win32")[0] == console
    windowed.write_text("")
    assert own_command(module, console, frozen=False, platform="win32")[0] == str(windowed)
