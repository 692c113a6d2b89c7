"""Before an application is handed in, it is said what a clerk would probably send back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from PIL import Image, ImageFilter

from guides.material import Pages
from portal.services import drafts, precheck, uploads
from tests.at_window import Town, beijing, pdf
from tests.services.test_quality import page

AT = beijing("2026-10-12 10:00")
TODAY = date(2026, 10, 12)


def doubts(town: Town, draft: str) -> list[precheck.Doubt]:
    return list(precheck.doubts(drafts.view(draft, by=town.handler, on=TODAY), on=TODAY))


def bring(town: Town, draft: str, material: str, name: str, content: bytes) -> None:
    uploads.attach(draft, material, name, io.BytesIO(content), by=town.handler, at=AT)


def picture(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_complete_application_in_order_raises_no_doubt(town: Town, draft: str):
    town.bring(draft, (), AT, by=town.handler)
    assert doubts(town, draft) == []


def test_a_blurred_picture_is_named_with_its_material(town: Town, draft: str):
    bring(town, draft, "rules_list", "a.png", picture(page()))
    assert doubts(town, draft) == []
    bring(town, draft, "rules_list", "b.png", picture(page().filter(ImageFilter.GaussianBlur(6))))
    (doubt,) = doubts(town, draft)
    assert (doubt.kind, doubt.requirement.key, doubt.file.filename) == ("picture", "rules_list", "b.png")
    assert list(doubt.file.doubts) == ["blurred"]


def test_one_file_for_two_materials_is_asked_about_and_twice_for_one_is_not(town: Town, draft: str):
    bring(town, draft, "rules_list", "a.pdf", pdf("same"))
    bring(town, draft, "rules_list", "b.pdf", pdf("same"))
    assert [one.kind for one in doubts(town, draft)] == []
    content = pdf("other")
    bring(town, draft, "rules_list", "c.pdf", content)
    bring(town, draft, "application", "d.pdf", content)
    (doubt,) = doubts(town, draft)
    assert doubt.kind == "twice"
    assert {doubt.requirement.key, doubt.other.key} == {"rules_list", "application"}


def test_the_pages_of_all_files_of_a_material_are_counted_where_the_guide_says_how_many(town: Town, draft: str):
    bring(town, draft, "rules_list", "front.png", picture(page()))
    assert doubts(town, draft) == []
    state = next(one for one in drafts.view(draft, by=town.handler, on=TODAY).requirements if one.key == "rules_list")

    def faults(said: Pages) -> list[tuple[str, int]]:
        files = next(
            one for one in drafts.view(draft, by=town.handler, on=TODAY).requirements if one.key == "rules_list"
        ).files
        asked = replace(
            state.requirement, alternatives=(state.requirement.alternatives[0].model_copy(update={"pages": said}),)
        )
        return [(one.fault, one.pages) for one in precheck.of_files([(asked, files)])]

    assert faults(Pages(both_sides=True)) == [("sides", 1)]
    bring(town, draft, "rules_list", "back.pdf", pdf("back"))
    assert (faults(Pages(both_sides=True)), faults(Pages(at_least=3)), faults(Pages(at_most=2))) == (
        [],
        [("few", 2)],
        [],
    )
    bring(town, draft, "rules_list", "more.pdf", pdf("more", 2))
    assert faults(Pages(at_most=3)) == [("many", 4)]


def test_an_answer_other_than_the_register_of_the_portal_is_asked_about(town: Town, draft: str):
    view = drafts.view(draft, by=town.handler)
    known = view.raw["unit_name"]
    drafts.save(draft, {"unit_name": known + "分公司"}, by=town.handler, at=AT)
    (doubt,) = doubts(town, draft)
    assert (doubt.kind, doubt.field.id, doubt.known, doubt.typed) == ("differs", "unit_name", known, known + "分公司")


def test_what_was_often_sent_back_is_told_from_real_notices_and_once_is_not_often(town: Town, draft: str):
    reason = drafts.view(draft, by=town.handler).guide.material("application").reasons[0]
    bring(town, draft, "application", "a.pdf", pdf("application"))
    for n in range(1, 3):
        assert doubts(town, draft) == []
        case_id = town.hand_in(f"2026-09-2{n} 10:00")
        town.mark(case_id, f"2026-09-2{n} 11:00", fix={"application": reason.zh})
        town.conclude(case_id, "correction", f"2026-09-2{n} 11:10")
    (doubt,) = doubts(town, draft)
    assert (doubt.kind, doubt.requirement.key, doubt.notices, doubt.reasons) == ("often", "application", 2, (reason,))


def test_answers_that_were_often_sent_back_are_named_and_an_officers_words_are_not_quoted(town: Town, draft: str):
    bring(town, draft, "application", "a.pdf", pdf("application"))
    before = doubts(town, draft)
    for n in range(1, 3):
        case_id = town.hand_in(f"2026-09-2{n} 10:00")
        wrong = {"application": "贵单位的公章盖在骑缝处，请重盖。", "field:unit_name": "和营业执照上的名称不一致"}
        town.mark(case_id, f"2026-09-2{n} 11:00", fix=wrong)
        town.conclude(case_id, "correction", f"2026-09-2{n} 11:10")
    new = [one for one in doubts(town, draft) if one not in before]
    assert [
        (one.kind, one.field.id if one.field else one.requirement.key, one.notices, one.reasons) for one in new
    ] == [
        ("often", "unit_name", 2, ()),
        ("often", "application", 2, ()),
    ]
