"""The supervisor's what-if: asked in a form, answered on the page; what cannot be asked is said beside the field."""

from __future__ import annotations

import io
from datetime import date

import pytest

from portal.actors import Role
from portal.services import feeds
from tests import under_review
from tests.under_review import Town
from tests.web import people
from tests.web.people import sign_in, speak_english
from tests.web.test_supervision import TODAY, case_id

pytestmark = pytest.mark.engines("sqlite")
__all__ = ["TODAY", "case_id"]
PERIOD = {"first": "2026-11-01", "last": "2026-11-22"}


@pytest.fixture
def supervisor(app, client, case_id):
    return sign_in(client, "su.ming")


def test_a_shorter_promise_shows_what_would_have_been_late(supervisor):
    supervisor.get("/supervision/what-if")
    supervisor.fill_in({**PERIOD, "item": under_review.HAZCHEM, "days": "1"}, action="")
    assert "假设下会超期" in supervisor.page.words
    assert "0 → 2" in supervisor.page.words


def test_every_item_and_several_offices_are_asked_at_once(supervisor):
    supervisor.get("/supervision/what-if")
    supervisor.fill_in({**PERIOD, "item": "*", "days": "1", "staff__fire": "0.5", "staff__emb": "0.5"}, action="")
    assert "0 → 2" in supervisor.page.words


def test_what_stands_at_one_item_comes_before_what_is_said_of_all(supervisor):
    supervisor.get("/supervision/what-if")
    asked = {**PERIOD, "item": "*", "days": "1", f"promise__{under_review.HAZCHEM}": "60"}
    supervisor.fill_in(asked, action="")
    assert "0 → 0" in supervisor.page.words


def test_a_page_that_did_not_look_at_all_cases_says_so_and_how_to_ask_for_all(supervisor, monkeypatch):
    monkeypatch.setattr("portal.web.supervision_whatif.AT_MOST", 1)
    supervisor.get("/supervision/what-if")
    supervisor.fill_in({**PERIOD, "item": "*", "days": "1"}, action="")
    assert "只算了最早的 1 件，下面的数字不是全部" in supervisor.page.words
    assert "onewindow calendar whatif --from 2026-11-01 --to 2026-11-22" in supervisor.page.words


def test_another_calendar_is_handed_in_as_a_file(supervisor):
    supervisor.get("/supervision/what-if")
    year = b"year: 2026\nstatus: published\nsource: imagined\noff: [2026-11-04]\nwork: []\n"
    asked = {**PERIOD, "calendar": (io.BytesIO(year), "2026.yaml")}
    answer = supervisor.post("/supervision/what-if", data=asked, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert "0 → 0" in supervisor.page.words


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"first": "2026-02-30"}, "日期不对"),
        ({"first": "2026-11-23"}, "结束日期在开始日期之前"),
        ({"item": under_review.HAZCHEM, "days": "many"}, "选了事项"),
        ({"item": under_review.HAZCHEM, "days": "99999"}, "选了事项"),
        ({"office": "fire", "factor": "0"}, "人手倍数是"),
        ({"promise__hazchem_business_licence": "-1"}, "选了事项"),
        ({"staff__fire": "1000"}, "人手倍数是"),
        ({"office": "fire", "factor": "nan"}, "人手倍数是"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_field(supervisor, asked, sentence):
    supervisor.get("/supervision/what-if")
    answer = supervisor.post("/supervision/what-if", data={**PERIOD, **asked})
    assert answer.status_code == 422
    assert sentence in supervisor.page.words


def test_a_file_that_is_no_calendar_is_refused(supervisor):
    supervisor.get("/supervision/what-if")
    asked = {**PERIOD, "calendar": (io.BytesIO(b"\xff\xfe"), "2026.yaml")}
    answer = supervisor.post("/supervision/what-if", data=asked, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "这份日历读不了" in supervisor.page.words


def test_the_page_speaks_english(supervisor):
    speak_english(supervisor).get("/supervision/what-if")
    supervisor.fill_in({**PERIOD, "item": under_review.HAZCHEM, "days": "1"}, action="")
    assert "Would have been late" in supervisor.page.words


def test_late_steps_are_counted_and_listed(supervisor):
    supervisor.get("/supervision?light=step")
    assert "环节超期" in supervisor.page.words


def test_an_officer_makes_and_takes_back_the_address_of_a_calendar(client, town: Town, case_id):
    fire = sign_in(client, "qin.yue")
    fire.get("/account/calendar")
    assert "还没有订阅地址" in fire.page.words
    fire.post("/account/calendar")
    address = next(word for word in fire.page.words.split() if "/calendars/" in word)
    path = address[address.index("/calendars/") :]
    text = fire.get(path).get_data(as_text=True)
    assert text.startswith("BEGIN:VCALENDAR")
    assert text.count("BEGIN:VEVENT") == 1
    assert "恒泰" not in text
    fire.get("/account/calendar")
    fire.post("/account/calendar/close")
    assert fire.get(path).status_code == 404


def test_a_handler_has_no_calendar_of_an_office(client, app):
    with app.app_context():
        people.settle(app)
        assert feeds.feed("x" * 43, on=date(2026, 11, 10)) is None
    people.sign_in(client, Role.HANDLER)
    assert client.get("/account/calendar").status_code == 403
