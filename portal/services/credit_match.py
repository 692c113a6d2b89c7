"""Who is compared with the credit lists, and how an entry was recognised: by code or number first, by name alone last (R103)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.models import CreditEntry, CreditList, Enterprise
from portal.services import credit_acts, credit_terms
from portal.services.stands import flat, same

LEGAL_REPRESENTATIVE = "legal_representative"
PRINCIPAL_PERSON = "principal_person"
# How guides call the fields that name them; every other person goes by the field that holds the name.
_ROLES = {"legal_rep": LEGAL_REPRESENTATIVE, "principal": PRINCIPAL_PERSON}
_PRINCIPAL = ("principal", "principal_name")
IDENTITY = frozenset({"uscc", "person_id"})
"""The ways that prove whom an entry is about; a like name is only a hint to check who it is (R103)."""


@dataclass(frozen=True, slots=True)
class Party:
    """A person of the application: what they are in it, their name, and their identity number where it is known."""

    roles: tuple[str, ...]
    name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the lists are searched for: the unit, and its people."""

    name: str
    uscc: str
    people: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was recognised. `way` is uscc, unit_name, person_id or person_name; `role` says which person.

    `confirmed` where only the name is the same and an officer has checked who it is.
    """

    kind: str
    list_id: int
    entry_id: int
    way: str
    role: str = ""
    confirmed: bool = False

    @property
    def reference(self) -> str:
        """How the journal names the entry: never by name."""
        return f"list:{self.list_id}:{self.entry_id}"

    @property
    def proven(self) -> bool:
        """True when a code, a number or an officer says that it is the same unit or person, and not a name alone."""
        return self.confirmed or self.way in IDENTITY

    @property
    def matched(self) -> str:
        """How the journal says by what it was recognised."""
        return f"{self.way}:{self.role}" if self.role else self.way


def subject_of(content: dict[str, Any], guide: Guide, enterprise: Enterprise | None) -> Subject:
    """The unit and the people of what was handed in, as the form, the snapshot and the register of enterprises name them."""
    unit = content["enterprise"]
    found = [
        Party((LEGAL_REPRESENTATIVE,), unit.get("legal_representative", ""), _registered_number(unit, enterprise)),
        Party((PRINCIPAL_PERSON,), unit.get("principal_person", "")),
        *_named(content["answers"], guide),
    ]
    return Subject(unit["name"], unit["uscc"], merged(found))


def current_lists(session: Session) -> list[CreditList]:
    """The versions of the lists that are in use."""
    return list(session.scalars(select(CreditList).where(CreditList.current).order_by(CreditList.id)))


def matches(
    session: Session, subject: Subject, on: date, lists: Iterable[CreditList]
) -> tuple[tuple[str, Match], ...]:  # fmt: skip
    """The entries of these lists, in term on that day, that concern the subject, each with its key; the strongest way for each.

    The lists are those that the look names: a version imported between two statements is not mixed with the one before.
    """
    entry = CreditEntry
    wanted = (
        (entry.uscc, [subject.uscc]),
        (entry.unit_name, _spellings(subject.name)),
        (entry.person_id, [party.number for party in subject.people]),
        (entry.person_name, [spelt for party in subject.people for spelt in _spellings(party.name)]),
    )
    concerned = or_(*(column.in_([value for value in values if value]) for column, values in wanted))
    statement = select(entry).where(entry.list_id.in_([one.id for one in lists]), concerned)
    rows = list(session.scalars(statement.where(entry.listed_on <= on).order_by(entry.id)))
    ended = credit_acts.ended(session, [row.key for row in rows], on)
    found = ((row.key, recognised(row, subject)) for row in rows if row.key not in ended and in_term(row, on))
    return tuple((key, match) for key, match in found if match)


def in_term(entry: CreditEntry, on: date) -> bool:
    """True while the entry may be used: listed, not removed, not expired, and no longer than its grade and five years allow
    (R94, R101, R105)."""
    if entry.listed_on > on or (entry.removed_on is not None and entry.removed_on <= on):
        return False
    if entry.kind == "black" and on >= credit_terms.forgotten(entry.listed_on):
        return False
    last = credit_terms.last_day(entry.kind, entry.grade, entry.listed_on, entry.until)
    return last is None or on <= last


def recognised(entry: CreditEntry, subject: Subject) -> Match | None:
    """How the entry concerns the subject, or None: a number that differs rules a like name out."""
    of_person = bool(entry.person_name or entry.person_id)
    people = subject.people if of_person and entry.kind == "black" else ()
    for party in people:
        if party.number and party.number == entry.person_id:
            return _match(entry, "person_id", party.roles[0])
    if entry.uscc and entry.uscc == subject.uscc:
        return _match(entry, "uscc")
    for party in people:
        if entry.person_name and same(party.name, entry.person_name) and not (party.number and entry.person_id):
            return _match(entry, "person_name", party.roles[0])
    named = bool(entry.unit_name) and same(entry.unit_name, subject.name) and not entry.uscc
    return _match(entry, "unit_name") if named else None


def _spellings(name: str) -> tuple[str, ...]:
    """A name as it may stand in a list: brackets wide or narrow, with blanks or without."""
    narrow = flat(name)
    return tuple(dict.fromkeys((name, narrow, narrow.replace("(", "（").replace(")", "）"))))


def _match(entry: CreditEntry, way: str, role: str = "") -> Match:
    return Match(entry.kind, entry.list_id, entry.id, way, role)


def _registered_number(unit: dict[str, Any], enterprise: Enterprise | None) -> str:
    known = enterprise is not None and enterprise.legal_representative == unit.get("legal_representative", "")
    return enterprise.legal_representative_id if enterprise is not None and known else ""


def _named(answers: dict[str, Any], guide: Guide) -> Iterator[Party]:
    """The people whom the form asks for: every identity number with the name beside it, and the person in charge."""
    for field in guide.fields.values():
        if field.type == "id_number":
            yield _beside(field.id, answers)
        elif field.id in _PRINCIPAL:
            yield Party((PRINCIPAL_PERSON,), answers.get(field.id) or "")
        for column in (one for one in field.columns if one.type == "id_number"):
            for row in answers.get(field.id) or ():
                yield replace(_beside(column.id, row), roles=(field.id,))


def _beside(asked: str, answers: dict[str, Any]) -> Party:
    """The person whose number is asked for by the field `legal_rep_id`: the name stands in `legal_rep` or `legal_rep_name`."""
    base = asked.removesuffix("_number").removesuffix("_id")
    found = next((key for key in (base, f"{base}_name", "name") if answers.get(key)), base)
    return Party((_ROLES.get(base, found),), answers.get(found) or "", answers.get(asked) or "")


def merged(found: Iterable[Party]) -> tuple[Party, ...]:
    """One party a person. The number that is known in one role counts in every role of the same name; two numbers are two people,
    and who bears their name without a number may be either of them, so he stays apart."""
    named = [party for party in found if party.name.strip()]
    numbers: dict[str, set[str]] = {}
    for party in named:
        numbers.setdefault(flat(party.name), set()).update({party.number} - {""})
    people: dict[tuple[str, str], Party] = {}
    for party in named:
        name, known = flat(party.name), numbers[flat(party.name)]
        number = party.number or (next(iter(known)) if len(known) == 1 else "")
        before = people.get((name, number))
        roles = tuple(dict.fromkeys((before.roles if before else ()) + party.roles))
        people[name, number] = Party(roles, before.name if before else party.name, number)
    return tuple(people.values())
