"""The windows that a person opens, looks at and closes: made when wanted, dropped when closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from knotbreak.app.panels import Panel
from knotbreak.qt.opening import activation, drop, show_quietly

if TYPE_CHECKING:
    from knotbreak.qt.panel_window import PanelWindow

Maker: TypeAlias = "Callable[[], PanelWindow]"
NO_PANELS: Mapping[Panel, Maker] = MappingProxyType({})


class Panels:
    """At most one window of each kind.

    Args:
        makers: How each is made; what is not here is not in the menu.
        opening: Called before a window is made.
        post: Calls a function from the loop, when no event of the window is on the stack.
        gone: Called when one was closed.
    """

    def __init__(
        self,
        makers: Mapping[Panel, Maker],
        opening: Callable[[], None],
        post: Callable[[Callable[[], None]], None],
        gone: Callable[[], None] = lambda: None,
    ) -> None:
        self._makers = makers
        self._opening = opening
        self._post = post
        self._gone = gone
        self.open: dict[Panel, PanelWindow] = {}

    def has(self, panel: Panel) -> bool:
        """Whether there is such a window."""
        return panel in self._makers

    def show(
        self, panel: Panel, about: str = "", token: str | None = None, *, quietly: bool = False
    ) -> None:
        """Bring a window to the front, at what it is asked `about`, if anything.

        One that nobody asked for comes `quietly`: what is being typed elsewhere goes on there.
        """
        window = self.open.get(panel)
        if window is None:
            self._opening()
            window = self.open[panel] = self._makers[panel]()
            window.closed.connect(lambda: self._post(lambda: self._drop(panel)))
        if about:
            window.turn_to(about)
        if quietly:
            show_quietly(window)
            window.raise_()
            return
        with activation(token):
            window.show()
            window.raise_()
            window.activateWindow()

    def refresh(self) -> None:
        """Let every open window draw anew what has changed."""
        for window in self.open.values():
            window.refresh()

    def close(self) -> None:
        """Take them all off the screen."""
        for panel in tuple(self.open):
            self._drop(panel)

    def _drop(self, panel: Panel) -> None:
        window = self.open.pop(panel, None)
        if window is not None:
            drop(window)
            self._gone()
