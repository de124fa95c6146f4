"""Lock, sleep and shutdown: logind and lock screens by strict services, the rest by tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from knotbreak.app.signals import Outcome, SessionListener, SessionSignals
from knotbreak.system.choose_session import linux_session
from knotbreak.system.dbus_address import BusKind
from knotbreak.system.session_bus import SessionBus
from knotbreak.system.session_linux import SCREEN_SAVERS, LogindSource
from knotbreak.system.session_macos import MacosSource
from knotbreak.system.session_signals import OnEdge, SessionEdge, SessionWatch
from knotbreak.system.session_windows import (
    WM_ENDSESSION,
    WM_POWERBROADCAST,
    WM_QUERYENDSESSION,
    WM_TIMECHANGE,
    WM_WTSSESSION_CHANGE,
    WindowsSource,
)
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.fake_services import FakeLogind, FakeScreenSaver
from tests.desktop.waiting import run_for, run_until
from tests.fake_signals import FakeSession
from tests.fakes import TRANSLATOR
from tests.system.conftest import started_buses


class Journal:
    """Writes down what is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def locked(self) -> None:
        self.told.append("locked")

    def unlocked(self) -> None:
        self.told.append("unlocked")

    def about_to_sleep(self) -> None:
        self.told.append("about to sleep")

    def woke(self) -> None:
        self.told.append("woke")

    def shutting_down(self) -> None:
        self.told.append("shutting down")


@pytest.fixture
def both(bus: PrivateBus, loop: SelectorLoop) -> Iterator[tuple[SessionBus, SessionBus]]:
    """One bus plays both."""
    with started_buses(loop, bus, bus) as made:
        yield made


def watch(
    both: tuple[SessionBus, SessionBus], environ: dict[str, str] | None = None
) -> tuple[SessionWatch, Journal]:
    journal = Journal()
    watch = linux_session(*both, TRANSLATOR, environ or {})
    watch.start(journal)
    return watch, journal


@pytest.mark.parametrize("how", ["id", "pid", "auto"])
def test_logind_tells_of_our_session_however_it_is_found(
    how: str, bus: PrivateBus, both: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    logind = FakeLogind(loop, bus.address, session="c7" if how == "id" else how)
    session, journal = watch(both, {"XDG_SESSION_ID": "c7"} if how == "id" else {})
    run_until(loop, lambda: ("Get", (f"{logind.NAME}.Session", "LockedHint")) in logind.calls)
    run_for(loop, 20)
    assert journal.told == []
    logind.lock(True)
    run_until(loop, lambda: journal.told == ["locked"])
    logind.lock(True)
    logind.lock(False)
    run_until(loop, lambda: journal.told == ["locked", "unlocked"])
    said = session.tried()[0]
    assert (said.means, said.outcome) == ("logind", Outcome.CHOSEN)
    assert logind.faults == []
    session.stop()
    logind.lock(True)
    run_for(loop, 30)
    assert len(journal.told) == 2
    logind.close()


def test_t8_sleep_that_is_told_twice_is_told_once(
    bus: PrivateBus, both: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    logind = FakeLogind(loop, bus.address)
    session, journal = watch(both)
    run_until(loop, lambda: session.tried()[0].outcome is Outcome.CHOSEN)
    # As elogind 257 does; the first is the news of a sleep before we came.
    for begins in (False, True, True, False, False):
        logind.sleep(begins)
    run_until(loop, lambda: len(journal.told) == 2)
    logind.shut_down()
    logind.shut_down()
    run_until(loop, lambda: len(journal.told) == 3)
    run_for(loop, 30)
    assert journal.told == ["about to sleep", "woke", "shutting down"]
    session.stop()
    logind.close()


def test_a_wish_to_lock_is_no_lock_but_an_unlock_is_one(
    bus: PrivateBus, both: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    logind = FakeLogind(loop, bus.address)
    session, journal = watch(both)
    run_until(loop, lambda: session.tried()[0].outcome is Outcome.CHOSEN)
    run_for(loop, 20)
    logind.wish("Lock")
    run_for(loop, 30)
    assert journal.told == []
    logind.lock(True)
    logind.wish("Unlock")
    run_until(loop, lambda: journal.told == ["locked", "unlocked"])
    session.stop()
    logind.close()


def test_without_a_session_sleep_is_still_told(
    bus: PrivateBus, both: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    logind = FakeLogind(loop, bus.address, session="somebody else's")
    session, journal = watch(both)
    run_until(loop, lambda: "which session" in session.tried()[0].words)
    logind.sleep(True)
    run_until(loop, lambda: journal.told == ["about to sleep"])
    session.stop()
    logind.close()


def test_a_session_that_is_locked_already_is_told_and_logind_may_go(
    bus: PrivateBus, both: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    logind = FakeLogind(loop, bus.address)
    logind.properties[logind.SESSION, f"{logind.NAME}.Session", "LockedHint"] = ("b", True)
    session, journal = watch(both)
    run_until(loop, lambda: journal.told == ["locked"])
    # Nobody could tell of the unlock any more: better open than shut for ever.
    logind.close()
    run_until(loop, lambda: journal.told == ["locked", "unlocked"])
    assert session.tried()[0].outcome is Outcome.NOT_HERE
    again = FakeLogind(loop, bus.address)
    run_until(loop, lambda: session.tried()[0].outcome is Outcome.CHOSEN)
    again.lock(True)
    run_until(loop, lambda: journal.told[-1] == "locked")
    session.stop()
    again.close()


@pytest.mark.parametrize(("name", "path"), SCREEN_SAVERS)
def test_lock_screens(
    name: str,
    path: str,
    bus: PrivateBus,
    both: tuple[SessionBus, SessionBus],
    loop: SelectorLoop,
) -> None:
    session, journal = watch(both)
    run_for(loop, 30)
    screen = FakeScreenSaver(loop, bus.address, name, path)
    run_until(loop, lambda: ("GetActive", ()) in screen.calls)
    screen.set_active(True)
    run_until(loop, lambda: journal.told == ["locked"])
    chosen = [one.means for one in session.tried() if one.outcome is Outcome.CHOSEN]
    assert chosen == [name]
    screen.set_active(False)
    run_until(loop, lambda: journal.told == ["locked", "unlocked"])
    screen.set_active(True)
    run_until(loop, lambda: len(journal.told) == 3)
    # A lock screen that crashes shows nothing any more.
    screen.close()
    run_until(loop, lambda: len(journal.told) == 4)
    assert screen.faults == []
    session.stop()


def test_t10_two_who_say_locked_are_both_to_take_it_back(
    bus: PrivateBus, both: tuple[SessionBus, SessionBus], loop: SelectorLoop
) -> None:
    logind = FakeLogind(loop, bus.address)
    screen = FakeScreenSaver(loop, bus.address, *SCREEN_SAVERS[0])
    screen.active = True
    session, journal = watch(both)
    run_until(loop, lambda: journal.told == ["locked"])
    logind.lock(True)
    run_for(loop, 30)
    screen.set_active(False)
    run_for(loop, 30)
    assert journal.told == ["locked"]
    logind.lock(False)
    run_until(loop, lambda: journal.told == ["locked", "unlocked"])
    session.stop()
    logind.close()
    screen.close()


def test_without_a_system_bus_it_is_said(loop: SelectorLoop) -> None:
    bus = SessionBus(
        loop,
        TRANSLATOR,
        kind=BusKind.SYSTEM,
        environ={"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere"},
    )
    source = LogindSource(bus, TRANSLATOR, {})
    source.start(lambda edge: None)
    (said,) = source.tried()
    assert (said.outcome, said.words) == (Outcome.NOT_HERE, "There is no system bus.")


# The contract, and the tables.


class Source:
    """A source that says what the test says."""

    def __init__(self) -> None:
        self.on_edge: OnEdge = lambda edge: None
        self.started = False

    def start(self, on_edge: OnEdge) -> None:
        self.on_edge = on_edge
        self.started = True

    def stop(self) -> None:
        self.started = False

    def tried(self) -> tuple[()]:
        return ()


Drive = Callable[[SessionEdge], None]


def fake() -> tuple[SessionSignals, Drive]:
    session = FakeSession()
    moves = {
        SessionEdge.LOCKED: session.lock,
        SessionEdge.UNLOCKED: session.unlock,
        SessionEdge.SLEEPING: session.sleep,
        SessionEdge.AWAKE: session.wake,
    }
    return session, lambda edge: moves[edge]()


def real() -> tuple[SessionSignals, Drive]:
    source = Source()
    return SessionWatch([source]), lambda edge: source.on_edge(edge)


@pytest.mark.parametrize("make", [fake, real])
def test_edges_reach_the_listener_until_it_stops(
    make: Callable[[], tuple[SessionSignals, Drive]],
) -> None:
    session, drive = make()
    journal: SessionListener = Journal()
    session.start(journal)
    for edge in (
        SessionEdge.LOCKED,
        SessionEdge.SLEEPING,
        SessionEdge.AWAKE,
        SessionEdge.UNLOCKED,
    ):
        drive(edge)
    assert isinstance(journal, Journal)
    assert journal.told == ["locked", "about to sleep", "woke", "unlocked"]
    session.stop()
    drive(SessionEdge.LOCKED)
    assert len(journal.told) == 4


def test_messages_of_windows() -> None:
    source = WindowsSource(TRANSLATOR)
    edges: list[SessionEdge] = []
    source.on_message(WM_WTSSESSION_CHANGE, 7)
    source.start(edges.append)
    assert "nothing yet" in source.tried()[0].words
    for message, w_param in (
        (WM_WTSSESSION_CHANGE, 7),
        (WM_WTSSESSION_CHANGE, 8),
        (WM_WTSSESSION_CHANGE, 1),
        (WM_POWERBROADCAST, 4),
        (WM_POWERBROADCAST, 18),
        (WM_POWERBROADCAST, 7),
        (WM_POWERBROADCAST, 10),
        (WM_TIMECHANGE, 0),
        (WM_QUERYENDSESSION, 0),
        (WM_ENDSESSION, 0),
        (WM_ENDSESSION, 1),
    ):
        source.on_message(message, w_param)
    assert [edge.value for edge in edges] == [
        "locked",
        "unlocked",
        "sleeping",
        "awake",
        "awake",
        "shutting-down",
    ]
    assert "nothing yet" not in source.tried()[0].words
    source.stop()
    source.on_message(WM_WTSSESSION_CHANGE, 7)
    assert len(edges) == 6


def test_notifications_of_macos() -> None:
    observed: dict[str, Callable[[], None]] = {}

    def observe(name: str, fn: Callable[[], None]) -> Callable[[], None]:
        observed[name] = fn
        return lambda: observed.pop(name) and None

    source = MacosSource(TRANSLATOR, observe)
    edges: list[SessionEdge] = []
    source.start(edges.append)
    for name in ("com.apple.screenIsLocked", "NSWorkspaceDidWakeNotification"):
        observed[name]()
    assert edges == [SessionEdge.LOCKED, SessionEdge.AWAKE]
    assert len(observed) == 5
    assert source.tried()[0].outcome is Outcome.CHOSEN
    source.stop()
    assert observed == {}
