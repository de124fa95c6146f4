"""The shortcuts of the settings, joined to the program: carried out, and never silently dead."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from knotbreak.app.diagnosis import Health
from knotbreak.app.shortcuts import OnPressed, OnStates, Shortcuts, ShortcutState
from knotbreak.bootstrap.shortcut_report import shortcut_finding
from knotbreak.bootstrap.shortcuts import MACOS, Labels, ShortcutKeys
from knotbreak.core.settings import Settings
from knotbreak.core.shortcuts import Combo, ShortcutSettings
from knotbreak.storage.folders import Folders
from tests.fakes import TRANSLATOR, FakeSettings


class FakeShortcuts:
    """A desktop that gives every key but those that are `taken`."""

    means = "fake"

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.stopped = False

    def start(
        self, wanted: Mapping[str, Combo], on_pressed: OnPressed, on_states: OnStates, /
    ) -> None:
        self.wanted = {action: str(combo) for action, combo in wanted.items()}
        self.press, self.tell = on_pressed, on_states
        self.answer()

    def answer(self) -> None:
        self.tell(
            [
                ShortcutState(
                    action=action,
                    keys=keys,
                    works=keys not in self.taken,
                    words="Another program has these keys." if keys in self.taken else "",
                )
                for action, keys in self.wanted.items()
            ]
        )

    def stop(self) -> None:
        assert not self.stopped
        self.stopped = True


class Desk:
    def __init__(self, **shortcuts: str) -> None:
        self.settings = FakeSettings(Settings(shortcuts=ShortcutSettings(**shortcuts)))
        self.given: list[FakeShortcuts] = []
        self.taken: set[str] = set()
        self.offers = True
        self.asked: list[Mapping[str, object]] = []
        self.reply: dict[str, object] = {"ok": True}
        self.told: list[str] = []
        self.keys = ShortcutKeys(
            self.settings, self._choose, self._answer, self.told.append, TRANSLATOR
        )
        self.keys.follow()

    def change(self, **shortcuts: str) -> None:
        self.settings.settings = Settings(shortcuts=ShortcutSettings(**shortcuts))
        self.keys.follow()

    def _choose(self, labels: Labels) -> Shortcuts | None:
        assert set(ShortcutSettings.__struct_fields__) <= set(labels)
        if not self.offers:
            return None
        self.given.append(FakeShortcuts())
        self.given[-1].taken = self.taken
        return self.given[-1]

    def _answer(
        self, request: Mapping[str, object], reply: Callable[[dict[str, object]], None]
    ) -> None:
        self.asked.append(request)
        reply(self.reply)


def test_nothing_is_asked_for_until_keys_are_set_and_changes_are_followed() -> None:
    desk = Desk()
    assert desk.given == []
    desk.change(start="Ctrl+Alt+S")
    assert desk.given[0].wanted == {"start": "Ctrl+Alt+S"}
    desk.keys.follow()
    assert len(desk.given) == 1, "nothing has changed"
    desk.change(start="Ctrl+Alt+S", drank="F9")
    assert (desk.given[0].stopped, desk.given[1].wanted["drank"]) == (True, "F9")
    desk.change()
    assert desk.given[1].stopped
    assert desk.keys.states == ()
    desk.keys.stop()


def test_a_press_is_carried_out_and_a_refusal_told() -> None:
    desk = Desk(skip="Ctrl+Alt+K")
    desk.given[0].press("skip")
    assert desk.asked == [{"cmd": "skip", "args": {}}]
    assert desk.told == []
    desk.reply = {"ok": False, "message": "Nothing is due right now."}
    desk.given[0].press("skip")
    assert desk.told == ["Nothing is due right now."]


def test_t19_keys_that_do_not_work_are_told_once_and_when_they_are_lost() -> None:
    desk = Desk(start="Ctrl+Alt+S", skip="F9")
    desk.taken.add("F9")
    desk.given[0].answer()
    desk.given[0].answer()
    dead = "The shortcut F9 does not work. Another program has these keys."
    assert desk.told == [dead]
    assert [(state.action, state.works) for state in desk.keys.states] == [
        ("start", True),
        ("skip", False),
    ]


def test_t19_a_desktop_that_offers_none_is_told() -> None:
    desk = Desk()
    desk.offers = False
    desk.change(start="Ctrl+Alt+S")
    assert desk.told == [
        "The shortcut Ctrl+Alt+S does not work. Your desktop offers no shortcuts to programs."
    ]


def test_t19_doctor_says_that_macos_has_none_wanted_or_not() -> None:
    words = "knotbreak has no shortcuts of its own on macOS."
    for wanted, health in ((None, Health.NOT_HERE), ("F9", Health.FAILED)):
        settings = Settings(shortcuts=ShortcutSettings(start=wanted))
        found = shortcut_finding(settings, Folders(), TRANSLATOR, MACOS)
        assert (found.health, found.words) == (health, words)
        assert "knotbreak run --do start" in found.hints[0]
