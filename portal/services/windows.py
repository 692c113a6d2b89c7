"""The counters of the centre and their slots, as the administration keeps them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Appointment, ServiceWindow, SlotRule
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowFacts:
    """A counter: what the screen calls it, its name, and the items that it serves (none named: every item)."""

    code: str
    name_zh: str
    name_en: str
    items: tuple[str, ...] = ()
    active: bool = True

    def name(self, language: str = "zh") -> str:
        """The name in that language."""
        return self.name_en if language == "en" and self.name_en else self.name_zh

    def serves(self, item: str) -> bool:
        """Whether the item may be handled here."""
        return not self.items or not item or item in self.items


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


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A counter with its slots."""

    id: int
    facts: WindowFacts
    slots: tuple[SlotRow, ...]


def every() -> tuple[WindowRow, ...]:
    """All counters in the order of their codes, with their slots by season and hour."""
    order = (SlotRule.first, SlotRule.opens, SlotRule.id)
    with reading() as session:
        windows = session.scalars(select(ServiceWindow).order_by(ServiceWindow.id)).all()
        rules = session.scalars(select(SlotRule).order_by(*order)).all()
    return tuple(
        WindowRow(one.id, _facts(one), tuple(_slot(rule) for rule in rules if rule.window_id == one.id))
        for one in windows
    )


def window(window_id: int) -> WindowRow:
    """One counter. Raises Refusal `no_such_window`."""
    found = next((one for one in every() if one.id == window_id), None)
    if found is None:
        raise Refusal("no_such_window")
    return found


def create(facts: WindowFacts, *, by: Actor) -> int:
    """Add a counter; returns its number. Raises WrongInput (code: taken)."""
    _administers(by)
    row = ServiceWindow(**{**asdict(facts), "items": list(facts.items)})
    try:
        with transaction() as session:
            session.add(row)
            session.flush()
            return row.id
    except IntegrityError:
        raise WrongInput(code="taken") from None


def change(window_id: int, facts: WindowFacts, *, by: Actor) -> None:
    """Change a counter. One that is closed takes no new appointments; those it has stay, and are to be moved by hand."""
    _administers(by)
    try:
        with transaction() as session:
            row = session.get_one(ServiceWindow, window_id)
            for name, value in {**asdict(facts), "items": list(facts.items)}.items():
                setattr(row, name, value)
    except IntegrityError:
        raise WrongInput(code="taken") from None


def add_slots(window_id: int, facts: SlotFacts, *, by: Actor) -> None:
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


def remove_slots(rule_id: int, *, on: date, by: Actor) -> int:
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


def _facts(row: ServiceWindow) -> WindowFacts:
    return WindowFacts(
        code=row.code, name_zh=row.name_zh, name_en=row.name_en, items=tuple(row.items), active=row.active
    )


def _slot(row: SlotRule) -> SlotRow:
    return SlotRow(row.id, SlotFacts(**{name: getattr(row, name) for name in SlotFacts.__dataclass_fields__}))
