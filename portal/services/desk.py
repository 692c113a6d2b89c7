"""The acceptance desk: one case with its materials, what was marked so far, and what follows from it (R3-R6, R69-R77)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from guides.plan import needs
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import DeskMark
from portal.services import (
    casefile,
    commitment,
    credit,
    deferral,
    first_contact,
    form_fields,
    journal,
    law,
    marks,
    snapshots,
)
from portal.services.answers import clean
from portal.services.caseclocks import ClockView, main_clock, views_of
from portal.services.casefile import CaseFile, FileFacts
from portal.services.commitment import Record
from portal.services.credit import CreditEvidence
from portal.services.desk_materials import DeskFile, DeskMaterial, Point, files_of, materials
from portal.services.first_contact import Contact
from portal.services.form_fields import DeskField, DeskSection
from portal.services.marks import Working, frozen, marks_of
from portal.services.outcomes import Count, Outcome, Prospect, choices, count, outcomes, prospect
from portal.services.people import names_of
from portal.services.wrong_input import WrongInput
from workflows.case import AT_WINDOW, Case, State, fold
from workflows.commands import ConfirmDeferred, RejectDeferred
from workflows.deferral_policy import load_policy
from workflows.events import Mark, kind_of
from workflows.refusal import Refusal
from workflows.rules import Moment

__all__ = [
    "Desk", "DeskField", "DeskFile", "DeskMaterial", "DeskSection", "Point", "confirm_supplement", "desk",
    "look_up_credit", "mark", "mark_fields", "reject_supplement",
]  # fmt: skip

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the desk. `mode` is intake, supplement (deferred material came in) or read (it lies elsewhere)."""

    file: CaseFile
    mode: str
    materials: tuple[DeskMaterial, ...]
    sections: tuple[DeskSection, ...]
    count: Count
    outcomes: tuple[Outcome, ...]
    prospect: Prospect | None
    credit: CreditEvidence
    credit_required: bool
    clock: ClockView | None
    marks: tuple[Mark, ...]
    officer: Contact | None = None
    record: Record | None = None
    scan: FileFacts | None = None

    @property
    def seq(self) -> int:
        """The state that the page was made from."""
        return self.file.case.seq

    @property
    def follows(self) -> str:
        """The outcome that follows from the marks, or nothing."""
        return next((outcome.code for outcome in self.outcomes if outcome.state == "follows"), "")

    @property
    def everything(self) -> tuple[DeskMaterial | DeskSection, ...]:
        """What is looked at one after the other: the materials, then the sections of the form."""
        return (*self.materials, *self.sections)

    @property
    def unmarked(self) -> tuple[DeskMaterial | DeskSection, ...]:
        """What still has no verdict: materials, and sections in which an answer has none."""
        return tuple(one for one in self.everything if not one.verdict)

    @property
    def to_tell(self) -> tuple[DeskField, ...]:
        """The answers to be corrected, in the order of the form."""
        return tuple(one for section in self.sections for one in section.fields if one.verdict == "fix")

    @property
    def unpromised(self) -> tuple[DeskMaterial, ...]:
        """The materials marked to follow later for which the applicant has signed nothing online."""
        return tuple(one for one in self.materials if one.verdict == "later" and not self._signed(one.key))

    def _signed(self, key: str) -> bool:
        signature = self.file.case.signature
        return signature is not None and key in signature.materials

    @property
    def owed(self) -> tuple[DeskMaterial, ...]:
        """The deferred materials that have not come in."""
        return tuple(
            one for one in self.materials if one.supplement and one.supplement.open and not one.supplement.arrived_on
        )

    @property
    def arrived(self) -> tuple[DeskMaterial, ...]:
        """The deferred materials that came in and wait to be looked at."""
        return tuple(
            one for one in self.materials if one.supplement and one.supplement.open and one.supplement.arrived_on
        )

    def material(self, key: str) -> DeskMaterial | None:
        """The material of that key, or None."""
        return next((one for one in self.materials if one.key == key), None)

    def section(self, key: str) -> DeskSection | None:
        """The section of that key, or None."""
        return next((one for one in self.sections if one.key == key), None)

    def outcome(self, code: str) -> Outcome | None:
        """The outcome of that name, or None."""
        return next((one for one in self.outcomes if one.code == code), None)


def desk(public_id: str, *, by: Actor, at: datetime) -> Desk:
    """The desk of a case. Raises Refusal when there is none, Denied when it is not the actor's business."""
    with reading() as session:
        file = casefile.gather(session, casefile.row_of(session, public_id), by=by)
        rows = marks_of(session, file.id, file.case.round)
        names = names_of(session, (f"officer:{row.by_id}" for row in rows.values()))
        record = commitment.record(session, file.enterprise_id, on=business_day(at))
        scan = deferral.scanned(session, file.id)
    now = Moment(at, by.reference, law.calendar())
    case = file.case
    given = frozen(case, rows) if case.state in AT_WINDOW else case.marks
    broken = len(record.broken)
    found = outcomes(case, given, now=now, broken=broken)
    follows = next((outcome.code for outcome in found if outcome.state == "follows"), "")
    return Desk(
        file=file,
        mode=_mode(case),
        materials=tuple(materials(file, rows, names, now=now, barred=record.barred)),
        sections=tuple(form_fields.sections(file, rows, names)),
        count=count(case, given),
        outcomes=found,
        prospect=_prospect(case, follows, given, now, broken),
        credit=credit.evidence(file),
        credit_required=case.terms.credit_required,
        clock=views_of(case, business_day(at)).get(main_clock(case)),
        marks=given,
        officer=first_contact.officer(file.officer_id),
        record=record,
        scan=scan,
    )


def _prospect(case: Case, follows: str, marks: tuple[Mark, ...], now: Moment, broken: int) -> Prospect | None:
    if not follows:
        return None
    return prospect(case, follows, marks, procedure=law.procedure(case.procedure), now=now, broken=broken)


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
        row = _at_window(session, public_id, by)
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
        row = _at_window(session, public_id, by)
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


def look_up_credit(public_id: str, *, by: Actor, at: datetime) -> Case:
    """Look the credit lists up now, because they have not been, or could not be read before (R99)."""
    with transaction() as session:
        row = _at_window(session, public_id, by)
        first_contact.first_act(session, row, by=by, at=at)
        return credit.look_up(session, row, stage="intake", by=by, at=at)


def confirm_supplement(
    public_id: str, requirement: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Find a deferred material that came in in order (R71)."""
    with transaction() as session:
        row = _at_window(session, public_id, by)
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        return journal.record(session, row, ConfirmDeferred(requirement), by=by, at=at, expected_seq=expected_seq)


def reject_supplement(
    public_id: str, requirement: str, *, reason: str, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Find a deferred material defective and say why; it may be brought again while its period runs (R73)."""
    with transaction() as session:
        row = _at_window(session, public_id, by)
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        wanted = RejectDeferred(requirement, clean(reason)[:LONGEST])
        return journal.record(session, row, wanted, by=by, at=at, expected_seq=expected_seq)


def _at_window(session: Session, public_id: str, by: Actor) -> CaseRow:
    row = casefile.locked(session, public_id, by=by)
    require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
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


def _mode(case: Case) -> str:
    if case.state in AT_WINDOW:
        return "intake"
    waits = any(promise.open for promise in case.promises.values())
    return "supplement" if case.state is State.IN_REVIEW and waits else "read"
