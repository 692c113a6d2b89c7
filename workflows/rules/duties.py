"""After the licence: checks with their results, what has to be put right, and the renewal applied for (R37, R80, R131)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.duties import RESULTS, licensed
from workflows.events import Event
from workflows.licence import OVER, REPLACED, SUSPENDED, VALID
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, required

COMMITMENT = "commitment"
OFFICERS = 2


def check_duty(case: Case | None, command: c.CheckDuty, now: Moment) -> Sequence[Event]:
    """A check is recorded with its result by two officers (R18, R80): what was promised is true, has to be put right by a
    day, or is false, and then the licence is proposed for revocation.

    Results from the inspection system name no accounts of this portal; their officers are kept with the content.
    """
    case = required(case)
    term = case.terms.duty(command.duty)
    if term is None or not licensed(case):
        raise Refusal("no_such_duty", duty=command.duty)
    if case.revocation_on is not None:
        raise Refusal("revocation_proposed", on=case.revocation_on)
    _in_order(case, command, now)
    credit = command.result == "failed" and (term.credit or term.kind == COMMITMENT)
    by = command.correct_by if command.result == "correct" else None
    checked = e.DutyChecked(
        command.duty, command.checked_on, command.result, by, command.officers, command.paper, command.scan,
        command.source, credit,
    )  # fmt: skip
    if command.result == "failed" and term.kind == COMMITMENT:
        return [checked, e.RevocationProposed(now.day, command.duty)]
    return [checked]


def _in_order(case: Case, command: c.CheckDuty, now: Moment) -> None:
    if command.result not in RESULTS:
        raise Refusal("check_result_missing")
    if command.source == "portal" and len(set(command.officers)) < OFFICERS:
        raise Refusal("officers_missing", wanted=OFFICERS, given=len(set(command.officers)))
    decided = case.decided_on or command.checked_on
    if not decided <= command.checked_on <= now.day:
        raise Refusal("check_day_wrong", first=decided, last=now.day)
    done = case.checks.get(command.duty, ())
    if done and command.checked_on < done[-1].on:
        raise Refusal("check_day_wrong", first=done[-1].on, last=now.day)
    if command.result == "correct" and (command.correct_by is None or command.correct_by <= command.checked_on):
        raise Refusal("correct_by_missing")


def pass_revocation_on(case: Case | None, command: c.PassRevocationOn, now: Moment) -> Sequence[Event]:
    """What a check found false after an older licence concerns the one that took its place: nobody escapes by a change (R80)."""
    case = required(case)
    if case.licence is None or case.licence.state in OVER:
        raise Refusal("no_licence")
    if case.revocation_on is not None:
        raise Refusal("revocation_proposed", on=case.revocation_on)
    return [e.RevocationProposed(command.proposed_on, command.duty)]


def end_chain(case: Case | None, command: c.EndChain, now: Moment) -> Sequence[Event]:
    """Nothing more is owed after a licence once what took its place has ended."""
    case = required(case)
    if case.licence is None or case.licence.state != REPLACED or case.licence.chain_over_on is not None:
        raise Refusal("no_licence")
    return [e.ChainEnded(command.ended_on, command.licence)]


def resume_checks(case: Case | None, command: c.ResumeChecks, now: Moment) -> Sequence[Event]:
    """The checks after an older licence go on where the newest is not revoked for what one of them found, as they do on the
    case of a licence that nothing has replaced (R80, R131)."""
    case = required(case)
    own = case.licence
    if own is None or own.state != REPLACED or own.chain_over_on is not None or case.revocation_on is None:
        raise Refusal("no_licence")
    return [e.RevocationNotMade(command.settled_on, command.licence)]


def file_renewal(case: Case | None, command: c.FileRenewal, now: Moment) -> Sequence[Event]:
    """The renewal is applied for, which answers the window, by one application at a time: two would give two terms."""
    case = required(case)
    if case.licence is None or case.licence.valid_to is None:
        raise Refusal("nothing_to_renew")
    if case.renewed_by and case.renewed_by != command.renewed_by:
        raise Refusal("renewal_filed", number=case.renewed_by, on=case.renewed_on)
    return [e.RenewalFiled(command.filed_on or now.day, command.renewed_by)]


def end_renewal(case: Case | None, command: c.EndRenewal, now: Moment) -> Sequence[Event]:
    """The application that answered the window ended without a grant, so that the window stands open again."""
    case = required(case)
    if not command.renewed_by or case.renewed_by != command.renewed_by:
        raise Refusal("nothing_to_renew")
    return [e.RenewalEnded(now.day, command.renewed_by)]


def deem_renewal(case: Case | None, command: c.DeemRenewal, now: Moment) -> Sequence[Event]:
    """A licence that silence renewed is good until the newer one is made out, after a suspension too (article 50 (2), R37)."""
    case = required(case)
    if case.licence is None or case.licence.valid_to is None or case.licence.state not in (VALID, SUSPENDED):
        raise Refusal("nothing_to_renew")
    return [e.RenewalDeemed(now.day, command.renewed_by)]


def handed_over(case: Case, now: Moment) -> list[Event]:
    """The checks go to those who supervise, in the act that makes the licence out (R131)."""
    names = tuple(term.id for term in case.terms.duties)
    return [e.InspectionHandedOver(now.day, names)] if names and case.handed_on is None else []


RULES: Rules = {
    c.CheckDuty: check_duty,
    c.PassRevocationOn: pass_revocation_on,
    c.EndChain: end_chain,
    c.ResumeChecks: resume_checks,
    c.FileRenewal: file_renewal,
    c.EndRenewal: end_renewal,
    c.DeemRenewal: deem_renewal,
}
