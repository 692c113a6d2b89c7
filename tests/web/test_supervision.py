"""The supervisor's pages: figures with denominators, every case to read, nothing to do."""

from __future__ import annotations

import pytest

from tests.under_review import beijing
from tests.web.people import sign_in, speak_english
from workflows import commands as c

pytestmark = pytest.mark.engines("sqlite")
TODAY = beijing("2026-11-22 10:00")


@pytest.fixture
def case_id(app, town) -> str:
    """One decided case and one under review; returns the latter."""
    with app.app_context():
        decided = town.apply("2026-11-02 09:00")
        town.accept(decided, "2026-11-03 09:00")
        town.heard(decided, "2026-11-04")
        town.do(decided, c.Grant("符合条件"), "2026-11-05 09:00", by="han.weidong")
        case_id = town.apply("2026-11-16 09:00", firm=1)
        town.accept(case_id, "2026-11-17 09:00")
        return case_id


def test_every_figure_stands_with_its_denominator(client, town, case_id):
    sign_in(client, "su.ming").get("/start", follow_redirects=True)
    assert client.page.h1 == "全部办件 10月24日至11月22日"
    assert "1 件 ÷ 决定 1 件" in client.page.words.replace("\u00a0", " ")
    assert "4 项 ÷ 答复 4 项" in client.page.words.replace("\u00a0", " ")


def test_filters_by_light_office_and_state(client, town, case_id):
    sign_in(client, "su.ming")
    for query, number in (("light=green", 1), ("light=red", 0), ("office=emb", 2), ("state=granted", 1), ("q=望山", 1)):
        client.get(f"/supervision?{query}")
        links = [href for href in client.page.links.values() if href.startswith("/supervision/cases/")]
        rows = [one for one in client.page.tree.iter("a") if one.get("href", "").startswith("/supervision/cases/")]
        assert len(rows) == number, (query, links)
    client.get("/supervision?light=nonsense&state=nonsense&page=x")
    assert "2 件" in client.page.words.replace("\u00a0", " ")


def test_a_case_is_read_whole_and_nothing_can_be_done(client, town, case_id):
    sign_in(client, "su.ming").get(f"/supervision/cases/{case_id}")
    assert "监督只读" in client.page.words
    assert "全过程记录 3 条" in client.page.words.replace("\u00a0", " ").replace("\u3000", " ")
    main = next(client.page.tree.iter("main"))
    assert not [form for form in main.iter("form") if form.get("method") == "post"]
    for path in (f"/review/cases/{case_id}", f"/review/cases/{case_id}/decision"):
        assert client.get(path).status_code == 403
    assert client.post(f"/review/cases/{case_id}/credit").status_code == 403


def test_the_record_and_the_materials_have_pages_of_their_own(client, town, case_id):
    sign_in(client, "su.ming").get(f"/supervision/cases/{case_id}/record")
    assert "提交了申请" in client.page.words
    client.get(f"/supervision/cases/{case_id}/materials?m=answers")
    assert "990101198003073019" not in client.page.html


def test_an_empty_portal_says_so(client, town):
    sign_in(client, "su.ming").get("/supervision")
    assert "没有符合条件的办件" in client.page.words
    assert "这段时间还没有可以统计的办件。" in client.page.words


def test_supervision_speaks_english(client, town, case_id):
    speak_english(sign_in(client, "su.ming"))
    for path in ("", f"/cases/{case_id}", f"/cases/{case_id}/record", f"/cases/{case_id}/materials"):
        assert client.get(f"/supervision{path}").status_code == 200


def test_reviewers_and_the_window_do_not_supervise(client, town, case_id):
    for login in ("chen.li", "zhou.min"):
        assert sign_in(client, login).get("/supervision").status_code == 403
