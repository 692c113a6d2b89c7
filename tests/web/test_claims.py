"""At the window an account is opened once the papers were seen; what was typed stays when something is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.actors import Role
from portal.demo.identity import credit_code
from tests.web import people

UNCLAIMED = credit_code(973, of="91")


@pytest.fixture
def claimed(app):
    """Somebody waits to be confirmed, in a portal without a register that lets nobody in unseen."""
    people.settle(app)
    kept = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(kept, sign_up_unproven="waiting")
    with app.app_context():
        people.join("claim@example.cn", "阮小满", "13900008801", uscc=UNCLAIMED, firm="临江启明仓储有限公司")
    yield
    app.config["SETTINGS"] = kept


def test_an_account_waits_is_confirmed_with_papers_and_signs_in(claimed, browsers):
    firm = people.sign_in(browsers(), "claim@example.cn")
    assert "带营业执照和身份证到窗口核验" in firm.page.words
    desk = people.sign_in(browsers(), Role.WINDOW)
    desk.get("/window/accounts")
    assert "临江启明仓储有限公司" in desk.page.words
    said = {"c2-name": "临江启明仓储（集团）有限公司", "c2-paper": "", "answer": "grant"}
    assert desk.fill_in(said, action="/window/accounts/2").status_code == 422
    assert "临江启明仓储（集团）有限公司" in desk.page.html
    said["c2-paper"] = "营业执照原件、身份证"
    assert desk.fill_in(said, action="/window/accounts/2").status_code == 303
    assert people.sign_in(browsers(), "claim@example.cn").get("/my/cases").status_code == 200


def test_papers_that_do_not_match_close_the_account_and_a_second_answer_is_refused(claimed, browsers):
    desk, other = people.sign_in(browsers(), Role.WINDOW), people.sign_in(browsers(), Role.ADMINISTRATOR)
    for one in (desk, other):
        one.get("/window/accounts")
    assert desk.fill_in({"answer": "refuse"}, action="/window/accounts/2").status_code == 303
    assert other.fill_in({"answer": "refuse"}, action="/window/accounts/2").status_code == 409
    assert "没有等核验的账户" in other.page.words


@pytest.mark.engines("sqlite")
def test_the_page_speaks_english_and_is_for_the_window(claimed, browsers):
    desk = people.speak_english(people.sign_in(browsers(), Role.WINDOW))
    desk.get("/window/accounts")
    assert "1 account to confirm" in desk.page.words
    assert people.sign_in(browsers(), Role.REVIEWER).get("/window/accounts").status_code == 403
