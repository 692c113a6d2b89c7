"""Results that the applicant wants by courier: to whom and where, as long as it is needed, and how far the parcel has come."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CourierParcel
from portal.services import account_log, casefile, journal, ports, standing
from workflows.case import ENDED, State
from workflows.refusal import Refusal

OPEN = frozenset({"wanted", "unserved"})
UNDER_WAY = frozenset({"ordered", "sent", "collected", "on_the_way"})
OVER = frozenset({"delivered", "returned", "dropped"})
STUCK = ("returned", "unserved")
READY = frozenset({State.ISSUED, State.REFUSED})


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel as pages show it: wanted, unserved, ordered, sent, collected, on_the_way, delivered, returned or dropped."""

    state: str
    name: str
    mobile: str
    address: str
    number: str
    wanted_at: datetime
    changed_at: datetime
    ended_on: date | None

    @property
    def open(self) -> bool:
        """Whether recipient and address can still be changed."""
        return self.state in OPEN

    @property
    def under_way(self) -> bool:
        """Whether it is with the courier."""
        return self.state in UNDER_WAY


def of_case(case_id: str, *, by: Actor) -> Parcel | None:
    """The newest parcel of a case, for its applicant and the window; None where none is wanted, and for everybody else."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        if not (by.holds(Role.HANDLER) or by.holds(Role.WINDOW)):
            return None
        found = latest(session, row.id)
    if found is None or found.state == "dropped":
        return None
    return Parcel(
        found.state,
        found.name,
        found.mobile,
        found.address,
        found.number,
        found.wanted_at,
        found.changed_at,
        found.ended_on,
    )


def states_of(case_ids: Collection[str]) -> dict[str, str]:
    """The state of the newest parcel of each of these cases, by their opaque names; for a list of the window."""
    wanted = (
        select(CaseRow.public_id, CourierParcel.state)
        .join(CaseRow, CaseRow.id == CourierParcel.case_id)
        .where(CaseRow.public_id.in_(case_ids))
        .order_by(CourierParcel.id)
    )
    with reading() as session:
        found = {row[0]: row[1] for row in session.execute(wanted)} if case_ids else {}
    return {case_id: state for case_id, state in found.items() if state != "dropped"}


def stuck(session: Session, case_ids: Collection[int]) -> frozenset[int]:
    """Those of these cases whose newest parcel came back or is not taken by the courier: the applicant says where it shall go."""
    newest = (
        select(func.max(CourierParcel.id)).where(CourierParcel.case_id.in_(case_ids)).group_by(CourierParcel.case_id)
    )
    wanted = select(CourierParcel.case_id).where(CourierParcel.id.in_(newest), CourierParcel.state.in_(STUCK))
    return frozenset(session.scalars(wanted)) if case_ids else frozenset()


def want(case_id: str, name: str, mobile: str, address: str, *, by: Actor, at: datetime) -> None:
    """Ask for the result by courier, or change to whom it goes; the applicant does it, or the window for him.

    Raises Refusal `case_ended` when nothing more goes out, `parcel_under_way` when the courier has it already.
    """
    with transaction() as session:
        row = _own(session, case_id, by)
        if journal.state_of(session, row.id).state in ENDED:
            raise Refusal("case_ended")
        found = _changeable(session, row)
        if found is None:
            found = CourierParcel(
                case_id=row.id, key=secrets.token_hex(16), wanted_at=at, state="wanted", changed_at=at
            )
            session.add(found)
        _note(session, "courier_wanted", row, by, at)
        found.name, found.mobile, found.address = name, mobile, address
        if found.state == "unserved":
            found.state, found.changed_at = "wanted", at


def drop(case_id: str, *, by: Actor, at: datetime) -> None:
    """Do without the courier again; recipient and address are erased at once."""
    with transaction() as session:
        row = _own(session, case_id, by)
        found = _changeable(session, row)
        if found is not None:
            found.state, found.changed_at = "dropped", at
            _note(session, "courier_dropped", row, by, at)
            _erase(found)


def latest(session: Session, case_id: int) -> CourierParcel | None:
    """The newest parcel of a case; the case is locked by whoever changes it."""
    statement = select(CourierParcel).where(CourierParcel.case_id == case_id)
    return session.scalars(statement.order_by(CourierParcel.id.desc()).limit(1)).one_or_none()


def end(parcel: CourierParcel, state: str, on: date, *, at: datetime) -> None:
    """The parcel was handed over or came back; how long its address is kept from now on is a setting."""
    parcel.state, parcel.ended_on, parcel.changed_at = state, on, at
    parcel.forget_at = at + _kept_for()


def close(session: Session, case_id: int, way: str, on: date, *, at: datetime) -> None:
    """The result was served: by the courier if that is the way, else nobody needs the address of a parcel that never left."""
    found = latest(session, case_id)
    if found is not None and found.state in UNDER_WAY and way == "courier":
        end(found, "delivered", on, at=at)
    elif found is not None and found.state in OPEN:
        found.state, found.changed_at = "dropped", at
        _erase(found)


def forget(*, at: datetime) -> int:
    """Erase what is no longer needed: addresses whose days are over; those of ended cases get their last day. How many."""
    p, ended = CourierParcel, select(CaseRow.id).where(CaseRow.state.in_(sorted(ENDED)))
    with reading() as session:  # most sweeps find nothing to erase, and ask no more than this
        unended = p.forget_at.is_(None) & p.state.in_(sorted(OPEN | UNDER_WAY))
        if session.scalar(select(p.id).where(unended | (p.forget_at <= at)).limit(1)) is None:
            return 0
    with transaction() as session:
        open_ones = (p.forget_at.is_(None), p.state.in_(sorted(OPEN)), p.case_id.in_(ended))
        session.execute(update(p).where(*open_ones).values(forget_at=at + _kept_for(), state="dropped"))
        running = (p.forget_at.is_(None), p.state.in_(sorted(UNDER_WAY)), p.case_id.in_(ended))
        session.execute(update(p).where(*running).values(forget_at=at + _kept_for()))
        over = session.scalars(select(p).where(p.forget_at <= at).limit(500)).all()
        for parcel in over:
            _erase(parcel)
            parcel.forget_at = None
        return len(over)


def automatic() -> bool:
    """Whether a courier is connected; without one the window writes numbers and states by hand."""
    return ports.configured("courier")


def _changeable(session: Session, row: CaseRow) -> CourierParcel | None:
    """The parcel that is wanted and not yet with the courier."""
    found = latest(session, row.id)
    if found is not None and found.state in UNDER_WAY:
        raise Refusal("parcel_under_way")
    return found if found is not None and found.state in OPEN else None


def _own(session: Session, case_id: str, by: Actor) -> CaseRow:
    row = casefile.locked(session, case_id, by=by)
    require(may_act(by, row, Role.HANDLER) or may_act(by, row, Role.WINDOW), "enterprise")
    standing.check(session, by, Role.WINDOW)
    return row


def _note(session: Session, kind: str, row: CaseRow, by: Actor, at: datetime) -> None:
    """To whom the result goes is the enterprise's to know; what the window asks for it stands in no log of its people."""
    if by.kind == "handler":
        firm = row.enterprise_id
        account_log.note(session, kind, by=by, at=at, enterprise_id=firm, item=row.item, case=row.id)


def _erase(parcel: CourierParcel) -> None:
    parcel.name = parcel.mobile = parcel.address = ""


def _kept_for() -> timedelta:
    return timedelta(days=current_app.config["SETTINGS"].courier_address_days)
