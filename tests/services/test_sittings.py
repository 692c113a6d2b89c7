"""Several items in one sitting: answered once, scanned once, and each a case of its own."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import casefile, drafts, open_drafts, scans, sharing, sittings, submission, uploads
from portal.services.applicants import ApplicantFacts
from portal.services.sittings import Agent
from portal.services.wrong_input import WrongInput
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.web.people import USCC
from workflows.refusal import Refusal

AT = beijing("2026-09-29 10:00")
RENEWAL = "hazchem_business_renewal"
PRECURSOR = "precursor_class23_business_filing"
RULES = "rules_list"


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def begin(town: Town, *items: str, **agent: Any) -> tuple[str, list[str]]:
    sitting = sittings.begin(items, ApplicantFacts(uscc=USCC), Agent(**agent), by=town.clerk, at=AT)
    return sitting, [one.draft_id for one in sittings.view(sitting, by=town.clerk).lines]


def two_of_one_kind(town: Town) -> tuple[str, str]:
    """A first application and a full renewal, which ask for several papers in common."""
    _sitting, (one, other) = begin(town, HAZCHEM, RENEWAL)
    drafts.save(other, {"route": "full"}, by=town.clerk, at=AT)
    return one, other


def save(town: Town, draft: str, **typed: Any) -> None:
    before = drafts.view(draft, by=town.clerk).raw
    drafts.save(draft, typed, by=town.clerk, at=AT)
    sharing.spread_answers(draft, before, by=town.clerk, at=AT)


def raw(town: Town, draft: str) -> dict[str, Any]:
    return drafts.view(draft, by=town.clerk).raw


def scan(town: Town, draft: str, material: str, name: str = "a.pdf") -> str:
    file = uploads.attach(draft, material, name, io.BytesIO(pdf(name)), by=town.clerk, at=AT)
    sharing.spread_file(draft, file, by=town.clerk, at=AT)
    return file


def files(town: Town, draft: str) -> list[tuple[str, str]]:
    return [(one.material, one.filename) for one in drafts.view(draft, by=town.clerk).files]


def test_every_item_is_a_draft_of_its_own_with_the_agent_filled_in(town: Town) -> None:
    sitting, (one, other) = begin(
        town, HAZCHEM, PRECURSOR, HAZCHEM, capacity="agent", name="𠮷小明", mobile="13900000002"
    )
    for draft in (one, other):
        assert raw(town, draft)["contact_name"] == "𠮷小明"
        assert raw(town, draft)["uscc"] == USCC
    found = sittings.view(sitting, by=town.clerk)
    assert [line.item for line in found.open] == [HAZCHEM, PRECURSOR]
    assert found.agent == Agent(capacity="agent", name="𠮷小明", mobile="13900000002")


def test_what_is_answered_in_one_is_answered_in_the_others(town: Town) -> None:
    _sitting, (one, other) = begin(town, HAZCHEM, PRECURSOR)
    save(town, one, principal_name="沈远航", principal_phone="13900000001", unit_name="改过的名称")
    assert (raw(town, other)["principal_name"], raw(town, other)["unit_name"]) == ("沈远航", "改过的名称")
    save(town, one, principal_name="沈远帆")
    assert raw(town, other)["principal_name"] == "沈远帆"


def test_what_was_typed_otherwise_is_never_overwritten(town: Town) -> None:
    _sitting, (one, other) = begin(town, HAZCHEM, PRECURSOR)
    save(town, other, principal_name="另一位负责人")
    drafts.save(one, {"principal_name": ""}, by=town.clerk, at=AT)
    save(town, one, principal_name="沈远航")
    assert raw(town, other)["principal_name"] == "另一位负责人"
    save(town, one, principal_name="")
    assert raw(town, other)["principal_name"] == "另一位负责人"


def test_a_paper_that_both_ask_for_is_scanned_once_and_kept_with_each(town: Town) -> None:
    one, other = two_of_one_kind(town)
    file = scan(town, one, RULES)
    assert files(town, one) == files(town, other) == [(RULES, "a.pdf")]
    uploads.remove(file, by=town.clerk, at=AT)
    assert (files(town, one), files(town, other)) == ([], [(RULES, "a.pdf")])
    scan(town, one, RULES, "b.pdf")
    assert files(town, other) == [(RULES, "a.pdf")]


def test_an_application_form_belongs_to_one_item_alone(town: Town) -> None:
    one, other = two_of_one_kind(town)
    scan(town, one, "application")
    assert files(town, other) == []


def test_a_paper_that_an_answer_asks_for_later_is_fetched_from_the_sitting(town: Town) -> None:
    _sitting, (one, other) = begin(town, HAZCHEM, RENEWAL)
    scan(town, one, RULES)
    assert files(town, other) == []
    asked = [found.key for found in drafts.view(other, by=town.clerk).requirements]
    drafts.save(other, {"route": "full"}, by=town.clerk, at=AT)
    assert sharing.fetch_files(other, asked, by=town.clerk, at=AT) == 1
    assert files(town, other) == [(RULES, "a.pdf")]


def test_bound_scans_go_to_the_others_too(town: Town) -> None:
    one, other = two_of_one_kind(town)
    scans.add(one, RULES, "1.pdf", io.BytesIO(pdf()), by=town.clerk, at=AT)
    file = scans.bind(one, RULES, "目录", by=town.clerk, at=AT)
    assert sharing.spread_file(one, file, by=town.clerk, at=AT) == 1
    assert files(town, other) == [(RULES, "目录.pdf")]


def test_each_item_is_handed_in_as_a_case_of_its_own(town: Town) -> None:
    sitting, (one, other) = begin(town, HAZCHEM, PRECURSOR, capacity="agent", name="𠮷小明", mobile="13900000002")
    drafts.save(one, ANSWERS, by=town.clerk, at=AT)
    town.bring(one, [], AT, by=town.clerk)
    receipt = submission.submit(one, by=town.clerk, at=AT)
    lines = sittings.view(sitting, by=town.clerk).lines
    assert [(line.number, line.query_code) for line in lines] == [(receipt.number, receipt.query_code), ("", "")]
    assert casefile.casefile(receipt.case_id, by=town.clerk).content["handler"]["name"] == "𠮷小明"
    found = sittings.of_case(receipt.case_id, by=town.clerk)
    assert found is not None
    assert [line.draft_id for line in found.open] == [other]
    save(town, other, principal_name="后来改的")
    assert casefile.casefile(receipt.case_id, by=town.clerk).answers["principal_name"] == "沈远航"


def test_one_more_item_can_be_put_in_and_the_same_one_is_not_begun_twice(town: Town) -> None:
    sitting, (one,) = begin(town, HAZCHEM)
    other = sittings.add(sitting, PRECURSOR, by=town.clerk, at=AT)
    assert sittings.add(sitting, PRECURSOR, by=town.clerk, at=AT) == other
    assert [line.draft_id for line in sittings.view(sitting, by=town.clerk).lines] == [one, other]


def test_what_is_missing_is_told_and_no_draft_is_left_behind(town: Town) -> None:
    for items, agent, wrong in (
        ((), {}, {"item": "none"}),
        (tuple(f"item{n}" for n in range(11)), {}, {"item": "many"}),
        ((HAZCHEM,), {"capacity": "agent"}, {"agent_name": "missing"}),
    ):
        with pytest.raises(WrongInput) as told:
            sittings.begin(items, ApplicantFacts(uscc=USCC), Agent(**agent), by=town.clerk, at=AT)
        assert told.value.fields == wrong
    with pytest.raises(Refusal):
        sittings.begin((HAZCHEM, "no_such_item"), ApplicantFacts(uscc=USCC), Agent(), by=town.clerk, at=AT)
    assert open_drafts.mine(by=town.clerk) == ()


def test_a_sitting_is_for_the_window_alone(town: Town) -> None:
    sitting, (one,) = begin(town, HAZCHEM)
    for somebody in (town.point, town.handler, town.reviewer, town.supervisor):
        with pytest.raises(Denied):
            sittings.view(sitting, by=somebody)
        with pytest.raises(Denied):
            drafts.view(one, by=somebody)
    with pytest.raises(Refusal) as refused:
        sittings.view("none", by=town.clerk)
    assert refused.value.rule == "no_such_sitting"
