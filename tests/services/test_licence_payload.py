"""The code of a licence proves its facts without a network: signed once at issue, whole or not at all, also from the PDF."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import select, update

from guides.load import load_catalogue
from portal import documents
from portal.cli_licence import licence as command
from portal.db import reading, transaction
from portal.documents import qr
from portal.documents.decision import Content
from portal.documents.letter import Letter
from portal.models import Document, Licence
from portal.services import delivery, evidence_key, letters, licence_key, licence_pdf, licence_words
from portal.services.licence_payload import MARK, PayloadError, Said, Signed, prove, sign
from tests import at_window
from tests.at_window import Town, beijing

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
FACTS = Signed(
    "临危化经字〔2026〕0001", "临江恒泰化工贸易有限公司", "91990101MA2HT5K72T", "危险化学品经营许可证",
    date(2026, 3, 9), date(2029, 3, 8),
)  # fmt: skip


BEFORE = (
    "L1.gyClGXfYw4yopJJ8Zw31gh5El2GUXhXp77JqFQnSMOpLg5dG-DLVEvT8xAIRpreWF_UjsEvYsx8J_50aG_avKpxXjOLTEaln_K0ELTP1S2_YbsCYl9w78ZAp4n"
    "rZ3MwK5Li05Y2x5YyW57uP5a2X44CUMjAyNuOAlTAwMDEK5Li05rGf5oGS5rOw5YyW5bel6LS45piT5pyJ6ZmQ5YWs5Y-4CjkxOTkwMTAxTUEySFQ1SzcyVArljbHp"
    "manljJblrablk4Hnu4_okKXorrjlj6_or4EKMjAyNjAzMDkKMjAyOTAzMDg"
)
BEFORE_AGAIN = (
    "L1.gyClGXfYw4yopJJ8Zw31gh5El2GUXhXp77JqFQnSMOopmp0LGc4iA1QWOtj-z0CjuPvL5Qmlw9w67ssn7W9HiPgCL6fgWPXtrJcGJ84LjkvTeVGUUFdg1I1p6D"
    "CAhFwF5Li05Y2x5YyW57uP5a2X44CUMjAyNuOAlTAwMDEK5Li05rGf5oGS5rOw5YyW5bel6LS45piT5pyJ6ZmQ5YWs5Y-4CjkxOTkwMTAxTUEySFQ1SzcyVArljbHp"
    "manljJblrablk4Hnu4_okKXorrjlj6_or4EKMjAyNjAzMDkKCjI"
)
"""Two codes as they were signed before the scope and the place were in them."""


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
        replace(FACTS, issue=3, scope=Said("甲醇、乙醇（不带储存）"), place=Said("临江市澄江区化工路18号")),
        replace(FACTS, scope=Said(digest="A" * 22)),
    ],
)
def test_what_was_signed_is_proven_again_also_inside_its_address(facts: Signed):
    text = sign(facts, KEY)
    for whole in (text, f"https://onewindow.example/verify/abc#{text}"):
        assert prove(whole).facts == facts
    assert prove(text).fingerprint == evidence_key.fingerprint_of(KEY.public_key())
    assert text == sign(facts, KEY)


def test_no_single_bit_can_be_changed():
    number = int(sign(FACTS, KEY).removeprefix(MARK))
    for bit in range(number.bit_length() - 1):
        with pytest.raises(PayloadError):
            prove(f"{MARK}{number ^ (1 << bit)}")


def test_a_code_of_before_is_proven_as_it_was():
    for text, issue in ((BEFORE, 1), (BEFORE_AGAIN, 2)):
        found = prove(f"https://onewindow.example/verify/abc#{text}")
        assert found.facts == replace(FACTS, issue=issue, valid_to=FACTS.valid_to if issue == 1 else None)
        assert found.fingerprint == evidence_key.fingerprint_of(KEY.public_key())
        assert found.facts.scope == found.facts.place == Said()
    with pytest.raises(PayloadError):
        prove(BEFORE[:-1] + "A")
    with pytest.raises(PayloadError, match="unreadable"):
        prove(MARK + str(int.from_bytes(BEFORE.encode(), "big")))


def test_long_words_give_way_to_their_digests_and_are_compared_all_the_same():
    goods = "；".join(f"第{n}种化学品，CAS {n:05d}-00-0，最大储量{n}吨" for n in range(100))
    road = "临江市澄江区化工大道北段一百二十八号院三号楼二单元"
    short = prove(sign(replace(FACTS, scope=Said("乙醇"), place=Said(road)), KEY)).facts
    assert (short.scope.text, short.place.text) == ("乙醇", road)
    facts = prove(sign(replace(FACTS, scope=Said(goods), place=Said(road)), KEY)).facts
    assert (facts.scope.text, facts.place.text) == ("", road), "what fits is said"
    assert facts.scope.same(goods.replace("；", "；\n"))
    assert facts.scope.same(goods.replace("1", "１"))
    assert not facts.scope.same(goods.replace("第7种", "第8种"))
    assert not facts.scope.same("")
    tight = replace(FACTS, holder="长" * 40, scope=Said("乙" * 40), place=Said(road))
    found = prove(sign(tight, KEY)).facts
    assert (found.scope.text, found.place.text) == ("", road)
    assert found.scope.same("乙" * 40)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "L1.",
        "L1.AAAA",
        "L2.AAAA",
        "L2.",
        "L2.0",
        "L2.1234",
        "L2." + "9" * 400,
        "L2." + "1" * 3990,
        "https://x/verify/abc",
        "L1." + "A" * 3000,
        "L1.Ω",
        "号" * 9,
    ],
)
def test_what_is_no_code_is_said_to_be_none(text: str):
    with pytest.raises(PayloadError):
        prove(text)


def test_a_line_feed_in_a_name_forges_no_other_fact():
    proven = prove(sign(replace(FACTS, holder="甲\n20990101"), KEY)).facts
    assert (proven.holder, proven.valid_from) == ("甲 20990101", FACTS.valid_from)


SCOPES = {
    guide.item: "；".join(f"{field.label}一二三四五六七八九十" for _ in range(min(field.max_rows or 1, 100)))
    for guide in load_catalogue().guides
    for item in guide.result.contents
    if "范围" in str(item.label) and (field := guide.fields.get(item.field or ""))
}


@pytest.mark.parametrize(
    "words", [*SCOPES.values(), "", "乙醇", "甲" * 2000], ids=[*SCOPES, "none", "short", "longest"]
)
def test_the_code_still_reads_at_twenty_five_millimetres(words: str):
    """A module of 0.28 mm is three dots of an ordinary printer; also with the longest scope of the guides and a long address."""
    facts = replace(FACTS, holder="临江市澄江区" + "长" * 34, scope=Said(words), place=Said("临江市" + "长" * 60))
    for site in ("https://onewindow.linjiang.gov.cn", "https://" + "a" * 80):
        code = qr.code(f"{site}/verify/{'t' * 24}#{sign(facts, KEY)}")
        assert 25 / code.side >= 0.28
        assert code.side < qr.code(f"{site}/verify/{'t' * 24}#{'L' * len(sign(facts, KEY))}").side, (
            "digits take less room"
        )


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


def test_the_pdf_shows_what_is_allowed_and_where_and_a_paper_is_compared(town: Town, tmp_path: Path):
    row, file = issued(town, tmp_path)
    told = json.loads(run(str(file), "--on", "2026-11-01", "--json").output)
    scope, place = told["scope"]["text"], told["address"]["text"]
    assert scope
    assert place
    assert told["differs"] == []
    facts, words = prove(row.payload).facts, licence_pdf.payload_of(file)[1]
    long = replace(
        facts, scope=Said(digest=licence_words.digest_of(scope)), place=Said(digest=licence_words.digest_of(place))
    )
    assert licence_pdf.differing(words, long) == ()
    assert licence_pdf.printed(words, long.scope, licence_words.SCOPE) == licence_words.plain(scope)
    assert licence_pdf.differing(words, replace(facts, scope=Said("丙酮"), place=Said(digest="A" * 22))) == (
        "scope",
        "place",
    )
    own = licence_key.signing()
    assert own is not None
    text, named = sign(replace(long, issue=1), own), ("--key", evidence_key.fingerprint_of(own.public_key()))
    assert "--scope" in run(text, *named, "--on", "2026-11-01").output
    good = run(text, *named, "--on", "2026-11-01", "--scope", scope, "--address", f" {place} ")
    assert (good.exit_code, scope in good.output) == (0, True)
    bad = run(text, *named, "--on", "2026-11-01", "--scope", scope + "、硫酸")
    assert bad.exit_code == 1
    assert bad.output.startswith("SCOPE")


def test_a_page_with_words_in_its_label_is_still_found():
    page = licence_words.plain("证书编号 1 许可品种、经营量 麻黄碱 20 千克 有效期限 2026年")
    digest = licence_words.digest_of("麻黄碱20千克")
    assert licence_words.found_on(page, digest, licence_words.SCOPE) == "麻黄碱20千克"
    assert licence_words.found_on(page.replace("20", "30"), digest, licence_words.SCOPE) == ""


def test_the_lines_that_a_code_proves_are_found_by_their_labels():
    lines = [
        Content("注册地址", "甲路1号"),
        Content("烟花爆竹种类", "旋转类"),
        Content("许可范围", "零售"),
        Content("仓储设施地址", "乙路2号"),
    ]
    assert (licence_words.scope_of(lines), licence_words.place_of(lines)) == ("零售", "乙路2号")
    assert (licence_words.scope_of(lines[:2]), licence_words.place_of(lines[:2])) == ("旋转类", "甲路1号")
    assert licence_words.scope_of([]) == licence_words.place_of([]) == ""
