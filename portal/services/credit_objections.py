"""Objections (异议) to entries of credit lists: filed by the applicant or marked by hand, answered by an office (R99, R102)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.access import Denied, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CreditEntry, CreditList, CreditObjection, Enterprise, Office
from portal.services import (
    account_log,
    casefile,
    credit_acts,
    credit_files,
    credit_mail,
    credit_own,
    credit_verdicts,
    law,
    standing,
)
from portal.services.casefile import FileFacts
from portal.services.counters import next_value
from portal.services.credit_lists import SERIES
from portal.services.credit_marks import Objection, filenames, objection_of
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

UPHELD, REJECTED, NOT_CONCERNED = "upheld", "rejected", credit_verdicts.NOT_CONCERNED
_ANSWERS = (Role.REVIEWER, Role.DECIDER)
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Task:
    """An objection with the entry that it is about, for the office that answers."""

    objection: Objection
    kind: str
    list_name: str
    unit_name: str
    uscc: str
    person_name: str
    grounds: str
    decision_document: str
    body: str
    listed_on: date
    until: date | None
    office: str
    late: bool


def file(entry_id: int, words: str, *, proof: tuple[str, IO[bytes]] | None = None, by: Actor, at: datetime) -> int:
    """Object to an entry that concerns the own enterprise; the entry is marked from this moment on.

    The office whose list it is answers, or the one that leads the newest case of the enterprise. Raises Denied for an entry
    that is not proven to be about the enterprise or its people, WrongInput without words, UploadError for the file, Refusal
    `credit_objection_open` where one of the same enterprise waits already.
    """
    require(by.holds(Role.HANDLER) and by.enterprise_id is not None, "enterprise")
    if not words.strip():
        raise WrongInput(words="missing")
    with reading() as session:
        _own(session, entry_id, by, at)
    name = credit_files.keep_objection(*proof, by=by, at=at) if proof else ""
    with transaction() as session:
        next_value(session, SERIES)
        entry = _own(session, entry_id, by, at)
        number = _open(session, entry, words, "", name, by.enterprise_id, by, at)
        account_log.note(session, "credit_objected", by=by, at=at, enterprise_id=by.enterprise_id)
        return number


def mark(entry_id: int, words: str, document: str, *, by: Actor, at: datetime) -> int:
    """Mark an entry as objected to, by the paper that came in. Raises WrongInput, or Refusal as `file` does."""
    require(by.holds(Role.ADMINISTRATOR), "role", roles=["administrator"])
    wrong = {name: "missing" for name, said in (("words", words), ("document", document)) if not said.strip()}
    if wrong:
        raise WrongInput(**wrong)
    with transaction() as session:
        next_value(session, SERIES)
        entry = session.get(CreditEntry, entry_id)
        if entry is None:
            raise Refusal("no_such_credit_entry")
        return _open(session, entry, words, document, "", None, by, at)


def answer(objection_id: int, verdict: str, words: str, document: str = "", *, by: Actor, at: datetime) -> None:
    """Answer an objection; the applicant reads the reasons. Upheld, and the entry is used no more for anybody; not_concerned, and
    it stays, and counts no more for the enterprise that objected, because it is about somebody else; or rejected.

    Raises Denied for another office's, WrongInput without verdict, reasons, or (upheld) document, Refusal
    `credit_objection_answered` for the second answer.
    """
    with transaction() as session:
        next_value(session, SERIES)
        row = _held(session, objection_id)
        require(_answers(by, row), "office")
        standing.check(session, by, *_ANSWERS)
        if row.answer:
            raise Refusal("credit_objection_answered")
        _check(verdict, words, document, row)
        row.answer, row.answer_words, row.answer_document = verdict, words.strip(), document.strip()
        row.answered_by, row.answered_at = by.reference, at
        ended = credit_acts.state(session, row.key) in credit_acts.ENDING
        credit_mail.promise(session, row, "answered", at=at)
        if verdict == NOT_CONCERNED and row.enterprise_id is not None:
            way = credit_verdicts.STRONGEST
            credit_verdicts.write(session, row.key, row.enterprise_id, verdict, way, words, by=by, at=at)
        if verdict == UPHELD and not ended:
            reason = words.strip()
            credit_acts.write(
                session, row.key, credit_acts.REMOVED, business_day(at), reason, document, by=by, at=at
            )  # fmt: skip
        if verdict != REJECTED:
            credit_acts.promise_looks(session, row.key, at=at)


def extend(objection_id: int, words: str, *, by: Actor, at: datetime) -> date:
    """Extend the period of an objection once, with reasons, before it is over (R102); returns its new last day.

    Raises Denied for another office's, WrongInput without reasons, Refusal `credit_objection_answered`,
    `credit_objection_extended` for the second time, `credit_objection_overdue` after the last day.
    """
    with transaction() as session:
        next_value(session, SERIES)
        row = _held(session, objection_id)
        require(_answers(by, row), "office")
        standing.check(session, by, *_ANSWERS)
        if row.answer:
            raise Refusal("credit_objection_answered")
        if row.extended_at is not None:
            raise Refusal("credit_objection_extended", due=row.due_on)
        if row.due_on is not None and row.due_on < business_day(at):
            raise Refusal("credit_objection_overdue", due=row.due_on)
        if not words.strip():
            raise WrongInput(words="missing")
        days = current_app.config["SETTINGS"].credit_objection_extended_days
        row.due_on = max(row.due_on or date.min, law.calendar().add(business_day(row.filed_at), days))
        row.extended_at, row.extended_by, row.extended_words = at, by.reference, words.strip()
        credit_mail.promise(session, row, "extended", at=at)
        return row.due_on


def tasks(*, by: Actor, on: date) -> tuple[Task, ...]:
    """The objections that the person's office answers: the open ones first, those due soonest on top, then the answered."""
    require(
        any(by.holds(role) for role in _ANSWERS) or by.holds(Role.ADMINISTRATOR), "role", roles=[*map(str, _ANSWERS)]
    )
    o = CreditObjection
    statement = select(o, CreditEntry, CreditList, Enterprise.name).join(CreditEntry, CreditEntry.id == o.entry_id)
    statement = statement.join(CreditList, CreditList.id == CreditEntry.list_id)
    statement = statement.outerjoin(Enterprise, Enterprise.id == o.enterprise_id)
    if not by.holds(Role.ADMINISTRATOR):
        statement = statement.where(or_(o.office == "", o.office == by.office_code))
    order = (o.answer != "", o.due_on, o.id.desc())
    with reading() as session:
        rows = session.execute(statement.order_by(*order).limit(_SHOWN)).all()
        names = filenames(session, [one.file for one, *_ in rows])
    return tuple(_task(one, entry, lst, name or "", names, on) for one, entry, lst, name in rows)


def task(objection_id: int, *, by: Actor, on: date) -> Task:
    """One of them. Raises Refusal where there is none, Denied for another office's."""
    with reading() as session:
        row = session.get(CreditObjection, objection_id)
        if row is None:
            raise Refusal("no_such_credit_objection")
        require(_answers(by, row) or by.holds(Role.ADMINISTRATOR), "office")
        entry = session.get_one(CreditEntry, row.entry_id)
        lst = session.get_one(CreditList, entry.list_id)
        firm = session.get(Enterprise, row.enterprise_id) if row.enterprise_id else None
        return _task(row, entry, lst, firm.name if firm else "", filenames(session, [row.file]), on)


def may_answer(one: Task, *, by: Actor) -> bool:
    """True when the person's office answers it and nobody has yet."""
    return one.objection.open and _in_office(by, one.office)


def open_file(objection_id: int, *, by: Actor) -> tuple[FileFacts, Path]:
    """The file that came with an objection, for its enterprise, its office, and whoever may see a case of the enterprise."""
    with reading() as session:
        row = session.get(CreditObjection, objection_id)
        if row is None or not row.file:
            raise Refusal("no_such_file")
        require(_may_read(session, by, row))
    return credit_files.open(row.file, credit_files.OBJECTION)


def open_number(*, by: Actor) -> int:
    """How many objections wait for the person's office."""
    o = CreditObjection
    wanted = select(func.count()).where(o.answer == "", or_(o.office == "", o.office == by.office_code))
    with reading() as session:
        return session.scalar(wanted) or 0


def _own(session: Session, entry_id: int, by: Actor, at: datetime) -> CreditEntry:
    """An entry in use that is proven to be the own enterprise's or its people's."""
    known = credit_own.matched(session, by.enterprise_id, business_day(at))
    entry = session.get(CreditEntry, entry_id)
    if entry is None or entry_id not in known:
        raise Denied("enterprise")
    return entry


def _open(
    session: Session, entry: CreditEntry, words: str, document: str, name: str, enterprise_id: int | None, by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    o = CreditObjection
    same = o.enterprise_id == enterprise_id if enterprise_id is not None else o.enterprise_id.is_(None)
    if session.scalar(select(o.id).where(o.key == entry.key, o.answer == "", same).limit(1)):
        raise Refusal("credit_objection_open")
    days = current_app.config["SETTINGS"].credit_objection_days
    row = CreditObjection(
        key=entry.key, entry_id=entry.id, enterprise_id=enterprise_id, words=words.strip(), document=document.strip(),
        office=_office(session, entry, enterprise_id), file=name, filed_by=by.reference, filed_at=at,
        due_on=law.calendar().add(business_day(at), days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def _office(session: Session, entry: CreditEntry, enterprise_id: int | None) -> str:
    """Who answers: the office that listed (谁处罚、谁决定、谁负责, R92), else the one that leads the newest case."""
    listed = session.scalar(select(Office.code).where(Office.name_zh == entry.body))
    newest = (
        select(CaseRow.lead_office).where(CaseRow.enterprise_id == enterprise_id).order_by(CaseRow.id.desc()).limit(1)
    )
    return listed or (session.scalar(newest) if enterprise_id else "") or ""


def _held(session: Session, objection_id: int) -> CreditObjection:
    row = session.get(CreditObjection, objection_id, with_for_update=True)
    if row is None:
        raise Refusal("no_such_credit_objection")
    return row


def _answers(by: Actor, row: CreditObjection) -> bool:
    return _in_office(by, row.office)


def _in_office(by: Actor, office: str) -> bool:
    return any(by.holds(role) for role in _ANSWERS) and office in ("", by.office_code)


def _may_read(session: Session, by: Actor, row: CreditObjection) -> bool:
    if by.holds(Role.HANDLER):
        return row.enterprise_id is not None and by.enterprise_id == row.enterprise_id
    if by.holds(Role.ADMINISTRATOR) or _answers(by, row):
        return True
    cases = select(CaseRow).where(CaseRow.enterprise_id == row.enterprise_id).order_by(CaseRow.id.desc()).limit(50)
    return any(_sees(session, one, by) for one in session.scalars(cases))


def _sees(session: Session, row: CaseRow, by: Actor) -> bool:
    try:
        casefile.check_sight(session, row, by)
    except Denied:
        return False
    return True


def _check(verdict: str, words: str, document: str, row: CreditObjection) -> None:
    wrong = {} if verdict in (UPHELD, REJECTED, NOT_CONCERNED) else {"answer": "missing"}
    if verdict == NOT_CONCERNED and row.enterprise_id is None:
        wrong["answer"] = "nobody_known"
    if not words.strip():
        wrong["answer_words"] = "missing"
    if verdict == UPHELD and not document.strip():
        wrong["answer_document"] = "document_missing"
    if wrong:
        raise WrongInput(**wrong)


def _task(
    one: CreditObjection, entry: CreditEntry, lst: CreditList, applicant: str, names: dict[str, str], on: date
) -> Task:
    return Task(
        objection_of(one, names, applicant), lst.kind, lst.name, entry.unit_name, entry.uscc, entry.person_name,
        entry.grounds, entry.decision_document, entry.body, entry.listed_on, entry.until, one.office,
        late=not one.answer and one.due_on is not None and one.due_on < on,
    )  # fmt: skip
