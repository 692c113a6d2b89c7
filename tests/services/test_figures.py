"""Public figures are counted from the cases and the guides, each share with what it is a share of."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from portal.db import db
from portal.services import decision, delivery, figures, law, review
from portal.services.figures import Performance, Share, declared, measured
from tests import under_review
from tests.under_review import HAZCHEM, Town, beijing

END = date(2026, 11, 22)
WITHOUT_STORAGE = {"business_mode": ["wholesale"], "has_storage": "none"}


@pytest.fixture
def town(database: Flask) -> Town:
    return under_review.settle()


def decided(town: Town, day: str, *, late: str = "", answers: dict[str, object] | None = None) -> str:
    """A case accepted on 12 October 2026 and granted on `day`; the promise of cases with storage ends on 9 November."""
    case_id = town.apply("2026-10-09 09:00", answers=answers)
    town.accept(case_id, "2026-10-12 09:40")
    town.heard(case_id, "2026-10-20")
    review.look_up_credit(case_id, by=town["chen.li"], at=beijing(f"{day} 09:00"))
    decision.grant(case_id, reason="符合条件。", explanation=late, by=town["han.weidong"], at=beijing(f"{day} 10:00"))
    return case_id


def delivered(town: Town, case_id: str, day: str, way: str = "electronic") -> None:
    at = beijing(f"{day} 15:00")
    delivery.issue(case_id, by=town["zhou.min"], at=at)
    delivery.deliver(case_id, way, recipient="沈远航", proof="EMS1", by=town["zhou.min"], at=at)


def test_nothing_is_measured_where_nothing_happened(town: Town) -> None:
    found = measured(last=END).total
    assert found == Performance()
    assert found.in_time == Share(0, 0)
    assert found.in_time.rate is None
    assert found.within(50) is None


def test_decisions_count_as_in_time_and_early_by_the_day_of_the_promise(town: Town) -> None:
    for day in ("2026-10-26", "2026-11-09"):
        decided(town, day)
    decided(town, "2026-11-10", late="等候专家意见")
    found = measured(last=END).total
    assert (found.decided, found.in_time, found.ahead) == (3, Share(2, 3), Share(1, 3))


def test_days_are_working_days_from_acceptance_to_decision(town: Town) -> None:
    decided(town, "2026-10-26")
    decided(town, "2026-11-09")
    found = measured(last=END).total
    assert found.days == {10: 1, 20: 1}
    assert (found.within(50), found.within(90)) == (10, 20)


def test_visits_are_counted_in_the_cases_whose_result_was_delivered(town: Town) -> None:
    delivered(town, decided(town, "2026-10-26"), "2026-10-27")
    delivered(town, decided(town, "2026-10-26"), "2026-10-27", way="counter")
    decided(town, "2026-10-26")
    found = measured(last=END).total
    assert found.decided == 3
    assert (found.without_visit, found.at_most_once) == (Share(1, 2), Share(2, 2))


def test_a_case_counts_in_the_period_of_its_decision_alone(town: Town) -> None:
    decided(town, "2026-10-23")
    delivered(town, decided(town, "2026-10-23"), "2026-10-26")
    decided(town, "2026-10-24")
    assert measured(last=END, days=30).first == date(2026, 10, 24)
    assert measured(last=END, days=30).total.decided == 1
    assert measured(last=END, days=30).total.closed == 1
    assert measured(last=END, days=31).total.decided == 3


def test_cases_are_counted_by_item_too(town: Town) -> None:
    decided(town, "2026-10-26")
    found = measured(last=END)
    assert set(found.items) == {HAZCHEM}
    assert found.items[HAZCHEM] == found.total
    assert str(figures.names(END)[HAZCHEM]) == "危险化学品经营许可证核发"


def test_measuring_takes_two_queries_however_many_cases(town: Town) -> None:
    for _ in range(3):
        decided(town, "2026-10-26")
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    measured(last=END, days=365)
    assert len([one for one in asked if one.lstrip().startswith("SELECT")]) == 2


def test_what_is_declared_is_counted_by_item_and_never_by_case() -> None:
    found = declared(END)
    by_item = {one.guide.item: one for one in found.items}
    assert by_item[HAZCHEM].saved == Share(10, 30)
    items = len(law.catalogue().listings(END))
    assert found.online == Share(sum(one.online for one in found.items), items)
    assert found.without_visit.whole == found.at_most_once.whole == items
    alike = [one for one in found.items if one.comparable]
    assert found.compression.part == sum(one.statutory.most - one.promised.most for one in alike)  # type: ignore[union-attr]
    assert found.compression.whole == sum(one.statutory.most for one in alike)  # type: ignore[union-attr]
    assert 0 < found.compression.rate < 1  # type: ignore[operator]


def test_an_item_that_counts_in_other_units_stays_out_of_the_compression() -> None:
    [one, *_] = declared(END).items
    assert one.comparable
    odd = figures.Declared(one.guide, one.promised, None)
    assert not odd.comparable
    assert odd.saved == Share(0, 0)
