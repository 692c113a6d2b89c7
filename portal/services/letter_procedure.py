"""The letters of a special procedure: how long it takes, that it takes longer, and that it is over (R27, R138)."""

from __future__ import annotations

from collections.abc import Callable

from portal.documents import procedure, resumption
from portal.documents.letter import Kind, Letter
from portal.services.letter_source import Source, days
from workflows import events as e


def _special_procedure(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.ClockPaused)
    term_ = s.case.terms.pause(event.cause)
    own = s.guide.procedure(event.cause)
    before = [one for one in s.case.stops[:-1] if one.cause == event.cause and one.ended == event.began_on]
    special = procedure.SpecialProcedure(
        name=_procedure_name(s, event.cause),
        reason=event.reason,
        organiser=s.authority,
        basis=str(own.basis) if own else "",
        began=event.began_on,
        needed=days(event.announced_days),
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        stops_statutory=bool(term_ and term_.stops_statutory),
        told_on=before[-1].began if before else None,
        told=days(before[-1].announced_days) if before else None,
        most=days(term_.max_days) if term_ and term_.max_days else None,
        beyond=days(event.beyond) if event.beyond else None,
        approver="　".join(part for part in ("本机关负责人", s.signer) if part) if event.beyond else "",
    )
    return procedure.special_procedure(s.data, special)


def _resumption(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.ClockResumed)
    term_ = s.case.terms.pause(event.cause)
    *earlier, last = (stop for stop in s.case.stops if stop.cause == event.cause)
    began = last.began
    for stop in reversed(earlier):  # what was told anew is one procedure with what had been told
        began = stop.began if stop.ended == began else began
    resumed = resumption.Resumption(
        name=_procedure_name(s, event.cause),
        began=began,
        ended_on=event.ended_on,
        promised=s.due("promised"),
        statutory=s.due("statutory"),
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        notice=s.number_of("special_procedure"),
        still=tuple(_procedure_name(s, stop.cause) for stop in s.case.open_stops),
        stops_statutory=bool(term_ and term_.stops_statutory),
    )
    return resumption.resumption(s.data, resumed)


def _procedure_name(s: Source, cause: str) -> str:
    own = s.guide.procedure(cause)
    return str(own.name) if own else PROCEDURE_NAMES.get(cause, cause)


PROCEDURE_NAMES = {
    "hearing": "听证",
    "tender": "招标",
    "auction": "拍卖",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "expert_review": "专家评审",
    "publicity": "决定前公示",
}


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.SPECIAL_PROCEDURE: _special_procedure,
    Kind.RESUMPTION: _resumption,
}
