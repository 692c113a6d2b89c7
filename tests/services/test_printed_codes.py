"""What a camera reads off a printed licence proves it without a network: from the signed PDF, sharp and worn, at 25 mm (R117)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from PIL import Image
from sqlalchemy import select

from portal.cli_licence import licence as command
from portal.db import reading
from portal.documents import pdf_identity, pdf_signature
from portal.models import Document, Licence
from portal.services import delivery, evidence_key, letters, licence_key
from portal.services.letter_code import SHOWN
from portal.services.licence_payload import prove
from tests import scanner
from tests.after_licence import AFTER, granted
from tests.services.cases import Hall, at
from tests.services.test_outcome_letters import filing, name_of
from tests.services.test_persons import ANSWERS, OPERATOR
from workflows import commands as c

FIRST = date(2026, 1, 1)
PEM = pdf_identity.new("临江市政务服务中心", at=at("2026-01-01T00:00"))
GOODS = [{"name": f"第{n}种危险化学品的名称", "cas": "108-88-3", "annual_tons": str(n)} for n in range(1, 41)]
LONGEST = {
    "unit_name": "临江市澄江区" + "长" * 34,
    "business_address": {"region": "临江市澄江区", "detail": "化工大道北段一百二十八号院" * 4},
    "chemicals": GOODS,
}


@dataclass
class Printed:
    """A licence of the register, and its signed PDF."""

    row: Licence
    pdf: bytes

    @property
    def address(self) -> str:
        return f"/verify/{self.row.token}#{self.row.payload}"


@pytest.fixture
def hall(keyed: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Hall:
    """The town, whose portal signs codes and seals letters."""
    (tmp_path / "seal.pem").write_text(PEM)
    settings = replace(keyed.config["SETTINGS"], seal_file=str(tmp_path / "seal.pem"))
    monkeypatch.setitem(keyed.config, "SETTINGS", settings)
    return Hall(keyed)


def printed(hall: Hall, case_id: str) -> Printed:
    """The document that the holder of a granted case gets, as the file that leaves."""
    delivery.issue(case_id, by=hall.clerk, at=at("2026-03-09T10:00"), electronic=True)
    with reading() as session:
        row = session.scalars(select(Licence).order_by(Licence.id.desc())).first()
        name = session.scalars(select(Document.public_id).where(Document.kind.in_(SHOWN)).order_by(Document.id.desc()))
        paper = name.first()
    assert row is not None
    assert paper is not None
    file = letters.pdf(paper, by=hall.clerk, at=at("2026-03-09T11:00"))[1]
    assert pdf_signature.found(file).whole
    return Printed(row, file)


def of(item: str, **more: Any) -> Callable[[Hall], str]:
    return lambda hall: granted(hall, AFTER, item, **more)


def filed(hall: Hall) -> str:
    case_id = filing(hall)
    hall.do(case_id, c.Grant("材料齐全"), "2026-03-05T10:00", hall.head)
    return name_of(case_id)


ISSUED = {
    "goods": of("hazchem_business_licence", answers={"unit_name": "临江恒泰化工贸易有限公司", "chemicals": GOODS[:1]}),
    "longest": of("hazchem_business_licence", answers=LONGEST),
    "use": of("hazchem_use_licence"),
    "fireworks": of("fireworks_retail_licence", version=FIRST),
    "person": of(OPERATOR, answers={**ANSWERS, "applied_by": "self"}, version=FIRST),
    "filing": filed,
}


def one(picture: Image.Image, dpi: int) -> scanner.Read:
    """The only code on a page."""
    [code] = scanner.read(picture, dpi)
    return code


@pytest.mark.parametrize("kind", ISSUED)
def test_a_camera_reads_the_printed_licence_and_proves_it_without_a_network(hall: Hall, kind: str):
    paper = printed(hall, ISSUED[kind](hall))
    sharp = one(scanner.pages(paper.pdf)[0], scanner.FINE)
    assert sharp.text.endswith(paper.address)
    for side in sharp.sides:
        assert side == pytest.approx(25, abs=0.2)
    own = licence_key.signing()
    assert own is not None
    named = evidence_key.fingerprint_of(own.public_key())
    done = CliRunner().invoke(command, ["verify", sharp.text, "--key", named, "--on", "2026-11-01", "--json"])
    assert (done.exit_code, json.loads(done.output)["proven"]) == (0, True)
    assert prove(sharp.text).facts.number == paper.row.number
    page = scanner.pages(paper.pdf, scanner.COARSE)[0]
    seen = scanner.around(page, one(page, scanner.COARSE))
    for turn in (2.0, -1.5, 90.0):
        poor = one(scanner.worn(seen, turn=turn), scanner.COARSE)
        assert poor.text == sharp.text, f"a poor copy that lies {turn} degrees askew"


def test_a_long_address_of_the_portal_leaves_the_code_readable(hall: Hall, keyed: Flask, monkeypatch):
    long = "https://" + "a" * 70 + ".gov.cn"
    monkeypatch.setitem(keyed.config, "SETTINGS", replace(keyed.config["SETTINGS"], base_url=long))
    paper = printed(hall, ISSUED["longest"](hall))
    page = scanner.pages(paper.pdf)[0]
    code = one(page, scanner.FINE)
    assert code.text == long + paper.address
    assert one(scanner.worn(scanner.around(page, code)), scanner.FINE).text == code.text
