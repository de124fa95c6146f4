"""Reminders that are heard: with the notice or, for those who want it so, in place of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from knotbreak.app.notice import ClosedHow, Notice
from knotbreak.core.sound_settings import Announce, Level
from knotbreak.core.tone import Tone

if TYPE_CHECKING:
    from knotbreak.app.ports import Audible, NoticeListener, Notifier


class HeardNotifier:
    """The `Notifier` port on another one.

    A reminder that is heard alone stays in the tray as due, as one does that nobody answered. Quiet
    notices are seen alone: that is what quiet means.
    """

    def __init__(
        self,
        seen: Notifier,
        sounds: Audible,
        how: Callable[[], tuple[Announce, Level]],
    ) -> None:
        self._seen = seen
        self._sounds = sounds
        self._how = how
        self._listener: NoticeListener | None = None
        self._shown: int | None = None

    def start(self, listener: NoticeListener) -> None:
        """Connect the other one."""
        self._listener = listener
        self._seen.start(listener)

    def show(self, notice: Notice) -> None:
        """Let it be seen, heard, or both."""
        how, level = self._how()
        heard = how is not Announce.SEEN and not notice.quiet
        if heard:
            self._sounds.play(Tone.NOTICE)
        if heard and level is Level.VOICE:
            self._sounds.speak(notice.title)
        if heard and how is Announce.HEARD and not self._sounds.mute:
            assert self._listener is not None, "it has been started"
            shown, self._shown = self._shown, None
            if shown is not None:
                # A notice takes the place of the one before, seen or not.
                self._seen.withdraw(shown)
            self._listener.notice_closed(notice.offer_id, ClosedHow.EXPIRED)
            return
        self._shown = notice.offer_id
        self._seen.show(notice)

    def withdraw(self, offer_id: int) -> None:
        """Take it down, if it can be seen."""
        if self._shown == offer_id:
            self._shown = None
        self._seen.withdraw(offer_id)

    def close_stale(self, handle: str) -> None:
        """Passed on."""
        self._seen.close_stale(handle)

    def stop(self) -> None:
        """Let go of the other one."""
        self._seen.stop()

    def describe(self) -> str:
        """What the other one says of itself."""
        return self._seen.describe()
