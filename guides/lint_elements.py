"""What a guide leaves out, with the rule that asks for it, and what nobody has verified."""

from __future__ import annotations

from collections.abc import Iterator

from guides.finding import Found
from guides.tree import Tree

_ASKED = (
    ("quantity", "element_law", "数量限制", "quantity", "《行政许可法》第三十条，R2"),
    ("commitment", "element_local", "告知承诺", "commitment procedure", "R55、R78"),
    ("service_area", "element_local", "通办范围", "service area", "R59、R68"),
    ("faq", "element_local", "常见问题", "frequent questions", "R59"),
)
"""Keys that the types do not require although a rule asks for them."""


def missing(tree: Tree) -> Iterator[Found]:
    """Yield every element that is not there, with its rule: national law as a warning, local rules as a hint."""
    if not tree.data:
        return
    for key, code, zh, en, rule in _ASKED:
        if not tree.data.get(key):
            yield (key,), code, {"zh": zh, "en": en, "rule": rule, "key": key}
    if tree.data.get("materials") and not any(one.get("deferrable") for _, one in tree.each("materials")):
        said = str(tree.data.get("author_notes")) + str(tree.data.get("faq"))
        if "容缺" not in said:
            yield ("materials",), "deferral_scope", {}
    for path, track in tree.tracks():
        if not track.get("review_points"):
            yield path, "track_points", {}
    yield from _unverified(tree)


def _unverified(tree: Tree) -> Iterator[Found]:
    code = "unverified" if tree.data.get("author_notes") else "unverified_bare"
    for place in ("legal_basis", "conditions", "materials", "limits"):
        for path, entry in tree.each(place):
            if entry.get("verified") is not True:
                yield path, code, {}
    for key in ("authority", "codes"):
        if tree.mapping(key) and tree.mapping(key).get("verified") is not True:
            yield (key,), code, {}
