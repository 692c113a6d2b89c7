"""Whom an entry is about, where a name or a number alone says so: the same unit or person, or somebody else of that name (R103).

A verdict holds between one entry, in every version of its list, and one enterprise. It never touches the entry: for whomever it is
really about it goes on counting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.models import CreditVerdict
from portal.services.credit_match import IDENTITY, Match

CONCERNED, NOT_CONCERNED = "concerned", "not_concerned"
STRONGEST = "person_id"
"""The way of a verdict that holds whatever the entry is recognised by: what an objection came to."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an officer found: whom it concerns, for which way of recognising, with what reasons, and when."""

    verdict: str
    way: str
    words: str
    by: str
    at: datetime


def write(
    session: Session, key: str, enterprise_id: int, verdict: str, way: str, words: str, *, by: Actor, at: datetime
) -> None:
    """Add a verdict in the caller's transaction; the newest one counts."""
    facts = {"key": key, "enterprise_id": enterprise_id, "verdict": verdict, "way": way, "words": words.strip()}
    session.add(CreditVerdict(**facts, by=by.reference, at=at))
    session.flush()


def of_enterprise(session: Session, enterprise_id: int | None, keys: Collection[str]) -> dict[str, Verdict]:
    """The newest verdict on each of these entries for this enterprise."""
    if not keys:
        return {}
    v = CreditVerdict
    wanted = select(v).where(v.enterprise_id == enterprise_id, v.key.in_(set(keys) - {""})).order_by(v.id)
    return {one.key: Verdict(one.verdict, one.way, one.words, one.by, one.at) for one in session.scalars(wanted)}


def applied(found: Iterable[tuple[str, Match]], verdicts: dict[str, Verdict]) -> Iterator[Match]:
    """The matches, each with the key of its entry, without those of somebody else; a name that was checked is proven.

    A number that turns up later outweighs what was once said of a name alone.
    """
    for key, match in found:
        said = verdicts.get(key)
        if said is None:
            yield match
        elif said.verdict == CONCERNED:
            yield replace(match, confirmed=True)
        elif match.way in IDENTITY and said.way not in IDENTITY:
            yield match
