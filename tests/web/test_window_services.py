"""The pages of letters to be served, of failed mails, of outside systems, and the words of missing checks."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.db import reading, transaction
from portal.models import OutboxMessage
from portal.services import letter_service, ports
from tests.at_window import Town, beijing, pdf, settle
from tests.pages import Browser, values
from tests.services.test_letter_service import told
from tests.web import people
from tests.web.people import sign_in, speak_english


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


@pytest.fixture
def letter(app: Flask, town: Town) -> str:
    """A correction notice that waits to be served on paper."""
    with app.app_context():
        return told(town)[1].letter_id


def filled(browser: Browser, action: str) -> dict[str, str]:
    """The fields of a form on the page as nobody touched them."""
    return dict(values(browser.page.form(action)))


def sent(clerk: Browser, address: str, act: str, **fields: object):
    clerk.get(address)
    form = filled(clerk, f"{address}/{act}")
    return clerk.post(f"{address}/{act}", data={**form, **fields})


def test_an_empty_list_says_where_letters_are(clerk: Browser) -> None:
    clerk.get("/window/services")
    assert "没有要送达的文书" in clerk.page.words


def test_a_letter_goes_out_comes_back_and_is_served_at_the_counter(clerk: Browser, letter: str) -> None:
    clerk.get("/window/services")
    assert f"/window/services/{letter}" in clerk.page.links.values()
    address = f"/window/services/{letter}"
    assert sent(clerk, address, "send", **{"send-way": "courier"}).status_code == 422
    form = {"send-way": "courier", "send-reference": "EMS9901"}
    assert sent(clerk, address, "send", **form).status_code == 303
    assert sent(clerk, address, "fail", **{"fail-reason": "returned", "fail-note": "查无此人"}).status_code == 303
    clerk.get("/window/services")
    assert "没有送到" in clerk.page.words
    clerk.get(address)
    assert "查无此人" in clerk.page.words
    today = clock.business_day(clock.now()).isoformat()
    form = {"serve-way": "counter", "serve-served_on": today}
    assert sent(clerk, address, "serve", **form).status_code == 422
    assert "签收人没有写" in clerk.page.words
    form |= {"serve-names": "沈远航", "serve-sheet": (io.BytesIO(pdf()), "回证.pdf")}
    assert sent(clerk, address, "serve", **form).status_code == 303
    clerk.get(address)
    assert "已送达" in clerk.page.words
    with clerk.get(f"{address}/sheet") as sheet:
        assert sheet.data == pdf()


def test_a_public_notice_is_the_last_way_and_says_what_it_needs(clerk: Browser, letter: str) -> None:
    address = f"/window/services/{letter}"
    clerk.get(address)
    assert "自公告之日起经过 30 日视为送达" in clerk.page.words
    notice = {"send-way": "public_notice", "send-reference": "临江日报第 3 版"}
    assert sent(clerk, address, "send", **notice).status_code == 409
    assert "先邮寄或者上门送达，没有送到的记下原因" in clerk.page.words
    assert sent(clerk, address, "send", **notice, **{"send-why": "住所已经拆除"}).status_code == 409
    assert "下落不明没有证明" in clerk.page.words
    assert any(one.get("value") == "住所已经拆除" for one in clerk.page.tree.iter("input"))
    assert sent(clerk, address, "fail", **{"fail-reason": "nobody"}).status_code == 303
    clerk.get(address)
    assert "怎样查明下落不明" not in clerk.page.words
    assert sent(clerk, address, "send", **notice).status_code == 303
    clerk.get(address)
    assert "采用其他方式无法送达" in clerk.page.words


def test_a_page_that_is_old_and_a_day_that_cannot_be_are_refused_with_the_next_step(
    clerk: Browser, letter: str
) -> None:
    address = f"/window/services/{letter}"
    form = {"serve-way": "counter", "serve-served_on": "2020-01-01", "serve-names": "沈远航"}
    assert sent(clerk, address, "serve", **form).status_code == 409
    assert "送达日期不对" in clerk.page.words
    clerk.get(address)
    old = filled(clerk, f"{address}/send") | {"send-way": "courier", "send-reference": "EMS1"}
    clerk.post(f"{address}/send", data=old)
    again = clerk.post(f"{address}/send", data=old)
    assert again.status_code == 303  # a second click of the same person finds the act done


def test_the_case_pages_say_how_every_letter_was_served_in_both_languages(
    app: Flask, town: Town, clerk: Browser, letter: str, browsers: type[Browser]
) -> None:
    with app.app_context():
        case_id = letter_service.one(letter, by=town.clerk).case_id
    clerk.get(f"/window/cases/{case_id}")
    assert "待送达" in clerk.page.words
    assert "申请人要纸质送达" in clerk.page.words
    speak_english(clerk)
    for page in ("/window/services", f"/window/services/{letter}", f"/window/cases/{case_id}/service"):
        assert clerk.get(page).status_code == 200
    handler = sign_in(browsers(), people.HANDLER)
    handler.get(f"/my/cases/{case_id}")
    assert "纸质送达" in handler.page.words
    form = filled(handler, f"/my/cases/{case_id}/service")
    assert handler.post(f"/my/cases/{case_id}/service", data=form).status_code == 303
    handler.get(f"/my/cases/{case_id}")
    assert "同意了电子送达" in handler.page.words


def test_the_window_writes_down_how_the_applicant_wants_letters(
    app: Flask, town: Town, clerk: Browser, letter: str
) -> None:
    with app.app_context():
        case_id = letter_service.one(letter, by=town.clerk).case_id
    address = f"/window/cases/{case_id}/service"
    clerk.get(address)
    assert clerk.post(address, data=filled(clerk, address)).status_code == 422
    clerk.get(address)
    form = filled(clerk, address)
    assert clerk.post(address, data={**form, "service": "paper"}).status_code == 409
    assert clerk.post(address, data={**form, "service": "electronic"}).status_code == 303


def test_a_mail_that_was_given_up_is_taken_up_on_the_page(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context():
        town.hand_in("2026-09-29 15:42")
        with transaction() as session:
            mail = session.scalars(select(OutboxMessage).filter_by(kind="mail")).one()
            mail.state, mail.attempts = "failed", 8
    clerk.get("/window/services")
    assert "没有发出去的邮件 1 封" in clerk.page.words
    address = f"/window/services/mails/{mail.id}"
    form = filled(clerk, address)
    assert clerk.post(address, data=form).status_code == 422
    way, note = f"mail{mail.id}-way", f"mail{mail.id}-note"
    assert clerk.post(address, data={**form, way: "phone"}).status_code == 409
    assert clerk.post(address, data={**form, way: "phone", note: "10:05 通话"}).status_code == 303
    with app.app_context(), reading() as session:
        assert session.get_one(OutboxMessage, mail.id).handling == "phone: 10:05 通话"


def test_a_system_that_is_down_stands_above_every_staff_page_and_on_the_administrators(
    app: Flask, town: Town, clerk: Browser, browsers: type[Browser]
) -> None:
    with app.app_context(), transaction() as session:
        ports.note(session, "mail", "ConnectionRefusedError", at=beijing("2026-09-29 15:42"))
    clerk.get("/window/queue")
    assert "邮件中断" in clerk.page.words
    admin = sign_in(browsers(), "admin")
    admin.get("/admin/systems")
    assert "ConnectionRefusedError" in admin.page.words
    speak_english(admin)
    admin.get("/admin/systems")
    assert "Not answering" in admin.page.words


def test_a_missing_check_stands_in_the_case_for_clerk_and_reviewer(
    app: Flask, town: Town, clerk: Browser, browsers: type[Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = {"antivirus_url": "tcp://127.0.0.1:1", "register_url": "http://127.0.0.1:1"}
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **urls))
    with app.app_context():
        case_id = town.accepted("2026-09-29 15:42")
    clerk.get(f"/window/cases/{case_id}")
    assert "登记信息待核" in clerk.page.words
    assert "病毒扫描待完成" in clerk.page.words
    reviewer = sign_in(browsers(), "chen.li")
    reviewer.get(f"/review/cases/{case_id}")
    assert "起一直没有结果" in reviewer.page.words
    assert "登记信息待核" in reviewer.page.words
