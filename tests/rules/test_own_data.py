"""Every table that points to a person, an enterprise or a case is in one's own data, or left out for a reason that is said."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from portal.db import Base
from portal.services.own_tables import BY_HAND, LEFT_OUT, OF_CASE, OF_ENTERPRISE, OF_PERSON, Told

CONCERNED = {"users", "enterprises", "cases"}
ABOUT = sorted(
    name
    for name, table in Base.metadata.tables.items()
    if name in CONCERNED or CONCERNED & {key.column.table.name for key in table.foreign_keys}
)
TOLD: list[Told] = [*OF_PERSON.values(), *OF_ENTERPRISE.values(), *OF_CASE.values()]


def tables(told: list[Told]) -> set[str]:
    return {one.model.__tablename__ for one in told}


@pytest.mark.parametrize("name", ABOUT)
def test_each_such_table_is_told_or_left_out_for_a_reason(name: str) -> None:
    ways = (name in tables(TOLD), name in BY_HAND or name == "enterprises", name in LEFT_OUT)
    assert sum(ways) == 1, f"{name}: tell it in services/own_tables, or say there why it is left out"


def test_nothing_is_named_that_there_is_not() -> None:
    known = set(Base.metadata.tables)
    assert {*BY_HAND, *LEFT_OUT} <= known


@pytest.mark.parametrize("told", TOLD, ids=lambda told: f"{told.model.__tablename__}-{told.by}")
def test_what_is_told_of_a_table_is_there_and_holds_no_secret(told: Told) -> None:
    table: Table = told.model.__table__
    assert {told.by, *told.columns} <= set(table.columns.keys())
    assert not [
        name for name in told.columns if any(word in name for word in ("secret", "hash", "token", "nonce", "key"))
    ]


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_each_reason_is_a_sentence(name: str) -> None:
    assert len(LEFT_OUT[name].split()) > 4
