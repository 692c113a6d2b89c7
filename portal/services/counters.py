"""Numbered series without gaps by failure and without doubles: the number is taken in the transaction that uses it."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.models import Counter


def next_value(session: Session, name: str) -> int:
    """The next number of a series, from 1. A transaction that fails gives its number back."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Counter).values(name=name, value=1)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + 1})
    return session.execute(statement.returning(Counter.value)).scalar_one()
