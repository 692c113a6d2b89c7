"""Numbered series without gaps by failure and without doubles: the number is taken in the transaction that uses it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Executable, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db import table_of
from portal.models import Counter

_COUNTERS = table_of(Counter)


def next_value(session: Session, name: str) -> int:
    """The next number of a series, from 1. A transaction that fails gives its number back."""
    connection = session.connection()
    value: int = connection.execute(_NEXT[connection.dialect.name], {"series": name}).scalar_one()
    return value


def _next(dialect: Any) -> Executable:
    statement = dialect.insert(_COUNTERS).values(name=bindparam("series"), value=1)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"value": _COUNTERS.c.value + 1})
    return statement.returning(_COUNTERS.c.value)


_NEXT = {"postgresql": _next(postgresql), "sqlite": _next(sqlite)}
