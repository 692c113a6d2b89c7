"""A credit list as a workbook: read as it stands there, never guessed at, and what is no honest workbook is turned away."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portal.services import credit_file, workbook
from portal.services.credit_file import COLUMNS
from portal.services.text_table import FileRefused
from portal.web import xlsx_file

HEAD = [names[0] for names in COLUMNS.values()]
UNIT = {
    "统一社会信用代码": "91990101MA2HT5K72T", "单位名称": "临江恒泰化工贸易有限公司", "列入事由": "未经许可经营",
    "决定文书号": "望应急失信〔2026〕3号", "列入机关": "望海市应急管理局", "列入日期": "2026-09-01", "有效期至": "2029-08-31",
}  # fmt: skip
PERSON = {**UNIT, "统一社会信用代码": "", "单位名称": "", "姓名": "沈远航", "身份证号": "990101198003073019"}


def row(said: dict[str, Any]) -> list[Any]:
    return [said.get(name) for name in HEAD]


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def made(*rows: list[Any], change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with the head and these rows; `change` may still spoil its sheet."""
    book = Workbook()
    sheet = book.active
    for one in (HEAD, *rows):
        sheet.append(one)
    if change:
        change(sheet)
    return saved(book)


def faults(data: bytes) -> list[tuple[int, str, str]]:
    return [(one.line, one.fault, one.said) for one in credit_file.read(data).refused]


def code(data: bytes, sheet: str = "") -> str:
    with pytest.raises(FileRefused) as wrong:
        credit_file.read(data, sheet)
    return wrong.value.code


def packed(data: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """The workbook with parts that somebody changed by hand, took out or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def test_dates_are_read_as_dates_and_as_text():
    as_day = {**UNIT, "列入日期": datetime(2026, 9, 1), "有效期至": date(2029, 8, 31)}  # noqa: DTZ001
    typed = {**PERSON, "列入日期": "2026年9月1日", "有效期至": 20290831}
    (_, first), (_, second) = credit_file.read(made(row(as_day), row(typed))).entries
    assert (first.listed_on, first.until) == (second.listed_on, second.until) == (date(2026, 9, 1), date(2029, 8, 31))
    assert second.person_id == "990101198003073019"


@pytest.mark.parametrize("name", ["统一社会信用代码", "身份证号", "决定文书号"])
@pytest.mark.parametrize("number", [990101198003073019, 9.90101198003073e17, 12])
def test_a_code_that_became_a_number_is_refused_and_never_guessed(name: str, number: float):
    assert faults(made(row(PERSON), row({**UNIT, name: number}))) == [(3, "number", name)]


def test_a_formula_an_error_and_a_merged_cell_are_refused_by_line_and_column():
    def spoil(sheet: Any) -> None:
        sheet["I3"] = '=HYPERLINK("http://evil","2029-08-31")'
        sheet["G4"] = "#N/A"
        sheet["G4"].data_type = "e"
        sheet.merge_cells("E5:E6")

    rows = [row({**UNIT, "决定文书号": f"文〔2026〕{n}号"}) for n in range(5)]
    assert faults(made(*rows, change=spoil)) == [
        (3, "formula", "有效期至"), (4, "error", "列入机关"), (5, "merged", "列入事由"), (6, "merged", "列入事由"),
    ]  # fmt: skip


def test_formulas_beside_the_list_and_a_title_above_it_do_no_harm():
    def add(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "2026 年严重失信主体名单"
        sheet.merge_cells("A1:L1")
        sheet["L2"], sheet["L3"] = "序号", "=ROW()-2"

    ((line, entry),) = credit_file.read(made(row(UNIT), change=add)).entries
    assert (line, entry.unit_name) == (3, "临江恒泰化工贸易有限公司")


def test_the_first_sheet_that_is_shown_is_read_or_the_one_of_that_name():
    book = Workbook()
    book.active.title = "隐藏"
    book.active.sheet_state = "hidden"
    for name, said in (("说明", None), ("黑名单", UNIT)):
        sheet = book.create_sheet(name)
        for one in (HEAD, row(said)) if said else (["填写说明"],):
            sheet.append(one)
    data = saved(book)
    assert code(data) == "columns"
    assert len(credit_file.read(data, "黑名单").entries) == 1
    with pytest.raises(FileRefused) as wrong:
        credit_file.read(data, "红名单")
    assert (wrong.value.code, wrong.value.facts["names"]) == ("sheet", "隐藏、说明、黑名单")


XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_part_with_entities_is_turned_away_before_anything_is_read(part: str):
    def poison(name: str, content: bytes) -> bytes:
        return (
            XXE + content.partition(b"?>")[2]
            if name == part and b"?>" in content[:80]
            else (XXE + content if name == part else content)
        )

    assert code(packed(made(row(UNIT)), poison)) == "hostile"


def test_a_bomb_is_turned_away_by_what_it_would_become(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MOST_BYTES", 2 << 20)
    bomb = packed(made(row(UNIT)), lambda name, part: part, {"xl/media/x.xml": b"\0" * (4 << 20)})
    assert len(bomb) < 100_000
    assert code(bomb) == "too_much"
    many = packed(made(row(UNIT)), lambda name, part: part, {f"x/{n}": b"" for n in range(workbook.MOST_PARTS)})
    assert code(many) == "too_much"


def test_macros_old_files_other_files_and_torn_ones_are_turned_away():
    good = made(row(UNIT))
    assert code(packed(good, lambda name, part: part, {"xl/vbaProject.bin": b"x"})) == "macros"
    assert code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512) == "old_excel"
    assert code(packed(good, lambda name, part: None if name == "xl/workbook.xml" else part)) == "not_workbook"
    assert code(packed(good, lambda name, part: part[: len(part) // 2])) == "not_workbook"
    assert code(good[: len(good) // 2]) == "not_workbook"
    assert code(b"PK\x03\x04") == "not_workbook"
    deep = b"<a>" * 200 + b"</a>" * 200
    assert code(packed(good, lambda name, part: part, {"xl/deep.xml": deep})) == "not_workbook"


def test_too_many_rows_and_a_row_far_down_are_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 50)

    def far(sheet: Any) -> None:
        sheet["A1048576"] = "x"

    assert code(made(row(UNIT), change=far)) == "rows"


def test_strings_that_excel_keeps_apart_are_found_again():
    strings: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        strings.append(found[2])
        return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(strings) - 1)

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            return re.sub(rb'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', share, part)
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        told = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
        return part.replace(b"</Types>", told) if name == "[Content_Types].xml" else part

    data = packed(made(row(UNIT)), change)
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = b'<sst xmlns="%s">' % space + b"".join(b"<si>%s</si>" % one for one in strings) + b"</sst>"
    assert len(strings) > len(HEAD)
    again = packed(data, lambda name, part: part, {"xl/sharedStrings.xml": shared})
    assert credit_file.read(again).entries == credit_file.read(made(row(UNIT))).entries
    assert code(packed(data, lambda name, part: part, {"xl/sharedStrings.xml": XXE + shared})) == "hostile"


def test_the_size_that_a_sheet_claims_is_not_believed():
    def lie(name: str, part: bytes) -> bytes:
        return part.replace(b'<dimension ref="A1:K2"', b'<dimension ref="A1:A1"') if "sheet1" in name else part

    assert len(credit_file.read(packed(made(row(UNIT)), lie)).entries) == 1


TEXTS = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")),
    max_size=12,
)
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31)).map(date.isoformat) | st.sampled_from(["", "2026/9/1", "长期"])
ROWS = st.fixed_dictionaries(
    {
        "统一社会信用代码": st.sampled_from(["", "91990101MA2HT5K72T", "91990101MA2HT5K720"]),
        "单位名称": TEXTS, "姓名": TEXTS, "身份证号": st.sampled_from(["", "990101198003073019", "1"]),
        "列入事由": TEXTS, "决定文书号": TEXTS, "列入机关": TEXTS, "列入日期": DAYS, "有效期至": DAYS, "移出日期": DAYS,
        "失信等级": st.sampled_from(["", "轻微", "严重", "很坏"]),
    }
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROWS, min_size=1, max_size=4))
def test_the_same_rows_come_in_alike_as_csv_and_as_a_workbook(rows: list[dict[str, str]]):
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *(row(one) for one in rows)])
    table = xlsx_file.book(xlsx_file.Sheet("名单", HEAD, [row(one) for one in rows]))

    def read(data: bytes) -> Any:
        try:
            found = credit_file.read(data)
        except FileRefused as wrong:
            return wrong.code
        entries = [entry for _, entry in found.entries]
        return entries, [(one.fault, one.said) for one in found.refused]

    assert read(("\ufeff" + out.getvalue()).encode()) == read(table)


def test_what_is_written_is_text_in_every_cell_and_never_a_formula():
    said = ["=1+1", "+86", "-2", "@SUM(A1)", "007", "990101198003073019", "坏\x00字\ud800", "x" * 40_000]
    data = xlsx_file.book(xlsx_file.Sheet("甲", [f"列{n}" for n in range(len(said))], [said]))
    cells = next(load_workbook(io.BytesIO(data))["甲"].iter_rows(min_row=2))
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert [cell.value for cell in cells][:6] == said[:6]
    assert (cells[6].value, len(cells[7].value)) == ("坏字", 32_767)
