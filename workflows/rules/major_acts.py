"""Before an act on a licence is signed: the holder heard, reviewed legally and discussed where it is major (R36, R130, R131)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.discussion import load_policy
from workflows.events import Event
from workflows.licence import DEFENCE, HELD, WAIVED
from workflows.major_acts import CONCLUSIONS, DISCUSSION, DO, LEAVE, LEGAL, PASSED, RETURNED, owed
from workflows.proposal import LicenceProposal
from workflows.refusal import Refusal
from workflows.rules.decision import Blocker
from workflows.rules.moment import Moment, Rules, filled, required


def proposed(case: Case | None) -> tuple[Case, LicenceProposal]:
    """The case and what is proposed against its licence."""
    case = required(case)
    if case.proposal is None:
        raise Refusal("licence_act_missing")
    return case, case.proposal


def blockers(case: Case, proposal: LicenceProposal, now: Moment) -> tuple[Blocker, ...]:
    """Everything between now and the signature, in the order in which it is mended; each code is also the refusal's name."""
    return (*_unheard(case, proposal, now), *_unreviewed(case, proposal), *_undiscussed(case, proposal))


def signable(case: Case, proposal: LicenceProposal, now: Moment) -> None:
    """Raises the Refusal of the first thing that stands in the way; neither who proposed nor who reviewed it legally signs."""
    if proposal.by == now.by:
        raise Refusal("licence_second_person")
    _refuse(blockers(case, proposal, now))
    if proposal.review is not None and proposal.review.by == now.by:
        raise Refusal("licence_reviewer_signs")


def review(case: Case | None, command: c.ReviewLicenceAct, now: Moment) -> Sequence[Event]:
    """Somebody other than who proposed the act reviews it legally, once the holder was heard (R130)."""
    case, proposal = proposed(case)
    if proposal.by == now.by:
        raise Refusal("licence_reviewer_proposed")
    _refuse(_unheard(case, proposal, now))
    if command.verdict not in (PASSED, RETURNED):
        raise Refusal("verdict_missing")
    words = filled(command.opinion, "opinion_missing")
    return [e.LicenceActReviewed(proposal.act, now.day, command.verdict, words)]


def discuss(case: Case | None, command: c.DiscussLicenceAct, now: Moment) -> Sequence[Event]:
    """Who decides together knows what the holder and the lawyers said; later talks take the place of earlier ones (R131)."""
    case, proposal = proposed(case)
    _refuse((*_unheard(case, proposal, now), *_unreviewed(case, proposal)))
    since = first_day(case, proposal, now)
    if not since <= command.held_on <= now.day:
        raise Refusal("licence_discussion_day", since=since, today=now.day)
    if command.present < load_policy().least:
        raise Refusal("discussion_few", wanted=load_policy().least, given=command.present)
    if command.conclusion not in CONCLUSIONS or not command.paper:
        raise Refusal("discussion_incomplete")
    held = (command.held_on, command.conclusion, command.present, command.paper, command.scan)
    return [e.LicenceActDiscussed(proposal.act, *held)]


def first_day(case: Case, proposal: LicenceProposal, now: Moment) -> date:
    """The earliest day of a discussion that counts.

    What follows another procedure's decision may have been discussed in that procedure, before it was proposed here.
    """
    if proposal.document and not proposal.notice and case.licence is not None:
        return case.licence.valid_from
    days = [proposal.proposed_on, _heard_on(case, proposal, now)]
    if LEGAL in owed(proposal, case.terms) and proposal.review is not None:
        days.append(proposal.review.on)
    return max(days)


def against(proposal: LicenceProposal) -> None:
    """What was to be done is not given up without a new discussion. Raises Refusal `licence_drop_against`."""
    if proposal.discussion is not None and proposal.discussion.conclusion == DO:
        raise Refusal("licence_drop_against", on=proposal.discussion.held_on)


def _heard_on(case: Case, proposal: LicenceProposal, now: Moment) -> date:
    """The day from which the holder's right to be heard was over."""
    answered = [one.on for one in proposal.defences if one.defence in (WAIVED, HELD)]
    if not proposal.notice or answered:
        return min(answered, default=proposal.proposed_on)
    due = now.due(case, DEFENCE)
    return due + timedelta(days=1) if due else proposal.proposed_on


def _unheard(case: Case, proposal: LicenceProposal, now: Moment) -> Iterator[Blocker]:
    """Who was told has the days to answer, and a hearing that was asked for in time is held first (R36)."""
    if not proposal.notice:
        return
    if proposal.hearing_open:
        yield Blocker("licence_hearing_open")
        return
    answered = any(one.defence in (WAIVED, HELD) for one in proposal.defences)
    if not answered and not now.past(case, DEFENCE):
        yield Blocker("licence_defence_period", due=now.due(case, DEFENCE))


def _unreviewed(case: Case, proposal: LicenceProposal) -> Iterator[Blocker]:
    review = proposal.review
    if review is not None and review.verdict == RETURNED:
        yield Blocker("licence_legal_returned")
    elif review is None and LEGAL in owed(proposal, case.terms):
        yield Blocker("licence_legal_missing")


def _undiscussed(case: Case, proposal: LicenceProposal) -> Iterator[Blocker]:
    held = proposal.discussion
    if held is not None and held.conclusion == LEAVE:
        yield Blocker("licence_discussion_against")
    elif held is None and DISCUSSION in owed(proposal, case.terms):
        yield Blocker("licence_discussion_missing")


def _refuse(found: Sequence[Blocker] | Iterator[Blocker]) -> None:
    first = next(iter(found), None)
    if first is not None:
        raise Refusal(first.code, **({"due": first.due} if first.due else {}))


RULES: Rules = {c.ReviewLicenceAct: review, c.DiscussLicenceAct: discuss}
