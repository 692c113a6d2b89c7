"""Outcome and letter are one act: both are there, or neither; a filing is told on the day on which it is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.db import reading, transaction
from portal.documents.letter import words
from portal.models import Case as CaseRow
from portal.models import Document, JournalEntry
from portal.services import casefile, delivery, journal, letters, numbering, sweep, verification
from tests.core.play import TERMS, moment
from tests.core.test_outcomes import fitting, sample
from tests.services.cases import Hall, at, in_order
from workflows import commands as c
from workflows.events import Recorded
from workflows.procedure import OUTCOMES, load_procedures
from workflows.terms import LimitTerm, Terms

PLAN = "emergency_plan_filing"
FILING = replace(
    TERMS, deemed_filing=True, credit_required=False, tracks=TERMS.tracks[:1], delivery=LimitTerm(1, start="decided")
)


def filing(hall: Hall, terms: Terms = FILING) -> int:
    """A filing that was accepted and checked, and waits for its decision."""
    case_id = hall.submitted(terms=terms, item=PLAN, version=date(2026, 1, 1), procedure="filing@1")
    hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00")
    hall.do(case_id, c.GiveOpinion("documents", "agree", "材料齐全"), "2026-03-04T10:00", hall.reviewer)
    return case_id


def told(case_id: int, kind: str) -> list[Document]:
    with reading() as session:
        return list(session.scalars(select(Document).where(Document.case_id == case_id, Document.kind == kind)))


def said(hall: Hall, document: Document) -> str:
    return "".join(words(letters.letter(document.public_id, by=hall.clerk).letter))


def name_of(case_id: int) -> str:
    with reading() as session:
        return session.get_one(CaseRow, case_id).public_id


def acts(case_id: int, kind: str) -> list[int]:
    with reading() as session:
        where = (JournalEntry.case_id == case_id, JournalEntry.kind == kind)
        return list(session.scalars(select(JournalEntry.seq).where(*where).order_by(JournalEntry.seq)))


def test_a_filing_that_is_made_is_told_with_number_day_ground_and_what_follows(hall: Hall):
    case_id = filing(hall)
    hall.do(case_id, c.Grant("材料齐全"), "2026-03-05T10:00", hall.head)
    [one] = told(case_id, "filed")
    assert (one.dated, one.seq) == (date(2026, 3, 5), acts(case_id, "Granted")[0])
    assert one.number.endswith("备案〔2026〕1号")
    text = said(hall, one)
    for phrase in (
        "予以备案",
        "2026年3月5日",
        "《生产安全事故应急预案管理办法》第二十七条",
        "备案登记表",
        "1个工作日内",
    ):
        assert phrase in text
    assert not told(case_id, "filing"), "the proof follows with its number"
    assert verification.verify().broken == ()


def test_a_filing_that_nobody_answers_is_told_with_the_outcome(hall: Hall):
    case_id = filing(hall)
    for _ in range(2):
        sweep.run(at=at("2026-04-02T00:05"))
    [one] = told(case_id, "deemed_filed")
    assert [one.seq] == acts(case_id, "DeemedFiled")
    text = said(hall, one)
    for phrase in ("视为已经备案", "2026年3月31日", "《生产安全事故应急预案管理办法》第二十八条", one.number):
        assert phrase in text
    assert "经核对" not in text


@pytest.mark.parametrize("way", ["electronic", "counter"])
@pytest.mark.parametrize("silent", [False, True])
def test_the_proof_is_made_out_as_before_and_the_notice_is_served_with_it_at_the_latest(
    hall: Hall, silent: bool, way: str
):
    case_id = filing(hall)
    if way == "counter":
        hall.do(case_id, c.ChooseService("paper"), "2026-03-05T09:00", hall.handler)
    if silent:
        sweep.run(at=at("2026-04-02T00:05"))
    else:
        hall.do(case_id, c.Grant("材料齐全", explanation="系统故障"), "2026-03-31T09:00", hall.head)
    told_on = date(2026, 4, 2) if silent else date(2026, 3, 31)
    kind = "deemed_filed" if silent else "filed"
    [notice] = told(case_id, kind)
    file = casefile.casefile(name_of(case_id), by=hall.handler)
    assert kind in {one.kind for one in file.letters}, "the applicant sees it before anybody makes the proof out"
    assert file.case.letters[notice.seq, kind].state == ("served" if way == "electronic" else "planned")
    delivery.issue(name_of(case_id), by=hall.clerk, at=at("2026-04-03T10:00"))
    more = {"recipient": "沈远航"} if way == "counter" else {}
    made = delivery.deliver(name_of(case_id), way, by=hall.clerk, at=at("2026-04-03T11:00"), **more)
    [proof] = told(case_id, "filing")
    states = made.letters[notice.seq, kind], made.letters[proof.seq, "filing"]
    assert [one.state for one in states] == ["served", "served"]
    assert [one.served_on for one in states] == [told_on if way == "electronic" else date(2026, 4, 3), date(2026, 4, 3)]
    assert made.licence is not None
    text = said(hall, proof)
    assert made.licence.number in text
    assert ("视为已经备案" in text, "经核对" in text) == (silent, not silent)
    service = said(hall, told(case_id, "service")[0])
    assert made.licence.number in service
    assert (notice.number in service) == (way == "counter"), "each letter is proven by the act that served it"
    own = letters.proof(notice.public_id, by=hall.handler)
    assert notice.number in str(own.letter)


def test_an_outcome_whose_letter_cannot_be_kept_is_none(hall: Hall):
    case_id = filing(hall)
    with transaction() as session:
        seq = journal.state_of(session, case_id).seq + 1
        taken = Document(public_id="taken", case_id=case_id, seq=seq, kind="filed", dated=date(2026, 3, 5))
        taken.created_at = at("2026-03-05T09:00")
        session.add(taken)
    with pytest.raises(IntegrityError):
        hall.do(case_id, c.Grant("材料齐全"), "2026-03-05T10:00", hall.head)
    assert acts(case_id, "Granted") == []


def test_silence_and_a_decider_at_once_give_one_outcome_and_one_letter(hall: Hall, together):
    case_id, late = filing(hall), c.Grant("材料齐全", explanation="系统故障")
    together(
        lambda: hall.do(case_id, late, "2026-04-02T00:05", hall.head),
        lambda: sweep.run(at=at("2026-04-02T00:05")),
    )
    outcomes = acts(case_id, "Granted") + acts(case_id, "DeemedFiled")
    assert len(outcomes) == 1
    assert [one.seq for one in told(case_id, "filed") + told(case_id, "deemed_filed")] == outcomes


@pytest.mark.engines("sqlite")
def test_every_outcome_keeps_its_letters_with_its_own_place_in_the_journal(hall: Hall):
    """The only writer of letters is asked for each of them: what the procedure promises is kept, with the number it was given."""
    asked = [(own, kind) for own in load_procedures().values() for kind in OUTCOMES if own.may(kind)]
    cases = {own.id: hall.submitted(procedure=own.id) for own in load_procedures().values()}
    now = moment("2026-04-02T09:00", f"officer:{hall.head.id}")
    for seq, (procedure, kind) in enumerate(asked, 100):
        with transaction() as session:
            row = session.get_one(CaseRow, cases[procedure.id])
            entry = numbering.with_promises(
                session, row, fitting(kind), Recorded(seq, now.at, now.by, sample(kind)), now
            )
            numbering.keep(session, row, [entry])
            kept = session.scalars(select(Document).where(Document.seq == seq).order_by(Document.id)).all()
            promised = list(entry.event.letters)  # type: ignore[attr-defined]
            assert [(one.kind, one.number) for one in kept] == promised
            assert {one.case_id for one in kept} == {row.id}
            assert [one for one, _ in promised] == list(procedure.letters_of(kind))
            assert all(name or one in numbering.UNNUMBERED for one, name in promised), kind
