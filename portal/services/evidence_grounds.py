"""What the acts of a case rest on besides letters and files, for its package: the contents of acts, and what credit lists said.

The journal names a content by its digest and an entry of a list by its number; a court must be able to read both (R99, R130).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import ActContent, CreditEntry, CreditList, Enterprise
from portal.services.casefile import CaseFile
from portal.services.credit_compared import compared_at
from portal.services.credit_match import Subject, subject_of
from workflows.events import CreditLookedUp, Recorded

_OF_A_LIST = ("kind", "name", "version", "rule_version", "digest", "imported_at", "imported_by")
_OF_AN_ENTRY = (
    "kind", "uscc", "unit_name", "person_name", "person_id", "grounds", "decision_document", "body", "listed_on", "until",
    "removed_on", "grade",
)  # fmt: skip

Look = tuple[Recorded, CreditLookedUp]


def act_contents(session: Session, case_id: int) -> tuple[dict[str, Any], ...]:
    """Names and statements that acts rest on: applications, ballots, records, discussions, objections. Empty where redacted."""
    found = session.scalars(select(ActContent).where(ActContent.case_id == case_id).order_by(ActContent.digest))
    return tuple({"digest": one.digest, "at": one.at.isoformat(), "content": one.content} for one in found)


def credit_seen(session: Session, file: CaseFile, snapshots: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Every version of a list that was looked at, every entry that was seen, and how each was recognised, look by look.

    What the application said is that of the snapshot in force at the look.
    """
    looks = looks_of(file.recorded)
    lists = _rows(session, CreditList, (ref for _, look in looks for ref in look.lists))
    entries = _rows(session, CreditEntry, (ref for _, look in looks for ref in look.entries))
    enterprise = session.get(Enterprise, file.enterprise_id)
    told = []
    for entry, look in looks:
        at = entry.at.isoformat()
        content = next((one["content"] for one in reversed(snapshots) if one["at"] <= at), snapshots[0]["content"])
        told.append(_told(entry.seq, look, entries, subject_of(content, file.guide, enterprise)))
    return {
        "lists": {f"list:{number}": _columns(row, _OF_A_LIST) for number, row in lists.items()},
        "entries": {f"list:{row.list_id}:{number}": _columns(row, _OF_AN_ENTRY) for number, row in entries.items()},
        "looks": told,
    }


def looks_of(recorded: Iterable[Recorded]) -> tuple[Look, ...]:
    """The entries of a journal that say what was seen on the lists."""
    return tuple((one, one.event) for one in recorded if isinstance(one.event, CreditLookedUp))


def _rows(session: Session, model: Any, references: Iterator[str]) -> dict[int, Any]:
    numbers = {int(one.rsplit(":", 1)[1]) for one in references}
    return {one.id: one for one in session.scalars(select(model).where(model.id.in_(numbers)).order_by(model.id))}


def _columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _told(seq: int, look: CreditLookedUp, entries: dict[int, Any], subject: Subject) -> dict[str, Any]:
    seen = []
    for reference, matched in zip(look.entries, look.matched, strict=True):
        entry = entries.get(int(reference.rsplit(":", 1)[1]))
        lines = compared_at(entry, matched, subject) if entry else ()
        proven = reference not in look.unproven
        seen.append(
            {"entry": reference, "matched": matched, "proven": proven, "compared": [asdict(one) for one in lines]}
        )
    said = {"seq": seq, "stage": look.stage, "result": look.result, "looked_on": look.looked_on, "lists": look.lists}
    return {**said, "seen": seen}
