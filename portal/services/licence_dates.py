"""The dates that a licence brings with it: until when to apply for its renewal, and by when it is checked (R37, R80, R131)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from guides.conditions import holds
from guides.guide import Guide
from guides.plan import situations
from guides.text import Text
from portal.services import law
from workflows.calendar import CalendarGap
from workflows.limits import Clock, Due, Limit, Unit, due
from workflows.renewal import apply_by
from workflows.terms import RenewalTerm


@dataclass(frozen=True, slots=True)
class CheckDate:
    """A check after the licence was given: what, by which office (its code), its last day or how often, and the ground."""

    name: Text
    office: str
    due: Due | None
    every: Text | None
    basis: Text


@dataclass(frozen=True, slots=True)
class LicenceDates:
    """What follows a licence: the last day to apply for renewal (None for one without an end), and its checks."""

    renew_by: date | None
    silence_renews: bool
    checks: tuple[CheckDate, ...]


def dates_of(guide: Guide, answers: dict[str, Any], *, decided_on: date, valid_to: date | None) -> LicenceDates:
    """The dates of a licence under the guide it was given by; a check that the guide names no term for has none."""
    own = guide.result.renewal
    renew_by = None
    if own and valid_to:
        term = RenewalTerm(valid_to, own.last.whole, own.last.counted_in)
        renew_by = apply_by(term, law.calendar())
    silence = bool(own and own.on_silence == "renewed")
    return LicenceDates(renew_by, silence, tuple(_checks(guide, answers, decided_on)))


def _checks(guide: Guide, answers: dict[str, Any], decided_on: date) -> Iterator[CheckDate]:
    cases = situations(guide, answers)
    for one in guide.post_checks:
        if holds(one.when, answers, cases):
            end = _end(one.limit.whole, one.limit.counted_in, decided_on) if one.limit else None
            yield CheckDate(one.name, one.office, end, one.every, one.basis)


def _end(value: int, unit: str, decided_on: date) -> Due:
    try:
        return due(Clock("check", "", Limit(value, Unit(unit), "decided"), decided_on), law.calendar(), decided_on)
    except CalendarGap as gap:
        return Due(None, missing_year=gap.year)
