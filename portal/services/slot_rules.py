"""The slots of the windows by season, as the administration keeps them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.models import Appointment, ServiceWindow, SlotRule
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFacts:
    """The slots of a season: `opens` and `closes` in minutes of the day, so many minutes each, so many people in each."""

    first: date
    last: date | None
    opens: int
    closes: int
    minutes: int
    capacity: int


@dataclass(frozen=True, slots=True)
class SlotRow:
    """Slots with the number by which they are removed."""

    id: int
    facts: SlotFacts


def by_window(session: Session) -> dict[int, tuple[SlotRow, ...]]:
    """The slots of every window that has any, by season and hour."""
    found: dict[int, list[SlotRow]] = {}
    for rule in session.scalars(select(SlotRule).order_by(SlotRule.first, SlotRule.opens, SlotRule.id)):
        found.setdefault(rule.window_id, []).append(_slot(rule))
    return {window: tuple(rows) for window, rows in found.items()}


def add(window_id: int, facts: SlotFacts, *, by: Actor) -> None:
    """Add the slots of a season. Raises WrongInput (closes: early, last: early) and Refusal `slots_overlap`."""
    _administers(by)
    wrong = {"closes": "early"} if facts.opens + facts.minutes > facts.closes else {}
    if facts.last is not None and facts.last < facts.first:
        wrong["last"] = "early"
    if wrong:
        raise WrongInput(**wrong)
    with transaction() as session:
        session.get_one(ServiceWindow, window_id, with_for_update=True)
        others = session.scalars(select(SlotRule).where(SlotRule.window_id == window_id)).all()
        if any(_meet(facts, _slot(one).facts) for one in others):
            raise Refusal("slots_overlap")
        session.add(SlotRule(window_id=window_id, **asdict(facts)))


def remove(rule_id: int, *, on: date, by: Actor) -> int:
    """Remove the slots of a season; returns how many booked appointments from `on` on the counter keeps all the same."""
    _administers(by)
    with transaction() as session:
        rule = session.get(SlotRule, rule_id)
        if rule is None:
            return 0
        kept = session.scalars(
            select(Appointment.id).where(
                Appointment.window_id == rule.window_id,
                Appointment.state == "booked",
                Appointment.day >= max(on, rule.first),
                Appointment.starts.between(rule.opens, rule.closes - 1),
            )
        ).all()
        session.delete(rule)
        return len(kept)


def _meet(a: SlotFacts, b: SlotFacts) -> bool:
    """Whether two seasons share a day and an hour: then nobody could say how many people a slot takes."""
    days = a.first <= (b.last or date.max) and b.first <= (a.last or date.max)
    return days and a.opens < b.closes and b.opens < a.closes


def _administers(by: Actor) -> None:
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])


def _slot(row: SlotRule) -> SlotRow:
    return SlotRow(row.id, SlotFacts(**{name: getattr(row, name) for name in SlotFacts.__dataclass_fields__}))
