"""A draft goes over to a new version of its guide with everything that was typed and handed in, and says what changed."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask

from portal.services import casefile, draft_carry, drafts, guide_versions, submission, uploads, users
from portal.services.draft_view import DraftView
from tests.at_window import Town, beijing, pdf, settle
from tests.core.small_guide import TEXT, changed
from tests.services.guide_desk import DAY, KIOSK, GuideDesk, person
from workflows.refusal import Refusal

BEGUN = beijing("2026-10-10 10:00")
NEXT = date(2026, 10, 20)
LATER = beijing("2026-10-20 09:00")
NEWER = (
    changed(("zh: 租赁合同, en: Lease", "zh: 场地租赁合同, en: Site lease"))
    .replace("- id: lease\n", "- id: site_lease\n")
    .replace("id: area,", "id: floor_area,")
    .replace("field: area,", "field: floor_area,")
)


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def desk(town: Town) -> GuideDesk:
    return GuideDesk(*(person(users.find(login).rows[0].id) for login in ("ye.qing", "ji.wen")))


@pytest.fixture
def draft(town: Town, desk: GuideDesk) -> str:
    """A draft on the first version, with answers and files, while the second version is published for a later day."""
    desk.publish()
    draft = drafts.start(KIOSK, by=town.handler, at=BEGUN)
    drafts.save(draft, {"size": "big", "area": "120"}, by=town.handler, at=BEGUN)
    for material in ("form", "lease"):
        uploads.attach(draft, material, f"{material}.pdf", io.BytesIO(pdf()), by=town.handler, at=BEGUN)
    desk.publish(NEWER, NEXT)
    return draft


def carried(town: Town, draft: str) -> DraftView:
    assert draft_carry.carry(draft, by=town.handler, at=LATER)
    return drafts.view(draft, by=town.handler, on=NEXT)


def test_a_draft_stays_on_its_version_until_the_new_one_is_in_force(town: Town, draft: str):
    assert not draft_carry.carry(draft, by=town.handler, at=BEGUN)
    assert drafts.view(draft, by=town.handler).guide.effective_from == DAY


def test_a_carried_draft_keeps_every_answer_and_every_file(town: Town, draft: str):
    before = drafts.view(draft, by=town.handler)
    view = carried(town, draft)
    assert view.guide.effective_from == NEXT
    assert view.raw == before.raw
    assert view.files == before.files
    assert [(one["from"], one["to"], one["seen"]) for one in view.carried] == [("2026-10-10", "2026-10-20", False)]
    assert not draft_carry.carry(draft, by=town.handler, at=LATER)


def test_the_difference_names_what_is_new_and_what_is_no_longer_asked(town: Town, draft: str):
    told = draft_carry.difference(carried(town, draft))
    assert told is not None
    assert [one.id for one in told.new_fields] == ["floor_area"]
    assert [one.id for one in told.gone_fields] == ["area"]
    assert [one.key for one in told.new_materials] == ["site_lease"]
    assert [one.id for one in told.gone_materials] == ["lease"]


def test_what_is_no_longer_asked_stays_with_the_draft(town: Town, draft: str):
    rest = draft_carry.leftovers(carried(town, draft))
    assert [(field.id, typed) for field, typed in rest.answers] == [("area", "120")]
    assert [(material.id, file.filename) for material, file in rest.files] == [("lease", "lease.pdf")]


def test_the_difference_is_shown_until_it_was_read(town: Town, draft: str):
    carried(town, draft)
    draft_carry.seen(draft, by=town.handler)
    view = drafts.view(draft, by=town.handler)
    assert draft_carry.difference(view) is None
    assert draft_carry.leftovers(view).answers


def test_two_new_versions_are_told_as_one_difference(town: Town, desk: GuideDesk, draft: str):
    carried(town, draft)
    third = NEWER.replace("zh: 报刊亭许可, en: Kiosk licence", "zh: 报刊亭经营许可, en: Kiosk licence")
    desk.publish(third, date(2026, 11, 2))
    assert draft_carry.carry(draft, by=town.handler, at=beijing("2026-11-02 09:00"))
    view = drafts.view(draft, by=town.handler)
    told = draft_carry.difference(view)
    assert told is not None
    assert (told.before.effective_from, told.after.version) == (DAY, "2026-11-02")
    assert len(draft_carry.leftovers(view).answers) == 1


def test_a_promise_goes_over_where_the_new_version_allows_it(town: Town, desk: GuideDesk):
    desk.publish()
    draft = drafts.start(KIOSK, by=town.handler, at=BEGUN)
    drafts.save(draft, {"size": "big", "area": "120"}, by=town.handler, at=BEGUN)
    drafts.promise(draft, ["lease"], by=town.handler, at=BEGUN)
    desk.publish(TEXT + "# the same\n", NEXT)
    assert carried(town, draft).later == ("lease",)
    desk.publish(changed(("  deferrable: {days: 5}\n", "")), date(2026, 10, 26))
    assert draft_carry.carry(draft, by=town.handler, at=beijing("2026-10-26 09:00"))
    assert drafts.view(draft, by=town.handler).later == ()


def test_nothing_is_submitted_under_a_version_that_is_replaced_or_stopped(town: Town, desk: GuideDesk, draft: str):
    with pytest.raises(Refusal, match="guide_changed"):
        submission.submit(draft, by=town.handler, at=LATER)
    carried(town, draft)
    guide_versions.withdraw(KIOSK, NEXT, "条款有误", by=desk.author, at=LATER)
    with pytest.raises(Refusal, match="guide_stopped"):
        submission.submit(draft, by=town.handler, at=LATER)


def test_a_case_stays_on_its_version_whatever_comes_after(town: Town, desk: GuideDesk, draft: str):
    receipt = submission.submit(draft, by=town.handler, at=beijing("2026-10-12 09:00"))
    guide_versions.withdraw(KIOSK, DAY, "条款有误", by=desk.author, at=beijing("2026-10-13 09:00"))
    file = casefile.casefile(receipt.case_id, by=town.handler)
    assert file.guide.effective_from == DAY
    assert {one.key for one in file.needs.requirements} == {"form", "lease"}
