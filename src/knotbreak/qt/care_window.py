"""The window of the care timers: choose, read what to mind, run, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent

from knotbreak.app.care_front import CareFront
from knotbreak.app.care_safety import BarredView
from knotbreak.app.care_views import CareView
from knotbreak.app.intents import StartCare
from knotbreak.app.panels import Panel
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area, Side
from knotbreak.core.care_state import CareKind, CareTimer
from knotbreak.qt import theme
from knotbreak.qt.care_barred import BarredPage
from knotbreak.qt.care_pages import BeforePage, CarePageBase, ChoosePage
from knotbreak.qt.care_run import DonePage, RunPage
from knotbreak.qt.panel_window import PanelWindow
from knotbreak.qt.parts import Button
from knotbreak.qt.placing import middle_box, pointer_screen
from knotbreak.qt.theme import ThemeSource

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 880, 660
SMALLEST = QSize(360, 360)
COLUMN = 600
PAD = 36
FRAME_MS = 16
"""While something moves, 60 frames a second."""

SECOND_FRAME_MS = 200
"""While only a number counts down."""

_KINDS = {kind.value: kind for kind in CareKind}
_AREAS = {area.value: area for area in Area}


class CareWindow(PanelWindow):
    """Shows one page at a time. `turn_to` takes a kind, a kind with an area ("massage:calves") or
    a timer ("timer:3")."""

    def __init__(self, source: ThemeSource, translator: Translator, front: CareFront) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._source = source
        self._front = front
        self._ = translator.gettext
        self.setWindowTitle(Wording(translator).panel(Panel.CARE))
        self.setAutoFillBackground(True)
        look = source.theme
        self.choose = ChoosePage(look, translator, self)
        self.before = BeforePage(look, translator, self)
        self.barred = BarredPage(look, translator, self, centred=True)
        self.run = RunPage(look, translator, self, centred=True)
        self.done = DonePage(look, translator, self, centred=True)
        self._pages: tuple[CarePageBase, ...] = (
            self.choose, self.before, self.barred, self.run, self.done,
        )  # fmt: skip
        self._page: CarePageBase = self.choose
        self._views: tuple[CareView, ...] = ()
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.timeout.connect(self.run.draw_frame)
        self._connect()
        source.changed.connect(self._on_theme)
        self._on_theme()
        self._open_at_pointer()
        views = front.views()
        if views:
            self._run(views[0])
        else:
            self._choose()

    def _connect(self) -> None:
        self.choose.chosen.connect(self._on_kind)
        self.choose.timer_chosen.connect(self._on_timer)
        self.before.start_requested.connect(self._on_start)
        self.before.fits.connect(self._on_fits)
        self.before.left.connect(self._choose)
        self.barred.left.connect(self._choose)
        self.barred.emergency.connect(self._on_emergency)
        self.run.stop_requested.connect(self._on_stop)
        self.run.fine_requested.connect(self._front.skin_fine)
        self.run.timer_chosen.connect(self._on_timer)
        self.run.more_requested.connect(self._choose)
        self.done.closed.connect(self.close)
        self.done.timer_chosen.connect(self._on_timer)
        self.done.again_requested.connect(self._on_again)

    def _open_at_pointer(self) -> None:
        screen = pointer_screen()
        size = QSize(WIDTH, HEIGHT) * theme.system_scale()
        smallest = SMALLEST.boundedTo(screen.availableGeometry().size())
        self.setMinimumSize(smallest)
        self.setGeometry(middle_box(screen, size, smallest, None))

    # -- PanelWindow ---------------------------------------------------------------------------

    def turn_to(self, about: str) -> None:
        """Show a kind, or a timer; what is not there any more changes nothing."""
        kind, _colon, what = about.partition(":")
        if kind == "timer":
            self._on_timer(int(what))
        elif kind in _KINDS:
            self.before.begin(self._front, _KINDS[kind], _AREAS.get(what))
            self._show(self.before)

    def refresh(self) -> None:
        """Something has changed in the program."""
        before, self._views = self._views, self._front.views()
        if _told(before) == _told(self._views):
            return
        if self._page is self.run and self.run.view is not None:
            shown = self.run.view
            view = next((one for one in self._views if one.timer.id == shown.timer.id), None)
            if view is None:
                self._done(shown.timer)
                return
            self._run(view)
            if view.asks != shown.asks:
                self._announce(view.asks)
        elif self._page is self.done and self.run.view is not None:
            self._done(self.run.view.timer)
        elif self._page is self.choose:
            self._choose()

    # -- pages ---------------------------------------------------------------------------------

    def _choose(self) -> None:
        self._views = self._front.views()
        self.choose.show_choice(self._front)
        self._show(self.choose)

    def _run(self, view: CareView) -> None:
        self._views = self._front.views()
        others = tuple(one for one in self._views if one.timer.id != view.timer.id)
        self.run.show_timer(self._front, view, others)
        self._show(self.run)

    def _done(self, timer: CareTimer) -> None:
        self.done.show_done(self._front, timer, self._views)
        self._show(self.done)

    def _bar(self, barred: BarredView) -> None:
        self.barred.show_reason(barred)
        self._show(self.barred)
        # One card may lead to another: what had the focus is gone.
        self._focus_first(self.barred)
        # The button that has the focus is below a long card: that is read from its beginning.
        self.barred.column.to_top()
        self._announce(self.barred.spoken)

    def _announce(self, text: str) -> None:
        """Say it to who listens instead of looking."""
        # QAccessibleAnnouncementEvent came with Qt 6.8; not every PySide6 6.8 wraps it.
        announcement = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
        if announcement is not None and text:
            QtGui.QAccessible.updateAccessibility(announcement(self, text))

    def _show(self, page: CarePageBase) -> None:
        turned = page is not self._page
        self._page = page
        for one in self._pages:
            one.setVisible(one is page)
        self._lay_out()
        self._set_frames()
        focus = self.focusWidget()
        if turned or focus is None or not focus.isVisibleTo(self):
            self._focus_first(page)

    def _focus_first(self, page: CarePageBase) -> None:
        if page is self.choose:
            self.choose.first.setFocus()
            return
        buttons = [one for one in page.findChildren(Button) if one.isVisibleTo(page)]
        primary = next((one for one in buttons if one.primary), None)
        if page is self.before or primary is None:
            # The cautions are above the button that starts: they are read first.
            primary = buttons[0] if buttons else None
        if primary is not None:
            primary.setFocus()

    def _set_frames(self) -> None:
        if self._page is not self.run or not self.isVisible() or self.run.view is None:
            self._frames.stop()
            return
        moves = self.run.view.timer.kind in (CareKind.BREATHE, CareKind.MASSAGE)
        still = self._source.theme.reduced_motion or not moves
        self._frames.start(SECOND_FRAME_MS if still else FRAME_MS)

    def _lay_out(self) -> None:
        scale = max(theme.system_scale() * 0.9, min(self.width() / WIDTH, self.height() / HEIGHT))
        pad = round(min(PAD * scale, self.width() * 0.05))
        box = self.rect().adjusted(pad, pad, -pad, -pad)
        self._page.setGeometry(box)
        self._page.lay_out(scale, COLUMN)

    # -- what comes from people ----------------------------------------------------------------

    def _on_kind(self, kind: CareKind) -> None:
        self.before.begin(self._front, kind, None)
        self._show(self.before)

    def _on_timer(self, timer: int) -> None:
        view = next((one for one in self._front.views() if one.timer.id == timer), None)
        if view is not None:
            self._run(view)

    def _on_start(self, wish: StartCare) -> None:
        reason = self._front.start(wish)
        if reason:
            self.before.say(reason)
            return
        self._run(self._front.views()[-1])

    def _on_fits(self, wish: StartCare, bar_id: str) -> None:
        self._bar(self._front.fits(wish, bar_id))

    def _on_emergency(self, area: Area | None) -> None:
        self._bar(self._front.emergency(area))

    def _on_stop(self, timer: int) -> None:
        self._front.stop(timer)
        self.refresh()

    def _on_again(self, timer: CareTimer, side: Side) -> None:
        self.before.begin(self._front, timer.kind, timer.area)
        self.before.take(timer, side)
        self._show(self.before)

    # -- Qt's ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; from the first page, and from a timer, it closes the window."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._page in (self.before, self.barred):
            self._choose()
        else:
            self.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same page in another size."""
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Frames are drawn only while somebody can see them."""
        super().showEvent(event)
        self._set_frames()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees them."""
        super().hideEvent(event)
        self._frames.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Minimized, it draws no frames either."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            if self.isMinimized():
                self._frames.stop()
            else:
                self._set_frames()

    def _on_theme(self) -> None:
        look = self._source.theme
        self.setPalette(look.palette())
        for page in self._pages:
            page.set_theme(look)
        self._set_frames()


def _told(views: tuple[CareView, ...]) -> list[tuple[object, ...]]:
    """What of the timers changes only when something happens to them, or a minute later."""
    return [(view.timer, view.line) for view in views]
