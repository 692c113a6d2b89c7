"""Letters leave signed: once however many ask, kept with their digest, owed while the seal is away, never unsigned in silence."""

from __future__ import annotations

import hashlib
import json
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from portal import cli
from portal.cli_licence import licence as licence_command
from portal.connectors.port import PortDown
from portal.connectors.seal import SealService
from portal.connectors.seal_reference import server
from portal.db import reading
from portal.documents import pdf_identity, pdf_signature
from portal.models import Document, OutboxMessage
from portal.services import (
    delivery,
    evidence_key,
    letter_seal,
    letters,
    licence_key,
    outbox,
    ports,
    published_keys,
    seal_check,
    storage,
)
from tests.at_window import Town, beijing, day, settle
from tests.outside import running
from workflows.refusal import Refusal

AT = beijing("2026-10-19 11:00")
PEM = pdf_identity.new("临江市政务服务中心", at=beijing("2026-01-01 00:00"))
IDENTITY = pdf_identity.read(PEM.encode(), "")
OWN = pdf_signature.fingerprint_of(IDENTITY.certificate)
DEAD = "http://127.0.0.1:1"


@dataclass
class Paper:
    """An issued licence whose portal seals with a certificate of its own."""

    town: Town
    app: Flask
    monkeypatch: pytest.MonkeyPatch

    def set(self, **settings: str) -> None:
        self.monkeypatch.setitem(self.app.config, "SETTINGS", replace(self.app.config["SETTINGS"], **settings))

    @property
    def document(self) -> Document:
        with reading() as session:
            return session.scalars(select(Document).where(Document.kind == "licence")).one()

    def file(self, at: datetime = AT) -> bytes:
        return letters.pdf(self.document.public_id, by=self.town.handler, at=at)[1]

    def messages(self) -> list[OutboxMessage]:
        with reading() as session:
            return list(session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "seal")))

    def carry(self, at: str) -> list[str]:
        when = beijing(at)
        return [outbox.deliver(one.id, at=when) for one in self.messages() if one.state == "queued"]


@pytest.fixture
def paper(database: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paper:
    town = settle(database)
    found = Paper(town, database, monkeypatch)
    (tmp_path / "seal.pem").write_text(PEM)
    found.set(seal_file=str(tmp_path / "seal.pem"), licence_key=evidence_key.new())
    delivery.issue(town.granted("2026-10-12 09:00"), by=town.clerk, at=beijing("2026-10-19 10:00"), electronic=True)
    return found


@pytest.fixture
def service() -> Iterator[tuple[str, list[int]]]:
    """A seal service by its address, and the sizes of what it was asked to sign."""
    asked: list[int] = []

    def sign(pdf: bytes) -> bytes:
        asked.append(len(pdf))
        return pdf_signature.signed(pdf, IDENTITY, at=AT, name="service", reason="seal")

    with running(server(sign, token="t0ken")) as one:
        yield f"http://127.0.0.1:{one.server_address[1]}", asked


def test_the_file_is_signed_kept_and_known_by_its_digest(paper: Paper):
    file = paper.file()
    verdict = seal_check.checked(file, wanted=OWN)
    assert (verdict.fault, verdict.found and verdict.found.signed_at) == ("", AT)
    row = paper.document
    digest = hashlib.sha256(file).hexdigest()
    assert (row.sealed_digest, row.sealed_at, row.sealed_by) == (digest, AT, OWN)
    assert hashlib.sha256(file[: _length(row, file)]).hexdigest() == row.digest, (
        "in front of it stands the letter itself"
    )
    assert paper.file(at=beijing("2026-11-02 09:00")) == file
    assert letter_seal.issued_as(digest)
    assert not letter_seal.issued_as(hashlib.sha256(file + b"\n").hexdigest())
    assert not letter_seal.issued_as("")
    assert [(one.fingerprint, one.since) for one in published_keys.listed("seal")] == [(OWN, day("2026-10-19"))]


def _length(row: Document, file: bytes) -> int:
    """Where the letter ends and its signature begins."""
    return next(n for n in range(len(file)) if file[n - 6 : n] == b"%%EOF\n" and row.digest)


def test_every_letter_with_a_seal_is_signed_and_no_other(paper: Paper):
    with reading() as session:
        rows = list(session.scalars(select(Document).order_by(Document.id)))
    for row in rows:
        written = letters.letter(row.public_id, by=paper.town.clerk).letter
        content = letters.pdf(row.public_id, by=paper.town.clerk, at=AT)[1]
        assert (seal_check.checked(content).fault == "") == written.signature.sealed, row.kind
    assert {"acceptance", "grant", "licence"} <= {one.kind for one in rows}


def test_while_the_seal_is_away_nothing_unsigned_leaves_and_it_is_made_up_for(paper: Paper, service):
    url, asked = service
    paper.set(seal_url=DEAD, seal_token="t0ken")
    letters.render(paper.document.id, at=AT)
    with pytest.raises(Refusal, match="seal_pending"):
        paper.file()
    assert paper.carry("2026-10-19 11:02") == ["queued"]
    assert "seal" in {one.name for one in ports.down(at=AT)}
    (waiting,) = [one for one in ports.every(by=paper.town.administrator, at=AT) if one.name == "seal"]
    assert (waiting.state, waiting.waiting) == ("down", 1)
    assert paper.document.sealed_digest == ""
    paper.set(seal_url=url)
    assert paper.carry("2026-10-19 11:10") == ["sent"]
    assert seal_check.checked(paper.file(), wanted=OWN).fault == ""
    assert len(asked) == 1
    assert ports.down(at=AT) == ()


def test_a_service_that_sends_something_else_back_is_down(paper: Paper):
    pdf = b"%PDF-1.4 letter %%EOF\n"
    for answer in (b"", pdf, b"%PDF-1.4 other /ByteRange" + b" " * 40, pdf + b"more"):
        with running(server(lambda _pdf, said=answer: said)) as one, pytest.raises(PortDown):
            SealService(f"http://127.0.0.1:{one.server_address[1]}").seal(pdf, "key")


def test_the_service_signs_for_nobody_without_the_token(service):
    url, asked = service
    with pytest.raises(PortDown, match="401"):
        SealService(url).seal(b"%PDF", "key")
    assert asked == []


def test_a_signature_that_does_not_hold_is_not_taken(paper: Paper):
    def spoiled(pdf: bytes) -> bytes:
        good = bytearray(pdf_signature.signed(pdf, IDENTITY, at=AT, name="s", reason="r"))
        end = good.index(b"0" * 40, good.rindex(b"/Contents <"))
        good[end - 8] = ord("1") if good[end - 8] != ord("1") else ord("2")
        return bytes(good)

    with running(server(spoiled)) as one:
        paper.set(seal_url=f"http://127.0.0.1:{one.server_address[1]}")
        with pytest.raises(Refusal, match="seal_pending"):
            paper.file()
    assert paper.document.sealed_digest == ""


def test_a_seal_in_a_national_format_is_taken_and_known_by_its_digest(paper: Paper, tmp_path: Path):
    def national(pdf: bytes) -> bytes:
        return pdf_signature.signed(pdf, IDENTITY, at=AT, name="s", reason="r").replace(
            b"/ETSI.CAdES.detached", b"/GMT.SES.sm2detached"
        )

    with running(server(national)) as one:
        paper.set(seal_url=f"http://127.0.0.1:{one.server_address[1]}")
        file = paper.file()
    assert (paper.document.sealed_by, published_keys.listed("seal")) == ("", ())
    assert letter_seal.issued_as(hashlib.sha256(file).hexdigest())
    assert seal_check.checked(file).fault == "not_reckoned"


def test_a_certificate_that_is_over_seals_nothing(paper: Paper):
    over = beijing("2037-01-01 10:00")
    with pytest.raises(Refusal, match="seal_pending"):
        paper.file(at=over)
    (port,) = [one for one in ports.down(at=over) if one.name == "seal"]
    assert "ended on" in port.error


def test_a_file_of_the_settings_that_cannot_be_used_is_said_without_its_secret(paper: Paper, tmp_path: Path):
    paper.set(seal_file=str(tmp_path / "gone.pem"), seal_password="geheim")
    with pytest.raises(Refusal, match="seal_pending"):
        paper.file()
    (port,) = [one for one in ports.down(at=AT) if one.name == "seal"]
    assert port.error == "ONEWINDOW_SEAL_FILE FileNotFoundError"


def test_many_downloads_at_once_have_one_signature(paper: Paper, service):
    url, asked = service
    paper.set(seal_url=url, seal_token="t0ken")
    letters.render(paper.document.id, at=AT)
    number, barrier = paper.document.public_id, threading.Barrier(4)

    def one(_n: int) -> bytes:
        with paper.app.app_context():
            barrier.wait()
            return letters.pdf(number, by=paper.town.handler, at=AT)[1]

    with ThreadPoolExecutor(4) as pool:
        files = set(pool.map(one, range(4)))
    assert len(files) == 1
    assert len(asked) == 1
    assert hashlib.sha256(files.pop()).hexdigest() == paper.document.sealed_digest


def test_a_signed_file_that_is_lost_is_signed_anew_in_front_of_the_same_letter(paper: Paper):
    first = paper.file()
    storage.path_of(f"sealed-{paper.document.public_id}.pdf").write_bytes(b"%PDF forged")
    again = paper.file(at=beijing("2026-11-02 09:00"))
    assert again != first
    assert seal_check.checked(again, wanted=OWN).fault == ""
    assert again[:2000] == first[:2000]


@pytest.mark.engines("sqlite")
def test_embedded_mode_makes_a_certificate_for_its_owner_alone(paper: Paper):
    paper.set(seal_file="")
    file = paper.file()
    place = Path(paper.app.config["SETTINGS"].data) / "seal.pem"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    found = seal_check.checked(file).found
    assert found is not None
    assert found.subject == paper.app.config["SETTINGS"].centre_name


def verify(*words: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(licence_command, ["verify", *words, "--on", "2026-11-01"])


def test_the_command_finds_a_flipped_byte_a_stranger_and_a_missing_signature(paper: Paper, tmp_path: Path):
    content = paper.file()
    whole, flipped, plain = tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "c.pdf"
    whole.write_bytes(content)
    spoiled = bytearray(content)
    spoiled[content.index(b"/CreationDate") + 20] ^= 1  # what no page shows and no code proves
    flipped.write_bytes(bytes(spoiled))
    plain.write_bytes(content[: content.index(b"%%EOF") + 6])
    assert verify(str(whole), "--certificate", OWN).exit_code == 0
    assert "UNCHANGED" in verify(str(whole)).output
    assert "NOT PROVEN" in verify(str(whole)).output
    done = verify(str(flipped))
    assert (done.exit_code, "CHANGED" in done.output) == (1, True)
    assert verify(str(whole), "--certificate", "0" * 64).exit_code == 1
    assert verify(str(plain)).exit_code == verify(str(whole)).exit_code == 3
    assert "UNSIGNED" in verify(str(plain)).output
    assert verify(str(plain), "--certificate", OWN).exit_code == 1
    assert verify(str(whole), "--certificate", "nonsense").exit_code == 2
    told = json.loads(verify(str(whole), "--json").output)
    assert told["file"]["certificate"] == OWN


def test_any_letter_is_checked_with_the_certificate_as_a_file(paper: Paper, tmp_path: Path):
    letter, certificate = tmp_path / "letter.pdf", tmp_path / "certificate.pem"
    letter.write_bytes(paper.file())
    certificate.write_text(pdf_signature.pem_of(IDENTITY.certificate))
    run = CliRunner().invoke
    assert run(cli.cli, ["seal", "check", str(letter), "--certificate", str(certificate)]).exit_code == 0
    letter.write_bytes(letter.read_bytes() + b"x")
    assert run(cli.cli, ["seal", "check", str(letter)]).exit_code == 1
    letter.write_bytes(b"%PDF-1.4 nothing")
    assert run(cli.cli, ["seal", "check", str(letter)]).exit_code == 2
    assert run(cli.cli, ["seal", "check", str(tmp_path / "none.pdf")]).exit_code == 1


@pytest.mark.engines("sqlite")
def test_after_a_change_of_keys_old_codes_still_hold_and_the_former_key_has_its_days(paper: Paper):
    former_key = licence_key.signing()
    assert former_key is not None
    paper.set(licence_key="")
    own = licence_key.signing()
    assert own is not None
    former, fresh = licence_key.rotate(at=beijing("2026-12-01 09:00"))
    assert evidence_key.fingerprint_of(own.public_key()) == former != fresh
    shown = {one.fingerprint: (one.since, one.until) for one in published_keys.listed("licence")}
    assert shown[fresh] == (day("2026-12-01"), None)
    assert shown[former][1] == day("2026-12-01")
    assert shown[evidence_key.fingerprint_of(former_key.public_key())][0] == day("2026-10-19")
    place = Path(paper.app.config["SETTINGS"].data) / licence_key.KEY_FILE
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_key_of_the_settings_is_changed_there_and_noted_by_itself(paper: Paper):
    with pytest.raises(Refusal, match="licence_key_given"):
        licence_key.rotate(at=AT)
    (first,) = published_keys.listed("licence")
    paper.set(licence_key=evidence_key.new())
    case_id = paper.town.granted("2026-10-12 09:05")
    delivery.issue(case_id, by=paper.town.clerk, at=beijing("2026-10-20 10:00"))
    now, former = published_keys.listed("licence")
    assert (former.fingerprint, former.since, former.until) == (first.fingerprint, day("2026-10-19"), day("2026-10-20"))
    assert (now.since, now.until) == (day("2026-10-20"), None)
