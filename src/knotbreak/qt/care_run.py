"""The page of a care timer that runs: the ring, what is to be done, and what else runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget

from knotbreak.app.care_front import CareFront
from knotbreak.app.care_views import CareView
from knotbreak.app.session_wording import SessionWording
from knotbreak.core.body import NamedPattern, Side
from knotbreak.core.breathing import BreathPhase
from knotbreak.core.care_state import CareKind, CareStage, CareTimer
from knotbreak.core.units import clock_text
from knotbreak.qt.care_column import Chip, Row
from knotbreak.qt.care_pages import CarePageBase, Rows
from knotbreak.qt.care_ring import CareRing
from knotbreak.qt.parts import ButtonRow
from knotbreak.qt.text import ACCENT, INK, QUIET
from knotbreak.qt.theme import Size, Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

BESIDE = 600
"""From this width on, in design pixels, the words stand beside the ring."""

GAP = 40
TALLEST = 0.46
"""Above the words the ring is at most so much of the page's height."""


class _BesideOthers(CarePageBase):
    """A page that lists the other timers."""

    timer_chosen = Signal(int)

    def others(self, views: tuple[CareView, ...]) -> Rows:
        """A row for each of them, under a heading."""
        rows: Rows = []
        if views:
            rows.append((self._say(self._("Running as well"), Size.SMALL, QUIET), 28))
        for view in views:
            row = Row(self._theme, view.line, view.asks, self.column.body, view.timer.kind)
            row.clicked.connect(lambda _on=False, id_=view.timer.id: self.timer_chosen.emit(id_))
            rows.append((row, 8))
        return rows


class RunPage(_BesideOthers):
    """Draws one timer."""

    stop_requested = Signal(int)
    fine_requested = Signal(int)
    more_requested = Signal()

    def __init__(
        self, theme: Theme, translator: Translator, parent: QWidget, *, centred: bool = False
    ) -> None:
        super().__init__(theme, translator, parent, centred=centred)
        self.ring = CareRing(theme, self)
        self._says = SessionWording(translator)
        self._breathed: tuple[BreathPhase, int] | None = None
        self._tones_on = False
        self.view: CareView | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        super().set_theme(theme)
        self.ring.set_theme(theme)

    def show_timer(self, front: CareFront, view: CareView, others: tuple[CareView, ...]) -> None:
        """Draw the page of a timer anew: something happened."""
        if self.view is None or self.view.timer.id != view.timer.id:
            self.ring.figure.face()
        self._front, self.view = front, view
        self.ring.setAccessibleName(self._ring_name(view))
        self.ring.figure.set_person(front.person())
        _, timer = self._, view.timer
        rows: Rows = [(self._say(view.title, Size.TITLE, bold=True), 0)]
        self._time = self._say("", Size.LEAD, ACCENT)
        rows.append((self._time, 8))
        self._cue = self._say(view.asks or front.words.meanwhile(timer), Size.LEAD, INK)
        rows.append((self._cue, 18))
        rows.append((self._answers(view), 20))
        if timer.kind is CareKind.BREATHE and timer.pattern is not NamedPattern.FREE:
            tones = ButtonRow(self.column.body)
            chip = Chip(self._theme, _("Tones for in and out"), tones)
            chip.setChecked(self._tones_on)
            chip.toggled.connect(self._on_tones)
            tones.add([chip])
            rows.append((tones, 12))
        rows += self.others(others)
        rows.append((self._buttons((_("Something else as well"), self.more_requested.emit, False)),
                     24))  # fmt: skip
        self.column.set_rows(rows)
        self.draw_frame()

    def _answers(self, view: CareView) -> ButtonRow:
        timer = view.timer

        def stop() -> None:
            self.stop_requested.emit(timer.id)

        if timer.stage is CareStage.CHECKING:
            return self._buttons(
                (self._("It looks fine"), lambda: self.fine_requested.emit(timer.id), True),
                (self._("Not quite: take it off"), stop, False),
            )
        return self._buttons((view.stop_words, stop, bool(view.asks)))

    def _ring_name(self, view: CareView) -> str:
        return self._("{what}: time that is left").format(what=view.title)

    def _on_tones(self, on: bool) -> None:
        self._tones_on = on

    def draw_frame(self) -> None:
        """Draw this moment."""
        if self.view is None:
            return
        timer = self.view.timer
        frame = self._front.frame(timer)
        self.ring.show_frame(timer, frame, reduced_motion=self._theme.reduced_motion)
        text = clock_text(frame.remaining_ms)
        breath = frame.breath
        inside = text
        if timer.kind is CareKind.BREATHE:
            inside = "" if breath is None else self._says.breath(breath)
            if breath is not None:
                self._breathe((breath.phase, breath.cycle))
        elif timer.kind is CareKind.MASSAGE and timer.area is not None:
            inside = ""
        elif timer.stage in (CareStage.OVER, CareStage.LIMIT):
            inside = self._("Take it off")
        self.ring.words.set_words(inside)
        self._time.set_words(self._left_words(timer, text))

    def _left_words(self, timer: CareTimer, text: str) -> str:
        assert self.view is not None
        if timer.stage in (CareStage.OVER, CareStage.LIMIT):
            return self._("The time is over.")
        if timer.kind in (CareKind.HEAT, CareKind.COLD):
            return self._("Until {time}").format(time=self.view.clock)
        return self._("{time} left").format(time=text)

    def _breathe(self, now: tuple[BreathPhase, int]) -> None:
        """A part of the breath begins, or goes on."""
        before, self._breathed = self._breathed, now
        if self._tones_on and before is not None and now != before:
            self._front.tones.breath(now[0])

    def lay_out(self, scale: float, column_px: int) -> None:
        """The ring beside the words, or above them where it is narrow."""
        wide, tall = self.width(), self.height()
        self.ring.set_scale(scale)
        self.column.set_scale(scale)
        if wide >= BESIDE * scale:
            side = round(min(wide * 0.46, tall))
            gap = round(GAP * scale)
            column = min(round(column_px * scale * 0.72), wide - side - gap)
            left = (wide - side - gap - column) // 2
            self.ring.setGeometry(left, (tall - side) // 2, side, side)
            self.column.setGeometry(left + side + gap, 0, column, tall)
            return
        side = round(min(wide, tall * TALLEST))
        self.ring.setGeometry((wide - side) // 2, 0, side, side)
        column = min(round(column_px * scale), wide)
        below = side + round(16 * scale)
        self.column.setGeometry(QRect((wide - column) // 2, below, column, tall - below))


class DonePage(_BesideOthers):
    """A timer that ended well, and what may follow."""

    again_requested = Signal(object, object)
    closed = Signal()

    def show_done(self, front: CareFront, timer: CareTimer, others: tuple[CareView, ...]) -> None:
        """Draw it."""
        _ = self._
        says = front.words.done(timer)
        if timer.kind in (CareKind.HEAT, CareKind.COLD):
            says = _("Let the skin come back to normal. In two hours you can do it again.")
        rows: Rows = [
            (self._say(front.words.title(timer), Size.TITLE, bold=True), 0),
            (self._say(says, Size.LEAD), 12),
        ]
        again = ""
        if timer.kind is CareKind.BREATHE:
            again = _("Once more")
        elif timer.kind is CareKind.MASSAGE and timer.side in (Side.LEFT, Side.RIGHT):
            again = _("Now the other side")
        buttons = [(_("Close"), self.closed.emit, not again)]
        if again:
            side = Side.RIGHT if timer.side is Side.LEFT else Side.LEFT

            def once_more() -> None:
                self.again_requested.emit(timer, side)

            buttons.insert(0, (again, once_more, True))
        rows += [(self._buttons(*buttons), 28), *self.others(others)]
        self.column.set_rows(rows)
