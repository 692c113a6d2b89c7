"""What follows a licence: checks by their day, what has to be put right, and the renewal (R37, R38, R80, R131)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from workflows.case import Case
from workflows.case_facts import Check
from workflows.ledger import Clock, Limit, Unit, months_after, weekdays_before
from workflows.licence import REPLACED
from workflows.terms import DutyTerm, RenewableTerm

RENEWAL = "renewal"
CHECK = "check"
RECTIFY = "rectify"
RESULTS = frozenset({"passed", "correct", "failed"})
FILE = Path(__file__).parent / "duties.yaml"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is owed after the licence: its clock's name (empty where nothing is counted), and how far it is.

    `state` is open, correct (to be put right), passed, failed, filed (renewal applied for) or untimed.
    """

    name: str
    kind: str
    office: str
    state: str
    clock: str = ""
    last: Check | None = None


@cache
def opens_days(file: Path = FILE) -> int:
    """How many calendar days before its last day the window for a renewal is said to be open."""
    return int(yaml.safe_load(file.read_text("utf-8"))["renewal_opens_days"])


def licensed(case: Case) -> bool:
    """True once something was granted: duties follow that, also after the case has ended."""
    return case.decided_on is not None and case.outcome == "grant" and case.grant_ended_on is None


def duties(case: Case) -> tuple[Duty, ...]:
    """Everything that is owed after the licence, in the order of the guide, and the renewal last."""
    if not licensed(case):
        return ()
    found = [_check(case, term) for term in case.terms.duties]
    if case.terms.renewable and case.licence and case.licence.valid_to:
        state = "filed" if case.renewed_on else "open"
        found.append(Duty(RENEWAL, RENEWAL, case.terms.lead, state, RENEWAL))
    return tuple(found)


def _check(case: Case, term: DutyTerm) -> Duty:
    done = case.checks.get(term.id, ())
    last = done[-1] if done else None
    state = last.result if last else ("open" if term.value else "untimed")
    clock = f"{RECTIFY}:{term.id}" if state == "correct" else f"{CHECK}:{term.id}" if term.value else ""
    return Duty(term.id, term.kind, term.office, state, clock, last)


def duty_clocks(case: Case) -> dict[str, Clock]:
    """The clocks of what is owed after the licence; each is answered by an act."""
    if not licensed(case) or not (case.terms.duties or case.terms.renewable):
        return {}
    found: dict[str, Clock] = {}
    for term in case.terms.duties:
        done = case.checks.get(term.id, ())
        if term.value:
            limit = Limit(term.value, Unit(term.unit), "decided")
            stopped = done[0].on if done else _over(case)
            found[f"{CHECK}:{term.id}"] = Clock(CHECK, term.id, limit, case.decided_on, stopped=stopped)
        if (one := _to_correct(done)) is not None:
            again = next((later.on for later in done[done.index(one) + 1 :]), _ended(case))
            found[f"{RECTIFY}:{term.id}"] = _until(RECTIFY, term.id, one.on, one.correct_by, again, "found")
    if (window := _renewal(case)) is not None:
        found[RENEWAL] = window
    return found


def _over(case: Case) -> date | None:
    """The day from which nothing more is owed: the licence is proposed for revocation, or it has ended."""
    return case.revocation_on or _ended(case)


def _ended(case: Case) -> date | None:
    """The day on which the licence ended, also by what took its place: a newer document ends no duty (R80, R131)."""
    own = case.licence
    return None if own is None else own.chain_over_on if own.state == REPLACED else own.over_on


def _to_correct(done: tuple[Check, ...]) -> Check | None:
    """The newest check that gave a period to put something right."""
    return next((one for one in reversed(done) if one.result == "correct"), None)


def _until(kind: str, ref: str, first: date, last: date | None, stopped: date | None, start: str) -> Clock:
    """A clock between two days that somebody named, counted in calendar days."""
    end = max(last or first, first)
    return Clock(kind, ref, Limit((end - first).days, Unit.CALENDAR_DAY, start), first, stopped=stopped, fixed=end)


def _renewal(case: Case) -> Clock | None:
    """From the day on which the window opens to the last day on which the renewal is filed in time."""
    term, licence = case.terms.renewable, case.licence
    if term is None or licence is None or licence.valid_to is None:
        return None
    last = _last(licence.valid_to, term)
    first = max(last - timedelta(days=term.opens_days), case.decided_on or licence.valid_from)
    clock = _until(
        RENEWAL, "", min(first, last), last, case.renewed_on or case.revocation_on or licence.over_on, "opens"
    )
    if (
        term.unit == Unit.WORKING_DAY
    ):  # the same day that the pages tell and silence asks for, once its schedule is there
        return replace(clock, ahead=(licence.valid_to, term.value))
    return clock


def _last(expires_on: date, term: RenewableTerm) -> date:
    """The last day to apply, as far as it is known without any schedule."""
    if term.unit == Unit.MONTH:
        return months_after(expires_on, -term.value)
    if term.unit == Unit.WORKING_DAY:
        return weekdays_before(expires_on, term.value)
    return expires_on - timedelta(days=term.value)
