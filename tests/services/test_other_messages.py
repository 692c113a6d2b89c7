"""Complaints, drafts and appointments are told like cases: in the inbox, as chosen, never at night; codes and links at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.actors import SYSTEM, Actor, Role
from portal.connectors.sms import Sms, SmsGateway
from portal.db import reading, transaction
from portal.models import Appointment, OutboxMessage, User
from portal.services import (
    appointments,
    complaints,
    drafts,
    lost_password,
    message_choices,
    message_status,
    messages,
    other_words,
    outbox,
    retention,
    service_windows,
    slot_rules,
)
from portal.services.message_choices import Choices
from portal.services.message_topics import OTHERS
from portal.services.service_windows import WindowFacts
from portal.services.slot_rules import SlotFacts
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.web import people
from workflows.retention import load_policy

SUPERVISOR = Actor("officer", 905, frozenset({Role.SUPERVISOR}), 2, "emb", name="陈立")
NIGHT, MORNING = beijing("2026-10-20 23:10"), beijing("2026-10-21 07:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def choose(town: Town, **wanted: object) -> None:
    message_choices.choose(Choices(**wanted), by=town.handler, at=beijing("2026-05-01 10:00"))  # type: ignore[arg-type]


def inbox(town: Town) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was told, the newest first, each with how its channels stand."""
    found = [one for one in messages.inbox(by=town.handler).rows if one.kind in OTHERS]
    stand = message_status.of_inbox(found)
    return [(one.kind, [(c.state, c.reason) for c in stand.get(one.id, ())]) for one in found]


def carry(kind: str, at: datetime) -> list[str]:
    with reading() as session:
        due = select(OutboxMessage.id).where(OutboxMessage.kind == kind, OutboxMessage.due_at <= at)
        ids = list(session.scalars(due.where(OutboxMessage.state == "queued").order_by(OutboxMessage.id)))
    return [outbox.deliver(number, at=at) for number in ids]


def answered(town: Town) -> None:
    number = complaints.file("late", "慢", once="x", by=town.handler, at=NIGHT - timedelta(days=1)).public_id
    complaints.answer(number, "yes", "已经整改", by=SUPERVISOR, at=NIGHT)


def booked(town: Town, on: date) -> str:
    made = service_windows.create(WindowFacts(code="3", name_zh="三号", items=(HAZCHEM,)), by=SYSTEM)
    hours = SlotFacts(first=date(2026, 1, 1), last=None, opens=1020, closes=1080, minutes=30, capacity=1)
    slot_rules.add(made, hours, by=SYSTEM)
    return appointments.book(HAZCHEM, made, on, 1020, by=town.handler, at=NIGHT)


@pytest.mark.engines("sqlite")
def test_every_such_message_has_a_topic_a_sentence_and_a_page(database: Flask):
    with database.test_request_context():
        facts = {"on": "2026-10-21", "starts": 570, "number": "T1"}
        assert all(other_words.sentence(kind, facts) for kind in OTHERS)
    assert set(OTHERS) == set(other_words.PAGES)
    assert not set(OTHERS) & outbox.TOLD


def test_an_answered_complaint_is_in_the_inbox_at_once_and_mailed_in_the_morning(town: Town):
    choose(town, quiet="22:00-07:00")
    answered(town)
    assert inbox(town) == [("ComplaintAnswered", [("waiting", "")])]
    assert carry("account", NIGHT) == ["queued"]
    assert inbox(town) == [("ComplaintAnswered", [("held", "")])]
    assert carry("account", MORNING) == ["sent"]
    assert inbox(town) == [("ComplaintAnswered", [("sent", "")])]


def test_who_wants_no_mail_of_decisions_reads_the_answer_in_the_inbox(town: Town):
    choose(town, mail={"decision": "off"})
    answered(town)
    assert carry("account", NIGHT) == ["withheld"]
    assert inbox(town) == [("ComplaintAnswered", [])]


def test_a_link_that_was_just_asked_for_leaves_at_any_hour(town: Town):
    choose(town, quiet="22:00-07:00", mail={"date": "off", "decision": "off"})
    lost_password.ask(people.HANDLER, at=NIGHT)
    assert carry("account", NIGHT) == ["sent"]


def test_a_draft_that_will_be_deleted_is_told_in_the_inbox_and_not_once_it_was_kept(town: Town):
    choose(town, quiet="22:00-07:00")
    rule, begun = load_policy()["draft"], beijing("2026-06-02 23:30")
    kept, left = (drafts.start(HAZCHEM, by=town.handler, at=begun) for _ in range(2))
    tell = begun + timedelta(days=rule.days - rule.notice)
    assert retention.tidy(at=tell).told == 2
    assert carry("account", tell) == ["queued", "queued"]
    assert inbox(town) == [("DraftLapses", [("held", "")])] * 2
    retention.keep(kept, by=town.handler, at=tell)
    assert sorted(carry("account", tell + timedelta(hours=9))) == ["sent", "withheld"]
    assert sorted(inbox(town)) == [("DraftLapses", [("sent", "")]), ("DraftLapses", [("withheld", "over")])]
    assert left


def test_a_reminder_of_an_appointment_waits_for_the_morning_and_its_confirmation_does_not(town: Town):
    choose(town, quiet="22:00-07:00")
    booked(town, date(2026, 10, 22))
    assert carry("appointment", NIGHT) == ["sent"], "he has just booked"
    assert inbox(town) == [("AppointmentBooked", [("sent", "")])]
    assert carry("appointment", beijing("2026-10-21 23:00")) == ["queued"]
    assert inbox(town)[0] == ("AppointmentReminder", [("held", "")])
    assert carry("appointment", beijing("2026-10-22 07:00")) == ["sent"]


def test_a_reminder_on_the_day_itself_is_for_today_whatever_the_hour(town: Town):
    choose(town, quiet="22:00-07:00")
    booked(town, date(2026, 10, 22))
    carry("appointment", NIGHT)
    assert carry("appointment", beijing("2026-10-22 06:00")) == ["sent"]


def test_an_appointment_that_was_cancelled_reminds_nobody(town: Town):
    made = booked(town, date(2026, 10, 22))
    appointments.cancel(made, by=town.handler, at=NIGHT)
    assert set(carry("appointment", beijing("2026-10-22 09:00"))) == {"withheld"}
    assert inbox(town) == []


@pytest.fixture
def texts(town: Town, database: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Sms]:
    """A gateway that keeps what it is handed, and a handler who chose SMS for dates and decisions."""
    known = replace(database.config["SETTINGS"], sms_url="http://127.0.0.1:9/")
    monkeypatch.setitem(database.config, "SETTINGS", known)
    kept: list[Sms] = []
    monkeypatch.setattr(SmsGateway, "send", lambda self, sms: kept.append(sms) or True)
    choose(town, quiet="22:00-07:00", sms=frozenset({"date", "decision"}))
    return kept


def test_an_answer_to_a_complaint_is_texted_where_that_was_chosen_and_never_at_night(town: Town, texts: list[Sms]):
    answered(town)
    assert carry("sms", NIGHT) == ["queued"]
    assert inbox(town) == [("ComplaintAnswered", [("waiting", ""), ("held", "")])]
    assert carry("sms", MORNING) == ["sent"]
    (sms,) = texts
    assert (sms.to, sms.template, sms.text) == (
        "13900000001", "onewindow_told_zh", "【一窗】您的投诉有了答复，请登录查看。",
    )  # fmt: skip
    assert inbox(town)[0][1][1] == ("delivered", "")


def test_an_appointment_is_texted_at_once_and_not_any_more_once_it_was_cancelled(town: Town, texts: list[Sms]):
    first = booked(town, date(2026, 10, 22))
    assert (carry("appointment", NIGHT), carry("sms", NIGHT)) == (["sent"], ["sent"]), (
        "its person has just asked for it"
    )
    assert "17:00" in texts[0].text
    assert "沈远航" not in texts[0].text
    appointments.move(first, _window(first), date(2026, 10, 22), 1050, by=town.handler, at=NIGHT)
    carry("appointment", NIGHT)
    appointments.cancel(first, by=town.handler, at=NIGHT)
    assert carry("sms", NIGHT) == ["withheld"]
    assert len(texts) == 1


def test_without_the_choice_or_a_confirmed_number_no_sms_is_owed(town: Town, texts: list[Sms]):
    choose(town, sms=frozenset({"step"}))
    answered(town)
    assert carry("sms", MORNING) == []
    choose(town, sms=frozenset({"decision"}))
    with transaction() as session:
        session.execute(update(User).where(User.id == town.handler.id).values(mobile_proven=False))
    number = complaints.file("late", "慢", once="y", by=town.handler, at=NIGHT).public_id
    complaints.answer(number, "yes", "已经整改", by=SUPERVISOR, at=NIGHT)
    assert carry("sms", MORNING) == []


def test_whoever_chose_otherwise_meanwhile_gets_none(town: Town, texts: list[Sms]):
    answered(town)
    choose(town)
    assert carry("sms", MORNING) == ["withheld"]
    assert (texts, inbox(town)[0][1][1]) == ([], ("withheld", "off_sms"))


def _window(public_id: str) -> int:
    with reading() as session:
        return session.scalars(select(Appointment.window_id).where(Appointment.public_id == public_id)).one()
