"""Inhibitors and do-not-disturb by strict services on private buses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from knotbreak.app.signals import BusyLook, BusyReason
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.busy import BusySignals
from knotbreak.system.busy_dnd import dnd_bus_probe
from knotbreak.system.busy_inhibitors import inhibitors_probe
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.fake_services import FakeLogind, RefusedError, StrictService
from tests.desktop.processes import Processes
from tests.desktop.waiting import run_for, run_until
from tests.fakes import TRANSLATOR
from tests.system.conftest import started_buses
from tests.system.looking import ids, look, outcomes

KDE = "org.kde.Solid.PowerManagement.PolicyAgent"
KDE_PATH = "/org/kde/Solid/PowerManagement/PolicyAgent"
GNOME, GNOME_PATH = "org.gnome.SessionManager", "/org/gnome/SessionManager"
POWER, POWER_PATH = "org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit"
NOTICES, NOTICES_PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


@pytest.fixture
def system_bus(short_folder: Path) -> Iterator[PrivateBus]:
    processes = Processes(short_folder, {"PATH": "/usr/bin:/bin", "HOME": str(short_folder)})
    bus = PrivateBus(processes, short_folder / "system")
    bus.start()
    yield bus
    processes.end_all()


@pytest.fixture
def buses(
    bus: PrivateBus, system_bus: PrivateBus, loop: SelectorLoop
) -> Iterator[tuple[SessionBus, SessionBus]]:
    with started_buses(loop, bus, system_bus) as made:
        yield made


def owners(reasons: list[BusyReason]) -> list[str]:
    assert all(one.kind is Kind.INHIBITOR for one in reasons)
    assert all(one.confidence is Confidence.LIKELY for one in reasons)
    return [one.owner for one in reasons]


def test_nobody_to_ask(buses: tuple[SessionBus, SessionBus], loop: SelectorLoop) -> None:
    probe = inhibitors_probe(loop, TRANSLATOR, *buses)
    assert look(loop, probe) == []
    assert set(outcomes(probe).values()) == {"not-here"}
    assert len(probe.tried()) == 4


def test_kde_names_programs_and_ours_is_not_among_them(
    bus: PrivateBus, buses: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    service = StrictService(loop, bus.address, [KDE])
    held = [("VLC", "Playing"), ("knotbreak", "A stretch is being guided."), ("VLC", "Again")]
    service.methods[KDE_PATH, KDE, "ListInhibitions"] = ("", lambda: ("a(ss)", (held,)))
    probe = inhibitors_probe(loop, TRANSLATOR, *buses)
    reasons = look(loop, probe)
    assert owners(reasons) == ["VLC"]
    assert reasons[0].words == "VLC keeps the screen awake"
    assert outcomes(probe)["KDE PolicyAgent"] == "chosen"
    held.clear()
    assert look(loop, probe) == []
    assert service.faults == []
    service.close()


def test_gnome_is_asked_who_and_what_for(
    bus: PrivateBus, buses: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    service = StrictService(loop, bus.address, [GNOME])
    flags = {"Inhibitor1": (8, "firefox"), "Inhibitor2": (4, "updater"), "Inhibitor3": (12, "")}
    flags["Inhibitor4"] = (8, "knotbreak")
    paths = [f"{GNOME_PATH}/{name}" for name in (*flags, "Gone")]
    service.methods[GNOME_PATH, GNOME, "GetInhibitors"] = ("", lambda: ("ao", (paths,)))
    inhibitor = f"{GNOME}.Inhibitor"
    for name, (flag, app) in flags.items():
        path = f"{GNOME_PATH}/{name}"
        service.methods[path, inhibitor, "GetFlags"] = ("", lambda flag=flag: ("u", (flag,)))
        service.methods[path, inhibitor, "GetAppId"] = ("", lambda app=app: ("s", (app,)))
    probe = inhibitors_probe(loop, TRANSLATOR, *buses)
    reasons = look(loop, probe)
    assert sorted(owners(reasons)) == ["", "firefox"]
    assert "a program keeps the screen awake" in [one.words for one in reasons]
    # One that ended meanwhile is no fault of the service.
    assert outcomes(probe)["SessionManager"] == "chosen"
    assert service.faults == []
    service.close()


def test_the_power_manager_of_xfce_and_mate(
    bus: PrivateBus, buses: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    service = StrictService(loop, bus.address, [POWER])
    programs = ["Parole"]
    key = (POWER_PATH, f"{POWER}.Inhibit", "GetInhibitors")
    service.methods[key] = ("", lambda: ("as", (programs,)))
    probe = inhibitors_probe(loop, TRANSLATOR, *buses)
    assert owners(look(loop, probe)) == ["Parole"]
    service.close()


def test_logind_tells_of_this_user_s_idle_locks_only(
    system_bus: PrivateBus, buses: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    logind = FakeLogind(loop, system_bus.address)
    uid = os.getuid()
    logind.inhibitors = [
        ("sleep:idle", "mpv", "playing", "block", uid, 1),
        ("idle", "dimmer", "soon", "delay", uid, 2),
        ("sleep", "NetworkManager", "nets", "block", uid, 3),
        ("idle", "other", "theirs", "block", uid + 1, 4),
        ("idle", "root", "user session inhibited", "block", uid, 5),
        ("idle", "Knotbreak", "a stretch", "block", uid, 6),
    ]
    probe = inhibitors_probe(loop, TRANSLATOR, *buses)
    assert owners(look(loop, probe)) == ["mpv"]
    assert outcomes(probe)["logind"] == "chosen"
    logind.close()


def test_services_that_hang_refuse_or_answer_nonsense_are_told_apart(
    bus: PrivateBus,
    system_bus: PrivateBus,
    buses: tuple[SessionBus, SessionBus],
    loop: SelectorLoop,
) -> None:
    def refuse() -> tuple[str, tuple[object, ...]]:
        raise RefusedError("org.freedesktop.DBus.Error.AccessDenied")

    nonsense = StrictService(loop, bus.address, [KDE, GNOME])
    nonsense.methods[KDE_PATH, KDE, "ListInhibitions"] = ("", lambda: ("s", ("none",)))
    nonsense.methods[GNOME_PATH, GNOME, "GetInhibitors"] = ("", refuse)
    vlc = StrictService(loop, bus.address, [POWER])
    key = (POWER_PATH, f"{POWER}.Inhibit", "GetInhibitors")
    vlc.methods[key] = ("", lambda: ("as", (["vlc"],)))
    silent = FakeLogind(loop, system_bus.address)
    silent.silent = True
    probe = inhibitors_probe(loop, TRANSLATOR, *buses)
    looks: list[BusyLook] = []
    BusySignals(loop, (probe,)).look(looks.append)
    run_until(loop, lambda: looks)
    assert looks[0].unanswered == (), "what the others said is not lost with the one that hangs"
    assert owners(list(looks[0].reasons)) == ["vlc"]
    said = {one.means: one for one in probe.tried()}
    assert {one.outcome.value for name, one in said.items() if name != "PowerManagement"} == {
        "failed"
    }
    assert "cannot be understood" in said["KDE PolicyAgent"].words
    assert "AccessDenied" in said["SessionManager"].words
    assert said["logind"].words == "It does not answer."
    nonsense.close()
    vlc.close()
    silent.close()


def test_a_look_starts_no_service(
    bus: PrivateBus, buses: tuple[SessionBus, SessionBus], loop: SelectorLoop, short_folder: Path
) -> None:
    trace = short_folder / "started"
    for name in (KDE, GNOME, POWER):
        (bus.services / f"{name}.service").write_text(
            f"[D-BUS Service]\nName={name}\nExec=/usr/bin/touch {trace}\n"
        )
    probe = inhibitors_probe(loop, TRANSLATOR, *buses)
    assert look(loop, probe) == []
    assert not trace.exists()
    assert set(outcomes(probe).values()) == {"not-here"}


def test_a_stopped_probe_does_not_answer(
    buses: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    probe = inhibitors_probe(loop, TRANSLATOR, *buses)
    found: list[object] = []
    probe.look(found.append)
    probe.stop()
    run_for(loop, 60)
    assert found == []


def test_kde_s_do_not_disturb_goes_on_and_off(
    bus: PrivateBus, buses: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    service = StrictService(loop, bus.address, [NOTICES])
    service.properties[NOTICES_PATH, NOTICES, "Inhibited"] = ("b", False)
    probe = dnd_bus_probe(loop, TRANSLATOR, buses[0])
    assert ids(loop, probe) == []
    service.properties[NOTICES_PATH, NOTICES, "Inhibited"] = ("b", True)
    (reason,) = look(loop, probe)
    assert (reason.id, reason.owner, reason.kind) == (
        "do-not-disturb",
        "KDE",
        Kind.DO_NOT_DISTURB,
    )
    assert outcomes(probe) == {"KDE": "chosen", "dunst": "not-here", "Xfce": "not-here"}
    service.properties[NOTICES_PATH, NOTICES, "Inhibited"] = ("s", "yes")
    assert ids(loop, probe) == []
    assert outcomes(probe)["KDE"] == "failed"
    service.close()


def test_xfce_s_setting_counts_only_while_xfce_shows_the_notices(
    bus: PrivateBus, buses: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    xfconf = "org.xfce.Xfconf"
    service = StrictService(loop, bus.address, [NOTICES, xfconf])
    server = ["Xfce Notify Daemon"]
    service.methods[NOTICES_PATH, NOTICES, "GetServerInformation"] = (
        "",
        lambda: ("ssss", (server[0], "Xfce", "0.7", "1.2")),
    )
    key = ("/org/xfce/Xfconf", xfconf, "GetProperty")
    service.methods[key] = ("ss", lambda channel, name: ("v", (("b", True),)))
    probe = dnd_bus_probe(loop, TRANSLATOR, buses[0])
    assert ids(loop, probe) == ["do-not-disturb"]
    asked = [body for member, body in service.calls if member == "GetProperty"]
    assert asked == [("xfce4-notifyd", "/do-not-disturb")]
    assert outcomes(probe)["Xfce"] == "chosen"
    server[0] = "dunst"
    assert ids(loop, probe) == []
    assert outcomes(probe)["Xfce"] == "not-here"
    assert service.faults == []
    service.close()


def test_without_a_bus_it_is_said(loop: SelectorLoop) -> None:
    bus = SessionBus(loop, TRANSLATOR, environ={})
    bus.start()
    probe = dnd_bus_probe(loop, TRANSLATOR, bus)
    found: list[object] = []
    probe.look(found.append)
    run_until(loop, lambda: found)
    assert {one.words for one in probe.tried()} == {"There is no message bus."}
