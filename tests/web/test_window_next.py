"""From one case to the next: the most urgent that nobody else has, the queue where it was left, and one act for what is good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.services import desk, first_contact, presence
from tests.at_window import CHINA, Town, settle
from tests.pages import Browser
from tests.web.people import sign_in


def ago(days: int) -> str:
    return f"{clock.now().astimezone(CHINA).date() - timedelta(days=days)} 09:30"


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def cases(app: Flask, town: Town) -> list[str]:
    """Three cases, the most urgent first."""
    with app.app_context():
        return [town.hand_in(ago(days)) for days in (3, 2, 1)]


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


def goes_to(clerk: Browser, address: str) -> str:
    answer = clerk.get(address, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.location)


def test_the_most_urgent_comes_first_and_then_what_stands_below(clerk: Browser, cases: list[str]) -> None:
    first, second, third = cases
    assert goes_to(clerk, "/window/queue/next").endswith(first)
    assert goes_to(clerk, f"/window/queue/next?after={first}").endswith(second)
    assert goes_to(clerk, f"/window/queue/next?after={third}").endswith(first)
    assert goes_to(clerk, "/window/queue/next?after=elsewhere").endswith(first)


def test_what_a_colleague_has_or_has_open_is_passed_over(
    app: Flask, town: Town, clerk: Browser, cases: list[str]
) -> None:
    with app.app_context():
        first_contact.take(cases[0], by=town.colleague, at=clock.now())
        presence.opened(cases[1], by=town.colleague, at=clock.now(), beats=True)
    assert goes_to(clerk, "/window/queue/next").endswith(cases[2])
    assert goes_to(clerk, f"/window/queue/next?after={cases[2]}").startswith("/window/queue?")


def test_the_queue_is_found_again_with_its_filters_and_its_place(clerk: Browser, cases: list[str]) -> None:
    clerk.get("/window/queue?owner=unowned&kind=new")
    assert goes_to(clerk, f"/window/queue/back?from={cases[1]}") == (
        f"/window/queue?owner=unowned&kind=new#row-{cases[1]}"
    )
    assert "#" not in goes_to(clerk, "/window/queue/back?from=<b>")
    clerk.get("/window/queue?kind=returned")
    assert goes_to(clerk, "/window/queue/next") == "/window/queue?kind=returned"


def test_without_scripts_one_button_finds_a_material_good_and_goes_on(
    app: Flask, town: Town, clerk: Browser, cases: list[str]
) -> None:
    def seen() -> desk.Desk:
        with app.app_context():
            return desk.desk(cases[0], by=town.clerk, at=clock.now())

    one, other = seen().materials[:2]
    clerk.get(f"/window/queue/{cases[0]}?m={one.key}")
    answer = clerk.fill_in({}, button="good")
    marked = seen().material(one.key)
    assert marked is not None
    assert marked.verdict == "ok"
    assert {point.answer for point in marked.points} == {"yes"}
    assert str(answer.location).endswith(f"?m={other.key}")
