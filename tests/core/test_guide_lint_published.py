"""Facts as portals publish them: what is missing, bare, vague or contradictory is found where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.lint import lint_catalogue, lint_file
from guides.published import durations, recognised, term
from guides.published_channels import channels
from guides.published_elements import missing
from guides.published_materials import conditions, materials
from guides.published_time import times
from guides.source import Source

DATA = Path(__file__).parent / "data" / "published"
BAD = {(one.code, one.key) for one in lint_file(DATA / "stall_bad.yaml")}


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("by_reference", "conditions[1]"),
        ("officers_act", "conditions[0]"),
        ("catch_all", "conditions[2]"),
        ("catch_all", "materials[5].name"),
        ("case_unexplained", "materials[5].required"),
        ("material_columns", "materials[5]"),
        ("either_optional", "materials[0].required"),
        ("either_or", "materials[4].required"),
        ("shared_required", "materials[2].required"),
        ("safety_deferrable", "materials[3].deferrable"),
        ("doubled", "materials[6]"),
        ("published_longer", "promised_days.number"),
        ("promise_note", "promised_days.number"),
        ("law_differs", "statutory_days.number"),
        ("published_notice", "accept_days.statutory.number"),
        ("published_notice", "process[0].days"),
        ("published_bare", "process[2].days"),
        ("time_vague", "process[3].days"),
        ("published_steps", "process"),
        ("published_no_cap", "special_procedures[0]"),
        ("not_article_45", "special_procedures[0]"),
        ("published_bare", "special_procedures[1].days"),
        ("published_bare", "result.validity"),
        ("published_instant", "case_kind"),
        ("zero_at_window", "visits"),
        ("zero_with_reason", "visits.reason"),
        ("zero_but_collected", "delivery_modes"),
        ("depth_without_online", "handling_modes"),
        ("visit_hidden", "materials[6].notes"),
        ("doubled", "handling_modes[1]"),
        ("area_twice", "cross_region"),
        ("quantity_unclear", "flags.数量限制"),
        ("day_for_hours", "flags.办理时间"),
        ("season_unclear", "window.hours"),
        ("fee_without_basis", "fees"),
        ("service_unclear", "intermediary_services"),
        ("code_length", "codes.业务办理项编码"),
        ("code_body", "codes.实施编码"),
        ("law_without_article", "legal_basis[0]"),
        ("law_amended", "legal_basis[1]"),
        ("authority_old", "authority"),
        ("published_local", "review_points"),
        ("column_not_captured", "remedies"),
        ("published_law", "materials"),
    ],
)  # fmt: skip
def test_each_fault_of_the_bad_page_is_found_at_its_place(code: str, key: str) -> None:
    assert (code, key) in BAD


def test_the_good_page_has_no_error_and_no_warning() -> None:
    found = lint_file(DATA / "stall_good.yaml")
    assert [(one.code, one.key) for one in found if one.severity != "info"] == []


def test_a_finding_on_a_page_has_line_sentence_and_remedy() -> None:
    found = [one for one in lint_file(DATA / "stall_bad.yaml") if one.code == "published_longer"]
    assert found[0].message.zh == "承诺 15 个工作日 长于法定 10 个工作日（R34）。"
    line = (DATA / "stall_bad.yaml").read_text("utf-8").splitlines()[found[0].line - 1]
    assert "number: 15" in line


def test_a_missing_element_names_the_rule_that_asks_for_it() -> None:
    found = {path[0]: facts for path, _code, facts in missing({"item_name": "某", "materials": None})}
    assert "R2" in str(found["legal_basis"]["rule"])
    assert "R55" in str(found["complaint"]["rule"])
    assert "R112" in str(found["codes"]["rule"])
    assert "R69" in str(next(f["rule"] for _p, _c, f in missing({"item_name": "某"}) if f["zh"] == "容缺受理范围"))


def test_a_heading_without_content_is_not_called_missing() -> None:
    data = {"item_name": "某", "conditions": None, "element_headings_seen": ["受理条件"]}
    assert {code for path, code, _ in missing(data) if path == ("conditions",)} == {"column_not_captured"}
    blank = {"item_name": "某", "case_kind": "页面该栏显示“无”"}
    assert {code for path, code, _ in missing(blank) if path == ("case_kind",)} == {"column_blank"}


def codes(check: object, data: dict[str, object]) -> set[str]:
    return {code for _path, code, _facts in check(data)}  # type: ignore[operator]


LAW = {"number": 20, "unit": "工作日", "basis": "自受理之日起二十日内"}


@pytest.mark.parametrize(
    ("promise", "code"),
    [
        ({"number": 21, "unit": "工作日"}, "published_longer"),
        ({"number": 30, "unit": "日"}, "published_longer"),
        ({"number": 2, "unit": "个月"}, "published_longer"),
        ("25个工作日", "published_longer"),
        (5, "published_bare"),
        ("5", "published_bare"),
        ({"number": "5", "unit": None}, "published_bare"),
        ({"number": 5, "unit": "日"}, "unit_day"),
        ({"number": 0, "unit": "工作日"}, "zero_days"),
        ({"number": "规定时间内", "unit": None}, "time_vague"),
        ({"number": 3, "unit": "工作日", "note": "说明：7个工作日审批"}, "promise_note"),
    ],
)
def test_a_promise_is_read_however_it_is_written(promise: object, code: str) -> None:
    assert code in codes(times, {"statutory_days": LAW, "promised_days": promise})


@pytest.mark.parametrize(
    "promise",
    [
        {"number": 20, "unit": "工作日"},
        {"number": 0, "unit": "当场"},
        {"number": 0.5, "unit": "工作日"},
        "十个工作日",
        {"number": 28, "unit": "自然日"},
    ],
)
def test_a_lawful_promise_is_left_alone(promise: object) -> None:
    data = {
        "statutory_days": LAW,
        "promised_days": promise,
        "case_kind": "即办件" if "当场" in str(promise) else "承诺件",
    }
    assert codes(times, data) <= {"law_unit"}


def test_steps_before_acceptance_do_not_count_against_a_limit_from_acceptance() -> None:
    steps = [{"step": "预审、受理", "days": 5, "unit": "工作日"}, {"step": "审批", "days": 20, "unit": "工作日"}]
    assert "published_steps" not in codes(times, {"statutory_days": LAW, "process": steps})
    received = {**LAW, "basis": "自收到申请材料之日起"}
    assert "published_steps" in codes(times, {"statutory_days": received, "process": steps})


def test_half_days_add_up() -> None:
    steps = [{"step": name, "days": 0.4, "unit": "工作日"} for name in ("初审", "复核", "决定")]
    promise = {"number": 1, "unit": "工作日", "note": "自受理之日起"}
    assert "published_steps" in codes(times, {"promised_days": promise, "process": steps})
    assert "published_steps" not in codes(times, {"promised_days": promise, "process": steps[:2]})


def test_on_the_spot_is_no_promised_item() -> None:
    spot = {"number": None, "unit": "当场"}
    assert "promised_at_once" in codes(times, {"promised_days": spot, "case_kind": "承诺件"})
    assert "promised_at_once" not in codes(times, {"promised_days": spot, "case_kind": "即办件"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"visits": {"count": 2}, "online_depth": "全程网办"}, "whole_visits_published"),
        ({"visits": 1, "handling_modes": ["窗口办理"]}, "visit_reason_missing"),
        ({"visits": {"count": "若干"}}, "visits_unclear"),
        ({"visits": 0, "online_depth": "互联网咨询、收件"}, "zero_with_depth"),
        ({"visits": 0, "handling_modes": "仅窗口办理"}, "zero_at_window"),
    ],
)
def test_visits_that_contradict_the_channels_are_found(data: dict[str, object], code: str) -> None:
    assert code in codes(channels, data)


@pytest.mark.parametrize(
    "data",
    [
        {"visits": {"count": 0, "reason": "无需到窗口"}, "handling_modes": ["网上办理"], "online_depth": "四级：全程网办"},
        {"visits": {"count": 1, "reason": "核验原件"}, "handling_modes": ["窗口办理"]},
        {"visits": {"count": 0}, "handling_modes": ["快递申请"], "delivery_modes": ["窗口领取", "邮寄送达"]},
    ],
)  # fmt: skip
def test_visits_that_agree_are_left_alone(data: dict[str, object]) -> None:
    assert codes(channels, data) == set()


def test_a_phrase_recorded_as_catch_all_is_told_once() -> None:
    data = {"catch_all": ["发证机关要求提供的其他材料"], "materials": [{"name": "发证机关要求提供的其他材料"}]}
    assert [code for _p, code, _f in conditions(data)] == []
    assert "catch_all" in codes(materials, data)
    assert [code for _p, code, _f in conditions({"catch_all": ["本办法规定的有关材料"]})] == ["catch_all"]


def test_other_material_that_is_nobodys_duty_is_no_catch_all() -> None:
    assert (
        codes(conditions, {"conditions": ["场所面积不小于 10 平方米；其他材料自主采用线上或者线下方式提交"]}) == set()
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("自受理之日起八个工作日内", [(8, "工作日")]),
        ("二十日", [(20, "日")]),
        ("5个工作日受理、20个工作日办结", [(5, "工作日"), (20, "工作日")]),
        ("三个月", [(3, "月")]),
        ("没有", []),
    ],
)
def test_periods_are_read_out_of_sentences(text: str, found: list[tuple[float, str]]) -> None:
    assert [(number, unit.removeprefix("个")) for number, unit in durations(text)] == found


def test_what_is_no_page_of_facts_is_not_taken_for_one() -> None:
    assert recognised(Source((DATA / "stall_bad.yaml").read_text("utf-8")).data)
    for data in (
        {},
        [],
        None,
        {"item_name": "某"},
        {"name": "某", "materials": [], "codes": {}, "review": {}, "form": []},
    ):
        assert not recognised(data)


@pytest.mark.parametrize("value", [None, "", "无", [], {}, {"number": None, "unit": None}, True])
def test_an_empty_column_is_no_period(value: object) -> None:
    found = term(value, ("x",))
    assert found is None or found.number is None


@pytest.mark.parametrize("value", [3, "x", [1, {"a": [2]}], {"a": {"b": None}}, None, True, [["x"]]])
def test_columns_of_any_shape_break_nothing(value: object) -> None:
    keys = ("codes", "authority", "materials", "statutory_days", "promised_days", "visits", "handling_modes", "process",
            "special_procedures", "flags", "window", "fees", "result", "cases", "conditions", "legal_basis", "accept_days",
            "catch_all", "element_headings_seen", "online_depth", "intermediary_services", "case_kind", "item_type")  # fmt: skip
    from guides.published_lint import published

    source = Source("item_name: 某")
    for key in keys:
        source.data = {"item_name": "某", key: value}
        assert [*published(source, "x.yaml")]


def test_items_side_by_side_name_one_material_alike(tmp_path: Path) -> None:
    for name, material in (("a", "营业执照"), ("b", "营业执照副本复印件")):
        code = "codes: {实施编码: 11990100MB2F56132U3001025990003}"
        text = f"item_name: {name}\nauthority: 某局\n{code}\nmaterials:\n- name: {material}\n"
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    found = {(one.file, one.code) for one in lint_catalogue(tmp_path)}
    assert ("b.yaml", "two_names") in found
    assert ("b.yaml", "code_twice") in found
    assert not {code for _file, code in found} & {"folder", "file_name", "not_placed"}
