"""Cases in a database for the tests of the journal: opened and moved by the journal's own functions, never by setting columns."""

from __future__ import annotations

import itertools
import secrets
from datetime import date, datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal.actors import Actor, Role
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import Draft
from portal.services import journal, law, snapshots
from tests.core.play import CHINA, TERMS
from tests.web import people
from workflows import commands as c
from workflows.case import Case
from workflows.events import Mark
from workflows.terms import Terms

GUIDE = "hazchem_business_licence"
VERSION = date(2026, 5, 1)
FIRM = {"name": people.FIRM, "uscc": people.USCC, "address": "", "legal_representative": "沈远航"}
CONTENT = {
    "answers": {},
    "files": [],
    "later": [],
    "enterprise": FIRM,
    "handler": {"name": "沈远航", "mobile": "13900000001", "email": people.HANDLER},
}
_numbers = itertools.count(1)


def at(text: str) -> datetime:
    """A moment in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


class Hall:
    """The town of `tests.web.people` with its officers as actors, and a way to move a case."""

    def __init__(self, app: Flask) -> None:
        ids = people.settle(app, at=at("2026-03-01T08:00"))
        self.clerk = Actor("officer", ids["zhou.min"], frozenset({Role.WINDOW}), 1, "centre", name="周敏")
        self.reviewer = Actor("officer", ids["chen.li"], frozenset({Role.REVIEWER}), 2, "emb", name="陈立")
        self.lawyer = Actor("officer", 904, frozenset({Role.REVIEWER}), 2, "emb", name="顾晓峰")
        self.fire = Actor("officer", ids["qin.yue"], frozenset({Role.REVIEWER}), 3, "fire", name="秦岳")
        self.head = Actor("officer", ids["han.weidong"], frozenset({Role.DECIDER}), 2, "emb", name="韩卫东")
        self.handler = Actor("handler", ids[people.HANDLER], frozenset({Role.HANDLER}), enterprise_id=1, name="沈远航")

    def submitted(
        self,
        when: str = "2026-03-02T09:00",
        terms: Terms = TERMS,
        digest: str = "",
        item: str = GUIDE,
        answers: dict[str, Any] | None = None,
        version: date = VERSION,
        procedure: str = "licence@1",
        firm: dict[str, str] | None = None,
        enterprise: int = 1,
    ) -> int:
        """A case of this enterprise, just received, opened with the guide's text (or with that of another `digest`); its number.

        `firm` says what the application calls the enterprise."""
        digest = digest or law.guide_of(item, version).digest
        public_id = secrets.token_urlsafe(12)
        named = {**FIRM, **(firm or {})}
        content = {**CONTENT, "enterprise": named, "answers": answers or {"unit_name": public_id}}
        command = c.Submit(
            terms,
            item,
            version.isoformat(),
            digest,
            procedure,
            "online",
            snapshots.digest_of(content),
            tuple(m.id for m in terms.materials),
        )
        row = CaseRow(
            public_id=public_id,
            number=f"X{next(_numbers):06d}",
            query_code_hash="",
            enterprise_id=enterprise,
            handler_id=self.handler.id,
            item=item,
            guide_version=version,
            guide_digest=digest,
            procedure=procedure,
            channel="online",
            lead_office="emb",
            applicant_name=people.FIRM,
            item_name_zh="危险化学品经营许可证核发",
            item_name_en="Hazardous-chemical business licence",
            created_at=at(when),
        )
        with transaction() as session:
            journal.open_case(session, row, command, by=self.handler, at=at(when))
            snapshots.keep(session, row.id, 1, content, at=at(when))
        return row.id

    def do(self, case_id: int, command: c.Command, when: str, by: Actor | None = None, seq: int | None = None) -> Case:
        """One act in a transaction of its own."""
        with transaction() as session:
            row = journal.lock(session, case_id)
            return journal.record(session, row, command, by=by or self.clerk, at=at(when), expected_seq=seq)

    def accepted(self, when: str = "2026-03-03T10:00") -> int:
        """A case accepted with everything in order and its credit looked up."""
        case_id = self.submitted()
        self.do(case_id, c.LookUpCredit("intake", "none"), when)
        self.do(case_id, c.Accept(in_order()), when)
        return case_id

    def heard(self, when: str = "2026-03-05T10:00") -> int:
        """A case on which every office has answered."""
        case_id = self.accepted()
        for track, by in (("documents", self.reviewer), ("fire", self.fire), ("site", self.reviewer)):
            self.do(case_id, c.GiveOpinion(track, "agree", "符合条件", officers=("officer:99",)), when, by)
        return case_id


def in_order(**verdicts: str) -> tuple[Mark, ...]:
    """A mark for every material, in order unless named otherwise."""
    return tuple(Mark(m.id, verdicts.get(m.id, "ok"), "请盖章") for m in TERMS.materials)


def with_draft(session: Session, row: CaseRow) -> CaseRow:
    """Give a case the draft it came from, which the pages of its applicant read; the case's row again."""
    draft = Draft(public_id=row.public_id, enterprise_id=row.enterprise_id, case_id=row.id, user_id=row.handler_id or 1)
    draft.item, draft.guide_version = row.item, row.guide_version
    draft.created_at = draft.changed_at = row.created_at
    session.add(draft)
    return row
