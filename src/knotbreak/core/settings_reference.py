"""The settings, described one by one: what the reference page and the dialog are made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect as shapes

from knotbreak.core.settings import Settings


class SettingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One setting, described: a line of the reference page, or of `knotbreak settings`.

    `name` is its key path, with `*` for the name of a reminder. `least` and `most` bound numbers,
    the length of a text or the items of a list. `default` is written as in the file, and empty
    where nothing is set. `optional` is whether it may be without a value. `files` is what the
    files are called that it may name, such as "*.ics", and empty where it names none. `section`,
    `label` and `help` are English, to be translated; the keys that stand in no table have no
    section.
    """

    name: str
    section: str
    type: str
    least: float | None
    most: float | None
    choices: tuple[str, ...]
    unit: str
    default: str
    optional: bool
    label: str
    help: str
    files: str = ""

    @property
    def range(self) -> str:
        """What is allowed, in short: "1 to 720 min", "office, home", or nothing."""
        if self.choices:
            return ", ".join(self.choices)
        counted = {"text": "characters"}.get(self.type, "items" if "list" in self.type else "")
        unit = f" {counted or self.unit}".rstrip()
        match self.least, self.most:
            case None, None:
                return ""
            case least, None:
                return f"at least {least:g}{unit}"
            case None, most:
                return f"at most {most:g}{unit}"
            case least, most:
                return f"{least:g} to {most:g}{unit}"


def settings_reference() -> tuple[SettingRow, ...]:
    """Every setting, in the order of the file."""
    return tuple(_rows(Settings, "", ""))


def _rows(struct: type[msgspec.Struct], prefix: str, section: str) -> Iterator[SettingRow]:
    described = shapes.type_info(struct)
    assert isinstance(described, shapes.StructType)
    for field in described.fields:
        name = prefix + field.encode_name
        shape, about, extra = _plain(field.type)
        title = str(about.get("title", ""))
        if isinstance(shape, shapes.StructType):
            yield from _rows(shape.cls, f"{name}.", title)
        elif isinstance(shape, shapes.DictType):
            inner = _plain(shape.value_type)[0]
            yield from _rows(inner.cls, f"{name}.*.", title)
        else:
            kind, least, most, choices = _kind_of(shape)
            yield SettingRow(
                name=name,
                section=section,
                type=kind,
                least=least,
                most=most,
                choices=choices,
                unit=str(extra.get("unit", "")),
                default=_in_toml(field.default),
                optional=field.default is None,
                label=title,
                help=str(about.get("description", "")),
                files=str(extra.get("files", "")),
            )


def _plain(shape: Any) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """Take the descriptions and the "or nothing" off a shape, and hand them out beside it."""
    about: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    while isinstance(shape, shapes.Metadata | shapes.UnionType):
        if isinstance(shape, shapes.UnionType):
            [shape] = [part for part in shape.types if not isinstance(part, shapes.NoneType)]
        else:
            about = {**(shape.extra_json_schema or {}), **about}
            extra = {**extra, **(shape.extra or {})}
            shape = shape.type
    return shape, about, extra


def _kind_of(shape: Any) -> tuple[str, float | None, float | None, tuple[str, ...]]:
    """Name a shape, and say its least, its most and its choices."""
    match shape:
        case shapes.BoolType():
            return "true or false", None, None, ()
        case shapes.IntType():
            return "whole number", shape.ge, shape.le, ()
        case shapes.FloatType():
            return "number", shape.ge, shape.le, ()
        case shapes.StrType():
            return "text", shape.min_length, shape.max_length, ()
        case shapes.EnumType():
            return "one of", None, None, tuple(str(member.value) for member in shape.cls)
        case shapes.LiteralType():
            return "one of", None, None, tuple(str(value) for value in shape.values)
        case shapes.VarTupleType():
            kind, _, _, choices = _kind_of(_plain(shape.item_type)[0])
            return f"list: {kind}", shape.min_length, shape.max_length, choices
        case _:
            raise TypeError(f"no words for {shape}")


def _in_toml(value: object) -> str:
    match value:
        case None | msgspec.UNSET | msgspec.NODEFAULT:
            return ""
        case _:
            # For true, numbers and short texts JSON is written as TOML is.
            return msgspec.json.encode(value).decode()
