"""The ledger of promises to bring a material later: open, kept and broken, and the rate of promises kept (R69-R77, R123)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CasePromise
from portal.services import casefile, commitment, journal, law, standing
from portal.services.answers import clean
from portal.services.casefile import CaseFile
from portal.services.commitment import Record
from portal.services.figures import Share
from portal.services.paging import ROWS, Page, offset
from workflows.case_facts import Promise
from workflows.commands import Command, FindPromiseFalse, RepairPromise
from workflows.refusal import Refusal

STATES = ("open", "arrived", "suspended", "kept", "late", "broken", "void")
RUNNING = ("open", "arrived", "suspended")
READERS = (Role.WINDOW, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise in a list. `left` are calendar days to its last day, below zero once that is over."""

    case_id: str
    material: str
    name: str
    names: tuple[Text, ...]
    number: str
    item_zh: str
    item_en: str
    applicant: str
    state: str
    since: date
    due_on: date | None
    in_on: date | None
    settled_on: date | None
    repaired_on: date | None
    parcel: str
    left: int | None


@dataclass(frozen=True, slots=True)
class Ledger(Page[PromiseRow]):
    """One page of promises, how many there are in each state, and 容缺兑现率: kept in time ÷ all that came to their end."""

    states: Mapping[str, int] | None = None
    kept: Share = Share(0, 0)


@dataclass(frozen=True, slots=True)
class PromiseView:
    """One promise with its case; `may_settle` says whether the person may find it false or repaired."""

    file: CaseFile
    promise: Promise
    name: str
    state: str
    may_settle: bool


def ledger(*, by: Actor, on: date, state: str = "", page: int = 1) -> Ledger:
    """Every promise that is the person's business, those that run first by their last day; a supervisor sees all."""
    require(bool(by.roles & set(READERS)), "role", roles=[str(role) for role in READERS])
    with reading() as session:
        return _listed(session, _own(by), on, state, page)


def mine(*, by: Actor, on: date, page: int = 1) -> tuple[Ledger, Record]:
    """An enterprise's own promises and its record, for its handlers."""
    require(by.holds(Role.HANDLER) and by.enterprise_id is not None, "enterprise")
    require(by.items is None, "items")
    with reading() as session:
        found = _listed(session, CasePromise.enterprise_id == by.enterprise_id, on, "", page)
        return found, commitment.record(session, by.enterprise_id or 0, on=on)


def view(case_id: str, material: str, *, by: Actor) -> PromiseView:
    """One promise. Raises Refusal when there is none, Denied when the case is not the person's business."""
    require(bool(by.roles & set(READERS)), "role", roles=[str(role) for role in READERS])
    file = casefile.casefile(case_id, by=by)
    promise = file.case.promises.get(material)
    if promise is None:
        raise Refusal("not_promised", material=material)
    name, state = commitment.material_name(file.guide, material), file.case.promise_state(promise)
    return PromiseView(file, promise, name, state, may_act(by, file, Role.DECIDER))


def find_false(
    case_id: str, material: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> None:
    """Find, for the lead office, that a promise or what was brought on it is not true (R74). Raises Refusal."""
    _settle(case_id, FindPromiseFalse(material, clean(reason)), by=by, at=at, expected_seq=expected_seq)


def repair(
    case_id: str, material: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> None:
    """Find, for the lead office, that the record of a broken promise is repaired (R74). Raises Refusal."""
    _settle(case_id, RepairPromise(material, clean(reason)), by=by, at=at, expected_seq=expected_seq)


def _settle(case_id: str, command: Command, *, by: Actor, at: datetime, expected_seq: int | None) -> None:
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.DECIDER), "role", roles=[str(Role.DECIDER)])
        standing.check(session, by, Role.DECIDER)
        journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)


def _own(by: Actor) -> ColumnElement[bool]:
    if by.roles & {Role.WINDOW, Role.SUPERVISOR}:
        return CasePromise.case_id.is_not(None)
    return CasePromise.office == by.office_code


def _listed(session: Session, own: ColumnElement[bool], on: date, state: str, page: int) -> Ledger:
    p = CasePromise
    counted = session.execute(select(p.state, func.count()).where(own).group_by(p.state))
    states: dict[str, int] = {}
    for code, number in counted:
        states[code] = number
    wanted = (state,) if state in STATES else STATES
    total = sum(states.get(code, 0) for code in wanted)
    page, pages, skip = offset(page, total, ROWS)
    statement = (
        select(p, CaseRow)
        .join(CaseRow, CaseRow.id == p.case_id)
        .where(own, p.state.in_(wanted))
        .order_by(p.state.not_in(RUNNING), p.due_on.is_(None), p.due_on, p.case_id, p.material)
    )
    rows = tuple(_row(one, case, on) for one, case in session.execute(statement.limit(ROWS).offset(skip)))
    ended = sum(states.get(code, 0) for code in ("kept", "late", "broken"))
    return Ledger(rows, total, page, pages, states, Share(states.get("kept", 0), ended))


def _row(one: CasePromise, case: CaseRow, on: date) -> PromiseRow:
    running = one.state in RUNNING and one.due_on is not None
    guide = law.guide_of(case.item, case.guide_version)
    return PromiseRow(
        case_id=case.public_id,
        material=one.material,
        name=commitment.material_name(guide, one.material),
        names=commitment.material_names(guide, one.material),
        number=case.number,
        item_zh=case.item_name_zh,
        item_en=case.item_name_en,
        applicant=case.applicant_name,
        state=one.state,
        since=one.since,
        due_on=one.due_on,
        in_on=one.in_on,
        settled_on=one.settled_on,
        repaired_on=one.repaired_on,
        parcel=one.parcel,
        left=(one.due_on - on).days if running and one.due_on else None,
    )
