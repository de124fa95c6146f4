"""The page of a session: the ring with the cue, and one quiet column centred on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from knotbreak.app.views import SessionView
from knotbreak.core.body import Side
from knotbreak.core.player import PlayerFrame
from knotbreak.core.timeline import MOVEMENT, SegmentKind
from knotbreak.guide import safety
from knotbreak.qt import theme as look
from knotbreak.qt.bars import Beads, SegmentBar
from knotbreak.qt.figure_view import Thumbnail, act_of
from knotbreak.qt.parts import Button, ButtonRow
from knotbreak.qt.ring import RingWidget
from knotbreak.qt.ring_look import moment_of
from knotbreak.qt.session_buttons import SessionButtons
from knotbreak.qt.session_menu import SessionMenu
from knotbreak.qt.session_words import Count, SessionWords, told_by
from knotbreak.qt.text import ACCENT, INK, QUIET, Words
from knotbreak.qt.theme import Size, Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 980, 600
"""The normal window, in design pixels; larger ones are the same picture, larger."""

CORNER_WIDTH, CORNER_HEIGHT = 376, 224

RING = 440
RING_LEFT = 48
COLUMN_LEFT = 536
COLUMN = 408
COLUMN_MORE = 72
"""How much wider the column may get where there is room."""

MARGIN = 28

NO_PAGE = 110
"""A page that was never shown is smaller: nothing has to be placed yet."""

THUMBNAIL = 46
"""Height of the next movement's picture, in design pixels."""

Row = tuple[QWidget, float]
"""A part of the column, and the gap above it."""


class SessionPage(QWidget):
    """Draws a session; says which key was meant."""

    key_requested = Signal(object)
    stop_signs_requested = Signal()
    form_requested = Signal(str)

    def __init__(self, theme: Theme, translator: Translator, parent: QWidget) -> None:
        super().__init__(parent)
        self._ = translator.gettext
        self._translator = translator
        self._say = SessionWords(translator)
        self._theme = theme
        self._corner = False
        self._scale = 1.0
        self._row = QRect()
        self._view: SessionView | None = None
        self._count = Count("")
        self._message = ""
        self._breathed: tuple[int, int] | None = None
        self._left_done: tuple[str, int, int] | None = None
        self._told: tuple[object, ...] | None = None
        self._held_in: int | None = None
        self._make_words()
        self._make_buttons()

    def _make_words(self) -> None:
        self.ring = RingWidget(self._theme, self)
        self.ring.setAccessibleName(self._("Time and breath"))
        self.head = Words(Size.SMALL, self, QUIET)
        bold, medium = QFont.Weight.DemiBold, QFont.Weight.Medium
        self.name = Words(Size.TITLE, self, lines=2, smaller=Size.LEAD, even=True, weight=bold)
        self.side = Words(Size.LEAD, self, ACCENT, lines=2, weight=medium)
        self.detail = Words(Size.BODY, self, QUIET, lines=2, reserve=True, smaller=Size.SMALL)
        self.cue = Words(Size.LEAD, self, INK, lines=2, reserve=True, smaller=Size.BODY, even=True)
        self.number = Words(Size.HUGE, self, ACCENT, weight=medium, tabular=True)
        self.of = Words(Size.TITLE, self, QUIET, tabular=True)
        self.word = Words(Size.TITLE, self, INK, lines=2, smaller=Size.LEAD, even=True)
        self.count_row = QWidget(self)
        self.beads = Beads(self._theme, self)
        self.following = Words(Size.SMALL, self, QUIET, reserve=True)
        self.thumbnail = Thumbnail(self._theme, self)
        self.bar = SegmentBar(self._theme, self)
        self.bar.setAccessibleName(self._("Session"))
        self.left = Words(Size.SMALL, self, QUIET, reserve=True, tabular=True)
        self.always = Words(Size.BODY, self, INK, lines=2)
        self.dizzy = Words(Size.SMALL, self, QUIET, lines=2)
        self.dizzy.set_words(self._(safety.BREATH_FIRST))

    def _make_buttons(self) -> None:
        menu = SessionMenu(self._translator, self)
        menu.stop_signs_requested.connect(self.stop_signs_requested)
        menu.form_requested.connect(self.form_requested)
        self.menu = menu
        self.buttons = SessionButtons(self._theme, self._translator, menu, self, small=False)
        self.icons = SessionButtons(self._theme, self._translator, menu, self, small=True)
        for part in (menu, self.buttons, self.icons):
            part.key_requested.connect(self.key_requested)

    @property
    def primary(self) -> Button:
        """The button that has the focus when the page opens."""
        return (self.icons if self._corner else self.buttons).toggle

    @property
    def spoken(self) -> str:
        """What a screen reader should say about the view."""
        assert self._view is not None
        return self._say.announcement(self._view, self.side.words)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._told = self._held_in = None
        self.ring.set_theme(theme)
        self.bar.set_theme(theme)
        self.beads.set_theme(theme)
        self.thumbnail.set_theme(theme)
        for button in self.findChildren(Button):
            button.set_theme(theme)

    def set_form(self, form: str) -> None:
        """Lay the page out as "normal", "corner" or "full"."""
        self._corner = form == "corner"
        self.menu.set_form(form)
        rows = (part for part, _gap in self._rows()[3:])
        for wide in (*rows, self.head, self.thumbnail, self.of):
            wide.setVisible(not self._corner)
        self.icons.setVisible(self._corner)
        self._show_words()
        centre = Qt.AlignmentFlag.AlignCenter
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading
        self.number.setAlignment(centre if self._corner else top)
        self._show_count(self._count)
        self.relayout()

    def set_message(self, text: str) -> None:
        """Say something in place of the detail line; empty takes it back."""
        self._message = text
        self.detail.setForegroundRole(ACCENT if text else QUIET)
        self.cue.setForegroundRole(ACCENT if text else INK)

    def render_view(self, view: SessionView, frame: PlayerFrame) -> None:
        """Draw what an event changed."""
        before = self._view
        if before is not None and (before.step, before.kind) != (view.step, view.kind):
            self.set_message("")
        self._view = view
        self._told = self._held_in = None
        place = (view.title, view.step, view.set)
        if view.side is Side.LEFT and view.kind in MOVEMENT:
            self._left_done = place
        self.head.set_words(*self._say.head(view))
        self.name.set_words(view.title)
        side = self._say.side(view, left_is_done=self._left_done == place)
        self.side.set_words(side)
        self.following.set_words(self._say.following(view))
        self.thumbnail.show_figure(view.next_figure, view.person)
        self.always.set_words(view.always)
        self.bar.set_shares(view.segments)
        self.ring.figure.set_person(view.person)
        for row in (self.buttons, self.icons):
            row.render_view(view, self._say.toggle(view))
        self.show_frame(frame)
        self.relayout()

    def show_frame(self, frame: PlayerFrame) -> None:
        """Draw a moment: the ring, and the words that are others than before."""
        view = self._view
        if view is None:
            return
        still = self._theme.reduced_motion
        self.ring.show_moment(moment_of(view.kind, frame, reduced_motion=still))
        # Each frame begins with cold caches: what stays as it is must not be looked at. A held
        # figure and unchanged words took 0.15 ms of a hold's 1.1 ms a frame.
        if frame.index != self._held_in:
            self.ring.show_act(act_of(view, frame))
            self._held_in = frame.index if self.ring.figure.held else None
        self.bar.show_left(frame.session_remaining_ms)
        told = (*told_by(frame), self._message, self._corner)
        if told != self._told:
            self._told = told
            self._tell(view, frame)

    def _tell(self, view: SessionView, frame: PlayerFrame) -> None:
        """Word a moment."""
        still = self._theme.reduced_motion
        cue = self._say.cue(view, frame)
        detail = self._message or self._say.detail(view, frame, reduced_motion=still)
        figure = self.ring.figure.shown
        breath = self._say.in_disc(view, frame)
        self.ring.words.set_words(breath if figure else cue)
        had = bool(self.detail.words), bool(self.cue.words)
        self.cue.set_words((self._message or cue) if figure else "")
        self.detail.set_words("" if figure and not (still and breath) else detail)
        self._show_words()
        if had != (bool(self.detail.words), bool(self.cue.words)):
            self.relayout()
        if frame.breath is not None:
            # Once said it stays for the segment: the phases of a rep come and go.
            self._breathed = (view.step, frame.index)
        self.dizzy.setVisible(not self._corner and self._breathed == (view.step, frame.index))
        count = self._say.count(view, frame)
        if count != self._count:
            self._show_count(count)
        rep = frame.rep if view.kind is SegmentKind.REPS else None
        self.beads.show_reps(*(rep.rep, rep.reps, self._say.reps(rep)) if rep else (0, 0, ""))
        self.left.set_words(self._say.left(frame))

    def _show_words(self) -> None:
        """The ring has room for the figure, for the number (in the small window) or for words."""
        figure = self.ring.figure.shown
        self.ring.words.setVisible(not self._corner and bool(self.ring.words.words or not figure))
        self.number.setVisible(not self._corner or not figure)

    def _show_count(self, count: Count) -> None:
        before, self._count = self._count, count
        self.number.set_words(count.number)
        # In the small window the number stands on the halo, where only ink is dark enough.
        role = INK if self._corner else QUIET if count.quiet else ACCENT
        if self.number.foregroundRole() != role:
            self.number.setForegroundRole(role)
        moved = before.digits != count.digits or before.of != count.of
        moved = moved or len(before.number) != len(count.number)
        self.of.set_words(count.of)
        # What a breathing disc says itself is not said twice.
        word = "" if self.ring.words.words == count.word else count.word
        if self._corner:
            word = count.word
            number = count.number if self.ring.figure.shown else ""
            word = ", ".join(filter(None, (f"{number} {count.of}".strip(), word)))
        self.word.set_words(word)
        if self._corner and before != count:
            self._lay_out_corner()
        elif not self._corner and (moved or before.word != count.word):
            self._place_count()

    # -- where things are ----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same picture in another size."""
        super().resizeEvent(event)
        self.relayout()

    def relayout(self) -> None:
        """Place every part."""
        if self.width() < NO_PAGE or self.height() < NO_PAGE:
            return
        if self._corner:
            self._lay_out_corner()
        else:
            self._lay_out()

    def _mirrored(self, box: QRect) -> QRect:
        """Right-to-left languages begin on the other side; the ring itself is never mirrored."""
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveLeft(self.width() - box.right() - 1)
        return box

    def _lay_out(self) -> None:
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        more = min(COLUMN_MORE * scale, max(0.0, self.width() - WIDTH * scale))
        left = (self.width() - WIDTH * scale - more) / 2
        size = round(RING * scale)
        middle = self.height() / 2
        ring = QRect(round(left + RING_LEFT * scale), round(middle - size / 2), size, size)
        self.ring.set_scale(scale)
        self.ring.setGeometry(self._mirrored(ring))
        wide = COLUMN * scale + more
        room = self.height() - 2 * MARGIN * scale
        fitted = scale
        for _attempt in range(10):
            heights, total = self._measure(wide, fitted)
            if total <= room:
                break
            fitted *= 0.95
        self._scale = fitted
        y = middle - total / 2
        x = round(left + COLUMN_LEFT * scale)
        for (part, gap), tall in zip(self._rows(), heights, strict=True):
            y += gap * fitted if tall else 0
            box = QRect(x, round(y), round(wide), tall)
            self._put(part, self._mirrored(box))
            y += tall
        self.thumbnail.put_before(self.following, fitted)
        self._row = self.count_row.geometry()
        self._place_count()

    def _rows(self) -> tuple[Row, ...]:
        return (
            (self.head, 0),
            (self.name, 8),
            (self.side, 6),
            (self.detail, 10),
            (self.cue, 12),
            (self.count_row, 18),
            (self.beads, 4),
            (self.following, 18),
            (self.bar, 10),
            (self.left, 8),
            (self.buttons, 20),
            (self.always, 18),
            (self.dizzy, 2),
        )

    def _measure(self, wide: float, scale: float) -> tuple[list[int], float]:
        heights: list[int] = []
        total = 0.0
        for part, gap in self._rows():
            if part is self.following and self.thumbnail.shown:
                tall = round(THUMBNAIL * scale)
            elif isinstance(part, Words):
                tall = part.fit(wide, scale)
            elif part is self.buttons:
                tall = self.buttons.fit(wide, scale)
            elif part is self.count_row:
                tall = self.number.fit(wide, scale)
            else:
                tall = round((14 if part is self.beads else 5) * scale)
            heights.append(tall)
            total += tall + (gap * scale if tall else 0)
        return heights, total

    def _place_count(self) -> None:
        """The number, what it is of, and its word, on one middle line."""
        row, scale = self._row, self._scale
        gap = round(16 * scale)
        metrics = QFontMetrics(look.font(Size.HUGE, scale, QFont.Weight.Medium, tabular=True))
        digits = max(len(self._count.number), self._count.digits)
        wide = metrics.horizontalAdvance("0" * digits) + round(4 * scale)
        self.number.fit(wide + gap, scale)
        pieces: list[tuple[Words, int, int]] = [(self.number, wide, row.height())]
        if self._count.of:
            tall = self.of.fit(row.width(), scale)
            pieces.append((self.of, self.of.natural_width(), tall))
        used = sum(piece[1] + gap for piece in pieces)
        room = max(row.width() - used, 1)
        pieces.append((self.word, room, self.word.fit(room, scale)))
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        # The number begins where the lines around it begin, not a side bearing further in.
        x = -metrics.leftBearing("0")
        for part, across, tall in pieces:
            top = row.top() + (row.height() - tall) // 2
            start = row.right() + 1 - x - across if right_to_left else row.left() + x
            part.put(QRect(start, top, across, tall))
            x += across + gap

    def _lay_out_corner(self) -> None:
        scale = min(self.width() / CORNER_WIDTH, self.height() / CORNER_HEIGHT)
        self._scale = scale
        left = (self.width() - CORNER_WIDTH * scale) / 2
        middle = self.height() / 2
        size = round(160 * scale)
        ring = QRect(round(left + 16 * scale), round(middle - size / 2), size, size)
        self.ring.setGeometry(self._mirrored(ring))
        tall = self.number.fit(size, scale)
        self.number.setGeometry(0, 0, size, tall)
        self.number.move(self.ring.geometry().center() - QPoint(size // 2, tall // 2))
        self.number.raise_()
        wide = round(168 * scale)
        parts: list[Row] = [(self.name, 0), (self.side, 4), (self.word, 8), (self.icons, 14)]
        for fitted in (scale, scale * 0.9, scale * 0.8, scale * 0.7):
            heights = [
                part.fit(wide, self._corner_scale(part, fitted))
                for part, _gap in parts
                if isinstance(part, Words)
            ]
            heights.append(self.icons.fit(wide, scale * 0.9))
            total = sum(heights) + sum(
                gap * fitted for (_p, gap), t in zip(parts, heights, strict=True) if t
            )
            if total <= self.height() - 20 * scale:
                break
        y = middle - total / 2
        for (part, gap), tall in zip(parts, heights, strict=True):
            y += gap * fitted if tall else 0
            box = QRect(round(left + 192 * scale), round(y), wide, tall)
            self._put(part, self._mirrored(box))
            y += tall

    def _corner_scale(self, part: Words, scale: float) -> float:
        """The small window's words are those of the scale next below."""
        below = {Size.TITLE: Size.LEAD, Size.LEAD: Size.SMALL}
        return scale * below.get(part.size_px, part.size_px) / part.size_px

    def _put(self, part: QWidget, box: QRect) -> None:
        if isinstance(part, Words | ButtonRow):
            part.put(box)
        else:
            part.setGeometry(box)
