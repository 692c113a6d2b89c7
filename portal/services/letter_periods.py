"""The letters on what happens to the periods of a case: a published schedule, another limit, a hearing (R35, R36, R158)."""

from __future__ import annotations

from collections.abc import Callable

from portal.documents import discussion, hearing, procedure
from portal.documents.letter import Kind, Letter
from portal.services.letter_source import Source, days, local_day, term
from portal.services.letter_standing import held_of
from workflows import events as e
from workflows import hearing as periods
from workflows.licence import policy
from workflows.major_acts import DO
from workflows.terms import LimitTerm


def _calendar(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.CalendarApplied)
    moved = [one for one in event.moved if one.running and not one.clock.startswith("track:") and one.after]
    rows = tuple(procedure.Fixed(_period(s, one.clock), one.before, s.due(one.clock)) for one in moved)
    kept = any(one.kept for one in moved)
    return procedure.calendar(s.data, procedure.Published(event.year, rows, kept, event.source))


CAUSES = {"site_check": "进行现场核查", "hearing": "举行听证", "expert_review": "组织专家评审"}


def _limits(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.LimitChanged)
    periods = tuple(
        procedure.NewPeriod(
            PERIODS[one.kind],
            term(LimitTerm(one.was, one.was_unit)),
            term(LimitTerm(one.value, one.unit)),
            one.basis,
            s.due(one.kind),
        )
        for one in event.limits
    )
    changed = procedure.Changed(
        cause=CAUSES.get(event.cause, event.cause),
        reason=event.reason,
        changed_on=event.changed_on,
        periods=periods,
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
    )
    return procedure.limits(s.data, changed)


def _hearing_right(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.HearingTold)
    told = hearing.Right(
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        reason=event.reason,
        period=days(periods.REQUEST_DAYS),
        until=s.due(periods.REQUEST),
        on_paper=s.case.service == "paper",
    )
    return hearing.right(s.data, told)


def _hearing_notice(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.HearingSet)
    requested_on = s.case.hearing.requested_on or local_day(s.entry)
    presider = "　".join(part for part in (event.host, str(s.paper.get("host", ""))) if part)
    announced = s.case.hearing.announced_on is not None and s.case.hearing.requested_on is None
    where = (event.held_on, event.time, event.place, presider)
    held = hearing.Day(requested_on, *where, announced=announced, explanation=event.explanation)
    return hearing.notice(s.data, held)


def _hearing_record(s: Source) -> Letter:
    event, at = s.entry.event, s.case.hearing
    assert isinstance(event, e.HearingHeld)
    told = {name: str(s.paper.get(name, "")) for name in hearing.Record.PARTS}
    refused = event.signed == "refused"
    held = hearing.Record(event.held_on, at.time, at.place, at.host, event.scan, refused, told)
    return hearing.record(s.data, held)


def _discussion(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.DecisionDiscussed | e.LicenceActDiscussed)
    voices = tuple(discussion.Voice(one["name"], one["post"], one["opinion"]) for one in s.paper.get("people", ()))
    told = {name: str(s.paper.get(name, "")) for name in discussion.Record.PARTS}
    held = discussion.Record(event.held_on, event.conclusion in ("grant", DO), voices, told)
    if isinstance(event, e.LicenceActDiscussed):
        return discussion.record_of_act(s.data, held_of(s), policy().acts[event.act].words["zh"], held)
    return discussion.record(s.data, held)


PERIODS = {
    "hearing_request": "要求听证",
    "interested_request": "利害关系人要求听证",
    "licence_defence": "陈述、申辩和要求听证",
    "reissue": "补发证照",
    "cancellation": "答复注销申请",
    "hearing": "举行听证",
    "hearing_day": "举行听证的日子",
    "notice": "告知是否受理",
    "notice_promised": "承诺告知是否受理",
    "correction": "补正",
    "promised": "承诺办结",
    "statutory": "法定办结",
    "delivery": "结果送达",
    "publication": "结果公开",
}


def _period(s: Source, clock: str) -> str:
    kind, _, ref = clock.partition(":")
    return f"补交{s.name(ref)}" if kind in ("deferred", "grace") else PERIODS.get(kind, kind)


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.CALENDAR: _calendar,
    Kind.LIMIT: _limits,
    Kind.HEARING_RIGHT: _hearing_right,
    Kind.HEARING_NOTICE: _hearing_notice,
    Kind.HEARING_RECORD: _hearing_record,
    Kind.DISCUSSION: _discussion,
}
