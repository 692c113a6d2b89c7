"""Whether what the fields of a guide are filled from exists, and fits into them."""

from __future__ import annotations

from collections.abc import Iterator

from guides import sources
from guides.form import PREFILLS
from guides.source import Problem
from guides.tree import Tree


def source_problems(tree: Tree) -> Iterator[Problem]:
    """Yield every field that names an unknown fact, or one that it cannot hold."""
    coded = any(field.get("check") == "project_code" for _path, field in tree.fields())
    for path, field in tree.fields():
        prefill, name = field.get("prefill"), field.get("source")
        if isinstance(prefill, str) and prefill not in PREFILLS:
            yield Problem((*path, "prefill"), "prefill_unknown", {"name": prefill})
        if not isinstance(name, str):
            continue
        types = sources.types_of(name)
        if not types:
            yield Problem((*path, "source"), "source_unknown", {"name": name})
        elif field.get("type") not in types:
            yield Problem((*path, "source"), "source_type", {"name": name, "types": " / ".join(types)})
        elif sources.port_of(name) == "projects" and not coded:
            yield Problem((*path, "source"), "source_code", {})
