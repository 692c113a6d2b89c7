"""A cancellation that its holder asked for is refused by two people, and whoever may sign it finds it and is told."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.access import Denied
from portal.db import reading, transaction
from portal.models import Document, OutboxMessage, User
from portal.services import cancellation, head_mail, licence_acts, licence_view, outbox, unsigned
from tests.after_licence import lawyer, licensed
from tests.services.cases import Hall, at
from tests.services.test_reissue_signed import second_head
from workflows.refusal import Refusal

DAY, LATER = at("2026-05-12T09:00"), at("2026-05-12T10:00")
WHY = "处罚案件正在调查"


@pytest.fixture
def hall(keyed) -> Hall:
    return Hall(keyed)


@pytest.fixture
def case_id(hall) -> str:
    found = licensed(hall)
    licence_acts.ask_cancellation(found, "停止经营", by=hall.handler, at=DAY)
    return found


def letters() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).where(Document.kind == "cancellation_refused")) or 0


def state_of(hall: Hall, case_id: str):
    return licence_view.view(case_id, by=hall.reviewer, on=date(2026, 5, 12)).file.case


def test_who_may_sign_finds_it_at_the_head_of_the_list_and_is_told_once(hall, case_id):
    other = second_head(hall)
    with transaction() as session:
        for one in (hall.head, other):
            session.get_one(User, one.id).email = f"{one.id}@example.cn"
    cancellation.propose(case_id, WHY, by=hall.head, at=DAY)
    with reading() as session:
        sent = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == head_mail.KIND)).all()
        told, number = [one.payload for one in sent], sent[0].id
    assert told == [{"user": other.id, "matter": "cancellation"}]
    assert unsigned.unsigned(by=hall.head, on=DAY.date()).rows == ()
    (line,) = unsigned.unsigned(by=other, on=DAY.date()).rows
    assert (line.case_id, line.what, line.since) == (case_id, "refusal", date(2026, 5, 12))
    cancellation.refuse(case_id, by=other, at=LATER)
    assert unsigned.unsigned(by=other, on=DAY.date()).rows == ()
    assert outbox.deliver(number, at=LATER) != "sent", "what was signed meanwhile is no news"
    assert letters() == 1


def test_only_a_head_or_who_proposed_gives_it_back(hall, case_id):
    cancellation.propose(case_id, WHY, by=hall.reviewer, at=DAY)
    with pytest.raises(Denied):
        cancellation.give_back(case_id, "看错了", by=lawyer(hall), at=DAY)
    with pytest.raises(Denied):
        cancellation.propose(case_id, WHY, by=hall.clerk, at=DAY)
    cancellation.give_back(case_id, "写明是哪一件", by=hall.head, at=DAY)
    with pytest.raises(Refusal, match="answer_not_proposed"):
        cancellation.refuse(case_id, by=hall.head, at=DAY)
    assert letters() == 0


def test_signed_and_given_back_at_once_end_in_one_of_them(hall, case_id, together):
    cancellation.propose(case_id, WHY, by=hall.reviewer, at=DAY)
    done = together(
        lambda: cancellation.refuse(case_id, by=hall.head, at=LATER),
        lambda: cancellation.give_back(case_id, "写明是哪一件", by=hall.reviewer, at=LATER),
    )
    assert sorted(done) in (["answer_not_proposed", "done"],)
    asked = state_of(hall, case_id).cancellation_asked_on
    assert (letters(), asked is None) == ((1, True) if done[0] == "done" else (0, False))


def test_two_heads_who_sign_at_once_send_one_letter(hall, case_id, together):
    other = second_head(hall)
    cancellation.propose(case_id, WHY, by=hall.reviewer, at=DAY)
    done = together(
        lambda: cancellation.refuse(case_id, by=hall.head, at=LATER),
        lambda: cancellation.refuse(case_id, by=other, at=LATER),
    )
    assert sorted(done) == ["cancellation_not_asked", "done"]
    assert letters() == 1
