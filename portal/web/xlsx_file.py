"""Lists as workbooks (XLSX) in which every cell is text: nothing is taken for a formula, and no number loses a digit."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the heads of its columns with their widths in characters, and the rows."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int] = ()


def book(*sheets: Sheet) -> bytes:
    """The workbook with these sheets; what somebody types into its columns later stays text too."""
    made = Workbook(write_only=True)
    for one in sheets:
        sheet = made.create_sheet(one.name)
        sheet.freeze_panes = "A2"
        for number in range(1, len(one.heads) + 1):
            column = sheet.column_dimensions[get_column_letter(number)]
            column.width = one.widths[number - 1] if number <= len(one.widths) else 22
            column.number_format = "@"
        sheet.append([_cell(sheet, head, head=True) for head in one.heads])
        for row in one.rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def download(name: str, *sheets: Sheet) -> Response:
    """The workbook as an answer that is saved under that name."""
    response = Response(book(*sheets), content_type=KIND)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cell(sheet: object, value: object, *, head: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_UNFIT.sub("", str(value))[:LONGEST])
    cell.data_type = "s"  # whatever it begins with: a text, never a formula
    cell.number_format = "@"
    if head:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell
