"""What the program knows of the notice on the screen, so that no kill leaves one there."""

from __future__ import annotations

from collections.abc import Sequence

from knotbreak.app.effects import Effect, ShowNotice, WithdrawNotice
from knotbreak.app.notice import Notice
from knotbreak.app.state import OpenNotice


class NoticeDesk:
    """The open notice, whether it can be seen, and the one that is on its way out."""

    def __init__(self) -> None:
        self.notice: Notice | None = None
        self.visible = False
        self._handle = ""
        # What may still be on the screen: in the state until its end is on its way.
        self._leaving: OpenNotice | None = None

    def is_about(self, offer_id: int) -> bool:
        """Whether the open notice is that of an offer."""
        return self.notice is not None and self.notice.offer_id == offer_id

    def found(self, left: OpenNotice | None) -> None:
        """A killed run left this one behind. It is kept until it can be closed: the bus has not
        answered yet, and a kill before that must not forget it."""
        self._leaving = left

    def shown(self, handle: str) -> None:
        """The open notice is on the screen."""
        self._handle = handle
        self._leaving = None
        self.visible = True

    def gone(self) -> None:
        """It went off the screen, though it has not been answered."""
        self._handle = ""
        self.visible = False

    def prepare(self, effects: Sequence[Effect]) -> bool:
        """Know of what will be shown and withdrawn before it is, so that the state says so.

        Whether one that is on the screen is to leave it.
        """
        leaves = False
        for effect in effects:
            withdrawn = isinstance(effect, WithdrawNotice) and self.is_about(effect.offer_id)
            if not withdrawn and not isinstance(effect, ShowNotice):
                continue
            if self.notice is not None and self._handle:
                self._leaving = OpenNotice(self.notice.offer_id, self._handle)
                leaves = True
            self.notice = effect.notice if isinstance(effect, ShowNotice) else None
            self.gone()
        return leaves

    def left(self) -> None:
        """The end of what was on its way out has been asked for."""
        if self.notice is None:
            self._leaving = None

    def remembered(self) -> OpenNotice | None:
        """What the next start has to close if this run is killed."""
        if self.notice is None:
            return self._leaving
        handle = self._handle or (self._leaving.handle if self._leaving is not None else "")
        return OpenNotice(self.notice.offer_id, handle)
