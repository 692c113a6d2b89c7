"""What time, schedules and changed limits do to a case is said on the pages of everybody concerned, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from portal import clock
from portal.actors import SYSTEM, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import calendar_import, casefile, hearings, offices, review, sweep
from portal.services.caseclocks import clock_views
from portal.services.timeline import timeline
from portal.web.review_refusals import EVENTS as SAID_KINDS
from portal.web.timeline_words import _WORDS, entries
from tests.core.play import TERMS
from tests.services.cases import Hall, at, in_order
from tests.web import people
from workflows import commands as c
from workflows.events import KINDS
from workflows.terms import LimitChange, LimitTerm, RenewalTerm

pytestmark = pytest.mark.engines("sqlite")
CHECKED = replace(
    TERMS,
    changes=(LimitChange("statutory", "site_check", LimitTerm(45, "calendar_day"), "《某条例》第十一条"),),
    renewal=RenewalTerm(date(2027, 1, 20), 30, basis="《行政许可法》第五十条"),
)
OFF = ["2027-01-01", "2027-01-04", "2027-01-05"]
NOTICE = json.dumps({"year": 2027, "days": [{"name": "元旦", "date": day, "isOffDay": True} for day in OFF]})


@pytest.fixture
def hall(app) -> Hall:
    with app.app_context():
        return Hall(app)


@pytest.fixture
def case(app, hall, monkeypatch) -> str:
    monkeypatch.setattr(clock, "now", lambda: at("2026-12-11T10:00"))
    with app.app_context():
        number = hall.submitted("2026-12-07T09:00", CHECKED)
        hall.do(number, c.LookUpCredit("intake", "none"), "2026-12-08T09:00")
        hall.do(number, c.Accept(in_order()), "2026-12-08T10:00")
        with reading() as session:
            return session.get_one(CaseRow, number).public_id


def test_every_kind_of_event_has_its_words_on_the_timeline_and_for_a_stale_page():
    assert set(KINDS) <= set(_WORDS)
    assert set(KINDS) <= set(SAID_KINDS)


def test_a_site_check_is_ordered_on_the_page_and_explained_to_the_applicant(client, case):
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/review/cases/{case}/procedures")
    assert "本事项决定现场核查的，办理期限依法变更" in client.page.words
    assert client.fill_in({}, action="/site-check").status_code == 422
    assert (
        client.fill_in({"site-reason": "要看储存场所"}, action="/site-check", follow_redirects=True).status_code == 200
    )
    client.get(f"/review/cases/{case}")
    assert "《某条例》第十一条" in client.page.words


def told(app, hall, case: str) -> None:
    with app.app_context():
        review.order_site_check(case, "要看储存场所", by=hall.reviewer, at=at("2026-12-09T09:00"))
        hearings.tell(case, "拟不予许可：间距不足", by=hall.reviewer, at=at("2026-12-09T10:00"))
        neighbour = {"name": "相邻单位", "address": "港前路 9 号"}
        hearings.request(case, party="interested", **neighbour, by=hall.reviewer, at=at("2026-12-10T10:00"))
        where = ("9:30", "三楼会议室", "法规科科长", hall.head.reference)
        hearings.set_day(case, date(2026, 12, 24), *where, by=hall.reviewer, at=at("2026-12-10T11:00"))
        calendar_import.bring_in(NOTICE, file="2027.json", at=at("2026-12-11T09:00"), by=SYSTEM)


def read(app, case: str, on: date, language: str = "zh") -> str:
    """The timeline of the case as its applicant reads it."""
    with app.test_request_context(headers={"Cookie": f"ow_language={language}"}):
        file = casefile.casefile(case, by=SYSTEM)
        steps = timeline(file, clocks=clock_views(file, on))
        return " ".join(f"{one.title} {one.hint}" for one in entries(steps, file, offices.names()))


def test_the_applicant_reads_all_of_it_on_the_timeline(app, hall, case):
    told(app, hall, case)
    chinese, english = (read(app, case, date(2026, 12, 11), language) for language in ("zh", "en"))
    for phrase in (
        "2027年节假日安排已经公布，期限重新计算",
        "现场核查，办理期限变更",
        "《某条例》第十一条",
        "听证日期已定",
    ):
        assert phrase in chinese
    for phrase in (
        "The holiday schedule of 2027 was published",
        "Site check: the limit changes",
        "Day of the hearing set",
    ):
        assert phrase in english


def test_a_silent_renewal_is_said_on_the_timeline(app, hall, case):
    with app.app_context():
        sweep.run(at=at("2027-01-21T00:05"))
    assert "视为准予延续" in read(app, case, date(2027, 1, 21))
    assert "Counts as renewed" in read(app, case, date(2027, 1, 21), "en")
