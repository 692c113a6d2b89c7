"""A day as people write it: digits with any separator, 2026年5月1日, 二〇二六年五月一日, or a cell copied from a table."""

from __future__ import annotations

import re

_NUMERALS = "〇一二三四五六七八九"
_YEAR, _SMALL = r"([0-9]{4}|[〇一二三四五六七八九]{4})", r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DAYS = (
    re.compile(rf"{_YEAR}年{_SMALL}月{_SMALL}[日号]?"),
    re.compile(r"([0-9]{4})[-/.、\u2010-\u2015\u2212]([0-9]{1,2})[-/.、\u2010-\u2015\u2212]([0-9]{1,2})"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_MIDNIGHT = re.compile(r"T?0{1,2}:00(?::00(?:\.0+)?)?$")
"""What a table adds to a day that is copied out of it."""


def day_of(typed: str) -> tuple[int, int, int] | None:
    """Year, month and day of a line without spaces in half-width characters; None if it is no day.

    Whether the calendar has such a day is not asked here.
    """
    line = _MIDNIGHT.sub("", typed).replace("零", "〇").replace("○", "〇")
    for pattern in _DAYS:
        if found := pattern.fullmatch(line):
            year, month, day = found.groups()
            return _number(year), _number(month), _number(day)
    return None


def _number(written: str) -> int:
    """The number of digits, of numerals in a row (二〇二六), or of at most two places with 十 (二十八)."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return int("".join(str(_NUMERALS.index(one)) for one in ones))
    return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)
