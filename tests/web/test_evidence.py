"""The evidence package on the pages: a button for those whose case it is, a register below it, and the public key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from portal.actors import SYSTEM, Role
from portal.db import reading
from portal.models import EvidenceExport
from portal.services import offices, users
from portal.services.offices import OfficeFacts
from portal.services.users import OfficerFacts
from tests import packed
from tests.at_window import Town, beijing, settle
from tests.packed import checked
from tests.pages import Browser
from tests.web import people
from tests.web.people import sign_in, speak_english

CASE_PAGES = {"zhou.min": "window", "chen.li": "review", "han.weidong": "review", "su.ming": "supervision"}


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def case_id(app: Flask, town: Town) -> str:
    with app.app_context():
        return packed.winding(town)


@pytest.fixture
def fingerprint(app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    return packed.give_key(app, monkeypatch)


def taken(app: Flask) -> list[str]:
    with app.app_context(), reading() as session:
        return list(session.scalars(select(EvidenceExport.by).order_by(EvidenceExport.id)))


@pytest.mark.parametrize("login", CASE_PAGES)
def test_staff_make_a_package_from_the_page_of_their_case(
    app: Flask, client: Browser, town: Town, case_id: str, fingerprint: str, login: str
) -> None:
    sign_in(client, login).get(f"/{CASE_PAGES[login]}/cases/{case_id}")
    where = client.page.links["证据包"]
    client.get(where)
    assert client.page.h1.startswith("证据包")
    assert "还没有人制作过" in client.page.words
    answer = client.fill_in({}, action=where)
    assert answer.status_code == 200
    assert answer.content_type == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=evidence-")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content_length == len(answer.data)
    with app.app_context():
        assert checked(answer.data, wanted=fingerprint).holds
    answer.close()
    assert len(taken(app)) == 1
    client.get(where)
    assert "清单摘要" in client.page.words
    assert client.page.links["返回办件"] == f"/{CASE_PAGES[login]}/cases/{case_id}"


def test_the_page_is_whole_in_english(client: Browser, town: Town, case_id: str, fingerprint: str) -> None:
    speak_english(sign_in(client, "su.ming")).get(f"/cases/{case_id}/evidence")
    assert client.page.h1.startswith("Evidence package")


@pytest.fixture
def stranger(app: Flask, town: Town) -> str:
    """A reviewer and decider of an office that has no part in the case."""
    with app.app_context():
        room = offices.create(
            OfficeFacts(code="forest", name_zh="临江市林业局", name_en="Linjiang Forestry Bureau"), by=SYSTEM
        )
        facts = OfficerFacts(
            login="lu.shan", name="鲁山", office_id=room, roles=frozenset({Role.REVIEWER, Role.DECIDER})
        )
        users.create(facts, by=SYSTEM, at=beijing("2026-01-05 09:00"), password=people.PASSWORD)
    return "lu.shan"


def test_a_case_of_another_office_is_not_packed(
    app: Flask, client: Browser, case_id: str, stranger: str, fingerprint: str
) -> None:
    sign_in(client, stranger)
    assert client.get(f"/cases/{case_id}/evidence").status_code == 403
    client.get("/account")
    assert client.post(f"/cases/{case_id}/evidence").status_code == 403
    assert taken(app) == []


@pytest.mark.parametrize("login", [people.HANDLER, "admin", "ye.qing"])
def test_the_applicant_and_those_without_cases_never_do(
    app: Flask, client: Browser, case_id: str, fingerprint: str, login: str
) -> None:
    sign_in(client, login)
    assert client.get(f"/cases/{case_id}/evidence").status_code == 403
    assert client.post(f"/cases/{case_id}/evidence").status_code in (400, 403)
    assert taken(app) == []


def test_a_case_that_does_not_exist_is_not_found(client: Browser, town: Town, fingerprint: str) -> None:
    assert sign_in(client, "su.ming").get("/cases/nothing/evidence").status_code == 404


def test_a_package_that_cannot_be_made_says_what_to_do(
    app: Flask, client: Browser, town: Town, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = replace(app.config["SETTINGS"], evidence_key="", database_url="postgresql+psycopg://host/name")
    monkeypatch.setitem(app.config, "SETTINGS", served)
    sign_in(client, "su.ming").get(f"/cases/{case_id}/evidence")
    assert client.fill_in({}, action=f"/cases/{case_id}/evidence").status_code == 409
    assert "onewindow journal key --new" in client.page.words
    assert taken(app) == []


def test_the_public_key_stands_where_anybody_finds_it(
    app: Flask, client: Browser, town: Town, case_id: str, fingerprint: str
) -> None:
    client.get("/verify")
    client.get(client.page.links["证据包公钥"])
    assert fingerprint in client.page.words
    pem = client.get("/verify/key.pem")
    assert pem.data.startswith(b"-----BEGIN PUBLIC KEY-----")


def test_earlier_keys_stay_published(
    app: Flask, client: Browser, town: Town, case_id: str, fingerprint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        packed.pack(case_id)
    monkeypatch.setattr(packed, "KEY", "AAAA" * 10 + "AAA=")
    assert packed.give_key(app, monkeypatch) != fingerprint
    client.get("/verify/key")
    assert "以前使用的公钥" in client.page.words
    assert fingerprint in client.page.words
