"""Entries of the desktop, as autostart writes and reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.system.desktop_entry import (
    command_of,
    entry_text,
    entry_values,
    exec_line,
    is_true,
    shown_in,
)

words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12)


@given(st.lists(words, min_size=1, max_size=4))
def test_what_is_written_is_read_again(command: list[str]) -> None:
    text = entry_text({"Type": "Application", "Exec": exec_line(command)})
    assert command_of(entry_values(text)["Exec"]) == command


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (["/usr/bin/knotbreak", "run"], "/usr/bin/knotbreak run"),
        (["/home/a b/k"], '"/home/a b/k"'),
        (["50%"], "50%%"),
        (["a$b"], '"a\\\\$b"'),
        (['say "x"'], '"say \\\\"x\\\\""'),
        (["back\\slash"], '"back\\\\\\\\slash"'),
        ([""], '""'),
    ],
)
def test_the_quotes_are_those_of_the_specification(command: list[str], line: str) -> None:
    assert exec_line(command) == line
    assert command_of(line) == command


def test_what_others_wrote() -> None:
    assert command_of('env A=1 "knotbreak" %U run') == ["env", "A=1", "knotbreak", "run"]
    assert command_of('"never ends') is None
    text = "# ours\n[Desktop Action x]\nExec=no\n[Desktop Entry]\nExec = yes\nExec=late\nHidden=1\n"
    values = entry_values(text)
    assert (values["Exec"], is_true(values, "Hidden"), is_true(values, "No")) == (
        "yes",
        True,
        False,
    )
    assert is_true({}, "On", otherwise=True)


def test_desktops() -> None:
    only = {"OnlyShowIn": "GNOME;MATE;"}
    assert shown_in(only, ["ubuntu", "GNOME"])
    assert not shown_in(only, ["KDE"])
    assert not shown_in(only, [])
    never = {"NotShowIn": "KDE"}
    assert shown_in(never, ["XFCE"])
    assert not shown_in(never, ["KDE"])
