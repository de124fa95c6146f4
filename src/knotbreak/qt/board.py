"""Notices and messages of our own: small windows that come without the focus and leave again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from knotbreak.app.notice import ClosedHow, Notice
from knotbreak.qt.opening import drop

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, NoticeListener
    from knotbreak.qt.notice_window import NoticeWindow

GAP = 8
MESSAGE_MS = 8_000
MESSAGE = 0
"""The id of a message in the style of a notice; offers count from 1."""


class Board:
    """Holds at most one notice and one message; `make` makes a window for either."""

    def __init__(self, loop: Loop, make: Callable[[], NoticeWindow]) -> None:
        self._loop = loop
        self._make = make
        self.notice_window: NoticeWindow | None = None
        self.message_window: NoticeWindow | None = None
        self._listener: NoticeListener | None = None
        self._texts: list[str] = []
        self._timer: Handle | None = None

    def show_notice(self, notice: Notice, listener: NoticeListener) -> None:
        """Show a notice that the desktop cannot show; `listener` hears the answer."""
        self._listener = listener
        if self.notice_window is None:
            self.notice_window = self._new()
            self.notice_window.answered.connect(self._on_answered)
            self.notice_window.dismissed.connect(self._on_dismissed)
        self.notice_window.show_notice(notice)
        self._stack()

    def withdraw_notice(self, offer_id: int) -> None:
        """Take it down."""
        window, self.notice_window = self.notice_window, None
        if window is not None:
            window.withdraw(offer_id)
            drop(window)

    def tell(self, text: str) -> None:
        """Say something for a while; what is said in the meantime joins it."""
        if text not in self._texts:
            self._texts.append(text)
        if self.message_window is None:
            self.message_window = self._new()
            self.message_window.dismissed.connect(lambda _id: self.forget_message())
            self.message_window.answered.connect(lambda _id, _action: self.forget_message())
        self.message_window.show_notice(
            Notice(
                offer_id=MESSAGE,
                title="knotbreak",
                body="\n".join(self._texts),
                actions=(),
                default_action="",
                quiet=True,
                stay_ms=MESSAGE_MS,
            )
        )
        self._stack()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(self._loop.now_ms() + MESSAGE_MS, self.forget_message)

    def forget_message(self) -> None:
        """Take the message down."""
        self._texts.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        window, self.message_window = self.message_window, None
        if window is not None:
            window.withdraw(MESSAGE)
            drop(window)

    def close(self) -> None:
        """Take everything down."""
        self.forget_message()
        if self.notice_window is not None:
            drop(self.notice_window)
            self.notice_window = None

    def _new(self) -> NoticeWindow:
        # With the first window, not at the start (see qt/loop.py).
        from PySide6.QtCore import Qt

        window = self._make()
        # Window managers give a tool window a button in the bar (xfce4-panel 4.18 does); notices of
        # dunst and others are none of their business either. On Wayland it would not show at all.
        if QGuiApplication.platformName() == "xcb":
            window.setWindowFlag(Qt.WindowType.X11BypassWindowManagerHint)
        return window

    def _stack(self) -> None:
        """Both come to the same corner: a message stands below the notice."""
        notice, message = self.notice_window, self.message_window
        if notice is not None and message is not None:
            message.move(message.x(), notice.y() + notice.height() + GAP)

    def _on_answered(self, offer_id: int, action: str) -> None:
        self.withdraw_notice(offer_id)
        if self._listener is not None:
            self._listener.notice_answered(offer_id, action, None)

    def _on_dismissed(self, offer_id: int) -> None:
        self.withdraw_notice(offer_id)
        if self._listener is not None:
            self._listener.notice_closed(offer_id, ClosedHow.DISMISSED)
