"""Messages: everybody who follows a case is told, each once, by the channels of their choice, and never at night."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.access import Denied
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case, CaseFollow, Message, MessageDelivery, OutboxMessage, User
from portal.services import follows, journal, message_choices, message_status, messages, outbox, sweep
from portal.services.message_channels import digest_of
from portal.services.message_choices import Choices
from portal.services.message_topics import ACCOUNT, MAIL_WAYS, SMS_TOPICS, TOPIC_OF, TOPICS, topic_of
from portal.services.wrong_input import WrongInput
from tests.services.cases import Hall, at, in_order
from tests.web import people
from workflows import commands as c

NIGHT = {"quiet_hours": "22:00-07:00"}


@pytest.fixture
def hall(database: Flask) -> Hall:
    hall = Hall(database)
    hall.handler = replace(hall.handler, owner=True)
    return hall


@pytest.fixture
def colleague(hall: Hall) -> Actor:
    """A second person of the enterprise, who handles none of its cases."""
    return people.second_of(hall.handler)


def setting(app: Flask, monkeypatch: pytest.MonkeyPatch, **chosen: Any) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **chosen))


def told(who: Actor) -> list[str]:
    with reading() as session:
        found = select(Message.kind).where(Message.user_id == who.id, Message.topic != ACCOUNT)
        return list(session.scalars(found.order_by(Message.id)))


def deliver(when: str, *kinds: str) -> list[str]:
    """Carry what is due by then; what became of each."""
    with reading() as session:
        due = select(OutboxMessage.id).where(OutboxMessage.state == "queued", OutboxMessage.due_at <= at(when))
        ids = list(session.scalars(due.where(OutboxMessage.kind.in_(kinds or ("mail",))).order_by(OutboxMessage.id)))
    return [outbox.deliver(number, at=at(when)) for number in ids]


def mails(app: Flask) -> list[tuple[str, str]]:
    """To whom and with which subject."""
    read = [
        message_from_bytes(p.read_bytes(), policy=default) for p in (app.config["SETTINGS"].data / "mail").glob("*")
    ]
    return sorted((str(one["To"]), str(one["Subject"])) for one in read)


def channels(who: Actor) -> list[list[tuple[str, str]]]:
    """How the person's messages stand on each channel, the newest first."""
    found = messages.inbox(by=who).rows
    stand = message_status.of_inbox(found)
    return [[(one.name, one.state) for one in stand.get(row.id, ())] for row in found if row.topic != ACCOUNT]


def choose(who: Actor, **wanted: Any) -> None:
    message_choices.choose(Choices(**wanted), by=who, at=at("2026-03-01T10:00"))


@pytest.mark.engines("sqlite")
def test_every_told_event_has_a_topic_and_one_that_nobody_has_sorted_still_has_one():
    assert set(TOPIC_OF) - {"Reminded"} == outbox.TOLD
    assert set(TOPIC_OF.values()) < set(TOPICS)
    assert topic_of("SomethingNew") == "step"
    assert set(MAIL_WAYS) == set(SMS_TOPICS) == set(TOPICS) - {ACCOUNT}


def test_the_handler_is_told_with_the_event_itself_before_any_worker_runs(hall: Hall, colleague: Actor):
    hall.accepted()
    assert told(hall.handler) == ["Submitted", "Accepted"]
    assert told(colleague) == []
    found = messages.inbox(by=hall.handler)
    assert found.rows[0].event is not None
    assert (found.rows[0].topic, found.rows[0].read, messages.unread(by=hall.handler)) == ("step", False, found.total)


def test_nothing_is_told_of_an_act_that_was_not_committed(hall: Hall):
    case_id = hall.submitted()

    def work_until_the_power_fails() -> None:
        with transaction() as session:
            row = journal.lock(session, case_id)
            journal.record(session, row, c.LookUpCredit("intake", "none"), by=hall.clerk, at=at("2026-03-03T09:00"))
            journal.record(session, row, c.Accept(in_order()), by=hall.clerk, at=at("2026-03-03T09:00"))
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        work_until_the_power_fails()
    assert told(hall.handler) == ["Submitted"]


def test_a_colleague_who_follows_a_case_is_told_from_then_on_and_no_more_after_leaving(
    hall: Hall, colleague: Actor, database: Flask
):
    case_id = hall.submitted()
    name = case_name(case_id)
    assert follows.state(name, by=colleague) == "not"
    for _ in range(2):
        assert follows.follow(name, True, by=colleague, at=at("2026-03-02T10:00")) == "followed"
    assert follows.follow(name, True, by=hall.handler, at=at("2026-03-02T10:00")) == "handled"
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T10:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00")
    assert told(colleague) == ["Accepted"]
    deliver("2026-03-03T10:01")
    deliver("2026-03-03T10:02")
    deliver("2026-03-03T10:03")
    assert [to for to, _ in mails(database)] == ["li@example.cn", people.HANDLER, people.HANDLER]
    with transaction() as session:
        session.execute(update(User).where(User.id == colleague.id).values(enterprise_id=None))
    hall.do(case_id, c.PauseClock("expert_review", 5, "评审"), "2026-03-04T10:00", hall.reviewer)
    assert told(colleague) == ["Accepted"]


def test_an_owner_may_follow_everything_and_takes_the_place_of_a_handler_who_left(hall: Hall, colleague: Actor):
    with transaction() as session:
        session.execute(update(User).where(User.id == hall.handler.id).values(owner=False))
        session.execute(update(User).where(User.id == colleague.id).values(owner=True))
    owner = replace(colleague, owner=True)
    hall.submitted()
    assert told(owner) == []
    choose(owner, follows_all=True)
    case_id = hall.submitted()
    assert told(owner) == ["Submitted"]
    choose(owner)
    with transaction() as session:
        session.execute(update(User).where(User.id == hall.handler.id).values(active=False))
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T10:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00")
    assert told(owner) == ["Submitted", "Accepted"]


def test_following_needs_the_own_enterprise(hall: Hall):
    stranger = Actor("handler", 999, frozenset({Role.HANDLER}), enterprise_id=77)
    name = case_name(hall.submitted())
    with pytest.raises(Denied):
        follows.follow(name, True, by=stranger, at=at("2026-03-02T10:00"))
    with reading() as session:
        assert session.scalars(select(CaseFollow)).all() == []


def test_no_mail_leaves_at_night_and_it_follows_in_the_morning(
    hall: Hall, database: Flask, monkeypatch: pytest.MonkeyPatch
):
    setting(database, monkeypatch, **NIGHT)
    hall.submitted("2026-03-02T22:30")
    assert deliver("2026-03-02T22:31") == ["queued"]
    assert channels(hall.handler) == [[("mail", "held")]]
    (mail,) = rows("mail")
    assert (mail.attempts, mail.due_at) == (0, at("2026-03-03T07:00"))
    assert deliver("2026-03-03T06:59") == []
    assert deliver("2026-03-03T07:00") == ["sent"]
    assert channels(hall.handler) == [[("mail", "sent")]]
    assert len(mails(database)) == 1


def test_whoever_must_act_the_same_day_is_told_at_once_even_at_night(
    hall: Hall, database: Flask, monkeypatch: pytest.MonkeyPatch
):
    setting(database, monkeypatch, quiet_hours="09:00-23:00")
    case_id = hall.submitted("2026-03-02T09:00")
    case = hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    with reading() as session:
        last = session.scalars(select(Message).where(Message.kind == "CorrectionRequested")).one()
        event = messages.events_of(session, {(case_id, last.seq)})[(case_id, last.seq)]
    day = next(one.on for one in event.told if one.clock == "correction")  # type: ignore[attr-defined]
    assert case is not None
    assert day is not None
    assert deliver("2026-03-03T10:01") == ["queued", "queued"]
    with transaction() as session:
        session.execute(update(OutboxMessage).values(due_at=at("2026-03-03T10:00")))
    assert sorted(deliver(f"{day}T10:00")) == ["queued", "sent"]


def test_own_quiet_hours_go_before_those_of_the_house(hall: Hall, database: Flask, monkeypatch: pytest.MonkeyPatch):
    setting(database, monkeypatch, **NIGHT)
    choose(hall.handler, quiet="none")
    hall.submitted("2026-03-02T22:30")
    assert deliver("2026-03-02T22:31") == ["sent"]
    choose(hall.handler, quiet="08:00-20:00")
    hall.submitted("2026-03-03T12:00")
    assert deliver("2026-03-03T12:01") == ["queued"]


def test_what_somebody_wants_once_a_day_comes_in_one_mail(hall: Hall, database: Flask):
    choose(hall.handler, mail={"step": "digest"})
    hall.accepted("2026-03-02T10:00")
    deliver("2026-03-02T10:01")
    assert channels(hall.handler) == [[("mail", "digest")], [("mail", "digest")]]
    assert mails(database) == []
    deliver("2026-03-02T18:00", "message_digest")
    assert mails(database) == [(people.HANDLER, "办件进展汇总：2 条")]
    assert channels(hall.handler) == [[("mail", "sent")], [("mail", "sent")]]
    assert len(rows("message_digest")) == 1


def test_a_mail_that_is_switched_off_leaves_the_message_in_the_inbox(hall: Hall, database: Flask):
    choose(hall.handler, mail={"asked": "off", "step": "off"})
    case_id = hall.submitted()
    hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    deliver("2026-03-03T10:01")
    assert mails(database) == []
    assert told(hall.handler) == ["Submitted", "CorrectionRequested"]
    assert channels(hall.handler) == [[], []]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"mail": {"asked": "digest"}}, "asked"),
        ({"mail": {"account": "off"}}, "account"),
        ({"sms": frozenset({"account"})}, "sms"),
        ({"quiet": "25:00-07:00"}, "quiet"),
        ({"locale": "fr"}, "locale"),
    ],
)
def test_what_cannot_be_chosen_is_refused(hall: Hall, wanted: dict[str, Any], field: str):
    with pytest.raises(WrongInput) as wrong:
        choose(hall.handler, **wanted)
    assert set(wrong.value.fields) == {field}


def test_a_date_that_approaches_is_a_message_and_goes_out_with_the_mail_of_the_morning(hall: Hall, database: Flask):
    case_id = hall.submitted("2026-03-02T09:00")
    hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    for day in range(4, 31):
        sweep.run(at=at(f"2026-03-{day:02d}T00:05"))
        deliver(f"2026-03-{day:02d}T08:00", "digest")
        sweep.run(at=at(f"2026-03-{day:02d}T08:01"))
    assert told(hall.handler).count("Reminded") == 4
    found = [one for one in messages.inbox(by=hall.handler, topic="date").rows if one.kind == "Reminded"]
    stand = message_status.of_inbox(found)
    assert [[(one.name, one.state) for one in stand[row.id]] for row in found] == [[("mail", "sent")]] * 4
    assert len([subject for _, subject in mails(database) if "补正" in subject]) == 4


def test_dates_without_mail_send_none(hall: Hall, database: Flask):
    choose(hall.handler, mail={"date": "off"})
    case_id = hall.submitted("2026-03-02T09:00")
    hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    for day in range(4, 31):
        sweep.run(at=at(f"2026-03-{day:02d}T00:05"))
        deliver(f"2026-03-{day:02d}T08:00", "digest")
    assert told(hall.handler).count("Reminded") == 4
    assert mails(database) == []


def test_reading_is_ones_own_and_can_be_taken_back(hall: Hall, colleague: Actor):
    hall.accepted()
    first, *_rest = messages.inbox(by=hall.handler).rows
    before = messages.unread(by=hall.handler)
    for _ in range(2):
        messages.mark(first.id, by=hall.handler, at=at("2026-03-04T10:00"))
    assert messages.unread(by=hall.handler) == before - 1
    messages.mark(first.id, read=False, by=hall.handler, at=at("2026-03-04T10:00"))
    with pytest.raises(Denied):
        messages.mark(first.id, by=colleague, at=at("2026-03-04T10:00"))
    assert messages.mark_all(by=hall.handler, at=at("2026-03-04T10:00")) == before
    assert messages.inbox(by=hall.handler, only_unread=True).total == 0


def test_an_agent_at_work_for_another_enterprise_sees_nothing_of_this_one(hall: Hall):
    hall.accepted()
    elsewhere = replace(hall.handler, enterprise_id=77, mandate_id=5)
    assert messages.inbox(by=elsewhere).total == messages.unread(by=elsewhere)
    assert {one.topic for one in messages.inbox(by=elsewhere).rows} <= {ACCOUNT}


def test_the_window_sees_what_was_told_and_how_it_stands_and_nobody_else_does(hall: Hall):
    case_id = hall.accepted()
    deliver("2026-03-03T10:01")
    found = message_status.of_case(case_name(case_id), by=hall.clerk)
    assert [(one.told.kind, one.to, [c.state for c in one.channels]) for one in found] == [
        ("Accepted", "沈远航", ["sent"]),
        ("Submitted", "沈远航", ["sent"]),
    ]
    with pytest.raises(Denied):
        message_status.of_case(case_name(case_id), by=hall.handler)


def test_a_message_of_a_mail_that_came_back_says_so(hall: Hall):
    hall.submitted()
    deliver("2026-03-02T09:01")
    with transaction() as session:
        mail = session.scalars(select(OutboxMessage).filter_by(kind="mail")).one()
        mail.state, mail.error = "failed", "Undeliverable: bounced"
        assert session.scalars(select(MessageDelivery.key)).one() == mail.key
    found = messages.inbox(by=hall.handler).rows
    (channel,) = message_status.of_inbox(found)[found[0].id]
    assert (channel.state, channel.reason) == ("failed", "bounced")
    admin = replace(hall.clerk, roles=frozenset({Role.ADMINISTRATOR}))
    (failed,) = message_status.failed(by=admin)
    assert (failed.channel, failed.kind, failed.reason) == ("mail", "Submitted", "bounced")


def test_the_digest_of_an_evening_belongs_to_the_next_day(hall: Hall):
    key, due = digest_of(7, at("2026-03-02T17:59"))
    assert (key, due) == ("messages-7-2026-03-02", at("2026-03-02T18:00"))
    key, due = digest_of(7, at("2026-03-02T18:00"))
    assert (key, business_day(due)) == ("messages-7-2026-03-03", date(2026, 3, 3))
    assert due - at("2026-03-02T18:00") == timedelta(days=1)


def rows(kind: str) -> list[OutboxMessage]:
    with reading() as session:
        return list(session.scalars(select(OutboxMessage).filter_by(kind=kind).order_by(OutboxMessage.id)))


def case_name(case_id: int) -> str:
    with reading() as session:
        return session.get_one(Case, case_id).public_id
