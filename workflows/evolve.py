"""How each event changes a case: one small function an event kind, and nothing that could refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta, timezone
from functools import singledispatch

from workflows import events as e
from workflows.case import (
    Answer,
    Case,
    CreditLook,
    Hearing,
    LicenceFacts,
    LimitFact,
    Parcel,
    Promise,
    State,
    Stop,
    advance,
)
from workflows.events import Recorded
from workflows.rating import Visit, after

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
    return advance(apply(event, case, recorded), seq=recorded.seq, numbers=case.numbers + letters, told=told)


def _told(case: Case, told: tuple[e.Told, ...]) -> Mapping[str, e.Told]:
    """The newest told day of every clock, for a day that was told is not taken away by a schedule published later (R158)."""
    return {**case.told, **{one.clock: one for one in told}} if told else case.told


def day_of(recorded: Recorded) -> date:
    """The day of the act, in the business time zone."""
    return recorded.at.astimezone(BEIJING).date()


def _submitted(event: e.Submitted, recorded: Recorded, letters: tuple[tuple[int, str, str], ...]) -> Case:
    return Case(
        terms=event.terms,
        state=State.SUBMITTED,
        seq=recorded.seq,
        received_on=event.received_on,
        submitted_at=recorded.at,
        item=event.item,
        guide_version=event.guide_version,
        guide_digest=event.guide_digest,
        procedure=event.procedure,
        channel=event.channel,
        snapshot=event.snapshot,
        handed_in=frozenset(event.handed_in),
        later=frozenset(event.later),
        signature=event.signature,
        signed_at=recorded.at if event.signature else None,
        numbers=letters,
        told={one.clock: one for one in event.told},
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
def _(event: e.CorrectedOnSpot, case: Case, recorded: Recorded) -> Case:
    handed_in = frozenset(event.handed_in) or case.handed_in
    return advance(case, snapshot=event.snapshot, round=case.round + 1, handed_in=handed_in)


@apply.register
def _(event: e.NotRequiredDeclared, case: Case, recorded: Recorded) -> Case:
    return _ended(case, recorded, State.NOT_REQUIRED)


@apply.register
def _(event: e.CompetenceDeclined, case: Case, recorded: Recorded) -> Case:
    return _ended(case, recorded, State.NOT_COMPETENT)


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
    ended = tuple(
        replace(s, ended=event.ended_on) if s.cause == event.cause and s.ended is None else s for s in case.stops
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
    )


@apply.register
def _(event: e.VisitRecorded, case: Case, recorded: Recorded) -> Case:
    extra = 0 if event.cause == "promised" else 1
    came = (Visit(recorded.seq, day_of(recorded), event.purpose),) if event.place == "window" else ()
    return advance(
        case,
        visits=case.visits + 1,
        extra_visits=case.extra_visits + extra,
        window_visits=(*case.window_visits, *came),
    )


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
    return advance(case, kept=kept, schedules={**case.schedules, event.year: event.digest})


@apply.register
def _(event: e.HearingTold, case: Case, recorded: Recorded) -> Case:
    return advance(case, hearing=Hearing(told_on=event.told_on))


@apply.register
def _(event: e.HearingRequested, case: Case, recorded: Recorded) -> Case:
    return advance(case, hearing=replace(case.hearing, requested_on=event.requested_on))


@apply.register
def _(event: e.HearingSet, case: Case, recorded: Recorded) -> Case:
    return advance(case, hearing=replace(case.hearing, set_on=event.set_on, held_on=event.held_on))


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
