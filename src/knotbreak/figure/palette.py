"""The colours of a figure: what it wears, its skin and hair, by light and dark windows."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from knotbreak.figure.shapes import Role

Rgb: TypeAlias = tuple[int, int, int]


class Tones(msgspec.Struct, frozen=True):
    """A colour in the light and in the shade, as #rrggbb."""

    light: str
    shade: str


SKINS = (
    Tones("#F2C9A8", "#E2AB86"),
    Tones("#E3AE84", "#CC9067"),
    Tones("#BC8459", "#A06B45"),
    Tones("#8A5A3C", "#70452C"),
    Tones("#5F3D2A", "#4A2E1F"),
)
"""From light to dark."""

HAIRS = (
    Tones("#3A2A2B", "#261B1D"),
    Tones("#6B4630", "#452B1D"),
    Tones("#8F5B34", "#744627"),
    Tones("#C99B5B", "#AE8046"),
    Tones("#B9B4AE", "#9A958F"),
)
"""Black, brown, chestnut, blond, grey."""


class Look(msgspec.Struct, frozen=True):
    """Who is drawn, and for which window.

    `skin` and `hair` are numbers into the lists of this module; `plain_glow` is an amber that
    people who see red and green alike can tell from every garment.
    """

    dark: bool = False
    skin: int = 0
    hair: int = 1
    plain_glow: bool = False

    def tones(self, role: Role) -> Tones:
        """The colour for a role."""
        match role:
            case Role.SKIN:
                return SKINS[self.skin]
            case Role.HAIR:
                return HAIRS[self.hair]
            case Role.LIPS:
                shade = SKINS[self.skin].shade
                return Tones(mixed(shade, "#B4464B", 0.45), mixed(shade, "#7E2B34", 0.6))
            case Role.GLOW:
                colour = "#FFB000" if self.plain_glow else "#F4795B"
                return Tones(colour, colour)
            case _:
                return (_DARK if self.dark else _LIGHT)[role]

    def colour(self, role: Role, shade: float) -> str:
        """The colour for a role at a shade."""
        tones = self.tones(role)
        return mixed(tones.light, tones.shade, shade)


_LIGHT = {
    Role.SHIRT: Tones("#4F6FA8", "#3F5A8D"),
    Role.TROUSERS: Tones("#36435C", "#2A354A"),
    Role.SHOE: Tones("#FBFAF7", "#D9D5CD"),
    Role.SOLE: Tones("#C9805C", "#AD6A49"),
    Role.INK: Tones("#3A2B26", "#3A2B26"),
    Role.WHITE: Tones("#FFFFFF", "#E6E2DC"),
    Role.IRIS: Tones("#5A6E62", "#33423B"),
    Role.SHADOW: Tones("#2B2A27", "#2B2A27"),
    Role.HINT: Tones("#257566", "#F7F4EE"),
    Role.SEAT: Tones("#C9B79C", "#B09C7F"),
    Role.FRAME: Tones("#8C8172", "#6F6557"),
    Role.WOOD: Tones("#CDB190", "#B29573"),
    Role.WALL: Tones("#E4DDD1", "#CFC6B7"),
    Role.MAT: Tones("#8FB3A6", "#76998C"),
    Role.CUSHION: Tones("#D8C3A0", "#BFA882"),
    Role.GLASS: Tones("#D5E7EE", "#B9D3DD"),
    Role.SUN: Tones("#FBE2A4", "#F3D084"),
    Role.HILL: Tones("#A9C9CF", "#7FA67E"),
    Role.LEAF: Tones("#5E8C63", "#4D7A66"),
    Role.WATER: Tones("#F1F8F6", "#CEE6DF"),
    Role.RIPPLE: Tones("#74A89E", "#9BC6BB"),
}

_DARK = {
    Role.SHIRT: Tones("#A9BFE6", "#889FCB"),
    Role.TROUSERS: Tones("#8493B6", "#6F7FA3"),
    Role.SHOE: Tones("#F1EEE7", "#CBC6BC"),
    Role.SOLE: Tones("#C9805C", "#A56443"),
    Role.INK: Tones("#2E221E", "#2E221E"),
    Role.WHITE: Tones("#F7F5F1", "#D9D5CF"),
    Role.IRIS: Tones("#5A6E62", "#33423B"),
    Role.SHADOW: Tones("#05080B", "#05080B"),
    Role.HINT: Tones("#8FD9CA", "#14302E"),
    Role.SEAT: Tones("#8B7B66", "#6F614F"),
    Role.FRAME: Tones("#5F6872", "#4A525B"),
    Role.WOOD: Tones("#8C7355", "#705B42"),
    Role.WALL: Tones("#39414A", "#2D343C"),
    Role.MAT: Tones("#4E7C72", "#3D6860"),
    Role.CUSHION: Tones("#A08D6E", "#857356"),
    Role.GLASS: Tones("#5E7F90", "#4A6878"),
    Role.SUN: Tones("#E7CF96", "#D4BB7E"),
    Role.HILL: Tones("#55808A", "#4A6F55"),
    Role.LEAF: Tones("#33553F", "#3A5D54"),
    Role.WATER: Tones("#243D41", "#2E5655"),
    Role.RIPPLE: Tones("#659D95", "#457C76"),
}


def rgb(colour: str) -> Rgb:
    """#rrggbb as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(a: str, b: str, share: float) -> str:
    """The colour at this share of the way from a to b."""
    share = min(1.0, max(0.0, share))
    return "#" + "".join(
        f"{round(p + (q - p) * share):02X}" for p, q in zip(rgb(a), rgb(b), strict=True)
    )
