"""The audit of closed files: made by the sweep, drawn by lot so that anybody draws the same, judged by outsiders."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from portal.access import Denied
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CaseAudit, OutboxMessage, User
from portal.services import (
    audit_draws,
    audit_lot,
    case_audits,
    case_index,
    head_mail,
    reconsideration,
    sweep,
    verification,
    withdrawal,
)
from portal.services.audit_draws import Finding
from portal.services.wrong_input import WrongInput
from tests.at_window import Town, beijing, settle
from workflows.refusal import Refusal

FIRST, LAST = date(2026, 9, 1), date(2026, 10, 19)
NOW = beijing("2026-10-20 09:00")
CONTESTED = {"claim": "annul", "facts": "我单位仍在经营，没有终止。", "evidence": "营业执照", "phone": "13900000001"}


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def withdrawn(town: Town, at: str = "2026-09-28") -> str:
    """A file that was accepted and then closed by its applicant."""
    case_id = town.accepted(f"{at} 10:00")
    withdrawal.withdraw(case_id, "不办了。", by=town.handler, at=beijing("2026-10-12 10:00"))
    return case_id


def draw(town: Town, number: int = 5) -> list[str]:
    audit_lot.draw(first=FIRST, last=LAST, number=number, by=town.supervisor, at=NOW)
    return [line.case_id for line in audit_draws.draws(by=town.supervisor)[0].files]


def kept(case_id: str) -> CaseAudit | None:
    with reading() as session:
        return session.scalars(select(CaseAudit).join(CaseRow).where(CaseRow.public_id == case_id)).one_or_none()


def test_the_sweep_checks_a_closed_file_once_and_no_open_one(town: Town):
    closed, open_ = withdrawn(town), town.accepted("2026-09-29 10:00")
    sweep.run(at=NOW)
    assert kept(closed) is None  # it waits for the night
    sweep.run(at=beijing("2026-10-21 01:30"))
    found = kept(closed)
    assert found is not None
    assert kept(open_) is None
    assert found.score == 100, found.results
    assert case_audits.check_closed(at=NOW) == 0


def test_a_file_that_ended_long_ago_is_checked_again_once_something_was_added(town: Town):
    case_id = town.terminated("2026-09-28 10:00")
    assert case_audits.check_closed(at=NOW) == 1
    last_week = beijing("2026-12-20 01:30")  # more than two months after its end
    assert case_audits.check_closed(at=last_week) == 0
    lately = beijing("2026-12-10 10:00")
    act = reconsideration.remedies(case_id, by=town.handler, at=lately).acts[0]
    reconsideration.file(case_id, act.name, CONTESTED, by=town.handler, at=lately)
    assert case_audits.check_closed(at=last_week) == 1
    assert case_audits.check_closed(at=last_week) == 0


def test_a_terminated_file_is_checked_like_any_other(town: Town):
    case_id = town.terminated("2026-09-28 10:00")
    assert case_audits.check_closed(at=NOW) == 1
    found = kept(case_id)
    assert found is not None
    assert (found.score, found.failed) == (100, []), found.results


def test_a_file_that_was_changed_behind_our_back_loses_points(town: Town):
    case_id = withdrawn(town)
    with transaction() as session:
        session.execute(text("UPDATE cases SET promised_due = '2030-01-01'"))
    case_audits.check_closed(at=NOW)
    with transaction() as session:  # and back, for the look at every row that ends a test
        session.execute(text("UPDATE cases SET promised_due = '2026-10-19'"))
    found = kept(case_id)
    assert found is not None
    assert found.failed == ["record_whole"]
    assert found.score < 100


def test_the_overview_counts_files_offices_and_what_failed(town: Town):
    for at in ("2026-09-28", "2026-09-29"):
        withdrawn(town, at)
    case_audits.check_closed(at=NOW)
    seen = case_audits.overview(by=town.supervisor, first=FIRST, last=LAST)
    assert (seen.files, seen.waiting, [one.office for one in seen.offices]) == (2, 0, ["emb"])
    assert case_audits.listed(by=town.supervisor, first=FIRST, last=LAST).total == 2
    assert case_audits.listed(by=town.supervisor, first=FIRST, last=LAST, failed="opinions").total == 0
    for by in (town.clerk, town.decider, town.handler):
        with pytest.raises(Denied):
            case_audits.overview(by=by, first=FIRST, last=LAST)


def test_the_same_seed_draws_the_same_files_of_the_same_pool():
    numbers = [f"X{n:06d}" for n in range(200)]
    drawn = audit_lot.lot(numbers, 10, "seed")
    assert drawn == audit_lot.lot(list(reversed(numbers)), 10, "seed")
    assert len(set(drawn)) == 10
    tickets = {one: hashlib.sha256(f"seed{one}".encode()).hexdigest() for one in numbers}
    assert drawn == sorted(tickets, key=tickets.__getitem__)[:10], (
        "whoever has the list and the seed draws the same by hand"
    )
    assert drawn != audit_lot.lot(numbers, 10, "another seed")
    assert audit_lot.lot(numbers[:3], 10, "seed") == audit_lot.lot(numbers[:3], 3, "seed")
    assert audit_lot.digest_of(numbers) == audit_lot.digest_of(list(reversed(numbers)))


def test_a_draw_can_be_drawn_again_from_what_was_kept_and_takes_no_file_twice(town: Town):
    files = {withdrawn(town, at) for at in ("2026-09-23", "2026-09-24", "2026-09-25")}
    first = draw(town, 2)
    (made,) = audit_draws.draws(by=town.supervisor)
    numbers = [one.number for one in case_index.listed()]
    assert made.pool == 3
    assert made.digest == audit_lot.digest_of(numbers)
    assert [line.number for line in made.files] == audit_lot.lot(numbers, 2, made.seed)
    assert {*first, *draw(town, 2)} == files
    with pytest.raises(Refusal) as refused:
        draw(town)
    assert refused.value.rule == "nothing_to_draw"


def test_two_draws_at_one_moment_take_no_file_twice(town: Town, database: Flask):
    files = {withdrawn(town, at) for at in ("2026-09-23", "2026-09-24")}

    def once(_: int) -> None:
        with database.app_context():
            audit_lot.draw(first=FIRST, last=LAST, number=1, by=town.supervisor, at=NOW)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(once, range(2)))
    drawn = [line.case_id for one in audit_draws.draws(by=town.supervisor) for line in one.files]
    assert sorted(drawn) == sorted(files)


@pytest.mark.parametrize("wrong", [{"number": 0}, {"number": 51}, {"first": LAST, "last": FIRST}])
def test_a_draw_of_nothing_or_backwards_is_refused(town: Town, wrong: dict[str, object]):
    asked = {"first": FIRST, "last": LAST, "number": 3} | wrong
    with pytest.raises(WrongInput):
        audit_lot.draw(**asked, by=town.supervisor, at=NOW)  # type: ignore[arg-type]


def test_findings_a_reply_and_the_last_word_each_by_whose_turn_it_is(town: Town):
    withdrawn(town)
    (case_id,) = draw(town)
    with pytest.raises(Denied):
        audit_draws.review(case_id, by=town.decider, on=NOW.date())  # nothing was found yet
    audit_draws.find(case_id, [Finding("通知书没有盖章。", 6), Finding(" ", 50)], by=town.supervisor, at=NOW, version=0)
    (line,) = audit_draws.of_office(by=town.decider)
    assert (line.state, line.score) == ("found", 94)
    for by in (town.reviewer, town.clerk, town.supervisor):
        with pytest.raises(Denied):
            audit_draws.reply(case_id, "属实。", by=by, at=NOW, version=1)
    audit_draws.reply(case_id, "属实，已经整改。", by=town.decider, at=NOW, version=1)
    audit_draws.settle(case_id, 96, "整改及时，少扣 2 分。", by=town.supervisor, at=NOW, version=2)
    seen = audit_draws.review(case_id, by=town.decider, on=NOW.date())
    assert (seen.line.state, seen.line.score, seen.reply, seen.conclusion) == (
        "settled", 96, "属实，已经整改。", "整改及时，少扣 2 分。",
    )  # fmt: skip
    assert (seen.may_find, seen.may_reply, seen.may_settle) == (False, False, False)


def test_the_score_waits_for_the_reply_or_until_the_time_for_it_is_over(town: Town):
    withdrawn(town)
    (case_id,) = draw(town)
    with transaction() as session:
        session.get_one(User, town.decider.id).email = "han@example.cn"
    audit_draws.find(case_id, [Finding("通知书没有盖章。", 6)], by=town.supervisor, at=NOW, version=0)
    with reading() as session:
        (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == head_mail.KIND))
        assert (mail.payload["user"], mail.payload["matter"]) == (town.decider.id, "audit")
    last = date(2026, 11, 3)  # ten working days after 20 October
    (line,) = audit_draws.of_office(by=town.decider)
    assert line.reply_until == last
    assert not audit_draws.review(case_id, by=town.supervisor, on=last).may_settle
    said = {"by": town.supervisor, "version": 1}
    with pytest.raises(Refusal) as refused:
        audit_draws.settle(case_id, 90, "没有说明。", at=beijing("2026-11-03 23:59"), **said)
    assert (refused.value.rule, refused.value.facts) == ("audit_reply_awaited", {"until": last})
    seen = audit_draws.review(case_id, by=town.supervisor, on=date(2026, 11, 4))
    assert (seen.reply_over, seen.may_settle) == (True, True)
    audit_draws.settle(case_id, 90, "到期没有说明。", at=beijing("2026-11-04 00:01"), **said)
    assert audit_draws.review(case_id, by=town.decider, on=date(2026, 11, 4)).line.score == 90


def test_a_file_in_order_is_settled_at_once(town: Town):
    withdrawn(town)
    (case_id,) = draw(town)
    audit_draws.find(case_id, [], by=town.supervisor, at=NOW, version=0)
    assert audit_draws.review(case_id, by=town.supervisor, on=NOW.date()).line.score == 100
    assert audit_draws.of_office(by=town.decider)[0].state == "settled"


def test_more_points_than_there_are_cannot_be_taken_off(town: Town):
    withdrawn(town)
    (case_id,) = draw(town)
    for findings in ([Finding("甲", 60), Finding("乙", 50)], [Finding("甲", -1)], [Finding("甲", 101)]):
        with pytest.raises(WrongInput):
            audit_draws.find(case_id, findings, by=town.supervisor, at=NOW, version=0)
    assert audit_draws.review(case_id, by=town.supervisor, on=NOW.date()).line.state == "open"


def test_nobody_judges_the_own_work(town: Town, monkeypatch: pytest.MonkeyPatch):
    case_id = withdrawn(town)
    draw(town)
    monkeypatch.setattr(type(town.supervisor), "reference", property(lambda self: f"{self.kind}:{town.clerk.id}"))
    seen = audit_draws.review(case_id, by=town.supervisor, on=NOW.date())
    assert not seen.may_find
    with pytest.raises(Refusal) as refused:
        audit_draws.find(case_id, [], by=town.supervisor, at=NOW, version=0)
    assert refused.value.rule == "audits_own_work"


def test_two_supervisors_at_once_leave_one_result(database: Flask, town: Town):
    withdrawn(town)
    (case_id,) = draw(town)
    said: list[str] = []

    def write(points: int) -> None:
        with database.app_context():
            try:
                audit_draws.find(case_id, [Finding("问题", points)], by=town.supervisor, at=NOW, version=0)
                said.append("kept")
            except Refusal as refusal:
                said.append(refusal.rule)

    threads = [threading.Thread(target=write, args=(points,)) for points in (5, 9)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(said) == ["audit_moved", "kept"]
    assert audit_draws.review(case_id, by=town.supervisor, on=NOW.date()).version == 1


def test_what_was_not_drawn_has_no_review(town: Town):
    case_id = withdrawn(town)
    with pytest.raises(Refusal) as refused:
        audit_draws.review(case_id, by=town.supervisor, on=NOW.date())
    assert refused.value.rule == "not_drawn"


def test_a_file_that_cannot_be_checked_keeps_no_other_waiting(town: Town, monkeypatch: pytest.MonkeyPatch):
    broken, whole = withdrawn(town), withdrawn(town, "2026-09-29")
    real = verification.holds

    def fails(session: Session, row: CaseRow) -> bool:
        if row.public_id == broken:
            raise ValueError("a journal that cannot be read")
        return real(session, row)

    monkeypatch.setattr(verification, "holds", fails)
    monkeypatch.setattr(case_audits, "TOGETHER", 1)
    assert case_audits.check_closed(at=NOW) == 1
    assert kept(whole) is not None
    assert kept(broken) is None


def test_a_draw_reads_of_the_files_it_does_not_take_their_numbers_alone(town: Town):
    """The pool of a year may be hundreds of thousands of files."""
    for at in ("2026-09-23", "2026-09-24", "2026-09-25"):
        withdrawn(town, at)
    read: list[int] = []

    def note(row: CaseRow, context: object) -> None:
        read.append(row.id)

    event.listen(CaseRow, "load", note)
    audit_lot.draw(first=FIRST, last=LAST, number=1, by=town.supervisor, at=NOW)
    event.remove(CaseRow, "load", note)
    assert len(set(read)) == 1
