"""A guide is published by two people, checked at every step, and every act on it is recorded."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from portal.access import Denied
from portal.actors import Actor
from portal.services import drafts, guide_rows, guide_versions, law, users
from portal.services.guide_checks import WrongGuide
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.core.small_guide import TEXT, changed
from tests.services.guide_desk import AT, DAY, KIOSK, GuideDesk, kiosk, person
from workflows.refusal import Refusal

TODAY = date(2026, 10, 9)
NEXT = "2026-10-12 09:00"


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def actor(login: str) -> Actor:
    return person(users.find(login).rows[0].id)


@pytest.fixture
def desk(town: Town) -> GuideDesk:
    return GuideDesk(actor("ye.qing"), actor("ji.wen"))


@pytest.fixture
def draft(desk: GuideDesk) -> int:
    return guide_versions.upload(kiosk(), by=desk.author, at=AT)


def state(number: int, desk: GuideDesk) -> str:
    return guide_rows.version_page(number, by=desk.author, on=TODAY).row.state


def test_a_version_goes_from_draft_to_the_catalogue_by_two_hands(desk: GuideDesk, draft: int):
    assert law.catalogue().version(KIOSK, DAY) is None
    guide_versions.propose(draft, seen=desk.seen(draft), by=desk.author, at=AT)
    assert law.catalogue().version(KIOSK, DAY) is None
    guide_versions.publish(draft, seen=desk.seen(draft), by=desk.second, at=AT)
    assert state(draft, desk) == "published"
    assert law.catalogue().in_force(KIOSK, DAY) is not None
    assert law.catalogue().in_force(KIOSK, TODAY) is None


def test_nobody_publishes_alone(desk: GuideDesk, draft: int):
    guide_versions.propose(draft, seen=desk.seen(draft), by=desk.author, at=AT)
    with pytest.raises(Refusal, match="two_people"):
        guide_versions.publish(draft, seen=desk.seen(draft), by=desk.author, at=AT)
    assert state(draft, desk) == "proposed"


def test_an_administrator_may_be_the_second_person(desk: GuideDesk, draft: int):
    guide_versions.propose(draft, seen=desk.seen(draft), by=desk.author, at=AT)
    guide_versions.publish(draft, seen=desk.seen(draft), by=actor("admin"), at=AT)
    assert state(draft, desk) == "published"


def test_what_is_changed_after_the_proposal_is_proposed_again(desk: GuideDesk, draft: int):
    seen = desk.seen(draft)
    guide_versions.propose(draft, seen=seen, by=desk.author, at=AT)
    other = changed(("开报刊亭要许可。", "开报刊亭要先办许可。"))
    guide_versions.revise(draft, kiosk(other), seen=seen, by=desk.second, at=AT)
    for act in (guide_versions.propose, guide_versions.publish):
        with pytest.raises(Refusal):
            act(draft, seen=seen, by=desk.second, at=AT)
    assert state(draft, desk) == "draft"


def test_everything_wrong_with_a_version_is_said_at_once_and_nothing_is_kept(desk: GuideDesk):
    text = changed(("item_type: licence", "item_type: licens"), ("level: city", "level: moon"))
    wrong = kiosk(text + "surprise: 1\n", date(2026, 10, 1), office="nowhere", item="Kiosk 1")
    with pytest.raises(WrongGuide) as refused:
        guide_versions.upload(wrong, by=desk.author, at=AT)
    assert refused.value.fields == {"office": "unknown", "item": "shape", "effective_from": "past"}
    assert {"item_type", "authority.level", "surprise"} <= {error.key for error in refused.value.errors}
    assert all(error.line > 0 for error in refused.value.errors)
    assert guide_rows.in_hand(by=desk.author) == ()


@pytest.mark.parametrize(
    "hostile",
    [
        b"\xff\xfe\x00",
        b"a: &a [x]\nb: *a\n",
        b"name: !!python/object/apply:os.system [ls]\n",
        b"[" * 5000,
        b"a: {" * 200,
        b"\x00",
        b"",
        b"- 1\n",
        b"<<: {}\n",
        "名称: 【\u0007".encode(),
    ],
    ids=["utf-16", "alias", "object", "deep", "maps", "nul", "empty", "list", "merge", "bell"],
)
def test_hostile_text_is_refused_like_any_other_mistake(desk: GuideDesk, hostile: bytes):
    from portal.services.guide_checks import Written

    written = Written(office="emb", item=KIOSK, effective_from=DAY, content=hostile)
    with pytest.raises(WrongGuide) as refused:
        guide_versions.upload(written, by=desk.author, at=AT)
    assert refused.value.errors


def test_a_text_of_more_than_a_megabyte_is_not_read(desk: GuideDesk):
    with pytest.raises(WrongGuide) as refused:
        guide_versions.upload(kiosk(TEXT + "#" * 1024 * 1024), by=desk.author, at=AT)
    assert refused.value.fields == {"content": "too_large"}


@pytest.mark.parametrize(
    ("item", "day", "said"),
    [
        (HAZCHEM, date(2026, 10, 9), "not_later"),
        (HAZCHEM, date(2026, 5, 1), "day_taken"),
        (KIOSK, date(2026, 10, 8), "past"),
        (KIOSK, date(2026, 10, 9), None),
        (HAZCHEM, date(2026, 10, 10), None),
    ],
)
def test_a_version_of_an_item_in_force_begins_tomorrow_at_the_earliest(desk: GuideDesk, item, day, said):
    written = kiosk(TEXT, day, item=item)
    if said is None:
        assert guide_versions.upload(written, by=desk.author, at=AT)
        return
    with pytest.raises(WrongGuide) as refused:
        guide_versions.upload(written, by=desk.author, at=AT)
    assert refused.value.fields == {"effective_from": said}


def test_an_item_belongs_to_one_office(desk: GuideDesk):
    with pytest.raises(WrongGuide) as refused:
        guide_versions.upload(kiosk(TEXT, DAY, office="fire", item=HAZCHEM), by=desk.author, at=AT)
    assert refused.value.fields == {"item": "other_office"}


def test_a_proposal_that_waited_until_its_day_is_checked_again(desk: GuideDesk):
    desk.publish()
    number = guide_versions.upload(kiosk(TEXT, date(2026, 10, 12)), by=desk.author, at=AT)
    guide_versions.propose(number, seen=desk.seen(number), by=desk.author, at=AT)
    with pytest.raises(Refusal, match="guide_faulty"):
        guide_versions.publish(number, seen=desk.seen(number), by=desk.second, at=beijing(NEXT))


def test_two_versions_for_one_day_are_not_both_published(desk: GuideDesk):
    numbers = [guide_versions.upload(kiosk(), by=desk.author, at=AT) for _twice in range(2)]
    for number in numbers:
        guide_versions.propose(number, seen=desk.seen(number), by=desk.author, at=AT)
    guide_versions.publish(numbers[0], seen=desk.seen(numbers[0]), by=desk.second, at=AT)
    with pytest.raises(Refusal):
        guide_versions.publish(numbers[1], seen=desk.seen(numbers[1]), by=desk.second, at=AT)


def test_a_catch_all_keeps_a_version_from_being_proposed(desk: GuideDesk):
    number = guide_versions.upload(kiosk(changed(("zh: 租赁合同", "zh: 其他有关材料"))), by=desk.author, at=AT)
    with pytest.raises(Refusal) as refused:
        guide_versions.propose(number, seen=desk.seen(number), by=desk.author, at=AT)
    assert refused.value.facts == {"count": 1}


def test_a_rejection_needs_a_reason_and_the_version_can_be_mended(desk: GuideDesk, draft: int):
    guide_versions.propose(draft, seen=desk.seen(draft), by=desk.author, at=AT)
    with pytest.raises(Refusal, match="guide_reason_missing"):
        guide_versions.reject(draft, "  ", seen=desk.seen(draft), by=desk.second, at=AT)
    guide_versions.reject(draft, "依据条款写错", seen=desk.seen(draft), by=desk.second, at=AT)
    assert state(draft, desk) == "rejected"
    guide_versions.revise(draft, kiosk(TEXT + "# mended\n"), seen=desk.seen(draft), by=desk.author, at=AT)
    assert state(draft, desk) == "draft"


def test_nobody_without_the_role_writes_or_reads_versions(town: Town, desk: GuideDesk, draft: int):
    seen = desk.seen(draft)
    for by in (town.clerk, town.handler, town.decider, town.supervisor):
        for act in (
            lambda by=by: guide_versions.upload(kiosk(), by=by, at=AT),
            lambda by=by: guide_versions.propose(draft, seen=seen, by=by, at=AT),
            lambda by=by: guide_versions.publish(draft, seen=seen, by=by, at=AT),
            lambda by=by: guide_versions.reject(draft, "x", seen=seen, by=by, at=AT),
            lambda by=by: guide_versions.withdraw(HAZCHEM, date(2026, 5, 1), "x", by=by, at=AT),
            lambda by=by: guide_rows.in_hand(by=by),
            lambda by=by: guide_rows.version_page(draft, by=by, on=TODAY),
            lambda by=by: guide_rows.served(HAZCHEM, date(2026, 5, 1), by=by),
        ):
            with pytest.raises(Denied):
                act()


def test_every_act_is_recorded_with_who_when_and_which_text(desk: GuideDesk):
    number = desk.publish()
    guide_versions.withdraw(KIOSK, DAY, "条款有误", by=desk.second, at=beijing(NEXT))
    acts = guide_rows.history(KIOSK)
    assert [(one.act, one.by) for one in acts] == [
        ("uploaded", "叶青"),
        ("proposed", "叶青"),
        ("published", "纪文"),
        ("withdrawn", "纪文"),
    ]
    assert {one.digest for one in acts} == {desk.seen(number)}
    assert acts[-1].note == "条款有误"
    assert acts[-1].at == beijing(NEXT)


def test_a_withdrawn_guide_starts_nothing_new_and_a_new_version_may_follow_today(town: Town, desk: GuideDesk):
    desk.publish()
    open_draft = drafts.start(KIOSK, by=town.handler, at=beijing(NEXT))
    guide_versions.withdraw(KIOSK, DAY, "条款有误", by=desk.second, at=beijing(NEXT))
    with pytest.raises(Refusal, match="guide_stopped"):
        drafts.start(KIOSK, by=town.handler, at=beijing(NEXT))
    assert drafts.view(open_draft, by=town.handler, on=date(2026, 10, 12)).stopped
    desk.publish(TEXT, date(2026, 10, 12), at=NEXT)
    assert drafts.start(KIOSK, by=town.handler, at=beijing(NEXT))


def test_an_announced_version_that_is_withdrawn_never_comes_into_force(desk: GuideDesk):
    desk.publish()
    desk.publish(TEXT, date(2027, 1, 1))
    guide_versions.withdraw(KIOSK, date(2027, 1, 1), "推迟", by=desk.author, at=AT)
    assert law.catalogue().version(KIOSK, date(2027, 1, 1)) is None
    assert law.catalogue().in_force(KIOSK, date(2027, 2, 1)).effective_from == DAY
    desk.publish(TEXT + "# again\n", date(2027, 1, 1))
    assert law.catalogue().in_force(KIOSK, date(2027, 2, 1)).version == "2027-01-01"


def test_only_what_is_in_force_or_announced_can_be_withdrawn(desk: GuideDesk):
    desk.publish()
    desk.publish(TEXT, date(2026, 10, 11))
    later = beijing(NEXT)
    with pytest.raises(Refusal, match="guide_not_in_force"):
        guide_versions.withdraw(KIOSK, DAY, "x", by=desk.author, at=later)
    with pytest.raises(Refusal, match="no_such_version"):
        guide_versions.withdraw(KIOSK, date(1999, 1, 1), "x", by=desk.author, at=later)
    guide_versions.withdraw(KIOSK, date(2026, 10, 11), "x", by=desk.author, at=later)
    with pytest.raises(Refusal, match="guide_not_in_force"):
        guide_versions.withdraw(KIOSK, date(2026, 10, 11), "x", by=desk.author, at=later)
