"""What the bench says, and how it tells that a window has painted."""

from __future__ import annotations

import pytest

from bench.bench import first_frame, ratio
from bench.screen import Screen
from tests.desktop.desktop import Desktop


def test_a_ratio_is_that_of_the_medians_and_tells_what_is_too_much() -> None:
    assert ratio("start", [2, 3, 9], [2, 2, 2], 1.5).split() == [
        "start", "1.50", "x", "(1.00", "to", "4.50)",
    ]  # fmt: skip
    assert ratio("start", [4, 4], [2, 2], 1.5).endswith("more than 1.5")


def test_the_first_frame_has_a_limit() -> None:
    assert first_frame([90, 100, 400]).split(maxsplit=4)[-1] == "100 ms (90 to 400)"
    assert first_frame([301]).endswith("more than 300")


@pytest.mark.desktop
def test_the_screen_tells_a_colour_that_has_been_painted() -> None:
    with Desktop(None) as desktop, Screen(desktop.env["DISPLAY"]) as screen:
        assert (screen.width, screen.height) == (1280, 800)
        assert screen.count("#F7F4EE", 400) == 0
        desktop.run("xsetroot", "-solid", "#F7F4EE")
        assert screen.count("#F7F4EE", 400) == 1280
