"""Intake: submission and the lawful outcomes of looking at it (《行政许可法》第三十二条, R4-R7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workflows import commands as c
from workflows import events as e
from workflows.case import AT_WINDOW, Case, State
from workflows.events import Event, Mark
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.rules.promise import eligible, signed
from workflows.rules.stage import at_window, everything_marked


def submit(case: Case | None, command: c.Submit, now: Moment) -> Sequence[Event]:
    """Receipt: the clock of article 32 starts on the day of receipt (R9, R163)."""
    if case is not None:
        raise Refusal("already_submitted")
    if command.forwarding not in ("", "electronic", "courier") or bool(command.forwarding) != bool(
        command.intake_office
    ):
        raise Refusal("forwarding_missing")
    submitted = e.Submitted(
        terms=command.terms,
        item=command.item,
        guide_version=command.guide_version,
        guide_digest=command.guide_digest,
        procedure=command.procedure,
        channel=command.channel,
        received_on=now.received_until(command.terms.cut_off),
        snapshot=command.snapshot,
        handed_in=command.handed_in,
        later=command.later,
        fields=command.fields,
        intake_office=command.intake_office,
        forwarding=command.forwarding,
        service=command.service,
        signature=command.signature,
        disputed=command.disputed,
    )
    if command.channel not in ("window", "remote"):
        return [submitted]
    visit = e.VisitRecorded(place=command.channel, purpose="submit", cause="promised", window=command.window)
    if command.forwarding != "electronic":
        return [submitted, visit]
    return [submitted, visit, e.Arrived(submitted.received_on, "electronic")]


def arrive(case: Case | None, command: c.Arrive, now: Moment) -> Sequence[Event]:
    """What a point elsewhere took in has reached the accepting agency: its clocks start on this day (R68)."""
    case = required(case)
    if case.state is not State.FORWARDED:
        raise Refusal("not_forwarded", state=str(case.state))
    return [e.Arrived(now.received_until(case.terms.cut_off), case.forwarding, command.note.strip())]


def correct_on_spot(case: Case | None, command: c.CorrectOnSpot, now: Moment) -> Sequence[Event]:
    """Errors that can be mended on the spot are mended on the spot (article 32 (3))."""
    case = at_window(case)
    if not command.items:
        raise Refusal("nothing_corrected")
    return [e.CorrectedOnSpot(command.snapshot, command.items, command.note, command.handed_in, command.fields)]


def declare_not_required(case: Case | None, command: c.DeclareNotRequired, now: Moment) -> Sequence[Event]:
    """No licence is needed: told at once (article 32 (1))."""
    at_window(case)
    return [e.NotRequiredDeclared(filled(command.reason, "reason_missing"))]


def decline_competence(case: Case | None, command: c.DeclineCompetence, now: Moment) -> Sequence[Event]:
    """Not this body's power: decided at once, the competent body named (article 32 (2))."""
    at_window(case)
    body = filled(command.competent_body, "competent_body_missing")
    reason = filled(command.reason, "reason_missing")
    return [e.CompetenceDeclined(body, reason, office=command.office, item=command.item)]


def accept(case: Case | None, command: c.Accept, now: Moment) -> Sequence[Event]:
    """Everything in order: must be accepted (article 32 (5))."""
    case = at_window(case)
    marks = everything_marked(case, command.marks)
    if _with(marks, "fix"):
        raise Refusal("still_to_correct", materials=_with(marks, "fix"))
    if _with(marks, "later"):
        raise Refusal("deferral_needs_commitment", materials=_with(marks, "later"))
    return [e.Accepted(effective_on(case, now), marks, window=command.window.strip())]


def accept_with_deferral(case: Case | None, command: c.AcceptWithDeferral, now: Moment) -> Sequence[Event]:
    """Acceptance with secondary materials to follow: as the guide lists, on a signed promise, not if barred (R69, R74)."""
    case = at_window(case)
    marks = everything_marked(case, command.marks)
    later = _with(marks, "later")
    if _with(marks, "fix"):
        raise Refusal("still_to_correct", materials=_with(marks, "fix"))
    if not later:
        raise Refusal("nothing_deferred")
    eligible(case, later, command.broken)
    _fresh_credit(case, now)
    proof = signed(case, command, later)
    how = f"{proof.way}:{proof.digest}"
    on, window = effective_on(case, now), command.window.strip()
    return [e.AcceptedDeferred(on, marks, how, signature=proof, broken=command.broken, window=window)]


def deem_accepted(case: Case | None, command: c.DeemAccepted, now: Moment) -> Sequence[Event]:
    """No notice in time: accepted from the day of receipt, the clock started back then (article 32 (4), R5)."""
    case = required(case)
    if case.state not in AT_WINDOW or not case.terms.deemed_acceptance or not now.past(case, "notice"):
        raise Refusal("notice_limit_running")
    return [e.DeemedAccepted(case.corrected_on or case.received_on, due_on=now.due(case, "notice"))]


def effective_on(case: Case, now: Moment) -> date:
    """The day acceptance takes effect: the day of the act; after a correction, the day everything was handed in (R133, R167)."""
    if case.corrected_on is not None:
        return case.corrected_on
    return max(now.day, case.received_on)


def _with(marks: tuple[Mark, ...], verdict: str) -> tuple[str, ...]:
    return tuple(m.material for m in marks if m.verdict == verdict)


def _fresh_credit(case: Case, now: Moment) -> None:
    """A look at the lists that is older than the guide allows says nothing of today (R99)."""
    seen = [look for look in case.credit if look.result != "unavailable"]
    if case.terms.credit_required and now.days_since(seen[-1].on) > case.terms.credit_days:
        raise Refusal("credit_not_fresh", on=seen[-1].on)


RULES: Rules = {
    c.Submit: submit,
    c.Arrive: arrive,
    c.CorrectOnSpot: correct_on_spot,
    c.DeclareNotRequired: declare_not_required,
    c.DeclineCompetence: decline_competence,
    c.Accept: accept,
    c.AcceptWithDeferral: accept_with_deferral,
    c.DeemAccepted: deem_accepted,
}
