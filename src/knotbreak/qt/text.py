"""Words on a page: wrapped, never cut without a way to read the whole."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from knotbreak.qt import theme
from knotbreak.qt.theme import Size

INK = QPalette.ColorRole.WindowText
QUIET = QPalette.ColorRole.PlaceholderText
ACCENT = QPalette.ColorRole.Link

BEARING = 3
"""Some letters (a J) begin left of where they are put; a label would cut them."""

Measure = Callable[[str], float]


def wrap(
    text: str, measure: Measure, width_of: Callable[[int], float], limit: int
) -> tuple[list[str], bool]:
    """Break a text into at most `limit` lines; the second value says whether all of it fits.

    `width_of` gives the room of each line. A word that fits nowhere is broken; a text that is too
    long ends in an ellipsis.
    """
    lines: list[str] = []
    rest = [word for word in text.split(" ") if word]
    while rest and len(lines) < limit:
        room = width_of(len(lines))
        line = rest.pop(0)
        if measure(line) > room:
            line, over = _broken(line, measure, room)
            rest.insert(0, over)
        else:
            while rest and measure(f"{line} {rest[0]}") <= room:
                line = f"{line} {rest.pop(0)}"
            if rest and "-" in rest[0]:
                # As much of a compound word as fits: "Hüftbeuger-", then "Dehnung".
                head, hyphen, tail = rest[0].partition("-")
                if tail and measure(f"{line} {head}-") <= room:
                    line = f"{line} {head}{hyphen}"
                    rest[0] = tail
        lines.append(line)
    if rest:
        last = f"{lines[-1]} {' '.join(rest)}"
        room = width_of(limit - 1)
        while last and measure(last.rstrip() + "…") > room:
            last = last[:-1]
        lines[-1] = last.rstrip() + "…"
    return lines, not rest


def keeps_words(text: str, lines: list[str]) -> bool:
    """Whether no word was broken but at a hyphen."""
    words = [word for word in text.split(" ") if word]
    pieces = {piece for word in words for piece in _pieces(word)}
    return all(piece in pieces for line in lines for piece in line.split(" "))


def _pieces(word: str) -> list[str]:
    """The beginnings and ends that a word has at its hyphens."""
    cuts = [number + 1 for number, sign in enumerate(word) if sign == "-"]
    found = [word, *(word[:cut] for cut in cuts), *(word[cut:] for cut in cuts)]
    return [*found, *(word[a:b] for a in cuts for b in cuts if a < b)]


def wrap_in_circle(
    text: str, measure: Measure, line_height: float, radius: float, limit: int
) -> list[str] | None:
    """Break a text into the fewest lines that lie inside a circle, as even as they can be.

    None if it does not fit, or if a word would have to be broken.
    """
    words = [word for word in text.split(" ") if word]
    for count in range(1, min(limit, len(words)) + 1):
        rooms = [_chord(number, count, line_height, radius) for number in range(count)]
        lines = _even(words, measure, rooms)
        if lines is not None:
            return lines
    return None


def _even(words: list[str], measure: Measure, rooms: list[float]) -> list[str] | None:
    """The lines with the smallest sum of squared widths, so that none hangs."""
    widths: dict[tuple[int, int], float] = {}

    def width(begin: int, end: int) -> float:
        if (begin, end) not in widths:
            widths[begin, end] = measure(" ".join(words[begin:end]))
        return widths[begin, end]

    # best[end]: the cost of setting words[:end] in the lines so far, and where each line begins.
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for room in rooms:
        further: dict[int, tuple[float, tuple[int, ...]]] = {}
        for begin, (cost, begins) in best.items():
            for end in range(begin + 1, len(words) + 1):
                wide = width(begin, end)
                if wide > room:
                    break
                found = (cost + wide**2, (*begins, begin))
                if end not in further or found < further[end]:
                    further[end] = found
        best = further
    if len(words) not in best:
        return None
    begins = best[len(words)][1]
    ends = (*begins[1:], len(words))
    return [" ".join(words[a:b]) for a, b in zip(begins, ends, strict=True)]


def _chord(number: int, count: int, line_height: float, radius: float) -> float:
    """The room of a line: the shorter of the chords at its upper and lower edge."""
    upper = abs((number - count / 2) * line_height)
    lower = abs((number + 1 - count / 2) * line_height)
    return 2 * math.sqrt(max(0.0, radius**2 - max(upper, lower) ** 2))


def _broken(word: str, measure: Measure, room: float) -> tuple[str, str]:
    """Break a word that is wider than its line: at a hyphen if there is one."""
    cut = word.rfind("-", 0, -1)
    while cut > 0 and measure(word[: cut + 1]) > room:
        cut = word.rfind("-", 0, cut)
    if cut > 0:
        return word[: cut + 1], word[cut + 1 :]
    length = len(word) - 1
    while length > 1 and measure(word[:length]) > room:
        length -= 1
    return word[: max(1, length)], word[max(1, length) :]


class Words(QLabel):
    """A label that wraps its words into so many lines, and elides with a tooltip after that.

    With `reserve` it takes the room of that many lines always, so that nothing below moves. A
    text that is too long for its size is set in the `smaller` one, if there is one. `even` lines
    are as equally long as they can be. A `tail` given with the words is never elided.
    """

    def __init__(
        self,
        size: Size,
        parent: QWidget,
        role: QPalette.ColorRole = INK,
        *,
        lines: int = 1,
        reserve: bool = False,
        smaller: Size | None = None,
        even: bool = False,
        weight: QFont.Weight = QFont.Weight.Normal,
        tabular: bool = False,
    ) -> None:
        super().__init__(parent)
        self.size_px = size
        self.limit = lines
        self._reserve = reserve
        self._smaller = smaller
        self._even = even
        self._tail = ""
        self._weight = weight
        self._tabular = tabular
        self._words = ""
        self._room = 0.0
        self._scale = 1.0
        self.setContentsMargins(BEARING, 0, BEARING, 0)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.setForegroundRole(role)
        self.setMargin(0)

    @property
    def words(self) -> str:
        """The whole text, however much of it can be seen."""
        return self._words

    def set_words(self, text: str, tail: str = "") -> None:
        """Show a text; does nothing if it is there already."""
        if (text + tail, tail) != (self._words, self._tail):
            self._words, self._tail = text + tail, tail
            self._break()

    def fit(self, width: float, scale: float) -> int:
        """Take a width and a scale; returns the height that the words need."""
        self._room = width
        self._scale = scale
        self._break()
        # Not lines times spacing: the font's own is a fraction, and two lines would lose a pixel.
        tall = self.fontMetrics().size(0, self.text()).height() if self.text() else 0
        if self._reserve and tall:
            whole = QFontMetricsF(self._font(self.size_px)).lineSpacing()
            tall = max(tall, math.ceil(self.limit * whole))
        return tall

    def put(self, box: QRect) -> None:
        """Place the words; letters may reach a little out of the box without being cut."""
        # QFrame forgets them when the style changes while a label has no height.
        self.setContentsMargins(BEARING, 0, BEARING, 0)
        self.setGeometry(box.adjusted(-BEARING, 0, BEARING, 0))

    def natural_width(self) -> int:
        """The width of the words in one line."""
        return math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self._words)) + 1

    def _font(self, size: int) -> QFont:
        return theme.font(size, self._scale, self._weight, tabular=self._tabular)

    def _break(self) -> None:
        if self._room <= 0:
            return
        sizes = [self.size_px] if self._smaller is None else [self.size_px, self._smaller]
        for size in sizes:
            # Three small lines take the room of two large ones.
            limit = self.limit if size == self.size_px else self.limit + 1
            made = self._font(size)
            metrics = QFontMetricsF(made)
            lines, whole = self._lines(metrics.horizontalAdvance, limit)
            if whole and keeps_words(self._words, lines):
                break
        if made != self.font():
            self.setFont(made)
        self.setText("\n".join(lines))
        self.setToolTip("" if whole else self._words)
        # The name of a label is its text; where that is broken or elided, the name is whole.
        self.setAccessibleName(self._words if len(lines) > 1 or not whole else "")

    def _lines(self, measure: Measure, limit: int) -> tuple[list[str], bool]:
        room = self._room
        lines, whole = wrap(self._words, measure, lambda _line: room, limit)
        if not whole and self._tail:
            shorter = room - measure(self._tail)
            head = self._words.removesuffix(self._tail)
            lines, _cut = wrap(head, measure, lambda _line: shorter, 1)
            lines = [lines[0] + self._tail] if lines else [self._tail]
        elif whole and self._even and len(lines) > 1:
            words = [word for word in self._words.split(" ") if word]
            lines = _even(words, measure, [room] * len(lines)) or lines
        return lines, whole


class CircledWords(QLabel):
    """A text in the middle of a circle, as large as it fits, in even lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self._radius = 0.0
        self._scale = 1.0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setForegroundRole(INK)

    @property
    def words(self) -> str:
        """The whole text."""
        return self._words

    def set_words(self, text: str) -> None:
        """Show a text; does nothing if it is there already."""
        if text != self._words:
            self._words = text
            self._break()

    def fit(self, radius: float, scale: float) -> None:
        """Take the radius of the circle that the words may fill."""
        self._radius = radius
        self._scale = scale
        self._break()

    def _break(self) -> None:
        self.setAccessibleName(self._words)
        self.setToolTip("")
        if self._radius <= 0 or not self._words:
            self.setText("")
            return
        for size, limit in ((Size.TITLE, 5), (Size.LEAD, 6), (Size.BODY, 7), (Size.SMALL, 9)):
            made = theme.font(size, self._scale, QFont.Weight.Medium)
            metrics = QFontMetricsF(made)
            lines = wrap_in_circle(
                self._words, metrics.horizontalAdvance, metrics.lineSpacing(), self._radius, limit
            )
            if lines is not None:
                break
        else:
            lines, _whole = wrap(self._words, metrics.horizontalAdvance, self._widest, 5)
            self.setToolTip(self._words)
        self.setFont(made)
        self.setText("\n".join(lines))

    def _widest(self, _line: int) -> float:
        return self._radius * 1.5
