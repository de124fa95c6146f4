"""The ring of a care timer: what is left, the breath, or the place to press on the figure."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from knotbreak.app.care_front import CareFrame
from knotbreak.core.body import Side
from knotbreak.core.care_state import CareKind, CareTimer
from knotbreak.core.figure_spec import FigureSpec, Framing, Posture
from knotbreak.core.timeline import SegmentKind
from knotbreak.figure.acting import Act
from knotbreak.figure.massage import Massage, Target
from knotbreak.qt.ring import RingWidget
from knotbreak.qt.ring_look import RingMoment, eased, measures, square
from knotbreak.qt.theme import Theme

REST = 0.5
"""How far the halo stands open where no breath is followed."""

_RINGS = FigureSpec(posture=Posture.NONE, framing=Framing.RING)


class _TargetView(QWidget):
    """The target, above the figure."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._target: Target | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_target(self, target: Target | None) -> None:
        """Move it; what it leaves and where it comes are painted anew."""
        before, self._target = self._target, target
        for one in (before, target):
            if one is not None:
                self.update(self._place(one).toAlignedRect().adjusted(-4, -4, 4, 4))

    def _place(self, target: Target) -> QRectF:
        middle, radius, thick = measures(square(self.size()))
        scale = (radius - thick / 2) / target.box.half_width
        x = middle.x() + (target.x - target.box.x) * scale
        y = middle.y() + (target.y - target.box.y) * scale
        size = max(target.radius * scale, 9.0)
        return QRectF(x - size, y - size, 2 * size, 2 * size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw two rings and a point, that read on skin and on cloth."""
        del event
        if self._target is None:
            return
        place = self._place(self._target)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = max(2.5, place.width() * 0.09)
        for colour, more in ((self.theme.colours.page, wide * 0.9), (self.theme.colours.ink, 0.0)):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colour), wide + more))
            painter.drawEllipse(place.adjusted(wide, wide, -wide, -wide))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            point = wide * 1.1 + more / 2
            painter.drawEllipse(place.center(), point, point)
        painter.end()


class CareRing(RingWidget):
    """Draws a timer's moments."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._target_view = _TargetView(theme, self)
        self._target_view.hide()
        self._massage: Massage | None = None
        self._pressed: tuple[object, Side] | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        super().set_theme(theme)
        self._target_view.theme = theme
        self._target_view.update()

    def show_frame(self, timer: CareTimer, frame: CareFrame, *, reduced_motion: bool) -> None:
        """Draw a moment."""
        total = max(1, timer.length_ms)
        breath = frame.breath
        fullness = REST
        if breath is not None and not reduced_motion:
            fullness = eased(breath.fullness)
        left = min(1.0, frame.remaining_ms / total)
        match timer.kind:
            case CareKind.BREATHE:
                self.show_act(_act(_RINGS, Side.BOTH, frame, fullness))
                self.show_moment(RingMoment(left=left, fullness=0.0))
            case CareKind.MASSAGE if timer.area is not None:
                self._show_massage(timer, frame, reduced_motion)
                self.show_moment(RingMoment(left=left, fullness=1.0))
            case _:
                self.show_act(None)
                self.show_moment(RingMoment(left=left, fullness=REST))
        self._target_view.setVisible(timer.kind is CareKind.MASSAGE and timer.area is not None)

    def _show_massage(self, timer: CareTimer, frame: CareFrame, reduced_motion: bool) -> None:
        assert timer.area is not None
        key = (timer.area, timer.side)
        if self._pressed != key or self._massage is None:
            self._pressed = key
            self._massage = Massage(timer.area, timer.side)
        self.show_act(_act(self._massage.spec, timer.side, frame, 0.0))
        # Who wants stillness is shown the place, and told in words to circle.
        at_ms = 0 if reduced_motion else frame.elapsed_ms
        self._target_view.show_target(self._massage.target(at_ms, timer.length_ms))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The target's picture is as large as the ring's."""
        super().resizeEvent(event)
        self._target_view.setGeometry(self.rect())


def _act(spec: FigureSpec, side: Side, frame: CareFrame, fullness: float) -> Act:
    return Act(
        spec=spec,
        side=side,
        kind=SegmentKind.HOLD,
        segment=0,
        elapsed_ms=frame.elapsed_ms,
        remaining_ms=frame.remaining_ms,
        fullness=fullness,
    )
