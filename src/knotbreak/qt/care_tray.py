"""Care timers in the tray's menu: one line for each that runs. Imported with the first of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from knotbreak.app.care_views import CareView
from knotbreak.app.intents import Intent, SkinFine, StopCare
from knotbreak.core.care_state import CareStage

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class CareMenu:
    """Keeps a submenu for each timer, above an entry of the menu.

    Args:
        intend: Takes what is asked for.
        show: Brings the window, about a timer.
    """

    def __init__(
        self,
        menu: QMenu,
        before: QAction,
        translator: Translator,
        intend: Callable[[Intent], None],
        show: Callable[[str], None],
    ) -> None:
        self._menu = menu
        self._before = before
        self._ = translator.gettext
        self._intend = intend
        self._show = show
        self._lines: dict[int, tuple[CareStage, QMenu]] = {}

    def render(self, views: tuple[CareView, ...]) -> None:
        """Show these timers; only what is different is touched: hosts draw the menu from a copy."""
        wanted = {view.timer.id: view for view in views}
        for id_, (stage, line) in tuple(self._lines.items()):
            if id_ not in wanted or wanted[id_].timer.stage is not stage:
                del self._lines[id_]
                self._menu.removeAction(line.menuAction())
                line.deleteLater()
        for id_, view in wanted.items():
            if id_ not in self._lines:
                self._lines[id_] = (view.timer.stage, self._line(view))
            self._lines[id_][1].setTitle(view.line.replace("&", "&&"))

    def _line(self, view: CareView) -> QMenu:
        id_ = view.timer.id
        line = QMenu(self._menu)
        if view.timer.stage is CareStage.CHECKING:
            self._add(line, self._("It looks fine"), lambda: self._intend(SkinFine(id_)))
        self._add(line, view.stop_words, lambda: self._intend(StopCare(id_)))
        self._add(line, self._("Show"), lambda: self._show(f"timer:{id_}"))
        self._menu.insertMenu(self._before, line)
        return line

    def _add(self, line: QMenu, words: str, then: Callable[[], None]) -> None:
        line.addAction(words).triggered.connect(lambda _checked=False: then())
