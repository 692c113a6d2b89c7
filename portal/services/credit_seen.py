"""What a look at the credit lists showed, whole: kept beside the journal at the moment of the look, named by its digest (R99).

The journal names lists and entries by number and people never; what they said then has to be readable when the lists have gone on,
and nobody may be able to say afterwards that they said something else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import CreditEntry, CreditList
from portal.services import credit_marks, credit_verdicts
from portal.services.credit_compared import compared_at
from portal.services.credit_match import Subject
from workflows.commands import LookUpCredit
from workflows.events import CreditLookedUp

_OF_A_LIST = ("kind", "name", "version", "rule_version", "digest", "imported_at", "imported_by")
_OF_AN_ENTRY = (
    "kind", "uscc", "unit_name", "person_name", "person_id", "grounds", "decision_document", "body", "listed_on", "until",
    "removed_on", "grade",
)  # fmt: skip
_OF_AN_OBJECTION = (
    "filed_at",
    "words",
    "document",
    "due_on",
    "answer",
    "answer_words",
    "answer_document",
    "answered_at",
)
_OF_A_VERDICT = ("verdict", "way", "words", "by", "at")


Look = LookUpCredit | CreditLookedUp
"""A look as it is asked to be recorded, or as the journal has it: which lists, which entries, by what each was recognised."""


def content(session: Session, look: Look, subject: Subject, enterprise_id: int) -> dict[str, Any]:
    """The lists and entries of a look as they read now, with what was compared, what an officer had found and who objects."""
    seen = as_listed(session, look, subject)
    rows = _rows(session, CreditEntry, look.entries)
    keys = {reference: row.key for reference, row in rows.items()}
    objections = credit_marks.of_keys(session, list(keys.values())) if keys else {}
    verdicts = credit_verdicts.of_enterprise(session, enterprise_id, list(keys.values()))
    for one in seen["seen"]:
        key = keys.get(one["entry"], "")
        one["objections"] = [_plain(objection, _OF_AN_OBJECTION) for objection in objections.get(key, ())]
        one["checked"] = _plain(verdicts[key], _OF_A_VERDICT) if key in verdicts else None
    return seen


def as_listed(session: Session, look: Look, subject: Subject) -> dict[str, Any]:
    """The same without what was said of an entry beside the lists: for looks of old journals, which kept nothing."""
    lists, entries = _rows(session, CreditList, look.lists), _rows(session, CreditEntry, look.entries)
    return {
        "lists": {reference: _plain(row, _OF_A_LIST) for reference, row in lists.items()},
        "entries": {reference: _plain(row, _OF_AN_ENTRY) for reference, row in entries.items()},
        "seen": _seen(look, entries, subject),
    }


def _seen(look: Look, entries: Mapping[str, Any], subject: Subject) -> list[dict[str, Any]]:
    found = []
    for reference, matched in zip(look.entries, look.matched, strict=True):
        lines = compared_at(entries[reference], matched, subject) if reference in entries else ()
        proven = reference not in look.unproven
        compared = [asdict(line) for line in lines]
        found.append({"entry": reference, "matched": matched, "proven": proven, "compared": compared})
    return found


def _rows(session: Session, model: Any, references: Collection[str]) -> dict[str, Any]:
    """The rows that these references name, by reference; one that is not there any more is left out."""
    numbers = {int(one.rsplit(":", 1)[1]): one for one in references}
    if not numbers:
        return {}
    found = session.scalars(select(model).where(model.id.in_(numbers)).order_by(model.id))
    return {numbers[one.id]: one for one in found}


def _plain(one: Any, names: Iterable[str]) -> dict[str, Any]:
    """Some of its facts as they come back from JSON: days and moments as text."""
    values = {name: getattr(one, name) for name in names}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
