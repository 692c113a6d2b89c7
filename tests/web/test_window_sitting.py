"""Sittings, scans, signed papers and remote intake in a browser, in both languages and without scripts."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.services import casefile, drafts, scans, sittings, submission, walkin
from portal.services.applicants import ApplicantFacts
from portal.services.sittings import Agent
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.pages import Browser, values
from tests.web.people import FIRM, USCC, sign_in, speak_english
from workflows.case import State

AT = beijing("2026-09-29 10:00")
RENEWAL = "hazchem_business_renewal"
RULES = "rules_list"


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


@pytest.fixture
def draft(app: Flask, town: Town) -> str:
    with app.app_context():
        return walkin.start(HAZCHEM, USCC, by=town.clerk, at=AT, typed=ANSWERS)


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    settings = app.config["SETTINGS"]
    (tmp_path / "03").mkdir()
    app.config["SETTINGS"] = replace(settings, scan_folder=str(tmp_path))
    yield tmp_path / "03"
    app.config["SETTINGS"] = settings


def whole(app: Flask, town: Town) -> str:
    """A sitting of two items, the first of them ready to be handed in."""
    with app.app_context():
        agent = Agent(capacity="agent", name="沈远航", mobile="13900000001")
        sitting = sittings.begin((HAZCHEM, RENEWAL), ApplicantFacts(uscc=USCC), agent, by=town.clerk, at=AT)
        one = sittings.view(sitting, by=town.clerk).lines[0].draft_id
        drafts.save(one, ANSWERS, by=town.clerk, at=AT)
        town.bring(one, [], AT, by=town.clerk)
    return sitting


def test_two_items_begin_one_sitting_and_each_gets_its_number(app: Flask, town: Town, clerk: Browser) -> None:
    clerk.get("/window/walk-in")
    answer = clerk.post("/window/walk-in", data={"item": [HAZCHEM, RENEWAL], "uscc": USCC})
    clerk.get(answer.location)
    assert clerk.address.startswith("/window/sittings/")
    assert clerk.page.h1 == FIRM
    clerk.fill_in({"item": "precursor_class23_business_filing"}, action="/items", follow_redirects=True)
    clerk.get(answer.location)
    assert clerk.page.words.count("接着填") == 3


def test_handing_in_one_of_several_leads_back_to_the_sitting_and_its_list(
    app: Flask, town: Town, clerk: Browser
) -> None:
    sitting = whole(app, town)
    with app.app_context():
        one = sittings.view(sitting, by=town.clerk).lines[0].draft_id
    clerk.get(f"/window/drafts/{one}/check")
    assert clerk.fill_in({"true": "y"}, button="submit").status_code == 422
    assert "经办人还没有核对" in clerk.page.words
    answer = clerk.fill_in({"true": "y", "agent": "y"}, button="submit")
    assert answer.location == f"/window/sittings/{sitting}"
    assert clerk.get(f"/window/sittings/{sitting}/receipt").text.count('class="ow-qr"') == 1
    with app.app_context():
        line = sittings.view(sitting, by=town.clerk).lines[0]
    assert line.query_code in clerk.page.words
    assert "还有 1 件没有提交" in clerk.page.words
    clerk.get(f"/window/cases/{line.case_id}/receipt")
    assert "几件一起的清单" in clerk.page.words
    clerk.get(f"/track?number={line.number}")
    assert ("number", line.number) in [*values(clerk.page.form("/track"))]


def test_pages_are_taken_in_turned_and_bound(app: Flask, town: Town, clerk: Browser, draft: str) -> None:
    table = f"/window/drafts/{draft}/scans/{RULES}"
    clerk.get(table)
    files = [(io.BytesIO(pdf("a", 2)), "a.pdf"), (io.BytesIO(pdf("b")), "b.pdf")]
    assert clerk.post(table, data={"file": files}).status_code == 303
    clerk.get(table)
    with app.app_context():
        first, second, third = (one.id for one in scans.pages(draft, RULES, by=town.clerk))
    for number, act in ((third, "up"), (first, "turn"), (second, "drop")):
        assert clerk.post(f"{table}/pages/{number}", data={"do": act}).status_code == 303
    clerk.get(f"/window/drafts/{draft}/materials")
    assert "2 页没有装订" in clerk.page.words
    answer = clerk.post(f"{table}/bind")
    assert answer.status_code == 303
    with app.app_context():
        (file,) = drafts.view(draft, by=town.clerk).files
    assert (file.pages, file.material) == (2, RULES)
    assert clerk.post(f"{table}/bind").status_code == 422
    assert "还没有页可以装订" in clerk.page.words


def test_the_scanners_files_are_listed_and_taken(
    app: Flask, town: Town, clerk: Browser, draft: str, folder: Path
) -> None:
    for name, content in (("a.pdf", pdf()), ("bad.pdf", b"%PDF-1.7\n%%EOF")):
        (folder / name).write_bytes(content)
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))
    table = f"/window/drafts/{draft}/scans/{RULES}"
    clerk.get(table)
    assert all(name in clerk.page.words for name in ("a.pdf", "bad.pdf"))
    data = {"counter": "03", "name": ["a.pdf", "bad.pdf", "../a.pdf"]}
    assert clerk.post(f"{table}/folder", data=data).status_code == 422
    assert "“bad.pdf”打不开" in clerk.page.words
    assert "“../a.pdf”已经不在扫描文件夹里" in clerk.page.words
    assert [one.name for one in folder.iterdir()] == ["bad.pdf"]
    with app.app_context():
        assert [one.filename for one in scans.pages(draft, RULES, by=town.clerk)] == ["a.pdf"]


def test_papers_are_printed_and_scanned_back(app: Flask, town: Town, clerk: Browser, draft: str) -> None:
    clerk.get(f"/window/drafts/{draft}/papers")
    assert clerk.get(f"/window/drafts/{draft}/papers/application.pdf").data.startswith(b"%PDF")
    data = {"file": (io.BytesIO(pdf()), "signed.pdf")}
    assert clerk.post(f"/window/drafts/{draft}/papers/application", data=data).status_code == 303
    clerk.get(f"/window/drafts/{draft}/papers")
    assert "签字件已扫描" in clerk.page.words
    clerk.fill_in({}, action="/remove", follow_redirects=True)
    assert clerk.address == f"/window/drafts/{draft}/papers"
    assert "签字件没有扫描" in clerk.page.words
    assert clerk.get(f"/window/drafts/{draft}/papers/none.pdf").status_code == 404


def test_remote_intake_from_the_point_to_the_arrival(app: Flask, town: Town, client: Browser) -> None:
    point = sign_in(client, "li.he")
    point.get("/window/forwarded")
    assert "还没有代收的办件" in point.page.words
    assert point.get("/window/queue").status_code == 403
    with app.app_context():
        draft = walkin.start(HAZCHEM, USCC, by=town.point, at=AT, typed=ANSWERS)
        town.bring(draft, [], AT, by=town.point)
    point.get(f"/window/drafts/{draft}/check")
    assert point.fill_in({"true": "y"}, button="submit").status_code == 422
    assert "转送方式没有选" in point.page.words
    answer = point.fill_in({"true": "y", "forwarding": "courier"}, button="submit")
    point.get(answer.location)
    assert point.page.h1 == "已代收"
    assert "还没有起算" in point.page.words
    case_id = answer.location.split("/")[3]
    assert point.get(f"/window/cases/{case_id}").status_code == 403
    sign_in(client, "zhou.min")
    client.get("/window/forwarded")
    assert client.fill_in({"note": "EMS 123"}, action="/arrive", follow_redirects=True).status_code == 200
    with app.app_context():
        case = casefile.casefile(case_id, by=town.clerk).case
    assert (case.state, case.arrived_on is not None) == (State.SUBMITTED, True)
    client.get(f"/window/cases/{case_id}")
    assert "受理机关收到材料" in client.page.words
    assert "EMS 123" in client.page.words


def test_an_administrator_merges_two_records(app: Flask, town: Town, client: Browser) -> None:
    other = "91330000142916567N"
    with app.app_context():
        walkin.start(HAZCHEM, other, by=town.clerk, at=AT, name="望山公司")
    admin = sign_in(client, "admin")
    admin.get("/admin/enterprises")
    assert admin.fill_in({"from_uscc": other, "into_uscc": USCC, "reason": ""}, action="/merge").status_code == 422
    assert "理由没有写" in admin.page.words
    filled = {"from_uscc": other, "into_uscc": USCC, "reason": "登记机关证明"}
    assert admin.fill_in(filled, action="/merge").status_code == 303
    admin.get("/admin/enterprises")
    assert "登记机关证明" in admin.page.words


def test_every_new_page_speaks_english(app: Flask, town: Town, clerk: Browser, folder: Path) -> None:
    sitting = whole(app, town)
    with app.app_context():
        one, other = (line.draft_id for line in sittings.view(sitting, by=town.clerk).lines)
        scans.add(one, RULES, "a.pdf", io.BytesIO(pdf()), by=town.clerk, at=AT)
    speak_english(clerk)
    for address in (
        f"/window/walk-in?q={USCC}",
        "/window/walk-in?q=nobody",
        f"/window/sittings/{sitting}",
        f"/window/sittings/{sitting}/receipt",
        f"/window/drafts/{one}/scans/{RULES}",
        f"/window/drafts/{one}/papers",
        f"/window/drafts/{one}/check",
        f"/window/drafts/{one}",
        f"/window/drafts/{other}/materials",
        "/window/forwarded",
    ):
        assert clerk.get(address).status_code == 200, address
    with app.app_context():
        case_id = submission.submit(one, by=town.clerk, at=AT).case_id
    assert clerk.get(f"/window/cases/{case_id}/receipt").status_code == 200
    assert clerk.get(f"/window/sittings/{sitting}/receipt").status_code == 200
    sign_in(clerk, "admin")
    assert clerk.get("/admin/enterprises").status_code == 200


def test_an_address_of_nothing_is_told_with_a_way_on(clerk: Browser, draft: str) -> None:
    for address in (f"/window/drafts/{draft}/scans/none", "/window/sittings/none"):
        assert clerk.get(address).status_code in (404, 409), address
