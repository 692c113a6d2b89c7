"""How an entry of a credit list was recognised: what the application says beside what the list says, line by line (R103)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.models import CreditEntry
from portal.services.credit_match import Party, Subject
from portal.services.stands import same


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the explanation: what the application says and what the list says. `result`: same, different or unknown."""

    what: str
    applied: str
    listed: str
    result: str


def compared_at(entry: CreditEntry, matched: str, subject: Subject) -> tuple[Compared, ...]:
    """How an entry was recognised, line by line: what the application says beside what the list says."""
    _way, _, role = matched.partition(":")
    return _person_lines(entry, meant(entry, role, subject), subject) if role else _unit_lines(entry, subject)


def meant(entry: CreditEntry, role: str, subject: Subject) -> Party | None:
    """Which of the people in that role was recognised: a table of the form may name several."""
    people = [party for party in subject.people if role and role in party.roles]
    by_number = [party for party in people if party.number and party.number == entry.person_id]
    by_name = [party for party in people if same(party.name, entry.person_name)]
    return next(iter([*by_number, *by_name, *people]), None)


def _unit_lines(entry: CreditEntry, subject: Subject) -> tuple[Compared, ...]:
    return (
        _compared("unit_name", subject.name, entry.unit_name),
        _compared("uscc", subject.uscc, entry.uscc),
    )


def _person_lines(entry: CreditEntry, party: Party | None, subject: Subject) -> tuple[Compared, ...]:
    return (
        _compared("person_name", party.name if party else "", entry.person_name),
        _compared("person_id", party.number if party else "", entry.person_id),
        _compared("person_unit", subject.name, entry.unit_name),
    )


def _compared(what: str, applied: str, listed: str) -> Compared:
    known = applied and listed
    return Compared(what, applied, listed, ("same" if same(applied, listed) else "different") if known else "unknown")
