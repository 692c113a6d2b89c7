"""The queue: filters, saved views, scanned codes, who is at a desk, and one statement whatever the number of cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.access import Denied
from portal.actors import SYSTEM
from portal.db import reading
from portal.services import (
    case_search,
    casefile,
    first_contact,
    intake,
    presence,
    queue_filters,
    queue_words,
    service_windows,
    users,
)
from portal.services.credit_lists import Entry
from portal.services.queue_filters import EVERYTHING, QueueFilter
from portal.services.service_windows import WindowFacts
from portal.services.wrong_input import WrongInput
from tests.at_window import HAZCHEM, Town, beijing, day, settle
from tests.under_review import queries
from workflows.refusal import Refusal

AT = beijing("2026-10-12 09:00")
ON = day("2026-10-12")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def listed(town: Town, asked: QueueFilter = EVERYTHING, **more: str) -> list[str]:
    return [row.public_id for row in intake.queue(asked, by=town.clerk, on=ON, at=AT, **more).rows]  # type: ignore[arg-type]


def test_mine_nobodys_and_everybodys(town: Town) -> None:
    mine, theirs, nobodys = (town.hand_in(f"2026-10-09 10:0{n}") for n in range(3))
    first_contact.take(mine, by=town.clerk, at=AT)
    first_contact.take(theirs, by=town.colleague, at=AT)
    assert listed(town) == [mine, theirs, nobodys]
    assert listed(town, QueueFilter(owner="mine")) == [mine]
    assert listed(town, QueueFilter(owner="unowned")) == [nobodys]
    users.set_active(town.colleague.id, False, reason="调离", by=SYSTEM, at=AT)
    assert listed(town, QueueFilter(owner="unowned")) == [theirs, nobodys]
    row = next(one for one in intake.queue(by=town.clerk, on=ON, at=AT).rows if one.public_id == theirs)
    assert (row.officer, row.officer_left) == ("吴涛", True)


def test_each_filter_leaves_what_it_says(town: Town) -> None:
    case_id = town.hand_in("2026-10-09 10:00")
    for asked, left in (
        (QueueFilter(item=HAZCHEM), [case_id]),
        (QueueFilter(item="fireworks_retail_licence"), []),
        (QueueFilter(channel="online"), [case_id]),
        (QueueFilter(channel="window"), []),
        (QueueFilter(kind="new"), [case_id]),
        (QueueFilter(kind="returned"), []),
        (QueueFilter(light="red"), [case_id]),  # past the promised answer
        (QueueFilter(light="green"), []),
        (QueueFilter(light="dark"), []),
        (QueueFilter(light="grey"), []),
        (QueueFilter(fast="1"), []),
    ):
        assert listed(town, asked) == left, asked


def test_the_fast_lane_is_the_red_lists(town: Town) -> None:
    listed_on = {"grounds": "标准化一级", "body": "临江市应急管理局", "listed_on": day("2026-01-05")}
    case_id = town.hand_in("2026-10-09 10:00")
    town.list_black(Entry(uscc="91990101MA2HT5K72T", unit_name="临江恒泰化工贸易有限公司", **listed_on), kind="red")
    town.mark(case_id, "2026-10-10 12:00", without=["plan_filing"])
    assert listed(town, QueueFilter(fast="1")) == [case_id]


def test_a_clerk_sees_the_items_of_the_own_windows_when_asked(town: Town) -> None:
    case_id = town.hand_in("2026-10-09 10:00")
    served = QueueFilter(served="1")
    assert listed(town, served) == [case_id]  # who belongs to no window takes everything in
    facts = WindowFacts(
        name_zh="烟花", comprehensive=False, items=("fireworks_retail_licence",), officers=(town.clerk.id,)
    )
    window = service_windows.create(facts, by=SYSTEM)
    assert listed(town, served) == []
    assert listed(town) == [case_id]
    service_windows.change(window, WindowFacts(name_zh="综合", officers=(town.clerk.id,)), by=SYSTEM)
    assert listed(town, served) == [case_id]


def test_a_window_names_its_items_and_no_other_windows_name(town: Town) -> None:
    with pytest.raises(WrongInput) as wrong:
        service_windows.create(WindowFacts(name_zh="一", comprehensive=False), by=SYSTEM)
    assert wrong.value.fields == {"items": "missing"}
    service_windows.create(WindowFacts(name_zh="一"), by=SYSTEM)
    with pytest.raises(WrongInput) as wrong:
        service_windows.create(WindowFacts(name_zh="一"), by=SYSTEM)
    assert wrong.value.fields == {"name_zh": "taken"}
    with pytest.raises(Denied):
        service_windows.create(WindowFacts(name_zh="二"), by=town.clerk)


def test_waiting_is_counted_in_working_days(town: Town) -> None:
    town.hand_in("2026-10-08 10:00")
    (row,) = intake.queue(by=town.clerk, on=ON, at=AT).rows
    assert (row.waited, row.waits_since) == (3, day("2026-10-08"))  # 9, 10 (worked) and 12 October


def test_filters_of_an_address_are_known_ones_only(town: Town) -> None:
    sent = {"owner": "mine", "item": HAZCHEM, "light": "nonsense", "kind": "x", "fast": "2", "q": "恒泰", "page": "3"}
    assert queue_filters.read(sent) == QueueFilter(owner="mine", item=HAZCHEM)
    assert queue_filters.read({"item": "nothing_of_that_name"}) == EVERYTHING


def test_a_view_is_kept_for_its_owner_alone(town: Town) -> None:
    first = queue_filters.save("我的红名单", QueueFilter(owner="mine", fast="1"), first=True, by=town.clerk)
    second = queue_filters.save("没人的", QueueFilter(owner="unowned"), by=town.clerk)
    assert [(one.name, one.first) for one in queue_filters.views(by=town.clerk)] == [
        ("我的红名单", True),
        ("没人的", False),
    ]
    assert queue_filters.views(by=town.colleague) == ()
    queue_filters.begin_with(second, by=town.clerk)
    assert [one.first for one in queue_filters.views(by=town.clerk)] == [False, True]
    queue_filters.begin_with(second, by=town.clerk)
    assert not any(one.first for one in queue_filters.views(by=town.clerk))
    assert queue_filters.save("没人的", QueueFilter(kind="new"), by=town.clerk) == second
    for act in (queue_filters.begin_with, queue_filters.drop):
        with pytest.raises(Denied):
            act(first, by=town.colleague)
    queue_filters.drop(first, by=town.clerk)
    with pytest.raises(Refusal, match="no_such_view"):
        queue_filters.drop(first, by=town.clerk)


@pytest.mark.parametrize(("name", "code"), [("", "missing"), ("  ", "missing"), ("字" * 21, "long")])
def test_a_view_needs_a_short_name(town: Town, name: str, code: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        queue_filters.save(name, EVERYTHING, by=town.clerk)
    assert wrong.value.fields == {"name": code}


def test_a_scanner_leads_to_the_case(town: Town) -> None:
    case_id = town.hand_in("2026-10-08 10:00")
    (row,) = intake.queue(by=town.clerk, on=ON).rows
    short = f"{row.number[-12:-4]}-{row.number[-4:]}"
    wide = short.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    base = "https://window.example"
    for words in (
        row.number,
        row.number.lower(),
        short,
        wide,
        f"{base}/track?number={row.number}",
        f"{base}/my/cases/{case_id}",
        f"{base}/window/queue/{case_id}",
        f"  {base}/window/cases/{case_id}\n",
    ):
        assert case_search.scanned(words, by=town.clerk) == case_id, words
    for words in (
        "恒泰",
        "",
        "91990101MA2HT5K72T",
        "20261008-0002",
        f"{base}/verify/unknown",
        f"{base}/track",
        "/",
        "%",
    ):
        assert case_search.scanned(words, by=town.clerk) is None, words
    with pytest.raises(Denied):
        case_search.scanned(row.number, by=town.handler)


def test_the_queue_is_one_statement_whatever_is_asked(town: Town) -> None:
    for n in range(3):
        first_contact.take(town.hand_in(f"2026-10-08 10:0{n}"), by=town.clerk, at=AT)
        for asked in (EVERYTHING, QueueFilter(owner="mine"), QueueFilter(owner="unowned"), QueueFilter(light="yellow")):
            for words in ("", "恒泰", "没有这家"):
                with queries() as sent:
                    intake.queue(asked, by=town.clerk, on=ON, at=AT, search=words)
                looks = sum(one.lstrip().upper().startswith(("SELECT", "WITH")) for one in sent)
                # One more asks who has left, one more which applicants have such a name.
                assert looks == 1 + (asked.owner == "unowned") + bool(words), (asked, words)


def test_a_word_that_many_names_hold_finds_what_a_rare_one_finds(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = town.hand_in("2026-10-08 10:00")
    with reading() as session:
        name = casefile.row_of(session, case_id).applicant_name
    for few, common in ((queue_words.FEW, queue_words.COMMON), (0, queue_words.COMMON), (0, 0)):
        monkeypatch.setattr(queue_words, "FEW", few)
        monkeypatch.setattr(queue_words, "COMMON", common)
        for words, there in ((name[:4], True), (f"{name[:4]} 没有这家", False), ("没有这家", False)):
            assert listed(town, search=words) == [case_id] * there, (few, common, words)


def test_a_common_name_is_sought_in_one_walk_with_all_else_that_the_word_means(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = town.hand_in("2026-10-08 10:00")
    monkeypatch.setattr(queue_words, "FEW", 0)
    monkeypatch.setattr(queue_words, "COMMON", 0)
    assert len(queue_words.ways("化学品", ON)) == 1  # of items alone
    both, name_alone = queue_words.ways("化", ON), queue_words.ways("恒泰", ON)
    assert [way.walked for way in (*both, *name_alone)] == [True, True]
    assert "cases.item IN" in str(both[0].where[0])
    assert "cases.item IN" not in str(name_alone[0].where[0])
    for words in ("化", "恒泰", "恒泰 化学品", "化 恒泰"):
        assert listed(town, search=words) == [case_id], words
    assert listed(town, search="恒泰 没有这家") == []


def test_the_digits_of_a_day_are_those_of_numbers_and_no_name_is_read_for_them(town: Town) -> None:
    case_id = town.hand_in("2026-10-08 10:00")
    with reading() as session:
        digits = casefile.row_of(session, case_id).number[-12:-4]
    for words, there in ((digits, True), (f"{digits[:4]}-{digits[4:6]}-{digits[6:]}", True), ("20261009", False)):
        with queries() as sent:
            assert listed(town, search=words) == [case_id] * there, words
        assert sum(one.lstrip().upper().startswith(("SELECT", "WITH")) for one in sent) == 1, words
    assert queue_words.ways("91320214", ON) == (queue_words.NONE,)  # a code begins like this: no day of the year 9132


def test_a_page_beyond_the_last_is_the_last(town: Town) -> None:
    case_id = town.hand_in("2026-10-08 10:00")
    page = intake.queue(by=town.clerk, on=ON, at=AT, page=9)
    assert (page.page, page.pages, [row.public_id for row in page.rows]) == (1, 1, [case_id])


def test_who_works_on_a_case_is_seen_by_colleagues_until_the_signs_of_life_end(town: Town) -> None:
    case_id = town.hand_in("2026-10-09 10:00")
    assert presence.opened(case_id, by=town.clerk, at=AT, beats=True) == ()
    later = AT + timedelta(seconds=60)
    presence.opened(case_id, by=town.clerk, at=later, beats=True)
    (seen,) = presence.others(case_id, by=town.colleague, at=later)
    assert (seen.name, seen.since, seen.working) == ("周敏", AT, True)
    assert presence.others(case_id, by=town.clerk, at=later) == ()
    (row,) = intake.queue(by=town.colleague, on=ON, at=later).rows
    assert (row.busy, row.busy_since) == ("周敏", AT)
    (row,) = intake.queue(by=town.clerk, on=ON, at=later).rows
    assert row.busy == ""
    gone = later + timedelta(seconds=91)
    assert presence.others(case_id, by=town.colleague, at=gone) == ()
    (row,) = intake.queue(by=town.colleague, on=ON, at=gone).rows
    assert row.busy == ""


def test_without_scripts_it_is_told_when_a_desk_was_opened(town: Town) -> None:
    case_id = town.hand_in("2026-10-09 10:00")
    presence.opened(case_id, by=town.clerk, at=AT)
    (seen,) = presence.others(case_id, by=town.colleague, at=AT + timedelta(minutes=10))
    assert (seen.since, seen.working) == (AT, False)
    assert presence.others(case_id, by=town.colleague, at=AT + timedelta(minutes=16)) == ()


def test_closing_the_desk_ends_it_at_once_and_coming_back_begins_anew(town: Town) -> None:
    case_id = town.hand_in("2026-10-09 10:00")
    presence.opened(case_id, by=town.clerk, at=AT, beats=True)
    presence.left(case_id, by=town.clerk)
    assert presence.others(case_id, by=town.colleague, at=AT) == ()
    back = AT + timedelta(hours=2)
    presence.opened(case_id, by=town.clerk, at=back, beats=True)
    assert presence.others(case_id, by=town.colleague, at=back)[0].since == back


def test_presence_is_the_windows_alone(town: Town) -> None:
    case_id = town.hand_in("2026-10-09 10:00")
    for somebody in (town.handler, town.supervisor):
        with pytest.raises(Denied):
            presence.opened(case_id, by=somebody, at=AT)
