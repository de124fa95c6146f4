"""The calls that notifications of macOS take, against a runtime that keeps the book of them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pytest

from knotbreak.app.session_edges import SessionEdges
from knotbreak.bootstrap.signals import Signals
from knotbreak.system.macos_notifications import MacosNotifications
from knotbreak.system.session_bus import SessionBus
from knotbreak.system.session_macos import EDGES, MacosSource
from knotbreak.system.session_signals import SessionEdge
from tests.app.world import World
from tests.fakes import TRANSLATOR, FakeSettings


class FakeObjc:
    """Pointers are places in a list of what they point to."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.things: list[Any] = [None]
        self.observed: dict[tuple[str, str], int | None] = {}
        self.method: Any = None
        # As ctypes has them: functions to which the shape of a call is told.
        self.objc_getClass = lambda name: self.at(f"class {name.decode()}")
        self.sel_registerName = lambda name: self.at(name.decode())
        self.objc_allocateClassPair = lambda _base, name, _extra: (
            None if refuses else self.at(f"class {name.decode()}")
        )
        self.class_addMethod = self._add_method
        self.objc_registerClassPair = lambda _made: None
        self.objc_msgSend = lambda *words: self._sent(*words)

    def at(self, thing: Any) -> int:
        """The pointer to something."""
        if thing not in self.things:
            self.things.append(thing)
        return self.things.index(thing)

    @property
    def _add_method(self) -> Callable[..., None]:
        def add(made: int, selector: int, imp: Any, types: bytes) -> None:
            assert (self.things[made], self.things[selector]) == (
                "class KnotbreakObserver",
                "heard:",
            )
            assert types == b"v@:@"
            self.method = imp

        return add

    def _sent(self, receiver: int, selector: int, *words: Any) -> Any:
        shape = self.objc_msgSend.argtypes  # type: ignore[attr-defined]
        assert len(shape) == 2 + len(words), "each call says its true shape"
        whom, what = self.things[receiver], self.things[selector]
        match what:
            case "addObserver:selector:name:object:":
                assert whom == "notificationCenter of sharedWorkspace of class NSWorkspace"
                self.observed["workspace", self._named(words)] = None
            case "addObserver:selector:name:object:suspensionBehavior:":
                assert whom == "defaultCenter of class NSDistributedNotificationCenter"
                self.observed["distributed", self._named(words)] = words[4]
            case "removeObserver:name:object:":
                center = "workspace" if "NSWorkspace" in whom else "distributed"
                del self.observed[center, self.things[words[1]]]
            case "initWithUTF8String:":
                return self.at(words[0].decode())
            case "name":
                return receiver
            case "UTF8String":
                assert self.objc_msgSend.restype is ctypes.c_char_p  # type: ignore[attr-defined]
                return whom.encode()
            case _:
                return self.at(f"{what} of {whom}")
        return None

    def _named(self, words: tuple[Any, ...]) -> str:
        observer, selector, name, about = words[:4]
        assert self.things[observer] == "new of class KnotbreakObserver"
        assert (self.things[selector], about) == ("heard:", None)
        return str(self.things[name])

    def post(self, name: str) -> None:
        """A notification comes, and is named by itself."""
        self.method(self.at("new of class KnotbreakObserver"), self.at("heard:"), self.at(name))


def test_lock_sleep_and_shutdown_are_observed_where_macos_posts_them() -> None:
    objc, posted = FakeObjc(), list[Callable[[], None]]()
    source = MacosSource(TRANSLATOR, MacosNotifications(objc, posted.append).observe)
    edges: list[SessionEdge] = []
    source.start(edges.append)
    assert objc.observed == {
        ("workspace", "NSWorkspaceWillSleepNotification"): None,
        ("workspace", "NSWorkspaceDidWakeNotification"): None,
        ("workspace", "NSWorkspaceWillPowerOffNotification"): None,
        ("distributed", "com.apple.screenIsLocked"): 4,
        ("distributed", "com.apple.screenIsUnlocked"): 4,
    }
    for name in (*EDGES, "NSWorkspaceDidHideApplicationNotification"):
        objc.post(name)
    assert edges == [], "nothing of ours is called in the middle of a call of macOS"
    for fn in posted:
        fn()
    assert edges == list(EDGES.values())
    source.stop()
    assert objc.observed == {}


def test_a_runtime_that_takes_no_class_is_an_os_error() -> None:
    with pytest.raises(OSError):  # noqa: PT011 - the runtime says no more
        MacosNotifications(FakeObjc(refuses=True), lambda fn: fn())


def test_the_program_hears_of_a_lock_by_them_and_does_without() -> None:
    world, objc = World(idle_known=True), FakeObjc()
    bus = SessionBus(world.loop, TRANSLATOR, environ={})
    signals = Signals(
        world.loop,
        world.clock,  # type: ignore[arg-type]
        TRANSLATOR,
        FakeSettings(None),
        bus,
        observe=lambda: MacosNotifications(objc, lambda fn: fn()).observe,
    )
    edges = SessionEdges(world.controller, lambda: None)
    signals._listen_to_macos(edges, lambda: MacosNotifications(objc, lambda fn: fn()).observe)
    objc.post("com.apple.screenIsLocked")
    assert world.status.view().why == "Reminders wait: the screen is locked."
    objc.post("com.apple.screenIsUnlocked")
    assert world.status.view().state == "active"

    def refused() -> Any:
        raise OSError

    signals._listen_to_macos(edges, refused)
    assert world.status.view().state == "active"
