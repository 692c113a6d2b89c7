"""The log of an enterprise: who did what for it, from the log of accounts and from the journals of its cases, for its owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.clock import day_starts
from portal.db import reading
from portal.models import AccountEntry, Draft, Enterprise, JournalEntry, User
from portal.models import Case as CaseRow
from portal.services import file_acts, law, people
from portal.services.paging import Page, offset

ROWS = 50
KINDS = ("cases", "files", "people")
SPANS = (7, 30, 90, 365)
"""The last so many days that the log may be narrowed to."""
_MATTERS = (
    "draft_begun",
    "draft_discarded",
    "draft_lapsed",
    "appointment_booked",
    "appointment_moved",
    "appointment_cancelled",
    "courier_wanted",
    "courier_dropped",
    "credit_objected",
)
"""Acts about applications and cases that stand in no journal."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What the log is narrowed to: a person as the journal names them, a kind of acts, the last days; empty means everything."""

    person: str = ""
    kind: str = ""
    days: int = 0

    @property
    def narrows(self) -> bool:
        """True when it leaves anything out."""
        return any(asdict(self).values())


EVERYTHING = LogFilter()


@dataclass(frozen=True, slots=True)
class Act:
    """One line: a kind of the account log, or an act on a case (`of_case`); what it was about, and the case it belongs to.

    `material` names the material that a file stands for, `letter` the kind of a letter that was taken away.
    """

    at: datetime
    by: str
    kind: str
    of_case: bool = False
    whose: str = ""
    item: str = ""
    case_id: str = ""
    number: str = ""
    material: Text | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """One page of the log, and who has done anything that stands in it: reference and name."""

    page: Page[Act]
    persons: tuple[tuple[str, str], ...]


def of_enterprise(*, by: Actor, on: date, wanted: LogFilter = EVERYTHING, page: int = 1) -> Log:
    """What the enterprise's people and agents did, the newest first; for its owner alone. A fixed number of queries.

    Whoever else works for the enterprise has no business in what a colleague read and brought.
    """
    require(by.holds(Role.HANDLER) and by.owner and not by.mandate_id and by.enterprise_id is not None, "owner")
    everything = _acts(by.enterprise_id or 0)
    with reading() as session:
        names = people.names_of(session, session.scalars(select(everything.c.by).distinct()))
        narrowed = select(everything).where(*_where(everything, wanted, on))
        total = session.scalar(select(func.count()).select_from(narrowed.subquery())) or 0
        page, pages, skipped = offset(page, total, ROWS)
        order = (everything.c.at.desc(), everything.c.source, everything.c.ref.desc(), everything.c.seq.desc())
        rows = session.execute(narrowed.order_by(*order).offset(skipped).limit(ROWS)).all()
        found = _told(session, rows, {ref: one.name for ref, one in names.items()})
    persons = sorted(((ref, one.name) for ref, one in names.items() if one.name), key=lambda one: one[1])
    return Log(Page(found, total, page, pages), tuple(persons))


def _acts(enterprise_id: int) -> Subquery:
    """Every act of both sources: its source, its number there, when, by whom and of which kind; also what was done under records
    that were joined to this one."""
    a, j = AccountEntry, JournalEntry
    records = select(Enterprise.id).where(or_(Enterprise.id == enterprise_id, Enterprise.merged_into == enterprise_id))
    accounts = select(
        literal("account").label("source"), a.id.label("ref"), literal(0).label("seq"), a.at, a.by, a.kind
    ).where(a.enterprise_id.in_(records))
    cases = (
        select(literal("case").label("source"), j.case_id.label("ref"), j.seq, j.at, j.by, j.kind)
        .join(CaseRow, CaseRow.id == j.case_id)
        .where(CaseRow.enterprise_id == enterprise_id, j.by.startswith("handler:", autoescape=True))
    )
    return union_all(accounts, cases).subquery("acts")


def _where(acts: Subquery, wanted: LogFilter, on: date) -> list[ColumnElement[bool]]:
    files, matters = acts.c.kind.in_(file_acts.KINDS), acts.c.kind.in_(_MATTERS)
    of_account = acts.c.source == "account"
    kinds = {"cases": (~of_account) | matters, "files": files, "people": of_account & ~files & ~matters}
    found: list[ColumnElement[bool]] = [kinds[wanted.kind]] if wanted.kind in kinds else []
    if wanted.person:
        found.append(acts.c.by == wanted.person)
    if wanted.days in SPANS:
        found.append(acts.c.at >= day_starts(on - timedelta(days=wanted.days - 1)))
    return found


def _told(session: Session, rows: Any, names: Mapping[str, str]) -> tuple[Act, ...]:
    """The rows of a page in full: three queries, whatever stands in them."""
    numbers = [row.ref for row in rows if row.source == "account"]
    entries = {one.id: one for one in session.scalars(select(AccountEntry).where(AccountEntry.id.in_(numbers)))}
    cases = _cases(session, rows, entries.values())
    whose = {one.user_id for one in entries.values() if one.user_id}
    named = session.execute(select(User.id, User.name).where(User.id.in_(whose)))
    users = {row.id: row.name for row in named}
    return tuple(
        _of_case(row, cases[row.ref], names.get(row.by, ""))
        if row.source == "case"
        else _of_account(entries[row.ref], cases, names.get(row.by, ""), users)
        for row in rows
    )


def _cases(session: Session, rows: Any, entries: Any) -> dict[int, CaseRow]:
    """The cases that acts belong to, by their number, and by `-number` of the draft that became one."""
    drafts = {one.facts["draft"] for one in entries if "draft" in one.facts and not one.facts.get("case")}
    wanted = {row.ref for row in rows if row.source == "case"} | {one.facts.get("case") or 0 for one in entries}
    statement = select(CaseRow, Draft.id).outerjoin(Draft, Draft.case_id == CaseRow.id)
    found: dict[int, CaseRow] = {}
    for row, draft in session.execute(statement.where(CaseRow.id.in_(wanted) | Draft.id.in_(drafts))):
        found[row.id] = row
        if draft:
            found[-draft] = row
    return found


def _of_case(row: Any, case: CaseRow, name: str) -> Act:
    return Act(row.at, name, row.kind, of_case=True, item=case.item, case_id=case.public_id, number=case.number)


def _of_account(entry: AccountEntry, cases: Mapping[int, CaseRow], name: str, users: Mapping[int, str]) -> Act:
    facts = entry.facts
    case = cases.get(facts.get("case") or -int(facts.get("draft") or 0))
    return Act(
        entry.at,
        name,
        entry.kind,
        whose=users.get(entry.user_id or 0, ""),
        item=str(facts.get("item", "")),
        case_id=case.public_id if case else "",
        number=case.number if case else "",
        material=_material(facts),
        letter=str(facts.get("letter", "")),
    )


def _material(facts: Mapping[str, Any]) -> Text | None:
    """What a material was called in the version of the guide that asked for it; None for what is no material, or lost."""
    if "material" not in facts:
        return None
    guide = law.catalogue().version(facts["item"], date.fromisoformat(facts["version"]))
    material = guide.material(facts["material"]) if guide else None
    return material.name if material else None
