"""What does not fit together inside one guide file, found on its plain data so that no other mistake hides it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guides.expression_check import expression_problems
from guides.form import COLUMN_TYPES, OF_ROWS
from guides.holder import holder_problems
from guides.identifiers import task_code_fault
from guides.limit import PROCEDURES
from guides.result import RESULT_FACTS
from guides.rulecheck import rule_problems
from guides.source import Path, Problem
from guides.sourcecheck import source_problems
from guides.tree import Tree

_WITH_IDS = (
    "cases", "members", "materials", "conditions", "channels", "form", "applicant_limits", "intermediaries", "post_checks",
    "checks",
)  # fmt: skip


def problems(data: dict[str, Any], *, office: str) -> list[Problem]:
    """Return every contradiction in the data of a guide; data of a wrong type is passed over, the types report it."""
    tree = Tree(data)
    parts = (
        _twice,
        _fields,
        source_problems,
        _materials,
        _deferral,
        _limits,
        _review,
        _procedures,
        _result,
        holder_problems,
        _codes,
        _questions,
        _bundle,
        _levels,
    )
    found = [one for part in parts for one in part(tree)]
    return found + list(rule_problems(tree)) + list(expression_problems(tree)) + list(_office(tree, office))


def _twice(tree: Tree) -> Iterator[Problem]:
    for place in _WITH_IDS:
        yield from _repeated(tree.each(place), "id")
    yield from _repeated(tree.tracks(), "id")
    yield from _repeated(tree.fields(), "id")
    for path, field in tree.fields():
        yield from _repeated(tree.inside(path, field, "columns"), "id")
        yield from _repeated(tree.inside(path, field, "options"), "value")


def _repeated(entries: Iterator[tuple[Path, dict[str, Any]]], key: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, entry in entries:
        name = entry.get(key)
        if isinstance(name, str) and name in seen:
            yield Problem((*path, key), "id_twice", {"id": name})
        elif isinstance(name, str):
            seen.add(name)


def _fields(tree: Tree) -> Iterator[Problem]:
    for path, field in tree.fields():
        yield from _field(path, field)
        for column_path, column in tree.inside(path, field, "columns"):
            yield from _field(column_path, column)
            yield from _column(column_path, column)


def _field(path: Path, field: dict[str, Any]) -> Iterator[Problem]:
    chooses, tabular = field.get("type") in ("choice", "multichoice"), field.get("type") == "table"
    if chooses != bool(field.get("options")):
        yield Problem(path if chooses else (*path, "options"), f"options_{'missing' if chooses else 'unasked'}", {})
    if tabular != bool(field.get("columns")):
        yield Problem(path if tabular else (*path, "columns"), f"columns_{'missing' if tabular else 'unasked'}", {})
    for least, most in (("min", "max"), ("min_rows", "max_rows")):
        if _larger(field.get(least), field.get(most)):
            yield Problem((*path, least), "bounds", {})


def _larger(one: object, other: object) -> bool:
    numbers = isinstance(one, (int, float)) and isinstance(other, (int, float))
    return numbers and one > other  # type: ignore[operator]


def _column(path: Path, column: dict[str, Any]) -> Iterator[Problem]:
    if isinstance(column.get("type"), str) and column["type"] not in COLUMN_TYPES:
        yield Problem((*path, "type"), "column_type", {"type": column["type"]})
    for key in ("when", "prefill", "source"):
        if key in column and not (key == "prefill" and column[key] in tuple(OF_ROWS)):
            yield Problem((*path, key), "column_when", {})


def _materials(tree: Tree) -> Iterator[Problem]:
    groups: dict[str, list[Path]] = {}
    names = tree.ids("materials")
    for path, material in tree.each("materials"):
        yield from _material(path, material)
        group = material.get("group")
        if isinstance(group, str):
            groups.setdefault(group, []).append(path)
    for group, members in groups.items():
        if len(members) == 1:
            yield Problem((*members[0], "group"), "group_single", {"group": group})
        if group in names:
            yield Problem((*members[0], "group"), "id_twice", {"id": group})


def _material(path: Path, material: dict[str, Any]) -> Iterator[Problem]:
    necessity, deferrable = material.get("necessity"), material.get("deferrable")
    if (necessity == "one_of_group") != ("group" in material):
        yield Problem(path, "group_missing" if necessity == "one_of_group" else "group_unasked", {})
    if necessity == "conditional" and "when" not in material:
        yield Problem(path, "when_missing", {})
    if necessity == "exempt_by_sharing" and material.get("source") != "government":
        yield Problem((*path, "source"), "sharing_source", {})
    if deferrable is not None and material.get("principal") is True:
        yield Problem((*path, "deferrable"), "deferrable_principal", {})
    if isinstance(deferrable, dict) and deferrable.get("until", "day") == "day" and "days" not in deferrable:
        yield Problem((*path, "deferrable"), "deferrable_days", {})


def _deferral(tree: Tree) -> Iterator[Problem]:
    rule = tree.mapping("deferral")
    if rule and (rule.get("on_failure") == "suspended") != (rule.get("grace") is not None):
        yield Problem(("deferral", "grace"), "deferral_grace", {})


def _limits(tree: Tree) -> Iterator[Problem]:
    limits = list(tree.each("limits"))
    for path, limit in [*limits, *tree.each("legal_basis")]:
        if tree.day(limit, "effective_from") > tree.day(limit, "effective_to", "9999"):
            yield Problem((*path, "effective_to"), "effective_order", {})
    for path, period in _periods(tree):
        if period.get("unit") == "on_spot" and period.get("value") != 0:
            yield Problem((*path, "value"), "on_spot_value", {})
    laws = [limit for _, limit in limits if limit.get("kind") == "statutory"]
    for path, promise in limits:
        longer = next((law for law in laws if _outlasts(tree, promise, law)), None)
        if longer and promise.get("kind") == "promised":
            facts: dict[str, object] = {"promised": _period(promise), "statutory": _period(longer)}
            yield Problem((*path, "value"), "promise_longer", facts)


def _periods(tree: Tree) -> Iterator[tuple[Path, dict[str, Any]]]:
    yield from tree.each("limits")
    for place in ("applicant_limits", "intermediaries", "post_checks"):
        for path, entry in tree.each(place):
            if isinstance(entry.get("limit"), dict):
                yield (*path, "limit"), entry["limit"]


def _outlasts(tree: Tree, promise: dict[str, Any], law: dict[str, Any]) -> bool:
    """A promise is longer when both can apply to one case and more days are promised than the law gives.

    Working days are never shorter than calendar days; other units are not compared.
    """
    same_event = promise.get("after") == law.get("after")
    same_case = promise.get("when") == law.get("when") or "when" not in promise or "when" not in law
    same_time = tree.day(promise, "effective_from") <= tree.day(law, "effective_to", "9999") and tree.day(
        law, "effective_from"
    ) <= tree.day(promise, "effective_to", "9999")
    units = (promise.get("unit"), law.get("unit"))
    comparable = units[0] == units[1] or units == ("working_day", "calendar_day")
    return same_event and same_case and same_time and comparable and _larger(promise.get("value"), law.get("value"))


def _period(limit: dict[str, Any]) -> str:
    return f"{limit.get('value')} {limit.get('unit')}"


def _review(tree: Tree) -> Iterator[Problem]:
    waits = {str(track.get("id")): _names(track.get("depends_on")) for _, track in tree.tracks()}
    for path, track in tree.tracks():
        for index, name in enumerate(_names(track.get("depends_on"))):
            if name not in waits:
                yield Problem((*path, "depends_on", index), "depends_unknown", {"name": name})
        circle = _circle(str(track.get("id")), waits)
        if circle:
            yield Problem((*path, "depends_on"), "depends_circle", {"circle": " → ".join(circle)})
    procedure = tree.mapping("review").get("procedure")
    kinds = {"licence": ("licence",), "filing": ("filing", "express_filing")}
    if isinstance(procedure, str) and procedure.partition("@")[0] not in kinds.get(str(tree.data.get("item_type")), ()):
        yield Problem(("review", "procedure"), "procedure_type", {"procedure": procedure})


def _names(value: object) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _circle(start: str, waits: dict[str, list[str]]) -> list[str]:
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for name in waits.get(way[-1], []):
            if name == start:
                return [*way, name]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _procedures(tree: Tree) -> Iterator[Problem]:
    for path, procedure in tree.each("special_procedures"):
        if procedure.get("stops_statutory") is True and procedure.get("kind") not in PROCEDURES:
            yield Problem((*path, "stops_statutory"), "stops_unlawful", {})
        panel = procedure.get("panel")
        if isinstance(panel, dict) and procedure.get("kind") != "expert_review":
            yield Problem((*path, "panel"), "panel_misplaced", {})
        if isinstance(panel, dict) and isinstance(panel.get("least"), int) and panel["least"] % 2 == 0:
            yield Problem((*path, "panel", "least"), "panel_even", {})


def _result(tree: Tree) -> Iterator[Problem]:
    known = set(tree.field_types()) | RESULT_FACTS
    until = tree.mapping("result").get("until_field")
    if isinstance(until, str) and tree.field_types().get(until) != "date":
        yield Problem(("result", "until_field"), "until_field", {"name": until})
    renewal = tree.mapping("result").get("renewal")
    expiry = renewal.get("expiry_field") if isinstance(renewal, dict) else None
    if isinstance(expiry, str) and tree.field_types().get(expiry) != "date":
        yield Problem(("result", "renewal", "expiry_field"), "until_field", {"name": expiry})
    for path, former in tree.inside(("result",), tree.mapping("result"), "replaces"):
        name = former.get("licence_field")
        if isinstance(name, str) and tree.field_types().get(name) != "text":
            yield Problem((*path, "licence_field"), "licence_field", {"name": name})
    for path, item in tree.inside(("result",), tree.mapping("result"), "contents"):
        if ("field" in item) == ("literal" in item):
            yield Problem(path, "result_item", {})
        elif isinstance(item.get("field"), str) and item["field"] not in known:
            yield Problem((*path, "field"), "result_field", {"name": item["field"]})


def _codes(tree: Tree) -> Iterator[Problem]:
    codes = tree.mapping("codes")
    task, handle = codes.get("task_code"), codes.get("task_handle_item")
    level = str(tree.mapping("authority").get("level"))
    fault = task_code_fault(task, str(codes.get("catalog_code")), level) if isinstance(task, str) else None
    if fault:
        yield Problem(("codes", "task_code"), "code_task", {"fault": fault})
    if isinstance(handle, str) and isinstance(task, str) and not handle.startswith(task):
        yield Problem(("codes", "task_handle_item"), "code_handle", {})


def _questions(tree: Tree) -> Iterator[Problem]:
    for index, name in enumerate(_names(tree.data.get("questions"))):
        if name not in tree.field_types():
            yield Problem(("questions", index), "question_unknown", {"name": name})


def _bundle(tree: Tree) -> Iterator[Problem]:
    """Members are what materials and tracks say they serve, and rest on each other without a circle."""
    waits = {str(member.get("id")): _names(member.get("depends_on")) for _, member in tree.each("members")}
    for path, member in tree.each("members"):
        yield from _unknown_members((*path, "depends_on"), _names(member.get("depends_on")), waits)
        circle = _circle(str(member.get("id")), waits)
        if circle:
            yield Problem((*path, "depends_on"), "depends_circle", {"circle": " → ".join(circle)})
    for path, material in tree.each("materials"):
        yield from _unknown_members((*path, "parts"), _names(material.get("parts")), waits)
    for path, track in tree.tracks():
        named = track.get("part")
        if isinstance(named, str) and named not in waits:
            yield Problem((*path, "part"), "member_unknown", {"name": named})
    for path, service in tree.each("intermediaries"):
        wanted = service.get("material")
        if isinstance(wanted, str) and wanted not in tree.ids("materials"):
            yield Problem((*path, "material"), "material_unknown", {"name": wanted})


def _unknown_members(path: Path, names: list[str], known: dict[str, list[str]]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name not in known:
            yield Problem((*path, index), "member_unknown", {"name": name})


def _levels(tree: Tree) -> Iterator[Problem]:
    own = tree.mapping("authority").get("level")
    for path, rule in tree.inside(("authority",), tree.mapping("authority"), "levels"):
        if rule.get("level") == own and "office" not in rule:
            yield Problem((*path, "level"), "level_same", {})


def _office(tree: Tree, office: str) -> Iterator[Problem]:
    named = tree.mapping("authority").get("office")
    if isinstance(named, str) and named != office:
        yield Problem(("authority", "office"), "office_folder", {"office": office})
