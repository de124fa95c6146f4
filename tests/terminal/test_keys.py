"""Keys: arrows and escape told apart, unknown sequences and pasted text dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.terminal.keys import KeyReader


def keys(*reads: bytes) -> list[str]:
    """Keys of several reads, and of the silence after them."""
    reader = KeyReader()
    found = [key for data in reads for key in reader.feed(data)]
    return found + reader.flush()


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"b", ["b"]),
        (b"N", ["n"]),
        (b" \r\n", ["space", "enter", "enter"]),
        (b"\x03\x04", ["interrupt", "end"]),
        (b"\x1b", ["escape"]),
        (b"\x1b\x1b", ["escape"]),
        (b"\x1b[D\x1b[C", ["left", "right"]),
        (b"\x1bOD", ["left"]),
        (b"\x1b[1;5C", []),
        (b"\x1b[3~n", ["n"]),
        (b"\x1b[15~", []),
        (b"\x1bOP", []),
        (b"\x1bn", []),
        (b"\x1b[<0;10;10M", []),
        (b"\x1b[?62;22c", []),
        ("ü首".encode(), []),
        (b"\x00\x7f\xff", []),
        (b"-+=?", ["-", "+", "=", "?"]),
        (b"", []),
    ],
)
def test_what_is_read_at_once(data: bytes, names: list[str]) -> None:
    assert keys(data) == names


@pytest.mark.parametrize("cut", [1, 2])
def test_an_arrow_in_two_reads_is_no_escape(cut: int) -> None:
    assert keys(b"\x1b[C"[:cut], b"\x1b[C"[cut:]) == ["right"]


def test_an_escape_waits_until_nothing_follows() -> None:
    reader = KeyReader()
    assert reader.feed(b"\x1b") == []
    assert reader.waits
    assert reader.flush() == ["escape"]
    assert not reader.waits
    assert reader.feed(b"[C") == ["[", "c"]


def test_half_a_sequence_presses_nothing() -> None:
    reader = KeyReader()
    assert reader.feed(b"\x1b[1;") == []
    assert reader.flush() == []
    assert reader.feed(b"b") == ["b"]


def test_pasted_text_presses_nothing() -> None:
    text = b"quit now\nsq" * 300
    pasted = b"\x1b[200~" + text + b"\x1b[201~"
    assert keys(b"b" + pasted + b"n") == ["b", "n"]
    for cut in (3, 6, 50, len(pasted) - 6, len(pasted) - 1):
        reader = KeyReader()
        assert reader.feed(pasted[:cut]) == []
        assert reader.feed(pasted[cut:] + b"n") == ["n"]


def test_a_paste_that_takes_long_is_not_given_up() -> None:
    reader = KeyReader()
    reader.feed(b"\x1b[200~abc")
    assert not reader.waits
    for _ in range(500):
        assert reader.feed(b"q" * 100) == []
    assert reader.feed(b"\x1b[201~b") == ["b"]


@given(st.lists(st.binary(max_size=12), max_size=6))
def test_any_bytes_in_any_pieces(reads: list[bytes]) -> None:
    reader = KeyReader()
    pieces = [key for data in reads for key in reader.feed(data)] + reader.flush()
    whole = KeyReader()
    assert pieces == whole.feed(b"".join(reads)) + whole.flush()
