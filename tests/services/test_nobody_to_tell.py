"""Nothing is called sent that never left: where nobody is there to be told, the message is withheld and says why."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import OutboxMessage, User
from portal.services import (
    failed_mails,
    follows,
    lost_password,
    message_choices,
    message_status,
    messages,
)
from portal.services.message_choices import Choices
from tests.services.cases import Hall, at, in_order
from tests.services.test_messages import case_name, channels, deliver, mails
from tests.web import people
from workflows import commands as c


@pytest.fixture
def colleague(hall: Hall) -> Actor:
    """A second person of the enterprise."""
    return people.second_of(hall.handler)


def gone(who: Actor, **changed: object) -> None:
    """The account is closed, or has lost its address."""
    with transaction() as session:
        user = session.get_one(User, who.id)
        for name, value in changed.items():
            setattr(user, name, value)


def stands(who: Actor) -> list[tuple[str, str, str]]:
    found = message_status.of_inbox(messages.inbox(by=who).rows)
    return [(one.name, one.state, one.reason) for _id, row in sorted(found.items()) for one in row]


def test_a_follower_who_left_before_the_mail_went_is_not_called_told(hall: Hall, colleague: Actor, database: Flask):
    case_id = hall.submitted()
    follows.follow(case_name(case_id), True, by=colleague, at=at("2026-03-02T09:30"))
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T10:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00")
    deliver("2026-03-03T10:01")
    gone(colleague, active=False)
    assert deliver("2026-03-03T10:02") == ["withheld"]
    assert stands(colleague) == [("mail", "withheld", "left")]
    assert {to for to, _ in mails(database)} == {people.HANDLER}


def test_a_correspondent_without_an_address_was_sent_nothing(hall: Hall, database: Flask):
    gone(hall.handler, email="")
    hall.submitted()
    assert deliver("2026-03-02T09:01") == ["withheld"]
    assert (channels(hall.handler), mails(database)) == ([[]], [])


def test_a_mail_that_was_tried_before_its_reader_left_is_withheld_in_the_end(hall: Hall):
    hall.submitted("2026-03-02T23:30")
    message_choices.choose(Choices(quiet="22:00-07:00"), by=hall.handler, at=at("2026-03-02T23:31"))
    assert deliver("2026-03-02T23:32") == ["queued"]
    gone(hall.handler, active=False)
    assert deliver("2026-03-03T08:00") == ["withheld"]
    assert stands(hall.handler) == [("mail", "withheld", "left")]


def test_a_digest_for_somebody_who_left_is_withheld_and_one_that_bounced_has_failed(hall: Hall):
    message_choices.choose(Choices(mail={"step": "digest"}), by=hall.handler, at=at("2026-03-01T10:00"))
    hall.submitted()
    deliver("2026-03-02T09:01")
    assert deliver("2026-03-02T18:01", "message_digest") == ["sent"]
    assert failed_mails.bounced(f"<messages-{hall.handler.id}-2026-03-02@onewindow>", at=at("2026-03-02T18:30"))
    assert stands(hall.handler) == [("mail", "failed", "bounced")]
    hall.submitted("2026-03-03T09:00")
    deliver("2026-03-03T09:01")
    gone(hall.handler, active=False)
    assert deliver("2026-03-03T18:01", "message_digest") == ["withheld"]
    assert stands(hall.handler)[-1] == ("mail", "withheld", "left")


def test_a_link_that_was_used_before_its_mail_went_is_over_and_one_whose_mail_bounced_has_failed(hall: Hall):
    lost_password.ask(people.HANDLER, at=at("2026-03-02T09:00"))
    assert deliver("2026-03-02T11:00", "account") == ["withheld"], "the link worked for half an hour"
    lost_password.ask(people.HANDLER, at=at("2026-03-03T09:00"))
    assert deliver("2026-03-03T09:01", "account") == ["sent"]
    with reading() as session:
        mails = session.scalars(select(OutboxMessage).filter_by(kind="account").order_by(OutboxMessage.id)).all()
        first, second = mails[-2:]
    assert (first.state, first.error) == ("withheld", "Nobody to tell: over")
    assert not failed_mails.bounced(f"<{first.key}@onewindow>", at=at("2026-03-03T10:00")), "it never left"
    assert failed_mails.bounced(f"<{second.key}@onewindow>", at=at("2026-03-03T10:00"))
