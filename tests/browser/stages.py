"""Cases in the late stages for the walk through every page: a hearing, a licence with its duties, ratings, times at a counter."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date

from flask import current_app
from sqlalchemy import update

from portal.actors import SYSTEM
from portal.db import transaction
from portal.models import Case
from portal.services import (
    appointments,
    deferral,
    delivery,
    draft_sources,
    drafts,
    hearings,
    rating,
    receipts,
    service_windows,
    sittings,
    slot_rules,
    tickets,
)
from portal.services import slots as free
from portal.services.applicants import ApplicantFacts
from portal.services.rating import Said
from portal.services.service_windows import WindowFacts
from portal.services.sittings import Agent
from portal.services.slot_rules import SlotFacts
from tests.at_window import HAZCHEM, Town, beijing, pdf
from tests.browser.enterprise import DEFERRED, Receipt
from tests.outside import register_of, running
from tests.web import people

RENEWAL = "hazchem_business_renewal"
NOW = "2026-08-31 16:00"
OPEN = SlotFacts(first=date(2020, 1, 1), last=None, opens=9 * 60, closes=17 * 60, minutes=60, capacity=2)


@dataclass(frozen=True)
class Times:
    """A counter with somebody called, and an appointment."""

    window: int
    booking: str


def delivered(town: Town, at: str) -> str:
    """A licence collected at the counter on 24 August."""
    case_id = town.granted(at, decided="2026-08-20 10:00")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-08-21 09:00"))
    collected = {"recipient": "沈远航", "by": town.clerk, "at": beijing("2026-08-24 09:30")}
    delivery.deliver(case_id, "counter", **collected)
    return case_id


def rated_badly(town: Town) -> str:
    """The same, with a bad rating that waits for the office."""
    case_id = delivered(town, "2026-08-11 10:00")
    said = Said(1, ("platform_bad",), "办结三天才通知我们")
    rating.rate(case_id, "matter", said, by=town.handler, at=beijing("2026-08-28 20:00"))
    return case_id


def heard(town: Town) -> str:
    """A case with a hearing that took place this morning, whose record is to be written."""
    case_id = town.reviewed("2026-08-06 10:00", answered="2026-08-13 10:00")
    hearings.tell(case_id, "拟不予许可：间距不足", by=town.reviewer, at=beijing("2026-08-14 09:00"))
    hearings.request(case_id, "想说明间距", by=town.handler, at=beijing("2026-08-17 09:00"))
    where = (date(2026, 9, 1), "9:00", "三楼会议室", "法规科科长", town.decider.reference)
    hearings.set_day(case_id, *where, by=town.reviewer, at=beijing("2026-08-18 09:00"))
    return case_id


def offered(town: Town) -> str:
    """A case whose applicant is asked for the promise to bring something later."""
    case_id = town.hand_in("2026-08-31 09:00", later=[DEFERRED], signed=False)
    town.mark(case_id, "2026-08-31 09:30", later={DEFERRED: "请在期限内补交。"})
    deferral.offer(case_id, by=town.clerk, at=beijing("2026-08-31 09:40"))
    return case_id


def looked_up(town: Town, draft: str, at: str) -> None:
    """A draft into which the business register wrote what it knows, with one answer that the applicant disputes."""
    facts = {
        "uscc": people.USCC,
        "name": people.FIRM,
        "legal_representative": "沈远舟",
        "address": "临江市澄江区望江路218号",
    }
    settings, when = current_app.config["SETTINGS"], beijing(at)
    with running(register_of(facts)) as server:
        current_app.config["SETTINGS"] = replace(settings, register_url=server.url)
        draft_sources.refresh(drafts.view(draft, by=town.handler), by=town.handler, at=when)
        current_app.config["SETTINGS"] = settings
    paper = {"filename": "licence.pdf", "stream": io.BytesIO(pdf("licence"))}
    draft_sources.dispute(draft, "legal_rep", "沈远航", reason="六月已经变更。", by=town.handler, at=when, **paper)  # type: ignore[arg-type]


def at_the_counters(town: Town) -> Times:
    """A counter with slots, an appointment of the days to come, and two people of this morning, of whom one was called."""
    window = service_windows.create(WindowFacts(code="3", name_zh="综合受理三号", name_en="Three"), by=SYSTEM)
    slot_rules.add(window, OPEN, by=SYSTEM)
    slot = next(one for one in free.offered(HAZCHEM, at=beijing(NOW)) if one.day > date(2026, 9, 1))
    asked = {"by": town.handler, "at": beijing(NOW)}
    booking = appointments.book(HAZCHEM, slot.window_id, slot.day, slot.starts, **asked)
    for _ in range(2):
        tickets.take(HAZCHEM, "submit", by=town.clerk, at=beijing("2026-09-01 09:10"))
    tickets.call_next(window, by=town.clerk, at=beijing("2026-09-01 09:20"))
    return Times(window, booking)


def sitting(town: Town) -> str:
    """Two items for one applicant who stands at the window."""
    agent, who = Agent(capacity="agent", name="沈远航", mobile="13900000001"), ApplicantFacts(uscc=people.USCC)
    return sittings.begin((HAZCHEM, RENEWAL), who, agent, by=town.clerk, at=beijing(NOW))


def without_an_account(case_id: str) -> str:
    """The case as one that was applied for at a window, so that number and query code are enough to rate it."""
    with transaction() as session:
        session.execute(update(Case).where(Case.public_id == case_id).values(channel="window"))
    return case_id


def slip(town: Town, case_id: str) -> Receipt:
    """What the receipt of a case says."""
    paper = receipts.receipt(case_id, by=town.handler)
    return Receipt(paper.number, paper.query_code)
