"""What a correction comes to: the next snapshot, what of the notice it answers, and what it must not turn the case into."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from guides.guide import Guide
from guides.plan import Needs
from portal.models import Upload
from portal.services import answers, draftfiles, form_fields, open_fields
from portal.services.answers import Reading
from portal.services.form_fields import form_requirement
from portal.services.submission import SubmissionIncomplete, file_entry
from workflows.case import Case
from workflows.refusal import Refusal


def next_content(
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
    renewed = {key for key in noticed(case) if _has(found.needs, key, new)}
    kept = [old for old in before["files"] if old["public_id"] in keep or not serves(found.needs, renewed, old)]
    handed_in = renewed | open_fields.mended(case, before["raw"], raw)
    if not case.fields and opened and answers.digest(raw) != answers.digest(before["raw"]):
        handed_in |= {str(form_requirement(guide))}
    shared = {term.id for term in case.terms.materials if term.shared}
    missing = tuple(key for key in noticed(case) if key not in handed_in | shared)
    if found.errors or missing:
        raise SubmissionIncomplete(found.errors, missing)
    content = {**before, "answers": found.answers, "raw": raw, "files": [*kept, *new]}
    fields = form_fields.reviewed(guide, found.needs) if case.fields else ()
    return content, tuple(sorted(handed_in | (shared & set(noticed(case))))), fields


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


def file_names(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The public ids of the files of a snapshot."""
    return tuple(entry["public_id"] for entry in content["files"])


def noticed(case: Case) -> tuple[str, ...]:
    """The keys of what the applicant was told to mend."""
    return tuple(mark.material for mark in case.noticed)


def _has(needs: Needs, key: str, files: list[dict[str, Any]]) -> bool:
    return any(serves(needs, {key}, file) for file in files)


def serves(needs: Needs, keys: Collection[str], file: dict[str, Any]) -> bool:
    """Whether a file is for one of these requirements."""
    return any(one.key in keys and one.satisfied({file["material"]}) for one in needs.requirements)
