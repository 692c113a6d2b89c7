"""The guards that several stages share: where a case must stand, and that every material was looked at."""

from __future__ import annotations

from workflows.case import AT_WINDOW, DECIDED, Case, State
from workflows.events import Mark
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, required
from workflows.second_look import open_before

VERDICTS = frozenset({"ok", "fix", "later"})


def at_window(case: Case | None) -> Case:
    """The case, which must lie at the window. Raises Refusal naming where it lies instead."""
    case = required(case)
    if case.state not in AT_WINDOW:
        raise Refusal("not_at_window", state=str(case.state))
    return case


def in_review(case: Case | None) -> Case:
    """The case, which must be under review without a signed decision: what a decision rests on stays as it was signed."""
    case = under_review(case)
    if case.signed is not None:
        raise Refusal("decision_signed", by=case.signed.by, until=case.signed.releases_at)
    return case


def under_review(case: Case | None) -> Case:
    """The case, which must be accepted and undecided. For what the applicant does, who knows of no signature, and for what
    is evidence whenever it comes in."""
    case = required(case)
    if case.state in DECIDED:
        raise Refusal("already_decided", state=str(case.state))
    if case.state is not State.IN_REVIEW:
        raise Refusal("not_in_review", state=str(case.state))
    return case


def file_closed(case: Case, now: Moment) -> Case:
    """The case, of which nothing is open that changes what somebody would sign second, review legally or discuss (R130, R131)."""
    still = open_before(case, now.day)
    if still == "hearing":
        raise Refusal("second_look_before_hearing")
    if still == "panel":
        raise Refusal("second_look_before_panel")
    if still:
        raise Refusal("second_look_before_fixes")
    return case


def everything_marked(case: Case, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks in the order of the guide: exactly one for every material and every answer, with words where it asks for something.

    Only what the guide asks for may be marked (R3), and nothing is overlooked (R4: everything, once).
    """
    given = {m.material: m for m in marks}
    wanted = case.to_mark
    strange = tuple(name for name in given if name not in wanted)
    if strange:
        raise Refusal("outside_guide", materials=strange)
    missing = tuple(name for name in wanted if name not in given or given[name].verdict not in VERDICTS)
    if missing:
        raise Refusal("unmarked", materials=missing)
    silent = tuple(name for name in wanted if given[name].verdict == "fix" and not given[name].reason.strip())
    if silent:
        raise Refusal("reason_missing_for", materials=silent)
    return tuple(given[name] for name in wanted)
