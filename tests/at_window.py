"""A town with a window for tests: applications handed in through the same services that people use, with real files."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

from flask import Flask
from reportlab.pdfgen.canvas import Canvas

from portal.actors import SYSTEM, Actor, Role
from portal.services import accounts, credit_lists, desk, drafts, intake, submission, uploads, users
from portal.services.credit_lists import Entry
from portal.services.users import OfficerFacts
from tests.web import people
from workflows.case import Case

CHINA = timezone(timedelta(hours=8))
HAZCHEM = "hazchem_business_licence"
COLLEAGUE = "wu.tao"


def beijing(text: str) -> datetime:
    """A moment such as `2026-09-30 09:40` on the clocks of the offices."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA).astimezone(UTC)


def day(text: str) -> date:
    """A day such as `2026-09-30`."""
    return date.fromisoformat(text)


@cache
def pdf(words: str = "page", pages: int = 1) -> bytes:
    """A PDF of so many pages."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 24)
        canvas.drawString(72, 720, f"{words} {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@dataclass
class Town:
    """The people of the town: the clerk Zhou Min, his colleague, and the handler of the enterprise."""

    clerk: Actor
    colleague: Actor
    handler: Actor
    reviewer: Actor
    decider: Actor
    supervisor: Actor

    def hand_in(
        self,
        at: str,
        *,
        answers: Mapping[str, Any] | None = None,
        later: Collection[str] = (),
        pages: int = 1,
        item: str = HAZCHEM,
    ) -> str:
        """Apply online with every material but those promised for later; returns the opaque name of the case."""
        when = beijing(at)
        draft = drafts.start(item, by=self.handler, at=when)
        drafts.save(draft, {**ANSWERS, **(answers or {})}, by=self.handler, at=when)
        self.bring(draft, later, when, by=self.handler, pages=pages)
        return submission.submit(draft, later=later, by=self.handler, at=when).case_id

    def bring(self, draft: str, later: Collection[str], when: datetime, *, by: Actor, pages: int = 1) -> None:
        """Add a file to the draft for everything that it still lacks."""
        for one in drafts.view(draft, by=by).requirements:
            if one.state == "missing" and one.key not in later:
                name = one.requirement.alternatives[0].id
                content = io.BytesIO(pdf(name, pages))
                uploads.attach(draft, name, f"{name}.pdf", content, by=by, at=when)

    def mark(
        self,
        case_id: str,
        at: str,
        *,
        fix: Mapping[str, str] | None = None,
        later: Mapping[str, str] | None = None,
        without: Collection[str] = (),
        by: Actor | None = None,
    ) -> None:
        """Mark every material of a case in order, but those named."""
        fix, later, by, when = fix or {}, later or {}, by or self.clerk, beijing(at)
        for one in desk.desk(case_id, by=by, at=when).materials:
            verdict = "fix" if one.key in fix else "later" if one.key in later else "ok"
            words = fix.get(one.key) or later.get(one.key) or ""
            if one.key not in without and not (one.settled and one.verdict == verdict):
                desk.mark(case_id, one.key, verdict, reason=words, by=by, at=when)

    def conclude(self, case_id: str, outcome: str, at: str, **words: Any) -> Case:
        """Record an outcome as the clerk."""
        return intake.conclude(case_id, outcome, by=self.clerk, at=beijing(at), **words)

    def list_black(
        self, *entries: Entry, kind: str = "black", at: str = "2026-01-05 06:00", version: str = "1"
    ) -> None:
        """Import a version of a list; without entries nobody stands on it."""
        asked = {"rule_version": "应急管理部令第11号", "by": SYSTEM, "at": beijing(at)}
        credit_lists.import_list(kind, f"{kind}名单", version, entries, **asked)


ANSWERS: dict[str, Any] = {
    "legal_rep_id": "990101198003073019",
    "economic_type": "limited",
    "apply_type": "first",
    "reg_address": {"region": "临江市澄江区", "detail": "化工路 18 号"},
    "business_mode": ["wholesale"],
    "business_address": {"region": "临江市澄江区", "detail": "望江路 218 号 602 室"},
    "premises_right": "leased",
    "premises_area": "186.40",
    "has_storage": "none",
    "toxic_goods": "no",
    "explosive_goods": "no",
    "chemicals": [
        {
            "name": "甲苯",
            "cas": "108-88-3",
            "catalogue_no": "1014",
            "hazard_class": "易燃液体，类别2",
            "annual_tons": "1200",
            "highly_toxic": "no",
            "explosive_precursor": "no",
            "drug_precursor": "no",
        }
    ],
    "principal_name": "沈远航",
    "principal_phone": "13900000001",
    "contact_name": "沈远航",
    "contact_phone": "13900000001",
    "staff_total": "12",
    "safety_staff": "2",
    "plan_filing_no": "990101-2026-0031",
    "truth_commit": "yes",
}


def settle(app: Flask) -> Town:
    """Make the town, with an empty black list; the context of the application must be pushed."""
    numbers = people.settle(app, at=beijing("2026-01-05 09:00"))
    facts = OfficerFacts(
        login=COLLEAGUE, name="吴涛", office_id=_room(numbers["zhou.min"]), roles=frozenset({Role.WINDOW})
    )
    numbers[COLLEAGUE], _given = users.create(
        facts, by=SYSTEM, at=beijing("2026-01-05 09:00"), password=people.PASSWORD
    )
    town = Town(*(_actor(numbers[login]) for login in _PEOPLE))
    town.list_black()
    return town


_PEOPLE = ("zhou.min", COLLEAGUE, people.HANDLER, "chen.li", "han.weidong", "su.ming")


def _actor(number: int) -> Actor:
    person = accounts.person(number)
    assert person is not None
    return person.actor


def _room(number: int) -> int:
    person = accounts.person(number)
    assert person is not None and person.office_id is not None
    return person.office_id
