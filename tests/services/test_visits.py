"""Visits in the database: rows equal the journal, figures count them, supervision hears of what went beyond the promise."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event as sql_event

from guides.plan import needs
from portal.access import Denied
from portal.actors import SYSTEM, Actor, Role
from portal.db import db
from portal.services import delivery, law, outbox, service_windows, visit_digest, visit_figures, visits
from portal.services.service_windows import WindowFacts
from portal.services.terms import terms_of
from portal.services.visit_figures import beyond_between
from tests.at_window import Town, beijing, settle
from tests.services.cases import Hall
from workflows import commands as c
from workflows.events import Mark
from workflows.refusal import Refusal

ASK = {"place": "window", "purpose": "original", "reason": "看租赁合同原件", "instead": "扫描件看不清"}


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def test_a_request_shows_the_count_and_then_becomes_the_visit(town: Town) -> None:
    case_id = town.accepted("2026-09-29 15:42")
    seen = visits.standing(case_id, by=town.reviewer)
    assert (seen.made, seen.promise, seen.beyond) == (0, 1, False)
    visits.ask(case_id, **ASK, plan_on=date(2026, 10, 13), by=town.reviewer, at=beijing("2026-10-12 09:00"))
    seen = visits.standing(case_id, by=town.clerk)
    assert (seen.expected, seen.beyond, seen.waiting[0].office) == (1, True, "emb")
    assert seen.names[seen.waiting[0].by].name == "陈立"
    visits.record(case_id, "window", "original", "promised", window="3", by=town.clerk, at=beijing("2026-10-13 09:30"))
    seen = visits.standing(case_id, by=town.clerk)
    assert (seen.made, seen.waiting, seen.file.case.asks[0].made_on) == (1, (), date(2026, 10, 13))


def test_two_officers_who_saw_the_same_count_do_not_both_ask(town: Town) -> None:
    case_id = town.accepted("2026-09-29 15:42")
    seq = visits.standing(case_id, by=town.clerk).file.case.seq
    visits.ask(case_id, **ASK, by=town.reviewer, at=beijing("2026-10-12 09:00"), expected_seq=seq)
    other = {**ASK, "purpose": "sign"}
    with pytest.raises(Refusal) as said:
        visits.ask(case_id, **other, by=town.clerk, at=beijing("2026-10-12 09:01"), expected_seq=seq)
    assert said.value.rule == "stale"


def test_supervisors_and_strangers_do_not_ask(town: Town) -> None:
    case_id = town.accepted("2026-09-29 15:42")
    for who in (town.supervisor, town.handler):
        with pytest.raises(Denied):
            visits.ask(case_id, **ASK, by=who, at=beijing("2026-10-12 09:00"))


def test_collecting_beyond_the_promise_says_why(town: Town) -> None:
    case_id = town.granted("2026-09-29 15:42")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"))
    visits.record(case_id, "window", "sign", "promised", by=town.clerk, at=beijing("2026-10-19 10:00"))
    told = {"recipient": "沈远航", "by": town.clerk, "at": beijing("2026-10-20 10:00")}
    with pytest.raises(Refusal) as said:
        delivery.deliver(case_id, "counter", **told)
    assert said.value.rule == "visit_code_missing"
    made = delivery.deliver(case_id, "counter", visit_code="own_wish", **told)
    assert (made.visits, made.visited[1].cause, made.visited[1].beyond) == (2, "wish", True)


def test_figures_have_their_denominators_by_item_month_cause_and_window(town: Town) -> None:
    without, once, twice = (town.granted(f"2026-09-29 15:4{n}") for n in range(3))
    for case_id in (without, once, twice):
        delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"))
    visits.record(twice, "window", "sign", "promised", window="3", by=town.clerk, at=beijing("2026-10-19 10:00"))
    at = beijing("2026-10-20 10:00")
    delivery.deliver(without, "electronic", by=town.clerk, at=at)
    for case_id in (once, twice):
        delivery.deliver(
            case_id, "counter", recipient="沈远航", visit_code="system_down", window="3", by=town.clerk, at=at
        )
    asked: list[str] = []
    sql_event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    seen = visit_figures.measured(by=town.supervisor, first=date(2026, 10, 1), last=date(2026, 10, 31))
    assert len([one for one in asked if one.startswith("SELECT")]) <= 3
    assert (seen.total.zero.part, seen.total.at_most_one.part, seen.total.whole, seen.total.visits) == (1, 2, 3, 3)
    assert [(one.key, one.whole) for one in seen.months] == [("2026-10", 3)]
    assert {one.key: (one.none, one.one, one.visits) for one in seen.causes} == {
        "promised": (1, 3, 2),
        "ours": (2, 3, 1),
    }
    assert [(one.key, one.whole, one.none, one.one) for one in seen.windows] == [("", 3, 1, 2)]
    assert seen.codes == (("system_down", 1),)
    later = visit_figures.measured(by=town.supervisor, first=date(2026, 11, 1), last=date(2026, 11, 30))
    assert (later.total.whole, later.total.zero.rate) == (0, None)
    with pytest.raises(Denied):
        visit_figures.measured(by=town.clerk, first=date(2026, 10, 1), last=date(2026, 10, 31))


def test_a_windows_rate_counts_the_matters_that_it_accepted_wherever_their_applicants_came(town: Town) -> None:
    def delivered(n: int, window: str, *, collected_at: str = "") -> None:
        case_id = town.granted(f"2026-09-29 15:4{n}", window=window)
        delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"))
        said = {"recipient": "沈远航", "window": collected_at} if collected_at else {}
        way = "counter" if collected_at else "electronic"
        delivery.deliver(case_id, way, **said, by=town.clerk, at=beijing("2026-10-20 10:00"))

    delivered(0, "1")
    delivered(1, "1", collected_at="2")
    delivered(2, "2")
    delivered(3, "")
    seen = visit_figures.measured(by=town.supervisor, first=date(2026, 10, 1), last=date(2026, 10, 31))
    assert [(one.key, one.none, one.one, one.whole, one.visits) for one in seen.windows] == [
        ("1", 1, 2, 2, 1),
        ("2", 1, 1, 1, 0),
        ("", 1, 1, 1, 0),
    ]
    assert sum(one.whole for one in seen.windows) == sum(one.whole for one in seen.items) == seen.total.whole


def test_an_officer_of_a_single_window_accepts_there_also_without_choosing_it(town: Town) -> None:
    for code in ("7", "8"):
        facts = WindowFacts(name_zh=f"{code} 号", code=code, officers=(town.clerk.id,))
        service_windows.create(facts, by=SYSTEM)
        case_id = town.accepted(f"2026-09-29 15:4{code}")
        case = visits.standing(case_id, by=town.clerk).file.case
        assert case.accepted_window == ("7" if code == "7" else "")
    chosen = visits.standing(town.accepted("2026-09-29 16:00", window="8"), by=town.clerk).file.case
    assert chosen.accepted_window == "8"


def test_a_bundle_of_many_items_and_offices_is_one_matter(database: Flask) -> None:
    hall, guide = Hall(database), law.guide_of("gas_station_bundle", date(2026, 5, 1))
    asked = needs(
        guide, {"bundle_case": "operator", "built_up": "no", "fuel": "petrol", "site_right": "own"}, date(2026, 3, 2)
    )
    assert len(asked.members) > 1
    terms = terms_of(guide, asked, law.procedure(guide.review.procedure), [one.key for one in asked.requirements])
    case_id = hall.submitted(terms=terms)
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T10:00")
    hall.do(case_id, c.Accept(tuple(Mark(one.id, "ok") for one in terms.materials), "4"), "2026-03-03T10:00")
    for track in terms.tracks:
        signers = ("officer:98", "officer:99")[: track.officers]
        hall.do(
            case_id, c.GiveOpinion(track.id, "agree", "符合条件", officers=signers), "2026-03-05T10:00", hall.reviewer
        )
    hall.do(case_id, c.ReviewLegally("passed", "合法"), "2026-03-06T09:00", hall.lawyer)
    hall.do(case_id, c.Grant("符合法定条件"), "2026-03-06T10:00", hall.head)
    hall.do(case_id, c.IssueLicence("加油站 1 号", date(2026, 3, 9), None, ""), "2026-03-09T10:00")
    hall.do(case_id, c.Deliver("counter", "signed", "", window="4"), "2026-03-10T10:00")
    supervisor = Actor("officer", 99, frozenset({Role.SUPERVISOR}))
    seen = visit_figures.measured(by=supervisor, first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert [(one.whole, one.none, one.one, one.visits) for one in (seen.total, *seen.windows)] == [(1, 0, 1, 1)] * 2


def test_supervision_gets_one_digest_on_monday_and_none_for_a_week_within_the_promise(town: Town) -> None:
    assert visit_digest.promise(at=beijing("2026-10-12 08:30")) == 0
    case_id = town.accepted("2026-09-29 15:42")
    visits.ask(case_id, **ASK, by=town.clerk, at=beijing("2026-10-13 09:00"))
    more = {**ASK, "purpose": "sign"}
    visits.ask(case_id, **more, code="not_shared", by=town.clerk, at=beijing("2026-10-13 09:30"))
    assert visit_digest.promise(at=beijing("2026-10-19 07:59")) == 0
    rows = beyond_between(date(2026, 10, 12), date(2026, 10, 18))
    assert [(row.code, row.state, row.office) for row in rows] == [("not_shared", "asked", "centre")]
    subject, body = visit_digest.words_of(rows, date(2026, 10, 12), site="http://x")
    assert "1 次" in subject
    assert "应当共享的数据没有取到" in body
    assert "沈远航" not in body
    asked = visits.standing(case_id, by=town.clerk).waiting[1].seq
    visits.withdraw(case_id, asked, "已经取得", by=town.clerk, at=beijing("2026-10-14 09:00"))
    assert beyond_between(date(2026, 10, 12), date(2026, 10, 18)) == ()


def test_the_digest_is_promised_once_a_supervisor_and_week(database: Flask, town: Town) -> None:
    from portal.models import User

    with db.session.begin():
        db.session.get(User, town.supervisor.id).email = "su@example.cn"
    case_id = town.accepted("2026-09-29 15:42")
    visits.ask(case_id, **ASK, by=town.clerk, at=beijing("2026-10-13 09:00"))
    visits.ask(case_id, **{**ASK, "purpose": "sign"}, code="not_shared", by=town.clerk, at=beijing("2026-10-13 09:30"))
    assert visit_digest.promise(at=beijing("2026-10-19 08:00")) == 1
    assert visit_digest.promise(at=beijing("2026-10-20 08:00")) == 0
    assert outbox.wake(at=beijing("2026-10-20 08:00")) > 0
