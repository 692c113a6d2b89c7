"""Deferral from the promise to its end: signed, proposed, declined, supplied, and what the record says afterwards (R69-R75)."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from portal.access import Denied
from portal.connectors.mail import NobodyToTell
from portal.db import reading
from portal.models import OutboxMessage, Reminder
from portal.services import (
    casefile,
    commitment,
    deferral,
    desk,
    digest,
    letters,
    outbox,
    profile,
    promises,
    supplement,
    sweep,
    uploads,
    verification,
)
from portal.services.wrong_input import WrongInput
from tests.at_window import Town, beijing, day, pdf, settle
from tests.web import people
from workflows.case import State
from workflows.refusal import Refusal

LATER = ["training_proof"]
OVER = "2026-10-17 00:30"  # the eighth working day after 30 September is 16 October


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def case_id(town: Town) -> str:
    """A case that was accepted on 30 September although the training records are to follow."""
    return town.deferred("2026-09-29 15:42", "2026-09-30 09:40")


def text_of(case_id: str, kind: str, town: Town) -> str:
    file = casefile.casefile(case_id, by=town.clerk)
    letter = next(one for one in file.letters if one.kind == kind)
    return repr(letters.letter(letter.public_id, by=town.clerk).letter)


def upload(case_id: str, town: Town, at: str, *, at_desk: bool = False) -> None:
    by = town.clerk if at_desk else town.handler
    given = {"purpose": "supplement", "by": by, "at": beijing(at)}
    uploads.attach_to_case(case_id, "training_proof", "培训.pdf", io.BytesIO(pdf("training")), **given)


def test_the_promise_is_signed_with_the_password_and_the_letter_says_so(town: Town, case_id: str) -> None:
    file = casefile.casefile(case_id, by=town.handler)
    signature = file.case.signature
    assert signature is not None
    asked = [one for one in file.needs.requirements if one.key in LATER]
    assert signature.digest == commitment.digest(commitment.text(file.guide, asked, file.applicant_name))
    assert (signature.by, signature.way, signature.materials) == (
        town.handler.reference,
        "password",
        ("training_proof",),
    )
    letter = text_of(case_id, "deferral_commitment", town)
    assert signature.digest in letter
    assert "再次输入密码确认" in letter


def test_a_wrong_password_signs_and_submits_nothing(town: Town) -> None:
    with pytest.raises(WrongInput) as wrong:
        town.hand_in("2026-09-29 15:42", later=LATER, password="not the password")
    assert wrong.value.fields == {"password": "wrong"}


def test_a_paper_commitment_is_named_by_the_event_and_the_letter(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42", later=LATER, signed=False)
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": "后补"})
    with pytest.raises(Refusal, match="deferral_needs_commitment"):
        town.conclude(case_id, "accepted_deferred", "2026-09-30 09:40")
    scan = town.scan(case_id, "2026-09-30 09:41")
    case = town.conclude(case_id, "accepted_deferred", "2026-09-30 09:42")
    assert case.signature is not None
    assert (case.signature.way, case.signature.file) == ("paper", scan)
    facts, _path = uploads.open(scan, by=town.reviewer)
    assert facts.sha256 == case.signature.digest
    assert "书面签字" in text_of(case_id, "deferral_commitment", town)


def test_only_the_window_scans_a_commitment_and_only_before_acceptance(town: Town, case_id: str) -> None:
    with pytest.raises(uploads.UploadError, match="not_asked"):
        town.scan(case_id, "2026-10-09 10:00")
    other = town.hand_in("2026-09-29 16:00", later=LATER, signed=False)
    with pytest.raises(Denied):
        deferral.scan(other, "x.pdf", io.BytesIO(pdf()), by=town.handler, at=beijing("2026-09-30 09:00"))


def test_what_the_window_proposes_is_signed_online(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": "后补"})
    deferral.offer(case_id, by=town.clerk, at=beijing("2026-09-30 09:40"))
    at = beijing("2026-09-30 10:00")
    with pytest.raises(WrongInput):
        deferral.agree(case_id, "nonsense", by=town.handler, at=at)
    deferral.agree(case_id, people.PASSWORD, by=town.handler, at=at)
    case = town.conclude(case_id, "accepted_deferred", "2026-09-30 10:10")
    assert case.signature is not None
    assert (case.signature.way, case.accepted_how) == ("password", "deferral")
    with pytest.raises(Refusal, match="not_at_window"):
        deferral.agree(case_id, people.PASSWORD, by=town.handler, at=at)


def test_who_declines_is_told_once_what_is_missing_and_loses_nothing(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": "后补"})
    deferral.offer(case_id, by=town.clerk, at=beijing("2026-09-30 09:40"))
    deferral.decline(case_id, by=town.handler, at=beijing("2026-09-30 10:00"))
    with pytest.raises(WrongInput) as wrong:
        desk.mark(case_id, "training_proof", "later", by=town.clerk, at=beijing("2026-09-30 10:10"))
    assert wrong.value.fields == {"verdict": "deferral_declined"}
    desk.mark(case_id, "training_proof", "fix", reason="请补齐。", by=town.clerk, at=beijing("2026-09-30 10:11"))
    assert town.conclude(case_id, "correction", "2026-09-30 10:12").state is State.CORRECTION


def test_a_broken_promise_bars_the_next_until_it_is_repaired(town: Town, case_id: str) -> None:
    sweep.run(at=beijing(OVER))
    assert casefile.casefile(case_id, by=town.clerk).case.state is State.ACCEPTANCE_REVOKED
    record = commitment.record_of(town.handler.enterprise_id or 0, on=day("2026-10-20"))
    assert [(one.material, one.broken_on) for one in record.broken] == [
        (commitment.material_name(casefile.casefile(case_id, by=town.clerk).guide, "training_proof"), day("2026-10-16"))
    ]
    assert (record.barred, record.open_again) == (True, date(2027, 10, 17))
    with pytest.raises(Refusal, match="broken_promises"):
        town.hand_in("2026-10-20 09:00", later=LATER)
    other = town.hand_in("2026-10-20 09:10")
    with pytest.raises(WrongInput) as wrong:
        desk.mark(other, "training_proof", "later", by=town.clerk, at=beijing("2026-10-20 10:00"))
    assert wrong.value.fields == {"verdict": "broken_promises"}
    with pytest.raises(Denied):
        promises.repair(case_id, "training_proof", "已说明", by=town.clerk, at=beijing("2026-10-20 10:30"))
    promises.repair(case_id, "training_proof", "已补齐并说明", by=town.decider, at=beijing("2026-10-20 11:00"))
    desk.mark(other, "training_proof", "later", by=town.clerk, at=beijing("2026-10-20 11:10"))


def test_a_broken_promise_counts_no_longer_after_the_months_of_the_policy(town: Town, case_id: str) -> None:
    sweep.run(at=beijing(OVER))
    enterprise = town.handler.enterprise_id or 0
    assert commitment.record_of(enterprise, on=day("2027-10-16")).barred
    assert not commitment.record_of(enterprise, on=day("2027-10-17")).barred


def test_what_is_brought_to_the_desk_is_scanned_in_and_checked(town: Town, case_id: str) -> None:
    upload(case_id, town, "2026-10-09 10:00", at_desk=True)
    supplement.supply(case_id, "training_proof", by=town.clerk, at=beijing("2026-10-09 10:05"))
    promise = casefile.casefile(case_id, by=town.clerk).case.promises["training_proof"]
    assert (promise.way, promise.arrived_on) == ("window", day("2026-10-09"))
    assert not _called()


def test_a_parcel_is_announced_waited_for_and_counts_from_its_postmark(town: Town, case_id: str) -> None:
    sent = {"courier": "邮政 EMS", "number": "1034567890123", "posted_on": day("2026-10-16")}
    supplement.announce(case_id, "training_proof", **sent, by=town.handler, at=beijing("2026-10-16 18:00"))
    sweep.run(at=beijing(OVER))
    row = promises.ledger(by=town.supervisor, on=day("2026-10-19")).rows[0]
    assert (row.state, row.parcel) == ("open", "邮政 EMS 1034567890123")
    upload(case_id, town, "2026-10-19 10:00", at_desk=True)
    when = beijing("2026-10-19 10:05")
    supplement.supply(case_id, "training_proof", by=town.clerk, at=when, posted_on=day("2026-10-16"))
    desk.confirm_supplement(case_id, "training_proof", by=town.clerk, at=beijing("2026-10-19 10:10"))
    found = promises.ledger(by=town.supervisor, on=day("2026-10-19"))
    assert (found.rows[0].state, found.rows[0].in_on) == ("kept", day("2026-10-16"))
    assert (found.kept.part, found.kept.whole) == (1, 1)


def test_another_enterprise_signs_declines_and_sends_nothing(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30", later={"training_proof": "后补"})
    deferral.offer(case_id, by=town.clerk, at=beijing("2026-09-30 09:40"))
    other, at = replace(town.handler, enterprise_id=999), beijing("2026-09-30 10:00")
    parcel = {"courier": "EMS", "number": "1", "posted_on": day("2026-09-30")}
    for act in (
        lambda: deferral.agree(case_id, people.PASSWORD, by=other, at=at),
        lambda: deferral.decline(case_id, by=other, at=at),
        lambda: supplement.announce(case_id, "training_proof", **parcel, by=other, at=at),
        lambda: supplement.site_check_without(case_id, "training_proof", by=town.clerk, at=at),
    ):
        with pytest.raises(Denied):
            act()


def test_the_desk_hears_once_of_what_came_in(town: Town, case_id: str) -> None:
    at = beijing("2026-10-09 09:00")
    profile.change(
        name="周敏", mobile="", email="zhou@linjiang.example", password=people.PASSWORD, by=town.clerk, at=at
    )
    people.confirm_address("zhou@linjiang.example", at=at)
    town.supply(case_id, "2026-10-09 10:00", "training_proof")
    sweep.run(at=beijing("2026-10-09 11:00"))
    told = _called()
    assert {one.user_id for one in told} >= {town.clerk.id}
    assert len(told) == len({one.user_id for one in told})


def _digest_of_the_desk(town: Town, case_id: str, at: str) -> str:
    """What the digest of the clerk says when it is sent at that moment; empty where nothing is sent."""
    with reading() as session:
        (one,) = session.scalars(select(OutboxMessage).where(OutboxMessage.key.like(f"digest-{town.clerk.id}-%")))
        parcel = outbox.Parcel(one.key, one.kind, one.case_id, dict(one.payload))
    with suppress(NobodyToTell):  # nothing waits any more
        digest.carry(parcel, beijing(at))
    folder = current_app.config["SETTINGS"].data / "mail"
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob(f"{one.key}*")]
    return "".join(mail.get_content() for mail in read)


def test_the_digest_of_the_desk_names_what_came_in_until_somebody_has_looked(town: Town, case_id: str) -> None:
    at = beijing("2026-10-09 07:00")
    given = {"name": "周敏", "mobile": "", "email": "zhou@linjiang.example"}
    profile.change(**given, password=people.PASSWORD, by=town.clerk, at=at)
    people.confirm_address(given["email"], at=at)
    town.supply(case_id, "2026-10-09 07:10", "training_proof")
    assert "容缺材料已于 2026年10月9日 补交，请核对" in _digest_of_the_desk(town, case_id, "2026-10-09 08:00")


def test_the_digest_is_silent_on_what_was_looked_at_before_it_left(town: Town, case_id: str) -> None:
    at = beijing("2026-10-09 07:00")
    given = {"name": "周敏", "mobile": "", "email": "zhou@linjiang.example"}
    profile.change(**given, password=people.PASSWORD, by=town.clerk, at=at)
    people.confirm_address(given["email"], at=at)
    town.supply(case_id, "2026-10-09 07:10", "training_proof")
    desk.confirm_supplement(case_id, "training_proof", by=town.clerk, at=beijing("2026-10-09 07:30"))
    assert _digest_of_the_desk(town, case_id, "2026-10-09 08:00") == ""


def _called() -> list[Reminder]:
    with reading() as session:
        return list(session.scalars(select(Reminder).where(Reminder.rung == "arrived")))


def test_an_enterprise_lists_its_own_promises_alone(town: Town, case_id: str) -> None:
    found, record = promises.mine(by=town.handler, on=day("2026-10-09"))
    assert [(one.case_id, one.state, one.left) for one in found.rows] == [(case_id, "open", 7)]
    assert not record.barred
    with pytest.raises(Denied):
        promises.mine(by=town.clerk, on=day("2026-10-09"))
    with pytest.raises(Denied):
        promises.ledger(by=town.handler, on=day("2026-10-09"))


def test_a_broken_and_a_kept_promise_make_half(town: Town, case_id: str) -> None:
    kept = town.deferred("2026-09-29 16:42", "2026-09-30 10:40")
    town.supply(kept, "2026-10-09 10:00", "training_proof")
    desk.confirm_supplement(kept, "training_proof", by=town.clerk, at=beijing("2026-10-09 11:00"))
    sweep.run(at=beijing(OVER))
    found = promises.ledger(by=town.decider, on=day("2026-10-19"))
    assert (found.kept.part, found.kept.whole) == (1, 2)
    assert [one.case_id for one in promises.ledger(by=town.clerk, on=day("2026-10-19"), state="broken").rows] == [
        case_id
    ]
    assert verification.verify().broken == ()


def test_intake_looks_the_lists_up_again_when_a_deferral_rests_on_an_old_look(town: Town) -> None:
    case_id = town.hand_in("2026-09-28 09:00", later=LATER)
    desk.mark(case_id, "application", "ok", by=town.clerk, at=beijing("2026-09-28 09:30"))
    town.mark(case_id, "2026-09-29 10:00", fix={"rules_list": "没有施行日期。"}, later={"training_proof": "后补"})
    town.conclude(case_id, "correction", "2026-09-29 10:30")
    town.correct(case_id, "2026-10-20 10:00", "rules_list")
    town.mark(case_id, "2026-10-21 09:00", later={"training_proof": "后补"})
    case = town.conclude(case_id, "accepted_deferred", "2026-10-21 10:00")
    assert [look.on for look in case.credit] == [day("2026-09-28"), day("2026-10-21")]
