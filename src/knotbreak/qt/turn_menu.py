"""What is thought of a routine, as a menu: more of it, not for me, keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from knotbreak.app.intents import Pin, Rate
from knotbreak.app.views import TurnView

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class TurnMenu(QMenu):
    """Says what was chosen; the marks show what holds."""

    intent = Signal(object)

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = translator.gettext
        self._view: TurnView | None = None
        self._marks: dict[str, QAction] = {}
        for how, words in (("more", _("More of this")), ("less", _("Not for me"))):
            self._add(how, words)
        self.addSeparator()
        self._add("pin", _("Keep offering this one"))

    def _add(self, how: str, words: str) -> None:
        action = self._marks[how] = self.addAction(words)
        action.setCheckable(True)
        action.triggered.connect(lambda on=False: self._on_chosen(how, on))

    def render(self, view: TurnView) -> None:  # type: ignore[override]
        """Mark what holds for a routine."""
        self._view = view
        self.setTitle(view.title.replace("&", "&&"))
        for how, action in self._marks.items():
            action.setChecked(view.pinned if how == "pin" else view.rated == how)

    def _on_chosen(self, how: str, on: bool) -> None:
        if self._view is None:
            return
        routine = self._view.routine
        if how == "pin":
            self.intent.emit(Pin(routine if on else None))
        else:
            self.intent.emit(Rate(routine, how if on else "reset"))
