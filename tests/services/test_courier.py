"""Results by courier: wanted, ordered once, tracked until handed over or back; what is down waits, what is done is not repeated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.connectors.courier import Courier, OrderRefused, Pickup
from portal.connectors.courier_reference import Depot, server
from portal.connectors.port import PortDown
from portal.db import reading
from portal.models import CourierParcel, JournalEntry, Message, OutboxMessage
from portal.services import (
    casefile,
    courier,
    delivery,
    letter_service,
    message_choices,
    message_status,
    messages,
    outbox,
    own_tasks,
    parcels,
    ports,
    sweep,
    tracking,
    verification,
)
from portal.services.message_choices import Choices
from tests.at_window import Town, beijing, day, settle
from tests.outside import running
from workflows.case import State
from workflows.refusal import Refusal

PERSON = ("沈远航", "13900001234", "临江市滨江路 18 号 3 楼 301")
ISSUED, DEAD = "2026-10-19 10:00", "http://127.0.0.1:1"


@dataclass
class Post:
    """A case with an issued licence that waits for the courier, and the depot of the courier."""

    town: Town
    case_id: str
    depot: Depot
    app: Flask

    def case(self):
        return casefile.casefile(self.case_id, by=self.town.clerk).case

    def parcel(self) -> parcels.Parcel:
        found = parcels.of_case(self.case_id, by=self.town.handler)
        assert found is not None
        return found

    def want(self) -> None:
        parcels.want(self.case_id, *PERSON, by=self.town.handler, at=beijing("2026-10-19 11:00"))

    def order(self, at: str = "2026-10-19 14:00") -> None:
        courier.order(self.case_id, by=self.town.clerk, at=beijing(at))

    def under_way(self) -> str:
        self.want()
        self.order()
        carry(beijing("2026-10-19 14:01"))
        return self.parcel().number

    def failed(self) -> set[str]:
        rows = letter_service.waiting(by=self.town.clerk).rows
        return {one.document for one in rows if one.state == "failed"}


def carry(at: datetime, kind: str = "courier") -> list[str]:
    """Let the outbox carry what is due."""
    with reading() as session:
        due = select(OutboxMessage.id).where(OutboxMessage.kind == kind, OutboxMessage.due_at <= at)
        ids = list(session.scalars(due.where(OutboxMessage.state == "queued").order_by(OutboxMessage.id)))
    return [outbox.deliver(number, at=at) for number in ids]


def told(post: Post) -> list[str]:
    """What the applicant was asked for since the licence was made out."""
    with reading() as session:
        found = select(Message.kind).where(Message.user_id == post.town.handler.id, Message.topic == "asked")
        return list(session.scalars(found.order_by(Message.id)))


def asked(post: Post) -> list[str]:
    """What stands among the applicant's tasks, on the list and on the case alike."""
    on, by = day("2026-10-23"), post.town.handler
    listed = [one.task.code for one in own_tasks.tasks(by=by, on=on)]
    assert listed == [one.code for one in tracking.tracking(post.case_id, by=by, at=beijing("2026-10-23 09:00")).tasks]
    return listed


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def post(town: Town, database: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    depot = Depot()
    with running(server(depot)) as one:
        url = f"http://127.0.0.1:{one.server_address[1]}"
        monkeypatch.setitem(database.config, "SETTINGS", replace(database.config["SETTINGS"], courier_url=url))
        case_id = town.granted("2026-09-29 15:42")
        delivery.issue(case_id, by=town.clerk, at=beijing(ISSUED))
        yield Post(town, case_id, depot, database)


def by_hand(post: Post, monkeypatch: pytest.MonkeyPatch, url: str = "") -> None:
    monkeypatch.setitem(post.app.config, "SETTINGS", replace(post.app.config["SETTINGS"], courier_url=url))


def test_what_is_handed_over_is_served_on_that_day_and_ends_the_clock(post: Post):
    number = post.under_way()
    assert number in post.depot.parcels
    assert post.parcel().state == "sent"
    assert {one.state for one in post.case().letters.values() if one.document in ("grant", "licence")} == {"sent"}
    for state, at in (("collected", "2026-10-19 15:05"), ("on_the_way", "2026-10-19 17:10")):
        post.depot.move(number, state, "2026-10-19")
        carry(beijing(at))
        assert post.parcel().state == state
        assert post.case().state is State.ISSUED
    post.depot.move(number, "delivered", "2026-10-20")
    carry(beijing("2026-10-21 09:00"))
    case = post.case()
    assert (case.state, case.delivered_by_way, case.delivered_on) == (State.CLOSED, "courier", day("2026-10-20"))
    assert (post.parcel().state, post.parcel().ended_on) == ("delivered", day("2026-10-20"))
    assert carry(beijing("2026-10-30 09:00")) == [], "nobody asks after a parcel that is over"
    assert verification.verify().broken == ()


def test_the_courier_gets_whom_and_where_and_nothing_of_what_is_inside(post: Post):
    post.under_way()
    (told,) = post.depot.orders
    assert told["recipient"] == dict(zip(("name", "mobile", "address"), PERSON, strict=True))
    assert set(told) == {"recipient", "sender"}
    with reading() as session:
        payloads = list(session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "courier")))
        entries = list(session.scalars(select(JournalEntry.payload)))
    for secret in PERSON[1:]:
        assert not [one for one in (*payloads, *entries) if secret in str(one)]


def test_a_courier_that_is_away_is_asked_again_and_orders_one_parcel(post: Post, monkeypatch: pytest.MonkeyPatch):
    alive = post.app.config["SETTINGS"].courier_url
    by_hand(post, monkeypatch, DEAD)
    post.want()
    post.order()
    assert carry(beijing("2026-10-19 14:01")) == ["queued"]
    assert "courier" in {one.name for one in ports.down(at=beijing("2026-10-19 14:02"))}
    assert post.parcel().state == "ordered"
    by_hand(post, monkeypatch, alive)
    assert carry(beijing("2026-10-19 14:10")) == ["sent"]
    assert ports.down(at=beijing("2026-10-19 14:11")) == ()
    assert (post.parcel().state, len(post.depot.orders)) == ("sent", 1)


def test_a_second_click_and_a_second_officer_order_nothing_more(post: Post):
    post.want()
    post.order()
    with pytest.raises(Refusal, match="parcel_under_way"):
        courier.order(post.case_id, by=post.town.colleague, at=beijing("2026-10-19 14:00"))
    with pytest.raises(Refusal, match="parcel_under_way"):
        parcels.want(post.case_id, *PERSON, by=post.town.handler, at=beijing("2026-10-19 14:02"))
    carry(beijing("2026-10-19 14:05"))
    assert len(post.depot.orders) == 1


def test_what_comes_back_waits_for_the_window_and_asks_the_applicant(post: Post):
    number = post.under_way()
    post.depot.move(number, "returned", "2026-10-22")
    carry(beijing("2026-10-22 18:00"))
    assert post.parcel().state == "returned"
    assert post.failed() == {"grant", "licence"}
    assert post.case().delivered_on is None
    assert told(post) == ["ServiceFailed"], "two letters in one parcel ask once"
    assert carry(beijing("2026-10-22 18:01"), "mail")[-1] == "sent"
    assert asked(post) == ["courier"]
    parcels.want(post.case_id, *PERSON[:2], "新地址 9 号", by=post.town.handler, at=beijing("2026-10-23 09:00"))
    post.order("2026-10-23 10:00")
    assert asked(post) == [], "he has said where it shall go"
    carry(beijing("2026-10-23 10:01"))
    again = post.parcel().number
    assert again != number
    post.depot.move(again, "delivered", "2026-10-24")
    carry(beijing("2026-10-24 18:00"))
    assert (post.case().state, post.case().delivered_on) == (State.CLOSED, day("2026-10-24"))


def test_what_came_back_may_go_another_way(post: Post):
    number = post.under_way()
    post.depot.move(number, "returned", "2026-10-22")
    carry(beijing("2026-10-22 18:00"))
    done = delivery.deliver(post.case_id, "electronic", by=post.town.clerk, at=beijing("2026-10-23 09:00"))
    assert done.state is State.CLOSED
    assert post.failed() == set()


def test_an_address_that_is_not_served_comes_back_to_the_window_at_once(post: Post):
    post.depot.refuses = True
    post.want()
    post.order()
    assert carry(beijing("2026-10-19 14:01")) == ["sent"]
    assert post.parcel().state == "unserved"
    assert (told(post), asked(post), post.failed()) == (["ServiceFailed"], ["courier"], {"grant", "licence"})
    post.want()
    post.order("2026-10-19 14:30")
    carry(beijing("2026-10-19 14:31"))
    assert told(post) == ["ServiceFailed"] * 2, "the second address is not served either"
    assert ports.down(at=beijing("2026-10-19 14:02")) == (), "it answered"
    post.depot.refuses = False
    post.want()
    post.order("2026-10-19 15:00")
    carry(beijing("2026-10-19 15:01"))
    assert post.parcel().state == "sent"
    assert asked(post) == []


def test_who_wants_no_mail_of_what_is_asked_gets_none_of_a_parcel_that_came_back(post: Post):
    by = post.town.handler
    message_choices.choose(Choices(mail={"asked": "off"}), by=by, at=beijing("2026-10-19 10:30"))
    post.depot.move(post.under_way(), "returned", "2026-10-22")
    carry(beijing("2026-10-22 18:00"))
    carry(beijing("2026-10-22 18:01"), "mail")
    assert told(post) == ["ServiceFailed"]
    found = messages.inbox(by=by, topic="asked").rows
    assert (len(found), message_status.of_inbox(found)) == (1, {}), "in the inbox alone"


def test_without_a_courier_the_window_writes_number_and_states(post: Post, monkeypatch: pytest.MonkeyPatch):
    by_hand(post, monkeypatch)
    with pytest.raises(Refusal, match="no_parcel_wanted"):
        courier.send(post.case_id, "EMS1", by=post.town.clerk, at=beijing("2026-10-20 10:00"))
    post.want()
    courier.send(post.case_id, "EMS1", by=post.town.clerk, at=beijing("2026-10-20 10:00"))
    told = day("2026-10-19")
    with pytest.raises(Refusal, match="service_day"):
        courier.note(post.case_id, "delivered", told, by=post.town.clerk, at=beijing("2026-10-22 10:00"))
    courier.note(post.case_id, "on_the_way", day("2026-10-21"), by=post.town.clerk, at=beijing("2026-10-21 10:00"))
    courier.note(post.case_id, "delivered", day("2026-10-21"), by=post.town.clerk, at=beijing("2026-10-22 10:00"))
    assert (post.case().state, post.case().delivered_on) == (State.CLOSED, day("2026-10-21"))
    with pytest.raises(Refusal, match="no_parcel_under_way"):
        courier.note(post.case_id, "delivered", day("2026-10-21"), by=post.town.clerk, at=beijing("2026-10-22 10:01"))
    assert carry(beijing("2026-11-22 10:00")) == []


def test_a_page_from_before_sends_nothing(post: Post):
    post.want()
    seq = post.case().seq
    with pytest.raises(Refusal, match="stale"):
        courier.order(post.case_id, by=post.town.clerk, at=beijing("2026-10-20 10:00"), expected_seq=seq - 1)
    with pytest.raises(Refusal, match="stale"):
        courier.send(post.case_id, "E", by=post.town.clerk, at=beijing("2026-10-20 10:00"), expected_seq=seq - 1)


def test_others_neither_see_nor_change_the_address(post: Post):
    post.want()
    with pytest.raises(Denied):
        parcels.want(post.case_id, *PERSON, by=post.town.reviewer, at=beijing("2026-10-19 12:00"))
    with pytest.raises(Denied):
        courier.order(post.case_id, by=post.town.handler, at=beijing("2026-10-19 12:00"))
    assert parcels.of_case(post.case_id, by=post.town.decider) is None


def stored() -> CourierParcel:
    with reading() as session:
        return session.scalars(select(CourierParcel).order_by(CourierParcel.id.desc())).first()


def test_the_address_is_erased_when_it_is_no_longer_needed(post: Post):
    number = post.under_way()
    post.depot.move(number, "delivered", "2026-10-20")
    ended = beijing("2026-10-20 18:00")
    carry(ended)
    ended += timedelta(hours=8)  # addresses are erased by night
    sweep.run(at=ended + timedelta(days=29))
    assert stored().address == PERSON[2]
    sweep.run(at=ended + timedelta(days=31))
    kept = stored()
    assert (kept.name, kept.mobile, kept.address, kept.number) == ("", "", "", number)


def test_who_does_without_the_courier_leaves_no_address(post: Post):
    post.want()
    parcels.drop(post.case_id, by=post.town.handler, at=beijing("2026-10-19 12:00"))
    assert parcels.of_case(post.case_id, by=post.town.handler) is None
    assert stored().address == ""
    post.want()
    delivery.deliver(post.case_id, "electronic", by=post.town.clerk, at=beijing("2026-10-20 12:00"))
    assert (stored().state, stored().address) == ("dropped", "")


@pytest.mark.parametrize("answer", [{}, {"number": ""}, {"number": "X" * 61}, {"number": "号"}, {"number": 7}])
def test_an_order_without_a_proper_number_is_no_answer(answer: dict, monkeypatch: pytest.MonkeyPatch):
    port = Courier(DEAD)
    monkeypatch.setattr(port, "_asked", lambda *_: answer)
    with pytest.raises(PortDown):
        port.order(Pickup(*PERSON, "", "", ""), "key")


@pytest.mark.parametrize("told", [{"state": "lost", "on": "2026-10-20"}, {"state": "delivered"}, {"number": "other"}])
def test_a_state_that_nobody_knows_is_no_answer(told: dict):
    depot = Depot()
    with running(server(depot)) as one:
        depot.parcels["OW1"] = {"number": "OW1", **told}
        with pytest.raises(PortDown):
            Courier(f"http://127.0.0.1:{one.server_address[1]}").track("OW1")


def test_the_same_key_is_the_same_parcel_and_a_no_is_told_by_name():
    depot, pickup = Depot(), Pickup(*PERSON, "中心", "", "")
    with running(server(depot)) as one:
        port = Courier(f"http://127.0.0.1:{one.server_address[1]}")
        assert port.order(pickup, "key") == port.order(pickup, "key")
        assert len(depot.orders) == 1
        depot.refuses = True
        with pytest.raises(OrderRefused):
            port.order(pickup, "other key")


def test_what_the_clerk_records_as_handed_over_ends_the_parcel_too(post: Post):
    number = post.under_way()
    delivery.deliver(post.case_id, "courier", proof=number, by=post.town.clerk, at=beijing("2026-10-20 12:00"))
    assert (post.parcel().state, post.parcel().ended_on) == ("delivered", day("2026-10-20"))
    assert set(carry(beijing("2026-10-20 13:00"))) <= {"sent"}
    assert post.case().state is State.CLOSED
