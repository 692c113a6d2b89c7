"""Publication (双公示): the public list of licensing decisions, natural persons masked (R107-R109)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.text import Text
from portal.actors import SYSTEM
from portal.clock import business_day
from portal.db import reading, transaction
from portal.masks import mask_name
from portal.models import Case as CaseRow
from portal.models import Licence, Office, Publication
from portal.services import journal, law, snapshots
from portal.services.outbox import Parcel
from workflows.case import Case
from workflows.commands import Publish
from workflows.licence import OVER, standing_on

SEARCHED = ("XK_XDR_MC", "XK_XDR_SHXYM", "XK_WSH", "XK_XKBH")
KINDS = {"individual_business": "个体工商户", "natural_person": "自然人"}
INVALID = OVER | {"suspended"}
"""A licence in one of these states is published as not valid (XK_ZT 2)."""

UNLIMITED = "2099-12-31"  # how the national table writes a licence without an end (R109, K)


@dataclass(frozen=True, slots=True)
class PublishedDecision:
    """One line of the public list, in the national fields (R109), with the item in both languages."""

    decided_on: date
    item: Text
    granted: bool
    fields: dict[str, Any]


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `publication` message of the outbox: publish the decision, once."""
    assert parcel.case_id is not None
    publish(parcel.case_id, at=at)


def publish(case_id: int, *, at: datetime) -> bool:
    """Put a decision on the public list within its limit (R107).

    False when it stands there already; its line then takes up what has come since, such as the licence that was made out.
    """
    with transaction() as session:
        row = journal.lock(session, case_id)
        line_there = session.get(Publication, case_id)
        if line_there is not None:
            line_there.fields = _fields(session, row, journal.state_of(session, case_id), business_day(at))
            return False
        case = journal.record(session, row, Publish(), by=SYSTEM, at=at)
        assert case.decided_on is not None
        fields = _fields(session, row, case, business_day(at))
        line = {"case_id": case_id, "published_at": at, "decided_on": case.decided_on, "fields": fields}
        session.execute(insert(Publication), [line])
        return True


def published(*, search: str = "", page: int = 1, size: int = 50) -> tuple[list[PublishedDecision], bool]:
    """A page of the public list, newest first, and whether there is more.

    `search` finds what is published, and nothing that was masked: names, items, numbers of decisions and of licences, codes.
    """
    statement = select(
        Publication.decided_on, Publication.fields, CaseRow.item_name_zh, CaseRow.item_name_en, CaseRow.outcome
    ).join(CaseRow, CaseRow.id == Publication.case_id)
    if search.strip():
        statement = statement.where(_matches(search.strip()[:100]))
    statement = statement.order_by(Publication.decided_on.desc(), Publication.case_id.desc())
    with reading() as session:
        rows = session.execute(statement.offset((page - 1) * size).limit(size + 1)).all()
    found = [
        PublishedDecision(on, Text(zh=zh, en=en), outcome != "refuse", fields)
        for on, fields, zh, en, outcome in rows[:size]
    ]
    return found, len(rows) > size


def _matches(words: str) -> ColumnElement[bool]:
    named = [Publication.fields[name].as_string().contains(words, autoescape=True) for name in SEARCHED]
    items = (
        CaseRow.item_name_zh.contains(words, autoescape=True),
        CaseRow.item_name_en.icontains(words, autoescape=True),
    )
    return or_(*named, *items)


def _fields(session: Session, row: CaseRow, case: Case, on: date) -> dict[str, Any]:
    guide = law.guide_of(row.item, row.guide_version)
    firm = snapshots.latest(session, row.id)["enterprise"]
    office = session.scalars(select(Office).where(Office.code == row.lead_office)).one()
    licence = session.scalars(select(Licence).where(Licence.case_id == row.id)).one_or_none()
    granted = case.outcome == "grant"
    kind = firm.get("kind", "legal_person")
    person = is_person(kind, firm["name"], firm["legal_representative"])
    assert case.decided_on is not None
    return {
        "XK_XDR_MC": mask_name(firm["name"]) if person else firm["name"],
        "XK_XDR_LB": KINDS.get(kind, "法人及非法人组织"),
        "XK_XDR_SHXYM": "" if person else firm["uscc"],
        "XK_FRDB": firm["legal_representative"] if kind not in KINDS else "",
        "XK_XKWS": _document_name(guide, granted),
        "XK_WSH": _number(case),
        "XK_XKLB": "普通" if guide.item_type == "licence" else "其他",
        "XK_XKZS": str(guide.result.document) if granted else "",
        "XK_XKBH": licence.number if licence else "",
        "XK_NR": case.scope or str(guide.name),
        "XK_JDRQ": case.decided_on.isoformat(),
        "XK_YXQZ": (licence.valid_from if licence else case.decided_on).isoformat(),
        "XK_YXQZI": licence.valid_to.isoformat() if licence and licence.valid_to else UNLIMITED,
        "XK_XKJG": office.name_zh,
        "XK_XKJGDM": office.uscc,
        "XK_ZT": "1" if granted and not (licence and _standing(licence, on) in INVALID) else "2",
        "XK_LYDW": office.name_zh,
        "XK_LYDWDM": office.uscc,
    }


def _standing(own: Licence, on: date) -> str:
    since, until, before = own.state_since, own.state_until, own.state_before
    return standing_on(own.state, own.valid_from, own.valid_to, on, since=since, until=until, before=before)


def is_person(kind: str, name: str, representative: str) -> bool:
    """Whether a holder is a natural person, or a trader under the own name: their data are masked (R108)."""
    return kind == "natural_person" or (kind == "individual_business" and name == representative)


def _document_name(guide: Guide, granted: bool) -> str:
    if guide.item_type == "filing":
        return "备案通知书"
    return "准予行政许可决定书" if granted else "不予行政许可决定书"


def _number(case: Case) -> str:
    return next((number for _, kind, number in reversed(case.numbers) if kind in ("grant", "renewal", "refusal")), "")
