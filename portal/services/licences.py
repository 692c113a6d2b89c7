"""Licences as anybody may check them: by the number on the paper, or by the token in its QR code (R23, R108)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from flask import current_app
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from guides.form import Field
from guides.guide import Guide
from guides.text import Text
from portal.db import reading
from portal.masks import mask_name
from portal.models import Case as CaseRow
from portal.models import Document, Enterprise, Licence, LicencePaper, Office, Publication
from portal.services import law, licence_dates, seal_key, snapshots
from portal.services.answer_words import words_of
from portal.services.applicant_kinds import KINDS, is_person, masked
from portal.services.licence_dates import LicenceDates
from portal.services.licensee import licensee
from portal.services.stated_value import PRINTED
from workflows.licence import standing_on

Standing = Literal[
    "valid", "not_yet", "expired", "suspended", "revoked", "withdrawn", "penal_revoked", "cancelled", "replaced"
]
_YEAR = re.compile(r"[\[【［〔{<（(](\d{4})[\]】］〕}>）)]")
_LONGEST = 80
_TOLD = frozenset({"choice", "multichoice", "yesno", "number", "integer", "table", "address"})
"""The kinds of answers on a licence that say what it allows and where; free text may name people."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was decided on a licence after it was issued: the state, since and until when, by which document."""

    state: str
    since: date
    until: date | None
    document: str
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What the register says of a licence on a day. Of natural persons it tells the family name alone, and no code.

    `contents` are the lines of the licence that say what it allows and where; `scope` is what the decision itself wrote, masked
    as on the public list.
    `paper_replaced_on` is the day on which another document took the place of the very one whose code was read; `declared` names
    the public line that declares old documents void, while one stands, and `declared_on` says since when.
    `sha256` is the digest of the electronic original, empty while it was not made yet.
    """

    standing: Standing
    document: Text
    item: Text
    number: str
    identifier: str
    holder: str
    holder_code: str
    representative: str
    scope: str
    contents: tuple[tuple[Text, Text], ...]
    issued_on: date
    valid_from: date
    valid_to: date | None
    office: Text
    renewal: Text
    dates: LicenceDates
    sha256: str = ""
    days_left: int | None = None
    state: Recorded | None = None
    reissued_on: date | None = None
    paper_replaced_on: date | None = None
    declared: str = ""
    declared_on: date | None = None


def verify(*, number: str = "", token: str = "", on: date) -> Verification | None:
    """What the register says of one licence, by its number or by the token of its QR code; None when it holds none."""
    if token:
        wanted = or_(Licence.token == token[:32], Licence.case_id == _replaced(token).scalar_subquery())
    elif number.strip():
        wanted = Licence.number.in_(spellings(number))
    else:
        return None
    statement = (
        select(Licence, CaseRow, Office.name_zh, Office.name_en, Enterprise.kind)
        .join(CaseRow, CaseRow.id == Licence.case_id)
        .join(Enterprise, Enterprise.id == Licence.enterprise_id)
        .outerjoin(Office, Office.code == Licence.office)
        .where(wanted)
    )
    with reading() as session:
        found = session.execute(statement.limit(1)).one_or_none()
        if found is None:
            return None
        told = _verification(session, *found, on=on)
        old = session.scalar(_replaced(token, LicencePaper.replaced_on)) if token else None
        return replace(told, paper_replaced_on=old, sha256="") if old else told


def _replaced(token: str, column: Any = LicencePaper.case_id) -> Select[Any]:
    """A document whose place another one took, by the token in its code."""
    return select(column).where(LicencePaper.token == token[:32])


def spellings(number: str) -> tuple[str, ...]:
    """A number as it may stand in the register: people type brackets of every kind, blanks, and a last 号."""
    typed = "".join(unicodedata.normalize("NFKC", number).split())[:_LONGEST]
    exact = _YEAR.sub(r"〔\1〕", typed)
    wide = exact.replace("(", "（").replace(")", "）")
    return tuple(dict.fromkeys((exact, wide, exact.removesuffix("号"), wide.removesuffix("号"))))


def standing_of(licence: Licence, on: date) -> Standing:
    """Whether a licence is good on a day: what the register recorded goes before the days that are printed on it."""
    return standing_on(  # type: ignore[return-value]
        licence.state,
        licence.valid_from,
        licence.valid_to,
        on,
        since=licence.state_since,
        until=licence.state_until,
        before=licence.state_before,
    )


def _verification(
    session: Session,
    licence: Licence,
    row: CaseRow,
    office_zh: str | None,
    office_en: str | None,
    kind: str,
    *,
    on: date,
) -> Verification:
    guide = law.guide_of(row.item, row.guide_version)
    content = snapshots.latest(session, row.id)
    firm = licensee(guide, content)
    kind = firm.get("kind", kind) if guide.result.holder else kind  # of the applicant, as it is now
    person = is_person(kind, licence.holder_name, firm["legal_representative"])
    named = guide.authority.name if not office_zh else Text(zh=office_zh, en=office_en or "")
    return Verification(
        standing=standing_of(licence, on),
        state=_recorded(licence),
        document=guide.result.document,
        item=guide.name,
        number=licence.number,
        identifier=licence.identifier,
        holder=mask_name(licence.holder_name) if person else licence.holder_name,
        holder_code="" if person else firm["uscc"],
        representative="" if kind in KINDS else firm["legal_representative"],
        scope=masked(licence.scope, {**firm, "kind": kind}),
        contents=() if person else tuple(_contents(guide, content)),
        issued_on=licence.issued_on,
        valid_from=licence.valid_from,
        valid_to=licence.valid_to,
        office=named,
        renewal=guide.result.renewal_rule,
        dates=licence_dates.dates_of(
            guide, content["answers"], decided_on=row.decided_on or licence.issued_on, valid_to=licence.valid_to
        ),
        sha256=_digest(session, row.id),
        reissued_on=licence.reissued_on,
        **_declared(session, licence),
        days_left=(licence.valid_to - on).days if licence.valid_to else None,
    )


def _declared(session: Session, licence: Licence) -> dict[str, Any]:
    """The public line that declares the old documents of a licence void; one that was withdrawn declares nothing."""
    if licence.reissued_on is None:
        return {}
    line = session.get(Publication, licence.case_id)
    if line is None or line.void_on is None or line.withdrawn_on is not None:
        return {}
    return {"declared": line.public_id, "declared_on": line.void_on}


def _recorded(licence: Licence) -> Recorded | None:
    if licence.state_since is None:
        return None
    return Recorded(licence.state, licence.state_since, licence.state_until, licence.state_decided, licence.successor)


def _contents(guide: Guide, content: dict[str, Any]) -> Iterator[tuple[Text, Text]]:
    """The lines of the licence that are answers without any person in them; of a table, the names in its first column."""
    answers, printed = content["answers"], content.get(PRINTED, {})
    for item in guide.result.contents:
        field = guide.fields.get(item.field or "")
        if field is not None and not field.personal and field.id in printed:
            yield item.label, Text(zh=printed[field.id])
            continue
        if field is None or field.personal or field.type not in _TOLD or not answers.get(field.id):
            continue
        yield item.label, Text(zh=_words(field, answers[field.id], "zh"), en=_words(field, answers[field.id], "en"))


def _words(field: Field, answer: Any, language: str) -> str:
    if field.type != "table":
        return words_of(field, answer, language)
    names = (row.get(field.columns[0].id, "") for row in answer)
    return ("、" if language == "zh" else ", ").join(name for name in names if name)


def _digest(session: Session, case_id: int) -> str:
    """SHA-256 of the original that its holder has: the signed file, else the file; empty while there is none."""
    statement = select(Document.sealed_digest, Document.digest).where(
        Document.case_id == case_id, Document.kind.in_(("licence", "licence_again", "filing"))
    )
    found = session.execute(statement.order_by(Document.id.desc()).limit(1)).one_or_none()
    owed = seal_key.configured(current_app.config["SETTINGS"])
    return found.sealed_digest or ("" if owed else found.digest) if found else ""
