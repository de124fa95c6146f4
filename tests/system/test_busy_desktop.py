"""Bad moments as real desktops tell them: notification daemons, window managers, a sound server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knotbreak.app.signals import BusyLook
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.busy import DEADLINE_MS
from knotbreak.system.busy_dnd import dnd_bus_probe, dnd_settings_probe
from knotbreak.system.busy_fullscreen import full_screen_probe
from knotbreak.system.busy_sound import microphone_probe, share_probe
from knotbreak.system.choose_busy import BusyWishes, choose_busy
from knotbreak.system.dbus_address import BusKind
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.desktop import Desktop
from tests.desktop.fake_services import FakeLogind
from tests.desktop.sound import LOUDSPEAKER, MICROPHONE, PipeWireServer, SoundServer
from tests.desktop.sway import SwayDesktop
from tests.desktop.waiting import run_until, wait_until
from tests.fakes import TRANSLATOR, FakeClock
from tests.system.looking import chosen, ids, look, outcomes
from tests.system.test_ics import calendar

pytestmark = pytest.mark.desktop
COVER = str(Path(__file__).parents[1] / "desktop" / "cover.py")


BusOf = Callable[[Desktop], SessionBus]


@pytest.fixture
def bus_of(loop: SelectorLoop) -> Iterator[BusOf]:
    made: list[SessionBus] = []

    def bus_of(desktop: Desktop) -> SessionBus:
        bus = SessionBus(loop, TRANSLATOR, environ=desktop.env)
        bus.start()
        made.append(bus)
        return bus

    yield bus_of
    for bus in made:
        bus.stop()


def test_dunst_that_is_paused(desktop_dunst: Desktop, loop: SelectorLoop, bus_of: BusOf) -> None:
    probe = dnd_bus_probe(loop, TRANSLATOR, bus_of(desktop_dunst))
    assert ids(loop, probe) == []
    assert outcomes(probe) == {"KDE": "not-here", "dunst": "chosen", "Xfce": "not-here"}
    desktop_dunst.run("dunstctl", "set-paused", "true")
    (reason,) = look(loop, probe)
    assert (reason.kind, reason.confidence) == (Kind.DO_NOT_DISTURB, Confidence.SURE)
    assert reason.owner == "dunst"
    desktop_dunst.run("dunstctl", "set-paused", "false")
    assert ids(loop, probe) == []


def test_xfce_s_do_not_disturb(desktop_xfce: Desktop, loop: SelectorLoop, bus_of: BusOf) -> None:
    probe = dnd_bus_probe(loop, TRANSLATOR, bus_of(desktop_xfce))
    assert ids(loop, probe) == []
    key = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb")
    desktop_xfce.run(*key, "-n", "-t", "bool", "-s", "true")
    (reason,) = look(loop, probe)
    assert (reason.id, reason.owner) == ("do-not-disturb", "Xfce")
    desktop_xfce.run(*key, "-s", "false")
    assert ids(loop, probe) == []


def test_gnome_s_do_not_disturb(tmp_path: Path, loop: SelectorLoop) -> None:
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_CURRENT_DESKTOP": "ubuntu:GNOME",
        # Instead of dconf, which would need the bus of the session.
        "GSETTINGS_BACKEND": "keyfile",
    }
    probe = dnd_settings_probe(loop, TRANSLATOR, environ)
    assert ids(loop, probe) == []
    assert chosen(probe).means == "gsettings org.gnome.desktop.notifications"
    schema = ["gsettings", "set", "org.gnome.desktop.notifications", "show-banners"]
    subprocess.run([*schema, "false"], env=environ, check=True)
    assert ids(loop, probe) == ["do-not-disturb"]
    subprocess.run([*schema, "true"], env=environ, check=True)
    assert ids(loop, probe) == []


def test_settings_that_cannot_be_asked(tmp_path: Path, loop: SelectorLoop) -> None:
    nowhere = dnd_settings_probe(loop, TRANSLATOR, {"XDG_CURRENT_DESKTOP": "sway"})
    assert ids(loop, nowhere) == []
    assert outcomes(nowhere) == {"gsettings": "not-here"}
    environ = {"PATH": str(tmp_path), "XDG_CURRENT_DESKTOP": "X-Cinnamon"}
    missing = dnd_settings_probe(loop, TRANSLATOR, environ)
    assert ids(loop, missing) == []
    (said,) = missing.tried()
    assert said.outcome.value == "failed"
    assert "libglib2.0-bin" in said.hint
    script = tmp_path / "gsettings"
    script.write_text("#!/bin/sh\necho \"'perhaps'\"\n")
    script.chmod(0o755)
    assert ids(loop, missing) == []
    (said,) = missing.tried()
    assert "cannot be read" in said.words


def test_a_microphone_in_use(short_folder: Path, loop: SelectorLoop) -> None:
    with SoundServer(short_folder) as server:
        probe = microphone_probe(loop, TRANSLATOR, server.env, short_folder / "no-cards")
        assert ids(loop, probe) == []
        assert chosen(probe).means == "PulseAudio"
        # A program that records what is played listens to nobody.
        monitor = server.record(f"{LOUDSPEAKER}.monitor")
        assert ids(loop, probe) == []
        recorder = server.record(MICROPHONE)
        (reason,) = look(loop, probe)
        assert (reason.id, reason.kind) == ("call:microphone", Kind.CALL)
        assert reason.confidence is Confidence.SURE
        assert reason.owner == "", "who listens is nobody's business"
        server.end(recorder)
        assert ids(loop, probe) == []
        server.end(monitor)


def test_a_microphone_in_use_by_pipewire(
    short_folder: Path, bus: PrivateBus, loop: SelectorLoop
) -> None:
    with PipeWireServer(short_folder, {"DBUS_SESSION_BUS_ADDRESS": bus.address}) as server:
        probe = microphone_probe(loop, TRANSLATOR, server.env, short_folder / "no-cards")
        assert ids(loop, probe) == []
        assert outcomes(probe) == {
            "PipeWire": "chosen",
            "PulseAudio": "not-needed",
            "ALSA": "not-needed",
        }
        recorder = server.record()
        assert ids(loop, probe) == ["call:microphone"]
        server.end(recorder)
        assert ids(loop, probe) == []
        share = share_probe(loop, TRANSLATOR, server.env)
        assert ids(loop, share) == []
        assert chosen(share).means == "PipeWire"


def test_a_window_that_covers_an_x_screen(loop: SelectorLoop) -> None:
    with Desktop(None) as desktop:
        probe = full_screen_probe(loop, TRANSLATOR, desktop.env)
        assert ids(loop, probe) == []
        assert outcomes(probe) == {
            "Wayland windows": "not-here",
            "X11 window manager": "chosen",
        }
        desktop.spawn("xclock")
        desktop.wait_for_window("XClock")
        assert ids(loop, probe) == []
        cover = desktop.spawn(sys.executable, COVER, "film")
        wait_until(lambda: ids(loop, probe) == ["full-screen"], "the window covers the screen")
        assert look(loop, probe)[0].kind is Kind.FULL_SCREEN
        desktop.end(cover)
        wait_until(lambda: ids(loop, probe) == [], "the window is gone")


def test_our_own_window_is_no_reason_of_its_own(
    loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Desktop(None) as desktop:
        probe = full_screen_probe(loop, TRANSLATOR, desktop.env)
        cover = desktop.spawn(sys.executable, COVER, "knotbreak")
        wait_until(lambda: ids(loop, probe) == ["full-screen"], "the window covers the screen")
        monkeypatch.setattr(os, "getpid", lambda: cover.pid)
        assert ids(loop, probe) == []


def test_without_a_window_manager_nobody_tells(loop: SelectorLoop) -> None:
    with Desktop(None, window_manager=False) as desktop:
        probe = full_screen_probe(loop, TRANSLATOR, desktop.env)
        assert ids(loop, probe) == []
        assert outcomes(probe)["X11 window manager"] == "not-here"


def test_one_look_finds_everything_that_goes_on(
    desktop_dunst: Desktop, short_folder: Path, loop: SelectorLoop
) -> None:
    desktop = desktop_dunst
    path = short_folder / "work.ics"
    # The clock of the tests stands at 2026-06-10 10:00 in Berlin.
    path.write_text(calendar("UID:1\nDTSTART:20260610T093000\nDURATION:PT1H"))
    buses = [
        SessionBus(loop, TRANSLATOR, kind=kind, environ=desktop.env)
        for kind in (BusKind.SESSION, BusKind.SYSTEM)
    ]
    for bus in buses:
        bus.start()
    logind = FakeLogind(loop, desktop.system.address)
    logind.inhibitors = [("idle", "mpv", "playing", "block", os.getuid(), 1)]
    desktop.run("dunstctl", "set-paused", "true")
    cover = desktop.spawn(sys.executable, COVER, "film")
    cover_probe = full_screen_probe(loop, TRANSLATOR, desktop.env)
    wait_until(lambda: ids(loop, cover_probe), "the window covers the screen")
    with SoundServer(short_folder) as server:
        environ = {**desktop.env, "XDG_RUNTIME_DIR": server.env["XDG_RUNTIME_DIR"]}
        name = Path(sys.executable).resolve().name
        wishes = BusyWishes(programs=(name,), calendar=path)
        busy = choose_busy(
            loop,
            FakeClock(),
            TRANSLATOR,
            wishes,
            (buses[0], buses[1]),
            environ,
            "linux",
            in_vain=True,
        )
        recorder = server.record(MICROPHONE)
        looks: list[BusyLook] = []
        busy.look(looks.append)
        run_until(loop, lambda: looks, DEADLINE_MS + 500)
        server.end(recorder)
    assert looks[0].unanswered == ()
    assert {reason.id for reason in looks[0].reasons} - {"battery"} == {
        "inhibitor:mpv",
        "do-not-disturb",
        "call:microphone",
        "full-screen",
        f"program:{name}",
        "calendar",
    }
    # Every port says of itself how it knows.
    ports = {said.port for said in busy.tried()}
    assert len(ports) == 10
    desktop.run("dunstctl", "set-paused", "false")
    desktop.end(cover)
    busy.stop()
    logind.close()
    for bus in buses:
        bus.stop()


def test_a_display_that_is_not_there(loop: SelectorLoop) -> None:
    gone = full_screen_probe(loop, TRANSLATOR, {"DISPLAY": ":59999"})
    assert ids(loop, gone) == []
    assert outcomes(gone)["X11 window manager"] == "failed"
    environ = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "/nowhere/wayland-0"}
    both = full_screen_probe(loop, TRANSLATOR, environ)
    assert ids(loop, both) == []
    assert outcomes(both) == {"Wayland windows": "failed", "X11 window manager": "not-here"}


def test_windows_of_sway(loop: SelectorLoop) -> None:
    with SwayDesktop(None) as desktop:
        desktop.env["QT_QPA_PLATFORM"] = "wayland"
        probe = full_screen_probe(loop, TRANSLATOR, desktop.env)
        assert ids(loop, probe) == []
        assert chosen(probe).means == "Wayland windows"
        film = desktop.spawn(sys.executable, COVER, "film")
        wait_until(lambda: ids(loop, probe) == ["full-screen"], "the window covers the screen")
        desktop.run("swaymsg", "fullscreen", "disable")
        run_until(loop, lambda: ids(loop, probe) == [])
        desktop.end(film)
        ours = desktop.spawn(sys.executable, COVER, "knotbreak")
        wait_until(lambda: desktop.windows("knotbreak"), "our window")
        assert ids(loop, probe) == []
        desktop.end(ours)
