"""Outside systems as the portal knows them: up, down since when, left alone until when; what waits is woken when one is back."""

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
from portal.connectors.breaker import Breaker, Limits
from portal.connectors.port import PortResting
from portal.db import reading, transaction
from portal.models import OutboxMessage, PortState
from portal.services import seal_key

log = logging.getLogger("onewindow.ports")
PORTS = (
    "register",
    "projects",
    "certificates",
    "credit",
    "credit_feed",
    "credit_folder",
    "mail",
    "sms",
    "antivirus",
    "seal",
    "courier",
)
OWN_KIND = frozenset({"mail", "sms", "seal", "courier"})
"""Systems whose messages bear their own name; the others are asked for checks."""

QUIET = ("credit_feed", "credit_folder")
"""Systems whose absence holds nobody up: the administrator reads of it, the other pages say nothing."""
FRESH = timedelta(minutes=5)
"""How old a noted answer may be before the next one is written down: a busy port is not a busy row."""


@dataclass(frozen=True, slots=True)
class Port:
    """One outside system: off (not configured), unasked, up or down; and how many messages wait for it.

    `breaker` is closed, open (nobody asks until `rests_until`) or half_open (the next one to ask tries it).
    """

    name: str
    state: str
    since: datetime | None = None
    answered_at: datetime | None = None
    error: str = ""
    waiting: int = 0
    failures: int = 0
    rests_until: datetime | None = None
    breaker: str = "closed"


def configured(name: str) -> bool:
    """Whether this portal has such a system at all."""
    settings = current_app.config["SETTINGS"]
    needed = {
        "register": settings.register_url,
        "projects": settings.projects_url,
        "certificates": settings.certificates_url,
        "antivirus": settings.antivirus_url,
        "seal": seal_key.configured(settings),
        "courier": settings.courier_url,
        "credit_feed": settings.credit_feed_url,
        "credit_folder": settings.credit_folder,
        "sms": settings.sms_url,
    }
    return bool(needed.get(name, True))


@contextmanager
def asking(name: str, *, at: datetime) -> Iterator[None]:
    """Ask a system inside the block: what it raises is noted as down and raised again, else it answered.

    Raises PortResting, and the block is not run, while the system is left alone after failures, or somebody else tries it.
    """
    _admit(name, at)
    try:
        yield
    except Exception as error:
        with transaction() as session:
            note(session, name, str(error) or type(error).__name__, at=at)
        raise
    with transaction() as session:
        note(session, name, "", at=at)


def _admit(name: str, at: datetime) -> None:
    """Let pass whoever may ask now. The breaker stands in the database, so that every worker on every machine knows it."""
    with reading() as session:
        row = session.get(PortState, name)
        if row is None or breaker_of(row).state(at) == "closed":
            return
    with transaction() as session:
        row = session.get_one(PortState, name, with_for_update=True)
        asked = breaker_of(row).asked(at)
        if asked is not None:
            row.rests_until = asked.rests_until
        refused = row.rests_until if asked is None else None
    if refused is not None:
        raise PortResting(name, refused)


def breaker_of(row: PortState) -> Breaker:
    """The breaker of a system."""
    return Breaker(row.failures, row.failing_since, row.rests_until)


def note(session: Session, name: str, error: str, *, at: datetime) -> None:
    """Write down that a system answered (`error` empty) or not; when it is back, what waits for it is tried at once."""
    row, up = session.get(PortState, name), not error
    if row is not None and up and row.up and row.rests_until is None and at - row.asked_at < FRESH:
        return
    row = session.get(PortState, name, with_for_update=True) or _new(session, name, up, at)
    if row.up != up:
        log.warning("%s is %s", name, "back" if up else "down")
        row.up, row.since = up, at
        if up:
            _hurry(session, name, at)
    _turn(row, Breaker() if up else breaker_of(row).failed(at, _limits()))
    row.asked_at, row.error = at, error[:200]
    if up:
        row.answered_at = at


def reset(name: str, *, by: Actor, at: datetime) -> None:
    """Ask a system again at once, although it failed: its breaker is closed, and what waits for it is tried now."""
    require(by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    with transaction() as session:
        row = session.get(PortState, name, with_for_update=True)
        if row is None:
            return
        _turn(row, Breaker())
        _hurry(session, name, at)
    log.warning("%s is asked again, as %s wants it", name, by.reference)


def _turn(row: PortState, breaker: Breaker) -> None:
    row.failures, row.failing_since, row.rests_until = breaker.failures, breaker.failing_since, breaker.rests_until


def _limits() -> Limits:
    settings = current_app.config["SETTINGS"]
    window, rest = settings.breaker_window_seconds, settings.breaker_rest_seconds
    return Limits(settings.breaker_failures, timedelta(seconds=window), timedelta(seconds=rest))


def _new(session: Session, name: str, up: bool, at: datetime) -> PortState:
    row = PortState(name=name, up=up, since=at, asked_at=at, failures=0)
    session.add(row)
    return row


def _hurry(session: Session, name: str, at: datetime) -> None:
    """Let what waits for a system that is back not wait for its next turn."""
    waiting = (OutboxMessage.state == "queued", OutboxMessage.kind == _kind(name), OutboxMessage.due_at > at)
    session.execute(update(OutboxMessage).where(*waiting).values(due_at=at))


def _kind(name: str) -> str:
    return name if name in OWN_KIND else f"check_{name}"


def down(*, at: datetime) -> tuple[Port, ...]:
    """The systems that are down now: what the pages of the staff say above everything else."""
    with reading() as session:
        rows = session.scalars(select(PortState).where(PortState.up.is_(False)))
        found = {row.name: Port(row.name, "down", row.since, row.answered_at, row.error) for row in rows}
    return tuple(found[name] for name in PORTS if name in found and name not in QUIET and configured(name))


def every(*, by: Actor, at: datetime) -> tuple[Port, ...]:
    """All systems with what waits for each, for the administrator."""
    require(by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    counted = select(OutboxMessage.kind, func.count()).where(OutboxMessage.state.in_(("queued", "sending")))
    with reading() as session:
        rows = {row.name: row for row in session.scalars(select(PortState))}
        waiting = {row[0]: row[1] for row in session.execute(counted.group_by(OutboxMessage.kind))}
    return tuple(_port(name, rows.get(name), waiting.get(_kind(name), 0), at) for name in PORTS)


def _port(name: str, row: PortState | None, waiting: int, at: datetime) -> Port:
    if not configured(name):
        return Port(name, "off", waiting=waiting)
    if row is None:
        return Port(name, "unasked", waiting=waiting)
    breaker, state = breaker_of(row), "up" if row.up else "down"
    return Port(
        name, state, row.since, row.answered_at, row.error, waiting, row.failures, row.rests_until, breaker.state(at)
    )
