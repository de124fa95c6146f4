"""Notifiers against real notification services, with real clicks.

The contract runs against every service and both adapters; what only one of them can do follows.
"""

from __future__ import annotations

import gettext
import logging
import subprocess
from collections.abc import Iterator

import pytest

from knotbreak.app.ports import Notifier
from knotbreak.system.notify_fdo import FdoNotifier
from knotbreak.system.notify_thread import ThreadNotifier
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.desktop import Desktop
from tests.desktop.waiting import run_for, run_until, wait_until
from tests.system.listener import Listener, notice

pytestmark = pytest.mark.desktop
TRANSLATOR = gettext.NullTranslations()
WINDOW = {"dunst": "Dunst", "xfce": "xfce4-notifyd", "fake": "none"}


class Set:
    """A notifier on a desktop, and who listens to it."""

    def __init__(self, desktop: Desktop, notifier: Notifier, loop: SelectorLoop) -> None:
        self.desktop = desktop
        self.notifier = notifier
        self.loop = loop
        self.listener = Listener()
        notifier.start(self.listener)

    def told(self, *event: object) -> None:
        run_until(self.loop, lambda: event in self.listener.told)

    def visible(self) -> bool:
        return self.desktop.find_window(WINDOW[str(self.desktop.notifier)]) is not None

    def gone(self) -> None:
        run_until(self.loop, lambda: not self.visible())


@pytest.fixture(scope="module")
def desktop_fake() -> Iterator[Desktop]:
    with Desktop("fake") as desktop:
        yield desktop
        assert desktop.fake is not None
        assert desktop.fake.faults == []


def fdo(desktop: Desktop, loop: SelectorLoop) -> Iterator[Set]:
    bus = SessionBus(loop, TRANSLATOR, environ=desktop.env)
    notifier = FdoNotifier(loop, TRANSLATOR, bus=bus)
    made = Set(desktop, notifier, loop)
    bus.start()
    yield made
    notifier.stop()
    bus.stop()


@pytest.fixture(params=["fake", "dunst", "xfce", "thread-dunst"])
def any_set(
    request: pytest.FixtureRequest, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Set]:
    """Each adapter on each service."""
    adapter, _dash, service = request.param.rpartition("-")
    desktop: Desktop = request.getfixturevalue(f"desktop_{service}")
    if adapter:
        yield from thread(desktop, loop, monkeypatch)
    else:
        yield from fdo(desktop, loop)


def thread(desktop: Desktop, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Set]:
    # desktop-notifier finds the bus in the environment of the process.
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    notifier = ThreadNotifier(loop, TRANSLATOR)
    yield Set(desktop, notifier, loop)
    notifier.stop()


@pytest.fixture
def on_dunst(desktop_dunst: Desktop, loop: SelectorLoop) -> Iterator[Set]:
    yield from fdo(desktop_dunst, loop)


@pytest.fixture
def on_xfce(desktop_xfce: Desktop, loop: SelectorLoop) -> Iterator[Set]:
    yield from fdo(desktop_xfce, loop)


@pytest.fixture
def thread_on_dunst(
    desktop_dunst: Desktop, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Set]:
    yield from thread(desktop_dunst, loop, monkeypatch)


# The contract of the port.


def test_a_notice_is_shown_and_withdrawn(any_set: Set) -> None:
    any_set.notifier.show(notice(1))
    assert any_set.listener.told == []
    any_set.told("shown", 1)
    any_set.notifier.withdraw(2)
    any_set.notifier.withdraw(1)
    any_set.told("closed", 1, "withdrawn")
    run_for(any_set.loop, 50)
    assert any_set.listener.told == [("shown", 1), ("closed", 1, "withdrawn")]
    any_set.gone()


def test_t21_a_new_notice_takes_the_place_of_the_old(any_set: Set) -> None:
    for offer_id in (1, 2, 3):
        any_set.notifier.show(notice(offer_id, f"Notice {offer_id}"))
        any_set.told("shown", offer_id)
    assert ("closed", 1, "withdrawn") in any_set.listener.told
    assert ("closed", 2, "withdrawn") in any_set.listener.told
    any_set.notifier.withdraw(3)
    any_set.told("closed", 3, "withdrawn")
    # Nothing of the first two is left under the third.
    any_set.gone()


def test_a_quiet_notice_goes_by_itself(any_set: Set) -> None:
    any_set.notifier.show(notice(1, quiet=True, stay_ms=1_000))
    any_set.told("shown", 1)
    fake = any_set.desktop.fake
    if fake is not None:
        # It has no clock of its own.
        assert fake.notified[-1].expire_ms == 1_000
        fake.close(fake.notified[-1].id, 1)
    any_set.told("closed", 1, "expired")
    any_set.gone()


def test_stop_takes_the_notice_down(any_set: Set) -> None:
    any_set.notifier.show(notice(1))
    any_set.told("shown", 1)
    any_set.notifier.stop()
    any_set.gone()
    run_for(any_set.loop, 30)
    assert any_set.listener.told == [("shown", 1)]
    assert any_set.notifier.describe()


# A click on what a person sees.


def test_a_click_on_the_start_button_of_xfce(on_xfce: Set) -> None:
    on_xfce.notifier.show(notice(7))
    on_xfce.told("shown", 7)
    window = on_xfce.desktop.wait_for_window(WINDOW["xfce"])
    # Three buttons of equal width at the bottom; Start is the first.
    on_xfce.desktop.click(window.x + window.width // 6 + 8, window.y + window.height - 30)
    run_until(on_xfce.loop, lambda: len(on_xfce.listener.told) == 2)
    assert on_xfce.listener.told[1] == ("answered", 7, "start", None)
    on_xfce.gone()


def test_a_click_on_the_skip_button_of_xfce(on_xfce: Set) -> None:
    on_xfce.notifier.show(notice(8))
    on_xfce.told("shown", 8)
    window = on_xfce.desktop.wait_for_window(WINDOW["xfce"])
    on_xfce.desktop.click(window.x + window.width * 5 // 6 - 8, window.y + window.height - 30)
    run_until(on_xfce.loop, lambda: len(on_xfce.listener.told) == 2)
    assert on_xfce.listener.told[1] == ("answered", 8, "skip", None)


def test_a_click_on_the_body_of_dunst(on_dunst: Set) -> None:
    on_dunst.notifier.show(notice(9, body="Chair & <desk>"))
    on_dunst.told("shown", 9)
    window = on_dunst.desktop.wait_for_window(WINDOW["dunst"])
    on_dunst.desktop.click(window.x + window.width // 2, window.y + window.height // 2)
    run_until(on_dunst.loop, lambda: len(on_dunst.listener.told) == 2)
    run_for(on_dunst.loop, 100)
    assert on_dunst.listener.told == [("shown", 9), ("answered", 9, "start", None)]
    on_dunst.gone()


def test_a_right_click_on_dunst_dismisses(on_dunst: Set) -> None:
    on_dunst.notifier.show(notice(10))
    on_dunst.told("shown", 10)
    window = on_dunst.desktop.wait_for_window(WINDOW["dunst"])
    on_dunst.desktop.click(window.x + window.width // 2, window.y + window.height // 2, 3)
    on_dunst.told("closed", 10, "dismissed")


def test_a_click_through_the_thread(thread_on_dunst: Set) -> None:
    thread_on_dunst.notifier.show(notice(11))
    thread_on_dunst.told("shown", 11)
    window = thread_on_dunst.desktop.wait_for_window(WINDOW["dunst"])
    thread_on_dunst.desktop.click(window.x + window.width // 2, window.y + window.height // 2)
    run_until(thread_on_dunst.loop, lambda: len(thread_on_dunst.listener.told) == 2)
    run_for(thread_on_dunst.loop, 100)
    assert thread_on_dunst.listener.told == [("shown", 11), ("answered", 11, "start", None)]


def send_of_another(desktop: Desktop) -> subprocess.Popen[bytes]:
    """Another program's notice, with an action of the same name as ours."""
    return desktop.spawn(
        "gdbus", "call", "--session", "-d", "org.freedesktop.Notifications",
        "-o", "/org/freedesktop/Notifications", "-m", "org.freedesktop.Notifications.Notify",
        "other", "0", "", "Mail", "Not ours", "['default','Start','start','Start']",
        "{}", "0",
    )  # fmt: skip


def test_t1_a_click_on_the_notice_of_another_program_does_nothing(on_dunst: Set) -> None:
    desktop = on_dunst.desktop
    on_dunst.notifier.show(notice(12))
    on_dunst.told("shown", 12)
    on_dunst.notifier.withdraw(12)
    on_dunst.gone()
    other = send_of_another(desktop)
    assert other.wait(10) == 0
    on_dunst.notifier.show(notice(13))
    on_dunst.told("shown", 13)
    on_dunst.notifier.withdraw(13)
    wait_until(on_dunst.visible, "the other notice")
    on_dunst.listener.told.clear()
    run_for(on_dunst.loop, 200)
    window = desktop.wait_for_window(WINDOW["dunst"])
    desktop.click(window.x + window.width // 2, window.y + window.height // 2)
    on_dunst.gone()
    run_for(on_dunst.loop, 100)
    assert [event for event in on_dunst.listener.told if event[0] == "answered"] == []


# The thread's misfortunes.


def test_the_thread_starts_with_the_first_notice(thread_on_dunst: Set) -> None:
    notifier = thread_on_dunst.notifier
    assert isinstance(notifier, ThreadNotifier)
    assert notifier._thread is None
    notifier.close_stale("fdo:1:2")
    assert notifier._thread is None


def test_the_thread_says_when_nothing_can_be_shown(
    loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    listener = Listener()
    notifier = ThreadNotifier(loop, TRANSLATOR)
    notifier.start(listener)
    with caplog.at_level(logging.CRITICAL):
        notifier.show(notice(1))
        run_until(loop, lambda: listener.told)
    assert listener.told == [("failed", 1)]
    assert listener.problems[0].what == "the system does not show the notice"
    assert "do not work" in notifier.describe()
    notifier.stop()


@pytest.mark.parametrize("wanted", [True, False])
def test_a_late_reply_in_the_thread(
    wanted: bool, loop: SelectorLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Desktop("fake", window_manager=False) as desktop:
        fake = desktop.fake
        assert fake is not None
        fake.hang()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        listener = Listener()
        notifier = ThreadNotifier(loop, TRANSLATOR)
        notifier.start(listener)
        notifier.show(notice(1))
        run_until(loop, lambda: listener.told)
        assert listener.told == [("failed", 1)]
        if not wanted:
            notifier.withdraw(1)
        fake.go_on()
        if wanted:
            run_until(loop, lambda: len(listener.told) == 2)
            assert listener.told[1] == ("shown", 1)
            assert len(fake.open) == 1
        else:
            run_until(loop, lambda: fake.notified and not fake.open)
            assert len(listener.told) == 1
        notifier.stop()
        assert fake.faults == []
