"""The form of a guide: each question and each column says what to write, or shows an example of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guides.finding import Found
from guides.tree import Tree


def helped(tree: Tree) -> Iterator[Found]:
    """Yield the questions and columns beside which nothing says where the answer stands or what it looks like."""
    for path, field in tree.fields():
        for place, one in [(path, field), *tree.inside(path, field, "columns")]:
            if not one.get("help") and not one.get("placeholder"):
                yield place, "help_missing", {"label": _label(one)}


def _label(field: dict[str, Any]) -> str:
    label = field.get("label")
    return str(label.get("zh", "") if isinstance(label, dict) else label or "")
