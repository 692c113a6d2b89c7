"""What time and events do to a case reaches the applicant: each with its letter, its mail and its line in the timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.documents.letter import words
from portal.models import Case as CaseRow
from portal.models import Document, OutboxMessage, Publication
from portal.services import carriers, casefile, hearings, letters, review, signed, sweep, withdrawal
from portal.services.outbox import Parcel
from tests.core.play import TERMS
from tests.services.cases import Hall, at, in_order
from workflows import commands as c
from workflows.refusal import Refusal
from workflows.terms import LimitChange, LimitTerm, RenewalTerm

RENEWED = replace(TERMS, renewal=RenewalTerm(date(2026, 4, 10), 30, basis="《行政许可法》第五十条"))
CHECKED = replace(
    TERMS, changes=(LimitChange("statutory", "site_check", LimitTerm(45, "calendar_day"), "《某条例》第十一条"),)
)


def under_review(hall: Hall, terms: object) -> int:
    case_id = hall.submitted("2026-03-02T09:00", terms)  # type: ignore[arg-type]
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T09:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00")
    return case_id


def said(hall: Hall, case_id: int, kind: str) -> str:
    with reading() as session:
        wanted = select(Document.public_id).where(Document.case_id == case_id, Document.kind == kind)
        name = session.scalars(wanted).one()
    return "".join(words(letters.letter(name, by=hall.clerk).letter))


def mails(case_id: int) -> list[str]:
    with reading() as session:
        wanted = select(OutboxMessage.payload).where(OutboxMessage.case_id == case_id, OutboxMessage.kind == "mail")
        return [payload["notice"] for payload in session.scalars(wanted)]


def test_a_silent_renewal_is_recorded_once_after_an_outage_and_told(hall: Hall):
    case_id = under_review(hall, RENEWED)
    for _ in range(2):
        sweep.run(at=at("2026-04-20T00:05"))
    text = said(hall, case_id, "renewal")
    for phrase in ("视为准予延续", "2026年4月10日", "第五十条第二款", "没有超过期限"):
        assert phrase in text
    assert mails(case_id).count("DeemedRenewed") == 1
    with reading() as session:
        row = session.get_one(CaseRow, case_id)
        assert (row.state, row.decided_on, row.outcome) == ("granted", date(2026, 4, 10), "grant")


def test_who_comes_upon_a_silence_that_no_sweep_recorded_leaves_it_in_the_journal(hall: Hall):
    case_id = under_review(hall, RENEWED)
    with reading() as session:
        name = session.get_one(CaseRow, case_id).public_id
    for act, rule in ((withdraw, "silence_decided"), (refuse, "already_decided")):
        with pytest.raises(Refusal, match=rule):
            act(hall, name)
        with reading() as session:
            row = session.get_one(CaseRow, case_id)
            assert (row.state, row.decided_on, row.outcome) == ("granted", date(2026, 4, 10), "grant")
    assert mails(case_id).count("DeemedRenewed") == 1


def withdraw(hall: Hall, name: str) -> None:
    withdrawal.withdraw(name, "不办了", by=hall.handler, at=at("2026-04-11T00:02"))


def refuse(hall: Hall, name: str) -> None:
    command = c.Refuse("间距不足", "不符合", "第六条", "补充评审")
    signed.sign(name, command, by=hall.head, at=at("2026-04-11T00:03"))


def test_a_silent_renewal_is_published_like_a_grant(hall: Hall):
    case_id = under_review(hall, RENEWED)
    sweep.run(at=at("2026-04-11T00:05"))
    with reading() as session:
        sent = session.scalars(
            select(OutboxMessage).where(OutboxMessage.case_id == case_id, OutboxMessage.kind == "publication")
        ).one()
        parcel = Parcel(sent.key, sent.kind, sent.case_id, dict(sent.payload))
    carriers.CARRIERS["publication"](parcel, at("2026-04-11T09:00"))
    with reading() as session:
        assert session.scalars(select(Publication.case_id)).all() == [case_id]


def test_a_silent_renewal_ends_in_a_licence_as_any_grant_does(hall: Hall):
    case_id = under_review(hall, RENEWED)
    sweep.run(at=at("2026-04-11T00:05"))
    number = c.IssueLicence("临危化经字〔2026〕0001", date(2026, 4, 11), date(2029, 4, 10))
    case = hall.do(case_id, number, "2026-04-13T10:00", hall.clerk)
    assert str(case.state) == "issued"


def test_a_site_check_is_ordered_by_the_lead_and_told_with_its_article(hall: Hall):
    case_id = under_review(hall, CHECKED)
    with reading() as session:
        public_id = session.get_one(CaseRow, case_id).public_id
    case = review.order_site_check(public_id, "要看储存场所", by=hall.reviewer, at=at("2026-03-10T09:00"))
    assert case.limit("statutory").value == 45
    text = said(hall, case_id, "limit")
    for phrase in ("要看储存场所", "进行现场核查", "《某条例》第十一条", "20个工作日", "45日"):
        assert phrase in text
    assert mails(case_id).count("LimitChanged") == 1
    with reading() as session:
        row = session.get_one(CaseRow, case_id)
        assert row.statutory_due == date(2026, 4, 17)
        file = casefile.gather(session, row, by=hall.clerk)
    assert file.case.changes[0].limit.basis == "《某条例》第十一条"


def test_an_extension_names_who_approved_it_and_the_article_of_joint_handling(hall: Hall):
    case_id = under_review(hall, replace(TERMS, extension_days=15))
    with reading() as session:
        public_id = session.get_one(CaseRow, case_id).public_id
    told = {"by": hall.head, "at": at("2026-03-10T09:00")}
    with pytest.raises(Refusal, match="government_approval_missing"):
        review.extend(public_id, 15, "情况复杂", approver="临江市人民政府市长", **told)
    review.extend(public_id, 15, "情况复杂", approver="临江市人民政府市长", document="临政函〔2026〕8号", **told)
    text = said(hall, case_id, "extension")
    assert "经临江市人民政府市长批准" in text
    assert "临政函〔2026〕8号" in text
    assert "第四十二条第二款" in text
    assert "officer:" not in text


def test_a_hearing_is_told_asked_for_and_set_each_with_its_letter(hall: Hall):
    case_id = under_review(hall, TERMS)
    with reading() as session:
        public_id = session.get_one(CaseRow, case_id).public_id
    lead = hall.reviewer
    hearings.tell(public_id, "拟不予许可：间距不足", by=lead, at=at("2026-03-05T09:00"))
    neighbour = {"name": "相邻单位", "address": "港前路 9 号"}
    hearings.request(public_id, party="interested", **neighbour, by=lead, at=at("2026-03-06T09:00"))
    day = date(2026, 3, 20)
    where = ("9:30", "三楼会议室", "法规科科长", hall.head.reference)
    hearings.set_day(public_id, day, *where, by=lead, at=at("2026-03-09T09:00"))
    assert "2026年3月12日24时前" in said(hall, case_id, "hearing_right")
    for phrase in ("2026年3月20日", "三楼会议室", "法规科科长", "韩卫东", "第四十八条"):
        assert phrase in said(hall, case_id, "hearing_notice")
    assert {"HearingTold", "HearingSet"} <= set(mails(case_id))
