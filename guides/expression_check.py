"""Whether the expressions of a guide name what exists: fields, columns, options, cases, of a type that fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guides.expression_shape import expression_faults
from guides.expressions import Named, names
from guides.source import Path, Problem
from guides.tree import Entry, Tree


def expression_problems(tree: Tree) -> Iterator[Problem]:
    """Yield everything wrong with the review points that decide themselves, and with the checks between answers."""
    for path, point in _points(tree):
        if "holds" in point:
            yield from _expression(tree, (*path, "holds"), point["holds"])
    for path, check in tree.each("checks"):
        if "holds" not in check:
            continue
        wrong = list(_expression(tree, (*path, "holds"), check["holds"]))
        yield from wrong or _concerned(tree, path, check)


def _points(tree: Tree) -> Iterator[Entry]:
    for parents in (tree.each("materials"), tree.tracks()):
        for path, parent in parents:
            yield from tree.inside(path, parent, "review_points")


def _expression(tree: Tree, place: Path, written: object) -> Iterator[Problem]:
    broken = [Problem(one.path, one.code, dict(one.facts)) for one in expression_faults(written, place)]
    if broken or not isinstance(written, dict):
        yield from broken
        return
    for named in names(written, place):
        yield from _unknown(tree, named)


def _concerned(tree: Tree, path: Path, check: dict[str, Any]) -> Iterator[Problem]:
    """A check stands at questions of the form."""
    stated = check.get("fields")
    for index, name in enumerate(stated if isinstance(stated, list) else []):
        if isinstance(name, str) and name not in tree.by_field:
            yield Problem((*path, "fields", index), "rule_field", {"name": name})
    if not stated and not any(one.use == "field" for one in names(check["holds"])):
        yield Problem(path, "check_nowhere", {})


def _unknown(tree: Tree, named: Named) -> Iterator[Problem]:
    if named.use == "case":
        if named.name not in tree.ids("cases"):
            yield Problem(named.path, "rule_case", {"name": named.name})
        return
    field = _found(tree, named)
    if field is None and named.table:
        yield Problem(named.path, "rule_column", {"table": named.table, "name": named.name})
    elif field is None:
        yield Problem(named.path, "rule_field", {"name": named.name})
    else:
        yield from _unfit(named, field)


def _found(tree: Tree, named: Named) -> dict[str, Any] | None:
    """The field or the column; inside a table the form's own fields can be named too."""
    if named.table is None:
        return tree.by_field.get(named.name)
    columns = tree.inside((), tree.by_field.get(named.table, {}), "columns")
    found = next((column for _, column in columns if column.get("id") == named.name), None)
    return found or (None if named.path[-1] == "total" else tree.by_field.get(named.name))


def _unfit(named: Named, field: dict[str, Any]) -> Iterator[Problem]:
    kind = str(field.get("type"))
    if named.types and kind not in named.types:
        comparison = str(named.path[-2] if named.path[-1] in ("field", "rows", "total") else named.path[-1])
        yield Problem(named.path, "rule_type", {"name": named.name, "type": kind, "comparison": comparison})
    if kind in ("choice", "multichoice", "yesno", "consent") and named.values:
        options = field.get("options") if isinstance(field.get("options"), list) else []
        known = {"yes", "no"} if kind in ("yesno", "consent") else {str(one.get("value")) for one in options or ()}
        for value in named.values:
            if value not in known:
                yield Problem(named.path, "rule_option", {"name": named.name, "value": value})
