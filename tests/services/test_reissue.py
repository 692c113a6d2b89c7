"""A lost licence is issued anew once: same number and term, a code of its own, and the old code says that it was replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.access import Denied
from portal.actors import SYSTEM, Actor, Role
from portal.db import reading
from portal.models import Document, Licence, LicencePaper
from portal.services import (
    casefile,
    delivery,
    law,
    letters,
    licence_acts,
    licence_payload,
    licence_register,
    licence_view,
    reissue,
)
from portal.services.licence_register import OPEN, Asked
from portal.services.licences import verify
from tests.after_licence import granted, licensed, scan
from tests.services.cases import Hall, at
from tests.services.test_persons import ANSWERS, OPERATOR
from workflows.events import Recorded
from workflows.evolve import evolve
from workflows.refusal import Refusal
from workflows.reissue import policy
from workflows.rules import Moment, decide
from workflows.sweep import falls_due

ASKED, MADE = at("2026-05-11T09:00"), at("2026-05-13T10:00")


@pytest.fixture
def hall(keyed) -> Hall:
    return Hall(keyed)


@pytest.fixture
def case_id(hall) -> str:
    return licensed(hall)


def licence() -> Licence:
    with reading() as session:
        return session.scalars(select(Licence)).one()


def papers() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(LicencePaper)) or 0


def ask(hall, case_id, ground="lost", **more):
    facts = {"stated": True, "by": hall.handler, "at": ASKED} | more
    return reissue.ask(case_id, ground, "5月9日搬家时遗失", **facts)


def anew(hall, case_id, by=None, when=MADE):
    """Proposed by an officer and signed by the head."""
    reissue.propose(case_id, "issue", by=hall.reviewer, at=when)
    return reissue.sign(case_id, by=by or hall.head, at=when)


def reminded(case, now) -> set[str]:
    """The clocks of which the sweep reminds that day."""
    found = set()
    while (one := next(falls_due(case, now=now), None)) is not None:
        found.add(one.clock)
        [event] = decide(case, one, now=now)
        case = evolve(case, Recorded(case.seq + 1, now.at, now.by, event))
    return found


def suspend(hall, case_id):
    facts = {"facts": "围堰破损", "reason": "不再符合条件", "document": "临应急罚〔2026〕3号"}
    licence_acts.propose(case_id, "suspend", "penalty", by=hall.reviewer, at=ASKED, until=date(2026, 8, 1), **facts)
    licence_acts.decide(case_id, by=hall.head, at=ASKED)


def test_the_new_document_keeps_number_and_term_and_has_a_code_of_its_own(hall, case_id):
    before = licence()
    ask(hall, case_id)
    assert licence().reissue_asked_on == ASKED.date()
    assert licence_register.listed(Asked(state=OPEN), by=hall.head, on=ASKED.date()).total == 1
    anew(hall, case_id)
    after = licence()
    assert (after.number, after.valid_from, after.valid_to) == (before.number, before.valid_from, before.valid_to)
    assert (after.issue, after.reissued_on, after.reissue_asked_on) == (2, date(2026, 5, 13), None)
    assert after.token != before.token
    old, new = licence_payload.prove(before.payload).facts, licence_payload.prove(after.payload).facts
    assert (old.issue, new.issue) == (1, 2)
    assert replace(new, issue=1) == old, "without a network the old one still proves what it said"


def test_the_old_code_opens_a_page_that_says_it_was_replaced(hall, case_id):
    before = licence()
    ask(hall, case_id)
    anew(hall, case_id)
    old, new = verify(token=before.token, on=MADE.date()), verify(token=licence().token, on=MADE.date())
    assert old is not None
    assert new is not None
    assert (old.paper_replaced_on, old.sha256) == (date(2026, 5, 13), "")
    assert (new.paper_replaced_on, new.reissued_on, new.standing) == (None, date(2026, 5, 13), "valid")
    assert verify(number=before.number, on=MADE.date()) == new
    assert verify(token="x" * 24, on=MADE.date()) is None


def test_each_document_is_written_with_its_own_code_and_the_new_one_with_the_mark(hall, case_id):
    before = licence()
    ask(hall, case_id)
    anew(hall, case_id)
    with reading() as session:
        kinds = ("licence", "licence_again")
        found = select(Document.public_id).where(Document.kind.in_(kinds)).order_by(Document.id)
        first, again = [letters.letter(one, by=hall.handler).letter for one in session.scalars(found)]
    assert before.token in str(first.qr)
    assert licence().token in str(again.qr)
    assert "补发" not in str(first)
    assert (first.copies, again.copies) == ("正本", "补发"), "the corner of a certificate says which document it is"
    for words in ("补发日期", "2026年5月13日", "2026年3月9日", before.number):
        assert words in str(again)


def test_a_refusal_gives_its_reason_can_be_contested_and_lets_ask_again(hall, case_id):
    ask(hall, case_id)
    with pytest.raises(Refusal, match="reason_missing"):
        reissue.propose(case_id, "refuse", " ", by=hall.reviewer, at=MADE)
    reissue.propose(case_id, "refuse", "证照在本机关保管，没有遗失", by=hall.reviewer, at=MADE)
    reissue.refuse(case_id, "另写的理由", by=hall.head, at=MADE)
    with reading() as session:
        paper = session.scalars(select(Document.public_id).where(Document.kind == "reissue_refused")).one()
    words = str(letters.letter(paper, by=hall.handler).letter)
    for said in ("没有遗失", "不予补发", "行政复议", policy().basis):
        assert said in words
    assert "另写的理由" not in words, "what is signed is what was proposed"
    assert licence().issue == 1
    ask(hall, case_id, at=MADE)


@pytest.mark.parametrize("standing", ["suspended", "expired", "cancelled"])
def test_only_a_good_licence_is_issued_anew(hall, case_id, standing):
    when = at("2029-03-09T09:00") if standing == "expired" else ASKED
    if standing == "suspended":
        suspend(hall, case_id)
    if standing == "cancelled":
        facts = {"facts": "持证人申请", "reason": "停止经营"}
        licence_acts.propose(case_id, "cancel", "applied", by=hall.reviewer, at=ASKED, **facts)
        licence_acts.decide(case_id, by=hall.head, at=ASKED)
    assert not licence_view.view(case_id, by=hall.handler, on=when.date()).reissue_open
    with pytest.raises(Refusal, match="reissue_not_good"):
        ask(hall, case_id, at=when)


def test_a_suspension_meanwhile_stops_the_new_document_and_an_end_drops_it(hall, case_id):
    ask(hall, case_id)
    reissue.propose(case_id, "issue", by=hall.reviewer, at=ASKED)
    suspend(hall, case_id)
    with pytest.raises(Refusal, match="reissue_not_good"):
        reissue.sign(case_id, by=hall.head, at=MADE)
    licence_acts.propose(case_id, "cancel", "applied", by=hall.reviewer, at=MADE, facts="申请", reason="停止经营")
    licence_acts.decide(case_id, by=hall.head, at=MADE)
    with pytest.raises(Refusal, match="reissue_not_asked"):
        reissue.refuse(case_id, "已经注销", by=hall.head, at=MADE)
    with pytest.raises(Refusal, match="reissue_not_asked"):
        reissue.give_back(case_id, "已经注销", by=hall.head, at=MADE)
    assert papers() == 0


def test_it_takes_the_statement_and_one_application_at_a_time(hall, case_id):
    with pytest.raises(Refusal, match="reissue_unstated"):
        ask(hall, case_id, stated=False)
    with pytest.raises(Refusal, match="reissue_ground_unknown"):
        ask(hall, case_id, "tired of it")
    ask(hall, case_id)
    with pytest.raises(Refusal, match="reissue_asked"):
        ask(hall, case_id)


def test_nobody_else_applies_or_decides(hall, case_id):
    stranger = Actor("handler", 9, frozenset({Role.HANDLER}), enterprise_id=4711)
    for other in (stranger, hall.reviewer, hall.clerk, SYSTEM):
        with pytest.raises(Denied):
            ask(hall, case_id, by=other)
    for other in (hall.handler, hall.reviewer):
        with pytest.raises(Denied):
            reissue.ask_at_window(case_id, "lost", "", scan=scan(), by=other, at=ASKED)
    ask(hall, case_id)
    reissue.propose(case_id, "issue", by=hall.reviewer, at=MADE)
    for other in (hall.handler, hall.clerk, hall.fire):
        for act in (reissue.issue, reissue.sign):
            with pytest.raises(Denied):
                act(case_id, by=other, at=MADE)
        with pytest.raises(Denied):
            reissue.propose(case_id, "issue", by=other, at=MADE)
        with pytest.raises(Denied):
            reissue.give_back(case_id, "理由", by=other, at=MADE)
        with pytest.raises(Denied):
            reissue.refuse(case_id, "理由", by=other, at=MADE)


def test_the_window_takes_the_signed_statement_and_the_clock_chases_the_office(hall, case_id):
    reissue.ask_at_window(case_id, "damaged", "", scan=scan(), by=hall.clerk, at=ASKED)
    view = licence_view.view(case_id, by=hall.head, on=ASKED.date())
    assert view.reissue is not None
    assert (view.reissue.way, view.reissue.ground, view.reissue.days) == ("window", "damaged", policy().days)
    assert view.reissue_clock is not None
    last = view.reissue_clock.due.on
    assert last == date(2026, 5, 18)
    file = casefile.casefile(case_id, by=hall.head)
    assert "reissue" in [one.purpose for one in file.files]
    late = Moment(at("2026-05-19T09:00"), SYSTEM.reference, law.calendar())
    assert "reissue" in reminded(file.case, late)


def test_where_the_guide_has_a_case_of_its_own_it_leads_there(hall):
    case_id = granted(hall, item=OPERATOR, answers=ANSWERS, version=date(2026, 1, 1))
    delivery.issue(case_id, by=hall.clerk, at=at("2026-03-09T10:00"), electronic=True)
    view = licence_view.view(case_id, by=hall.handler, on=ASKED.date())
    assert not view.reissue_open
    assert "reissue" in [way.kind for way in view.ways]
    with pytest.raises(Refusal, match="reissue_by_guide"):
        ask(hall, case_id)
