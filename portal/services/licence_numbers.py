"""Numbers of licences and their electronic identifiers: one series for every rule as a year writes it, and one for every kind.

Guides that share a rule share its series (R116).
"""

from __future__ import annotations

import re

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.documents.licence_identifier import ROOT, licence_identifier
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


def next_number(session: Session, rule: str, year: int) -> str:
    """The next number by a guide's rule, taken in the caller's transaction: none twice, and none lost.

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
    return number


def next_identifier(session: Session, issuer: str, kind: str, year: int) -> str:
    """The next electronic licence identifier of an issuer (its code) and a kind of licence (three digits): version 1 (R116).

    Identifiers count in series of their own, whatever the numbers of the licences do: guides of different number rules may
    share a kind. A series that is counted for the first time goes on above what was ever given in it.
    """
    counter = f"identifier:{issuer}{kind}:{year}"
    serial = next_value(session, counter)
    if serial == 1 and (highest := _highest_identifier(session, issuer, kind, year)):
        serial = highest + 1
        session.execute(update(Counter).where(Counter.name == counter).values(value=serial))
    return licence_identifier(issuer + kind, issuer, f"{year}{serial:06d}")


def _highest_identifier(session: Session, issuer: str, kind: str, year: int) -> int:
    """The highest serial among the identifiers of a series; 0 where there is none."""
    start = f"{ROOT}.{issuer}{kind}.{issuer}.{year}"
    given = session.scalars(select(Licence.identifier).where(Licence.identifier.startswith(start, autoescape=True)))
    return max((int(one.removeprefix(start).split(".")[0]) for one in given), default=0)


def _highest(session: Session, name: str) -> int:
    """The highest serial among the licences whose number reads like the series; 0 where there is none."""
    first, *others = name.split(_GAP)
    pattern = re.compile(re.escape(first) + "([0-9]+)" + r"\1".join(re.escape(part) for part in others))
    like = Licence.number.startswith(first, autoescape=True) & Licence.number.endswith(others[-1], autoescape=True)
    found = (pattern.fullmatch(number) for number in session.scalars(select(Licence.number).where(like)))
    return max((int(match[1]) for match in found if match), default=0)


def _given(session: Session, number: str) -> bool:
    return bool(session.scalar(select(func.count()).select_from(Licence).where(Licence.number == number)))
