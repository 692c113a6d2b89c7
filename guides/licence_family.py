"""Items of one administrative licence: what grants it first, renews it, changes it or issues its document anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from guides.conditions import Answers, holds
from guides.guide import Guide
from guides.plan import situations

Asked = Literal["new", "renewal", "change", "reissue"]
"""What an application asks for of a licence."""


def family(item: str, guides: Iterable[Guide]) -> frozenset[str]:
    """Return the items whose licence is the same as that of `item`, itself among them.

    Two items are of one licence where a guide says that its document takes the place of the other's (`result.replaces`),
    or that the document is renewed by it (`result.renewal.item`), be it over a third.
    """
    links = [{guide.item, *_named(guide)} for guide in guides]
    found = {item}
    while True:
        wider = found.union(*(link for link in links if link & found))
        if wider == found:
            return frozenset(found)
        found = wider


def licences_of(guide: Guide, answers: Answers) -> frozenset[str]:
    """Return the items that an application with these answers asks for: its own, and the members of a bundle that apply."""
    cases = situations(guide, answers)
    members = {one.item for one in guide.members if one.item and holds(one.when, answers, cases)}
    return frozenset({guide.item, *members})


def asked_by(guide: Guide, answers: Answers) -> Asked:
    """Return what an application with these answers asks for, as the guide says it; first of all a licence."""
    cases = situations(guide, answers)
    replaced = next((one.kind for one in guide.result.replaces if holds(one.when, answers, cases)), None)
    if replaced is not None:
        return replaced
    renewal = guide.result.renewal
    expires = renewal.expiry_field if renewal else None
    renews = bool(renewal and expires and answers.get(expires) and holds(renewal.when, answers, cases))
    return "renewal" if renews else "new"


def askable(guide: Guide) -> frozenset[Asked]:
    """Return what an application by this guide may turn out to ask for, before anything is answered."""
    certain = next((one.kind for one in guide.result.replaces if one.when is None), None)
    replaced: set[Asked] = {one.kind for one in guide.result.replaces}
    if certain is not None:
        return frozenset(replaced)
    renews: set[Asked] = {"renewal"} if guide.result.renewal and guide.result.renewal.expiry_field else set()
    return frozenset[Asked]({"new", *renews, *replaced})


def _named(guide: Guide) -> Iterable[str]:
    yield from (item for one in guide.result.replaces for item in one.items)
    if guide.result.renewal and guide.result.renewal.item:
        yield guide.result.renewal.item
