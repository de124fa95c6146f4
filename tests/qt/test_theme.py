"""The look: colours that can be read, five sizes, and following the system."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from knotbreak.qt.theme import (
    DARK,
    LIGHT,
    Colours,
    Size,
    Theme,
    ThemeSource,
    contrast_ratio,
    font,
)


def luminance(name: str) -> float:
    """Relative luminance after WCAG 2.2."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    colour = QColor(name)
    red, green, blue = (linear(part) for part in colour.getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_itself_is_measured_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
class TestContrast:
    def test_text_on_the_page(self, colours: Colours) -> None:
        for text in (colours.ink, colours.quiet, colours.accent_text):
            assert contrast(text, colours.page) >= 4.5

    def test_ink_on_everything_that_it_stands_on(self, colours: Colours) -> None:
        for ground in (colours.halo, colours.halo_rest, colours.hover, colours.line):
            assert contrast(colours.ink, ground) >= 4.5

    def test_words_on_the_primary_button(self, colours: Colours) -> None:
        assert contrast(colours.on_accent, colours.accent_text) >= 4.5

    def test_the_halo_stands_off_the_page(self, colours: Colours) -> None:
        assert contrast(colours.halo, colours.page) >= 1.3

    def test_the_ring_and_the_focus_can_be_seen(self, colours: Colours) -> None:
        assert contrast(colours.accent, colours.page) >= 3
        assert contrast(colours.accent, colours.line) >= 2.5


def test_the_palette_is_that_of_the_design() -> None:
    assert (LIGHT.page, LIGHT.ink, LIGHT.quiet) == ("#F7F4EE", "#2B2A27", "#6E695F")
    assert (LIGHT.accent, LIGHT.accent_text, LIGHT.halo) == ("#2F8F7D", "#257566", "#B5D9CE")
    assert (DARK.page, DARK.ink, DARK.quiet) == ("#1B1F24", "#ECE7DD", "#A9AFB5")
    assert (DARK.accent, DARK.halo) == ("#5BB8A6", "#356864")


def test_there_are_five_sizes_and_the_breath_word_is_half_the_number() -> None:
    assert len(Size) == 5
    assert Size.TITLE * 2 == Size.HUGE


def test_fonts_are_the_systems_own_and_scale(qapp: QApplication) -> None:
    made = font(Size.TITLE, 1.5, QFont.Weight.Medium)
    assert made.family() == qapp.font().family()
    assert made.pixelSize() == 51
    assert made.weight() == QFont.Weight.Medium


def test_tabular_digits_are_equally_wide(qapp: QApplication) -> None:
    metrics = QFontMetrics(font(Size.HUGE, 1, tabular=True))
    assert len({metrics.horizontalAdvance(str(digit)) for digit in range(10)}) == 1


def test_it_follows_the_system(qapp: QApplication, qtbot: QtBot) -> None:
    """The offscreen platform knows no scheme: then the system's palette says which it is."""
    before = qapp.palette()
    qapp.setPalette(Theme(dark=False).palette())
    source = ThemeSource(qapp)
    assert not source.theme.dark
    try:
        qapp.setPalette(Theme(dark=True).palette())
        with qtbot.waitSignal(source.changed, timeout=1000):
            qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert source.theme.colours is DARK
    finally:
        qapp.setPalette(before)


def test_the_persons_own_wish_overrules_the_system(qapp: QApplication, qtbot: QtBot) -> None:
    source = ThemeSource(qapp, dark=False)
    with qtbot.waitSignal(source.changed, timeout=1000):
        source.overrule(dark=True, reduced_motion=True)
    assert source.theme == Theme(dark=True, reduced_motion=True)
    with qtbot.assertNotEmitted(source.changed):
        source.overrule(dark=True, reduced_motion=True)


def test_the_palette_writes_in_ink_on_the_page() -> None:
    palette = Theme(dark=True).palette()
    assert palette.color(palette.ColorRole.Window).name().upper() == DARK.page
    assert palette.color(palette.ColorRole.WindowText).name().upper() == DARK.ink


def test_strong_contrast_has_the_last_word_over_an_accent(qapp: QApplication) -> None:
    source = ThemeSource(qapp, dark=False)
    source.overrule(dark=None, reduced_motion=None, contrast=True, accent=True)
    assert (source.theme.contrast, source.theme.accent) == (True, "")
    for dark in (False, True):
        colours = Theme(dark=dark, contrast=True).colours
        page = QColor(colours.page)
        for words in (colours.ink, colours.quiet, colours.accent_text):
            assert contrast_ratio(QColor(words), page) >= 7
        assert contrast_ratio(QColor(colours.on_accent), QColor(colours.accent_text)) >= 7
        assert contrast_ratio(QColor(colours.line), page) >= 3


@pytest.mark.parametrize("accent", ["#ffff00", "#000000", "#ffffff", "#e01b24", "#3584e4"])
@pytest.mark.parametrize("dark", [False, True])
def test_any_accent_of_the_system_can_be_read(accent: str, dark: bool) -> None:
    colours = Theme(dark=dark, accent=accent).colours
    page = QColor(colours.page)
    assert contrast_ratio(QColor(colours.accent), page) >= 3
    assert contrast_ratio(QColor(colours.accent_text), page) >= 4.5
    assert contrast_ratio(QColor(colours.on_accent), QColor(colours.accent_text)) >= 4.5
    assert colours.ink == (DARK if dark else LIGHT).ink


def test_a_plain_desktop_has_no_accent_of_its_own(qapp: QApplication) -> None:
    assert Theme.current(qapp, dark=False, accent=True).accent == ""
