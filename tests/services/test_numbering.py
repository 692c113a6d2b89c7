"""Numbers of letters where the house is not quite set up: nobody is kept from handing in (R4, R118)."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select, update

from portal.db import reading, transaction
from portal.models import Document, Office
from tests.services.cases import Hall


def test_a_case_of_an_office_that_nobody_has_set_up_is_received_with_its_receipt(database: Flask):
    hall = Hall(database)
    with transaction() as session:
        session.execute(update(Office).where(Office.code == "emb").values(code="elsewhere"))
    case_id = hall.submitted()
    with reading() as session:
        receipt = session.scalars(select(Document).where(Document.case_id == case_id)).one()
    assert (receipt.kind, "〔2026〕1号" in receipt.number) == ("receipt", True)
