"""How the windows look: paper and ink, one accent, five sizes, one unit, one radius.

Every length and font size of a window is given in design pixels and multiplied by the window's
own scale, so a window reads the same from 1280x800 to 4K at 200 %.
"""

from __future__ import annotations

import functools
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


STRONG_LIGHT = msgspec.structs.replace(
    LIGHT,
    page="#FFFFFF",
    ink="#000000",
    quiet="#2E2B26",
    line="#5A564E",
    hover="#ECE9E2",
    accent="#0B5347",
    accent_text="#0B5347",
    halo="#8CC5B5",
    halo_rest="#D5E8E0",
    halo_edge="#0B5347",
    coral="#D8431C",
)

STRONG_DARK = msgspec.structs.replace(
    DARK,
    page="#000000",
    ink="#FFFFFF",
    quiet="#DADDE0",
    line="#9BA3AB",
    hover="#23282E",
    accent="#8FE3D2",
    accent_text="#8FE3D2",
    on_accent="#000000",
    halo="#2F6F68",
    halo_rest="#173634",
    halo_edge="#8FE3D2",
    coral="#FF8F73",
)


class Theme(msgspec.Struct, frozen=True):
    """One look: the colours, and whether things may move.

    `contrast` is for eyes that need it strong; `accent` is a colour of the system's that takes
    the place of our own, where it can be read.
    """

    dark: bool
    reduced_motion: bool = False
    contrast: bool = False
    accent: str = ""

    @staticmethod
    def current(
        app: QGuiApplication,
        *,
        dark: bool | None = None,
        reduced_motion: bool | None = None,
        contrast: bool | None = None,
        accent: bool = False,
    ) -> Theme:
        """Read the system's wishes; all but `accent`, which asks for its colour, overrule them."""
        strong = _wants_contrast(app) if contrast is None else contrast
        return Theme(
            dark=_is_dark(app) if dark is None else dark,
            reduced_motion=_wants_stillness(app) if reduced_motion is None else reduced_motion,
            contrast=strong,
            accent=_system_accent(app) if accent and not strong else "",
        )

    @property
    def colours(self) -> Colours:
        """The colours of this scheme."""
        if self.contrast:
            return STRONG_DARK if self.dark else STRONG_LIGHT
        own = DARK if self.dark else LIGHT
        return accented(own, self.accent, dark=self.dark) if self.accent else own

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


@functools.cache
def accented(own: Colours, accent: str, *, dark: bool) -> Colours:
    """The colours with another accent, made lighter or darker until it can be read."""
    lines, text = QColor(accent), QColor(accent)
    page = QColor(own.page)
    while contrast_ratio(lines, page) < 3:
        lines = _stepped(lines, lighter=dark)
    while contrast_ratio(text, page) < 4.6:
        text = _stepped(text, lighter=dark)
    white, black = QColor("#FFFFFF"), QColor("#10171A")
    on_accent = max(white, black, key=lambda ink: contrast_ratio(ink, text))
    return msgspec.structs.replace(
        own,
        accent=lines.name(),
        accent_text=text.name(),
        on_accent=on_accent.name(),
        halo=_mixed(lines, page, 0.42).name(),
        halo_rest=_mixed(lines, page, 0.16).name(),
        halo_edge=_mixed(lines, page, 0.6).name(),
    )


def contrast_ratio(one: QColor, other: QColor) -> float:
    """How well one can be told from the other, 1 to 21 (WCAG 2.2)."""
    first, second = sorted((_luminance(one), _luminance(other)))
    return (second + 0.05) / (first + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _stepped(colour: QColor, *, lighter: bool) -> QColor:
    return _mixed(colour, QColor("#FFFFFF" if lighter else "#000000"), 0.94)


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """So much of the one, the rest of the other."""
    rest = 1 - share
    return QColor.fromRgbF(
        one.redF() * share + other.redF() * rest,
        one.greenF() * share + other.greenF() * rest,
        one.blueF() * share + other.blueF() * rest,
    )


def _system_accent(app: QGuiApplication) -> str:
    """The desktop's accent; empty where it has none."""
    role = getattr(QPalette.ColorRole, "Accent", None)  # Qt 6.6
    if role is None:
        return ""
    # Who has chosen none gets Qt's own blue, as both roles, from its plain palette.
    found = app.palette().color(role)
    return "" if found in (QColor("#308cc6"), QColor("#919191")) else found.name()


def _wants_contrast(app: QGuiApplication) -> bool:
    preference = getattr(accessibility(app), "contrastPreference", None)  # Qt 6.10
    if preference is None:
        return False
    try:
        return getattr(preference(), "name", "") == "HighContrast"
    except RuntimeError:
        return False  # as in `_wants_stillness`


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
