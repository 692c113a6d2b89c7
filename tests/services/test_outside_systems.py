"""Register, credit platform, mail and antivirus down and back again: intake goes on, and only the decision waits."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.connectors.antivirus import Clamd
from portal.connectors.port import PortDown
from portal.connectors.register import Register
from portal.db import reading, transaction
from portal.models import OutboxMessage, Upload
from portal.services import case_sources, casefile, decision, drafts, outbox, ports, submission, uploads
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.outside import EICAR, Scanner, register_of, running
from tests.web import people
from workflows.refusal import Refusal

FIRM = {"uscc": people.USCC, "name": "临江恒泰化工贸易有限公司", "status": "normal"}
NOW = "2026-09-29 15:42"
DEAD = "tcp://127.0.0.1:1"


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    with running(Scanner()) as one:
        yield one


def connect(app: Flask, monkeypatch: pytest.MonkeyPatch, **urls: str) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **urls))


def messages(kind: str) -> list[OutboxMessage]:
    with reading() as session:
        return list(session.scalars(select(OutboxMessage).filter_by(kind=kind).order_by(OutboxMessage.id)))


def carry(kind: str, at: str) -> set[str]:
    when = beijing(at)
    return {outbox.deliver(one.id, at=when) for one in messages(kind) if one.state != "sent" and one.due_at <= when}


def state_of(name: str) -> str:
    return "down" if name in {one.name for one in ports.down(at=beijing(NOW))} else "up"


def case_of(town: Town, case_id: str) -> Any:
    return casefile.casefile(case_id, by=town.clerk).case


def scans() -> set[str]:
    with reading() as session:
        return set(session.scalars(select(Upload.scan)))


def test_without_a_scanner_no_scan_is_owed(town: Town):
    case_id = town.hand_in(NOW)
    assert case_of(town, case_id).owed == {}
    assert scans() == {""}
    assert messages("check_antivirus") == []


def test_a_scanner_that_is_down_stops_no_intake_and_is_asked_again_until_it_is_back(
    database: Flask, town: Town, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, antivirus_url=DEAD)
    case_id = town.hand_in(NOW)
    assert carry("check_antivirus", NOW) == {"queued"}
    assert state_of("antivirus") == "down"
    assert set(case_of(town, case_id).owed) == {"antivirus"}
    town.mark(case_id, "2026-09-30 09:40")
    assert str(town.conclude(case_id, "accepted", "2026-09-30 09:40").state) == "in_review"
    seen = decision.view(case_id, by=town.reviewer, at=beijing("2026-09-30 10:00"))
    assert "check_missing" in {one.code for one in seen.blockers["grant"]}
    for day in range(1, 15):
        carry("check_antivirus", f"2026-10-{day:02} 10:00")
    assert {one.state for one in messages("check_antivirus")} == {"queued"}
    connect(database, monkeypatch, antivirus_url=scanner.url)
    assert carry("check_antivirus", "2026-10-15 10:00") == {"sent"}
    assert state_of("antivirus") == "up"
    assert scans() == {"clean"}
    assert case_of(town, case_id).owed == {}
    seen = decision.view(case_id, by=town.reviewer, at=beijing("2026-10-15 10:00"))
    assert "check_missing" not in {one.code for one in seen.blockers["grant"]}


def test_what_waits_for_a_system_is_hurried_when_it_is_back(
    database: Flask, town: Town, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, antivirus_url=DEAD)
    town.hand_in(NOW)
    carry("check_antivirus", NOW)
    connect(database, monkeypatch, antivirus_url=scanner.url)
    first = messages("check_antivirus")[0]
    outbox.deliver(first.id, at=beijing("2026-09-29 15:43"))
    assert {one.due_at for one in messages("check_antivirus")[1:]} == {beijing("2026-09-29 15:43")}


def test_a_decision_is_refused_with_the_check_that_is_missing(
    database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, antivirus_url=DEAD)
    case_id = town.accepted(NOW)
    with pytest.raises(Refusal, match="blocked") as refused:
        decision.grant(case_id, reason="符合", by=town.decider, at=beijing("2026-10-10 10:00"))
    found = {one.code: one for one in refused.value.facts["blockers"]}
    assert found["check_missing"].detail == "2026-09-29"


def test_a_file_with_malware_is_quarantined_and_the_draft_lacks_it_again(
    database: Flask, town: Town, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, antivirus_url=scanner.url)
    when = beijing(NOW)
    draft = drafts.start(HAZCHEM, by=town.handler, at=when)
    drafts.save(draft, ANSWERS, by=town.handler, at=when)
    town.bring(draft, (), when, by=town.handler)
    before = drafts.view(draft, by=town.handler)
    one = next(one for one in before.requirements if one.state == "in")
    name = one.files[0].material
    uploads.remove(one.files[0].public_id, by=town.handler, at=when)
    bad = uploads.attach(
        draft, name, "x.pdf", io.BytesIO(pdf() + b"\n%" + EICAR + b"\n%%EOF"), by=town.handler, at=when
    )
    assert carry("check_antivirus", NOW) == {"sent"}
    states = {
        file.public_id: one.state for one in drafts.view(draft, by=town.handler).requirements for file in one.files
    }
    assert states[bad] == "missing"
    with pytest.raises(Refusal, match="file_infected"):
        uploads.open(bad, by=town.handler)
    with pytest.raises(submission.SubmissionIncomplete):
        submission.submit(draft, by=town.handler, at=when)


def test_malware_found_after_the_hand_in_is_told_and_nobody_opens_the_file(
    database: Flask, town: Town, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, antivirus_url=scanner.url)
    monkeypatch.setattr(
        "tests.at_window.pdf", lambda words="page", pages=1: pdf.__wrapped__(words) + b"\n%" + EICAR + b"\n%%EOF"
    )
    case_id = town.hand_in(NOW)
    carry("check_antivirus", NOW)
    case = case_of(town, case_id)
    assert case.owed == {}
    assert case.infected
    assert "CheckDone" in {one.payload["notice"] for one in messages("mail")}
    for who in (town.clerk, town.handler, town.supervisor):
        with pytest.raises(Refusal, match="file_infected"):
            uploads.open(case.infected[0], by=who)


def test_a_worker_that_dies_with_a_verdict_in_its_hand_loses_nothing(
    database: Flask, town: Town, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, antivirus_url=scanner.url)
    case_id = town.hand_in(NOW)
    with monkeypatch.context() as dying:

        def dies(*_: object) -> None:
            raise SystemExit("killed")

        dying.setattr("portal.services.checks._settle_scan", dies)
        for one in messages("check_antivirus"):
            with pytest.raises(SystemExit):
                outbox.deliver(one.id, at=beijing(NOW))
    assert {one.state for one in messages("check_antivirus")} == {"sending"}
    assert set(case_of(town, case_id).owed) == {"antivirus"}
    assert carry("check_antivirus", "2026-09-29 15:46") == {"sent"}
    assert case_of(town, case_id).owed == {}


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("mood", ["garbage", "error", "half", "silent"])
def test_an_answer_that_is_none_is_no_verdict(database: Flask, scanner: Scanner, tmp_path: Path, mood: str):
    scanner.mood = mood
    file = tmp_path / "file"
    file.write_bytes(b"x" * 200_000)
    with pytest.raises(PortDown):
        Clamd(scanner.url, patience=0.3).scan(file)
    scanner.mood = "well"
    assert Clamd(scanner.url).scan(file).found == ""
    file.write_bytes(EICAR)
    assert Clamd(scanner.url).scan(file).found == "Eicar-Test-Signature"


def test_the_register_is_asked_for_every_case_and_says_what_differs(
    database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, register_url="http://127.0.0.1:1")
    case_id = town.hand_in(NOW)
    assert carry("check_register", NOW) == {"queued"}
    assert state_of("register") == "down"
    assert set(case_of(town, case_id).owed) == {"register"}
    with running(register_of({**FIRM, "legal_representative": "别人"})) as register:
        connect(database, monkeypatch, register_url=f"http://127.0.0.1:{register.server_address[1]}")
        assert carry("check_register", "2026-09-29 16:00") == {"sent"}
    assert state_of("register") == "up"
    assert case_of(town, case_id).owed == {}
    event = casefile.casefile(case_id, by=town.clerk).recorded[-1].event
    assert (event.result, event.differs) == ("different", ("legal_representative",))  # type: ignore[attr-defined]


@pytest.mark.engines("sqlite")
def test_a_register_that_answers_about_somebody_else_gives_no_answer(database: Flask):
    with running(register_of({**FIRM, "name": ""})) as register:
        asked = Register(f"http://127.0.0.1:{register.server_address[1]}")
        with pytest.raises(PortDown):
            asked.look_up(people.USCC)
        assert asked.look_up("91990101MA2HT5K72X") is None


def test_the_credit_platform_down_is_looked_at_again_by_itself(town: Town):
    with transaction() as session:
        session.execute(text("UPDATE credit_lists SET kind = 'gone'"))
    case_id = town.hand_in(NOW)
    town.mark(case_id, "2026-09-30 09:40")
    town.conclude(case_id, "accepted", "2026-09-30 09:41")
    assert case_of(town, case_id).credit[-1].result == "unavailable"
    assert state_of("credit") == "down"
    assert carry("check_credit", "2026-09-30 10:00") == {"queued"}
    seen = decision.view(case_id, by=town.reviewer, at=beijing("2026-09-30 10:00"))
    missing = next(one for one in seen.blockers["grant"] if one.code == "credit_missing")
    assert missing.detail == "2026-09-30"
    with transaction() as session:
        session.execute(text("UPDATE credit_lists SET kind = 'black'"))
    looks = len(case_of(town, case_id).credit)
    assert carry("check_credit", "2026-09-30 11:00") == {"sent"}
    assert case_of(town, case_id).credit[-1].result == "none"
    assert len(case_of(town, case_id).credit) == looks + 1
    assert state_of("credit") == "up"


def test_mail_down_is_noted_and_the_mails_go_out_when_it_is_back(
    database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as broken:
        connect(database, broken, mail_url="smtp://127.0.0.1:1")
        town.hand_in(NOW)
        assert carry("mail", NOW) == {"queued"}
        assert state_of("mail") == "down"
        assert [one.name for one in ports.down(at=beijing(NOW))] == ["mail"]
    assert carry("mail", "2026-09-29 15:50") == {"sent"}
    assert state_of("mail") == "up"


def test_the_state_of_a_system_is_written_when_it_changes_and_not_with_every_answer(database: Flask):
    def note(error: str, at: datetime) -> None:
        with transaction() as session:
            ports.note(session, "mail", error, at=at)

    start = beijing(NOW)
    note("", start)
    note("", start + timedelta(minutes=1))
    with reading() as session:
        assert session.execute(text("SELECT count(*) FROM port_states")).scalar_one() == 1
    note("ConnectionRefusedError", start + timedelta(minutes=2))
    (down,) = ports.down(at=start)
    assert (down.since, down.answered_at) == (start + timedelta(minutes=2), start)


def test_answers_that_were_corrected_are_checked_once_more_and_the_old_answer_says_nothing_meanwhile(
    database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
):
    with running(register_of({**FIRM, "address": "化工路18号"})) as register:
        connect(database, monkeypatch, register_url=f"http://127.0.0.1:{register.server_address[1]}")
        case_id = town.hand_in(NOW)
        assert carry("check_register", NOW) == {"sent"}
        town.mark(case_id, "2026-09-30 11:00", fix={"field:unit_name": "和营业执照不一致"})
        town.conclude(case_id, "correction", "2026-09-30 11:10")
        assert case_sources.of_case(casefile.casefile(case_id, by=town.clerk)).lines
        town.correct(case_id, "2026-10-08 10:00", answers={"unit_name": FIRM["name"] + "（新）"})
        assert set(case_of(town, case_id).owed) == {"register"}
        waiting = case_sources.of_case(casefile.casefile(case_id, by=town.clerk))
        assert (waiting.lines, [port for port, _since in waiting.owed]) == ((), ["register"])
        assert carry("check_register", "2026-10-08 10:01") == {"sent"}
    found = case_sources.of_case(casefile.casefile(case_id, by=town.clerk))
    assert ("register.name", "differs") in {(line.fact, line.state) for line in found.lines}
    assert case_of(town, case_id).owed == {}
