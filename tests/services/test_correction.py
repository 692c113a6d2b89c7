"""Answering a one-off notice: exactly what was asked is open, and everything goes back at once (R4, R6)."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask

from guides.fields import Wrong
from portal.access import Denied
from portal.services import accounts, casefile, correction, former, open_fields, uploads, users, withdrawal
from portal.services.casefile import CaseFile
from portal.services.submission import SubmissionIncomplete
from tests.at_window import Town, beijing, day, pdf, settle
from tests.web import people
from workflows.case import State, fold
from workflows.refusal import Refusal

NOTICED = "2026-09-30 10:00"
THEN = beijing("2026-10-08 10:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def noticed(town: Town, **fix: str) -> str:
    """A case whose applicant was told what to mend."""
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, NOTICED, fix=fix or {"rules_list": "清单缺少隐患排查治理制度。"})
    town.conclude(case_id, "correction", NOTICED)
    return case_id


def upload(town: Town, case_id: str, material: str, name: str = "新.pdf") -> str:
    content = io.BytesIO(pdf(f"{material} {name}"))
    return uploads.attach_to_case(case_id, material, name, content, purpose="correction", by=town.handler, at=THEN)


def test_the_page_names_what_to_mend_with_the_officers_words_and_the_day(town: Town):
    case_id = noticed(town, rules_list="清单缺少隐患排查治理制度。", training_proof="缺两个人。")
    view = correction.view(case_id, by=town.handler, at=THEN)
    assert [(item.key, item.reason, item.form) for item in view.items] == [
        ("rules_list", "清单缺少隐患排查治理制度。", False),
        ("training_proof", "缺两个人。", False),
    ]
    assert [len(item.before) for item in view.items] == [1, 1]
    assert view.due.on == day("2026-10-27")  # 15 working days
    assert view.sections == ()
    assert not view.form_open


def test_nothing_goes_back_before_everything_is_mended(town: Town):
    case_id = noticed(town, rules_list="缺一项。", training_proof="缺两个人。")
    upload(town, case_id, "rules_list")
    with pytest.raises(SubmissionIncomplete) as incomplete:
        correction.answer(case_id, by=town.handler, at=THEN)
    assert incomplete.value.missing == ("training_proof",)
    assert casefile.casefile(case_id, by=town.handler).case.state is State.CORRECTION
    assert len(correction.view(case_id, by=town.handler, at=THEN).items[0].waiting) == 1


def test_new_files_take_the_place_of_old_ones_and_the_old_snapshot_stays(town: Town):
    case_id = noticed(town)
    before = casefile.casefile(case_id, by=town.handler)
    new = upload(town, case_id, "rules_list")
    correction.answer(case_id, by=town.handler, at=THEN, expected_seq=before.case.seq)
    after = casefile.casefile(case_id, by=town.clerk)
    assert after.case.state is State.RESUBMITTED
    assert after.case.corrected_on == day("2026-10-08")
    named = {one["material"]: one["public_id"] for one in after.content["files"]}
    assert named["rules_list"] == new
    assert named["application"] == {one["material"]: one["public_id"] for one in before.content["files"]}["application"]
    assert len(after.content["files"]) == len(before.content["files"])
    assert after.case.snapshot != before.case.snapshot
    assert after.case.round == 2


def test_an_old_file_is_kept_beside_the_new_one_when_the_applicant_says_so(town: Town):
    case_id = noticed(town)
    [item] = correction.view(case_id, by=town.handler, at=THEN).items
    upload(town, case_id, "rules_list")
    correction.answer(case_id, by=town.handler, at=THEN, keep=[item.before[0].public_id])
    files = casefile.casefile(case_id, by=town.clerk).content["files"]
    assert sum(one["material"] == "rules_list" for one in files) == 2


def test_ticks_and_words_wait_with_the_case_and_go_in_with_the_corrections(town: Town):
    case_id = noticed(town)
    [item] = correction.view(case_id, by=town.handler, at=THEN).items
    old = item.before[0].public_id
    correction.save_beside(case_id, "制度补在第 3 页。", [old], by=town.handler, at=THEN)
    later = correction.view(case_id, by=town.handler, at=THEN).mending
    assert (later.words, later.keeps) == ("制度补在第 3 页。", {old})
    upload(town, case_id, "rules_list")
    correction.answer(case_id, by=town.handler, at=THEN)
    content = casefile.casefile(case_id, by=town.clerk).content
    assert sum(one["material"] == "rules_list" for one in content["files"]) == 2
    assert content["note"] == "制度补在第 3 页。"
    town.mark(case_id, "2026-10-09 10:00", fix={"rules_list": "仍缺一项制度。"})
    town.conclude(case_id, "correction", "2026-10-09 10:00")
    again = correction.view(case_id, by=town.handler, at=beijing("2026-10-09 11:00")).mending
    assert (again.words, again.keeps) == ("", frozenset()), "another notice is answered anew"


def test_ticks_of_two_tabs_are_merged_and_words_of_two_people_are_asked_about(town: Town):
    case_id = noticed(town, rules_list="缺一项。", training_proof="缺两个人。")
    view = correction.view(case_id, by=town.handler, at=THEN)
    first, second = (item.before[0].public_id for item in view.items)
    page = {"mark": view.mending.mark, "by": town.handler, "at": THEN}
    correction.save_beside(case_id, "甲写的。", [first], **page)
    merged = correction.save_beside(case_id, "", [second], **page)
    assert set(merged.theirs) == {"words", first}
    now = correction.view(case_id, by=town.handler, at=THEN).mending
    assert (now.words, now.keeps) == ("甲写的。", {first, second})
    with pytest.raises(Refusal) as stale:
        correction.save_beside(case_id, "乙写的。", [], **page)
    assert (stale.value.rule, stale.value.facts["fields"]) == ("draft_stale", ("words",))
    now = correction.view(case_id, by=town.handler, at=THEN).mending
    assert (now.words, now.keeps) == ("甲写的。", {first, second}), "a page that never saw a tick takes none away"
    correction.save_beside(case_id, "甲写的。", [second], mark=now.mark, by=town.handler, at=THEN)
    assert correction.view(case_id, by=town.handler, at=THEN).mending.keeps == {second}


def test_only_what_was_told_is_open(town: Town):
    case_id = noticed(town)
    with pytest.raises(uploads.UploadError, match="not_asked"):
        upload(town, case_id, "qualifications")
    with pytest.raises(Refusal, match="no_correction_open"):
        correction.save(case_id, {"staff_total": "99"}, by=town.handler, at=THEN)
    upload(town, case_id, "rules_list")
    correction.answer(case_id, {"staff_total": "99"}, by=town.handler, at=THEN)
    assert casefile.casefile(case_id, by=town.clerk).answers["staff_total"] == "12"


def test_exactly_the_answers_that_were_named_are_open_again(town: Town):
    case_id = noticed(town, **{"field:staff_total": "与社保缴纳人数不一致。"})
    named = casefile.casefile(case_id, by=town.clerk).answers["unit_name"]
    view = correction.view(case_id, by=town.handler, at=THEN)
    assert [(one.key, one.reason, one.before) for one in view.fields] == [
        ("field:staff_total", "与社保缴纳人数不一致。", "12")
    ]
    assert (view.open, view.items) == ({"staff_total"}, ())
    assert [one.section.id for one in view.sections] == ["people"]
    with pytest.raises(SubmissionIncomplete) as missing:
        correction.answer(case_id, by=town.handler, at=THEN)
    assert missing.value.missing == ("field:staff_total",)
    correction.save(case_id, {"staff_total": "十三", "unit_name": "别的公司"}, by=town.handler, at=THEN)
    with pytest.raises(SubmissionIncomplete) as incomplete:
        correction.answer(case_id, by=town.handler, at=THEN)
    assert incomplete.value.errors["staff_total"].code is Wrong.NUMBER
    correction.answer(case_id, {"staff_total": "13", "unit_name": "别的公司"}, by=town.handler, at=THEN)
    after = casefile.casefile(case_id, by=town.clerk)
    assert (after.answers["staff_total"], after.answers["unit_name"]) == ("13", named)
    assert after.case.state is State.RESUBMITTED


def test_two_pages_of_a_correction_never_write_over_one_another(town: Town):
    case_id = noticed(town, **{"field:staff_total": "与社保缴纳人数不一致。"})
    opened = correction.view(case_id, by=town.handler, at=THEN).mark("people")
    page = {"section": "people", "by": town.handler, "at": THEN}
    first = correction.save(case_id, {"staff_total": "13"}, version=opened, **page)
    again = correction.save(case_id, {"staff_total": "14"}, version=first.mark, **page)
    with pytest.raises(Refusal) as stale:
        correction.save(case_id, {"staff_total": "20"}, version=opened, **page)
    assert (stale.value.rule, stale.value.facts["fields"]) == ("draft_stale", ("staff_total",))
    assert correction.view(case_id, by=town.handler, at=THEN).raw["staff_total"] == "14"
    late = correction.save(case_id, {"staff_total": "12"}, version=opened, **page)
    assert late.theirs == ("staff_total",), "a page that changed nothing takes over what is there now"
    assert again.version < late.version


def test_what_is_asked_only_because_of_a_corrected_answer_is_open_too_and_looked_at(town: Town):
    case_id = noticed(town, **{"field:toxic_goods": "品种里有剧毒化学品。"})
    assert correction.view(case_id, by=town.handler, at=THEN).open == {"toxic_goods"}
    correction.save(case_id, {"toxic_goods": "yes"}, by=town.handler, at=THEN)
    more = correction.view(case_id, by=town.handler, at=THEN).open - {"toxic_goods"}
    assert "unit_name" not in more
    file = casefile.casefile(case_id, by=town.clerk)
    assert not {f"field:{name}" for name in more} & set(file.case.fields)


def of_before_answers_were_marked(town: Town, **fix: str) -> CaseFile:
    """The case as its journal would tell it had nobody marked the answers one by one: only the form as a material."""
    file = casefile.casefile(noticed(town, **fix), by=town.clerk)
    older = []
    for entry in file.recorded:
        event = replace(entry.event, fields=()) if hasattr(entry.event, "fields") else entry.event
        if hasattr(event, "marks"):
            event = replace(event, marks=tuple(m for m in event.marks if not m.material.startswith("field:")))
        older.append(replace(entry, event=event))
    return replace(file, case=fold(tuple(older)))


@pytest.mark.parametrize(
    ("words", "sections"),
    [
        ("从业人员总数与人员名册不一致，请核对。", {"people"}),
        ("“人员与应急”一节没有填完；经营品种的 CAS 号有误。", {"people", "goods"}),
        ("申请书没有加盖单位印章。", set()),
    ],
)
def test_an_older_notice_opens_the_sections_that_its_words_name_and_says_when_it_names_none(
    town: Town, words, sections
):
    file = of_before_answers_were_marked(town, application=words)
    opened = open_fields.opened(file.guide, file.case, file.content, {})
    assert {one.id for one in file.guide.form if {f.id for f in one.fields} & opened} == (
        sections or {one.id for one in file.guide.form}
    )
    assert all({f.id for f in one.fields} <= opened for one in file.guide.form if one.id in sections)
    assert open_fields.whole(file.guide, file.case) is not bool(sections)


def test_an_older_notice_of_a_material_alone_opens_nothing_of_the_form(town: Town):
    file = of_before_answers_were_marked(town, rules_list="从业人员总数没有写。")
    assert open_fields.opened(file.guide, file.case, file.content, {}) == frozenset()
    assert not open_fields.whole(file.guide, file.case)


def test_answers_that_make_it_another_case_are_no_correction(town: Town):
    case_id = noticed(town, **{"field:has_storage": "实际租用仓库。"})
    stored = {
        "has_storage": "leased", "new_storage": "no", "lessor": "港联", "major_hazard": "none", "assess_org": "某机构",
        "assess_report_no": "1", "storage_address": {"region": "临江市", "detail": "港联路 6 号"},
        "storage_facilities": [{"name": "库", "structure": "砖混", "capacity": "1", "goods": "甲苯"}],
    }  # fmt: skip
    with pytest.raises(Refusal, match="correction_changes_case"):
        correction.answer(case_id, stored, by=town.handler, at=THEN)
    assert casefile.casefile(case_id, by=town.clerk).case.state is State.CORRECTION


def test_a_stale_page_and_a_second_click_change_nothing(town: Town):
    case_id = noticed(town)
    upload(town, case_id, "rules_list")
    with pytest.raises(Refusal, match="stale"):
        correction.answer(case_id, by=town.handler, at=THEN, expected_seq=1)
    correction.answer(case_id, by=town.handler, at=THEN)
    for act in (correction.answer, correction.view):
        with pytest.raises(Refusal, match="no_correction_open"):
            act(case_id, by=town.handler, at=THEN)


def test_after_the_period_nothing_is_taken(town: Town):
    case_id = noticed(town)
    upload(town, case_id, "rules_list")
    with pytest.raises(Refusal, match="correction_too_late"):
        correction.answer(case_id, by=town.handler, at=beijing("2026-10-28 00:01"))


def test_a_stranger_neither_reads_nor_answers_nor_withdraws(town: Town):
    case_id = noticed(town)
    people.join(
        "liu@example.cn", "刘一", "13900000077", uscc="91990101MA2WH12346", firm="望山石化销售有限公司", at=THEN
    )
    person = accounts.person(users.find("liu@example.cn").rows[0].id)
    assert person is not None
    given = {"by": person.actor, "at": THEN}
    for act in (
        lambda: correction.view(case_id, **given),
        lambda: correction.answer(case_id, **given),
        lambda: correction.save(case_id, {}, **given),
        lambda: correction.save_beside(case_id, "话", [], **given),
        lambda: withdrawal.withdraw(case_id, "不办了", **given),
        lambda: uploads.attach_to_case(
            case_id, "rules_list", "a.pdf", io.BytesIO(pdf()), purpose="correction", **given
        ),
    ):
        with pytest.raises(Denied):
            act()


def test_an_application_is_withdrawn_with_a_reason_until_it_ends(town: Town):
    case_id = noticed(town)
    with pytest.raises(Refusal, match="reason_missing"):
        withdrawal.withdraw(case_id, "  ", by=town.handler, at=THEN)
    withdrawal.withdraw(case_id, "经营计划有变", by=town.handler, at=THEN)
    assert casefile.casefile(case_id, by=town.handler).case.state is State.WITHDRAWN
    with pytest.raises(Refusal, match="too_late_to_withdraw"):
        withdrawal.withdraw(case_id, "又想撤", by=town.handler, at=THEN)


def test_what_was_handed_in_before_eight_bears_its_own_day_beside_its_newer_version(town: Town):
    """The day of the office, not that of Greenwich, which is the day before until eight in the morning."""
    case_id = town.hand_in("2026-09-29 07:30")
    town.mark(case_id, NOTICED, fix={"rules_list": "清单缺少隐患排查治理制度。"})
    town.conclude(case_id, "correction", NOTICED)
    upload(town, case_id, "rules_list")
    correction.answer(case_id, by=town.handler, at=THEN)
    file = casefile.casefile(case_id, by=town.clerk)
    requirement = next(one for one in file.needs.requirements if one.key == "rules_list")
    last = former.former(file, requirement, by=town.clerk).last
    assert last is not None
    assert last.on == day("2026-09-29")
