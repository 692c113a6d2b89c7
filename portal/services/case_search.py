"""The search for a case at the window: by applicant, code or number, in any state."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import ColumnElement, case, func, null, or_, select

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Enterprise, Licence
from portal.services import law
from portal.services.paging import ROWS, offset
from portal.services.window_rows import COLUMNS, WaitingPage, row_of

MOST = 1000
"""How many hits are counted and can be paged through; whoever finds more says more."""


def find_cases(words: str, *, by: Actor, on: date, page: int = 1) -> WaitingPage:
    """Cases in any state by applicant, code, item or number (whole, or day and running number), newest first.

    Without words the cases that changed last. Names are sought among the enterprises, numbers by the index, so that the
    search stays quick over a million cases.
    """
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    where = _sought(words)
    statement = select(*COLUMNS, CaseRow.state.label("kind"), _any_due().label("due"), null().label("light"))
    statement = statement.join(Enterprise, Enterprise.id == CaseRow.enterprise_id).where(*where)
    with reading() as session:
        total = session.scalar(
            select(func.count()).select_from(select(CaseRow.id).where(*where).limit(MOST).subquery())
        )
        page, pages, skip = offset(page, total or 0)
        rows = session.execute(statement.order_by(CaseRow.id.desc()).limit(ROWS).offset(skip)).all()
    return WaitingPage(tuple(row_of(row, on) for row in rows), total or 0, page, pages)


def scanned(words: str, *, by: Actor) -> str | None:
    """The opaque name of the one case that a scanner's text names; None for anything that is not one exact case.

    A scanner types what stands in the code: a number, whole or its last twelve digits, the address under the QR code of a
    receipt or licence, or of one of our own pages.
    """
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    where = _named(unicodedata.normalize("NFKC", words).strip())
    if where is None:
        return None
    with reading() as session:
        found = session.scalars(select(CaseRow.public_id).where(where).limit(2)).all()
    return found[0] if len(found) == 1 else None


def _named(words: str) -> ColumnElement[bool] | None:
    if "/" in words:
        parts = urlsplit(words)
        *_before, kind, name = ["", *parts.path.rstrip("/").split("/")]
        if kind == "verify":
            return CaseRow.id.in_(select(Licence.case_id).where(Licence.token == name))
        if name == "track":
            number = "".join(parse_qs(parts.query).get("number", ())) or parts.fragment
            return CaseRow.number == number.upper()
        return CaseRow.public_id == name if kind in ("cases", "queue", "deliveries") else None
    tidy = words.replace("-", "").replace(" ", "").upper()
    if tidy.isdigit() and len(tidy) == 12:
        return CaseRow.number.in_(sorted(code + tidy for code in law.catalogue().task_codes))
    if len(tidy) > 18 and tidy.isalnum() and tidy.isascii():
        return CaseRow.number == tidy
    return None


def _any_due() -> ColumnElement[Any]:
    return case(
        (CaseRow.state.in_(("submitted", "resubmitted")), func.coalesce(CaseRow.answer_due, CaseRow.notice_due)),
        (CaseRow.state == "correction", CaseRow.correction_due),
        (CaseRow.state == "in_review", CaseRow.promised_due),
        (CaseRow.state.in_(("granted", "issued", "refused")), CaseRow.delivery_due),
        else_=null(),
    )


def _sought(words: str) -> tuple[ColumnElement[bool], ...]:
    tidy = words.replace("-", "").replace(" ", "").strip().upper()
    if not tidy:
        return ()
    if tidy.isdigit() and len(tidy) == 12:
        codes = law.catalogue().task_codes
        return (CaseRow.number.in_(sorted(code + tidy for code in codes)),)
    if len(tidy) > 18 and tidy.isalnum() and tidy.isascii():
        return (CaseRow.number == tidy,)
    named = [
        or_(Enterprise.name.icontains(w, autoescape=True), Enterprise.uscc.istartswith(w, autoescape=True))
        for w in words.split()
    ]
    return (CaseRow.enterprise_id.in_(select(Enterprise.id).where(*named)),)
