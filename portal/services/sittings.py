"""Sittings (一次到场): one applicant at a window with one or several items, each of them a case of its own."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft, Enterprise, Sitting
from portal.services import applicants, drafts, law, offices, query_codes
from portal.services.applicants import ApplicantFacts
from portal.services.draft_view import guide_of
from portal.services.persons import NATURAL_PERSON
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

MOST_ITEMS = 10
CAPACITIES = ("self", "agent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who stands at the counter: the legal representative (self) or somebody with a letter of authorization (agent)."""

    capacity: str = "self"
    name: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a sitting: its draft, and the case it became with number and query code."""

    draft_id: str
    item: str
    name: Text
    case_id: str = ""
    number: str = ""
    query_code: str = ""
    submitted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SittingView:
    """A sitting as its pages read it."""

    public_id: str
    applicant: str
    uscc: str
    agent: Agent
    office: str
    created_at: datetime
    lines: tuple[Line, ...]

    @property
    def open(self) -> tuple[Line, ...]:
        """The items that were not handed in yet."""
        return tuple(one for one in self.lines if not one.case_id)


def begin(items: Sequence[str], facts: ApplicantFacts, agent: Agent, *, by: Actor, at: datetime) -> str:
    """Begin a sitting with a draft for every item, each once; return its opaque name.

    Raises WrongInput (as `applicants.settle`; item: none, many, firms where persons may not apply; agent_name: missing), Refusal
    `not_taken_here` where a point may not take an item in, or when no guide is in force.
    """
    applicants.require_counter(by)
    wanted = list(dict.fromkeys(items))
    _check(wanted, agent)
    place = place_of(by, wanted, at=at)
    for item in wanted:
        guide = drafts.guide_to_start(item, on=business_day(at))
        if facts.kind == NATURAL_PERSON and "person" not in guide.applicant_kinds:
            raise WrongInput(item="firms")
    with transaction() as session:
        enterprise_id = applicants.settle(session, facts, by=by, at=at)
        sitting = Sitting(
            public_id=secrets.token_urlsafe(16),
            enterprise_id=enterprise_id,
            user_id=by.id,
            office=place["intake_office"],
            agent=asdict(agent),
            created_at=at,
        )
        session.add(sitting)
        session.flush()
        number, name = sitting.id, sitting.public_id
    known = {"handler.name": agent.name, "handler.phone": agent.mobile}
    for item in wanted:
        typed = _prefilled(item, known, at=at)
        drafts.start(item, by=by, at=at, enterprise_id=enterprise_id, sitting_id=number, typed=typed, **place)
    return name


def add(sitting_id: str, item: str, *, by: Actor, at: datetime) -> str:
    """Put one more item into a sitting; an item that is in it already gives its draft again. Returns the draft's name."""
    place = place_of(by, [item], at=at)
    with reading() as session:
        row = _row(session, sitting_id, by)
        open_drafts = select(Draft.public_id).where(
            Draft.sitting_id == row.id, Draft.item == item, Draft.case_id.is_(None)
        )
        if found := session.scalars(open_drafts).first():
            return found
        agent = Agent(**row.agent)
    typed = _prefilled(item, {"handler.name": agent.name, "handler.phone": agent.mobile}, at=at)
    return drafts.start(item, by=by, at=at, enterprise_id=row.enterprise_id, sitting_id=row.id, typed=typed, **place)


def view(sitting_id: str, *, by: Actor) -> SittingView:
    """A sitting for its pages. Raises Refusal when there is none, Denied when it is another point's."""
    with reading() as session:
        row = _row(session, sitting_id, by)
        firm = session.get_one(Enterprise, row.enterprise_id)
        found = session.execute(
            select(Draft, CaseRow)
            .outerjoin(CaseRow, CaseRow.id == Draft.case_id)
            .where(Draft.sitting_id == row.id)
            .order_by(Draft.id)
        )
        lines = tuple(_line(draft, case) for draft, case in found)
        agent = Agent(**row.agent)
        return SittingView(row.public_id, firm.name, firm.uscc, agent, row.office, row.created_at, lines)


def of_draft(draft_id: str, *, by: Actor) -> SittingView | None:
    """The sitting in which a draft was begun; None for one that was begun alone."""
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        drafts.check_access(draft, by)
        sitting = session.get(Sitting, draft.sitting_id) if draft.sitting_id else None
    return view(sitting.public_id, by=by) if sitting else None


def agent_of(session: Session, draft: Draft) -> Agent:
    """Who stood at the counter for a draft."""
    sitting = session.get(Sitting, draft.sitting_id) if draft.sitting_id else None
    return Agent(**sitting.agent) if sitting else Agent()


def of_case(case_id: str, *, by: Actor) -> SittingView | None:
    """The sitting in which a case was handed in."""
    with reading() as session:
        statement = (
            select(Sitting.public_id)
            .join(Draft, Draft.sitting_id == Sitting.id)
            .join(CaseRow, CaseRow.id == Draft.case_id)
            .where(CaseRow.public_id == case_id)
        )
        name = session.scalars(statement).first()
    return view(name, by=by) if name else None


def place_of(by: Actor, items: Collection[str], *, at: datetime) -> dict[str, Any]:
    """Where applications of this person begin: at our window, or at a point that takes in for other agencies (R68).

    Raises Refusal `not_taken_here` for items that the point may not take in.
    """
    if not by.holds(Role.INTAKE):
        return {"channel": "window", "intake_office": ""}
    office = offices.office_by_code(by.office_code)
    refused = [item for item in items if office is None or not office.takes_in(item, _task_code(item, at))]
    if refused:
        names = [guide.name for item in refused if (guide := law.catalogue().in_force(item, business_day(at)))]
        raise Refusal("not_taken_here", items="；".join(str(one) for one in names))
    return {"channel": "remote", "intake_office": by.office_code}


def _task_code(item: str, at: datetime) -> str:
    guide = law.catalogue().in_force(item, business_day(at))
    return guide.codes.task_code if guide else ""


def _check(items: Sequence[str], agent: Agent) -> None:
    if not items or len(items) > MOST_ITEMS:
        raise WrongInput(item="many" if items else "none")
    if agent.capacity not in CAPACITIES:
        raise WrongInput(capacity="unknown")
    if agent.capacity == "agent" and not agent.name.strip():
        raise WrongInput(agent_name="missing")


def _prefilled(item: str, known: dict[str, str], *, at: datetime) -> dict[str, Any]:
    guide = drafts.guide_to_start(item, on=business_day(at))
    fields = guide.fields.values()
    return {one.id: value for one in fields if (value := known.get(one.prefill or "", ""))}


def _row(session: Session, sitting_id: str, by: Actor) -> Sitting:
    row = session.scalars(select(Sitting).where(Sitting.public_id == sitting_id)).one_or_none()
    if row is None:
        raise Refusal("no_such_sitting")
    own = by.holds(Role.INTAKE) and row.office == by.office_code
    require(own if row.office else by.holds(Role.WINDOW), "enterprise")
    return row


def _line(draft: Draft, case: CaseRow | None) -> Line:
    name = guide_of(draft).name
    if case is None:
        return Line(draft.public_id, draft.item, name)
    code = query_codes.code_of(case.public_id)
    return Line(draft.public_id, draft.item, name, case.public_id, case.number, code, case.created_at)
