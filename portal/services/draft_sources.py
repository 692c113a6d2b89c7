"""Once only (一次填报, R66): a draft asks the registers that its guide names; the applicant confirms the answer or disputes it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides import sources
from guides.fields import FieldError, parse
from guides.form import Field
from guides.guide import Guide
from portal.actors import Actor
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Draft, Enterprise, Upload, User
from portal.services import draftfiles, drafts, file_acts, prefill, register_looks, uploads
from portal.services.casefile import FileFacts
from portal.services.draft_view import DraftView, guide_of
from portal.services.register_looks import Look
from portal.services.stands import Stand, confirmed, disputed, fitting, meet, same, stand_of
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

LONGEST = 1000
"""Characters of a reason."""

PURPOSE = "dispute"


def refresh(view: DraftView, *, by: Actor, at: datetime) -> bool:
    """Ask the registers once a draft and day; True when the draft holds something new.

    Nobody is asked inside a transaction, and nobody waits longer than two seconds: a register that does not answer is noted,
    and the form is filled in by hand. At a window the papers lie on the counter, and nothing is fetched.
    """
    due = dict(_due(view, business_day(at))) if view.channel == "online" else {}
    found = {port: register_looks.look(port, subject, view.applicant, at) for port, subject in due.items()}
    news = {port: one for port, one in found.items() if not _told_already(view.looks.get(port), one)}
    if not news:
        return False
    with transaction() as session:
        draft = drafts.locked(session, view.public_id, by=by)
        guide, before = guide_of(draft), draft.raw
        draft.looks = {**draft.looks, **{port: one.kept() for port, one in news.items()}}
        for port, one in news.items():
            _meet(session, draft, guide, port, one, at)
        if draft.raw == before:
            draft.version += 1  # whoever only looks changes no answer, and is not told that somebody did
        else:
            drafts.touch(draft, at=at)
    return True


def confirm(draft_id: str, fields: Collection[str], *, by: Actor, at: datetime) -> int:
    """Say that the register is right about these answers; where something else was typed, its value is taken. How many changed."""
    with transaction() as session:
        draft = drafts.locked(session, draft_id, by=by)
        changed = {
            name: stand
            for name in fields
            if (stand := stand_of(draft.stands.get(name))) is not None and stand.state != "confirmed"
        }
        for name, stand in changed.items():
            _drop_paper(session, draft, name, by=by, at=at)
            _set(draft, name, confirmed(stand, by=by.reference, at=at.isoformat()), stand.value)
        if changed:
            drafts.touch(draft, at=at)
        return len(changed)


def dispute(
    draft_id: str,
    field: str,
    typed: Any,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    filename: str = "",
    stream: IO[bytes] | None = None,
    size: int | None = None,
) -> None:
    """Say that a register is wrong: the right value, why, and the document that shows it, which prevails in this application.

    Without a file the document of an earlier dispute of the same answer stays. Raises WrongInput (value: the field's fault,
    same; reason: missing, too_long; file: none), UploadError for the file, Refusal `no_such_source`.
    """
    wrong = _faults(draft_id, field, typed, reason, stream is not None, by=by)
    if wrong:
        raise WrongInput(**wrong)

    def note(session: Session, paper: str) -> None:
        draft = drafts.locked(session, draft_id, by=by)
        stand = _stand(draft, field)
        if paper:
            _drop_paper(session, draft, field, but=paper, by=by, at=at)
        state = disputed(stand, reason.strip(), paper or stand.file, by=by.reference, at=at.isoformat())
        _set(draft, field, state, typed)
        drafts.touch(draft, at=at)

    def place(session: Session) -> uploads.Place:
        draft = drafts.locked(session, draft_id, by=by)
        _stand(draft, field)
        return uploads.Place(draft.id, material_of(field), PURPOSE)

    if stream is None:
        with transaction() as session:
            note(session, "")
        return

    def then(session: Session, upload: Upload) -> None:
        note(session, upload.public_id)

    uploads.receive(place, filename, stream, by=by, at=at, size=size, then=then)


def pending(view: DraftView, section: str) -> tuple[str, ...]:
    """The answers of a section that a register gave and that nobody has confirmed yet, where they are asked."""
    fields = next((one.fields for one in view.guide.form if one.id == section), ())
    asked = [one.id for one in fields if one.id in view.reading.needs.fields]
    return tuple(name for name in asked if (stand := stand_of(view.stands.get(name))) and stand.state == "shown")


def frozen(session: Session, draft: Draft, view: DraftView) -> dict[str, Any]:
    """What the registers said, as the snapshot of a submission keeps it; nothing where none was asked."""
    papers = {row.public_id: row for row in _papers(session, draft)}
    fields = {
        name: {**kept, "file": papers[kept["file"]].sha256 if kept["file"] in papers else "", "paper": kept["file"]}
        for name, kept in view.stands.items()
        if name in view.reading.needs.fields
    }
    looks = {port: {"result": one["result"], "at": one["at"]} for port, one in view.looks.items()}
    return {"sources": {"looks": looks, "fields": fields}} if looks or fields else {}


def papers(session: Session, draft: Draft, view: DraftView) -> list[Upload]:
    """The documents of the disputes that are handed in."""
    named = {kept["file"] for name, kept in view.stands.items() if name in view.reading.needs.fields}
    return [row for row in _papers(session, draft) if row.public_id in named]


def paper(view: DraftView, field: str, *, by: Actor) -> FileFacts | None:
    """The document of a dispute that waits with the draft."""
    kept = view.stands.get(field, {}).get("file", "")
    return uploads.open(kept, by=by)[0] if kept else None


def disputed_fields(view: DraftView) -> tuple[str, ...]:
    """The fields of which the applicant says that a register is wrong."""
    stands = ((name, stand_of(kept)) for name, kept in view.stands.items() if name in view.reading.needs.fields)
    return tuple(sorted(name for name, stand in stands if stand and stand.state == "disputed"))


def material_of(field: str) -> str:
    """Under which name the document of a dispute is kept: no material has a colon in its name."""
    return f"field:{field}"[:64]


def _due(view: DraftView, today: date) -> Iterator[tuple[str, str]]:
    """The ports that are to be asked now, each with what it is asked about."""
    for port, subject in register_looks.subjects(view.guide, view.applicant, view.answers):
        kept = view.looks.get(port)
        fresh = kept is not None and kept["subject"] == subject and kept["on"] == today.isoformat()
        if not fresh or (kept is not None and kept["result"] == "down"):
            yield port, subject


def _told_already(kept: dict[str, Any] | None, look: Look) -> bool:
    """Whether the draft knows already that this register is down: that is written once, and not with every page."""
    return kept is not None and kept["result"] == look.result == "down" and kept["subject"] == look.subject


def _meet(session: Session, draft: Draft, guide: Guide, port: str, look: Look, at: datetime) -> None:
    enterprise = session.get_one(Enterprise, draft.enterprise_id)
    known = prefill.of(guide, enterprise, session.get(User, draft.user_id))
    for field in sources.fields_from(guide, port):
        before, typed = stand_of(draft.stands.get(field.id)), draft.raw.get(field.id)
        value = fitting(field, look.facts.get(sources.fact_of(field.source or ""), ""))
        if value is not None:
            _set(draft, field.id, *meet(before, typed, known.get(field.id), field.source or "", value, at.isoformat()))
        elif before is not None and before.state != "disputed" and (port == "projects" and look.result != "down"):
            # Another code was typed, and of that project nothing is known: what the former one brought goes with it.
            _forget(draft, field, before)


def _forget(draft: Draft, field: Field, before: Stand) -> None:
    draft.stands = {name: kept for name, kept in draft.stands.items() if name != field.id}
    if same(draft.raw.get(field.id), before.value):
        draft.raw = {**draft.raw, field.id: ""}


def _set(draft: Draft, name: str, stand: Stand, value: Any) -> None:
    draft.stands = {**draft.stands, name: stand.kept()}
    draft.raw = {**draft.raw, name: value}


def _stand(draft: Draft, field: str) -> Stand:
    stand = stand_of(draft.stands.get(field))
    if stand is None or field not in guide_of(draft).fields:
        raise Refusal("no_such_source")
    return stand


def _faults(draft_id: str, field: str, typed: Any, reason: str, brings: bool, *, by: Actor) -> dict[str, Any]:
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        drafts.check_access(draft, by)
        stand, asked = _stand(draft, field), guide_of(draft).fields[field]
    wrong: dict[str, Any] = {}
    try:
        parse(asked, typed)
    except FieldError as error:
        wrong["value"] = error
    else:
        if same(typed, stand.value):
            wrong["value"] = "same"
    if not reason.strip() or len(reason) > LONGEST:
        wrong["reason"] = "too_long" if reason.strip() else "missing"
    if not brings and not stand.file:
        wrong["file"] = "none"
    return wrong


def _papers(session: Session, draft: Draft) -> list[Upload]:
    return draftfiles.waiting(session, draft.id, purpose=PURPOSE)


def _drop_paper(session: Session, draft: Draft, field: str, but: str = "", *, by: Actor, at: datetime) -> None:
    """Let the document of an earlier dispute of an answer go."""
    wanted = (Upload.draft_id == draft.id, Upload.purpose == PURPOSE, Upload.material == material_of(field))
    for upload in session.scalars(select(Upload).where(*wanted, Upload.case_id.is_(None), Upload.public_id != but)):
        file_acts.removed(session, upload, by=by, at=at)
        draftfiles.let_go(session, upload)
