"""Demands outside a first notice: asked at the window, answered by a supervisor, and counted (R6, article 72 (4))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import day_starts
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import JournalEntry
from portal.services import casefile, form_fields, journal, law, standing
from portal.services.answers import clean
from portal.services.people import Name, names_of
from workflows.case import Case, State
from workflows.commands import AnswerLaterDemand, AskLaterDemand

LONGEST = 2000
DAYS = 365
ROWS = 200
_ANSWERS = {"LaterDemandPermitted": "permitted", "LaterDemandRefused": "refused"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One demand in the supervisor's list. `state` is asked, permitted, refused, or void (the case moved on unanswered)."""

    public_id: str
    seq: int
    number: str
    applicant: str
    item: Text
    key: str
    name: Text
    form: bool
    words: str
    reason: str
    by: Name | None
    at: datetime
    state: str
    answer: str = ""
    answered_by: Name | None = None


@dataclass(frozen=True, slots=True)
class DemandFigures:
    """How often something was demanded later, of the notices that went out in the same days."""

    asked: int
    permitted: int
    refused: int
    waiting: int
    notices: int


def ask(
    case_id: str, key: str, demand: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Ask whether something that the last notice left in order may still be demanded. Raises Refusal by the rule."""
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        standing.check(session, by, Role.WINDOW)
        wanted = AskLaterDemand(key, clean(demand).strip()[:LONGEST], clean(reason).strip()[:LONGEST])
        return journal.record(session, row, wanted, by=by, at=at, expected_seq=expected_seq)


def answer(case_id: str, key: str, permitted: bool, reason: str, *, by: Actor, at: datetime) -> Case:
    """Let it be demanded, or not, with a reason that the journal keeps."""
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        standing.check(session, by, Role.SUPERVISOR)
        wanted = AnswerLaterDemand(key, permitted, clean(reason).strip()[:LONGEST])
        return journal.record(session, row, wanted, by=by, at=at)


def asked(*, by: Actor, on: date) -> tuple[Asked, ...]:
    """What was asked in the last DAYS days, the newest first; those that wait for an answer before all others."""
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    with reading() as session:
        found = list(_asked(session, on - timedelta(days=DAYS)))
    return tuple(sorted(found, key=lambda one: one.state != "asked"))


def counted(*, first: date, last: date) -> DemandFigures:
    """The figures of the days from `first` to `last`."""
    with reading() as session:
        states = [one.state for one in _asked(session, first) if one.at < day_starts(last + timedelta(days=1))]
        j = JournalEntry
        between = (j.at >= day_starts(first), j.at < day_starts(last + timedelta(days=1)))
        notices = session.scalar(select(func.count()).where(j.kind == "CorrectionRequested", *between)) or 0
    return DemandFigures(
        len(states), states.count("permitted"), states.count("refused"), states.count("asked"), notices
    )


def _asked(session: Session, since: date) -> Iterator[Asked]:
    j, c = JournalEntry, CaseRow
    statement = select(j.seq, j.payload, j.at, j.by, c).join(c, c.id == j.case_id)
    statement = statement.where(j.kind == "LaterDemandAsked", j.at >= day_starts(since))
    rows = session.execute(statement.order_by(j.at.desc()).limit(ROWS)).all()
    answers = _answers(session, {row.Case.id for row in rows}) if rows else {}
    names = names_of(session, {row.by for row in rows} | {one[3] for found in answers.values() for one in found})
    for row in rows:
        yield _line(row, answers.get(row.Case.id, []), names)


def _answers(session: Session, cases: set[int]) -> dict[int, list[tuple[int, str, dict[str, Any], str]]]:
    """The answers by case: place, kind, payload and who gave them, in their order."""
    j = JournalEntry
    found: dict[int, list[tuple[int, str, dict[str, Any], str]]] = {}
    statement = select(j.case_id, j.seq, j.kind, j.payload, j.by).where(j.case_id.in_(cases), j.kind.in_(_ANSWERS))
    for case_id, *rest in session.execute(statement.order_by(j.case_id, j.seq)):
        found.setdefault(case_id, []).append((rest[0], rest[1], rest[2], rest[3]))
    return found


def _line(row: Any, answers: list[tuple[int, str, dict[str, Any], str]], names: dict[str, Name]) -> Asked:
    payload, case = row.payload, row.Case
    key = payload["material"]
    given = next((one for one in answers if one[0] > row.seq and one[2]["material"] == key), None)
    state = _ANSWERS[given[1]] if given else "asked" if case.state == State.RESUBMITTED else "void"
    return Asked(
        public_id=case.public_id,
        seq=row.seq,
        number=case.number,
        applicant=case.applicant_name,
        item=Text(zh=case.item_name_zh, en=case.item_name_en),
        key=key,
        name=_name(case, key),
        form=bool(form_fields.field_of(key)),
        words=payload["demand"],
        reason=payload["reason"],
        by=names.get(row.by),
        at=row.at,
        state=state,
        answer=given[2]["reason"] if given else "",
        answered_by=names.get(given[3]) if given else None,
    )


def _name(case: CaseRow, key: str) -> Text:
    guide = law.guide_of(case.item, case.guide_version)
    if label := form_fields.label_of(guide, key):
        return label
    material = next((one for one in guide.materials if key in (one.id, one.group)), None)
    return material.name if material else Text(zh=key, en=key)
