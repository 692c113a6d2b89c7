"""Complaints (投诉): filed from the own account, answered by a supervisor within the portal's promise.

One in the person's own name is read by nobody else. One in the enterprise's name is read by its owner as well, who answers for
what is said in that name; whoever writes it chooses, and is told so before.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Complaint, Enterprise, User
from portal.services import account_log, casefile, law, other_messages, outbox
from portal.services.answers import clean
from portal.services.counters import next_value
from portal.services.paging import ROWS, Page, offset
from portal.services.wrong_input import WrongInput
from workflows.calendar import CalendarGap
from workflows.refusal import Refusal
from workflows.remedy import load_policy

FOUNDED = ("yes", "partly", "no")
LONGEST, SHORT = 2000, 1000


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """A complaint as its owner and the supervisors read it; `case_*` and `item` are empty where it is about no case."""

    public_id: str
    number: str
    about: str
    words: str
    wish: str
    filed_at: datetime
    due_on: date | None
    founded: str
    answer: str
    answered_at: datetime | None
    who: str
    mobile: str
    enterprise: str
    case_id: str
    case_number: str
    item: Text | None
    in_name: bool = False

    def late(self, on: date) -> bool:
        """True when it has no answer past its last day."""
        return not self.founded and self.due_on is not None and on > self.due_on


def file(
    about: str,
    words: str,
    *,
    wish: str = "",
    case_id: str = "",
    in_name: bool = False,
    once: str,
    by: Actor,
    at: datetime,
) -> ComplaintFacts:
    """File a complaint, about an own case or none, with `in_name` in the name of the enterprise the person acts for.

    The same page sent twice files it once. Raises WrongInput by field.
    """
    require(by.holds(Role.HANDLER), "role", roles=[str(Role.HANDLER)])
    said = clean(words).strip()[:LONGEST]
    wrong = {
        name: "missing" for name, right in (("about", about in load_policy().about), ("words", bool(said))) if not right
    }
    if wrong:
        raise WrongInput(**wrong)
    with transaction() as session:
        row = casefile.row_of(session, case_id) if case_id else None
        if row is not None:
            casefile.check_sight(session, row, by)
        # Two clicks come one after the other.
        session.execute(select(User.id).where(User.id == by.id).with_for_update())
        twice = select(Complaint.public_id).where(Complaint.user_id == by.id, Complaint.once == once[:40])
        public_id = session.scalar(twice) or _file(session, by, at, row, about, said, wish, once, in_name)
    return one(public_id, by=by)


def mine(*, by: Actor) -> tuple[ComplaintFacts, ...]:
    """The own complaints, the newest first."""
    with reading() as session:
        wanted = _facts().where(Complaint.user_id == by.id).order_by(Complaint.id.desc()).limit(ROWS)
        return tuple(_read(row) for row in session.execute(wanted))


def in_our_name(*, by: Actor, page: int = 1) -> Page[ComplaintFacts]:
    """What others filed in the enterprise's name, the newest first, for its owner; nothing for anybody else."""
    if not _owns(by):
        return Page((), 0)
    c = Complaint
    wanted = (c.enterprise_id == by.enterprise_id, c.in_name, c.user_id != by.id)
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(c).where(*wanted)) or 0
        page, pages, first = offset(page, total)
        rows = session.execute(_facts().where(*wanted).order_by(c.id.desc()).limit(ROWS).offset(first))
        return Page(tuple(_read(row) for row in rows), total, page, pages)


def one(public_id: str, *, by: Actor) -> ComplaintFacts:
    """One complaint, for whoever filed it, for supervisors, and in the enterprise's name for its owner.

    Raises Refusal `no_such_complaint`, also for somebody else's.
    """
    with reading() as session:
        row = session.execute(_facts().where(Complaint.public_id == public_id)).one_or_none()
        if row is None or not (by.holds(Role.SUPERVISOR) or _may_read(row.Complaint, by)):
            raise Refusal("no_such_complaint")
        return _read(row)


def listed(*, by: Actor, page: int = 1) -> Page[ComplaintFacts]:
    """All complaints for the supervisors: those without an answer first, by their last day."""
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(Complaint)) or 0
        page, pages, first = offset(page, total)
        order = (Complaint.founded != "", Complaint.due_on, Complaint.id.desc())
        rows = session.execute(_facts().order_by(*order).limit(ROWS).offset(first))
        return Page(tuple(_read(row) for row in rows), total, page, pages)


def answer(public_id: str, founded: str, words: str, *, by: Actor, at: datetime) -> None:
    """Answer a complaint, once; the person gets a mail that there is an answer. Raises WrongInput, Refusal."""
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    said = clean(words).strip()[:LONGEST]
    wrong = {name: "missing" for name, right in (("founded", founded in FOUNDED), ("answer", bool(said))) if not right}
    if wrong:
        raise WrongInput(**wrong)
    with transaction() as session:
        wanted = select(Complaint).where(Complaint.public_id == public_id).with_for_update()
        row = session.scalars(wanted).one_or_none()
        if row is None:
            raise Refusal("no_such_complaint")
        if row.founded:
            raise Refusal("complaint_answered")
        row.founded, row.answer, row.answered_by, row.answered_at = founded, said, by.reference, at
        whose, number = row.user_id, row.number
        account_log.note(session, "complaint_answered", by=by, at=at, user_id=whose, number=number, founded=founded)
        key, payload = f"complaint-{row.public_id}", {"complaint": whose}
        other_messages.note(
            session, session.get_one(User, whose), other_messages.COMPLAINT, key=key, facts={"number": number}, at=at
        )
        outbox.post(session, key, "account", case_id=None, payload=payload, at=at)


def _owns(by: Actor) -> bool:
    return by.holds(Role.HANDLER) and by.owner and not by.mandate_id and by.enterprise_id is not None


def _may_read(found: Complaint, by: Actor) -> bool:
    ours = found.in_name and _owns(by) and found.enterprise_id == by.enterprise_id
    return ours or (by.holds(Role.HANDLER) and found.user_id == by.id)


def _file(
    session: Session,
    by: Actor,
    at: datetime,
    row: CaseRow | None,
    about: str,
    words: str,
    wish: str,
    once: str,
    in_name: bool,
) -> str:
    number = f"TS{business_day(at):%Y}{next_value(session, f'complaint:{business_day(at):%Y}'):06d}"
    made = Complaint(
        public_id=secrets.token_urlsafe(16),
        number=number,
        user_id=by.id,
        enterprise_id=by.enterprise_id,
        case_id=row.id if row else None,
        in_name=in_name and by.enterprise_id is not None,
        about=about,
        words=words,
        wish=clean(wish).strip()[:SHORT],
        once=once[:40],
        filed_at=at,
        due_on=_due(business_day(at)),
    )
    session.add(made)
    account_log.note(session, "complaint_filed", by=by, at=at, user_id=by.id, number=number)
    return made.public_id


def _due(on: date) -> date | None:
    try:
        return law.calendar().add(on, load_policy().answer_days)
    except CalendarGap:
        return None


def _facts() -> Any:
    columns = (Complaint, User.name, User.mobile, Enterprise.name.label("firm"))
    case = (CaseRow.public_id, CaseRow.number, CaseRow.item_name_zh, CaseRow.item_name_en)
    return (
        select(*columns, *case)
        .join(User, User.id == Complaint.user_id)
        .outerjoin(Enterprise, Enterprise.id == Complaint.enterprise_id)
        .outerjoin(CaseRow, CaseRow.id == Complaint.case_id)
    )


def _read(row: Any) -> ComplaintFacts:
    found, name, mobile, firm, case_id, case_number, zh, en = row
    return ComplaintFacts(
        public_id=found.public_id,
        number=found.number,
        about=found.about,
        words=found.words,
        wish=found.wish,
        filed_at=found.filed_at,
        due_on=found.due_on,
        founded=found.founded,
        answer=found.answer,
        answered_at=found.answered_at,
        who=name,
        mobile=mobile,
        enterprise=firm or "",
        case_id=case_id or "",
        case_number=case_number or "",
        item=Text(zh=zh, en=en) if zh else None,
        in_name=found.in_name,
    )
