"""Joins the keyboard shortcuts of the settings to the program; imported when there are any."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from knotbreak.app.actions import request_of
from knotbreak.app.commands import Answers
from knotbreak.app.shortcuts import Shortcuts, ShortcutState
from knotbreak.bootstrap.signals import Messages
from knotbreak.core.shortcuts import Combo
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, SettingsSource, Translator

MACOS = "darwin"
Labels = Mapping[str, str]


class ShortcutKeys:
    """Asks for the shortcuts of the settings, follows their changes and tells what does not work.

    Attributes:
        states: How each fares, as far as the desktop has said.
    """

    def __init__(
        self,
        settings: SettingsSource,
        choose: Callable[[Labels], Shortcuts | None],
        answer: Answers,
        tell: Callable[[str], None],
        translator: Translator,
    ) -> None:
        self._settings = settings
        self._choose = choose
        self._answer = answer
        self._tell = tell
        self._translator = translator
        self._ = translator.gettext
        self._wanted: Mapping[str, Combo] = {}
        self._asked: Shortcuts | None = None
        self.means = ""
        self.states: tuple[ShortcutState, ...] = ()

    def follow(self) -> None:
        """Ask for what the settings say now."""
        wanted = self._settings.settings.shortcuts.wanted
        if wanted == self._wanted:
            return
        self.stop()
        self._wanted = wanted
        if not wanted:
            return
        self._asked = self._choose(self._labels())
        if self._asked is None:
            words = none_here(self._translator)
            self._heard([_dead(action, combo, words) for action, combo in wanted.items()])
            return
        self.means = self._asked.means
        self._asked.start(wanted, self._pressed, self._heard)

    def stop(self) -> None:
        """Give all of them back."""
        asked, self._asked = self._asked, None
        self._wanted, self.states, self.means = {}, (), ""
        if asked is not None:
            asked.stop()

    def _pressed(self, action: str) -> None:
        request = request_of(action)
        if request is not None:
            self._answer(request, self._answered)

    def _answered(self, answer: Mapping[str, object]) -> None:
        if not answer.get("ok"):
            self._tell(str(answer.get("message") or ""))

    def _heard(self, states: Sequence[ShortcutState]) -> None:
        before, self.states = self.states, tuple(states)
        words = self._("The shortcut {keys} does not work. {why}")
        for state in states:
            if not state.works and state not in before:
                self._tell(words.format(keys=state.keys, why=state.words))

    def _labels(self) -> Labels:
        _ = self._
        return {
            "start": _("Start a stretch"),
            "drank": _("Drank a glass"),
            "snooze": _("Put off"),
            "skip": _("Skip"),
            "pause": _("Pause reminders"),
            "resume": _("Resume reminders"),
            "show": _("Show knotbreak"),
        }


def none_here(translator: Translator, platform: str = sys.platform) -> str:
    """Why no shortcut can work: where this system gives none to us."""
    _ = translator.gettext
    if platform == MACOS:
        return _("knotbreak has no shortcuts of its own on macOS.")
    return _("Your desktop offers no shortcuts to programs.")


def shortcuts_here(
    loop: Loop,
    bus: SessionBus | None,
    messages: Messages | None,
    translator: Translator,
    labels: Labels,
) -> Shortcuts | None:
    """How this system gives shortcuts to programs; None where it gives none."""
    if sys.platform == MACOS:
        return None
    if messages is not None:
        import ctypes

        from knotbreak.system.shortcuts_windows import WindowsShortcuts

        dlls = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
        error = dlls.kernel32.GetLastError
        return WindowsShortcuts(dlls.user32, error, messages, loop.post, translator)
    from knotbreak.system.choose_shortcuts import choose_shortcuts

    return choose_shortcuts(loop, bus, translator, labels, os.environ)


def _dead(action: str, combo: Combo, words: str) -> ShortcutState:
    return ShortcutState(action=action, keys=str(combo), works=False, words=words)
