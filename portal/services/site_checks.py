"""The joint site check (联合踏勘): one appointment, what was noted on the site, the record that feeds every track (R88, R142)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import BUSINESS_ZONE
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Office, User, UserRole
from portal.services import act_contents, casefile, journal, law, signed_scans, site_notes, standing
from portal.services.freshness import known_seq
from portal.services.tracks import led
from portal.services.wrong_input import WrongInput
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal
from workflows.rules.site_check import needing

Team = tuple[tuple[str, str], ...]
SAID = ("began", "ended", "shown", "party", "statement", "witness")
"""What the record says beside the findings: the times, whether certificates were shown, who was there for the applicant, its
statement, a witness."""
SHOWN = ("yes", "absent")
"""The officers showed their certificates, or nobody of the applicant was there to be shown them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer who may go for a track."""

    reference: str
    name: str
    certificate: str


def set_day(
    case_id: str,
    held_on: date,
    time: str,
    place: str,
    team: Iterable[tuple[str, str]],
    reason: str = "",
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Make the one appointment of all departments that need the site, or move it with a reason; the applicant is told.

    `team` are pairs of a track and an officer's account, two or more of each department. Raises WrongInput for an account
    of another office, Refusal `site_certificate_missing`, `site_officers_missing`, `no_site_check_needed` and the like.
    """
    going = tuple(dict.fromkeys((track, officer) for track, officer in team))
    with transaction() as session:
        row = led(session, case_id, by)
        case = journal.state_of(session, row.id)
        paper = act_contents.keep(session, row.id, {"team": _people(session, case, going)}, at=at)
        command = c.SetSiteCheck(held_on, time, place, going, paper, reason)
        return _record(session, row, command, by, at, expected_seq)


def ask_other_day(
    case_id: str,
    reason: str,
    wish: date | None = None,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Ask for another day, once: by the applicant online, or recorded by the window or the office that leads."""
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        staff = any(may_act(by, row, role) for role in (Role.WINDOW, Role.REVIEWER, Role.DECIDER))
        require(staff or may_act(by, row, Role.HANDLER), "enterprise")
        standing.check(session, by, Role.WINDOW, Role.REVIEWER, Role.DECIDER)
        way = "online" if by.holds(Role.HANDLER) else "window" if by.holds(Role.WINDOW) else "office"
        return _record(session, row, c.AskSiteCheckMove(reason, wish, way), by, at, expected_seq)


def cancel(case_id: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Give the appointment up, with a reason that the applicant is told."""
    with transaction() as session:
        return _record(session, led(session, case_id, by), c.CancelSiteCheck(reason), by, at, expected_seq)


def hold(
    case_id: str,
    said: Mapping[str, str],
    *,
    team: Iterable[tuple[str, str]],
    signed: str,
    scan: tuple[str, IO[bytes]],
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Close the check with its record: everything noted on the site, SAID, who came, and the signed paper (R142).

    Raises WrongInput where the record says too little, Refusal `site_points_missing` while a point has no finding and
    `site_certificate_missing` for an officer without one, UploadError for the scan.
    """
    _complete(said, signed)
    present = tuple(dict.fromkeys((track, officer) for track, officer in team))
    with signed_scans.received(*scan) as taken, transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        case = journal.state_of(session, row.id)
        require(site_notes.may_note(case, row, by), "site")
        standing.check(session, by, Role.REVIEWER, Role.DECIDER)
        paper = act_contents.keep(session, row.id, _content(session, row, case, said, present), at=at)
        held = _record(session, row, c.HoldSiteCheck(present, signed, paper, taken.digest), by, at, expected_seq)
        signed_scans.keep(session, row, taken, "site_record", by=by, at=at)
        return held


def candidates(case_id: str, *, by: Actor) -> dict[str, tuple[Candidate, ...]]:
    """The officers who may go, by the track that needs the site."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        case = journal.state_of(session, row.id)
        return {track: tuple(_of_office(session, _office(case, track))) for track in needing(case)}


def record_of(case: Case, case_id: int) -> dict[str, Any]:
    """The record of a check that was held, as it was kept: points, notes, photographs and statement; empty before."""
    with reading() as session:
        return act_contents.content_of(session, case_id, case.site.record)


def _record(
    session: Session, row: CaseRow, command: c.Command, by: Actor, at: datetime, expected_seq: int | None
) -> Case:
    return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def _office(case: Case, track: str) -> str:
    term = case.terms.track(track)
    return term.office if term else ""


def _of_office(session: Session, office: str) -> list[Candidate]:
    reviews = exists().where(UserRole.user_id == User.id, UserRole.role.in_((str(Role.REVIEWER), str(Role.DECIDER))))
    statement = (
        select(User.id, User.name, User.certificate_number)
        .join(Office, Office.id == User.office_id)
        .where(Office.code == office, User.active, User.kind == "officer", reviews)
        .order_by(User.name, User.id)
    )
    return [
        Candidate(f"officer:{number}", name, certificate) for number, name, certificate in session.execute(statement)
    ]


def _people(session: Session, case: Case, team: Team) -> list[dict[str, str]]:
    """Who goes, with office and certificate: notice and record name its number (R142).

    Raises WrongInput for somebody who is not an officer of the track's office, Refusal while an account has no number.
    """
    names = _names(session)
    found, without = [], []
    for track, officer in team:
        office = _office(case, track)
        one = next((each for each in _of_office(session, office) if each.reference == officer), None)
        if one is None:
            raise WrongInput(team="stranger")
        if not one.certificate.strip():
            without.append(one.name)
        found.append(
            {"track": track, "office": names.get(office, office), "name": one.name, "certificate": one.certificate}
        )
    if without:
        raise Refusal("site_certificate_missing", officers="、".join(dict.fromkeys(without)))
    return found


def _names(session: Session) -> dict[str, str]:
    return {one.code: one.name_zh for one in session.execute(select(Office.code, Office.name_zh))}


def _complete(said: Mapping[str, str], signed: str) -> None:
    """What R142 asks of a record beside the facts: times, certificates shown, who was there for the party, its statement or a
    witness. Who was not there has not signed."""
    needed = ["began", "ended", "shown", "party"] + (["witness"] if signed == "refused" else ["statement"])
    missing = {name: "missing" for name in needed if not said.get(name, "").strip()}
    if said.get("shown", "") not in SHOWN:
        missing["shown"] = "missing"
    if said.get("shown") == "absent" and signed == "signed":
        missing["signed"] = "absent"
    if missing:
        raise WrongInput(**missing)


def _content(session: Session, row: CaseRow, case: Case, said: Mapping[str, str], team: Team) -> dict[str, Any]:
    content = noted(session, row, case, team)
    missing = [one["point"] for one in content["points"] if not one["finding"]]
    if missing:
        raise Refusal("site_points_missing", number=len(missing))
    return {name: said.get(name, "").strip() for name in SAID} | content


def noted(session: Session, row: CaseRow, case: Case, team: Team) -> dict[str, Any]:
    """What the record says of the check itself: who came with their certificates, and everything noted, in the caller's
    transaction; a point without a finding has an empty one."""
    guide = law.guide_of(row.item, row.guide_version)
    names = _names(session)
    seen = site_notes.seen(session, row.id, since=case.site.since)
    points: list[dict[str, str]] = []
    for track in case.site.tracks:
        plan, office = guide.track(track), names.get(_office(case, track), _office(case, track))
        for number, point in enumerate(plan.review_points if plan else ()):
            mark = seen.points.get((track, number)) or site_notes.Mark("", "", row.created_at, "")
            points.append({"office": office, "point": str(point), "finding": mark.finding, "words": mark.words})
    return {
        "team": _people(session, case, team),
        "points": points,
        "notes": [{"words": one.words} for one in seen.notes],
        "photos": [_photo(one) for one in seen.photos],
        "recordings": [_photo(one) | {"name": one.name} for one in seen.recordings],
    }


def _photo(one: site_notes.Mark) -> dict[str, str]:
    taken = f"{one.taken_at.astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}"
    return {"taken": taken, "words": one.words, "sha256": one.sha256, "file": one.file}
