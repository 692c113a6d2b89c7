"""A table that came as text (CSV, or cells between tabs): its lines as they stand, and none that an open quote swallowed."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

MARKS = ",\t;，"
"""What stands between two cells; which of them it is, the first line tells."""


class FileRefused(Exception):
    """A file that cannot be read at all, by its code and facts; here encoding, and csv (near `line`)."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: the lines of the text that it stands on, its cells, and whether one of them holds other lines whole."""

    first: int
    last: int
    cells: tuple[str, ...]
    swallowed: bool = False


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or GB18030, which is what Excel saves in China. Raises FileRefused."""
    order = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in order:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f\ufffd]", text):
            return text
    raise FileRefused("encoding")


def lines(text: str) -> list[Line]:
    """The lines that hold anything, the heads among them. Raises FileRefused where quotation marks do not pair.

    A quote that is not closed on its line must not take the lines below it away in silence: read strictly, it ends in an error, or
    in a cell that holds lines as wide as the table, which is said.
    """
    head = text.partition("\n")[0]
    mark = max(MARKS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    found: list[tuple[int, int, list[str]]] = []
    done = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((done + 1, reader.line_num, cells))
            done = reader.line_num
    except csv.Error:
        raise FileRefused("csv", line=done + 1) from None
    wide = max(max((len(cells) for _first, _last, cells in found), default=0) - 1, 1)
    return [Line(first, last, tuple(cells), _holds_lines(cells, mark, wide)) for first, last, cells in found]


def _holds_lines(cells: list[str], mark: str, wide: int) -> bool:
    return any(line.count(mark) >= wide for cell in cells for line in cell.splitlines()[1:])
