"""The schema for editors: everything a guide may say, explained, and the guides of the catalogue fit it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from guides.guide import Guide
from guides.load import CATALOGUE
from guides.schema import DIALECT, OF_THE_PLACE, schema
from guides.source import Source

SCHEMA = schema()
FILES = sorted(CATALOGUE.rglob("*.yaml"))


def faults(value: Any, part: dict[str, Any], place: str = "") -> list[str]:
    """What does not fit: as much of draft 2020-12 as the schema uses."""
    if "$ref" in part:
        return faults(value, SCHEMA["$defs"][part["$ref"].rpartition("/")[2]], place)
    for some, least, most in (("anyOf", 1, 99), ("oneOf", 1, 1)):
        if some in part:
            fits = sum(not faults(value, one, place) for one in part[some])
            return [] if least <= fits <= most else [f"{place}: {some} fits {fits} times: {value!r}"]
    kinds = part.get("type")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        return [f"{place}: {value!r} is not {kinds}"]
    if "enum" in part and value not in part["enum"]:
        return [f"{place}: {value!r} is none of {part['enum']}"]
    if "pattern" in part and isinstance(value, str) and not re.search(part["pattern"], value):
        return [f"{place}: {value!r} does not match {part['pattern']}"]
    return [*_inside(value, part, place)]


def _is(value: Any, kind: str) -> bool:
    types: dict[str, Any] = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None)}
    if kind in ("integer", "number"):
        return isinstance(value, (int, float) if kind == "number" else int) and not isinstance(value, bool)
    return isinstance(value, types[kind])


def _inside(value: Any, part: dict[str, Any], place: str) -> list[str]:
    if isinstance(value, list):
        few = [f"{place}: too few"] if len(value) < part.get("minItems", 0) else []
        return few + [f for at, one in enumerate(value) for f in faults(one, part.get("items", {}), f"{place}[{at}]")]
    if not isinstance(value, dict):
        return []
    known = part.get("properties", {})
    found = [f"{place}: {key} is missing" for key in part.get("required", ()) if key not in value]
    if part.get("additionalProperties") is False:
        found += [f"{place}: {key} is not known" for key in value if key not in known]
    return found + [f for key, one in value.items() if key in known for f in faults(one, known[key], f"{place}.{key}")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_guide_of_the_catalogue_fits(file: Path) -> None:
    assert faults(Source(file.read_text("utf-8")).data, SCHEMA) == []


def test_what_a_guide_may_not_say_does_not_fit() -> None:
    data = Source(FILES[0].read_text("utf-8")).data
    assert faults({**data, "colour": "red"}, SCHEMA)
    assert faults({**data, "item_type": "wish"}, SCHEMA)
    assert faults({key: value for key, value in data.items() if key != "limits"}, SCHEMA)
    assert faults({**data, "cases": [{"id": "a", "name": "甲", "when": {"field": "x", "like": "y"}}]}, SCHEMA)


def test_what_comes_from_the_place_of_the_file_is_not_asked() -> None:
    assert SCHEMA["$schema"] == DIALECT
    assert not set(OF_THE_PLACE) & (set(SCHEMA["properties"]) | set(SCHEMA["required"]))
    assert set(SCHEMA["properties"]) | set(OF_THE_PLACE) == set(Guide.model_fields)


def test_every_element_and_key_is_explained_in_both_languages() -> None:
    for name, definition in {**SCHEMA["$defs"], "Guide": SCHEMA}.items():
        assert re.search(r"[\u4e00-\u9fff]", definition["description"]), name
        assert re.search(r"[a-z]{3}", definition["description"]), name
        for key, part in definition.get("properties", {}).items():
            assert " · " in part["title"], f"{name}.{key}"


def test_fixed_values_are_explained() -> None:
    assert "one_of_group: 多选一" in SCHEMA["$defs"]["Material"]["properties"]["necessity"]["description"]
    assert "working_day" in SCHEMA["$defs"]["Period"]["properties"]["unit"]["enum"]
