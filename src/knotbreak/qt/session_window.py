"""The window of a session: its pages, its keys, its frames, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QCloseEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout

from knotbreak.app.intents import Key
from knotbreak.app.views import FinishView, SessionView
from knotbreak.core.player import PlayerFrame
from knotbreak.core.session_state import State
from knotbreak.qt import session_page
from knotbreak.qt.finish import FinishPage
from knotbreak.qt.placed_window import Form, PlacedWindow
from knotbreak.qt.safety_page import SafetyPage, StopSigns
from knotbreak.qt.session_keys import ENTERS, KEYS, MODIFIERS, TABS
from knotbreak.qt.session_page import SessionPage
from knotbreak.qt.theme import ThemeSource

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

FRAME_MS = 16
SAVING_FRAME_MS = 33
"""Half as many on battery."""

STILL_FRAME_MS = 250
"""In reduced motion nothing glides, so four pictures a second are enough."""

DEAF_MS = 1_000
"""Keys typed this soon after opening were meant for another window."""

FINISH_MS = 20_000
"""The last page goes away by itself after this."""

SMALLEST = QSize(760, 470)


class SessionWindow(PlacedWindow):
    """Shows a session, its end, and the safety notice before the first one.

    Args:
        source: The look, followed while the window lives.
        translator: The user's language.
        frame: The numbers of this moment; None while no session plays.
        now_ms: The real monotonic time; for tests.
    """

    key_requested = Signal(object)
    acknowledged = Signal()
    declined = Signal()
    drank_requested = Signal()
    felt = Signal(str)
    intent = Signal(object)
    dismissed = Signal()

    def __init__(
        self,
        source: ThemeSource,
        translator: Translator,
        frame: Callable[[], PlayerFrame | None],
        *,
        now_ms: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(
            normal=QSize(session_page.WIDTH, session_page.HEIGHT),
            corner=QSize(session_page.CORNER_WIDTH, session_page.CORNER_HEIGHT),
            smallest=SMALLEST,
        )
        self._source = source
        self._ = translator.gettext
        self._frame = frame
        self._now_ms = now_ms or _elapsed()
        self._deaf_until_ms = 0
        self._saving = False
        self._finish_at_ms: int | None = None
        self._view: SessionView | None = None
        self._unsaid = ""
        self._make_pages(translator)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_frame)
        self.setWindowTitle(self._("knotbreak"))
        self.setAutoFillBackground(True)
        source.changed.connect(self._on_theme)
        self._on_theme()
        self._session.set_form("normal")

    def _make_pages(self, translator: Translator) -> None:
        look = self._source.theme
        self._pages = QStackedWidget(self)
        self._session = SessionPage(look, translator, self._pages)
        self._finish = FinishPage(look, translator, self._pages)
        self._safety = SafetyPage(look, translator, self._pages)
        for page in (self._session, self._finish, self._safety):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self._signs = StopSigns(look, translator, self)
        self._signs.hide()
        self._signs.left.connect(self._signs.hide)
        self._session.key_requested.connect(self.key_requested)
        self._session.stop_signs_requested.connect(self.show_stop_signs)
        self._session.form_requested.connect(self.set_form)
        self._finish.felt.connect(self.felt)
        self._finish.intent.connect(self.intent)
        self._finish.drank_requested.connect(self.drank_requested)
        self._finish.dismissed.connect(self._on_dismissed)
        self._safety.acknowledged.connect(self.acknowledged)
        self._safety.declined.connect(self.declined)
        for button in self.findChildren(QPushButton):
            button.installEventFilter(self)

    # -- what to show --------------------------------------------------------------------------

    def render(self, view: SessionView) -> None:  # type: ignore[override]
        """Draw the session as an event left it."""
        frame = self._frame()
        if frame is None:
            return
        before, self._view = self._view, view
        opened = self._pages.currentWidget() is not self._session
        if opened or before is None:
            self._finish_at_ms = None
            self._pages.setCurrentWidget(self._session)
        self._session.render_view(view, frame)
        self.setWindowTitle(f"{view.title} – knotbreak")
        if before is None or _spoken_key(before) != _spoken_key(view):
            self._announce(self._session.spoken)
        if opened or before is None:
            self._session.primary.setFocus()
        self._run_timer()

    def show_message(self, text: str) -> None:
        """Say something beside the ring until it is taken back ("") or the movement changes."""
        self._session.set_message(text)
        frame = self._frame()
        if frame is not None:
            self._session.show_frame(frame)
        if text:
            self._announce(text)

    def show_finish(self, view: FinishView, water_words: str) -> None:
        """Show how the session ended; the page leaves by itself if nobody touches it.

        With a break that goes on, it stays until somebody is back.
        """
        self._view = None
        self._signs.hide()
        self._finish.render_view(view, water_words)
        self._pages.setCurrentWidget(self._finish)
        self.setWindowTitle(self._("knotbreak"))
        self.opening()
        self._finish_at_ms = None if view.until_back else self._now_ms() + FINISH_MS
        self._finish.line.show_left(0.0 if view.until_back else 1.0)
        self._finish.leave.setFocus()
        self._announce(f"{view.words} {self._finish.movement.words}".strip())
        self._run_timer()

    def update_finish(self, view: FinishView) -> None:
        """Something was said on the last page."""
        if self._finish.update_view(view):
            self._announce(self._finish.thanks.words)

    def set_water(self, water_words: str) -> None:
        """Another glass was counted while the last page is shown."""
        self._finish.set_water(water_words)

    def show_safety(self) -> None:
        """Show what has to be read before the first movement."""
        self._view = None
        self._signs.hide()
        self._finish_at_ms = None
        if self.form == "corner":
            self.set_form("normal")
        self._pages.setCurrentWidget(self._safety)
        self.opening()
        self._safety.read.setFocus()
        self._run_timer()

    def show_stop_signs(self) -> None:
        """Show when to stop, over the page."""
        self._signs.setGeometry(self.rect())
        self._signs.show_signs(() if self._view is None else self._view.stop)
        self._announce(self._("When to stop"))

    def _announce(self, text: str) -> None:
        if not self.isVisible():
            # A window that is about to open says it when it is there.
            self._unsaid = text
            return
        # QAccessibleAnnouncementEvent came with Qt 6.8; not every PySide6 6.8 wraps it.
        announcement = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
        if announcement is not None and text:
            QAccessible.updateAccessibility(announcement(self, text))

    # -- forms ---------------------------------------------------------------------------------

    def lay_out_form(self, form: Form) -> None:
        """The pages in another size."""
        self._session.set_form(form)
        self._finish.set_form(form)

    def focus_page(self) -> None:
        """The button that the page is about."""
        page = self._pages.currentWidget()
        if page is self._session:
            self._session.primary.setFocus()
        elif page is self._finish:
            self._finish.leave.setFocus()
        else:
            self._safety.read.setFocus()

    # -- frames --------------------------------------------------------------------------------

    def set_saving(self, saving: bool) -> None:
        """Spare the battery: half as many frames a second."""
        self._saving = saving
        self._run_timer()

    def _run_timer(self) -> None:
        moving = self._finish_at_ms is not None or (
            self._view is not None and self._view.state in (State.RUNNING, State.REENTRY)
        )
        if moving and self.isVisible():
            every = SAVING_FRAME_MS if self._saving else FRAME_MS
            if self._source.theme.reduced_motion:
                every = STILL_FRAME_MS
            if not self._timer.isActive() or self._timer.interval() != every:
                self._timer.start(every)
        else:
            self._timer.stop()

    def _on_frame(self) -> None:
        if self._finish_at_ms is not None:
            left = self._finish_at_ms - self._now_ms()
            self._finish.line.show_left(left / FINISH_MS)
            if left <= 0:
                self._on_dismissed()
            return
        frame = self._frame()
        if frame is not None:
            self._session.show_frame(frame)

    # -- keys ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys reach the buttons only after the window has had them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._heard(event):
                return True
            if event.key() in TABS:
                return False
            if event.key() in ENTERS:
                if isinstance(watched, QPushButton) and not event.isAutoRepeat():
                    watched.click()
                return True
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._touched()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Steer; keys that mean nothing here go on their way."""
        if self._heard(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch keeps the last page."""
        self._touched()
        super().mousePressEvent(event)

    def _heard(self, event: QKeyEvent) -> bool:
        """Whether the key needs nothing more; those of the first second are not heard at all."""
        if self._now_ms() < self._deaf_until_ms:
            return True
        self._touched()
        return self._took_key(event)

    def _took_key(self, event: QKeyEvent) -> bool:
        """Whether the key meant something, and was carried out."""
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        key = Qt.Key(event.key())
        if key in MODIFIERS:
            return False
        if self._signs.isVisible():
            if not event.isAutoRepeat():
                self._signs.hide()
            return True
        if held or event.isAutoRepeat():
            return event.isAutoRepeat()
        page = self._pages.currentWidget()
        if page is self._session:
            return self._took_session_key(key, event.text())
        if key is not Qt.Key.Key_Escape:
            return False
        if page is self._finish:
            self._on_dismissed()
        else:
            self.declined.emit()
        return True

    def _took_session_key(self, key: Qt.Key, text: str) -> bool:
        if key is Qt.Key.Key_F1 or text == "?":
            self.show_stop_signs()
            return True
        if key is Qt.Key.Key_F11:
            self.set_form("normal" if self.form == "full" else "full")
            return True
        wanted = KEYS.get(key)
        focused = self.focusWidget()
        on_another = isinstance(focused, QPushButton) and focused is not self._session.primary
        if wanted is None or (key is Qt.Key.Key_Space and on_another):
            return False
        self.key_requested.emit(wanted)
        return True

    def opening(self) -> None:
        """Keys of the next second were meant for something else."""
        self._deaf_until_ms = self._now_ms() + DEAF_MS

    def _touched(self) -> None:
        """Somebody is there: the last page stays."""
        if self._finish_at_ms is not None:
            self._finish_at_ms = None
            self._finish.line.show_left(0.0)
            self._run_timer()

    # -- leaving -------------------------------------------------------------------------------

    def _on_dismissed(self) -> None:
        self._finish_at_ms = None
        self._run_timer()
        self.dismissed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing means: stop the session, leave the last page, not now."""
        page = self._pages.currentWidget()
        if page is self._session and self._view is not None:
            event.ignore()
            self.key_requested.emit(Key.STOP)
            return
        event.accept()
        if page is self._finish:
            self._on_dismissed()
        elif page is self._safety:
            self.declined.emit()

    # -- Qt ------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Frames are wanted again."""
        super().showEvent(event)
        self._run_timer()
        unsaid, self._unsaid = self._unsaid, ""
        self._announce(unsaid)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: no frames."""
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What lies over the page covers all of it."""
        super().resizeEvent(event)
        self._signs.setGeometry(self.rect())

    def _on_theme(self) -> None:
        look = self._source.theme
        self.setPalette(look.palette())
        self._session.set_theme(look)
        self._finish.set_theme(look)
        self._safety.colour(look)
        self._signs.colour(look)
        self._run_timer()


def _elapsed() -> Callable[[], int]:
    timer = QElapsedTimer()
    timer.start()
    return timer.elapsed


def _spoken_key(view: SessionView) -> tuple[object, ...]:
    return (view.step, view.set, view.side, view.kind, view.state, view.title)
