"""A notice of our own, for desktops that cannot show one. It never takes the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from knotbreak.app.notice import Notice
from knotbreak.qt import theme
from knotbreak.qt.parts import Button, ButtonRow, Icon
from knotbreak.qt.placing import pointer_screen
from knotbreak.qt.small_picture import SmallPicture
from knotbreak.qt.text import INK, QUIET, Words
from knotbreak.qt.theme import Size, ThemeSource

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH = 376
PAD = 20
PICTURE = 56
"""Side of the small picture, in design pixels."""

GAP = 14
MARGIN = 16
"""Between the notice and the edges of the screen's free area."""


class NoticeWindow(QWidget):
    """Shows one notice at a time, at the top right of the screen with the pointer."""

    answered = Signal(int, str)
    dismissed = Signal(int)

    def __init__(self, source: ThemeSource, translator: Translator) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setWindowTitle(translator.gettext("knotbreak"))
        self._source = source
        self._notice: Notice | None = None
        self._heading = Words(Size.BODY, self, INK, lines=3, weight=QFont.Weight.DemiBold)
        self._body = Words(Size.SMALL, self, QUIET, lines=6)
        self._picture = SmallPicture(self)
        self._row = ButtonRow(self)
        self._close = Button(
            source.theme, translator.gettext("Close"), self, icon=Icon.CLOSE, bare=True
        )
        self._close.clicked.connect(self._on_close)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        source.changed.connect(self._on_theme)
        self._on_theme()

    @property
    def buttons(self) -> list[Button]:
        """The notice's actions, in order."""
        return self._row.buttons

    @property
    def close_button(self) -> Button:
        """Takes the notice down without an answer."""
        return self._close

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        self._notice = notice
        self._heading.set_words(notice.title)
        self._body.set_words(notice.body)
        self._picture.show_file(notice.picture)
        for button in self._row.buttons:
            button.hide()
            button.deleteLater()
        self._row.buttons = []
        for number, action in enumerate(notice.actions):
            button = Button(self._source.theme, action.label, self._row, primary=number == 0)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, key=action.key: self._on_answer(key))
            button.show()
            self._row.add([button])
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.body)
        self._place()
        self.show()
        self.raise_()

    def withdraw(self, offer_id: int) -> None:
        """Take this notice down, if it is the one that is shown."""
        if self._notice is not None and self._notice.offer_id == offer_id:
            self._notice = None
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with a hairline, and the accent on its leading edge."""
        painter = QPainter(self)
        colours = self._source.theme.colours
        painter.fillRect(event.rect(), QColor(colours.page))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        edge = QRectF(0, 0, 4, self.height())
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            edge.moveLeft(self.width() - 4)
        painter.fillRect(edge, QColor(colours.accent))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the notice itself means its default action."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            notice = self._notice
            if notice is not None:
                self._on_answer(notice.default_action)

    def _place(self) -> None:
        screen = pointer_screen()
        free = screen.availableGeometry()
        scale = theme.system_scale()
        wide = min(round(WIDTH * scale), free.width() - 2 * MARGIN)
        pad = round(PAD * scale)
        room = wide - 2 * pad
        self._close.set_scale(scale * 0.7)
        cross: QSize = self._close.sizeHint()
        side = round(PICTURE * scale) if self._picture.shown else 0
        self._picture.setGeometry(pad, pad, side, side)
        x = pad + (side + round(GAP * scale) if side else 0)
        beside = wide - pad - x
        y = pad
        tall = self._heading.fit(beside - cross.width(), scale)
        self._heading.put(QRect(x, y, beside - cross.width(), tall))
        y += tall
        tall = self._body.fit(beside, scale)
        if tall:
            y += round(4 * scale)
            self._body.put(QRect(x, y, beside, tall))
            y += tall
        y = max(y, pad + side)
        if self._row.buttons:
            y += round(14 * scale)
            tall = self._row.fit(room, scale * 0.92)
            self._row.put(QRect(pad, y, room, tall))
            y += tall
        self._close.setGeometry(wide - cross.width() - 8, 8, cross.width(), cross.height())
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            for part in (self._picture, self._heading, self._body, self._row, self._close):
                part.move(wide - part.x() - part.width(), part.y())
        self.setScreen(screen)
        self.setFixedSize(wide, y + pad)
        self.move(free.topRight() - QPoint(wide + MARGIN - 1, -MARGIN))

    def _on_answer(self, action: str) -> None:
        notice, self._notice = self._notice, None
        self.hide()
        if notice is not None:
            self.answered.emit(notice.offer_id, action)

    def _on_close(self) -> None:
        notice, self._notice = self._notice, None
        self.hide()
        if notice is not None:
            self.dismissed.emit(notice.offer_id)

    def _on_theme(self) -> None:
        look = self._source.theme
        self.setPalette(look.palette())
        for button in self.findChildren(Button):
            button.set_theme(look)
        self.update()
