"""Licences for tests of what follows them: applied for, granted and made out by commands and services."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from portal.actors import SYSTEM, Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import delivery, major_acts, users
from portal.services.discussion import Voice
from portal.services.users import OfficerFacts
from tests.at_window import pdf
from tests.core.play import TERMS
from tests.services.cases import GUIDE, Hall, at, in_order
from tests.web import people
from workflows import commands as c
from workflows.terms import DutyTerm, RenewableTerm, Terms

COMMITTED = DutyTerm("commitment", "emb", "commitment", 60, "working_day", credit=True)
DRILLS = DutyTerm("drills", "emb")
FIRE = DutyTerm("fire_visit", "fire", "check", 30, "calendar_day")
AFTER = replace(
    TERMS,
    duties=(COMMITTED, DRILLS, FIRE),
    renewable=RenewableTerm(3, "month", "hazchem_business_renewal", 60, "《行政许可法》第五十条"),
)


def granted(hall: Hall, terms: Terms = AFTER, item: str = GUIDE, **more: Any) -> str:
    """A case granted on 6 March 2026; returns its opaque name."""
    case_id = hall.submitted(terms=terms, item=item, **more)
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T10:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00")
    for track, by in (("documents", hall.reviewer), ("fire", hall.fire), ("site", hall.reviewer)):
        opinion = c.GiveOpinion(track, "agree", "符合条件", officers=("officer:99",))
        hall.do(case_id, opinion, "2026-03-05T10:00", by)
    hall.do(case_id, c.Grant("符合法定条件"), "2026-03-06T10:00", hall.head)
    with reading() as session:
        return session.get_one(CaseRow, case_id).public_id


def licensed(hall: Hall, terms: Terms = AFTER) -> str:
    """The same, made out and delivered on 9 March, valid until 8 March 2029; the case has ended."""
    public_id = granted(hall, terms)
    delivery.issue(public_id, by=hall.clerk, at=at("2026-03-09T10:00"), electronic=True)
    return public_id


def scan() -> tuple[str, io.BytesIO]:
    """A signed paper."""
    return "signed.pdf", io.BytesIO(pdf("signed"))


def lawyer(hall: Hall) -> Actor:
    """The officer of the bureau who reviews legally: she neither proposes nor signs."""
    office = hall.reviewer.office_id
    assert office is not None
    roles = frozenset({Role.REVIEWER})
    facts = OfficerFacts(login="he.siyuan", name="何思远", office_id=office, roles=roles)
    number, _ = users.create(facts, by=SYSTEM, at=at("2026-03-01T08:30"), password=people.PASSWORD)
    return Actor("officer", number, roles, office, "emb", name="何思远")


SAID = {
    "place": "三楼会议室",
    "host": "韩卫东",
    "secretary": "何思远",
    "summary": "承办人汇报，会议逐项讨论了事实和依据。",
}
VOICES = (
    Voice("韩卫东", "局长", "同意撤销。"),
    Voice("顾长河", "副局长", "伪造的记录影响结论，同意撤销。"),
    Voice("沈静", "法制机构负责人", "条款适用正确，同意撤销。"),
)


def discussed(hall: Hall, case_id: str, when: str, conclusion: str = "do", **more: Any) -> None:
    """The heads met on the day of `when`, and came to do what is proposed, or to leave it."""
    now = at(when)
    facts: dict[str, Any] = {"by": hall.reviewer, "at": now, "held_on": now.date()} | more
    major_acts.discuss(case_id, SAID, VOICES, conclusion=conclusion, **facts)


def prepared(hall: Hall, case_id: str, when: str) -> None:
    """Reviewed legally and discussed, so that it may be signed."""
    major_acts.review(case_id, "passed", "事实清楚，程序合法", by=lawyer(hall), at=at(when))
    discussed(hall, case_id, when)
