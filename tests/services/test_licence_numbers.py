"""Numbers of licences: one series for one rule, whoever shares it, over the years, and after the way of counting changed."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from guides.load import CATALOGUE, load_catalogue
from portal.db import db, reading
from portal.models import Licence
from portal.services import delivery, law, licence_numbers
from tests.after_licence import granted
from tests.services.cases import GUIDE, Hall, at

CHANGE = "hazchem_business_change"
RULES = {GUIDE: "临危化经字〔{year}〕{serial:04d}", CHANGE: "临危化经变字〔{year}〕{serial:04d}"}


@pytest.fixture
def numbered_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Serve a catalogue in which both items are numbered by one rule."""

    def serve(rule: str) -> None:
        for item, own in RULES.items():
            file = Path("emb", item, "2026-05-01.yaml")
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CATALOGUE / file, tmp_path / file)
            words = (tmp_path / file).read_text("utf-8")
            assert own in words
            (tmp_path / file).write_text(words.replace(own, rule), "utf-8")
        files = load_catalogue(tmp_path)
        monkeypatch.setattr(law, "_files", lambda folder=None: files)

    return serve


def issue(hall: Hall, item: str = GUIDE, when: str = "2026-03-09T10:00") -> str:
    delivery.issue(granted(hall, item=item), by=hall.clerk, at=at(when))
    return numbers()[-1]


def numbers() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Licence.number).order_by(Licence.id)))


def test_two_guides_of_one_rule_count_in_one_series(hall: Hall, numbered_by):
    numbered_by("临证〔{year}〕{serial:03d}")
    for item in (GUIDE, CHANGE, GUIDE):
        issue(hall, item)
    assert numbers() == ["临证〔2026〕001", "临证〔2026〕002", "临证〔2026〕003"]


def test_a_rule_without_the_year_counts_on_in_the_next_year(hall: Hall, numbered_by):
    numbered_by("临证{serial:05d}号")
    assert (issue(hall), issue(hall, when="2027-01-05T10:00")) == ("临证00001号", "临证00002号")


def test_a_rule_with_the_year_begins_anew_and_other_rules_count_for_themselves(hall: Hall):
    given = [issue(hall), issue(hall, CHANGE), issue(hall), issue(hall, when="2027-01-05T10:00")]
    assert [number.partition("〔")[2] for number in given] == ["2026〕0001", "2026〕0001", "2026〕0002", "2027〕0001"]
    assert given[1].startswith("临危化经变字")


def test_numbers_given_under_the_old_count_are_gone_on_from(hall: Hall):
    for _ in range(2):
        issue(hall)
    with db.engine.begin() as connection:  # as an older version left it: counted by item and year
        connection.execute(
            text("UPDATE counters SET name = :old WHERE name LIKE 'licence:%'"), {"old": f"licence:{GUIDE}:2026"}
        )
    assert issue(hall) == "临危化经字〔2026〕0003"
    assert issue(hall) == "临危化经字〔2026〕0004"


def test_a_number_that_somebody_holds_already_is_passed_over(hall: Hall):
    issue(hall)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE licences SET number = '临危化经字〔2026〕0002'"))
    assert issue(hall) == "临危化经字〔2026〕0003"


def test_the_first_two_of_a_series_at_the_same_moment_get_two_numbers(database: Flask, hall: Hall, numbered_by):
    numbered_by("临证〔{year}〕{serial:03d}")
    cases = [granted(hall, item=item) for item in (GUIDE, CHANGE, GUIDE, CHANGE)]
    barrier = threading.Barrier(len(cases))

    def make(case_id: str) -> None:
        with database.app_context():
            barrier.wait()
            delivery.issue(case_id, by=hall.clerk, at=at("2026-03-09T10:00"))

    with ThreadPoolExecutor(len(cases)) as hands:
        list(hands.map(make, cases))
    assert sorted(numbers()) == [f"临证〔2026〕00{n}" for n in range(1, 5)]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("临〔{year}〕{serial:04d}号", "临〔2026〕{serial}号"),
        ("9901{year}{serial:08d}01", "99012026{serial}01"),
        ("{serial}", "{serial}"),
        ("A{serial!s:>5}-{serial:x}", "A{serial}-{serial}"),
    ],
)
def test_a_series_is_its_rule_without_the_serial(rule: str, told: str):
    assert licence_numbers.series(rule, 2026) == told
