"""Drafts keep everything that was typed, belong to one enterprise, and notice when somebody else was faster."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask

from guides.fields import Wrong
from portal.access import Denied
from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import Draft, Upload
from portal.services import accounts, drafts, open_drafts, prefill, uploads, users
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.web import people
from workflows.refusal import Refusal

AT = beijing("2026-09-28 10:00")
LATER = beijing("2026-09-28 16:05")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def draft(town: Town) -> str:
    return drafts.start(HAZCHEM, by=town.handler, at=AT)


def stranger() -> Actor:
    """The handler of another enterprise."""
    people.join("liu@example.cn", "刘一", "13900000077", uscc="91990101MA2WH12346", firm="望山石化销售有限公司", at=AT)
    person = accounts.person(users.find("liu@example.cn").rows[0].id)
    assert person is not None
    return person.actor


def states(draft: str, by: Actor) -> dict[str, str]:
    return {one.section.id: one.state for one in drafts.view(draft, by=by).sections}


def test_a_draft_pins_the_guide_in_force_and_knows_what_is_known(town: Town, draft: str):
    view = drafts.view(draft, by=town.handler)
    assert view.guide.version == "2026-05-01"
    assert view.raw["unit_name"] == people.FIRM
    assert view.raw["uscc"] == people.USCC
    assert view.raw["contact_name"] == "沈远航"
    assert states(draft, town.handler)["premises"] == "empty"
    assert states(draft, town.handler)["enterprise"] == "part"


def test_answers_given_before_the_draft_come_with_it(town: Town):
    draft = drafts.start(HAZCHEM, by=town.handler, at=AT, typed={"has_storage": "leased", "nonsense": "x"})
    view = drafts.view(draft, by=town.handler)
    assert view.raw["has_storage"] == "leased"
    assert "nonsense" not in view.raw
    assert "with_storage" in view.reading.needs.cases


def test_there_is_no_draft_of_an_item_without_a_guide(town: Town):
    with pytest.raises(Refusal) as refused:
        drafts.start("moon_licence", by=town.handler, at=AT)
    assert refused.value.rule == "guide_unavailable"


def test_whatever_was_typed_is_kept_as_it_was_typed(town: Town, draft: str):
    typed = {
        "premises_area": "一百二十",
        "uscc": "123",
        "lessor": "  空格 ",
        "chemicals": [{"name": "丙酮", "cas": "67-64-2"}, {"name": " "}],
    }
    drafts.save(draft, typed, by=town.handler, at=LATER)
    view = drafts.view(draft, by=town.handler)
    assert view.raw["premises_area"] == "一百二十"
    assert view.raw["lessor"] == "  空格 "
    assert view.raw["chemicals"] == [{"name": "丙酮", "cas": "67-64-2"}]
    assert view.reading.errors["premises_area"].code is Wrong.NUMBER
    assert view.reading.errors["uscc"].code is Wrong.USCC_LENGTH
    assert "premises_area" not in view.answers
    assert states(draft, town.handler)["premises"] == "bad"
    assert view.changed_at == LATER


def test_a_character_that_no_database_keeps_is_left_out(town: Town, draft: str):
    drafts.save(draft, {"lessor": "港\x00联"}, by=town.handler, at=LATER)
    assert drafts.view(draft, by=town.handler).raw["lessor"] == "港联"


def test_a_hidden_question_keeps_its_answer_and_does_not_count(town: Town, draft: str):
    drafts.save(draft, {**ANSWERS, "has_storage": "leased", "lessor": "港联"}, by=town.handler, at=LATER)
    assert drafts.view(draft, by=town.handler).answers["lessor"] == "港联"
    drafts.save(draft, {"has_storage": "none"}, by=town.handler, at=LATER)
    view = drafts.view(draft, by=town.handler)
    assert "lessor" not in view.answers
    assert view.raw["lessor"] == "港联"
    assert not view.reading.errors


def test_saving_a_section_leaves_the_others_alone_and_takes_unticked_boxes(town: Town, draft: str):
    drafts.save(draft, {"business_mode": ["retail"], "premises_area": "12"}, section="premises", by=town.handler, at=AT)
    drafts.save(draft, {"premises_area": "13", "unit_name": "别处"}, section="premises", by=town.handler, at=AT)
    raw = drafts.view(draft, by=town.handler).raw
    assert (raw["premises_area"], raw["business_mode"], raw["unit_name"]) == ("13", "", people.FIRM)


def test_an_older_page_never_overwrites_what_somebody_else_wrote(town: Town, draft: str):
    old = drafts.view(draft, by=town.handler).mark("premises")
    drafts.save(draft, {"premises_area": "12"}, section="premises", by=town.handler, at=AT, version=old)
    with pytest.raises(Refusal) as refused:
        drafts.save(draft, {"premises_area": "99"}, section="premises", by=town.handler, at=LATER, version=old)
    assert refused.value.rule == "draft_stale"
    assert drafts.view(draft, by=town.handler).raw["premises_area"] == "12"


def test_the_same_text_twice_and_another_section_are_no_conflict(town: Town, draft: str):
    old = drafts.view(draft, by=town.handler)
    drafts.save(
        draft, {"premises_area": "12"}, section="premises", by=town.handler, at=AT, version=old.mark("premises")
    )
    again = {"section": "premises", "by": town.handler, "at": LATER, "version": old.mark("premises")}
    assert drafts.save(draft, {"premises_area": "12"}, **again).version == 1
    other = {"section": "goods", "by": town.handler, "at": LATER, "version": old.mark("goods")}
    assert drafts.save(draft, {"toxic_goods": "no"}, **other).version == 2


def test_two_people_in_one_section_are_merged_answer_by_answer(town: Town, draft: str):
    opened = drafts.view(draft, by=town.handler).mark("premises")
    page = {"section": "premises", "by": town.handler, "version": opened}
    drafts.save(draft, {"premises_area": "12"}, at=AT, **page)
    saved = drafts.save(draft, {"premises_right": "own"}, at=LATER, **page)
    raw = drafts.view(draft, by=town.handler).raw
    assert (raw["premises_area"], raw["premises_right"]) == ("12", "own")
    assert saved.theirs == ("premises_area",)
    again = {**page, "version": saved.mark}  # the page still shows no area: it goes on leaving that alone
    drafts.save(draft, {"premises_right": "leased"}, at=LATER, **again)
    assert drafts.view(draft, by=town.handler).raw["premises_area"] == "12"


def test_what_nobody_else_touched_is_kept_although_one_answer_is_asked_about(town: Town, draft: str):
    page = {"section": "premises", "by": town.handler, "version": drafts.view(draft, by=town.handler).mark("premises")}
    drafts.save(draft, {"premises_area": "12"}, at=AT, **page)
    with pytest.raises(Refusal) as refused:
        drafts.save(draft, {"premises_area": "99", "premises_right": "own"}, at=LATER, **page)
    raw = drafts.view(draft, by=town.handler).raw
    assert refused.value.facts["fields"] == ("premises_area",)
    assert (raw["premises_area"], raw["premises_right"]) == ("12", "own")


def test_the_states_of_sections_count_what_is_missing_and_what_is_wrong(town: Town, draft: str):
    drafts.save(draft, ANSWERS, by=town.handler, at=AT)
    assert set(states(draft, town.handler).values()) == {"done"}
    rows = [{**ANSWERS["chemicals"][0], "cas": "108-88-4", "annual_tons": ""}]
    drafts.save(draft, {"chemicals": rows, "toxic_goods": ""}, by=town.handler, at=AT)
    goods = next(one for one in drafts.view(draft, by=town.handler).sections if one.section.id == "goods")
    assert (goods.state, goods.wrong, goods.missing) == ("bad", 1, 2)


def test_another_enterprise_sees_nothing_and_changes_nothing(town: Town, draft: str):
    other = stranger()
    for act in (
        lambda: drafts.view(draft, by=other),
        lambda: drafts.save(draft, {"lessor": "x"}, by=other, at=LATER),
        lambda: drafts.discard(draft, by=other),
        lambda: drafts.promise(draft, ["premises"], by=other, at=LATER),
        lambda: uploads.attach(draft, "application", "a.pdf", io.BytesIO(pdf()), by=other, at=LATER),
        lambda: drafts.view(draft, by=town.clerk),
        lambda: drafts.start(HAZCHEM, by=other, at=AT, enterprise_id=town.handler.enterprise_id),
        lambda: drafts.start(HAZCHEM, by=town.handler, at=AT, channel="window"),
    ):
        with pytest.raises(Denied):
            act()
    assert open_drafts.mine(by=other) == ()


def test_the_window_writes_its_own_drafts_for_an_enterprise(town: Town):
    given = {"channel": "window", "enterprise_id": town.handler.enterprise_id}
    draft = drafts.start(HAZCHEM, by=town.clerk, at=AT, **given)
    view = drafts.view(draft, by=town.clerk)
    assert view.raw["unit_name"] == people.FIRM
    assert "contact_name" not in view.raw
    assert [one.public_id for one in open_drafts.mine(by=town.clerk)] == [draft]
    assert open_drafts.mine(by=town.handler) == ()
    with pytest.raises(Denied):
        drafts.view(draft, by=town.handler)


def test_the_newest_draft_stands_first_and_a_lost_guide_hides_none(town: Town, draft: str):
    second = drafts.start("fireworks_retail_licence", by=town.handler, at=LATER)
    with transaction() as session:
        session.query(Draft).filter_by(public_id=draft).one().guide_version = date(2020, 1, 1)
    lines = open_drafts.mine(by=town.handler)
    assert [line.public_id for line in lines] == [second, draft]
    assert lines[1].name is None
    with pytest.raises(Refusal) as refused:
        drafts.view(draft, by=town.handler)
    assert refused.value.rule == "guide_unavailable"


def test_only_what_the_guide_calls_deferrable_can_be_promised(town: Town, draft: str):
    drafts.save(draft, ANSWERS, by=town.handler, at=AT)
    drafts.promise(draft, ["training_proof"], by=town.handler, at=AT)
    assert drafts.view(draft, by=town.handler).later == ("training_proof",)
    with pytest.raises(Refusal) as refused:
        drafts.promise(draft, ["training_proof", "rules_list"], by=town.handler, at=AT)
    assert refused.value.facts == {"materials": ("rules_list",)}
    assert drafts.view(draft, by=town.handler).later == ("training_proof",)


def test_a_draft_that_is_thrown_away_takes_its_files_with_it(town: Town, draft: str):
    file = uploads.attach(draft, "application", "a.pdf", io.BytesIO(pdf()), by=town.handler, at=AT)
    _facts, path = uploads.open(file, by=town.handler)
    drafts.discard(draft, by=town.handler)
    assert not path.exists()
    with reading() as session:
        assert session.query(Upload).count() == 0
    for act in (drafts.view, drafts.discard):
        with pytest.raises(Refusal) as refused:
            act(draft, by=town.handler)
        assert refused.value.rule == "no_such_draft"


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("临江市澄江区滨江大道 18 号", ("临江市澄江区", "滨江大道 18 号")),
        ("浙江省杭州市西湖区文三路 1 号", ("浙江省杭州市西湖区", "文三路 1 号")),
        ("滨江大道 18 号", ("", "滨江大道 18 号")),
        ("", ("", "")),
    ],
)
def test_a_known_address_is_divided_into_region_and_street(address: str, parts: tuple[str, str]):
    assert prefill.split_address(address) == parts
