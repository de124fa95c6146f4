"""FdoNotifier against the strict fake service, and its misfortunes."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator

import pytest
from jeepney import HeaderFields, new_signal
from jeepney.io.blocking import open_dbus_connection

from knotbreak.system.dbus import CallRefused, NoReply
from knotbreak.system.fdo_messages import is_refusal
from knotbreak.system.notify_fdo import FdoNotifier
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.fake_daemon import EMITTER, FakeDaemon, Notified
from tests.desktop.waiting import run_for, run_until
from tests.system.listener import Listener, notice

TRANSLATOR = gettext.NullTranslations()
Daemons = Callable[..., FakeDaemon]


@pytest.fixture
def daemons(bus: PrivateBus) -> Iterator[Daemons]:
    """Makes fake services on the bus; at the end none may have found a fault."""
    made: list[FakeDaemon] = []

    def start(**options: object) -> FakeDaemon:
        made.append(FakeDaemon(bus.address, **options))  # type: ignore[arg-type]
        made[-1].start()
        return made[-1]

    yield start
    for daemon in made:
        if daemon._thread.is_alive():
            daemon.stop()
        assert daemon.faults == []


@pytest.fixture
def session(bus: PrivateBus, loop: SelectorLoop) -> Iterator[SessionBus]:
    session = SessionBus(loop, TRANSLATOR, environ={"DBUS_SESSION_BUS_ADDRESS": bus.address})
    session.start()
    yield session
    session.stop()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def notifier(loop: SelectorLoop, session: SessionBus, listener: Listener) -> Iterator[FdoNotifier]:
    notifier = FdoNotifier(loop, TRANSLATOR, bus=session, speed=60.0, icon="/opt/knot.svg")
    notifier.start(listener)
    yield notifier
    notifier.stop()


def shown(loop: SelectorLoop, notifier: FdoNotifier, listener: Listener, offer_id: int) -> None:
    notifier.show(notice(offer_id))
    run_until(loop, lambda: ("shown", offer_id) in listener.told)


def test_what_an_interrupting_notice_says(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    notifier.show(notice(1, body="Neck & <shoulders>"))
    run_until(loop, lambda: listener.told)
    call = fake.notified[0]
    assert call.app_name == "knotbreak"
    assert call.replaces == 0
    assert call.icon == "/opt/knot.svg"
    assert call.title == "Two minutes for your neck?"
    assert call.body == "Neck &amp; &lt;shoulders&gt;"
    assert call.actions == [
        "default", "Start", "start", "Start", "snooze", "In 5 min", "skip", "Skip",
    ]  # fmt: skip
    assert call.hints == {
        "urgency": ("y", 1),
        "desktop-entry": ("s", "knotbreak"),
        "category": ("s", "x-knotbreak.break"),
    }
    assert call.expire_ms == 10_000
    assert listener.handles[0].endswith(f":{fake.unique_name}:1")
    assert "strict 9" in notifier.describe()


def test_what_a_quiet_notice_says(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons(caps=("body",))
    notifier.show(notice(1, body="Neck & <shoulders>", quiet=True, stay_ms=300_000))
    run_until(loop, lambda: listener.told)
    call = fake.notified[0]
    assert call.body == "Neck & <shoulders>"
    assert call.actions == []
    assert call.hints["urgency"] == ("y", 0)
    assert call.hints["transient"] == ("b", True)
    assert call.expire_ms == 5_000
    assert "without buttons" in notifier.describe()


def test_a_picture_is_named_to_a_service_that_shows_one(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons(caps=("body", "icon-static"))
    notifier.show(notice(1, picture="/opt/two words/neck-side.png"))
    run_until(loop, lambda: listener.told)
    picture = ("s", "file:///opt/two%20words/neck-side.png")
    assert fake.notified[0].hints["image-path"] == picture
    notifier.show(notice(2))
    run_until(loop, lambda: ("shown", 2) in listener.told)
    assert "image-path" not in fake.notified[1].hints


def test_a_service_that_shows_none_is_not_told_of_it(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons(caps=("body",))
    notifier.show(notice(1, picture="/opt/neck-side.png"))
    run_until(loop, lambda: listener.told)
    assert "image-path" not in fake.notified[0].hints


def test_an_answer_is_told_once_with_its_token(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    fake.invoke(1, "snooze", token="here-I-am")
    fake.invoke(1, "snooze")
    fake.close(1, 2)
    fake.close(1, 3)
    run_until(loop, lambda: len(listener.told) == 2)
    run_for(loop, 50)
    assert listener.told == [("shown", 5), ("answered", 5, "snooze", "here-I-am")]
    shown(loop, notifier, listener, 6)
    fake.invoke(2, "default")
    run_until(loop, lambda: len(listener.told) == 4)
    assert listener.told[3] == ("answered", 6, "start", None)


def test_an_action_that_was_not_offered_is_no_answer(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    fake.invoke(1, "format-the-disk")
    run_for(loop, 50)
    assert listener.told == [("shown", 5)]


@pytest.mark.parametrize(
    ("reason", "how"),
    [(1, "expired"), (2, "dismissed"), (3, "withdrawn"), (4, "lost"), (9, "lost")],
)
def test_the_reasons_of_closing(
    reason: int,
    how: str,
    daemons: Daemons,
    notifier: FdoNotifier,
    loop: SelectorLoop,
    listener: Listener,
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    fake.close(1, reason)
    run_until(loop, lambda: len(listener.told) == 2)
    assert listener.told[1] == ("closed", 5, how)


def test_t1_clicks_on_notices_of_others_do_nothing(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons(first_id=40)
    for number in (0, 39, 40, 41, 4_000_000_000):
        fake.invoke(number, "start", token="theirs")
        fake.close(number, 2)
    shown(loop, notifier, listener, 5)
    for number in (0, 1, 5, 39, 41, 4_000_000_000):
        fake.invoke(number, "default", token="theirs")
        fake.close(number, 2)
    run_for(loop, 50)
    assert listener.told == [("shown", 5)]
    fake.invoke(40, "start")
    run_until(loop, lambda: len(listener.told) == 2)
    assert listener.told[1] == ("answered", 5, "start", None)


def test_t1_signals_of_others_who_play_the_service_do_nothing(
    daemons: Daemons,
    notifier: FdoNotifier,
    session: SessionBus,
    loop: SelectorLoop,
    listener: Listener,
    bus: PrivateBus,
) -> None:
    daemons()
    shown(loop, notifier, listener, 5)
    connection = open_dbus_connection(bus.address)
    for destination in (None, session.unique_name):
        signal = new_signal(EMITTER, "ActionInvoked", "us", (1, "start"))
        if destination:
            signal.header.fields[HeaderFields.destination] = destination
        connection.send(signal)
    run_for(loop, 50)
    connection.close()
    assert listener.told == [("shown", 5)]


def test_t21_notices_never_pile_up(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    for offer_id in range(1, 40):
        notifier.show(notice(offer_id, f"Notice {offer_id}"))
        if offer_id % 3 == 0:
            run_until(loop, lambda offer_id=offer_id: ("shown", offer_id) in listener.told)
    assert fake.most_open == 1
    assert list(fake.open) == [1]
    assert fake.open[1].title == "Notice 39"
    ended = [event[1] for event in listener.told if event[0] == "closed"]
    assert ended == list(range(1, 39))
    fake.close(1, 2)
    run_until(loop, lambda: ("closed", 39, "dismissed") in listener.told)
    shown(loop, notifier, listener, 50)
    assert fake.notified[-1].replaces == 0
    assert fake.most_open == 1


def test_t21_notices_in_a_hurry_never_pile_up(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 1)
    fake.close(1, 2)
    run_until(loop, lambda: len(listener.told) == 2)
    # Nothing is open, and the id of the first is not known when the others come.
    for offer_id in (2, 3, 4):
        notifier.show(notice(offer_id, f"Notice {offer_id}"))
    run_until(loop, lambda: ("shown", 4) in listener.told)
    assert fake.most_open == 1
    assert [open_.title for open_ in fake.open.values()] == ["Notice 4"]


def test_the_token_of_another_notice_is_not_taken(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 1)
    fake.emit("ActivationToken", "us", (1, "old"))
    fake.close(1, 2)
    run_until(loop, lambda: len(listener.told) == 2)
    shown(loop, notifier, listener, 2)
    fake.invoke(2, "start")
    run_until(loop, lambda: len(listener.told) == 4)
    assert listener.told[3] == ("answered", 2, "start", None)


def test_a_service_that_died_has_not_refused() -> None:
    # Which comes first, this error or the news of the name, is up to the bus.
    assert not is_refusal(CallRefused("org.freedesktop.DBus.Error.NoReply", "disconnected"))
    assert not is_refusal(NoReply("org.freedesktop.DBus.Error.NoReply", ""))
    assert is_refusal(CallRefused("org.freedesktop.DBus.Error.ServiceUnknown", ""))


def test_the_same_offer_may_be_shown_again(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    notifier.show(notice(5, "Still there?"))
    run_until(loop, lambda: len(listener.told) == 2)
    assert listener.told == [("shown", 5), ("shown", 5)]
    assert fake.notified[-1].replaces == 1


def test_withdraw_closes_and_is_told_once(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    notifier.withdraw(4)
    notifier.withdraw(5)
    notifier.withdraw(5)
    assert listener.told == [("shown", 5)], "told from inside the call"
    run_until(loop, lambda: fake.closed)
    run_for(loop, 50)
    assert fake.closed == [1]
    assert listener.told == [("shown", 5), ("closed", 5, "withdrawn")]


def test_a_notice_withdrawn_on_its_way_does_not_stay(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 1)
    notifier.withdraw(1)
    notifier.show(notice(2))
    notifier.withdraw(2)
    run_until(loop, lambda: len(fake.closed) >= 1 and not fake.open)
    run_for(loop, 50)
    assert not fake.open
    assert [event for event in listener.told if event[1] == 2] == [("closed", 2, "withdrawn")]


def test_a_click_that_overtakes_the_reply_counts(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()

    def fast_click(notified: Notified) -> None:
        fake.invoke(77, "skip")
        fake.invoke(notified.id, "start", token="quick")

    fake.before_reply(fast_click)
    notifier.show(notice(3))
    run_until(loop, lambda: len(listener.told) == 2)
    assert listener.told == [("shown", 3), ("answered", 3, "start", "quick")]


def test_a_service_that_hangs_fails_once_and_is_adopted_when_it_wakes(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 1)
    fake.invoke(1, "skip")
    run_until(loop, lambda: len(listener.told) == 2)
    fake.hang()
    started = loop.now_ms()
    notifier.show(notice(2))
    run_until(loop, lambda: len(listener.told) == 3)
    assert 1_950 <= loop.now_ms() - started < 2_500
    assert listener.told[2] == ("failed", 2)
    assert listener.problems[0].what == "the notification service does not answer"
    fake.go_on()
    run_until(loop, lambda: len(listener.told) == 4)
    assert listener.told[3] == ("shown", 2)
    fake.invoke(next(iter(fake.open)), "start")
    run_until(loop, lambda: len(listener.told) == 5)
    assert listener.told[4] == ("answered", 2, "start", None)


def test_a_service_that_wakes_too_late_is_tidied(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 1)
    fake.hang()
    notifier.show(notice(2))
    run_until(loop, lambda: ("failed", 2) in listener.told)
    notifier.show(notice(3))
    notifier.withdraw(3)
    fake.go_on()
    run_until(loop, lambda: fake.closed and not fake.open)
    run_for(loop, 50)
    assert not fake.open
    assert ("shown", 2) not in listener.told
    assert listener.told[-1] == ("closed", 3, "withdrawn")


def test_a_newer_notice_survives_the_late_reply_of_an_older(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 1)
    fake.hang()
    notifier.show(notice(2))
    run_until(loop, lambda: ("failed", 2) in listener.told)
    notifier.show(notice(3, "The newest"))
    run_for(loop, 20)
    fake.go_on()
    run_until(loop, lambda: ("shown", 3) in listener.told)
    run_for(loop, 50)
    assert [open_.title for open_ in fake.open.values()] == ["The newest"]
    assert fake.most_open == 1


def test_a_service_that_dies_and_returns_gets_the_notice_again(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    fake.stop()
    run_for(loop, 100)
    assert listener.told == [("shown", 5)]
    again = daemons(caps=("body",))
    run_until(loop, lambda: len(listener.told) == 2)
    assert listener.told[1] == ("shown", 5)
    assert again.caps_asked == 1
    assert again.notified[0].replaces == 0
    assert again.notified[0].actions == [], "it asked the new one what it can do"
    assert listener.handles[0] != listener.handles[1]


def test_a_service_that_dies_for_good_fails_the_notice(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    fake.stop()
    run_until(loop, lambda: len(listener.told) == 2)
    assert listener.told[1] == ("failed", 5)
    assert listener.problems[0].what == (
        "this desktop has no notification service, so knotbreak asks in its own way"
    )


def test_a_service_that_dies_with_the_call_is_no_refusal(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 4)
    fake.hang()
    notifier.show(notice(5))
    run_for(loop, 50)
    fake.stop()
    run_for(loop, 100)
    again = daemons()
    run_until(loop, lambda: ("shown", 5) in listener.told)
    assert ("failed", 5) not in listener.told
    assert len(again.notified) == 1


def test_no_service_at_all_fails_at_once(
    notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    notifier.show(notice(5))
    run_until(loop, lambda: listener.told, 1_000)
    assert listener.told == [("failed", 5)]
    assert listener.problems[0].what == (
        "this desktop has no notification service, so knotbreak asks in its own way"
    )
    run_for(loop, 50)
    assert len(listener.told) == 1


def test_a_refused_notice_fails_with_the_reason(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    fake.refuse("org.example.Excess")
    notifier.show(notice(5))
    run_until(loop, lambda: listener.told)
    assert listener.told == [("failed", 5)]
    assert "not today" in listener.problems[0].what
    fake.refuse("")
    shown(loop, notifier, listener, 6)


def test_without_a_bus_the_notice_fails_with_a_clear_sentence(
    loop: SelectorLoop, listener: Listener
) -> None:
    session = SessionBus(loop, TRANSLATOR, environ={})
    session.start()
    notifier = FdoNotifier(loop, TRANSLATOR, bus=session)
    notifier.start(listener)
    notifier.show(notice(5))
    assert listener.told == []
    run_until(loop, lambda: listener.told)
    assert listener.told == [("failed", 5)]
    assert listener.problems[0].what == "this session has no message bus"
    assert "no message bus" in notifier.describe()
    notifier.stop()
    session.stop()


def test_a_notice_of_before_the_connection_is_sent_when_it_is_up(
    bus: PrivateBus, daemons: Daemons, loop: SelectorLoop, listener: Listener
) -> None:
    bus.stop()
    session = SessionBus(loop, TRANSLATOR, environ={"DBUS_SESSION_BUS_ADDRESS": bus.address})
    session.start()
    notifier = FdoNotifier(loop, TRANSLATOR, bus=session)
    notifier.start(listener)
    notifier.show(notice(5))
    run_for(loop, 20)
    bus.start()
    daemons()
    run_until(loop, lambda: listener.told)
    assert listener.told == [("shown", 5)]
    notifier.stop()
    session.stop()


def test_a_lost_bus_brings_the_notice_back_in_its_own_place(
    bus: PrivateBus,
    daemons: Daemons,
    notifier: FdoNotifier,
    session: SessionBus,
    loop: SelectorLoop,
    listener: Listener,
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    # Only our own connection is cut: the service still shows the notice.
    assert session._connection is not None
    session._connection._lose()
    run_until(loop, lambda: len(listener.told) == 2)
    assert listener.told[1] == ("shown", 5)
    assert fake.notified[-1].replaces == 1
    assert fake.most_open == 1


def test_a_stale_notice_is_closed_only_at_the_same_service(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    handle = listener.handles[0]
    bus_and_name, _colon, _number = handle.rpartition(":")
    notifier.close_stale("fdo:0123456789abcdef::1.1:9")
    notifier.close_stale("nonsense")
    notifier.close_stale(f"{bus_and_name}x:9")
    notifier.close_stale(f"{bus_and_name}:nine")
    notifier.close_stale(f"{bus_and_name}:9")
    run_until(loop, lambda: fake.closed)
    run_for(loop, 30)
    assert fake.closed == [9]


def test_a_stale_notice_waits_for_the_connection(
    bus: PrivateBus, daemons: Daemons, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    first = SessionBus(loop, TRANSLATOR, environ={"DBUS_SESSION_BUS_ADDRESS": bus.address})
    notifier = FdoNotifier(loop, TRANSLATOR, bus=first)
    first.start()
    notifier.start(listener)
    shown(loop, notifier, listener, 5)
    first.stop()
    assert fake.open
    second = SessionBus(loop, TRANSLATOR, environ={"DBUS_SESSION_BUS_ADDRESS": bus.address})
    later = FdoNotifier(loop, TRANSLATOR, bus=second)
    later.start(Listener())
    later.close_stale(listener.handles[0])
    second.start()
    run_until(loop, lambda: not fake.open)
    later.stop()
    second.stop()
    assert fake.closed == [1]


def test_stop_withdraws_and_tells_nothing_more(
    daemons: Daemons, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    fake = daemons()
    shown(loop, notifier, listener, 5)
    notifier.stop()
    run_until(loop, lambda: not fake.open)
    run_for(loop, 30)
    assert listener.told == [("shown", 5)]


def test_a_service_that_the_bus_cannot_start(
    bus: PrivateBus, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    (bus.services / "n.service").write_text(
        "[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=/bin/false\n"
    )
    notifier.show(notice(5))
    run_until(loop, lambda: listener.told)
    assert listener.told == [("failed", 5)]
    assert listener.problems[0].what == (
        "this desktop has no notification service, so knotbreak asks in its own way"
    )


def test_the_bus_may_start_the_service(
    bus: PrivateBus, notifier: FdoNotifier, loop: SelectorLoop, listener: Listener
) -> None:
    # The bus starts a program that says so, and the test is the service.
    started = bus.services / "started"
    (bus.services / "n.service").write_text(
        f"[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=/usr/bin/touch {started}\n"
    )
    run_for(loop, 50)
    assert not started.exists(), "not before there is something to show"
    notifier.show(notice(5))
    run_until(loop, started.exists)
