"""A list that an enterprise keeps (台账), as its sheet: read into the rows of a form's tables, which the applicant then looks over.

《特种作业人员安全技术培训考核管理规定》第三十四条 has every unit keep one of its people with certificates: nobody types it again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guides.conditions import is_filled
from guides.form import Field
from guides.headings import columns_of, plain
from portal.services import workbook
from portal.services.credit_file import FileRefused, decoded
from portal.services.workbook import Cell, NotAWorkbook

LARGEST = 2 << 20
"""Bytes of one file; a list of two thousand people has a tenth of that."""
MOST_SHEETS = 20
HEAD_WITHIN = 15
"""The heads stand in one of the first rows: people like to put a title above them."""
MOST_FAULTS = 20
LONGEST = 300
"""Characters of one cell that are kept; nothing that a table asks for is longer."""
DIGITS = 15
"""Digits that a spreadsheet keeps of a number; what is longer must stand there as text."""
_YES, _NO = {"是", "有", "√", "y", "yes", "无毒品犯罪记录"}, {"否", "无", "x", "n", "no"}

Rows = list[dict[str, str]]
_Lines = list[tuple[int, tuple[Cell, ...]]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that was not taken as it stands: `why` is formula, error, digits or option; `said` is what stands there."""

    sheet: str
    line: int
    column: Field
    why: str
    said: str = ""


@dataclass(slots=True)
class Brought:
    """What a file holds: rows by table, cells that were not taken, columns that a table lacks, and headings nobody asked for."""

    rows: dict[str, Rows] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    missing: list[tuple[Field, Field]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    cut: list[Field] = field(default_factory=list)


def read(data: bytes, tables: Sequence[Field]) -> Brought:
    """Read the sheets of a workbook, or one list in CSV, into these tables, each at most once.

    A sheet belongs to the table of its name, or else to the one whose columns its headings name best. Raises FileRefused for
    a file that cannot be read (empty, large, encoding, what workbooks say) and for one with no list for these tables (heads).
    """
    if not data.strip():
        raise FileRefused("empty")
    if len(data) > LARGEST:
        raise FileRefused("large", most=LARGEST >> 20)
    brought = Brought()
    try:
        for name, lines in _sheets(data):
            left = [one for one in tables if one.id not in brought.rows]
            _take(brought, name, lines, left)
    except NotAWorkbook as wrong:
        raise FileRefused(wrong.code, **wrong.facts) from None
    if not any(brought.rows.values()):
        raise FileRefused("heads")
    return brought


def joined(there: Any, brought: Rows) -> Rows:
    """The rows that a table holds with those of a file below them; what stands in both is not repeated.

    A row of which the file says more, such as the proposed first one with nothing but a name, gives way to the file's.
    """
    before = (
        [dict(row) for row in there if isinstance(row, Mapping) and is_filled(dict(row))]
        if isinstance(there, list)
        else []
    )
    kept = [row for row in before if not any(_within(row, one) for one in brought)]
    return kept + brought


def _within(row: Mapping[str, Any], other: Mapping[str, str]) -> bool:
    return all(other.get(name) == value for name, value in row.items() if is_filled(value))


def _sheets(data: bytes) -> Iterator[tuple[str, _Lines]]:
    if workbook.looks_like_one(data):
        for name in workbook.sheets(data)[:MOST_SHEETS]:
            yield name, list(workbook.rows(data, name))
    else:
        yield "", _of_text(decoded(data))


def _of_text(text: str) -> _Lines:
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;，", key=head.count))
    try:
        return [(reader.line_num, tuple(map(Cell, cells))) for cells in reader if any(one.strip() for one in cells)]
    except csv.Error:
        raise FileRefused("csv") from None


def _take(brought: Brought, sheet: str, lines: _Lines, tables: Sequence[Field]) -> None:
    """Read a sheet into the table that it belongs to; one that belongs to none is passed over."""
    found = _belongs(sheet, lines, tables)
    if found is None:
        return
    table, at, places = found
    heads = [cell.text for cell in lines[at][1]]
    rows = [_row(brought, sheet, number, cells, places) for number, cells in lines[at + 1 :]]
    rows = [row for row in rows if len(row) > 1 or len(table.columns) == 1]  # a remark below the list fills one cell
    if len(rows) > table.max_rows:
        brought.cut.append(table)
    brought.rows[table.id] = rows[: table.max_rows]
    brought.missing += [(table, one) for one in table.columns if one.required and one not in places.values()]
    brought.unused += [
        head.strip() for n, head in enumerate(heads) if n not in places and plain(head) not in ("", "序号", "no")
    ]


def _belongs(sheet: str, lines: _Lines, tables: Sequence[Field]) -> tuple[Field, int, dict[int, Field]] | None:
    """The table that a sheet is for, the place of its heads among the lines, and the columns under them."""
    best: tuple[tuple[bool, float], Field, int, dict[int, Field]] | None = None
    for table in tables:
        named = _named(sheet, table)
        for at, (_number, cells) in enumerate(lines[:HEAD_WITHIN]):
            places = columns_of(table, [cell.text for cell in cells])
            share = sum(one.required for one in places.values()) / max(1, sum(one.required for one in table.columns))
            if (
                len(places) >= min(2, len(table.columns))
                and share >= 0.5
                and (best is None or (named, share) > best[0])
            ):
                best = (named, share), table, at, places
    return best[1:] if best else None


def _named(sheet: str, table: Field) -> bool:
    name, labels = plain(sheet), [plain(table.label.zh), plain(table.label.en)]
    return bool(name) and any(name in one or one in name for one in labels)


def _row(brought: Brought, sheet: str, line: int, cells: Sequence[Cell], places: Mapping[int, Field]) -> dict[str, str]:
    row: dict[str, str] = {}
    for at, column in places.items():
        cell = cells[at] if at < len(cells) else Cell("")
        text = " ".join(cell.text.split())[:LONGEST]
        why = _wrong(cell, text, column)
        value = "" if why else _value(column, text)
        if value:
            row[column.id] = value
        if why and len(brought.faults) < MOST_FAULTS:
            brought.faults.append(Fault(sheet, line, column, why, "" if column.personal else text[:40]))
    return row


def _wrong(cell: Cell, text: str, column: Field) -> str:
    """Why a cell is not taken, or nothing."""
    if cell.kind in ("formula", "error"):
        return cell.kind
    if cell.kind == "number" and (len(text) > DIGITS or "e" in text):
        return "digits"
    if text and column.type in ("choice", "yesno") and not _value(column, text):
        return "option"
    return ""


def _value(column: Field, text: str) -> str:
    """What a table keeps of a cell: the answer whose words stand there, a yes or no, and everything else as it stands."""
    said = plain(text)
    if column.type == "yesno":
        return "yes" if said in _YES else "no" if said in _NO else ""
    if column.type == "choice":
        return next(
            (one.value for one in column.options if said in _words_of(one.label.zh, one.label.en, one.value)), ""
        )
    return text


def _words_of(*words: str) -> Iterable[str]:
    return {plain(one) for one in words}
