"""The service of letters as rows that lists can ask for: copied from the case whenever an act changed it (DESIGN §3.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from portal.db import add_rows
from portal.models import Case as CaseRow
from portal.models import LetterService
from workflows.case import Case
from workflows.clocks import DELIVERY, NOTICE
from workflows.rules import Moment
from workflows.service import LetterState, policy


def copy(session: Session, row: CaseRow, before: Case | None, case: Case, now: Moment, *, anew: bool = False) -> None:
    """Write every letter whose service is new or changed; with `anew` also the last days of results that wait to be served."""
    if anew:
        _due_again(session, row, case, now)
    known = before.letters if before else {}
    if known is case.letters:
        return
    fresh = [one for key, one in case.letters.items() if key not in known]
    if fresh:
        key = {"opened_at": None, "sheet_key": "", "sheet_name": ""}
        rows = [{**_place(row, one), **_facts(one), **key, "due_on": _due(case, one, now)} for one in fresh]
        add_rows(session, LetterService, rows)
    for key_, one in case.letters.items():
        if key_ in known and known[key_] != one:
            session.execute(update(LetterService).where(*_is(row, one)).values(**_facts(one)))


def of_letters(case: Case) -> dict[tuple[int, str], dict[str, Any]]:
    """What the rows of a case's letters say, by the letter's place in the journal and its kind; all but their last days.

    The last day of an answer is that of the round in which it was written, which the case no longer knows after another one.
    """
    return {(one.letter, one.document): _facts(one) for one in case.letters.values()}


def _due_again(session: Session, row: CaseRow, case: Case, now: Moment) -> None:
    for one in case.letters.values():
        if one.document in policy().delivered and one.served_on is None:
            session.execute(update(LetterService).where(*_is(row, one)).values(due_on=_due(case, one, now)))


def _is(row: CaseRow, one: LetterState) -> list[ColumnElement[bool]]:
    return [getattr(LetterService, name) == value for name, value in _place(row, one).items()]


def _place(row: CaseRow, one: LetterState) -> dict[str, Any]:
    return {"case_id": row.id, "seq": one.letter, "document": one.document}


def _facts(one: LetterState) -> dict[str, Any]:
    names = ("state", "way", "dated", "sent_on", "served_on", "failed_on", "reason")
    return {name: getattr(one, name) for name in names}


def _due(case: Case, one: LetterState, now: Moment) -> date | None:
    """By when the law wants it served: answers within article 32, results within article 44; other letters have no day."""
    rules = policy()
    clock = NOTICE if one.document in rules.answers else DELIVERY if one.document in rules.delivered else ""
    return now.due(case, clock) if clock else None
