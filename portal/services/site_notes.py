"""What is noted on the site: findings, notes, photographs, recordings, each kept once under the identity its telephone gave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import CaseLike, may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import SiteEntry, Upload
from portal.services import casefile, journal, law, signed_scans, site_late, standing
from portal.services.answers import clean
from portal.services.wrong_input import WrongInput
from workflows.case import Case
from workflows.refusal import Refusal
from workflows.rules.site_check import record_before
from workflows.site_visit import SiteRecord

FINDINGS = ("ok", "fault", "none")
LONGEST = 2000
MOST = 500
"""Entries of one check: a telephone that repeats itself for ever fills no database."""
_ENTRY = re.compile(r"[A-Za-z0-9-]{8,32}")
_SLOW = timedelta(minutes=10)
"""How far a telephone's clock may be wrong before its times are put right; so long may a sending take on a bad network."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding, note, photograph or recording as pages and the record show it; `file` is the opaque name of what was taken,
    `name` its own, `size` its bytes.
    """

    entry: str
    words: str
    taken_at: datetime
    by: str
    finding: str = ""
    track: str = ""
    file: str = ""
    sha256: str = ""
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a sending: how many of its rows were new (0 for a repetition), and whether it came after the record."""

    rows: int
    late: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything noted so far: the newest finding of each point by track and number, notes, photographs and
    recordings in their order."""

    points: Mapping[tuple[str, int], Mark] = field(default_factory=dict)
    notes: tuple[Mark, ...] = ()
    photos: tuple[Mark, ...] = ()
    recordings: tuple[Mark, ...] = ()


def note(
    case_id: str,
    entry: str,
    *,
    track: str = "",
    findings: Mapping[int, tuple[str, str]] | None = None,
    words: str = "",
    photo: tuple[str, IO[bytes]] | None = None,
    recording: tuple[str, IO[bytes]] | None = None,
    taken_at: datetime | None = None,
    sent_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Kept:
    """Keep what was noted: findings of a track's points (code and words by number), or words, or a photograph or recording.

    `entry` is made by the telephone: what arrives twice, or from two sendings at once, is kept once. `taken_at` and `sent_at`
    are by its clock. What was noted before the record and arrives after it is kept as an annex to the record. Raises
    WrongInput (entry, finding, words), UploadError for the photograph, Refusal `site_day_ahead` before the day,
    `site_note_after_record` for what was noted once the record was made.
    """
    if not _ENTRY.fullmatch(entry):
        raise WrongInput(entry="wrong")
    given = photo or recording
    said = _checked(findings or {}, words, given is not None)
    when = _moment(taken_at, sent_at, at)
    if given is None:
        with transaction() as session:
            return _keep(session, case_id, entry, track, said, clean(words).strip(), None, when, by, at)
    with signed_scans.received(*given, recording=photo is None) as taken, transaction() as session:
        return _keep(session, case_id, entry, track, {}, clean(words).strip(), taken, when, by, at)


def seen(session: Session, case_id: int, *, since: datetime | None = None) -> Seen:
    """What was noted, in the caller's transaction; with `since` after the record of an earlier check."""
    statement = (
        select(SiteEntry, Upload.public_id, Upload.sha256, Upload.filename, Upload.size)
        .outerjoin(Upload, Upload.id == SiteEntry.upload_id)
        .where(SiteEntry.case_id == case_id, SiteEntry.late == "", *((SiteEntry.at > since,) if since else ()))
        .order_by(SiteEntry.taken_at, SiteEntry.at, SiteEntry.entry)
    )
    points: dict[tuple[str, int], Mark] = {}
    notes: list[Mark] = []
    others: dict[str, list[Mark]] = {"note": notes, "photo": [], "recording": []}
    for row, file, sha256, name, size in session.execute(statement):
        kept = (file or "", sha256 or "", name or "", size or 0)
        mark = Mark(row.entry, row.words, row.taken_at, row.by, row.finding, row.track, *kept)
        if row.kind == "point" and row.point is not None:
            points[row.track, row.point] = mark
        else:
            others.get(row.kind, notes).append(mark)
    return Seen(points, tuple(notes), tuple(others["photo"]), tuple(others["recording"]))


def seen_of(case_id: str, *, by: Actor) -> Seen:
    """The same for somebody who may see the case."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        return seen(session, row.id, since=journal.state_of(session, row.id).site.since)


def may_note(case: Case, row: CaseLike, by: Actor) -> bool:
    """True for who goes to the site, and for the office that leads."""
    return by.reference in {officer for _, officer in case.site.team} or _leads(row, by)


def _leads(row: CaseLike, by: Actor) -> bool:
    return may_act(by, row, Role.REVIEWER) or may_act(by, row, Role.DECIDER)


def _moment(taken_at: datetime | None, sent_at: datetime | None, at: datetime) -> datetime:
    """When it was noted: what the telephone says, put right by as much as its clock was wrong when it sent.

    A clock that runs ahead is known by what it sent in the future; one that runs behind looks like a slow network, and is
    believed within _SLOW. What lies in the future after that was noted now.
    """
    if taken_at is None:
        return at
    wrong = at - sent_at if sent_at else timedelta()
    try:
        told = taken_at + wrong if wrong < timedelta() or wrong > _SLOW else taken_at
    except OverflowError:
        return at
    return told if told <= at + _SLOW else at


def _checked(findings: Mapping[int, tuple[str, str]], words: str, given: bool) -> dict[int, tuple[str, str]]:
    said = {number: (code, clean(text).strip()) for number, (code, text) in findings.items() if code}
    if any(code not in FINDINGS for code, _ in said.values()):
        raise WrongInput(finding="wrong")
    if any(code == "fault" and not text for code, text in said.values()):
        raise WrongInput(finding="fault")
    if max((len(text) for text in (words, *(text for _, text in said.values()))), default=0) > LONGEST:
        raise WrongInput(words="long")
    if not said and not words.strip() and not given:
        raise WrongInput(words="missing")
    return said


def _keep(
    session: Session,
    case_id: str,
    entry: str,
    track: str,
    said: Mapping[int, tuple[str, str]],
    words: str,
    taken: signed_scans.Scan | None,
    taken_at: datetime,
    by: Actor,
    at: datetime,
) -> Kept:
    """Write the rows of one sending, in the transaction that holds the case: a second sending waits and finds them."""
    row, case = _noting(session, case_id, by)
    _points_known(row, case, track, said)
    told = {"case_id": row.id, "track": track, "taken_at": taken_at, "by": by.reference, "at": at}
    sent = [
        SiteEntry(**told, entry=f"{entry}.{number}", kind="point", point=number, finding=code, words=text)
        for number, (code, text) in said.items()
    ]
    kind = "note" if taken is None else "photo" if taken.kind.pages else "recording"
    if taken is not None or words:
        sent.append(SiteEntry(**told, entry=entry, kind=kind, words=words))
    stored = select(SiteEntry.entry, SiteEntry.late).where(SiteEntry.case_id == row.id)
    known = {one.entry: one.late for one in session.execute(stored)}
    fresh = [one for one in sent if one.entry not in known]
    if not fresh:  # what is kept already is not judged again, whatever happened since
        return Kept(0, any(known[one.entry] for one in sent))
    record = _record_before(case, row, taken_at, by, at)
    if len(known) + len(fresh) > MOST:
        raise Refusal("site_entries_full", limit=MOST)
    upload = None
    if taken is not None and fresh[-1].kind == kind:
        upload = signed_scans.keep(session, row, taken, f"site_{kind}", by=by, at=at)
        session.flush()
        fresh[-1].upload_id = upload.id
    if record is not None:
        site_late.add(session, row, record, fresh, upload, by=by, at=at)
    session.add_all(fresh)
    return Kept(len(fresh), record is not None)


def _noting(session: Session, case_id: str, by: Actor) -> tuple[CaseRow, Case]:
    """The case, held, for somebody who notes at this check or was to go to one that was held."""
    row = casefile.locked(session, case_id, by=by)
    case = journal.state_of(session, row.id)
    gone = any(record.has(by.reference) for record in case.site.records)
    require(gone or may_note(case, row, by), "site")
    standing.check(session, by, Role.REVIEWER, Role.DECIDER)
    return row, case


def _record_before(case: Case, row: CaseRow, taken_at: datetime, by: Actor, at: datetime) -> SiteRecord | None:
    """The record that something came after, None where its check is open. Raises Refusal, Denied where it may not be noted."""
    record = record_before(case.site, taken_at)
    if record is not None:
        require(record.has(by.reference) or _leads(row, by), "site")
        return record
    require(may_note(case, row, by), "site")
    if case.site.held_on and business_day(at) < case.site.held_on:
        raise Refusal("site_day_ahead", on=case.site.held_on)
    return None


def _points_known(row: CaseRow, case: Case, track: str, said: Mapping[int, tuple[str, str]]) -> None:
    """Raise Refusal for a track that the check is not for, or a point that the guide does not have."""
    checked = {*case.site.tracks, *(name for record in case.site.records for name in record.tracks)}
    if track and track not in checked:
        raise Refusal("no_such_track", track=track)
    plan = law.guide_of(row.item, row.guide_version).track(track) if track else None
    if any(not 0 <= number < len(plan.review_points if plan else ()) for number in said):
        raise Refusal("no_such_point")
