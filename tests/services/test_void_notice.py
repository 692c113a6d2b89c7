"""The old documents of a licence issued anew are declared void in public where the guide says so, once (R107)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import JournalEntry, Licence, Publication
from portal.services import delivery, licence_view, publication, publication_changes, reissue
from portal.services.licences import verify
from portal.services.publication import published
from tests.after_licence import AFTER, granted, licensed
from tests.services.cases import Hall, at

MADE, LATER = at("2026-05-13T10:00"), at("2026-05-14T10:00")
USE = "hazchem_use_licence"


@pytest.fixture
def case_id(hall) -> str:
    return licensed(hall)


def publish(case_id: str, when=MADE) -> None:
    """Carry the promised publication of a case."""
    with reading() as session:
        number = session.scalars(select(CaseRow.id).where(CaseRow.public_id == case_id)).one()
    publication.publish(number, at=when)


def issued_anew(hall: Hall, case_id: str) -> str:
    """Lose the licence and have it issued anew on 13 May; the token of the old document."""
    with reading() as session:
        old = session.scalars(select(Licence.token)).one()
    reissue.ask(case_id, "lost", "搬家时遗失", stated=True, by=hall.handler, at=at("2026-05-11T09:00"))
    reissue.propose(case_id, "issue", by=hall.reviewer, at=MADE)
    reissue.sign(case_id, by=hall.head, at=MADE)
    return old


def declarations() -> int:
    with reading() as session:
        return len(session.scalars(select(JournalEntry).where(JournalEntry.kind == "VoidDeclared")).all())


@pytest.mark.parametrize("before", [True, False], ids=["published before", "published with it"])
def test_the_public_line_says_once_that_the_old_documents_are_void(hall, case_id, before):
    if before:
        publish(case_id, at("2026-03-10T10:00"))
    old = issued_anew(hall, case_id)
    publish(case_id)
    publish(case_id, LATER)
    [line] = published(search="作废")[0]
    assert line.void_on == date(2026, 5, 13)
    assert line.fields["BZ"] == "2026-05-13补发，此前发出的同一编号的证照作废"
    assert declarations() == 1
    shown = verify(token=old, on=date(2026, 5, 14))
    assert (shown.declared, shown.declared_on) == (line.public_id, date(2026, 5, 13))
    assert publication.line_of(line.public_id).void_basis is not None
    told = licence_view.view(case_id, by=hall.handler, on=date(2026, 5, 14)).history
    assert "VoidDeclared" in {one.kind for one in told}


def test_a_guide_that_asks_for_none_has_none(hall):
    case_id = granted(hall, AFTER, item=USE)
    delivery.issue(case_id, by=hall.clerk, at=at("2026-03-09T10:00"), electronic=True)
    old = issued_anew(hall, case_id)
    publish(case_id)
    [line] = published()[0]
    assert (line.void_on, line.fields.get("BZ"), declarations()) == (None, None, 0)
    assert verify(token=old, on=date(2026, 5, 14)).declared == ""


def test_a_line_that_was_withdrawn_declares_nothing(hall, case_id):
    publish(case_id, at("2026-03-10T10:00"))
    publication_changes.withdraw(case_id, "published_wrongly", "写错了", by=hall.head, at=at("2026-03-11T10:00"))
    old = issued_anew(hall, case_id)
    publish(case_id)
    assert declarations() == 0
    assert verify(token=old, on=date(2026, 5, 14)).declared == ""


def test_a_correction_leaves_the_declaration_and_a_withdrawal_takes_it_away(hall, case_id):
    issued_anew(hall, case_id)
    publish(case_id)
    publication_changes.correct(case_id, {"XK_NR": "汽油、柴油"}, "漏了", by=hall.head, at=LATER)
    [line] = published()[0]
    assert line.fields["BZ"] == "2026-05-13补发，此前发出的同一编号的证照作废；2026-05-14更正：许可内容"
    publication_changes.withdraw(case_id, "other", "不再公开", by=hall.head, at=LATER)
    with reading() as session:
        token = session.scalars(select(Licence.token)).one()
        assert session.scalars(select(Publication.void_on)).one() == date(2026, 5, 13)
    assert verify(token=token, on=date(2026, 5, 14)).declared == ""
