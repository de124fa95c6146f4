"""JSON Schemas of the files that people write, so that editors complete and check them."""

from __future__ import annotations

import json
from inspect import cleandoc
from typing import Any

import msgspec
from msgspec import inspect as shapes

from knotbreak.core.routine import Routine, Stretch
from knotbreak.core.trace import Trace
from knotbreak.guide.shape import GuideFile
from knotbreak.storage.toml_faults import members, plain

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

SCHEMAS: dict[str, tuple[type[msgspec.Struct], str]] = {
    "routine.schema.json": (Routine, "knotbreak routine"),
    "stretch.schema.json": (Stretch, "knotbreak stretch"),
    "guide.schema.json": (GuideFile, "knotbreak guide"),
    "trace.schema.json": (Trace, "knotbreak trace"),
}
"""Each schema file, the shape that it describes, and its title."""


def schema_of(shape: type[msgspec.Struct], title: str) -> dict[str, Any]:
    """The schema of a file, its own keys at the top where editors look first."""
    made = _tidy(msgspec.json.schema(shape))
    definitions: dict[str, Any] = made["$defs"]
    _list_the_keys(shapes.type_info(shape), definitions)
    top = definitions.pop(shape.__name__)
    return {"$schema": _DIALECT, **top, "title": title, "$defs": definitions}


def schema_texts() -> dict[str, str]:
    """The text of each schema file."""
    return {
        name: json.dumps(schema_of(shape, title), indent=2, ensure_ascii=False) + "\n"
        for name, (shape, title) in SCHEMAS.items()
    }


def _list_the_keys(shape: shapes.Type, definitions: dict[str, Any]) -> None:
    """Name the keys of tables whose keys are words of an enum: msgspec 0.22 leaves them open."""
    shape = plain(shape)
    if isinstance(shape, shapes.UnionType):
        for member in members(shape):
            _list_the_keys(member, definitions)
    elif isinstance(shape, shapes.VarTupleType):
        _list_the_keys(shape.item_type, definitions)
    elif isinstance(shape, shapes.StructType):
        for field in shape.fields:
            kind = plain(field.type)
            keys = plain(kind.key_type) if isinstance(kind, shapes.DictType) else None
            if isinstance(keys, shapes.EnumType):
                node = definitions[shape.cls.__name__]["properties"][field.encode_name]
                value = node["additionalProperties"]
                node["properties"] = {member.value: value for member in keys.cls}
                node["additionalProperties"] = False
                definitions.pop(keys.cls.__name__, None)
            _list_the_keys(kind, definitions)


def _tidy(node: Any) -> Any:
    """Tidy a schema: TOML has no `null`, a key without a value is left out."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _tidy(value) for key, value in node.items()}
    if isinstance(node.get("description"), str):
        # Python takes the indent off docstrings only from 3.13 on.
        node["description"] = cleandoc(node["description"])
    if node.get("default", 0) is None:
        del node["default"]
    choices = node.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        choices.remove({"type": "null"})
        if len(choices) == 1:
            del node["anyOf"]
            node = {**choices[0], **node}
    return node
