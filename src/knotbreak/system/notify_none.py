"""No notices: for a run that only plays a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.notice import Notice

if TYPE_CHECKING:
    from knotbreak.app.ports import NoticeListener


class NoNotifier:
    """Implements the `Notifier` port where nothing is ever due."""

    def start(self, listener: NoticeListener) -> None:
        """Nothing to connect to."""

    def show(self, notice: Notice) -> None:
        """Without reminders there is nothing to show."""
        raise AssertionError(f"no reminders, so no notice: {notice.title}")

    def withdraw(self, offer_id: int) -> None:
        """There is none."""

    def close_stale(self, handle: str) -> None:
        """The run that has reminders does this."""

    def stop(self) -> None:
        """Nothing to let go of."""

    def describe(self) -> str:
        """What this is."""
        return "none"
