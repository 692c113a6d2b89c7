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
from portal.services import casefile, journal, law, signed_scans, standing
from portal.services.answers import clean
from portal.services.wrong_input import WrongInput
from workflows.case import Case
from workflows.refusal import Refusal

FINDINGS = ("ok", "fault", "none")
LONGEST = 2000
MOST = 500
"""Entries of one check: a telephone that repeats itself for ever fills no database."""
_ENTRY = re.compile(r"[A-Za-z0-9-]{8,32}")
_SLOW = timedelta(minutes=10)
"""How far a telephone's clock may run ahead of ours before its time is not believed."""


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
    by: Actor,
    at: datetime,
) -> int:
    """Keep what was noted: findings of a track's points (code and words by number), or words, or a photograph or recording.

    `entry` is made by the telephone: what arrives twice, or from two sendings at once, is kept once; returns how many rows
    were new, 0 for a repetition. Raises WrongInput (entry, finding, words), UploadError for the photograph, Refusal
    `site_day_ahead` before the day, `site_check_over` once the record was made.
    """
    if not _ENTRY.fullmatch(entry):
        raise WrongInput(entry="wrong")
    given = photo or recording
    said = _checked(findings or {}, words, given is not None)
    when = taken_at if taken_at and taken_at <= at + _SLOW else at
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
        .where(SiteEntry.case_id == case_id, *((SiteEntry.at > since,) if since else ()))
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
    going = by.reference in {officer for _, officer in case.site.team}
    return going or may_act(by, row, Role.REVIEWER) or may_act(by, row, Role.DECIDER)


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
) -> int:
    """Write the rows of one sending, in the transaction that holds the case: a second sending waits and finds them."""
    row, case = _noting(session, case_id, by, at)
    _points_known(row, case, track, said)
    known = set(session.scalars(select(SiteEntry.entry).where(SiteEntry.case_id == row.id)))
    told = {"case_id": row.id, "track": track, "taken_at": taken_at, "by": by.reference, "at": at}
    fresh = [
        SiteEntry(**told, entry=f"{entry}.{number}", kind="point", point=number, finding=code, words=text)
        for number, (code, text) in said.items()
    ]
    kind = "note" if taken is None else "photo" if taken.kind.pages else "recording"
    if taken is not None or words:
        fresh.append(SiteEntry(**told, entry=entry, kind=kind, words=words))
    fresh = [one for one in fresh if one.entry not in known]
    if len(known) + len(fresh) > MOST:
        raise Refusal("site_entries_full", limit=MOST)
    for one in fresh:
        if one.kind == kind and taken is not None:
            upload = signed_scans.keep(session, row, taken, f"site_{kind}", by=by, at=at)
            session.flush()
            one.upload_id = upload.id
        session.add(one)
    return len(fresh)


def _noting(session: Session, case_id: str, by: Actor, at: datetime) -> tuple[CaseRow, Case]:
    row = casefile.locked(session, case_id, by=by)
    case = journal.state_of(session, row.id)
    require(may_note(case, row, by), "site")
    standing.check(session, by, Role.REVIEWER, Role.DECIDER)
    if case.site.over_on is not None:
        raise Refusal("site_check_over", on=case.site.over_on)
    if case.site.held_on is None:
        raise Refusal("site_check_not_set")
    if business_day(at) < case.site.held_on:
        raise Refusal("site_day_ahead", on=case.site.held_on)
    return row, case


def _points_known(row: CaseRow, case: Case, track: str, said: Mapping[int, tuple[str, str]]) -> None:
    """Raise Refusal for a track that the check is not for, or a point that the guide does not have."""
    if track and track not in case.site.tracks:
        raise Refusal("no_such_track", track=track)
    plan = law.guide_of(row.item, row.guide_version).track(track) if track else None
    if any(not 0 <= number < len(plan.review_points if plan else ()) for number in said):
        raise Refusal("no_such_point")
