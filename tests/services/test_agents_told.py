"""Agents hear of the cases that their authority covers, from its first day to its last, and of no others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Mandate, Upload, User
from portal.services import mandates
from portal.services.correspondents import concerned, handler_of, spoken_to, told_people
from portal.services.wrong_input import WrongInput
from tests.services.cases import Hall

DAY = date(2026, 3, 6)


@pytest.fixture
def case_id(hall: Hall) -> int:
    return hall.submitted()


def agent(hall: Hall, case_id: int, **said: Any) -> int:
    """An agent's account that filed the case, with this authority."""
    with transaction() as session:
        first = session.get_one(User, hall.handler.id)
        user = User(
            kind="handler", login="agent@example.cn", email="agent@example.cn", mobile="13900000088", name="代理"
        )
        user.password_hash, user.created_at = "x", first.created_at
        paper = Upload(
            public_id="authority", purpose="authority", material="", filename="a.pdf", media_type="application/pdf", size=1,
            sha256="0" * 64, storage_key="none", uploaded_by=hall.handler.reference, uploaded_at=first.created_at,
        )  # fmt: skip
        session.add_all([user, paper])
        session.flush()
        row = session.get_one(CaseRow, case_id)
        row.handler_id = user.id
        terms = {"valid_from": date(2026, 3, 1), "valid_until": date(2026, 3, 31), "items": [], **said}
        session.add(
            Mandate(
                enterprise_id=row.enterprise_id, user_id=user.id, email=user.email, upload_id=paper.id,
                given_by=hall.handler.id, given_at=first.created_at, accepted_at=first.created_at, **terms,
            )
        )  # fmt: skip
        first.owner = True
        return user.id


@pytest.mark.parametrize(
    ("said", "hears"),
    [
        ({}, True),
        ({"items": ["<own>"]}, True),
        ({"items": ["another_item"]}, False),
        ({"items": ["<own>_more"]}, False),
        ({"valid_until": date(2026, 3, 5)}, False),
        ({"valid_from": date(2026, 3, 7)}, False),
    ],
)
def test_an_agent_hears_as_far_as_the_authority_goes_and_else_the_owner_does(
    hall: Hall, case_id: int, said: dict[str, Any], hears: bool
):
    with reading() as session:
        item = session.get_one(CaseRow, case_id).item
    named = {**said, **({"items": [one.replace("<own>", item) for one in said["items"]]} if "items" in said else {})}
    number = agent(hall, case_id, **named)
    with reading() as session:
        row, user = session.get_one(CaseRow, case_id), session.get_one(User, number)
        assert concerned(session, user, row, on=DAY) is hears
        assert (number in told_people(session, row, on=DAY)) is hears
        assert (hall.handler.id in told_people(session, row, on=DAY)) is not hears
        written_to = handler_of(session, row, on=DAY)
        assert written_to is not None
        assert written_to.id == (number if hears else hall.handler.id)
    with transaction() as session:  # the row is as the journal has it, for the look at every row that ends a test
        session.get_one(CaseRow, case_id).handler_id = hall.handler.id


def test_what_somebody_asked_for_an_enterprise_that_he_left_is_answered_to_its_owner(hall: Hall, case_id: int):
    number = agent(hall, case_id, valid_until=date(2026, 3, 5))
    with reading() as session:
        user, row = session.get_one(User, number), session.get_one(CaseRow, case_id)
        before = spoken_to(session, user, row.enterprise_id, on=date(2026, 3, 5))
        after = spoken_to(session, user, row.enterprise_id, on=DAY)
        assert (before and before.id, after and after.id) == (number, hall.handler.id)
        assert session.scalars(select(Mandate.ended_at)).all() == [None], "nobody took it back: its days are over"


def test_an_authority_from_the_last_of_a_month_may_last_as_long_as_any_other():
    first = date(2026, 3, 31)
    mandates._check_days(first, date(2029, 3, 31), first)
    with pytest.raises(WrongInput):
        mandates._check_days(first, date(2029, 4, 1), first)
