"""The window for an error that nobody expected: what happened, and a report to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


_WIDTH, _HEIGHT = 560, 360
_MOST_CHARACTERS = 50_000


class ReportWindow(QDialog):
    """Shows reports, one after the other, in one window."""

    def __init__(self, translator: Translator) -> None:
        super().__init__()
        _ = translator.gettext
        self.setWindowTitle("knotbreak")
        # Nobody asked for it: what is being typed elsewhere goes on there.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.resize(_WIDTH, _HEIGHT)
        says = QLabel(
            _(
                "Something went wrong inside knotbreak. It goes on. This report helps to mend it; "
                "nothing is sent anywhere."
            )
        )
        says.setWordWrap(True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(_("Report"))
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        says.setBuddy(self._text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(
            _("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (says, self._text, buttons):
            column.addWidget(part)

    @property
    def report(self) -> str:
        """All that it says."""
        return self._text.toPlainText()

    def add(self, report: str) -> None:
        """Show one more report; the same one twice in a row is shown once."""
        if self.report.endswith(report) or len(self.report) > _MOST_CHARACTERS:
            return
        self._text.appendPlainText(report)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
