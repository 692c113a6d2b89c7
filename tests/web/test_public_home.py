"""The home page is the window, with true figures or none; the list of guides answers in people's own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import get_args

import pytest
from flask import Flask
from sqlalchemy import event, select

from guides.life_events import Page
from guides.load import Catalogue
from portal import clock
from portal.actors import Actor
from portal.db import db
from portal.models import Case
from portal.services import decision, delivery, guide_pages, law, own_recent, publication, review
from portal.web.life_events import PAGES
from tests import under_review
from tests.pages import Browser
from tests.under_review import Town, beijing
from tests.web import people

pytestmark = pytest.mark.engines("sqlite")
SUNDAY = beijing("2026-11-22 10:20")
HOME_QUERIES, LIST_QUERIES = 4, 0


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: SUNDAY)


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return under_review.settle()


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def decided(app: Flask, town: Town, day: str = "2026-11-12") -> None:
    """A case granted, delivered and published."""
    with app.app_context():
        case_id = town.apply("2026-11-02 09:00")
        town.accept(case_id, "2026-11-03 09:00")
        town.heard(case_id, "2026-11-10")
        review.look_up_credit(case_id, by=town["chen.li"], at=beijing(f"{day} 09:00"))
        decision.grant(case_id, reason="符合条件。", by=town["han.weidong"], at=beijing(f"{day} 10:00"))
        delivery.issue(case_id, by=town["zhou.min"], at=beijing(f"{day} 15:00"), electronic=True)
        publication.publish(1, at=beijing(f"{day} 16:00"))


def plain(browser: Browser) -> str:
    return browser.page.words.replace("\u00a0", " ")


def tight(browser: Browser) -> str:
    """The words without any blanks: what stands side by side on the page stands in a row here."""
    return "".join(browser.page.words.split())


def test_an_empty_portal_claims_nothing(client: Browser) -> None:
    assert client.get("/").status_code == 200
    assert "近 30 天没有办结的办件" in plain(client)
    assert "还没有公示的决定" in plain(client)
    assert "%" not in plain(client)


def test_the_sill_shows_measured_figures_with_their_denominators(app: Flask, town: Town, client: Browser) -> None:
    decided(app, town)
    client.get("/")
    words = tight(client)
    assert "10月24日至11月22日" in words
    assert "100.0%零跑腿率1件÷送达1件" in words
    assert "100.0%按时办结率1件÷办结1件" in words
    assert "7个工作日一半办件在此之内办结" in words


def test_the_items_say_days_visits_and_whether_they_go_online(client: Browser) -> None:
    client.get("/")
    words = tight(client)
    assert "危险化学品经营许可证核发新申请（含重新申请）·临江市应急管理局·免费办理" in words
    assert "承诺10–20个工作日跑0次网上可办" in words
    assert client.page.links["危险化学品经营许可证核发"] == "/guides/hazchem_business_licence"


def test_what_others_ask_leads_to_the_answer(app: Flask, client: Browser) -> None:
    client.get("/")
    with app.app_context():
        first = guide_pages.popular(on=SUNDAY.date())[0].guide.item
    guide = law.catalogue().in_force(first, SUNDAY.date())
    assert guide
    href = client.page.links[guide.faq[0].q.zh]
    assert href == f"/guides/{first}#faq-1"
    client.get(href)
    assert "faq-1" in client.page.ids


def test_the_latest_decisions_stand_on_the_home_page(app: Flask, town: Town, client: Browser) -> None:
    decided(app, town)
    client.get("/")
    assert "临江恒泰化工贸易有限公司 危险化学品经营许可证核发" in client.page.links


def test_the_look_ups_of_the_home_page_go_where_they_say(client: Browser) -> None:
    client.get("/")
    client.fill_in({"number": "20261111-0001", "code": "XXXX-XXXX"}, action="/track")
    assert client.page.h1 == "查办理进度"
    assert client.get("/verify?number=x").status_code == 404


def test_the_home_page_asks_the_database_little(app: Flask, town: Town, client: Browser) -> None:
    decided(app, town)
    client.get("/")
    with queries(app) as asked:
        client.get("/")
    assert len(asked) <= HOME_QUERIES, "\n".join(asked)


def test_the_list_of_guides_needs_no_database(app: Flask, town: Town, client: Browser) -> None:
    client.get("/guides")
    with queries(app) as asked:
        client.get("/guides?q=加油站")
    assert len(asked) <= LIST_QUERIES, "\n".join(asked)


def test_a_search_finds_by_another_name_and_says_so(client: Browser) -> None:
    client.get("/guides?q=加油站")
    assert "找到 2 个事项" in plain(client)
    assert "也叫：加油站" in plain(client)
    assert client.page.tree.findtext("head/title") == "加油站 · 办事指南 · 一窗"


def test_a_search_that_finds_nothing_says_what_to_do(client: Browser) -> None:
    client.get("/guides?q=<b>游泳馆")
    assert "没有找到“<b>游泳馆”" in plain(client)
    assert "12345" in plain(client)
    assert client.page.links[f"看全部 {len(law.catalogue().listings(SUNDAY.date()))} 个事项"] == "/guides"


def test_the_list_is_narrowed_by_department_and_kind(client: Browser) -> None:
    client.get("/guides?kind=filing")
    assert "找到 3 个事项" in plain(client)
    client.get("/guides?office=psb")
    assert "这里没有事项" in plain(client)
    client.get("/guides?kind=nonsense&office=nonsense&page=-4")
    assert "这里没有事项" in plain(client)


def test_english_words_find_english_texts(client: Browser) -> None:
    people.speak_english(client).get("/guides?q=fireworks")
    assert "Fireworks retail licence" in plain(client)
    assert "3 items found" in plain(client)


def test_a_catalogue_without_guides_still_has_a_home(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = Catalogue(())
    monkeypatch.setattr(law, "catalogue", lambda: empty)
    client.get("/")
    assert "现在没有公布的办事指南" in plain(client)
    client.get("/guides")
    assert "看全部 0 个事项" in plain(client)
    for page in ("/figures", "/complaints", "/remedies", "/open-data"):
        assert client.get(page).status_code == 200


def test_a_long_list_comes_in_pages(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    guides = law.catalogue().items(SUNDAY.date())
    many = Catalogue(tuple(guides[0].model_copy(update={"item": f"item_{n}"}) for n in range(45)))
    monkeypatch.setattr(law, "catalogue", lambda: many)
    client.get("/guides?kind=licence&page=2")
    assert "第 2 页，共 3 页" in plain(client)
    assert client.page.links["下一页"] == "/guides?kind=licence&page=3"
    client.get("/guides?page=99")
    assert "第 3 页，共 3 页" in plain(client)


@pytest.mark.parametrize("path", ["/", "/guides", "/guides?q=petrol", "/guides?q=zzz"])
def test_the_pages_are_whole_in_english_too(app: Flask, town: Town, client: Browser, path: str) -> None:
    decided(app, town)
    assert people.speak_english(client).get(path).status_code == 200
    assert client.page.tree.get("lang") == "en"


def test_what_has_happened_leads_to_what_has_to_be_done(client: Browser) -> None:
    client.get("/")
    assert client.page.links["换了法定代表人"] == "/events/new_head"
    client.get(client.page.links["全部 17 件事"])
    assert client.page.h1 == "您遇到的是哪件事？"
    client.get(client.page.links["换了法定代表人"])
    words = tight(client)
    assert "如果有危险化学品经营许可证：危险化学品经营许可证变更" in words
    assert "变更发生之日" in words, "the period that runs against the applicant"
    assert client.page.links["危险化学品经营许可证变更"] == "/guides/hazchem_business_change?change_items=principal"
    assert client.get("/events/nothing").status_code == 404


def test_the_search_names_the_event_before_the_guides(client: Browser) -> None:
    client.get("/guides?q=许可证快到期了")
    assert "是不是这件事？" in plain(client)
    assert client.page.links["许可证快到期了"] == "/events/expiring"
    client.get("/guides?q=游泳馆")
    assert "是不是这件事？" not in plain(client)


def test_an_enterprise_can_do_again_what_it_did_and_go_to_its_licence(app: Flask, town: Town) -> None:
    decided(app, town)
    with app.app_context(), db.session() as session:
        own = session.scalars(select(Case)).one().enterprise_id
        (one,) = own_recent.recent(by=Actor("handler", 1, enterprise_id=own), on=SUNDAY.date())
        assert (one.item, one.ended, one.again, one.licensed) == ("hazchem_business_licence", True, True, True)
        assert own_recent.recent(by=Actor("handler", 2), on=SUNDAY.date()) == ()


def test_every_page_that_a_step_may_name_exists(app: Flask) -> None:
    assert set(PAGES.values()) <= set(app.view_functions)
    assert set(PAGES) == set(get_args(Page))
