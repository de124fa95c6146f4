"""What is asked for less often in a session: in a menu, so that the row of buttons stays short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from knotbreak.app.intents import Key

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class SessionMenu(QMenu):
    """Something else, the pace, when to stop, and the window's size."""

    key_requested = Signal(object)
    stop_signs_requested = Signal()
    form_requested = Signal(str)

    def __init__(self, translator: Translator, parent: QWidget) -> None:
        super().__init__(parent)
        _ = translator.gettext
        for words, key, sign in (
            (_("Something else"), Key.OTHER, "O"),
            (_("Slower"), Key.SLOWER, "-"),
            (_("Faster"), Key.FASTER, "+"),
        ):
            action = self.addAction(f"{words}\t{sign}")
            action.triggered.connect(lambda _on=False, key=key: self.key_requested.emit(key))
        signs = self.addAction(f"{_('When to stop')}\t?")
        signs.triggered.connect(lambda: self.stop_signs_requested.emit())
        self.addSeparator()
        self._forms: dict[str, QAction] = {}
        for form, words in (
            ("normal", _("Normal window")),
            ("corner", _("Small window")),
            ("full", f"{_('Full screen')}\tF11"),
        ):
            self._forms[form] = self.addAction(words)
            self._forms[form].triggered.connect(
                lambda _on=False, form=form: self.form_requested.emit(form)
            )

    def set_form(self, form: str) -> None:
        """Offer the sizes that the window does not have."""
        for name, action in self._forms.items():
            action.setVisible(name != form)
