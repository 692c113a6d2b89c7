"""Locks with an end, kept in the database: one holder at a time, and a dead one loses it by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db import transaction
from portal.models import Lease


@contextmanager
def lease(name: str, *, at: datetime, minutes: int = 10) -> Iterator[bool]:
    """Hold the lease of that name while the block runs. Yields False when somebody else holds it."""
    holder = uuid4().hex
    with transaction() as session:
        held = _take(session, name, holder, at, at + timedelta(minutes=minutes))
    try:
        yield held
    finally:
        if held:
            with transaction() as session:
                session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


def _take(session: Session, name: str, holder: str, at: datetime, until: datetime) -> bool:
    """Write the lease unless a living one stands."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Lease).values(name=name, holder=holder, until=until)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"holder": holder, "until": until}, where=Lease.until <= at
    )
    return session.execute(statement.returning(Lease.holder)).scalar_one_or_none() == holder
