"""A credit list comes in as a file: read line by line, compared with what is in use, imported whole or refused with a reason."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from datetime import date

import pytest

from portal.access import Denied
from portal.actors import SYSTEM
from portal.models import CreditEntry, CreditList
from portal.services import credit_file, credit_import, credit_lists
from portal.services.credit_import import About
from portal.services.text_table import FileRefused
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import Town, beijing, rows_of
from workflows.refusal import Refusal

HEAD = "统一社会信用代码,单位名称,姓名,身份证号,列入事由,决定文书号,列入机关,列入日期,有效期至"
UNIT = "91990101MA2HT5K72T,临江恒泰化工贸易有限公司,,,未经许可经营,望应急失信〔2026〕3号,望海市应急管理局,2026-09-01,2029/8/31"
PERSON = ",,沈远航,990101198003073019,瞒报事故,望应急失信〔2026〕4号,望海市应急管理局,2026年9月2日,20290901"
NAME = "全国安全生产严重失信主体名单"
ABOUT = About("black", NAME, "2026-10-08", "应急管理部令第11号")
AT = beijing("2026-10-08 09:00")


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def sheet(*lines: str) -> bytes:
    return "\r\n".join([HEAD, *lines, ""]).encode()


def kept(data: bytes, town: Town) -> str:
    return credit_import.keep("名单.csv", io.BytesIO(data), by=town["lin.jing"], at=AT)


def faults(*lines: str) -> list[tuple[int, str]]:
    return [(one.line, one.fault) for one in credit_file.read(sheet(*lines)).refused]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encodings_that_offices_save_in_are_all_read(encoding):
    (_, entry), (line, person) = credit_file.read(sheet(UNIT, PERSON).decode().encode(encoding)).entries
    assert (entry.unit_name, entry.listed_on, entry.until) == (
        "临江恒泰化工贸易有限公司", date(2026, 9, 1), date(2029, 8, 31),
    )  # fmt: skip
    assert (line, person.person_name, person.listed_on) == (3, "沈远航", date(2026, 9, 2))


def test_a_json_file_says_the_same_as_a_csv_file():
    names, cells = HEAD.split(","), UNIT.split(",")
    for said in ([dict(zip(names, cells, strict=True))], {"entries": [dict(zip(names, cells, strict=True))]}):
        found = credit_file.read(json.dumps(said, ensure_ascii=False).encode())
        assert [entry for _, entry in found.entries] == [credit_file.read(sheet(UNIT)).entries[0][1]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\ufeff".encode(), "empty"),
        (sheet(), "no_lines"),
        (b"PK\x03\x04 no workbook", "not_workbook"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old_excel"),
        (b"\xff\xfe\x00", "encoding"),
        (sheet(UNIT)[:-7] + b"\x81\x00\xff\xff", "encoding"),
        ("单位名称,事由\r\n甲,乙".encode(), "columns"),
        ("單位名稱,事由".encode("big5"), "columns"),
        (b"[1, 2", "json"),
        (b'{"entries": 3}', "json"),
        (b"[]", "no_lines"),
        (("[" * 200_000).encode(), "json"),
        (HEAD.encode() + b"\r\n" + b"a" * 200_000, "csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_reason(data, code):
    with pytest.raises(FileRefused) as wrong:
        credit_file.read(data)
    assert wrong.value.code == code


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (UNIT.replace("K72T", "K720"), "uscc"),
        (PERSON.replace("3019", "3010"), "person_id"),
        (UNIT.replace("2029/8/31", "2026/8/31"), "reversed"),
        (UNIT.replace("2026-09-01", "2026-02-30"), "date"),
        (UNIT.replace("2026-09-01", ""), "date"),
        (UNIT.replace("2029/8/31", "长期"), "date"),
        (UNIT.replace("2029/8/31", "2029111"), "date"),
        (UNIT.replace("未经许可经营", " "), "grounds"),
        (UNIT.replace("望海市应急管理局", ""), "body"),
        (",,,,事由,文书,机关,2026-09-01,", "nobody"),
        (UNIT + ",多一格", "shape"),
        (UNIT.replace("未经许可经营", "长" * 401), "long"),
    ],
)
def test_a_line_that_cannot_be_right_is_named_with_its_number_and_the_others_are_read(line, fault):
    assert faults(PERSON, "", line) == [(4, fault)]


def test_the_second_of_two_same_lines_names_the_first():
    (double,) = credit_file.read(sheet(UNIT, PERSON, UNIT)).refused
    assert (double.line, double.fault, double.first) == (4, "double", 2)


def test_lines_in_a_json_file_that_are_no_entries_are_named():
    row = dict(zip(HEAD.split(","), UNIT.split(","), strict=True))
    found = credit_file.read(json.dumps([row, 3, {**row, "单位名称": ["甲"]}]).encode())
    assert [(one.line, one.fault) for one in found.refused] == [(2, "shape"), (3, "shape")]


def test_the_preview_says_what_is_new_changed_and_gone_and_changes_nothing(town):
    third = UNIT.replace("91990101MA2HT5K72T", "91990101MA2GL5678J")
    credit_import.bring_in(ABOUT, kept(sheet(UNIT, third), town), by=town["lin.jing"], at=AT)
    later = kept(sheet(UNIT.replace("2029/8/31", "2027/8/31"), PERSON), town)
    found = credit_import.preview(ABOUT, later, by=town["lin.jing"]).difference
    assert [one.person_name for one in found.new] == ["沈远航"]
    assert [(one.before.until, one.after.until) for one in found.changed] == [(date(2029, 8, 31), date(2027, 8, 31))]
    assert [one.uscc for one in found.gone] == ["91990101MA2GL5678J"]
    assert rows_of(CreditList) == 2


def test_an_import_keeps_the_version_before_and_the_file_as_it_came(town):
    data = sheet(UNIT)
    done = credit_import.bring_in(ABOUT, kept(data, town), by=town["lin.jing"], at=AT)
    assert [(one.version, one.current) for one in credit_lists.lists(current=False)] == [
        ("2026-10-08", True),
        ("2026-09-01", False),
    ]
    name = credit_lists.file_of(done.id, by=town["lin.jing"])
    assert credit_import.credit_files.content(name) == data


def test_refused_lines_stop_the_import_unless_they_are_to_be_left_out(town):
    file = kept(sheet(UNIT, UNIT.replace("K72T", "K720")), town)
    with pytest.raises(Refusal, match="credit_lines_refused"):
        credit_import.bring_in(ABOUT, file, by=town["lin.jing"], at=AT)
    assert rows_of(CreditEntry) == 0
    assert credit_import.bring_in(ABOUT, file, partly=True, by=town["lin.jing"], at=AT).entries == 1


def test_whoever_previewed_against_a_version_that_was_replaced_is_told_so(town):
    base = credit_import.preview(ABOUT, kept(sheet(UNIT), town), by=town["lin.jing"]).difference.base
    town.list_black(version="2026-10-07")
    with pytest.raises(Refusal, match="credit_list_changed"):
        credit_import.bring_in(ABOUT, kept(sheet(UNIT), town), base=base, by=town["lin.jing"], at=AT)


def test_what_is_said_about_the_list_must_be_there(town):
    with pytest.raises(WrongInput) as wrong:
        credit_import.preview(About("blue", " ", "", "x" * 121), kept(sheet(UNIT), town), by=town["lin.jing"])
    assert wrong.value.fields == {"kind": "missing", "name": "missing", "version": "missing", "rule_version": "long"}


def test_only_administrators_bring_lists_in(town):
    with pytest.raises(Denied):
        credit_import.preview_bytes(ABOUT, sheet(UNIT), by=town["chen.li"])


def test_ten_thousand_lines_come_in_at_once_and_are_compared_again(town):
    lines = [PERSON.replace("沈远航", f"某{n}").replace("990101198003073019", "") for n in range(10_000)]
    file = kept(sheet(*lines), town)
    assert credit_import.bring_in(ABOUT, file, by=SYSTEM, at=AT).entries == 10_000
    assert credit_import.preview(ABOUT, file, by=SYSTEM).difference.same == 10_000


def test_two_imports_at_once_come_one_after_the_other(town, database):
    begun = threading.Barrier(2)
    wrong: list[Exception] = []

    def bring(version: str, line: str) -> None:
        with database.app_context():
            about = About("black", NAME, version, "11")
            begun.wait(20)
            try:
                credit_import.bring_in_bytes(about, "x.csv", sheet(line), by=SYSTEM, at=AT)
            except Exception as one:
                wrong.append(one)

    threads = [threading.Thread(target=bring, args=one) for one in (("a", UNIT), ("b", PERSON))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert wrong == []
    assert sorted(one.version for one in credit_lists.lists(current=False)) == ["2026-09-01", "a", "b"]
    (now,) = credit_lists.lists()
    assert now.entries == 1
    assert now.id == max(one.id for one in credit_lists.lists(current=False))


@pytest.mark.engines("sqlite")
def test_the_command_previews_and_imports_and_says_what_is_wrong(town, database, tmp_path):
    settings = database.config["SETTINGS"]
    environ = {**os.environ, "DATABASE_URL": settings.database_url, "ONEWINDOW_SECRET_KEY": settings.secret_key}
    file = tmp_path / "list.csv"

    def run(data: bytes, *more: str) -> subprocess.CompletedProcess[str]:
        """The command in a process of its own, as an operator runs it."""
        file.write_bytes(data)
        asked = ["credit", "import", str(file), "--kind", "black", *more, "--data", str(settings.data)]
        command = [sys.executable, "-c", "from portal.cli import main; main()", *asked]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)

    seen = run(sheet(UNIT, PERSON.replace("3019", "3010")), "--preview")
    assert "1 new, 0 changed, 0 gone" in seen.stdout
    assert "line 3: 身份证号不对" in seen.stdout
    refused = run(sheet(UNIT, PERSON.replace("3019", "3010")))
    assert refused.returncode == 1
    assert "--partly" in refused.stderr
    assert "没有一行" in run(sheet()).stderr
    done = run(sheet(UNIT), "--version", "2026-10-09")
    assert done.returncode == 0, done.stderr
    assert "2026-10-09 is in use: 1 entries" in done.stdout


def test_a_quote_that_is_not_closed_swallows_no_line():
    head, third = "事由,列入机关,列入日期,单位名称,备注", "无证经营,某局,2026-09-03,丙公司,"
    lines = [head, '瞒报,某局,2026-09-01,甲公司,"见附件', "超产,某局,2026-09-02,乙公司,", third]
    with pytest.raises(FileRefused) as wrong:
        credit_file.read("\r\n".join(lines).encode())
    assert (wrong.value.code, wrong.value.facts) == ("csv", {"line": 2})
    closed = [*lines[:3], '无证经营,某局,2026-09-03,丙公司,完"', "堵塞通道,某局,2026-09-04,丁公司,"]
    found = credit_file.read("\r\n".join(closed).encode())
    assert [(one.line, one.fault) for one in found.refused] == [(2, "quote")]
    assert [(line, entry.unit_name) for line, entry in found.entries] == [(5, "丁公司")]


def test_a_cell_of_several_lines_is_a_cell():
    (found,) = credit_file.read(sheet(UNIT.replace("未经许可经营", '"未经许可经营，\n且拒不改正"'))).entries
    assert found[1].grounds == "未经许可经营， 且拒不改正"


@pytest.mark.parametrize(
    "data",
    [
        "单位名称,事由,列入机关,列入日期,公布日期\n甲公司,瞒报,某局,2024-01-01,2026-01-01".encode(),
        '[{"单位名称": "甲公司", "事由": "瞒报", "列入机关": "某局", "列入日期": "2024-01-01", "公布日期": "2026-01-01"}]'.encode(),
    ],
)  # fmt: skip
def test_two_columns_for_one_fact_are_named_and_neither_is_guessed(data):
    with pytest.raises(FileRefused) as wrong:
        credit_file.read(data)
    assert (wrong.value.code, wrong.value.facts) == ("columns_double", {"doubled": "列入日期"})
