"""A granted case whose former licence was ended: its decider is offered the way out, and the applicant reads what became of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.actors import Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Licence
from portal.services import case_status, casefile, delivery, former_licence, licence_acts
from portal.web import status_words, turn_words
from tests.after_licence import AFTER, granted, licensed
from tests.services.cases import at, with_draft
from tests.services.test_former_taken import NAME, change, renewal, says
from tests.web import people
from workflows.terms import FormerTerm

TODAY = at("2026-03-10T10:00")


@pytest.fixture
def case_id(app, hall) -> str:
    """A change that was granted before its licence was cancelled on request."""
    with app.app_context():
        old = licensed(hall)
        with reading() as session:
            number = session.scalars(select(Licence.number)).one()
        changed = granted(hall, replace(AFTER, former=FormerTerm("change", number)))
        facts = {"facts": "持证人书面申请", "reason": "依法", "document": "申请书", "by": hall.reviewer}
        licence_acts.propose(old, "cancel", "applied", at=at("2026-03-09T11:00"), **facts)
        licence_acts.decide(old, by=hall.head, at=at("2026-03-09T12:00"))
    return changed


def test_everybody_who_may_ask_reads_what_became_of_it(app, client, hall, case_id):
    with app.app_context():
        former_licence.end_grant(case_id, "原证已注销", "临应急注〔2026〕1号", by=hall.head, at=TODAY)
        with transaction() as session:  # the window's page reads the draft of the case
            with_draft(session, casefile.row_of(session, case_id))
    with app.test_request_context("/"):
        found = case_status.status(case_id, on=business_day(TODAY))
        assert status_words.next_step(found).title == "办理终止，不再制证"
    people.sign_in(client, Role.WINDOW)
    assert client.get(f"/window/cases/{case_id}").status_code == 200
    assert "已办结，不再制证" in client.page.words


def test_the_public_reads_something_of_every_turn_that_an_applicant_reads():
    assert set(status_words._STEPS) == set(turn_words._PARTS)


def test_the_decider_ends_it_with_a_document_and_a_reason(client, case_id):
    people.sign_in(client, Role.DECIDER)
    client.get(f"/review/cases/{case_id}")
    assert "终止本件，不再制证" in client.page.words
    page = f"/review/cases/{case_id}/end-grant"
    answer = client.fill_in({"end-document": "", "end-reason": "原证已注销"}, action=page)
    assert answer.status_code == 409
    assert "文号没有写" in client.page.words
    assert "终止的理由" in client.page.words
    assert "原证已注销" in client.page.words
    answer = client.fill_in({"end-document": "临应急注〔2026〕1号", "end-reason": "原证已注销"}, action=page)
    assert answer.status_code == 303
    client.get(f"/review/cases/{case_id}")
    assert "本件已终止，不再制证" in client.page.words
    assert "看原证" not in client.page.words
    people.speak_english(client)
    assert client.get(f"/review/cases/{case_id}/record").status_code == 200
    assert (
        "ended the case without a licence" in client.page.words.lower()
        or "Ended without a licence" in client.page.words
    )


def test_what_a_change_altered_since_a_renewal_was_filed_is_taken_over_on_its_page(app, client, hall):
    with app.app_context():
        old = granted(hall, **says("临江旧源化工有限公司", "临江市老街 1 号"))
        delivery.issue(old, by=hall.clerk, at=at("2026-03-09T10:00"), electronic=True)
        case_id = renewal(hall, old)
        change(hall, old)
    people.sign_in(client, Role.DECIDER)
    client.get(f"/review/cases/{case_id}")
    assert "申请以后原证有变更" in client.page.words
    assert NAME in client.page.words
    assert client.fill_in({}, action=f"/review/cases/{case_id}/take-former").status_code == 303
    client.get(f"/review/cases/{case_id}")
    assert "申请以后原证有变更" not in client.page.words
    assert "已按变更后的内容办理" in client.page.words
    people.speak_english(client)
    client.get(f"/review/cases/{case_id}/record")
    assert "goes on with what the former licence says since its change" in client.page.words.lower()
