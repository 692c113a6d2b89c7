"""Handing a file to the competent office inside the portal: offered with the decision, carried over once the applicant agrees.

《行政许可法》第三十二条第一款第二项 asks to name the competent body; nobody applies there for the applicant. So the file goes
over as an application that is filled in already, which the applicant checks and hands in.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from guides.guide import Guide
from guides.text import Text
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft, HandOver, Office, Upload
from portal.services import casefile, checks, drafts, journal, law, snapshots, standing, storage
from portal.services.casefile import CaseFile
from workflows.case import Case
from workflows.commands import AnswerHandOver
from workflows.refusal import Refusal

ROWS = 200


@dataclass(frozen=True, slots=True)
class Target:
    """An office of the portal with one of its items, to which a file can be handed over."""

    office: str
    item: str
    office_name: Text
    item_name: Text

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.office}/{self.item}"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One file in the list of an office: where it comes from, what the applicant said, and what became of it."""

    public_id: str
    number: str
    applicant: str
    from_item: Text
    office: str
    item: str
    state: str
    at: datetime
    answered_at: datetime | None
    case_id: str | None
    case_number: str


def targets(file: CaseFile, *, on: date) -> tuple[Target, ...]:
    """The items that other offices of this portal handle, in force today."""
    with reading() as session:
        names = {one.code: Text(zh=one.name_zh, en=one.name_en or one.name_zh) for one in _offices(session)}
    found = (law.catalogue().in_force(one.item, on) for one in law.catalogue().listings(on))
    lead = file.lead_office
    return tuple(
        Target(guide.review.lead, guide.item, names[guide.review.lead], guide.name)
        for guide in found
        if guide is not None and guide.review.lead in names and guide.review.lead != lead
    )


def target_of(file: CaseFile, key: str, *, on: date) -> Target | None:
    """The target of that key; None when nothing was chosen. Raises Refusal for one that is none."""
    if not key:
        return None
    found = next((one for one in targets(file, on=on) if one.key == key), None)
    if found is None:
        raise Refusal("no_such_office")
    return found


def target_named(file: CaseFile) -> tuple[Text, Text] | None:
    """The office and the item that the decision named, by their names; None for a case that goes nowhere."""
    named = file.case.hand_over
    if named is None:
        return None
    with reading() as session:
        office = session.scalars(select(Office).where(Office.code == named.office)).one_or_none()
    days = law.catalogue().days(named.item)
    guide = law.catalogue().version(named.item, days[-1]) if days else None
    if office is None or guide is None:
        return None
    return Text(zh=office.name_zh, en=office.name_en or office.name_zh), guide.name


def offer(session: Session, row: CaseRow, case: Case, *, by: Actor, at: datetime) -> None:
    """Put the file on the list of the office that the decision names, in the caller's transaction."""
    if case.hand_over is None:
        return
    session.add(
        HandOver(
            case_id=row.id, office=case.hand_over.office, item=case.hand_over.item, state="offered", by_id=by.id, at=at
        )
    )


def answer(case_id: str, agreed: bool, *, by: Actor, at: datetime, expected_seq: int | None = None) -> str:
    """Agree that the file goes over, or not; the opaque name of the application that it became, or nothing.

    The applicant's handler agrees online; at the window the clerk records an agreement that was signed on paper. Answers
    whose fields the other guide knows are carried over, and files of the materials that it asks for.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        online = may_act(by, row, Role.HANDLER)
        require(online or may_act(by, row, Role.WINDOW), "enterprise")
        standing.check(session, by, Role.WINDOW)
        case, kept = journal.state_of(session, row.id), session.get(HandOver, row.id)
        offered = case.hand_over
        draft = None
        if agreed and offered is not None and offered.state == "offered":
            draft = _carried(session, row, offered.item, "online" if online else "window", by=by, at=at)
        command = AnswerHandOver(agreed, draft.public_id if draft else "", on_paper=not online)
        journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)
        if kept is not None:
            session.flush()
            kept.state, kept.answered_at = "agreed" if agreed else "declined", at
            kept.draft_id = draft.id if draft else None
        return draft.public_id if draft else ""


def received(*, by: Actor) -> tuple[HandedOver, ...]:
    """The files handed over: all of them at the window, those of the own office for its reviewers and deciders."""
    require(
        bool(by.roles & {Role.WINDOW, Role.REVIEWER, Role.DECIDER}), "role", roles=["window", "reviewer", "decider"]
    )
    c, h, later = CaseRow, HandOver, aliased(CaseRow)
    statement = (
        select(c, h, later.public_id, later.number)
        .join(h, h.case_id == c.id)
        .outerjoin(Draft, Draft.id == h.draft_id)
        .outerjoin(later, later.id == Draft.case_id)
        .order_by(h.at.desc())
        .limit(ROWS)
    )
    if Role.WINDOW not in by.roles:
        statement = statement.where(h.office == by.office_code)
    with reading() as session:
        return tuple(_line(*one) for one in session.execute(statement))


def _line(row: CaseRow, kept: HandOver, case_id: str | None, number: str | None) -> HandedOver:
    return HandedOver(
        public_id=row.public_id,
        number=row.number,
        applicant=row.applicant_name,
        from_item=Text(zh=row.item_name_zh, en=row.item_name_en),
        office=kept.office,
        item=kept.item,
        state="submitted" if case_id else kept.state,
        at=kept.at,
        answered_at=kept.answered_at,
        case_id=case_id,
        case_number=number or "",
    )


def _carried(session: Session, row: CaseRow, item: str, channel: str, *, by: Actor, at: datetime) -> Draft:
    content = snapshots.latest(session, row.id)
    guide, old = law.catalogue().in_force(item, business_day(at)), law.guide_of(row.item, row.guide_version)
    if guide is None:
        raise Refusal("guide_stopped")
    typed = _answers(old, guide, content["raw"])
    draft = drafts.begin(session, item, row.enterprise_id, channel, typed, by=by, at=at)
    session.flush()
    known = {material.id for material in guide.materials}
    for entry in content["files"]:
        if entry["material"] in known:
            _copy(session, entry["public_id"], draft, at=at)
    return draft


def _answers(old: Guide, new: Guide, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed into fields that both forms know under the same name and as the same type."""
    return {
        name: raw[name]
        for name, field in new.fields.items()
        if name in raw and name in old.fields and old.fields[name].type == field.type and field.type != "consent"
    }


def _copy(session: Session, public_id: str, draft: Draft, *, at: datetime) -> None:
    """A file of its own for the new application: what becomes of the old one touches it no more. Who brought it stays the same:
    an officer who passes a file on saw no paper. One with malware stays where it is; others are scanned like new files.
    """
    old = session.scalars(
        select(Upload).where(Upload.public_id == public_id, Upload.removed_at.is_(None))
    ).one_or_none()
    if old is None or old.scan == checks.INFECTED or not storage.path_of(old.storage_key).is_file():
        return
    with storage.path_of(old.storage_key).open("rb") as stream, storage.incoming(stream, limit=old.size + 1) as file:
        key = file.keep()
    same = {name: getattr(old, name) for name in ("material", "filename", "media_type", "size", "sha256", "pages")}
    new = Upload(
        public_id=secrets.token_urlsafe(16), draft_id=draft.id, purpose="draft", storage_key=key,
        uploaded_by=old.uploaded_by, uploaded_at=at, **same,
    )  # fmt: skip
    session.add(new)
    session.flush()
    checks.owe_scan(session, new, at=at)


def _offices(session: Session) -> list[Office]:
    return list(session.scalars(select(Office).where(Office.active.is_(True))))
