"""The number of an identity card finds the person's case, and stands in no address: not of the list, a filter or another page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.services import drafts, persons, sittings, submission
from portal.services.applicants import ApplicantFacts
from portal.services.sittings import Agent
from tests.at_window import Town, settle
from tests.pages import Browser
from tests.services.test_persons import ANSWERS, NUMBER, OPERATOR
from tests.web.people import USCC, sign_in

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


def persons_case(town: Town) -> str:
    at = clock.now() - timedelta(hours=1)
    person = ApplicantFacts(uscc=NUMBER, name="沈远航", kind="natural_person", address="临江市澄江区")
    sitting = sittings.begin((OPERATOR,), person, Agent(), by=town.clerk, at=at)
    draft = sittings.view(sitting, by=town.clerk).lines[0].draft_id
    drafts.save(draft, ANSWERS, by=town.clerk, at=at)
    return submission.submit(draft, by=town.clerk, at=at, incomplete=True).case_id


@pytest.mark.parametrize("where", ["queue", "cases"])
def test_a_number_finds_the_case_and_stays_out_of_every_address(
    app: Flask, town: Town, clerk: Browser, where: str
) -> None:
    with app.app_context():
        case_id = persons_case(town)
        town.hand_in(f"{clock.now() - timedelta(days=1):%Y-%m-%d} 10:00")
    clerk.get(f"/window/{where}")
    answer = clerk.fill_in({"q": NUMBER}, action=f"/search/{where}")
    assert answer.status_code == 303
    assert NUMBER[4:14] not in answer.location
    clerk.get(answer.location)
    assert [href for href in clerk.page.links.values() if case_id in href]
    assert "临江恒泰化工贸易有限公司" not in clerk.page.links
    assert "按身份证号码 9901**********3019 查找" in clerk.page.words
    assert NUMBER[4:14] not in clerk.page.html


def test_a_number_that_nobody_has_is_said_and_not_kept_in_the_address(town: Town, clerk: Browser) -> None:
    clerk.get("/window/cases")
    answer = clerk.fill_in({"q": "990101198003073018"}, action="/search/cases")
    assert answer.location == "/window/cases"
    clerk.get(answer.location)
    assert "填全 18 位" in clerk.page.words


def test_other_words_stand_in_the_address_as_before_and_filters_stay(town: Town, clerk: Browser) -> None:
    clerk.get("/window/queue?owner=mine")
    assert clerk.fill_in({"q": USCC}, action="/search/queue").location == f"/window/queue?q={USCC}&owner=mine"
    clerk.get("/window/deliveries")
    assert clerk.fill_in({"q": "20260929-0017"}, action="/search/deliveries").location.endswith("?q=20260929-0017")
    clerk.get("/window/corrections")
    assert clerk.fill_in({"q": " "}, action="/search/corrections").location == "/window/corrections"
    assert clerk.post("/window/search/elsewhere", data={"q": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        (NUMBER, "sign"),
        ("990101 19800307 3019", "sign"),
        (f"沈远航 {NUMBER}", "沈远航 sign"),
        ("９９０１０１１９８００３０７３０１９", "sign"),
        (NUMBER[:14], None),
        ("990101198003073018", None),
        (NUMBER[:12], NUMBER[:12]),
        (USCC, USCC),
        ("11990100001202609290017", "11990100001202609290017"),
        ("恒泰", "恒泰"),
    ],
)
def test_what_counts_as_a_personal_number(app: Flask, words: str, becomes: str | None) -> None:
    with app.app_context():
        wanted = becomes.replace("sign", persons.sign_of(NUMBER)) if becomes else None
        assert persons.signed(words) == wanted
