"""Whom the document of an item names: the applicant, or the person that the form names, for whom somebody else may apply."""

from __future__ import annotations

from collections.abc import Iterator

from guides.source import Problem
from guides.text import Element, Line
from guides.tree import Tree


class Holder(Element):
    """The fields of the form that name the natural person to whom the licence is given, and his identity number.

    Where an employer applies as an agent (《行政许可法》第二十九条第二款) the licensee is still the worker, never the employer.
    """

    name: Line
    number: Line


def holder_problems(tree: Tree) -> Iterator[Problem]:
    """Yield a field that is not there, is of another type, or may be left empty: a licence always has its holder."""
    given = tree.mapping("result").get("holder")
    if not isinstance(given, dict):
        return
    fields = {str(field.get("id")): field for _path, field in tree.fields()}
    for key, wanted, code in (("name", "text", "holder_name"), ("number", "id_number", "holder_number")):
        name = given.get(key)
        field = fields.get(name) if isinstance(name, str) else None
        if isinstance(name, str) and (field is None or field.get("type") != wanted):
            yield Problem(("result", "holder", key), code, {"name": name})
        elif field is not None and (field.get("required") is False or "when" in field):
            yield Problem(("result", "holder", key), "holder_optional", {"name": name})
