"""Acts on a licence: two officers, the holder heard, and register, letter, public line and verification page in one go."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import CaseDuty, Document, Licence, OutboxMessage, Publication
from portal.services import (
    cancellation,
    casefile,
    delivery,
    journal,
    letters,
    licence_acts,
    licences,
    outbox,
    publication,
    sweep,
    verification,
)
from tests.after_licence import AFTER, granted, licensed, prepared, scan
from tests.services.cases import Hall, at
from workflows.refusal import Refusal
from workflows.terms import FormerTerm

DAY = "2026-05-11T10:00"
AGAIN = "2026-05-19T10:00"
REASONS = {"facts": "检测记录系伪造", "reason": "直接影响准予的结论"}


def propose(hall: Hall, case_id: str, act: str, ground: str, when: str = DAY, **more):  # type: ignore[no-untyped-def]
    asked = {**REASONS, "by": hall.reviewer, **more}
    return licence_acts.propose(case_id, act, ground, at=at(when), **asked)


def cancelled(hall: Hall, case_id: str, when: str = DAY) -> None:
    propose(hall, case_id, "cancel", "applied", when)
    licence_acts.decide(case_id, by=hall.head, at=at(when))


def row_of(case_id: str) -> Licence:
    with reading() as session:
        return session.scalars(select(Licence).where(Licence.case_id == casefile.row_of(session, case_id).id)).one()


def said(hall: Hall, case_id: str, kind: str) -> str:
    with reading() as session:
        own = casefile.row_of(session, case_id).id
        name = session.scalars(select(Document.public_id).where(Document.case_id == own, Document.kind == kind)).one()
    from portal.documents.letter import words

    return "\n".join(words(letters.letter(name, by=hall.handler).letter))


def test_a_revocation_is_told_answered_and_decided_with_its_letters(hall: Hall):
    case_id = licensed(hall)
    propose(hall, case_id, "revoke", "fraud")
    notice = said(hall, case_id, "licence_notice")
    for phrase in ("撤销行政许可事先告知书", "检测记录系伪造", "陈述、申辩", "要求听证", "2026年5月18日24时前"):
        assert phrase in notice
    licence_acts.defend(case_id, "记录由第三方出具", by=hall.handler, at=at("2026-05-15T09:00"))
    with pytest.raises(Refusal, match="licence_defence_period"):
        licence_acts.decide(case_id, defence="没有采纳", by=hall.head, at=at("2026-05-18T09:00"))
    prepared(hall, case_id, AGAIN)
    licence_acts.decide(case_id, defence="没有采纳：第三方否认出具", by=hall.head, at=at(AGAIN))
    decision = said(hall, case_id, "licence_revoked")
    for phrase in ("撤销行政许可决定书", "第六十九条第二款", "没有采纳：第三方否认出具", "60日内", "6个月内"):
        assert phrase in decision
    row = row_of(case_id)
    assert (row.state, row.state_since, row.act) == ("revoked", date(2026, 5, 19), "")
    assert row.state_decided.startswith("临应急许")
    assert verification.verify().broken == ()


def test_what_the_holder_said_is_kept_beside_the_journal(hall: Hall):
    case_id = licensed(hall)
    propose(hall, case_id, "revoke", "fraud")
    licence_acts.defend(case_id, "张三可以作证", hearing=True, by=hall.handler, at=at(DAY))
    with reading() as session:
        entry = journal.load(session, casefile.row_of(session, case_id).id)[-1]
    assert "张三" not in str(entry)
    licence_acts.note_defence(case_id, "held", "双方到场", scan=scan(), by=hall.reviewer, at=at("2026-05-20T09:00"))
    prepared(hall, case_id, "2026-05-20T10:00")
    with pytest.raises(Refusal, match="licence_defence_unanswered"):
        licence_acts.decide(case_id, by=hall.head, at=at("2026-05-21T09:00"))


def test_anybody_who_checks_a_licence_learns_the_state_since_when_and_by_which_decision(hall: Hall):
    case_id = licensed(hall)
    number = row_of(case_id).number
    propose(hall, case_id, "suspend", "penalty", document="临应急罚〔2026〕3号", until=date(2026, 6, 10))
    assert licences.verify(number=number, on=date(2026, 5, 11)).standing == "valid"  # type: ignore[union-attr]
    licence_acts.decide(case_id, by=hall.head, at=at(DAY))
    found = licences.verify(number=number, on=date(2026, 6, 10))
    assert found is not None
    assert found.state is not None
    assert (found.standing, found.state.since, found.state.until) == ("suspended", date(2026, 5, 11), date(2026, 6, 10))
    assert "扣〔2026〕1号" in found.state.document
    after = licences.verify(number=number, on=date(2026, 6, 11))
    assert after is not None
    assert after.standing == "valid"


def test_the_sweep_records_the_end_of_a_suspension_and_tells_it(hall: Hall):
    case_id = licensed(hall)
    propose(hall, case_id, "suspend", "penalty", document="临应急罚〔2026〕3号", until=date(2026, 6, 10))
    licence_acts.decide(case_id, by=hall.head, at=at(DAY))
    sweep.run(at=at("2026-06-10T00:05"))
    assert row_of(case_id).state == "suspended"
    sweep.run(at=at("2026-06-11T00:05"))
    assert row_of(case_id).state == "valid"
    assert "2026年6月10日届满" in said(hall, case_id, "licence_restored")


def test_a_cancellation_that_was_asked_for_is_refused_by_the_head_in_a_letter_that_can_be_contested(hall: Hall):
    case_id = licensed(hall)
    licence_acts.ask_cancellation(case_id, "停止经营", by=hall.handler, at=at(DAY))
    for by in (hall.reviewer, hall.clerk, hall.handler):
        with pytest.raises(Denied):
            cancellation.refuse(case_id, "案件正在调查", by=by, at=at(DAY))
    with pytest.raises(Refusal, match="answer_not_proposed"):
        cancellation.refuse(case_id, "处罚案件正在调查", by=hall.head, at=at(DAY))
    cancellation.propose(case_id, "处罚案件正在调查", by=hall.reviewer, at=at(DAY))
    cancellation.refuse(case_id, by=hall.head, at=at(DAY))
    words = said(hall, case_id, "cancellation_refused")
    for phrase in ("不予注销", "处罚案件正在调查", "第七十条", "行政复议", "再次申请"):
        assert phrase in words
    assert (row_of(case_id).state, row_of(case_id).asked_on) == ("valid", None)


def test_what_was_asked_of_a_licence_is_asked_of_the_one_that_takes_its_place(hall: Hall):
    case_id = licensed(hall)
    licence_acts.ask_cancellation(case_id, "停止经营", by=hall.handler, at=at(DAY))
    change = granted(hall, replace(AFTER, former=FormerTerm("change", row_of(case_id).number)))
    delivery.issue(change, by=hall.clerk, at=at("2026-05-14T09:00"))
    assert (row_of(case_id).state, row_of(case_id).asked_on) == ("replaced", None)
    assert row_of(change).asked_on == at(DAY).date()
    propose(hall, change, "cancel", "applied", "2026-05-15T09:00")
    licence_acts.decide(change, by=hall.head, at=at("2026-05-15T10:00"))
    assert (row_of(change).state, row_of(change).asked_on) == ("cancelled", None)


def test_the_public_line_is_corrected_with_the_state(hall: Hall):
    case_id = licensed(hall)
    own = row_of(case_id).case_id
    publication.publish(own, at=at("2026-03-10T09:00"))
    cancelled(hall, case_id)
    deliver_publications(at(DAY))
    with reading() as session:
        assert session.get_one(Publication, own).fields["XK_ZT"] == "2"


def test_the_public_line_waits_for_the_day_of_effect(hall: Hall):
    case_id = licensed(hall)
    own = row_of(case_id).case_id
    publication.publish(own, at=at("2026-03-10T09:00"))
    propose(hall, case_id, "cancel", "applied", effective_on=date(2026, 6, 1))
    licence_acts.decide(case_id, by=hall.head, at=at(DAY))
    with reading() as session:
        due = select(OutboxMessage.due_at).where(OutboxMessage.kind == "publication").order_by(OutboxMessage.id.desc())
        assert session.scalars(due.limit(1)).one() == at("2026-06-01T00:00")
    publication.publish(own, at=at("2026-05-20T09:00"))
    with reading() as session:
        assert session.get_one(Publication, own).fields["XK_ZT"] == "1"
    deliver_publications(at("2026-06-01T00:01"))
    with reading() as session:
        assert session.get_one(Publication, own).fields["XK_ZT"] == "2"


def deliver_publications(when) -> None:  # type: ignore[no-untyped-def]
    with reading() as session:
        waiting = select(OutboxMessage.id).where(OutboxMessage.kind == "publication", OutboxMessage.state == "queued")
        ids = list(session.scalars(waiting))
    for one in ids:
        assert outbox.deliver(one, at=when) == "sent"


def test_nothing_more_is_owed_after_a_licence_that_has_ended(hall: Hall):
    case_id = licensed(hall)
    cancelled(hall, case_id)
    with reading() as session:
        late = [one.late_from for one in session.scalars(select(CaseDuty))]
    assert late == [None] * len(late)


def test_who_may_do_what(hall: Hall):
    case_id = licensed(hall)
    clerk_like = (hall.fire, hall.clerk, hall.handler)
    for stranger in clerk_like:
        with pytest.raises(Denied):
            propose(hall, case_id, "cancel", "applied", by=stranger)
    other = Actor("handler", 99, frozenset({Role.HANDLER}), enterprise_id=77)
    propose(hall, case_id, "revoke", "fraud")
    for stranger in (other, hall.head):
        with pytest.raises(Denied):
            licence_acts.defend(case_id, "x", by=stranger, at=at(DAY))
    with pytest.raises(Denied):
        licence_acts.decide(case_id, by=hall.reviewer, at=at(DAY))
    licence_acts.drop(case_id, "另行办理", by=hall.reviewer, at=at(DAY))
    propose(hall, case_id, "cancel", "applied", by=hall.head)
    with pytest.raises(Refusal, match="licence_second_person"):
        licence_acts.decide(case_id, by=hall.head, at=at(DAY))


def test_a_case_without_a_licence_is_refused(hall: Hall):
    with pytest.raises(Refusal, match="no_licence"):
        propose(hall, granted(hall), "cancel", "applied")


def test_a_stale_page_never_acts(hall: Hall):
    case_id = licensed(hall)
    with reading() as session:
        seq = casefile.row_of(session, case_id).seq
    propose(hall, case_id, "cancel", "applied", expected_seq=seq)
    with pytest.raises(Refusal, match="stale"):
        propose(hall, case_id, "suspend", "penalty", document="某号", expected_seq=seq)
    with pytest.raises(Refusal, match="stale"):
        licence_acts.decide(case_id, by=hall.head, at=at(DAY), expected_seq=seq)


def test_two_heads_at_once_give_one_outcome(hall: Hall, database: Flask):
    case_id = licensed(hall)
    propose(hall, case_id, "cancel", "applied")
    done: list[str] = []
    start = threading.Barrier(2)

    def decide() -> None:
        with database.app_context():
            start.wait()
            try:
                licence_acts.decide(case_id, by=hall.head, at=at(DAY))
                done.append("decided")
            except Refusal as refusal:
                done.append(refusal.rule)

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["decided", "licence_act_missing"]
    with reading() as session:
        kinds = [type(one.event).__name__ for one in journal.load(session, row_of(case_id).case_id)]
    assert kinds.count("LicenceCancelled") == 1
