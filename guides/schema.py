"""A JSON Schema of guides for editors: what may be written where, explained in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guides.conditions import COMPARISONS
from guides.expression_schema import EXPRESSION
from guides.guide import Guide
from guides.labels import about, label, value
from guides.text import Element, Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OF_THE_PLACE = ("item", "office", "effective_from", "digest")
"""What comes from the place and the content of a file and is never written in it."""

_TEXT: dict[str, Any] = {
    "title": "文字 · Text",
    "anyOf": [
        {"type": "string", "minLength": 1, "description": "只写中文。Chinese only."},
        {
            "type": "object",
            "properties": {
                "zh": {"type": "string", "minLength": 1, "description": "中文 · Chinese"},
                "en": {"type": "string", "default": "", "description": "英文 · English"},
            },
            "required": ["zh"],
            "additionalProperties": False,
        },
    ],
}

_SELF = {"$ref": "#/$defs/Rule"}
_PARTS = {"type": "array", "minItems": 1, "items": _SELF}
_VALUE = {"type": ["string", "integer"]}
_BOUND = {"type": ["string", "number"]}
_COMPARED: dict[str, Any] = {
    "is": {**_VALUE, "description": "答案就是这个值。The answer is this value."},
    "in": {"type": "array", "minItems": 1, "items": _VALUE, "description": "答案是其中之一。One of these."},
    "has": {**_VALUE, "description": "多选里选了它。It is among the answers chosen."},
    "at_least": {**_BOUND, "description": "不少于。At least."},
    "at_most": {**_BOUND, "description": "不超过。At most."},
    "filled": {"type": "boolean", "description": "填了没有。Whether anything is given."},
    "any_row": {**_SELF, "description": "表格里有一行符合。Some row of the table fits."},
}
_FIELD = {"type": "string", "description": "表单里的字段。A field of the form."}
_RULE: dict[str, Any] = {
    "title": "条件 · Rule",
    "description": "什么时候适用：由答案或者情形决定。\nWhen it applies, by answers or cases.",
    "type": "object",
    "oneOf": [
        *({
            "properties": {"field": _FIELD, name: _COMPARED[name]},
            "required": ["field", name],
            "additionalProperties": False,
        } for name in COMPARISONS),
        {"properties": {"all": _PARTS}, "required": ["all"], "additionalProperties": False},
        {"properties": {"any": _PARTS}, "required": ["any"], "additionalProperties": False},
        {"properties": {"not": _SELF}, "required": ["not"], "additionalProperties": False},
        {"properties": {"case": {"type": "string"}}, "required": ["case"], "additionalProperties": False},
    ],
}  # fmt: skip


def schema() -> dict[str, Any]:
    """Return the schema of one guide file, draft 2020-12; what only the linter knows is not in it."""
    made: dict[str, Any] = Guide.model_json_schema(mode="validation")
    kinds = {kind.__name__: kind for kind in element_kinds()}
    for name, definition in made["$defs"].items():
        _explain(definition, kinds[name])
    _explain(made, Guide)
    made["properties"] = {key: part for key, part in made["properties"].items() if key not in OF_THE_PLACE}
    made["required"] = [key for key in made["required"] if key not in OF_THE_PLACE]
    made["$defs"]["Text"] = {**_TEXT, "description": _both(about(Text))}
    made["$defs"]["Rule"], made["$defs"]["Expression"] = _RULE, EXPRESSION
    point = made["$defs"]["ReviewPoint"]
    made["$defs"]["ReviewPoint"] = {"anyOf": [_TEXT["anyOf"][0], point], "description": point["description"]}
    for key in ("min", "max"):
        made["$defs"]["Field"]["properties"][key]["anyOf"] = [{"type": "number"}, {"type": "null"}]
    return {"$schema": DIALECT, **made}


def _explain(definition: dict[str, Any], kind: type[Element]) -> None:
    definition["description"] = _both(about(kind))
    for key, part in definition.get("properties", {}).items():
        named = label(kind, key)
        part["title"] = f"{named.zh} · {named.en}"
        if key in ("when", "holds"):
            made_rule = {"$ref": "#/$defs/Rule" if key == "when" else "#/$defs/Expression"}
            part["anyOf"] = [made_rule, {"type": "null"}] if "anyOf" in part else [made_rule]
            for word in ("type", "additionalProperties"):
                part.pop(word, None)
        if "$ref" not in part:
            part["description"] = f"{named.zh}。{named.en[:1].upper()}{named.en[1:]}.{_choices(part)}"


def _choices(part: dict[str, Any]) -> str:
    """The fixed values of a key, each with what it is called."""
    places = [part, part.get("items", {}), *part.get("anyOf", [])]
    written: list[str] = next((place["enum"] for place in places if "enum" in place), [])
    named = ((one, value(one)) for one in written)
    return "".join(f"\n{one}: {words.zh} · {words.en}" for one, words in named if words)


def _both(text: Text) -> str:
    return f"{text.zh}\n{text.en}"


_APART = "guides.life_events"
"""Its elements make up a file of their own, beside the guides."""


def element_kinds() -> Iterator[type[Element]]:
    """Yield every type of element that a guide is made of."""
    waiting: list[type[Element]] = [Element]
    while waiting:
        for below in waiting.pop().__subclasses__():
            if below.__module__.startswith("guides.") and below.__module__ != _APART:
                yield below
            waiting.append(below)
