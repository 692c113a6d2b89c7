"""Cases of the review for the walk through every page: a site check, wishes put into one notice, an audit, an objection, a bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from sqlalchemy import select

from portal.db import reading, transaction
from portal.models import Case, CreditEntry
from portal.services import (
    audit_draws,
    audit_lot,
    casefile,
    complaints,
    credit,
    credit_arrivals,
    credit_objections,
    discussion,
    journal,
    licence_acts,
    major_acts,
    panels,
    publication,
    publication_changes,
    reconsideration,
    review,
    review_notice,
    site_checks,
    termination,
    withdrawal,
)
from portal.services.audit_draws import Finding
from portal.services.credit_import import About
from portal.services.credit_lists import Entry
from portal.services.discussion import Voice
from portal.services.panels import Expert
from tests.at_window import DEREGISTERED, Town, beijing, pdf
from tests.browser.stages import delivered
from tests.web import people
from workflows import commands as c

NOON = beijing("2026-08-31 12:00")


@dataclass(frozen=True)
class Objected:
    """An entry of the red list, and the objection of the enterprise that stands on it."""

    entry: int
    objection: int


@dataclass(frozen=True)
class Contested:
    """The contested act, as addresses name it, and a complaint."""

    act: str
    complaint: str


def to_be_seen(town: Town) -> str:
    """A case whose premises are to be seen by appointment."""
    case_id = town.accepted("2026-08-27 10:00")
    team = [
        (track, officer.reference)
        for track, officers in site_checks.candidates(case_id, by=town.reviewer).items()
        for officer in officers[:2]
    ]
    place = (date(2026, 9, 2), "09:30", "化工路 18 号 3 号库")
    site_checks.set_day(case_id, *place, team, by=town.reviewer, at=beijing("2026-08-31 09:00"))
    return case_id


def with_experts(town: Town) -> str:
    """A case whose experts are voting."""
    case_id, when = town.accepted("2026-08-27 10:00"), beijing("2026-08-31 09:00")
    review.pause(case_id, "expert_review", 10, "储存设施紧邻河堤", by=town.reviewer, at=when)
    experts = [Expert(f"专家{n}", "望海大学", "教授") for n in range(1, 4)]
    panels.set_up(case_id, experts, ["间距是否符合标准？"], by=town.reviewer, at=when)
    return case_id


def to_be_mended(town: Town) -> str:
    """A case in review in which the applicant was told what a department wants put right."""
    case_id = town.accepted("2026-08-27 10:30")
    words = "缺少盖章页，请补盖后上传。"
    review_notice.wish(case_id, "documents", "rules_list", words, by=town.reviewer, at=beijing("2026-08-31 09:00"))
    review_notice.tell(case_id, by=town.reviewer, at=beijing("2026-08-31 09:30"))
    return case_id


def audited(town: Town) -> str:
    """A closed file that was drawn by lot, with a finding that its office has to answer."""
    case_id = town.accepted("2026-08-03 10:00")
    withdrawal.withdraw(case_id, "不办了。", by=town.handler, at=beijing("2026-08-12 10:00"))
    period = {"first": date(2026, 8, 12), "last": date(2026, 8, 12)}
    audit_lot.draw(**period, number=1, by=town.supervisor, at=NOON)
    audit_draws.find(case_id, [Finding("通知书没有盖章。", 6)], by=town.supervisor, at=NOON, version=0)
    return case_id


def ending(town: Town) -> str:
    """A case whose applicant was struck off the register: the termination is proposed, and the head has not confirmed it."""
    case_id = town.accepted("2026-08-27 11:00")
    scan = ("注销登记通知书.pdf", BytesIO(pdf("deregistered")))
    said = DEREGISTERED | {"dated": "2026-08-28"}
    asked = {"proof": "file", "scan": scan, "by": town.clerk, "at": NOON}
    termination.propose(case_id, "organisation_ended", said, **asked)
    return case_id


def objected(town: Town) -> Objected:
    """The enterprise on the red list, which does it no harm, and its objection to what is written there."""
    honour = Entry("安全生产标准化一级", "临江市应急管理局", date(2026, 6, 1), date(2028, 5, 31), uscc=people.USCC)
    town.list_black(honour, kind="red", at="2026-08-31 11:00")
    with reading() as session:
        entry = session.scalars(select(CreditEntry.id).where(CreditEntry.uscc == people.USCC)).one()
    return Objected(entry, credit_objections.file(entry, "等级写错了，应为二级。", by=town.handler, at=NOON))


def signed(town: Town) -> str:
    """A case that was discussed collegially and signed, and whose decision leaves later today."""
    case_id = town.reviewed("2026-08-19 10:00", answered="2026-08-26 10:00")
    voices = [Voice(name, "局领导", "同意准予，理由和依据清楚。") for name in ("韩卫东", "顾长河", "沈静")]
    said = {"place": "三楼会议室", "host": "韩卫东", "secretary": "白露", "summary": "逐项讨论了事实和依据。"}
    when = {"held_on": date(2026, 8, 31), "conclusion": "grant"}
    discussion.record(case_id, said, voices, **when, by=town.reviewer, at=beijing("2026-08-31 10:00"))
    with transaction() as session:
        row, at = journal.lock(session, casefile.row_of(session, case_id).id), beijing("2026-08-31 15:30")
        credit.look_up(session, row, stage="review", by=town.decider, at=at)
        command = c.SignDecision(c.Grant("经审查，符合第六条，准予。", "甲苯"), 120)
        journal.record(session, row, command, by=town.decider, at=at)
    return case_id


def under_discussion(town: Town) -> str:
    """A licence that is to be revoked: the holder gave up the right to be heard, lawyers passed it, the heads discussed it."""
    case_id = delivered(town, "2026-08-12 10:00")
    facts = {"facts": "检测记录系伪造。", "reason": "直接影响准予的结论。", "by": town.reviewer}
    licence_acts.propose(case_id, "revoke", "fraud", **facts, at=beijing("2026-08-25 09:00"))
    licence_acts.defend(case_id, "", waive=True, by=town.handler, at=beijing("2026-08-26 09:00"))
    major_acts.review(case_id, "passed", "程序合法。", by=town.decider, at=beijing("2026-08-27 09:00"))
    voices = [Voice(name, "局领导", "同意撤销，理由和依据清楚。") for name in ("韩卫东", "顾长河", "沈静")]
    said = {"place": "三楼会议室", "host": "韩卫东", "secretary": "白露", "summary": "逐项讨论了事实和依据。"}
    when = {"held_on": date(2026, 8, 31), "conclusion": "do", "by": town.reviewer, "at": beijing("2026-08-31 11:00")}
    major_acts.discuss(case_id, said, voices, **when)
    return case_id


def corrected(town: Town) -> str:
    """A published decision in which something was corrected."""
    case_id = town.granted("2026-08-05 10:30", decided="2026-08-19 11:00")
    with reading() as session:
        number = session.scalars(select(Case.id).where(Case.public_id == case_id)).one()
    publication.publish(number, at=beijing("2026-08-20 10:00"))
    said = ({"XK_NR": "甲苯、丙酮"}, "许可内容漏写一种。")
    publication_changes.correct(case_id, *said, by=town.decider, at=NOON)
    return case_id


def arrived() -> None:
    """A list that came by itself and waits for the administrator."""
    said = "单位名称,列入事由,列入机关,列入日期\r\n某某化工有限公司,未经许可经营,某市应急管理局,2026-08-01\r\n"
    about = About("black", "某市失信名单", "2026-08-31", "")
    credit_arrivals.arrive("folder", "某市失信名单@2026-08-31.csv", said.encode(), about, at=NOON)


def refused(town: Town) -> str:
    """A refusal, on which a statutory bar could be recorded."""
    return town.refused("2026-08-05 10:00", decided="2026-08-19 10:00")


def contested(town: Town, case_id: str) -> Contested:
    """An application for reconsideration of that refusal, and a complaint."""
    (act,) = reconsideration.remedies(case_id, by=town.handler, at=NOON).acts
    said = {"claim": "annul", "facts": "间距从外墙起算为 12.4 米。", "evidence": "测绘报告一份"}
    reconsideration.file(case_id, act.name, said, by=town.handler, at=NOON)
    complaint = complaints.file("late", "超过了承诺的日子。", case_id=case_id, once="1", by=town.handler, at=NOON)
    return Contested(act.name, complaint.public_id)
