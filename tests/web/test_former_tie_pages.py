"""What the window and the review read of a licence that an application names and is not tied to, and their button."""

from __future__ import annotations

import pytest

from portal.actors import Role
from portal.db import transaction
from portal.models import Case as CaseRow
from tests.after_licence import licensed
from tests.services.cases import at, with_draft
from tests.services.test_former_licence import number_of, public, state
from tests.services.test_former_tie import applied, stranger
from tests.web import people

NOW = at("2026-03-11T10:00")
WORDS = "还没有衔接"


def handed_in(hall, number: str) -> str:
    case_id = applied(hall, stranger(), number)
    with transaction() as session:
        with_draft(session, session.get_one(CaseRow, case_id))
    return public(case_id)


@pytest.fixture
def case_id(app, hall) -> str:
    """A renewal of an account that nobody has let in, at the window."""
    with app.app_context():
        return handed_in(hall, number_of(licensed(hall), hall))


def test_the_window_ties_it_after_it_has_looked_at_who_applies(app, client, case_id):
    people.sign_in(client, Role.WINDOW)
    action = f"/window/cases/{case_id}/tie-former"
    for page in (f"/window/cases/{case_id}", f"/window/queue/{case_id}"):
        client.get(page)
        assert WORDS in client.page.words
        assert any(form.get("action") == action for form in client.page.all("form"))
    client.get(f"/window/cases/{case_id}")
    assert client.fill_in({}, action=action).status_code == 409
    assert "还没有核对申请人" in client.page.words
    client.get(f"/window/cases/{case_id}")
    assert client.fill_in({"checked": "yes"}, action=action).status_code in (200, 303)
    client.get(f"/window/cases/{case_id}")
    assert WORDS not in client.page.words
    with app.app_context():
        assert state(case_id).terms.former is not None


def test_a_number_that_no_register_holds_is_told_with_what_to_do_in_both_languages(app, client, hall):
    with app.app_context():
        case_id = handed_in(hall, "临危化经字〔2019〕7777")
    people.sign_in(client, Role.WINDOW)
    client.get(f"/window/cases/{case_id}")
    assert "登记簿里没有编号“临危化经字〔2019〕7777”的证照" in client.page.words
    people.speak_english(client).get(f"/window/cases/{case_id}")
    assert "the licence is older than this portal, review the original" in client.page.words
    assert "older than this portal. " in client.page.words, "two sentences stand apart in English"


def test_the_lead_office_ties_it_from_the_review(app, client, hall, case_id):
    people.sign_in(client, Role.REVIEWER)
    client.get(f"/review/cases/{case_id}")
    assert WORDS in client.page.words
    action = f"/review/cases/{case_id}/tie-former"
    assert client.fill_in({}, action=action).status_code == 409
    client.get(f"/review/cases/{case_id}")
    assert client.fill_in({"checked": "yes"}, action=action).status_code in (200, 303)
    with app.app_context():
        former = state(case_id).terms.former
    assert former is not None
    assert former.kind == "renewal"
    client.get(f"/review/cases/{case_id}")
    assert WORDS not in client.page.words
