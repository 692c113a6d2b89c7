"""Declarative `when` rules over the answers of a form: what they say, whether they hold, what they name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import category

Rule = dict[str, Any]
Answers = Mapping[str, Any]
Path = tuple[str | int, ...]

COMPARISONS = ("is", "in", "has", "at_least", "at_most", "filled", "any_row")
COMBINATIONS = ("all", "any", "not", "case")


@dataclass(frozen=True)
class Fault:
    """What is wrong with the shape of a rule: where inside it, which code, and the facts for the sentence."""

    path: Path
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Mention:
    """One name a rule uses: a field (with the values it is compared with) or a case."""

    path: Path
    kind: str
    name: str
    values: tuple[str, ...] = ()
    comparison: str = ""
    table: str | None = None


def holds(rule: Rule | None, answers: Answers, cases: AbstractSet[str] = frozenset()) -> bool:
    """Return whether `rule` holds for these answers in these cases; no rule holds always, an unanswered field never.

    Raises ValueError for a rule that `faults` would have refused.
    """
    if rule is None:
        return True
    if "field" in rule:
        return _compares(rule, answers.get(rule["field"]))
    if "all" in rule:
        return all(holds(part, answers, cases) for part in rule["all"])
    if "any" in rule:
        return any(holds(part, answers, cases) for part in rule["any"])
    if "not" in rule:
        return not holds(rule["not"], answers, cases)
    if "case" in rule:
        return rule["case"] in cases
    raise ValueError(f"not a rule: {rule!r}")


def _compares(rule: Rule, answer: Any) -> bool:
    for name, test in _TESTS.items():
        if name in rule:
            return test(answer, rule[name])
    raise ValueError(f"not a rule: {rule!r}")


def is_filled(answer: Any) -> bool:
    """Return whether an answer says anything: blank strings, and lists and addresses of blanks, do not.

    Blank is also what only has characters that nobody sees, as they come along with a copied text.
    """
    if isinstance(answer, str):
        return any(not one.isspace() and category(one) != "Cf" for one in answer)
    if isinstance(answer, Mapping):
        return any(is_filled(part) for part in answer.values())
    if isinstance(answer, (list, tuple)):
        return any(is_filled(part) for part in answer)
    return answer is not None


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _at_least(answer: Any, bound: Any) -> bool:
    number, limit = _number(answer), _number(bound)
    return number is not None and limit is not None and number >= limit


def _at_most(answer: Any, bound: Any) -> bool:
    number, limit = _number(answer), _number(bound)
    return number is not None and limit is not None and number <= limit


def _any_row(answer: Any, rule: Any) -> bool:
    return isinstance(answer, list) and any(isinstance(row, Mapping) and holds(rule, row) for row in answer)


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda answer, value: isinstance(answer, str) and answer == str(value),
    "in": lambda answer, values: isinstance(answer, str) and answer in [str(value) for value in values],
    "has": lambda answer, value: isinstance(answer, list) and str(value) in answer,
    "at_least": _at_least,
    "at_most": _at_most,
    "filled": lambda answer, wanted: is_filled(answer) is wanted,
    "any_row": _any_row,
}


def faults(rule: object, path: Path = ()) -> Iterator[Fault]:
    """Yield every fault in the shape of a rule, each with its place inside the rule."""
    if not isinstance(rule, dict):
        yield Fault(path, "rule_not_mapping")
    elif "field" in rule:
        yield from _comparison_faults(rule, path)
    elif len(rule) != 1 or next(iter(rule)) not in COMBINATIONS:
        yield Fault(path, "rule_unknown", {"keys": ", ".join(map(str, rule)) or "{}"})
    else:
        yield from _combination_faults(rule, path)


def _combination_faults(rule: Rule, path: Path) -> Iterator[Fault]:
    [(name, content)] = rule.items()
    if name == "not":
        yield from faults(content, (*path, name))
    elif name == "case":
        if not isinstance(content, str):
            yield Fault((*path, name), "rule_value", {"key": name})
    elif not isinstance(content, list) or not content:
        yield Fault((*path, name), "rule_empty", {"key": name})
    else:
        for index, part in enumerate(content):
            yield from faults(part, (*path, name, index))


def _comparison_faults(rule: Rule, path: Path) -> Iterator[Fault]:
    comparisons = [key for key in rule if key != "field"]
    if len(comparisons) != 1 or comparisons[0] not in COMPARISONS:
        yield Fault(path, "rule_unknown", {"keys": ", ".join(map(str, rule))})
        return
    if not isinstance(rule["field"], str):
        yield Fault((*path, "field"), "rule_value", {"key": "field"})
    name, value = comparisons[0], rule[comparisons[0]]
    if name == "any_row":
        yield from faults(value, (*path, name))
    elif not _value_fits(name, value):
        yield Fault((*path, name), "rule_value", {"key": name})


def _value_fits(name: str, value: object) -> bool:
    if name == "filled":
        return isinstance(value, bool)
    if name in ("at_least", "at_most"):
        return not isinstance(value, bool) and _number(value) is not None
    if name == "in":
        return isinstance(value, list) and bool(value) and all(_is_plain(item) for item in value)
    return _is_plain(value)


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def mentions(rule: Rule | None, path: Path = (), table: str | None = None) -> Iterator[Mention]:
    """Yield every field and every case a well-formed rule names; inside `any_row` the fields are columns of `table`."""
    if not rule:
        return
    if "field" in rule:
        [name] = [key for key in rule if key != "field"]
        values = _values(name, rule[name])
        yield Mention((*path, "field"), "field", rule["field"], values, name, table)
        if name == "any_row":
            yield from mentions(rule[name], (*path, name), rule["field"])
    elif "case" in rule:
        yield Mention((*path, "case"), "case", rule["case"], table=table)
    elif "not" in rule:
        yield from mentions(rule["not"], (*path, "not"), table)
    else:
        [(key, parts)] = rule.items()
        for index, part in enumerate(parts):
            yield from mentions(part, (*path, key, index), table)


def _values(comparison: str, value: Any) -> tuple[str, ...]:
    if comparison == "in":
        return tuple(str(item) for item in value)
    return (str(value),) if comparison in ("is", "has") else ()


def inlined(rule: Rule | None, cases: Mapping[str, Rule | None]) -> Rule | None:
    """Return the rule with every `case` replaced by that case's own rule: what a browser can check without the guide.

    A case that always holds becomes an `all` of nothing.
    """
    if rule is None or "field" in rule:
        return rule
    if "case" in rule:
        return inlined(cases.get(rule["case"]), cases) or {"all": []}
    if "not" in rule:
        return {"not": inlined(rule["not"], cases)}
    [(key, parts)] = rule.items()
    return {key: [inlined(part, cases) for part in parts]}
