"""A granted case whose former licence was ended: its decider is offered the way out, and the applicant reads what became of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.actors import Role
from portal.db import reading
from portal.models import Licence
from portal.services import licence_acts
from tests.after_licence import AFTER, granted, licensed
from tests.services.cases import at
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


def test_the_decider_ends_it_with_a_document_and_a_reason(client, case_id):
    people.sign_in(client, Role.DECIDER)
    client.get(f"/review/cases/{case_id}")
    assert "终止本件，不再制证" in client.page.words
    page = f"/review/cases/{case_id}/end-grant"
    answer = client.fill_in({"end-document": "", "end-reason": "原证已注销"}, action=page)
    assert answer.status_code == 422
    assert "文号没有写" in client.page.words
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
