"""What changed between two versions of a guide, told as a person would tell it."""

from __future__ import annotations

import pytest

from guides import labels
from guides.diff_words import told
from guides.load import load_catalogue
from guides.schema import element_kinds
from guides.text import Element
from tests.core.small_guide import changed, read

KINDS = sorted(set(element_kinds()), key=lambda kind: kind.__name__)


def sentences(*edits: tuple[str, str], language: str = "zh") -> list[str]:
    return [words.get(language) for _change, words in told(read(), read(changed(*edits)))]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_key_of_every_element_has_a_name_in_both_languages(kind: type[Element]) -> None:
    assert labels.about(kind).zh.endswith("。")
    assert labels.about(kind).en.endswith(".")
    for key in kind.model_fields:
        assert labels.label(kind, key).zh
        assert labels.label(kind, key).en


def test_nothing_is_named_that_is_not_there() -> None:
    named = labels.everything()["elements"]
    assert set(named) == {kind.__name__ for kind in KINDS}
    for kind in KINDS:
        assert set(named[kind.__name__]) - {"about"} == set(kind.model_fields)


SMALL = "    - {value: small, label: {zh: 小, en: Small}}\n"
BIG = "    - {value: big, label: {zh: 大, en: Big}}\n"


@pytest.mark.parametrize(
    ("edit", "zh"),
    [
        (("deferrable: {days: 5}", "deferrable: {days: 7}"), "材料“租赁合同”：容缺期限由 5 个工作日改为 7 个工作日。"),
        (("promised, value: 10", "promised, value: 8"), "时限“承诺办结”：期限由 10 个工作日改为 8 个工作日。"),
        (("  deferrable: {days: 5}\n", ""), "材料“租赁合同”：删去了容缺（期限 5 个工作日，最迟到“期满之日”）。"),
        (("{zh: 租赁合同, en: Lease}", "{zh: 租赁协议, en: Rent}"), "材料“租赁合同”：名称由“租赁合同”改为“租赁协议”。"),
        (("{zh: 租赁合同, en: Lease}", "{zh: 租赁合同, en: Rent}"), "材料“租赁合同”：名称只改了英文。"),
        (("when: {field: size, is: big}\n", "when: {case: large}\n"), "材料“租赁合同”：条件由“大小：大”改为“大亭”。"),
        (("    - {value: big,", "    - {value: mid, label: 中}\n    - {value: big,"), "表单“报刊亭”的字段“大小”：增加了选项“中”。"),
        (("{zh: 已签名, en: Signed}", "{zh: 已签名, en: Signed}, {zh: 已盖章}"), "材料“申请书”：增加了审查要点“已盖章”。"),
        (("validity_months: 12", "validity_months: 24"), "办理结果：有效期（月）由 12 改为 24。"),
        (("days: 3", "days: 0.5"), "审查环节“核查”：办理期限由 3 个工作日改为 0.5 个工作日。"),
        (("questions: [size]", "questions: []"), "删去了情形问题“大小”。"),
        (("charged: false", "charged: true"), "收费：是否收费由“否”改为“是”。"),
        (("value: 10, unit: working_day}\n  on", "value: 15, unit: calendar_day}\n  on"), "补正：期限由 10 个工作日改为 15 日。"),
        ((SMALL + BIG, BIG + SMALL), "表单“报刊亭”的字段“大小”：选项的顺序改为：大、小。"),
        (("item_type: licence", "item_type: licence\nhandling: instant"), "办件类型由“承诺件”改为“即办件”。"),
        (("necessity: conditional", "necessity: required"), "材料“租赁合同”：必要性由“按情形必要”改为“必要”。"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_one_sentence(edit: tuple[str, str], zh: str) -> None:
    assert sentences(edit) == [zh]


def test_the_same_is_told_in_english() -> None:
    edit = ("deferrable: {days: 5}", "deferrable: {days: 1}")
    [one] = sentences(edit, language="en")
    assert one == "Material “Lease”: deferral period: 5 working days becomes 1 working day."


def test_a_name_with_brackets_and_dots_is_told_whole() -> None:
    text = ("{zh: 已签名, en: Signed}", '{zh: 已签名, en: Signed}, {zh: "面积[平方米].不小于 10", en: Area}')
    assert sentences(text) == ["材料“申请书”：增加了审查要点“面积[平方米].不小于 10”。"]


SEASON = 'opening: {seasons: [{since: "12-01", until: "02-15"}], basis: 公告}\nfees: {'


def test_an_entry_without_a_name_is_told_by_its_facts() -> None:
    opened = read(changed(("fees: {", SEASON)))
    closed = read(changed(("fees: {", SEASON.replace("12-01", "11-01"))))
    assert [words.zh for _change, words in told(opened, closed)] == [
        "受理时段：删去了受理季节“12-01–02-15”。",
        "受理时段：增加了受理季节“11-01–02-15”。",
    ]


def test_any_two_guides_can_be_compared_in_both_languages() -> None:
    guides = load_catalogue().guides
    for one, other in zip(guides, (*guides[1:], guides[0]), strict=True):
        for _change, words in told(one, other):
            assert words.zh.endswith("。")
            assert words.en.endswith(".")
