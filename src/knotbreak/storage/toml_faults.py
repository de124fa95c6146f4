"""Every fault of a value that came out of a file, in the words of someone who writes such files.

`msgspec.convert` stops at the first fault. This walks the whole value beside its shape and refuses
just what `convert` refuses, and besides it what `toml_usable` does.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import inspect as shapes

from knotbreak.core.faults import Fault, Path
from knotbreak.storage.toml_lines import quoted
from knotbreak.storage.toml_usable import not_usable
from knotbreak.storage.toml_words import (
    bounds,
    length_bounds,
    needed,
    one_of,
    pattern_words,
    said,
    words_of,
)

_Number = shapes.IntType | shapes.FloatType
_Listing = shapes.VarTupleType | shapes.ListType | shapes.SetType | shapes.FrozenSetType


def find_faults(value: object, shape: Any) -> Iterator[Fault]:
    """Walk `value`, which tomllib made, beside the type `shape` and yield each fault."""
    top_keys = frozenset(value) if isinstance(value, dict) else frozenset()
    yield from _Walker(plain(shapes.type_info(shape)), top_keys).walk(value)


def near(name: str, known: list[str]) -> str | None:
    """The one of `known` that was probably meant by `name`."""
    if not 0 < len(name) <= 60:
        return None
    plain = {word.lower(): word for word in known}
    tidy = name.strip().lower().replace(" ", "-")
    for attempt in (name, tidy, tidy.replace("-", "_")):
        if found := get_close_matches(attempt, known, 1, 0.7):
            return found[0]
    if found := get_close_matches(tidy, list(plain), 1, 0.7):
        return plain[found[0]]
    whole = [word for word in known if word.startswith(tidy) or tidy.startswith(word)]
    return whole[0] if len(tidy) > 2 and len(whole) == 1 else None


class _Walker:
    def __init__(self, root: shapes.Type, top_keys: frozenset[str]) -> None:
        self._root = root
        self._top_keys = top_keys

    def walk(self, value: object) -> Iterator[Fault]:
        yield from self._any(value, self._root, ())

    def _any(self, value: object, shape: shapes.Type, path: Path) -> Iterator[Fault]:
        shape = plain(shape)
        if isinstance(value, float | str) and (unusable := list(not_usable(value, path))):
            yield from unusable
            return
        match shape:
            case shapes.UnionType():
                yield from self._union(value, shape, path)
            case shapes.StructType():
                yield from self._struct(value, shape, path)
            case shapes.DictType():
                yield from self._dict(value, shape, path)
            case shapes.TupleType():
                yield from self._tuple(value, shape, path)
            case (
                shapes.VarTupleType()
                | shapes.ListType()
                | shapes.SetType()
                | shapes.FrozenSetType()
            ):
                yield from self._list(value, shape, path)
            case _:
                yield from _leaf(value, shape, path)

    def _union(self, value: object, shape: shapes.UnionType, path: Path) -> Iterator[Fault]:
        fitting = [member for member in members(shape) if _kind_fits(value, member)]
        if not fitting:
            yield _wrong_kind(value, shape, path)
            return
        found = [list(self._any(value, member, path)) for member in fitting]
        if all(found):
            yield from found[0]

    def _struct(self, value: object, shape: shapes.StructType, path: Path) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield _wrong_kind(value, shape, path)
            return
        fields = {field.encode_name: field for field in shape.fields}
        meant: set[str] = set()
        for key, item in value.items():
            if key in fields:
                yield from self._any(item, fields[key].type, (*path, key))
            elif shape.forbid_unknown_fields:
                absent = [name for name in fields if name not in value]
                guess = near(key, absent)
                meant.update({guess} if guess else ())
                yield Fault((*path, key), "unknown key", self._place_of(key, guess, fields, path))
            else:
                yield from not_usable(item, (*path, key))
        for name, field in fields.items():
            if field.required and name not in value and name not in meant:
                version = name == "format" and not path
                hint = "put format = 1 at the top" if version else needed(field.type, name)
                yield Fault((*path, name), "is missing", hint)

    def _place_of(
        self, key: str, guess: str | None, fields: dict[str, shapes.Field], path: Path
    ) -> str:
        """Say what was meant by an unknown key, or that it slipped into the wrong table."""
        if guess:
            return f"did you mean {guess}?"
        for field in self._root.fields if isinstance(self._root, shapes.StructType) else ():
            name, kind = field.encode_name, plain(field.type)
            if path and key == name and key not in self._top_keys:
                opener = f"[[{path[0]}]]" if len(path) > 1 else f"[{path[0]}]"
                return f"{key} belongs at the top of the file, above the first {opener}"
            item = plain(kind.item_type) if isinstance(kind, shapes.VarTupleType) else kind
            inner = item.fields if isinstance(item, shapes.StructType) else ()
            if not path and item is not kind and any(key == f.encode_name for f in inner):
                return f"{key} belongs below a line [[{name}]]"
        return f"allowed: {', '.join(fields)}"

    def _dict(self, value: object, shape: shapes.DictType, path: Path) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield _wrong_kind(value, shape, path)
            return
        yield from _length(len(value), shape, path, "entries")
        for key, item in value.items():
            yield from self._any(key, shape.key_type, (*path, key))
            yield from self._any(item, shape.value_type, (*path, key))

    def _list(self, value: object, shape: _Listing, path: Path) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield _wrong_kind(value, shape, path)
            return
        yield from _length(len(value), shape, path, "items")
        for index, item in enumerate(value):
            yield from self._any(item, shape.item_type, (*path, index))

    def _tuple(self, value: object, shape: shapes.TupleType, path: Path) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield _wrong_kind(value, shape, path)
            return
        if len(value) != len(shape.item_types):
            yield Fault(path, f"has {len(value)} items", f"{len(shape.item_types)} are needed")
        for index, (item, item_type) in enumerate(zip(value, shape.item_types, strict=False)):
            yield from self._any(item, item_type, (*path, index))


def plain(shape: shapes.Type) -> shapes.Type:
    """Take the descriptions off a shape."""
    while isinstance(shape, shapes.Metadata):
        shape = shape.type
    return shape


def members(shape: shapes.UnionType) -> list[shapes.Type]:
    """The alternatives of a union, without the unions within it."""
    flat: list[shapes.Type] = []
    for member in map(plain, shape.types):
        flat += members(member) if isinstance(member, shapes.UnionType) else [member]
    return flat


def _leaf(value: object, shape: shapes.Type, path: Path) -> Iterator[Fault]:
    if not _kind_fits(value, shape):
        yield _wrong_kind(value, shape, path)
        return
    match shape, value:
        case shapes.AnyType(), _:
            yield from not_usable(value, path)
        case shapes.IntType() | shapes.FloatType(), int() | float():
            yield from _number(value, shape, path)
        case shapes.StrType(), str():
            yield from _text(value, shape, path)
        case shapes.EnumType(), _:
            yield from _choice(value, [member.value for member in shape.cls], path)
        case shapes.LiteralType(), _:
            yield from _choice(value, list(shape.values), path)
        case shapes.DateTimeType() | shapes.DateType() | shapes.TimeType(), str():
            # Text in the ISO form passes for a date, as in msgspec.
            if not _is_date(value, shape):
                yield _wrong_kind(value, shape, path)
        case _:
            pass


def _number(value: float, shape: _Number, path: Path) -> Iterator[Fault]:
    allowed = bounds(shape, path)
    if isinstance(value, int) and isinstance(shape, shapes.FloatType) and not _fits_float(value):
        yield Fault(path, "is too large a number", allowed)
    elif (shape.ge is not None and value < shape.ge) or (
        shape.gt is not None and value <= shape.gt
    ):
        yield Fault(path, f"{said(value)} is too little", allowed)
    elif (shape.le is not None and value > shape.le) or (
        shape.lt is not None and value >= shape.lt
    ):
        yield Fault(path, f"{said(value)} is too much", allowed)


def _fits_float(value: int) -> bool:
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _text(value: str, shape: shapes.StrType, path: Path) -> Iterator[Fault]:
    size = len(value)
    allowed = length_bounds(shape, "characters")
    if shape.min_length is not None and size < shape.min_length:
        yield Fault(path, "is empty" if not size else f"is too short: {quoted(value)}", allowed)
    elif shape.max_length is not None and size > shape.max_length:
        yield Fault(path, f"is too long: {size} characters", allowed)
    elif shape.pattern is not None and not _matches(value, shape):
        yield Fault(path, f"{quoted(value)} does not fit", pattern_words(shape.pattern))


def _matches(value: str, shape: shapes.StrType) -> bool:
    return re.search(shape.pattern or "", value) is not None


def _choice(value: object, known: list[Any], path: Path) -> Iterator[Fault]:
    if value in known and type(value) in {type(word) for word in known}:
        return
    words = [str(word) for word in known]
    guess = near(value, words) if isinstance(value, str) else None
    what = quoted(value) if isinstance(value, str) else said(value)
    yield Fault(path, f"{what} is not known here", one_of(words, guess))


def _length(size: int, shape: _Listing | shapes.DictType, path: Path, unit: str) -> Iterator[Fault]:
    allowed = length_bounds(shape, unit)
    if shape.min_length is not None and size < shape.min_length:
        yield Fault(path, "is empty" if not size else f"has only {size} {unit}", allowed)
    elif shape.max_length is not None and size > shape.max_length:
        yield Fault(path, f"has {size} {unit}, too many", allowed)


def _is_date(value: str, shape: shapes.Type) -> bool:
    kinds: dict[type[shapes.Type], Any] = {
        shapes.DateTimeType: datetime.datetime,
        shapes.DateType: datetime.date,
        shapes.TimeType: datetime.time,
    }
    try:
        msgspec.convert(value, kinds[type(shape)])
    except msgspec.ValidationError:
        return False
    return True


def _kind_fits(value: object, shape: shapes.Type) -> bool:
    """Whether a value has the kind that a shape asks for, whatever its size or content."""
    match shape:
        case shapes.Metadata():
            return _kind_fits(value, shape.type)
        case shapes.UnionType():
            return any(_kind_fits(value, member) for member in shape.types)
        case shapes.StrType():
            return isinstance(value, str)
        case shapes.EnumType():
            return any(type(value) is type(member.value) for member in shape.cls)
        case shapes.LiteralType():
            return any(type(value) is type(word) for word in shape.values)
        case shapes.BoolType():
            return isinstance(value, bool)
        case shapes.IntType():
            return isinstance(value, int) and not isinstance(value, bool)
        case shapes.FloatType():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case shapes.StructType() | shapes.DictType():
            return isinstance(value, dict)
        case (
            shapes.VarTupleType()
            | shapes.TupleType()
            | shapes.ListType()
            | shapes.SetType()
            | shapes.FrozenSetType()
        ):
            return isinstance(value, list)
        case shapes.DateTimeType():
            return isinstance(value, datetime.datetime | str)
        case shapes.DateType():
            return type(value) is datetime.date or isinstance(value, str)
        case shapes.TimeType():
            return isinstance(value, datetime.time | str)
        case shapes.NoneType():
            return value is None
        case _:
            # A shape that this file has no words for: msgspec's own message is used instead.
            return True


def _wrong_kind(value: object, shape: shapes.Type, path: Path) -> Fault:
    hint = needed(shape, path[-1] if path and isinstance(path[-1], str) else "")
    if isinstance(value, dict) and _kind_fits([], shape):
        hint = f"write [[{path[-1]}]] in two brackets, once for each" if path else hint
    elif isinstance(value, str) and _kind_fits(0, shape) and value.strip().isdigit():
        hint = f"write {value.strip()[:12]} without quotes"
    elif isinstance(value, str) and _kind_fits(True, shape) and value in {"true", "false"}:
        hint = f"write {value} without quotes"
    elif isinstance(value, int | float) and isinstance(_only(shape), shapes.StrType):
        hint = f'text needs quotes: "{said(value)}"'
    elif isinstance(value, str) and _kind_fits([], shape) and len(value) <= 40:
        hint = f"write [{quoted(value)}]"
    shown = f"{said(value)} is " if isinstance(value, str | int | float) else "this is "
    return Fault(path, f"{shown}{words_of(value)}, not {needed_kind(shape)}", hint)


def _only(shape: shapes.Type) -> shapes.Type:
    """The one alternative of an optional shape."""
    shape = plain(shape)
    if isinstance(shape, shapes.UnionType):
        real = [kind for kind in members(shape) if not isinstance(kind, shapes.NoneType)]
        return real[0] if len(real) == 1 else shape
    return shape


def needed_kind(shape: shapes.Type) -> str:
    """The kinds of value that a shape takes, without their limits."""
    return needed(shape, "", limits=False)
