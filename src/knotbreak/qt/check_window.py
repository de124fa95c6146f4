"""What may be causing it: one question at a time, then what could change, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent

from knotbreak.app.check_desk import CheckDesk
from knotbreak.app.panels import Panel
from knotbreak.app.topics import WORKSTATION
from knotbreak.app.wording import Wording
from knotbreak.core.problems import ProblemError
from knotbreak.guide.selfcheck import Change, Proposal
from knotbreak.guide.shape import CheckQuestion
from knotbreak.qt import theme
from knotbreak.qt.bars import KnotMark
from knotbreak.qt.choice import Choice
from knotbreak.qt.column import Column
from knotbreak.qt.look import ThemeSource
from knotbreak.qt.panel_window import PanelWindow
from knotbreak.qt.text import QUIET
from knotbreak.qt.theme import UNIT, Size
from knotbreak.qt.topic_pages import TopicPages

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 660, 640
PAD = 32
MARK = (90, 48)


class CheckWindow(PanelWindow):
    """The self-check and the workstation checklist.

    Args:
        source: The look, followed while the window lives.
        desk: The questions and what follows from them.
        topics: Shows a page of the guide, made for this window's column.
        read: Opens the guide at a cause, by its key.
    """

    def __init__(
        self,
        source: ThemeSource,
        translator: Translator,
        desk: CheckDesk,
        topics: Callable[[Column], TopicPages],
        read: Callable[[str], None],
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._ = translator.gettext
        self._source = source
        self._desk = desk
        self._read = read
        self._questions = desk.questions
        self._given: dict[str, tuple[str, ...]] = {}
        self._at = 0
        self._begun = False
        self._knot = KnotMark(source.theme, self)
        self.column = Column(source.theme, self)
        self._topics = topics(self.column)
        self.setWindowTitle(Wording(translator).panel(Panel.CHECK))
        self.setAutoFillBackground(True)
        screen = self.screen().availableGeometry().size() * 0.94
        self.setMinimumSize(QSize(400, 360).boundedTo(screen))
        self.resize((QSize(WIDTH, HEIGHT) * theme.system_scale()).boundedTo(screen))
        source.changed.connect(self._on_theme)
        self._on_theme()
        self.begin()

    # -- PanelWindow ---------------------------------------------------------------------------

    def turn_to(self, about: str) -> None:
        """Show the workstation checklist; anything else begins."""
        if about == WORKSTATION:
            self._checklist()
        else:
            self.begin()

    # -- pages ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """What this is, and what it is not."""
        _, column = self._, self.column
        self._given, self._at, self._begun = {}, 0, False
        column.clear(_("What may be causing it"))
        column.title(_("What may be causing it"))
        column.say(
            _(
                "A few questions about your desk and your days: about two minutes. Skip what you"
                " like. Nothing is kept of the answers, and nothing changes unless you say so."
            ),
            gap=1.5 * UNIT,
        )
        column.buttons((_("Begin"), self._question), (_("Not now"), self._leave))
        more = _("It is time to go through it.") if self._desk.workstation.due else ""
        column.choose(_("Workstation checklist"), self._checklist, more=more, gap=4 * UNIT)
        column.done()

    def _question(self) -> None:
        if self._at >= len(self._questions):
            self._findings()
            return
        _, column, one = self._, self.column, self._questions[self._at]
        self._begun = True
        column.clear(one.words)
        count = _("{n} of {all}").format(n=self._at + 1, all=len(self._questions))
        column.say(count, Size.SMALL, gap=0, role=QUIET)
        column.say(one.words, Size.LEAD, gap=UNIT, bold=True)
        if one.many:
            ticks = {answer.id: column.tick(answer.words, on=False) for answer in one.answer}
            column.buttons((_("Go on"), partial(self._ticked, one, ticks)), self._earlier())
        else:
            for answer in one.answer:
                column.choose(answer.words, partial(self._answer, one, (answer.id,)))
            skip = (_("Skip"), partial(self._answer, one, ()))
            column.buttons(skip, self._earlier(), first=False)
        column.done()

    def _earlier(self) -> tuple[str, Callable[[], None]]:
        return self._("Go back"), self._question_before

    def _ticked(self, one: CheckQuestion, ticks: dict[str, Choice]) -> None:
        self._answer(one, tuple(id_ for id_, tick in ticks.items() if tick.isChecked()))

    def _answer(self, one: CheckQuestion, chosen: tuple[str, ...]) -> None:
        self._given[one.id] = chosen
        self._at += 1
        self._question()

    def _question_before(self) -> None:
        if self._at == 0:
            self.begin()
            return
        self._at -= 1
        self._question()

    def _findings(self) -> None:
        _, column, desk = self._, self.column, self._desk
        told = desk.tell(self._given)
        causes = desk.causes(told)
        column.clear(_("What may play a part"))
        column.title(_("What may play a part") if causes else _("Nothing stands out"))
        for cause in causes:
            column.choose(cause.title, partial(self._read, f"cause:{cause.id}"), more=cause.help)
        proposals = desk.proposals(told)
        if not proposals:
            column.say(_("Your reminders are set for this already: nothing to change."),
                       gap=3 * UNIT)  # fmt: skip
            column.buttons((_("Close"), self._leave))
            column.done()
            return
        column.head(_("What could change in your settings"))
        column.say(_("Only what is ticked changes, and one click takes it back."), role=QUIET)
        ticks = [
            (column.tick(one.because, on=True, more="\n".join(one.changes)), one.proposal)
            for one in proposals
        ]
        column.buttons(
            (_("Change this"), partial(self._agree, ticks)), (_("Change nothing"), self._leave)
        )
        column.done()

    def _agree(self, ticks: list[tuple[Choice, Proposal]]) -> None:
        _ = self._
        chosen = [proposal for tick, proposal in ticks if tick.isChecked()]
        if not chosen:
            self._leave()
            return
        try:
            changed = self._desk.agree(chosen)
        except ProblemError as error:
            self._tell(_("That could not be changed"), (), str(error))
            return
        self._tell(_("Changed"), changed, "")
        self.column.buttons((_("Good"), self._leave), (_("Take it back"), self._take_back))
        self.column.done()

    def _take_back(self) -> None:
        _ = self._
        try:
            changed = self._desk.take_back()
        except ProblemError as error:
            self._tell(_("That could not be changed"), (), str(error))
            return
        self._tell(_("Taken back"), changed, "")
        self.column.buttons((_("Close"), self._leave))
        self.column.done()

    def _tell(self, title: str, changes: tuple[Change, ...], problem: str) -> None:
        column = self.column
        column.clear(title)
        column.title(title)
        column.points(map(self._desk.words, changes))
        column.say(problem, gap=2 * UNIT)
        column.done()

    def _checklist(self) -> None:
        _ = self._
        self._topics.show(WORKSTATION)
        self.column.buttons((_("Gone through it"), self._gone_through), (_("Later"), self._leave))
        self.column.done()
        self.column.verticalScrollBar().setValue(0)

    def _gone_through(self) -> None:
        try:
            self._desk.workstation.gone_through()
        except ProblemError as error:
            self._tell(self._("That could not be kept"), (), str(error))
            return
        self._leave()

    def _leave(self) -> None:
        QTimer.singleShot(0, self, self.close)

    # -- looks ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes to the question before, and from the first page away."""
        if event.key() == Qt.Key.Key_Escape:
            if self._begun:
                self._question_before()
            else:
                self.close()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same column in another size."""
        super().resizeEvent(event)
        scale = theme.system_scale()
        pad = round(PAD * scale)
        wide, tall = round(MARK[0] * scale), round(MARK[1] * scale)
        self._knot.setGeometry(QRect(pad, round(pad * 0.6), wide, tall))
        top = round(pad * 0.6) + tall + round(UNIT * scale)
        self.column.setGeometry(pad - 6, top, self.width() - pad + 2, self.height() - top - 8)
        self.column.set_scale(scale)

    def refresh(self) -> None:
        """Nothing of it changes by itself."""

    def _on_theme(self) -> None:
        look = self._source.theme
        self.setPalette(look.palette())
        self._knot.set_theme(look)
        self.column.set_theme(look)
