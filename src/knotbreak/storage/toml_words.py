"""What a shape allows, in the words of someone who writes TOML by hand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import inspect as shapes

from knotbreak.storage.toml_lines import quoted

_LONGEST_LIST = 20

_PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)?$": "small letters, digits and hyphens",
    "^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and hyphens",
    "^[a-z][a-z0-9-]*$": "small letters, digits and hyphens, a letter first",
    "^[a-z-]+$": "small letters and hyphens",
    r"^[^\n\u2028\u2029]+$(?!\n)": "on one line",
    r"^[^/\\\x00-\x1f]+\.(png|svg|jpg|jpeg|webp)$": (
        "the name of a .png, .svg, .jpg, .jpeg or .webp file beside this one, without a folder"
    ),
}

_UNITS = {"s": " seconds", "min": " minutes", "h": " hours", "ml": " ml", "cm": " cm"}


def pattern_words(pattern: str) -> str:
    """Say what a pattern allows; patterns that have no words here are shown as they are."""
    return _PATTERNS.get(pattern, f"must fit {pattern}")


def said(value: object) -> str:
    """Show a value of a file on one line, cut where it is long."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            # str() of an int refuses more than 4300 digits, and hex ints may have them.
            return str(value) if abs(value) < 10**20 else "this number"
        case float():
            return f"{value:g}" if abs(value) >= 1e6 else f"{value:.6f}".rstrip("0").rstrip(".")
        case str():
            return quoted(value)
        case _:
            return "this"


def words_of(value: object) -> str:
    """The kind of a value, as TOML names it."""
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a table"
        case datetime.datetime() | datetime.date():
            return "a date"
        case datetime.time():
            return "a time of day"
        case _:
            return "something else"


def unit_of(key: object) -> str:
    """The unit that the name of a key ends in, such as ` seconds` for `hold_s`."""
    return _UNITS.get(key.rsplit("_", 1)[-1], "") if isinstance(key, str) else ""


def bounds(shape: shapes.IntType | shapes.FloatType, path: Sequence[object]) -> str:
    """The range of a number, such as `1 to 600 seconds`."""
    unit = unit_of(path[-1]) if path else ""
    low = shape.ge if shape.ge is not None else shape.gt
    high = shape.le if shape.le is not None else shape.lt
    above = "above " if shape.ge is None else ""
    below = "below " if shape.le is None else ""
    if low is not None and high is not None:
        return f"{above}{said(low)} to {below}{said(high)}{unit}"
    if low is not None:
        return f"{above}{said(low)}{unit}" + ("" if above else " or more")
    if high is not None:
        return f"{below or 'at most '}{said(high)}{unit}"
    return ""


def length_bounds(shape: Any, unit: str) -> str:
    """How long a text or list may be, such as `1 to 60 characters`."""
    low, high = shape.min_length, shape.max_length
    if low and high:
        return f"{low} to {high} {unit}"
    if low:
        return f"at least {low} {unit if low > 1 else _one(unit)}"
    return f"at most {high} {unit}" if high is not None else ""


def _one(unit: str) -> str:
    return {"items": "item", "entries": "entry", "characters": "character"}[unit]


def one_of(words: Iterable[str], guess: str | None = None) -> str:
    """Say which words are allowed, and first the one that was probably meant."""
    words = list(words)
    listed = f"one of {', '.join(words)}" if len(words) > 1 else f"write {words[0]}"
    if guess is None:
        return listed if len(words) <= _LONGEST_LIST else "see the list in the format reference"
    meant = f"did you mean {guess}?"
    return meant if len(words) > _LONGEST_LIST // 2 else f"{meant} {listed}"


def needed(shape: shapes.Type, key: str, *, limits: bool = True) -> str:
    """Say which values a shape takes: its kind in words and, with `limits`, the range."""
    match shape:
        case shapes.Metadata():
            return needed(shape.type, key, limits=limits)
        case shapes.UnionType():
            kinds = [
                needed(member, key, limits=limits)
                for member in shape.types
                if not isinstance(member, shapes.NoneType)
            ]
            return " or ".join(dict.fromkeys(kinds))
        case shapes.IntType():
            return _with("a whole number", bounds(shape, (key,)) if limits else "")
        case shapes.FloatType():
            return _with("a number", bounds(shape, (key,)) if limits else "")
        case shapes.StrType():
            allowed = [pattern_words(shape.pattern)] if shape.pattern else []
            if shape.min_length or not allowed:
                allowed.insert(0, length_bounds(shape, "characters"))
            return _with("text", ", ".join(allowed) if limits else "")
        case shapes.EnumType():
            words = one_of([str(member.value) for member in shape.cls])
            return _with("text", words if limits else "")
        case shapes.LiteralType():
            return " or ".join(said(value) for value in shape.values)
        case shapes.BoolType():
            return "true or false"
        case shapes.StructType():
            if not limits:
                return "a table"
            names = ", ".join(f"{f.encode_name} = ..." for f in shape.fields if f.required)
            return _with("a table", f"{{ {names} }}" if names else "")
        case shapes.DictType():
            return "a table"
        case shapes.DateTimeType() | shapes.DateType():
            return "a date"
        case shapes.TimeType():
            return "a time of day such as 09:30:00"
        case shapes.NoneType():
            return "nothing"
        case shapes.AnyType():
            return "any value"
        case _:
            return _listed(shape, key) if limits else "a list"


def _listed(shape: Any, key: str) -> str:
    item = getattr(shape, "item_type", None)
    while isinstance(item, shapes.Metadata):
        item = item.type
    if isinstance(item, shapes.StructType):
        return f"write [[{key}]] and its keys below" if key else "a list of tables"
    return "a list" if item is None else f"a list, each {needed(item, key)}"


def _with(kind: str, limits: str) -> str:
    return f"{kind}: {limits}" if limits else kind
