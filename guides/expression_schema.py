"""The JSON Schema of what must hold between answers: what an editor offers under `holds`."""

from __future__ import annotations

from typing import Any

_SELF = {"$ref": "#/$defs/Expression"}
_NAME = {"type": "string"}
_SUBJECTS: dict[str, Any] = {
    "field": {**_NAME, "description": "表单里的字段，或者表格这一行的列。A field of the form, or a column of the row."},
    "total": {**_NAME, "description": "一列的合计，写成“表格.列”。The total of a column: table.column."},
    "rows": {**_NAME, "description": "表格填了几行。How many rows the table has."},
}
_SIDES = [
    {"properties": {name: said}, "required": [name], "additionalProperties": False} for name, said in _SUBJECTS.items()
]
_NUMBER: dict[str, Any] = {"anyOf": [{"type": ["string", "number"]}, *_SIDES]}
_SHIFT = {"months": {"type": "integer"}, "days": {"type": "integer"}}
_DAY: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "description": "today 是申请那天，或者写日期。The day of application, or a day."},
        *(
            {"properties": {name: _NAME, **_SHIFT}, "required": [name], "additionalProperties": False}
            for name in ("field", "day")
        ),
    ]
}
_VALUE = {"type": ["string", "integer"]}
_COMPARED: dict[str, Any] = {
    "is": {**_VALUE, "description": "就是这个值。It is this value."},
    "in": {"type": "array", "minItems": 1, "items": _VALUE, "description": "是其中之一。One of these."},
    "has": {**_VALUE, "description": "多选里选了它。It is among the answers chosen."},
    "filled": {"type": "boolean", "description": "填了没有。Whether anything is given."},
    "at_least": {**_NUMBER, "description": "不少于。At least."},
    "at_most": {**_NUMBER, "description": "不超过。At most."},
    "equals": {**_NUMBER, "description": "等于。Exactly."},
    "not_before": {**_DAY, "description": "不早于。On that day or later."},
    "not_after": {**_DAY, "description": "不晚于。On that day or earlier."},
    "same_as": {**_SIDES[0], "description": "和另一处填的相同。The same as another answer."},
    "any_row": {**_SELF, "description": "表格里有一行符合。Some row of the table fits."},
    "every_row": {**_SELF, "description": "表格里每一行都符合。Every row of the table fits."},
}
_NUMBERS = ("at_least", "at_most", "equals")
_PARTS = {"type": "array", "minItems": 1, "items": _SELF}


def _pair(subject: str, compared: str) -> dict[str, Any]:
    properties = {subject: _SUBJECTS[subject], compared: _COMPARED[compared]}
    return {"properties": properties, "required": [subject, compared], "additionalProperties": False}


EXPRESSION: dict[str, Any] = {
    "title": "成立条件 · Expression",
    "description": "填写的内容应当是什么样，由答案、日期、表格判断。\nWhat is to be true of answers, days and tables.",
    "type": "object",
    "oneOf": [
        *(_pair("field", name) for name in _COMPARED),
        *(_pair(subject, name) for subject in ("total", "rows") for name in _NUMBERS),
        {"properties": {"all": _PARTS}, "required": ["all"], "additionalProperties": False},
        {"properties": {"any": _PARTS}, "required": ["any"], "additionalProperties": False},
        {"properties": {"not": _SELF}, "required": ["not"], "additionalProperties": False},
        {"properties": {"case": _NAME}, "required": ["case"], "additionalProperties": False},
    ],
}
