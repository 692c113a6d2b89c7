"""Who may look a second time: the second signature and the legal review come from people who wrote no opinion (R99, R130)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from workflows import legal_review
from workflows.case import Case

UNDONE: Mapping[str, object] = {
    "discussion": None,
    "cosigned_by": "",
    "legal_verdict": "",
    "legal_outcome": "",
    "legal_by": "",
}
"""What was discussed, signed second and reviewed legally was a file that is not the file any more: the fields, as they begin."""


def open_before(case: Case, day: date) -> str:
    """What will still change the file, so that nobody looks a second time yet: hearing, panel or fixes; empty when nothing does."""
    if case.hearing.owed:
        return "hearing"
    if case.panel.owed:
        return "panel"
    return "fixes" if case.fixes.missing and case.fixes.until is not None and day <= case.fixes.until else ""


def complete_since(case: Case) -> date | None:
    """The day from which on everything lay before whoever discusses: the last opinion, hearing, panel or correction."""
    heard = case.hearing.over_on if case.hearing.record else None
    days = [case.accepted_on, heard, case.fixes.handed_on, *(one.closed_on for one in case.panel.all)]
    days += [answer.given_on for answer in case.answers.values()]
    return max((day for day in days if day is not None), default=None)


def writers(case: Case) -> frozenset[str]:
    """The accounts that ever wrote or signed an opinion on the case; a track that was reopened makes nobody a stranger to it."""
    return case.wrote


def cosigned(case: Case) -> bool:
    """Whether somebody who wrote no opinion has signed as the second officer; cases of before may hold others."""
    return bool(case.cosigned_by) and case.cosigned_by not in writers(case)


def legal_review_owed(case: Case, outcome: str) -> bool:
    """Whether this decision (`grant` or `refuse`) still waits for a legal review that let it pass."""
    passed = case.legal_verdict == "passed" and case.legal_outcome in ("", outcome)  # before, it named no outcome
    return legal_review_wanted(case, outcome) and not (passed and case.legal_by not in writers(case))


def legal_review_wanted(case: Case, outcome: str) -> bool:
    """Whether the guide or the kind of decision asks for a legal review of this decision."""
    asked = legal_review.asked(case)
    return asked == "always" or (asked == "on_refusal" and outcome == "refuse")
