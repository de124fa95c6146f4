"""A ring of letters that empties clockwise from the top."""

from __future__ import annotations

import math
from functools import cache

from knotbreak.terminal.style import Style

WIDTH = 20
HEIGHT = 10
_DOTS = 40
_OUTER = 19.6
_INNER = 16.2
_THIN = 17.2
_BRAILLE = 0x2800
# The bits of a braille letter's dots: two columns of four, as Unicode numbers them.
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


@cache
def _dots() -> tuple[tuple[int, int, float, bool], ...]:
    """Every dot of the ring: column, row, share of the way round, whether of the thin line."""
    middle = (_DOTS - 1) / 2
    found = []
    for row in range(_DOTS):
        for column in range(_DOTS):
            across, down = column - middle, row - middle
            radius = math.hypot(across, down)
            if _INNER <= radius <= _OUTER:
                share = math.atan2(across, -down) / (2 * math.pi) % 1
                found.append((column, row, share, _THIN <= radius < _THIN + 1))
    return tuple(found)


def ring(gone: float, middle: str, style: Style) -> list[str]:
    """Draw it with the share `gone` (0 to 1) of it emptied, and a short text in its middle."""
    thick = [[0] * WIDTH for _row in range(HEIGHT)]
    thin = [[0] * WIDTH for _row in range(HEIGHT)]
    for column, row, share, is_thin in _dots():
        bit = _BITS[row % 4][column % 2]
        if share >= gone:
            thick[row // 4][column // 2] |= bit
        elif is_thin:
            thin[row // 4][column // 2] |= bit
    start = (WIDTH - len(middle)) // 2
    lines = []
    for number, row_bits in enumerate(thick):
        line = ""
        for column, bits in enumerate(row_bits):
            under = number == HEIGHT // 2 and 0 <= column - start < len(middle)
            if under:
                line += style.strong(middle[column - start])
            elif bits:
                line += style.accent(_sign(bits, style))
            else:
                line += style.quiet(_sign(thin[number][column], style, quiet=True))
        lines.append(line)
    return lines


def _sign(bits: int, style: Style, *, quiet: bool = False) -> str:
    if not bits:
        return " "
    if style.unicode:
        return chr(_BRAILLE + bits)
    return "." if quiet else "o"
