"""Numbers of licences: one series for every rule as a year writes it, whichever guides share the rule (R116)."""

from __future__ import annotations

import re

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.models import Counter, Licence
from portal.services.counters import next_value

_GAP = "{serial}"


class _Gap(int):
    """Stands for the serial in a rule, however the rule formats it."""

    def __format__(self, spec: str) -> str:
        return _GAP

    __str__ = __repr__ = lambda self: _GAP


def series(rule: str, year: int) -> str:
    """What a rule says in a year, with `{serial}` where the serial stands: two guides of one rule count in one series, and a
    rule without the year counts on over the years."""
    return rule.format(year=year, serial=_Gap())


def next_number(session: Session, rule: str, year: int) -> tuple[str, int]:
    """The next number by a guide's rule with its serial, taken in the caller's transaction: none twice, and none lost.

    A series that is counted for the first time goes on above the highest number that was ever given in it. The row of its
    counter is held until the transaction ends, so that whoever asks meanwhile goes on from there.
    """
    name = series(rule, year)
    counter = f"licence:{name}"
    serial = next_value(session, counter)
    if serial == 1 and (highest := _highest(session, name)):
        serial = highest + 1
        session.execute(update(Counter).where(Counter.name == counter).values(value=serial))
    while _given(session, number := rule.format(year=year, serial=serial)):
        serial = next_value(session, counter)
    return number, serial


def _highest(session: Session, name: str) -> int:
    """The highest serial among the licences whose number reads like the series; 0 where there is none."""
    first, *others = name.split(_GAP)
    pattern = re.compile(re.escape(first) + "([0-9]+)" + r"\1".join(re.escape(part) for part in others))
    like = Licence.number.startswith(first, autoescape=True) & Licence.number.endswith(others[-1], autoescape=True)
    found = (pattern.fullmatch(number) for number in session.scalars(select(Licence.number).where(like)))
    return max((int(match[1]) for match in found if match), default=0)


def _given(session: Session, number: str) -> bool:
    return bool(session.scalar(select(func.count()).select_from(Licence).where(Licence.number == number)))
