"""The button for the next visit: it opens the page on what somebody prescribed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from knotbreak.app.insight_desk import InsightDesk, VisitPage
from knotbreak.qt.parts import Button
from knotbreak.qt.theme import ThemeSource

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator
    from knotbreak.qt.visit_window import VisitWindow


class VisitButton(Button):
    """Opens the page on what was prescribed; of several it asks which. Hidden where nothing was.

    Args:
        source: The look of the page's window.
        say: Tells why there is no page.
    """

    def __init__(
        self,
        source: ThemeSource,
        translator: Translator,
        desk: InsightDesk,
        say: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(source.theme, translator.gettext("For your next visit…"), parent)
        self._source = source
        self._translator = translator
        self._desk = desk
        self._say = say
        self.page: VisitWindow | None = None
        self.choices = QMenu(self)
        self.clicked.connect(self._on_clicked)
        self.refresh()

    def refresh(self) -> None:
        """Something may have been prescribed, or not any more."""
        self.setVisible(bool(self._desk.prescribed()))

    def _on_clicked(self) -> None:
        found = self._desk.prescribed()
        if len(found) <= 1:
            for one in found:
                self._open(one.id)
            return
        self.choices.clear()
        for one in found:
            action = self.choices.addAction(one.title.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, id_=one.id: self._open(id_))
        self.drop_down(self.choices)

    def _open(self, id_: str) -> None:
        self._desk.visit(id_, self._on_page)

    def _on_page(self, page: VisitPage) -> None:
        if page.fault:
            self._say(page.fault)
            return
        from knotbreak.qt.visit_window import VisitWindow

        if self.page is not None:
            self.page.close()
        self.page = VisitWindow(self._source, self._translator, page, self.window())
        self.page.closed.connect(self._on_closed)
        self.page.show()

    def _on_closed(self) -> None:
        self.page = None
