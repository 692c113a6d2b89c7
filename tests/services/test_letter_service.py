"""Letters on their way to the applicant: the list of what waits, the proof, and what comes back to a person."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.access import Denied
from portal.actors import SYSTEM
from portal.connectors import mail as connector
from portal.db import reading, transaction
from portal.documents.letter import words
from portal.models import LetterService, OutboxMessage, Upload
from portal.services import (
    calendar_import,
    casefile,
    correction,
    delivery,
    drafts,
    failed_mails,
    law,
    letter_served,
    letter_service,
    letters,
    outbox,
    outbox_retry,
    ports,
    submission,
    tracking,
    uploads,
    verification,
)
from portal.services.inspection import UploadError
from portal.services.letter_service import ServiceRow
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, day, pdf, settle
from tests.services.test_regional_holidays import FESTIVAL
from tests.web import people
from workflows.procedure import LAW_TELLS, load_procedures
from workflows.refusal import Refusal
from workflows.service import policy

SEEN = beijing("2026-10-20 09:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def on_paper(town: Town, at: str = "2026-09-29 15:42") -> str:
    """An application whose letters go out on paper."""
    when = beijing(at)
    draft = drafts.start(HAZCHEM, by=town.handler, at=when)
    drafts.save(draft, ANSWERS, by=town.handler, at=when)
    town.bring(draft, (), when, by=town.handler)
    return submission.submit(draft, by=town.handler, at=when, service="paper").case_id


def told(town: Town, at: str = "2026-09-30 09:40") -> tuple[str, ServiceRow]:
    """A correction notice that waits to be served."""
    case_id = on_paper(town)
    town.mark(case_id, at, fix={"rules_list": "没有施行日期"})
    town.conclude(case_id, "correction", at)
    return case_id, listed(town)[0]


def listed(town: Town) -> tuple[ServiceRow, ...]:
    return letter_service.waiting(by=town.clerk).rows


def test_with_consent_nothing_waits_and_the_inbox_is_the_service(town: Town):
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:40", fix={"rules_list": "没有施行日期"})
    town.conclude(case_id, "correction", "2026-09-30 09:40")
    assert listed(town) == ()
    (one,) = letter_service.of_case(case_id, by=town.handler)
    assert (one.document, one.state, one.way, one.served_on) == (
        "correction",
        "served",
        "electronic",
        day("2026-09-30"),
    )


def test_every_served_letter_has_its_proof_also_what_came_into_the_inbox(town: Town):
    case_id = town.granted("2026-09-29 15:42")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"), electronic=True)
    served = letter_service.of_case(case_id, by=town.handler)
    assert {one.state for one in served} == {"served"}
    by_kind = {one.document: one for one in served}
    assert {"acceptance", "grant", "licence"} <= by_kind.keys()
    proofs = {kind: letters.proof(one.letter_id, by=town.handler) for kind, one in by_kind.items()}
    assert {found.letter.title for found in proofs.values()} == {"送达回证"}
    words = str(proofs["acceptance"].letter)
    for said in ("受理通知书", by_kind["acceptance"].number, "电子送达", "2026年9月30日9时40分", people.HANDLER):
        assert said in words, said
    assert proofs["grant"].public_id == proofs["licence"].public_id != by_kind["grant"].letter_id
    name, content = letters.proof_pdf(by_kind["acceptance"].letter_id, by=town.clerk, at=SEEN)
    assert (name, content[:5]) == ("送达回证-2026-09-30.pdf", b"%PDF-")
    assert letters.proof_pdf(by_kind["acceptance"].letter_id, by=town.clerk, at=SEEN)[1] == content


def test_what_is_not_served_or_came_back_has_no_proof(town: Town):
    _case_id, row = told(town)
    with pytest.raises(Refusal, match="not_served_yet"):
        letters.proof(row.letter_id, by=town.clerk)
    receipt = next(one for one in casefile.casefile(row.case_id, by=town.clerk).letters if one.kind == "receipt")
    with pytest.raises(Refusal, match="not_served_yet"):
        letters.proof(receipt.public_id, by=town.clerk)
    at = beijing("2026-10-09 10:00")
    letter_service.serve(row.letter_id, "courier", day("2026-10-09"), reference="EMS1", by=town.clerk, at=at)
    assert "EMS1" in str(letters.proof(row.letter_id, by=town.clerk).letter)
    letter_service.fail(row.letter_id, "returned", by=town.clerk, at=beijing("2026-10-12 10:00"))
    with pytest.raises(Refusal, match="not_served_yet"):
        letters.proof(row.letter_id, by=town.clerk)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("item", "title"),
    [(HAZCHEM, "不予行政许可决定书"), ("emergency_plan_filing", "不予备案决定书")],
)
def test_what_is_refused_is_served_under_the_name_of_its_letter(town: Town, item: str, title: str):
    guide = law.catalogue().in_force(item, day("2026-11-20"))
    assert guide is not None
    assert letter_served.title_of("refusal", guide) == title


def test_every_letter_that_is_served_has_a_title_on_its_proof():
    kinds = {kind for procedure in load_procedures().values() for found in procedure.letters.values() for kind in found}
    kinds |= {kind for found in LAW_TELLS.values() for kind in found}
    assert kinds - policy().unserved - {"licence"} <= letter_served.TITLES.keys()


def test_the_first_opening_by_the_applicant_is_kept_and_nobody_elses(town: Town):
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:40", fix={"rules_list": "没有施行日期"})
    town.conclude(case_id, "correction", "2026-09-30 09:40")
    letter_id = letter_service.of_case(case_id, by=town.handler)[0].letter_id
    letter_service.note_opened(letter_id, by=town.clerk, at=beijing("2026-09-30 10:00"))
    assert letter_service.one(letter_id, by=town.clerk).opened_at is None
    letter_service.note_opened(letter_id, by=town.handler, at=beijing("2026-10-09 10:00"))
    letter_service.note_opened(letter_id, by=town.handler, at=beijing("2026-10-10 10:00"))
    assert letter_service.one(letter_id, by=town.clerk).opened_at == beijing("2026-10-09 10:00")


def test_without_consent_the_letter_stands_on_the_list_with_the_day_of_the_law_and_its_officer(town: Town):
    _, row = told(town)
    assert (row.document, row.state, row.due_on) == ("correction", "planned", day("2026-10-12"))
    assert row.owner == "周敏"
    with pytest.raises(Denied):
        letter_service.waiting(by=town.handler)
    with pytest.raises(Denied):
        letter_service.send(row.letter_id, "courier", "EMS1", by=town.reviewer, at=beijing("2026-09-30 11:00"))


def test_served_by_courier_the_proof_names_letter_number_and_day_and_the_period_counts_from_it(town: Town):
    case_id, row = told(town)
    letter_service.send(row.letter_id, "courier", "EMS9901", by=town.clerk, at=beijing("2026-09-30 11:00"))
    assert (listed(town)[0].state, listed(town)[0].sent_on) == ("sent", day("2026-09-30"))
    letter_service.serve(row.letter_id, "courier", day("2026-10-09"), by=town.clerk, at=beijing("2026-10-12 09:00"))
    assert listed(town) == ()
    file = casefile.casefile(case_id, by=town.clerk)
    proof = next(one for one in file.letters if one.kind == "service")
    written = letters.letter(proof.public_id, by=town.handler).letter
    words = str(written.blocks)
    assert "申请材料补正告知书" in words
    assert row.number in words
    assert "EMS9901" in words
    assert "邮寄送达" in words
    assert letters.pdf(proof.public_id, by=town.handler, at=SEEN)[1].startswith(b"%PDF")
    found = tracking.tracking(case_id, by=town.handler, at=beijing("2026-10-12 09:00"))
    assert found.clock is not None
    assert found.clock.due.on == day("2026-10-29")
    assert "service" in {one.event for one in found.clock.days}


def test_the_applicant_answers_in_time_however_late_the_letter_came(town: Town):
    case_id, row = told(town)
    letter_service.serve(
        row.letter_id, "counter", day("2026-11-20"), names="沈远航", by=town.clerk, at=beijing("2026-11-20 09:00")
    )
    town._upload(case_id, "2026-12-01 10:00", ["rules_list"], "correction")
    correction.answer(case_id, by=town.handler, at=beijing("2026-12-01 10:00"))
    assert str(casefile.casefile(case_id, by=town.clerk).case.state) == "resubmitted"


def test_who_signed_stands_on_the_proof_and_never_in_the_journal(town: Town):
    case_id, row = told(town)
    letter_service.serve(
        row.letter_id, "counter", day("2026-10-09"), names="沈小妹", by=town.clerk, at=beijing("2026-10-09 09:00")
    )
    file = casefile.casefile(case_id, by=town.clerk)
    assert "沈小妹" not in repr(file.recorded)
    proof = next(one for one in file.letters if one.kind == "service")
    assert "沈小妹" in str(letters.letter(proof.public_id, by=town.clerk).letter.blocks)


def test_left_at_the_premises_names_the_witnesses_on_the_proof(town: Town):
    case_id, row = told(town)
    letter_service.serve(
        row.letter_id, "left", day("2026-10-09"), names="李一、王二", by=town.clerk, at=beijing("2026-10-09 09:00")
    )
    file = casefile.casefile(case_id, by=town.clerk)
    proof = next(one for one in file.letters if one.kind == "service")
    assert "李一、王二" in str(letters.letter(proof.public_id, by=town.clerk).letter.blocks)
    assert "李一" not in repr(file.recorded)


def test_the_scanned_sheet_is_kept_with_its_digest_and_a_broken_one_is_not_taken(town: Town):
    case_id, row = told(town)
    how = {"names": "沈远航", "by": town.clerk, "at": beijing("2026-10-09 09:00")}
    with pytest.raises(UploadError):
        letter_service.serve(
            row.letter_id, "counter", day("2026-10-09"), sheet=("回证.pdf", io.BytesIO(b"no pdf")), **how
        )
    assert listed(town)[0].state == "planned"
    sheet = ("回证.pdf", io.BytesIO(pdf("signed")))
    letter_service.serve(row.letter_id, "counter", day("2026-10-09"), sheet=sheet, **how)
    name, path = letter_service.sheet(row.letter_id, by=town.clerk)
    assert (name, path.read_bytes()) == ("回证.pdf", pdf("signed"))
    event = next(one.event for one in casefile.casefile(case_id, by=town.clerk).recorded if hasattr(one.event, "sheet"))
    assert len(event.sheet) == 64


def test_a_notice_for_somebody_who_is_not_found_has_its_proof_and_the_file_notes_cause_and_course(town: Town):
    case_id, row = told(town)
    how = {"by": town.clerk, "at": beijing("2026-10-09 09:00")}
    with pytest.raises(Refusal, match="notice_before_other_ways"):
        letter_service.send(row.letter_id, "public_notice", "临江日报第 3 版", **how)
    broken = ("证明.pdf", io.BytesIO(b"no pdf"))
    with pytest.raises(UploadError):
        letter_service.send(row.letter_id, "public_notice", "临江日报", why="住所已经拆除", evidence=broken, **how)
    with reading() as session:
        assert session.scalars(select(Upload).where(Upload.purpose == "whereabouts")).all() == []
    proof = ("证明.pdf", io.BytesIO(pdf("gone")))
    letter_service.send(row.letter_id, "public_notice", "临江日报第 3 版", why="住所已经拆除。", evidence=proof, **how)
    with reading() as session:
        (kept,) = session.scalars(select(Upload).where(Upload.purpose == "whereabouts"))
    seen = {one.purpose for one in casefile.casefile(case_id, by=town.handler).files}
    assert "whereabouts" not in seen
    assert kept.public_id in {one.public_id for one in casefile.casefile(case_id, by=town.clerk).files}
    with pytest.raises(Denied):
        uploads.open(kept.public_id, by=town.handler)
    over = beijing("2026-11-09 09:00")
    letter_service.serve(row.letter_id, "public_notice", day("2026-11-08"), by=town.clerk, at=over)
    text = "".join(words(letters.proof(row.letter_id, by=town.clerk).letter))
    for phrase in ("受送达人下落不明：住所已经拆除", "2026年10月9日发出公告（临江日报第 3 版）", "经过30日"):
        assert phrase in text


def test_what_comes_back_stays_on_top_until_somebody_serves_it(town: Town):
    _, row = told(town)
    on_paper(town, "2026-09-29 16:00")
    letter_service.send(row.letter_id, "courier", "EMS9901", by=town.clerk, at=beijing("2026-09-30 11:00"))
    letter_service.fail(row.letter_id, "returned", "查无此人", by=town.clerk, at=beijing("2026-10-12 09:00"))
    found = letter_service.waiting(by=town.colleague)
    assert (found.failed, found.rows[0].state, found.rows[0].reason) == (1, "failed", "returned")
    assert found.rows[0].owner == "周敏"
    letter_service.serve(
        row.letter_id, "left", day("2026-10-13"), names="李一、王二", by=town.clerk, at=beijing("2026-10-13 09:00")
    )
    assert letter_service.waiting(by=town.clerk).failed == 0


def test_two_officers_at_once_serve_once(town: Town):
    case_id, row = told(town)
    seq = casefile.casefile(case_id, by=town.clerk).case.seq
    how = {"at": beijing("2026-10-09 09:00"), "expected_seq": seq}
    letter_service.serve(row.letter_id, "counter", day("2026-10-09"), names="甲", by=town.clerk, **how)
    with pytest.raises(Refusal, match="stale"):
        letter_service.serve(row.letter_id, "counter", day("2026-10-09"), names="乙", by=town.colleague, **how)


def test_a_result_sent_by_courier_that_comes_back_is_on_the_list_though_the_case_is_closed(town: Town):
    case_id = town.refused("2026-09-29 15:42")
    delivery.deliver(case_id, "courier", proof="EMS77", by=town.clerk, at=beijing("2026-10-19 10:00"))
    assert listed(town) == ()
    row = next(one for one in letter_service.of_case(case_id, by=town.clerk) if one.document == "refusal")
    assert (row.state, row.way) == ("served", "courier")
    letter_service.fail(row.letter_id, "moved", by=town.clerk, at=beijing("2026-10-26 10:00"))
    assert [one.document for one in listed(town)] == ["refusal"]


def test_consent_taken_back_holds_for_the_next_letter(town: Town):
    case_id = town.hand_in("2026-09-29 15:42")
    letter_service.choose(case_id, "paper", by=town.handler, at=beijing("2026-09-29 17:00"))
    town.mark(case_id, "2026-09-30 09:40")
    town.conclude(case_id, "accepted", "2026-09-30 09:40")
    assert [one.document for one in listed(town)] == ["acceptance"]
    with pytest.raises(Denied):
        letter_service.choose(case_id, "electronic", by=town.reviewer, at=beijing("2026-09-30 17:00"))


def test_rows_say_what_the_journal_says(town: Town):
    case_id, row = told(town)
    letter_service.send(row.letter_id, "courier", "EMS9901", by=town.clerk, at=beijing("2026-09-30 11:00"))
    letter_service.fail(row.letter_id, "returned", by=town.clerk, at=beijing("2026-10-12 09:00"))
    case = casefile.casefile(case_id, by=town.clerk).case
    with reading() as session:
        kept = {(one.seq, one.document): one for one in session.scalars(select(LetterService))}
    assert set(kept) == set(case.letters)
    for key, one in case.letters.items():
        assert (kept[key].state, kept[key].way, kept[key].sent_on) == (one.state, one.way, one.sent_on)


@pytest.mark.forges_the_journal
def test_a_new_holiday_moves_the_last_day_of_a_result_that_waits_and_verify_knows_every_row(town: Town):
    case_id = town.refused("2026-09-29 15:42")
    assert result_of(town, case_id).due_on == day("2026-10-30")
    festival = FESTIVAL.replace("2026-12-21", "2026-10-29").replace(", 2026-12-22", "")
    calendar_import.bring_in(festival, file="x.yaml", at=beijing("2026-10-20 09:00"), by=SYSTEM, scope="region")
    assert result_of(town, case_id).due_on == day("2026-11-02")
    assert verification.verify().broken == ()
    with transaction() as session:
        session.execute(update(LetterService).where(LetterService.document == "refusal").values(state="served"))
    assert [one.fault for one in verification.verify().broken] == ["the service of letters differs from the journal"]


def result_of(town: Town, case_id: str) -> ServiceRow:
    return next(one for one in letter_service.of_case(case_id, by=town.clerk) if one.document == "refusal")


def mails(**wanted: object) -> list[OutboxMessage]:
    with reading() as session:
        return list(session.scalars(select(OutboxMessage).filter_by(kind="mail", **wanted).order_by(OutboxMessage.id)))


def give_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> OutboxMessage:
    """Let the first mail be tried until nobody tries any more."""
    with monkeypatch.context() as broken:
        settings = replace(app.config["SETTINGS"], mail_url="smtp://127.0.0.1:1")
        broken.setitem(app.config, "SETTINGS", settings)
        (mail,) = mails()
        when = beijing("2026-09-29 15:42")
        for _ in range(outbox_retry.MAX_ATTEMPTS):
            outbox.deliver(mail.id, at=when)
            when = mails()[0].due_at
    return mails()[0]


def test_a_mail_that_was_given_up_waits_for_a_person(database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch):
    town.hand_in("2026-09-29 15:42")
    mail = give_up(database, monkeypatch)
    assert mail.state == "failed"
    total, (one,) = failed_mails.open_ones(by=town.clerk)
    assert (total, one.event, one.attempts, one.refused) == (1, "Submitted", outbox_retry.MAX_ATTEMPTS, False)
    with pytest.raises(Refusal, match="mail_way_missing"):
        failed_mails.handle(one.id, "phone", by=town.clerk, at=beijing("2026-10-09 09:00"))
    with pytest.raises(Denied):
        failed_mails.handle(one.id, "phone", "打了", by=town.reviewer, at=beijing("2026-10-09 09:00"))
    failed_mails.handle(one.id, "phone", "10:05 与沈先生通话", by=town.clerk, at=beijing("2026-10-09 10:10"))
    assert failed_mails.open_ones(by=town.clerk) == (0, ())
    with pytest.raises(Refusal, match="mail_handled"):
        failed_mails.handle(one.id, "again", by=town.colleague, at=beijing("2026-10-09 10:11"))


def test_a_mail_sent_again_goes_out(database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch):
    town.hand_in("2026-09-29 15:42")
    mail = give_up(database, monkeypatch)
    failed_mails.handle(mail.id, "again", by=town.clerk, at=beijing("2026-10-09 09:00"))
    assert outbox.deliver(mail.id, at=beijing("2026-10-09 09:01")) == "sent"


def test_an_address_that_does_not_exist_is_given_up_at_once_and_the_mail_system_is_not_down(
    database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
):
    def refuses(self: object, message: object) -> None:
        raise connector.Undeliverable("refused with 550")

    monkeypatch.setattr(connector.ConsoleMail, "send", refuses)
    town.hand_in("2026-09-29 15:42")
    (mail,) = mails()
    assert outbox.deliver(mail.id, at=beijing("2026-09-29 15:43")) == "failed"
    assert failed_mails.open_ones(by=town.clerk)[1][0].refused
    assert ports.down(at=beijing("2026-09-29 15:43")) == ()


def test_a_mail_that_bounced_comes_back_to_a_person(town: Town):
    town.hand_in("2026-09-29 15:42")
    (mail,) = mails()
    outbox.deliver(mail.id, at=beijing("2026-09-29 15:43"))
    assert failed_mails.bounced(f"<{mail.key}-7@onewindow>", at=beijing("2026-09-29 16:00"))
    assert not failed_mails.bounced("unknown", at=beijing("2026-09-29 16:00"))
    assert failed_mails.open_ones(by=town.clerk)[0] == 1
