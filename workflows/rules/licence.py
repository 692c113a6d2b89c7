"""After the licence was issued: proposed by one officer, heard, decided by another, each act from its own states (R36, R40)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.case_facts import LicenceFacts
from workflows.events import Event
from workflows.former_licence import RENEWAL
from workflows.licence import (
    DEFENCE,
    DEFENCES,
    EXPIRED,
    HELD,
    OVER,
    RENEWED,
    REPLACED,
    RESTORE,
    SUSPENDED,
    TERM,
    VALID,
    Act,
    Ground,
    policy,
    standing_on,
    state_words,
)
from workflows.major_acts import asks
from workflows.refusal import Refusal
from workflows.reissue import policy as reissue_policy
from workflows.rules.major_acts import against, proposed, signable
from workflows.rules.moment import Moment, Rules, filled, required

_EVENTS = {cls.act: cls for cls in e.KINDS.values() if issubclass(cls, e.LicenceDecision)}


def propose(case: Case | None, command: c.ProposeLicenceAct, now: Moment) -> Sequence[Event]:
    """An act is proposed with its facts, reasons and provision; an act against the holder's will tells the holder first."""
    case, licence = _licensed(case)
    act = policy().acts.get(command.act)
    if act is None:
        raise Refusal("licence_act_unknown")
    if case.proposal is not None:
        raise Refusal("licence_act_open", on=case.proposal.proposed_on)
    ground = _ground(act, command.ground, licence, now)
    effective_on = command.effective_on or now.day
    if effective_on < now.day:
        raise Refusal("licence_effect_past", first=now.day)
    if act.name == RESTORE and licence.until is not None and effective_on > licence.until + timedelta(days=1):
        raise Refusal("licence_restore_late", last=licence.until + timedelta(days=1))
    if command.until is not None and (not act.ends or command.until <= effective_on):
        raise Refusal("licence_until_wrong")
    made = e.LicenceActProposed(
        act.name,
        ground.name,
        now.day,
        filled(command.facts, "facts_missing"),
        filled(command.reason, "reason_missing"),
        command.basis.strip() or ground.basis,
        effective_on,
        command.until,
        filled(command.document, "licence_document_missing") if ground.document else command.document.strip(),
        filled(command.redress, "licence_redress_missing") if ground.redress else "",
        ground.notice,
        asks=asks(act.name, case.terms),
        heard=filled(command.heard, "licence_heard_missing") if ground.heard else command.heard.strip(),
        days=policy().defence_days if ground.notice else 0,
    )
    return [made]


def defend(case: Case | None, command: c.DefendLicence, now: Moment) -> Sequence[Event]:
    """The holder states, asks for a hearing in time, or waives; the officer records the same, and the hearing that was held."""
    case, proposal = proposed(_licensed(case)[0])
    if command.defence not in DEFENCES or not proposal.notice:
        raise Refusal("licence_defence_unknown")
    said = {one.defence for one in proposal.defences}
    if command.defence == HELD and not proposal.hearing_open:
        raise Refusal("licence_hearing_unasked")
    if command.defence in ("hearing", "waived") and command.defence in said:
        raise Refusal("licence_defence_twice")
    if command.defence == "hearing" and (now.past(case, DEFENCE) or "waived" in said):
        raise Refusal("licence_hearing_late", due=now.due(case, DEFENCE))
    if command.defence == "waived" and proposal.hearing_open:
        raise Refusal("licence_hearing_open")
    return [e.LicenceDefended(command.defence, now.day, command.paper, command.way)]


def drop(case: Case | None, command: c.DropLicenceAct, now: Moment) -> Sequence[Event]:
    """A proposal is given up with a reason, unless a discussion came to the act; the holder who was told of it is told too."""
    _, proposal = proposed(_licensed(case)[0])
    against(proposal)
    return [e.LicenceActDropped(proposal.act, now.day, filled(command.reason, "reason_missing"), proposal.notice)]


def decide_act(case: Case | None, command: c.DecideLicenceAct, now: Moment) -> Sequence[Event]:
    """Another officer than the one who proposed it decides, once the holder was heard and, where the act is major, it was
    reviewed legally and discussed (R36, R130, R131)."""
    case, licence = _licensed(case)
    _, proposal = proposed(case)
    act, review, held = policy().acts[proposal.act], proposal.review, proposal.discussion
    _ground(act, proposal.ground, licence, now)
    signable(case, proposal, now)
    answered = any(one.paper for one in proposal.defences)
    fields = (
        now.day,
        proposal.ground,
        proposal.facts,
        proposal.reason,
        proposal.basis,
        max(proposal.effective_on, now.day),
        proposal.until,
        proposal.document,
        proposal.redress,
        filled(command.defence, "licence_defence_unanswered") if answered else command.defence.strip(),
        review.opinion if review else "",
        proposal.by,
    )
    reviewed_by, discussed_on = review.by if review else "", held.held_on if held else None
    if proposal.until is not None and proposal.until <= max(proposal.effective_on, now.day):
        raise Refusal("licence_until_wrong")
    decided = _EVENTS[act.name](*fields, reviewed_by=reviewed_by, discussed_on=discussed_on, heard=proposal.heard)
    return [*(_answered(licence, act.to, now) if act.to in OVER else ()), decided]


def end_suspension(case: Case | None, command: c.EndSuspension, now: Moment) -> Sequence[Event]:
    """The last day of a suspension is over: the licence is good again without anybody's act."""
    case, licence = _licensed(case)
    if licence.state != SUSPENDED or licence.until is None or now.day <= licence.until:
        raise Refusal("licence_not_suspended")
    return [e.LicenceRestored(now.day, TERM, "", "", "", now.day)]


def ask_cancellation(case: Case | None, command: c.AskCancellation, now: Moment) -> Sequence[Event]:
    """The holder asks for the cancellation, once; the authority answers by its decision (article 70)."""
    case, licence = _licensed(case)
    if licence.state in OVER:
        raise _impossible(policy().acts["cancel"], licence, now)
    if case.cancellation_asked_on is not None:
        raise Refusal("cancellation_asked", on=case.cancellation_asked_on)
    asked_on = command.asked_on or now.day
    reason, signatures = command.reason.strip(), policy().cancellation_signatures
    return [e.CancellationAsked(asked_on, reason, policy().cancellation_days, signatures)]


def replace_licence(case: Case | None, command: c.ReplaceLicence, now: Moment) -> Sequence[Event]:
    """A newer licence takes the place of this one, which must be good: whatever was decided, also for a later day, or is proposed
    is not escaped by a change. A renewal may also come after the last day, and so may what was granted before it, since the days
    that making a licence out takes are the authority's (articles 44, 49 and 50); a suspension goes on on the renewed licence."""
    case, licence = _licensed(case)
    stands = licence.state if _later(licence, now) in OVER else standing(licence, now)
    good = {VALID, EXPIRED, SUSPENDED} if command.kind == RENEWAL else {VALID, EXPIRED}
    in_time = bool(command.granted_on and licence.valid_to and command.granted_on <= licence.valid_to)
    if stands not in good or (stands == EXPIRED and command.kind != RENEWAL and not in_time):
        words = state_words(stands)
        raise Refusal("former_not_good", number=licence.number, state=words["en"], state_zh=words["zh"])
    if case.proposal is not None:
        raise Refusal("former_act_open", number=licence.number, on=case.proposal.proposed_on)
    return [*_answered(licence, REPLACED, now), e.LicenceReplaced(now.day, command.kind, command.licence, command.case)]


def handed_on(kind: str, licence: LicenceFacts, on: date) -> c.TakeStanding | None:
    """What of the standing of a licence holds for the one that takes its place by renewal, change or re-issue: a suspension that
    has not ended, and that silence renewed it. The certificate of the renewal itself has a term of its own."""
    number, since, until = licence.number, licence.since, licence.until
    if licence.state == SUSPENDED and (until is None or until >= on):
        return c.TakeStanding(number, SUSPENDED, since, until, licence.decided, licence.ground)
    if licence.before == SUSPENDED and since is not None and since > on:  # the restoration holds from a later day
        return c.TakeStanding(number, SUSPENDED, on, since - timedelta(days=1), licence.decided, licence.ground)
    renewed = RENEWED in (licence.state, licence.before)
    return c.TakeStanding(number, RENEWED) if kind != RENEWAL and renewed else None


def take_standing(case: Case | None, command: c.TakeStanding, now: Moment) -> Sequence[Event]:
    """The newer licence stands as the one before it, from the day on which it takes its place."""
    _, licence = _licensed(case)
    if licence.state != VALID or command.state not in (SUSPENDED, RENEWED):
        raise _impossible(policy().acts["suspend"], licence, now)
    said = (command.licence, command.state, command.since, command.until, command.decided, command.ground)
    return [e.StandingTaken(now.day, *said)]


def _answered(licence: LicenceFacts, ended: str, now: Moment) -> Sequence[Event]:
    """An application for a new document of a licence that ends is answered in the same act, and not forgotten: what ended it is
    the reason."""
    asked = licence.reissue
    if asked is None:
        return ()
    reason = f"证照{licence.number}{state_words(ended)['zh']}，没有可以补发的证照。"
    return [e.ReissueRefused(now.day, asked.ground, asked.asked_on, reason, reissue_policy().basis)]


def _licensed(case: Case | None) -> tuple[Case, LicenceFacts]:
    case = required(case)
    if case.licence is None:
        raise Refusal("no_licence")
    if case.licence.state == REPLACED:
        raise Refusal("licence_replaced", on=case.licence.since)
    return case, case.licence


def standing(licence: LicenceFacts, now: Moment) -> str:
    """How a licence stands today."""
    return standing_on(
        licence.state,
        licence.valid_from,
        licence.valid_to,
        now.day,
        since=licence.since,
        until=licence.until,
        before=licence.before,
    )


def _ground(act: Act, name: str, licence: LicenceFacts, now: Moment) -> Ground:
    """The ground, which must fit the licence as it stands: one act at a time, none after the end, none out of order.

    A decision that was taken and takes effect later stands in the way as if it had.
    """
    now_stands = standing(licence, now)
    later = _later(licence, now) or now_stands
    if now_stands not in act.possible or later not in act.possible:
        raise _impossible(act, licence, now)
    found = next((one for one in act.open_grounds(now_stands) if one.name == name), None)
    if found is None:
        raise Refusal("licence_ground_wrong")
    return found


def _later(licence: LicenceFacts, now: Moment) -> str:
    """How the licence will stand by a decision that was taken and takes effect later; nothing where there is none."""
    later = licence.state if licence.since and licence.since > now.day else ""
    return VALID if later == RENEWED else later


def _impossible(act: Act, licence: LicenceFacts, now: Moment) -> Refusal:
    stands = _later(licence, now) or standing(licence, now)
    words = state_words(stands)
    facts = {"act": act.words["en"], "act_zh": act.words["zh"], "state": words["en"], "state_zh": words["zh"]}
    return Refusal("licence_act_impossible", **facts)


RULES: Rules = {
    c.ProposeLicenceAct: propose,
    c.DefendLicence: defend,
    c.DropLicenceAct: drop,
    c.DecideLicenceAct: decide_act,
    c.EndSuspension: end_suspension,
    c.AskCancellation: ask_cancellation,
    c.ReplaceLicence: replace_licence,
    c.TakeStanding: take_standing,
}
