"""What the tests of notifiers share: a notice, and somebody who listens."""

from __future__ import annotations

from knotbreak.app.notice import ClosedHow, Notice, NoticeAction
from knotbreak.core.problems import Problem


class Listener:
    """Writes down what a notifier tells."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []
        self.handles: list[str] = []
        self.problems: list[Problem] = []

    def notice_shown(self, offer_id: int, handle: str) -> None:
        self.handles.append(handle)
        self.told.append(("shown", offer_id))

    def notice_answered(self, offer_id: int, action: str, token: str | None) -> None:
        self.told.append(("answered", offer_id, action, token))

    def notice_closed(self, offer_id: int, how: ClosedHow) -> None:
        self.told.append(("closed", offer_id, how.value))

    def notice_failed(self, offer_id: int, problem: Problem) -> None:
        self.problems.append(problem)
        self.told.append(("failed", offer_id))


def notice(offer_id: int, title: str = "Two minutes for your neck?", **changes: object) -> Notice:
    """A notice as the program words them."""
    values: dict[str, object] = {
        "body": "In your chair, quietly.",
        "actions": (
            NoticeAction("start", "Start"),
            NoticeAction("snooze", "In 5 min"),
            NoticeAction("skip", "Skip"),
        ),
        "default_action": "start",
        "quiet": False,
        "stay_ms": 300_000,
    }
    return Notice(offer_id=offer_id, title=title, **{**values, **changes})  # type: ignore[arg-type]
