"""The follow-up of bad ratings: whose it is, by when, reminded of once, reviewed by a supervisor, counted with denominators."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.access import Denied
from portal.actors import SYSTEM
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import OutboxMessage, Reminder, User
from portal.services import calendar_import, case_index, delivery, feeds, rating, rating_figures, sweep
from portal.services import rating_followup as follow
from portal.services.figures import Share
from portal.services.rating import Said
from tests.at_window import Town, beijing, settle
from tests.services.test_calendar_import import notice
from tests.under_review import queries
from workflows.refusal import Refusal

THURSDAY = date(2026, 10, 22)


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def closed(town: Town) -> str:
    return collected(town)


def collected(town: Town, at: str = "2026-10-12 09:00") -> str:
    """A case granted, and collected at the window on 19 October 2026."""
    case_id = town.granted(at)
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"))
    delivery.deliver(case_id, "counter", recipient="沈远航", by=town.clerk, at=beijing("2026-10-19 09:30"))
    return case_id


def rate(town: Town, case_id: str, level: int = 1, act: str = "matter", at: str = "2026-10-22 20:00") -> str:
    rating.rate(case_id, act, Said(level), by=town.handler, at=beijing(at))
    return act


def visit(town: Town, case_id: str) -> str:
    return rating.page(case_id, by=town.handler, on=THURSDAY).acts[-1].act.key


def verify(town: Town, case_id: str, finding: str = "founded", at: str = "2026-10-23 10:00", by=None, **more) -> None:
    asked = {"by": by or town.reviewer, "at": beijing(at), "expected_seq": None, **more}
    follow.verify(case_id, "matter", finding, "电话核实", "phone", **asked)


def answer(town: Town, case_id: str, at: str = "2026-10-26 10:00") -> None:
    follow.answer(case_id, "matter", "已改为当日通知", by=town.reviewer, at=beijing(at), expected_seq=None)


def review(town: Town, case_id: str, verdict: str, at: str = "2026-10-26 15:00") -> None:
    follow.review(case_id, "matter", verdict, "查了记录", by=town.supervisor, at=beijing(at), expected_seq=None)


def refused(rule: str, do, *args, **kwargs) -> None:
    with pytest.raises(Refusal) as said:
        do(*args, **kwargs)
    assert said.value.rule == rule


def told() -> Counter[tuple[str, str, str]]:
    with reading() as session:
        found = select(User.login, Reminder.clock, Reminder.rung).join(User, User.id == Reminder.user_id)
        return Counter(tuple(row) for row in session.execute(found))


def give_addresses() -> None:
    """Every officer gets an address, for whoever has none is not reminded."""
    with transaction() as session:
        session.execute(update(User).where(User.kind == "officer").values(email="somebody@linjiang.example"))


def test_the_matter_is_the_lead_offices_and_a_visit_the_windows(town: Town, closed: str):
    rate(town, closed)
    of_visit = rate(town, closed, 2, visit(town, closed))
    lists = {who: follow.listed(by=getattr(town, who), on=THURSDAY).rows for who in ("reviewer", "decider", "clerk")}
    assert {who: [row.act for row in found] for who, found in lists.items()} == {
        "reviewer": ["matter"],
        "decider": ["matter"],
        "clerk": [of_visit],
    }
    with pytest.raises(Denied, match="rating_desk"):
        verify(town, closed, by=town.clerk)
    with pytest.raises(Denied, match="rating_desk"):
        follow.view(closed, of_visit, by=town.reviewer, on=THURSDAY)
    assert len(follow.listed(by=town.supervisor, on=THURSDAY).rows) == 2
    with pytest.raises(Denied):
        verify(town, closed, by=town.supervisor)
    with pytest.raises(Denied):
        follow.listed(by=town.handler, on=THURSDAY)


def test_the_list_says_the_days_and_the_lights(town: Town, closed: str):
    rate(town, closed)
    (row,) = follow.listed(by=town.reviewer, on=THURSDAY).rows
    assert (row.stage, row.due, row.left, str(row.light)) == ("contact", date(2026, 10, 23), 1, "yellow")
    (row,) = follow.listed(by=town.reviewer, on=date(2026, 10, 26)).rows
    assert (row.left, str(row.light)) == (-1, "red")
    verify(town, closed)
    (row,) = follow.listed(by=town.reviewer, on=date(2026, 10, 23)).rows
    assert (row.stage, row.due, row.left, str(row.light)) == ("fix", date(2026, 11, 12), 14, "green")
    answer(town, closed)
    (row,) = follow.listed(by=town.reviewer, on=date(2026, 11, 30)).rows
    assert (row.stage, row.due, row.light) == ("callback", None, None)


def test_the_view_holds_the_words_the_clocks_and_what_may_be_done(town: Town, closed: str):
    rating.rate(closed, "matter", Said(1, (), "等了三天"), by=town.handler, at=beijing("2026-10-22 20:00"))
    seen = follow.view(closed, "matter", by=town.reviewer, on=THURSDAY)
    assert (seen.words, seen.may_act, seen.may_review) == ({"rating": "等了三天"}, True, False)
    assert {clock.name: clock.due.on for clock in seen.clocks} == {
        "rating_contact:matter": date(2026, 10, 23),
        "rating_fix:matter": date(2026, 11, 12),
    }
    verify(town, closed, "unfounded")
    assert follow.view(closed, "matter", by=town.supervisor, on=THURSDAY).may_review
    refused("no_such_rating", follow.view, closed, "visit-9", by=town.reviewer, on=THURSDAY)


def test_an_old_page_never_decides(town: Town, closed: str):
    rate(town, closed)
    seq = follow.view(closed, "matter", by=town.reviewer, on=THURSDAY).file.case.seq
    sweep.run(at=beijing("2026-10-23 00:05"))  # a reminder makes no page old
    verify(town, closed, expected_seq=seq)
    refused("stale", verify, town, closed, "malicious", expected_seq=seq)


def test_everybody_on_the_ladder_is_reminded_once_and_nobody_after_the_reply(town: Town, closed: str, database: Flask):
    give_addresses()
    rate(town, closed)
    for day in (23, 24, 26, 26):
        sweep.run(at=beijing(f"2026-10-{day} 00:05"))
    verify(town, closed, at="2026-10-26 09:00")
    for day in [*(f"2026-10-{n}" for n in range(27, 32)), *(f"2026-11-{n:02d}" for n in range(1, 31))]:
        sweep.run(at=beijing(f"{day} 00:05"))
    found = told()
    assert set(found.values()) == {1}
    assert {(who, rung) for who, clock, rung in found if clock == "rating_contact:matter"} == {
        ("chen.li", "near"), ("chen.li", "full"), ("chen.li", "over"),
        ("han.weidong", "near"), ("han.weidong", "full"), ("han.weidong", "over"),
        ("su.ming", "full"), ("su.ming", "over"),
    }  # fmt: skip
    assert {(who, rung) for who, clock, rung in found if clock == "rating_fix:matter"} >= {
        ("chen.li", "half"), ("chen.li", "over"), ("han.weidong", "most"), ("su.ming", "over"),
    }  # fmt: skip
    answer(town, closed, "2026-12-01 10:00")
    with reading() as session:
        renewal_opens = date(2029, 5, 19)
        assert session.scalars(select(CaseRow.wake_on).where(CaseRow.public_id == closed)).one() == renewal_opens


def test_the_window_is_reminded_of_a_visit(town: Town, closed: str):
    give_addresses()
    act = rate(town, closed, 2, visit(town, closed))
    sweep.run(at=beijing("2026-10-23 00:05"))
    assert {who for who, clock, _ in told() if clock == f"rating_contact:{act}"} >= {"zhou.min"}
    assert not [who for who, clock, _ in told() if clock.startswith("rating") and who == "chen.li"]


def test_a_good_rating_wakes_nobody_and_a_sweep_looks_at_no_finished_case(town: Town, closed: str):
    rate(town, closed, 3)
    assert sweep.run(at=beijing("2026-12-01 00:05")).cases == 0
    assert follow.listed(by=town.supervisor, on=THURSDAY).rows == ()


def test_an_exclusion_waits_for_the_supervisor_and_may_be_appealed(town: Town, closed: str):
    rate(town, closed)
    verify(town, closed, "malicious")
    assert rating_figures.of_item("hazchem_business_licence", on=THURSDAY).good == Share(0, 1)
    with pytest.raises(Denied):
        follow.review(
            closed, "matter", "upheld", "维持", by=town.decider, at=beijing("2026-10-26 09:00"), expected_seq=None
        )
    review(town, closed, "upheld")
    figures = rating_figures.of_item("hazchem_business_licence", on=date(2026, 10, 27))
    assert (figures.good, figures.excluded, figures.bad) == (Share(0, 0), 1, 0)
    assert rating_figures.public(on=date(2026, 10, 27)).total == 0
    rating.appeal(closed, "matter", "说的是实话", by=town.handler, at=beijing("2026-10-28 20:00"))
    assert rating_figures.public(on=date(2026, 10, 28)).total == 1
    review(town, closed, "overturned", "2026-10-30 10:00")
    (row,) = follow.listed(by=town.reviewer, on=date(2026, 10, 30)).rows
    assert (row.stage, row.due) == ("fix", date(2026, 11, 20))
    refused("appealed_already", rating.appeal, closed, "matter", "再", by=town.handler, at=beijing("2026-10-31 09:00"))


def test_the_figures_have_numerators_and_denominators(town: Town):
    good, in_time, late, still = (collected(town) for _ in range(4))
    rate(town, good, 4)
    for case_id in (in_time, late, still):
        rate(town, case_id)
    verify(town, in_time)
    answer(town, in_time)
    follow.call_back(
        in_time, "matter", "satisfied", by=town.reviewer, at=beijing("2026-10-27 10:00"), expected_seq=None
    )
    verify(town, late)
    answer(town, late, "2026-11-13 10:00")
    total = rating_figures.figures(on=date(2026, 11, 12)).total
    assert (total.good, total.put_right, total.called_back) == (Share(1, 4), Share(1, 2), Share(1, 2))
    total = rating_figures.figures(on=date(2026, 11, 13)).total
    assert (total.put_right, total.late) == (Share(1, 3), 1)
    by_desk = rating_figures.figures(on=date(2026, 11, 13)).desks
    assert set(by_desk) == {"emb"}
    assert rating_figures.figures(on=date(2027, 11, 13)).total.rated == 0


def test_whoever_could_not_be_reached_was_not_called_back(town: Town, closed: str):
    rate(town, closed)
    verify(town, closed)
    answer(town, closed)
    asked = {"by": town.reviewer, "expected_seq": None}
    gone = (closed, "matter", "unreached", "停机")
    refused("attempts_missing", follow.call_back, *gone, at=beijing("2026-10-26 11:00"), **asked)
    for hour in ("11:00", "13:00", "15:00"):
        follow.tried(closed, "matter", "phone", at=beijing(f"2026-10-26 {hour}"), **asked)
    refused("attempt_too_soon", follow.tried, closed, "matter", "phone", at=beijing("2026-10-26 16:59"), **asked)
    assert rating_figures.figures(on=date(2026, 10, 27)).total.called_back == Share(0, 1)
    follow.call_back(*gone, at=beijing("2026-10-26 17:00"), **asked)
    assert rating_figures.figures(on=date(2026, 10, 27)).total.called_back == Share(0, 1)
    one = follow.view(closed, "matter", by=town.reviewer, on=date(2026, 10, 27)).rating
    assert (one.stage, one.called_on, len(one.tries), len(one.calls)) == ("done", None, 0, 3)


def test_the_public_reads_replies_but_no_words_and_no_name_of_the_anonymous(town: Town, closed: str):
    rating.rate(closed, "matter", Said(1, (), "私事"), by=town.handler, at=beijing("2026-10-22 20:00"))
    rating.rate(
        closed, visit(town, closed), Said(5, (), "", named=True), by=town.handler, at=beijing("2026-10-22 20:05")
    )
    verify(town, closed)
    answer(town, closed)
    named, anonymous = sorted(rating_figures.public(on=THURSDAY).rows, key=lambda one: one.level, reverse=True)
    assert (anonymous.name, anonymous.reply) == ("", "已改为当日通知")
    assert named.name == "临江恒泰化工贸易有限公司"
    assert "私事" not in str((named, anonymous))
    assert [one.level for one in rating_figures.public(on=THURSDAY, desk="window").rows] == [5]
    assert [one.level for one in rating_figures.public(on=THURSDAY, bad=True).rows] == [1]


def test_the_applicant_hears_of_finding_and_reply(town: Town, closed: str):
    rate(town, closed)
    verify(town, closed)
    answer(town, closed)
    with reading() as session:
        asked = select(OutboxMessage.payload).where(OutboxMessage.kind == "mail").order_by(OutboxMessage.id)
        mails = session.scalars(asked).all()
    assert [mail["notice"] for mail in mails if mail["notice"].startswith("Rat")] == [
        "RatingVerified",
        "RatingAnswered",
    ]


def test_the_explanation_counts_the_days(town: Town, closed: str):
    rate(town, closed)
    with reading() as session:
        number = session.scalars(select(CaseRow.number).where(CaseRow.public_id == closed)).one()
    said = case_index.explained(number, on=THURSDAY)
    assert "差评联系核实的期限：1 个工作日" in said["rating_contact:matter"].replace("\u00a0", " ")
    assert "第五十二条" in said["rating_contact:matter"]
    assert "评价，当天不计" in said["rating_fix:matter"]
    assert "到期日：2026年11月12日 24:00" in said["rating_fix:matter"]
    assert case_index.shown(number, on=THURSDAY)["clocks"]["rating_fix:matter"]["due_on"] == "2026-11-12"


def test_a_calendar_published_later_moves_the_days_of_a_finished_case_without_a_letter(town: Town, closed: str):
    rate(town, closed, at="2026-12-18 10:00")
    verify(town, closed, at="2026-12-21 10:00")
    (before,) = follow.listed(by=town.reviewer, on=date(2026, 12, 21)).rows
    longer = [f"2027-01-0{n}" for n in range(1, 6)]
    calendar_import.bring_in(notice(longer), file="2027.json", at=beijing("2026-12-22 10:00"), by=SYSTEM)
    (after,) = follow.listed(by=town.reviewer, on=date(2026, 12, 22)).rows
    assert (before.due, after.due) == (date(2027, 1, 11), date(2027, 1, 13))
    with reading() as session:
        mails = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "mail")).all()
        assert not [mail for mail in mails if mail["notice"] == "CalendarApplied"]


def test_a_list_costs_two_queries_whatever_stands_in_it(town: Town):
    for case_id in (collected(town), collected(town), collected(town)):
        rate(town, case_id)
    with queries() as sent:
        assert len(follow.listed(by=town.supervisor, on=THURSDAY).rows) == 3
    assert len([one for one in sent if one.lstrip().upper().startswith("SELECT")]) == 2
    with queries() as sent:
        rating_figures.public(on=THURSDAY)
        rating_figures.figures(on=THURSDAY)
    assert len([one for one in sent if one.lstrip().upper().startswith("SELECT")]) == 5


def test_a_private_calendar_holds_the_last_days(town: Town, closed: str):
    rate(town, closed)
    found = feeds.feed(feeds.open_feed(by=town.reviewer, at=beijing("2026-10-22 20:10")), on=date(2026, 10, 22))
    assert found is not None
    assert ("rating_contact:matter", date(2026, 10, 23)) in [(one.clock, one.due_on) for one in found.entries]
