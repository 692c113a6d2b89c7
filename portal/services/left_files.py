"""What was brought to a case and handed in to nobody: its correction was over before, or the window mended it on the spot."""

from __future__ import annotations

from dataclasses import dataclass

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading
from portal.services import casefile, draftfiles, journal, partial_uploads, uploads
from portal.services.casefile import FileFacts
from portal.services.partial_uploads import Partial
from portal.services.uploads import Goal


@dataclass(frozen=True, slots=True)
class LeftFiles:
    """Whole files, which their owner may look at and delete, and those of which a part came and the rest is not asked for."""

    files: tuple[FileFacts, ...]
    parts: tuple[Partial, ...]

    def __bool__(self) -> bool:
        return bool(self.files or self.parts)


def of_case(case_id: str, *, by: Actor) -> LeftFiles:
    """The files of an applicant that wait with a case which does not ask for them now. Raises Refusal, Denied."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        require(may_act(by, row, Role.HANDLER), "enterprise")
        draft = uploads.draft_of(session, row)
        files = draftfiles.brought(session, draft.id, uploads.FROM_APPLICANT)
        goals = [Goal(purpose, case_id) for purpose in uploads.FROM_APPLICANT]
        parts = [one for goal in goals for one in partial_uploads.waiting_in(session, draft.id, goal, by=by)]
        if not files and not parts:
            return LeftFiles((), ())
        case = journal.state_of(session, row.id)

        def left(purpose: str, material: str) -> bool:
            wanted = uploads.asked(case, purpose)
            return not wanted or not {uploads.requirement_of(session, row, material) or "", material} & wanted

        return LeftFiles(
            tuple(one for one in files if left(one.purpose, one.material)),
            tuple(one for one in parts if left(one.goal.purpose, one.material)),
        )
