"""What a change altered in a licence after its renewal was filed: what differs, and the snapshot that says it (R50)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.text import Text
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import journal, law, snapshots
from portal.services.stated_value import PRINTED, SCOPE, stated_value
from workflows.former_licence import RENEWAL
from workflows.terms import FormerTerm

ELSEWHERE = ("licence.", "authority.", "enterprise.")
FIRM = {
    "name": Text(zh="名称", en="Name"),
    "address": Text(zh="住所", en="Address"),
    "legal_representative": Text(zh="法定代表人", en="Legal representative"),
    "principal_person": Text(zh="主要负责人", en="Person in charge"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What the licence says otherwise since its change: its name and label, what the application says, what holds now."""

    name: str
    label: Text
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What a licence says: the guide and the snapshot of its case, and the scope of its decision."""

    guide: Guide
    content: Mapping[str, Any]
    scope: str

    def line(self, label: str) -> str:
        """The line of that label; empty where the licence has none."""
        if label == SCOPE and self.scope:
            return self.scope
        found = (one.field or "" for one in self.guide.result.contents if str(one.label) == label)
        return next((self.value(name) for name in found), "")

    def value(self, name: str) -> str:
        """What stands for a field of the contents."""
        return stated_value(self.guide, self.content, name)


def changed(session: Session, row_id: int, term: FormerTerm, newest: Licence) -> tuple[str, ...]:
    """The names of what a change altered since the renewal was filed; nothing for what still names the newest licence."""
    if term.kind != RENEWAL or newest.number == term.licence:
        return ()
    return tuple(one.name for one in differences(session, row_id, term, newest))


def differences(session: Session, row_id: int, term: FormerTerm, newest: Licence) -> tuple[Difference, ...]:
    """All that was changed since the renewal was filed and that the renewal says otherwise."""
    own, new = _said(session, row_id), _said(session, newest.case_id)
    old = _first(session, term) or own
    return (*_lines(own, old, new), *_firm(own, old, new))


def _lines(own: _Said, old: _Said, new: _Said) -> Iterator[Difference]:
    """The lines of the licence by their labels, since each guide has names of its own for its fields."""
    result = own.guide.result
    fixed = {one.licence_field for one in result.replaces} | {result.until_field}
    fixed |= {result.renewal.expiry_field} if result.renewal else set()
    for item in result.contents:
        name, label = item.field or "", str(item.label)
        decided = label == SCOPE and own.scope
        if not name or name in fixed or decided or name.startswith(ELSEWHERE):
            continue
        mine, now = own.value(name), new.line(label)
        if now and now not in (old.line(label), mine):
            yield Difference(name, item.label, mine, now)


def _firm(own: _Said, old: _Said, new: _Said) -> Iterator[Difference]:
    for key, label in FIRM.items():
        was, mine, now = (str(one.content["enterprise"].get(key) or "") for one in (old, own, new))
        if now and now not in (was, mine):
            yield Difference(f"enterprise.{key}", label, mine, now)


def merged(session: Session, row_id: int, term: FormerTerm, newest: Licence) -> dict[str, Any]:
    """The newest snapshot with what was changed: answers stay as they were typed, and what is printed says what holds now."""
    content = snapshots.latest(session, row_id)
    found = {one.name: one.now for one in differences(session, row_id, term, newest)}
    firm = {key: found[f"enterprise.{key}"] for key in FIRM if f"enterprise.{key}" in found}
    holder = _guide(session, row_id).result.holder
    named = {name: found[name] for name in ((holder.name,) if holder else ()) if name in found}
    return {
        **content,
        "enterprise": {**content["enterprise"], **firm},
        "answers": {**content["answers"], **named},
        PRINTED: {**content.get(PRINTED, {}), **{name: now for name, now in found.items() if "." not in name}},
    }


def _guide(session: Session, row_id: int) -> Guide:
    """The guide that a case pins."""
    row = session.get_one(CaseRow, row_id)
    return law.guide_of(row.item, row.guide_version)


def _first(session: Session, term: FormerTerm) -> _Said | None:
    named = session.scalars(select(Licence.case_id).where(Licence.number == term.licence)).one_or_none()
    return _said(session, named) if named is not None else None


def _said(session: Session, row_id: int) -> _Said:
    return _Said(_guide(session, row_id), snapshots.latest(session, row_id), journal.state_of(session, row_id).scope)
