"""The window for a renewal: one last day everywhere, within the days before the expiry or so long before it (R37, R38)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guides.guide import Guide
from guides.load import load_catalogue
from portal.services.terms import _renewable
from tests.core import small_guide
from tests.core.play import HEAD, TERMS, Play, calendar
from workflows import commands as c
from workflows.clocks import clocks
from workflows.ledger import ahead_of, weekdays_before
from workflows.limits import due
from workflows.renewal import apply_by
from workflows.terms import RenewableTerm, RenewalTerm

CERTIFICATE = load_catalogue().versions("special_operator_certificate")[-1]
ISSUED = date(2026, 3, 9)


def window(term: RenewableTerm, valid_to: date) -> tuple[date | None, date | None]:
    """When the holder is told that the window opens and ends."""
    play = Play(replace(TERMS, renewable=term)).submitted().checked().accepted()
    play.answered("documents", "fire").answered("site", at="2026-03-06T09:00")
    play.do(c.Grant("符合法定条件"), "2026-03-06T10:00", HEAD)
    play.do(c.IssueLicence("临危化经字〔2026〕0001", ISSUED, valid_to), "2026-03-09T10:00")
    clock = clocks(play.case)["renewal"]
    return clock.started, due(clock, calendar(), ISSUED).on


@pytest.mark.parametrize(
    ("unit", "value"), [("working_day", 30), ("working_day", 1), ("calendar_day", 60), ("month", 3)]
)
@pytest.mark.parametrize("valid_to", [date(2026, 10, 9), date(2027, 6, 30), date(2031, 3, 8)])
def test_pages_reminders_and_silence_have_one_last_day(unit: str, value: int, valid_to: date):
    _first, last = window(RenewableTerm(value, unit, "item", 60), valid_to)
    assert last == apply_by(RenewalTerm(valid_to, value, unit), calendar())


def test_working_days_are_counted_by_the_schedule_and_as_weekdays_where_there_is_none():
    assert ahead_of(date(2026, 10, 9), 1, calendar()) == date(2026, 10, 8)
    assert ahead_of(date(2026, 10, 8), 1, calendar()) == date(2026, 9, 30)
    assert weekdays_before(date(2046, 5, 7), 5) == date(2046, 4, 30)
    assert ahead_of(date(2046, 5, 7), 5, calendar()) == date(2046, 4, 30)


def test_the_certificate_of_operators_is_renewed_within_the_days_before_it_ends():
    term = _renewable(CERTIFICATE)
    assert term is not None
    expires = date(2032, 3, 8)
    assert window(term, expires) == (expires - timedelta(days=60), expires)


def test_silence_renews_what_was_filed_as_long_before_as_the_guide_says():
    own = CERTIFICATE.result.renewal
    assert own is not None
    assert (own.last.whole, own.in_time.whole, own.apply_before.whole) == (0, 30, 60)
    term = RenewalTerm(date(2026, 6, 30), own.in_time.whole, own.in_time.counted_in)
    assert apply_by(term, calendar()) == date(2026, 5, 31)


RENEWAL = "  renewal: {apply_before: {value: 2, unit: month}, on_silence: renewed, basis: 法%s}\n"
CHANGE = "  change_rule: {zh: 变更, en: Change}\n"


@pytest.mark.parametrize("more", [", within: true", ", silence_before: {value: 30, unit: calendar_day}"])
def test_a_window_is_said_in_calendar_days_and_its_silence_only_with_it(more: str):
    assert small_guide.errors(small_guide.changed((CHANGE, CHANGE + RENEWAL % more)))


def test_any_other_guide_is_as_it_was():
    guide: Guide = small_guide.read(small_guide.changed((CHANGE, CHANGE + RENEWAL % "")))
    own = guide.result.renewal
    assert own is not None
    assert own.last == own.in_time == own.apply_before
