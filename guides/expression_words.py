"""Expressions in words: what is to be true of the answers, said with the names that the guide itself uses."""

from __future__ import annotations

from typing import Any

from guides.expressions import COMPARED, ROWS, RULES, SUBJECTS, TODAY, Expression
from guides.form import Field
from guides.guide import Guide
from guides.rule_words import words_of
from guides.text import Text

_JOINT = {"all": {"zh": "，并且", "en": ", and "}, "any": {"zh": "，或者", "en": ", or "}}
_NOT = Text(zh="不是“{inner}”", en="not “{inner}”")
_TOTAL, _ROWS = Text(zh="{label}合计", en="total of {label}"), Text(zh="{label}行数", en="rows of {label}")
_TODAY = Text(zh="申请那天", en="the day of application")
_SHIFTS = {
    "months": (Text(zh="{n} 个月", en="{n} months"), ("后", "前")),
    "days": (Text(zh="{n} 天", en="{n} days"), ("后", "前")),
}
_SAID = {
    "at_least": Text(zh="{label}不少于{other}", en="{label} at least {other}"),
    "at_most": Text(zh="{label}不超过{other}", en="{label} at most {other}"),
    "equals": Text(zh="{label}等于{other}", en="{label} equal to {other}"),
    "not_before": Text(zh="{label}不早于{other}", en="{label} not before {other}"),
    "not_after": Text(zh="{label}不晚于{other}", en="{label} not after {other}"),
    "same_as": Text(zh="{label}和{other}相同", en="{label} the same as {other}"),
    "any_row": Text(zh="{label}有一行：{other}", en="some row of {label}: {other}"),
    "every_row": Text(zh="{label}每一行：{other}", en="every row of {label}: {other}"),
    "is": Text(zh="{label}：{other}", en="{label}: {other}"),
    "has": Text(zh="{label}：{other}", en="{label}: {other}"),
    "in": Text(zh="{label}：{other}", en="{label}: {other}"),
}


def words_of_expression(guide: Guide, expression: Expression) -> Text:
    """The expression in both languages, such as 经营期限至不早于经营期限自."""
    return Text(zh=_said(guide, expression, "zh", None), en=_said(guide, expression, "en", None))


def _said(guide: Guide, one: Expression, language: str, table: Field | None) -> str:
    if "case" in one:
        return (words_of(guide, one) or Text(zh="…")).get(language)
    if "not" in one:
        return _NOT.get(language).format(inner=_said(guide, one["not"], language, table))
    for name, joint in _JOINT.items():
        if name in one:
            return joint[language].join(_said(guide, part, language, table) for part in one[name])
    return _compared(guide, one, language, table)


def _compared(guide: Guide, one: Expression, language: str, table: Field | None) -> str:
    name = next(key for key in one if key in COMPARED)
    field = _field(guide, one.get("field"), table)
    if name == "filled" and table is None:
        return (words_of(guide, one) or Text(zh="…")).get(language)
    if name in ROWS:
        other = _said(guide, one[name], language, field)
    elif name in RULES:
        other = _values(field, one[name], language)
    else:
        other = _side(guide, one[name], language, table)
    label = _subject(guide, one, language, table)
    if name == "filled":
        return (
            f"{'填了' if one[name] else '没有填'}{label}"
            if language == "zh"
            else f"{label} {'' if one[name] else 'not '}given"
        )
    return _SAID[name].get(language).format(label=label, other=other)


def _field(guide: Guide, name: object, table: Field | None) -> Field | None:
    return (table.column(str(name)) if table else None) or guide.fields.get(str(name))


def _subject(guide: Guide, one: Expression, language: str, table: Field | None) -> str:
    kind = next(key for key in one if key in SUBJECTS)
    if kind == "total":
        of, _dot, column = one["total"].partition(".")
        found = guide.fields[of].column(column) if of in guide.fields else None
        return _TOTAL.get(language).format(label=found.label.get(language) if found else one["total"])
    field = _field(guide, one[kind], table)
    label = field.label.get(language) if field else str(one[kind])
    return _ROWS.get(language).format(label=label) if kind == "rows" else label


def _side(guide: Guide, other: Any, language: str, table: Field | None) -> str:
    if not isinstance(other, dict):
        said = _TODAY.get(language) if other == TODAY else str(other)
        return f" {said}" if language == "zh" and said[:1].isdigit() else said
    start = _side(guide, other["day"], language, table) if "day" in other else _subject(guide, other, language, table)
    moves = [_move(key, other[key], language) for key in _SHIFTS if other.get(key)]
    return start + "".join(moves)


def _move(key: str, number: int, language: str) -> str:
    length, (later, before) = _SHIFTS[key]
    said = length.get(language).format(n=abs(number))
    if language == "zh":
        return f"{later if number > 0 else before} {said}"
    return f" {'plus' if number > 0 else 'minus'} {said}"


def _values(field: Field | None, written: object, language: str) -> str:
    many = written if isinstance(written, list) else [written]
    found = [field.option(str(one)) if field else None for one in many]
    plain = {"yes": Text(zh="是", en="yes"), "no": Text(zh="否", en="no")}
    said = [
        option.label.get(language) if option else plain.get(str(one), Text(zh=str(one))).get(language)
        for option, one in zip(found, many, strict=True)
    ]
    return ("、" if language == "zh" else ", ").join(said)
