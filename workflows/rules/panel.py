"""Expert review: an odd panel without an interest, one ballot an expert, a conclusion that follows from the count (R27)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.panel import CAUSE, LEAVES, VERDICTS, conclusion, policy
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import in_review


def set_panel(case: Case | None, command: c.SetPanel, now: Moment) -> Sequence[Event]:
    """The panel works inside the special procedure whose length was told; odd in number, and nobody has an interest.

    A second one needs a reason: what the first concluded stays in the file, and a grant answers it.
    """
    case = in_review(case)
    if case.panel.owed:
        raise Refusal("panel_set_already", on=case.panel.set_on)
    if not any(stop.cause == CAUSE for stop in case.open_stops):
        raise Refusal("panel_without_procedure")
    again = filled(command.reason, "panel_again_why") if case.panel.set_on is not None else ""
    rule = policy()
    least = max(rule.least, case.terms.panel_least)
    if command.experts < least or command.experts % 2 == 0:
        raise Refusal("panel_size", least=least, given=command.experts)
    if command.declared != command.experts:
        raise Refusal("panel_undeclared")
    seats = tuple(str(number) for number in range(1, command.experts + 1))
    return [e.PanelSet(now.day, seats, command.paper, least, rule.at_least, rule.of, reason=again)]


def replace_expert(case: Case | None, command: c.ReplaceExpert, now: Moment) -> Sequence[Event]:
    """Who has an interest steps aside (回避) and is replaced, also after voting; a ballot of such an expert counts no longer."""
    case = _working(case)
    at = case.panel
    if command.seat not in at.seats:
        raise Refusal("no_such_expert")
    if command.cause not in LEAVES:
        raise Refusal("expert_leaves_why")
    reason = filled(command.reason, "reason_missing")
    if not command.declared:
        raise Refusal("panel_undeclared")
    successor = str(len(at.seats) + len(at.left) + 1)
    return [e.ExpertReplaced(now.day, command.seat, successor, command.cause, reason, command.paper)]


def cast(case: Case | None, command: c.CastBallot, now: Moment) -> Sequence[Event]:
    """One ballot an expert, from the signed paper, dated while the panel works; nobody votes twice."""
    case = _working(case)
    at = case.panel
    if command.seat not in at.seats:
        raise Refusal("no_such_expert")
    if command.seat in at.ballots:
        raise Refusal("ballot_cast_already")
    if command.verdict not in VERDICTS:
        raise Refusal("ballot_verdict_missing")
    if at.set_on is None or not at.set_on <= command.signed_on <= now.day:
        raise Refusal("ballot_day_wrong", first=at.set_on, last=now.day)
    if not command.paper or not command.scan:
        raise Refusal("ballot_scan_missing")
    return [e.BallotCast(now.day, command.seat, command.verdict, command.signed_on, command.paper, command.scan)]


def close(case: Case | None, command: c.ClosePanel, now: Moment) -> Sequence[Event]:
    """With every ballot in, the conclusion is counted, not chosen; the special procedure ends with the record."""
    case = _working(case)
    at = case.panel
    if at.missing:
        raise Refusal("ballots_missing", number=len(at.missing))
    passed, changes, failed = at.count
    closed = e.PanelClosed(now.day, conclusion(at), passed, changes, failed, command.paper)
    running = any(stop.cause == CAUSE for stop in case.open_stops)
    return [closed, *([e.ClockResumed(CAUSE, now.day)] if running else [])]


def _working(case: Case | None) -> Case:
    case = in_review(case)
    if not case.panel.owed:
        raise Refusal("panel_closed", on=case.panel.closed_on) if case.panel.closed_on else Refusal("no_panel")
    return case


RULES: Rules = {
    c.SetPanel: set_panel,
    c.ReplaceExpert: replace_expert,
    c.CastBallot: cast,
    c.ClosePanel: close,
}
