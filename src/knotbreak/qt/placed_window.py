"""A window in three sizes, that opens where the pointer is and remembers where it was put."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from knotbreak.app.state import WindowPlace
from knotbreak.qt import theme
from knotbreak.qt.placing import corner_box, middle_box, named_screen, pointer_screen

Form = Literal["normal", "corner", "full"]


class PlacedWindow(QWidget):
    """Base of the session window: where it stands and how large it is.

    Args:
        normal: Size of the normal window, in design pixels.
        corner: Size of the small window in the corner, in design pixels.
        smallest: The normal window cannot be made smaller than this.

    Attributes:
        screen_name: The screen to open on, while it is there.
    """

    def __init__(self, *, normal: QSize, corner: QSize, smallest: QSize) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._normal_size = normal
        self._corner_size = corner
        self._smallest = smallest
        self._form: Form = "normal"
        self._box: QRect | None = None
        self.screen_name: str | None = None
        self.setMinimumSize(smallest)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self._on_screen_removed)

    # -- for the window that this is the base of -----------------------------------------------

    def lay_out_form(self, form: Form) -> None:
        """Draw in another size."""

    def focus_page(self) -> None:
        """Give the focus to what should have it."""

    def opening(self) -> None:
        """The window is about to appear."""

    # -- sizes and places ----------------------------------------------------------------------

    @property
    def form(self) -> Form:
        """The size in use."""
        return self._form

    def set_form(self, form: Form) -> None:
        """Take another size; whether the window is shown stays as it is."""
        if form == self._form:
            return
        self._remember_box()
        shown = self.isVisible()
        self._form = form
        on_top = form == "corner"
        if on_top != bool(self.windowFlags() & Qt.WindowType.WindowStaysOnTopHint):
            # On the native window: `setWindowFlag` makes a new one, and Qt then thinks that it has
            # no focus.
            self.overrideWindowFlags(self.windowFlags() ^ Qt.WindowType.WindowStaysOnTopHint)
            handle = self.windowHandle()
            if handle is not None:
                handle.setFlag(Qt.WindowType.WindowStaysOnTopHint, on_top)
        self.lay_out_form(form)
        if not shown:
            self._put_on(self.screen())
            return
        if form != "full":
            # A full-screen window takes no other size before it is a normal one again.
            self.setWindowState(Qt.WindowState.WindowNoState)
        self._put_on(self.screen())
        self._appear()

    def open_on_pointer_screen(self) -> None:
        """Show the window on its screen, or the one with the pointer, on top, with the focus."""
        if not self.isVisible():
            self.opening()
            self._put_on(named_screen(self.screen_name) or pointer_screen())
        self._appear()

    def place(self) -> WindowPlace:
        """How the person has it now."""
        self._remember_box()
        box = self._box
        known = None if box is None else (box.x(), box.y(), box.width(), box.height())
        return WindowPlace(self._form, known)

    def set_place(self, place: WindowPlace) -> None:
        """Open like that, as far as the screen reaches."""
        self._box = None if place.box is None else QRect(*place.box)
        self.set_form(place.form)

    def _appear(self) -> None:
        if self._form == "full":
            self.showFullScreen()
        elif self.isMinimized() or self.isFullScreen():
            self.showNormal()
        else:
            self.show()
        self.raise_()
        self.activateWindow()
        self.focus_page()

    def _remember_box(self) -> None:
        if self._form != "normal" or not self.isVisible():
            return
        if self.isMaximized() or self.isMinimized():
            return
        # Without the frame, like `setGeometry`: else it would climb with every return.
        at = self.geometry().topLeft() - self.screen().availableGeometry().topLeft()
        self._box = QRect(at, self.size())

    def _on_screen_removed(self) -> None:
        # Qt gives the window another screen first. Window managers leave it at the old place, or
        # pull an edge of it onto the screen that is left (openbox 3.6: 29 pixels).
        QTimer.singleShot(0, self, self._come_back)

    def _come_back(self) -> None:
        """Stand on a screen that is there, and on all of it."""
        if not self.isVisible() or self.isMinimized() or self.isMaximized():
            return
        if not self.screen().availableGeometry().contains(self.frameGeometry()):
            self._put_on(self.screen())

    def _put_on(self, screen: QScreen) -> None:
        scale = theme.system_scale()
        self.setScreen(screen)
        if self._form == "corner":
            self.setMinimumSize(self._corner_size * scale * 0.8)
            self.setGeometry(corner_box(screen, self._corner_size * scale))
            return
        smallest = self._smallest.boundedTo(screen.availableGeometry().size())
        self.setMinimumSize(smallest)
        if self._form == "full":
            self.setGeometry(screen.geometry())
            return
        box = middle_box(screen, self._normal_size * scale, smallest, self._box)
        self.setGeometry(box)
