"""The work list says of a case what its page says first, in the same words, and what is done about it next."""

from __future__ import annotations

from datetime import date

import pytest

from portal.services import decision, offices, worklist
from portal.web import review_blockers, review_words
from tests.services.test_decision import BLACK
from tests.under_review import Town, beijing, queries
from tests.web.people import sign_in
from workflows import commands as c

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-13 10:00")
ON = date(2026, 11, 13)


def accepted(town: Town, firm: int = 1, *, later: tuple[str, ...] = ()) -> str:
    case_id = town.apply("2026-11-09 15:42", firm=firm, later=later)
    town.accept(case_id, "2026-11-10 09:40", later=later)
    return case_id


def at_the_site(town: Town) -> str:
    """Everybody has answered but those who go to the site on Monday."""
    case_id = accepted(town)
    for track, login in (("documents", "chen.li"), ("fire", "qin.yue"), ("eco", "bai.lu")):
        town.answer(case_id, track, "2026-11-11 09:00", by=login)
    team = tuple(("site", f"officer:{town[login].id}") for login in ("chen.li", "he.siyuan"))
    town.do(case_id, c.SetSiteCheck(date(2026, 11, 16), "9:30", "化工路18号", team), "2026-11-12 09:00", by="chen.li")
    return case_id


def to_be_corrected(town: Town) -> str:
    case_id = accepted(town)
    town.do(case_id, c.WishFix("fire", "premises", "平面图没有标间距"), "2026-11-11 09:00", by="qin.yue")
    town.do(case_id, c.TellFixes(), "2026-11-11 10:00", by="chen.li")
    return case_id


def before_experts(town: Town) -> str:
    case_id = accepted(town)
    town.do(case_id, c.PauseClock("expert_review", 10, "工艺复杂"), "2026-11-11 09:00", by="chen.li")
    return case_id


def disagreed(town: Town) -> str:
    case_id = accepted(town)
    for track, login in (("documents", "chen.li"), ("eco", "bai.lu")):
        town.answer(case_id, track, "2026-11-11 09:00", by=login)
    town.answer(case_id, "fire", "2026-11-11 09:30", by="qin.yue", verdict="disagree")
    town.answer(case_id, "site", "2026-11-11 16:00", by="chen.li", officers=[town["he.siyuan"].id])
    return case_id


def heard(town: Town, firm: int = 1, *, later: tuple[str, ...] = ()) -> str:
    case_id = accepted(town, firm, later=later)
    town.heard(case_id, "2026-11-11")
    return case_id


def on_the_black_list(town: Town) -> str:
    town.list_black(BLACK, at="2026-11-09 06:00", version="2026-11-09")
    return heard(town, 0)


SITUATIONS = {
    "track_open": (accepted, "催办未答部门"),
    "track_open at the site": (at_the_site, "到现场踏勘，写核查记录"),
    "fixes_open": (to_be_corrected, "等申请人补正，交齐后继续审查"),
    "procedure_open": (before_experts, "收齐专家意见，结束专家评审"),
    "disagreement_open": (disagreed, "写处理意见"),
    "deferred_open": (lambda town: heard(town, later=("premises",)), "等申请人补交"),
    "": (lambda town: heard(town, 2), "作出决定"),
    "cosignature_missing": (on_the_black_list, "请没有写过意见的人员复核"),
}


def test_the_list_says_what_the_page_of_each_case_says_first_and_what_comes_next(app, client, town):
    with app.app_context():
        made = {make(town): (name.partition(" ")[0], next_) for name, (make, next_) in SITUATIONS.items()}
        head = town["han.weidong"]
        rows = worklist.worklist(by=head, on=ON, desk="lead").rows
        assert {row.public_id for row in rows} == set(made)
        with app.test_request_context():
            for row in rows:
                seen = decision.view(row.public_id, by=head, at=TODAY)
                first = next(
                    (line for line in review_blockers.lines(seen, "grant", mending=False) if not line.met), None
                )
                code, next_ = made[row.public_id]
                assert (row.wait.code if row.wait else "", first.code if first else "") == (code, code)
                assert review_words.next_act(row, decides=True) == next_
                said = str(review_words.stuck_on(row, offices.names(), decides=True))
                if code == "track_open":
                    assert "未答" in said
                else:
                    assert said.startswith(str(first.title) if first else "等您决定")
    words = sign_in(client, "han.weidong").get("/review?desk=lead") and client.page.words
    assert "11月16日 联合踏勘" in words
    assert all(f"下一步：{next_}" in words for _code, next_ in made.values())


def test_an_office_is_not_told_to_hurry_itself_and_goes_to_the_site_before_it_writes(app, client, town):
    with app.app_context():
        case_id, reviewer = accepted(town), town["chen.li"]
        own = review_words.own_office(reviewer)

        def line(desk: str, of: str = "") -> tuple[str, str]:
            rows = worklist.worklist(by=reviewer, on=ON, desk=desk).rows
            row = next(one for one in rows if not of or (one.mine and one.mine.track == of))
            return review_words.next_act(row, False, own), review_words.stuck_on(
                row, offices.names(), False
            ).striptags()

        with app.test_request_context():
            assert line("lead")[0] == "写本部门的意见，催办其他部门"
            assert review_words.own_office(town["han.weidong"]) == "", "who decides alone writes no opinion"
            for track, login in (("fire", "qin.yue"), ("documents", "chen.li")):
                town.answer(case_id, track, "2026-11-11 09:00", by=login)
            assert line("opinions", "site") == ("写意见", "等您的意见：现场核查")
            team = tuple(("site", f"officer:{town[login].id}") for login in ("chen.li", "he.siyuan"))
            visit = c.SetSiteCheck(date(2026, 11, 16), "9:30", "化工路18号", team)
            town.do(case_id, visit, "2026-11-12 09:00", by="chen.li")
            assert line("opinions", "site") == ("到现场踏勘，写核查记录", "11月16日 联合踏勘：现场核查")
            town.answer(case_id, "eco", "2026-11-12 10:00", by="bai.lu")
            assert line("lead")[0] == "到现场踏勘，写核查记录"
    assert sign_in(client, "chen.li").get(f"/review/cases/{case_id}").status_code == 200
    assert client.page.links["到联合踏勘"] == f"/review/cases/{case_id}/site", "not a form that waits for the check"
    page = client.get("/review?desk=opinions") and client.page.words
    assert "下一步：到现场踏勘，写核查记录" in page


def test_a_list_of_many_causes_asks_no_more_than_a_list_of_one(app, town):
    with app.app_context():
        accepted(town)
        with queries() as one:
            worklist.worklist(by=town["han.weidong"], on=ON, desk="lead")
        for make, _next in SITUATIONS.values():
            make(town)
        with queries() as many:
            worklist.worklist(by=town["han.weidong"], on=ON, desk="lead")
        assert len(many) == len(one)
