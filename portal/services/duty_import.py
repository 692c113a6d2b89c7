"""Results that come back from the inspection system, as CSV or JSON: each line is recorded once, and what is wrong is named."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.services import act_contents, journal, standing
from workflows.case import Case
from workflows.commands import CheckDuty
from workflows.refusal import Refusal

NEEDED = ("case", "duty", "checked_on", "result")
MOST = 2000
"""Lines of one file; more is cut into several."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that was not recorded: its number in the file, and why (a rule, or unreadable, missing, stranger)."""

    line: int
    why: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file: lines recorded, lines known before, and lines that are wrong."""

    recorded: int
    known: int
    wrong: tuple[Wrong, ...]


class FileUnreadable(ValueError):
    """A file that is neither the CSV nor the JSON that is asked for."""


def bring_in(text: str, *, filename: str, by: Actor, at: datetime) -> Brought:
    """Record the results of a file, line by line, each in a transaction of its own, so that one wrong line stops no other.

    Columns: case (the number), duty, checked_on, result (passed, correct, failed), correct_by, officers, note. A person may
    bring in what was checked for the own office. Raises FileUnreadable when the file as a whole cannot be read.
    """
    require(by.holds(Role.REVIEWER), "role", roles=[str(Role.REVIEWER)])
    recorded = known = 0
    wrong: list[Wrong] = []
    for number, line in _lines(text, filename):
        try:
            fresh = _record(line, by, at)
            recorded, known = recorded + fresh, known + (not fresh)
        except Refusal as refusal:
            wrong.append(Wrong(number, refusal.rule, refusal.facts))
        except (KeyError, ValueError) as error:
            wrong.append(Wrong(number, "unreadable", {"what": str(error)[:80]}))
    return Brought(recorded, known, tuple(wrong))


def _lines(text: str, filename: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines with their numbers; the head of a table is line 1."""
    if filename.lower().endswith(".json"):
        found, first = _json(text), 1
    else:
        found, first = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))), 2
    if not found or not set(NEEDED) <= set(found[0]):
        raise FileUnreadable("columns")
    if len(found) > MOST:
        raise FileUnreadable("too_many")
    for number, line in enumerate(found, first):
        yield number, {str(name): str(value or "").strip() for name, value in line.items() if name}


def _json(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise FileUnreadable("json") from error
    lines = found.get("checks") if isinstance(found, dict) else found
    if not isinstance(lines, list) or not all(isinstance(one, dict) for one in lines):
        raise FileUnreadable("json")
    return lines


def _record(line: dict[str, str], by: Actor, at: datetime) -> bool:
    """Record one line; False when this very check was recorded before."""
    checked_on = date.fromisoformat(line["checked_on"])
    by_day = date.fromisoformat(line["correct_by"]) if line.get("correct_by") else None
    with transaction() as session:
        row = _case(session, line["case"])
        case = journal.state_of(session, row.id)
        term = case.terms.duty(line["duty"])
        if term is None:
            raise Refusal("no_such_duty", duty=line["duty"])
        if term.office != by.office_code:
            raise Refusal("duty_of_another_office")
        standing.check(session, by, Role.REVIEWER)
        if _known(case, line, checked_on, by_day):
            return False
        content = {"words": line.get("note", ""), "officers": line.get("officers", "")}
        paper = act_contents.keep(session, row.id, content, at=at)
        command = CheckDuty(line["duty"], checked_on, line["result"], by_day, paper=paper, source="import")
        journal.record(session, row, command, by=by, at=at)
    return True


def _known(case: Case, line: dict[str, str], checked_on: date, by_day: date | None) -> bool:
    asked = (checked_on, line["result"], by_day if line["result"] == "correct" else None)
    return any((one.on, one.result, one.correct_by) == asked for one in case.checks.get(line["duty"], ()))


def _case(session: Session, number: str) -> CaseRow:
    found = session.scalars(select(CaseRow.id).where(CaseRow.number == number)).one_or_none()
    if found is None:
        raise Refusal("no_such_case")
    return journal.lock(session, found)
