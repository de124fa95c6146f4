"""What a figure wears stands off the halo and the page; the glow is told from what it lies on."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from knotbreak.figure.breath_scene import RIPPLES, WATER
from knotbreak.figure.palette import HAIRS, SKINS, Look, mixed, rgb
from knotbreak.figure.shapes import Role
from knotbreak.qt.theme import DARK, LIGHT, Colours
from tests.qt.test_theme import contrast

THEMES = [
    pytest.param(LIGHT, Look(dark=False), id="light"),
    pytest.param(DARK, Look(dark=True), id="dark"),
]
OFF_THE_HALO = 1.5
"""Of what is told from the halo by its outline and its shading besides."""

READ = 4.5
"""The contrast of text."""

SEEN = 15.0
"""A difference in CIELAB that nobody overlooks in areas that touch (2.3 is just seen)."""

GLOW_CORE = 0.7
"""How much of its colour a glow has where it is strongest."""

Linear = tuple[float, float, float]

# G. Machado, M. Oliveira, L. Fernandes, "A physiologically-based model for simulation of color
# vision deficiency" (2009): no cones for red, none for green.
_PROTAN = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
_DEUTAN = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)


def linear(colour: str) -> Linear:
    parts = [part / 255 for part in rgb(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def as_seen_without(cones: tuple[Linear, ...]) -> Callable[[Linear], Linear]:
    def see(light: Linear) -> Linear:
        red, green, blue = (
            min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in cones
        )
        return red, green, blue

    return see


EYES: dict[str, Callable[[Linear], Linear]] = {
    "usual": lambda light: light,
    "protan": as_seen_without(_PROTAN),
    "deutan": as_seen_without(_DEUTAN),
}


def lab(light: Linear) -> Linear:
    """CIELAB of a colour in linear sRGB, in daylight."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    f, g, h = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)
    )
    return 116 * g - 16, 500 * (f - g), 200 * (g - h)


def difference(one: str, other: str, eyes: str = "usual") -> float:
    """How different two colours look (CIE 1976)."""
    see = EYES[eyes]
    return math.dist(lab(see(linear(one))), lab(see(linear(other))))


def test_differences_themselves_are_measured_right() -> None:
    assert difference("#000000", "#FFFFFF") == pytest.approx(100, abs=0.1)
    assert difference("#808080", "#808080") == 0
    # Red and green, which look alike without one kind of cones.
    assert difference("#E04030", "#60A030") > 90
    assert difference("#E04030", "#60A030", "deutan") < 50


@pytest.mark.parametrize(("colours", "look"), THEMES)
class TestClothes:
    def test_stand_off_the_halo_and_the_page(self, colours: Colours, look: Look) -> None:
        found = []
        for role in (Role.SHIRT, Role.TROUSERS):
            for shade in (0.0, 1.0):
                worn = look.colour(role, shade)
                for ground in (colours.halo, colours.halo_rest, colours.page):
                    ratio = contrast(worn, ground)
                    if ratio < OFF_THE_HALO:
                        found.append(f"{role} {shade:g} {worn} on {ground}: {ratio:.2f}")
        assert not found, found

    def test_shirt_and_trousers_are_told_apart(self, colours: Colours, look: Look) -> None:
        del colours
        assert difference(look.colour(Role.SHIRT, 0), look.colour(Role.TROUSERS, 0)) >= SEEN

    def test_skin_and_hair_of_every_shade_are_told_from_the_halo(
        self, colours: Colours, look: Look
    ) -> None:
        del look
        found = [
            f"{tones.light} on {ground}: {difference(tones.light, ground):.0f}"
            for tones in (*SKINS, *HAIRS)
            for ground in (colours.halo, colours.halo_rest)
            if difference(tones.light, ground) < SEEN
        ]
        assert not found, found

    def test_shading_is_seen_but_calm(self, colours: Colours, look: Look) -> None:
        del colours
        for role in (Role.SHIRT, Role.TROUSERS, Role.SKIN, Role.HAIR, Role.SHOE):
            steps = difference(look.colour(role, 0), look.colour(role, 1))
            assert 4 <= steps <= 30, (role, steps)


@pytest.mark.parametrize(("colours", "look"), THEMES)
class TestGlow:
    def test_is_told_from_what_it_lies_on(self, colours: Colours, look: Look) -> None:
        del colours
        found = too_like(look, "usual")
        assert not found, found

    @pytest.mark.parametrize("eyes", ["usual", "protan", "deutan"])
    def test_the_plain_one_is_told_apart_without_red_or_green(
        self, colours: Colours, look: Look, eyes: str
    ) -> None:
        del colours
        plain = Look(dark=look.dark, plain_glow=True)
        found = too_like(plain, eyes)
        assert not found, found

    def test_stands_off_the_halo(self, colours: Colours, look: Look) -> None:
        assert difference(look.colour(Role.GLOW, 0), colours.halo) >= 2 * SEEN


def too_like(look: Look, eyes: str) -> list[str]:
    """Garments and skins on which the middle of a glow is hardly seen."""
    glow = look.colour(Role.GLOW, 0)
    below = [look.colour(role, 0) for role in (Role.SHIRT, Role.TROUSERS, Role.SHOE)]
    below += [tones.light for tones in SKINS]
    found = []
    for colour in below:
        far = difference(mixed(colour, glow, GLOW_CORE), colour, eyes)
        if far < SEEN:
            found.append(f"{glow} on {colour}: {far:.1f}")
    return found


@pytest.mark.parametrize(("colours", "look"), THEMES)
def test_what_a_breathing_disc_says_is_read_on_every_ring(colours: Colours, look: Look) -> None:
    for shade in WATER:
        assert contrast(colours.ink, look.colour(Role.WATER, shade)) >= READ


@pytest.mark.parametrize(("colours", "look"), THEMES)
def test_the_line_of_a_ring_is_seen(colours: Colours, look: Look) -> None:
    outside = [*(look.colour(Role.WATER, shade) for shade in WATER[1:]), colours.halo]
    for line, ground in zip(RIPPLES, outside, strict=True):
        assert difference(look.colour(Role.RIPPLE, line), ground) >= 4, (line, ground)
