"""What is written beside the files of a correction or a supplement before it is handed in: words, and old files that stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Draft
from portal.services import answers, casefile, draft_merge, journal, uploads
from portal.services.draft_merge import Saved
from workflows.refusal import Refusal

WORDS = "words"
"""The name under which the words to the office stand; every other name is that of a file."""

NOTE = "note"
"""How a snapshot calls the words that came with it."""

LONGEST = 1000
KEPT = "yes"


@dataclass(frozen=True, slots=True)
class Mending:
    """What is to go with the files: `words` to the office, the public ids of the old files that stay beside the new ones, and
    the `mark` by which a later save from the page knows what it changed."""

    words: str = ""
    keeps: frozenset[str] = frozenset()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a save left, and what of it somebody else had changed since `since`."""

    saved: Saved
    both: tuple[str, ...]
    since: datetime

    def or_refuse(self) -> Saved:
        """What was saved. Raises Refusal `draft_stale` where somebody else wrote other words meanwhile."""
        if self.both:
            raise Refusal("draft_stale", at=self.since, fields=self.both)
        return self.saved


def of(draft: Draft, purpose: str, files: Collection[str] = ()) -> Mending:
    """What is written so far for that purpose; `files` are the old ones that may stay."""
    values = _values(draft, purpose, files)
    keeps = frozenset(name for name in files if values[name])
    return Mending(values[WORDS], keeps, draft_merge.mark(values, values))


def save(
    draft: Draft,
    purpose: str,
    *,
    words: str,
    keeps: Collection[str] = (),
    files: Collection[str] = (),
    mark: str | None = None,
    at: datetime,
) -> Kept:
    """Keep what was written, as far as the page with that `mark` changed it: what others wrote meanwhile stays.

    A tick of a file is never contested, for there are but two answers. Words that two people changed are left alone: once the
    ticks have been committed, `Kept.or_refuse` says so.
    """
    now = _values(draft, purpose, files)
    typed = {WORDS: answers.clean(words), **{name: KEPT if name in keeps else "" for name in files}}
    found = draft_merge.merge_values(now, typed, now, mark) if mark is not None else draft_merge.Merged(typed, (), ())
    since = draft.changed_at
    _write(draft, purpose, {**now, **found.kept}, at)
    return Kept(Saved(draft.version, draft_merge.mark(now, typed), at, found.theirs), found.both, since)


def written(case_id: str, purpose: str, *, by: Actor) -> Mending:
    """The words that wait with a case to be handed in for that purpose. Raises Denied when it is not the actor's case."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        require(may_act(by, row, Role.HANDLER), "enterprise")
        return of(uploads.draft_of(session, row), purpose)


def note(case_id: str, purpose: str, words: str, *, mark: str | None = None, by: Actor, at: datetime) -> Saved:
    """Keep the words to the office with a supplement, or with what departments want put right, before it is handed in.

    Raises Refusal when nothing of that kind is asked for, and `draft_stale` for words that another wrote; Denied.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.HANDLER), "enterprise")
        case = journal.state_of(session, row.id)
        if not uploads.asked(case, purpose):
            raise Refusal("no_correction_open", state=str(case.state))
        kept = save(uploads.draft_of(session, row), purpose, words=words, mark=mark, at=at)
    return kept.or_refuse()


def end(draft: Draft, purpose: str) -> None:
    """Forget what was written for it: it was handed in."""
    draft.mending = {name: written for name, written in draft.mending.items() if name != purpose}


def with_words(content: Mapping[str, Any], words: str) -> dict[str, Any]:
    """A snapshot with the words that came with it; those of an earlier round do not come again."""
    rest = {name: value for name, value in content.items() if name != NOTE}
    return {**rest, NOTE: words.strip()} if words.strip() else rest


def too_long(words: str) -> bool:
    """Whether the words to the office are longer than a note."""
    return len(words) > LONGEST


def _values(draft: Draft, purpose: str, files: Iterable[str]) -> dict[str, Any]:
    written: Mapping[str, Any] = draft.mending.get(purpose, {})
    kept = written.get("keeps", ())
    return {WORDS: written.get(WORDS, ""), **{name: KEPT if name in kept else "" for name in files}}


def _write(draft: Draft, purpose: str, values: Mapping[str, Any], at: datetime) -> None:
    keeps = sorted(name for name, value in values.items() if name != WORDS and value)
    draft.mending = {**draft.mending, purpose: {WORDS: values[WORDS], "keeps": keeps}}
    draft.version, draft.changed_at = draft.version + 1, at
