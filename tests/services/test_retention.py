"""Retention: a draft is announced before it is deleted, kept when its owner says so; cases are never touched."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import (
    AccountLink,
    Appointment,
    Case,
    Draft,
    Message,
    MessageDelivery,
    OutboxMessage,
    Reminder,
    ServiceWindow,
    SignIn,
    Ticket,
    Upload,
    User,
)
from portal.services import draftfiles, drafts, failed_mails, outbox, retention, sweep
from portal.services.retention import Tidied
from tests.at_window import Town, beijing, settle
from tests.web import people
from workflows.retention import load_policy

BEGUN = beijing("2026-06-02 09:00")
RULE = load_policy()["draft"]
TELL = BEGUN + timedelta(days=RULE.days - RULE.notice)


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def draft_id(town: Town) -> str:
    return drafts.start("hazchem_business_licence", by=town.handler, at=BEGUN)


def count(table: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def told_on(draft_id: str) -> date | None:
    with reading() as session:
        return session.scalars(select(Draft.lapse_told_on).where(Draft.public_id == draft_id)).one()


def test_the_owner_is_told_once_and_the_draft_goes_when_the_notice_is_over(town: Town, draft_id: str):
    assert retention.tidy(at=TELL - timedelta(days=1)) == Tidied(links=1), "the link that confirmed the address is over"
    assert retention.tidy(at=TELL).told == 1
    assert retention.tidy(at=TELL + timedelta(days=1)).told == 0
    with reading() as session:
        (message,) = session.query(OutboxMessage).filter(OutboxMessage.key.like("lapse-%"))
        assert message.payload["on"] == (date(2026, 6, 2) + timedelta(days=RULE.days)).isoformat()
    assert retention.tidy(at=TELL + timedelta(days=RULE.notice - 1)).drafts == 0
    assert retention.tidy(at=TELL + timedelta(days=RULE.notice)).drafts == 1
    assert (count(Draft), count(Upload)) == (0, 0)


def test_a_portal_that_was_down_gives_the_whole_notice_first(town: Town, draft_id: str):
    late = BEGUN + timedelta(days=RULE.days + 100)
    first = retention.tidy(at=late)
    assert (first.told, first.drafts) == (1, 0)
    assert retention.tidy(at=late + timedelta(days=RULE.notice - 1)).drafts == 0
    assert retention.tidy(at=late + timedelta(days=RULE.notice)).drafts == 1


def test_who_keeps_it_or_goes_on_writing_has_the_whole_time_again(town: Town, draft_id: str):
    retention.tidy(at=TELL)
    assert told_on(draft_id) == TELL.date()
    retention.keep(draft_id, by=town.handler, at=TELL + timedelta(days=3))
    assert told_on(draft_id) is None
    assert retention.tidy(at=TELL + timedelta(days=RULE.notice + 3)) == Tidied()
    drafts.save(draft_id, {"unit_name": "改过"}, by=town.handler, at=TELL + timedelta(days=20))
    assert retention.tidy(at=TELL + timedelta(days=RULE.notice + 20)).drafts == 0


@pytest.fixture
def colleague(town: Town) -> Actor:
    """A second person of the enterprise, who does not own its account."""
    return people.second_of(town.handler)


def leave(who: Actor) -> None:
    with transaction() as session:
        session.get_one(User, who.id).enterprise_id = None


def notices() -> list[tuple[int, str]]:
    """Who found the notice in the inbox, and how its mail stands."""
    statement = select(Message.user_id, OutboxMessage.state).join(
        MessageDelivery, MessageDelivery.message_id == Message.id
    )
    statement = statement.join(OutboxMessage, OutboxMessage.key == MessageDelivery.key).order_by(Message.id)
    with reading() as session:
        return [(user, state) for user, state in session.execute(statement.where(Message.kind == "DraftLapses"))]


def carry(at: datetime) -> None:
    with reading() as session:
        ids = list(session.scalars(select(OutboxMessage.id).filter_by(kind="account", state="queued")))
    for number in ids:
        outbox.deliver(number, at=at)


def test_the_owner_is_told_of_the_draft_of_somebody_who_left(town: Town, colleague: Actor):
    drafts.start("hazchem_business_licence", by=colleague, at=BEGUN)
    leave(colleague)
    assert retention.tidy(at=TELL).told == 1
    carry(TELL)
    assert notices() == [(town.handler.id, "sent")]


@pytest.mark.parametrize("how", ["it came back", "he left before it went"])
def test_a_notice_that_reached_nobody_is_none_and_begins_anew_with_the_owner(town: Town, colleague: Actor, how: str):
    name = drafts.start("hazchem_business_licence", by=colleague, at=BEGUN)
    retention.tidy(at=TELL)
    if how == "it came back":
        carry(TELL)
        assert failed_mails.bounced(f"<lapse-{name}-0@onewindow>", at=TELL)
    else:
        leave(colleague)
        carry(TELL)
    later = TELL + timedelta(days=5)
    assert [retention.tidy(at=later).told for _ in range(2)] == [1, 0]
    carry(later)
    assert notices()[1:] == [(town.handler.id, "sent")]
    assert retention.tidy(at=TELL + timedelta(days=RULE.notice)).drafts == 0
    assert retention.tidy(at=later + timedelta(days=RULE.notice)).drafts == 1


def test_where_the_owner_is_the_author_the_inbox_is_the_notice(town: Town, draft_id: str):
    retention.tidy(at=TELL)
    carry(TELL)
    failed_mails.bounced(f"<lapse-{draft_id}-0@onewindow>", at=TELL)
    assert retention.tidy(at=TELL + timedelta(days=1)).told == 0
    assert notices() == [(town.handler.id, "failed")]
    assert retention.tidy(at=TELL + timedelta(days=RULE.notice)).drafts == 1


def test_nobody_else_keeps_or_sees_it(town: Town, draft_id: str):
    stranger = Actor("handler", 77, frozenset({Role.HANDLER}), enterprise_id=2, name="别人")
    with pytest.raises(Denied):
        retention.keep(draft_id, by=stranger, at=TELL)


def test_what_was_handed_in_stays_for_ever(town: Town):
    town.hand_in("2026-06-02 10:00")
    before = count(Draft)
    assert retention.tidy(at=BEGUN + timedelta(days=4000)).drafts == 0
    assert count(Draft) == before


def test_old_sign_ins_and_dead_links_go_and_the_others_stay(town: Town):
    policy = load_policy()
    _sign_in(town.handler.id, "old", BEGUN - timedelta(days=policy["sign_in"].days))
    _sign_in(town.handler.id, "new", BEGUN)
    _link("old", BEGUN - timedelta(days=policy["link"].days))
    _link("new", BEGUN)
    found = retention.tidy(at=BEGUN)
    assert (found.sign_ins, found.links) == (1, 2), "the one that confirmed the address is dead too"
    assert (count(SignIn), count(AccountLink)) == (1, 1)


def test_messages_appointments_and_reminders_go_after_their_days_as_their_pages_announce(town: Town):
    policy, case_id = load_policy(), town.hand_in("2026-06-02 10:00")
    with transaction() as session:
        number = session.scalar(select(Case.id).where(Case.public_id == case_id))
        window = ServiceWindow(code="3", name_zh="三号")
        session.add(window)
        session.flush()
        firm = {
            "enterprise_id": town.handler.enterprise_id,
            "user_id": town.handler.id,
            "item": "x",
            "purpose": "submit",
        }
        times = {"day": BEGUN.date(), "starts": 540, "booked_at": BEGUN, "changed_at": BEGUN}
        booked = Appointment(public_id="a", code="a", window_id=window.id, **firm, **times)
        session.add(booked)
        session.flush()
        session.add(Ticket(day=BEGUN.date(), number="A1", appointment_id=booked.id, arrived_at=BEGUN))
        reminded = {"clock": "notice", "rung": "near", "party": "handler", "due_on": BEGUN.date(), "day": BEGUN.date()}
        session.add(
            Message(key="m", user_id=town.handler.id, kind="Accepted", topic="step", facts={}, created_at=BEGUN)
        )
        session.add(Reminder(user_id=town.clerk.id, case_id=number, **reminded))
    for kind, table in (("reminder", Reminder), ("appointment", Appointment), ("message", Message)):
        last = BEGUN + timedelta(days=policy[kind].days)
        told = retention.standing(kind, (last - timedelta(days=policy[kind].notice)).date())
        assert (told.before, told.on) == (BEGUN.date(), last.date())
        retention.tidy(at=last - timedelta(days=1))
        assert count(table) > 0
        retention.tidy(at=last)
        assert count(table) == 0
    assert count(Ticket) == 1


def test_it_works_by_night_only(town: Town, draft_id: str):
    sweep.run(at=beijing("2027-01-08 12:00"))
    assert told_on(draft_id) is None
    sweep.run(at=beijing("2027-01-08 02:00"))
    assert told_on(draft_id) == date(2027, 1, 8)


def _sign_in(user: int, token: str, seen: datetime) -> None:
    with transaction() as session:
        session.add(SignIn(user_id=user, token_hash=token, session_version=1, started_at=seen, seen_at=seen))


def _link(nonce: str, expires: datetime) -> None:
    with transaction() as session:
        session.add(AccountLink(kind="password", nonce=nonce, created_at=expires, expires_at=expires))


def test_a_draft_with_nobody_left_to_tell_keeps_no_other_from_its_notice(
    town: Town, colleague: Actor, draft_id: str, monkeypatch: pytest.MonkeyPatch
):
    other = drafts.start("hazchem_business_licence", by=colleague, at=BEGUN)
    retention.tidy(at=TELL)
    carry(TELL)
    for name in (draft_id, other):
        failed_mails.bounced(f"<lapse-{name}-0@onewindow>", at=TELL)
    monkeypatch.setattr(retention, "TOGETHER", 1)
    assert retention.tidy(at=TELL + timedelta(days=1)).told == 1
    assert told_on(other) == (TELL + timedelta(days=1)).date()


def test_what_cannot_be_deleted_keeps_nothing_else_from_its_day(
    town: Town, draft_id: str, monkeypatch: pytest.MonkeyPatch
):
    other = drafts.start("hazchem_business_licence", by=town.handler, at=BEGUN + timedelta(minutes=1))
    retention.tidy(at=TELL)
    _sign_in(town.handler.id, "old", BEGUN - timedelta(days=load_policy()["sign_in"].days))
    real = draftfiles.forget

    def fails(session: Session, number: int) -> None:
        if session.get_one(Draft, number).public_id == draft_id:
            raise ValueError("a draft that something else still names")
        real(session, number)

    monkeypatch.setattr(draftfiles, "forget", fails)
    found = retention.tidy(at=TELL + timedelta(days=RULE.notice))
    assert (found.drafts, found.sign_ins) == (1, 1)
    with reading() as session:
        assert list(session.scalars(select(Draft.public_id))) == [draft_id], f"{other} went on its day"
