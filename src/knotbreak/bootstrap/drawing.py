"""`knotbreak draw`: the figure of a stretch as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knotbreak.core.body import Side
from knotbreak.core.figure_spec import FigureSpec, View
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.routine import Stretch
from knotbreak.figure.animate import Movement, eased
from knotbreak.figure.breath_scene import breath_scene
from knotbreak.figure.palette import Look
from knotbreak.figure.scene import Shot, draw, shot_of
from knotbreak.figure.shapes import Scene
from knotbreak.figure.svg import svg
from knotbreak.qt.theme import DARK, LIGHT

KINDS = (".png", ".svg", ".gif")
GIF_FRAMES = 48
GIF_FRAME_MS = 60
GIF_REST = 8
"""So many frames of a moving picture stand still at either end."""


class Drawing:
    """Draws one stretch from one side.

    Args:
        stretch: The stretch.
        name: Its id, for faults.
        view: Where to look from; None for the view of its file.
        side: The side that works; where a stretch has sides and none is asked for, the left.
    """

    def __init__(
        self, stretch: Stretch, name: str, view: View | None = None, side: Side | None = None
    ) -> None:
        spec = stretch.figure
        if spec is None:
            raise ProblemError(Problem(where=name, what="has no figure to draw"))
        self._spec: FigureSpec = spec
        if side is None:
            side = Side.BOTH if stretch.side is Side.BOTH else Side.LEFT
        self._movement = Movement(spec, side)
        self._shot: Shot = shot_of(self._movement, view)

    @property
    def keyframes(self) -> int:
        """How many poses the movement goes through; a breath is empty, then full."""
        return 2 if self._spec.breathes else len(self._movement.keyframes)

    @property
    def caption(self) -> str:
        """The movement in a sentence."""
        return self._spec.caption

    def at(self, share: float) -> Scene:
        """The picture at a share of the way through the keyframes, from 0 to 1."""
        if self._spec.breathes:
            return breath_scene(eased(share))
        names = self._movement.keyframes
        steps = len(names) - 1
        if steps == 0:
            return draw(self._movement.pose_at(names[0], 1.0), self._shot)
        number = min(int(share * steps), steps - 1)
        body = self._movement.pose_at(names[number + 1], share * steps - number, 1.0, names[number])
        return draw(body, self._shot)

    def there_and_back(self) -> list[Scene]:
        """The whole movement, for a picture that moves."""
        half = GIF_FRAMES // 2
        there = [self.at(number / half) for number in range(half + 1)]
        return [there[0]] * GIF_REST + there + [there[-1]] * GIF_REST + there[-2:0:-1]


def write(drawing: Drawing, path: Path, *, at: float, dark: bool, size: tuple[int, int]) -> None:
    """Write a picture; the file's ending says which kind.

    Raises:
        ProblemError: if the ending is none of KINDS, or the file cannot be written.
    """
    look = Look(dark=dark)
    width, height = size
    match path.suffix.lower():
        case ".svg":
            colours = DARK if dark else LIGHT
            text = svg(drawing.at(at), look, width, height, colours.page, colours.halo)
            path.write_text(text, encoding="utf-8")
        case ".png":
            _pictures([drawing.at(at)], look, path, size)
        case ".gif":
            _pictures(drawing.there_and_back(), look, path, size)
        case other:
            raise ProblemError(
                Problem(
                    where=str(path),
                    what=f"{other or 'no ending'} is no kind of picture",
                    hint=f"use one of {', '.join(KINDS)}",
                )
            )


def _pictures(scenes: Sequence[Scene], look: Look, path: Path, size: tuple[int, int]) -> None:
    from knotbreak.qt import pictures

    images = [pictures.picture(scene, look, *size) for scene in scenes]
    try:
        if path.suffix.lower() == ".gif":
            pictures.save_gif(images, path, GIF_FRAME_MS)
        else:
            pictures.save_png(images[0], path)
    except pictures.PicturesError as error:
        raise ProblemError(Problem(where=str(path), what=str(error))) from None
