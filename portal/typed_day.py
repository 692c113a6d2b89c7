"""A day as it is typed on the command line: one that the calendar does not have is called so."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import click

_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)


class TypedDay(click.DateTime):
    """A day of the form 2026-01-31."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The day; fails with a sentence, another one for a day that does not exist."""
        if isinstance(value, str) and not _DAY.fullmatch(value):
            self.fail(f"{value!r} is no day of the form 2026-01-31.", param, ctx)
        try:
            return datetime.strptime(value, "%Y-%m-%d") if isinstance(value, str) else value  # noqa: DTZ007
        except ValueError:
            self.fail(f"the day {value} does not exist.", param, ctx)
