"""A package of a case with a hearing, an expert review, a discussion and a look at the lists holds every word of them, provably."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from portal.actors import SYSTEM
from portal.cli import cli
from portal.db import reading, transaction
from portal.models import ActContent, CreditEntry
from portal.models import Case as CaseRow
from portal.services import credit, credit_lists, discussion, hearings, journal, panels, verification
from portal.services.credit_lists import Entry
from portal.services.evidence_words import report
from tests import packed
from tests.after_licence import scan
from tests.core.play import TERMS
from tests.packed import Files, checked, codes, entries_of, pack, signed_anew, unpacked
from tests.services.cases import Hall, at, in_order
from tests.services.test_discussion import SAID, VOICES
from tests.services.test_hearings import RECORD
from tests.services.test_panels import EXPERTS, QUESTIONS
from tests.web import people
from workflows import commands as c

NOW = "2026-03-25 10:00"
GROUNDS = "未依法取得许可从事生产经营"


def listed() -> None:
    entry = Entry(
        grounds=GROUNDS, body="望海市应急管理局", decision_document="望应急罚〔2026〕12号", uscc=people.USCC,
        listed_on=date(2026, 1, 5), until=date(2029, 1, 4),
    )  # fmt: skip
    credit_lists.import_list(
        "black", "失信主体名单", "1", [entry], rule_version="部令第11号", by=SYSTEM, at=at("2026-01-06T06:00")
    )


def looked(hall: Hall, number: int, stage: str, when: str) -> None:
    with transaction() as session:
        credit.look_up(session, journal.lock(session, number), stage=stage, by=hall.clerk, at=at(when))


def reviewed(hall: Hall) -> str:
    """Looked up, reviewed by experts, answered, heard and discussed: everything that keeps words beside the journal."""
    number = hall.submitted(terms=replace(TERMS, credit_required=False))
    with reading() as session:
        case_id = session.get_one(CaseRow, number).public_id
    looked(hall, number, "intake", "2026-03-03T09:00")
    hall.do(number, c.Accept(in_order()), "2026-03-03T10:00")
    hall.do(number, c.PauseClock("expert_review", 10, "储存设施复杂"), "2026-03-05T09:00", hall.reviewer)
    panels.set_up(case_id, EXPERTS, QUESTIONS, by=hall.reviewer, at=at("2026-03-05T09:30"))
    for seat in ("1", "2", "3"):
        said = {"signed_on": date(2026, 3, 6), "scan": scan(), "by": hall.reviewer, "at": at("2026-03-06T10:00")}
        panels.cast(case_id, seat, "pass", f"第 {seat} 位：间距符合。", **said)
    panels.close(case_id, "整体可行。", by=hall.reviewer, at=at("2026-03-09T10:00"))
    for track, by in (("documents", hall.reviewer), ("fire", hall.fire), ("site", hall.reviewer)):
        answer = c.GiveOpinion(track, "agree", "符合条件", officers=("officer:99",))
        hall.do(number, answer, "2026-03-10T09:00", by)
    hearings.tell(case_id, "拟不予许可：间距不足", by=hall.reviewer, at=at("2026-03-10T10:00"))
    hearings.request(case_id, "想说明间距", by=hall.handler, at=at("2026-03-11T09:00"))
    where = ("9:30", "三楼会议室", "法规科科长", hall.head.reference)
    hearings.set_day(case_id, date(2026, 3, 23), *where, by=hall.reviewer, at=at("2026-03-12T09:00"))
    told = {"present": ("applicant", "officer"), "signed": "signed", "recorder": hall.reviewer.reference}
    hearings.hold(case_id, RECORD, scan=scan(), by=hall.reviewer, at=at("2026-03-23T17:00"), **told)
    met = {"held_on": date(2026, 3, 24), "conclusion": "refuse", "by": hall.reviewer, "at": at("2026-03-24T10:00")}
    discussion.record(case_id, SAID, VOICES, **met)
    return case_id


@pytest.fixture(scope="module")
def made() -> dict[str, Files]:
    """One package a database for the tests that only read it."""
    return {}


@pytest.fixture
def case_id(database: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    packed.give_key(database, monkeypatch)
    hall = Hall(database)
    listed()
    return reviewed(hall)


@pytest.fixture
def files(request: pytest.FixtureRequest, engine: str, made: dict[str, Files], database: Flask) -> Files:
    """The package; the database is asked for again because sentences need an application."""
    if engine not in made:
        made[engine] = unpacked(pack(request.getfixturevalue("case_id"), at=NOW))
    return made[engine]


def paper(files: Files, kind: str) -> str:
    """Where the content of the first act of a kind lies."""
    return f"contents/{next(one['payload']['paper'] for one in entries_of(files) if one['kind'] == kind)}.json"


def rewritten(files: Files, path: str, change: Callable[[Any], None]) -> Files:
    value = json.loads(files[path])
    change(value)
    return {**files, path: json.dumps(value, ensure_ascii=False).encode()}


KINDS = {
    "CreditLookedUp": GROUNDS,
    "PanelSet": "东浦化工设计院",
    "BallotCast": "第 1 位：间距符合。",
    "PanelClosed": "整体可行。",
    "HearingHeld": "双方对起算点有争议",
    "DecisionDiscussed": "间距是硬条件，同意。",
}


def test_every_word_that_an_act_rests_on_is_there_and_nobody_can_change_or_leave_out_one(files: Files) -> None:
    assert checked(signed_anew(files)).faults == ()
    for kind, words in KINDS.items():
        path = paper(files, kind)
        assert words in files[path].decode(), kind
        other = {**files, path: files[path].replace(words.encode(), "另一种说法".encode())}
        assert "content_changed" in codes(checked(signed_anew(other))), kind
        gone = {name: content for name, content in files.items() if name != path}
        assert "content_missing" in codes(checked(signed_anew(gone))), kind


@pytest.mark.parametrize("kind", ["BallotCast", "HearingHeld"])
def test_a_signed_paper_that_is_left_out_is_missed_by_the_entry_that_names_it(files: Files, kind: str) -> None:
    entry = next(one for one in entries_of(files) if one["kind"] == kind)
    listed = "attachments/attachments.json"
    gone = [one for one in json.loads(files[listed]) if one["sha256"] == entry["payload"]["scan"]]
    assert gone
    fewer = {name: content for name, content in files.items() if name not in {one["path"] for one in gone}}
    verdict = checked(signed_anew(rewritten(fewer, listed, lambda every: [every.remove(one) for one in gone])))
    assert {"file_missing"} == codes(verdict)
    assert entry["seq"] in {fault.facts["seq"] for fault in verdict.faults}


def test_a_look_says_what_the_list_said_then_and_how_it_was_matched(files: Files) -> None:
    (look,) = json.loads(files["credit/credit.json"])["looks"]
    ((reference, entry),) = look["entries"].items()
    assert look["lists"][reference.rpartition(":")[0]]["rule_version"] == "部令第11号"
    assert (entry["grounds"], entry["body"], entry["until"]) == (GROUNDS, "望海市应急管理局", "2029-01-04")
    (seen,) = look["seen"]
    assert (seen["entry"], seen["matched"], seen["proven"], seen["objections"]) == (reference, "uscc", True, [])
    assert {line["what"]: line["result"] for line in seen["compared"]}["uscc"] == "same"


def test_a_look_that_is_told_otherwise_does_not_hold_even_where_somebody_signs_anew(files: Files) -> None:
    def softened(value: Any) -> None:
        (entry,) = value["looks"][0]["entries"].values()
        entry["grounds"] = "轻微违法"

    def unlike(value: Any) -> None:
        value["looks"][0]["seen"][0]["matched"] = "unit_name"

    forgeries = {
        "look_changed": [softened, unlike],
        "credit_missing": [lambda value: value["looks"][0]["entries"].clear()],
        "look_missing": [lambda value: value["looks"].clear()],
    }
    for code, changes in forgeries.items():
        for change in changes:
            assert code in codes(checked(signed_anew(rewritten(files, "credit/credit.json", change)))), code


def test_what_was_seen_stays_whatever_becomes_of_the_list_and_what_was_erased_by_law_is_told(case_id: str) -> None:
    with transaction() as session:
        session.scalars(select(CreditEntry)).one().grounds = "后来写的别的事由"
        for one in session.scalars(select(ActContent)):
            if "people" in one.content:
                one.content = {}
    content = pack(case_id, at=NOW)
    verdict = checked(content)
    assert verdict.holds
    held, (note,) = unpacked(content), verdict.notes
    assert GROUNDS in held["credit/credit.json"].decode()
    assert "后来写的" not in held["credit/credit.json"].decode()
    discussed = next(one for one in entries_of(held) if one["kind"] == "DecisionDiscussed")
    assert (note.code, note.facts["seq"]) == ("content_erased", discussed["seq"])
    shown = dict.fromkeys(("files", "entries", "case", "made_at", "made_by", "portal", "fingerprint"), "-")
    told = "\n".join(report(verdict, shown))
    assert "已经依法删去，只留下摘要" in told
    assert "was erased as the law asks" in told
    assert verification.verify().broken == ()


@pytest.mark.engines("sqlite")
def test_the_command_tells_what_was_erased_and_by_which_status_a_missing_ballot_ends(
    files: Files, tmp_path: Any
) -> None:
    place, path = tmp_path / "case.zip", paper(files, "BallotCast")
    place.write_bytes(signed_anew({name: content for name, content in files.items() if name != path}))
    found = CliRunner().invoke(cli, ["journal", "verify", str(place)])
    assert found.exit_code == 1
    assert "不在包里" in found.output
    place.write_bytes(signed_anew(rewritten(files, path, lambda one: one.update(content={}))))
    told = json.loads(CliRunner().invoke(cli, ["journal", "verify", str(place), "--json"]).output)
    assert (told["holds"], [note["code"] for note in told["notes"]]) == (True, ["content_erased"])
