"""What departments want put right during the review: asked of the lead, told once, handed in by the applicant (R4, R6, R87)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.material import Material
from guides.plan import Needs, Requirement
from guides.text import Text
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import absences, casefile, draftfiles, journal, mending, standing, uploads
from portal.services.casefile import FileFacts
from portal.services.freshness import known_seq
from portal.services.tracks import led
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal

_ASKED = {"necessity": "required"}
PURPOSE = "review_fix"
"""What the files are for that the applicant brings: they wait with the case until they are handed in."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One material that is to be put right: what the departments say of it, the files handed in before, and those that wait."""

    key: str
    requirement: Requirement
    asked: tuple[str, ...]
    before: tuple[FileFacts, ...]
    waiting: tuple[FileFacts, ...]

    @property
    def ready(self) -> bool:
        """True when a file can be handed in for it."""
        return any(one.scan != "infected" for one in self.waiting)


def wish(
    case_id: str,
    track: str,
    material: str,
    words: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Ask the lead to have a material put right, for the person's own department; nothing goes to the applicant from here."""
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        case = journal.state_of(session, row.id)
        term = case.terms.track(track)
        if term is None:
            raise Refusal("no_such_track", track=track)
        require(may_act(by, row, Role.REVIEWER, term.office), "track")
        standing.check(session, by, Role.REVIEWER)
        owner = case.assigned.get(track, "")
        on_behalf = absences.acting_for(session, by, owner, business_day(at))
        vacant = bool(owner) and not absences.serves(session, owner, term.office)
        command = c.WishFix(track, material, words, on_behalf, vacant)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def tell(case_id: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Tell the applicant everything that the departments asked for, in one letter and only once (R4, R6)."""
    with transaction() as session:
        row = led(session, case_id, by)
        seq = known_seq(session, row, expected_seq)
        return journal.record(session, row, c.TellFixes(), by=by, at=at, expected_seq=seq)


def missing(case_id: str, *, by: Actor) -> tuple[Fix, ...]:
    """What was told and has not come in, with the files that wait. Raises Refusal or Denied as the case does."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        file = casefile.gather(session, row, by=by)
        _brings(by, row)
        files = draftfiles.of_draft(session, uploads.draft_of(session, row).id, purpose=PURPOSE)
    wished, names = file.case.fixes.wished, {entry["public_id"] for entry in file.content["files"]}
    handed = [one for one in file.files if one.public_id in names]
    found = []
    for key in file.case.fixes.missing:
        requirement = _requirement(file.guide, file.needs, key)
        said = tuple(words for _track, material, words in wished if material == key)
        before, new = (tuple(f for f in of if requirement.satisfied({f.material})) for of in (handed, files))
        found.append(Fix(key, requirement, said, before, new))
    return tuple(found)


def hand_in(case_id: str, note: str = "", *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Hand in the files that wait for what was to be put right, online or by the window for what was brought there; the
    departments see them beside those that were there.

    The note goes with them, or else the words that were saved before. Raises
    Refusal `fix_file_missing` when no file waits, and for a case that does not ask for any.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        _brings(by, row)
        standing.check(session, by, Role.WINDOW)
        case = journal.state_of(session, row.id)
        draft = uploads.draft_of(session, row, held=True)
        waiting = draftfiles.waiting(session, draft.id, purpose=PURPOSE)
        wanted = set(case.fixes.missing)
        served = [(one, _key(session, row, one.material, wanted)) for one in waiting]
        files = [one for one, key in served if key]
        keys = tuple(dict.fromkeys(key for _one, key in served if key))
        words = note or mending.of(draft, PURPOSE).words
        command = c.HandInFixes(keys, tuple(one.sha256 for one in files), words)
        case = journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
        uploads.hand_in(session, row, files, at=at)
        mending.end(draft, PURPOSE)
        return case


def _brings(by: Actor, row: CaseRow) -> None:
    """The applicant's handlers, and the window for who has no account or comes with the paper (R16)."""
    require(may_act(by, row, Role.HANDLER) or may_act(by, row, Role.WINDOW), "enterprise")


def _key(session: Session, row: CaseRow, material: str, wanted: set[str]) -> str:
    """Which of the things that are wanted a file serves; empty when it serves none."""
    keys = (uploads.requirement_of(session, row, material), material)
    return next((key for key in keys if key in wanted), "")


def _requirement(guide: Guide, needs: Needs, key: str) -> Requirement:
    """What is uploaded for a key: a paper that was fetched by sharing may be brought, as a department asked for it."""
    known = next((one.alternatives for one in needs.requirements if one.key == key), ())
    materials = known or tuple(one for one in guide.materials if key in (one.id, one.group))
    own = tuple(one for one in materials if not one.shared)
    return Requirement(key, own or tuple(one.model_copy(update=_ASKED) for one in materials) or (_unknown(key),))


def _unknown(key: str) -> Material:
    """What the guide does not describe is asked for all the same: the applicant is not left without a way to bring it."""
    name = Text(zh=key)
    return Material(id=key, name=name, form="copy", necessity="required", source="self", basis=name)
