"""Offices: the departments of the service centre, as letters and pages name them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select

from guides.guide import Guide
from guides.text import Text
from portal.actors import Actor
from portal.db import reading, transaction
from portal.models.account import Office, User
from portal.services.wrong_input import WrongInput

CENTRE = "centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFacts:
    """What letters and pages say of an office."""

    code: str
    name_zh: str
    name_en: str
    uscc: str = ""
    document_prefix: str = ""
    seal_name: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    reconsideration_body: str = ""
    court: str = ""
    active: bool = True
    intake_only: bool = False
    intake_items: tuple[str, ...] = ()
    intake_regions: tuple[str, ...] = ()

    def name(self, language: str = "zh") -> str:
        """The name in that language."""
        return self.name_en if language == "en" and self.name_en else self.name_zh

    def takes_in(self, item: str, task_code: str) -> bool:
        """Whether this point may take an item in for its agency: by item and by the region in the agency's own code (R68)."""
        region = task_code[2:8]
        here = not self.intake_regions or any(region.startswith(one) for one in self.intake_regions)
        return self.intake_only and here and (not self.intake_items or item in self.intake_items)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office in the list of the administration, with the number of people who work in it."""

    id: int
    facts: OfficeFacts
    people: int


def create(facts: OfficeFacts, *, by: Actor) -> int:
    """Add an office; returns its number. Raises WrongInput (code: taken)."""
    with transaction() as session:
        if session.scalar(select(Office.id).where(Office.code == facts.code)):
            raise WrongInput(code="taken")
        office = Office(**_row(facts))
        session.add(office)
        session.flush()
        return office.id


def change(office_id: int, facts: OfficeFacts, *, by: Actor) -> None:
    """Change an office; its code stays what guides and cases call it."""
    with transaction() as session:
        office = session.get_one(Office, office_id)
        for name, value in _row(facts).items():
            if name != "code":
                setattr(office, name, value)


def office(office_id: int) -> OfficeFacts | None:
    """The office with this number."""
    with reading() as session:
        row = session.get(Office, office_id)
        return _facts(row) if row else None


def office_by_code(code: str) -> OfficeFacts | None:
    """The office that guides and cases call by this code."""
    with reading() as session:
        row = session.scalar(select(Office).where(Office.code == code))
        return _facts(row) if row else None


def names() -> dict[str, Text]:
    """The names of all offices by the codes that guides and cases use."""
    with reading() as session:
        rows = session.execute(select(Office.code, Office.name_zh, Office.name_en).order_by(Office.id))
        return {code: Text(zh=zh, en=en) for code, zh, en in rows}


def names_in(guide: Guide) -> dict[str, Text]:
    """The same with the bodies that only this guide names."""
    return {**bodies_of(guide), **names()}


def bodies_of(guide: Guide) -> dict[str, Text]:
    """The bodies that a guide names itself: its authority, those of other levels, and those it entrusts."""
    own = guide.authority
    said = {one.office: one.name for one in own.levels if one.office}
    said |= {one.office: one.name for one in own.entrusted if one.office}
    return {**said, own.office: own.name}


def every() -> list[OfficeRow]:
    """All offices in the order of their codes, the centre first."""
    people = select(User.office_id, func.count().label("n")).where(User.active).group_by(User.office_id).subquery()
    query = select(Office, func.coalesce(people.c.n, 0)).outerjoin(people, people.c.office_id == Office.id)
    with reading() as session:
        rows = [OfficeRow(one.id, _facts(one), n) for one, n in session.execute(query.order_by(Office.code))]
    return sorted(rows, key=lambda row: row.facts.code != CENTRE)


def _row(facts: OfficeFacts) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(facts).items()}


def _facts(row: Office) -> OfficeFacts:
    values: dict[str, Any] = {name: getattr(row, name) for name in OfficeFacts.__dataclass_fields__}
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return OfficeFacts(**{**values, **lists})
