"""Files that are signed: the public page that compares one, the page of keys, and what a download says while the seal is away."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.db import reading
from portal.documents import pdf_identity
from portal.models import Document
from portal.services import delivery, evidence_key
from tests.at_window import Town, beijing, settle
from tests.pages import Browser, values
from tests.web import people
from tests.web.people import sign_in, speak_english

NOW = beijing("2026-10-20 10:00")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def letter(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The address of a licence that a portal with a certificate of its own made out."""
    (tmp_path / "seal.pem").write_text(pdf_identity.new("中心", at=NOW))
    given = {"seal_file": str(tmp_path / "seal.pem"), "licence_key": evidence_key.new()}
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **given))
    with app.app_context():
        town: Town = settle(app)
        case_id = town.granted("2026-09-29 15:42")
        delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 10:00"), electronic=True)
        with reading() as session:
            return session.scalars(select(Document.public_id).where(Document.kind == "licence")).one()


def compared(browser: Browser, content: bytes):  # type: ignore[no-untyped-def]
    browser.get("/verify/document")
    form = dict(values(browser.page.form("/verify/document")))
    return browser.post("/verify/document", data={**form, "file": (io.BytesIO(content), "licence.pdf")})


def test_a_file_is_known_again_and_a_changed_one_is_not(letter: str, client: Browser, browsers: type[Browser]) -> None:
    handler, anybody = sign_in(client, people.HANDLER), browsers()
    handler.get(f"/letters/{letter}")
    assert "PDF 在第一次下载时签名" in handler.page.words
    content = handler.get(f"/letters/{letter}.pdf").data
    handler.get(f"/letters/{letter}")
    assert "电子签名，改动一个字节都能查出来" in handler.page.words
    assert "文件和签发时一样" in compared(anybody, content).text
    spoiled = bytearray(content)
    spoiled[500] ^= 1
    assert "不是签发时的文件" in compared(anybody, bytes(spoiled)).text
    speak_english(anybody)
    assert "The file is as it was issued" in compared(anybody, content).text
    nothing = anybody.post("/verify/document", data=dict(values(anybody.page.form("/verify/document"))))
    assert nothing.status_code == 422


def test_the_page_of_keys_names_the_certificate_and_gives_it_as_a_file(letter: str, client: Browser) -> None:
    handler = sign_in(client, people.HANDLER)
    handler.get(f"/letters/{letter}.pdf")
    handler.get("/verify/licence-key")
    assert "文书电子签名的证书" in handler.page.words
    (address,) = [href for href in handler.page.links.values() if href.startswith("/verify/keys/seal/")]
    assert handler.get(address).data.startswith(b"-----BEGIN CERTIFICATE-----")
    assert handler.get("/verify/keys/seal/" + "0" * 64 + ".pem").status_code == 404
    assert handler.get("/verify/keys/other/" + "0" * 64 + ".pem").status_code == 404


def test_while_the_seal_is_away_the_download_says_so(
    app: Flask, letter: str, client: Browser, browsers: type[Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = replace(app.config["SETTINGS"], seal_url="http://127.0.0.1:1")
    monkeypatch.setitem(app.config, "SETTINGS", dead)
    handler = sign_in(client, people.HANDLER)
    refused = handler.get(f"/letters/{letter}.pdf")
    assert refused.status_code == 409
    assert "电子签名还没有完成" in refused.text
    handler.get(f"/letters/{letter}")
    assert "电子签名服务中断" in handler.page.words
    admin = sign_in(browsers(), "admin")
    admin.get("/admin/systems")
    assert "电子签名" in admin.page.words
    assert "ConnectionRefusedError" in admin.page.words or "URLError" in admin.page.words
