"""What must hold between answers, dates and rows: whether it does, in three values, and what it names.

An expression says more than a `when` rule: it compares two answers, a day with the day of application, every row of a
table, the number of rows and the total of a column. What is not answered yet makes it neither true nor false.
"""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from guides.conditions import holds, is_filled

Expression = dict[str, Any]
SUBJECTS = ("field", "total", "rows")
"""What is looked at: an answer, the total of a column (`table.column`), the number of rows of a table."""

RULES = ("is", "in", "has", "filled")
DAYS = ("not_before", "not_after")
NUMBERS = ("at_least", "at_most", "equals")
ROWS = ("any_row", "every_row")
COMPARED = (*RULES, *NUMBERS, *DAYS, "same_as", *ROWS)
COMBINED = ("all", "any", "not", "case")
TODAY = "today"


@dataclass(frozen=True, slots=True)
class World:
    """What an expression is asked about: the answers, the cases that hold, and the day of application."""

    answers: Mapping[str, Any]
    cases: AbstractSet[str]
    on: date
    row: Mapping[str, Any] | None = None

    def answer(self, name: str) -> Any:
        """The answer of that name; inside a table the column of the row, and the form's answer where it has none."""
        return self.row[name] if self.row is not None and name in self.row else self.answers.get(name)


def judge(expression: Expression, world: World) -> bool | None:
    """Return whether an expression is true of this world; None where an answer that it needs is missing."""
    if "not" in expression:
        inner = judge(expression["not"], world)
        return None if inner is None else not inner
    if "case" in expression:
        return expression["case"] in world.cases
    for name, decisive in (("all", False), ("any", True)):
        if name in expression:
            return _combined([judge(part, world) for part in expression[name]], decisive)
    return _compares(expression, world)


def _combined(found: list[bool | None], decisive: bool) -> bool | None:
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _compares(expression: Expression, world: World) -> bool | None:
    name = next(key for key in expression if key in COMPARED)
    wanted = expression[name]
    if name == "filled":
        return is_filled(world.answer(expression["field"])) is wanted
    subject = _value(expression, world)
    if subject is None or not is_filled(str(subject) if isinstance(subject, Decimal) else subject):
        return None
    if name in ROWS:
        found = [
            judge(wanted, replace(world, row=row)) for row in subject if isinstance(row, Mapping) and is_filled(row)
        ]
        return _combined(found, name == "any_row") if found else None
    if name in RULES:
        return holds({"field": "it", name: wanted}, {"it": subject})
    other = _value(wanted, world) if isinstance(wanted, Mapping) else wanted
    truth: bool | None = None if other is None else _PAIRS[name](subject, other, world, wanted)
    return truth


def _value(written: Mapping[str, Any], world: World) -> Any:
    """What a subject or the other side of a comparison stands for; None where it is not known."""
    if "total" in written:
        return _total(written["total"], world)
    if "rows" in written:
        rows = world.answers.get(written["rows"])
        return Decimal(sum(is_filled(row) for row in rows)) if isinstance(rows, list) else Decimal(0)
    if "day" in written:
        return written["day"]
    found = world.answer(written["field"])
    return found if is_filled(found) else None


def _total(name: str, world: World) -> Decimal | None:
    """The total of a column; None while a row that was begun has no number in it."""
    table, _, column = name.partition(".")
    rows = world.answers.get(table)
    numbers = [_number(row.get(column)) for row in rows if is_filled(row)] if isinstance(rows, list) else []
    return None if not numbers or None in numbers else sum(filter(None, numbers), Decimal(0))


def _numbers(test: Callable[[Decimal, Decimal], bool]) -> Callable[..., bool | None]:
    def compared(subject: Any, other: Any, _world: World, _wanted: Any) -> bool | None:
        one, two = _number(subject), _number(other)
        return None if one is None or two is None else test(one, two)

    return compared


def _days(test: Callable[[date, date], bool]) -> Callable[..., bool | None]:
    def compared(subject: Any, other: Any, world: World, wanted: Any) -> bool | None:
        one, two = _day(subject, world), _day(other, world)
        if one is None or two is None:
            return None
        shift = wanted if isinstance(wanted, Mapping) else {}
        return test(one, moved(two, months=shift.get("months", 0), days=shift.get("days", 0)))

    return compared


def _same(subject: Any, other: Any, _world: World, _wanted: Any) -> bool | None:
    return bool(_bare(subject) == _bare(other))


_PAIRS: dict[str, Callable[[Any, Any, World, Any], bool | None]] = {
    "at_least": _numbers(lambda one, two: one >= two),
    "at_most": _numbers(lambda one, two: one <= two),
    "equals": _numbers(lambda one, two: one == two),
    "not_before": _days(lambda one, two: one >= two),
    "not_after": _days(lambda one, two: one <= two),
    "same_as": _same,
}


def moved(day: date, *, months: int = 0, days: int = 0) -> date:
    """Return the day so many calendar months and days later (earlier when negative); the 31st becomes the month's last day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    try:
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=days)
    except (ValueError, OverflowError):
        return date.max if months + days > 0 else date.min


def _day(value: Any, world: World) -> date | None:
    if value == TODAY:
        return world.on
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _bare(value: Any) -> Any:
    """An answer without what says nothing: width of characters, spaces, the order of rows and of keys."""
    if isinstance(value, Mapping):
        return {key: _bare(part) for key, part in value.items() if is_filled(part)}
    if isinstance(value, list):
        return [_bare(part) for part in value]
    return "".join(unicodedata.normalize("NFKC", str(value)).split()).casefold()


@dataclass(frozen=True, slots=True)
class Named:
    """One thing an expression names: `use` is field, case, table or column, `types` what may stand there, empty for all."""

    path: tuple[str | int, ...]
    use: str
    name: str
    types: tuple[str, ...] = ()
    table: str | None = None
    values: tuple[str, ...] = ()


_FITTING: dict[str, tuple[str, ...]] = {
    "has": ("multichoice",),
    **dict.fromkeys(NUMBERS, ("number", "integer")),
    **dict.fromkeys(DAYS, ("date",)),
    **dict.fromkeys(ROWS, ("table",)),
}


def names(expression: Expression, path: tuple[str | int, ...] = (), table: str | None = None) -> Iterator[Named]:
    """Yield everything that a well-formed expression names, each with its place."""
    if "case" in expression:
        yield Named((*path, "case"), "case", expression["case"])
    elif "not" in expression:
        yield from names(expression["not"], (*path, "not"), table)
    elif "all" in expression or "any" in expression:
        [(key, parts)] = expression.items()
        for index, part in enumerate(parts):
            yield from names(part, (*path, key, index), table)
    else:
        yield from _compared_names(expression, path, table)


def _compared_names(expression: Expression, path: tuple[str | int, ...], table: str | None) -> Iterator[Named]:
    name = next(key for key in expression if key in COMPARED)
    wanted, types = expression[name], _FITTING.get(name, ())
    values = tuple(map(str, wanted if name == "in" else (wanted,))) if name in ("is", "in", "has") else ()
    yield from _subject_names(expression, path, types, table, values)
    if name in ROWS:
        yield from names(wanted, (*path, name), expression["field"])
    elif isinstance(wanted, Mapping):
        yield from _subject_names(wanted, (*path, name), types, table, ())


def _subject_names(
    written: Mapping[str, Any],
    path: tuple[str | int, ...],
    types: tuple[str, ...],
    table: str | None,
    values: tuple[str, ...],
) -> Iterator[Named]:
    if "field" in written:
        yield Named((*path, "field"), "field", written["field"], types, table, values)
    elif "rows" in written:
        yield Named((*path, "rows"), "field", written["rows"], ("table",))
    elif "total" in written:
        of, _, column = written["total"].partition(".")
        yield Named((*path, "total"), "field", of, ("table",))
        yield Named((*path, "total"), "field", column, ("number", "integer"), of)


def fields(expression: Expression) -> tuple[str, ...]:
    """Return the fields of the form that an expression rests on, each once, in the order they are named."""
    found = (one.table or one.name for one in names(expression) if one.use == "field")
    return tuple(dict.fromkeys(found))
