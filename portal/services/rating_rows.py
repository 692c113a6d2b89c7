"""The rows of ratings: copies of the journal, derived by one function and written with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from portal.db import add_rows, table_of
from portal.models import Case as CaseRow
from portal.models import CaseRating
from workflows.case import Case
from workflows.clocks import clocks
from workflows.limits import due
from workflows.rating import CONTACT, FIX, Rating
from workflows.rules.moment import Moment

_RATINGS = table_of(CaseRating)
_UPDATE = _RATINGS.update().where(_RATINGS.c.case_id == bindparam("row_id"), _RATINGS.c.act == bindparam("row_act"))


def copy(session: Session, row: CaseRow, before: Case | None, case: Case, now: Moment, *, anew: bool = False) -> None:
    """Write the copies of the ratings that changed since `before`; all of them with `anew`, as under another calendar."""
    if not case.ratings:
        return
    known = before.ratings if before else {}
    made = [one for one in of_ratings(row, case, now) if anew or known.get(one["act"]) != case.ratings[one["act"]]]
    fresh = [{"case_id": row.id, **one} for one in made if one["act"] not in known]
    if fresh:
        add_rows(session, CaseRating, fresh)
    old = [{"row_id": row.id, "row_act": one.pop("act"), **one} for one in made if one["act"] in known]
    if old:
        session.connection().execute(_UPDATE, old)


def of_ratings(row: CaseRow, case: Case, now: Moment) -> list[dict[str, Any]]:
    """The copied rows of a case's ratings; a pure function of its journal, its place and the calendar."""
    return [_row(row, case, one, now) for one in case.ratings.values()]


def _row(row: CaseRow, case: Case, one: Rating, now: Moment) -> dict[str, Any]:
    contact, fix = (_last_day(case, f"{kind}:{one.act}", now) for kind in (CONTACT, FIX))
    return {
        "act": one.act,
        "item": row.item,
        "office": row.lead_office,
        "desk": one.desk,
        "channel": one.channel,
        "level": one.level,
        "bad": one.bad,
        "named": one.named,
        "tags": list(one.tags),
        "rated_on": one.rated_on,
        "stage": one.stage,
        "due_on": {"contact": contact, "review": fix, "fix": fix}.get(one.stage),
        "finding": one.finding,
        "contact_due": contact,
        "verified_on": one.verified_on,
        "fix_due": fix,
        "answered_on": one.answered_on,
        "reply": one.reply,
        "called_on": one.called_on,
        "again": one.again,
        "way": one.way,
        "window": one.window,
        "counted": one.counted,
        "disowned": one.disowned,
        "tries": len(one.tries),
    }


def _last_day(case: Case, name: str, now: Moment) -> date | None:
    clock = clocks(case).get(name)
    return due(clock, now.calendar, now.day).on if clock else None
