"""Answering the one-off notice: exactly what was asked is opened again, and goes back in one submission (R4, R6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guides.plan import Requirement, needs
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft
from portal.services import (
    answers,
    casefile,
    draft_merge,
    draftfiles,
    form_fields,
    journal,
    law,
    mending,
    open_fields,
    register_checks,
    snapshots,
    standing,
    uploads,
)
from portal.services.answers import Reading, SectionState
from portal.services.casefile import CaseFile, FileFacts
from portal.services.correction_content import file_names, next_content, noticed, serves
from portal.services.draft_merge import Merged, Saved
from portal.services.form_fields import form_requirement
from portal.services.freshness import known_seq
from portal.services.mending import Mending
from portal.services.open_fields import OpenField
from workflows.case import State
from workflows.clocks import CORRECTION, clocks
from workflows.commands import Correct
from workflows.limits import Due, due
from workflows.refusal import Refusal

PURPOSE = "correction"


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

    `fields` are the answers that are asked for, `open` the fields that may be changed: those, and what follows from them. `whole`
    is said where an older notice names no part of the form, so that all of it is open.
    """

    file: CaseFile
    due: Due
    items: tuple[Item, ...]
    raw: dict[str, Any]
    reading: Reading
    sections: tuple[SectionState, ...]
    fields: tuple[OpenField, ...] = ()
    open: frozenset[str] = frozenset()
    mending: Mending = Mending()
    whole: bool = False

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
        waiting = draftfiles.of_draft(session, draft.id, purpose=PURPOSE)
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
            mending=mending.of(draft, PURPOSE, file_names(before)),
            whole=open_fields.whole(file.guide, file.case),
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


def save_beside(
    case_id: str, words: str, keep: Collection[str], *, mark: str | None = None, by: Actor, at: datetime
) -> Saved:
    """Keep the words to the window and the ticks of old files that stay, before anything is handed in.

    `mark` is what the page carried (`CorrectionView.mending`). Raises Refusal, also `draft_stale` for words that another wrote.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        _check(row, by)
        case = journal.state_of(session, row.id)
        if case.state is not State.CORRECTION:
            raise Refusal("no_correction_open", state=str(case.state))
        files = file_names(snapshots.latest(session, row.id))
        draft = uploads.draft_of(session, row)
        kept = mending.save(draft, PURPOSE, words=words, keeps=keep, files=files, mark=mark, at=at)
    return kept.or_refuse()


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

    New files take the place of the old ones of the same requirement, except those ticked before or named in `keep`. Raises
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
            for one in draftfiles.waiting(session, draft.id, purpose=PURPOSE)
            if serves(asked, noticed(case), {"material": one.material})
        ]
        written = mending.of(draft, PURPOSE, file_names(before))
        kept = written.keeps | set(keep)
        content, handed_in, fields = next_content(before, case, draft.raw, opened, guide, waiting, kept)
        content = mending.with_words(content, written.words)
        snapshots.keep(session, row.id, case.round + 1, content, at=at)
        command = Correct(snapshots.digest_of(content), handed_in, fields)
        seq = known_seq(session, row, expected_seq)
        journal.record(session, row, command, by=by, at=at, expected_seq=seq)
        register_checks.owe_again(session, row, before["answers"], content["answers"], at=at)
        uploads.hand_in(session, row, waiting, at=at)
        mending.end(draft, PURPOSE)


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


def _check(row: CaseRow, by: Actor) -> None:
    require(may_act(by, row, Role.HANDLER) or may_act(by, row, Role.WINDOW), "enterprise")
