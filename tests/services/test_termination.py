"""Proceedings that end: two officers, proof that is kept, a letter on whoever is left, and everything that follows of it."""

from __future__ import annotations

import io
import json

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.documents.letter import words
from portal.models import CaseTrack, JournalEntry, LetterService
from portal.services import (
    case_status,
    casefile,
    decision,
    letter_service,
    letters,
    reconsideration,
    supervision,
    sweep,
    termination,
    tracks,
)
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.at_window import pdf
from tests.under_review import Town, beijing
from workflows.case import State
from workflows.refusal import Refusal

PROPOSED, CONFIRMED = beijing("2026-11-12 09:00"), beijing("2026-11-12 11:00")
ENDED = {
    "facts": "该公司于2026年11月9日注销。",
    "reason": "申请人已经依法终止，没有承受人。",
    "successor": "none",
    "document": "注销登记通知书",
    "number": "登字第1182号",
    "dated": "2026-11-09",
    "capacity": "liquidator",
    "recipient": "郑怀民",
    "address": "临江市澄江区化工路18号",
    "phone": "13905550188",
}


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@pytest.fixture
def case_id(town: Town) -> str:
    return accepted(town, 0)


def accepted(town: Town, number: int) -> str:
    case_id = town.apply(f"2026-11-09 15:{10 + number}")
    town.accept(case_id, "2026-11-10 09:40")
    return case_id


def propose(town: Town, case_id: str, by: str = "chen.li", *, ground: str = "organisation_ended", **said: str):
    told = ENDED | said
    scan = ("注销通知书.pdf", io.BytesIO(pdf())) if told.get("proof", "file") == "file" else None
    proof = told.pop("proof", "file")
    return termination.propose(case_id, ground, told, proof=proof, scan=scan, by=town[by], at=PROPOSED)


def confirm(town: Town, case_id: str, by: str = "han.weidong", at=CONFIRMED):
    return termination.confirm(case_id, "同意终止。", by=town[by], at=at)


def owner(town: Town) -> Actor:
    """The applicant's own handler, with the firm in view."""
    return Actor("handler", 1, frozenset({Role.HANDLER}), enterprise_id=town.firms[0], owner=True)


def the_letter(town: Town, case_id: str) -> str:
    file = casefile.casefile(case_id, by=town["chen.li"])
    return next(one.public_id for one in file.letters if one.kind == "termination")


def kinds(case_id: str) -> list[str]:
    with reading() as session:
        number = casefile.row_of(session, case_id).id
        said = select(JournalEntry.kind).where(JournalEntry.case_id == number).order_by(JournalEntry.seq)
        return list(session.scalars(said))


def test_one_proposes_another_confirms_and_both_are_in_the_journal(town, case_id):
    propose(town, case_id)
    with pytest.raises(Denied):
        confirm(town, case_id, "chen.li")
    case = confirm(town, case_id)
    assert case.state is State.TERMINATED
    with reading() as session:
        kept = session.scalars(select(JournalEntry).where(JournalEntry.kind == "Terminated")).one()
    assert (kept.by, kept.payload["proposed_by"]) == (town["han.weidong"].reference, town["chen.li"].reference)
    for private in ("郑怀民", "13905550188", "登字第1182号"):  # beside the journal, so that it can be redacted
        assert private not in json.dumps(kept.payload, ensure_ascii=False)


def test_a_head_who_proposes_needs_another_head(town, case_id):
    propose(town, case_id, "han.weidong")
    assert "confirm" not in termination.view(case_id, by=town["han.weidong"]).may
    with pytest.raises(Refusal, match="termination_second_person"):
        confirm(town, case_id)
    under_review.join(town, "second.head", "方远", "han.weidong")
    assert confirm(town, case_id, "second.head").state is State.TERMINATED


def test_the_letter_names_everything_and_waits_to_be_served_on_the_liquidator(town, case_id):
    propose(town, case_id)
    confirm(town, case_id)
    told = "\n".join(words(letters.letter(the_letter(town, case_id), by=town["chen.li"]).letter))
    for phrase in ("终止行政许可办理程序决定书", "许终〔2026〕", "郑怀民", "注销登记通知书（登字第1182号）", "2026年11月9日",
                   "第七十条第三项", "原件退还受送达人", "60日内", "6个月内"):  # fmt: skip
        assert phrase in told
    with reading() as session:
        row = session.scalars(select(LetterService).where(LetterService.document == "termination")).one()
    assert (row.state, row.served_on) == ("planned", None)
    served = {"names": "郑怀民", "by": town["zhou.min"], "at": CONFIRMED}
    letter_service.serve(the_letter(town, case_id), "counter", CONFIRMED.date(), **served)
    assert "郑怀民" in "\n".join(words(letters.proof(the_letter(town, case_id), by=town["zhou.min"]).letter))


def test_where_nobody_is_left_the_record_says_so_and_the_list_of_letters_to_serve_stays_empty(town, case_id):
    with pytest.raises(Refusal, match="termination_nobody_missing"):
        propose(town, case_id, capacity="nobody", recipient="", address="")
    propose(town, case_id, capacity="nobody", recipient="", address="", nobody="清算组已经解散，原址无人。")
    confirm(town, case_id)
    one = letter_service.one(the_letter(town, case_id), by=town["zhou.min"])
    assert (one.state, one.served_on) == ("unservable", None)
    assert one.letter_id not in {row.letter_id for row in letter_service.waiting(by=town["zhou.min"]).rows}
    assert "清算组已经解散" in "\n".join(words(letters.letter(one.letter_id, by=town["zhou.min"]).letter))


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"document": " "}, {"document": "missing"}),
        ({"dated": "2026-11-13"}, {"dated": "future"}),
        ({"dated": "昨天"}, {"dated": "unreadable"}),
        ({"recipient": "", "address": ""}, {"recipient": "missing", "address": "missing"}),
    ],
)
def test_evidence_and_recipient_are_named(town, case_id, said, wrong):
    with pytest.raises(WrongInput) as caught:
        propose(town, case_id, **said)
    assert caught.value.fields == wrong
    assert "TerminationProposed" not in kinds(case_id)


def test_a_successor_goes_on_with_the_case_and_strangers_do_nothing(town, case_id):
    with pytest.raises(Refusal, match="termination_successor"):
        propose(town, case_id, successor="continues")
    for who in ("qin.yue", "su.ming", "lin.jing"):
        with pytest.raises(Denied):
            propose(town, case_id, who)
    with pytest.raises(Denied):
        termination.view(case_id, by=owner(town))
    assert "person_died" not in {one.name for one in termination.view(case_id, by=town["chen.li"]).grounds}


def test_afterwards_nothing_runs_nobody_is_asked_and_no_decision_is_possible(town, case_id):
    propose(town, case_id)
    confirm(town, case_id)
    with reading() as session:
        assert set(session.scalars(select(CaseTrack.state))) <= {"void", "answered"}
        row = casefile.row_of(session, case_id)
        assert (row.wake_on, row.closed_on, row.outcome) == (None, CONFIRMED.date(), None)
    before = kinds(case_id)
    sweep.run(at=beijing("2027-03-01 09:00"))
    assert kinds(case_id) == before
    with pytest.raises(Refusal, match="not_in_review"):
        decision.grant(case_id, reason="符合", by=town["han.weidong"], at=beijing("2026-11-13 09:00"))
    with pytest.raises(Refusal, match="not_in_review"):
        tracks.remind(case_id, ["fire"], by=town["han.weidong"], at=beijing("2026-11-13 09:00"))


def test_the_public_and_the_supervisor_see_it_as_an_outcome_of_its_own(town, case_id):
    propose(town, case_id)
    confirm(town, case_id)
    public = case_status.status(case_id, on=CONFIRMED.date())
    assert public is not None
    assert (public.turn.code, public.clock) == ("terminated", None)
    seen = supervision.overview(by=town["su.ming"], on=CONFIRMED.date())
    assert (seen.endings, seen.total.decided) == ({"terminated": 1}, 0)
    assert supervision.cases(by=town["su.ming"], on=CONFIRMED.date(), state="terminated").total == 1


def test_reconsideration_is_open_against_it(town, case_id):
    propose(town, case_id)
    confirm(town, case_id)
    firm = owner(town)
    remedies = reconsideration.remedies(case_id, by=firm, at=CONFIRMED)
    (act,) = [one for one in remedies.acts if one.letter and one.letter.kind == "termination"]
    said = {"claim": "annul", "facts": "清算还没有结束"}
    reconsideration.file(case_id, act.name, said, by=firm, at=beijing("2026-11-20 09:00"))
    assert "ReconsiderationFiled" in kinds(case_id)
    assert b"%PDF" in reconsideration.pdf(case_id, act.name, by=firm, at=CONFIRMED)[1]
