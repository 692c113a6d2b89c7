"""Races of a case under review, with real threads: an opinion after the decision, two opinions of one department, a right taken
away meanwhile, a track asked again; never two outcomes (PostgreSQL's locks, and SQLite's)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.actors import SYSTEM
from portal.db import reading
from portal.models import CaseTrack, JournalEntry
from portal.services import casefile, decision, review, tracks, users
from portal.services.users import OfficerFacts
from tests import under_review
from tests.under_review import Town, beijing
from workflows.events import Granted, OpinionGiven, TracksReminded
from workflows.refusal import Refusal

AT = beijing("2026-11-13 17:00")
ROUNDS = 6


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def accepted(town: Town, number: int = 0) -> str:
    case_id = town.apply(f"2026-11-09 15:{10 + number}")
    town.accept(case_id, "2026-11-10 09:40")
    return case_id


def heard(town: Town, number: int) -> str:
    case_id = accepted(town, number)
    town.heard(case_id, "2026-11-13")
    return case_id


def events(town: Town, case_id: str, kind: type) -> list:
    return [one.event for one in casefile.casefile(case_id, by=town["chen.li"]).recorded if isinstance(one.event, kind)]


def opinion(town: Town, case_id: str, login: str, track: str = "documents", verdict: str = "agree"):
    words, basis = under_review.OPINIONS[verdict]
    return review.give_opinion(case_id, track, verdict, words, basis=basis, by=town[login], at=AT)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_opinions_of_one_department_at_once_leave_one(town, together, number):
    case_id = accepted(town, number)
    ends = together(
        lambda: opinion(town, case_id, "chen.li"), lambda: opinion(town, case_id, "he.siyuan", verdict="disagree")
    )
    assert sorted(ends) == ["already_answered", "done"]
    assert len(events(town, case_id, OpinionGiven)) == 1


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_decision_and_a_track_asked_again_at_once_never_leave_a_decision_without_its_opinion(town, together, number):
    case_id = heard(town, number)
    ends = together(
        lambda: decision.grant(case_id, reason="符合条件。", by=town["han.weidong"], at=AT),
        lambda: tracks.reopen(case_id, "eco", "有新情况", by=town["chen.li"], at=AT),
    )
    granted = len(events(town, case_id, Granted))
    case = casefile.casefile(case_id, by=town["chen.li"]).case
    assert sorted(ends) in (["already_decided", "done"], ["blocked", "done"])
    assert granted == int(ends[0] == "done")
    assert ("eco" in case.answers) is bool(granted)
    with reading() as session:
        state = session.scalar(select(CaseTrack.state).where(CaseTrack.track == "eco"))
    assert state == ("answered" if granted else "open")


@pytest.mark.parametrize("number", range(ROUNDS))
def test_an_opinion_that_meets_a_decision_is_before_it_or_refused(town, together, number):
    case_id = heard(town, number)
    tracks.reopen(case_id, "eco", "有新情况", by=town["chen.li"], at=AT)
    ends = together(
        lambda: opinion(town, case_id, "bai.lu", "eco", "disagree"),
        lambda: decision.grant(case_id, reason="符合条件。", by=town["han.weidong"], at=AT),
    )
    # Open, the opinion blocks the grant; given, its disagreement does: a decision never overtakes either.
    assert ends == ["done", "blocked"]
    assert not events(town, case_id, Granted)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_right_taken_away_meanwhile_is_gone_before_the_opinion_or_taken_after_it(town, together, number):
    case_id = accepted(town, number)
    ends = together(
        lambda: opinion(town, case_id, "qin.yue", "fire"),
        lambda: users.set_active(town["qin.yue"].id, False, reason="调离", by=town["lin.jing"], at=AT),
    )
    assert ends[1] == "done"
    given = events(town, case_id, OpinionGiven)
    assert (ends[0], len(given)) in (("done", 1), ("right_revoked", 0))
    assert opinion_is_refused(town, case_id)


def opinion_is_refused(town: Town, case_id: str) -> bool:
    with pytest.raises(Refusal) as refused:
        opinion(town, case_id, "qin.yue", "fire")
    return refused.value.rule == "right_revoked"


def test_a_role_taken_away_in_an_open_transaction_holds_the_opinion_until_it_is_known(town, database, together):
    """The officer's page was open when the administrator took the role: the opinion waits for the commit and is refused."""
    case_id = accepted(town)
    with reading() as session:
        room = session.scalar(select(under_review.User.office_id).where(under_review.User.id == town["bai.lu"].id))
    kept = OfficerFacts(login="bai.lu", name="白露", office_id=room, roles=frozenset({under_review.Role.WINDOW}))
    ends = together(
        lambda: users.change(town["bai.lu"].id, kept, by=SYSTEM), lambda: opinion(town, case_id, "bai.lu", "eco")
    )
    assert ends in (["done", "done"], ["done", "right_revoked"])
    assert len(events(town, case_id, OpinionGiven)) == int(ends[1] == "done")


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_share_handed_over_while_it_is_answered_ends_with_one_opinion(town, together, number):
    case_id = accepted(town, number)
    ends = together(
        lambda: tracks.hand_over(case_id, "documents", town["he.siyuan"].id, "分工", by=town["han.weidong"], at=AT),
        lambda: opinion(town, case_id, "chen.li"),
    )
    assert ends in (["done", "track_of_other"], ["already_answered", "done"])
    assert len(events(town, case_id, OpinionGiven)) == int(ends[1] == "done")


def test_two_who_remind_at_once_send_one_reminder(town, together):
    case_id = accepted(town)
    acts = [lambda by=by: tracks.remind(case_id, by=town[by], at=AT) for by in ("chen.li", "han.weidong", "he.siyuan")]
    assert sorted(together(*acts)) == ["done", "reminded_today", "reminded_today"]
    assert len(events(town, case_id, TracksReminded)) == 1


def test_the_same_department_is_added_once_by_two_at_once(town, together):
    case_id = accepted(town)
    acts = [
        lambda by=by: tracks.add(case_id, "market", "", "登记有变化", by=town[by], at=AT)
        for by in ("chen.li", "han.weidong")
    ]
    assert sorted(together(*acts)) == ["done", "wrong input"]
    with reading() as session:
        kinds = session.scalars(select(JournalEntry.kind).where(JournalEntry.kind == "TrackAdded")).all()
    assert len(kinds) == 1
