"""The counters of the town: slots by season, some appointments, who waits today, and whom officers have asked to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from portal.actors import Actor, Role
from portal.clock import business_day
from portal.demo.firms import FIRMS
from portal.demo.offices import logins
from portal.demo.settling import Town
from portal.demo.timeline import AFTERNOON, CLOSES, NOON, OPENS
from portal.services import appointments, service_windows, slot_rules, slots, tickets, visits
from portal.services.slot_rules import SlotFacts

HAZCHEM, FIREWORKS = "hazchem_business_licence", "fireworks_retail_licence"
BOOKED = 5
"""Enterprises that have booked a time."""
BUSY = timedelta(minutes=95)
"""For how long the counters have been busy when the town is made."""

VISITORS = (("", "submit"), (HAZCHEM, "submit"), (FIREWORKS, "original"), ("", "collect"), (HAZCHEM, "sign"))


def open_counters(town: Town, since: date) -> None:
    """Give slots to the windows: mornings and afternoons all the year."""
    by = town.people[logins(Role.ADMINISTRATOR)[0]]
    for window in service_windows.every():
        for opens, closes in ((OPENS, NOON), (AFTERNOON, CLOSES)):
            facts = SlotFacts(first=since, last=None, opens=opens, closes=closes, minutes=30, capacity=2)
            slot_rules.add(window.id, facts, by=by)


def fill(town: Town, cases: Iterable[str], at: datetime) -> None:
    """Book times, give numbers out, serve some, and ask for some visits."""
    clerk = town.people[logins(Role.WINDOW)[0]]
    begun = business_day(at - BUSY) == business_day(
        at
    )  # just after midnight nobody has come yet: a number is of its day
    _book(town, at, begun)
    if begun:
        _queue(clerk, at)
    _ask(clerk, list(cases), at)


def _book(town: Town, at: datetime, begun: bool) -> None:
    """The first times that are left, for enterprises one after the other; one of today has come already."""
    for nth, firm in enumerate(FIRMS[:BOOKED]):
        by = town.people[firm.email()]
        free = slots.offered(HAZCHEM, at=at - timedelta(hours=3))
        if not free:
            return
        one = free[min(nth * 2, len(free) - 1)]
        made = appointments.book(HAZCHEM, one.window_id, one.day, one.starts, by=by, at=at - timedelta(hours=3))
        if nth == 0 and begun and one.day == business_day(at):
            tickets.arrive(appointments.appointment(made, by=by).code, at=at - timedelta(minutes=20))


def _queue(clerk: Actor, at: datetime) -> None:
    """Some were served within the last hour and a half, one stands at a counter, the others wait."""
    first = at - BUSY
    counters = [one.id for one in service_windows.every()]
    for nth, (item, purpose) in enumerate(VISITORS * 2):
        tickets.take(item, purpose, by=clerk, at=first + timedelta(minutes=3 * nth))
    for nth in range(5):
        begun = first + timedelta(minutes=32 + 12 * nth)
        called = tickets.call_next(counters[nth % 2], by=clerk, at=begun)
        if nth < 4:
            tickets.serve(called.id, by=clerk, at=begun + timedelta(minutes=9 + nth))


def _ask(clerk: Actor, cases: list[str], at: datetime) -> None:
    """Ask one applicant to come within the promise and, for another thing, beyond it; and another who then need not."""
    standing = (visits.standing(one, by=clerk) for one in cases)
    waiting = [seen.file.public_id for seen in standing if seen.file.case.state == "in_review" and not seen.beyond]
    if len(waiting) < 2:
        return
    said: dict[str, Any] = {
        "reason": "核对《场所租赁合同》原件第二页，请带原件。",
        "instead": "扫描件第二页看不清，原件只有一份，贵单位不便邮寄。",
    }
    visits.ask(waiting[0], place="window", purpose="original", plan_on=_later(at), **said, by=clerk, at=at)
    more: dict[str, Any] = {
        "reason": "法定代表人当面在承诺书上签字。",
        "instead": "电子签名平台停机检修，承诺书期限内等不到恢复。",
    }
    visits.ask(waiting[0], place="window", purpose="sign", **more, code="system_down", by=clerk, at=at)
    made = visits.ask(waiting[1], place="window", purpose="original", **said, by=clerk, at=at)
    reason = "原件信息已经从不动产登记中心共享取得，不用来了。"
    visits.withdraw(waiting[1], made.asks[-1].seq, reason, by=clerk, at=at)


def _later(at: datetime) -> date:
    """The next day on which the centre is open."""
    day = business_day(at) + timedelta(days=1)
    while not slots.open_on(day) and (day - business_day(at)).days < 15:
        day += timedelta(days=1)
    return day
