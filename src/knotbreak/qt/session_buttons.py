"""The buttons of the session page, in words or (in the small window) in signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from knotbreak.app.intents import Key
from knotbreak.app.views import SessionView
from knotbreak.core.session_state import State
from knotbreak.core.timeline import SegmentKind
from knotbreak.qt.parts import Button, ButtonRow, Icon
from knotbreak.qt.theme import Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class SessionButtons(ButtonRow):
    """A row of them; says which key was meant. The signs leave out Back and Easier."""

    key_requested = Signal(object)

    def __init__(
        self, theme: Theme, translator: Translator, menu: QMenu, parent: QWidget, *, small: bool
    ) -> None:
        super().__init__(parent)
        _ = translator.gettext
        self._theme = theme
        self._small = small
        self.toggle = self._button(_("Pause"), Key.TOGGLE, Icon.PAUSE, primary=True)
        if not small:
            self._button(_("Back"), Key.BACK)
        self.skip = self._button(_("Skip"), Key.SKIP, Icon.SKIP)
        self.easier = None if small else self._button(_("Easier"), Key.EASIER)
        self.stop = self._button(_("Stop"), Key.STOP, Icon.STOP)
        more = Button(theme, _("More"), self, icon=Icon.MORE, bare=True)
        more.clicked.connect(lambda: more.drop_down(menu))
        self.add([more])

    def render_view(self, view: SessionView, toggle: str) -> None:
        """Say what the primary button does now, and what is easier."""
        go = view.state is State.PAUSED
        there = view.kind is SegmentKind.WAIT and view.state is State.RUNNING
        self.toggle.set_words(toggle)
        if self._small:
            self.toggle.set_icon(Icon.GO if go else Icon.CHECK if there else Icon.PAUSE)
        if self.easier is not None:
            self.easier.setToolTip(view.easier)

    def _button(
        self, words: str, key: Key, icon: Icon | None = None, *, primary: bool = False
    ) -> Button:
        sign = icon if self._small else None
        button = Button(self._theme, words, self, primary=primary, icon=sign)
        # A click leaves the focus where it is: after it, Space pauses as before.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.key_requested.emit(key))
        self.add([button])
        return button
