"""Whether an expression is written as one: every fault with its place, in the words that rules have for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from guides.conditions import Fault, Path, faults
from guides.expressions import COMBINED, COMPARED, DAYS, NUMBERS, ROWS, RULES, SUBJECTS, TODAY


def expression_faults(written: object, path: Path = (), *, in_row: bool = False) -> Iterator[Fault]:
    """Yield every fault in the shape of an expression, each with its place inside it."""
    if not isinstance(written, dict):
        yield Fault(path, "rule_not_mapping")
    elif any(key in written for key in SUBJECTS):
        yield from _comparison(written, path, in_row)
    elif len(written) != 1 or next(iter(written)) not in COMBINED:
        yield Fault(path, "rule_unknown", {"keys": ", ".join(map(str, written)) or "{}"})
    elif "case" in written:
        yield from faults(written, path)
    elif "not" in written:
        yield from expression_faults(written["not"], (*path, "not"), in_row=in_row)
    else:
        yield from _parts(written, path, in_row)


def _parts(written: dict[str, Any], path: Path, in_row: bool) -> Iterator[Fault]:
    [(name, parts)] = written.items()
    if not isinstance(parts, list) or not parts:
        yield Fault((*path, name), "rule_empty", {"key": name})
        return
    for index, part in enumerate(parts):
        yield from expression_faults(part, (*path, name, index), in_row=in_row)


def _comparison(written: dict[str, Any], path: Path, in_row: bool) -> Iterator[Fault]:
    subject = [key for key in written if key in SUBJECTS]
    compared = [key for key in written if key not in SUBJECTS]
    if len(subject) != 1 or len(compared) != 1 or compared[0] not in COMPARED:
        yield Fault(path, "rule_unknown", {"keys": ", ".join(map(str, written))})
        return
    if not _is_name(subject[0], written[subject[0]]):
        yield Fault((*path, subject[0]), "rule_value", {"key": subject[0]})
    name, value, place = compared[0], written[compared[0]], (*path, compared[0])
    if subject[0] != "field" and name not in NUMBERS:
        yield Fault(path, "rule_unknown", {"keys": ", ".join(map(str, written))})
    elif name in ROWS:
        wrong = [Fault(place, "rule_value", {"key": name})] if in_row else expression_faults(value, place, in_row=True)
        yield from wrong
    elif name in RULES:
        yield from faults({"field": "it", name: value}, path)
    elif not _is_side(name, value):
        yield Fault(place, "rule_value", {"key": name})


def _is_name(subject: str, value: object) -> bool:
    if not isinstance(value, str) or not value:
        return False
    return subject != "total" or (value.count(".") == 1 and all(value.split(".")))


def _is_side(name: str, value: object) -> bool:
    """Whether the other side of a comparison is one that this comparison can have."""
    if isinstance(value, Mapping):
        return _is_other(name, value)
    if name in DAYS:
        return _is_day(value)
    if name == "same_as" or isinstance(value, bool):
        return False
    return not any(faults({"field": "it", "at_least": value}))


def _is_other(name: str, value: Mapping[str, Any]) -> bool:
    shifts = {key for key in value if key in ("months", "days")}
    sides = [key for key in value if key not in shifts]
    if len(sides) != 1 or (shifts and name not in DAYS):
        return False
    if any(isinstance(value[key], bool) or not isinstance(value[key], int) for key in shifts):
        return False
    if sides[0] == "day":
        return name in DAYS and _is_day(value["day"])
    fitting = SUBJECTS if name in NUMBERS else ("field",)
    return sides[0] in fitting and _is_name(sides[0], value[sides[0]])


def _is_day(value: object) -> bool:
    if value == TODAY:
        return True
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
