"""Where a session is shown: its window, from the first movement to the end of the last page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.intents import Acknowledge, Drank, Intent, Key, Returned, SessionKey
from knotbreak.app.panels import OpenPanel, Panel
from knotbreak.app.state import WindowPlace
from knotbreak.app.views import CoverView, FinishView, SessionView
from knotbreak.core.problems import ProblemError
from knotbreak.core.settings import Form as SessionForm
from knotbreak.core.settings import SessionSettings
from knotbreak.qt.look import ThemeSource
from knotbreak.qt.opening import activation, drop

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator, WindowStore
    from knotbreak.core.player import PlayerFrame
    from knotbreak.qt.covers import Covers, Watchdog
    from knotbreak.qt.placed_window import Form
    from knotbreak.qt.session_window import SessionWindow


class Stage:
    """Makes the window when it is first used and drops it when it is left.

    Attributes:
        window: The window, while there is one.
        wishes: How large it should open, and where.
        open_panel: Opens another window of the program at something.
    """

    def __init__(
        self,
        look: ThemeSource,
        translator: Translator,
        *,
        frame: Callable[[], PlayerFrame | None],
        intend: Callable[[Intent], None],
        water_words: Callable[[], str],
        felt: Callable[[str], None],
        opening: Callable[[], None],
        left: Callable[[], None],
        places: WindowStore,
        watchdog: Watchdog | None = None,
        saving: Callable[[], bool] = lambda: False,
        own_input: Callable[[], None] = lambda: None,
    ) -> None:
        self.window: SessionWindow | None = None
        self.wishes: Callable[[], SessionSettings] = SessionSettings
        self.open_panel: Callable[[Panel, str], None] = lambda _panel, _about: None
        self._look = look
        self._translator = translator
        self._frame = frame
        self._intend = intend
        self._water_words = water_words
        self._felt = felt
        self._opening = opening
        self._left = left
        self._places = places
        self._watchdog = watchdog
        self._saving = saving
        self._own_input = own_input
        self._covers: Covers | None = None
        self._place: WindowPlace | None = None
        self._once: Form | None = None

    def play(self, view: SessionView, token: str | None, *, fills: bool = False) -> None:
        """Show a session from its beginning; with `fills` on the whole screen, this once."""
        window = self._need()
        window.set_saving(self._saving())
        window.render(view)
        if fills and self._watchdog is not None and window.form != "full":
            self._once = window.form
            window.set_form("full")
        self._show(window, token)

    def ask_safety(self, token: str | None) -> None:
        """Show what has to be read before the first movement."""
        window = self._need()
        window.show_safety()
        self._show(window, token)

    def render(self, view: SessionView | None, finish: FinishView | None = None) -> None:
        """Draw the session as an event left it; without one, what was said on the last page."""
        if self.window is None:
            return
        if view is not None:
            self.window.render(view)
        elif finish is not None:
            self.window.update_finish(finish)

    def finish(self, view: FinishView | None) -> None:
        """Show how the session ended; without a view there is nothing to say, and it goes."""
        if view is None:
            self.leave()
        elif self.window is not None:
            self.window.show_finish(view, self._water_words())

    def cover(self, view: CoverView | None) -> None:
        """Cover the screens in the strong mode, all but the session's own, or free them."""
        if view is None:
            covers, self._covers = self._covers, None
            if covers is not None:
                covers.render(None)
                covers.deleteLater()
            return
        if self._covers is None and self._watchdog is not None:
            from knotbreak.qt.covers import Covers

            self._covers = Covers(self._look, self._intend, self._watchdog)
        if self._covers is not None:
            self._covers.render(view, None if self.window is None else self.window.screen())

    def to_front(self) -> bool:
        """Bring the window to the person, if there is one."""
        if self.window is not None:
            self.window.open_on_pointer_screen()
        return self.window is not None

    def say(self, text: str) -> bool:
        """Show a message; False if nobody could see it."""
        window = self.window
        if window is None or not window.isVisible():
            return False
        window.show_message(text)
        return True

    def unsay(self) -> None:
        """Take the message back."""
        if self.window is not None:
            self.window.show_message("")

    def leave(self) -> None:
        """Take the window off the screen. Where it stood is remembered."""
        self.cover(None)
        window, self.window = self.window, None
        if window is not None:
            place = window.place()
            if self._once is not None and place.form == "full":
                # Where the person put it is kept, not what the strong mode made of it.
                place = msgspec.structs.replace(place, form=self._once)
            self._once = None
            self._remember(place)
            drop(window)
            self._left()

    def _need(self) -> SessionWindow:
        from knotbreak.qt.own_input import OwnInput
        from knotbreak.qt.session_window import SessionWindow

        if self.window is None:
            self._opening()
            window = SessionWindow(self._look, self._translator, self._frame)
            window.screen_name = self.wishes().screen
            window.set_place(self._opening_place())
            window.key_requested.connect(lambda key: self._intend(SessionKey(key)))
            window.acknowledged.connect(lambda: self._intend(Acknowledge()))
            window.declined.connect(lambda: self._intend(SessionKey(Key.STOP)))
            window.drank_requested.connect(self._on_drank)
            window.felt.connect(self._felt)
            window.intent.connect(self._on_intent)
            window.dismissed.connect(self._on_dismissed)
            OwnInput(window, self._own_input)
            self.window = window
        return self.window

    def _opening_place(self) -> WindowPlace:
        last, form = self._last_place(), self.wishes().form
        if form is SessionForm.LAST:
            return last
        return msgspec.structs.replace(last, form=form.value)

    def _last_place(self) -> WindowPlace:
        if self._place is None:
            with suppress(ProblemError):  # the window then opens in the middle: not worth a word
                self._place = self._places.load()
        return self._place or WindowPlace()

    def _remember(self, place: WindowPlace) -> None:
        if place != self._place:
            self._place = place
            with suppress(ProblemError):  # it is known until the program ends
                self._places.save(place)

    def _show(self, window: SessionWindow, token: str | None) -> None:
        with activation(token):
            window.open_on_pointer_screen()

    def _on_dismissed(self) -> None:
        self.leave()
        # Whoever leaves the last page is back; where nothing waits for that, nothing happens.
        self._intend(Returned())

    def _on_drank(self) -> None:
        self._on_intent(Drank())

    def _on_intent(self, intent: Intent | OpenPanel) -> None:
        if isinstance(intent, OpenPanel):
            self.open_panel(intent.panel, intent.about)
            return
        self._intend(intent)
        if self.window is not None:
            self.window.set_water(self._water_words())
