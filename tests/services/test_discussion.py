"""A collegial discussion in the file: who said what is kept beside the journal, the record stays inside, the decision follows."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.documents.letter import words
from portal.models import Document, JournalEntry
from portal.services import casefile, decision, discussion, evidence_content, letters, tracks
from portal.services.discussion import Voice
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import Town, beijing
from workflows import commands as c
from workflows.refusal import Refusal

AT = beijing("2026-11-12 09:00")
SAID = {
    "place": "三楼会议室",
    "host": "韩卫东",
    "secretary": "何思远",
    "summary": "承办人汇报，会议逐项讨论了事实和依据。",
}
VOICES = (
    Voice("韩卫东", "局长", "同意不予许可。"),
    Voice("顾长河", "副局长", "间距是硬条件，同意。"),
    Voice("沈静", "法制机构负责人", "条款适用正确，同意。"),
)


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@pytest.fixture
def case_id(town) -> str:
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    town.heard(case_id, "2026-11-11")
    return case_id


def record(town: Town, case_id: str, *, by: str = "chen.li", voices=VOICES, conclusion: str = "refuse", **said):
    when = {"held_on": date(2026, 11, 12), "conclusion": conclusion}
    return discussion.record(case_id, SAID | said, voices, **when, by=town[by], at=AT)


def minutes(town: Town, case_id: str) -> str:
    file = casefile.casefile(case_id, by=town["chen.li"])
    return next(one.public_id for one in file.letters if one.kind == "discussion")


def test_the_record_is_numbered_and_names_everybody_who_spoke(town, case_id):
    record(town, case_id)
    text = "".join(words(letters.letter(minutes(town, case_id), by=town["han.weidong"]).letter))
    for part in ("集体讨论记录", "议〔2026〕1号", "顾长河", "间距是硬条件，同意。", "不予行政许可", "不送达申请人"):
        assert part in text


def test_the_journal_holds_no_name(town, case_id):
    record(town, case_id)
    with reading() as session:
        kept = session.scalars(select(JournalEntry.payload).where(JournalEntry.kind == "DecisionDiscussed")).one()
    assert (kept["present"], kept["conclusion"]) == (3, "refuse")
    assert "顾长河" not in str(kept)


def test_it_stays_inside(town, case_id):
    record(town, case_id)
    firm = Actor("handler", 1, frozenset({Role.HANDLER}), enterprise_id=town.firms[0])
    assert "discussion" not in {one.kind for one in casefile.casefile(case_id, by=firm).letters}
    with pytest.raises(Denied):
        letters.letter(minutes(town, case_id), by=firm)
    assert not any(kind == "discussion" for _seq, kind in casefile.casefile(case_id, by=firm).case.letters)


def test_it_goes_into_the_evidence_package(town, case_id):
    record(town, case_id)
    held = evidence_content.contents(case_id, by=town["han.weidong"])
    assert "discussion" in {one.listed["kind"] for one in held.letters}


@pytest.mark.parametrize(
    ("voices", "said", "field"),
    [
        ((*VOICES[:2], Voice("沈静", "", "同意")), {}, "post_3"),
        ((*VOICES[:2], Voice("沈静", "法制机构负责人", " ")), {}, "opinion_3"),
        ((*VOICES[:2], VOICES[0]), {}, "name_1"),
        (VOICES, {"host": "高飞"}, "host"),
        (VOICES, {"summary": ""}, "summary"),
    ],
)
def test_a_record_that_says_too_little_is_given_back(town, case_id, voices, said, field):
    with pytest.raises(WrongInput) as wrong:
        record(town, case_id, voices=voices, **said)
    assert field in wrong.value.fields


def test_two_are_too_few_and_other_offices_record_nothing(town, case_id):
    with pytest.raises(Refusal, match="discussion_few"):
        record(town, case_id, voices=VOICES[:2])
    for login in ("qin.yue", "zhou.min", "su.ming"):
        with pytest.raises(Denied):
            record(town, case_id, by=login)


def test_a_decision_that_departs_from_it_carries_its_reason(town, case_id):
    record(town, case_id)
    grant = {"reason": "符合第六条，准予。", "by": town["han.weidong"], "at": beijing("2026-11-12 10:00")}
    with pytest.raises(Refusal, match="discussion_unfollowed"):
        decision.grant(case_id, **grant)
    decision.grant(case_id, **grant, discussion="会后企业补充了测绘报告。")
    with reading() as session:
        kept = session.scalars(select(JournalEntry.payload).where(JournalEntry.kind == "Granted")).one()
        assert kept["discussion"] == "会后企业补充了测绘报告。"
        assert session.scalars(select(Document.kind).where(Document.kind == "grant")).all() == ["grant"]


def test_a_track_that_is_asked_anew_asks_for_a_new_discussion(town, case_id):
    town.do(case_id, c.ReviewLegally("passed", "程序合法"), "2026-11-12 08:00", by=under_review.lawyer(town))
    case = record(town, case_id)
    assert case.discussion is not None
    after = tracks.reopen(case_id, "site", "间距要重新测量", by=town["chen.li"], at=beijing("2026-11-12 11:00"))
    assert after.discussion is None
