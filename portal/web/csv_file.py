"""Lists as CSV files that office programs read: with a byte order mark, and no cell that is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response

MARK = "\ufeff"
STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What a formula begins with, also as it is typed in Chinese: some office programs take the wide signs for the narrow ones."""


def line(cells: Iterable[object]) -> str:
    """One line; every cell as text that no office program takes for a formula."""
    out = io.StringIO()
    csv.writer(out).writerow([harmless(str(cell)) for cell in cells])
    return out.getvalue()


def harmless(text: str) -> str:
    """A cell that no office program takes for a formula, also where blanks stand before it."""
    return f"'{text}" if text.lstrip(" \u3000\xa0").startswith(STARTS) else text


def lines(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The whole file, a piece at a time."""
    yield MARK + line(head)
    yield from map(line, rows)


def download(head: Sequence[object], rows: Iterable[Sequence[object]], name: str) -> Response:
    """The file as an answer that is saved under that name and may be read by pages of other sites."""
    response = Response("".join(lines(head, rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
