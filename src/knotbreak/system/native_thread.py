"""The thread in which desktop-notifier lives."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

from knotbreak.app.notice import Notice

if TYPE_CHECKING:
    import asyncio

    from desktop_notifier import DesktopNotifier

JOIN_S = 2.0
SHOWN = "shown"
FAILED = "failed"
CLOSED = "closed"
CLICKED = "clicked"
PRESSED = "pressed:"

Report: TypeAlias = Callable[[str], None]
_Command: TypeAlias = "Callable[[DesktopNotifier], Awaitable[None]]"
_log = logging.getLogger(__name__)


class NativeThread:
    """Carries out one order after the other, in a thread with an asyncio loop of its own.

    What becomes of a notice is told to the `report` of its `show`, from this thread or another:
    `SHOWN` or `FAILED`, then `CLOSED`, `CLICKED` or `PRESSED` with the key of the button.
    """

    def __init__(self, app_name: str) -> None:
        self._app_name = app_name
        self._commands: deque[_Command | None] = deque()
        self._wake: Callable[[], None] = lambda: None
        self._cancel: Callable[[], None] = lambda: None
        self._open: str | None = None
        # A toolkit that hangs must not keep the program from ending.
        self._thread = threading.Thread(target=self._main, name="notices", daemon=True)
        self._thread.start()

    def show(self, notice: Notice, stay_s: int, report: Report) -> None:
        """Clear the notice before, then show this one for `stay_s` seconds (0: until cleared)."""
        self._put(lambda notifier: self._show(notifier, notice, stay_s, report))

    def clear(self) -> None:
        """Take down the notice that is open."""
        self._put(self._clear)

    def clear_all(self) -> None:
        """Take down everything that the system shows of this program."""
        self._put(lambda notifier: notifier.clear_all())

    def stop(self) -> None:
        """Clear what is open and end the thread; waits `JOIN_S` at most."""
        self.clear()
        self._put(None)
        self._thread.join(JOIN_S)
        if self._thread.is_alive():
            _log.warning("the notification thread does not end")
            self._cancel()

    def _put(self, command: _Command | None) -> None:
        self._commands.append(command)
        self._wake()

    # In the thread.

    def _main(self) -> None:
        import asyncio

        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._serve())

    async def _serve(self) -> None:
        import asyncio

        loop, task, waiting = asyncio.get_running_loop(), asyncio.current_task(), asyncio.Event()
        self._wake = lambda: _call_soon(loop, waiting.set)
        if task is not None:
            self._cancel = lambda: _call_soon(loop, task.cancel)
        from desktop_notifier import DesktopNotifier

        # Without this, the logo of Python would stand beside each notice.
        notifier = DesktopNotifier(app_name=self._app_name, app_icon=None)
        try:
            while True:
                waiting.clear()
                while self._commands:
                    command = self._commands.popleft()
                    if command is None:
                        return
                    await self._carry_out(command, notifier)
                await waiting.wait()
        finally:
            await _disconnect(notifier)

    async def _carry_out(self, command: _Command, notifier: DesktopNotifier) -> None:
        try:
            await command(notifier)
        except Exception:  # noqa: BLE001 - the edge of the thread: each system raises its own
            _log.warning("a notification order failed", exc_info=True)

    async def _show(
        self, notifier: DesktopNotifier, notice: Notice, stay_s: int, report: Report
    ) -> None:
        from desktop_notifier import Button, Notification, Urgency

        await self._clear(notifier)
        shown = False

        def on_dispatched() -> None:
            nonlocal shown
            shown = True
            report(SHOWN)

        def pressed(key: str) -> Callable[[], None]:
            return lambda: report(PRESSED + key)

        notification = Notification(
            notice.title,
            notice.body,
            urgency=Urgency.Low if notice.quiet else Urgency.Normal,
            buttons=tuple(
                Button(action.label, on_pressed=pressed(action.key), identifier=action.key)
                for action in notice.actions
            ),
            on_dispatched=on_dispatched,
            on_clicked=lambda: report(CLICKED),
            on_dismissed=lambda: report(CLOSED),
            timeout=stay_s,
        )
        try:
            if not _is_dummy(notifier):
                await notifier.send_notification(notification)
        finally:
            if shown:
                self._open = notification.identifier
            else:
                # desktop-notifier logs what went wrong and tells nobody.
                report(FAILED)

    async def _clear(self, notifier: DesktopNotifier) -> None:
        identifier, self._open = self._open, None
        if identifier is not None:
            # The Linux backend forgets a notice that was answered or closed.
            with contextlib.suppress(KeyError):
                await notifier.clear(identifier)


def _call_soon(loop: asyncio.AbstractEventLoop, fn: Callable[[], object]) -> None:
    # The thread may have ended by itself, where desktop-notifier is missing.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(fn)


def _is_dummy(notifier: DesktopNotifier) -> bool:
    """Whether this is the backend that shows nothing (macOS outside a bundle)."""
    return type(notifier._backend).__module__.endswith(".dummy")


async def _disconnect(notifier: DesktopNotifier) -> None:
    """Close the bus connection of the Linux backend, which has no call for that."""
    bus = getattr(notifier._backend, "bus", None)
    if bus is not None:
        bus.disconnect()
        await bus.wait_for_disconnect()
