"""The code of a licence proves its facts without a network: signed once at issue, whole or not at all, also from the PDF."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import select, update

from portal import documents
from portal.cli_licence import licence as command
from portal.db import reading, transaction
from portal.documents import qr
from portal.documents.letter import Letter
from portal.models import Document, Licence
from portal.services import delivery, evidence_key, letters, licence_key, licence_pdf
from portal.services.licence_payload import MARK, PayloadError, Signed, prove, sign
from tests import at_window
from tests.at_window import Town, beijing

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
FACTS = Signed(
    "临危化经字〔2026〕0001", "临江恒泰化工贸易有限公司", "91990101MA2HT5K72T", "危险化学品经营许可证",
    date(2026, 3, 9), date(2029, 3, 8),
)  # fmt: skip


@pytest.fixture
def town(keyed: Flask) -> Town:
    """The town at the window, whose portal signs with a key of its own."""
    return at_window.settle(keyed)


@pytest.mark.parametrize(
    "facts",
    [
        FACTS,
        replace(FACTS, valid_to=None),
        replace(FACTS, code="", holder="沈 远 航"),
        replace(FACTS, holder="长" * 90),
    ],
)
def test_what_was_signed_is_proven_again_also_inside_its_address(facts: Signed):
    text = sign(facts, KEY)
    for whole in (text, f"https://onewindow.example/verify/abc#{text}"):
        assert prove(whole).facts == facts
    assert prove(text).fingerprint == evidence_key.fingerprint_of(KEY.public_key())
    assert text == sign(facts, KEY)


def test_no_single_bit_can_be_changed():
    raw = base64.urlsafe_b64decode(sign(FACTS, KEY).removeprefix(MARK) + "===")
    for at_ in range(len(raw)):
        changed = bytearray(raw)
        changed[at_] ^= 1
        with pytest.raises(PayloadError):
            prove(MARK + base64.urlsafe_b64encode(bytes(changed)).decode().rstrip("="))


@pytest.mark.parametrize(
    "text", ["", "L1.", "L1.AAAA", "L2.AAAA", "https://x/verify/abc", "L1." + "A" * 3000, "L1.Ω", "号" * 9]
)
def test_what_is_no_code_is_said_to_be_none(text: str):
    with pytest.raises(PayloadError):
        prove(text)


def test_a_line_feed_in_a_name_forges_no_other_fact():
    proven = prove(sign(replace(FACTS, holder="甲\n20990101"), KEY)).facts
    assert (proven.holder, proven.valid_from) == ("甲 20990101", FACTS.valid_from)


def test_the_code_still_reads_at_twenty_five_millimetres():
    """A module of 0.28 mm is three dots of an ordinary printer."""
    code = qr.code(f"https://onewindow.linjiang.gov.cn/verify/{'t' * 24}#{sign(FACTS, KEY)}")
    assert 25 / code.side >= 0.28


def issued(town: Town, folder: Path) -> tuple[Licence, Path]:
    """A licence made out on 19 October 2026, with its PDF as a file."""
    case_id = town.granted("2026-10-12 09:00")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"), electronic=True)
    with reading() as session:
        row = session.scalars(select(Licence).order_by(Licence.id.desc())).first()
        document = session.scalars(select(Document).where(Document.kind == "licence")).first()
    assert row is not None
    assert document is not None
    letters.render(document.id, at=beijing("2026-10-19 11:00"))
    file = folder / "licence.pdf"
    file.write_bytes(letters.pdf(document.public_id, by=town.clerk, at=beijing("2026-10-19 11:05"))[1])
    return row, file


def run(*words: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(command, ["verify", *words])


def test_the_pdf_proves_the_licence_without_a_database(town: Town, tmp_path: Path):
    row, file = issued(town, tmp_path)
    own = licence_key.signing()
    assert own is not None
    fingerprint = evidence_key.fingerprint_of(own.public_key())
    for what in (str(file), row.payload):
        done = run(what, "--key", fingerprint, "--on", "2026-11-01")
        assert done.exit_code == 0, done.output
        assert row.number in done.output
        assert "HOLDS" in done.output
    stranger = evidence_key.fingerprint_of(KEY.public_key())
    assert run(str(file), "--key", stranger, "--on", "2026-11-01").exit_code == 1
    assert "EXPIRED" in run(str(file), "--on", "2029-10-19").output


def test_a_code_that_anybody_may_have_signed_proves_nothing(town: Town, tmp_path: Path):
    row, file = issued(town, tmp_path)
    forged = sign(prove(row.payload).facts, Ed25519PrivateKey.generate())
    for what in (forged, row.payload, str(file)):
        done = run(what, "--on", "2026-11-01")
        assert done.exit_code == 3, done.output
        assert done.output.startswith("UNPROVEN")
        assert "HOLDS" not in done.output
        told = json.loads(run(what, "--on", "2026-11-01", "--json").output)
        assert (told["holds"], told["proven"]) == (True, False)


def test_a_page_that_says_something_else_than_its_code_is_found(town: Town, tmp_path: Path):
    _row, file = issued(town, tmp_path)
    code, words = licence_pdf.payload_of(file)
    facts = prove(code).facts
    assert licence_pdf.differing(words, facts) == ()
    assert licence_pdf.differing(words, replace(facts, valid_to=date(2031, 3, 8), holder="别家")) == (
        "holder",
        "valid_to",
    )


def test_what_cannot_be_checked_ends_with_two(tmp_path: Path):
    empty = tmp_path / "x.pdf"
    empty.write_bytes(b"no pdf")
    assert run(str(empty)).exit_code == 2
    assert run(str(tmp_path / "none.pdf")).exit_code == 2
    assert run("L1.AAAA").exit_code == 2
    assert run(sign(FACTS, KEY), "--key", "nonsense").exit_code == 2
    assert '"faults": ["unreadable"]' in run("L1.AAAA", "--json").output


def test_a_licence_of_before_keeps_its_code_and_its_bytes(town: Town, tmp_path: Path):
    _row, file = issued(town, tmp_path)
    with transaction() as session:
        session.execute(update(Licence).values(payload=""))
    with reading() as session:
        name = session.scalars(select(Document.public_id).where(Document.kind == "licence")).one()
    written: Letter = letters.letter(name, by=town.clerk).letter
    assert written.qr is not None
    assert "#" not in written.qr
    assert documents.render_pdf(written) != file.read_bytes()


def test_a_portal_without_a_key_issues_all_the_same(town: Town, database: Flask, monkeypatch: pytest.MonkeyPatch):
    case = town.granted("2026-10-12 09:00")
    served = replace(database.config["SETTINGS"], licence_key="", database_url="postgresql+psycopg://host/name")
    monkeypatch.setitem(database.config, "SETTINGS", served)
    assert licence_key.published() is None
    delivery.issue(case, by=town.clerk, at=beijing("2026-10-19 10:00"))
    with reading() as session:
        assert session.scalars(select(Licence.payload)).one() == ""


def test_a_proof_of_filing_that_names_no_term_is_compared_without_one():
    words = f"{FACTS.number}{FACTS.holder}{FACTS.code}{FACTS.document}"
    assert licence_pdf.differing(words, replace(FACTS, valid_to=None)) == ()
    assert licence_pdf.differing(words + "有效期限", FACTS) == ("valid_from", "valid_to")
