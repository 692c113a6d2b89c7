"""Outside systems as the portal knows them: up, down since when, last answer; what waits for one is woken when it is back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.connectors.port import PortDown
from portal.db import reading, transaction
from portal.models import OutboxMessage, PortState

log = logging.getLogger("onewindow.ports")
PORTS = ("register", "credit", "mail", "sms", "antivirus")
FRESH = timedelta(minutes=5)
"""How old a noted answer may be before the next one is written down: a busy port is not a busy row."""


BREATH = timedelta(seconds=30)
"""How long nobody asks a system again that has just not answered: a hundred files do not wait for a hundred time-outs."""


@dataclass(frozen=True, slots=True)
class Port:
    """One outside system: off (not configured), unasked, up or down; and how many messages wait for it."""

    name: str
    state: str
    since: datetime | None = None
    answered_at: datetime | None = None
    error: str = ""
    waiting: int = 0


def configured(name: str) -> bool:
    """Whether this portal has such a system at all."""
    settings = current_app.config["SETTINGS"]
    needed = {"register": settings.register_url, "antivirus": settings.antivirus_url, "sms": settings.sms_url}
    return bool(needed.get(name, True))


@contextmanager
def asking(name: str, *, at: datetime) -> Iterator[None]:
    """Ask a system inside the block: what it raises is noted as down and raised again, else it answered."""
    if _resting(name, at):
        raise PortDown(f"{name} did not answer a moment ago")
    try:
        yield
    except Exception as error:
        with transaction() as session:
            note(session, name, str(error) or type(error).__name__, at=at)
        raise
    with transaction() as session:
        note(session, name, "", at=at)


def _resting(name: str, at: datetime) -> bool:
    """Whether a system that is down was asked so lately that asking again would only hold the others up."""
    with reading() as session:
        row = session.get(PortState, name)
        return row is not None and not row.up and timedelta(0) <= at - row.asked_at < BREATH


def note(session: Session, name: str, error: str, *, at: datetime) -> None:
    """Write down that a system answered (`error` empty) or not; when it is back, what waits for it is tried at once."""
    row = session.get(PortState, name)
    up = not error
    if row is not None and row.up == up and at - row.asked_at < (FRESH if up else BREATH):
        return
    row = session.get(PortState, name, with_for_update=True) or _new(session, name, up, at)
    if row.up != up:
        log.warning("%s is %s", name, "back" if up else "down")
        row.up, row.since = up, at
        if up:
            _hurry(session, name, at)
    row.asked_at, row.error = at, error[:200]
    if up:
        row.answered_at = at


def _new(session: Session, name: str, up: bool, at: datetime) -> PortState:
    row = PortState(name=name, up=up, since=at, asked_at=at)
    session.add(row)
    return row


def _hurry(session: Session, name: str, at: datetime) -> None:
    """Let what waits for a system that is back not wait for its next turn."""
    waiting = (OutboxMessage.state == "queued", OutboxMessage.kind == _kind(name), OutboxMessage.due_at > at)
    session.execute(update(OutboxMessage).where(*waiting).values(due_at=at))


def _kind(name: str) -> str:
    return name if name in ("mail", "sms") else f"check_{name}"


def down(*, at: datetime) -> tuple[Port, ...]:
    """The systems that are down now: what the pages of the staff say above everything else."""
    with reading() as session:
        rows = session.scalars(select(PortState).where(PortState.up.is_(False)))
        found = {row.name: Port(row.name, "down", row.since, row.answered_at, row.error) for row in rows}
    return tuple(found[name] for name in PORTS if name in found and configured(name))


def every(*, by: Actor) -> tuple[Port, ...]:
    """All systems with what waits for each, for the administrator."""
    require(by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    counted = select(OutboxMessage.kind, func.count()).where(OutboxMessage.state.in_(("queued", "sending")))
    with reading() as session:
        rows = {row.name: row for row in session.scalars(select(PortState))}
        waiting = {row[0]: row[1] for row in session.execute(counted.group_by(OutboxMessage.kind))}
    return tuple(_port(name, rows.get(name), waiting.get(_kind(name), 0)) for name in PORTS)


def _port(name: str, row: PortState | None, waiting: int) -> Port:
    if not configured(name):
        return Port(name, "off", waiting=waiting)
    if row is None:
        return Port(name, "unasked", waiting=waiting)
    return Port(name, "up" if row.up else "down", row.since, row.answered_at, row.error, waiting)
