"""Windows of the service centre: which items each serves, who works there and who leads it; a comprehensive one serves all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import ServiceWindow, User, WindowOfficer
from portal.services.wrong_input import WrongInput


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowFacts:
    """What the administration writes about a window; officers and heads are numbers of accounts, a head works there too."""

    name_zh: str
    name_en: str = ""
    comprehensive: bool = True
    items: tuple[str, ...] = ()
    officers: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window with its people by name."""

    id: int
    facts: WindowFacts
    officers: tuple[str, ...]
    heads: tuple[str, ...]

    def name(self, language: str) -> str:
        """Its name in a language; the Chinese one where there is no other."""
        return (self.facts.name_en if language == "en" else "") or self.facts.name_zh


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
    return tuple(_row(one, people.get(one.id, [])) for one in found)


def window(window_id: int) -> WindowRow | None:
    """The window of that number, or None."""
    return next((one for one in every() if one.id == window_id), None)


def create(facts: WindowFacts, *, by: Actor) -> int:
    """Open a window; returns its number. Raises WrongInput (name_zh: taken; items: missing)."""
    with transaction() as session:
        _check(session, facts, by, except_id=0)
        made = ServiceWindow(name_zh=facts.name_zh)
        session.add(made)
        _write(session, made, facts)
        return made.id


def change(window_id: int, facts: WindowFacts, *, by: Actor) -> None:
    """Change a window. Raises WrongInput like `create`."""
    with transaction() as session:
        _check(session, facts, by, except_id=window_id)
        _write(session, session.get_one(ServiceWindow, window_id, with_for_update=True), facts)


def close(window_id: int, *, by: Actor) -> None:
    """Take a window away; the cases of its officers stay theirs."""
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    with transaction() as session:
        session.execute(delete(WindowOfficer).where(WindowOfficer.window_id == window_id))
        session.execute(delete(ServiceWindow).where(ServiceWindow.id == window_id))


def items_of(session: Session, user_id: int) -> tuple[str, ...] | None:
    """The items that an officer's windows serve; None for all of them: at a comprehensive window, or at none in particular."""
    return _items(session, user_id, heads=False)


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
        .where(WindowOfficer.user_id == user_id)
    )
    if heads:
        statement = statement.where(WindowOfficer.head)
    return [(comprehensive, items) for comprehensive, items in session.execute(statement)]


def _check(session: Session, facts: WindowFacts, by: Actor, *, except_id: int) -> None:
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    wrong: dict[str, str] = {}
    taken = select(ServiceWindow.id).where(ServiceWindow.name_zh == facts.name_zh, ServiceWindow.id != except_id)
    if session.scalar(taken):
        wrong["name_zh"] = "taken"
    if not facts.comprehensive and not facts.items:
        wrong["items"] = "missing"
    if wrong:
        raise WrongInput(**wrong)


def _write(session: Session, made: ServiceWindow, facts: WindowFacts) -> None:
    made.name_zh, made.name_en, made.comprehensive = facts.name_zh, facts.name_en, facts.comprehensive
    made.items = [] if facts.comprehensive else sorted(facts.items)
    session.flush()
    session.execute(delete(WindowOfficer).where(WindowOfficer.window_id == made.id))
    people: Collection[int] = dict.fromkeys((*facts.officers, *facts.heads))
    session.add_all(WindowOfficer(window_id=made.id, user_id=one, head=one in facts.heads) for one in people)


def _row(one: ServiceWindow, people: list[tuple[int, str, bool]]) -> WindowRow:
    facts = WindowFacts(
        name_zh=one.name_zh,
        name_en=one.name_en,
        comprehensive=one.comprehensive,
        items=tuple(one.items),
        officers=tuple(number for number, _, _ in people),
        heads=tuple(number for number, _, head in people if head),
    )
    return WindowRow(
        one.id, facts, tuple(name for _, name, _ in people), tuple(name for _, name, head in people if head)
    )
