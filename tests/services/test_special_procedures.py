"""The time of a special procedure is told in writing: at its beginning, when it takes longer, and at its end (R27, R138)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.documents.letter import words
from portal.models import Document
from portal.services import letters, review
from tests.core.play import TERMS
from tests.services.cases import Hall, at
from tests.services.test_letters import public_id
from tests.services.test_time_letters import said, under_review
from workflows import commands as c
from workflows.refusal import Refusal


def experts(hall: Hall) -> int:
    case_id = under_review(hall, TERMS)
    hall.do(case_id, c.PauseClock("expert_review", 5, "储存方案需要论证"), "2026-03-05T10:00", hall.head)
    return case_id


def test_the_end_of_a_procedure_is_told_with_the_new_last_days(hall: Hall):
    case_id = experts(hall)
    hall.do(case_id, c.PauseClock("testing", 8, "送检"), "2026-03-06T09:00", hall.head)
    case = hall.do(case_id, c.ResumeClock("expert_review"), "2026-03-11T10:00", hall.head)
    text = said(hall, case_id, "resumption")
    for phrase in ("专家评审", "已于2026年3月11日结束", "2026年3月23日", "2026年4月7日", "检测还没有结束"):
        assert phrase in text
    assert next(one for one in case.letters.values() if one.document == "resumption").state == "served"
    assert {one.clock for one in case.told.values()} >= {"promised", "statutory"}


def test_what_takes_longer_is_told_anew_and_nothing_counts_in_between(hall: Hall):
    case_id = experts(hall)
    told = {"by": hall.reviewer, "at": at("2026-03-16T09:00")}
    with pytest.raises(Refusal, match="not_paused"):
        review.tell_anew(public_id(case_id), "testing", 5, "等结果", **told)
    with pytest.raises(Refusal, match="reason_missing"):
        review.tell_anew(public_id(case_id), "expert_review", 5, " ", **told)
    case = review.tell_anew(public_id(case_id), "expert_review", 3, "要补充一次测量", **told)
    assert [(stop.began.day, stop.ended and stop.ended.day, stop.announced_days) for stop in case.stops] == [
        (5, 16, 5),
        (16, None, 3),
    ]
    assert not any(one.document == "resumption" for one in case.letters.values())
    text = "".join(words(letters.letter(newest(case_id), by=hall.clerk).letter))
    for phrase in ("本机关于2026年3月5日告知为5个工作日", "因要补充一次测量，在该时间内不能结束", "3个工作日"):
        assert phrase in text
    hall.do(case_id, c.ResumeClock("expert_review"), "2026-03-18T10:00", hall.head)
    assert "2026年3月5日次日至2026年3月18日" in said(hall, case_id, "resumption")


def newest(case_id: int) -> str:
    with reading() as session:
        wanted = select(Document.public_id).where(Document.case_id == case_id).order_by(Document.id.desc())
        return session.scalars(wanted).first() or ""
