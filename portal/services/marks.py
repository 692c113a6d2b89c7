"""What was marked so far in a round, and the trace of every mark: who marked what, when, also what was marked otherwise before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import add_rows
from portal.models import DeskMark, DeskTrace
from workflows.case import Case
from workflows.events import Mark
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Working:
    """What a clerk has marked so far on one material or field of the round."""

    verdict: str
    reason: str
    points: Mapping[str, str]
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Traced:
    """One mark as it was made."""

    round: int
    material: str
    verdict: str
    reason: str
    points: Mapping[str, str]
    by_id: int
    at: datetime


def marks_of(session: Session, case_id: int, round_: int) -> dict[str, Working]:
    """What was marked in that round, by material or field."""
    m = DeskMark
    statement = select(m.material, m.verdict, m.reason, m.points, m.by_id, m.at)
    rows = session.execute(statement.where(m.case_id == case_id, m.round == round_))
    return {material: Working(*rest) for material, *rest in rows}


def keep(session: Session, case: tuple[int, int], key: str, mark: Working, known: DeskMark | None = None) -> None:
    """Keep a mark of a case and round in the place of the one before, and trace it where it says something else."""
    case_id, round_ = case
    row = known or session.get(DeskMark, (case_id, round_, key))
    if row is None:
        row = DeskMark(case_id=case_id, round=round_, material=key, verdict="", reason="", points={})
    same = (row.verdict, row.reason, dict(row.points)) == (mark.verdict, mark.reason, dict(mark.points))
    row.verdict, row.reason, row.points = mark.verdict, mark.reason, dict(mark.points)
    row.by_id, row.at = mark.by_id, mark.at
    session.add(row)
    if not same:
        traced = {**asdict(mark), "points": dict(mark.points)}
        add_rows(session, DeskTrace, [{"case_id": case_id, "round": round_, "material": key, **traced}])


def carry(session: Session, case_id: int, old: int, new: int, *, but: Collection[str]) -> None:
    """What did not change need not be marked again in the next round."""
    for key, mark in marks_of(session, case_id, old).items():
        if key not in but:
            session.add(DeskMark(case_id=case_id, round=new, material=key, **asdict(mark)))


def traces(session: Session, case_id: int) -> tuple[Traced, ...]:
    """Every mark that was ever made on a case, the oldest first."""
    t = DeskTrace
    columns = (t.round, t.material, t.verdict, t.reason, t.points, t.by_id, t.at)
    rows = session.execute(select(*columns).where(t.case_id == case_id).order_by(t.id))
    return tuple(Traced(*row) for row in rows)


def unchanged(known: DeskMark | Working | None, seen_at: str | None, by_id: int) -> None:
    """Nobody writes over what a colleague marked since the page was made. Raises Refusal `mark_changed`."""
    if known is None or seen_at is None or known.by_id == by_id or known.at.isoformat() <= seen_at:
        return
    raise Refusal("mark_changed", by=f"officer:{known.by_id}", at=known.at)


def frozen(case: Case, rows: Mapping[str, Working], *, by_id: int = 0) -> tuple[Mark, ...]:
    """All marks of the round as the journal keeps them; what was settled before stands without being marked again.

    A mark names its author where that is not `by_id`, who records the outcome.
    """
    before, marks = case.settled, []
    for key in case.to_mark:
        row = rows.get(key)
        if row and row.verdict:
            author = f"officer:{row.by_id}" if by_id and row.by_id != by_id else ""
            marks.append(Mark(key, row.verdict, row.reason, author))
        elif row is None and key in before:
            marks.append(before[key])
    return tuple(marks)
