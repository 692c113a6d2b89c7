"""The outbox: nothing is called sent before it was, nothing is lost, and nothing goes out twice (DESIGN §3.9)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import reading, transaction
from portal.models import OutboxMessage, Publication
from portal.services import carriers, outbox, outbox_retry, publication, verification
from tests.services.cases import Hall, at
from tests.web import people
from workflows import commands as c

NOW = at("2026-03-03T10:01")


def messages(**wanted: object) -> list[OutboxMessage]:
    with reading() as session:
        return list(session.scalars(select(OutboxMessage).filter_by(**wanted).order_by(OutboxMessage.id)))


def mails(app: Flask) -> list[Path]:
    return sorted((app.config["SETTINGS"].data / "mail").glob("*.eml"))


@pytest.fixture
def no_old_mail(database: Flask) -> None:
    for path in mails(database):
        path.unlink()


def deliver_all(when=NOW) -> list[str]:
    return [outbox.deliver(message.id, at=when) for message in messages()]


@pytest.mark.usefixtures("no_old_mail")
def test_a_mail_goes_to_the_handler_in_words_and_names_nobody(hall: Hall, database: Flask):
    hall.accepted()
    assert set(deliver_all()) == {"sent"}
    letters = [message_from_bytes(path.read_bytes(), policy=default) for path in mails(database)]
    assert [letter["To"] for letter in letters] == [people.HANDLER] * 2
    text = "".join(letter.get_content() + str(letter["Subject"]) for letter in letters)
    assert "2026年3月17日" in text
    assert "沈远航" not in text
    assert people.USCC not in text


@pytest.mark.usefixtures("no_old_mail")
def test_delivering_twice_sends_once(hall: Hall, database: Flask):
    hall.submitted()
    deliver_all()
    deliver_all()
    assert len(mails(database)) == 1


@pytest.mark.usefixtures("no_old_mail")
def test_a_worker_that_dies_between_sending_and_saying_so_doubles_nothing(
    hall: Hall, database: Flask, monkeypatch: pytest.MonkeyPatch
):
    hall.submitted()
    (mail,) = messages(kind="mail")

    def dies(message_id: int, when: object, error: object) -> str:
        raise SystemExit("killed")

    monkeypatch.setattr(outbox, "_settle", dies)
    with pytest.raises(SystemExit):
        outbox.deliver(mail.id, at=NOW)
    monkeypatch.undo()
    assert messages(kind="mail")[0].state == "sending"
    assert outbox.deliver(mail.id, at=NOW + timedelta(seconds=30)) == "queued"
    assert outbox.wake(at=NOW + timedelta(minutes=4)) >= 1
    assert outbox.deliver(mail.id, at=NOW + timedelta(minutes=4)) == "sent"
    assert len(mails(database)) == 1


def test_a_carrier_that_fails_is_tried_again_later_and_at_last_a_person_is_asked(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    hall.submitted()
    (mail,) = messages(kind="mail")

    def refuses(parcel: object, when: object) -> None:
        raise ConnectionError("no route to the mail server")

    monkeypatch.setitem(carriers.CARRIERS, "mail", refuses)
    when = NOW
    assert outbox.deliver(mail.id, at=when) == "queued"
    assert messages(kind="mail")[0].due_at > when
    states = []
    for _ in range(outbox_retry.MAX_ATTEMPTS - 1):
        when += timedelta(hours=5)
        states.append(outbox.deliver(mail.id, at=when))
    assert states[-1] == "failed"
    assert "ConnectionError" in messages(kind="mail")[0].error


def test_losing_the_queue_loses_nothing_because_the_database_wakes_it_again(hall: Hall):
    hall.accepted()
    woken: list[int] = []

    def woke(sender: object, messages: list[tuple[int, str]]) -> None:
        woken.extend(number for number, _ in messages)

    outbox.committed.connect(woke)
    count = outbox.wake(at=NOW)
    outbox.committed.disconnect(woke)
    assert sorted(woken) == [m.id for m in messages(state="queued")]
    assert count == len(woken) == 4


def test_a_decision_is_published_once_and_in_the_national_fields(hall: Hall):
    case_id = hall.heard()
    hall.do(case_id, c.Grant("符合", scope="丙酮"), "2026-03-06T10:00", hall.head)
    for _ in range(2):
        assert publication.publish(case_id, at=at("2026-03-06T10:05")) in (True, False)
    (line,), more = publication.published()
    assert not more
    assert line.fields["XK_XDR_SHXYM"] == people.USCC
    assert line.fields["XK_JDRQ"] == "2026-03-06"
    assert line.fields["XK_NR"] == "丙酮"
    assert line.fields["XK_WSH"].endswith("号")
    with reading() as session:
        assert len(list(session.scalars(select(Publication.case_id)))) == 1
    assert verification.verify().broken == ()


def test_what_was_sent_is_said_to_be_although_somebody_holds_its_row_at_that_moment(
    hall: Hall, database: Flask, monkeypatch: pytest.MonkeyPatch
):
    """A reminder that is added to a digest holds its row; unless that is waited for, the digest goes out a second time."""
    hall.submitted()
    (mail,) = messages(kind="mail")
    held, release = threading.Event(), threading.Event()

    def holds() -> None:
        with database.app_context(), transaction() as session:
            session.execute(select(OutboxMessage.state).where(OutboxMessage.id == mail.id).with_for_update()).one()
            held.set()
            release.wait(20)

    holder = threading.Thread(target=holds)

    def carries(parcel: object, when: object) -> None:
        holder.start()
        held.wait(5)
        threading.Timer(2, release.set).start()

    monkeypatch.setitem(carriers.CARRIERS, "mail", carries)
    assert outbox.deliver(mail.id, at=NOW) == "sent"
    holder.join()
    assert messages(kind="mail")[0].state == "sent"


def test_two_that_promise_the_same_at_one_moment_promise_it_once_and_neither_fails(
    database: Flask, together: Callable[..., list[str]]
):
    """Two workers put the mails of two cases into one person's digest of the day, which neither has promised yet."""
    written = threading.Event()
    told = {"kind": "message_digest", "case_id": None, "payload": {"user": 1}, "at": NOW}

    def first() -> str:
        with transaction() as session:
            made = outbox.post(session, "messages-1-2026-03-03", **told)
            written.set()
            time.sleep(1)
        return str(made)

    def second() -> str:
        written.wait(5)
        with transaction() as session:
            return str(outbox.post(session, "messages-1-2026-03-03", **told))

    assert together(first, second) == ["True", "False"]
    assert len(messages(key="messages-1-2026-03-03")) == 1


def test_a_message_that_every_worker_dies_of_is_given_up_like_one_that_fails(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    hall.submitted()
    (mail,) = messages(kind="mail")

    def dies(parcel: object, when: object) -> None:
        raise SystemExit("killed")

    monkeypatch.setitem(carriers.CARRIERS, "mail", dies)
    when = NOW
    for _ in range(outbox_retry.MAX_ATTEMPTS):
        with pytest.raises(SystemExit):
            outbox.deliver(mail.id, at=when)
        when += outbox.CLAIM
    assert outbox.deliver(mail.id, at=when) == "failed"
    assert "WorkerLost" in messages(kind="mail")[0].error
