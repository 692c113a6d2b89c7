"""The decision: nothing is decided past what is missing, by the wrong hand, or twice; the file shows why."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from portal.access import Denied
from portal.models import Document
from portal.services import casefile, decided, decision, letters, review, tracks
from portal.services.credit_lists import Entry
from tests import under_review
from tests.under_review import Town, beijing, queries, rows_of
from workflows.case import State
from workflows.limits import Signal
from workflows.refusal import Refusal

BLACK = Entry(
    grounds="未依法取得许可从事生产经营",
    body="望海市应急管理局",
    listed_on=date(2026, 11, 1),
    until=date(2029, 10, 31),
    person_id="990101198003073019",
)


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def heard(town: Town, *, later: tuple[str, ...] = ()) -> str:
    """A case accepted on 10 November and answered by everybody on the 11th."""
    case_id = town.apply("2026-11-09 15:42", later=later)
    town.accept(case_id, "2026-11-10 09:40", later=later)
    town.heard(case_id, "2026-11-11")
    return case_id


def grant(town: Town, case_id: str, at: str = "2026-11-12 09:00", by: str = "han.weidong", **more):
    return decision.grant(case_id, **{"reason": "符合条件，准予。"} | more, by=town[by], at=beijing(at))


def refuse(town: Town, case_id: str, at: str = "2026-11-12 09:00", **more):
    words = {"facts": "现场核查发现间距不足。", "reason": "不符合安全条件。", "basis": "《办法》第六条"} | more
    return decision.refuse(case_id, **words, by=town["han.weidong"], at=beijing(at))


def codes(town: Town, case_id: str, outcome: str = "grant", at: str = "2026-11-12 09:00") -> list[tuple[str, str]]:
    seen = decision.view(case_id, by=town["han.weidong"], at=beijing(at))
    return [(one.code, one.ref) for one in seen.blockers[outcome]]


def test_a_decider_of_the_leading_office_grants_and_the_letter_is_promised(town):
    case_id = heard(town)
    before = rows_of(Document)
    case = grant(town, case_id, scope="甲苯")
    assert (case.state, case.decided_on, case.scope) == (State.GRANTED, date(2026, 11, 12), "甲苯")
    assert rows_of(Document) == before + 1


def test_reviewers_and_deciders_of_other_offices_decide_nothing(town):
    case_id = heard(town)
    for login in ("chen.li", "qin.yue", "su.ming", "zhou.min"):
        with pytest.raises(Denied):
            grant(town, case_id, by=login)


def test_no_decision_while_an_office_is_silent_and_the_refusal_names_it(town):
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    town.answer(case_id, "documents", "2026-11-11 09:00", by="chen.li")
    with pytest.raises(Refusal) as refused:
        grant(town, case_id)
    assert refused.value.rule == "blocked"
    assert [one.ref for one in refused.value.facts["blockers"]] == ["fire", "eco", "site"]


def test_a_deferred_material_blocks_the_grant_and_not_the_refusal(town):
    case_id = heard(town, later=("premises",))
    assert codes(town, case_id) == [("deferred_open", "premises")]
    assert codes(town, case_id, "refuse") == [("legal_review_missing", "")]
    review.review_legally(
        case_id, "passed", "程序合法。", by=town[under_review.lawyer(town)], at=beijing("2026-11-12 08:00")
    )
    assert refuse(town, case_id).state is State.REFUSED


def test_an_old_look_at_the_lists_stops_nobody_whose_signature_looks_again(town):
    case_id = heard(town)
    assert codes(town, case_id, at="2026-11-20 09:00") == []
    with pytest.raises(Refusal, match="blocked"):
        grant(town, case_id, at="2026-11-20 09:00")
    review.look_up_credit(case_id, by=town["chen.li"], at=beijing("2026-11-20 09:00"))
    assert codes(town, case_id, at="2026-11-20 09:00") == []


def test_a_black_list_asks_for_a_second_signature_of_somebody_else_and_refuses_nothing_by_itself(town):
    town.list_black(BLACK, version="2026-11-02")
    case_id = heard(town)
    assert codes(town, case_id) == [("cosignature_missing", "")]
    at = beijing("2026-11-12 08:00")
    review.cosign(case_id, "已核对身份。", by=town["han.weidong"], at=at)
    with pytest.raises(Refusal, match="cosigner_decides"):
        grant(town, case_id)


def test_a_black_listed_applicant_is_granted_when_everything_else_is_in_order(town):
    town.list_black(BLACK, version="2026-11-02")
    case_id = heard(town)
    review.cosign(case_id, "已核对身份。", by=town[under_review.lawyer(town)], at=beijing("2026-11-12 08:00"))
    assert grant(town, case_id).outcome == "grant"


def test_a_disagreement_is_answered_in_writing_before_a_grant(town):
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    town.answer(case_id, "documents", "2026-11-11 09:00", by="chen.li")
    town.answer(case_id, "fire", "2026-11-11 09:00", by="qin.yue", verdict="disagree")
    town.answer(case_id, "eco", "2026-11-11 09:00", by="bai.lu")
    town.answer(case_id, "site", "2026-11-11 15:00", by="chen.li", officers=[town["he.siyuan"].id])
    seen = decision.view(case_id, by=town["han.weidong"], at=beijing("2026-11-12 09:00"))
    assert [track.term.id for track in seen.disagreeing] == ["fire"]
    with pytest.raises(Refusal, match="blocked"):
        grant(town, case_id)
    settled = ("settled", "企业已整改，现场复核间距 13 米。")
    tracks.resolve(case_id, "fire", *settled, by=town["chen.li"], at=beijing("2026-11-12 08:30"))
    assert grant(town, case_id).outcome == "grant"


def test_past_the_promise_the_decision_explains_itself(town):
    case_id = heard(town)
    review.look_up_credit(case_id, by=town["chen.li"], at=beijing("2026-12-09 09:00"))
    seen = decision.view(case_id, by=town["han.weidong"], at=beijing("2026-12-09 09:00"))
    assert (seen.late, seen.promised.signal) == (True, Signal.RED)
    with pytest.raises(Refusal, match="explain_lateness"):
        grant(town, case_id, at="2026-12-09 09:30")
    assert grant(town, case_id, at="2026-12-09 09:30", explanation="等外地复函。").outcome == "grant"


def test_two_deciders_at_once_end_with_one_decision(town, database):
    case_id = heard(town)
    review.review_legally(
        case_id, "passed", "程序合法。", by=town[under_review.lawyer(town)], at=beijing("2026-11-12 08:00")
    )
    seq = decision.view(case_id, by=town["han.weidong"], at=beijing("2026-11-12 08:30")).case.seq
    before = rows_of(Document)

    def decide(outcome: str) -> str:
        with database.app_context():
            common = {"by": town["han.weidong"], "at": beijing("2026-11-12 09:00"), "expected_seq": seq}
            try:
                if outcome == "grant":
                    decision.grant(case_id, reason="符合条件。", **common)
                else:
                    decision.refuse(case_id, facts="间距不足。", reason="不符合。", basis="第六条", **common)
            except Refusal as refusal:
                return refusal.rule
            return outcome

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(decide, ("grant", "refuse")))
    assert sorted(ends) in (["grant", "stale"], ["refuse", "stale"])
    assert rows_of(Document) == before + 1


def test_the_file_is_gathered_in_a_fixed_number_of_queries(town):
    case_id = heard(town)
    counted = []
    for login in ("han.weidong", "qin.yue"):
        with queries() as sent:
            decision.view(case_id, by=town[login], at=beijing("2026-11-12 09:00"))
        counted.append(len([one for one in sent if one.lstrip().startswith("SELECT")]))
    assert counted[0] == counted[1] <= 13


def test_the_file_says_what_each_person_may_do(town):
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")

    def acts(login: str) -> set[str]:
        return set(decision.view(case_id, by=town[login], at=beijing("2026-11-12 09:00")).acts)

    assert acts("qin.yue") == {"opinion"}
    leads = {"look_up", "remind", "pause", "hearing_told", "hearing_announced", "add_track", "site_set"}
    assert acts("chen.li") == leads | {"opinion"}
    assert acts("han.weidong") == leads | {"extend", "decide"}
    assert acts("su.ming") == acts("zhou.min") == set()


def test_the_list_of_decided_cases_shows_the_own_and_the_answered_ones(town):
    case_id = heard(town)
    grant(town, case_id)
    for login in ("han.weidong", "chen.li", "qin.yue"):
        (row,) = decided.decided(by=town[login]).rows
        assert (row.public_id, row.outcome, row.in_time) == (case_id, "grant", True)
    assert decided.decided(by=town["gao.fei"]).rows == ()
    assert decided.decided(by=town["han.weidong"], search="没有").rows == ()
    with pytest.raises(Denied):
        decided.decided(by=town["su.ming"])


def letter_on(town: Town, case_id: str, kind: str) -> str:
    file = casefile.casefile(case_id, by=town["han.weidong"])
    name = next(one.public_id for one in file.letters if one.kind == kind)
    return str(letters.letter(name, by=town["han.weidong"]).letter)


def test_the_decision_says_for_how_long_and_on_what_conditions_the_licence_will_hold_r143(town):
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    town.heard(case_id, "2026-11-11")
    tracks.reopen(case_id, "site", "补充核对", by=town["chen.li"], at=beijing("2026-11-11 18:00"))
    town.answer(
        case_id, "site", "2026-11-11 18:30", by="chen.li", verdict="conditions", officers=(town["he.siyuan"].id,)
    )
    (condition,) = decision.view(case_id, by=town["han.weidong"], at=beijing("2026-11-12 08:00")).conditions
    grant(town, case_id, conditions=f"{condition}\n\n储量不超过 480 吨")
    said = letter_on(town, case_id, "grant")
    assert "自颁发之日起3年" in said
    assert condition in said
    assert "储量不超过 480 吨" in said


def test_the_refusal_states_the_technical_standards_r144(town):
    case_id = heard(town)
    review.review_legally(
        case_id, "passed", "程序合法", by=town[under_review.lawyer(town)], at=beijing("2026-11-12 08:00")
    )
    refuse(town, case_id, standards="GB 50016-2014 第 4.2.1 条")
    said = letter_on(town, case_id, "refusal")
    assert "依据的技术标准和技术规范" in said
    assert "GB 50016-2014 第 4.2.1 条" in said
