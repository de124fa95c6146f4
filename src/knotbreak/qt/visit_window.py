"""A prescribed routine on one page, for the next visit: to read, to print, to save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QKeySequence,
    QPageSize,
    QPainter,
    QPaintEvent,
    QPalette,
    QPdfWriter,
    QPen,
    QResizeEvent,
    QShortcut,
    QTextCursor,
    QTextDocument,
    QTextFragment,
)
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QTextBrowser, QWidget

from knotbreak.app.insight_desk import VisitPage
from knotbreak.qt import theme
from knotbreak.qt.parts import Button, ButtonRow
from knotbreak.qt.text import INK, Words
from knotbreak.qt.theme import RADIUS, Size, Theme, ThemeSource

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 760, 800
LEAST = QSize(420, 360)
PAD = 24

PAPER, PRINT = "#ffffff", "#2b2a27"
"""It is shown as it comes out of the printer, in the dark as well."""


class VisitWindow(QWidget):
    """The page on paper, and what can be done with it. `closed` is emitted whoever closes it."""

    closed = Signal()

    def __init__(
        self, source: ThemeSource, translator: Translator, page: VisitPage, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        _ = self._ = translator.gettext
        self._source = source
        self._page = page
        self.setWindowTitle(page.title)
        self.setAutoFillBackground(True)
        look = source.theme
        self.paper = _paper(page, self)
        self.paper.installEventFilter(self)
        self.message = Words(Size.SMALL, self, INK, lines=3)
        self._foot = ButtonRow(self)
        self.print = Button(look, _("Print…"), self._foot, primary=True)
        self.save = Button(look, _("Save as PDF…"), self._foot)
        self.leave = Button(look, _("Close"), self._foot)
        self.print.clicked.connect(self._on_print)
        self.save.clicked.connect(self._on_save)
        self.leave.clicked.connect(self.close)
        self._foot.add([self.print, self.save, self.leave])
        for keys, do in (("Ctrl+P", self.print), ("Ctrl+S", self.save), ("Esc", self.leave)):
            QShortcut(QKeySequence(keys), self, activated=do.click)  # type: ignore[call-overload]
        room = self.screen().availableSize()
        self.resize((QSize(WIDTH, HEIGHT) * theme.system_scale()).boundedTo(room * 0.95))
        self.setMinimumSize(LEAST.boundedTo(room))
        source.changed.connect(self._on_theme)
        self._on_theme()
        self.print.setFocus()

    # -- what is asked for -------------------------------------------------------------------

    def _on_print(self) -> None:
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter
        except ImportError:
            # A part of Qt that some systems pack apart.
            self._say(self._("Nothing here can print. Save the page as a PDF and print that."))
            self.save.setFocus()
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._page.title)
        printer.setPageSize(_page_size())
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda *_: self._document().print_(printer))
        # Its own `open` hides that of QDialog, and asks for a receiver as Qt 3 had them.
        QDialog.open(dialog)

    def _on_save(self) -> None:
        dialog = QFileDialog(self, self._("Save the page"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self._("Page to print (*.pdf)")])
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(_file_name(self._page.title))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write the page into a file, and say how it went."""
        writer = QPdfWriter(path)
        writer.setTitle(self._page.title)
        writer.setPageSize(_page_size())
        # Asked for before: a writer without a file only warns, on the terminal.
        painter = QPainter()
        if not painter.begin(writer):
            self._say(self._("{file} cannot be written: choose another folder.").format(file=path))
            return
        painter.end()
        self._document().print_(writer)
        self._say(self._("Written: {file}").format(file=path))

    def _document(self) -> QTextDocument:
        """The page alone: the one on the screen is as wide as the window."""
        document = QTextDocument(self)
        document.setHtml(self._page.html)
        return document

    def _say(self, words: str) -> None:
        self.message.set_words(words)
        self.relayout()

    # -- the look ----------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """The page is made anew when it is wanted again."""
        super().closeEvent(event)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The ring around the paper is drawn here, for its frame is not its own to paint."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge of the paper, or the ring that shows the focus."""
        del event
        colours = self._source.theme.colours
        focus = self.paper.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent if focus else colours.line), 2 if focus else 1))
        around = QRectF(self.paper.geometry()).adjusted(-2, -2, 2, 2)
        painter.drawRoundedRect(around, RADIUS, RADIUS)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same in another size."""
        super().resizeEvent(event)
        self.relayout()

    def relayout(self) -> None:
        """Paper above, what can be done with it at the foot."""
        scale = max(0.8, min(theme.system_scale(), self.width() / LEAST.width()))
        pad = round(min(PAD * scale, self.width() * 0.05))
        wide = self.width() - 2 * pad
        below = self.height() - pad
        for part in (self._foot, self.message):
            tall = part.fit(wide, scale)
            below -= tall
            part.put(QRect(pad, below, wide, tall))
            below -= round(12 * scale) if tall else 0
        self.paper.setGeometry(pad, pad, wide, max(40, below - pad))

    def _on_theme(self) -> None:
        look: Theme = self._source.theme
        self.setPalette(look.palette())
        for button in self._foot.buttons:
            button.set_theme(look)
        self.update()


def _paper(page: VisitPage, parent: QWidget) -> QTextBrowser:
    paper = QTextBrowser(parent)
    paper.setFrameShape(QFrame.Shape.NoFrame)
    paper.setOpenLinks(False)
    # Keys walk and mark the text, as a screen reader does; Tab goes on.
    paper.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    paper.setTabChangesFocus(True)
    colours = paper.palette()
    colours.setColor(QPalette.ColorRole.Base, QColor(PAPER))
    colours.setColor(QPalette.ColorRole.Text, QColor(PRINT))
    paper.setPalette(colours)
    paper.setAccessibleName(page.title)
    paper.setHtml(page.html)
    _enlarge(paper.document(), theme.system_scale())
    return paper


def _enlarge(document: QTextDocument, scale: float) -> None:
    """Show the text of a page, whose sizes are those of paper, as large as all other text."""
    parts: list[QTextFragment] = []
    block = document.begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            parts.append(at.fragment())
            at += 1
        block = block.next()
    for part in parts:
        larger = part.charFormat()
        if larger.fontPointSize() <= 0:
            # A space between paragraphs has no size of its own.
            continue
        larger.setFontPointSize(larger.fontPointSize() * scale)
        cursor = QTextCursor(document)
        cursor.setPosition(part.position())
        cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(larger)


def _page_size() -> QPageSize:
    us = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize(QPageSize.PageSizeId.Letter if us else QPageSize.PageSizeId.A4)


def _file_name(title: str) -> str:
    """A title as the name of a file: without what some system does not take in one."""
    return "".join(sign if sign.isalnum() or sign in " -_" else "-" for sign in title).strip()
