"""What a case under review waits for, as a list keeps it: the blockers of a grant, each with the days on which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from workflows.case import Case, State
from workflows.clocks import clocks
from workflows.hearing import REQUEST
from workflows.rules.decision import Blocker, blockers
from workflows.rules.moment import Moment

STALE = "credit_stale"
SILENT = "track_open"
PASSING = frozenset({"fixes_open", "hearing_period", "publicity_running"})
"""These are over by themselves once their last day is."""
_AFTER_CREDIT = frozenset({"credit_name", "cosignature_missing", "legal_review_missing", "discussion_missing"})
_DAYS = ("due", "since", "until")


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that a case waits for, as the rules of the decision name it, from `since` to `until` where days bound it."""

    code: str
    ref: str = ""
    due: date | None = None
    detail: str = ""
    since: date | None = None
    until: date | None = None

    def stands(self, on: date) -> bool:
        """Whether it stands in the way on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


def mended(found: Sequence[Blocker], case: Case) -> tuple[Blocker, ...]:
    """What stands in the way of a signature that looks at the lists again by itself; a look that came to no end is waited for."""
    return tuple(found) if _unavailable(case) else tuple(one for one in found if one.code != STALE)


def waits(case: Case, now: Moment) -> tuple[Wait, ...]:
    """What stands in the way of a grant from that day on, the first to be dealt with first; one of each kind, where a silent office
    that goes to the site on a day that is set is a kind of its own.

    Nothing here is missing on a later day on which nothing has happened: what begins or ends with a day says so.
    """
    if case.state is not State.IN_REVIEW:
        return ()
    found = [_wait(one, case) for one in blockers(case, outcome="grant", now=now) if one.code != STALE]
    kinds = {_kind(one): one for one in reversed(found)}
    first = [one for one in found if kinds[_kind(one)] is one]
    if (stale := _stale(case)) is not None:
        at = next((at for at, one in enumerate(first) if one.code in _AFTER_CREDIT), len(first))
        first.insert(at, stale)
    return tuple(first)


def _kind(one: Wait) -> tuple[str, bool]:
    return one.code, one.code == SILENT and bool(one.detail)


def visit_of(known: Sequence[Wait]) -> date | None:
    """The day of the joint check on the site for which offices wait with their answer (R88); None where no day is set."""
    return next((date.fromisoformat(one.detail) for one in known if one.code == SILENT and one.detail), None)


def first_of(known: Sequence[Wait], on: date) -> Wait | None:
    """The one that comes first on a day; None when nothing stands in the way of the decision."""
    found = next((one for one in known if one.stands(on)), None)
    if found is None or found.code != "hearing_open":
        return found
    return replace(found, ref="late" if found.detail and found.due and on > found.due else "")


def to_columns(known: Sequence[Wait]) -> list[dict[str, str]]:
    """The waits as plain data, without what is empty."""
    return [{name: str(value) for name, value in _filled(one)} for one in known]


def from_columns(kept: Sequence[Mapping[str, Any]] | None) -> tuple[Wait, ...]:
    """The waits as they were kept."""
    return tuple(
        Wait(
            one["code"],
            one.get("ref", ""),
            detail=one.get("detail", ""),
            **{name: _day(one.get(name)) for name in _DAYS},
        )
        for one in kept or ()
    )


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _filled(one: Wait) -> Iterator[tuple[str, Any]]:
    for name in Wait.__dataclass_fields__:
        if (value := getattr(one, name)) not in ("", None):
            yield name, value


def _wait(one: Blocker, case: Case) -> Wait:
    detail = "set" if one.code == "hearing_open" and case.hearing.held_on else one.detail
    until = one.due if one.code in PASSING and not _rests(one.code, case) else None
    return Wait(one.code, one.ref, one.due, detail, until=until)


def _rests(code: str, case: Case) -> bool:
    """The days to ask for a hearing begin with the service of the letter: while it is on its way their last day moves."""
    asked = clocks(case).get(REQUEST) if code == "hearing_period" else None
    return asked is not None and any(one.ended is None for one in asked.pauses)


def _stale(case: Case) -> Wait | None:
    """A look that came to an end grows too old while the lists cannot be read; nobody's signature can look again then."""
    ended = [look for look in case.credit if look.result != "unavailable"]
    if not case.terms.credit_required or not ended or not _unavailable(case):
        return None
    seen = ended[-1].on
    return Wait(STALE, seen.isoformat(), since=seen + timedelta(days=case.terms.credit_days + 1))


def _unavailable(case: Case) -> bool:
    return bool(case.credit) and case.credit[-1].result == "unavailable"
