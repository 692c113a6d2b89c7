"""Windows of the service centre: which items each serves, who works there and who leads it; a comprehensive one serves all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import count

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import ServiceWindow, User, WindowOfficer
from portal.services import slot_rules
from portal.services.slot_rules import SlotRow
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowFacts:
    """What the administration writes about a window; officers and heads are numbers of accounts, a head works there too.

    `code` is what the screen calls it, the next free number where none is written. One that is not `active` serves nobody.
    """

    name_zh: str
    name_en: str = ""
    comprehensive: bool = True
    items: tuple[str, ...] = ()
    officers: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    code: str = ""
    active: bool = True

    def name(self, language: str = "zh") -> str:
        """Its name in a language; the Chinese one where there is no other."""
        return (self.name_en if language == "en" else "") or self.name_zh

    def serves(self, item: str) -> bool:
        """Whether the item may be handled here; no item is any."""
        return self.active and (self.comprehensive or not item or item in self.items)


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window with its people by name, and its slots."""

    id: int
    facts: WindowFacts
    officers: tuple[str, ...]
    heads: tuple[str, ...]
    slots: tuple[SlotRow, ...] = ()


def every() -> tuple[WindowRow, ...]:
    """All windows, in the order in which they were made."""
    with reading() as session:
        found = session.scalars(select(ServiceWindow).order_by(ServiceWindow.id)).all()
        people: dict[int, list[tuple[int, str, bool]]] = {}
        statement = select(WindowOfficer.window_id, User.id, User.name, WindowOfficer.head).join(
            User, User.id == WindowOfficer.user_id
        )
        for window, number, name, head in session.execute(statement.order_by(User.id)):
            people.setdefault(window, []).append((number, name, head))
        slots = slot_rules.by_window(session)
    return tuple(_row(one, people.get(one.id, []), slots.get(one.id, ())) for one in found)


def names() -> dict[str, Text]:
    """What every counter is called, by its code; closed ones too, since what happened there stays."""
    with reading() as session:
        found = session.execute(select(ServiceWindow.code, ServiceWindow.name_zh, ServiceWindow.name_en))
        return {code: Text(zh=zh, en=en or zh) for code, zh, en in found}


def window(window_id: int) -> WindowRow:
    """The window of that number. Raises Refusal `no_such_window`."""
    found = next((one for one in every() if one.id == window_id), None)
    if found is None:
        raise Refusal("no_such_window")
    return found


def create(facts: WindowFacts, *, by: Actor) -> int:
    """Open a window; returns its number. Raises WrongInput (name_zh, code: taken; items: missing)."""
    with transaction() as session:
        _check(session, facts, by, except_id=0)
        made = ServiceWindow(name_zh=facts.name_zh, code=facts.code or _next_code(session))
        session.add(made)
        _write(session, made, facts)
        return made.id


def change(window_id: int, facts: WindowFacts, *, by: Actor) -> None:
    """Change a window. Raises WrongInput like `create`.

    One that is closed takes no new appointments; those it has stay, and are to be moved by hand. Cases stay with its officers.
    """
    with transaction() as session:
        _check(session, facts, by, except_id=window_id)
        _write(session, session.get_one(ServiceWindow, window_id, with_for_update=True), facts)


def items_of(session: Session, user_id: int) -> tuple[str, ...] | None:
    """The items that an officer's windows serve; None for all of them: at a comprehensive window, or at none in particular."""
    return _items(session, user_id, heads=False)


def only_code(session: Session, user_id: int) -> str:
    """The code of the window where an officer works, if it is a single one; empty where nobody can tell."""
    works = select(ServiceWindow.code).join(WindowOfficer, WindowOfficer.window_id == ServiceWindow.id)
    codes = session.scalars(works.where(WindowOfficer.user_id == user_id, ServiceWindow.active)).all()
    return codes[0] if len(codes) == 1 else ""


def leads(session: Session, user_id: int, item: str) -> bool:
    """True when the person leads a window that serves the item."""
    served = _served(session, user_id, heads=True)
    return any(comprehensive or item in items for comprehensive, items in served)


def led_by(session: Session, user_id: int) -> tuple[str, ...] | None:
    """The items for which the person leads a window; None for all, an empty tuple for nothing."""
    return _items(session, user_id, heads=True)


def heads(session: Session) -> tuple[int, ...]:
    """The accounts that lead a window and are open."""
    statement = select(User.id).join(WindowOfficer, WindowOfficer.user_id == User.id)
    return tuple(session.scalars(statement.where(WindowOfficer.head, User.active).distinct().order_by(User.id)))


def _items(session: Session, user_id: int, *, heads: bool) -> tuple[str, ...] | None:
    served = _served(session, user_id, heads=heads)
    if any(comprehensive for comprehensive, _ in served) or (not served and not heads):
        return None
    return tuple(sorted({item for _, items in served for item in items}))


def _served(session: Session, user_id: int, *, heads: bool) -> list[tuple[bool, list[str]]]:
    statement = (
        select(ServiceWindow.comprehensive, ServiceWindow.items)
        .join(WindowOfficer, WindowOfficer.window_id == ServiceWindow.id)
        .where(WindowOfficer.user_id == user_id, ServiceWindow.active)
    )
    if heads:
        statement = statement.where(WindowOfficer.head)
    return [(comprehensive, items) for comprehensive, items in session.execute(statement)]


def _check(session: Session, facts: WindowFacts, by: Actor, *, except_id: int) -> None:
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    wrong: dict[str, str] = {}
    others = session.execute(
        select(ServiceWindow.name_zh, ServiceWindow.code).where(ServiceWindow.id != except_id)
    ).all()
    for field, wanted, taken in (
        ("name_zh", facts.name_zh, {name for name, _ in others}),
        ("code", facts.code, {code for _, code in others}),
    ):
        if wanted in taken:
            wrong[field] = "taken"
    if not facts.comprehensive and not facts.items:
        wrong["items"] = "missing"
    if wrong:
        raise WrongInput(**wrong)


def _next_code(session: Session) -> str:
    taken = set(session.scalars(select(ServiceWindow.code)))
    return next(str(number) for number in count(1) if str(number) not in taken)


def _write(session: Session, made: ServiceWindow, facts: WindowFacts) -> None:
    made.name_zh, made.name_en, made.comprehensive = facts.name_zh, facts.name_en, facts.comprehensive
    made.items = [] if facts.comprehensive else sorted(facts.items)
    made.code, made.active = facts.code or made.code, facts.active
    session.flush()
    session.execute(delete(WindowOfficer).where(WindowOfficer.window_id == made.id))
    people: Collection[int] = dict.fromkeys((*facts.officers, *facts.heads))
    session.add_all(WindowOfficer(window_id=made.id, user_id=one, head=one in facts.heads) for one in people)


def _row(one: ServiceWindow, people: list[tuple[int, str, bool]], slots: tuple[SlotRow, ...]) -> WindowRow:
    facts = WindowFacts(
        name_zh=one.name_zh,
        name_en=one.name_en,
        comprehensive=one.comprehensive,
        items=tuple(one.items),
        officers=tuple(number for number, _, _ in people),
        heads=tuple(number for number, _, head in people if head),
        code=one.code,
        active=one.active,
    )
    names, led = tuple(name for _, name, _ in people), tuple(name for _, name, head in people if head)
    return WindowRow(one.id, facts, names, led, slots)
