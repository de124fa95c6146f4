"""The windows as a front end: what is opened when, and what becomes of what is clicked.

A window is imported and made when it is first used, and dropped when it is closed: the program sits
in the tray all day, and pays for a window only while somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from knotbreak.app.controller import Controller
from knotbreak.app.effects import Ring
from knotbreak.app.intents import Intent
from knotbreak.app.menu import Menu
from knotbreak.app.panels import Panel
from knotbreak.app.pausing import Refused
from knotbreak.app.status import Status
from knotbreak.core.problems import ProblemError
from knotbreak.qt.board import MESSAGE_MS, Board
from knotbreak.qt.icons import Icons, panel_is_dark
from knotbreak.qt.instead_of_tray import InsteadOfTray
from knotbreak.qt.look import ThemeSource
from knotbreak.qt.opening import activation, before_log_out, drop
from knotbreak.qt.panels import NO_PANELS, Maker, Panels
from knotbreak.qt.stage import Stage
from knotbreak.qt.tray import Tray

if TYPE_CHECKING:
    from knotbreak.app.ports import Handle, Loop, Translator, WindowStore
    from knotbreak.core.player import PlayerFrame
    from knotbreak.qt.covers import Watchdog
    from knotbreak.qt.notice_window import NoticeWindow
    from knotbreak.qt.report import ReportWindow
    from knotbreak.qt.status_window import StatusWindow

HOST_GRACE_MS = 3_000
"""So long a tray may take to come (log-in) or to come back (its restart) before a window does."""

Watch = Callable[[Callable[[bool], None]], "Handle"]


class QtFront:
    """Owns the tray and the windows.

    Args:
        loop: Where redraws and timers wait.
        quit_program: Ends the program in order.
        set_place: Keeps the place, "office" or "home", in the settings.
        open_settings: Shows the settings file.
        places: Keeps where the session window was put.
        watch_host: Tells whenever the tray's host comes (True) or goes (False), if anything can.
        ring, felt, precise: Hear of sounds to make, of "better", "same" or "worse" afterwards,
            and of sessions that begin (True) and end.
        watchdog: Looks after the covers of the strong mode; without one there are none.
        saving: Says at the start of a session whether to spare the battery.
        desktop: `XDG_CURRENT_DESKTOP`.
        plain_icon: Whether the knot keeps its shape.
        panels: How the windows are made that the menu opens.
    """

    def __init__(
        self,
        app: QApplication,
        loop: Loop,
        translator: Translator,
        icons: Icons,
        *,
        quit_program: Callable[[], None],
        set_place: Callable[[str], None],
        open_settings: Callable[[], None],
        places: WindowStore,
        watch_host: Watch | None = None,
        ring: Callable[[Ring], None] = lambda _ring: None,
        felt: Callable[[str], None] = lambda _felt: None,
        precise: Callable[[bool], None] = lambda _precise: None,
        watchdog: Watchdog | None = None,
        saving: Callable[[], bool] = lambda: False,
        desktop: str = "",
        plain_icon: bool = False,
        panels: Mapping[Panel, Maker] = NO_PANELS,
    ) -> None:
        self._app = app
        self._loop = loop
        self._translator = translator
        self._ = translator.gettext
        self._icons = icons
        self._quit = quit_program
        self._set_place = set_place
        self._open_settings = open_settings
        self._watch_host = watch_host
        self._ring = ring
        self._precise = precise
        self._desktop = desktop
        self.look = ThemeSource(app)
        dark = self._panel_is_dark()
        self.tray = Tray(translator, icons, plain=plain_icon, dark_panel=dark, panels=tuple(panels))
        self.stage = Stage(
            self.look,
            translator,
            frame=self._frame,
            intend=self._intend,
            water_words=self._water_words,
            felt=felt,
            opening=self._on_stage_opens,
            left=self._on_stage_left,
            places=places,
            watchdog=watchdog,
            saving=saving,
            own_input=self._own_input,
        )
        self.status_window: StatusWindow | None = None
        self._instead = InsteadOfTray(self.tray, self._others_seen, self._need_status_window)
        self.panels = Panels(panels, self._bring_icon, loop.post, self._instead.others_gone)
        self.board = Board(loop, self._new_notice_window)
        self.report_window: ReportWindow | None = None
        self._controller: Controller | None = None
        self._status: Status | None = None
        self._menu: Menu | None = None
        self._host: Handle | None = None
        self._timers: dict[str, Handle] = {}
        self._drawing = False
        self._closed = self._status_had_focus = False
        self._has_app_icon = False

    # -- life ----------------------------------------------------------------------------------

    def attach(self, controller: Controller, status: Status, menu: Menu) -> None:
        """Say whose views these are; before the controller starts."""
        self._controller = controller
        self._status = status
        self._menu = menu

    def open(self) -> None:
        """Put the icon into the tray; where there is none, a window comes instead."""
        self._app.setQuitOnLastWindowClosed(False)
        before_log_out(self._app, self._wake)
        self.look.changed.connect(self._on_look)
        tray = self.tray
        tray.intent.connect(self._intend)
        tray.place_requested.connect(self._on_place)
        tray.settings_requested.connect(self._open_settings)
        tray.quit_requested.connect(self._quit)
        tray.panel_requested.connect(self.panels.show)
        tray.open_requested.connect(self._on_tray_clicked)
        tray.menu_opening.connect(self._on_menu_opening)
        tray.recreate()
        if self._watch_host is not None:
            self._host = self._watch_host(self._on_host)
        self._after("host", HOST_GRACE_MS, self._look_for_tray)

    def close(self) -> None:
        """Take everything off the screen."""
        self._closed = True
        if self._host is not None:
            self._host.cancel()
        for timer in self._timers.values():
            timer.cancel()
        self._instead.forget()
        self.board.close()
        self.panels.close()
        self.stage.leave()
        for window in (self.status_window, self.report_window):
            if window is not None:
                drop(window)
        self.status_window = self.report_window = None
        self.tray.hide()

    def activate(self, token: str | None = None) -> None:
        """Come to the front: the program was started a second time, or its icon was clicked."""
        with activation(token):
            if self.stage.to_front():
                return
            window = self._need_status_window()
            self._instead.forget()
            window.show()
            window.raise_()
            window.activateWindow()

    # -- FrontEnd ------------------------------------------------------------------------------

    def changed(self) -> None:
        """Draw soon, once for however many changes."""
        if not self._drawing and not self._closed:
            self._drawing = True
            self._loop.post(self._redraw)

    def session_began(self, token: str | None) -> None:
        """Open the session's window at once, on top, with the focus."""
        self._precise(True)
        view = None if self._controller is None else self._controller.playing.view()
        if view is not None:
            cover = None if self._status is None else self._status.view().cover
            self.stage.play(view, token, fills=cover is not None)

    def session_over(self, taken: bool) -> None:
        """Show how it ended; the finish view has the words for whether it was taken."""
        del taken
        self._precise(False)
        if self._controller is not None and not self._closed:
            self.stage.finish(self._controller.playing.finish)

    def acknowledge_first(self) -> None:
        """Show the safety notice; what waits begins when it has been read."""
        waiting = None if self._controller is None else self._controller.playing.waiting
        token = None if waiting is None else waiting.token
        if Panel.WELCOME in self.panels.open:
            self.panels.show(Panel.WELCOME, token=token)  # it begins with the same notice
        else:
            self.stage.ask_safety(token)

    def ring(self, ring: Ring) -> None:
        """Make a sound, as far as the composition root gave us one."""
        self._ring(ring)

    def tell(self, text: str) -> None:
        """Say something for a while: in the session's window, or in the style of a notice."""
        if self._closed:
            return
        if self.stage.say(text):
            self._after("message", MESSAGE_MS, self.stage.unsay)
        else:
            self.board.tell(text)

    # -- errors --------------------------------------------------------------------------------

    def show_report(self, report: str) -> None:
        """Show an error that nobody expected, with a report to copy."""
        from knotbreak.qt.report import ReportWindow

        if self._closed:
            return
        if self.report_window is None:
            self._bring_icon()
            self.report_window = ReportWindow(self._translator)
            self.report_window.finished.connect(self._on_report_closed)
        self.report_window.add(report)
        self.report_window.show()

    # -- drawing -------------------------------------------------------------------------------

    def _redraw(self) -> None:
        self._drawing = False
        controller, status, menu = self._controller, self._status, self._menu
        if controller is None or status is None or menu is None or self._closed:
            return
        view = status.view()
        self.tray.render(view, menu.view(view.notice))
        self.stage.render(controller.playing.view(), controller.playing.finish)
        self.stage.cover(view.cover)
        self.panels.refresh()
        if self.status_window is not None:
            why = self._why_a_window()
            self.status_window.render(view, f"{why} {view.speed_words}".strip())
            if self._instead.came and not why and not self._status_is_active():
                # It came for lack of a tray; nobody uses it. XEmbed hosts do not say they came.
                self.status_window.close()

    def _why_a_window(self) -> str:
        if self.tray.available:
            return ""
        return self._("This desktop shows no tray icons, so knotbreak is in this window.")

    def _water_words(self) -> str:
        return "" if self._status is None else self._status.view().water_words

    def _frame(self) -> PlayerFrame | None:
        controller = self._controller
        return None if controller is None else controller.playing.frame(controller.clock.now())

    def _own_input(self) -> None:
        if self._controller is not None:
            self._controller.interrupting.own_input(self._controller.clock.now())

    # -- windows -------------------------------------------------------------------------------

    def _on_stage_opens(self) -> None:
        self._bring_icon()
        self.board.forget_message()
        self._status_had_focus = self._status_is_active()

    def _on_stage_left(self) -> None:
        # The window manager gives the focus back to the program that had it. Between windows of
        # our own it need not.
        if self._status_had_focus and self.status_window is not None and not self._closed:
            self.status_window.activateWindow()
        self._instead.others_gone()

    def _need_status_window(self) -> StatusWindow:
        from knotbreak.qt.status_window import StatusWindow

        if self.status_window is None:
            self._bring_icon()
            window = StatusWindow(self.look, self._translator, self.tray.menu, self.tray.panels)
            window.intent.connect(self._intend)
            window.panel_requested.connect(self.panels.show)
            window.quit_requested.connect(self._quit)
            window.closed.connect(lambda: self._loop.post(self._on_status_closed))
            self.status_window = window
            self._redraw()
        return self.status_window

    def _status_is_active(self) -> bool:
        return self.status_window is not None and self.status_window.isActiveWindow()

    def _on_status_closed(self) -> None:
        window, self.status_window = self.status_window, None
        self._instead.forget()
        if window is None:
            return
        drop(window)
        if not self.tray.available and not self._closed:
            self.tell(self._("knotbreak goes on. Start it again to see its window."))

    def _new_notice_window(self) -> NoticeWindow:
        from knotbreak.qt.notice_window import NoticeWindow

        self._bring_icon()
        return NoticeWindow(self.look, self._translator)

    def _bring_icon(self) -> None:
        """The first window brings the program's icon."""
        if not self._has_app_icon:
            self._has_app_icon = True
            self._app.setWindowIcon(self._icons.app_icon())

    def _on_report_closed(self) -> None:
        window, self.report_window = self.report_window, None
        if window is not None:
            drop(window)

    # -- what comes from people ----------------------------------------------------------------

    def _intend(self, intent: Intent) -> None:
        if self._controller is None:
            return
        try:
            self._controller.handle(intent)
        except (Refused, ProblemError) as reason:
            self.tell(str(reason))

    def _on_place(self, place: str) -> None:
        try:
            self._set_place(place)
        except ProblemError as reason:
            self.tell(str(reason))
        self._redraw()

    def _on_tray_clicked(self) -> None:
        if self.stage.window is None and self._status_is_active():
            assert self.status_window is not None
            self.status_window.close()
        else:
            self.activate()

    def _on_menu_opening(self) -> None:
        """Before anybody sees it, and not all the time: what was played, and new files."""
        if self._menu is not None and not self._closed:
            self._menu.refresh()
            self._redraw()

    # -- the tray's host -----------------------------------------------------------------------

    def _on_host(self, here: bool) -> None:
        if self._closed:
            return
        if here:
            self.tray.host_came()
            self._redraw()
        self._after("host", HOST_GRACE_MS, self._look_for_tray)

    def _look_for_tray(self) -> None:
        if self.status_window is None:
            self._instead.bring()
        else:
            self._redraw()

    def _others_seen(self) -> bool:
        return self.stage.window is not None or bool(self.panels.open)

    # -- the rest ------------------------------------------------------------------------------

    def _panel_is_dark(self) -> bool:
        return panel_is_dark(self._desktop, self.look.seems_dark)

    def _on_look(self) -> None:
        self.tray.set_dark_panel(self._panel_is_dark())

    def _wake(self) -> None:
        if self._controller is not None:
            self._controller.wake()

    def _after(self, name: str, ms: int, fn: Callable[[], None]) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()
        self._timers[name] = self._loop.call_at(self._loop.now_ms() + ms, fn)
