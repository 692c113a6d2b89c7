"""Before a major act on a licence is signed: its record, its letters, who sees them, and one outcome when two act at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading
from portal.documents.letter import words
from portal.models import Document, JournalEntry, Upload
from portal.services import (
    casefile,
    evidence_content,
    journal,
    letters,
    licence_acts,
    licence_view,
    major_acts,
    uploads,
    verification,
)
from portal.services.timeline import timeline
from portal.services.wrong_input import WrongInput
from tests.after_licence import AFTER, VOICES, discussed, lawyer, licensed, prepared, scan
from tests.services.cases import Hall, at
from workflows.refusal import Refusal

TOLD, AFTERWARDS = "2026-05-11T10:00", "2026-05-19T10:00"


@pytest.fixture
def case_id(hall: Hall) -> str:
    case_id = licensed(hall)
    facts = {"facts": "检测记录系伪造", "reason": "直接影响准予的结论"}
    licence_acts.propose(case_id, "revoke", "fraud", **facts, by=hall.reviewer, at=at(TOLD))
    return case_id


def decide(hall: Hall, case_id: str, when: str = "2026-05-19T15:00", **more: object) -> None:
    licence_acts.decide(case_id, by=hall.head, at=at(when), **more)  # type: ignore[arg-type]


def text_of(hall: Hall, case_id: str, kind: str) -> str:
    with reading() as session:
        own = casefile.row_of(session, case_id).id
        wanted = select(Document.public_id).where(Document.case_id == own, Document.kind == kind)
        name = session.scalars(wanted.order_by(Document.id.desc()).limit(1)).one()
    return "\n".join(words(letters.letter(name, by=hall.head).letter))


def test_the_decision_says_who_stands_behind_it_and_the_record_names_everybody(hall: Hall, case_id: str):
    prepared(hall, case_id, AFTERWARDS)
    record = text_of(hall, case_id, "discussion")
    for part in ("撤销行政许可集体讨论记录", "议〔2026〕1号", "顾长河", "伪造的记录影响结论", "撤销上述证件", "持证人"):
        assert part in record
    decide(hall, case_id)
    assert "经法制审核和本机关负责人2026年5月19日集体讨论，本机关决定" in text_of(hall, case_id, "licence_revoked")
    assert verification.verify().broken == ()


def test_nothing_is_signed_before_the_heads_have_discussed_it_or_against_them(hall: Hall, case_id: str):
    major_acts.review(case_id, "passed", "程序合法", by=lawyer(hall), at=at(AFTERWARDS))
    with pytest.raises(Refusal, match="licence_discussion_missing"):
        decide(hall, case_id)
    discussed(hall, case_id, AFTERWARDS, "leave")
    with pytest.raises(Refusal, match="licence_discussion_against"):
        decide(hall, case_id)
    assert "不予撤销" in text_of(hall, case_id, "discussion")
    licence_acts.drop(case_id, "集体讨论认为不予撤销", by=hall.reviewer, at=at("2026-05-20T09:00"))


def test_the_page_lists_what_is_missing_and_what_each_may_do(hall: Hall, case_id: str):
    def before(by, on: date = date(2026, 5, 19)) -> major_acts.Before:  # type: ignore[no-untyped-def]
        found = licence_view.view(case_id, by=by, on=on).before
        assert found is not None
        return found

    assert before(hall.head, date(2026, 5, 12)).may == frozenset()
    assert (before(hall.head).may, before(hall.reviewer).may) == ({"review"}, frozenset())
    legal = lawyer(hall)
    major_acts.review(case_id, "passed", "程序合法", by=legal, at=at(AFTERWARDS))
    assert before(hall.reviewer).may == {"discuss"}
    assert before(hall.reviewer).names[legal.reference].name == "何思远"
    assert before(hall.clerk).may == frozenset()
    discussed(hall, case_id, AFTERWARDS, minutes=scan())
    ready = before(hall.head)
    assert (ready.blockers, bool(ready.letter), bool(ready.minutes)) == ((), True, True)


def test_it_stays_inside_the_authority(hall: Hall, case_id: str):
    prepared(hall, case_id, AFTERWARDS)
    discussed(hall, case_id, "2026-05-19T11:00", minutes=scan())
    own = licence_view.view(case_id, by=hall.handler, on=date(2026, 5, 19))
    assert own.before is None
    assert own.proposal is not None
    assert (own.proposal.review, own.proposal.discussion, own.proposal.asks) == (None, None, ())
    inside = {"LicenceActReviewed", "LicenceActDiscussed"}
    assert not inside & {line.kind for line in own.history}
    assert not inside & {step.code for step in timeline(own.file, clocks={})}
    assert not any(one.purpose == "minutes" for one in own.file.files)
    with reading() as session:
        minutes = session.scalars(select(Upload.public_id).where(Upload.purpose == "minutes")).one()
        letter = session.scalars(select(Document.public_id).where(Document.kind == "discussion").limit(1)).one()
    for see in (lambda: uploads.open(minutes, by=hall.handler), lambda: letters.letter(letter, by=hall.handler)):
        with pytest.raises(Denied):
            see()
    seen = licence_view.view(case_id, by=hall.head, on=date(2026, 5, 19))
    assert inside <= {line.kind for line in seen.history}
    assert inside <= {step.code for step in timeline(seen.file, clocks={}, internal=True)}


def test_the_evidence_package_holds_record_and_minutes_and_the_journal_no_name(hall: Hall, case_id: str):
    prepared(hall, case_id, AFTERWARDS)
    discussed(hall, case_id, "2026-05-19T11:00", minutes=scan())
    held = evidence_content.contents(case_id, by=hall.head)
    assert "discussion" in {one.listed["kind"] for one in held.letters}
    assert "minutes" in {one.listed["purpose"] for one in held.attachments}
    with reading() as session:
        kept = session.scalars(select(JournalEntry.payload).where(JournalEntry.kind == "LicenceActDiscussed")).all()
    assert "顾长河" not in str(kept)
    assert (kept[-1]["present"], kept[-1]["conclusion"]) == (3, "do")


def test_other_offices_and_the_holder_write_nothing_and_a_thin_record_is_given_back(hall: Hall, case_id: str):
    for stranger in (hall.clerk, hall.fire, hall.handler):
        with pytest.raises(Denied):
            major_acts.review(case_id, "passed", "x", by=stranger, at=at(AFTERWARDS))
        with pytest.raises(Denied):
            discussed(hall, case_id, AFTERWARDS, by=stranger)
    with pytest.raises(WrongInput):
        major_acts.discuss(
            case_id, {}, VOICES, held_on=date(2026, 5, 19), conclusion="do", by=hall.head, at=at(AFTERWARDS)
        )


def test_a_guide_that_asks_for_more_is_followed(hall: Hall):
    case_id = licensed(hall, replace(AFTER, acts_discussed=("cancel",)))
    facts = {"facts": "书面申请", "reason": "停止经营", "by": hall.reviewer}
    licence_acts.propose(case_id, "cancel", "applied", **facts, at=at(TOLD))
    with pytest.raises(Refusal, match="licence_discussion_missing"):
        decide(hall, case_id)
    discussed(hall, case_id, AFTERWARDS)
    decide(hall, case_id)
    assert "经本机关负责人2026年5月19日集体讨论" in text_of(hall, case_id, "licence_cancelled")


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """What comes of acts done at the same moment: done, or the rule that refused each."""
    done, start = list[str](), threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
                done.append("done")
            except Refusal as refusal:
                done.append(refusal.rule)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(done)


def kinds_of(case_id: str) -> list[str]:
    with reading() as session:
        return [type(one.event).__name__ for one in journal.load(session, casefile.row_of(session, case_id).id)]


def test_a_signature_and_a_new_discussion_at_once_give_one_outcome(hall: Hall, case_id: str, database: Flask):
    prepared(hall, case_id, AFTERWARDS)
    with reading() as session:
        seq = casefile.row_of(session, case_id).seq
    sign = lambda: decide(hall, case_id, expected_seq=seq)  # noqa: E731
    talk = lambda: discussed(hall, case_id, "2026-05-19T15:00", "leave", expected_seq=seq)  # noqa: E731
    found = at_once(database, sign, talk)
    assert found[0] == "done"
    assert found[1] in ("stale", "licence_act_missing")
    kinds = kinds_of(case_id)
    assert ("LicenceRevoked" in kinds) != (kinds.count("LicenceActDiscussed") == 2)


def test_two_acts_proposed_at_once_give_one_proposal_and_two_signatures_one_decision(hall: Hall, database: Flask):
    case_id = licensed(hall)
    facts = {"facts": "检测记录系伪造", "reason": "理由"}

    def propose(act: str, ground: str, **more: str) -> Callable[[], object]:
        return lambda: licence_acts.propose(case_id, act, ground, **facts, **more, by=hall.reviewer, at=at(TOLD))

    penal = propose("penal_revoke", "penalty", document="临应急罚〔2026〕3号", heard="已经告知")
    assert at_once(database, penal, propose("revoke", "fraud")) == ["done", "licence_act_open"]
    assert kinds_of(case_id).count("LicenceActProposed") == 1
    prepared(hall, case_id, AFTERWARDS)
    twice = [lambda: decide(hall, case_id)] * 2
    assert at_once(database, *twice) == ["done", "licence_act_missing"]
    kinds = kinds_of(case_id)
    assert kinds.count("LicenceRevoked") + kinds.count("LicencePenallyRevoked") == 1
