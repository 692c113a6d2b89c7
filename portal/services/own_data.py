"""What the portal knows about a person, as data: the account with its log, the enterprise, a case, a draft; nobody else's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.clock import business_day
from portal.models import (
    AccountEntry,
    Complaint,
    CourierParcel,
    CreditObjection,
    Draft,
    Enterprise,
    Identity,
    Mandate,
    Message,
    MessageChoice,
    SignIn,
    Upload,
    User,
)
from portal.models import Case as CaseRow
from portal.services import account_log, credit_own, journal, own_files, own_words, sign_ins, snapshots
from portal.services.outbox import TOLD
from portal.services.own_tables import OF_CASE, OF_ENTERPRISE, OF_PERSON, Told
from workflows.events import kind_of


def account(session: Session, by: Actor) -> dict[str, Any]:
    """The account itself, and what belongs to the person alone."""
    user = session.get_one(User, by.id)
    firm = user.enterprise
    mandates = session.scalars(select(Mandate).where(Mandate.user_id == by.id).order_by(Mandate.id))
    entered = session.scalars(select(SignIn).where(SignIn.user_id == by.id).order_by(SignIn.id))
    identities = session.scalars(select(Identity).where(Identity.user_id == by.id).order_by(Identity.id))
    told = session.get(MessageChoice, by.id)
    complaints = session.scalars(select(Complaint).where(Complaint.user_id == by.id).order_by(Complaint.id))
    said = (
        "login", "name", "mobile", "mobile_proven", "email", "locale", "certificate_number", "created_at", "last_seen_at", "owner",
    )  # fmt: skip
    return {
        **{name: getattr(user, name) for name in said},
        "roles": sorted(str(role) for role in by.roles),
        "second_factor": bool(user.totp_secret),
        "enterprise": {"name": firm.name, "uscc": firm.uscc} if firm else None,
        "authorities": [
            _columns(one, "valid_from", "valid_until", "items", "accepted_at", "ended_at") for one in mandates
        ],
        "sign_ins": [_sign_in(one) for one in entered],
        "identities": [_columns(one, "issuer", "subject", "linked_at", "used_at") for one in identities],
        "messages": _messages(session, by),
        "complaints": [
            _columns(one, "number", "in_name", "about", "words", "wish", "filed_at", "founded", "answer", "answered_at")
            for one in complaints
        ],
        "told": _columns(told, "mail", "sms", "quiet", "follows_all") if told else None,
        "log": [_line(line) for line in account_log.lines(session, AccountEntry.user_id == by.id)],
        "credit_objections": _found(
            session, OF_ENTERPRISE["credit_objections"], CreditObjection.filed_by == by.reference
        ),
        **{name: _found(session, told, getattr(told.model, told.by) == by.id) for name, told in OF_PERSON.items()},
    }


def enterprise(session: Session, number: int, at: datetime) -> dict[str, Any]:
    """What is kept of the enterprise itself, beside its cases: for its owner."""
    firm = session.get_one(Enterprise, number)
    said = (
        "uscc",
        "name",
        "kind",
        "legal_representative",
        "legal_representative_id",
        "principal_person",
        "address",
        "phone",
    )
    entries = credit_own.entries(session, number, business_day(at))
    shown = ("kind", "list_name", "version", "grounds", "decision_document", "body", "listed_on", "until")
    return {
        **_columns(firm, *said, "created_at"),
        "credit_entries": [_columns(one, *shown) for one in entries],
        **{name: _found(session, told, getattr(told.model, told.by) == number) for name, told in OF_ENTERPRISE.items()},
    }


def _found(session: Session, told: Told, where: ColumnElement[bool]) -> list[dict[str, Any]]:
    """The rows of a table in its own order, with the number of the case that each is about."""
    table = told.model
    ordered = list(table.__table__.primary_key.columns)
    if "case_id" not in table.__table__.columns or told.by == "case_id":
        rows = session.scalars(select(table).where(where).order_by(*ordered))
        return [_columns(one, *told.columns) for one in rows]
    found = select(table, CaseRow.number, CaseRow.item).outerjoin(CaseRow, CaseRow.id == table.case_id).where(where)
    of_cases = session.execute(found.order_by(*ordered))
    return [{"case": number, "item": item, **_columns(one, *told.columns)} for one, number, item in of_cases]


def _messages(session: Session, by: Actor) -> list[dict[str, Any]]:
    """What the person was told, by case number and kind."""
    found = select(Message, CaseRow.number).outerjoin(CaseRow, CaseRow.id == Message.case_id)
    rows = session.execute(found.where(Message.user_id == by.id).order_by(Message.id))
    return [{"case": number, **_columns(one, "kind", "topic", "created_at", "read_at")} for one, number in rows]


def _sign_in(one: SignIn) -> dict[str, Any]:
    said = _columns(one, "device", "factor", "started_at", "seen_at", "ended_at")
    return {**said, "openid": one.way == sign_ins.OPENID}


def case(session: Session, row: CaseRow, by: Actor) -> dict[str, Any]:
    """One case as the applicant may know it; what stays inside the authority is not in it."""
    parcels = session.scalars(select(CourierParcel).where(CourierParcel.case_id == row.id).order_by(CourierParcel.id))
    recorded = tuple(journal.load(session, row.id))
    history = [
        {"at": one.at, "what": kind_of(one.event), "by": one.by.partition(":")[0]}
        for one in recorded
        if one.by.startswith("handler:") or kind_of(one.event) in TOLD
    ]
    return {
        **_columns(
            row, "number", "item", "item_name_zh", "item_name_en", "state", "outcome", "applicant_name", "created_at"
        ),
        "content": snapshots.latest(session, row.id),
        "files": [_file(one) for one in own_files.handed_in(session, row.id)],
        "waiting_files": [_file(one) for one in own_files.waiting(session, row.id)],
        "letters": [_columns(one, "kind", "number", "dated") for one in own_files.letters_of(session, row.id)],
        "parcels": [_columns(one, "state", "name", "mobile", "address", "number", "wanted_at") for one in parcels],
        "history": history,
        "said": own_words.of_case(session, row, recorded, by),
        **{name: _found(session, told, told.model.case_id == row.id) for name, told in OF_CASE.items()},
    }


def draft(session: Session, begun: Draft) -> dict[str, Any]:
    """One draft with what was typed, and its files."""
    files = session.scalars(
        select(Upload).where(Upload.draft_id == begun.id, Upload.removed_at.is_(None)).order_by(Upload.id)
    )
    said = _columns(
        begun, "item", "guide_version", "raw", "later", "stands", "looks", "filled", "looked", "mending", "carried",
        "created_at", "changed_at",
    )  # fmt: skip
    return {**said, "files": [_file(one) for one in files]}


def _file(one: Upload) -> dict[str, Any]:
    return _columns(one, "material", "filename", "media_type", "size", "sha256", "uploaded_at")


def _line(line: account_log.Line) -> dict[str, Any]:
    return {"at": line.at, "what": line.kind, "facts": line.facts, "reason": line.reason}


def _columns(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
