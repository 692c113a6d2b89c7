"""Tracks as contracts: hurried, given to an officer, added, reopened, and a disagreement settled (R13, R87, R91)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.text import Text
from portal.access import Denied, may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Office, User, UserRole
from portal.services import absences, casefile, journal, law, standing
from portal.services.freshness import known_seq
from portal.services.wrong_input import WrongInput
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal
from workflows.terms import TrackTerm


@dataclass(frozen=True, slots=True)
class Addable:
    """Somebody who may be asked in addition: a track of the guide's plan that the answers did not call for, or an office."""

    key: str
    office: str
    name: Text
    days: int
    unit: str


def remind(case_id: str, tracks: Iterable[str] = (), *, by: Actor, at: datetime) -> tuple[str, ...]:
    """Hurry these departments, or all whose opinion is open, each once a day (R87: the lead hurries the others).

    Everybody concerned hears of it in the digest of the day, one mail a person. Returns the tracks that were hurried; raises
    Refusal `track_not_open` when there is nobody to hurry, `reminded_today` when everybody was hurried today.
    """
    with transaction() as session:
        row = led(session, case_id, by)
        case = journal.record(session, row, c.RemindTracks(tuple(tracks)), by=by, at=at)
        return tuple(name for name, day in case.hurried.items() if day == business_day(at))


def remind_cases(case_ids: Iterable[str], *, by: Actor, at: datetime) -> tuple[int, int]:
    """Hurry the open departments of several cases; returns how many cases were hurried, and in how many there was nobody to.

    Each case is a unit of its own, so that one that has moved on keeps none of the others waiting.
    """
    done = skipped = 0
    for case_id in dict.fromkeys(case_ids):
        try:
            remind(case_id, by=by, at=at)
            done += 1
        except (Refusal, Denied):
            skipped += 1
    return done, skipped


def hand_over(
    case_id: str,
    track: str,
    officer: int | None,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Give a department's share to one of its reviewers: by whoever has it, his stand-in, or the head of the department.

    Raises WrongInput for somebody who does not review there, Refusal `track_of_other`, `already_answered` or `stale`.
    """
    with transaction() as session:
        row, case, term = _share(session, case_id, track, by)
        if officer is None or not absences.serves(session, f"officer:{officer}", term.office):
            raise WrongInput(officer="stranger")
        owner = case.assigned.get(track, "")
        ordered = by.holds(Role.DECIDER) or bool(owner and not absences.serves(session, owner, term.office))
        on_behalf = absences.acting_for(session, by, owner, business_day(at))
        command = c.HandOverTrack(track, f"officer:{officer}", reason, on_behalf, ordered)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def assign(
    shares: Iterable[tuple[str, str]], officer: int | None, reason: str, *, by: Actor, at: datetime
) -> tuple[int, int]:
    """Give several shares (case, track) to one reviewer; returns how many were given, and how many could not be.

    Raises WrongInput for somebody who does not review in the office of the person who assigns.
    """
    with reading() as session:
        if officer is None or not absences.serves(session, f"officer:{officer}", by.office_code):
            raise WrongInput(officer="stranger")
    done = skipped = 0
    for case_id, track in dict.fromkeys(shares):
        try:
            hand_over(case_id, track, officer, reason, by=by, at=at)
            done += 1
        except (Refusal, Denied):
            skipped += 1
    return done, skipped


def add(
    case_id: str, key: str, question: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Ask one more department, with a reason (R87). `key` is one of `addable`; its days are those of the guide's plan.

    A track of the plan is asked what the guide asks; an office whatever `question` says. Raises WrongInput for another key.
    """
    with transaction() as session:
        row = led(session, case_id, by)
        case = journal.state_of(session, row.id)
        guide = law.guide_of(row.item, row.guide_version)
        chosen = next((one for one in _addable(session, guide, case) if one.key == key), None)
        if chosen is None:
            raise WrongInput(key="missing")
        command = _added(guide, case, chosen, question, reason)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def addable(case_id: str, *, by: Actor) -> tuple[Addable, ...]:
    """Who may still be asked: the plan's tracks that do not apply here, then the offices that have reviewers."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        guide = law.guide_of(row.item, row.guide_version)
        return tuple(_addable(session, guide, journal.state_of(session, row.id)))


def reopen(case_id: str, track: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Ask a department again, with a reason; the opinion it gave stays in the record, its clock starts anew."""
    return _lead(case_id, c.ReopenTrack(track, reason), by, at, expected_seq)


def resolve(
    case_id: str,
    track: str,
    how: str,
    resolution: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Settle a disagreement in writing: the opinion is `adopted`, the matter `settled` with the department, or `overruled`."""
    return _lead(case_id, c.ResolveDisagreement(track, how, resolution), by, at, expected_seq)


def led(session: Session, case_id: str, by: Actor) -> CaseRow:
    """The locked row, for a reviewer or decider of the office that leads, who still is one at this moment."""
    row = casefile.locked(session, case_id, by=by)
    require(may_act(by, row, Role.REVIEWER) or may_act(by, row, Role.DECIDER), "lead")
    standing.check(session, by, Role.REVIEWER, Role.DECIDER)
    return row


def _lead(case_id: str, command: c.Command, by: Actor, at: datetime, expected_seq: int | None) -> Case:
    with transaction() as session:
        row = led(session, case_id, by)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def _share(session: Session, case_id: str, track: str, by: Actor) -> tuple[CaseRow, Case, TrackTerm]:
    """The locked row, its case and a track of the person's own office."""
    row = casefile.locked(session, case_id, by=by)
    case = journal.state_of(session, row.id)
    term = case.terms.track(track)
    if term is None:
        raise Refusal("no_such_track", track=track)
    heads = by.holds(Role.DECIDER) and by.office_code == term.office
    require(may_act(by, row, Role.REVIEWER, term.office) or heads, "track")
    standing.check(session, by, Role.REVIEWER, Role.DECIDER)
    return row, case, term


def _addable(session: Session, guide: Guide, case: Case) -> list[Addable]:
    plan = [
        Addable(track.id, track.office, track.name, track.whole_days, track.unit)
        for track in guide.review.tracks
        if case.terms.track(track.id) is None
    ]
    days, unit = _usual(guide)
    reviews = exists().where(UserRole.user_id == User.id, UserRole.role == str(Role.REVIEWER))
    manned = exists().where(User.office_id == Office.id, User.active, reviews)
    found = select(Office.code, Office.name_zh, Office.name_en).where(Office.active, ~Office.intake_only, manned)
    asked = {term.office for term in case.terms.tracks} | {one.office for one in plan}
    return plan + [
        Addable(f"office:{code}", code, Text(zh=zh, en=en), days, unit)
        for code, zh, en in session.execute(found.order_by(Office.id))
        if code not in asked
    ]


def _usual(guide: Guide) -> tuple[int, str]:
    """The days that the plan gives to departments which wait for nobody: the longest of them."""
    first = [track for track in guide.review.tracks if not track.depends_on]
    longest = max(first, key=lambda track: track.whole_days)
    return longest.whole_days, longest.unit


def _added(guide: Guide, case: Case, chosen: Addable, question: str, reason: str) -> c.AddTrack:
    plan = guide.track(chosen.key)
    if plan is None:
        name = f"added_{len(case.added) + 1}"
        return c.AddTrack(name, chosen.office, chosen.days, question, reason, chosen.unit)
    asked = question.strip() or str(plan.question)
    return c.AddTrack(plan.id, chosen.office, chosen.days, asked, reason, chosen.unit, plan.officers, plan.site_check)
