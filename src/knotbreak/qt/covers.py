"""The strong mode on the screens: one cover for each, that Esc always takes away.

They are ordinary windows that fill their screens: nothing is grabbed, and the window manager's own
keys work. A screen that is plugged in is covered too; one that is unplugged frees all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from knotbreak.app.intents import Intent, LeaveCover, SkipDue, SnoozeDue, StartDue
from knotbreak.app.views import CoverView
from knotbreak.qt.look import ThemeSource
from knotbreak.qt.opening import drop
from knotbreak.qt.parts import FOCUS, Button, ButtonRow
from knotbreak.qt.placing import pointer_screen
from knotbreak.qt.text import INK, QUIET, Words
from knotbreak.qt.theme import RADIUS, Size, Theme

COLUMN = 620
WIDTH, HEIGHT = 980, 600
DEAF_MS = 1_000
"""Keys typed this soon after a cover came were meant for what is under it."""

SETTLE_MS = 400
"""A screen that is plugged in tells its size several times."""

BEAT_MS = 1_000
LATER_MIN = 5
_FRAME_MS = 16


class Watchdog(Protocol):
    """Ends the program if it is not fed while covers are up."""

    def feed(self) -> None: ...
    def stop(self) -> None: ...


class HoldButton(Button):
    """A button that has to be held; let go, it begins anew."""

    held = Signal()

    def __init__(self, theme: Theme, words: str, parent: QWidget) -> None:
        super().__init__(theme, words, parent)
        self.hold_ms = 0
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_time)
        self.pressed.connect(self._on_pressed)
        self.released.connect(self._on_released)

    @property
    def share(self) -> float:
        """How much of the time it has been held."""
        if not self._since.isValid() or not self.hold_ms:
            return 0.0
        return min(1.0, self._since.elapsed() / self.hold_ms)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, filling while it is held."""
        if self.share:
            painter = QPainter(self)
            box = QRectF(self.rect()).adjusted(FOCUS, FOCUS, -FOCUS, -FOCUS)
            box.setWidth(box.width() * self.share)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.colours.halo))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
            painter.end()
        super().paintEvent(event)

    def _colours(self) -> tuple[str, str, str]:
        _fill, edge, ink = super()._colours()
        return "", edge, ink

    def _on_pressed(self) -> None:
        self._since.start()
        self._timer.start(_FRAME_MS)

    def _on_released(self) -> None:
        self._since.invalidate()
        self._timer.stop()
        self.update()

    def _on_time(self) -> None:
        if self.share < 1:
            self.update()
            return
        self._on_released()
        self.held.emit()


class CoverWindow(QWidget):
    """One screen's cover: what is offered, or that the break is on another screen."""

    intent = Signal(object)

    def __init__(self, source: ThemeSource, screen: QScreen) -> None:
        super().__init__(
            None,
            Qt.WindowType.Window
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        self._source = source
        self._offer: int | None = None
        theme = source.theme
        self.title = Words(Size.TITLE, self, INK, lines=3, even=True, weight=QFont.Weight.DemiBold)
        self.body = Words(Size.LEAD, self, QUIET, lines=3, even=True)
        for words in (self.title, self.body):
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.row = ButtonRow(self, centred=True)
        self.start = Button(theme, "", self.row, primary=True)
        self.later = Button(theme, "", self.row)
        self.skip = HoldButton(theme, "", self.row)
        self.row.add([self.start, self.later, self.skip])
        # A way out for who has no keyboard at hand, or whose window manager keeps it elsewhere.
        self.leaving = ButtonRow(self, centred=True)
        self.leave = Button(theme, "", self.leaving, bare=True)
        self.leaving.add([self.leave])
        self.leave.clicked.connect(lambda: self.intent.emit(LeaveCover()))
        for button in self._buttons:
            # Qt gives the focus to the first that takes it as soon as the window is active.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.start.clicked.connect(lambda: self.intent.emit(StartDue(self._offer)))
        self.later.clicked.connect(lambda: self.intent.emit(SnoozeDue(LATER_MIN, self._offer)))
        self.skip.held.connect(lambda: self.intent.emit(SkipDue(self._offer)))
        self.setAutoFillBackground(True)
        source.changed.connect(self._on_theme)
        self._on_theme()
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

    def render_view(self, view: CoverView, *, offers: bool) -> None:
        """Draw it; without `offers` another screen has the buttons."""
        self._offer = view.offer
        self.setWindowTitle(f"{view.title or view.body} – knotbreak")
        self.title.set_words(view.title if offers else "")
        self.body.set_words(view.body)
        self.leave.set_words(view.leave_words)
        self.skip.hold_ms = view.hold_ms
        labels = ((self.start, view.start_words), (self.later, view.later_words),
                  (self.skip, view.skip_words))  # fmt: skip
        for button, words in labels:
            button.setVisible(offers and bool(words))
            button.set_words(words)
        self._lay_out()

    def open(self) -> None:
        """Fill the screen. The keyboard is not asked for in the first second."""
        self.showFullScreen()
        self.raise_()
        QTimer.singleShot(DEAF_MS, self, self._listen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc frees the screens, at any time."""
        if event.key() == Qt.Key.Key_Escape:
            self.intent.emit(LeaveCover())
        else:
            event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """So does the window manager's own way to close a window."""
        event.accept()
        self.intent.emit(LeaveCover())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same column on another size."""
        super().resizeEvent(event)
        self._lay_out()

    @property
    def _buttons(self) -> list[Button]:
        return [*self.row.buttons, *self.leaving.buttons]

    def _listen(self) -> None:
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if self.isVisible() and not self.start.isHidden():
            self.activateWindow()
            self.start.setFocus()

    def _lay_out(self) -> None:
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        wide = min(round(COLUMN * scale), self.width())
        rows: tuple[tuple[Words | ButtonRow, float], ...] = (
            (self.title, 0), (self.body, 10), (self.row, 36), (self.leaving, 30),
        )  # fmt: skip
        shown = any(not button.isHidden() for button in self.row.buttons)
        heights = [
            0 if part is self.row and not shown else part.fit(wide, scale) for part, _gap in rows
        ]
        gaps = [
            gap * scale if tall else 0 for (_part, gap), tall in zip(rows, heights, strict=True)
        ]
        y = (self.height() - sum(heights) - sum(gaps)) / 2
        for (part, _gap), tall, gap in zip(rows, heights, gaps, strict=True):
            y += gap
            part.put(QRect((self.width() - wide) // 2, round(y), wide, tall))
            y += tall

    def _on_theme(self) -> None:
        theme = self._source.theme
        self.setPalette(theme.palette())
        for button in self._buttons:
            button.set_theme(theme)


class Covers(QObject):
    """Covers every screen but the one that the session is on."""

    def __init__(
        self, source: ThemeSource, intend: Callable[[Intent], None], watchdog: Watchdog
    ) -> None:
        super().__init__()
        self.windows: dict[QScreen, CoverWindow] = {}
        self._source = source
        self._intend = intend
        self._watchdog = watchdog
        self._view: CoverView | None = None
        self._besides: QScreen | None = None
        self._main: QScreen | None = None
        self._beat = QTimer(self)
        self._beat.timeout.connect(watchdog.feed)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._cover)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._on_added)
        app.screenRemoved.connect(self._on_removed)

    def render(self, view: CoverView | None, besides: QScreen | None = None) -> None:
        """Cover the screens with this, but for one; with None, free them."""
        if (view, besides) == (self._view, self._besides):
            return
        if view is not None and self._view is None:
            self._main = pointer_screen()
        self._view, self._besides = view, besides
        self._cover()

    def _cover(self) -> None:
        view = self._view
        screens = [] if view is None else QGuiApplication.screens()
        wanted = [screen for screen in screens if screen is not self._besides]
        for screen in [one for one in self.windows if one not in wanted]:
            self._drop(screen)
        if view is not None:
            for screen in wanted:
                new = screen not in self.windows
                window = self._window(screen)
                offers = view.offer is not None and screen is self._main
                window.render_view(view, offers=offers)
                if new:
                    window.open()
        if self.windows and not self._beat.isActive():
            self._watchdog.feed()
            self._beat.start(BEAT_MS)
        elif not self.windows and self._beat.isActive():
            self._beat.stop()
            self._watchdog.stop()

    def _window(self, screen: QScreen) -> CoverWindow:
        window = self.windows.get(screen)
        if window is None:
            window = self.windows[screen] = CoverWindow(self._source, screen)
            window.intent.connect(self._on_intent)
        return window

    def _drop(self, screen: QScreen) -> None:
        window = self.windows.pop(screen)
        window.intent.disconnect()
        drop(window)

    def _on_added(self, _screen: QScreen) -> None:
        if self._view is not None:
            self._settle.start(SETTLE_MS)

    def _on_removed(self, _screen: QScreen) -> None:
        if self._view is not None:
            self._on_intent(LeaveCover())

    def _on_intent(self, intent: Intent) -> None:
        if isinstance(intent, LeaveCover):
            # The screens first: whatever the program makes of it, they are free.
            self.render(None)
        self._intend(intent)
