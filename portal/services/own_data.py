"""Everything about oneself in one ZIP file: the account with its log, the cases and the drafts; nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.documents.letter import INTERNAL
from portal.models import (
    AccountEntry,
    Complaint,
    CourierParcel,
    CreditObjection,
    Document,
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
from portal.services import account_log, credit_own, journal, own_words, sign_ins, snapshots
from portal.services.casefile import INSIDE
from portal.services.outbox import TOLD
from portal.services.own_rows import own_rows
from portal.services.own_tables import OF_CASE, OF_ENTERPRISE, OF_PERSON, Told
from portal.services.uploads import SECRET
from workflows.events import kind_of

READ_ME = """这里是平台上关于您的全部信息，只有您本人能下载。
account.json  账户、登录和设备、账户记录、委托、消息和接收方式、预约、关注的办件、投诉、信用异议
enterprise.json（负责人）企业登记的信息和变更记录、预约、委托、证照、容缺承诺、信用名单、异议和答复、推送地址
cases/        您提交的申请（负责人：企业的全部申请）：填写的内容、材料清单和摘要、经过、您说过的话、文书清单、评价、到场、送达、公示
elsewhere.json 您现在不再代为办理的办件里您自己做过的事、说过的话，例如公示期间提的意见
drafts/       您建立的草稿（负责人：企业的全部草稿）
材料和文书的原件在“我的办件”里下载；摘要（SHA-256）可以用来核对。时间都是世界协调时（UTC）。

This is everything that the portal knows about you; only you can download it.
account.json  the account, sign-ins and devices, its log, authorities, messages and how they are told, appointments, followed
              cases, complaints, credit objections
enterprise.json (an owner) the enterprise's record and its changes, appointments, authorities, licences, promises, credit
              entries, objections with their answers, the address that is told of its cases
cases/        what you handed in (an owner: all of the enterprise): what was filled in, files with digests, history, your
              statements, letters, ratings, visits, service, publication
elsewhere.json  what you did and said in cases that you do not act in now, such as objections in a publicity window
drafts/       the drafts you began (an owner: all of the enterprise)
The files and letters themselves are downloaded under "My cases"; digests are SHA-256. All times are UTC.
"""


def package(*, by: Actor, at: datetime) -> bytes:
    """The ZIP file with everything about the person; that it was taken stands in the account's log."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", READ_ME)
        with reading() as session:
            for name, content in _parts(session, by, at):
                archive.writestr(name, json.dumps(content, ensure_ascii=False, indent=2, default=_plain))
    with transaction() as session:
        account_log.note(session, "data_taken", by=by, at=at, user_id=by.id)
    return out.getvalue()


def _parts(session: Session, by: Actor, at: datetime) -> Iterator[tuple[str, Any]]:
    yield "account.json", _account(session, by)
    if elsewhere := own_words.elsewhere(session, by):
        yield "elsewhere.json", elsewhere
    if not by.holds(Role.HANDLER) or by.enterprise_id is None:
        return
    if by.owner and not by.mandate_id:
        yield "enterprise.json", _enterprise(session, by.enterprise_id, at)
    cases = select(CaseRow).where(own_rows(CaseRow, by)).order_by(CaseRow.id)
    begun = (
        select(Draft).where(own_rows(Draft, by), Draft.channel == "online", Draft.case_id.is_(None)).order_by(Draft.id)
    )
    if not by.owner:
        cases, begun = cases.where(CaseRow.handler_id == by.id), begun.where(Draft.user_id == by.id)
    for row in session.scalars(cases.execution_options(yield_per=50)):
        yield f"cases/{row.number}.json", _case(session, row, by)
    for draft in session.scalars(begun.execution_options(yield_per=50)):
        yield f"drafts/{draft.id}.json", _draft(session, draft)


def _account(session: Session, by: Actor) -> dict[str, Any]:
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


def _enterprise(session: Session, number: int, at: datetime) -> dict[str, Any]:
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
    found = select(table, CaseRow.number).outerjoin(CaseRow, CaseRow.id == table.case_id).where(where)
    return [
        {"case": number, **_columns(one, *told.columns)} for one, number in session.execute(found.order_by(*ordered))
    ]


def _messages(session: Session, by: Actor) -> list[dict[str, Any]]:
    """What the person was told, by case number and kind."""
    found = select(Message, CaseRow.number).outerjoin(CaseRow, CaseRow.id == Message.case_id)
    rows = session.execute(found.where(Message.user_id == by.id).order_by(Message.id))
    return [{"case": number, **_columns(one, "kind", "topic", "created_at", "read_at")} for one, number in rows]


def _sign_in(one: SignIn) -> dict[str, Any]:
    said = _columns(one, "device", "factor", "started_at", "seen_at", "ended_at")
    return {**said, "openid": one.way == sign_ins.OPENID}


def _case(session: Session, row: CaseRow, by: Actor) -> dict[str, Any]:
    letters = session.scalars(select(Document).where(Document.case_id == row.id).order_by(Document.id))
    files = session.scalars(
        select(Upload)
        .where(Upload.case_id == row.id, Upload.removed_at.is_(None), Upload.purpose.not_in((SECRET, *INSIDE)))
        .order_by(Upload.id)
    )
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
        "files": [_file(one) for one in files],
        "letters": [_columns(one, "kind", "number", "dated") for one in letters if one.kind not in INTERNAL],
        "parcels": [_columns(one, "state", "name", "mobile", "address", "number", "wanted_at") for one in parcels],
        "history": history,
        "said": own_words.of_case(session, row, recorded, by),
        **{name: _found(session, told, told.model.case_id == row.id) for name, told in OF_CASE.items()},
    }


def _draft(session: Session, draft: Draft) -> dict[str, Any]:
    files = session.scalars(
        select(Upload).where(Upload.draft_id == draft.id, Upload.removed_at.is_(None)).order_by(Upload.id)
    )
    said = _columns(
        draft, "item", "guide_version", "raw", "later", "stands", "looks", "filled", "looked", "mending", "carried",
        "created_at", "changed_at",
    )  # fmt: skip
    return {**said, "files": [_file(one) for one in files]}


def _file(one: Upload) -> dict[str, Any]:
    return _columns(one, "material", "filename", "media_type", "size", "sha256", "uploaded_at")


def _line(line: account_log.Line) -> dict[str, Any]:
    return {"at": line.at, "what": line.kind, "facts": line.facts, "reason": line.reason}


def _columns(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
