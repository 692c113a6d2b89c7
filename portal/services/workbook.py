"""A workbook (XLSX) that somebody brought: its cells as they stand there, within limits, and nothing in it is ever run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.sax import make_parser  # type: ignore[import-untyped]
from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils import range_boundaries  # type: ignore[import-untyped]

MOST_PARTS = 500
MOST_BYTES = 96 << 20
"""Bytes that all parts may have together once they are unpacked: a few kilobytes must not become gigabytes."""
MOST_ROWS = 60_000
MOST_COLUMNS = 60
MOST_MERGED = 5_000
DEEPEST = 60
"""How deep elements may lie in one another; a workbook needs a dozen."""
_CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}(:[A-Z]{1,3}[0-9]{1,7})?")


class NotAWorkbook(Exception):
    """A workbook that is not taken: old_excel, not_workbook, macros, too_much, hostile, sheet (with names) or rows."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and what it is: text, number, date, formula, error or merged (a part of a merged area)."""

    text: str
    kind: str = "text"


def looks_like_one(data: bytes) -> bool:
    """Whether the first bytes are those of a packed or an old office file, whatever its name says."""
    return data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0"


def is_archive(data: bytes) -> bool:
    """Whether a packed file is an ordinary archive (.zip), not an office document; one that is broken is not known to be either."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "[Content_Types].xml" not in packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def rows(data: bytes, sheet: str = "") -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The rows of a sheet with their numbers: of the one of that name, else of the first that is shown.

    Raises NotAWorkbook before anything is read of a file that is none, carries macros or is larger than it may be.
    """
    with _opened(data) as (book, merged):
        chosen = _chosen(book, sheet)
        areas = merged.get(chosen.title, ())
        chosen.reset_dimensions()
        yield from _rows(chosen, areas)


def sheets(data: bytes) -> tuple[str, ...]:
    """The names of the sheets that are shown, in their order. Raises NotAWorkbook as `rows` does."""
    with _opened(data) as (book, _merged):
        return tuple(one.title for one in book.worksheets if one.sheet_state == "visible")


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[Any, dict[str, tuple[tuple[int, int, int, int], ...]]]]:
    """The workbook, looked through before it is read, with its merged areas; whatever goes wrong with it is NotAWorkbook."""
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise NotAWorkbook("old_excel")
    merged = _checked(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # the library says in many ways that a file is broken
        raise NotAWorkbook("not_workbook") from error
    try:
        yield book, merged
    except (NotAWorkbook, GeneratorExit):
        raise
    except Exception as error:
        raise NotAWorkbook("not_workbook") from error
    finally:
        book.close()


def _rows(sheet: Any, areas: tuple[tuple[int, int, int, int], ...]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    lines = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1)
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS:
            raise NotAWorkbook("rows", most=MOST_ROWS)
        joined = [(left, right) for left, top, right, bottom in areas if top <= number <= bottom]
        cells = tuple(_cell(one, column, joined) for column, one in enumerate(line, start=1))
        if any(cell.text.strip() for cell in cells):
            yield number, cells


def _cell(one: Any, column: int, joined: list[tuple[int, int]]) -> Cell:
    value, kind = one.value, one.data_type
    if any(left <= column <= right for left, right in joined):
        return Cell("" if value is None else str(value), "merged")
    if value is None:
        return Cell("")
    if kind == "f":
        return Cell("=", "formula")
    if kind == "e":
        return Cell(str(value), "error")
    if isinstance(value, datetime):
        return Cell(value.date().isoformat(), "date")
    if isinstance(value, date):
        return Cell(value.isoformat(), "date")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Cell(_number(value), "number")
    return Cell(str(value))


def _number(value: float) -> str:
    """A number as its cell shows it: 20260901, not 20260901.0."""
    return str(int(value)) if isinstance(value, int) or value.is_integer() else repr(value)


def _chosen(book: Any, sheet: str) -> Any:
    names = [one.title for one in book.worksheets]
    if sheet:
        found = next((one for one in book.worksheets if one.title.strip() == sheet.strip()), None)
    else:
        found = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if found is None:
        raise NotAWorkbook("sheet", names="、".join(names[:20]))
    return found


def _checked(data: bytes) -> dict[str, tuple[tuple[int, int, int, int], ...]]:
    """Look through every part before the library reads one; returns the merged areas of each sheet by its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_BYTES:
                raise NotAWorkbook("too_much", most=MOST_BYTES >> 20)
            names = {one.filename for one in parts}
            if "xl/workbook.xml" not in names:
                raise NotAWorkbook("not_workbook")
            if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
                raise NotAWorkbook("macros")
            found = {name: _part(packed, name) for name in names if name.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise NotAWorkbook("not_workbook") from error
    return _by_sheet(found)


def _part(packed: zipfile.ZipFile, name: str) -> _Seen:
    """What one part says of sheets and merged cells. A part with a document type, and so with entities, is hostile."""
    seen, parser = _Seen(), make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(seen)
    try:
        with packed.open(name) as stream:
            parser.parse(stream)
    except DefusedXmlException as error:
        raise NotAWorkbook("hostile") from error
    except SAXException as error:
        raise NotAWorkbook("not_workbook") from error
    if len(seen.merged) > MOST_MERGED:
        raise NotAWorkbook("too_much", most=MOST_BYTES >> 20)
    return seen


class _Seen(ContentHandler):
    """What is noted of one part: merged areas, sheets with the names of their relations, relations with their targets."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.deepest = 0
        self.merged: list[tuple[int, int, int, int]] = []
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        """Note what matters; everything else is left to the library."""
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        if self.deepest > DEEPEST:
            raise SAXException("too deep")
        plain = name.rpartition(":")[2]
        if plain == "mergeCell" and _CELL.fullmatch(attrs.get("ref", "")):
            self.merged.append(range_boundaries(attrs["ref"]))
        elif plain == "sheet":
            linked = next((attrs[one] for one in attrs.getNames() if one.rpartition(":")[2] == "id"), "")
            self.sheets.append((attrs.get("name", ""), linked))
        elif plain == "Relationship":
            self.targets[attrs.get("Id", "")] = attrs.get("Target", "")

    def endElement(self, name: str) -> None:  # noqa: N802
        """Come back up."""
        self.depth -= 1


def _by_sheet(found: dict[str, _Seen]) -> dict[str, tuple[tuple[int, int, int, int], ...]]:
    links = found.get("xl/_rels/workbook.xml.rels", _Seen()).targets
    parts = {
        name: links.get(linked, "").removeprefix("/").removeprefix("xl/")
        for name, linked in found["xl/workbook.xml"].sheets
    }
    return {name: tuple(found[f"xl/{part}"].merged) for name, part in parts.items() if f"xl/{part}" in found}
