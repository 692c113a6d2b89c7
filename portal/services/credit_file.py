"""A credit list as a file: CSV or JSON is read into entries, and what cannot be read is said line by line (R92, R96)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.services.credit_lists import Entry, fault_of

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
}
"""The columns, by the names that files use; the names of the fields themselves are understood too."""
NEEDED = ("grounds", "body", "listed_on")
_NAMES = {said: field for field, names in COLUMNS.items() for said in (field, *names)}
_LONGEST = {"unit_name": 200, "person_name": 80, "grounds": 400, "decision_document": 120, "body": 120}
_DAY = re.compile(r"(\d{4})\s*(?:年|-|/|\.)?\s*(\d{1,2})\s*(?:月|-|/|\.)?\s*(\d{1,2})\s*日?")
_DATES = ("listed_on", "until", "removed_on")


class FileRefused(Exception):
    """A file that cannot be read at all: empty, encoding, spreadsheet, json, csv, columns (missing) or no_lines."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is not taken: its number in the file, why, and the words that are wrong (never an identity number).

    `fault` is nobody, uscc, person_id, reversed, grounds, body, date (in `said`), long, shape or double (of line `first`).
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


def read(data: bytes) -> Read:
    """The entries of a CSV or JSON file in UTF-8 or GB18030. Raises FileRefused where it is no such file."""
    if not data.strip():
        raise FileRefused("empty")
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise FileRefused("spreadsheet")
    text = decoded(data).strip("\ufeff \t\r\n")
    if not text:
        raise FileRefused("empty")
    rows = _of_json(text) if text[:1] in ("[", "{") else _of_csv(text)
    entries: list[tuple[int, Entry]] = []
    refused: list[Refused] = []
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        found = _entry(line, row)
        if isinstance(found, Entry) and (double := seen.setdefault(_same(found), line)) != line:
            found = Refused(line, "double", first=double)
        if isinstance(found, Entry):
            entries.append((line, found))
        else:
            refused.append(found)
    if not entries and not refused:
        raise FileRefused("no_lines")
    return Read(tuple(entries), tuple(refused))


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or GB18030, which is what Excel saves in China."""
    order = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in order:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f\ufffd]", text):
            return text
    raise FileRefused("encoding")


def _of_csv(text: str) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    head = text.partition("\n")[0]
    mark = max(",\t;，", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        names = [_NAMES.get(name.strip().strip("\ufeff"), "") for name in next(reader)]
        _need(names)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                whole = len(cells) <= len(names) or not any(cell.strip() for cell in cells[len(names) :])
                yield reader.line_num, dict(zip(names, cells, strict=False)) if whole else None
    except csv.Error:
        raise FileRefused("csv") from None


def _of_json(text: str) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise FileRefused("json") from None
    rows = found.get("entries") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise FileRefused("json")
    dicts = [row for row in rows if isinstance(row, dict)]
    if dicts:
        _need([_NAMES.get(str(name), "") for row in dicts for name in row])
    for number, row in enumerate(rows, start=1):
        yield number, {_NAMES.get(str(name), ""): cell for name, cell in row.items()} if isinstance(row, dict) else None


def _need(names: list[str]) -> None:
    missing = [COLUMNS[name][0] for name in NEEDED if name not in names]
    if not {"uscc", "unit_name", "person_name", "person_id"} & set(names):
        missing.insert(0, COLUMNS["uscc"][0])
    if missing:
        raise FileRefused("columns", missing="、".join(missing))


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
    entry = Entry(**{"grounds": "", "body": "", **said, **days})
    fault = fault_of(entry)
    return Refused(line, fault, entry.uscc if fault == "uscc" else "") if fault else entry


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
