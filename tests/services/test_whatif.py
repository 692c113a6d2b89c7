"""What-if over the database: the cases of a period, counted by item, those late in either world listed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import case_index, decision, law, whatif
from tests import under_review
from tests.services.cases import at
from tests.under_review import Town, beijing, queries
from workflows import commands as c
from workflows.calendar import business_day
from workflows.whatif import World

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
TODAY = business_day(at("2026-12-31T10:00"))


@pytest.fixture
def town(database: Flask) -> Town:
    return under_review.settle()


def granted(town: Town, firm: int = 0, on: str = "2026-11-16 10:00") -> str:
    case_id = town.apply("2026-11-09 15:42", firm=firm)
    town.accept(case_id, "2026-11-10 09:40")
    town.heard(case_id, "2026-11-12")
    decision.grant(case_id, reason="符合条件。", by=town["han.weidong"], at=beijing(on))
    return case_id


def test_a_shorter_promise_is_counted_by_item_and_listed_by_case(town: Town):
    late = granted(town)
    granted(town, 1, "2026-11-13 10:00")
    found = whatif.whatif(FIRST, LAST, World(law.calendar(), {under_review.HAZCHEM: 3}), today=TODAY)
    (item,) = found.items
    assert (item.item, item.cases, item.late_before, item.late_after) == (under_review.HAZCHEM, 2, 0, 1)
    assert [(one.public_id, one.before.late, one.after.late) for one in found.changed] == [(late, False, True)]
    assert found.complete


def test_cases_of_another_time_are_left_out(town: Town):
    granted(town)
    assert whatif.whatif(date(2026, 9, 1), date(2026, 9, 30), World(law.calendar()), today=TODAY).items == ()


def test_the_number_of_questions_does_not_grow_with_the_cases(town: Town):
    granted(town)
    with queries() as one:
        whatif.whatif(FIRST, LAST, World(law.calendar()), today=TODAY)
    for firm in (1, 2, 0):
        granted(town, firm)
    with queries() as four:
        whatif.whatif(FIRST, LAST, World(law.calendar()), today=TODAY)
    assert len(one) == len(four)


def test_a_page_looks_at_no_more_cases_than_somebody_can_wait_for(town: Town):
    for firm in (0, 1, 2):
        granted(town, firm)
    world = World(law.calendar())
    found = whatif.asked_by(town["su.ming"], FIRST, LAST, world, today=TODAY, at_most=2)
    assert (found.total.cases, found.complete) == (2, False)
    with pytest.raises(Denied):
        whatif.asked_by(town["chen.li"], FIRST, LAST, world, today=TODAY, at_most=2)


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        ("2026-11-29", ("2026-07-01", "2026-09-30")),
        ("2026-01-01", ("2025-10-01", "2025-12-31")),
        ("2024-06-30", ("2024-01-01", "2024-03-31")),
    ],
)
def test_the_last_quarter_is_the_one_before_this(today: str, quarter: tuple[str, str]):
    assert tuple(map(str, whatif.last_quarter(date.fromisoformat(today)))) == quarter


@pytest.mark.engines("sqlite")
def test_the_command_counts_and_refuses_what_cannot_be_asked(town: Town, database: Flask, root: Path, tmp_path: Path):
    town.do(granted(town), c.Publish(), "2026-11-16 11:00")
    settings = database.config["SETTINGS"]

    def said(*words: str) -> tuple[int, str]:
        asked = [sys.executable, "-m", "portal", "calendar", "whatif", *words, "--data", str(settings.data)]
        environ = {**os.environ, "ONEWINDOW_SECRET_KEY": settings.secret_key}
        done = subprocess.run(asked, cwd=root, env=environ, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    period = ("--from", "2026-11-01", "--to", "2026-11-30")
    status, text = said(*period, "--promise", f"{under_review.HAZCHEM}=3", "--json")
    told = json.loads(text)
    assert (status, told["total"]["cases"], told["total"]["late_after"]) == (0, 1, 1)
    assert told["cases"][0]["number"] == case_index.listed()[0].number
    year = tmp_path / "2026.yaml"
    year.write_text("year: 2026\nstatus: published\nsource: imagined\noff: [2026-11-11]\nwork: []\n")
    assert "late 0 -> 0" in said(*period, "--calendar", str(year), "--staff", "fire=2")[1]
    for words, sentence in (
        ((), "Say --last-quarter"),
        ((*period, "--promise", "nothing=3"), "no item or office 'nothing'"),
        ((*period, "--promise", "nothing"), "not of the form"),
        ((*period, "--staff", "fire=0"), "a factor from 0.01"),
        (("--from", "2026-11-30", "--to", "2026-11-01"), "before it begins"),
    ):
        status, text = said(*words)
        assert status != 0
        assert sentence in text


def test_years_take_the_place_of_those_in_force():
    calendar = law.calendar()
    year = next(one for one in calendar.years if one.year == 2026)
    assert whatif.with_years(calendar, [year]) == calendar
