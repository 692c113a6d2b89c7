"""The bad inputs of a counter, each with its sentence in both languages and its way on; nothing typed or uploaded is lost."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from guides.identifiers import uscc_check_digit
from portal.db import transaction
from portal.services import applicants, drafts, scans, walkin
from portal.services.applicants import ApplicantFacts
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.pages import Browser, values
from tests.web.people import FIRM, USCC, sign_in, speak_english

AT = beijing("2026-09-29 10:00")
RULES = "rules_list"
NEW = "91990101MA2WX1234" + uscc_check_digit("91990101MA2WX1234")


@pytest.fixture
def town(app: Flask) -> Town:
    with app.app_context():
        return settle(app)


@pytest.fixture
def clerk(town: Town, client: Browser) -> Browser:
    return sign_in(client, "zhou.min")


@pytest.fixture
def draft(app: Flask, town: Town) -> str:
    """A draft with one scan in the list and one page on the table: what must still be there afterwards."""
    with app.app_context():
        name = walkin.start(HAZCHEM, USCC, by=town.clerk, at=AT, typed=ANSWERS)
        town.bring(name, [], AT, by=town.clerk)
        scans.add(name, RULES, "page.pdf", io.BytesIO(pdf()), by=town.clerk, at=AT)
        return name


def locked() -> bytes:
    out = io.BytesIO()
    Canvas(out, encrypt=StandardEncryption("secret")).save()
    return out.getvalue()


def picture_bomb() -> bytes:
    """A PNG that says it has 10,000 million pixels, in a hundred bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64
ZIP = b"PK\x03\x04" + b"\0" * 64
FILES = {
    "unreadable": (
        "broken.pdf",
        b"%PDF-1.7\nnothing\n%%EOF",
        "“broken.pdf”打不开，文件已经损坏。请先在自己的电脑上打开看看，重新导出后再传。",
        "“broken.pdf” cannot be opened; it is damaged. Try it on your own computer, export it anew and upload it.",
    ),
    "password": (
        "locked.pdf",
        locked(),
        "“locked.pdf”加了密码，窗口打不开。请另存一份不带密码的 PDF 再传。",
        "“locked.pdf” has a password and cannot be opened. Save a PDF without one and upload it.",
    ),
    "heic": (
        "IMG_1.HEIC",
        HEIC,
        "“IMG_1.HEIC”是手机的 HEIC 照片，窗口的电脑打不开。iPhone 请在“设置—相机—格式”选“兼容性最佳”后重拍，"
        "或者在手机上存成 JPG；在这台电脑上用拍照上传也可以。",
        "“IMG_1.HEIC” is a HEIC photo, which the computers at the window cannot open. On an iPhone choose Settings, Camera, "
        "Formats, Most Compatible and take it again, or save it as JPG on the phone; taking the photo from this page works too.",
    ),
    "zip bomb": (
        "papers.zip",
        ZIP,
        "“papers.zip”是压缩包或者 Word、Excel 文件，系统不解开。请解压后逐份选 PDF、JPG 或 PNG，或者另存为 PDF。",
        "“papers.zip” is an archive or a Word or Excel file, which is not opened here. Please unpack it and choose the PDF, JPG or "
        "PNG files, or save it as PDF.",
    ),
    "picture bomb": (
        "wide.png",
        picture_bomb(),
        "“wide.png”的像素太多，超过 80 百万。请缩小后再传，A4 纸用 200 dpi 就够清楚。",
        "“wide.png” has more than 80 million pixels. Make it smaller; 200 dpi is enough for A4.",
    ),
    "too large": (
        "big.pdf",
        b"%PDF-1.7" + b"\0" * (1 << 20),
        "“big.pdf”超过 1 MB。请压缩或者拆成几个再传；扫描件用 150–200 dpi 就够清楚。",
        "“big.pdf” is larger than 1 MB. Compress or split it; 150–200 dpi is enough for scans.",
    ),
}


def small_limit(app: Flask) -> None:
    """The limit set to one megabyte, so that a file of 200 MB need not be sent in a test."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], upload_megabytes=1)


@pytest.mark.parametrize("case", FILES)
@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize("place", ["files", f"scans/{RULES}", "papers/application"])
def test_a_bad_file_has_its_sentence_and_nothing_else_is_lost(
    app: Flask, town: Town, clerk: Browser, draft: str, case: str, english: bool, place: str
) -> None:
    name, content, chinese, in_english = FILES[case]
    settings = app.config["SETTINGS"]
    if case == "too large":
        small_limit(app)
    if english:
        speak_english(clerk)
    with app.app_context():
        before = drafts.view(draft, by=town.clerk)
        table = scans.pages(draft, RULES, by=town.clerk)
    clerk.get(f"/window/drafts/{draft}/materials")
    files = [FileStorage(io.BytesIO(content), name), FileStorage(io.BytesIO(pdf("good")), "good.pdf")]
    data = {"material": RULES, "file": files, "csrf_token": clerk.token}
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    assert clerk.post(f"/window/drafts/{draft}/{place}", data=body, content_type=kind).status_code == 422
    app.config["SETTINGS"] = settings
    assert (in_english if english else chinese) in clerk.page.words
    with app.app_context():
        after = drafts.view(draft, by=town.clerk)
        assert after.raw == before.raw
        assert set(before.files) <= set(after.files)
        assert set(table) <= set(scans.pages(draft, RULES, by=town.clerk))
        taken = (len(after.files) - len(before.files)) + len(scans.pages(draft, RULES, by=town.clerk)) - len(table)
        assert taken == (0 if place.startswith("papers") else 1), "the good file of the same upload is kept"
    stray = list(Path(settings.files, "incoming").glob("*"))
    assert stray == [], "nothing half-received stays behind"


CODES = {
    "check": (
        USCC[:-1] + "0",
        "代码第 18 位（校验码）是“0”，按前 17 位应当是“T”：有一位抄错了。请照营业执照逐位核对，或者扫执照上的二维码；"
        "执照上确是这样的，请申请人到登记机关更正。",
        "Character 18 of the code (the check digit) is “0”, but by the first 17 it must be “T”: one character was copied wrongly. "
        "Please compare each with the business licence, or scan its QR code; if the licence says so, the applicant must have it "
        "corrected at the registry.",
    ),
    "length": (
        USCC[:-1],
        "统一社会信用代码应为 18 位，这里是 17 位。请照营业执照补齐，或者扫执照上的二维码。",
        "The unified social credit code has 18 characters, here are 17. Please copy it from the business "
        "licence, or scan its QR code.",
    ),
    "alphabet": (
        USCC[:4] + "O" + USCC[5:],
        "代码第 5 位是“O”，代码里没有 I、O、S、V、Z 这几个字母，也没有符号。请照营业执照核对，多半是 1、0、5 或者 2。",
        "Character 5 of the code is “O”, but codes never contain the letters I, O, S, V and Z or signs. Please compare with the "
        "business licence; it is probably 1, 0, 5 or 2.",
    ),
    "region": (
        USCC[:3] + "A" + USCC[4:],
        "代码第 4 位是“A”，第 3 到 8 位是行政区划码，应当全是数字。请照营业执照核对。",
        "Character 4 of the code is “A”, but characters 3 to 8 are the region and must be digits. Please compare with the business "
        "licence.",
    ),
}


@pytest.mark.parametrize("case", ["unreadable", "password", "heic", "zip bomb"])
def test_the_script_that_uploads_hears_the_same_sentence(clerk: Browser, draft: str, case: str) -> None:
    name, content, said, _english = FILES[case]
    clerk.get(f"/window/drafts/{draft}/materials")
    sent = {"material": RULES, "csrf_token": clerk.token, "file": (io.BytesIO(content), name)}
    answer = clerk.post(f"/window/drafts/{draft}/files", data=sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()) == (422, {"errors": [said]})


@pytest.mark.parametrize("case", CODES)
@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_a_wrong_code_names_the_character_and_what_was_typed_stays(clerk: Browser, case: str, english: bool) -> None:
    wrong, chinese, in_english = CODES[case]
    if english:
        speak_english(clerk)
    sentence = in_english if english else chinese
    clerk.get(f"/window/walk-in?q={wrong}")
    assert sentence in clerk.page.words
    typed = {"item": HAZCHEM, "uscc": wrong, "name": "𠮷林公司", "capacity": "agent", "agent_name": "𠮷小明"}
    assert clerk.post("/window/walk-in", data=typed).status_code == 422
    assert sentence in clerk.page.words
    kept = [*values(next(one for one in clerk.page.tree.iter("form") if one.get("id") == "begin"))]
    for name in ("item", "name", "capacity", "agent_name"):
        assert (name, typed[name]) in kept


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_an_enterprise_that_exists_twice_is_shown_and_resolved(
    app: Flask, town: Town, clerk: Browser, english: bool
) -> None:
    if english:
        speak_english(clerk)
    typed = {"item": HAZCHEM, "uscc": NEW, "name": FIRM}
    clerk.get("/window/walk-in")
    assert clerk.post("/window/walk-in", data=typed).status_code == 422
    said = (
        f"“{FIRM}” is already on record under another code, listed above. If it is the same enterprise, use that record; if there "
        "are two of one name, tick the box below."
        if english
        else f"“{FIRM}”已经用另一个代码登记过，列在上面。是同一家的，用登记的那一条；确是两家同名单位的，勾选下面的“同名的另一家”。"
    )
    assert said in clerk.page.words
    assert any(f"uscc={USCC}" in one for one in clerk.page.links.values())
    assert clerk.post("/window/walk-in", data={**typed, "another": "y"}).status_code == 303
    clerk.get(f"/window/walk-in?q={FIRM}")
    advice = (
        "Two records of one name: choose by the code on the business licence; if it is one enterprise, ask an administrator to "
        "merge"
        if english
        else "同名有两条记录的：照营业执照上的代码选；如果是同一家，请管理员合并，不要再登记一条。"
    )
    assert advice in clerk.page.words


def test_a_renamed_enterprise_is_asked_about_and_the_name_is_not_lost(clerk: Browser) -> None:
    typed = {"item": HAZCHEM, "uscc": USCC, "name": "临江恒泰𠮷材料有限公司"}
    clerk.get("/window/walk-in")
    assert clerk.post("/window/walk-in", data=typed).status_code == 422
    assert f"这个代码登记的名称是“{FIRM}”，您填的是“临江恒泰𠮷材料有限公司”。" in clerk.page.words
    answer = clerk.post("/window/walk-in", data={**typed, "renamed": "y"})
    assert answer.status_code == 303
    clerk.get(answer.location)
    assert "临江恒泰𠮷材料有限公司" in clerk.page.words


def test_a_name_with_a_rare_character_goes_all_the_way(app: Flask, town: Town, clerk: Browser) -> None:
    with app.app_context(), transaction() as session:
        applicants.settle(session, ApplicantFacts(uscc=NEW, name="𠮷林石化有限公司"), by=town.clerk, at=AT)
    clerk.get("/window/walk-in?q=𠮷林")
    assert "𠮷林石化有限公司" in clerk.page.words
    answer = clerk.post("/window/walk-in", data={"item": HAZCHEM, "uscc": NEW})
    pack = clerk.get(f"{answer.location}/papers/all.pdf")
    assert pack.data.startswith(b"%PDF")
    assert "%F0%A0%AE%B7" in pack.headers["Content-Disposition"]
