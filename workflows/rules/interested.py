"""Interested parties: told in writing, each in letters of its own, with the days of its own (articles 36, 47 and 48)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.case_facts import Hearing
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.hearing_parties import invited, next_number
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.notice_days import earliest
from workflows.rules.stage import in_review


def tell(case: Case | None, command: c.TellInterested, now: Moment) -> Sequence[Event]:
    """Of the matter and of the right to be heard, before the decision; once each, and before the hearing was held.

    Where its day is set already, that day is told too, seven working days before it; otherwise the hearing is put off first.
    """
    case = in_review(case)
    at = case.hearing
    if at.told_on is None:
        raise Refusal("hearing_not_told")
    if at.record and at.over_on is not None:
        raise Refusal("hearing_over", on=at.over_on)
    paper = filled(command.paper, "interested_unnamed")
    number = _number(at, command, paper)
    told = e.InterestedTold(now.day, number, paper)
    if at.held_on is None or not at.owed:
        return [told]
    if at.held_on < earliest(now):
        raise Refusal("interested_after_notice", on=at.held_on, earliest=earliest(now))
    return [told, e.InterestedSummoned(now.day, at.held_on, told.party, paper)]


def summoned(case: Case, held_on: date, now: Moment) -> list[Event]:
    """The day of a hearing, told to every interested party that asked or was told of the right, and did not give it up."""
    return [e.InterestedSummoned(now.day, held_on, party, paper) for party, paper in invited(case.hearing)]


def _number(at: Hearing, command: c.TellInterested, paper: str) -> str:
    """The number of the party that is told: its own where the case knows it, else the next. The same letter is not written
    twice, and whoever gave the hearing up for good is not told of it again."""
    known = {one.number: one for one in at.parties}
    if command.number and command.number not in known:
        raise Refusal("interested_unknown")
    if any(one.paper == paper and one.told_on is not None for one in at.parties):
        raise Refusal("interested_told_already")
    if command.number and command.number in at.waived:
        raise Refusal("hearing_waived_already", on=known[command.number].waived_on)
    return command.number or next_number(at)


RULES: Rules = {c.TellInterested: tell}
