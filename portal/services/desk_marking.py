"""Marking at the desk: what the clerk finds of a material and of every answer of the form, kept until an outcome (R4-R6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from guides.plan import needs
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import DeskMark
from portal.services import (
    casefile,
    commitment,
    credit,
    first_contact,
    form_fields,
    journal,
    law,
    marks,
    snapshots,
    standing,
)
from portal.services.answers import clean
from portal.services.desk_materials import files_of
from portal.services.marks import Working, marks_of
from portal.services.outcomes import choices
from portal.services.wrong_input import WrongInput
from workflows.case import AT_WINDOW, Case, fold
from workflows.deferral_policy import load_policy
from workflows.events import kind_of
from workflows.refusal import Refusal

LONGEST = 2000


def mark(
    public_id: str,
    requirement: str,
    verdict: str,
    *,
    reason: str = "",
    points: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
    seen_at: str | None = None,
) -> None:
    """Keep what the clerk finds of one material: ok, fix, later, or nothing yet; the first mark looks the credit lists up.

    `points` answers review points (yes or no); None leaves them as they are. `expected_seq` and `seen_at` are what the
    page was made from. Raises WrongInput (verdict, reason) with the code of what stands in the way; Refusal `stale` when
    the case moved on, `mark_changed` when another officer marked the same material since.
    """
    with transaction() as session:
        row = at_window(session, public_id, by)
        case = _current(session, row, expected_seq)
        known = session.get(DeskMark, (row.id, case.round, requirement))
        marks.unchanged(known, seen_at, by.id)
        answers, words = (known.points if known else {}) if points is None else points, clean(reason).strip()
        checked = _checked(session, row, case, requirement, verdict, answers, words, on=business_day(at))
        marks.keep(session, (row.id, case.round), requirement, Working(verdict, words, checked, by.id, at), known)
        if verdict:
            first_contact.first_act(session, row, by=by, at=at)
        _first_look(session, row, case, by=by, at=at)


def mark_fields(
    public_id: str,
    found: Mapping[str, tuple[str, str]],
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
    seen_at: str | None = None,
) -> None:
    """Keep what the clerk finds of answers of the form: by key a verdict (ok, fix or nothing yet) and the words for the applicant.

    Nothing is in order by itself: an answer that nobody marked stays unmarked. Raises WrongInput with the code by key where
    words are missing (missing, long) or the mark may not be given (told_once, unknown); Refusal as `mark` does.
    """
    with transaction() as session:
        row = at_window(session, public_id, by)
        case = _current(session, row, expected_seq)
        known = marks_of(session, row.id, case.round)
        given = {key: (verdict, clean(words).strip()) for key, (verdict, words) in found.items()}
        if strange := tuple(key for key in given if key not in case.fields):
            raise Refusal("outside_guide", materials=strange)
        if wrong := {key: code for key, one in given.items() if (code := _wrong_field(case, key, *one))}:
            raise WrongInput(**wrong)
        for key, (verdict, words) in given.items():
            before = known.get(key)
            if before is None and not verdict and not words:
                continue
            if before is None or (before.verdict, before.reason) != (verdict, words):
                marks.unchanged(before, seen_at, by.id)
                marks.keep(session, (row.id, case.round), key, Working(verdict, words, {}, by.id, at))
        _first_look(session, row, case, by=by, at=at)


def _wrong_field(case: Case, key: str, verdict: str, words: str) -> str:
    if verdict not in ("ok", "fix", ""):
        return "unknown"
    if verdict == "fix" and (way := form_fields.ways(case, key)):
        return way
    if verdict == "fix" and not words:
        return "missing"
    return "long" if len(words) > LONGEST else ""


def _first_look(session: Session, row: CaseRow, case: Case, *, by: Actor, at: datetime) -> None:
    """The first mark looks the credit lists up (R99)."""
    if case.terms.credit_required and not case.credit:
        credit.look_up(session, row, stage="intake", by=by, at=at)


def at_window(session: Session, public_id: str, by: Actor) -> CaseRow:
    """The case, locked, for somebody of the window who may act on it."""
    row = casefile.locked(session, public_id, by=by)
    require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    standing.check(session, by, Role.WINDOW)
    return row


def _current(session: Session, row: CaseRow, expected_seq: int | None) -> Case:
    """The case at the window. A look at the lists or a reminder in between makes no page stale; a new round does."""
    past = journal.load(session, row.id)
    case, seen = fold(past), fold(past[:expected_seq] if expected_seq else past)
    assert case is not None
    if seen is None or (seen.round, seen.state) != (case.round, case.state):
        raise Refusal("stale", kind=kind_of(past[-1].event), by=past[-1].by, at=past[-1].at)
    if case.state not in AT_WINDOW:
        raise Refusal("not_at_window", state=str(case.state))
    return case


def _checked(
    session: Session,
    row: CaseRow,
    case: Case,
    key: str,
    verdict: str,
    answers: Mapping[str, str],
    reason: str,
    *,
    on: date,
) -> dict[str, str]:
    """The answers to the points that the material has. Raises WrongInput where the verdict may not be given."""
    term = case.terms.material(key)
    content = snapshots.latest(session, row.id)
    asked = needs(law.guide_of(row.item, row.guide_version), content["answers"], case.received_on).requirements
    requirement = next((one for one in asked if one.key == key), None)
    if term is None or requirement is None:
        raise Refusal("outside_guide", materials=(key,))
    ids = {f"{m.id}.{at}" for m in requirement.alternatives for at, _ in enumerate(m.review_points, start=1)}
    kept = {name: answer for name, answer in answers.items() if name in ids and answer in ("yes", "no")}
    unmet = [name for name, answer in kept.items() if answer == "no"]
    barred = load_policy().bars(commitment.count(session, row.enterprise_id, on=on))
    brought = bool(files_of(content, requirement)) or term.shared
    ways = choices(case, term, unmet=unmet, brought=brought, barred=barred)
    if verdict and (code := ways.get(verdict, "unknown")):
        raise WrongInput(verdict=code)
    if verdict == "fix" and not reason:
        raise WrongInput(reason="missing")
    if len(reason) > LONGEST:
        raise WrongInput(reason="long")
    return kept
