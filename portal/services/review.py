"""Review: what officers do between acceptance and decision, each act once, by the office whose act it is (R13, R18, R24-R29)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.services import absences, casefile, colleagues, credit, credit_at_acts, journal, standing
from portal.services.freshness import known_seq
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal


def give_opinion(
    case_id: str,
    track: str,
    verdict: str,
    opinion: str,
    *,
    basis: str = "",
    officers: Iterable[int | str] = (),
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Answer for the person's office, once (R87, R133). `officers` are colleagues who sign too: two for a site check (R18).

    Who stands in for the absent officer who has the track answers in his own name, for him. Where the office that leads
    answers, the credit lists are looked at again if they were last looked at too long ago or came in a new version since (R99).
    Raises Denied for a track of another office, WrongInput for a colleague of another office, Refusal `credit_changed`, with
    that look kept, where the lists say something else than the page showed, or of the rule that forbids it.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        case = journal.state_of(session, row.id)
        term = case.terms.track(track)
        if term is None:
            raise Refusal("no_such_track", track=track)
        require(may_act(by, row, Role.REVIEWER, term.office), "track")
        standing.check(session, by, Role.REVIEWER)
        signing = colleagues.signing_with(session, officers, by=by)
        owner = case.assigned.get(track, "")
        on_behalf = absences.acting_for(session, by, owner, business_day(at))
        vacant = bool(owner) and not absences.serves(session, owner, term.office)
        command = c.GiveOpinion(track, verdict, opinion, basis, signing, on_behalf, vacant)
        seq = known_seq(session, row, expected_seq)
        looked = credit_at_acts.before_opinion(session, row, track, by=by, at=at, expected_seq=seq)
        if not looked.changed:
            return journal.record(session, row, command, by=by, at=at, expected_seq=looked.seq)
    raise Refusal("credit_changed")


def look_up_credit(case_id: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Look at the credit lists again, for the office that leads the case (R99)."""
    with transaction() as session:
        row = led(session, case_id, by)
        seq = known_seq(session, row, expected_seq)
        return credit.look_up(session, row, stage="review", by=by, at=at, expected_seq=seq)


def pause(
    case_id: str,
    cause: str,
    days: int,
    reason: str,
    *,
    approved: bool = False,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Begin a special procedure that stops clocks, its length in working days told in writing (article 45, R27).

    With `approved` a person who decides for the authority lets it go beyond the longest time of the guide; Denied for others.
    """
    return _told_length(case_id, c.PauseClock(cause, days, reason), approved, by, at, expected_seq)


def tell_anew(
    case_id: str,
    cause: str,
    days: int,
    reason: str,
    *,
    approved: bool = False,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Tell in writing that a special procedure needs so many working days more, from today (article 45, R27); `approved` as
    where it begins."""
    return _told_length(case_id, c.TellPauseAnew(cause, days, reason), approved, by, at, expected_seq)


def order_site_check(case_id: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Order a check on the site where the guide gives a longer limit for it; the applicant is told why, in writing."""
    return _record(case_id, c.OrderSiteCheck(reason), by, at, expected_seq)


def resume(
    case_id: str, cause: str, note: str = "", *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """End a special procedure; the clocks go on the day after (R165)."""
    return _record(case_id, c.ResumeClock(cause, note), by, at, expected_seq)


def extend(
    case_id: str,
    days: int,
    reason: str,
    *,
    approver: str = "",
    document: str = "",
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Extend the limit once, by a person who decides for the authority, the reason told to the applicant (article 42, R24).

    For joint handling `approver` names who of the government approved, by office, and `document` the number of that paper (R25).
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.DECIDER), "decider")
        standing.check(session, by, Role.DECIDER)
        command = c.Extend(days, reason, by.reference, approver, document)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def cosign(case_id: str, opinion: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Sign as the second officer where a stricter review asks for it (R99)."""
    return _record(case_id, c.Cosign(opinion), by, at, expected_seq)


def review_legally(
    case_id: str,
    verdict: str,
    opinion: str,
    *,
    outcome: str = "",
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Give the legal reviewer's opinion: `passed` or `returned` (R130), on the `outcome` that is proposed, grant or refuse."""
    return _record(case_id, c.ReviewLegally(verdict, opinion, outcome), by, at, expected_seq)


def _told_length(
    case_id: str,
    command: c.PauseClock | c.TellPauseAnew,
    approved: bool,
    by: Actor,
    at: datetime,
    expected_seq: int | None,
) -> Case:
    with transaction() as session:
        row = led(session, case_id, by)
        if approved:
            require(may_act(by, row, Role.DECIDER), "decider")
            standing.check(session, by, Role.DECIDER)
            command = replace(command, approved_by=by.reference)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def _record(case_id: str, command: c.Command, by: Actor, at: datetime, expected_seq: int | None) -> Case:
    with transaction() as session:
        row = led(session, case_id, by)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def led(session: Session, case_id: str, by: Actor) -> CaseRow:
    """The locked row, for a reviewer or decider of the office that leads the case."""
    row = casefile.locked(session, case_id, by=by)
    require(may_act(by, row, Role.REVIEWER) or may_act(by, row, Role.DECIDER), "lead")
    standing.check(session, by, Role.REVIEWER, Role.DECIDER)
    return row
