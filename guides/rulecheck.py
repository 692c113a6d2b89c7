"""Whether the `when` rules of a guide name what exists, in an order that can be answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guides.conditions import Mention, faults, mentions
from guides.source import Path, Problem
from guides.tree import Tree

_SINGLE = (
    "choice", "yesno", "consent", "text", "number", "integer", "date",
    "uscc", "id_number", "phone", "email", "postcode",
)  # fmt: skip
FITTING = {
    "is": _SINGLE, "in": _SINGLE, "has": ("multichoice",), "at_least": ("number", "integer"),
    "at_most": ("number", "integer"), "any_row": ("table",),
}  # fmt: skip
"""Which comparisons can be asked of which field types; whether it is filled can be asked of all."""


_WITH_RULES = (
    "materials", "limits", "conditions", "special_procedures", "members", "applicant_limits", "intermediaries", "post_checks",
    "checks",
)  # fmt: skip


def rule_problems(tree: Tree) -> Iterator[Problem]:
    """Yield everything wrong with the rules of a guide."""
    for place in _WITH_RULES:
        for path, entry in tree.each(place):
            yield from _rule(tree, path, entry)
    for parent, place in (("authority", "levels"), ("fees", "items"), ("opening", "seasons")):
        for path, entry in tree.inside((parent,), tree.mapping(parent), place):
            yield from _rule(tree, path, entry)
    for path, track in tree.tracks():
        yield from _rule(tree, path, track)
    renewal = tree.mapping("result").get("renewal")
    if isinstance(renewal, dict):
        yield from _rule(tree, ("result", "renewal"), renewal)
    for path, entry in tree.inside(("result",), tree.mapping("result"), "replaces"):
        yield from _rule(tree, path, entry)
    yield from _case_rules(tree)
    yield from _field_rules(tree)


def _case_rules(tree: Tree) -> Iterator[Problem]:
    """A case may rest on cases listed before it: they are folded from top to bottom."""
    above: set[str] = set()
    for path, case in tree.each("cases"):
        yield from _rule(tree, path, case, cases_above=above)
        above.add(str(case.get("id")))


def _field_rules(tree: Tree) -> Iterator[Problem]:
    """A field may rest on fields asked before it: what is shown is decided from top to bottom."""
    above: set[str] = set()
    for path, field in tree.fields():
        yield from _rule(tree, path, field, fields_above=above)
        above.add(str(field.get("id")))


def _rule(
    tree: Tree,
    path: Path,
    entry: dict[str, Any],
    *,
    fields_above: set[str] | None = None,
    cases_above: set[str] | None = None,
) -> Iterator[Problem]:
    rule, place = entry.get("when"), (*path, "when")
    if "when" not in entry:
        return
    broken = [Problem(one.path, one.code, dict(one.facts)) for one in faults(rule, place)]
    yield from broken
    if broken:
        return
    for mention in mentions(rule, place):
        unknown = _unknown(tree, mention)
        yield from unknown
        if not unknown and mention.table is None:
            yield from _order(tree, mention, fields_above, cases_above)


def _unknown(tree: Tree, mention: Mention) -> list[Problem]:
    if mention.kind == "case":
        known = mention.name in tree.ids("cases") and mention.table is None
        return [] if known else [Problem(mention.path, "rule_case", {"name": mention.name})]
    field = _field(tree, mention)
    if field is None and mention.table:
        return [Problem(mention.path, "rule_column", {"table": mention.table, "name": mention.name})]
    if field is None:
        return [Problem(mention.path, "rule_field", {"name": mention.name})]
    return list(_unfit(mention, field))


def _field(tree: Tree, mention: Mention) -> dict[str, Any] | None:
    if mention.table is None:
        return tree.by_field.get(mention.name)
    columns = tree.inside((), tree.by_field.get(mention.table, {}), "columns")
    return next((column for _, column in columns if column.get("id") == mention.name), None)


def _unfit(mention: Mention, field: dict[str, Any]) -> Iterator[Problem]:
    kind = str(field.get("type"))
    if mention.comparison != "filled" and kind not in FITTING[mention.comparison]:
        facts: dict[str, object] = {"name": mention.name, "type": kind, "comparison": mention.comparison}
        yield Problem(mention.path, "rule_type", facts)
    if kind not in ("choice", "multichoice", "yesno", "consent"):
        return
    values = {"yes", "no"} if kind in ("yesno", "consent") else _options(field)
    for value in mention.values:
        if value not in values:
            yield Problem(mention.path, "rule_option", {"name": mention.name, "value": value})


def _options(field: dict[str, Any]) -> set[str]:
    options = field.get("options")
    entries = options if isinstance(options, list) else []
    return {str(option.get("value")) for option in entries if isinstance(option, dict)}


def _order(tree: Tree, mention: Mention, fields: set[str] | None, cases: set[str] | None) -> Iterator[Problem]:
    late = Problem(mention.path, "rule_order", {"name": mention.name})
    if mention.kind == "case" and cases is not None and mention.name not in cases:
        yield late
    if fields is None:
        return
    rests_on = {mention.name} if mention.kind == "field" else _fields_of_case(tree, mention.name, set())
    if not rests_on <= fields:
        yield late


def _fields_of_case(tree: Tree, case: str, seen: set[str]) -> set[str]:
    """The fields a case rests on, through the cases it names; a circle of cases is reported where it is written."""
    found: set[str] = set()
    rule = next((entry.get("when") for _, entry in tree.each("cases") if entry.get("id") == case), None)
    if case in seen or any(faults(rule)):
        return found
    for mention in mentions(rule):
        if mention.kind == "case":
            found |= _fields_of_case(tree, mention.name, {*seen, case})
        elif mention.table is None:
            found.add(mention.name)
    return found
