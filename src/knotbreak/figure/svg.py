"""A scene as an SVG picture: the same shapes that a window paints, as text."""

from __future__ import annotations

from collections.abc import Iterable

from knotbreak.figure.outline import Loop
from knotbreak.figure.palette import Look
from knotbreak.figure.shapes import FADING, Area, Glow, Item, Line, Role, Scene

PER_METRE = 1000.0
"""Units of the picture for a metre: whole millimetres keep the text short."""


HALO = 0.43
"""Radius of the disc behind a figure, as a share of the picture's shorter side."""


def svg(
    scene: Scene,
    look: Look,
    width: int,
    height: int,
    background: str | None = None,
    halo: str | None = None,
) -> str:
    """Write a scene as a standalone SVG document.

    Args:
        scene: What to draw.
        look: Its colours.
        width, height: Size in pixels; the scene's box is fitted into the middle.
        background: A colour as #rrggbb behind everything; None leaves it clear.
        halo: A colour for a disc behind the figure, if there is to be one.
    """
    return _Writer(look).document(scene, width, height, background, halo)


class _Writer:
    def __init__(self, look: Look) -> None:
        self._look = look
        self._definitions: list[str] = []
        self._clips: dict[tuple[int, ...], str] = {}
        self._glows: dict[Role, str] = {}
        self._scene: Scene

    def document(
        self, scene: Scene, width: int, height: int, background: str | None, halo: str | None
    ) -> str:
        self._scene = scene
        box = scene.box
        scale = min(width / box.half_width, height / box.half_height) / 2
        wide, tall = width / scale * PER_METRE, height / scale * PER_METRE
        left, top = box.x * PER_METRE - wide / 2, box.y * PER_METRE - tall / 2
        body = [self._item(item) for item in scene.items]
        if halo is not None:
            x, y = _scaled((box.x, box.y))
            body.insert(
                0, f'<circle cx="{x}" cy="{y}" r="{min(wide, tall) * HALO:.0f}" fill="{halo}"/>'
            )
        if background is not None:
            sheet = f'x="{left:.0f}" y="{top:.0f}" width="{wide:.0f}" height="{tall:.0f}"'
            body.insert(0, f'<rect {sheet} fill="{background}"/>')
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="{left:.0f} {top:.0f} {wide:.0f} {tall:.0f}">',
            "<defs>",
            *self._definitions,
            "</defs>",
            *body,
            "</svg>",
            "",
        ]
        return "\n".join(lines)

    def _item(self, item: Item) -> str:
        clip = f' clip-path="url(#{self._clip(item.within)})"' if item.within else ""
        match item:
            case Area():
                return (
                    f'<path d="{_closed(item.loops)}" fill="{self._colour(item)}"'
                    f"{_opacity('fill', item.alpha)}{clip}/>"
                )
            case Line():
                return (
                    f'<path d="{_open(item.points)}" fill="none" stroke="{self._colour(item)}" '
                    f'stroke-width="{item.width * PER_METRE:.1f}" stroke-linecap="round" '
                    f'stroke-linejoin="round"{_opacity("stroke", item.alpha)}{clip}/>'
                )
            case Glow():
                x, y = _scaled(item.middle)
                return (
                    f'<circle cx="{x}" cy="{y}" r="{item.radius * PER_METRE:.1f}" '
                    f'fill="url(#{self._glow(item.role)})"{_opacity("fill", item.alpha)}{clip}/>'
                )

    def _colour(self, item: Area | Line) -> str:
        return self._look.colour(item.role, item.shade)

    def _clip(self, within: tuple[int, ...]) -> str:
        name = self._clips.get(within)
        if name is None:
            name = self._clips[within] = f"clip{len(self._clips)}"
            paths = "".join(
                f'<path d="{_closed(below.loops)}"/>'
                for number in within
                if isinstance(below := self._scene.items[number], Area)
            )
            self._definitions.append(f'<clipPath id="{name}">{paths}</clipPath>')
        return name

    def _glow(self, role: Role) -> str:
        name = self._glows.get(role)
        if name is None:
            name = self._glows[role] = f"{role.value}{len(self._glows)}"
            colour = self._look.colour(role, 0)
            stops = "".join(
                f'<stop offset="{at:g}" stop-color="{colour}" stop-opacity="{share:g}"/>'
                for at, share in FADING
            )
            self._definitions.append(f'<radialGradient id="{name}">{stops}</radialGradient>')
        return name


def _opacity(of: str, alpha: float) -> str:
    return "" if alpha >= 1 else f' {of}-opacity="{alpha:.2f}"'


def _scaled(point: tuple[float, float]) -> tuple[str, str]:
    return f"{point[0] * PER_METRE:.1f}", f"{point[1] * PER_METRE:.1f}"


def _middle(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _text(point: tuple[float, float]) -> str:
    return " ".join(_scaled(point))


def _closed(loops: Iterable[Loop]) -> str:
    """Quadratic curves from middle to middle, as the loops mean them (see outline)."""
    parts: list[str] = []
    for loop in loops:
        before = loop[-1]
        parts.append(f"M{_text(_middle(before, loop[0]))}")
        for number, point in enumerate(loop):
            following = loop[(number + 1) % len(loop)]
            parts.append(f"Q{_text(point)} {_text(_middle(point, following))}")
        parts.append("Z")
    return "".join(parts)


def _open(points: Loop) -> str:
    parts = [f"M{_text(points[0])}"]
    for number in range(1, len(points) - 2):
        parts.append(
            f"Q{_text(points[number])} {_text(_middle(points[number], points[number + 1]))}"
        )
    bend = points[max(0, len(points) - 2)]
    parts.append(f"Q{_text(bend)} {_text(points[-1])}")
    return "".join(parts)
