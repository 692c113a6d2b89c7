"""Delivery: the licence made out, served within its limit and published; collecting it is a visit (R26, R63-R64, R107)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workflows import commands as c
from workflows import events as e
from workflows.case import Case, State
from workflows.events import Event
from workflows.ladder import waiting
from workflows.refusal import Refusal
from workflows.rules import visits
from workflows.rules.duties import handed_over
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.service import ELECTRONIC, PAPER, counts_on, policy
from workflows.visits import PROMISED


def issue(case: Case | None, command: c.IssueLicence, now: Moment) -> Sequence[Event]:
    """The licence follows the grant (article 39)."""
    case = required(case)
    if case.state is not State.GRANTED:
        raise Refusal("not_granted", state=str(case.state))
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise Refusal("validity_reversed")
    number = filled(command.number, "number_missing")
    issued = e.LicenceIssued(number, command.valid_from, command.valid_to, command.identifier)
    return [issued, *handed_over(case, now)]


def deliver(case: Case | None, command: c.Deliver, now: Moment) -> Sequence[Event]:
    """Served: a grant with its licence, a refusal with its reasons (article 44)."""
    case = required(case)
    if case.state is State.GRANTED:
        raise Refusal("not_issued")
    if case.state not in (State.ISSUED, State.REFUSED):
        raise Refusal("nothing_to_deliver", state=str(case.state))
    way = policy().ways.get(command.way)
    if way is None:
        raise Refusal("way_missing")
    if way.name == ELECTRONIC and case.service == PAPER:
        raise Refusal("no_consent")
    if way.days:
        _notice_over(case, now)
    elif way.name != ELECTRONIC:
        filled(command.recipient if way.proof == "recipient" else command.proof, "proof_missing")
    delivered = e.Delivered(command.way, _day(case, command, now), command.recipient.strip(), command.proof.strip())
    if command.way != "counter":
        return [delivered]
    came = c.RecordVisit("window", "collect", PROMISED, code=command.visit_code, window=command.window)
    return [delivered, *visits.record(case, came, now)]


def _day(case: Case, command: c.Deliver, now: Moment) -> date:
    """The day of service: today, or the day on which the courier handed the parcel over, never before it was sent."""
    if command.delivered_on is None:
        return now.day
    results = [one for one in case.letters.values() if one.document in policy().results]
    sent = [one.sent_on for one in results if one.state == "sent" and one.way == command.way and one.sent_on]
    first = max(sent, default=now.day)
    if not first <= command.delivered_on <= now.day:
        raise Refusal("service_day", first=first, last=now.day)
    return command.delivered_on


def _notice_over(case: Case, now: Moment) -> None:
    """A result that was published counts as served once the days of the notice are over."""
    days = [counts_on(one) for one in case.letters.values() if one.document in policy().results and one.state == "sent"]
    last = max((day for day in days if day), default=None)
    if last is None:
        raise Refusal("notice_not_published")
    if now.day < last:
        raise Refusal("notice_running", due=last)


def publish(case: Case | None, command: c.Publish, now: Moment) -> Sequence[Event]:
    """On the public list, once, within its limit (R107)."""
    case = required(case)
    if case.decided_on is None:
        raise Refusal("not_decided", state=str(case.state))
    if case.published_on is not None:
        raise Refusal("already_published")
    return [e.Published(now.day)]


def remind(case: Case | None, command: c.Remind, now: Moment) -> Sequence[Event]:
    """Each rung of each clock once, as soon as it is reached (R119-R121)."""
    case = required(case)
    due = now.due(case, command.clock)
    wanted = (command.clock, command.rung)
    reached = next((day for *found, day in waiting(case, now.calendar, now.day) if (*found,) == wanted), None)
    if due is None or reached is None:
        raise Refusal("reminded_already")
    return [e.Reminded(command.clock, command.rung, due, reached)]


RULES: Rules = {
    c.IssueLicence: issue,
    c.Deliver: deliver,
    c.Publish: publish,
    c.Remind: remind,
}
