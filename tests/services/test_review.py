"""Review: every act once, by the office whose act it is; what is late, old or doubled ends in one outcome and a clear reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading
from portal.documents.letter import words
from portal.models import Document, OutboxMessage, Reminder
from portal.services import casefile, colleagues, decision, letters, review, tracks
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import Town, beijing, rows_of
from workflows import commands as c
from workflows.events import OpinionGiven
from workflows.refusal import Refusal


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@pytest.fixture
def case_id(town) -> str:
    """A case with storage, accepted on 10 November."""
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    return case_id


def opinion(town: Town, case_id: str, track: str = "fire", by: str = "qin.yue", at: str = "2026-11-12 09:00", **more):
    words = {"verdict": "agree", "opinion": "符合 GB 50016。"} | more
    return review.give_opinion(
        case_id, track, words.pop("verdict"), words.pop("opinion"), by=town[by], at=beijing(at), **words
    )


def seq(town: Town, case_id: str) -> int:
    return casefile.casefile(case_id, by=town["chen.li"]).case.seq


def test_an_office_answers_its_own_track_in_words(town, case_id):
    case = opinion(town, case_id)
    answer = case.answers["fire"]
    assert (answer.verdict, answer.opinion, answer.given_on) == ("agree", "符合 GB 50016。", date(2026, 11, 12))
    assert answer.officers == (town["qin.yue"].reference,)


def test_nobody_answers_for_another_office(town, case_id):
    for login in ("bai.lu", "chen.li"):
        with pytest.raises(Denied) as denied:
            opinion(town, case_id, by=login)
        assert denied.value.reason == "track"


def test_deciders_window_and_supervisors_give_no_opinion(town, case_id):
    for login in ("han.weidong", "zhou.min", "su.ming"):
        with pytest.raises(Denied):
            opinion(town, case_id, track="documents", by=login)


def test_a_site_check_is_signed_by_two_officers_of_the_same_office(town, case_id):
    opinion(town, case_id, "documents", "chen.li")
    opinion(town, case_id)
    with pytest.raises(Refusal, match="officers_missing"):
        opinion(town, case_id, "site", "chen.li", at="2026-11-16 09:00")
    with pytest.raises(WrongInput) as wrong:
        opinion(town, case_id, "site", "chen.li", at="2026-11-16 09:00", officers=[town["qin.yue"].id])
    assert wrong.value.fields == {"officers": "stranger"}
    case = opinion(town, case_id, "site", "chen.li", at="2026-11-16 09:00", officers=[town["he.siyuan"].id])
    assert case.answers["site"].officers == (town["chen.li"].reference, town["he.siyuan"].reference)


def test_colleagues_are_the_others_of_the_office_who_review_or_decide(town):
    assert [one.name for one in colleagues.colleagues(by=town["chen.li"])] == ["何思远", "韩卫东"]
    assert colleagues.colleagues(by=town["qin.yue"]) == ()


def test_a_late_opinion_is_taken_and_marked(town, case_id):
    case = opinion(town, case_id, at="2026-11-18 09:00")
    assert case.answers["fire"].late
    assert not opinion(town, case_id, "eco", "bai.lu", at="2026-11-16 23:59").answers["eco"].late


def test_a_page_that_became_old_decides_nothing_and_says_who_did_what(town, case_id):
    old = seq(town, case_id)
    opinion(town, case_id, "eco", "bai.lu")
    with pytest.raises(Refusal) as refused:
        opinion(town, case_id, expected_seq=old)
    assert refused.value.rule == "stale"
    assert (refused.value.facts["kind"], refused.value.facts["by"]) == ("OpinionGiven", town["bai.lu"].reference)


def test_a_reminder_of_the_portal_makes_no_page_old(town, case_id):
    old = seq(town, case_id)
    town.do(case_id, c.Remind("track:fire", "near"), "2026-11-16 00:01")
    assert opinion(town, case_id, at="2026-11-16 09:00", expected_seq=old).answers["fire"]
    with pytest.raises(Refusal, match="stale"):
        opinion(town, case_id, "eco", "bai.lu", expected_seq=-1)


def test_an_opinion_after_the_decision_is_refused(town, case_id):
    town.heard(case_id, "2026-11-11")
    decision.grant(case_id, reason="符合条件。", by=town["han.weidong"], at=beijing("2026-11-12 09:00"))
    with pytest.raises(Refusal, match="already_decided"):
        opinion(town, case_id, at="2026-11-12 09:01")


def test_two_officers_of_one_office_at_once_end_with_one_opinion(town, case_id, database):
    opinion(town, case_id, "documents", "chen.li")
    opinion(town, case_id)
    old = seq(town, case_id)
    pair = {"chen.li": "he.siyuan", "he.siyuan": "chen.li"}

    def give(login: str) -> str:
        with database.app_context():
            try:
                officers = [town[pair[login]].id]
                opinion(town, case_id, "site", login, at="2026-11-16 09:00", officers=officers, expected_seq=old)
            except Refusal as refusal:
                return refusal.rule
            return "given"

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(give, pair))
    assert ends == ["given", "stale"]
    recorded = casefile.casefile(case_id, by=town["chen.li"]).recorded
    assert sum(isinstance(one.event, OpinionGiven) and one.event.track == "site" for one in recorded) == 1


def test_a_special_procedure_stops_the_clock_and_ends_by_the_leading_office(town, case_id):
    case = review.pause(
        case_id, "expert_review", 15, "储存设施复杂", by=town["chen.li"], at=beijing("2026-11-12 17:00")
    )
    assert case.open_stops[0].announced_days == 15
    with pytest.raises(Denied) as denied:
        review.resume(case_id, "expert_review", by=town["qin.yue"], at=beijing("2026-11-16 09:00"))
    assert denied.value.reason == "lead"
    case = review.resume(case_id, "expert_review", "一致通过", by=town["han.weidong"], at=beijing("2026-11-16 09:00"))
    assert case.open_stops == ()


def test_a_procedure_longer_than_the_guide_allows_is_refused(town, case_id):
    with pytest.raises(Refusal, match="announce_length"):
        review.pause(case_id, "expert_review", 21, "太久", by=town["chen.li"], at=beijing("2026-11-12 17:00"))


def test_more_than_the_guide_allows_in_all_is_told_where_a_decider_approved_it(town, case_id):
    told = {"by": town["chen.li"], "at": beijing("2026-11-12 17:00")}
    review.pause(case_id, "expert_review", 20, "储存方案需要论证", **told)
    late = {"by": town["chen.li"], "at": beijing("2026-12-01 09:00")}
    with pytest.raises(Refusal, match="procedure_cap") as capped:
        review.tell_anew(case_id, "expert_review", 10, "专家要求补测", **late)
    assert capped.value.facts == {"max_days": 20, "left": 7}
    with pytest.raises(Denied):
        review.tell_anew(case_id, "expert_review", 10, "专家要求补测", approved=True, **late)
    approved = late | {"by": town["han.weidong"]}
    case = review.tell_anew(case_id, "expert_review", 10, "专家要求补测", approved=True, **approved)
    assert (case.open_stops[0].beyond, case.open_stops[0].approved_by) == (3, town["han.weidong"].reference)
    with reading() as session:
        newest = select(Document.public_id).where(Document.kind == "special_procedure").order_by(Document.seq.desc())
        letter_id = session.scalars(newest).first()
    text = "".join(words(letters.letter(letter_id, by=town["han.weidong"]).letter))
    for phrase in ("最长时间合计20个工作日，本次告知后超过3个工作日，已经本机关负责人批准", "本机关负责人　韩卫东"):
        assert phrase in text


def test_an_extension_is_approved_by_a_decider_once_and_in_time(town, case_id):
    asked = {"by": town["chen.li"], "at": beijing("2026-11-12 17:00")}
    with pytest.raises(Denied):
        review.extend(case_id, 5, "要等外地复函", **asked)
    case = review.extend(case_id, 5, "要等外地复函", **asked | {"by": town["han.weidong"]})
    assert case.extended_by == 5
    with pytest.raises(Refusal, match="extended_already"):
        review.extend(case_id, 5, "再等", **asked | {"by": town["han.weidong"]})


def test_legal_review_and_second_signature_are_recorded(town, case_id):
    town.heard(case_id, "2026-11-11")
    at, other = beijing("2026-11-12 17:00"), town[under_review.lawyer(town)]
    assert review.review_legally(case_id, "passed", "程序合法。", by=other, at=at).legal_verdict == "passed"
    assert review.cosign(case_id, "已核对。", by=other, at=at).cosigned_by == other.reference
    with pytest.raises(Refusal, match="cosigner_wrote"):
        review.cosign(case_id, "已核对。", by=town["chen.li"], at=at)


def test_a_colleague_is_reminded_by_mail_once_a_day(town, case_id):
    at = beijing("2026-11-16 10:00")
    before = rows_of(OutboxMessage)
    tracks.remind(case_id, ["fire"], by=town["chen.li"], at=at)
    with pytest.raises(Refusal, match="reminded_today"):
        tracks.remind(case_id, ["fire"], by=town["han.weidong"], at=at)
    tracks.remind(case_id, ["eco"], by=town["han.weidong"], at=at)
    tracks.remind(case_id, ["fire"], by=town["chen.li"], at=beijing("2026-11-17 10:00"))
    assert rows_of(OutboxMessage) == before + 3


def test_the_reminder_goes_to_the_office_that_owes_the_opinion(town, case_id):
    tracks.remind(case_id, ["fire"], by=town["chen.li"], at=beijing("2026-11-18 10:00"))
    with reading() as session:
        told = session.execute(select(Reminder.user_id, Reminder.clock, Reminder.rung, Reminder.due_on)).all()
    assert told == [(town["qin.yue"].id, "track:fire", "over", date(2026, 11, 17))]


def test_nobody_is_hurried_who_cannot_answer_yet_or_has_answered(town, case_id):
    at = beijing("2026-11-16 10:00")
    with pytest.raises(Refusal, match="track_not_open"):
        tracks.remind(case_id, ["site"], by=town["chen.li"], at=at)
    opinion(town, case_id)
    with pytest.raises(Refusal, match="track_not_open"):
        tracks.remind(case_id, ["fire"], by=town["chen.li"], at=at)
    with pytest.raises(Denied):
        tracks.remind(case_id, ["eco"], by=town["qin.yue"], at=at)
