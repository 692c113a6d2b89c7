"""A credit list as a file: CSV, JSON or XLSX is read into entries, and what cannot be read is said line by line (R92, R96)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.services import text_table, workbook
from portal.services.credit_lists import Entry, fault_of
from portal.services.text_table import FileRefused, decoded
from portal.services.workbook import Cell, NotAWorkbook
from workflows.credit_policy import load_policy

COLUMNS: dict[str, tuple[str, ...]] = {
    "uscc": ("统一社会信用代码", "信用代码", "社会信用代码"),
    "unit_name": ("单位名称", "企业名称", "主体名称", "失信主体名称", "名称"),
    "person_name": ("姓名", "人员姓名", "责任人姓名"),
    "person_id": ("身份证号", "身份证号码", "证件号码", "公民身份号码"),
    "grounds": ("列入事由", "列入理由", "失信行为", "事由"),
    "decision_document": ("决定文书号", "列入决定书文号", "文书号", "文号"),
    "body": ("列入机关", "认定机关", "决定机关", "发布机关"),
    "listed_on": ("列入日期", "公布日期", "发布日期"),
    "until": ("有效期至", "截止日期", "到期日期"),
    "removed_on": ("移出日期",),
    "grade": ("失信等级", "严重程度", "失信严重程度"),
}
"""The columns, by the names that files use; the names of the fields themselves are understood too."""
NEEDED = ("grounds", "body", "listed_on")
_NAMES = {said: field for field, names in COLUMNS.items() for said in (field, *names)}
_LONGEST = {"unit_name": 200, "person_name": 80, "grounds": 400, "decision_document": 120, "body": 120}
_DAY = re.compile(r"(\d{4})\s*(?:年|-|/|\.)?\s*(\d{1,2})\s*(?:月|-|/|\.)?\s*(\d{1,2})\s*日?")
_DATES = ("listed_on", "until", "removed_on")
_CODES = ("uscc", "person_id", "decision_document")
"""What a spreadsheet must hold as text: as a number it loses leading zeros and everything after the fifteenth digit."""
_GRADES = {grade.name: code for code, grade in load_policy().grades.items()}
_HEAD_WITHIN = 20
"""The head of a sheet stands in one of its first rows: offices like to put a title above it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is not taken: its number in the file, why, and the words that are wrong (never an identity number).

    `fault` is nobody, uscc, person_id, reversed, grounds, body, grade, term, date (in `said`), long, shape, quote or double (of
    line `first`); in a spreadsheet also number, formula, error or merged (`said` names the column).
    """

    line: int
    fault: str
    said: str = ""
    first: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: entries with the lines they stand on, and the lines that are refused."""

    entries: tuple[tuple[int, Entry], ...]
    refused: tuple[Refused, ...]


_OTHERS = (
    (b"%PDF", "pdf"), (b"\xff\xd8\xff", "picture"), (b"\x89PNG", "picture"), (b"GIF8", "picture"),
    (b"II*\x00", "picture"), (b"MM\x00*", "picture"), (b"Rar!", "packed"), (b"7z\xbc\xaf", "packed"), (b"\x1f\x8b", "packed"),
)  # fmt: skip
"""What people choose by mistake, by its first bytes."""


_Row = tuple[int, Mapping[str, Any] | Refused | None]


def read(data: bytes, sheet: str = "") -> Read:
    """The entries of a CSV or JSON file in UTF-8 or GB18030, or of one sheet of a workbook.

    Raises FileRefused where it is no such file: empty, pdf, picture, packed, encoding, json, csv (near `line`), columns
    (`missing`), columns_double (`doubled`), no_lines, or what workbooks say. What a file is, its first bytes say, not its name.
    """
    if not data.strip():
        raise FileRefused("empty")
    if other := _other(data):
        raise FileRefused(other)
    try:
        return _read(_of_xlsx(data, sheet) if workbook.looks_like_one(data) else _of_text(data))
    except NotAWorkbook as wrong:
        raise FileRefused(wrong.code, **wrong.facts) from None


def _other(data: bytes) -> str:
    """What a file is that holds no list: pdf, picture or packed (an archive that is no office document); else nothing."""
    if data[:2] == b"PK":
        return "packed" if workbook.is_archive(data) else ""
    return next((what for mark, what in _OTHERS if data.startswith(mark)), "")


def _read(rows: Iterator[_Row]) -> Read:
    entries: list[tuple[int, Entry]] = []
    refused: list[Refused] = []
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        found = row if isinstance(row, Refused) else _entry(line, row)
        if isinstance(found, Entry) and (double := seen.setdefault(_same(found), line)) != line:
            found = Refused(line, "double", first=double)
        if isinstance(found, Entry):
            entries.append((line, found))
        else:
            refused.append(found)
    if not entries and not refused:
        raise FileRefused("no_lines")
    return Read(tuple(entries), tuple(refused))


def _of_text(data: bytes) -> Iterator[_Row]:
    text = decoded(data).strip("\ufeff \t\r\n")
    if not text:
        raise FileRefused("empty")
    return _of_json(text) if text[:1] in ("[", "{") else _of_csv(text)


def _of_csv(text: str) -> Iterator[_Row]:
    found = text_table.lines(text)
    names = _named(found[0].cells if found else ())
    _need(names)
    for line in found[1:]:
        yield (line.first, Refused(line.first, "quote")) if line.swallowed else (line.last, _split(names, line.cells))


def _split(names: list[str], cells: Sequence[str]) -> Mapping[str, Any] | None:
    whole = len(cells) <= len(names) or not any(cell.strip() for cell in cells[len(names) :])
    return dict(zip(names, cells, strict=False)) if whole else None


def _of_json(text: str) -> Iterator[_Row]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise FileRefused("json") from None
    rows = found.get("entries") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise FileRefused("json")
    dicts = [row for row in rows if isinstance(row, dict)]
    if dicts:
        _need([name for row in dicts for name in _named(row)])
    for number, row in enumerate(rows, start=1):
        yield number, {_NAMES.get(str(name), ""): cell for name, cell in row.items()} if isinstance(row, dict) else None


def _of_xlsx(data: bytes, sheet: str) -> Iterator[_Row]:
    """The lines below the head of a sheet. Cells that are joined, reckoned or broken are refused, never guessed at."""
    names: list[str] = []
    first: list[str] | None = None
    for line, cells in workbook.rows(data, sheet):
        if names:
            yield line, _line(line, names, cells)
            continue
        read = _names_of(_tidy(cell.text) for cell in cells)
        first = read if first is None or len(set(read)) > len(set(first)) else first
        if not _missing(read):
            _once(read)
            names = read[: 1 + max(at for at, cell in enumerate(cells) if cell.text.strip())]
        elif line > _HEAD_WITHIN:
            break
    if not names:
        _need(first or [])


def _line(line: int, names: list[str], cells: tuple[Cell, ...]) -> Mapping[str, Any] | Refused | None:
    if any(cell.text.strip() for cell in cells[len(names) :]):
        return None
    named = [(name, cell) for name, cell in zip(names, cells, strict=False) if name]
    for name, cell in named:
        if cell.kind in ("formula", "error", "merged") or (cell.kind == "number" and name in _CODES):
            return Refused(line, cell.kind, COLUMNS[name][0])
    return {name: cell.text for name, cell in named}


def _names_of(head: Iterable[str]) -> list[str]:
    """The fields that the columns of these names fill; nothing for a column that says nothing to us."""
    return [_NAMES.get(name.strip().strip("\ufeff"), "") for name in head]


def _named(head: Iterable[str]) -> list[str]:
    """The same, each field filled by one column."""
    names = _names_of(map(str, head))
    _once(names)
    return names


def _once(names: list[str]) -> None:
    """Raise FileRefused where two columns fill one field: which of them holds is not for us to guess."""
    if doubled := [COLUMNS[name][0] for name in dict.fromkeys(names) if name and names.count(name) > 1]:
        raise FileRefused("columns_double", doubled="、".join(doubled))


def _need(names: list[str]) -> None:
    if missing := _missing(names):
        raise FileRefused("columns", missing="、".join(missing))


def _missing(names: list[str]) -> list[str]:
    """The columns that a list cannot do without and that these do not have, by their names."""
    missing = [COLUMNS[name][0] for name in NEEDED if name not in names]
    if not {"uscc", "unit_name", "person_name", "person_id"} & set(names):
        missing.insert(0, COLUMNS["uscc"][0])
    return missing


def _entry(line: int, row: Mapping[str, Any] | None) -> Entry | Refused:
    if row is None or any(isinstance(cell, (dict, list)) for cell in row.values()):
        return Refused(line, "shape")
    said = {name: _tidy(cell) for name, cell in row.items() if name}
    days: dict[str, Any] = {}
    for name in _DATES:
        typed = said.pop(name, "")
        days[name] = day_of(typed)
        if days[name] is None and (typed or name == "listed_on"):
            return Refused(line, "date", typed[:40])
    if any(len(said.get(name, "")) > longest for name, longest in _LONGEST.items()):
        return Refused(line, "long")
    for name in ("uscc", "person_id"):
        said[name] = said.get(name, "").upper().replace(" ", "")
    said["grade"] = _GRADES.get(said.get("grade", ""), said.get("grade", ""))
    entry = Entry(**{"grounds": "", "body": "", **said, **days})
    fault = fault_of(entry)
    told = {"uscc": entry.uscc, "grade": entry.grade[:20]}
    return Refused(line, fault, told.get(fault, "")) if fault else entry


def _tidy(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).replace("\u3000", " ").split())


def day_of(typed: str) -> date | None:
    """A day as people write it: 2026-09-01, 2026/9/1, 20260901, 2026年9月1日; None where it is none."""
    found = None if typed.isdigit() and len(typed) != 8 else _DAY.fullmatch(typed.strip())
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _same(entry: Entry) -> tuple[str, ...]:
    who = (entry.uscc or entry.unit_name, entry.person_id or entry.person_name)
    return (*who, entry.decision_document or entry.listed_on.isoformat())
