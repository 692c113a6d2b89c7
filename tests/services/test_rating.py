"""Rating a finished case: the applicant alone, once an act; words are kept beside the journal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import CaseRating, JournalEntry, RatingText
from portal.services import casefile, delivery, journal, rating, rating_followup, withdrawal
from portal.services.rating import Said
from tests.at_window import Town, beijing, settle
from workflows.refusal import Refusal

BAD = Said(1, ("efficiency_bad",), "等了三天才通知，联系 13900000001")
OTHER = Actor("handler", 999, frozenset({Role.HANDLER}), enterprise_id=999)


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def closed(town: Town) -> str:
    """A case granted and collected at the window on 19 October 2026."""
    case_id = town.granted("2026-10-12 09:00")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"))
    delivery.deliver(case_id, "counter", recipient="沈远航", by=town.clerk, at=beijing("2026-10-19 09:30"))
    return case_id


def rate(
    town: Town, case_id: str, said: Said = BAD, act: str = "matter", at: str = "2026-10-22 20:00", by=None
) -> None:
    rating.rate(case_id, act, said, by=by or town.handler, at=beijing(at))


def rows() -> list[CaseRating]:
    with reading() as session:
        return list(session.scalars(select(CaseRating).order_by(CaseRating.case_id, CaseRating.act)))


def refused(rule: str, do, *args, **kwargs) -> None:
    with pytest.raises(Refusal) as said:
        do(*args, **kwargs)
    assert said.value.rule == rule


def visit_of(case_id: str, town: Town) -> str:
    return rating.page(case_id, by=town.handler, on=date(2026, 10, 20)).acts[-1].act.key


def test_the_matter_and_the_visit_are_rated_once_each(town: Town, closed: str):
    rate(town, closed)
    rate(town, closed, Said(5, ("attitude_good",)), act=visit_of(closed, town))
    assert [(one.desk, one.level, one.stage, one.due_on) for one in rows()] == [
        ("office", 1, "contact", date(2026, 10, 23)),
        ("window", 5, "", None),
    ]
    refused("rated_already", rate, town, closed, Said(2))
    refused("rated_already", rate, town, closed, act=visit_of(closed, town))


def test_a_case_that_is_withdrawn_or_refused_may_be_rated_and_an_open_one_not(town: Town):
    open_ = town.accepted("2026-10-12 09:00")
    refused("rated_too_early", rate, town, open_)
    withdrawal.withdraw(open_, "不办了", by=town.handler, at=beijing("2026-10-14 10:00"))
    rate(town, open_)
    assert [one.item for one in rows()] == ["hazchem_business_licence"]


def test_words_are_a_row_and_the_journal_holds_their_digest_alone(town: Town, closed: str):
    rate(town, closed)
    with reading() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "Rated")).one()
        kept = session.scalars(select(RatingText)).one()
    assert "13900000001" not in str(entry.payload)
    assert (kept.words, kept.digest) == (BAD.words, entry.payload["words"])


def test_words_may_be_redacted_and_the_journal_still_holds(town: Town, closed: str):
    rate(town, closed)
    with transaction() as session:
        session.delete(session.scalars(select(RatingText)).one())
    assert rating.page(closed, by=town.handler, on=date(2026, 10, 22)).acts[0].words == ""


@pytest.mark.parametrize("who", ["clerk", "colleague", "reviewer", "decider", "supervisor"])
def test_staff_neither_rate_nor_see_the_form(town: Town, closed: str, who: str):
    by = getattr(town, who)
    with pytest.raises(Denied, match="rating"):
        rate(town, closed, by=by)
    with pytest.raises(Denied, match="rating"):
        rating.page(closed, by=by, on=date(2026, 10, 22))
    assert rows() == []


def test_an_officer_who_is_a_handler_too_is_still_staff(town: Town, closed: str):
    both = Actor(
        "officer", town.clerk.id, frozenset({Role.WINDOW, Role.HANDLER}), 1, "centre", town.handler.enterprise_id
    )
    with pytest.raises(Denied, match="rating"):
        rate(town, closed, by=both)


def test_another_enterprise_rates_nothing_of_this_one(town: Town, closed: str):
    for do in (rate,):
        with pytest.raises(Denied, match="enterprise"):
            do(town, closed, by=OTHER)
    with pytest.raises(Denied, match="enterprise"):
        rating.page(closed, by=OTHER, on=date(2026, 10, 22))


def test_a_case_that_does_not_exist_is_not_there(town: Town):
    refused("no_such_case", rate, town, "nothing")


def test_the_same_rating_again_is_the_one_that_is_there(town: Town, closed: str):
    first = rating.rate(closed, "matter", BAD, by=town.handler, at=beijing("2026-10-22 20:00"))
    again = rating.rate(closed, "matter", BAD, by=town.handler, at=beijing("2026-10-22 20:01"))
    assert (first, again, len(rows())) == (True, False, 1)
    for other in (replace(BAD, level=2), replace(BAD, tags=()), replace(BAD, words="别的"), replace(BAD, named=True)):
        refused("rated_already", rate, town, closed, other)


def test_two_clicks_at_the_same_moment_are_one_rating(town: Town, closed: str, database: Flask):
    def click(level: int) -> str:
        with database.app_context():
            try:
                rate(town, closed, Said(level))
            except Refusal as refusal:
                return refusal.rule
            return "done"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(click, (1, 1, 5, 5)))
    assert said == ["done", "done", "rated_already", "rated_already"]
    assert len(rows()) == 1


def test_two_equal_clicks_at_the_same_moment_are_one_rating_and_no_error(town: Town, closed: str, database: Flask):
    def click(_: int) -> bool:
        with database.app_context():
            return rating.rate(closed, "matter", BAD, by=town.handler, at=beijing("2026-10-22 20:00"))

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(click, range(4))) == [False, False, False, True]
    with reading() as session:
        assert [one.words for one in session.scalars(select(RatingText))] == [BAD.words]


def test_what_follows_a_rating_is_done_once_too(town: Town, closed: str):
    at = beijing("2026-10-23 10:00")
    rate(town, closed)
    for new in (True, False):
        assert rating.contest(closed, "matter", "不是我", by=town.handler, at=at) is new
    refused("contested_already", rating.contest, closed, "matter", "别的话", by=town.handler, at=at)


def test_after_the_reply_it_is_rated_once_more_and_the_first_stands(town: Town, closed: str):
    rate(town, closed)
    at = beijing("2026-10-23 10:00")
    rating_followup.verify(closed, "matter", "founded", "属实", "phone", by=town.reviewer, at=at, expected_seq=None)
    refused("not_answered_yet", rating.rate_again, closed, "matter", 4, by=town.handler, at=at)
    rating_followup.answer(closed, "matter", "已改", by=town.reviewer, at=at, expected_seq=None)
    rating.rate_again(closed, "matter", 4, "好多了", by=town.handler, at=beijing("2026-10-26 20:00"))
    refused("rated_again_already", rating.rate_again, closed, "matter", 5, by=town.handler, at=at)
    assert [(one.level, one.again) for one in rows()] == [(1, 4)]


def test_the_state_of_the_case_is_not_touched(town: Town, closed: str):
    with reading() as session:
        before = journal.state_of(session, casefile.row_of(session, closed).id)
    rate(town, closed)
    with reading() as session:
        row = casefile.row_of(session, closed)
        after = journal.state_of(session, row.id)
    assert (after.state, after.ended_on) == (before.state, before.ended_on)
    assert (row.state, row.wake_on) == ("closed", date(2026, 10, 22))
