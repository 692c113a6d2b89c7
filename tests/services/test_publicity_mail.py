"""Whoever objected in a publicity window hears what became of it, and the office sees whether the word arrived (R161)."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.access import Denied
from portal.db import reading, transaction
from portal.models import OutboxMessage, User
from portal.services import failed_mails, outbox, publicity, publicity_mail, withdrawal
from tests.services.cases import Hall, at
from tests.services.test_publicity import AFTER, LAST, NEIGHBOUR, case_id, opened
from workflows.refusal import Refusal

__all__ = ["case_id"]
ON = at("2026-03-09T20:00")


def called(hall: Hall, case: str, contact: str, by=None) -> None:
    """Somebody calls the desk, which writes the objection and the address down."""
    told = {"name": "李某", "contact": contact, "way": "phone", "received_on": LAST}
    publicity.record_objection(case, "夜里装卸太吵", **told, by=hall.clerk, at=at(AFTER))


def answered(hall: Hall, case: str, number: str = "1", outcome: str = "partly") -> None:
    publicity.answer(case, number, outcome, "装卸改在白天。", by=hall.reviewer, at=at(AFTER))


def delivered(app: Flask, when: str = AFTER) -> list[EmailMessage]:
    """Deliver what objectors are owed; the mails that lie there then."""
    with reading() as session:
        ids = list(session.scalars(select(OutboxMessage.id).where(OutboxMessage.kind == outbox.OBJECTION)))
    for number in ids:
        outbox.deliver(number, at=at(when))
    found = (app.config["SETTINGS"].data / "mail").glob("*objection*")
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(found)]
    return [one for one in read if isinstance(one, EmailMessage)]


def stands(hall: Hall, case: str) -> list[tuple[str, str]]:
    found = publicity.objections(case, by=hall.reviewer)
    return [(one.told.state, one.told.reason) if one.told else ("", "") for one in found]


def test_who_called_the_desk_is_written_to_in_both_languages_without_personal_data(hall, case_id, database):
    opened(hall, case_id)
    called(hall, case_id, "电话 13900000003，邮箱 li@example.cn")
    assert stands(hall, case_id) == [("", "")]
    answered(hall, case_id)
    assert stands(hall, case_id) == [("waiting", "")]
    (mail,) = delivered(database)
    assert mail["To"] == "li@example.cn"
    assert mail["Subject"] == "您对公示提出的意见已经答复 / Your comment on a public notice was answered"
    body = mail.get_content()
    assert "2026年3月6日至 2026年3月12日" in body
    assert "部分采纳" in body
    assert "6 March 2026 to 12 March 2026" in body
    assert "Partly followed" in body
    for personal in ("李某", "13900000003", "夜里", "装卸", "临江"):
        assert personal not in body.replace("临江市", "")
    assert stands(hall, case_id) == [("sent", "")]


def test_who_objected_signed_in_reads_the_answer_behind_the_sign_in(hall, case_id, database):
    with transaction() as session:
        session.add(User(kind="handler", login="n@example.cn", email="n@example.cn", name="邻居", password_hash="x",
                         locale="en", id=NEIGHBOUR.id, created_at=ON))  # fmt: skip
    opened(hall, case_id)
    publicity.object_online(case_id, "离我家只有 40 米", "13900000002", by=NEIGHBOUR, at=ON)
    answered(hall, case_id, outcome="dismissed")
    (mail,) = delivered(database)
    assert mail["To"] == "n@example.cn", "a telephone was given, and the account has an address"
    assert mail["Subject"] == "Your comment on a public notice was answered"
    assert f"/publicity/{case_id}/objection" in mail.get_content()
    assert "13900000002" not in mail.get_content()


def test_who_left_no_address_stands_on_the_page_until_somebody_has_called(hall, case_id, database):
    opened(hall, case_id)
    called(hall, case_id, "13900000003")
    answered(hall, case_id)
    assert delivered(database) == []
    assert stands(hall, case_id) == [("failed", "address")]
    given = {"by": hall.reviewer, "at": at(AFTER)}
    with pytest.raises(Refusal, match="mail_way_missing"):
        publicity_mail.handle(case_id, "1", "phone", " ", **given)
    with pytest.raises(Denied):
        publicity_mail.handle(case_id, "1", "phone", "接了", by=hall.fire, at=at(AFTER))
    publicity_mail.handle(case_id, "1", "phone", "3月13日下午，本人接听", **given)
    assert stands(hall, case_id) == [("handled", "address")]
    with pytest.raises(Refusal, match="mail_handled"):
        publicity_mail.handle(case_id, "1", "letter", "又寄了信", **given)
    with pytest.raises(Refusal, match="no_such_mail"):
        publicity_mail.handle(case_id, "7", "phone", "谁", **given)


def test_a_mail_that_came_back_may_be_sent_once_more(hall, case_id, database):
    opened(hall, case_id)
    called(hall, case_id, "li@example.cn")
    answered(hall, case_id)
    (mail,) = delivered(database)
    assert failed_mails.bounced(mail["Message-ID"], at=at(AFTER))
    assert stands(hall, case_id) == [("failed", "bounced")]
    publicity_mail.handle(case_id, "1", "again", by=hall.reviewer, at=at(AFTER))
    assert stands(hall, case_id) == [("waiting", "")]


def test_a_second_delivery_writes_no_second_mail(hall, case_id, database):
    opened(hall, case_id)
    called(hall, case_id, "li@example.cn")
    answered(hall, case_id)
    with transaction() as session:
        session.execute(update(OutboxMessage).values(state="queued"))
    assert len(delivered(database)) == len(delivered(database)) == 1


def test_when_the_applicant_withdraws_whoever_waits_for_an_answer_is_told_so(hall, case_id, database):
    opened(hall, case_id)
    called(hall, case_id, "li@example.cn")
    called(hall, case_id, "wang@example.cn")
    answered(hall, case_id, "2")
    withdrawal.withdraw(case_id, "另选地址", by=hall.handler, at=at(AFTER))
    told = {mail["To"]: mail["Subject"] for mail in delivered(database)}
    assert told["li@example.cn"].startswith("您提出意见的公示已经结束")
    assert told["wang@example.cn"].startswith("您对公示提出的意见已经答复")
