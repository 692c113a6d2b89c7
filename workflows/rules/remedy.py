"""Reconsideration: filed once an act, never refused for being late, handed over, answered (R151; 《行政复议法》第二十条)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.calendar import CalendarGap
from workflows.case import Case
from workflows.clocks import STATUTORY
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.remedy import ORDER, WAYS, Reconsideration, key_of, load_policy, standing
from workflows.rules.moment import Moment, Rules, filled, required


def file(case: Case | None, command: c.FileReconsideration, now: Moment) -> Sequence[Event]:
    """Contest an act that was told, or that nothing was decided in time. Whether a late one is heard, the body says, not we."""
    case, policy = required(case), load_policy()
    letter, document = command.letter, command.document
    if letter:
        told = {(seq, kind) for seq, kind, _number in case.numbers}
        if (letter, document) not in told or document not in policy.documents:
            raise Refusal("not_contestable")
        allowed = policy.claims
    else:
        if case.decided_on is not None or case.ended or not now.past(case, STATUTORY):
            raise Refusal("not_overdue")
        allowed = (ORDER,)
    if command.claim not in allowed:
        raise Refusal("claim_unknown")
    if (before := standing(case.reconsiderations, letter, document)) is not None:
        raise Refusal("reconsideration_filed", on=before.filed_on)
    late = command.late.strip()
    if command.last_on is not None and now.day > command.last_on:
        late = filled(command.late, "late_reason_missing")
    body = filled(command.body, "body_missing")
    try:
        pass_on_by = now.calendar.add(now.day, policy.pass_on_days)
    except CalendarGap:
        pass_on_by = now.day
    return [
        e.ReconsiderationFiled(
            now.day, letter, document, command.claim, body, command.paper, pass_on_by, command.last_on, late
        )
    ]


def pass_on(case: Case | None, command: c.PassOnReconsideration, now: Moment) -> Sequence[Event]:
    """The application went to the body; once, and not before it was filed."""
    found = _filed(case, command.letter, command.document)
    if found.state != "filed":
        raise Refusal("reconsideration_passed_on", on=found.passed_on or found.ended_on)
    if command.way not in WAYS:
        raise Refusal("way_unknown")
    if not found.filed_on <= command.passed_on <= now.day:
        raise Refusal("remedy_day_wrong", first=found.filed_on, last=now.day)
    reference = command.reference.strip()
    return [e.ReconsiderationPassedOn(command.letter, command.document, command.passed_on, command.way, reference)]


def end(case: Case | None, command: c.EndReconsideration, now: Moment) -> Sequence[Event]:
    """What the body answered; an application that was taken back before it was handed over ends without its document."""
    found = _filed(case, command.letter, command.document)
    if found.state == "ended":
        raise Refusal("reconsideration_over", on=found.ended_on)
    if command.outcome not in load_policy().outcomes:
        raise Refusal("remedy_outcome_unknown")
    if command.outcome != "withdrawn":
        if found.state == "filed":
            raise Refusal("reconsideration_not_passed_on")
        filled(command.reference, "reference_missing")
    if not (found.passed_on or found.filed_on) <= command.ended_on <= now.day:
        raise Refusal("remedy_day_wrong", first=found.passed_on or found.filed_on, last=now.day)
    reference, words = command.reference.strip(), command.words.strip()
    return [
        e.ReconsiderationEnded(command.letter, command.document, command.ended_on, command.outcome, reference, words)
    ]


def _filed(case: Case | None, letter: int, document: str) -> Reconsideration:
    found = required(case).reconsiderations.get(key_of(letter, document))
    if found is None:
        raise Refusal("no_reconsideration")
    return found


RULES: Rules = {
    c.FileReconsideration: file,
    c.PassOnReconsideration: pass_on,
    c.EndReconsideration: end,
}
