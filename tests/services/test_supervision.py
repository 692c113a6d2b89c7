"""Supervision reads everything and changes nothing; every figure has its denominator."""

from __future__ import annotations

from datetime import date

import pytest

from portal.access import Denied
from portal.services import decision, process_record, supervision, worklist
from portal.services.figures import Share
from tests import under_review
from tests.under_review import Town, beijing, queries
from workflows import commands as c
from workflows.limits import Signal

SUNDAY = date(2026, 11, 22)


@pytest.fixture
def town(database) -> Town:
    """Two decided cases, one of them late, and three under review in different lights."""
    town = under_review.settle()
    for submitted, accepted, heard, granted, more in (
        ("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", {}),
        ("2026-10-12", "2026-10-13", "2026-11-11", "2026-11-12", {"explanation": "等外地复函"}),
    ):
        case_id = town.apply(f"{submitted} 09:00")
        town.accept(case_id, f"{accepted} 09:00")
        town.heard(case_id, heard)
        town.do(case_id, c.LookUpCredit("review", "none"), f"{granted} 08:00", by="chen.li")
        town.do(case_id, c.Grant("符合条件", **more), f"{granted} 09:00", by="han.weidong")
    for submitted, accepted in (
        ("2026-11-16", "2026-11-17"),
        ("2026-10-20", "2026-10-21"),
        ("2026-09-15", "2026-09-16"),
    ):
        town.accept(town.apply(f"{submitted} 09:00", firm=1), f"{accepted} 09:00")
    return town


def test_the_figures_of_the_last_thirty_days_carry_their_denominators(town):
    seen = supervision.overview(by=town["su.ming"], on=SUNDAY)
    assert (seen.first, seen.last) == (date(2026, 10, 24), SUNDAY)
    assert seen.total.in_time == Share(1, 2)
    assert seen.total.ahead == Share(1, 2)
    assert seen.total.without_visit == Share(0, 0)
    assert seen.opinions == Share(5, 8)
    assert (seen.open, seen.lights[Signal.DARK], seen.lights[Signal.RED], seen.lights[Signal.GREEN]) == (3, 1, 1, 1)


def test_the_figures_of_the_offices_add_up_to_the_whole(town):
    seen = supervision.overview(by=town["su.ming"], on=SUNDAY)
    assert sum(one.in_time.whole for one in seen.offices) == seen.total.in_time.whole
    assert sum(one.opinions.whole for one in seen.offices) == seen.opinions.whole
    assert sum(one.open for one in seen.offices) == seen.open
    assert {one.office for one in seen.offices} == {"emb", "fire", "eco"}


def test_the_lights_of_the_list_are_those_of_the_work_list(town):
    mine = {row.public_id: row.light for row in worklist.worklist(by=town["han.weidong"], on=SUNDAY).rows}
    seen = {
        row.public_id: row.light for row in supervision.cases(by=town["su.ming"], on=SUNDAY, state="in_review").rows
    }
    assert seen == mine


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({}, 5),
        ({"state": "open"}, 5),
        ({"state": "granted"}, 2),
        ({"light": Signal.RED}, 1),
        ({"office": "emb"}, 5),
        ({"office": "fire"}, 0),
        ({"search": "望山"}, 3),
        ({"search": "望山", "light": Signal.DARK}, 1),
    ],
)
def test_every_filter_leaves_what_it_says(town, asked, number):
    found = supervision.cases(by=town["su.ming"], on=SUNDAY, **asked)
    assert (found.total, len(found.rows)) == (number, number)


def test_the_newest_case_stands_first_and_pages_are_cut(town, monkeypatch):
    monkeypatch.setattr(supervision, "ROWS", 2)
    pages = [supervision.cases(by=town["su.ming"], on=SUNDAY, page=n) for n in (1, 2, 3)]
    received = [row.received_on for page in pages for row in page.rows]
    assert len(received) == 5
    assert pages[0].pages == 3


def test_list_and_figures_take_a_fixed_number_of_queries(town):
    with queries() as sent:
        supervision.cases(by=town["su.ming"], on=SUNDAY)
    assert len([one for one in sent if one.lstrip().startswith("SELECT")]) == 2
    with queries() as sent:
        supervision.overview(by=town["su.ming"], on=SUNDAY)
    assert len([one for one in sent if one.lstrip().startswith("SELECT")]) == 9


def test_the_supervisor_sees_a_case_whole_and_may_do_nothing(town):
    row = supervision.cases(by=town["su.ming"], on=SUNDAY, light=Signal.RED).rows[0]
    seen = supervision.case_of(row.public_id, by=town["su.ming"], at=beijing("2026-11-22 10:00"))
    assert seen.acts == frozenset()
    with pytest.raises(Denied):
        decision.grant(row.public_id, reason="-", by=town["su.ming"], at=beijing("2026-11-22 10:00"))


def test_the_record_holds_every_act_with_its_author_its_words_and_the_chain(town):
    row = supervision.cases(by=town["su.ming"], on=SUNDAY, state="granted").rows[0]
    seen = supervision.case_of(row.public_id, by=town["su.ming"], at=beijing("2026-11-22 10:00"))
    lines = process_record.lines(seen.file)
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert len({line.digest for line in lines}) == len(lines)
    granted = lines[-1]
    assert (granted.kind, granted.by, granted.words[0]) == ("Granted", town["han.weidong"].reference, "符合条件")
    assert [kind for kind, _ in granted.letters] == ["grant"]


def test_others_do_not_supervise(town):
    for login in ("chen.li", "zhou.min", "lin.jing"):
        with pytest.raises(Denied):
            supervision.cases(by=town[login], on=SUNDAY)
        with pytest.raises(Denied):
            supervision.overview(by=town[login], on=SUNDAY)
