"""What is done to an entry by hand: removal, repair (信用修复), annulment, restoring, with reason and document (R95, R105).

No version of a list is ever changed: an act hangs on the entry's key and counts from its day on, in later versions too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.models import CreditAct, CreditEntry
from portal.services import credit_terms, outbox
from portal.services.counters import next_value
from portal.services.credit_lists import SERIES
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

REMOVED, REPAIRED, ANNULLED, RESTORED = "removed", "repaired", "annulled", "restored"
ENDING = (REMOVED, REPAIRED, ANNULLED)
SETTLED = "credit_settled"
"""The message by which open cases learn of what was found about an entry."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act on an entry; `by` is who did it, as the journal names people."""

    act: str
    day: date
    reason: str
    document: str
    by: str
    at: datetime


def act_on(entry_id: int, act: str, day: date | None, reason: str, document: str, *, by: Actor, at: datetime) -> None:
    """Remove an entry early on application, record its repair, take back a listing that was wrong, or restore an entry whose
    removal was won by a false application (R95, R105).

    `day` is from when it counts, today or before. Raises WrongInput for a missing reason, document or day, Refusal
    `credit_act_not_now` where the entry is in that state already, `credit_removal_early` or `credit_repair_early` before its
    least term is over: a listing that was wrong may be taken back at any time.
    """
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=["administrator"])
    with transaction() as session:
        next_value(session, SERIES)
        entry = session.get(CreditEntry, entry_id)
        if entry is None:
            raise Refusal("no_such_credit_entry")
        _check(entry, act, day, reason, document, business_day(at))
        _in_due_time(entry, act, day or business_day(at))
        write(session, entry.key, act, day or business_day(at), reason, document, by=by, at=at)
        promise_looks(session, entry.key, at=at)


def write(
    session: Session, key: str, act: str, day: date, reason: str, document: str, *, by: Actor, at: datetime
) -> None:
    """Add an act in the caller's transaction. Raises Refusal where the entry is in that state already."""
    if (act in ENDING) == (state(session, key) in ENDING):
        raise Refusal("credit_act_not_now", act=act)
    session.add(
        CreditAct(
            key=key, act=act, day=day, reason=reason.strip(), document=document.strip(), by=by.reference, at=at
        )
    )  # fmt: skip


def promise_looks(session: Session, key: str, *, at: datetime) -> None:
    """Promise, in the transaction of what was found about an entry, that the open cases which it was seen in look anew."""
    outbox.post(session, f"credit-{key}-{at.isoformat()}", SETTLED, case_id=None, payload={"key": key}, at=at)


def state(session: Session, key: str) -> str:
    """The newest act on an entry, or nothing."""
    newest = select(CreditAct.act).where(CreditAct.key == key).order_by(CreditAct.id.desc()).limit(1)
    return session.scalar(newest) or ""


def ended(session: Session, keys: Collection[str], on: date) -> frozenset[str]:
    """Those of the keys whose entries were removed or repaired on that day or before, and not restored since."""
    statement = select(CreditAct.key, CreditAct.act).where(CreditAct.key.in_(set(keys) - {""}), CreditAct.day <= on)
    newest = {row.key: row.act for row in session.execute(statement.order_by(CreditAct.id))}
    return frozenset(key for key, act in newest.items() if act in ENDING)


def states(session: Session, keys: Collection[str]) -> dict[str, str]:
    """The newest act on each of the entries that had any."""
    statement = select(CreditAct.key, CreditAct.act).where(CreditAct.key.in_(set(keys) - {""}))
    return {row.key: row.act for row in session.execute(statement.order_by(CreditAct.id))}


def acts_of(session: Session, key: str) -> tuple[Act, ...]:
    """Everything that was done to an entry by hand, in the order in which it was done."""
    rows = session.scalars(select(CreditAct).where(CreditAct.key == key).order_by(CreditAct.id))
    return tuple(Act(one.act, one.day, one.reason, one.document, one.by, one.at) for one in rows)


def _in_due_time(entry: CreditEntry, act: str, day: date) -> None:
    if act == REPAIRED:
        credit_terms.check_repair(entry.kind, entry.grade, entry.listed_on, day)
    if act == REMOVED:
        credit_terms.check_removal(entry.kind, entry.listed_on, day)


def _check(entry: CreditEntry, act: str, day: date | None, reason: str, document: str, today: date) -> None:
    wrong = {}
    if act not in (*ENDING, RESTORED):
        wrong["act"] = "unknown"
    if day is None:
        wrong["day"] = "missing"
    elif day > today:
        wrong["day"] = "future"
    elif day < entry.listed_on:
        wrong["day"] = "reversed"
    wrong |= {name: "missing" for name, said in (("reason", reason), ("document", document)) if not said.strip()}
    if wrong:
        raise WrongInput(**wrong)
