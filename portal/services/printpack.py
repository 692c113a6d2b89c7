"""What has to be signed at the counter, printed from the application, and the signed papers scanned back into it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import pypdfium2
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.clock import business_day
from portal.db import reading
from portal.documents import render_pdf, signing
from portal.documents.data import Contact, Deferred, LetterData, MaterialLine, Officer, Term
from portal.documents.letter import Agency, Fact, Letter
from portal.documents.signing import Authorised, Form, Part
from portal.services import answer_words, draftfiles, drafts, form_fields, sittings, uploads
from portal.services.casefile import FileFacts
from portal.services.draft_view import DraftView
from portal.services.draftfiles import RequirementState
from portal.services.inspection import PDFIUM
from portal.services.letter_source import named
from portal.services.sittings import Agent
from portal.services.uploads import Place
from workflows.refusal import Refusal

ALL = "all"


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper to be signed, and what was scanned of it."""

    kind: str
    title: str
    gloss: str
    files: tuple[FileFacts, ...]


def papers(draft_id: str, *, by: Actor, at: datetime) -> tuple[SignedPaper, ...]:
    """The papers that this application has to be signed with, each with its signed copies."""
    view, agent, signed = _gathered(draft_id, by, at)
    found: list[SignedPaper] = []
    for letter in _letters(view, agent, at):
        kind = str(letter.kind)
        files = tuple(one for one in signed if one.material == kind)
        if not any(one.kind == kind for one in found):
            found.append(SignedPaper(kind, letter.title, letter.gloss, files))
    return tuple(found)


def pdf(draft_id: str, kind: str, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """File name and bytes of one paper, or of all of them in one file to be printed at once. Raises Refusal `no_such_paper`."""
    view, agent, _signed = _gathered(draft_id, by, at)
    letters = [one for one in _letters(view, agent, at) if kind in (ALL, str(one.kind))]
    if not letters:
        raise Refusal("no_such_paper")
    title = letters[0].title if kind != ALL else "待签文书"
    return f"{title}-{view.applicant.name}.pdf", _joined([render_pdf(one) for one in letters])


def form_pdf(draft_id: str, material: str, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """File name and bytes of the application form as it is filled in, for who signs it and uploads it as that material.

    Raises Refusal `no_such_paper` where the draft does not ask for that form.
    """
    view = drafts.view(draft_id, by=by, on=business_day(at))
    asked = (one for state in view.requirements for one in state.requirement.alternatives)
    form = next((one for one in asked if one.id == material and form_fields.is_form(one.id)), None)
    if form is None:
        raise Refusal("no_such_paper")
    title = "" if form.id == form_fields.FORM_MATERIAL else str(form.name)
    letter = signing.application(_data(view, at), _form(view), title, online=True)
    return f"{letter.title}-{view.applicant.name}.pdf", render_pdf(letter)


def scan_back(
    draft_id: str, kind: str, filename: str, stream: IO[bytes], *, by: Actor, at: datetime, size: int | None = None
) -> str:
    """Keep a signed copy with the application; it is handed in with it and stands beside the list, never in it (R3).

    Raises UploadError for the file, Refusal `no_such_paper` for a paper that this application does not have.
    """
    if not any(one.kind == kind for one in papers(draft_id, by=by, at=at)):
        raise Refusal("no_such_paper")

    def place(session: Session) -> Place:
        draft = drafts.locked(session, draft_id, by=by)
        drafts.touch(draft, at=at)
        return Place(draft.id, kind, "signed")

    return uploads.receive(place, filename, stream, by=by, at=at, size=size)


def _gathered(draft_id: str, by: Actor, at: datetime) -> tuple[DraftView, Agent, tuple[FileFacts, ...]]:
    view = drafts.view(draft_id, by=by, on=business_day(at))
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        return view, sittings.agent_of(session, draft), draftfiles.of_draft(session, draft.id, purpose="signed")


def _letters(view: DraftView, agent: Agent, at: datetime) -> Iterator[Letter]:
    data = _data(view, at)
    yield signing.application(data, _form(view))
    if agent.capacity == "agent":
        yield signing.authorisation(data, Authorised(agent.name, agent.mobile))
    later = tuple(_deferred(one) for one in view.requirements if one.state == "later")
    if later:
        basis = f"贵机关公布的《{view.guide.name}办事指南》"
        yield signing.deferral_commitment(data, later, view.guide.deferral.on_failure, basis)
    for one in view.requirements:
        material = one.requirement.alternatives[0]
        if material.form == "commitment" and one.state not in ("optional", "shared"):
            yield signing.commitment(data, str(material.name), str(material.specification or ""))


def _data(view: DraftView, at: datetime) -> LetterData:
    guide, who, contact = view.guide, view.applicant, view.guide.contact
    level = view.reading.needs.level
    authority = str(level.name if level and level.office else guide.authority.name)
    words = (str(contact.address), contact.phone, str(contact.hours), str(contact.complaint))
    return LetterData(
        number="",
        issued_on=business_day(at),
        agency=Agency(authority),
        applicant=named(who.name, who.uscc, address=who.address, representative=who.legal_representative),
        item=str(guide.name),
        case_number="",
        applied_on=business_day(at),
        handler=Officer(authority, phone=contact.phone),
        contact=Contact(*words),
        item_type=guide.item_type,
    )


def _form(view: DraftView) -> Form:
    asked = set(view.reading.needs.fields)
    parts = []
    for one in view.sections:
        fields = [field for field in one.section.fields if field.id in asked]
        rows = tuple(Fact(str(f.label), _said(view, f.id) or "　") for f in fields)
        if rows:
            parts.append(Part(str(one.section.title), rows))
    handed = tuple(_line(one) for one in view.requirements if one.state == "in")
    names = {
        state: tuple(_name(one) for one in view.requirements if one.state == state) for state in ("later", "shared")
    }
    return Form(tuple(parts), handed, names["later"], names["shared"])


def _said(view: DraftView, name: str) -> str:
    """What counts of an answer; what does not count yet, as it was typed."""
    field = view.guide.fields[name]
    return answer_words.words_of(field, view.answers.get(name) or view.raw.get(name), "zh")


def _name(one: RequirementState) -> str:
    return "或".join(str(material.name) for material in one.requirement.alternatives)


def _line(one: RequirementState) -> MaterialLine:
    material = next(
        (m for m in one.requirement.alternatives if any(file.material == m.id for file in one.files)),
        one.requirement.alternatives[0],
    )
    return MaterialLine(str(material.name), material.form, max(material.copies, 1))


def _deferred(one: RequirementState) -> Deferred:
    material = one.requirement.alternatives[0]
    rule = material.deferrable
    within = Term(rule.days, rule.unit) if rule and rule.days else None
    until = "day" if within else (rule.until if rule else "decision")
    return Deferred(MaterialLine(_name(one), material.form, max(material.copies, 1)), None, until, within)


def _joined(files: list[bytes]) -> bytes:
    if len(files) == 1:
        return files[0]
    with PDFIUM, pypdfium2.PdfDocument.new() as whole:
        for content in files:
            with pypdfium2.PdfDocument(content) as one:
                whole.import_pages(one)
        out = io.BytesIO()
        whole.save(out)
        return out.getvalue()
