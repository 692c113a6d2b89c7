"""What waits for a head's signature: the oldest proposal first, whoever's hand is in it left out, and how many more there are."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select

from portal.actors import Actor
from portal.db import reading
from portal.models import Licence
from portal.schema import MIGRATIONS
from portal.services import licence_acts, licence_rows, licence_view, major_acts, unsigned
from tests.after_licence import lawyer, licensed
from tests.services.cases import Hall, at

FIRST = at("2026-05-11T09:00")


@pytest.fixture
def hall(keyed) -> Hall:
    return Hall(keyed)


def suspension(hall: Hall, by: Actor, when: datetime) -> str:
    """A licence whose suspension, by a penalty decision, was proposed: it can be signed at once."""
    case_id = licensed(hall)
    said = {
        "facts": "超出许可范围经营",
        "reason": "处罚决定已生效",
        "document": "临应急罚〔2026〕3号",
        "until": date(2026, 8, 10),
    }
    licence_acts.propose(case_id, "suspend", "penalty", **said, by=by, at=when)
    return case_id


def test_the_oldest_proposal_comes_first_and_ones_own_take_no_place_of_others(hall: Hall):
    """The list looked at the first twenty licences by their number, and then dropped what one may not sign."""
    for _ in range(unsigned.MOST):
        suspension(hall, hall.head, FIRST)
    late, early = (suspension(hall, hall.reviewer, FIRST + timedelta(days=n)) for n in (2, 1))
    found = unsigned.unsigned(by=hall.head, on=date(2026, 5, 14))
    assert [(one.case_id, one.what, one.act, one.before) for one in found.rows] == [
        (early, "act", "suspend", None), (late, "act", "suspend", None),
    ]  # fmt: skip
    assert found.more == 0
    more = unsigned.unsigned(by=other_head(hall), on=date(2026, 5, 14))
    assert len(more.rows) == unsigned.MOST
    assert more.more == 2
    assert {one.since for one in more.rows} == {FIRST.date()}


def other_head(hall: Hall) -> Actor:
    """Another head of the same office."""
    return Actor("officer", 907, hall.head.roles, hall.head.office_id, "emb", name="顾长河")


def test_what_waited_before_the_upgrade_is_found_after_it(keyed: Flask, hall: Hall):
    acts = suspension(hall, hall.reviewer, FIRST)
    case_id = licensed(hall)
    licence_acts.propose(
        case_id, "revoke", "fraud", facts="检测记录系伪造", reason="以欺骗手段取得", by=hall.reviewer, at=FIRST
    )
    major_acts.review(case_id, "passed", "程序合法", by=lawyer(hall), at=at("2026-05-19T10:00"))
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision="0056")
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    for one in (acts, case_id):
        case = licence_view.view(one, by=hall.reviewer, on=date(2026, 5, 20)).file.case
        with reading() as session:
            row = session.scalars(select(Licence).where(Licence.number == case.licence.number)).one()
            assert {name: getattr(row, name) for name in licence_rows.of_licence(case)} == licence_rows.of_licence(case)
    assert len(unsigned.unsigned(by=hall.head, on=date(2026, 5, 20)).rows) == 2
