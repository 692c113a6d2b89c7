"""Correction on the spot: clerk and applicant mend answers and files together, and what changed is traced (R4, case 3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guides.guide import Guide
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Upload
from portal.services import (
    answers,
    casefile,
    draftfiles,
    first_contact,
    form_fields,
    journal,
    law,
    marks,
    register_checks,
    snapshots,
    standing,
    uploads,
)
from portal.services.answers import Reading
from portal.services.casefile import CaseFile, FileFacts
from portal.services.correction_content import refuse_another_case
from portal.services.form_fields import form_requirement
from portal.services.submission import SubmissionIncomplete, file_entry
from portal.services.terms import delivered_keys
from workflows.case import AT_WINDOW, Case
from workflows.commands import CorrectOnSpot
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True)
class OnSpot:
    """What the page of a correction on the spot shows: the case, what was typed so far, and the files that wait."""

    file: CaseFile
    raw: Mapping[str, Any]
    reading: Reading
    waiting: tuple[FileFacts, ...]


def view(public_id: str, raw: Mapping[str, Any] | None = None, *, by: Actor) -> OnSpot:
    """The answers to be mended, with `raw` where something was typed already. Raises Refusal when the case is elsewhere."""
    with reading() as session:
        row = casefile.row_of(session, public_id)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        file = casefile.gather(session, row, by=by)
        _refuse_elsewhere(file.case)
        waiting = draftfiles.of_draft(session, uploads.draft_of(session, row).id, purpose="desk")
    typed = {**file.content["raw"], **(raw or {})}
    return OnSpot(file, typed, answers.read(file.guide, typed, on=file.case.received_on), waiting)


def correct(
    public_id: str,
    raw: Mapping[str, Any] | None = None,
    *,
    note: str = "",
    keep: Collection[str] = (),
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Freeze what was mended into a new snapshot: the answers in `raw` and the files that wait (purpose `desk`).

    New files take the place of the old ones of the same requirement, except those named in `keep`. The marks on what did
    not change stay. Raises SubmissionIncomplete for wrong answers; Refusal `nothing_corrected`, or
    `correction_changes_case` when the answers would ask for other materials or departments than the case pinned.
    """
    with transaction() as session:
        row = casefile.locked(session, public_id, by=by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        standing.check(session, by, Role.WINDOW)
        case, draft = journal.state_of(session, row.id), uploads.draft_of(session, row)
        _refuse_elsewhere(case)
        before = snapshots.latest(session, row.id)
        waiting = draftfiles.waiting(session, draft.id, purpose="desk")
        mended = _mended(law.guide_of(row.item, row.guide_version), case, before, raw or {}, waiting, keep)
        command = CorrectOnSpot(
            snapshot=snapshots.digest_of(mended.content),
            items=mended.items,
            note=answers.clean(note).strip(),
            handed_in=mended.handed_in,
            fields=mended.fields,
        )
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        after = journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)
        snapshots.keep(session, row.id, after.round, mended.content, at=at)
        register_checks.owe_again(session, row, before["answers"], mended.content["answers"], at=at)
        uploads.hand_in(session, row, waiting, at=at)
        draft.raw, draft.changed_at = mended.content["raw"], at
        marks.carry(session, row.id, case.round, after.round, but=set(mended.items))
        return after


@dataclass(frozen=True, slots=True)
class _Mended:
    """The next snapshot, the materials and answers that changed in it, and all that is handed in and asked now."""

    content: dict[str, Any]
    items: tuple[str, ...]
    handed_in: tuple[str, ...]
    fields: tuple[str, ...]


def _mended(
    guide: Guide,
    case: Case,
    before: Mapping[str, Any],
    raw: Mapping[str, Any],
    waiting: list[Upload],
    keep: Collection[str],
) -> _Mended:
    typed = {**before["raw"], **{k: answers.clean(v) for k, v in raw.items() if k in guide.fields}}
    found = answers.read(guide, typed, on=case.received_on)
    if found.errors:
        raise SubmissionIncomplete(found.errors, ())
    refuse_another_case(found, case)
    brought = {upload.material for upload in waiting}
    items = [requirement.key for requirement in found.needs.requirements if requirement.satisfied(brought)]
    files = _files(found, before, items, waiting, keep)
    content = {**before, "answers": found.answers, "raw": typed, "files": files}
    asked = form_fields.reviewed(guide, found.needs) if case.fields else ()
    if case.fields:
        items += form_fields.changed(before, content, asked)
    elif answers.digest(found.answers) != answers.digest(before["answers"]):
        items.append(form_requirement(guide) or "form")
    handed_in = delivered_keys(found.needs, {file["material"] for file in files})
    return _Mended(content, tuple(dict.fromkeys(items)), handed_in, asked)


def _files(
    found: Reading, before: Mapping[str, Any], renewed: Collection[str], waiting: list[Upload], keep: Collection[str]
) -> list[dict[str, Any]]:
    replaced = {m.id for r in found.needs.requirements if r.key in renewed for m in r.alternatives}
    kept = [old for old in before["files"] if old["material"] not in replaced or old["public_id"] in keep]
    return [*kept, *(file_entry(draftfiles.facts_of(upload)) for upload in waiting)]


def _refuse_elsewhere(case: Case) -> None:
    if case.state not in AT_WINDOW:
        raise Refusal("not_at_window", state=str(case.state))
