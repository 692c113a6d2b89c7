"""What a guide says in vain: materials, fields, limits, tracks and cases whose rule can never hold."""

from __future__ import annotations

from collections.abc import Iterator

from guides.finding import Found
from guides.reach import Reach
from guides.tree import Entry, Tree

_PLACES = (
    "cases", "materials", "limits", "conditions", "special_procedures", "members", "applicant_limits", "intermediaries",
    "post_checks",
)  # fmt: skip


def unreachable(tree: Tree) -> Iterator[Found]:
    """Yield every part whose rule excludes itself: no answers the form allows lead to it."""
    reach = Reach(tree)
    for path, entry in _ruled(tree):
        rule = entry.get("when")
        if isinstance(rule, dict) and not reach.possible(rule):
            yield (*path, "when"), "unreachable", {}


def _ruled(tree: Tree) -> Iterator[Entry]:
    for place in _PLACES:
        yield from tree.each(place)
    for parent, place in (("authority", "levels"), ("fees", "items"), ("opening", "seasons")):
        yield from tree.inside((parent,), tree.mapping(parent), place)
    yield from tree.tracks()
    yield from tree.fields()
