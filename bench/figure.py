"""What the figure costs, on the software renderer: `python -m bench.figure`.

* Solving: the body of a moment between two keyframes, for every stretch and side.
* Scene: from that body to shapes in the plane.
* Painting: a frame of 1280x800 (page, halo, the figure in its ring) into a picture in memory, which
  is the same for all frames as a window's is. All of the frame: a session repaints what changed.
* Sessions: the real session window of 1280x800 for some seconds of real time, in a movement of the
  whole body and in a hold: the share of a core, and how regularly frames come. The movement is
  watched for a whole set: the first rep makes pictures that the others show again, so it is told
  apart too. The hold is watched once more with the frames of a battery.

Times are those that the thread was on a core: what else the machine does is left out. Frames of a
session keep real time. Printed next to each figure is its limit on the machine it was set for.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[1]
for folder in (ROOT, ROOT / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import msgspec  # noqa: E402
from PySide6.QtCore import QEventLoop, QPointF, QRectF, QTimer  # noqa: E402
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, Qt  # noqa: E402

from knotbreak.core.compiler import Frame, compile_timeline  # noqa: E402
from knotbreak.core.plan import plan_steps  # noqa: E402
from knotbreak.core.player import PlayerFrame  # noqa: E402
from knotbreak.core.routine import Routine, Step, Stretch  # noqa: E402
from knotbreak.core.timeline import (  # noqa: E402
    Segment,
    SegmentKind,
    TimelineOptions,
    breath_moment,
    rep_moment,
)
from knotbreak.figure.animate import Movement  # noqa: E402
from knotbreak.figure.palette import Look  # noqa: E402
from knotbreak.figure.scene import draw, shot_of  # noqa: E402
from knotbreak.figure.shapes import Scene  # noqa: E402
from knotbreak.qt import session_page  # noqa: E402
from knotbreak.qt.application import application  # noqa: E402
from knotbreak.qt.figure_painter import FigurePainter  # noqa: E402
from knotbreak.qt.session_window import SessionWindow  # noqa: E402
from knotbreak.qt.theme import LIGHT, ThemeSource  # noqa: E402
from knotbreak.storage.folders import builtin_root  # noqa: E402
from knotbreak.storage.library import LibraryReader  # noqa: E402
from tests.figure.moments import sides_of, ways  # noqa: E402
from tests.qt.gallery import FRAME, TRANSLATOR, view  # noqa: E402

WIDE, TALL = 1280, 800
INSTANTS = 5
MOVING, STILL = "cat-cow", "neck-side"

SOLVE_MS = 0.6
PAINT_MS, PAINT_P99_MS = 3.0, 6.0
INTERVAL_P99_MS = 18.0
MOVING_SHARE, STILL_SHARE, SAVING_SHARE = 0.20, 0.06, 0.03


def line(name: str, taken: Sequence[float], median: float = 0.0, p99: float = 0.0) -> str:
    """One line: median and 99th percentile in milliseconds, and what is more than it may be."""
    middle, high = statistics.median(taken), percentile(taken, 0.99)
    over = [f"median more than {median:g}"] if median and middle > median else []
    over += [f"p99 more than {p99:g}"] if p99 and high > p99 else []
    limits = " / ".join(f"{limit:g}" for limit in (median, p99) if limit) or "-"
    return f"{name:<24} {middle:6.2f} ms  p99 {high:6.2f} ms  limit {limits:<9} {', '.join(over)}"


def percentile(taken: Sequence[float], share: float) -> float:
    """The value that so large a share of all does not exceed."""
    return sorted(taken)[min(len(taken) - 1, int(share * len(taken)))]


def timed(do: Callable[[], object], taken: list[float]) -> None:
    """Do it once, and note how many milliseconds it took."""
    began = time.thread_time()
    do()
    taken.append((time.thread_time() - began) * 1000)


def drawing_costs(stretches: dict[str, Stretch]) -> dict[str, list[float]]:
    """Solve, draw and paint moments of all stretches."""
    costs: dict[str, list[float]] = {"solve a keyframe": [], "solve a pose": [], "scene": []}
    costs["paint 1280x800"] = []
    painter = FigurePainter(Look())
    image = QImage(WIDE, TALL, QImage.Format.Format_ARGB32_Premultiplied)
    for stretch in stretches.values():
        spec = stretch.figure
        if spec is None:
            continue
        for side in sides_of(stretch):
            movement = Movement(spec, side)
            began = time.thread_time()
            solved = movement.solved(1.0)
            taken = (time.thread_time() - began) * 1000 / len(solved)
            costs["solve a keyframe"].append(taken)
            shot = shot_of(movement)
            for since, to in ways(movement, stretch):
                for number in range(1, INSTANTS + 1):
                    share = number / (INSTANTS + 1)
                    timed(lambda: movement.pose_at(to, share, 1.0, since), costs["solve a pose"])  # noqa: B023
                    body = movement.pose_at(to, share, 1.0, since)
                    timed(lambda: draw(body, shot), costs["scene"])  # noqa: B023
                    paint(image, painter, draw(body, shot), costs["paint 1280x800"])
    return costs


def paint(image: QImage, figure: FigurePainter, scene: Scene, taken: list[float]) -> None:
    """Paint a frame: the page, the halo and the figure in it."""
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = session_page.RING / 2 * min(WIDE / session_page.WIDTH, TALL / session_page.HEIGHT)
    middle = QPointF(WIDE / 2, TALL / 2)

    def whole() -> None:
        painter.fillRect(image.rect(), QColor(LIGHT.page))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.halo))
        painter.drawEllipse(middle, radius, radius)
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        figure.paint(painter, scene, box)

    timed(whole, taken)
    painter.end()


class Film:
    """The frames of a session that stays in one segment, by real time; notes when it is asked.

    It stands at the segment's first moment until it is rolled.
    """

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._began: float | None = None
        self.asked: list[float] = []

    def roll(self) -> None:
        """Begin, and forget who asked before."""
        self._began = time.perf_counter()
        self.asked.clear()

    def __call__(self) -> PlayerFrame:
        """The frame of now; the segment begins again when it is over."""
        now = time.perf_counter()
        self.asked.append(now)
        segment = self._segment
        since = now if self._began is None else self._began
        at_ms = round((now - since) * 1000) % segment.ms
        return msgspec.structs.replace(
            FRAME,
            index=1,
            elapsed_ms=at_ms,
            remaining_ms=segment.ms - at_ms,
            breath=breath_moment(segment, at_ms),
            rep=None if segment.reps is None else rep_moment(segment.reps, at_ms),
        )


class Watched(NamedTuple):
    """What a session cost: its share of a core, that of its first rep, and between its frames."""

    share: float
    first_rep: float | None
    intervals_ms: list[float]


def session(
    app: QGuiApplication, stretches: dict[str, Stretch], name: str, seconds: float, *, saving: bool
) -> Watched:
    """Watch a window that shows a stretch: a whole set of reps, or so many seconds of a hold."""
    routine = Routine(format=1, title="x", summary="x", areas=("neck",), step=(Step(stretch=name),))
    planned = plan_steps(routine, stretches)
    timeline = compile_timeline(planned, Frame.of(routine), TimelineOptions())
    kinds = {SegmentKind.HOLD, SegmentKind.REPS}
    segment = next(one for one in timeline.segments if one.kind in kinds)
    film = Film(segment)
    window = SessionWindow(ThemeSource(app, dark=False, reduced_motion=False), TRANSLATOR, film)
    shown = view(kind=segment.kind, side=segment.side, figure=stretches[name].figure)
    window.render(msgspec.structs.replace(shown, holds=segment.reps is None))
    window.set_saving(saving)
    window.show()
    window.resize(WIDE, TALL)
    _run(1.5)
    film.roll()
    spans = [seconds]
    if segment.reps is not None:
        first = segment.reps.rep_ms / 1000
        spans = [first, segment.ms / 1000 - first]
    costs = [_cost(span) for span in spans]
    window.hide()
    window.deleteLater()
    cpu, wall = (sum(column) for column in zip(*costs, strict=True))
    first_rep = costs[0][0] / costs[0][1] if len(costs) > 1 else None
    return Watched(cpu / wall, first_rep, [(b - a) * 1000 for a, b in pairwise(film.asked)])


def _cost(seconds: float) -> tuple[float, float]:
    """Seconds on a core, and seconds that passed."""
    cpu, wall = time.process_time(), time.perf_counter()
    _run(seconds)
    return time.process_time() - cpu, time.perf_counter() - wall


def _run(seconds: float) -> None:
    # A loop of its own: the window refuses to close, and with it Qt's own quit.
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def shared(name: str, watched: Watched, limit: float) -> str:
    """One line about a session."""
    intervals = watched.intervals_ms
    over = "" if watched.share <= limit else f"more than {limit:.0%}"
    high = percentile(intervals, 0.99) if intervals else 0.0
    rate = 1000 / statistics.median(intervals) if intervals else 0.0
    late = "" if high <= INTERVAL_P99_MS or rate < 50 else f"p99 more than {INTERVAL_P99_MS:g}"
    first = "" if watched.first_rep is None else f" (first rep {watched.first_rep:.1%})"
    return (
        f"{name:<24} {watched.share:6.1%} of a core{first}  limit {limit:.0%}"
        f"  {rate:.0f} frames/s, interval p99 {high:.1f} ms  {over} {late}"
    )


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="of each hold")
    wanted = parser.parse_args()
    app = application()
    with tempfile.TemporaryDirectory() as nobody:
        library = LibraryReader(builtin_root(), Path(nobody)).reload()
    stretches = library.movements()
    costs = drawing_costs(stretches)
    print(line("solve a keyframe", costs["solve a keyframe"]))
    print(line("solve a pose", costs["solve a pose"], SOLVE_MS))
    print(line("scene", costs["scene"]))
    print(line("paint 1280x800", costs["paint 1280x800"], PAINT_MS, PAINT_P99_MS))
    for name, limit, label, saving in (
        (MOVING, MOVING_SHARE, "session that moves", False),
        (STILL, STILL_SHARE, "session that holds", False),
        (STILL, SAVING_SHARE, "holds, on battery", True),
    ):
        watched = session(app, stretches, name, wanted.seconds, saving=saving)
        print(shared(label, watched, limit))


if __name__ == "__main__":
    main()
