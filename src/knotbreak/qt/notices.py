"""Our own window for notices, where the desktop cannot show them with their buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from knotbreak.app.notice import ClosedHow, Notice
from knotbreak.core.problems import Problem

if TYPE_CHECKING:
    from knotbreak.app.ports import NoticeListener, Notifier


class NoticeBoard(Protocol):
    """Where our own notices stand."""

    def show_notice(self, notice: Notice, listener: NoticeListener) -> None: ...
    def withdraw_notice(self, offer_id: int) -> None: ...
    def tell(self, text: str) -> None: ...


class FallbackNotifier:
    """The `Notifier` port on another one, and on our own window where that one fails.

    The reason for the window is told once. `has_buttons` is asked when a notice is on the screen:
    one that has lost its buttons is taken down again, and the window shows it instead.
    """

    def __init__(
        self, first: Notifier, board: NoticeBoard, has_buttons: Callable[[], bool] = lambda: True
    ) -> None:
        self._first = first
        self._board = board
        self._has_buttons = has_buttons
        self._listener: NoticeListener | None = None
        self._notice: Notice | None = None
        self._ours: int | None = None
        self._told: set[str] = set()

    # -- Notifier ------------------------------------------------------------------------------

    def start(self, listener: NoticeListener) -> None:
        """Connect the first one; its answers pass through here."""
        self._listener = listener
        self._first.start(self)

    def show(self, notice: Notice) -> None:
        """Try the desktop first, each time: its service may have come back."""
        self._take_down()
        self._notice = notice
        self._first.show(notice)

    def withdraw(self, offer_id: int) -> None:
        """Take the notice down, wherever it is."""
        if self._ours == offer_id:
            self._take_down()
        if self._notice is not None and self._notice.offer_id == offer_id:
            self._notice = None
        self._first.withdraw(offer_id)

    def close_stale(self, handle: str) -> None:
        """Take down what an earlier run left behind; windows of ours end with their program."""
        self._first.close_stale(handle)

    def stop(self) -> None:
        """Let go of both."""
        self._take_down()
        self._first.stop()

    def describe(self) -> str:
        """What the first one says of itself."""
        return self._first.describe()

    # -- NoticeListener, for the first one -----------------------------------------------------

    def notice_shown(self, offer_id: int, handle: str) -> None:
        """The desktop shows it; without buttons it is of no use."""
        if self._has_buttons() or not self._show_ourselves(offer_id):
            self._heard.notice_shown(offer_id, handle)
        else:
            self._first.withdraw(offer_id)

    def notice_answered(self, offer_id: int, action: str, token: str | None) -> None:
        """Passed on."""
        self._heard.notice_answered(offer_id, action, token)

    def notice_closed(self, offer_id: int, how: ClosedHow) -> None:
        """Passed on, unless it stands in our window."""
        if self._ours != offer_id:
            self._heard.notice_closed(offer_id, how)

    def notice_failed(self, offer_id: int, problem: Problem) -> None:
        """The desktop cannot: our window shows it."""
        if not self._show_ourselves(offer_id):
            self._heard.notice_failed(offer_id, problem)
            return
        if str(problem) not in self._told:
            self._told.add(str(problem))
            self._board.tell(str(problem))

    @property
    def _heard(self) -> NoticeListener:
        assert self._listener is not None
        return self._listener

    def _show_ourselves(self, offer_id: int) -> bool:
        notice = self._notice
        if notice is None or notice.offer_id != offer_id:
            return False
        self._ours = offer_id
        self._board.show_notice(notice, self._heard)
        self._heard.notice_shown(offer_id, "")
        return True

    def _take_down(self) -> None:
        ours, self._ours = self._ours, None
        if ours is not None:
            self._board.withdraw_notice(ours)
