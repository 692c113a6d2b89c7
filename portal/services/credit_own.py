"""What the current credit lists say of an enterprise and its people, as the enterprise itself may read it (R99, R103).

Only what a code or a number proves to be its own: whoever shares a name with somebody on a list must not read that person's
entry. A like name is a hint for the staff alone, who check whom it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Case, CreditEntry, CreditList, Enterprise
from portal.services import credit_verdicts, journal
from portal.services.credit_match import (
    LEGAL_REPRESENTATIVE,
    PRINCIPAL_PERSON,
    Match,
    Party,
    Subject,
    current_lists,
    matches,
    merged,
)

_MOST_CASES = 50


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry in term that was recognised as the own one: `way` says by what, `role` of which person."""

    id: int
    key: str
    kind: str
    way: str
    role: str
    name: str
    list_name: str
    version: str
    grounds: str
    decision_document: str
    body: str
    listed_on: date
    until: date | None


def subject(firm: Enterprise) -> Subject:
    """The enterprise and its people as the register of enterprises names them."""
    people = (
        Party((LEGAL_REPRESENTATIVE,), firm.legal_representative, firm.legal_representative_id),
        Party((PRINCIPAL_PERSON,), firm.principal_person),
    )
    return Subject(firm.name, firm.uscc, merged(people))


def matched(session: Session, enterprise_id: int | None, on: date) -> dict[int, Match]:
    """The entries in use and in term on that day that are proven to concern the enterprise, by their numbers, and those that
    its open cases have seen: an application may name more people than the register knows."""
    firm = session.get(Enterprise, enterprise_id) if enterprise_id is not None else None
    if firm is None or not firm.proven:  # whoever only wrote the code down is told nothing about the enterprise
        return {}
    now = matches(session, subject(firm), on, current_lists(session))
    known = dict(_seen_in_cases(session, firm.id)) | {one.entry_id: one for _key, one in now}
    pairs = session.execute(select(CreditEntry.key, CreditEntry.id).where(CreditEntry.id.in_(known))).all()
    verdicts = credit_verdicts.of_enterprise(session, firm.id, [key for key, _number in pairs])
    judged = credit_verdicts.applied([(key, known[number]) for key, number in pairs], verdicts)
    seen = {one.entry_id: one for one in judged if one.proven}
    keys: dict[str, int] = {}
    rows = session.execute(
        select(CreditEntry.id, CreditEntry.key).where(CreditEntry.id.in_(seen)).order_by(CreditEntry.id)
    )
    for number, key in rows:
        keys[key] = number  # of two versions of the same entry the newer one is shown
    return {number: seen[number] for number in sorted(keys.values())}


def _seen_in_cases(session: Session, enterprise_id: int) -> Iterator[tuple[int, Match]]:
    running = select(Case.id).where(Case.enterprise_id == enterprise_id, Case.closed_on.is_(None)).order_by(Case.id)
    for case in journal.states_of(session, session.scalars(running.limit(_MOST_CASES)).all()).values():
        looks = [look for look in case.credit if look.result != "unavailable"]
        for reference, how in zip(looks[-1].entries, looks[-1].matched, strict=True) if looks else ():
            _list, list_id, entry_id = reference.split(":")
            way, _, role = how.partition(":")
            yield int(entry_id), Match("", int(list_id), int(entry_id), way, role)


def entries(session: Session, enterprise_id: int | None, on: date) -> tuple[OwnEntry, ...]:
    """The same with what each says, black before red."""
    known = matched(session, enterprise_id, on)
    statement = select(CreditEntry, CreditList).join(CreditList, CreditList.id == CreditEntry.list_id)
    rows = session.execute(statement.where(CreditEntry.id.in_(known)).order_by(CreditList.kind, CreditEntry.id))
    return tuple(_own(entry, lst, known[entry.id]) for entry, lst in rows)


def _own(entry: CreditEntry, lst: CreditList, match: Match) -> OwnEntry:
    return OwnEntry(
        entry.id, entry.key, entry.kind, match.way, match.role, entry.person_name if match.role else entry.unit_name,
        lst.name, lst.version, entry.grounds, entry.decision_document, entry.body, entry.listed_on, entry.until,
    )  # fmt: skip
