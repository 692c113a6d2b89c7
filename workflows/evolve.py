"""How each event changes a case: one small function an event kind, and nothing that could refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta, timezone
from functools import singledispatch

from workflows import events as e
from workflows import service
from workflows.case import (
    Answer,
    Case,
    CreditLook,
    LicenceFacts,
    LimitFact,
    Owed,
    Parcel,
    Promise,
    State,
    Stop,
    advance,
)
from workflows.events import Recorded
from workflows.evolve_after import CHANGES
from workflows.later import Demand, HandOver
from workflows.rating import after
from workflows.visits import JOINED, MADE, WITHDRAWN, Ask, Visit, with_ask, with_purpose

BEIJING = timezone(timedelta(hours=8))


def evolve(case: Case | None, recorded: Recorded) -> Case:
    """The case after one more event. Raises ValueError when the journal does not begin with a submission."""
    event = recorded.event
    letters = tuple((recorded.seq, kind, number) for kind, number in getattr(event, "letters", ()))
    if isinstance(event, e.Submitted):
        return _submitted(event, recorded, letters)
    if case is None:
        raise ValueError("a journal begins with a submission")
    told = _told(case, getattr(event, "told", ()))
    after_it = apply(event, case, recorded)
    sent = after_it.letters
    if letters:
        sent = service.after_event(sent, event, recorded.seq, day_of(recorded), case.service == service.ELECTRONIC)
    return advance(after_it, seq=recorded.seq, numbers=case.numbers + letters, told=told, letters=sent)


def _told(case: Case, told: tuple[e.Told, ...]) -> Mapping[str, e.Told]:
    """The newest told day of every clock, for a day that was told is not taken away by a schedule published later (R158)."""
    return {**case.told, **{one.clock: one for one in told}} if told else case.told


def day_of(recorded: Recorded) -> date:
    """The day of the act, in the business time zone."""
    return recorded.at.astimezone(BEIJING).date()


def _submitted(event: e.Submitted, recorded: Recorded, letters: tuple[tuple[int, str, str], ...]) -> Case:
    return Case(
        terms=event.terms,
        state=State.FORWARDED if event.forwarding == "courier" else State.SUBMITTED,
        seq=recorded.seq,
        received_on=event.received_on,
        submitted_at=recorded.at,
        item=event.item,
        guide_version=event.guide_version,
        guide_digest=event.guide_digest,
        procedure=event.procedure,
        channel=event.channel,
        snapshot=event.snapshot,
        intake_office=event.intake_office,
        forwarding=event.forwarding,
        handed_in=frozenset(event.handed_in),
        later=frozenset(event.later),
        signature=event.signature,
        signed_at=recorded.at if event.signature else None,
        numbers=letters,
        told={one.clock: one for one in event.told},
        fields=event.fields,
        service=event.service or service.ELECTRONIC,
        consent_on=None if event.service == service.PAPER else day_of(recorded),
    )


@singledispatch
def apply(event: object, case: Case, recorded: Recorded) -> Case:
    """The case changed by an event. Every kind has its own function; an unknown kind is a bug."""
    raise TypeError(f"no change is known for {type(event).__name__}")


def _ended(case: Case, recorded: Recorded, state: State) -> Case:
    """Ended on the day of the act; what time brought about, on the day it came about, however late that was noticed."""
    day = getattr(recorded.event, "effective_on", None) or day_of(recorded)
    return advance(case, state=state, ended_on=day, answered_on=case.answered_on or day)


@apply.register
def _(event: e.Arrived, case: Case, recorded: Recorded) -> Case:
    return advance(case, state=State.SUBMITTED, received_on=event.received_on, arrived_on=day_of(recorded))


@apply.register
def _(event: e.CorrectedOnSpot, case: Case, recorded: Recorded) -> Case:
    handed_in = frozenset(event.handed_in) or case.handed_in
    fields = event.fields or case.fields
    return advance(case, snapshot=event.snapshot, round=case.round + 1, handed_in=handed_in, fields=fields)


@apply.register
def _(event: e.NotRequiredDeclared, case: Case, recorded: Recorded) -> Case:
    return _ended(case, recorded, State.NOT_REQUIRED)


@apply.register
def _(event: e.CompetenceDeclined, case: Case, recorded: Recorded) -> Case:
    offered = HandOver(event.office, event.item) if event.office else None
    return advance(_ended(case, recorded, State.NOT_COMPETENT), hand_over=offered)


@apply.register
def _(event: e.CorrectionRequested, case: Case, recorded: Recorded) -> Case:
    day = day_of(recorded)
    return advance(
        case,
        state=State.CORRECTION,
        marks=event.marks,
        noticed=tuple(m for m in event.marks if m.verdict == "fix"),
        noticed_on=day,
        answered_on=day,
        notices=case.notices + 1,
    )


@apply.register
def _(event: e.Corrected, case: Case, recorded: Recorded) -> Case:
    return advance(
        case,
        state=State.RESUBMITTED,
        snapshot=event.snapshot,
        round=case.round + 1,
        corrected_on=event.corrected_on,
        corrected_in=day_of(recorded),
        answered_on=None,
        handed_in=case.handed_in | frozenset(event.handed_in),
        fields=event.fields or case.fields,
        kept={},  # every clock that ran until now begins anew
    )


@apply.register
def _(event: e.Accepted, case: Case, recorded: Recorded) -> Case:
    return _accepted(case, recorded, event.effective_on, "act", event.marks)


@apply.register
def _(event: e.AcceptedDeferred, case: Case, recorded: Recorded) -> Case:
    later = [m.material for m in event.marks if m.verdict == "later"]
    promises = {name: Promise(name, since=event.effective_on) for name in later}
    accepted = _accepted(case, recorded, event.effective_on, "deferral", event.marks)
    if event.signature is not None and event.signature != case.signature:
        accepted = advance(accepted, signature=event.signature, signed_at=recorded.at)
    return advance(accepted, promises=promises, offered=())


@apply.register
def _(event: e.DeemedAccepted, case: Case, recorded: Recorded) -> Case:
    return _accepted(case, recorded, event.effective_on, "silence", case.marks)


def _accepted(case: Case, recorded: Recorded, on: date, how: str, marks: tuple[e.Mark, ...]) -> Case:
    return advance(
        case,
        state=State.IN_REVIEW,
        accepted_on=on,
        accepted_how=how,
        accepted_by=recorded.by,
        marks=marks,
        answered_on=day_of(recorded),
    )


@apply.register
def _(event: e.AcceptanceRefused, case: Case, recorded: Recorded) -> Case:
    return advance(_ended(case, recorded, State.NOT_ACCEPTED), marks=event.marks)


@apply.register
def _(event: e.DeemedWithdrawn, case: Case, recorded: Recorded) -> Case:
    return _ended(case, recorded, State.WITHDRAWN)


@apply.register
def _(event: e.Withdrawn, case: Case, recorded: Recorded) -> Case:
    return _ended(case, recorded, State.WITHDRAWN)


@apply.register
def _(event: e.DeferredArrived, case: Case, recorded: Recorded) -> Case:
    come = {"arrived_on": event.arrived_on, "posted_on": event.posted_on, "way": event.way}
    promise = replace(case.promises[event.material], rejected="", **come)  # type: ignore[arg-type]
    changed = advance(case, snapshot=event.snapshot, round=case.round + 1)
    return _promise(changed, promise)


@apply.register
def _(event: e.DeferredConfirmed, case: Case, recorded: Recorded) -> Case:
    return _promise(case, replace(case.promises[event.material], confirmed=True, confirmed_on=day_of(recorded)))


@apply.register
def _(event: e.DeferredRejected, case: Case, recorded: Recorded) -> Case:
    return _promise(case, _given_back(case.promises[event.material], event.reason))


@apply.register
def _(event: e.DeferralLapsed, case: Case, recorded: Recorded) -> Case:
    return _promise(case, replace(case.promises[event.material], lapsed=True, lapsed_on=event.due_on))


def _given_back(promise: Promise, reason: str) -> Promise:
    """A supplement that was found wanting: nothing is there any more, and no parcel is on its way."""
    return replace(promise, arrived_on=None, posted_on=None, parcel=None, rejected=reason)


@apply.register
def _(event: e.DeferralOffered, case: Case, recorded: Recorded) -> Case:
    return advance(case, offered=event.materials)


@apply.register
def _(event: e.DeferralPromised, case: Case, recorded: Recorded) -> Case:
    later = case.later | frozenset(event.signature.materials)
    return advance(case, signature=event.signature, signed_at=recorded.at, later=later, offered=())


@apply.register
def _(event: e.DeferralDeclined, case: Case, recorded: Recorded) -> Case:
    gone = frozenset(event.materials)
    changed = advance(case, offered=(), later=case.later - gone, declined=case.declined | gone)
    return advance(changed, signature=None, signed_at=None)


@apply.register
def _(event: e.ParcelAnnounced, case: Case, recorded: Recorded) -> Case:
    parcel = Parcel(event.courier, event.number, event.posted_on)
    return _promise(case, replace(case.promises[event.material], parcel=parcel))


@apply.register
def _(event: e.CaseSuspended, case: Case, recorded: Recorded) -> Case:
    promise = replace(
        case.promises[event.material], suspended_on=event.suspended_on, grace_days=event.grace_days, resumed_on=None
    )
    return _promise(case, promise)


@apply.register
def _(event: e.CaseResumed, case: Case, recorded: Recorded) -> Case:
    return _promise(case, replace(case.promises[event.material], resumed_on=event.resumed_on))


@apply.register
def _(event: e.FalsePromiseFound, case: Case, recorded: Recorded) -> Case:
    return _promise(case, replace(case.promises[event.material], false_on=day_of(recorded), repaired_on=None))


@apply.register
def _(event: e.PromiseRepaired, case: Case, recorded: Recorded) -> Case:
    return _promise(case, replace(case.promises[event.material], repaired_on=day_of(recorded)))


def _promise(case: Case, promise: Promise) -> Case:
    return advance(case, promises={**case.promises, promise.material: promise})


@apply.register
def _(event: e.AcceptanceRevoked, case: Case, recorded: Recorded) -> Case:
    return _ended(case, recorded, State.ACCEPTANCE_REVOKED)


@apply.register
def _(event: e.CreditLookedUp, case: Case, recorded: Recorded) -> Case:
    look = CreditLook(
        event.stage, event.result, event.looked_on, recorded.at, event.entries, event.lists, event.matched
    )
    return advance(case, credit=(*case.credit, look))


@apply.register
def _(event: e.OpinionGiven, case: Case, recorded: Recorded) -> Case:
    answer = Answer(
        verdict=event.verdict,
        opinion=event.opinion,
        given_on=event.given_on,
        by=recorded.by,
        at=recorded.at,
        basis=event.basis,
        officers=event.officers,
        late=event.late,
    )
    return advance(case, answers={**case.answers, event.track: answer})


@apply.register
def _(event: e.ClockPaused, case: Case, recorded: Recorded) -> Case:
    stop = Stop(event.cause, event.began_on, event.announced_days, recorded.by, event.reason, event.basis)
    return advance(case, stops=(*case.stops, stop))


@apply.register
def _(event: e.ClockResumed, case: Case, recorded: Recorded) -> Case:
    ended = tuple(  # on a machine whose clock was set back a pause ends on the day it began at the earliest
        replace(s, ended=max(event.ended_on, s.began)) if s.cause == event.cause and s.ended is None else s
        for s in case.stops
    )
    return advance(case, stops=ended)


@apply.register
def _(event: e.Extended, case: Case, recorded: Recorded) -> Case:
    return advance(case, extended_by=case.extended_by + event.days)


@apply.register
def _(event: e.Cosigned, case: Case, recorded: Recorded) -> Case:
    return advance(case, cosigned_by=recorded.by)


@apply.register
def _(event: e.LegallyReviewed, case: Case, recorded: Recorded) -> Case:
    return advance(case, legal_verdict=event.verdict)


@apply.register
def _(event: e.Granted, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.GRANTED, event.decided_on, event.scope)


@apply.register
def _(event: e.Refused, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.REFUSED, event.decided_on, "")


@apply.register
def _(event: e.DeemedFiled, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.GRANTED, event.decided_on, "")


@apply.register
def _(event: e.DeemedRenewed, case: Case, recorded: Recorded) -> Case:
    return _decided(case, recorded, State.GRANTED, event.decided_on, "")


@apply.register
def _(event: e.LimitChanged, case: Case, recorded: Recorded) -> Case:
    facts = tuple(LimitFact(event.changed_on, event.cause, limit) for limit in event.limits)
    return advance(case, changes=(*case.changes, *facts))


def _decided(case: Case, recorded: Recorded, state: State, on: date, scope: str) -> Case:
    outcome = "grant" if state is State.GRANTED else "refuse"
    return advance(case, state=state, outcome=outcome, decided_on=on, decided_by=recorded.by, scope=scope)


@apply.register
def _(event: e.LicenceIssued, case: Case, recorded: Recorded) -> Case:
    facts = LicenceFacts(event.number, event.valid_from, event.valid_to, event.identifier)
    return advance(case, state=State.ISSUED, licence=facts)


@apply.register
def _(event: e.Delivered, case: Case, recorded: Recorded) -> Case:
    return advance(
        case,
        state=State.CLOSED,
        delivered_on=event.delivered_on,
        delivered_by_way=event.way,
        ended_on=event.delivered_on,
        letters=service.delivered(case.letters, event),
    )


@apply.register
def _(event: e.VisitRecorded, case: Case, recorded: Recorded) -> Case:
    day = day_of(recorded)
    asks = with_ask(case.asks, event.asked, state=JOINED if event.joined else MADE, made_on=day)
    if event.joined:
        return advance(case, asks=asks, visited=with_purpose(case.visited, event.joined, event.purpose))
    visit = Visit(
        recorded.seq,
        day,
        event.place,
        (event.purpose,),
        event.cause,
        event.code,
        event.beyond,
        event.asked,
        event.window,
    )
    extra = 0 if event.cause == "promised" else 1
    return advance(
        case,
        visits=case.visits + 1,
        extra_visits=case.extra_visits + extra,
        visited=(*case.visited, visit),
        asks=asks,
    )


@apply.register
def _(event: e.VisitAsked, case: Case, recorded: Recorded) -> Case:
    asked = Ask(
        seq=recorded.seq,
        on=day_of(recorded),
        by=recorded.by,
        office=event.office,
        place=event.place,
        purpose=event.purpose,
        cause=event.cause,
        reason=event.reason,
        instead=event.instead,
        plan_on=event.plan_on,
        code=event.code,
        beyond=event.beyond,
    )
    return advance(case, asks=(*case.asks, asked))


@apply.register
def _(event: e.VisitWithdrawn, case: Case, recorded: Recorded) -> Case:
    return advance(case, asks=with_ask(case.asks, event.asked, state=WITHDRAWN, withdrawn=event.reason))


@apply.register
def _(event: e.Published, case: Case, recorded: Recorded) -> Case:
    return advance(case, published_on=event.published_on)


@apply.register
def _(event: e.Reminded, case: Case, recorded: Recorded) -> Case:
    reminder = (event.clock, event.rung, event.due_on, event.reached_on or event.due_on)
    return advance(case, reminded=case.reminded | {reminder})


@apply.register
def _(event: e.CalendarApplied, case: Case, recorded: Recorded) -> Case:
    kept = {**case.kept, **{one.clock: one.kept for one in event.moved}}
    return advance(case, kept=kept, schedules={**case.schedules, (event.scope, event.year): event.digest})


@apply.register
def _(event: e.LaterDemandAsked, case: Case, recorded: Recorded) -> Case:
    asked = Demand(event.material, event.demand, event.reason, recorded.by, recorded.at, case.notices)
    return advance(case, demands=(*case.demands, asked))


@apply.register
def _(event: e.LaterDemandPermitted, case: Case, recorded: Recorded) -> Case:
    return _demand_answered(case, recorded, event.material, "permitted", event.reason)


@apply.register
def _(event: e.LaterDemandRefused, case: Case, recorded: Recorded) -> Case:
    return _demand_answered(case, recorded, event.material, "refused", event.reason)


def _demand_answered(case: Case, recorded: Recorded, material: str, state: str, reason: str) -> Case:
    demands = tuple(
        replace(one, state=state, answered_by=recorded.by, answer=reason)
        if one.material == material and one.state == "asked"
        else one
        for one in case.demands
    )
    return advance(case, demands=demands)


@apply.register
def _(event: e.HandOverAnswered, case: Case, recorded: Recorded) -> Case:
    state = "agreed" if event.agreed else "declined"
    return advance(case, hand_over=HandOver(event.office, event.item, state, event.draft))


for _kind, _change in CHANGES.items():
    apply.register(_kind)(_change)


@apply.register(e.Rated)
@apply.register(e.RatingVerified)
@apply.register(e.RatingReviewed)
@apply.register(e.RatingAppealed)
@apply.register(e.RatingAnswered)
@apply.register(e.RatingCalledBack)
@apply.register(e.RatedAgain)
def _(event: e.Event, case: Case, recorded: Recorded) -> Case:
    return advance(case, ratings=after(case.ratings, event, day_of(recorded), recorded.by))


@apply.register
def _(event: e.CaseTaken, case: Case, recorded: Recorded) -> Case:
    return advance(case, officer=event.officer, officer_since=recorded.at)


@apply.register
def _(event: e.CaseHandedOver, case: Case, recorded: Recorded) -> Case:
    return advance(case, officer=event.officer, officer_since=recorded.at)


@apply.register
def _(event: e.ServiceChosen, case: Case, recorded: Recorded) -> Case:
    agreed = event.service == service.ELECTRONIC
    return advance(case, service=event.service, consent_on=event.chosen_on if agreed else None)


@apply.register
def _(event: e.LetterSent, case: Case, recorded: Recorded) -> Case:
    return advance(case, letters=service.sent(case.letters, event))


@apply.register
def _(event: e.LetterServed, case: Case, recorded: Recorded) -> Case:
    return advance(case, letters=service.served(case.letters, event))


@apply.register
def _(event: e.ServiceFailed, case: Case, recorded: Recorded) -> Case:
    return advance(case, letters=service.failed(case.letters, event))


@apply.register
def _(event: e.CheckOwed, case: Case, recorded: Recorded) -> Case:
    before = case.owed.get(event.check)
    owed = Owed(before.since, (*before.refs, *event.refs)) if before else Owed(event.since, event.refs)
    return advance(case, owed={**case.owed, event.check: owed})


@apply.register
def _(event: e.CheckDone, case: Case, recorded: Recorded) -> Case:
    before = case.owed.get(event.check)
    left = tuple(ref for ref in before.refs if ref not in event.refs) if before else ()
    others = {name: one for name, one in case.owed.items() if name != event.check}
    if before and left:
        others[event.check] = Owed(before.since, left)
    infected = (*case.infected, *event.refs) if event.result == "infected" else case.infected
    return advance(case, owed=others, infected=infected)
