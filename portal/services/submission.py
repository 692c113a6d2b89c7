"""Submission: everything is checked, frozen into one snapshot, and recorded as the first event of a case (R1, R9)."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from guides.fields import FieldError
from portal.actors import SYSTEM, Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft, User
from portal.services import (
    checks,
    commitment,
    credit_bars,
    draft_sources,
    draftfiles,
    drafts,
    first_contact,
    form_fields,
    former_licence,
    guide_store,
    journal,
    law,
    licence_chain,
    mandates,
    query_codes,
    receipts,
    register_checks,
    renewals,
    sittings,
    snapshots,
    standing,
    uploads,
)
from portal.services.casefile import FileFacts
from portal.services.counters import next_value
from portal.services.draft_view import DraftView, gather
from portal.services.persons import NATURAL_PERSON
from portal.services.receipts import Receipt
from portal.services.terms import delivered_keys, terms_of
from workflows.commands import Submit
from workflows.events import Signature
from workflows.refusal import Refusal
from workflows.service import ELECTRONIC, PAPER


class SubmissionIncomplete(Exception):
    """An application that cannot be handed in yet: every wrong or missing answer, and every missing requirement."""

    def __init__(self, errors: dict[str, FieldError], missing: tuple[str, ...]) -> None:
        super().__init__(", ".join([*errors, *missing]))
        self.errors = errors
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Sent:
    """How an application came: to which counter, how a point forwards it, how letters are served, and the signed promise."""

    window: str
    forwarding: str
    service: str
    signature: Signature | None


def submit(
    draft_id: str,
    *,
    by: Actor,
    at: datetime,
    later: Collection[str] = (),
    key: str = "",
    version: int | None = None,
    incomplete: bool = False,
    window: str = "",
    forwarding: str = "",
    service: str = ELECTRONIC,
    password: str | None = None,
) -> Receipt:
    """Hand a draft in. `later` names the requirements that the applicant promises to bring later (容缺承诺, R69).

    A draft that was handed in already gives its receipt again: a second click makes no second case. `version` is the
    draft's number on the page that was checked. With `incomplete` the window also takes in what lacks materials: what is
    handed over must be received, and told once (article 32 (4)); `window` is the counter it was brought to, and `forwarding`
    says how a point that takes in for another agency sends it there: electronic or courier (R68). `service` is paper where
    the applicant does not agree to electronic service (R146), and for a natural person, who has no inbox here. `password`
    signs the promise to bring materials later; without
    it the promise still has to be signed (on paper, at the window).
    Raises SubmissionIncomplete with all faults, Refusal
    `draft_changed` when the draft was changed after the check, `guide_changed` when its guide is no longer in force,
    `guide_stopped` when the item has none in force any more, `broken_promises` when the enterprise may promise nothing;
    WrongInput when the password is wrong.
    """
    with transaction() as session:
        draft = drafts.held(session, draft_id)
        drafts.check_access(draft, by)
        if draft.case_id is None:
            standing.check(session, by, Role.WINDOW, Role.INTAKE)
            draft.later = sorted({*draft.later, *later})
            lenient = incomplete and draft.channel != "online"
            found = _checked(session, draft, version, at=at, lenient=lenient)
            signature = _signed(session, draft, found, password, by=by, at=at)
            sent = Sent(window, forwarding, service, signature)
            row = _open(session, draft, found, sent, by=by, at=at)
            draft.case_id, draft.submit_key, draft.changed_at = row.id, key[:40], at
        return receipts.of(session, session.get_one(CaseRow, draft.case_id), by)


def case_of(draft_id: str, *, by: Actor) -> str | None:
    """The opaque name of the case that a draft became, or None while it is a draft."""
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        drafts.check_access(draft, by)
        return session.get_one(CaseRow, draft.case_id).public_id if draft.case_id else None


def content_of(view: DraftView, files: Collection[FileFacts], handler: dict[str, str]) -> dict[str, Any]:
    """The snapshot of a submission: what counts, what was typed, every file with its digest, who applied."""
    a = view.applicant
    return {
        "item": view.guide.item,
        "guide_version": view.guide.version,
        "answers": view.answers,
        "raw": view.raw,
        "files": [file_entry(file) for file in files],
        "later": [one.key for one in view.requirements if one.state == "later"],
        "enterprise": {
            "name": a.name,
            "uscc": a.uscc,
            "address": a.address,
            "legal_representative": a.legal_representative,
            "principal_person": a.principal_person,
            "kind": a.kind,
        },
        "handler": handler,
        **({"looked": view.looked} if view.looked else {}),
    }


def file_entry(file: FileFacts) -> dict[str, Any]:
    """A file as snapshots name it."""
    return {
        "material": file.material,
        "public_id": file.public_id,
        "filename": file.filename,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def _checked(session: Session, draft: Draft, version: int | None, *, at: datetime, lenient: bool = False) -> DraftView:
    view = gather(session, draft, on=business_day(at))
    if view.outdated:
        raise Refusal("guide_changed")
    if view.stopped:
        raise Refusal("guide_stopped")
    if version is not None and version != view.version:
        raise Refusal("draft_changed", at=view.changed_at)
    credit_bars.refuse_barred(session, draft.enterprise_id, view.guide, business_day(at))
    missing = tuple(one.key for one in view.requirements if one.state == "missing")
    if view.reading.errors or (missing and not lenient):
        raise SubmissionIncomplete(view.reading.errors, missing)
    credit_bars.refuse_barred(session, draft.enterprise_id, view.guide, business_day(at), view.answers)
    return view


def _signed(
    session: Session, draft: Draft, view: DraftView, password: str | None, *, by: Actor, at: datetime
) -> Signature | None:
    """The applicant's signature under the promise, where one is made and he is the one who hands in (R69, R74)."""
    later = [one.requirement for one in view.requirements if one.state == "later"]
    if not later:
        return None
    record = commitment.record(session, draft.enterprise_id, on=business_day(at))
    if record.barred:
        raise Refusal("broken_promises", count=len(record.broken))
    if password is None or not by.holds(Role.HANDLER):
        return None
    return commitment.sign(session, view.guide, later, view.applicant.name, password, by=by, at=at)


def _open(session: Session, draft: Draft, view: DraftView, sent: Sent, *, by: Actor, at: datetime) -> CaseRow:
    """The case of a draft that was found complete."""
    guide_store.pin(session, view.guide, at=at)
    waiting = [file for one in view.requirements for file in one.files if file.scan != checks.INFECTED]
    signed = draftfiles.waiting(session, draft.id, purpose="signed")
    content = content_of(view, waiting, _handler(session, draft, view, by)) | draft_sources.frozen(session, draft, view)
    if signed:
        content["signed"] = [file_entry(draftfiles.facts_of(one)) for one in signed]
    row = _row(session, draft, view, by=by, at=at)
    command = _command(view, waiting, content, draft.channel)
    renewed = renewals.licence_renewed(session, row.enterprise_id, view.guide, view.answers, command.terms)
    terms = renewals.naming(command.terms, renewed)
    situations = view.reading.needs.cases
    command = replace(
        command,
        terms=licence_chain.naming(session, row.enterprise_id, view.guide, view.answers, situations, terms),
        intake_office=draft.intake_office,
        window=sent.window,
        forwarding=sent.forwarding,
        service=PAPER if view.applicant.kind == NATURAL_PERSON else sent.service,
        signature=sent.signature,
        disputed=draft_sources.disputed_fields(view),
    )
    journal.open_case(session, row, command, by=by, at=at)
    former_licence.learn(session, row, by=SYSTEM, at=at)
    snapshots.keep(session, row.id, 1, content, at=at)
    handed = {file.public_id for file in waiting}
    rows = draftfiles.waiting(session, draft.id, purpose="draft")
    signed += draft_sources.papers(session, draft, view)
    uploads.hand_in(session, row, [*signed, *(one for one in rows if one.public_id in handed)], at=at)
    register_checks.owe(session, row, view.guide, view.answers, disputed=command.disputed, at=at)
    first_contact.first_act(session, row, by=by, at=at)
    renewals.answer(session, renewals.renewed(session, renewed, command.terms), row.number, by=by, at=at)
    return row


def _command(view: DraftView, files: Collection[FileFacts], content: dict[str, Any], channel: str) -> Submit:
    found, procedure = view.reading.needs, law.procedure(view.guide.review.procedure)
    delivered = {file.material for file in files}
    return Submit(
        terms=terms_of(view.guide, found, procedure, delivered),
        item=view.guide.item,
        guide_version=view.guide.version,
        guide_digest=view.guide.digest,
        procedure=procedure.id,
        channel=channel,
        snapshot=snapshots.digest_of(content),
        handed_in=delivered_keys(found, delivered),
        later=tuple(content["later"]),
        fields=form_fields.reviewed(view.guide, found),
    )


def _row(session: Session, draft: Draft, view: DraftView, *, by: Actor, at: datetime) -> CaseRow:
    public_id, number = secrets.token_urlsafe(16), _number(session, view, at=at)
    return CaseRow(
        public_id=public_id,
        number=number,
        query_code_hash=query_codes.hash_of(number, query_codes.code_of(public_id)),
        enterprise_id=draft.enterprise_id,
        handler_id=by.id if by.holds(Role.HANDLER) else None,
        item=draft.item,
        guide_version=draft.guide_version,
        guide_digest=view.guide.digest,
        procedure=view.guide.review.procedure,
        channel=draft.channel,
        intake_office=draft.intake_office,
        lead_office=view.reading.needs.lead,
        applicant_name=view.applicant.name,
        item_name_zh=view.guide.name.get("zh"),
        item_name_en=view.guide.name.get("en"),
        created_at=at,
    )


def _number(session: Session, view: DraftView, *, at: datetime) -> str:
    """The case number (R112): 31 characters of the task code, the day, and the running number of the day over all items."""
    day = f"{business_day(at):%Y%m%d}"
    return f"{view.guide.codes.task_code}{day}{next_value(session, f'case:{day}'):04d}"


def _handler(session: Session, draft: Draft, view: DraftView, by: Actor) -> dict[str, str]:
    """Who handles the case for the enterprise: the account online, at the window who stood there or is named in the form."""
    if by.holds(Role.HANDLER):
        user = session.get_one(User, by.id)
        reached = {"mobile": user.mobile or "", "email": user.email or user.login}
        if user.mobile and not user.mobile_proven:
            reached["mobile_proven"] = "no"
        return {"name": user.name, **reached, **mandates.as_filed(session, by)}
    named = {field.prefill: view.answers.get(field.id, "") for field in view.guide.fields.values() if field.prefill}
    agent = sittings.agent_of(session, draft)
    name, mobile = agent.name or named.get("handler.name", ""), agent.mobile or named.get("handler.phone", "")
    return {"name": name, "mobile": mobile, "email": ""}
