"""The linter noun by noun: each mistake is found at its place, and what is right is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.lint import LintFinding, lint_catalogue, lint_file, lint_text
from guides.lint_materials import CORE_SAFETY
from tests.core.small_guide import TEXT, changed

LEASE = "materials[lease]"


def found(text: str) -> list[LintFinding]:
    return list(lint_text(text, name="emb/kiosk/2026-01-01.yaml"))


def codes(*edits: tuple[str, str]) -> set[tuple[str, str]]:
    return {(one.code, one.key) for one in found(changed(*edits))}


TEN, FIFTEEN = (f"value: {days}, unit: working_day, start: accepted" for days in (10, 15))
RENEWAL = "  renewal: {apply_before: {value: 12, unit: month}, on_silence: renewed, basis: 法}\n"
SEASON = 'opening: {seasons: [{since: "02-30", until: "03-15"}], basis: 公告}\nfees: {'
FORMER = "  former: [{code: 11990100MB2F56132X3000125990001, scheme: 旧码}]\nauthority:\n"
ONLINE = "- {id: online, visits: 0}"
VALIDITY = "validity_months: 12\n"
MISTAKES = [
    # words
    ("{zh: 租赁合同, en: Lease}", "{zh: 【待填：材料】, en: Lease}", "to_fill", LEASE + ".name"),
    ("phone: 0390-5550117", "phone: 【待填：电话】", "to_fill", "contact.phone"),
    ("{zh: 工作日, en: Working days}", "{zh: 办理期限为 5，不含节假日, en: Five}", "bare_number", "contact.hours"),
    ("text: {zh: 有场所。", "text: {zh: 符合某办法第六条规定的条件。", "by_reference", "conditions[place].text"),
    ("text: {zh: 有场所。", "text: {zh: 核对申请人的场所。", "officers_act", "conditions[place].text"),
    ("text: {zh: 有场所。", "text: {zh: 申请材料真实、齐全、符合法定形式。", "only_formal", "conditions[place].text"),
    # time
    (TEN, FIFTEEN, "steps_idle", "limits[1].value"),
    (VALIDITY, VALIDITY + RENEWAL, "renewal_long", "result.renewal.apply_before"),
    ("fees: {", "extension: {max_days: 30, basis: 法, approved_by: 局长}\nfees: {", "extension_long", "extension.max_days"),
    ("fees: {", SEASON, "no_such_day", "opening.seasons[0].since"),
    ("unit: {zh: 米, en: m}, ", "", "field_unit", "form[kiosk].fields[area]"),
    # materials
    ("necessity: conditional", "necessity: required", "required_with_rule", LEASE + ".necessity"),
    ("{zh: 租赁合同, en: Lease}", "{zh: 安全评价报告, en: Assessment}", "safety_deferrable", LEASE + ".deferrable"),
    ("{zh: 租赁合同, en: Lease}", "{zh: 特种作业操作证, en: Certificate}", "safety_deferrable", LEASE + ".deferrable"),
    ("  source: self # shared", "  pages: {at_least: 3, at_most: 2}\n  source: self #", "pages_contradict", LEASE + ".pages"),
    ("  source: self # shared", "  pages: {both_sides: false}\n  source: self #", "pages_empty", LEASE + ".pages"),
    ("    review_points: [{zh: 签名齐全, en: Everything is signed}]\n", "", "track_points", "review.tracks[papers]"),
    # channels
    (ONLINE, "- {id: online, visits: 1, depth: whole}", "whole_visits", "channels[online].visits"),
    (ONLINE, "- {id: online, visits: 1}", "visit_reason_missing", "channels[online]"),
    (ONLINE, "- {id: online, visits: 1}", "depth_missing", "channels[online]"),
    (ONLINE, "- {id: online, visits: 0, depth: booking}", "shallow_without_visits", "channels[online].depth"),
    (ONLINE, ONLINE + "\n- {id: post, visits: 1}", "post_visits", "channels[post].visits"),
    (ONLINE, ONLINE + "\n- {id: window, visits: 0}", "window_without_visit", "channels[window].visits"),
    ("  source: self # shared", "  help: 必须本人到场。\n  source: self # shared", "visit_hidden", LEASE + ".help"),
    ("item_type: licence", "item_type: licence\nhandling: instant", "instant_days", "limits[1].value"),
    ("promised, value: 10, unit: working_day", "promised, value: 0, unit: on_spot", "promised_on_spot", "limits"),
    ("commitment: {allowed: false", "commitment: {allowed: true", "commitment_check", "commitment"),
    # elements and codes
    ("quantity: {rule: {zh: 没有限制。, en: There is no limit.}}\n", "", "element_law", "quantity"),
    ("service_area: {scope: city}\n", "", "element_local", "service_area"),
    ("  deferrable: {days: 5}\n", "", "deferral_scope", "materials"),
    ("item_type: licence", "item_type: filing", "code_type", "codes.catalog_code"),
    ("authority:\n", FORMER, "former_code", "codes.former[0].code"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "key"), MISTAKES)
def test_each_mistake_is_found_at_its_place(old: str, new: str, code: str, key: str) -> None:
    assert (code, key) in codes((old, new))
    assert (code, key) not in codes()


def test_a_cut_off_after_the_window_has_closed_is_found() -> None:
    hours = ("hours: {zh: 工作日,", "hours: {zh: 工作日 9:00–17:00,")
    late = ("fees: {", 'opening: {cut_off: "18:00", basis: 公告}\nfees: {')
    early = ("fees: {", 'opening: {cut_off: "16:00", basis: 公告}\nfees: {')
    assert ("cut_off_late", "opening.cut_off") in codes(hours, late)
    assert ("cut_off_late", "opening.cut_off") not in codes(hours, early)


def test_a_commitment_for_dangerous_goods_is_refused() -> None:
    edits = (("name: {zh: 报刊亭许可", "name: {zh: 烟花爆竹零售许可"), ("{allowed: false", "{allowed: true"))
    assert ("commitment_unsafe", "commitment.allowed") in codes(*edits)


@pytest.mark.parametrize(
    ("phrase", "how"),
    [
        ("法律、法规规定的其他条件", "哪部法的哪一条"),
        ("发证机关要求提供的其他材料", "R3"),
        ("营业执照等材料", "列完"),
        ("相关证明文件", "全名"),
    ],
)
def test_a_catch_all_comes_with_the_exact_way_to_say_it(phrase: str, how: str) -> None:
    text = changed(("{zh: 租赁合同, en: Lease}", f"{{zh: {phrase}, en: Lease}}"))
    [one] = [one for one in found(text) if one.code == "catch_all"]
    assert how in one.remedy.zh
    assert one.remedy.en


def test_no_department_that_goes_to_the_site_is_dispensed_with_by_silence() -> None:
    silent = ("    site_check: true\n", "    site_check: true\n    silence_basis: {zh: 第七条, en: Art. 7}\n")
    assert ("silence_on_site", "review.tracks[visit].silence_basis") in codes(silent)
    heard = ("    days: 2\n", "    days: 2\n    silence_basis: {zh: 第七条, en: Art. 7}\n")
    assert "silence_on_site" not in {code for code, _ in codes(heard)}


PARALLEL = """\
  - {id: other, name: {zh: 并, en: Other}, office: fire, days: 6.5, question: {zh: 问, en: Q}, basis: {zh: 条, en: Art},
     review_points: [{zh: 点, en: Point}]%s}
  decision: {office"""


def test_tracks_side_by_side_do_not_add_up_and_half_days_count() -> None:
    assert ("steps_exceed", "review.tracks") not in codes(("  decision: {office", PARALLEL % ""))
    assert ("steps_exceed", "review.tracks") in codes(("  decision: {office", PARALLEL % ", depends_on: [papers]"))


def test_a_way_that_no_case_takes_counts_against_no_promise() -> None:
    never_large = ", depends_on: [visit], when: {not: {case: large}}"
    assert ("steps_exceed", "review.tracks") not in codes(("  decision: {office", PARALLEL % never_large))
    always = ", depends_on: [visit], when: {case: large}"
    assert ("steps_exceed", "review.tracks") in codes(("  decision: {office", PARALLEL % always))


def test_the_promise_for_one_case_is_compared_with_the_tracks_of_that_case() -> None:
    small = (
        "- {kind: promised,",
        "- {kind: promised, value: 5, unit: working_day, start: accepted, basis: 承诺,"
        " when: {not: {case: large}}}\n- {kind: promised,",
    )
    assert ("steps_exceed", "review.tracks") not in codes(small)
    large = (small[0], small[1].replace("{not: {case: large}}", "{case: large}"))
    assert ("steps_exceed", "review.tracks") in codes(large)


def test_a_limit_for_which_those_above_leave_no_case_is_found() -> None:
    both = (
        "- {kind: promised,",
        "- {kind: promised, value: 6, unit: working_day, start: accepted, basis: 甲, when: {case: large}}\n"
        "- {kind: promised, value: 8, unit: working_day, start: accepted, basis: 乙, when: {not: {case: large}}}\n"
        "- {kind: promised,",
    )
    assert ("limit_hidden", "limits[3]") in codes(both)
    assert ("limit_hidden", "limits[3]") not in codes(
        (both[0], both[1].replace("{not: {case: large}}", "{case: huge}"))
    )


@pytest.mark.parametrize(
    "key", ["legal_basis", "conditions", "materials", "limits", "review", "fees", "contact", "remedies"]
)
def test_an_element_that_is_missing_is_told_once_with_the_rule_that_asks_for_it(key: str, tmp_path: Path) -> None:
    lines = TEXT.splitlines(keepends=True)
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next((at for at, line in enumerate(lines) if at > start and line[0] not in " -"), len(lines))
    file = tmp_path / "draft.yaml"
    file.write_text("".join(lines[:start] + lines[end:]), "utf-8")
    [one] = [one for one in lint_file(file) if one.key == key]
    assert (one.code, one.severity) == ("element_missing", "error")
    assert "R" in one.message.zh


SIZE = "{field: size, is: big}"
IMPOSSIBLE = [
    "{all: [{field: size, is: big}, {field: size, is: small}]}",
    "{all: [{field: size, is: small}, {field: area, at_least: 10}]}",
    "{all: [{case: huge}, {not: {case: large}}]}",
    "{field: area, at_least: 500}",
    "{all: [{field: area, at_least: 100}, {field: area, at_most: 50}]}",
    "{not: {field: owner, filled: true}}",
    "{all: [{case: large}, {not: {field: area, filled: true}}]}",
    "{not: {any: [{field: size, is: big}, {field: size, is: small}]}}",
]
POSSIBLE = [
    "{all: [{field: size, is: big}, {field: area, at_least: 100}]}",
    "{all: [{case: huge}, {field: area, at_most: 150}]}",
    "{not: {field: area, filled: true}}",
    "{field: papers, any_row: {field: daily, is: yes}}",
    "{all: [{field: papers, filled: true}, {not: {field: papers, any_row: {field: daily, is: yes}}}]}",
    "{field: owner, is: 某人}",
]


@pytest.mark.parametrize("rule", IMPOSSIBLE)
def test_a_rule_that_no_answers_satisfy_is_found(rule: str) -> None:
    assert ("unreachable", LEASE + ".when") in codes((f"when: {SIZE}\n  deferrable", f"when: {rule}\n  deferrable"))


@pytest.mark.parametrize("rule", POSSIBLE)
def test_a_rule_that_some_answers_satisfy_is_left_alone(rule: str) -> None:
    assert ("unreachable", LEASE + ".when") not in codes((f"when: {SIZE}\n  deferrable", f"when: {rule}\n  deferrable"))


def test_unreachable_cases_fields_limits_and_tracks_are_found() -> None:
    never = "{all: [{field: size, is: small}, {field: size, is: big}]}"
    edits = (
        ("when: {field: size, is: big}}\n- {id: huge", f"when: {never}}}\n- {{id: huge"),
        ("unit: {zh: 米, en: m}, when: {field: size, is: big}", f"unit: {{zh: 米, en: m}}, when: {never}"),
    )
    keys = {key for code, key in codes(*edits) if code == "unreachable"}
    assert keys == {
        "cases[large].when",
        "cases[huge].when",
        "form[kiosk].fields[area].when",
        "review.tracks[visit].when",
    }


@pytest.mark.parametrize(
    "name",
    ["安全预评价报告", "安全设施设计专篇", "竣工验收报告", "主要负责人资格证书", "防雷检测报告", "特种作业操作证"],
)
def test_core_safety_evidence_is_known_by_its_name(name: str) -> None:
    assert CORE_SAFETY.search(name)


@pytest.mark.parametrize(
    "name", ["从业人员安全培训合格证明", "营业执照", "租赁合同", "重大危险源警示标志照片", "从事特种作业的工作证明"]
)
def test_other_material_is_no_core_safety_evidence(name: str) -> None:
    assert not CORE_SAFETY.search(name)


def _written(root: Path, item: str, text: str) -> None:
    folder = root / "emb" / item
    folder.mkdir(parents=True)
    (folder / "2026-01-01.yaml").write_text(text, "utf-8")


def test_two_guides_that_name_one_material_differently_are_found(tmp_path: Path) -> None:
    other = "{zh: 租赁合同（复印件）, en: Lease}"
    _written(tmp_path, "kiosk", TEXT)
    _written(tmp_path, "stall", changed(("{zh: 租赁合同, en: Lease}", other)))
    told = [one for one in lint_catalogue(tmp_path) if one.code == "two_names"]
    assert [(one.file, one.key) for one in told] == [("emb/stall/2026-01-01.yaml", "materials[lease].name")]
    assert "emb/kiosk/2026-01-01.yaml" in told[0].message.zh
    assert "code_shared" in {one.code for one in lint_catalogue(tmp_path)}


def test_a_new_version_may_rename_a_material(tmp_path: Path) -> None:
    _written(tmp_path, "kiosk", TEXT)
    newer = changed(("{zh: 租赁合同, en: Lease}", "{zh: 租赁合同（复印件）, en: Lease}"))
    (tmp_path / "emb/kiosk/2027-01-01.yaml").write_text(newer, "utf-8")
    assert "two_names" not in {one.code for one in lint_catalogue(tmp_path)}


def test_a_draft_is_checked_wherever_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(changed(("days: 3", "days: many"), ("officers: 2", "officers: 1")), "utf-8")
    told = {(one.severity, one.code) for one in lint_file(file)}
    assert {("error", "wanted_number"), ("error", "two_officers"), ("info", "not_placed")} <= told


@pytest.mark.parametrize(
    "text",
    ["", "name: [", "materials: 5\nlimits: [3, {}]\nform: [{fields: 7}]", "review: {tracks: [1]}", "cases: {when: 3}"],
)
def test_what_is_no_guide_at_all_breaks_nothing(text: str) -> None:
    assert isinstance(found(text), list)
