"""A list that an enterprise keeps (台账), as its sheet: read into the rows of a form's tables, which the applicant then looks over.

《特种作业人员安全技术培训考核管理规定》第三十四条 has every unit keep one of its people with certificates: nobody types it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guides.conditions import is_filled
from guides.form import Field
from guides.headings import columns_of, plain
from portal.services import text_table, workbook
from portal.services.text_table import FileRefused, decoded
from portal.services.workbook import Cell, NotAWorkbook

LARGEST = 2 << 20
"""Bytes of one file; a list of two thousand people has a tenth of that."""
MOST_SHEETS = 20
HEAD_WITHIN = 15
"""The heads stand in one of the first rows: people like to put a title above them."""
MOST_FAULTS = 20
LONGEST = 300
"""Characters of one cell that are kept; nothing that a table asks for is longer."""
PASSED_OVER = ("", "序号", "编号", "no")
"""Headings of which nothing is said: everybody numbers his lines."""
DIGITS = 15
"""Digits that a spreadsheet keeps of a number; what is longer must stand there as text."""
_YES, _NO = {"是", "有", "√", "y", "yes", "无毒品犯罪记录"}, {"否", "无", "x", "n", "no"}

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list of a file: its name, and its lines with their numbers."""

    name: str
    lines: tuple[tuple[int, tuple[Cell, ...]], ...]


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
    read: list[Sheet] = field(default_factory=list)


def read(data: bytes, tables: Sequence[Field]) -> Brought:
    """Read the sheets of a workbook, or one list in CSV, into these tables, each at most once.

    A sheet belongs to the table of its name, or else to the one whose columns its headings name best. Raises FileRefused for
    a file that cannot be read (empty, large, encoding, what workbooks say) and for one with no list for these tables (heads).
    """
    if not data.strip():
        raise FileRefused("empty")
    if len(data) > LARGEST:
        raise FileRefused("large", most=LARGEST >> 20)
    try:
        sheets = list(_sheets(data))
    except NotAWorkbook as wrong:
        raise FileRefused(wrong.code, **wrong.facts) from None
    brought = Brought()
    fits = [one for sheet in sheets for table in tables if (one := _fit(sheet, table))]
    for one in sorted(fits, key=lambda fit: fit.score, reverse=True):
        if one.table.id not in brought.rows and one.sheet not in brought.read:
            _take(brought, one)
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


def _sheets(data: bytes) -> Iterator[Sheet]:
    if workbook.looks_like_one(data):
        for name in workbook.sheets(data)[:MOST_SHEETS]:
            yield Sheet(name, tuple(workbook.rows(data, name)))
    else:
        yield Sheet("", tuple(_of_text(decoded(data))))


def _of_text(text: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for line in text_table.lines(text):
        if line.swallowed:
            raise FileRefused("csv", line=line.first)
        yield line.last, tuple(map(Cell, line.cells))


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a sheet is the list for a table: `at` is the place of its heads among the lines, `places` what they stand for."""

    sheet: Sheet
    table: Field
    at: int
    places: Mapping[int, Field]
    score: tuple[bool, float]


def _take(brought: Brought, fit: _Fit) -> None:
    """Read a sheet into the table that it fits best."""
    table, places = fit.table, fit.places
    heads = [cell.text for cell in fit.sheet.lines[fit.at][1]]
    rows = [_row(brought, fit.sheet.name, number, cells, places) for number, cells in fit.sheet.lines[fit.at + 1 :]]
    rows = [row for row in rows if len(row) > 1 or len(table.columns) == 1]  # a remark below the list fills one cell
    if len(rows) > table.max_rows:
        brought.cut.append(table)
    brought.read.append(fit.sheet)
    brought.rows[table.id] = rows[: table.max_rows]
    brought.missing += [(table, one) for one in table.columns if one.required and one not in places.values()]
    brought.unused += [
        head.strip() for n, head in enumerate(heads) if n not in places and plain(head) not in PASSED_OVER
    ]


def _fit(sheet: Sheet, table: Field) -> _Fit | None:
    """The sheet as a list for the table, by the line of heads that names most of its columns; None where it is none."""
    named, needed = _named(sheet.name, table), sum(one.required for one in table.columns) or 1
    best: _Fit | None = None
    for at, (_number, cells) in enumerate(sheet.lines[:HEAD_WITHIN]):
        places = columns_of(table, [cell.text for cell in cells])
        share = sum(one.required for one in places.values()) / needed
        enough = len(places) >= min(2, len(table.columns)) and share >= 0.5
        if enough and (best is None or (named, share) > best.score):
            best = _Fit(sheet, table, at, places, (named, share))
    return best


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
