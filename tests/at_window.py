"""A town with a window for tests: applications handed in through the same services that people use, with real files."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache, partial
from typing import Any

from flask import Flask
from reportlab.pdfgen.canvas import Canvas

from portal.actors import SYSTEM, Actor, Role
from portal.db import transaction
from portal.services import (
    accounts,
    casefile,
    correction,
    credit,
    credit_lists,
    deferral,
    desk,
    drafts,
    intake,
    journal,
    offices,
    submission,
    supplement,
    termination,
    uploads,
    users,
)
from portal.services.credit_lists import Entry
from portal.services.users import OfficerFacts
from tests.backends import made_once
from tests.web import people
from workflows import commands as c
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
    point: Actor
    administrator: Actor

    def hand_in(
        self,
        at: str,
        *,
        answers: Mapping[str, Any] | None = None,
        later: Collection[str] = (),
        pages: int = 1,
        item: str = HAZCHEM,
        signed: bool = True,
        password: str = "",
    ) -> str:
        """Apply online with every material but those promised for later; returns the opaque name of the case."""
        when = beijing(at)
        draft = drafts.start(item, by=self.handler, at=when)
        drafts.save(draft, {**ANSWERS, **(answers or {})}, by=self.handler, at=when)
        self.bring(draft, later, when, by=self.handler, pages=pages)
        given = (password or people.PASSWORD) if later and signed else None
        return submission.submit(draft, later=later, by=self.handler, at=when, password=given).case_id

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
        self.mark_form(case_id, at, fix=fix, without=without, by=by)

    def mark_form(
        self,
        case_id: str,
        at: str,
        *,
        fix: Mapping[str, str] | None = None,
        without: Collection[str] = (),
        by: Actor | None = None,
    ) -> None:
        """Mark every answer of the form in order, but those named by their keys (`field:` and the id)."""
        fix, by, when = fix or {}, by or self.clerk, beijing(at)
        answers = [one for section in desk.desk(case_id, by=by, at=when).sections for one in section.fields]
        found = {
            one.key: ("fix", fix[one.key]) if one.key in fix else ("ok", "")
            for one in answers
            if one.key not in without and not (one.settled and one.key not in fix)
        }
        desk.mark_fields(case_id, found, by=by, at=when)

    def correct(self, case_id: str, at: str, *materials: str, answers: Mapping[str, Any] | None = None) -> None:
        """Answer a correction notice with a new file for each of these materials, and with other answers in the form."""
        self._upload(case_id, at, materials, "correction")
        correction.answer(case_id, answers, by=self.handler, at=beijing(at))

    def supply(self, case_id: str, at: str, material: str) -> None:
        """Hand in a material that was promised for later."""
        self._upload(case_id, at, [material], "supplement")
        supplement.supply(case_id, material, by=self.handler, at=beijing(at))

    def bring_on_spot(self, case_id: str, at: str, *materials: str) -> None:
        """Scan new papers at the counter, for a correction on the spot."""
        self._upload(case_id, at, materials, "desk", by=self.clerk)

    def scan(self, case_id: str, at: str) -> str:
        """Scan the commitment that the applicant signed by hand at the counter."""
        return deferral.scan(case_id, "承诺书.pdf", io.BytesIO(pdf("signed")), by=self.clerk, at=beijing(at))

    def deferred(self, at: str, accepted: str, *, later: str = "training_proof") -> str:
        """An application accepted although a material is to follow, on a promise that was signed online."""
        case_id = self.hand_in(at, later=[later])
        self.mark(case_id, accepted, later={later: "后补"})
        self.conclude(case_id, "accepted_deferred", accepted)
        return case_id

    def _upload(self, case_id: str, at: str, materials: Collection[str], purpose: str, by: Actor | None = None) -> None:
        for name in materials:
            content = io.BytesIO(pdf(f"{name} again"))
            who, when = by or self.handler, beijing(at)
            uploads.attach_to_case(case_id, name, f"{name}-2.pdf", content, purpose=purpose, by=who, at=when)

    def accepted(self, at: str, *, window: str = "") -> str:
        """An application that was handed in and accepted on the next day at 09:40, at the counter `window` if one is named."""
        case_id = self.hand_in(at)
        later = f"{beijing(at).astimezone(CHINA).date() + timedelta(days=1)} 09:40"
        self.mark(case_id, later)
        self.conclude(case_id, "accepted", later, window=window)
        return case_id

    def granted(self, at: str, *, window: str = "", decided: str = "2026-10-16 10:00", scope: str = "甲苯") -> str:
        """An application that was accepted, heard by every department and granted, on 16 October 2026 unless otherwise said."""
        return self._decided(self.reviewed(at, answered=decided, window=window), c.Grant("符合条件。", scope), decided)

    def terminated(self, at: str, *, ended: str = "2026-10-16 10:00") -> str:
        """An accepted application whose applicant is no more: proposed at the window and confirmed by the head."""
        case_id, when = self.accepted(at), beijing(ended)
        scan = ("注销登记通知书.pdf", io.BytesIO(pdf("deregistered")))
        said = {"proof": "file", "scan": scan, "by": self.clerk, "at": when}
        termination.propose(case_id, "organisation_ended", DEREGISTERED, **said)  # type: ignore[arg-type]
        termination.confirm(case_id, "事实清楚，同意终止。", by=self.decider, at=when)
        return case_id

    def refused(self, at: str, *, decided: str = "2026-10-16 10:00") -> str:
        """An application that was accepted, heard and refused, on 16 October 2026 unless otherwise said."""
        refusal = c.Refuse("场所不符。", "不符合第六条。", "第六条")
        return self._decided(self.reviewed(at, answered=decided), refusal, decided)

    def reviewed(self, at: str, *, answered: str, window: str = "") -> str:
        """An application that was accepted, and with which every department agreed at `answered`."""
        case_id = self.accepted(at, window=window)
        with transaction() as session:
            row = journal.lock(session, casefile.row_of(session, case_id).id)
            case = journal.state_of(session, row.id)
            for term in sorted(case.terms.tracks, key=lambda one: len(one.depends_on)):
                signers = ("officer:901", "officer:902")[: term.officers]
                opinion = c.GiveOpinion(term.id, "agree", "符合条件。", officers=signers)
                journal.record(session, row, opinion, by=self.reviewer, at=beijing(answered))
        return case_id

    def _decided(self, case_id: str, decision: c.Command, at: str) -> str:
        with transaction() as session:
            row, when = journal.lock(session, casefile.row_of(session, case_id).id), beijing(at)
            credit.look_up(session, row, stage="decision", by=self.decider, at=when)
            lawyer = replace(self.reviewer, id=903)
            journal.record(session, row, c.ReviewLegally("passed", "合法。"), by=lawyer, at=when)
            journal.record(session, row, decision, by=self.decider, at=when)
        return case_id

    def give_code(self, office: str, uscc: str) -> None:
        """Write an office's own credit code down."""
        known = offices.office_by_code(office)
        assert known is not None
        row = next(row for row in offices.every() if row.facts.code == office)
        offices.change(row.id, replace(known, uscc=uscc), by=SYSTEM)

    def conclude(self, case_id: str, outcome: str, at: str, **words: Any) -> Case:
        """Record an outcome as the clerk."""
        return intake.conclude(case_id, outcome, by=self.clerk, at=beijing(at), **words)

    def list_black(
        self, *entries: Entry, kind: str = "black", at: str = "2026-01-05 06:00", version: str = "1"
    ) -> None:
        """Import a version of a list; without entries nobody stands on it."""
        asked = {"rule_version": "应急管理部令第11号", "by": SYSTEM, "at": beijing(at)}
        credit_lists.import_list(kind, f"{kind}名单", version, entries, **asked)


DEREGISTERED = {
    "facts": "该公司于2026年10月9日核准注销。",
    "reason": "申请人已经依法终止，没有承受人。",
    "successor": "none",
    "document": "注销登记通知书",
    "number": "登字〔2026〕第1182号",
    "dated": "2026-10-09",
    "capacity": "liquidator",
    "recipient": "郑怀民",
    "address": "临江市澄江区化工路18号",
    "phone": "13955500188",
}
"""What the window writes about an applicant that was struck off the register."""
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
}


def settle(app: Flask) -> Town:
    """Make the town, with an empty black list; the context of the application must be pushed."""
    return made_once(app, "at_window", partial(_settled, app))


def _settled(app: Flask) -> Town:
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


_PEOPLE = ("zhou.min", COLLEAGUE, people.HANDLER, "chen.li", "han.weidong", "su.ming", "li.he", "admin")


def _actor(number: int) -> Actor:
    person = accounts.person(number)
    assert person is not None
    return person.actor


def _room(number: int) -> int:
    person = accounts.person(number)
    assert person is not None
    assert person.office_id is not None
    return person.office_id
