"""What changed between two versions of a guide, told by key."""

from __future__ import annotations

from datetime import date

import pytest

from guides.diff import Change, differences
from tests.core.small_guide import TEXT, changed, read


def changes(*edits: tuple[str, str]) -> list[tuple[str, str]]:
    return [(one.kind, one.key) for one in differences(read(), read(changed(*edits)))]


def test_the_same_guide_on_another_day_has_not_changed() -> None:
    assert differences(read(), read(TEXT, effective_from=date(2027, 1, 1))) == ()
    assert differences(read(), read(TEXT + "# a remark\n")) == ()


SIZE = "form[kiosk].fields[size]"


@pytest.mark.parametrize(
    ("edit", "kind", "key"),
    [
        (("promised, value: 10", "promised, value: 8"), "changed", "limits[promised].value"),
        (("deferrable: {days: 5}", "deferrable: {days: 7}"), "changed", "materials[lease].deferrable.days"),
        (("  deferrable: {days: 5}\n", ""), "removed", "materials[lease].deferrable"),
        (("{zh: 租赁合同, en: Lease}", "{zh: 租赁协议, en: Lease}"), "changed", "materials[lease].name"),
        (("when: {field: size, is: big}\n", "when: {case: large}\n"), "changed", "materials[lease].when"),
        (("    - {value: big,", "    - {value: mid, label: 中}\n    - {value: big,"), "added", SIZE + ".options[mid]"),
        (("label: {zh: 小, en: Small}", "label: {zh: 微, en: Small}"), "changed", SIZE + ".options[small].label"),
        (("validity_months: 12", "validity_months: 24"), "changed", "result.validity_months"),
        (("{zh: 已签名, en: Signed}", "{zh: 已签名, en: Signed}, {zh: 已盖章}"), "added", "materials[form].review_points[已盖章]"),
        (("days: 3", "days: 4"), "changed", "review.tracks[visit].days"),
        (("questions: [size]", "questions: []"), "removed", "questions[size]"),
    ],
)  # fmt: skip
def test_one_change_is_told_by_its_key(edit: tuple[str, str], kind: str, key: str) -> None:
    assert changes(edit) == [(kind, key)]


def test_a_change_carries_both_values_and_its_part() -> None:
    [one] = differences(read(), read(changed(("days: 3", "days: 4"))))
    assert one == Change("changed", "review.tracks[visit].days", 3, 4)
    assert one.part == "review"


def test_moving_an_entry_is_a_new_order_and_nothing_else() -> None:
    small, big = "    - {value: small, label: {zh: 小, en: Small}}\n", "    - {value: big, label: {zh: 大, en: Big}}\n"
    [one] = differences(read(), read(changed((small + big, big + small))))
    assert (one.kind, one.key, one.before, one.after) == (
        "reordered", "form[kiosk].fields[size].options", ["small", "big"], ["big", "small"],
    )  # fmt: skip


def test_two_limits_of_one_kind_are_told_apart() -> None:
    more = (
        "- {kind: promised,",
        "- {kind: promised, value: 3, unit: working_day, start: accepted, basis: 新, when: {case: large}}\n- {kind: promised,",
    )
    kinds = changes(more)
    assert ("added", "limits[promised#2]") in kinds
