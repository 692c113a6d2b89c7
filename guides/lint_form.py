"""The form of a guide: each question says what to write or shows an example, and none asks for what is declared at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guides import effort
from guides.finding import Found
from guides.guide import Guide
from guides.tree import Tree


def helped(tree: Tree) -> Iterator[Found]:
    """Yield the questions and columns beside which nothing says where the answer stands or what it looks like."""
    for path, field in tree.fields():
        for place, one in [(path, field), *tree.inside(path, field, "columns")]:
            if not one.get("help") and not one.get("placeholder"):
                yield place, "help_missing", {"label": _label(one)}


def declared(tree: Tree) -> Iterator[Found]:
    """Yield the consents that only repeat what every applicant declares on the last page (《行政许可法》第三十一条)."""
    for path, field in tree.fields():
        words = _label(field)
        if field.get("type") == "consent" and "真实" in words and any(one in words for one in ("材料", "所填", "内容")):
            yield path, "consent_repeats", {"label": words}


def takes_long(guide: Guide) -> Iterator[Found]:
    """Yield how long a newcomer takes on a phone, where that is longer than an application may take."""
    found = effort.estimate(guide)
    if found.minutes > effort.MINUTES:
        shares = {"reading": found.reading / 60, "typing": found.typing / 60}
        told = {name: f"{minutes:.1f}" for name, minutes in {"minutes": found.minutes, **shares}.items()}
        yield ("form",), "long_on_phone", {**told, "most": effort.MINUTES}


def _label(field: dict[str, Any]) -> str:
    label = field.get("label")
    return str(label.get("zh", "") if isinstance(label, dict) else label or "")
