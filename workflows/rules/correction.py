"""One-off correction (一次性告知): everything is told once, and what was in order stays in order (R4-R8)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import ENDED, Case, State
from workflows.events import Event, Mark
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.rules.silence import still_open
from workflows.rules.stage import at_window, everything_marked


def request_correction(case: Case | None, command: c.RequestCorrection, now: Moment) -> Sequence[Event]:
    """The one notice. Later ones may only restate what was asked and not delivered, or is defective itself (R6, article 72 (4))."""
    case = at_window(case)
    marks = everything_marked(case, command.marks)
    fixes = tuple(m.material for m in marks if m.verdict == "fix")
    if not fixes:
        raise Refusal("nothing_to_correct")
    if case.terms.deemed_acceptance and now.past(case, "notice"):
        raise Refusal("notice_too_late", due=now.due(case, "notice"))
    _only_what_was_told(case, fixes, case.permitted)
    return [e.CorrectionRequested(marks, restated=case.notices > 0)]


def correct(case: Case | None, command: c.Correct, now: Moment) -> Sequence[Event]:
    """The corrections come in, all in one submission, while the period runs."""
    case = required(case)
    if case.state is not State.CORRECTION:
        raise Refusal("no_correction_open", state=str(case.state))
    if now.past(case, "correction"):
        raise Refusal("correction_too_late", due=now.due(case, "correction"))
    missing = tuple(m.material for m in case.noticed if m.material not in command.handed_in and not _shared(case, m))
    if missing:
        raise Refusal("correction_incomplete", materials=missing)
    received = now.received_until(case.terms.cut_off)
    return [e.Corrected(command.snapshot, received, command.handed_in, fields=command.fields)]


def refuse_acceptance(case: Case | None, command: c.RefuseAcceptance, now: Moment) -> Sequence[Event]:
    """Corrected and still defective: not accepted, with written reasons (R8)."""
    case = at_window(case)
    if case.notices == 0:
        raise Refusal("must_tell_first")
    marks = everything_marked(case, command.marks)
    fixes = tuple(m.material for m in marks if m.verdict == "fix")
    if not fixes:
        raise Refusal("nothing_to_correct")
    _only_what_was_told(case, fixes)
    return [e.AcceptanceRefused(filled(command.reason, "reason_missing"), marks)]


def lapse_correction(case: Case | None, command: c.LapseCorrection, now: Moment) -> Sequence[Event]:
    """The applicant's period passed: what the guide says follows, by default deemed withdrawal (R8)."""
    case = required(case)
    if case.state is not State.CORRECTION or not now.past(case, "correction"):
        raise Refusal("correction_period_running")
    after = now.day_after(case, "correction")
    if case.terms.on_correction_expiry in ("not_accepted", "refused"):
        return [e.AcceptanceRefused("correction_expired", case.marks, effective_on=after)]
    return [e.DeemedWithdrawn("correction_expired", effective_on=after)]


def withdraw(case: Case | None, command: c.Withdraw, now: Moment) -> Sequence[Event]:
    """The applicant may withdraw until the decision, that of silence included."""
    case = required(case)
    if case.state in ENDED or case.decided_on is not None:
        raise Refusal("too_late_to_withdraw", state=str(case.state))
    still_open(case, now)
    return [e.Withdrawn(filled(command.reason, "reason_missing"))]


def _only_what_was_told(case: Case, fixes: tuple[str, ...], permitted: frozenset[str] = frozenset()) -> None:
    """What was in order stays so, unless the supervisor let it be demanded; what the correction itself brought is new (R6)."""
    new = tuple(name for name in fixes if name in case.settled and name not in permitted)
    if new:
        raise Refusal("told_once", materials=new)


def _shared(case: Case, mark: Mark) -> bool:
    term = case.terms.material(mark.material)
    return term is not None and term.shared


RULES: Rules = {
    c.RequestCorrection: request_correction,
    c.Correct: correct,
    c.RefuseAcceptance: refuse_acceptance,
    c.LapseCorrection: lapse_correction,
    c.Withdraw: withdraw,
}
