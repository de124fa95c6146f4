"""Whether a window can be shown is found out without opening one."""

from __future__ import annotations

import pytest

from knotbreak.system.display import why_no_window
from tests.desktop.desktop import Desktop


@pytest.mark.parametrize(
    ("environ", "word"),
    [
        ({}, "no display"),
        ({"DISPLAY": ""}, "no display"),
        ({"DISPLAY": ":9987"}, "does not answer"),
    ],
)
def test_where_no_window_can_be_shown_the_reason_is_said(
    environ: dict[str, str], word: str
) -> None:
    why = why_no_window(environ)
    assert why is not None
    assert word in why


@pytest.mark.desktop
def test_a_display_that_answers_is_enough(desktop_dunst: Desktop) -> None:
    assert why_no_window(desktop_dunst.env) is None
