"""The evidence package: everything of a case in one signed file, made by those who may see it all, proven before it leaves."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from dataclasses import fields, replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from guides.load import text_of
from portal.access import Denied
from portal.actors import SYSTEM, Actor, Role
from portal.db import reading, transaction
from portal.models import EvidenceExport, Upload
from portal.services import calendar_import, casefile, evidence, evidence_key, journal, law, storage, verification
from portal.services.evidence_archive import Archive
from portal.services.evidence_calendar import calendar_of
from portal.services.evidence_content import safe_name
from portal.services.evidence_package import PackageWriter
from portal.web import evidence_pages
from tests import packed
from tests.at_window import Town, beijing, pdf, settle
from tests.packed import checked, pack, unpacked
from tests.services.test_regional_holidays import FESTIVAL
from workflows import commands as c
from workflows.calendar import HOLIDAYS
from workflows.refusal import Refusal


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def fingerprint(database: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    return packed.give_key(database, monkeypatch)


def stored(case_id: str) -> tuple[str, ...]:
    """Where the files of a case lie."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        return tuple(session.scalars(select(Upload.storage_key).where(Upload.case_id == row.id).order_by(Upload.id)))


ROADS = {
    "just handed in": lambda town: town.hand_in("2026-09-28 10:00"),
    "corrected and accepted": packed.winding,
    "granted": lambda town: town.granted("2026-09-28 10:00"),
    "refused": lambda town: town.refused("2026-09-28 10:00"),
    "not accepted": lambda town: turned_away(town),
    "terminated": lambda town: town.terminated("2026-09-28 10:00"),
}


def turned_away(town: Town) -> str:
    case_id = town.hand_in("2026-09-28 10:00")
    town.conclude(
        case_id, "not_competent", "2026-09-28 15:10", competent_body="临江市公安局", reason="属于公安机关职权"
    )
    return case_id


@pytest.mark.parametrize("road", ROADS)
def test_a_package_holds_wherever_the_case_is(town: Town, fingerprint: str, road: str) -> None:
    verdict = checked(pack(ROADS[road](town)), wanted=fingerprint)
    assert verdict.faults == ()
    assert (verdict.holds, verdict.status, verdict.fingerprint) == (True, 0, fingerprint)
    assert verdict.entries > 0


def test_a_package_holds_every_file_byte_for_byte(town: Town, fingerprint: str) -> None:
    case_id = packed.winding(town)
    files = unpacked(pack(case_id))
    listed = json.loads(files["attachments/attachments.json"])
    assert [hashlib.sha256(files[one["path"]]).hexdigest() for one in listed] == [one["sha256"] for one in listed]
    assert pdf("premises_lease again") in files.values(), "the corrected file"
    assert pdf("premises_lease") in files.values(), "and the one that was found wanting"
    letters = json.loads(files["letters/letters.json"])
    assert [one["kind"] for one in letters] == ["receipt", "correction", "receipt", "acceptance"]
    assert all(files[one["pdf"]].startswith(b"%PDF") and b"<article" in files[one["html"]] for one in letters)
    assert sorted(name for name in files if name.startswith("snapshots/")) == [
        "snapshots/001.json",
        "snapshots/002.json",
    ]
    guide = law.catalogue().in_force("hazchem_business_licence", beijing(packed.NOW).date())
    assert guide is not None
    assert files["guide/guide.yaml"] == text_of(guide)
    assert "calendar/shipped/2026.yaml" in files


def test_the_manifest_says_who_made_what_and_where_the_chain_ends(town: Town, fingerprint: str) -> None:
    case_id = packed.winding(town)
    manifest = json.loads(unpacked(pack(case_id, by=town.supervisor))["manifest.json"])
    with reading() as session:
        row = casefile.row_of(session, case_id)
    assert manifest["chain"] == {"entries": row.seq, "head": row.head, "genesis": "0" * 64}
    assert manifest["case"]["number"] == row.number
    assert manifest["state"]["promised_due"] == row.promised_due.isoformat()
    assert manifest["made"]["by"] == town.supervisor.reference
    assert manifest["key"] == {"algorithm": "Ed25519", "fingerprint": fingerprint}
    assert manifest["portal"]["software"] == "OneWindow"


def test_the_cover_tells_the_case_in_both_languages(town: Town, fingerprint: str) -> None:
    cover = unpacked(pack(packed.winding(town), by=town.supervisor))["index.html"].decode()
    for words in ("这是什么", "What this is", "怎样核验", "How to verify it", "苏明", fingerprint, "attachments/001-"):
        assert words in cover
    assert "http" not in cover.replace("http://127.0.0.1", ""), "it opens offline: nothing comes from elsewhere"
    assert "<script" not in cover


def test_the_explanation_is_that_of_the_command(town: Town, fingerprint: str) -> None:
    files = unpacked(pack(packed.winding(town)))
    assert "到期日：" in files["clocks/explanation.zh.txt"].decode()
    assert "Counted under: Administrative Licensing Law" in files["clocks/explanation.en.txt"].decode()
    days = json.loads(files["clocks/clocks.json"])["clocks"]["promised"]["days"]
    assert days[0]["kind"] == "start"
    assert "due" in {day["kind"] for day in days}


def test_every_version_of_the_calendar_travels_and_the_newest_is_counted_by(town: Town, fingerprint: str) -> None:
    case_id = packed.winding(town)
    text_ = (HOLIDAYS / "2027.yaml").read_text("utf-8").replace("status: provisional", "status: published")
    text_ = text_.replace("work: []", "work: [2027-02-14, 2027-02-20]")
    calendar_import.bring_in(text_, file="2027.yaml", at=beijing("2026-11-20 09:00"), by=SYSTEM)
    files = unpacked(pack(case_id))
    assert checked(pack(case_id), wanted=fingerprint).holds
    listed = json.loads(files["calendar/calendar.json"])
    (imported,) = [one for one in listed if one["origin"] == "imported"]
    assert (imported["path"], imported["scope"]) == ("calendar/imported/national-2027-v1.yaml", "national")
    assert imported["sha256"] == hashlib.sha256(files[imported["path"]]).hexdigest()
    texts = {one["path"]: files[one["path"]].decode() for one in listed}
    assert calendar_of(listed, texts) == law.calendar()


def test_the_festivals_of_the_region_travel_with_the_package_and_are_counted_by(town: Town, fingerprint: str) -> None:
    case_id = packed.winding(town)
    calendar_import.bring_in(FESTIVAL, file="2026.yaml", at=beijing("2026-11-20 09:00"), by=SYSTEM, scope="region")
    files = unpacked(pack(case_id))
    assert checked(pack(case_id), wanted=fingerprint).holds
    listed = json.loads(files["calendar/calendar.json"])
    (imported,) = [one for one in listed if one["origin"] == "imported"]
    assert imported["scope"] == "region"
    found = calendar_of(listed, {one["path"]: files[one["path"]].decode() for one in listed})
    assert not found.is_working_day(date(2026, 12, 21))
    assert found == law.calendar()


def test_the_same_case_at_the_same_moment_gives_the_same_bytes(town: Town, fingerprint: str) -> None:
    case_id = packed.winding(town)
    assert pack(case_id) == pack(case_id)


def test_that_it_was_made_is_recorded_and_the_chain_of_the_case_stays_as_it_was(town: Town, fingerprint: str) -> None:
    case_id = packed.winding(town)
    with reading() as session:
        before = casefile.row_of(session, case_id)
        head = (before.seq, before.head, before.changed_at)
    content = pack(case_id, by=town.supervisor)
    with reading() as session:
        row = casefile.row_of(session, case_id)
        assert (row.seq, row.head, row.changed_at) == head
        one = session.scalars(select(EvidenceExport)).one()
    assert (one.case_id, one.by, one.way, one.seq) == (row.id, town.supervisor.reference, "web", row.seq)
    assert one.manifest == hashlib.sha256(unpacked(content)["manifest.json"]).hexdigest()
    assert (one.size, one.fingerprint) == (len(content), fingerprint)
    assert evidence_key.public_of(one.public_key.encode())
    _file, made = evidence.exports(case_id, by=town.supervisor)
    assert [(line.who.name, line.manifest) for line in made] == [("苏明", one.manifest)]
    assert [used.fingerprint for used in evidence.keys_used()] == [fingerprint]


@pytest.mark.parametrize("statement", ["UPDATE evidence_exports SET way = ''", "DELETE FROM evidence_exports"])
def test_the_register_of_packages_cannot_be_changed(town: Town, fingerprint: str, statement: str) -> None:
    pack(town.hand_in("2026-09-28 10:00"))
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text(statement))


def everybody(town: Town) -> dict[str, tuple[Actor, bool]]:
    """Who asks for a package of a case that the emergency bureau leads, and whether it is theirs."""
    fire = Actor("officer", 3, frozenset({Role.REVIEWER}), 3, "psb")
    return {
        "window": (town.clerk, True),
        "reviewer": (town.reviewer, True),
        "decider": (town.decider, True),
        "supervisor": (town.supervisor, True),
        "a reviewer of an office that has no part in it": (fire, False),
        "a decider of another office": (replace(fire, roles=frozenset({Role.DECIDER})), False),
        "the applicant's own handler": (town.handler, False),
        "the handler of another firm": (replace(town.handler, enterprise_id=99), False),
        "an administrator": (Actor("officer", 6, frozenset({Role.ADMINISTRATOR}), 1, "centre"), False),
        "a guide author": (Actor("officer", 7, frozenset({Role.AUTHOR}), 1, "emb"), False),
    }


@pytest.mark.parametrize("who", everybody(Town(*(SYSTEM,) * len(fields(Town)))))
def test_only_staff_whose_case_it_is_take_the_whole_file_out(town: Town, fingerprint: str, who: str) -> None:
    case_id = town.hand_in("2026-09-28 10:00")
    by, allowed = everybody(town)[who]
    if allowed:
        assert checked(pack(case_id, by=by)).holds
        return
    with pytest.raises(Denied):
        pack(case_id, by=by)
    with pytest.raises(Denied):
        evidence.exports(case_id, by=by)
    with reading() as session:
        assert session.scalars(select(EvidenceExport)).all() == []


def test_a_file_that_was_changed_on_the_disk_stops_the_package(town: Town, fingerprint: str) -> None:
    case_id = town.hand_in("2026-09-28 10:00")
    storage.path_of(stored(case_id)[0]).write_bytes(pdf("forged"))
    with pytest.raises(Refusal) as refused:
        pack(case_id)
    assert refused.value.rule == "evidence_broken"
    assert "不是收到时的那一份" in refused.value.facts["fault"]
    with reading() as session:
        assert session.scalars(select(EvidenceExport)).all() == []


def test_a_file_that_is_lost_stops_the_package(town: Town, fingerprint: str) -> None:
    case_id = town.hand_in("2026-09-28 10:00")
    storage.path_of(stored(case_id)[0]).unlink()
    with pytest.raises(Refusal) as refused:
        pack(case_id)
    assert refused.value.rule == "file_lost"


@pytest.mark.forges_the_journal
def test_a_row_that_was_changed_behind_our_back_stops_the_package(town: Town, fingerprint: str) -> None:
    case_id = packed.winding(town)
    with transaction() as session:
        session.execute(text("UPDATE cases SET promised_due = '2030-01-01'"))
    with pytest.raises(Refusal) as refused:
        pack(case_id)
    assert refused.value.rule == "evidence_broken"
    assert "promised_due" in refused.value.facts["fault"]


def test_a_case_that_moves_while_it_is_packed_is_not_handed_out_half_old(town: Town, fingerprint: str) -> None:
    case_id = town.hand_in("2026-09-28 10:00")

    class Meanwhile:
        """Pages during whose making the applicant withdraws."""

        letter = staticmethod(evidence_pages.letter)

        def cover(self, *facts: object) -> str:
            with transaction() as session:
                row = journal.lock(session, casefile.row_of(session, case_id).id)
                journal.record(
                    session, row, c.Withdraw("改变经营计划"), by=town.handler, at=beijing("2026-09-28 11:00")
                )
            return evidence_pages.cover(*facts)  # type: ignore[arg-type]

    with pytest.raises(Refusal) as refused:
        evidence.export(case_id, pages=Meanwhile(), by=SYSTEM, at=beijing(packed.NOW), way="web")
    assert refused.value.rule == "evidence_moved"
    assert checked(pack(case_id)).holds


def test_a_served_portal_must_be_given_its_key(town: Town, database: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    served = replace(database.config["SETTINGS"], evidence_key="", database_url="postgresql+psycopg://host/name")
    monkeypatch.setitem(database.config, "SETTINGS", served)
    assert evidence_key.published() is None
    with pytest.raises(Refusal) as refused:
        pack(town.hand_in("2026-09-28 10:00"))
    assert refused.value.rule == "evidence_key_missing"


@pytest.mark.engines("sqlite")
def test_an_embedded_portal_makes_a_private_key_once(town: Town, database: Flask) -> None:
    place = database.config["SETTINGS"].data / evidence_key.KEY_FILE
    place.unlink(missing_ok=True)
    assert evidence_key.published() is None
    assert not place.exists(), "a look makes nothing"
    verdict = checked(pack(town.hand_in("2026-09-28 10:00")))
    assert place.stat().st_mode & 0o777 == 0o600
    assert evidence_key.published() == evidence_key.pem_of(evidence_key.signing().public_key())
    assert evidence_key.fingerprint_asked(verdict.fingerprint.upper()) == verdict.fingerprint


def test_a_large_attachment_never_lies_in_memory(town: Town, fingerprint: str) -> None:
    storage.root().mkdir(parents=True, exist_ok=True)
    place = storage.root() / "large"
    with place.open("wb") as file:
        file.truncate(96 << 20)
    out = (storage.root() / "large.zip").open("w+b")
    tracemalloc.start()
    writer = PackageWriter(out, beijing(packed.NOW))
    writer.add_file("attachments/001-large.bin", place)
    writer.sign({"format": "x"}, packed.STRANGER)
    assert Archive(out).measure("attachments/001-large.bin").size == 96 << 20
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    out.close()
    assert most < 16 << 20


@pytest.mark.parametrize(
    ("filename", "safe"),
    [
        ("营业执照.pdf", "营业执照.pdf"),
        ("../../etc/passwd", ".._.._etc_passwd".strip(" .")),
        ("C:\\evil.exe", "C__evil.exe"),
        ("a\u202efdp.exe", "a_fdp.exe"),
        ("...", "file"),
    ],
)
def test_a_name_is_made_safe_for_every_system(filename: str, safe: str) -> None:
    assert safe_name(filename) == safe
    assert len(safe_name("长" * 300 + ".pdf")) <= 80
    assert safe_name("长" * 300 + ".pdf").endswith(".pdf")


def test_the_journal_of_the_database_still_holds(town: Town, fingerprint: str) -> None:
    pack(packed.winding(town))
    assert verification.verify().broken == ()
