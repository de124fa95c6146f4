"""The figure in the ring of a session: which look, which moment, and when to paint it anew."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from knotbreak.app.views import SessionView
from knotbreak.core.figure_settings import FigureSettings, Glow, Hair
from knotbreak.core.figure_spec import FigureSpec
from knotbreak.core.player import PlayerFrame
from knotbreak.core.timeline import SegmentKind
from knotbreak.figure.acting import HELD, Act, Actor, Cel, Rep
from knotbreak.figure.animate import eased
from knotbreak.figure.palette import Look
from knotbreak.figure.portrait import portrait
from knotbreak.figure.shapes import Scene
from knotbreak.qt.figure_canvas import FigureCanvas
from knotbreak.qt.figure_painter import FigurePainter
from knotbreak.qt.text import BEARING, Words
from knotbreak.qt.theme import Theme

STEP_PX = 0.5
"""A rep is shown in steps in which nothing goes farther: smaller ones cannot be told apart."""

STILL_BREATH = 0.5
"""How far the disc of a breath stands open where nothing may move."""


def act_of(view: SessionView, frame: PlayerFrame) -> Act | None:
    """What the figure does at a moment of a session; None where the step has no figure."""
    if view.figure is None:
        return None
    rep = frame.rep
    return Act(
        spec=view.figure,
        side=view.side,
        kind=view.kind,
        segment=frame.index,
        elapsed_ms=frame.elapsed_ms,
        remaining_ms=frame.remaining_ms,
        holds=view.holds,
        gentle=view.gentle,
        rep=None if rep is None else Rep(rep.phase.name, rep.before, rep.fraction, rep.phase.ms),
        fullness=0.0 if frame.breath is None else eased(frame.breath.fullness),
    )


def look_of(theme: Theme, person: FigureSettings) -> Look:
    """The colours of a figure."""
    return Look(
        dark=theme.dark,
        skin=person.skin - 1,
        hair=tuple(Hair).index(person.hair),
        plain_glow=person.glow is Glow.AMBER,
    )


class FigureView:
    """Paints the figure of a session into a circle.

    It is a picture of its own: a frame in which it stands still only copies it, and one in which
    it moves paints what moved.
    """

    def __init__(self, theme: Theme) -> None:
        self._actor = Actor()
        self._theme = theme
        self._person = FigureSettings()
        self._look = look_of(theme, self._person)
        self._canvas = FigureCanvas(self._look)
        self._act: Act | None = None
        self._now: Cel | tuple[Scene, ...] = ()
        self._drawn: Cel | tuple[Scene, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there is a figure."""
        return self._act is not None

    @property
    def held(self) -> bool:
        """Whether the picture stays for the rest of the segment, whatever the moment."""
        return isinstance(self._now, Cel) and self._now.step is HELD

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self._take(look_of(theme, self._person))

    def set_person(self, person: FigureSettings) -> None:
        """Let somebody else show the movements."""
        self._person = person
        self._take(look_of(self._theme, person))

    def _take(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self._canvas = FigureCanvas(look)
            self._drawn = ()

    def show(self, act: Act | None) -> bool:
        """Take a moment; whether that is another picture than before."""
        before, self._act = self._now, act
        if act is None:
            self._now = ()
        elif act.spec.breathes and self._theme.reduced_motion:
            self._now = (self._actor.scene(act._replace(fullness=STILL_BREATH)),)
        elif self._theme.reduced_motion:
            still = act.kind is not SegmentKind.HOLD
            self._now = self._actor.stills(act) if still else (self._actor.scene(act),)
        else:
            self._now = self._actor.cel(act) or (self._actor.scene(act),)
        return self._now != before

    def turn(self, degrees: float) -> None:
        """Walk around the figure."""
        self._actor.turn(degrees)

    def face(self) -> None:
        """Go back to where it is seen best."""
        self._actor.face()

    def refresh(self, radius: float, ratio: float) -> QRectF:
        """Bring the picture for a circle of this size up to date.

        Returns:
            What of it is other than before, seen from the circle's middle.
        """
        if self._act is None:
            return QRectF()
        if self._canvas.fit(radius * ratio):
            self._actor.grain = STEP_PX / (radius * ratio)
            self._drawn = ()
            self.show(self._act)
        if self._now == self._drawn:
            return QRectF()
        self._drawn = self._now
        if isinstance(self._now, Cel):
            part = self._canvas.show_cel(self._now)
            if part is None:
                part = self._canvas.draw_cel(self._now, self._actor.scene(self._act))
        else:
            part = self._canvas.draw(self._now)
        left, top = part.x() / ratio - radius, part.y() / ratio - radius
        return QRectF(left, top, part.width() / ratio, part.height() / ratio)

    def paint(self, painter: QPainter, middle: QPointF) -> None:
        """Draw the picture as it is; nothing reaches out of its circle."""
        if self._act is not None and self._drawn:
            self._canvas.paint(painter, middle, painter.device().devicePixelRatioF())


class Thumbnail(QWidget):
    """What comes next, small."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._person = FigureSettings()
        self._spec: FigureSpec | None = None
        self._scene: Scene | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def shown(self) -> bool:
        """Whether there is a figure."""
        return self._scene is not None

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def show_figure(self, spec: FigureSpec | None, person: FigureSettings) -> None:
        """Show a movement; None for nothing."""
        self._person = person
        if spec is not self._spec:
            self._spec = spec
            self._scene = None if spec is None else portrait(spec)
        self.update()

    def put_before(self, words: Words, scale: float) -> None:
        """Stand at the beginning of the row that the words have been given, and they after it."""
        if not self.shown:
            return
        row = words.geometry().adjusted(BEARING, 0, -BEARING, 0)
        side, gap = row.height(), round(12 * scale)
        beside = QRect(row.left() + side + gap, row.top(), row.width() - side - gap, row.height())
        tall = words.fit(beside.width(), scale)
        beside.setTop(row.center().y() - tall // 2 + 1)
        beside.setHeight(tall)
        picture = QRect(row.topLeft(), QSize(side, side))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            picture.moveRight(row.right())
            beside.moveLeft(row.left())
        self.setGeometry(picture)
        words.put(beside)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it into a disc of the halo's colour."""
        if self._scene is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = min(self.width(), self.height()) / 2
        middle = QPointF(self.width() / 2, self.height() / 2)
        circle = QPainterPath()
        circle.addEllipse(middle, radius, radius)
        painter.fillPath(circle, QColor(self._theme.colours.halo))
        painter.setClipPath(circle)
        target = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        look = look_of(self._theme, self._person)
        FigurePainter(look).paint(painter, self._scene, target)
        painter.end()
