"""Answers in words: what was chosen or typed, as a letter, a summary or a reviewer reads it."""

from __future__ import annotations

from typing import Any

from guides.guide import Field


def words_of(field: Field, answer: Any, language: str) -> str:
    """The answer to a field in that language (`zh` or `en`): labels for choices, rows joined, a number with its unit."""
    if answer in (None, "", []):
        return ""
    if field.type == "table":
        return ("；" if language == "zh" else "; ").join(_row(field, row, language) for row in answer)
    if field.type == "address":
        return f"{answer.get('region', '')}{answer.get('detail', '')}" if isinstance(answer, dict) else str(answer)
    if isinstance(answer, list):
        return ("、" if language == "zh" else ", ").join(_label(field, one, language) for one in answer)
    if field.type in ("yesno", "consent"):
        return YES_NO[language].get(str(answer), str(answer))
    unit = f" {field.unit.get(language)}" if field.unit else ""
    return _label(field, str(answer), language) + unit


YES_NO = {"zh": {"yes": "是", "no": "否"}, "en": {"yes": "Yes", "no": "No"}}


def _label(field: Field, value: str, language: str) -> str:
    option = field.option(value)
    return option.label.get(language) if option else value


def _row(field: Field, row: dict[str, Any], language: str) -> str:
    comma = "，" if language == "zh" else ", "
    cells = ((column, row.get(column.id)) for column in field.columns)
    return comma.join(
        f"{column.label.get(language)} {words_of(column, value, language)}" if at else words_of(column, value, language)
        for at, (column, value) in enumerate((c, v) for c, v in cells if v not in (None, ""))
    )
