"""Every table about a person or an enterprise has a rule of retention, or a reason for which its rows stay."""

from __future__ import annotations

import pytest

from portal.db import Base
from portal.services.retention import KEPT, RULED
from workflows.retention import KINDS

CONCERNED = {"users", "enterprises"}
ABOUT = sorted(
    name
    for name, table in Base.metadata.tables.items()
    if name in CONCERNED or CONCERNED & {key.column.table.name for key in table.foreign_keys}
)


@pytest.mark.parametrize("name", ABOUT)
def test_each_such_table_has_a_rule_or_a_reason(name: str) -> None:
    assert (name in RULED) != (name in KEPT), f"{name}: name its rule or its reason in services/retention"


def test_every_rule_has_its_days_and_every_name_its_table() -> None:
    assert set(RULED.values()) <= set(KINDS)
    assert {*RULED, *KEPT} <= set(ABOUT)
    assert all(len(reason.split()) > 4 for reason in KEPT.values())
