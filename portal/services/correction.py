"""Answering the one-off notice: exactly what was asked is opened again, and goes back in one submission (R4, R6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guides.fields import FieldError
from guides.guide import Guide
from guides.plan import Needs, Requirement, needs
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft, Upload
from portal.services import (
    answers,
    casefile,
    draft_merge,
    draftfiles,
    form_fields,
    journal,
    law,
    open_fields,
    snapshots,
    standing,
    uploads,
)
from portal.services.answers import Reading, SectionState
from portal.services.casefile import CaseFile, FileFacts
from portal.services.draft_merge import Merged, Saved
from portal.services.form_fields import form_requirement
from portal.services.freshness import known_seq
from portal.services.open_fields import OpenField
from portal.services.submission import SubmissionIncomplete, file_entry
from workflows.case import Case, State
from workflows.clocks import CORRECTION, clocks
from workflows.commands import Correct
from workflows.limits import Due, due
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be mended: what the officer wrote, the files handed in before, and those that wait to replace them."""

    requirement: Requirement
    reason: str
    before: tuple[FileFacts, ...]
    waiting: tuple[FileFacts, ...]
    form: bool
    shared: bool

    @property
    def key(self) -> str:
        """The requirement's key."""
        return self.requirement.key


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """Everything the correction page says. `sections` is empty unless answers of the form have to be mended.

    `fields` are the answers that are asked for, `open` the fields that may be changed: those, and what follows from them.
    """

    file: CaseFile
    due: Due
    items: tuple[Item, ...]
    raw: dict[str, Any]
    reading: Reading
    sections: tuple[SectionState, ...]
    fields: tuple[OpenField, ...] = ()
    open: frozenset[str] = frozenset()

    @property
    def form_open(self) -> bool:
        """True when something of the application form was among the things to mend."""
        return bool(self.open)

    def mark(self, section: str) -> str:
        """What the page of a section carries, so that a save from an older page is noticed."""
        return draft_merge.marks_of(self.file.guide, self.raw, section)

    @property
    def things(self) -> int:
        """How many things there are to mend."""
        return len(self.items) + len(self.fields)


def view(case_id: str, *, by: Actor, at: datetime) -> CorrectionView:
    """What has to be mended and by when. Raises Refusal when nothing has to be, Denied when it is not the actor's case."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        _check(row, by)
        file = casefile.gather(session, row, by=by)
        if file.case.state is not State.CORRECTION:
            raise Refusal("no_correction_open", state=str(file.case.state))
        draft = uploads.draft_of(session, row)
        waiting = draftfiles.of_draft(session, draft.id, purpose="correction")
        before = file.content
        opened = open_fields.opened(file.guide, file.case, before, draft.raw)
        raw = open_fields.merged(before["raw"], draft.raw, opened)
        found = answers.read(file.guide, raw, on=file.case.received_on, opened=opened)
        return CorrectionView(
            file=file,
            due=due(clocks(file.case)[CORRECTION], law.calendar(), business_day(at)),
            items=tuple(_items(file, waiting)),
            raw=raw,
            reading=found,
            sections=open_fields.sections(file.guide, raw, found, opened),
            fields=open_fields.asked(file, raw),
            open=opened,
        )


def save(
    case_id: str,
    raw: Mapping[str, Any],
    *,
    section: str = "",
    version: str | None = None,
    by: Actor,
    at: datetime,
) -> Saved:
    """Keep what was typed into the form while the correction is being written; it counts once it is handed in.

    `version` is what the page of the `section` carried (`CorrectionView.mark`). As with a draft, an answer that somebody else
    changed meanwhile is not written over: Refusal `draft_stale` names the `fields` when everything else has been kept.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        _check(row, by)
        standing.check(session, by, Role.WINDOW)
        case = journal.state_of(session, row.id)
        guide = law.guide_of(row.item, row.guide_version)
        draft, before = uploads.draft_of(session, row), snapshots.latest(session, row.id)
        opened = open_fields.opened(guide, case, before, {**draft.raw, **raw})
        if case.state is not State.CORRECTION or not opened:
            raise Refusal("no_correction_open", state=str(case.state))
        since, now = draft.changed_at, open_fields.merged(before["raw"], draft.raw, opened)
        typed = now | {name: answers.clean(raw[name]) for name in opened if name in raw}
        marked = section and version is not None
        found = draft_merge.merge(guide, section, typed, now, version or "") if marked else Merged(typed, (), ())
        _keep(draft, opened, found.kept, at=at)
        saved = Saved(draft.version, draft_merge.marks_of(guide, typed, section), draft.changed_at, found.theirs)
    if found.both:
        raise Refusal("draft_stale", at=since, fields=found.both)
    return saved


def answer(
    case_id: str,
    raw: Mapping[str, Any] | None = None,
    *,
    by: Actor,
    at: datetime,
    keep: Collection[str] = (),
    expected_seq: int | None = None,
) -> None:
    """Hand the corrections in, all at once: the files that wait, and the form where it was asked for.

    New files take the place of the old ones of the same requirement, except those named in `keep`. Raises
    SubmissionIncomplete with everything that is still missing or wrong, Refusal when it is too late.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        _check(row, by)
        standing.check(session, by, Role.WINDOW)
        case = journal.state_of(session, row.id)
        if case.state is not State.CORRECTION:
            raise Refusal("no_correction_open", state=str(case.state))
        draft = uploads.draft_of(session, row, held=True)
        guide = law.guide_of(row.item, row.guide_version)
        before = snapshots.latest(session, row.id)
        opened = open_fields.opened(guide, case, before, {**draft.raw, **(raw or {})})
        if raw and opened:
            _keep(draft, opened, raw, at=at)
        asked = needs(guide, before["answers"], case.received_on)
        # A file that was left over from an earlier notice is nobody's answer to this one.
        waiting = [
            one
            for one in draftfiles.waiting(session, draft.id, purpose="correction")
            if _serves(asked, _noticed(case), {"material": one.material})
        ]
        content, handed_in, fields = _content(before, case, draft.raw, opened, guide, waiting, keep)
        snapshots.keep(session, row.id, case.round + 1, content, at=at)
        command = Correct(snapshots.digest_of(content), handed_in, fields)
        seq = known_seq(session, row, expected_seq)
        journal.record(session, row, command, by=by, at=at, expected_seq=seq)
        uploads.hand_in(session, row, waiting, at=at)


def _content(
    before: dict[str, Any],
    case: Case,
    typed: Mapping[str, Any],
    opened: Collection[str],
    guide: Guide,
    waiting: list[Upload],
    keep: Collection[str],
) -> tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]:
    """The snapshot of the next round, what of the notice it answers, and the answers that are looked at from now on."""
    raw = open_fields.merged(before["raw"], typed, opened)
    found = _reading(guide, case, raw, opened, before)
    new = [file_entry(draftfiles.facts_of(upload)) for upload in waiting]
    renewed = {key for key in _noticed(case) if _has(found.needs, key, new)}
    kept = [old for old in before["files"] if old["public_id"] in keep or not _serves(found.needs, renewed, old)]
    handed_in = renewed | open_fields.mended(case, before["raw"], raw)
    if not case.fields and opened and answers.digest(raw) != answers.digest(before["raw"]):
        handed_in |= {str(form_requirement(guide))}
    shared = {term.id for term in case.terms.materials if term.shared}
    missing = tuple(key for key in _noticed(case) if key not in handed_in | shared)
    if found.errors or missing:
        raise SubmissionIncomplete(found.errors, missing)
    content = {**before, "answers": found.answers, "raw": raw, "files": [*kept, *new]}
    fields = form_fields.reviewed(guide, found.needs) if case.fields else ()
    return content, tuple(sorted(handed_in | (shared & set(_noticed(case))))), fields


def _reading(
    guide: Guide, case: Case, raw: Mapping[str, Any], opened: Collection[str], before: dict[str, Any]
) -> Reading:
    """What the answers say now. Raises Refusal when they would make it another case, with other materials or departments."""
    found = answers.read(guide, raw, on=case.received_on, opened=opened)
    if not opened:
        return Reading(before["answers"], {}, found.needs)
    refuse_another_case(found, case)
    return found


def refuse_another_case(found: Reading, case: Case) -> None:
    """Raise Refusal when right answers would make it another case, with other materials or departments than were pinned."""
    wanted = {r.key for r in found.needs.requirements if r.necessary}
    tracks = {track.id for track in found.needs.tracks}
    if not found.errors and (
        not wanted <= {term.id for term in case.terms.materials} or tracks != {track.id for track in case.terms.tracks}
    ):
        raise Refusal("correction_changes_case")


def _items(file: CaseFile, waiting: tuple[FileFacts, ...]) -> list[Item]:
    by_key = {one.key: one for one in file.needs.requirements}
    names = {entry["public_id"] for entry in file.content["files"]}
    handed = [one for one in file.files if one.public_id in names]
    form = form_requirement(file.guide)
    found = []
    for mark in file.case.noticed:
        if form_fields.field_of(mark.material):
            continue
        requirement = by_key[mark.material]
        term = file.case.terms.material(mark.material)
        found.append(
            Item(
                requirement=requirement,
                reason=mark.reason,
                before=tuple(f for f in handed if requirement.satisfied({f.material})),
                waiting=tuple(f for f in waiting if requirement.satisfied({f.material})),
                form=mark.material == form and not file.case.fields,
                shared=term is not None and term.shared,
            )
        )
    return found


def _keep(draft: Draft, opened: Collection[str], raw: Mapping[str, Any], *, at: datetime) -> None:
    """Only what is open is kept; everything else of the form stays as it was found in order."""
    draft.raw = {**draft.raw, **{name: answers.clean(raw[name]) for name in opened if name in raw}}
    draft.version, draft.changed_at = draft.version + 1, at


def _noticed(case: Case) -> tuple[str, ...]:
    return tuple(mark.material for mark in case.noticed)


def _has(needs: Needs, key: str, files: list[dict[str, Any]]) -> bool:
    return any(_serves(needs, {key}, file) for file in files)


def _serves(needs: Needs, keys: Collection[str], file: dict[str, Any]) -> bool:
    return any(one.key in keys and one.satisfied({file["material"]}) for one in needs.requirements)


def _check(row: CaseRow, by: Actor) -> None:
    require(may_act(by, row, Role.HANDLER) or may_act(by, row, Role.WINDOW), "enterprise")


__all__ = [
    "CorrectionView",
    "FieldError",
    "Item",
    "answer",
    "form_requirement",
    "refuse_another_case",
    "save",
    "view",
]
