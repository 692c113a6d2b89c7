"""What departments want put right during the review: asked of the lead, told once, handed in by the applicant (R4, R6, R87)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import IO

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.services import absences, casefile, journal, signed_scans, standing
from portal.services.freshness import known_seq
from portal.services.tracks import led
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal


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


def hand_in(
    case_id: str,
    files: Mapping[str, tuple[str, IO[bytes]]],
    note: str = "",
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Hand in what was to be put right, a file a material; the departments see the files beside those that were there.

    Raises UploadError for a file that cannot be taken, Refusal for a material that nobody asked for.
    """
    with ExitStack() as open_files:
        taken = {name: open_files.enter_context(signed_scans.received(*file)) for name, file in files.items()}
        with transaction() as session:
            row = casefile.locked(session, case_id, by=by)
            require(may_act(by, row, Role.HANDLER) or may_act(by, row, Role.WINDOW), "enterprise")
            digests = tuple(scan.digest for scan in taken.values())
            command = c.HandInFixes(tuple(taken), digests, note)
            seq = known_seq(session, row, expected_seq)
            case = journal.record(session, row, command, by=by, at=at, expected_seq=seq)
            for material, scan in taken.items():
                signed_scans.keep(session, row, scan, "review_fix", by=by, at=at, material=material)
            return case
