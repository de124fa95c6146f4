"""What is generated from the declarations is current, and says what the program does."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from knotbreak.core.checks import check_routine
from knotbreak.core.routine import Routine, Stretch
from knotbreak.storage import toml_file
from knotbreak.storage.schema import SCHEMAS, schema_of
from tests.storage.samples import ROUTINES, STRETCHES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "packaging" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_files_are_current(generate: ModuleType) -> None:
    assert generate.stale(ROOT) == [], "run python packaging/generate.py"


def test_a_file_that_is_not_current_is_named(
    generate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate.ROOT = tmp_path
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (tmp_path / "docs" / "routine-format.md").write_text("old")
    (tmp_path / "assets" / "schema" / "stretch.schema.json").unlink()
    assert generate.main(["--check"]) == 1
    told = capsys.readouterr().out
    assert "docs/routine-format.md is not current" in told
    assert "stretch.schema.json is not current" in told
    assert "routine.schema.json" not in told


def test_the_example_of_the_reference_can_be_played_without_a_warning(
    generate: ModuleType,
) -> None:
    routine = toml_file.parse(generate.EXAMPLE.encode(), Routine, "example")
    stretches = {
        name: toml_file.parse(text.encode(), Stretch, name) for name, text in STRETCHES.items()
    }
    assert check_routine(routine, stretches) == []


def test_the_reference_names_every_key_and_every_word(generate: ModuleType) -> None:
    text = generate.reference()
    for _, _, struct in generate.TABLES:
        for name in struct.__struct_encode_fields__:
            assert f"| `{name}` |" in text
    for enum in generate.WORDS:
        for member in enum:
            assert f"`{member.value}`" in text


def test_every_link_of_the_reference_leads_to_a_heading(generate: ModuleType) -> None:
    text = generate.reference()
    headings = {
        line.lstrip("# ").lower().replace(" ", "-")
        for line in text.split("\n")
        if line.startswith("#")
    }
    links = set(re.findall(r"\]\(#([^)]*)\)", text))
    assert len(links) > 15
    assert links <= headings


def fits(value: Any, schema: dict[str, Any], top: dict[str, Any]) -> bool:
    """The few words of JSON Schema that ours use, checked by hand."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        if not fits(value, top["$defs"][name], top):
            return False
    if "anyOf" in schema and not any(fits(value, one, top) for one in schema["anyOf"]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    match schema.get("type"):
        case "object":
            if not isinstance(value, dict):
                return False
            known = schema.get("properties", {})
            if schema.get("additionalProperties") is False and not set(value) <= set(known):
                return False
            if not set(schema.get("required", ())) <= set(value):
                return False
            return all(fits(item, known.get(key, {}), top) for key, item in value.items())
        case "array":
            few = isinstance(value, list) and len(value) >= schema.get("minItems", 0)
            return few and all(fits(item, schema["items"], top) for item in value)
        case "string":
            good = isinstance(value, str) and len(value) >= schema.get("minLength", 0)
            return good and re.search(schema.get("pattern", ""), value) is not None
        case "number" | "integer":
            number = isinstance(value, int | float) and not isinstance(value, bool)
            low, high = schema.get("minimum", -1e9), schema.get("maximum", 1e9)
            return number and low <= value <= high
        case "boolean":
            return isinstance(value, bool)
        case None:
            return True
        case other:
            raise AssertionError(f"a new word in the schema: {other}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_says_what_editors_need(name: str) -> None:
    schema = schema_of(*SCHEMAS[name])
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["title"].startswith("knotbreak ")
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert '"null"' not in json.dumps(schema)
    references = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
    assert references == set(schema["$defs"])


def test_the_schemas_accept_our_files_and_refuse_wrong_ones() -> None:
    routine = schema_of(*SCHEMAS["routine.schema.json"])
    stretch = schema_of(*SCHEMAS["stretch.schema.json"])
    for text in ROUTINES:
        assert fits(tomllib.loads(text), routine, routine)
        assert not fits(tomllib.loads(text), stretch, stretch)
        assert not fits(tomllib.loads(text) | {"gap_s": 500}, routine, routine)
        assert not fits(tomllib.loads(text) | {"step": [{"strech": "x"}]}, routine, routine)
    for text in STRETCHES.values():
        assert fits(tomllib.loads(text), stretch, stretch)
        assert not fits(tomllib.loads(text) | {"kind": "holds"}, stretch, stretch)
    figure = {"posture": "seated", "keyframe": [{"at": "end", "angles": {"knee_flexion": 9}}]}
    bad = {"posture": "seated", "keyframe": [{"at": "end", "angles": {"knee_flexon": 9}}]}
    one = tomllib.loads(STRETCHES["chin-tuck"])
    assert fits(one | {"figure": figure}, stretch, stretch)
    assert not fits(one | {"figure": bad}, stretch, stretch)
