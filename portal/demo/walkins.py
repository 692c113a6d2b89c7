"""What stands at the windows on the last day: a sitting with two items, and an application that a service point has sent on."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

from guides.plan import needs
from portal.clock import business_day
from portal.demo.applications import HAZCHEM, Application
from portal.demo.days import instant, past
from portal.demo.firms import FIRMS
from portal.demo.papers import Cabinet
from portal.demo.script import Brief
from portal.demo.settling import Town
from portal.services import drafts, law, sittings, submission, uploads
from portal.services.applicants import ApplicantFacts
from portal.services.sittings import Agent

RENEWAL = "hazchem_business_renewal"


def visit(town: Town, at: datetime) -> None:
    """Begin a sitting at the window this morning, and let the service point send an application on two working days before."""
    catalogue, days = law.catalogue(), past(at, law.calendar()).days
    if any(catalogue.in_force(item, days[-1]) is None for item in (HAZCHEM, RENEWAL)):
        return
    _sit(town, instant(days[-1], 16 * 60 + 40))
    _forward(town, instant(days[-2], 10 * 60 + 5))


def _sit(town: Town, at: datetime) -> None:
    firm, clerk = FIRMS[0], town.people["zhou.min"]
    agent = Agent(capacity="agent", name=firm.handlers[0], mobile=firm.mobile())
    sittings.begin((HAZCHEM, RENEWAL), ApplicantFacts(uscc=firm.uscc), agent, by=clerk, at=at)


def _forward(town: Town, at: datetime) -> None:
    firm = next(one for one in FIRMS if one.trade == "trade")
    point, on = town.people["li.he"], business_day(at)
    guide = law.catalogue().in_force(HAZCHEM, on)
    assert guide is not None
    application = Application(firm, HAZCHEM, "plain")
    typed = application.answers(guide, on)
    brief = Brief(application, guide, needs(guide, typed, on))
    sitting = sittings.begin((HAZCHEM,), ApplicantFacts(uscc=firm.uscc), Agent(), by=point, at=at)
    draft = sittings.view(sitting, by=point).lines[0].draft_id
    drafts.save(draft, typed, by=point, at=at)
    cabinet = Cabinet(on - timedelta(days=10))
    for material in brief.brought:
        paper = cabinet.paper(brief, material)
        uploads.attach(draft, material, paper.filename, BytesIO(paper.content), by=point, at=at)
    submission.submit(draft, by=point, at=at + timedelta(minutes=25), forwarding="courier")
