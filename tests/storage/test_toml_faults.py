"""The walker refuses just what msgspec refuses, and says so in words."""

from __future__ import annotations

import datetime
import math
import unicodedata
from enum import IntEnum, StrEnum
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import Meta
from msgspec import inspect as shapes

from knotbreak.core.body import Area
from knotbreak.core.routine import Routine, Stretch
from knotbreak.storage.toml_faults import find_faults, near
from knotbreak.storage.toml_words import needed, pattern_words


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    a: Annotated[int, Meta(ge=1, le=9)]
    b: Annotated[str, Meta(min_length=1, max_length=3, pattern="^[a-z]+$")] = "x"


class Loose(msgspec.Struct, rename={"in_": "in"}):
    in_: float = 0.0


class Everything(msgspec.Struct, forbid_unknown_fields=True):
    """One field of each kind that a file of ours has, or could have."""

    format: Literal[1]
    text: str | None = None
    flag: bool = False
    whole: Annotated[int, Meta(gt=-5, lt=5)] = 0
    number: Annotated[float, Meta(ge=0.5, le=600)] | None = None
    free: float = 0.0
    colour: Colour = Colour.RED
    level: Level = Level.LOW
    word: Literal["yes", "no"] = "no"
    either: Colour | Inner | None = None
    mixed: int | str | list[int] = 0
    inner: Inner | None = None
    loose: Loose | None = None
    many: Annotated[tuple[Inner, ...], Meta(max_length=2)] = ()
    pair: tuple[int, Colour] | None = None
    names: Annotated[list[str], Meta(min_length=1)] | None = None
    bag: set[int] | None = None
    table: dict[Colour, Annotated[float, Meta(ge=-180, le=180)]] = {}
    strict_keys: Annotated[
        dict[Annotated[str, Meta(pattern="^[a-z-]+$")], Area], Meta(max_length=2)
    ] = {}
    day: datetime.date | None = None
    moment: datetime.datetime | None = None
    clock: datetime.time | None = None
    anything: Any = None


MOMENT = datetime.datetime.fromisoformat("2020-01-01T09:00:00")
scalars = st.one_of(
    st.booleans(),
    st.integers(-10, 10),
    st.sampled_from([600, 601, 10**30, -(10**400), 10**400]),
    st.floats(),
    st.sampled_from(
        ["", "red", "green", "yes", "no", "a", "abcd", "neck", "2020-01-01", "09:00:00", "x y"]
    ),
    st.sampled_from(["\x1b[2J", "red\x00", "a\tb", "a\nb", "\r", "\x7f", "\x85", "\x9b", "a\n"]),
    st.sampled_from([datetime.date(2020, 1, 1), datetime.time(9), MOMENT]),
)
keys = st.sampled_from([*Everything.__struct_fields__, "a", "b", "in", "red", "green", "x y", "n"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


def usable(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(usable, value.values()))
    if isinstance(value, list):
        return all(map(usable, value))
    if isinstance(value, str):
        return not any(unicodedata.category(c) == "Cc" and c not in "\t\n" for c in value)
    return not isinstance(value, float) or math.isfinite(value)


def refused(value: object, shape: Any) -> bool:
    try:
        msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError:
        return True
    return not usable(value)


def agree(value: object, shape: Any) -> None:
    found = list(find_faults(value, shape))
    assert bool(found) == refused(value, shape), (value, found)
    for fault in found:
        assert fault.what
        assert fault.what.isprintable()


@settings(max_examples=1500, deadline=None)
@given(st.dictionaries(keys, values, max_size=6))
@example({"format": True})
@example({"format": 1, "anything": [math.nan]})
@example({"format": 1, "anything": ["\x1b"]})
@example({"format": 1, "text": "a\x9bb"})
@example({"format": 1, "text": "a\n\tb"})
@example({"format": 1, "loose": {"unknown": {"deep": math.inf}}})
def test_the_walker_agrees_with_msgspec_on_anything(value: dict[str, object]) -> None:
    agree(value, Everything)


@pytest.mark.parametrize("name", Everything.__struct_fields__)
@settings(max_examples=150, deadline=None)
@given(value=values)
def test_the_walker_agrees_with_msgspec_on_each_kind(name: str, value: object) -> None:
    agree({"format": 1, name: value}, Everything)


@settings(max_examples=400, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*Routine.__struct_fields__, "steps"]),
        values
        | st.lists(
            st.dictionaries(
                st.sampled_from([*Routine.__struct_fields__, "stretch", "name", "hold_s", "reps"]),
                values,
                max_size=4,
            ),
            max_size=3,
        ),
    )
)
def test_the_walker_agrees_with_msgspec_on_routines(value: dict[str, object]) -> None:
    agree(value, Routine)


def test_every_pattern_of_our_files_has_words() -> None:
    patterns: list[str] = []

    def gather(shape: Any) -> None:
        match shape:
            case shapes.Metadata():
                gather(shape.type)
            case shapes.UnionType():
                for one in shape.types:
                    gather(one)
            case shapes.StructType():
                for field in shape.fields:
                    gather(field.type)
            case shapes.VarTupleType():
                gather(shape.item_type)
            case shapes.DictType():
                gather(shape.key_type)
                gather(shape.value_type)
            case shapes.StrType() if shape.pattern:
                patterns.append(shape.pattern)

    gather(shapes.type_info(Routine))
    gather(shapes.type_info(Stretch))
    assert len(patterns) >= 5
    for pattern in patterns:
        assert "^" not in pattern_words(pattern), f"no words for {pattern}"


def test_what_is_needed_is_said_in_words() -> None:
    assert needed(shapes.type_info(Annotated[float, Meta(ge=1, le=600)]), "hold_s") == (
        "a number: 1 to 600 seconds"
    )
    assert needed(shapes.type_info(Annotated[int, Meta(gt=0)]), "n") == "a whole number: above 0"
    assert needed(shapes.type_info(Annotated[int, Meta(lt=5)]), "n") == "a whole number: below 5"
    either = needed(shapes.type_info(Colour | Inner | None), "x")
    assert either == "text: one of red, green or a table: { a = ... }"
    assert (
        needed(shapes.type_info(tuple[Inner, ...]), "step") == "write [[step]] and its keys below"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("strech", "stretch"),
        ("Stretch", "stretch"),
        ("holds", "hold_s"),
        ("hold s", "hold_s"),
        ("hold", "hold_s"),
        ("rep", "reps"),
        ("zzz", None),
        ("", None),
        ("s" * 5000, None),
    ],
)
def test_near_finds_what_was_meant(typed: str, meant: str | None) -> None:
    assert near(typed, ["stretch", "name", "hold_s", "reps", "tempo"]) == meant


def test_a_typo_of_a_needed_key_is_one_fault_not_two() -> None:
    found = list(find_faults({"format": 1, "titel": "x", "step": [{}]}, Routine))
    assert [(fault.path, fault.hint) for fault in found] == [(("titel",), "did you mean title?")]
