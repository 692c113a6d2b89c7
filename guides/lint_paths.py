"""Whether every path of answers ends in a list, a limit and a department; of many that do not, the first is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guides.finding import Found
from guides.guide import Field, Guide
from guides.paths import DeadEnd, dead_ends

_ALIKE = {"path_steps": "steps_exceed", "path_deferral": "deferral_long", "path_promise": "promise_longer"}
"""What is found without walking any path is not told again."""


def walked(guide: Guide, told: frozenset[str]) -> Iterator[Found]:
    """Yield what is wrong with the paths of a guide under the law of its first day, each kind once; `told` was found before."""
    seen: set[str] = set()
    for end in dead_ends(guide, guide.effective_from):
        if end.code not in seen and _ALIKE.get(end.code) not in told:
            seen.add(end.code)
            yield ("questions",), end.code, {**end.facts, "answers": _said(guide, end)}


def _said(guide: Guide, end: DeadEnd) -> str:
    """The path as people would say it: 经营方式“零售”、储存设施“无”."""
    parts = [f"{guide.fields[name].label}“{_value(guide.fields[name], value)}”" for name, value in end.answers.items()]
    return "、".join(parts) or "—"


def _value(field: Field, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_value(field, one) for one in value)
    option = field.option(str(value))
    return str(option.label) if option else {"yes": "是", "no": "否"}.get(str(value), str(value))
