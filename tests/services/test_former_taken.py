"""A change that is granted while a renewal is pending is not undone by the renewal: taken over, or at least at issue (R50)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading
from portal.documents.letter import words
from portal.models import Case as CaseRow
from portal.models import Document, Licence
from portal.services import decision, delivery, former_taken, letters, licences, signed, snapshots, sweep
from portal.services.publication_fields import fields_of
from tests.after_licence import AFTER, granted
from tests.services.cases import Hall, at
from tests.services.test_former_licence import GRANT, heard, naming, number_of, refused, state
from workflows.terms import FormerTerm

OLD, NAME, PLACE = "临江旧源化工有限公司", "临江新源化工有限公司", "临江市澄江区新港路 9 号"
MARCH = "2026-03-12T10:00"


@pytest.fixture
def old(hall: Hall) -> str:
    case_id = granted(hall, **says(OLD, "临江市老街 1 号"))
    delivery.issue(case_id, by=hall.clerk, at=at("2026-03-09T10:00"), electronic=True)
    return case_id


def row_of(case_id: str) -> int:
    with reading() as session:
        return session.scalars(select(CaseRow.id).where(CaseRow.public_id == case_id)).one()


def says(name: str, place: str) -> dict[str, Any]:
    """What an application says of its enterprise, in the form and on its first page."""
    answers = {"unit_name": name, "reg_address": {"region": "", "detail": place}, "legal_rep": "沈远航"}
    return {"answers": answers, "firm": {"name": name, "address": place}}


def change(hall: Hall, old: str, name: str = NAME) -> str:
    """A change of name and address, granted and made out on 12 March 2026."""
    case_id = granted(hall, replace(AFTER, former=FormerTerm("change", number_of(old, hall))), **says(name, PLACE))
    delivery.issue(case_id, by=hall.clerk, at=at(MARCH), electronic=True)
    return case_id


def renewal(hall: Hall, old: str, name: str = OLD) -> str:
    return heard(hall, naming("renewal", number_of(old, hall)), **says(name, "临江市老街 1 号"))


def blocked(case_id: str, hall: Hall) -> list[str]:
    return [one.code for one in decision.view(case_id, by=hall.head, at=at("2026-03-12T11:00")).blockers["grant"]]


def test_a_renewal_filed_before_a_change_is_not_granted_before_the_change_is_taken_over(hall: Hall, old: str):
    case_id = renewal(hall, old)
    assert "former_changed" not in blocked(case_id, hall)
    change(hall, old)
    assert "former_changed" in blocked(case_id, hall)
    said = refused(lambda: signed.sign(case_id, GRANT, by=hall.head, at=at("2026-03-12T11:00")))
    assert [one.code for one in said.facts["blockers"]] == ["former_changed"]
    shown = former_taken.shown(case_id, by=hall.head)
    assert (NAME, OLD) in [(one.now, one.before) for one in shown]
    former_taken.take(case_id, by=hall.reviewer, at=at("2026-03-12T11:10"), expected_seq=state(case_id).seq)
    assert "former_changed" not in blocked(case_id, hall)
    assert (
        refused(lambda: former_taken.take(case_id, by=hall.head, at=at("2026-03-12T11:12"))).rule == "former_unchanged"
    )
    signed.sign(case_id, GRANT, by=hall.head, at=at("2026-03-12T11:20"))


def test_what_was_taken_over_stands_on_the_licence_its_line_and_its_page_and_the_form_stays_as_typed(
    hall: Hall, old: str
):
    case_id = renewal(hall, old)
    change(hall, old)
    former_taken.take(case_id, by=hall.head, at=at("2026-03-12T11:10"))
    signed.sign(case_id, GRANT, by=hall.head, at=at("2026-03-12T11:20"))
    signed.release_due(at=at("2026-03-12T12:00"))
    number = issued(hall, case_id, "2026-03-16T10:00")
    with reading() as session:
        row = session.get_one(CaseRow, row_of(case_id))
        content = snapshots.latest(session, row.id)
        assert content["answers"]["unit_name"] == OLD
        assert fields_of(session, row, state(case_id), date(2026, 3, 16))["XK_XDR_MC"] == NAME
        name = session.scalars(
            select(Document.public_id).where(Document.case_id == row.id, Document.kind == "grant")
        ).one()
    text = "".join(words(letters.letter(name, by=hall.clerk).letter))
    assert NAME in text
    assert PLACE in text
    seen = licences.verify(number=number, on=date(2026, 3, 16))
    assert seen is not None
    assert seen.holder == NAME
    assert PLACE in [words.zh for _, words in seen.contents]


def issued(hall: Hall, case_id: str, when: str) -> str:
    delivery.issue(case_id, by=hall.clerk, at=at(when))
    with reading() as session:
        own = session.scalars(select(Licence).where(Licence.case_id == row_of(case_id))).one()
        assert own.holder_name == NAME
        return own.number


def test_a_renewal_by_silence_takes_the_change_over_when_it_is_made_out(hall: Hall, old: str):
    case_id = renewal(hall, old)
    change(hall, old)
    sweep.run(at=at("2029-03-09T00:10"))
    assert state(case_id).outcome == "grant"
    before = state(case_id).seq
    delivery.issue(case_id, by=hall.clerk, at=at("2029-03-12T10:00"), expected_seq=before)
    with reading() as session:
        own = session.scalars(select(Licence).where(Licence.case_id == row_of(case_id))).one()
    assert (own.holder_name, own.valid_from) == (NAME, date(2029, 3, 9))


def test_what_the_renewal_itself_asks_to_be_changed_is_its_own(hall: Hall, old: str):
    case_id = renewal(hall, old, "临江恒源化工有限公司")
    change(hall, old, OLD)
    former_taken.take(case_id, by=hall.head, at=at("2026-03-12T11:10"))
    with reading() as session:
        firm = snapshots.latest(session, row_of(case_id))["enterprise"]
    assert (firm["name"], firm["address"]) == ("临江恒源化工有限公司", PLACE)


def test_only_who_leads_the_case_takes_it_over(hall: Hall, old: str):
    case_id = renewal(hall, old)
    change(hall, old)
    for by in (hall.fire, hall.clerk, hall.handler):
        with pytest.raises(Denied):
            former_taken.take(case_id, by=by, at=at("2026-03-12T11:10"))
