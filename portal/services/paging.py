"""Lists in pages: the rows of one page, and how many there are altogether."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
ROWS = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, counted from 1."""

    rows: tuple[Row, ...]
    total: int
    page: int = 1
    pages: int = 1


def offset(page: int, total: int, rows: int = ROWS) -> tuple[int, int, int]:
    """The page that exists for the one asked for, how many there are, and how many rows lie before it."""
    pages = max(1, -(-total // rows))
    page = min(max(page, 1), pages)
    return page, pages, (page - 1) * rows
