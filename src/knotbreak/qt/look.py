"""Which look holds now. What a look is stands in `theme`, which only windows import."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QPalette

if TYPE_CHECKING:
    from knotbreak.qt.theme import Theme


class ThemeSource(QObject):
    """The look that holds now; `changed` when the system or the person changes their mind."""

    changed = Signal()

    def __init__(
        self,
        app: QGuiApplication,
        *,
        dark: bool | None = None,
        reduced_motion: bool | None = None,
        contrast: bool | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._dark = dark
        self._reduced_motion = reduced_motion
        self._contrast = contrast
        self._accent = False
        self._theme: Theme | None = None
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_hint)
        for name in ("motionPreferenceChanged", "contrastPreferenceChanged"):
            signal = getattr(accessibility(app), name, None)
            if signal is not None:
                with contextlib.suppress(RuntimeError):  # as in theme.py
                    signal.connect(self._on_hint)

    @property
    def theme(self) -> Theme:
        """The look; read when the first window asks for it."""
        if self._theme is None:
            self._theme = self._current()
        return self._theme

    @property
    def seems_dark(self) -> bool:
        """Whether windows are dark, as far as the palette tells: for what is no window of ours."""
        return palette_is_dark(self._app) if self._dark is None else self._dark

    def overrule(
        self,
        *,
        dark: bool | None,
        reduced_motion: bool | None,
        contrast: bool | None = None,
        accent: bool = False,
    ) -> None:
        """Take the person's own settings; None follows the system, as does `accent`."""
        before = (self._dark, self._reduced_motion, self._contrast, self._accent)
        wishes = (dark, reduced_motion, contrast, accent)
        self._dark, self._reduced_motion, self._contrast, self._accent = wishes
        if self._theme is not None:
            self._on_hint()
        elif wishes != before:
            # No window has asked for a look yet; what is drawn without one may be another.
            self.changed.emit()

    def _on_hint(self) -> None:
        theme = self._current()
        if theme != self._theme:
            self._theme = theme
            self.changed.emit()

    def _current(self) -> Theme:
        # Fonts, colours and sizes are for windows; a program in the tray does without.
        from knotbreak.qt.theme import Theme

        return Theme.current(
            self._app,
            dark=self._dark,
            reduced_motion=self._reduced_motion,
            contrast=self._contrast,
            accent=self._accent,
        )


def palette_is_dark(app: QGuiApplication) -> bool:
    """Whether the desktop's windows are dark, as far as its palette tells."""
    return app.palette().color(QPalette.ColorRole.Window).lightness() < 128


def accessibility(app: QGuiApplication) -> object | None:
    """Qt's knowledge of what makes things hard for this person, where it has any."""
    # QAccessibilityHints came with 6.10, its motionPreference with 6.12.
    hints = getattr(app.styleHints(), "accessibility", None)
    return None if hints is None else hints()
