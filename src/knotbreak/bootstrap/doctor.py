"""`knotbreak doctor`: asks every port once, as the running program would, and sums up."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import knotbreak
from knotbreak.app.autostart import said_of
from knotbreak.app.diagnosis import Diagnosis, Facts, Finding, Health, by_port, finding
from knotbreak.app.signals import BusyLook, BusySource, Outcome, SessionSignals, Tried
from knotbreak.bootstrap.files import library_port
from knotbreak.bootstrap.settling import autostart_here
from knotbreak.bootstrap.shortcut_report import shortcut_finding
from knotbreak.bootstrap.signals import wishes_of
from knotbreak.bootstrap.sounds_found import of_sounds
from knotbreak.core.problems import ProblemError
from knotbreak.core.settings import Settings
from knotbreak.storage.folders import Folders
from knotbreak.storage.settings_file import read_settings
from knotbreak.system.choose_busy import choose_busy
from knotbreak.system.choose_idle import choose_idle
from knotbreak.system.clock import SystemClock
from knotbreak.system.dbus_address import BusKind
from knotbreak.system.display import why_no_window
from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask
from knotbreak.system.session_bus import SessionBus
from knotbreak.system.wall_clock import SystemWallClock
from knotbreak.terminal.loop import SelectorLoop

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

LONGEST_MS = 3_500
"""Whoever has not answered by then does not answer."""

SETTLE_MS = 300
"""What tells of itself (a compositor, a lock screen) has so long to do it."""


def diagnose(
    folders: Folders, translator: Translator, environ: Mapping[str, str] = os.environ
) -> Diagnosis:
    """Look at everything; takes a few seconds at most."""
    with SelectorLoop() as loop:
        return _Doctor(loop, folders, translator, environ).examine()


class _Listener:
    """Whoever listens to the session hears what it is about to do; here that is of no use."""

    def locked(self) -> None: ...
    def unlocked(self) -> None: ...
    def about_to_sleep(self) -> None: ...
    def woke(self) -> None: ...
    def shutting_down(self) -> None: ...


class _Doctor:
    def __init__(
        self,
        loop: SelectorLoop,
        folders: Folders,
        translator: Translator,
        environ: Mapping[str, str],
    ) -> None:
        self._loop = loop
        self._folders = folders
        self._words = translator
        self._ = translator.gettext
        self._environ = environ
        self._buses = None if sys.platform in ("win32", "darwin") else self._open_buses()
        self._services: dict[str, tuple[Tried, ...]] = {}
        self._look: BusyLook | None = None
        self._settled = False
        self._asked = 0

    def examine(self) -> Diagnosis:
        settings, faults = self._settings()
        loop, words, environ = self._loop, self._words, self._environ
        bus = None if self._buses is None else self._buses[0]
        idle = choose_idle(loop, environ, translator=words, bus=bus)
        wall = SystemWallClock(loop, words)
        wishes = wishes_of(settings)
        busy = choose_busy(loop, SystemClock(), words, wishes, self._buses, environ, in_vain=True)
        session = self._listen()
        self._ask(busy)
        loop.run()
        window = self._of_window()
        shown = window.health is Health.WORKS
        unknown = self._("Nothing is known of it here.")
        findings = [
            self._of_settings(faults),
            self._of_library(),
            self._of_running(),
            shortcut_finding(settings, self._folders, self._words),
            finding([said_of(self._("start at log-in"), autostart_here(self._words))]),
            window,
            *(finding(tried, self._instead(name, shown)) for name, tried in self._services.items()),
            finding(idle.tried(), self._("You are taken to be at the keyboard all the time.")),
            self._of_session(session),
            finding(wall.tried()),
            *of_sounds(words, environ),
            *(finding(ways, unknown) for ways in by_port(self._of_busy(busy))),
        ]
        for part in (idle, wall, busy, session, *(self._buses or ())):
            if part is not None:
                part.stop()
        seen = () if self._look is None else self._look.reasons
        now = tuple(dict.fromkeys(reason.kind for reason in seen))
        return Diagnosis(facts=facts(environ), findings=tuple(findings), now=now)

    # -- asking ------------------------------------------------------------------------------------

    def _open_buses(self) -> tuple[SessionBus, SessionBus]:
        buses = (
            SessionBus(self._loop, self._words, environ=self._environ),
            SessionBus(self._loop, self._words, kind=BusKind.SYSTEM, environ=self._environ),
        )
        for bus in buses:
            bus.start()
        return buses

    def _listen(self) -> SessionSignals | None:
        if self._buses is None:
            return None
        from knotbreak.system.choose_session import linux_session

        session = linux_session(*self._buses, self._words, self._environ)
        session.start(_Listener())
        return session

    def _ask(self, busy: BusySource) -> None:
        now_ms = self._loop.now_ms()
        self._loop.call_at(now_ms + SETTLE_MS, self._on_settled)
        self._loop.call_at(now_ms + LONGEST_MS, self._loop.stop)
        if self._buses is not None:
            from knotbreak.system.desk_services import DeskServices

            services = DeskServices(self._buses[0], self._words, self._environ)
            for name, ask in (
                ("notices", services.notices),
                ("tray", services.tray),
                ("awake", services.awake),
            ):
                self._asked += 1
                ask(partial(self._on_service, name))
        busy.look(self._on_look)

    def _on_service(self, name: str, tried: tuple[Tried, ...]) -> None:
        self._services[name] = tried
        self._stop_if_done()

    def _on_look(self, look: BusyLook) -> None:
        self._look = look
        self._stop_if_done()

    def _on_settled(self) -> None:
        self._settled = True
        self._stop_if_done()

    def _stop_if_done(self) -> None:
        if self._settled and self._look is not None and len(self._services) == self._asked:
            self._loop.stop()

    # -- summing up --------------------------------------------------------------------------------

    def _settings(self) -> tuple[Settings, int]:
        path = self._folders.config / "settings.toml"
        try:
            return (read_settings(path, path.name) if path.exists() else Settings()), 0
        except ProblemError as error:
            return Settings(), len(error.problems)

    def _of_settings(self, faults: int) -> Finding:
        _, port, means = self._, self._("settings"), "settings.toml"
        if not faults:
            words = _("There is no fault in them.")
            return finding([Tried(port=port, means=means, outcome=Outcome.CHOSEN, words=words)])
        words = self._words.ngettext("It has {n} fault.", "It has {n} faults.", faults)
        hint = _("Run knotbreak check settings.toml in its folder: it names them.")
        failed = Tried(
            port=port,
            means=means,
            outcome=Outcome.FAILED,
            words=words.format(n=faults),
            hint=hint,
        )
        return finding([failed], _("The last good settings hold."))

    def _of_library(self) -> Finding:
        _, library = self._, library_port(self._folders).library
        count = len(library.problems)
        words = self._words.ngettext("{n} routine.", "{n} routines.", len(library.routines))
        words, hint = words.format(n=len(library.routines)), ""
        if count:
            some = self._words.ngettext("{n} fault in files.", "{n} faults in files.", count)
            words = f"{words} {some.format(n=count)}"
            hint = _("Run knotbreak routines: it names them.")
        chosen, port = Outcome.CHOSEN, _("routines")
        return finding(
            [Tried(port=port, means=_("library"), outcome=chosen, words=words, hint=hint)]
        )

    def _of_running(self) -> Finding:
        _, outcome, hint = self._, Outcome.CHOSEN, ""
        words = _("It runs, and answers.")
        try:
            ask(self._folders.runtime / "socket", "status")
        except NotRunningError as error:
            outcome, words = Outcome.NOT_HERE, _("It does not run.")
            if error.stale:
                words = _("It does not run; the last time it was killed. Nothing is lost.")
            hint = _("Start it with knotbreak, or knotbreak run --terminal.")
        except AnswerError:
            outcome, words = Outcome.FAILED, _("It does not answer.")
            hint = _("End it and start it again.")
        tried = Tried(
            port=_("the program"), means="knotbreak", outcome=outcome, words=words, hint=hint
        )
        return finding([tried])

    def _of_window(self) -> Finding:
        _, why = self._, why_no_window(self._environ)
        port, means = _("windows"), "PySide6"
        if why is None:
            words = _("Windows can be shown.")
            return finding([Tried(port=port, means=means, outcome=Outcome.CHOSEN, words=words)])
        words = _("No window can be shown: {why}.").format(why=why)
        tried = Tried(port=port, means=means, outcome=Outcome.NOT_HERE, words=words)
        return finding([tried], _("knotbreak run --terminal does all of it without."))

    def _instead(self, name: str, windows: bool) -> str:
        """What knotbreak does where nobody offers a service."""
        _ = self._
        match name:
            case "notices" if windows:
                return _("What is due is shown in a small window of knotbreak's own.")
            case "tray" if windows:
                return _("knotbreak is in a window instead, with the same menu.")
            case "awake":
                return _("The screen may switch off while a session plays.")
            case _:
                return _("The terminal shows the same, and has a key for everything.")

    def _of_session(self, session: SessionSignals | None) -> Finding:
        _ = self._
        tried = _told_to_windows(self._words) if session is None else session.tried()
        clocks = _("Sleep shows in the clocks all the same; a locked screen is an absence.")
        return finding(tried, clocks)

    def _of_busy(self, busy: BusySource) -> tuple[Tried, ...]:
        """What was told, and who has not answered."""
        said = busy.tried()
        told = {one.port for one in said}
        silent = () if self._look is None else self._look.unanswered
        words = self._("It does not answer.")
        return said + tuple(
            Tried(port=port, means="", outcome=Outcome.FAILED, words=words)
            for port in silent
            if port not in told
        )


def _told_to_windows(translator: Translator) -> tuple[Tried, ...]:
    """What a program with windows hears on Windows and macOS; one in a terminal does not."""
    if sys.platform == "darwin":
        from knotbreak.system.session_macos import MacosSource

        return MacosSource(translator, lambda _name, _fn: lambda: None).tried()
    from knotbreak.system.session_windows import WindowsSource

    return WindowsSource(translator).tried()


def facts(environ: Mapping[str, str]) -> Facts:
    """What the program runs on, without a name that is anybody's."""
    try:
        qt = importlib.metadata.version("PySide6-Essentials")
    except importlib.metadata.PackageNotFoundError:
        qt = ""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        system = f"{platform.system()} {platform.release()}"
    display = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if environ.get(name)]
    kinds = {"WAYLAND_DISPLAY": "Wayland", "DISPLAY": "X11"}
    sandbox = "Flatpak" if environ.get("FLATPAK_ID") else "Snap" if environ.get("SNAP") else ""
    return Facts(
        knotbreak=knotbreak.__version__,
        python=platform.python_version(),
        pyside6=qt,
        system=system,
        desktop=environ.get("XDG_CURRENT_DESKTOP", ""),
        session=" + ".join(kinds[name] for name in display),
        sandbox=sandbox,
    )
