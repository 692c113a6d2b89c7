"""Field types: what may be typed, the answer that is kept, and exactly what is wrong with the rest."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.fields import FieldError, Wrong, parse
from guides.guide import Field

OPTIONS = [{"value": "own", "label": "自有"}, {"value": "leased", "label": "租赁"}]


def a(kind: str, **more: Any) -> Field:
    return Field.model_validate({"id": "f", "label": {"zh": "问", "en": "Q"}, "type": kind, **more})


def wrong(field: Field, raw: Any) -> tuple[Wrong, dict[str, Any]]:
    with pytest.raises(FieldError) as caught:
        parse(field, raw)
    return caught.value.code, caught.value.facts


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("text", "  临江  恒泰\u3000化工 ", "临江 恒泰 化工"),
        ("textarea", " 第一行 \r\n\r\n第二行\n", "第一行\n\n第二行"),
        ("number", "1,234.50", "1234.5"),
        ("number", "１２３４．５０", "1234.5"),
        ("number", " 007 ", "7"),
        ("number", ".5", "0.5"),
        ("number", "-0.0", "0"),
        ("number", "-12", "-12"),
        ("number", "1，000，000", "1000000"),
        ("integer", "1,000", "1000"),
        ("integer", "12.0", "12"),
        ("date", "2026-11-22", "2026-11-22"),
        ("date", "2026年11月22日", "2026-11-22"),
        ("date", "2026/11/22", "2026-11-22"),
        ("date", "20261122", "2026-11-22"),
        ("date", "２０２６年１月２日", "2026-01-02"),
        ("date", "2026-1-2", "2026-01-02"),
        ("date", "二〇二六年五月一日", "2026-05-01"),
        ("date", "二零二六年十一月三十日", "2026-11-30"),
        ("date", "二○二六年十月二十一号", "2026-10-21"),
        ("date", "2026—05—01", "2026-05-01"),
        ("date", "2026、5、1", "2026-05-01"),
        ("date", "2026-05-01 00:00:00", "2026-05-01"),
        ("yesno", "yes", "yes"),
        ("yesno", "否", "no"),
        ("consent", "on", "yes"),
        ("uscc", "１１３６０７２７mb1561539a", "11360727MB1561539A"),
        ("uscc", "11360727 MB156153 9A", "11360727MB1561539A"),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "+86 138-0013-8000", "13800138000"),
        ("phone", "8613800138000", "13800138000"),
        ("phone", "0390-5550117", "0390-5550117"),
        ("phone", "03905550117", "0390-5550117"),
        ("phone", "（0390）5550117", "0390-5550117"),
        ("phone", "(010) 6666 8888", "010-66668888"),
        ("phone", "021-66668888-8001", "021-66668888-8001"),
        ("phone", "021—66668888转8001", "021-66668888-8001"),
        ("phone", "+86 (0390) 555 0117", "0390-5550117"),
        ("phone", "+86 390 5550117", "0390-5550117"),
        ("phone", "138.0013.8000", "13800138000"),
        ("phone", "\u202d13800138000\u202c", "13800138000"),
        ("id_number", "\ufeff11010519491231002x\u200b", "11010519491231002X"),
        ("text", "\u200b临江\u202c恒泰\ufeff", "临江恒泰"),
        ("text", "\U0001f469\u200d\U0001f527 维修", "\U0001f469\u200d\U0001f527 维修"),
        ("email", " Zhang.San@Example.COM ", "Zhang.San@example.com"),
        ("postcode", "１３４６００", "134600"),
        ("choice", " own ", "own"),
        ("multichoice", ["leased", "own", "leased"], ["own", "leased"]),
        ("address", {"region": "临江市", "detail": " 滨江大道99号 "}, {"region": "临江市", "detail": "滨江大道99号"}),
    ],
)  # fmt: skip
def test_what_people_type_is_kept_in_one_form(kind: str, raw: Any, kept: Any) -> None:
    field = a(kind, options=OPTIONS if "choice" in kind else [])
    assert parse(field, raw) == kept
    assert parse(field, kept) == kept


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("text", 5, Wrong.SHAPE),
        ("text", "a\x00b", Wrong.UNPRINTABLE),
        ("text", "a\ud800b", Wrong.UNPRINTABLE),
        ("text", "字" * 201, Wrong.TOO_LONG),
        ("number", "一百", Wrong.NUMBER),
        ("number", "1e5", Wrong.NUMBER),
        ("number", "NaN", Wrong.NUMBER),
        ("number", "Infinity", Wrong.NUMBER),
        ("number", "1,23", Wrong.NUMBER),
        ("number", "9" * 40, Wrong.NUMBER),
        ("number", "5吨", Wrong.NUMBER),
        ("integer", "1.5", Wrong.WHOLE),
        ("date", "22.11.26", Wrong.DATE),
        ("date", "明天", Wrong.DATE),
        ("date", "2026年5月", Wrong.DATE),
        ("date", "二〇二六年十三月一日", Wrong.NO_SUCH_DAY),
        ("date", "二〇二六年十十月一日", Wrong.NO_SUCH_DAY),
        ("text", "\u200b\ufeff", Wrong.MISSING),
        ("date", "2026-02-29", Wrong.NO_SUCH_DAY),
        ("date", "20261301", Wrong.NO_SUCH_DAY),
        ("yesno", "perhaps", Wrong.YES_NO),
        ("consent", "no", Wrong.CONSENT),
        ("uscc", "91320000MA1ABCDE2F", Wrong.USCC_CHECK),
        ("uscc", "1136O727MB1561539A", Wrong.USCC_ALPHABET),
        ("uscc", "11360727", Wrong.USCC_LENGTH),
        ("uscc", "1136072AMB1561539A", Wrong.USCC_REGION),
        ("id_number", "110105194912310021", Wrong.ID_CHECK),
        ("id_number", "11010519490230002X", Wrong.ID_BIRTH),
        ("id_number", "A1010519491231002X", Wrong.ID_ALPHABET),
        ("id_number", "110105491231002", Wrong.ID_LENGTH),
        ("phone", "12800138000", Wrong.PHONE),
        ("phone", "1380013800", Wrong.PHONE),
        ("phone", "5550117", Wrong.PHONE),
        ("email", "zhang@", Wrong.EMAIL),
        ("email", "zhang.example.com", Wrong.EMAIL),
        ("email", "zh ang@@example.com", Wrong.EMAIL),
        ("email", "z@localhost", Wrong.EMAIL),
        ("postcode", "13460", Wrong.POSTCODE),
        ("postcode", "000000", Wrong.POSTCODE),
        ("choice", "stolen", Wrong.OPTION),
        ("multichoice", ["own", "stolen"], Wrong.OPTION),
        ("multichoice", "own", Wrong.SHAPE),
        ("address", {"region": "", "detail": "滨江大道 99 号"}, Wrong.ADDRESS_REGION),
        ("address", {"region": "临江市", "detail": ""}, Wrong.ADDRESS_DETAIL),
        ("address", "临江市滨江大道", Wrong.SHAPE),
    ],
)
def test_what_is_wrong_has_its_own_code(kind: str, raw: Any, code: Wrong) -> None:
    assert wrong(a(kind, options=OPTIONS if "choice" in kind else []), raw)[0] is code


def test_the_unit_beside_a_field_may_be_written_once_more() -> None:
    people, tons = {"zh": "人", "en": "people"}, {"zh": "吨/年", "en": "t a year"}
    assert parse(a("integer", unit=people), "２１ 人") == "21"
    assert (
        parse(a("number", unit=tons), "1,200.5 吨/年") == parse(a("number", unit=tons), "1200.5 t a year") == "1200.5"
    )
    assert wrong(a("integer", unit=people), "21吨")[0] is Wrong.NUMBER
    assert wrong(a("integer", unit=people), "人")[0] is Wrong.NUMBER


def test_bounds_speak_of_the_number_or_of_the_length() -> None:
    number = a("number", min=1, max=200, decimals=2)
    assert parse(number, "200.00") == "200"
    assert wrong(number, "0.99") == (Wrong.TOO_SMALL, {"min": "1"})
    assert wrong(number, "200.01") == (Wrong.TOO_LARGE, {"max": "200"})
    assert wrong(number, "1.234") == (Wrong.DECIMALS, {"decimals": 2})
    text = a("text", min=2, max=4)
    assert wrong(text, "一") == (Wrong.TOO_SHORT, {"min": 2, "length": 1})
    assert wrong(text, "一二三四五") == (Wrong.TOO_LONG, {"max": 4, "length": 5})


def test_a_pattern_is_asked_of_the_whole_text() -> None:
    field = a("text", pattern=r"[A-Z]{2}\d{4}", placeholder={"zh": "AB1234", "en": "AB1234"})
    assert parse(field, "ＡＢ１２３４") == "AB1234"
    code, facts = wrong(field, "AB12345")
    assert (code, str(facts["example"])) == (Wrong.PATTERN, "AB1234")


def test_a_cas_number_has_a_check_digit() -> None:
    field = a("text", check="cas")
    assert parse(field, "67-64-1") == "67-64-1"
    assert wrong(field, "67-64-2")[0] is Wrong.CAS_CHECK
    assert wrong(field, "67641")[0] is Wrong.CAS


ALL_KINDS = [
    "text", "textarea", "number", "integer", "date", "choice", "multichoice", "yesno", "uscc", "id_number", "phone",
    "email", "postcode", "address", "table", "consent",
]  # fmt: skip
COLUMNS = [
    {"id": "name", "label": "品名", "type": "text"},
    {"id": "tons", "label": "吨", "type": "number", "min": 0},
    {"id": "alias", "label": "别名", "type": "text", "required": False},
]


def any_field(kind: str, required: bool) -> Field:
    more: dict[str, Any] = {"options": OPTIONS} if "choice" in kind else {}
    return a(kind, required=required, **({"columns": COLUMNS} if kind == "table" else more))


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("blank", [None, "", "   ", [], [""], {}])
def test_nothing_is_an_answer_only_where_none_is_required(kind: str, blank: Any) -> None:
    assert parse(any_field(kind, required=False), blank) is None
    expected = Wrong.CONSENT if kind == "consent" else Wrong.MISSING
    assert wrong(any_field(kind, required=True), blank)[0] is expected


def test_a_table_tells_every_wrong_cell_by_row_and_column() -> None:
    rows = [
        {"name": "甲苯", "tons": "1,000", "alias": ""},
        {"name": "", "tons": " "},
        {"name": "", "tons": "-1"},
        {"name": "丙酮", "tons": "很多", "unknown": "x"},
    ]
    code, facts = wrong(any_field("table", required=True), rows)
    assert code is Wrong.TABLE
    assert [(cell.row, cell.column, cell.error.code) for cell in facts["cells"]] == [
        (2, "name", Wrong.MISSING),
        (2, "tons", Wrong.TOO_SMALL),
        (3, "tons", Wrong.NUMBER),
    ]


def test_a_table_keeps_filled_rows_and_their_columns_only() -> None:
    rows = [{"name": "", "tons": ""}, {"name": "甲苯", "tons": "1,000", "alias": "", "unknown": "x"}]
    assert parse(any_field("table", required=True), rows) == [{"name": "甲苯", "tons": "1000"}]


def test_a_table_has_least_and_most_rows() -> None:
    table = a("table", columns=COLUMNS, min_rows=2, max_rows=3)
    row = {"name": "甲苯", "tons": "1"}
    assert wrong(table, [row]) == (Wrong.TOO_FEW_ROWS, {"min": 2, "rows": 1})
    assert wrong(table, [row] * 4) == (Wrong.TOO_MANY_ROWS, {"max": 3, "rows": 4})
    assert wrong(table, ["甲苯"])[0] is Wrong.SHAPE


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "tons", "region", "detail"]), inner)
    ),
    max_leaves=10,
)


@given(st.sampled_from(ALL_KINDS), st.booleans(), anything)
def test_whatever_is_sent_is_an_answer_or_a_field_error(kind: str, required: bool, raw: Any) -> None:
    field = any_field(kind, required)
    with suppress(FieldError):
        kept = parse(field, raw)
        assert kept is None or parse(field, kept) == kept
