"""The line index finds the line of every key that tomllib finds."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from knotbreak.core.faults import Path
from knotbreak.storage.toml_lines import LineIndex, quoted, shown
from tests.storage.samples import INLINE, PHASES, ROUTINE

names = st.text(alphabet="ab-_1 .\"'#é]=\\[", max_size=4)
texts = st.text(alphabet="ab \n\"'#[]{}=,\\é", max_size=8)
leaves = st.one_of(
    st.integers(), st.floats(allow_nan=False), st.booleans(), texts, st.dates(), st.times()
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)
documents = st.dictionaries(names, values, max_size=5)


def keys_of(value: Any, path: Path = ()) -> set[Path]:
    found: set[Path] = set()
    if isinstance(value, dict):
        for key, item in value.items():
            found |= {(*path, key)} | keys_of(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found |= {(*path, index)} | keys_of(item, (*path, index))
    return found


def spelled(key: str) -> tuple[str, ...]:
    """The ways in which a key can stand in a file."""
    return key, f"'{key}'", json.dumps(key, ensure_ascii=False)


def holds(text: str) -> None:
    value = tomllib.loads(text)
    index = LineIndex(text)
    assert set(index.lines()) == keys_of(value)
    lines = text.split("\n")
    for path in keys_of(value):
        line = lines[index.line_of(path) - 1]
        if isinstance(path[-1], str):
            assert any(way in line for way in spelled(path[-1])), (path, line)


@settings(max_examples=1000, deadline=None)
@given(documents, st.booleans())
def test_every_key_of_what_tomli_w_writes(document: dict[str, object], long: bool) -> None:
    holds(tomli_w.dumps(document, multiline_strings=long))


def inline(value: Any) -> str:
    match value:
        case dict():
            pairs = (
                f"{json.dumps(key, ensure_ascii=False)} = {inline(item)}"
                for key, item in value.items()
            )
            return "{ " + ", ".join(pairs) + " }"
        case list():
            return "[ # ]\n" + "".join(f"  {inline(item)} , # {{\n" for item in value) + "]"
        case str() if "\n" in value and "'''" not in value and "\\" not in value:
            return f"'''\n{value} '''"
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return tomli_w.dumps({"x": value})[4:].strip()


hand_made = st.dictionaries(
    names.filter(lambda key: "\\" not in key and '"' not in key),
    st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["a", "b.c", "d#", "'"]), inner, max_size=3)
        ),
        max_leaves=10,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=600, deadline=None)
@given(hand_made, st.sampled_from(["", "# a comment = 1\n", "\n\n  \t"]), st.booleans())
def test_every_key_of_hand_made_inline_and_dotted_styles(
    document: dict[str, object], between: str, windows: bool
) -> None:
    text = ""
    for number, (key, item) in enumerate(document.items()):
        name = json.dumps(key, ensure_ascii=False)
        text += f"{between}  top{number} . {name}.'end'  =  {inline(item)} # x\n"
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        # A list or long text within an inline table may not hold the line breaks used here.
        text = "".join(f"{json.dumps(key, ensure_ascii=False)} = 1\n" for key in document)
    holds(text.replace("\n", "\r\n") if windows else text)


@pytest.mark.parametrize("text", [ROUTINE, INLINE, PHASES])
def test_every_key_of_our_own_files(text: str) -> None:
    holds(text)
    holds(text.replace("\n", "\r\n"))


HARD = '''# c
a = 1
"b.c" = [1, [2, 3], # x ]
  {x = "]", y.z = """
"""""}, 1979-05-27 07:32:00 ]
d.'e' . f = \'\'\'
x = 1
\'\'\'\'\'
[[s]]
q = ''
[s.t]
u=1
[[s]] # hey
[[s.v]]
w = {}
[[s.v]]
w = []
[ k . "l\\u0041" ]
m = 1
[k]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("b.c", 1, 1), 3),
        (("b.c", 2, "y", "z"), 4),
        (("b.c", 3), 5),
        (("d", "e", "f"), 6),
        (("s", 0, "t", "u"), 12),
        (("s", 1), 13),
        (("s", 1, "v", 1, "w"), 17),
        (("k", "lA", "m"), 19),
        (("k",), 20),
        (("s", 0, "missing"), 9),
        (("s", 1, "v", 0, "missing", 3), 14),
        (("missing",), 1),
        ((), 1),
    ],
)
def test_the_hard_cases_one_by_one(path: Path, line: int) -> None:
    assert set(LineIndex(HARD).lines()) == keys_of(tomllib.loads(HARD))
    assert LineIndex(HARD).line_of(path) == line


def test_paths_are_shown_as_people_count() -> None:
    assert shown(("step", 1, "hold_s")) == "step[2].hold_s"
    assert shown(("a b", "c")) == '"a b".c'
    assert shown(()) == ""


def test_quoted_text_is_short_and_harmless() -> None:
    assert quoted("a\x1b[2J\nb") == '"a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}b"'
    assert len(quoted("x" * 1000)) == 42
    assert quoted('say "x"') == "'say \"x\"'"
