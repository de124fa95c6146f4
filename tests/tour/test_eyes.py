"""What the tour clicks is what is on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from knotbreak.qt.parts import Button, ButtonRow
from knotbreak.qt.theme import DARK, LIGHT, Theme
from tests.tour.eyes import Box, Picture


@pytest.mark.parametrize("dark", [False, True])
def test_buttons_are_found_by_their_looks(qtbot: QtBot, dark: bool) -> None:
    theme = Theme(dark=dark)
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 120)
    page.setPalette(theme.palette())
    row = ButtonRow(page)
    primary = Button(theme, "Pause", row, primary=True)
    others = [Button(theme, words, row) for words in ("Back", "Skip")]
    row.add([primary, *others])
    row.put(QRect(20, 20, 560, row.fit(560, 1.0)))
    picture = Picture(page.grab().toImage())
    colours = DARK if dark else LIGHT
    (filled,) = picture.filled(colours.accent_text)
    outlined = picture.outlined(colours.line)
    assert primary.geometry().translated(row.pos()).contains(*filled.middle)
    assert len(outlined) == len(others)
    for button, box in zip(others, outlined, strict=True):
        assert button.geometry().translated(row.pos()).contains(*box.middle)


def test_a_zoomed_part_shows_every_pixel_as_a_square(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(40, 40)
    picture = Picture(page.grab().toImage())
    part = picture.part(Box(10, 10, 8, 4), zoom=3)
    assert (part.image.width(), part.image.height()) == (24, 12)
    assert not part.same(picture)
