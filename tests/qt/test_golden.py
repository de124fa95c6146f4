"""Six stretches look as they did when someone last looked at them (see `golden`)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.qt import golden

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("name", golden.names())
def test_a_stretch_looks_as_it_should(name: str) -> None:
    assert golden.check(name) == ""


def test_no_picture_is_kept_for_nothing() -> None:
    assert {path.stem for path in golden.KEPT.iterdir()} == set(golden.names())


class TestComparing:
    def test_the_same_is_the_same(self) -> None:
        kept = QImage(str(golden.KEPT / "neck-side-light.png"))
        difference, shown = golden.compared(kept, kept.copy())
        assert difference == (0.0, 0.0)
        assert difference.small
        assert shown.pixelColor(10, 10) == QColor(Qt.GlobalColor.white)

    def test_what_moved_by_half_a_limb_is_told(self, qapp: QApplication) -> None:
        kept = QImage(str(golden.KEPT / "cross-body-light.png"))
        moved = QImage(kept.size(), kept.format())
        moved.fill(kept.pixelColor(0, 0))
        painter = QPainter(moved)
        painter.drawImage(6, 0, kept)
        painter.end()
        difference, _ = golden.compared(moved, kept)
        assert not difference.small
        assert difference.pixels > 5 * golden.MOST_PIXELS

    def test_a_tint_over_all_is_told(self) -> None:
        kept = QImage(str(golden.KEPT / "neck-side-dark.png"))
        tinted = kept.copy()
        painter = QPainter(tinted)
        painter.fillRect(tinted.rect(), QColor(255, 255, 255, 4))
        painter.end()
        assert not golden.compared(tinted, kept)[0].small

    def test_another_size_is_another_picture(self) -> None:
        kept = QImage(str(golden.KEPT / "neck-side-dark.png"))
        assert not golden.compared(kept.scaled(150, 150), kept)[0].small
