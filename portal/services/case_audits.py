"""The automatic checks of closed files (案卷评查, R133): made by the sweep, made again when a file grew, and counted."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day, day_starts
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CaseAudit
from portal.services import journal, law, verification
from portal.services.paging import ROWS, Page, offset
from workflows.audit import FAILED, IDLE, Result, audit, score
from workflows.case import ENDED

log = logging.getLogger("onewindow.audit")

LOOK_BACK = 60
"""Days after its end, and after anything that was added to it later, in which the sweep looks at a file."""

TOGETHER = 20
"""Files that one sweep checks: what is left waits a minute."""

PASSED_BY = 200
"""Files of which a sweep takes the first that it can check: one that cannot be read stays in front and keeps no other waiting."""

NIGHT = (time(1), time(5))
"""When nobody works and files are checked."""

BY_DAY = 37
"""The minute of every hour in which the sweep looks as well: a machine that is off at night has checked files too."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One file in the list, the worst first."""

    case_id: str
    number: str
    applicant: str
    item_zh: str
    item_en: str
    office: str
    closed_on: date
    score: int
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeScore:
    """The files of one office: how many, how many without any finding, the mean score in points."""

    office: str
    files: int
    clean: int
    mean: float


@dataclass(frozen=True, slots=True)
class Overview:
    """What the checks found of the files closed in a period: by office, and how often each check failed."""

    first: date
    last: date
    offices: tuple[OfficeScore, ...]
    failed: tuple[tuple[str, int], ...]
    files: int
    waiting: int


def check_closed(*, at: datetime) -> int:
    """Check files that closed lately and were not checked since they last grew; returns how many."""
    today, most = business_day(at), TOGETHER + PASSED_BY
    since = today - timedelta(days=LOOK_BACK)
    with reading() as session:
        found = list(session.scalars(_numbers(_unchecked(since, today, today)).limit(most)))
        found += session.scalars(_numbers(_grown(since)).limit(most - len(found)))
    checked = 0
    for case_id in found:
        checked += _checked(case_id, at)
        if checked == TOGETHER:
            break
    return checked


def _numbers(files: Select[Any]) -> Select[Any]:
    return files.with_only_columns(CaseRow.id, maintain_column_froms=True)


def _checked(case_id: int, at: datetime) -> bool:
    """Check one file in a transaction of its own; False where it cannot be checked."""
    try:
        with transaction() as session:
            check(session, session.get_one(CaseRow, case_id), at=at)
    except Exception:  # whatever it is, it concerns one file
        log.exception("the file of case %s could not be checked; left for the next sweep", case_id)
        return False
    return True


def check(session: Session, row: CaseRow, *, at: datetime) -> CaseAudit:
    """Check one file now and keep what was found; a file that did not grow since is left as it was found."""
    kept = session.get(CaseAudit, row.id)
    today = business_day(at)
    if kept is not None and kept.seq == row.seq and not (kept.again_on and kept.again_on <= today):
        return kept
    whole = verification.holds(session, row)
    results = audit(tuple(journal.load(session, row.id)), law.calendar(), whole=whole, on=today)
    facts = {
        "seq": row.seq,
        "audited_at": at,
        "office": row.lead_office,
        "item": row.item,
        "closed_on": row.closed_on or today,
        "score": score(results),
        "failed": [one.code for one in results if one.outcome == FAILED],
        "results": [_plain(one) for one in results],
        "again_on": _again_on(results),
    }
    if kept is None:
        kept = CaseAudit(case_id=row.id, **facts)
        session.add(kept)
    else:
        for name, value in facts.items():
            setattr(kept, name, value)
    session.flush()
    return kept


def results_of(kept: CaseAudit) -> tuple[Result, ...]:
    """What was found, as the checks gave it."""
    return tuple(
        Result(one["code"], one["outcome"], tuple(one["seqs"]), _day(one["due"]), _day(one["on"]))
        for one in kept.results
    )


def listed(*, by: Actor, first: date, last: date, office: str = "", failed: str = "", page: int = 1) -> Page[Audited]:
    """The checked files of a period, the lowest score first; with `failed` those on which that check failed."""
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    a, c = CaseAudit, CaseRow
    where = [a.closed_on.between(first, last), *([a.office == office] if office else [])]
    statement = select(a, c).join(c, c.id == a.case_id).where(*where).order_by(a.score, a.closed_on.desc(), a.case_id)
    with reading() as session:
        if failed:  # a rare look, by one person: the list of codes is read, not searched by the database
            rows = [one for one in session.execute(statement) if failed in one.CaseAudit.failed]
            page, pages, skipped = offset(page, len(rows))
            return Page(tuple(_line(*one) for one in rows[skipped : skipped + ROWS]), len(rows), page, pages)
        total = session.scalar(select(func.count()).select_from(a).where(*where)) or 0
        page, pages, skipped = offset(page, total)
        found = session.execute(statement.offset(skipped).limit(ROWS))
        return Page(tuple(_line(*one) for one in found), total, page, pages)


def overview(*, by: Actor, first: date, last: date) -> Overview:
    """How the files of a period stand, by office, and what failed how often."""
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    a = CaseAudit
    with reading() as session:
        rows = session.execute(select(a.office, a.score, a.failed).where(a.closed_on.between(first, last))).all()
        left = session.scalar(select(func.count()).select_from(_unchecked(first, last).subquery())) or 0
    names = sorted({row.office for row in rows})
    offices = [_office(name, [row for row in rows if row.office == name]) for name in names]
    failed = Counter(code for row in rows for code in row.failed)
    return Overview(
        first, last, tuple(sorted(offices, key=lambda one: one.mean)), tuple(failed.most_common()), len(rows), left
    )


def _office(name: str, rows: list[Any]) -> OfficeScore:
    clean = sum(not row.failed for row in rows)
    return OfficeScore(name, len(rows), clean, sum(row.score for row in rows) / len(rows))


def _again_on(results: Sequence[Result]) -> date | None:
    """The day after the last day of what is still to come; None where nothing is."""
    ends = [one.due for one in results if one.outcome == IDLE and one.due is not None]
    return min(ends) + timedelta(days=1) if ends else None


def _unchecked(first: date, last: date, today: date | None = None) -> Select[Any]:
    """Closed files that were not checked since they last grew, and with `today` those to be looked at once more by then."""
    a, c = CaseAudit, CaseRow
    again = [a.again_on <= today] if today else []
    statement = select(c).outerjoin(a, a.case_id == c.id)
    return statement.where(
        c.state.in_(ENDED), c.closed_on.between(first, last), or_(a.case_id.is_(None), a.seq != c.seq, *again)
    ).order_by(c.closed_on, c.id)  # fmt: skip


def _grown(since: date) -> Select[Any]:
    """Files that ended before that day and that something was added to afterwards, such as an act on the licence."""
    a, c = CaseAudit, CaseRow
    changed = [c.state.in_(ENDED), c.closed_on < since, c.changed_at >= day_starts(since)]
    return select(c).join(a, a.case_id == c.id).where(*changed, a.seq != c.seq).order_by(c.changed_at, c.id)


def _line(kept: CaseAudit, row: CaseRow) -> Audited:
    return Audited(
        row.public_id, row.number, row.applicant_name, row.item_name_zh, row.item_name_en, kept.office, kept.closed_on,
        kept.score, tuple(kept.failed),
    )  # fmt: skip


def _plain(one: Result) -> dict[str, Any]:
    day = {name: value.isoformat() if value else None for name, value in (("due", one.due), ("on", one.on))}
    return {"code": one.code, "outcome": one.outcome, "seqs": list(one.seqs), **day}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
