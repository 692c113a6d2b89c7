"""The linter: what a guide forgets, says vaguely, or may not say at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.advice import ADVICE
from guides.lint import CATCH_ALL, LintFinding, lint_catalogue, lint_text
from tests.core.small_guide import TEXT, changed, line_of


def found(text: str) -> list[LintFinding]:
    return list(lint_text(text, name="emb/kiosk/2026-01-01.yaml"))


def codes(text: str) -> set[tuple[str, str]]:
    return {(one.code, one.key) for one in found(text) if one.severity != "info"}


def test_a_complete_guide_leaves_only_what_is_not_verified() -> None:
    assert codes(TEXT) == set()
    assert [(one.code, one.key) for one in found(TEXT)] == [("unverified", "codes")]


@pytest.mark.parametrize(
    "phrase",
    [
        "其他材料", "其它相关材料", "营业执照等材料", "营业执照等有关证明", "有关材料", "相关证明文件",
        "法律、法规规定的其他条件", "发证机关要求提供的其他材料", "其他办理部门要求提供的材料", "审批机关认为需要的其他文件",
        "other materials", "any other relevant documents", "contracts etc.", "and so on",
    ],
)  # fmt: skip
def test_catch_all_clauses_are_found(phrase: str) -> None:
    text = changed(("name: {zh: 租赁合同, en: Lease}", f"name: {{zh: {phrase}, en: Lease}}"))
    assert ("catch_all", "materials[lease].name") in codes(text)


@pytest.mark.parametrize(
    "phrase",
    [
        "从业人员培训合格证明",
        "其余从业人员",
        "其他从业人员名单",
        "证件齐全等次为一级",
        "甲苯等三种化学品",
        "与其他建筑保持距离",
    ],
)
def test_exact_words_are_no_catch_all(phrase: str) -> None:
    assert not CATCH_ALL.search(phrase)


def test_a_catch_all_outside_of_what_is_asked_is_only_vague() -> None:
    text = changed(("change_rule: {zh: 变更", "change_rule: {zh: 提交相关材料"))
    assert [(one.severity, one.code) for one in found(text) if one.key == "result.change_rule"] == [
        ("warning", "vague")
    ]


@pytest.mark.parametrize("phrase", ["及时办理", "尽快补正", "必要时核查", "in due course"])
def test_vague_words_are_found(phrase: str) -> None:
    text = changed(("complaint: {zh: 热线 12345", f"complaint: {{zh: {phrase}"))
    assert ("vague", "contact.complaint") in codes(text)


LEASE = "materials[lease]"
MISTAKES = [
    ("{zh: 工作日, en: Working days}", "工作日", "one_language", "contact.hours"),
    ("{zh: 已签名, en: Signed}", "{zh: 已签名}", "one_language", "materials[form].review_points[0]"),
    ("kind: notice, value: 5", "kind: notice, value: 6", "notice_long", "limits[0].value"),
    (
        "- {kind: promised",
        "- {kind: notice_promised, value: 5, unit: working_day, start: accepted, basis: {zh: 承诺, en: Promise}, verified: true}\n"
        "- {kind: promised",
        "answer_no_earlier",
        "limits[1].value",
    ),
    (
        "- {kind: promised",
        "- {kind: notice_promised, value: 1, unit: working_day, start: accepted, basis: {zh: 承诺, en: Promise}, verified: true}\n"
        "- {kind: promised",
        "answer_start",
        "limits[1].start",
    ),
    ("kind: delivery, value: 10", "kind: delivery, value: 11", "delivery_long", "limits[3].value"),
    ("kind: delivery,", "kind: publication,", "limit_missing", "limits"),
    (
        "- {kind: statutory",
        "- {kind: promised, value: 3}\n- {kind: statutory",
        "limit_hidden",
        "limits[2]",
    ),
    ("officers: 2", "officers: 1", "two_officers", "review.tracks[visit]"),
    ("days: 3", "days: 7", "steps_exceed", "review.tracks"),
    ("deferrable: {days: 5}", "deferrable: {days: 11}", "deferral_long", LEASE + ".deferrable"),
    ("  max_days: 20\n", "", "no_cap", "special_procedures[0]"),
    ("  review_points: [{zh: 在租期内, en: In force}]\n", "", "review_points_missing", LEASE),
    ("  reasons: [{zh: 合同过期，请更换。, en: It has ended; replace it.}]\n", "", "reasons_missing", LEASE),
    ("source: self # shared by nobody", "source: government", "issuer_missing", LEASE),
    ("- {id: online, visits: 0}", "- {id: window, visits: 1}", "online_missing", "channels"),
    ("author_notes: [编码未核]\n", "", "unverified_bare", "codes"),
]


@pytest.mark.parametrize(("old", "new", "code", "key"), MISTAKES)
def test_what_is_missing_or_unlawful_is_found_at_its_place(old: str, new: str, code: str, key: str) -> None:
    assert (code, key) in codes(changed((old, new)))


@pytest.mark.parametrize(
    ("help", "key"),
    [
        (", help: {zh: 照执照, en: As on the licence}", "form[kiosk].fields[owner]"),
        (", help: {zh: 照报头, en: As printed}", "form[kiosk].fields[papers].columns[title]"),
    ],
)
def test_a_question_or_a_column_without_help_and_example_is_named(help: str, key: str) -> None:
    assert ("help_missing", key) in {(one.code, one.key) for one in found(changed((help, "")))}


def test_no_shipped_guide_asks_anything_without_saying_what_to_write() -> None:
    bare = [(one.file, one.key) for one in lint_catalogue() if one.code == "help_missing"]
    assert bare == []


def test_a_consent_that_repeats_the_declaration_is_named() -> None:
    repeated = "- {id: truth, label: {zh: 所填内容真实。, en: All is true.}, type: consent, help: {zh: 勾选, en: Tick}}"
    owner = next(line for line in changed().splitlines() if "id: owner" in line)
    text = changed((owner, f"{owner}\n{owner[: len(owner) - len(owner.lstrip())]}{repeated}"))
    assert ("consent_repeats", "form[kiosk].fields[truth]") in {(one.code, one.key) for one in found(text)}
    assert not [one for one in lint_catalogue() if one.code == "consent_repeats"]


def test_a_finding_says_where_what_and_what_to_do() -> None:
    text = changed(("officers: 2", "officers: 1"))
    [one] = [one for one in found(text) if one.severity != "info"]
    assert one.line == line_of(text, "- id: visit")
    assert "R18" in one.message.zh
    assert "officers" in one.remedy.en


def test_a_file_that_cannot_be_loaded_is_among_the_findings(tmp_path: Path) -> None:
    folder = tmp_path / "emb" / "kiosk"
    folder.mkdir(parents=True)
    (folder / "2026-01-01.yaml").write_text(changed(("days: 3", "days: many"), ("officers: 2", "officers: 1")))
    (folder / "2026-02-01.yaml").write_text("- nothing")
    (folder / "2026-03-01.yaml").write_bytes(b"\xff\xfe\x00")
    found = {(one.file[-7:-5], one.code) for one in lint_catalogue(tmp_path) if one.severity == "error"}
    assert {file for file, _ in found} == {"01"}
    assert {one.file for one in lint_catalogue(tmp_path)} == {f"emb/kiosk/2026-0{n}-01.yaml" for n in (1, 2, 3)}
    assert {"wanted_number", "two_officers", "not_a_mapping", "encoding"} <= {code for _, code in found}


def test_every_finding_has_sentences_in_both_languages() -> None:
    for code, (_, message, remedy) in ADVICE.items():
        for zh, en in (message, remedy):
            assert zh.endswith("。"), code
            assert en.endswith("."), code
