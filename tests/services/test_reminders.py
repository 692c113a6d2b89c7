"""Reminders: the handler first, then the head, then supervision; one mail a person and day, built when it is sent (R121)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.db import reading, transaction
from portal.models import JournalEntry, OutboxMessage, Reminder, User
from portal.services import outbox, sweep
from tests import under_review
from tests.services.cases import Hall, at, in_order
from tests.under_review import Town, beijing
from workflows import commands as c


@pytest.fixture
def town(database: Flask) -> Town:
    return under_review.settle()


@pytest.fixture
def case_id(town: Town) -> str:
    """A case with storage, accepted on 10 November: departments answer by the 17th, the promise ends later."""
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    return case_id


def sweep_until(last: int, *, month: str = "2026-11", first: int = 11) -> None:
    for day in range(first, last + 1):
        sweep.run(at=beijing(f"{month}-{day:02d} 00:05"))


def told(login: str) -> list[tuple[str, str]]:
    with reading() as session:
        found = select(Reminder.clock, Reminder.rung).join(User, User.id == Reminder.user_id)
        return [(clock, rung) for clock, rung in session.execute(found.where(User.login == login))]


def digests() -> list[tuple[int, str]]:
    with reading() as session:
        found = select(OutboxMessage.id, OutboxMessage.key).where(OutboxMessage.kind == "digest")
        return [(number, key) for number, key in session.execute(found.order_by(OutboxMessage.key))]


def sent(app: Flask, at: str) -> list[EmailMessage]:
    """Deliver every digest that waits; the mails of this delivery."""
    folder = app.config["SETTINGS"].data / "mail"
    for path in folder.glob("digest-*"):
        path.unlink()
    for number, _ in digests():
        outbox.deliver(number, at=beijing(at))
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("digest-*"))]
    return [one for one in read if isinstance(one, EmailMessage)]


def test_the_ladder_goes_up_from_the_handler_to_the_head_to_supervision(town: Town, case_id: str):
    sweep_until(30)
    sweep_until(24, month="2026-12", first=1)
    assert {rung for clock, rung in told("chen.li") if clock == "promised"} == {"half", "most", "near", "full", "over"}
    assert {rung for clock, rung in told("han.weidong") if clock == "promised"} == {"most", "near", "full", "over"}
    assert {rung for clock, rung in told("su.ming") if clock == "promised"} == {"full", "over"}
    assert {clock for clock, _ in told("qin.yue")} == {"track:fire"}


def test_everybody_is_told_of_each_rung_exactly_once(town: Town, case_id: str):
    sweep_until(30)
    sweep_until(30)
    for login in ("chen.li", "han.weidong", "su.ming", "qin.yue"):
        assert set(Counter(told(login)).values()) == {1}


def test_a_limit_is_never_reported_to_nobody(town: Town, case_id: str):
    with transaction() as session:
        session.execute(update(User).where(User.login.in_(("chen.li", "he.siyuan"))).values(active=False))
    sweep_until(20)
    assert ("track:documents", "half") in told("han.weidong")


def test_a_person_gets_one_mail_a_day_that_lists_everything(town: Town, case_id: str, database: Flask):
    other = town.apply("2026-11-09 16:00", firm=1)
    town.accept(other, "2026-11-10 09:50")
    sweep_until(13)
    for_fire = [mail for mail in sent(database, "2026-11-13 08:00") if mail["To"] == "qin.yue@linjiang.example"]
    assert len({key for _, key in digests()}) == len(digests())
    days = Counter(mail["Subject"] for mail in for_fire)
    assert days == {"期限提醒：2 项": 1}
    body = for_fire[0].get_content()
    assert body.count("本部门意见的期限已用 50%，2026年11月17日 24:00 届满") == 2
    assert "临江恒泰" not in body
    assert "沈远航" not in body
    assert under_review.FIRMS[0][1] not in body


def test_one_thing_alone_is_said_in_the_subject(town: Town, case_id: str, database: Flask):
    sweep_until(13)
    (mail,) = [mail for mail in sent(database, "2026-11-13 08:00") if mail["To"] == "qin.yue@linjiang.example"]
    assert "本部门意见的期限已用 50%" in mail["Subject"]


def test_what_was_answered_before_the_mail_left_is_not_in_it(town: Town, case_id: str, database: Flask):
    sweep_until(13)
    town.answer(case_id, "fire", "2026-11-13 07:50", by="qin.yue")
    assert all(mail["To"] != "qin.yue@linjiang.example" for mail in sent(database, "2026-11-13 08:00"))
    assert {message.state for message in _all_digests()} == {"sent", "withheld"}, "his says that it never left"


def test_a_digest_leaves_in_the_morning_and_what_comes_later_goes_into_the_next(
    town: Town, case_id: str, database: Flask
):
    sweep_until(13)
    assert {message.due_at for message in _all_digests() if message.key.endswith("2026-11-13")} == {
        beijing("2026-11-13 08:00")
    }
    sent(database, "2026-11-13 08:01")
    other = town.apply("2026-11-09 16:00", firm=1)
    town.accept(other, "2026-11-10 09:50")
    sweep.run(at=beijing("2026-11-13 10:05"))
    (mail,) = [mail for mail in sent(database, "2026-11-14 08:00") if mail["To"] == "qin.yue@linjiang.example"]
    assert mail["Subject"].startswith("办件")


def test_the_applicant_is_told_of_an_own_period_and_the_staff_is_not(database: Flask):
    hall = Hall(database)
    number = hall.submitted("2026-03-02T09:00")
    hall.do(number, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    for day in range(4, 31):
        sweep.run(at=at(f"2026-03-{day:02d}T00:05"))
    with reading() as session:
        found = session.execute(select(Reminder.user_id, Reminder.clock, Reminder.rung).order_by(Reminder.id)).all()
    assert {user for user, _, _ in found} == {hall.handler.id}
    assert [(clock, rung) for _, clock, rung in found] == [
        ("correction", rung) for rung in ("half", "most", "near", "full")
    ]


def test_reminders_of_a_day_without_work_for_anybody_send_nothing(town: Town, case_id: str):
    sweep_until(11)
    assert digests() == []


def test_a_reminder_has_its_true_day_after_an_outage(town: Town, case_id: str):
    sweep.run(at=beijing("2026-11-30 09:00"))
    with reading() as session:
        found = session.scalars(select(JournalEntry.payload).where(JournalEntry.kind == "Reminded")).all()
    fire = {one["rung"]: one["reached_on"] for one in found if one["clock"] == "track:fire"}
    assert fire == {
        "half": "2026-11-13",
        "most": "2026-11-16",
        "near": "2026-11-16",
        "full": "2026-11-17",
        "over": "2026-11-18",
    }
    with reading() as session:
        assert set(session.scalars(select(Reminder.day))) == {date(2026, 11, 30)}


def _all_digests() -> list[OutboxMessage]:
    with reading() as session:
        return list(session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "digest")))
