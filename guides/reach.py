"""Whether a rule can hold at all: a search through the answers a form allows, in the order in which it asks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Any

from guides.conditions import Mention, Rule, faults, holds, mentions
from guides.questions import likelihood
from guides.tree import Tree

MOST_STEPS = 20_000
"""Beyond so many steps a rule counts as one that can hold: the linter never accuses without proof."""
_MOST_SUBSETS = 6
_SOMETHING = "〇"


class Reach:
    """The answers that the form of a guide allows, as far as rules look at them."""

    def __init__(self, tree: Tree) -> None:
        self._fields = tree.by_field
        self._cases = {str(one.get("id")): one.get("when") for _, one in tree.each("cases")}
        self._rules = [one for one in _rules(tree.data) if not any(faults(one))]
        self._named = [one for rule in self._rules for one in mentions(rule)]
        self._sound = {name: rule is None or not self._broken(rule) for name, rule in self._cases.items()}

    def possible(self, *rules: Rule | None) -> bool:
        """Return whether some complete set of answers makes all these rules hold; rules that are broken count as such."""
        wanted: list[Rule] = [rule for rule in rules if rule is not None]
        if not wanted or any(self._broken(rule) for rule in wanted):
            return True
        needed = self._needed(wanted)
        if needed is None:
            return True
        names = [name for name in self._fields if name in needed]
        search = _Search(self, {"all": wanted}, names)
        return search.found(0, {}) or search.steps > MOST_STEPS

    def _broken(self, rule: Rule) -> bool:
        return any(faults(rule)) or any(not self._known(one) for one in mentions(rule))

    def _known(self, mention: Mention) -> bool:
        return mention.table is not None or mention.name in (self._fields if mention.kind == "field" else self._cases)

    def _needed(self, rules: list[Rule]) -> set[str] | None:
        """The fields these rules rest on, directly, through cases, and through when each field is asked."""
        fields: set[str] = set()
        cases: set[str] = set()
        waiting = list(rules)
        while waiting:
            rule = waiting.pop()
            if self._broken(rule):
                return None
            for one in mentions(rule):
                known = fields if one.kind == "field" else cases
                if one.table is not None or one.name in known:
                    continue
                known.add(one.name)
                below = self._fields[one.name].get("when") if one.kind == "field" else self._cases[one.name]
                waiting += [below] if below is not None else []
        return fields

    def cases(self, answers: dict[str, Any], unknown: frozenset[str]) -> dict[str, bool | None]:
        """Return which cases these answers lead to; None where that is open."""
        found: dict[str, bool | None] = {}
        for name, rule in self._cases.items():
            found[name] = likelihood(rule, answers, unknown, found) if self._sound[name] else None
        return found

    def shown(self, name: str, answers: dict[str, Any], unknown: frozenset[str]) -> bool | None:
        """Return whether the form asks this field after these answers."""
        rule = self._fields[name].get("when")
        return likelihood(rule, answers, unknown, self.cases(answers, unknown))

    def values(self, name: str) -> list[Any]:
        """Return the answers to a field that rules can tell apart; None is no answer."""
        field = self._fields[name]
        asked = [one for one in self._named if one.table is None and one.kind == "field" and one.name == name]
        values = _VALUES.get(str(field.get("type")), _words)(field, asked, self._rules)
        required = field.get("required", True) is not False and (field.get("type") != "table" or _rows(field))
        return values if required else [*values, None]


class _Search:
    """Depth first through the answers, leaving every branch on which the rule is already lost."""

    def __init__(self, reach: Reach, rule: Rule, names: list[str]) -> None:
        self.reach, self.rule, self.names, self.steps = reach, rule, names, 0

    def found(self, at: int, answers: dict[str, Any]) -> bool:
        self.steps += 1
        if self.steps > MOST_STEPS:
            return False
        unknown = frozenset(self.names[at:])
        sure = likelihood(self.rule, answers, unknown, self.reach.cases(answers, unknown))
        if sure is False or at == len(self.names):
            return sure is True
        name = self.names[at]
        shown = self.reach.shown(name, answers, unknown)
        offered = [] if shown is False else self.reach.values(name)
        ways = [{**answers, name: value} if value is not None else answers for value in offered]
        return any(self.found(at + 1, way) for way in (ways if shown else [*ways, answers]))


def _rules(value: Any) -> Iterator[Rule]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "when" and isinstance(part, dict):
                yield part
            else:
                yield from _rules(part)
    elif isinstance(value, list):
        for part in value:
            yield from _rules(part)


def _rows(field: dict[str, Any]) -> int:
    least = field.get("min_rows", 1)
    return least if isinstance(least, int) else 1


def _options(field: dict[str, Any]) -> list[str]:
    options = field.get("options")
    return [str(one.get("value")) for one in options if isinstance(one, dict)] if isinstance(options, list) else []


def _choice(field: dict[str, Any], _asked: list[Mention], _rules: list[Rule]) -> list[Any]:
    return list(_options(field))


def _several(field: dict[str, Any], asked: list[Mention], _rules: list[Rule]) -> list[Any]:
    """Every choice among the options that some rule asks for, and one that none asks for."""
    options = _options(field)
    named = [one for one in options if any(one in mention.values for mention in asked)]
    others = [one for one in options if one not in named][:1]
    most = len(named) if len(named) <= _MOST_SUBSETS else 2
    chosen = [list(some) for size in range(1, most + 1) for some in combinations(named, size)]
    return [*([others] if others else []), *chosen, named + others]


def _number(field: dict[str, Any], asked: list[Mention], rules: list[Rule]) -> list[Any]:
    bounds = {one for rule in rules for one in _bounds(rule, str(field.get("id")))}
    ends = [one for one in (_decimal(field.get("min")), _decimal(field.get("max"))) if one is not None]
    step = Decimal(1) if field.get("type") == "integer" else Decimal("0.001")
    found = {Decimal(0), *ends, *(bound + shift for bound in bounds for shift in (-step, Decimal(0), step))}
    least, most = _decimal(field.get("min")), _decimal(field.get("max"))
    fits = [one for one in sorted(found) if (least is None or one >= least) and (most is None or one <= most)]
    named = [value for mention in asked for value in mention.values]
    return [*(f"{one:f}" for one in fits), *named] or [_SOMETHING]


def _bounds(rule: Rule, name: str) -> Iterator[Decimal]:
    if rule.get("field") == name:
        found = _decimal(rule.get("at_least", rule.get("at_most")))
        if found is not None:
            yield found
    for part in [rule.get("not"), rule.get("any_row"), *(rule.get("all") or ()), *(rule.get("any") or ())]:
        if isinstance(part, dict):
            yield from _bounds(part, name)


def _decimal(value: object) -> Decimal | None:
    try:
        return Decimal(str(value)) if value is not None and not isinstance(value, bool) else None
    except InvalidOperation:
        return None


def _words(_field: dict[str, Any], asked: list[Mention], _rules: list[Rule]) -> list[Any]:
    return [*dict.fromkeys(value for mention in asked for value in mention.values), _SOMETHING]


def _table(field: dict[str, Any], _asked: list[Mention], rules: list[Rule]) -> list[Any]:
    """Tables of one row, of all kinds of rows, and of the rows on which one rule does not hold."""
    columns = [one for one in field.get("columns") or [] if isinstance(one, dict)]
    name = str(field.get("id"))
    within = [one for rule in rules for one in _row_rules(rule, name)]
    named = [one for rule in within for one in mentions(rule)]
    rows: list[dict[str, Any]] = [{}]
    for column in columns:
        asked = [one for one in named if one.name == column.get("id")]
        if asked and len(rows) < 500:
            values = _VALUES.get(str(column.get("type")), _words)(column, asked, within)
            rows = [{**row, str(column.get("id")): value} for row in rows for value in values]
    filled = [row or {"": _SOMETHING} for row in rows]
    without = [[row for row in filled if not holds(rule, row)] for rule in within]
    return [*([row] for row in filled[:50]), filled, *(some for some in without if some)]


def _row_rules(rule: Rule, table: str) -> Iterator[Rule]:
    if rule.get("field") == table and isinstance(rule.get("any_row"), dict):
        yield rule["any_row"]
    for part in [rule.get("not"), *(rule.get("all") or ()), *(rule.get("any") or ())]:
        if isinstance(part, dict):
            yield from _row_rules(part, table)


_VALUES = {
    "choice": _choice,
    "multichoice": _several,
    "yesno": lambda *_: ["yes", "no"],
    "consent": lambda *_: ["yes"],
    "number": _number,
    "integer": _number,
    "table": _table,
}
