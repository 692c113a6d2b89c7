"""Staff cannot rate for applicants unseen: the rating code, the device of a counter, and what an applicant disowns (R83, R86)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.access import Denied
from portal.actors import VISITOR
from portal.connectors.mail import NotNow
from portal.db import reading, transaction
from portal.models import Case, CaseRating, OutboxMessage, RatingText, User
from portal.services import (
    delivery,
    messages,
    rating,
    rating_contest,
    rating_device,
    rating_figures,
    rating_followup,
    rating_proof,
    rating_sms,
    service_windows,
)
from portal.services.figures import Share
from portal.services.rating import Said
from portal.services.rating_proof import Proof, Telephone
from portal.services.service_windows import WindowFacts
from portal.services.short_messages import SmsGateway
from tests.at_window import Town, beijing, day, settle
from workflows.refusal import Refusal

AT = beijing("2026-10-19 10:00")
LATER = beijing("2026-10-20 10:00")


@pytest.fixture
def town(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The town with an SMS gateway."""
    known = replace(database.config["SETTINGS"], sms_url="http://127.0.0.1:9/")
    monkeypatch.setitem(database.config, "SETTINGS", known)
    return settle(database)


@pytest.fixture
def closed(town: Town) -> str:
    """A case that was applied for at the window without an account, and collected at counter 1 on 19 October 2026."""
    case_id = town.granted("2026-10-12 09:00", window="1")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"))
    said = {"recipient": "沈远航", "window": "1", "by": town.clerk}
    delivery.deliver(case_id, "counter", **said, at=beijing("2026-10-19 09:30"))  # type: ignore[arg-type]
    with transaction() as session:
        session.execute(update(Case).where(Case.public_id == case_id).values(channel="window"))
    return case_id


@pytest.fixture
def device(town: Town) -> str:
    """The key of the rating device of counter 1."""
    made = service_windows.create(WindowFacts(name_zh="一号窗口", code="1"), by=town.administrator)
    return rating_device.install(made, by=town.administrator, at=AT)


def refused(rule: str, do, *args, **kwargs) -> None:
    with pytest.raises(Refusal) as said:
        do(*args, **kwargs)
    assert said.value.rule == rule


def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the gateway is handed from now on, carried at once."""
    texts: list[str] = []
    monkeypatch.setattr(SmsGateway, "send", lambda self, sms: texts.append(sms.text) or True)
    found = select(OutboxMessage).where(OutboxMessage.kind == rating_proof.KIND).order_by(OutboxMessage.id)
    with reading() as session:
        waiting = session.scalars(found).all()
    for one in waiting:
        rating_sms.carry(rating_parcel(one), AT)
    return texts


def rating_parcel(message: OutboxMessage):
    from portal.services.outbox import Parcel

    return Parcel(message.key, message.kind, message.case_id, dict(message.payload))


def proven(case_id: str) -> Proof:
    rating_proof.send(case_id, at=AT)
    proof = rating_proof.prove(case_id, rating_proof.code_of(case_id, 1), at=AT)
    assert proof is not None
    return proof


def rows() -> list[CaseRating]:
    with reading() as session:
        return list(session.scalars(select(CaseRating).order_by(CaseRating.act)))


def test_number_and_query_code_alone_rate_nothing_and_read_no_words(town: Town, closed: str) -> None:
    with pytest.raises(Denied, match="rating_unproven"):
        rating.rate(closed, "matter", Said(5), by=VISITOR, at=AT)
    with pytest.raises(Denied, match="rating_unproven"):
        rating.rate(closed, "matter", Said(5), by=VISITOR, at=AT, proof=Proof("another-case", "phone"))
    rating.rate(closed, "matter", Said(1, (), "私事"), by=VISITOR, at=AT, proof=proven(closed))
    assert rating.page(closed, by=VISITOR, on=day("2026-10-19")).acts[0].words == ""
    assert rating.page(closed, by=VISITOR, on=day("2026-10-19"), proof=Proof(closed, "phone")).acts[0].words == "私事"


def test_the_code_goes_to_the_applicants_telephone_and_stands_nowhere(
    town: Town, closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rating_proof.telephone(closed) == Telephone("0001")
    rating_proof.send(closed, at=AT)
    code = rating_proof.code_of(closed, 1)
    with reading() as session:
        (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == rating_proof.KIND))
        assert code not in f"{message.payload}{message.key}"
    (text,) = sent(monkeypatch)
    assert code in text
    assert "包括工作人员" in text


def test_the_news_of_a_rating_waits_for_the_morning_and_a_code_does_not(
    town: Town, closed: str, database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = database.config["SETTINGS"]
    monkeypatch.setitem(database.config, "SETTINGS", replace(settings, quiet_hours="22:00-07:00"))
    monkeypatch.setattr(SmsGateway, "send", lambda self, sms: True)
    night = beijing("2026-10-19 23:00")
    rating_proof.send(closed, at=night)
    rating.rate(closed, "matter", Said(5), by=VISITOR, at=night, proof=Proof(closed, "phone"))
    with reading() as session:
        found = select(OutboxMessage).where(OutboxMessage.kind == rating_proof.KIND).order_by(OutboxMessage.id)
        code, news = session.scalars(found)
    rating_sms.carry(rating_parcel(code), night)
    with pytest.raises(NotNow) as waits:
        rating_sms.carry(rating_parcel(news), night)
    assert waits.value.until == beijing("2026-10-20 07:00")


def test_a_code_dies_after_ten_minutes_five_tries_use_and_a_newer_one(town: Town, closed: str) -> None:
    rating_proof.send(closed, at=AT)
    first = rating_proof.code_of(closed, 1)
    refused("rating_code_just_sent", rating_proof.send, closed, at=AT)
    assert rating_proof.prove(closed, first, at=beijing("2026-10-19 10:10")) is None
    rating_proof.send(closed, at=beijing("2026-10-19 10:11"))
    now, second = beijing("2026-10-19 10:12"), rating_proof.code_of(closed, 2)
    assert rating_proof.prove(closed, first, at=now) is None or first == second
    assert rating_proof.prove(closed, f" {second[:3]} {second[3:]} ", at=now) == Proof(closed, "phone")
    assert rating_proof.prove(closed, second, at=now) is None, "it is good once"
    rating_proof.send(closed, at=beijing("2026-10-19 10:20"))
    third = rating_proof.code_of(closed, 3)
    for _ in range(5):
        assert rating_proof.prove(closed, "", at=beijing("2026-10-19 10:21")) is None
    assert rating_proof.prove(closed, third, at=beijing("2026-10-19 10:21")) is None


def test_five_codes_a_day_are_enough(town: Town, closed: str) -> None:
    for minute in range(5):
        rating_proof.send(closed, at=beijing(f"2026-10-19 11:0{minute}"))
    refused("rating_codes_enough", rating_proof.send, closed, at=beijing("2026-10-19 11:30"))
    rating_proof.send(closed, at=beijing("2026-10-20 00:01"))


def test_an_officers_own_number_gets_no_code(town: Town, closed: str, database: Flask) -> None:
    with transaction() as session:
        session.execute(update(User).where(User.mobile == "13900000001").values(mobile=None))
        session.execute(update(User).where(User.id == town.clerk.id).values(mobile="13900000001"))
    assert rating_proof.telephone(closed) == Telephone(why_not="staff")
    refused("rating_code_nowhere", rating_proof.send, closed, at=AT)


def test_a_rating_of_what_was_filed_at_the_window_is_in_the_inbox_of_the_enterprises_owner(
    town: Town, closed: str
) -> None:
    with transaction() as session:
        session.execute(update(Case).where(Case.public_id == closed).values(handler_id=None))
        session.execute(update(User).where(User.id == town.handler.id).values(owner=True))
    rating.rate(closed, "matter", Said(5), by=VISITOR, at=AT, proof=proven(closed))
    told = [one for one in messages.inbox(by=replace(town.handler, owner=True)).rows if one.kind == "Rated"]
    assert [(one.case_id, one.event is not None) for one in told] == [(closed, True)], (
        "once, with the sentence of the event"
    )


def test_a_number_that_its_account_has_not_confirmed_gets_no_code(town: Town) -> None:
    with transaction() as session:
        session.execute(update(User).where(User.id == town.handler.id).values(mobile_proven=False))
    case_id = town.hand_in("2026-10-12 09:00")
    assert rating_proof.telephone(case_id) == Telephone(why_not="unproven")
    with transaction() as session:
        session.execute(update(User).where(User.id == town.handler.id).values(mobile_proven=True))
    assert rating_proof.telephone(case_id) == Telephone("0001"), "its person has confirmed it since"


def test_without_a_gateway_it_says_so(
    town: Town, closed: str, database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(database.config, "SETTINGS", replace(database.config["SETTINGS"], sms_url=""))
    assert rating_proof.telephone(closed) == Telephone(why_not="no_gateway")
    refused("rating_code_nowhere", rating_proof.send, closed, at=AT)


def test_the_applicant_is_told_of_a_rating_that_came_without_an_account(
    town: Town, closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = messages.inbox(by=town.handler).total
    rating.rate(closed, "matter", Said(5), by=VISITOR, at=AT, proof=proven(closed))
    assert messages.inbox(by=town.handler).total == before + 1
    told = sent(monkeypatch)[-1]
    assert "非常满意" in told
    assert "不是您评的" in told
    visit = rating.page(closed, by=town.handler, on=day("2026-10-19")).acts[-1].act.key
    rating.rate(closed, visit, Said(5), by=town.handler, at=AT)
    assert messages.inbox(by=town.handler).total == before + 1


def test_what_is_disowned_is_looked_at_excluded_and_rated_anew(town: Town, closed: str) -> None:
    rating.rate(closed, "matter", Said(5, (), "很好"), by=VISITOR, at=AT, proof=proven(closed))
    rating.contest(closed, "matter", "我没有评过", by=town.handler, at=AT)
    assert rating_figures.public(on=day("2026-10-19")).total == 0
    (listed,) = rating_followup.listed(by=town.supervisor, on=day("2026-10-19")).rows
    assert (listed.stage, listed.due) == ("contested", None)
    seen = rating_followup.view(closed, "matter", by=town.supervisor, on=day("2026-10-19"))
    assert (seen.may_decide, seen.words["contest"]) == (True, "我没有评过")
    with pytest.raises(Denied):
        rating_contest.decide(closed, "matter", "upheld", "问过", by=town.clerk, at=LATER, expected_seq=None)
    rating_contest.decide(closed, "matter", "upheld", "问过", by=town.supervisor, at=LATER, expected_seq=None)
    assert (rows()[0].counted, rating_figures.figures(on=day("2026-10-20")).total.excluded) == (False, 1)
    rating.rate(closed, "matter", Said(2, (), "等得久"), by=town.handler, at=LATER)
    figures = rating_figures.figures(on=day("2026-10-20")).total
    assert (figures.rated, figures.excluded, rows()[0].disowned) == (1, 1, 1)
    with reading() as session:
        kept = {one.kind: one.words for one in session.scalars(select(RatingText))}
    assert kept == {"former": "很好", "rating": "等得久", "contest": "我没有评过"}


def test_who_only_knows_the_query_code_takes_no_bad_rating_out_of_the_figures(town: Town, closed: str) -> None:
    rating.rate(closed, "matter", Said(1), by=town.handler, at=AT)
    rating.contest(closed, "matter", by=VISITOR, at=AT)
    assert rating_figures.public(on=day("2026-10-19")).total == 1
    rating_contest.decide(
        closed, "matter", "rejected", "就是申请人评的", by=town.supervisor, at=LATER, expected_seq=None
    )
    assert rows()[0].stage == "contact"


def test_a_device_rates_for_who_came_to_its_counter_today_and_marks_it(town: Town, closed: str, device: str) -> None:
    assert rating_device.shown("0000", at=AT) is None
    assert rating_device.shown(device, at=AT).proof is None  # type: ignore[union-attr]
    rating_device.call_up(closed, "1", by=town.clerk, at=AT)
    called = rating_device.shown(device.upper(), at=AT)
    assert called is not None
    assert called.act.startswith("visit-")
    rating.rate(closed, called.act, Said(4), by=VISITOR, at=AT, proof=called.proof)
    rating_device.clear(device, rated=True)
    assert [(one.way, one.window) for one in rows()] == [("device", "1")]
    assert rating_device.shown(device, at=AT).proof is None  # type: ignore[union-attr]
    seen = rating.page(closed, by=town.handler, on=day("2026-10-19")).act(called.act)
    assert seen is not None
    assert seen.rating is not None
    assert seen.rating.invited_by == town.clerk.reference


def test_a_device_shows_a_case_for_five_minutes_and_only_where_the_applicant_is(
    town: Town, closed: str, device: str
) -> None:
    refused("nobody_here_today", rating_device.call_up, closed, "1", by=town.clerk, at=LATER)
    refused("no_rating_device", rating_device.call_up, closed, "2", by=town.clerk, at=AT)
    with pytest.raises(Denied):
        rating_device.call_up(closed, "1", by=town.supervisor, at=AT)
    rating_device.call_up(closed, "1", by=town.clerk, at=AT)
    assert rating_device.shown(device, at=beijing("2026-10-19 10:05")).proof is None  # type: ignore[union-attr]
    new = rating_device.install(1, by=town.administrator, at=AT)
    assert rating_device.shown(device, at=AT) is None
    assert rating_device.shown(new, at=AT).proof is None  # type: ignore[union-attr]


def test_results_stand_by_item_and_by_the_counter_where_somebody_came_or_was_accepted(town: Town, closed: str) -> None:
    visit = rating.page(closed, by=town.handler, on=day("2026-10-19")).acts[-1].act.key
    rating.rate(closed, "matter", Said(5), by=town.handler, at=AT)
    rating.rate(closed, visit, Said(1), by=town.handler, at=AT)
    found = rating_figures.figures(on=day("2026-10-19"), item="hazchem_business_licence")
    assert found.counters["1"].good == Share(1, 2)
    assert found.told == {}, "two ratings of one counter may be one clerk's"
    assert replace(found, counters={"1": replace(found.counters["1"], levels=(4, 0, 0, 0, 1))}).told["1"].rated == 5
    assert rating_figures.figures(on=day("2026-10-19"), item="fireworks_retail_licence").counters == {}
    assert rating_figures.public(on=day("2026-10-19"), counter="1").total == 2


def test_staff_give_themselves_no_device(town: Town, device: str) -> None:
    for who in (town.clerk, town.supervisor, town.handler):
        with pytest.raises(Denied):
            rating_device.install(1, by=who, at=AT)
