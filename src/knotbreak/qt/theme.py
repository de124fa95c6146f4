"""How the windows look: paper and ink, one accent, five sizes, one unit, one radius.

Every length and font size of a window is given in design pixels and multiplied by the window's
own scale, so a window reads the same from 1280x800 to 4K at 200 %.
"""

from __future__ import annotations

from enum import IntEnum

import msgspec
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette

from knotbreak.qt.look import ThemeSource, accessibility, palette_is_dark

__all__ = ["Colours", "Size", "Theme", "ThemeSource", "font", "system_scale"]

UNIT = 8
"""The spacing unit: every gap is a multiple or a half of it."""

RADIUS = 9
"""The one corner radius."""

PLAIN_FONT_PX = 40 / 3
"""The system font that one design pixel is one pixel for: 10 pt at 96 dpi."""


class Size(IntEnum):
    """The five font sizes, in design pixels."""

    SMALL = 15
    BODY = 18
    LEAD = 23
    TITLE = 34
    HUGE = 68


class Colours(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of one scheme, by what they are for.

    `accent` draws lines, `accent_text` writes on the page and fills the primary button,
    `on_accent` writes on that. `halo_rest` is the disc that the breath can fill.
    """

    page: str
    ink: str
    quiet: str
    line: str
    hover: str
    accent: str
    accent_text: str
    on_accent: str
    halo: str
    halo_rest: str
    halo_edge: str
    coral: str


LIGHT = Colours(
    page="#F7F4EE",
    ink="#2B2A27",
    quiet="#6E695F",
    line="#E3DCD0",
    hover="#EFEAE0",
    accent="#2F8F7D",
    accent_text="#257566",
    on_accent="#FFFFFF",
    halo="#B5D9CE",
    halo_rest="#DFEBE3",
    halo_edge="#93C4B6",
    coral="#F4795B",
)

DARK = Colours(
    page="#1B1F24",
    ink="#ECE7DD",
    quiet="#A9AFB5",
    line="#333A42",
    hover="#262C33",
    accent="#5BB8A6",
    accent_text="#5BB8A6",
    on_accent="#14201D",
    halo="#356864",
    halo_rest="#233539",
    halo_edge="#47807A",
    coral="#F4795B",
)


class Theme(msgspec.Struct, frozen=True):
    """One look: the colours, and whether things may move."""

    dark: bool
    reduced_motion: bool = False

    @staticmethod
    def current(
        app: QGuiApplication, *, dark: bool | None = None, reduced_motion: bool | None = None
    ) -> Theme:
        """Read the system's wishes; `dark` and `reduced_motion` overrule them."""
        return Theme(
            dark=_is_dark(app) if dark is None else dark,
            reduced_motion=_wants_stillness(app) if reduced_motion is None else reduced_motion,
        )

    @property
    def colours(self) -> Colours:
        """The colours of this scheme."""
        return DARK if self.dark else LIGHT

    def palette(self) -> QPalette:
        """The colours as Qt's roles: labels choose their role, not their colour."""
        colours = self.colours
        palette = QPalette()
        role = QPalette.ColorRole
        for which, colour in (
            (role.Window, colours.page),
            (role.Base, colours.page),
            (role.AlternateBase, colours.hover),
            (role.WindowText, colours.ink),
            (role.Text, colours.ink),
            (role.ButtonText, colours.ink),
            (role.Button, colours.page),
            (role.PlaceholderText, colours.quiet),
            (role.Link, colours.accent_text),
            (role.Mid, colours.line),
            (role.Highlight, colours.accent_text),
            (role.HighlightedText, colours.on_accent),
        ):
            palette.setColor(which, QColor(colour))
        return palette


def font(
    size: float, scale: float, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False
) -> QFont:
    """The system's own font; with `tabular` all digits are equally wide."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(max(9, round(size * scale)))
    made.setWeight(weight)
    if tabular and hasattr(made, "setFeature"):
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def system_scale() -> float:
    """How large the user wants text, against a plain 10 pt; between 1 and 2.5."""
    return min(2.5, max(1.0, QFontInfo(QGuiApplication.font()).pixelSize() / PLAIN_FONT_PX))


def _is_dark(app: QGuiApplication) -> bool:
    # Only windows ask: to name the `Qt` namespace costs 21 ms and 1.2 MB (see qt/loop.py).
    from PySide6.QtCore import Qt

    scheme = app.styleHints().colorScheme()
    if scheme is Qt.ColorScheme.Unknown:
        return palette_is_dark(app)
    return scheme is Qt.ColorScheme.Dark


def _wants_stillness(app: QGuiApplication) -> bool:
    preference = getattr(accessibility(app), "motionPreference", None)
    if preference is None:
        return False
    try:
        return getattr(preference(), "name", "") == "ReducedMotion"
    except RuntimeError:
        # PySide6 6.12.0 at times takes the hints for deleted ("libshiboken: Internal C++ object
        # already deleted") and never finds them again: then the wish is not known.
        return False
