"""Where does it hurt? The body as a map on one side, one page at a time on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent

from knotbreak.app.health_desk import ASK, WHY, HealthDesk
from knotbreak.app.panels import SEE, Panel
from knotbreak.app.relief import ReliefDesk
from knotbreak.app.topics import Topics
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area
from knotbreak.core.figure_settings import FigureSettings
from knotbreak.core.health_settings import Flag
from knotbreak.core.problems import ProblemError
from knotbreak.figure.regions import BACK, FRONT
from knotbreak.guide.relief import Over, Stage
from knotbreak.qt import theme
from knotbreak.qt.area_list import AreaList
from knotbreak.qt.body_map import BodyMapView
from knotbreak.qt.column import Column
from knotbreak.qt.look import ThemeSource
from knotbreak.qt.panel_window import PanelWindow
from knotbreak.qt.parts import Button, ButtonRow
from knotbreak.qt.relief_pages import ReliefPages
from knotbreak.qt.text import QUIET
from knotbreak.qt.theme import UNIT, Size
from knotbreak.qt.topic_pages import TopicPages

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WIDTH, HEIGHT = 1000, 700
PAD = 28
MAP_SHARE = 0.38
"""How much of the width the body has."""

MAP_FROM = 560
"""In a window that is slimmer than this there is the list alone, in design pixels."""

TIMERS = {
    "heat": "heat",
    "cold-pack": "cold",
    "massage": "massage",
    "stress-management": "breathe",
}
"""The treatments that have a timer, and what the window of the timers calls it."""

GUIDE = "guide"
HEALTH = "health"


class ReliefWindow(PanelWindow):
    """Leads through relief by mouse or by keyboard.

    Args:
        source: The look, followed while the window lives.
        desk: The stages, worded.
        topics: The guide to read.
        health: What to go easy on.
        person: Who stands there.
        start: Plays a routine.
        open_panel: Opens another window of the program at something.
        others: Which windows there are to open.
    """

    def __init__(
        self,
        source: ThemeSource,
        translator: Translator,
        desk: ReliefDesk,
        topics: Topics,
        health: HealthDesk,
        *,
        person: Callable[[], FigureSettings],
        start: Callable[[str], None],
        open_panel: Callable[[Panel, str], None],
        others: Sequence[Panel],
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._ = translator.gettext
        self._source = source
        self._desk = desk
        self._health = health
        self._person = person
        self._start = start
        self._open_panel = open_panel
        self._others = others
        self._shown: Callable[[], None] = self.begin
        self._before: list[Callable[[], None]] = []
        self.map = BodyMapView(source.theme, self._label, self)
        self.map.set_person(person())
        self.map.setAccessibleName(self._("The body"))
        self.map.setAccessibleDescription(
            self._("Left and right turn it. The list beside it has the same areas.")
        )
        self.column = Column(source.theme, self)
        self.list: AreaList | None = None
        self._make_buttons()
        self._pages = ReliefPages(
            self.column,
            translator,
            desk,
            go=lambda stage: self._go(lambda: self._stage(stage)),
            start=self._on_start,
            read=self._read,
            read_at_rest=self._read_at_rest,
            care=self._timer,
            ask_health=lambda: None if health.asked else self._ask_health,
        )
        self._topics = TopicPages(self.column, translator, topics, self._read, self._on_start)
        self.map.chosen.connect(self._on_area)
        self._title = Wording(translator).panel(Panel.RELIEF)
        self.setAutoFillBackground(True)
        screen = self.screen().availableGeometry().size() * 0.94
        self.setMinimumSize(QSize(420, 360).boundedTo(screen))
        self.resize((QSize(WIDTH, HEIGHT) * theme.system_scale()).boundedTo(screen))
        source.changed.connect(self._on_theme)
        self._on_theme()
        self.begin()

    def _make_buttons(self) -> None:
        _, look = self._, self._source.theme
        self._turns = ButtonRow(self, centred=True)
        self.front = Button(look, _("From the front"), self._turns)
        self.behind = Button(look, _("From behind"), self._turns)
        self._turns.add([self.front, self.behind])
        self.front.clicked.connect(lambda: self.map.turn_to(FRONT))
        self.behind.clicked.connect(lambda: self.map.turn_to(BACK))
        self._top = ButtonRow(self)
        self.back = Button(look, _("Go back"), self._top, bare=True)
        self.back.clicked.connect(lambda: QTimer.singleShot(0, self, self._go_back))
        self._top.add([self.back])

    # -- PanelWindow ---------------------------------------------------------------------------

    def turn_to(self, about: str) -> None:
        """Show an area that is tight, whom to see about one ("see:neck"), the guide, one of its
        topics, or what to go easy on."""
        self._before = [self.begin]
        if about == GUIDE:
            self._go(self._contents)
        elif about == HEALTH:
            self._go(self._health_page)
        elif about.startswith(SEE):
            card = self._desk.see_someone(Area(about.removeprefix(SEE)))
            self._go(lambda: self._stage(card))
        elif about in {area.value for area in self._desk.areas}:
            area = Area(about)
            stage = self._desk.tight(area)
            self._go(lambda: self._stage(stage))
        else:
            self._read(about)

    # -- going about ---------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask where it is."""
        _, column = self._, self.column
        self._shown = self.begin
        self._before = []
        self._name("")
        column.clear(_("Where does it hurt?"))
        column.title(_("Where does it hurt?"))
        column.say(_("Point at it, or choose it from the list."), gap=UNIT, role=QUIET)
        name = _("Areas of the body")
        self.list = AreaList(self._source.theme, self._desk.areas, self._label, name, column.page)
        self.list.meant.connect(self._on_meant)
        self.list.picked.connect(self._on_area)
        column.add(self.list, self.list, gap=2 * UNIT)
        column.choose(_("The guide: knots, causes, what may help"), self._to(self._contents),
                      gap=2 * UNIT)  # fmt: skip
        if Panel.CHECK in self._others:
            check = _("What may be causing it: a check of two minutes")
            column.choose(check, lambda: self._open_panel(Panel.CHECK, ""))
        column.choose(_(ASK), self._to(self._health_page))
        column.done(focus=False)
        self.map.mean(None)
        self._arrange()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to(self, page: Callable[[], None]) -> Callable[[], None]:
        return lambda: self._go(page)

    def _go(self, page: Callable[[], None]) -> None:
        """Show a page from which the way back leads here."""
        self._before.append(self._shown)
        self._show(page)

    def _go_back(self) -> None:
        if self._before:
            self._show(self._before.pop())

    def _show(self, page: Callable[[], None]) -> None:
        self._shown = page
        self.list = None
        self.map.mean(None)
        self._name("")
        page()
        self._arrange()
        if not self.column.choices:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_meant(self, area: Area) -> None:
        self.map.mean(area)
        if self.list is not None:
            # The list is as long as it must be: it is the page that scrolls.
            line = self.list.visualItemRect(self.list.currentItem())
            at = self.list.mapTo(self.column.page, line.center())
            self.column.ensureVisible(at.x(), at.y(), 0, line.height())

    def _on_area(self, area: Area) -> None:
        # The list that was clicked goes with its page.
        QTimer.singleShot(0, self, lambda: self._begin_with(area))

    def _begin_with(self, area: Area) -> None:
        stage = self._desk.begin(area)
        self._before = [self.begin]
        self._show(lambda: self._stage(stage))

    def _stage(self, stage: Stage) -> None:
        if isinstance(stage, Over):
            self.begin()
            return
        self.map.mean(stage.area)
        self._name(self._label(stage.area))
        self._pages.show(stage)

    def _label(self, area: Area) -> str:
        return _capital(self._desk.label(area))

    def _name(self, place: str) -> None:
        self.setWindowTitle(" · ".join(filter(None, (place, self._title))))

    def _read(self, key: str) -> None:
        self._go(lambda: self._topics.show(key, plays=not self._desk.held))

    def _read_at_rest(self, key: str) -> None:
        self._go(lambda: self._topics.show(key, plays=False))

    def _contents(self) -> None:
        self._topics.contents()

    def _on_start(self, routine: str) -> None:
        self._start(routine)

    def _timer(self, treatment: str, area: Area) -> Callable[[], None] | None:
        kind = TIMERS.get(treatment)
        if kind is None or Panel.CARE not in self._others:
            return None
        return lambda: self._open_panel(Panel.CARE, f"{kind}:{area.value}")

    # -- what to go easy on --------------------------------------------------------------------

    def _ask_health(self) -> None:
        self._go(self._health_page)

    def _health_page(self) -> None:
        _, column, health = self._, self.column, self._health
        column.clear(_(ASK))
        column.title(_(ASK))
        column.say(_(WHY), gap=1.5 * UNIT, role=QUIET)
        flags = {
            one.flag: column.tick(one.title, one.on, more=one.because) for one in health.flags()
        }
        column.head(_("Injured or operated on: where?"))
        areas = {one.area: column.tick(_capital(one.title), one.on) for one in health.areas()}

        def hurts(on: bool) -> None:
            if on:
                flags[Flag.INJURY].setChecked(True)

        for tick in areas.values():
            # Whoever names a place has an injury.
            tick.toggled.connect(hurts)

        def keep() -> None:
            chosen = [flag for flag, tick in flags.items() if tick.isChecked()]
            hurt = [area for area, tick in areas.items() if tick.isChecked()]
            try:
                health.keep(chosen, hurt)
            except ProblemError as error:
                column.say(str(error), Size.SMALL, gap=2 * UNIT)
                column.relayout()
                column.verticalScrollBar().setValue(column.verticalScrollBar().maximum())
                return
            self._go_back()

        column.buttons((_("Keep this"), keep))
        column.done()

    # -- looks ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back, and from the first page away."""
        if event.key() == Qt.Key.Key_Escape:
            if self._before:
                self._go_back()
            else:
                self.close()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same in another size."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        scale = theme.system_scale()
        pad = round(PAD * scale)
        with_map = self.width() >= MAP_FROM * scale
        self.map.setVisible(with_map)
        self._turns.setVisible(with_map)
        left = pad
        if with_map:
            wide = round((self.width() - 2 * pad) * MAP_SHARE)
            foot = self._turns.fit(wide, scale)
            tall = self.height() - 2 * pad - foot - round(UNIT * scale)
            self.map.set_scale(scale)
            self.map.setGeometry(pad, pad, wide, tall)
            self._turns.put(QRect(pad, pad + tall + round(UNIT * scale), wide, foot))
            left += wide + pad
        top = pad
        self.back.setVisible(bool(self._before))
        room = self.width() - left - pad
        if self._before:
            tall = self._top.fit(room, scale)
            self._top.put(QRect(left, round(pad * 0.5), room, tall))
            top = max(top, round(pad * 0.5) + tall + round(UNIT * scale))
        self._top.setVisible(bool(self._before))
        self.column.setGeometry(left, top, self.width() - left - 4, self.height() - top - 8)
        self.column.set_scale(scale)

    def _on_theme(self) -> None:
        look = self._source.theme
        self.setPalette(look.palette())
        self.map.set_theme(look)
        self.column.set_theme(look)
        if self.list is not None:
            self.list.set_theme(look)
        for button in (self.front, self.behind, self.back):
            button.set_theme(look)

    def refresh(self) -> None:
        """Somebody else may stand there now."""
        self.map.set_person(self._person())


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
