"""A package explains the clocks that run after the end as well, and under every schedule that was brought in since."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from portal.actors import SYSTEM
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import calendar_import, hearings, verification
from tests import packed
from tests.after_licence import licensed
from tests.at_window import Town, settle
from tests.packed import checked, pack, unpacked
from tests.services.cases import Hall, at
from tests.services.test_calendar_import import LONGER, NOW, notice
from tests.services.test_hearings import ASKED, TOLD, set_day
from tests.services.test_rating_followup import collected, rate, verify
from tests.services.test_regional_holidays import FESTIVAL
from workflows import commands as c

AFTER_THE_END = {
    "notice", "promised", "statutory", "track", "delivery", "publication", "renewal", "rating_contact", "rating_fix",
}  # fmt: skip


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def fingerprint(database: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    return packed.give_key(database, monkeypatch)


def kinds(content: bytes) -> set[str]:
    """The kinds of the clocks that the package explains."""
    files = unpacked(content)
    (name,) = [one for one in files if one.endswith("clocks.json")]
    return {clock.partition(":")[0] for clock in json.loads(files[name])["clocks"]}


def test_ratings_duties_and_renewal_hold_before_and_after_an_import(town: Town, fingerprint: str) -> None:
    case_id = collected(town)
    rate(town, case_id)
    verify(town, case_id)
    before = pack(case_id, at="2026-12-08 10:00")
    calendar_import.bring_in(notice(LONGER), file="2027.json", at=NOW, by=SYSTEM)
    calendar_import.bring_in(FESTIVAL, file="region.yaml", at=NOW, by=SYSTEM, scope="region")
    after = pack(case_id, at="2027-01-05 10:00")
    for content in (before, after):
        verdict = checked(content, wanted=fingerprint)
        assert (verdict.faults, verdict.holds) == ((), True)
        assert kinds(content) >= AFTER_THE_END
    assert verification.verify().broken == ()


def test_a_hearing_and_its_procedure_hold(database: Flask, fingerprint: str) -> None:
    hall = Hall(database)
    number = hall.heard()
    with reading() as session:
        case_id = session.get_one(CaseRow, number).public_id
    hearings.tell(case_id, "拟不予许可：间距不足", by=hall.reviewer, at=at(TOLD))
    hearings.request(case_id, by=hall.handler, at=at(ASKED))
    hall.do(number, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-03-09T10:00", hall.reviewer)
    set_day(hall, case_id)
    content = pack(case_id, at="2026-03-18 10:00")
    assert checked(content, wanted=fingerprint).faults == ()
    assert kinds(content) >= {"hearing_request", "hearing", "hearing_notice", "procedure"}


def test_checks_after_the_licence_hold(database: Flask, fingerprint: str) -> None:
    content = pack(licensed(Hall(database)), at="2026-04-01 10:00")
    assert checked(content, wanted=fingerprint).faults == ()
    assert kinds(content) >= {"check", "renewal"}
