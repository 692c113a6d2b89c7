"""Which rows of a table belong to the enterprise that a person acts for, and to the items that the authority covers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_

from portal.actors import Actor


def own_rows(model: Any, by: Actor) -> ColumnElement[bool]:
    """The condition on a table with the columns `enterprise_id` and `item`; nobody without an enterprise has any row."""
    mine: ColumnElement[bool] = model.enterprise_id == (by.enterprise_id or 0)
    return mine if by.items is None else and_(mine, model.item.in_(sorted(by.items)))
