"""The letters on a licence after it was issued, from the source of each: the notice before an act, and its decision (R145)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from portal.documents import standing
from portal.documents.letter import Kind, Letter
from portal.documents.standing import Held, Reasons
from portal.services.letter_source import Source, days, local_day
from workflows import events as e
from workflows.licence import DEFENCE, HELD, TERM, policy

KINDS = {
    "suspend": Kind.LICENCE_SUSPENDED,
    "restore": Kind.LICENCE_RESTORED,
    "revoke": Kind.LICENCE_REVOKED,
    "withdraw": Kind.LICENCE_WITHDRAWN,
    "penal_revoke": Kind.LICENCE_PENAL_REVOKED,
    "cancel": Kind.LICENCE_CANCELLED,
}


def held_of(s: Source) -> Held:
    """The licence that a letter is about."""
    own = s.case.licence
    assert own is not None
    return Held(str(s.guide.result.document), own.number, own.valid_from, own.valid_to)


def _reasons(event: e.LicenceActProposed | e.LicenceDecision) -> Reasons:
    ground = policy().acts[event.act].grounds.get(event.ground)
    words = ground.words["zh"] if ground else event.ground
    return Reasons(words, event.facts, event.reason, event.basis, event.document, event.heard)


def _notice(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.LicenceActProposed)
    told = standing.Proposed(
        act=policy().acts[event.act].words["zh"],
        reasons=_reasons(event),
        effective_on=event.effective_on,
        period=days(event.days or policy().defence_days),
        until=s.due(DEFENCE),
        on_paper=s.case.service == "paper",
    )
    return standing.notice(s.to_licensee, held_of(s), told)


def _decision(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.LicenceDecision)
    if isinstance(event, e.LicenceRestored) and event.ground == TERM:
        return _by_time(s)
    decided = standing.Decided(
        kind=KINDS[event.act],
        act=policy().acts[event.act].words["zh"],
        reasons=_reasons(event),
        effective_on=event.effective_on,
        until=event.until,
        redress=event.redress,
        defence=event.defence,
        notice_number=s.number_of("licence_notice"),
        hearing=_hearing(s),
        discussed_on=event.discussed_on,
        reviewed=bool(event.reviewed_by),
    )
    return standing.decision(s.to_licensee, held_of(s), decided, s.remedies)


def _not_cancelled(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.CancellationRefused)
    told = standing.Kept(event.asked_on, event.reason, event.basis)
    return standing.not_cancelled(s.to_licensee, held_of(s), told, s.remedies)


def _by_time(s: Source) -> Letter:
    ends = [past.event.until for past in s.past if isinstance(past.event, e.LicenceSuspended | e.StandingTaken)]
    on = local_day(s.entry)
    last = ends[-1] or on
    return standing.restored_by_time(s.to_licensee, held_of(s), last, min(on, last + timedelta(days=1)))


def _hearing(s: Source) -> bool:
    """Whether a hearing was held on this very proposal."""
    for past in reversed(s.past):
        if isinstance(past.event, e.LicenceActProposed):
            return False
        if isinstance(past.event, e.LicenceDefended) and past.event.defence == HELD:
            return True
    return False


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.LICENCE_NOTICE: _notice,
    Kind.CANCELLATION_REFUSED: _not_cancelled,
    **dict.fromkeys(KINDS.values(), _decision),
}
