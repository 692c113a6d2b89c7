"""A new document takes two people: one proposes, a head signs; it comes back with a reason, and two at once give one outcome."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.access import Denied
from portal.actors import SYSTEM, Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Document, LicencePaper, OutboxMessage, User
from portal.services import (
    head_mail,
    journal,
    law,
    licence_payload,
    licence_register,
    licence_view,
    reissue,
    unsigned,
    users,
    verification,
)
from portal.services.licence_register import OPEN, Asked
from portal.services.users import OfficerFacts
from tests.after_licence import lawyer, licensed
from tests.services.cases import Hall, at
from tests.services.test_reissue import ASKED, MADE, anew, ask, licence
from tests.web import people
from workflows import commands as c
from workflows import events as e
from workflows.evolve import evolve
from workflows.refusal import Refusal
from workflows.reissue import FILE, policy
from workflows.rules import Moment, decide


@pytest.fixture
def hall(keyed) -> Hall:
    return Hall(keyed)


@pytest.fixture
def case_id(hall) -> str:
    found = licensed(hall)
    ask(hall, found)
    return found


def letters() -> int:
    with reading() as session:
        kinds = ("licence_again", "reissue_refused")
        return session.scalar(select(func.count()).where(Document.kind.in_(kinds))) or 0


def papers() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(LicencePaper)) or 0


def second_head(hall: Hall) -> Actor:
    office = hall.head.office_id
    assert office is not None
    roles = frozenset({Role.DECIDER, Role.REVIEWER})
    facts = OfficerFacts(login="gu.changhe", name="顾长河", office_id=office, roles=roles)
    number, _ = users.create(facts, by=SYSTEM, at=at("2026-03-01T08:30"), password=people.PASSWORD)
    return Actor("officer", number, roles, office, "emb", name="顾长河")


def propose(hall: Hall, case_id: str, outcome: str = "issue", reason: str = "", **more):
    return reissue.propose(case_id, outcome, reason, **{"by": hall.reviewer, "at": MADE} | more)


def test_the_other_heads_are_told_of_what_waits_and_it_leaves_their_list_with_the_signature(hall, case_id):
    other = second_head(hall)
    with transaction() as session:
        for one in (hall.head, other):
            session.get_one(User, one.id).email = f"{one.id}@example.cn"
    propose(hall, case_id, by=hall.head)
    with reading() as session:
        told = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == head_mail.KIND)).all()
    assert {(one["user"], one["matter"]) for one in told} == {(other.id, "reissue")}
    assert unsigned.unsigned(by=hall.head, on=MADE.date()).rows == ()
    assert unsigned.unsigned(by=hall.reviewer, on=MADE.date()).rows == ()
    (one,) = unsigned.unsigned(by=other, on=MADE.date()).rows
    assert (one.case_id, one.what, one.since) == (case_id, "issue", date(2026, 5, 13))
    reissue.sign(case_id, by=other, at=MADE)
    assert unsigned.unsigned(by=other, on=MADE.date()).rows == ()


def test_one_proposes_and_another_signs_and_both_are_in_the_journal(hall, case_id):
    with pytest.raises(Refusal, match="answer_not_proposed"):
        reissue.sign(case_id, by=hall.head, at=MADE)
    propose(hall, case_id)
    with pytest.raises(Denied):
        reissue.sign(case_id, by=hall.reviewer, at=MADE)
    [row] = licence_register.listed(Asked(state=OPEN), by=hall.head, on=MADE.date()).rows
    assert row.reissue_proposed_on == MADE.date()
    reissue.sign(case_id, by=hall.head, at=at("2026-05-13T15:00"))
    lines = licence_view.view(case_id, by=hall.head, on=MADE.date()).history[:3]
    assert [(one.kind, one.by.name) for one in lines][:2] == [
        ("LicenceReissued", "韩卫东"),
        ("ReissueProposed", "陈立"),
    ]
    assert lines[0].facts["proposed_by"] == hall.reviewer.reference
    assert (licence().issue, licence().reissue_proposed_on) == (2, None)
    assert verification.verify().broken == ()


def test_the_holder_sees_neither_proposal_nor_return(hall, case_id):
    propose(hall, case_id, "refuse", "证照在本机关保管")
    reissue.give_back(case_id, "先向保管室核实", by=hall.head, at=MADE)
    propose(hall, case_id)
    view = licence_view.view(case_id, by=hall.handler, on=MADE.date())
    assert view.reissue is not None
    assert (view.reissue.proposed, view.reissue.returned, view.reissue_by) == (None, "", "")
    assert not {"ReissueProposed", "ReissueReturned"} & {one.kind for one in view.history}


def test_a_head_who_proposed_does_not_sign_it_himself(hall, case_id):
    propose(hall, case_id, by=hall.head)
    with pytest.raises(Refusal, match="answer_second_person"):
        reissue.sign(case_id, by=hall.head, at=MADE)
    assert reissue.sign(case_id, by=second_head(hall), at=MADE).licence.issue == 2


def test_what_was_proposed_goes_back_with_a_reason_and_can_be_proposed_again(hall, case_id):
    propose(hall, case_id)
    with pytest.raises(Refusal, match="answer_proposed"):
        propose(hall, case_id, "refuse", "没有遗失")
    with pytest.raises(Refusal, match="reason_missing"):
        reissue.give_back(case_id, " ", by=hall.head, at=MADE)
    reissue.give_back(case_id, "声明没有写明经过", by=hall.head, at=MADE)
    view = licence_view.view(case_id, by=hall.reviewer, on=MADE.date())
    assert (view.reissue.proposed, view.reissue.returned) == (None, "声明没有写明经过")
    with pytest.raises(Refusal, match="answer_not_proposed"):
        reissue.give_back(case_id, "再退一次", by=hall.head, at=MADE)
    propose(hall, case_id)
    assert licence_view.view(case_id, by=hall.reviewer, on=MADE.date()).reissue.returned == ""


def test_who_proposed_takes_it_back_himself_and_a_colleague_does_not(hall, case_id):
    propose(hall, case_id)
    with pytest.raises(Denied):
        reissue.give_back(case_id, "看错了", by=lawyer(hall), at=MADE)
    reissue.give_back(case_id, "看错了", by=hall.reviewer, at=MADE)
    with pytest.raises(Refusal, match="answer_not_proposed"):
        reissue.sign(case_id, by=hall.head, at=MADE)


def test_a_page_of_before_the_proposal_signs_nothing(hall, case_id):
    seq = licence_view.view(case_id, by=hall.head, on=MADE.date()).file.case.seq
    propose(hall, case_id)
    with pytest.raises(Refusal, match="stale"):
        reissue.sign(case_id, by=hall.head, at=MADE, expected_seq=seq)
    with pytest.raises(Refusal, match="stale"):
        reissue.give_back(case_id, "退回", by=hall.head, at=MADE, expected_seq=seq)


@pytest.mark.engines("sqlite")
def test_how_many_sign_is_said_in_the_file_and_kept_with_the_application(hall, case_id, tmp_path):
    assert licence_view.view(case_id, by=hall.head, on=MADE.date()).reissue.signatures == 2, "nobody set it otherwise"
    text, file = FILE.read_text("utf-8"), tmp_path / "reissue.yaml"
    file.write_text(text.replace("lost: {", "lost: {signatures: 1, "), "utf-8")
    own = policy(file)
    assert (own.signed_by("lost"), own.signed_by("damaged"), own.signed_by("unknown")) == (1, 2, 2)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("number: 2", "number: 3"), "utf-8")
    with pytest.raises(ValueError, match="signatures"):
        policy(wrong)


def test_where_one_signature_is_enough_an_officer_answers_alone(hall):
    """The event is written as its rule writes it where the file says one."""
    case_id = licensed(hall)
    with transaction() as session:
        row = session.scalars(select(CaseRow).where(CaseRow.public_id == case_id)).one()
        before = journal.state_of(session, row.id)
    asked = e.ReissueAsked(ASKED.date(), "lost", 5, signatures=1)
    waiting = evolve(before, e.Recorded(before.seq + 1, ASKED, hall.handler.reference, asked))
    now = Moment(MADE, hall.reviewer.reference, law.calendar())
    [made] = decide(waiting, c.ReissueLicence("1.2"), now=now)
    assert (made.issue, made.proposed_by) == (2, "")
    [refused] = decide(waiting, c.RefuseReissue("没有遗失"), now=now)
    assert (refused.reason, refused.basis) == ("没有遗失", policy().basis)


def test_two_heads_at_once_make_one_document_out(hall, case_id, together):
    heads = (hall.head, second_head(hall))
    propose(hall, case_id)
    done = together(*(lambda by=by: reissue.sign(case_id, by=by, at=MADE) and "made" for by in heads))
    assert sorted(done) == ["made", "reissue_not_asked"]
    assert (licence().issue, papers(), letters()) == (2, 1, 1)


def test_a_signature_and_a_return_at_once_give_one_of_the_two(hall, case_id, together):
    propose(hall, case_id)
    done = together(
        lambda: reissue.sign(case_id, by=hall.head, at=MADE) and "made",
        lambda: reissue.give_back(case_id, "看错了", by=hall.reviewer, at=MADE) and "back",
    )
    assert sorted(done) in (["made", "reissue_not_asked"], ["answer_not_proposed", "back"])
    assert letters() == papers() == (1 if "made" in done else 0)


def test_two_proposals_at_once_are_one(hall, case_id, together):
    done = together(
        lambda: propose(hall, case_id) and "issue",
        lambda: propose(hall, case_id, "refuse", "没有遗失", by=hall.head) and "refuse",
    )
    assert "answer_proposed" in done
    assert letters() == 0


def test_a_double_click_applies_once(hall, together):
    fresh = licensed(hall)
    done = together(*(lambda: ask(hall, fresh) and "asked" for _ in range(2)))
    assert sorted(done) == ["asked", "reissue_asked"]


def test_a_second_loss_counts_on(hall, case_id):
    anew(hall, case_id)
    ask(hall, case_id, at=at("2026-06-11T09:00"))
    anew(hall, case_id, when=at("2026-06-12T09:00"))
    assert (licence().issue, papers(), licence().reissued_on) == (3, 2, date(2026, 6, 12))
    assert licence_payload.prove(licence().payload).facts.issue == 3
    assert ASKED < MADE
