"""What the applicant has to do, or may do until a day: the answer to "is it my turn, and until when?" over all open cases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from guides.text import Text
from portal.actors import Actor
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseDuty, CourierParcel, JournalEntry, Licence
from portal.services import journal, parcels
from portal.services.caseclocks import ClockView, views_of
from portal.services.licensee import own_licences
from portal.services.own_rows import own_rows
from workflows import hearing, licence
from workflows.case import Case, State
from workflows.case_facts import Promise
from workflows.clocks import GRACE

MOST = 300
"""Cases that are looked through, the newest first; only those that may ask something, so that many open ones hide none."""

ASKS = (
    "CorrectionRequested", "AcceptedDeferred", "FixesTold", "DeferralOffered", "HearingTold", "HearingSet", "VisitAsked",
    "SiteCheckSet", "CompetenceDeclined",
)  # fmt: skip
"""Without any of these events a case asks nothing of its applicant but about its parcel or its licence."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: its code, how many of it, the last day, and the time and place of an appointment.

    `must` is False where it is a right that may be left unused: asking for a hearing.
    """

    code: str
    due: date | None = None
    count: int = 1
    time: str = ""
    place: str = ""
    must: bool = True


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task with the case it belongs to."""

    public_id: str
    number: str
    item: Text
    task: Task


def tasks_of(case: Case, clocks: Mapping[str, ClockView], *, stuck: bool = False) -> tuple[Task, ...]:
    """What a case asks of its applicant now, what is due first coming first; `stuck` says that its parcel came back."""
    found = [*_to_choose(case), *defence_of(case, clocks)]
    if stuck and case.state in parcels.READY:
        found.append(Task("courier"))
    if not case.ended:
        found += [*_to_hand_in(case, clocks), *_to_answer(case, clocks), *_to_attend(case)]
    return tuple(sorted(found, key=_urgency))


def defence_of(case: Case, clocks: Mapping[str, ClockView]) -> Iterator[Task]:
    """The right to be heard before an act against a licence, whose case has mostly ended, until it is used up or over (R36).

    A statement leaves the right to ask for a hearing; whoever asked for one or waived has nothing more to choose.
    """
    proposal, days = case.proposal, clocks.get(licence.DEFENCE)
    if proposal is None or not proposal.notice or days is None or days.left < 0:
        return
    if not {licence.HEARING, licence.WAIVED} & {one.defence for one in proposal.defences}:
        yield Task("licence_defence", days.due.on, must=False)


def _urgency(task: Task) -> tuple[bool, date, bool]:
    return task.due is None, task.due or date.max, not task.must


def _to_hand_in(case: Case, clocks: Mapping[str, ClockView]) -> Iterator[Task]:
    if case.state is State.CORRECTION:
        yield Task("correct", _due(clocks, "correction"), len(case.noticed) or 1)
    if case.state is not State.IN_REVIEW:
        return
    owed = [one for one in case.promises.values() if one.open and one.arrived_on is None]
    if owed:
        days = [_due(clocks, period(one)) for one in owed]
        yield Task("supply", min((day for day in days if day), default=None), len(owed))
    if case.fixes.missing:
        yield Task("fix", case.fixes.until, len(case.fixes.missing))


def _to_answer(case: Case, clocks: Mapping[str, ClockView]) -> Iterator[Task]:
    if case.offered and case.state in (State.SUBMITTED, State.RESUBMITTED):
        yield Task("offer", _due(clocks, "notice"), len(case.offered))
    at = case.hearing
    if at.told_on and case.state is State.IN_REVIEW and not (at.over_on or at.held_on):
        period = clocks.get(hearing.REQUEST)
        if "applicant" not in (*at.requests, *at.waived) and period is not None and period.left >= 0:
            yield Task("hearing_request", period.due.on, must=False)


def _to_choose(case: Case) -> Iterator[Task]:
    """A case that another body is competent for has ended, and may still go there."""
    if case.hand_over is not None and case.hand_over.state == "offered":
        yield Task("hand_over")


def _to_attend(case: Case) -> Iterator[Task]:
    for ask in case.asks:
        if ask.state == "asked":
            yield Task("visit", ask.plan_on, place=ask.place)
    if case.state is not State.IN_REVIEW:
        return
    if case.site.owed and case.site.held_on:
        yield Task("site_check", case.site.held_on, time=case.site.time, place=case.site.place)
    if case.hearing.held_on and not case.hearing.over_on:
        yield Task("hearing", case.hearing.held_on, time=case.hearing.time, place=case.hearing.place)


def period(promise: Promise) -> str:
    """The clock by which a promised material has to come: its period, or the grace that a suspended case gives."""
    return f"deferred:{promise.material}" if promise.suspended_on is None else f"{GRACE}:{promise.material}"


def _due(clocks: Mapping[str, ClockView], name: str) -> date | None:
    clock = clocks.get(name)
    return clock.due.on if clock else None


def tasks(*, by: Actor, on: date) -> tuple[OwnTask, ...]:
    """Everything that the enterprise's cases ask of it, what is due first coming first; four queries whatever their number.

    Of a licence that somebody else applied for, whom it names is asked for the defence alone.
    """
    with reading() as session:
        statement = select(CaseRow).where(or_(and_(own_rows(CaseRow, by), _may_ask()), CaseRow.id.in_(_accused(by))))
        rows = {row.id: row for row in session.scalars(statement.order_by(CaseRow.id.desc()).limit(MOST))}
        cases = journal.states_of(session, rows)
        stuck = parcels.stuck(session, [row.id for row in rows.values() if row.state in parcels.READY])
        after = tuple(session.execute(_after(by, on)))
    found = [
        _own(row, task)
        for number, row in rows.items()
        if (case := cases.get(number)) is not None
        for task in _asked(row, case, views_of(case, on), by, row.id in stuck)
    ]
    found += [
        _own(row, Task("renew" if kind == "renewal" else "mend", due, must=kind != "renewal"))
        for row, kind, due in after
    ]
    return tuple(sorted(found, key=lambda one: _urgency(one.task)))


def defences(case_ids: Collection[str], *, on: date) -> dict[str, date | None]:
    """Until when the holder may answer what is proposed against the licences of these cases, by their opaque names."""
    with reading() as session:
        names = session.execute(select(CaseRow.id, CaseRow.public_id).where(CaseRow.public_id.in_(case_ids)))
        rows = {one.id: one.public_id for one in names}
        cases = journal.states_of(session, rows)
    return {rows[n]: one.due for n, case in cases.items() for one in defence_of(case, views_of(case, on))}


def _may_ask() -> ColumnElement[bool]:
    """Which cases can ask anything: of the open ones, and those that another body is competent for, those that once did."""
    waits = or_(CaseRow.closed_on.is_(None), CaseRow.state == str(State.NOT_COMPETENT))
    once = exists().where(JournalEntry.case_id == CaseRow.id, JournalEntry.kind.in_(ASKS))
    back = exists().where(CourierParcel.case_id == CaseRow.id, CourierParcel.state.in_(parcels.STUCK))
    return and_(waits, or_(once, back))


def _accused(by: Actor) -> Select[int]:
    """The cases of the licences against which an act is proposed, be it that somebody else applied for them."""
    return select(Licence.case_id).where(own_licences(by), Licence.act != "")


def _asked(row: CaseRow, case: Case, clocks: Mapping[str, ClockView], by: Actor, stuck: bool) -> tuple[Task, ...]:
    applied = row.enterprise_id == by.enterprise_id
    return tasks_of(case, clocks, stuck=stuck) if applied else tuple(defence_of(case, clocks))


def _own(row: CaseRow, task: Task) -> OwnTask:
    return OwnTask(row.public_id, row.number, Text(zh=row.item_name_zh, en=row.item_name_en), task)


def _after(by: Actor, on: date) -> Select[CaseRow, str, date | None]:
    """After the licence: what has to be put right, and the renewals that may be applied for now."""
    window = and_(CaseDuty.kind == "renewal", CaseDuty.state == "open", CaseDuty.since <= on, CaseDuty.due_on >= on)
    owed = or_(window, CaseDuty.state == "correct")
    own = (own_rows(CaseRow, by), owed)
    statement = select(CaseRow, CaseDuty.kind, CaseDuty.due_on).join(CaseDuty, CaseDuty.case_id == CaseRow.id)
    return statement.where(*own).order_by(CaseDuty.due_on).limit(MOST)
