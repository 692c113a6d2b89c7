"""Once only: what was accepted is offered again to the same enterprise, with its validity, and to nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import drafts, former_answers, library, precheck, uploads
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, settle
from tests.services.test_drafts import stranger
from workflows.refusal import Refusal

AT = beijing("2026-10-12 10:00")
TODAY = date(2026, 10, 12)


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def again(town: Town) -> str:
    """A second application of an enterprise whose first one was accepted."""
    town.accepted("2026-09-28 10:00")
    return drafts.start(HAZCHEM, by=town.handler, at=AT)


def offers(town: Town, draft: str) -> dict[str, tuple[library.Paper, ...]]:
    return library.offers(drafts.view(draft, by=town.handler, on=TODAY), by=town.handler, on=TODAY)


def test_nothing_is_offered_before_anything_was_accepted(town: Town):
    town.hand_in("2026-09-28 10:00")
    draft = drafts.start(HAZCHEM, by=town.handler, at=AT)
    assert offers(town, draft) == {}
    assert library.shelves(by=town.handler) == ()
    assert former_answers.offered(drafts.view(draft, by=town.handler), by=town.handler, on=TODAY) == {}


def test_accepted_papers_are_offered_for_what_is_missing_and_never_the_application_itself(town: Town, again: str):
    found = offers(town, again)
    view = drafts.view(again, by=town.handler)
    missing = {one.key for one in view.requirements if one.state == "missing"}
    assert found.keys() <= missing
    assert len(found) >= 5
    names = [paper.material.name.zh for papers in found.values() for paper in papers]
    assert not [name for name in names if "申请书" in name or "申请表" in name]


def test_a_paper_is_put_in_once_however_often_it_is_clicked_and_names_where_it_came_from(town: Town, again: str):
    key, (paper, *_rest) = next(iter(offers(town, again).items()))
    names = {library.reuse(again, paper.public_id, stated=True, by=town.handler, at=AT) for _click in range(2)}
    view = drafts.view(again, by=town.handler)
    (file,) = view.files
    assert names == {file.public_id}
    assert (file.sha256, file.reused_from) == (paper.sha256, paper.number)
    assert file.public_id != paper.public_id
    assert {one.key: one.state for one in view.requirements}[key] == "in"
    assert key not in offers(town, again)


def test_all_papers_go_in_at_once_and_twice_is_once(town: Town, again: str):
    offered = {one.public_id for papers in offers(town, again).values() for one in papers}
    made = {one.public_id for papers in offers(town, again).values() for one in papers if one.trust.reuse == "stated"}
    assert offered - made
    assert made
    first = library.reuse_all(again, by=town.handler, at=AT)
    assert {one.public_id for one in first.papers} == offered - made, "what is of his own making wants his word"
    assert {one.public_id for one, _reason in first.left} == made
    rest = library.reuse_all(again, stated=True, by=town.handler, at=AT)
    assert ({one.public_id for one in rest.papers}, rest.left) == (made, ())
    assert offers(town, again) == {}
    assert library.reuse_all(again, stated=True, by=town.handler, at=AT) == library.Taken((), ())
    assert len(drafts.view(again, by=town.handler).files) == len(offered)


def test_all_papers_are_those_that_are_valid_on_the_day_and_nobody_else_s(town: Town, again: str):
    key, (paper, *_rest) = next(iter(offers(town, again).items()))
    library.state_validity(paper.public_id, date(2026, 10, 11), by=town.handler, at=AT)
    assert paper.public_id not in {
        one.public_id for one in library.reuse_all(again, stated=True, by=town.handler, at=AT).papers
    }
    assert {one.key: one.state for one in drafts.view(again, by=town.handler).requirements}[key] == "missing"
    with pytest.raises(Denied):
        library.reuse_all(again, stated=True, by=stranger(), at=AT)


def test_taking_the_copy_out_again_leaves_the_accepted_file_where_it_is(town: Town, again: str):
    (paper, *_rest) = next(iter(offers(town, again).values()))
    uploads.remove(library.reuse(again, paper.public_id, stated=True, by=town.handler, at=AT), by=town.handler, at=AT)
    _facts, path = uploads.open(paper.public_id, by=town.handler)
    assert path.read_bytes().startswith(b"%PDF")


def test_a_paper_past_its_last_day_is_not_offered_and_not_taken(town: Town, again: str):
    key, (paper, *_rest) = next(iter(offers(town, again).items()))
    library.state_validity(paper.public_id, TODAY, by=town.handler, at=AT)
    assert key in offers(town, again)
    library.state_validity(paper.public_id, date(2026, 10, 11), by=town.handler, at=AT)
    assert key not in offers(town, again)
    with pytest.raises(Refusal) as refused:
        library.reuse(again, paper.public_id, stated=True, by=town.handler, at=AT)
    assert refused.value.rule == "paper_expired"
    assert library.paper(paper.public_id, by=town.handler).expired(TODAY)


def test_the_validity_goes_with_the_copy(town: Town, again: str):
    (paper, *_rest) = next(iter(offers(town, again).values()))
    library.state_validity(paper.public_id, date(2028, 1, 31), by=town.handler, at=AT)
    library.reuse(again, paper.public_id, stated=True, by=town.handler, at=AT)
    assert library.paper(paper.public_id, by=town.handler).valid_to == date(2028, 1, 31)


def test_what_the_application_does_not_ask_for_is_not_put_in(town: Town, again: str):
    (paper, *_rest) = next(iter(offers(town, again).values()))
    other = drafts.start("fireworks_retail_licence", by=town.handler, at=AT)
    wanted = {
        m.name.zh for one in drafts.view(other, by=town.handler).requirements for m in one.requirement.alternatives
    }
    strange = next(
        one for papers in offers(town, again).values() for one in papers if one.material.name.zh not in wanted
    )
    with pytest.raises(Refusal) as refused:
        library.reuse(other, strange.public_id, stated=True, by=town.handler, at=AT)
    assert refused.value.rule == "paper_not_asked"
    assert paper.number == strange.number


def test_another_enterprise_neither_sees_nor_uses_a_paper(town: Town, again: str):
    (paper, *_rest) = next(iter(offers(town, again).values()))
    other = stranger()
    assert library.shelves(by=other) == ()
    draft = drafts.start(HAZCHEM, by=other, at=AT)
    with pytest.raises(Refusal) as refused:
        library.reuse(draft, paper.public_id, stated=True, by=other, at=AT)
    assert refused.value.rule == "no_such_file"
    with pytest.raises(Refusal):
        library.state_validity(paper.public_id, TODAY, by=other, at=AT)
    with pytest.raises(Denied):
        library.reuse(again, paper.public_id, stated=True, by=other, at=AT)
    with pytest.raises(Denied):
        former_answers.fill(again, by=other, at=AT)


def test_empty_questions_are_answered_as_before_and_declarations_never(town: Town, again: str):
    drafts.save(again, {"staff_total": "15"}, by=town.handler, at=AT)
    known = former_answers.offered(drafts.view(again, by=town.handler), by=town.handler, on=TODAY)
    assert {"reg_address", "chemicals", "premises_area"} <= known.keys()
    assert not {"staff_total", "unit_name"} & known.keys()
    assert former_answers.fill(again, by=town.handler, at=AT) == len(known)
    view = drafts.view(again, by=town.handler)
    assert view.raw["chemicals"] == ANSWERS["chemicals"]
    assert view.raw["staff_total"] == "15"
    assert former_answers.fill(again, by=town.handler, at=AT) == 0


def test_what_was_filled_in_is_to_be_confirmed_until_it_is_changed(town: Town, again: str):
    former_answers.fill(again, by=town.handler, at=AT)
    view = drafts.view(again, by=town.handler)
    section = next(one.section.id for one in view.sections if any(f.id == "premises_area" for f in one.section.fields))
    assert "premises_area" in {one.id for one in former_answers.to_confirm(view, section)}
    drafts.save(again, {"premises_area": "190"}, by=town.handler, at=AT)
    view = drafts.view(again, by=town.handler)
    assert "premises_area" not in {one.id for one in former_answers.to_confirm(view, section)}


def test_the_clerk_uses_the_papers_of_whoever_stands_at_the_counter(town: Town, again: str):
    draft = drafts.start(HAZCHEM, by=town.clerk, at=AT, channel="window", enterprise_id=town.handler.enterprise_id)
    view = drafts.view(draft, by=town.clerk, on=TODAY)
    (paper, *_rest) = next(iter(library.offers(view, by=town.clerk, on=TODAY).values()))
    library.reuse(draft, paper.public_id, stated=True, by=town.clerk, at=AT)
    assert drafts.view(draft, by=town.clerk).files[0].reused_from == paper.number


def test_an_agent_for_other_items_is_offered_nothing_of_this_one_and_keeps_no_papers(town: Town, again: str):
    agent = replace(town.handler, mandate_id=1, items=frozenset({"emergency_plan_filing"}))
    with pytest.raises(Denied):
        library.shelves(by=agent)
    draft = drafts.start("emergency_plan_filing", by=agent, at=AT)
    assert library.offers(drafts.view(draft, by=agent, on=TODAY), by=agent, on=TODAY) == {}
    assert former_answers.offered(drafts.view(draft, by=agent), by=agent, on=TODAY) == {}


def test_a_paper_that_expires_before_it_is_handed_in_is_doubted_also_where_its_day_was_stated_later(
    town: Town, again: str
):
    (paper, *_rest) = next(iter(offers(town, again).values()))
    library.reuse(again, paper.public_id, stated=True, by=town.handler, at=AT)

    def doubted(on: date) -> list[str]:
        return [one.kind for one in precheck.doubts(drafts.view(again, by=town.handler, on=on), on=on)]

    library.state_validity(paper.public_id, date(2026, 10, 20), by=town.handler, at=AT)
    assert "expired" not in doubted(date(2026, 10, 20))
    assert "expired" in doubted(date(2026, 10, 21))
    library.state_validity(paper.public_id, None, by=town.handler, at=AT)
    assert "expired" not in doubted(date(2026, 10, 21))
