"""The register of licences (证照登记簿): search, filters and export for the staff, and the own licences of an enterprise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseDuty, Licence
from portal.services import law, own_tasks
from portal.services.licences import Standing, spellings, standing_of
from portal.services.licensee import own_licences
from portal.services.paging import ROWS, Page, offset
from workflows.licence import RENEWED

READERS = frozenset({Role.WINDOW, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR})
STATES = ("valid", "expired", "suspended", "revoked", "withdrawn", "penal_revoked", "cancelled", "replaced")
OPEN = "open"
"""The filter for licences on which somebody has to act: a proposal to decide, a cancellation or a new document asked for."""

WITHIN = (30, 90, 180)
EXPORTED = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: words, an item, a state (or `open`), expiring within so many days."""

    words: str = ""
    item: str = ""
    state: str = ""
    within: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the register. `days_left` counts calendar days; `renew_by` is the last day to apply for its renewal,
    and `answer_by` the last one on which its holder may answer what is proposed against it."""

    case_id: str
    case_number: str
    number: str
    document: Text
    item: Text
    holder: str
    office: str
    kind: str
    standing: Standing
    since: date | None
    until: date | None
    decided: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    days_left: int | None
    act: str
    asked_on: date | None
    refusal_proposed_on: date | None
    reissue_asked_on: date | None
    reissue_proposed_on: date | None
    former: str
    successor: str
    identifier: str
    renew_from: date | None = None
    renew_by: date | None = None
    renewed: bool = False
    answer_by: date | None = None


def listed(asked: Asked, *, by: Actor, on: date, page: int = 1) -> Page[Listed]:
    """A page of the register: the own office's licences, or all of them at the window and for a supervisor, the newest first."""
    require(bool(by.roles & READERS), "role", roles=["reviewer"])
    return _page([*_own_office(by), *_where(asked, on)], on, page)


def own(*, by: Actor, on: date, page: int = 1) -> Page[Listed]:
    """The licences that the enterprise applied for or that name its account as the holder, the newest first."""
    require(by.holds(Role.HANDLER) and by.enterprise_id is not None, "role", roles=["handler"])
    found = _page([own_licences(by)], on, page)
    accused = [one.case_id for one in found.rows if one.act]
    days = own_tasks.defences(accused, on=on) if accused else {}
    return replace(found, rows=tuple(replace(one, answer_by=days.get(one.case_id)) for one in found.rows))


def everything(asked: Asked, *, by: Actor, on: date) -> Iterator[Listed]:
    """Every line that the person may read, a batch at a time, for a file."""
    require(bool(by.roles & READERS), "role", roles=["reviewer"])
    where, last = [*_own_office(by), *_where(asked, on)], 0
    while True:
        with reading() as session:
            statement = _rows([*where, Licence.id > last]).order_by(Licence.id).limit(EXPORTED)
            rows = session.execute(statement).all()
        if not rows:
            return
        last = rows[-1].Licence.id
        yield from (_line(row, on) for row in rows)


def items(*, by: Actor) -> tuple[tuple[str, Text], ...]:
    """The items of which licences stand in the register, by name."""
    with reading() as session:
        statement = select(Licence.item, func.max(Licence.case_id)).where(*_own_office(by)).group_by(Licence.item)
        found = [case_id for _item, case_id in session.execute(statement)]
        rows = session.execute(
            select(CaseRow.item, CaseRow.item_name_zh, CaseRow.item_name_en).where(CaseRow.id.in_(found))
        )
        named = [(item, Text(zh=zh, en=en)) for item, zh, en in rows]
    return tuple(sorted(named, key=lambda one: one[1].zh))


def _own_office(by: Actor) -> list[ColumnElement[bool]]:
    if by.roles & {Role.WINDOW, Role.SUPERVISOR}:
        return []
    return [Licence.office == by.office_code]


def _where(asked: Asked, on: date) -> list[ColumnElement[bool]]:
    found = [_matches(word) for word in asked.words.split()[:5]]
    if asked.item:
        found.append(Licence.item == asked.item)
    if asked.state:
        found.append(_in_state(asked.state, on))
    if asked.within > 0:
        found += [_in_state("valid", on), Licence.valid_to <= on + timedelta(days=asked.within)]
    return found


def _matches(word: str) -> ColumnElement[bool]:
    """A word stands in the number however its brackets are typed, in the holder's name, its code, or the case's number."""
    numbers = [Licence.number.contains(one, autoescape=True) for one in spellings(word)]
    return or_(
        *numbers,
        Licence.former.contains(word, autoescape=True),
        Licence.holder_name.icontains(word, autoescape=True),
        CaseRow.number.icontains(word.replace("-", ""), autoescape=True),
    )


def _in_state(state: str, on: date) -> ColumnElement[bool]:
    """The same as `standing_of`, for the database: what was decided and is in force, then the printed days."""
    l = Licence  # noqa: E741 - the shortest name that reads like a column's table
    if state == OPEN:
        return or_(
            l.act != "",
            l.reissue_asked_on.is_not(None),
            and_(l.asked_on.is_not(None), l.state.in_(("valid", "suspended"))),
        )
    later = and_(l.state_since.is_not(None), l.state_since > on)
    over = and_(l.state == "suspended", l.state_until.is_not(None), l.state_until < on)
    renewed = or_(
        and_(l.state == RENEWED, ~later),
        and_(l.state_before == RENEWED, or_(later, and_(over, ~later))),
    )
    lapsing = or_(
        and_(l.state == "suspended", l.state_before != RENEWED, ~later, ~over),
        and_(later, l.state_before == "suspended", l.state != RENEWED),
    )
    good = or_(and_(l.state == "valid", ~later), and_(later, l.state_before == "valid"), and_(over, ~later))
    ended = and_(l.valid_to.is_not(None), l.valid_to < on)
    if state == "valid":
        return or_(and_(good, ~ended, l.valid_from <= on), renewed)
    if state == "expired":
        return and_(or_(and_(good, ~renewed), lapsing), ended)
    return ~and_(lapsing, ended) & or_(and_(l.state == state, ~later, ~over), and_(later, l.state_before == state))


def _rows(where: list[ColumnElement[bool]]) -> Any:
    renewal = and_(CaseDuty.case_id == Licence.case_id, CaseDuty.kind == "renewal")
    return (
        select(Licence, CaseRow, CaseDuty)
        .join(CaseRow, CaseRow.id == Licence.case_id)
        .outerjoin(CaseDuty, renewal)
        .where(*where)
    )


def _page(where: list[ColumnElement[bool]], on: date, page: int) -> Page[Listed]:
    with reading() as session:
        total = _count(session, where)
        page, pages, skip = offset(page, total)
        rows = session.execute(_rows(where).order_by(Licence.id.desc()).limit(ROWS).offset(skip)).all()
    return Page(tuple(_line(row, on) for row in rows), total, page, pages)


def _count(session: Session, where: list[ColumnElement[bool]]) -> int:
    statement = select(func.count()).select_from(Licence).join(CaseRow, CaseRow.id == Licence.case_id).where(*where)
    return session.scalar(statement) or 0


def _line(row: Any, on: date) -> Listed:
    one, case, duty = row.Licence, row.Case, row.CaseDuty
    standing = standing_of(one, on)
    decided = one.state_since is not None and one.state_since <= on
    return Listed(
        case_id=case.public_id,
        case_number=case.number,
        number=one.number,
        document=law.guide_of(case.item, case.guide_version).result.document,
        item=Text(zh=case.item_name_zh, en=case.item_name_en),
        holder=one.holder_name,
        office=one.office,
        kind=one.kind,
        standing=standing,
        since=one.state_since if decided else None,
        until=one.state_until if standing == "suspended" else None,
        decided=one.state_decided if decided else "",
        issued_on=one.issued_on,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        days_left=(one.valid_to - on).days if one.valid_to and standing == "valid" else None,
        act=one.act,
        asked_on=one.asked_on,
        refusal_proposed_on=one.refusal_proposed_on,
        reissue_asked_on=one.reissue_asked_on,
        reissue_proposed_on=one.reissue_proposed_on,
        former=one.former,
        successor=one.successor,
        identifier=one.identifier,
        renew_from=duty.since if duty else None,
        renew_by=duty.due_on if duty else None,
        renewed=bool(duty and duty.state == "filed"),
    )
