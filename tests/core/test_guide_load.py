"""Reading guides: a file becomes a guide, or every error in it is named with file, line, key and a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.load import load_catalogue
from guides.wording import SENTENCES, say
from tests.core.small_guide import NAME, TEXT, changed, errors, line_of, read


def test_a_small_complete_guide_is_read() -> None:
    guide = read()
    assert (guide.item, guide.office, guide.version) == ("kiosk", "emb", "2026-01-01")
    assert guide.name.get("en") == "Kiosk licence"
    assert str(guide.name) == "报刊亭许可"
    assert list(guide.fields) == ["owner", "size", "area", "papers"]
    assert len(guide.digest) == 64


LEASE, FIELDS, VISIT, STOP = "materials[lease]", "form[kiosk].fields", "review.tracks[visit]", "special_procedures[0]"
PROMISE, LAW = (f"value: {days}, unit: working_day, start: accepted" for days in (10, 20))
ONE_MISTAKE = [
    # what is written differently, the piece the error stands on, its key, its code
    ("short_name:", "shrt_name:", "shrt_name", "shrt_name", "unknown_key"),
    ("  level: city", "  level: town", "level: town", "authority.level", "wanted_one_of"),
    ("stops_promised: true", "stops_promised: yes", "stops_promised: yes", STOP + ".stops_promised", "wanted_flag"),
    ("max_days: 20", 'max_days: "20"', 'max_days: "20"', STOP + ".max_days", "wanted_whole"),
    ("max_days: 20", "max_days: true", "max_days: true", STOP + ".max_days", "wanted_whole"),
    ("days: 3", "days: 0", "days: 0", VISIT + ".days", "too_small"),
    ("days: 3", 'days: "3"', 'days: "3"', VISIT + ".days", "wanted_number"),
    ("- id: lease", "- id: Lease!", "id: Lease!", "materials[Lease!].id", "wanted_pattern"),
    ("- id: lease", "- id: form", "- id: form\n  name: {zh: 租赁", "materials[form].id", "id_twice"),
    ("depends_on: [papers]", "depends_on: [paper]", "depends_on: [paper]", VISIT + ".depends_on[0]", "depends_unknown"),
    ("depends_on: [papers]", "depends_on: [visit]", "depends_on: [visit]", VISIT + ".depends_on", "depends_circle"),
    ("questions: [size]", "questions: [colour]", "questions: [colour]", "questions[0]", "question_unknown"),
    (PROMISE, "value: 21, unit: working_day, start: accepted", "value: 21", "limits[1].value", "promise_longer"),
    ("value: 5, unit: working_day", "value: 5", "- {kind: notice", "limits[0].unit", "missing"),
    ("deferrable: {days: 5}", "deferrable: {}", "deferrable: {}", LEASE + ".deferrable", "deferrable_days"),
    ("deferrable:", "principal: true\n  deferrable:", "deferrable:", LEASE + ".deferrable", "deferrable_principal"),
    ("kind: hearing", "kind: site_check", "stops_statutory", STOP + ".stops_statutory", "stops_unlawful"),
    ("type: choice", "type: text", "    options:", FIELDS + "[size].options", "options_unasked"),
    ("type: table", "type: text", "    columns:", FIELDS + "[papers].columns", "columns_unasked"),
    ("type: number, min: 1, max: 200", "type: choice", "  - {id: area", FIELDS + "[area]", "options_missing"),
    ("min: 1, max: 200", "min: 300, max: 200", "min: 300", FIELDS + "[area].min", "bounds"),
    ("type: yesno", "type: table", "type: table}", FIELDS + "[papers].columns[daily].type", "column_type"),
    ("prefill: enterprise.name", "prefill: enterprise.colour", "enterprise.colour", FIELDS + "[owner].prefill", "prefill_unknown"),
    ("field: owner}", "field: boss}", "field: boss", "result.contents[0].field", "result_field"),
    ("field: owner}", "field: owner, literal: 无}", "field: owner", "result.contents[0]", "result_item"),
    ("{serial:03d}", "{number}", "{number}", "result.number_rule", "bad_number_rule"),
    ("validity_months: 12", "until_field: owner", "until_field", "result.until_field", "until_field"),
    ("validity_months: 12", "holder: {name: size, number: owner}", "holder", "result.holder.name", "holder_name"),
    ("validity_months: 12", "holder: {name: owner, number: owner}", "holder", "result.holder.number", "holder_number"),
    ("56132U3", "56132U4", "task_code", "codes.task_code", "code_task"),
    ("MB2F56132U", "MB2F56132X", "task_code", "codes.task_code", "code_task"),
    ("office: emb", "office: eco", "office: eco", "authority.office", "office_folder"),
    ("procedure: licence@1", "procedure: filing@1", "procedure: filing@1", "review.procedure", "procedure_type"),
    ("when: {field: size, is: big}\n  deferrable", "deferrable", "- id: lease", LEASE, "when_missing"),
    ("necessity: conditional", "necessity: one_of_group", "- id: lease", LEASE, "group_missing"),
    ("necessity: conditional", "necessity: exempt_by_sharing", "  source: self # shared", LEASE + ".source", "sharing_source"),
    ("name: {zh: 报", "item: kiosk\nname: {zh: 报", "item: kiosk", "item", "from_file_name"),
    ("name: {zh: 报", "name: {zh: 又}\nname: {zh: 报", "name: {zh: 报", "name", "key_twice"),
    ("fees: {", "fees: !!python/name:os.system {", "fees:", "fees", "tag"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "piece", "key", "code"), ONE_MISTAKE)
def test_a_mistake_is_named_with_its_line_and_key(old: str, new: str, piece: str, key: str, code: str) -> None:
    text = changed((old, new))
    found = {(error.line, error.key, error.code) for error in errors(text)}
    assert (line_of(text, piece), key, code) in found


RULE, OWNER = "{field: size, is: big}}", "type: text, prefill: enterprise.name"
BAD_RULES = [
    (RULE, "{field: sizes, is: big}}", "cases[large].when.field", "rule_field"),
    (RULE, "{field: size, is: giant}}", "cases[large].when.field", "rule_option"),
    (RULE, "{field: size, has: big}}", "cases[large].when.field", "rule_type"),
    (RULE, "{field: size, equals: big}}", "cases[large].when", "rule_unknown"),
    (RULE, "{field: size, is: true}}", "cases[large].when.is", "rule_value"),
    (RULE, "{all: []}}", "cases[large].when.all", "rule_empty"),
    (RULE, "big}", "cases[large].when", "rule_not_mapping"),
    (RULE, "{case: huge}}", "cases[large].when.case", "rule_order"),
    ("{case: large}, ", "{case: tiny}, ", "cases[huge].when.all[0].case", "rule_case"),
    ("when: {case: large}", "when: {case: tiny}", VISIT + ".when.case", "rule_case"),
    (RULE, "{field: papers, any_row: {field: weekly, is: yes}}}", "cases[large].when.any_row.field", "rule_column"),
    (OWNER, "type: text, when: {field: size, is: big}", FIELDS + "[owner].when.field", "rule_order"),
    (OWNER, "type: text, when: {case: large}", FIELDS + "[owner].when.case", "rule_order"),
    ("type: yesno", "type: yesno, when: {field: size, is: big}", FIELDS + "[papers].columns[daily].when", "column_when"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "code"), BAD_RULES)
def test_a_bad_rule_is_refused_at_its_exact_place(old: str, new: str, key: str, code: str) -> None:
    text = changed((old, new))
    found = {(error.key, error.code) for error in errors(text)}
    assert (key, code) in found


def test_a_missing_key_points_to_the_entry_it_is_missing_from() -> None:
    text = changed(("  form: copy\n", ""))
    [error] = errors(text)
    assert (error.code, error.key, error.line) == ("missing", "materials[lease].form", line_of(text, "- id: lease"))


def test_all_mistakes_of_a_file_are_told_at_once_and_none_hides_another() -> None:
    text = changed(
        ("level: city", "level: town"), ("questions: [size]", "questions: [colour]"), ("days: 3", "days: many"),
        ("{field: size, is: big}}", "{field: sizes, is: big}}"), ("short_name", "shortname"),
    )  # fmt: skip
    codes = [error.code for error in errors(text)]
    assert sorted(codes) == [
        "missing", "question_unknown", "rule_field", "unknown_key", "wanted_number", "wanted_one_of",
    ]  # fmt: skip
    assert [error.line for error in errors(text)] == sorted(error.line for error in errors(text))


def test_a_misspelt_key_is_answered_with_the_right_one() -> None:
    [_, error] = sorted(errors(changed(("short_name", "short_nam"))), key=lambda one: one.code)
    assert "short_name" in error.message.zh
    assert "did you mean short_name" in error.message.en


def test_an_error_reads_as_file_line_key_sentence() -> None:
    [error] = errors(changed(("questions: [size]", "questions: [colour]")))
    assert str(error) == f"{NAME}:23: questions[0]: 表单里没有“colour”这个字段。"


def test_malformed_yaml_is_one_error_with_its_line() -> None:
    text = changed(("fees: {", "fees: {{["))
    [error] = errors(text)
    assert error.code == "yaml"
    assert error.line >= line_of(text, "fees:")


def test_a_promise_in_working_days_is_measured_against_calendar_days_too() -> None:
    calendar = changed((LAW, "value: 9, unit: calendar_day, start: accepted"))
    assert [error.code for error in errors(calendar)] == ["promise_longer"]


def test_a_promise_for_one_case_is_not_measured_against_the_law_for_another() -> None:
    text = changed(
        (PROMISE, "value: 25, unit: working_day, start: accepted, when: {case: large}"),
        (LAW, "value: 20, unit: working_day, start: accepted, when: {case: huge}"),
    )
    assert errors(text) == ()


def test_a_law_that_has_ended_does_not_bind_a_later_promise() -> None:
    ended = changed(
        (PROMISE, 'value: 25, unit: working_day, start: accepted, effective_from: "2026-05-01"'),
        (LAW, 'value: 20, unit: working_day, start: accepted, effective_to: "2026-04-30"'),
    )
    assert errors(ended) == ()


def test_a_group_needs_two_alternatives() -> None:
    single = changed(("necessity: conditional", "necessity: one_of_group\n  group: proof"))
    assert {error.code for error in errors(single)} == {"group_single"}


def _write(root: Path, place: str, text: str) -> None:
    file = root / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_broken_file_is_reported_and_hides_no_other(tmp_path: Path) -> None:
    _write(tmp_path, "emb/kiosk/2026-01-01.yaml", TEXT)
    _write(tmp_path, "emb/kiosk/2026-06-01.yaml", changed(("days: 3", "days: many")))
    _write(tmp_path, "emb/stall/2026-01-01.yaml", "name: [")
    (tmp_path / "emb/stall/2026-02-01.yaml").write_bytes(b"\xff\xfe\x00")
    catalogue = load_catalogue(tmp_path)
    assert [guide.item for guide in catalogue.guides] == ["kiosk"]
    assert [(error.file, error.code) for error in catalogue.errors] == [
        ("emb/kiosk/2026-06-01.yaml", "wanted_number"),
        ("emb/stall/2026-01-01.yaml", "yaml"),
        ("emb/stall/2026-02-01.yaml", "encoding"),
    ]
    in_force = catalogue.in_force("kiosk", date(2026, 7, 1))
    assert in_force is not None
    assert in_force.version == "2026-01-01"


def test_the_version_in_force_is_the_last_that_has_begun(tmp_path: Path) -> None:
    for day in ("2026-01-01", "2026-06-01"):
        _write(tmp_path, f"emb/kiosk/{day}.yaml", TEXT)
    catalogue = load_catalogue(tmp_path)

    def version(on: date) -> str:
        guide = catalogue.in_force("kiosk", on)
        return guide.version if guide else ""

    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [version(day) for day in days] == ["", "2026-01-01", "2026-01-01", "2026-06-01"]
    assert [guide.version for guide in catalogue.items(date(2026, 8, 1))] == ["2026-06-01"]
    assert catalogue.items(date(2025, 8, 1)) == ()
    assert catalogue.version("kiosk", date(2026, 6, 1)) is catalogue.in_force("kiosk", date(2027, 1, 1))
    assert catalogue.version("kiosk", date(2026, 6, 2)) is None
    assert catalogue.in_force("nothing", date(2026, 6, 2)) is None


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("emb/kiosk/may.yaml", "file_name"),
        ("emb/kiosk/2026-02-30.yaml", "file_name"),
        ("emb/kiosk/2026-01-01.yml", "file_name"),
        ("kiosk/2026-01-01.yaml", "folder"),
        ("emb/Kiosk/2026-01-01.yaml", "folder"),
    ],
)
def test_a_file_in_the_wrong_place_is_refused(tmp_path: Path, place: str, code: str) -> None:
    _write(tmp_path, place, TEXT)
    catalogue = load_catalogue(tmp_path)
    assert catalogue.guides == ()
    assert [error.code for error in catalogue.errors] == [code]


def test_one_item_belongs_to_one_office(tmp_path: Path) -> None:
    _write(tmp_path, "eco/kiosk/2026-01-01.yaml", changed(("office: emb", "office: eco")))
    _write(tmp_path, "emb/kiosk/2026-02-01.yaml", TEXT)
    catalogue = load_catalogue(tmp_path)
    assert [guide.office for guide in catalogue.guides] == ["eco"]
    assert [error.code for error in catalogue.errors] == ["item_twice"]


def test_a_catalogue_that_is_not_there_says_so(tmp_path: Path) -> None:
    catalogue = load_catalogue(tmp_path / "nowhere")
    assert [error.code for error in catalogue.errors] == ["catalogue_missing"]


def test_every_sentence_exists_in_both_languages() -> None:
    for code, (zh, en) in SENTENCES.items():
        assert zh.endswith("。"), code
        assert en.endswith("."), code
    assert say("too_small", bound=3).zh == "不能小于 3。"
