"""The acceptance desk: one case with its materials, what was marked so far, and what follows from it (R3-R6, R69-R77)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from guides.trust import TrustLevel
from portal.actors import Actor
from portal.clock import business_day
from portal.db import reading, transaction
from portal.services import (
    authority,
    casefile,
    commitment,
    credit,
    deferral,
    first_contact,
    form_fields,
    journal,
    law,
)
from portal.services.answers import clean
from portal.services.authority import Unchecked
from portal.services.caseclocks import ClockView, main_clock, views_of
from portal.services.casefile import CaseFile, FileFacts
from portal.services.commitment import Record
from portal.services.credit import CreditEvidence
from portal.services.desk_marking import LONGEST, at_window, mark, mark_fields
from portal.services.desk_materials import DeskFile, DeskMaterial, Point, materials
from portal.services.first_contact import Contact
from portal.services.form_fields import DeskField, DeskSection
from portal.services.marks import frozen, marks_of
from portal.services.outcomes import Count, Outcome, Prospect, count, outcomes, prospect
from portal.services.paper_trust import FETCHED, Trust, of_files
from portal.services.people import names_of
from workflows.case import AT_WINDOW, Case, State
from workflows.commands import ConfirmDeferred, RejectDeferred
from workflows.events import Mark
from workflows.rules import Moment

__all__ = [
    "Desk", "DeskField", "DeskFile", "DeskMaterial", "DeskSection", "Point", "confirm_supplement", "desk",
    "look_up_credit", "mark", "mark_fields", "reject_supplement",
]  # fmt: skip


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
    trusts: Mapping[str, Trust] = field(default_factory=dict)
    unchecked: Unchecked | None = None

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

    def trust(self, material: DeskMaterial) -> Trust | None:
        """The trust in what stands for a material: of several files, in the least trusted one; None while there is none."""
        if material.term.shared:
            return FETCHED
        held = [self.trusts[one.public_id] for one in material.files if one.public_id in self.trusts]
        return max(held, key=lambda one: one.level, default=None)

    @property
    def levels(self) -> Mapping[TrustLevel, int]:
        """How many materials stand at each level, what was fetched included (R58)."""
        found = Counter(trust.level for one in self.materials if (trust := self.trust(one)))
        return {level: found[level] for level in TrustLevel if found[level]}

    def section(self, key: str) -> DeskSection | None:
        """The section of that key, or None."""
        return next((one for one in self.sections if one.key == key), None)

    def outcome(self, code: str) -> Outcome | None:
        """The outcome of that name, or None."""
        return next((one for one in self.outcomes if one.code == code), None)


def desk(public_id: str, *, by: Actor, at: datetime, file: CaseFile | None = None) -> Desk:
    """The desk of a case. Raises Refusal when there is none, Denied when it is not the actor's business.

    `file` is the case as the same actor has just read it for the same page, so that it is not read twice.
    """
    with reading() as session:
        file = file or casefile.gather(session, casefile.row_of(session, public_id), by=by)
        rows = marks_of(session, file.id, file.case.round)
        names = names_of(session, (f"officer:{row.by_id}" for row in rows.values()))
        unchecked = authority.unchecked(session, file.enterprise_id)
        whose = authority.counted(session, file.enterprise_id) if unchecked else (file.enterprise_id,)
        record = commitment.record(session, *whose, on=business_day(at))
        scan = deferral.scanned(session, file.id)
        grades = {one.id: one.trust_level for one in file.guide.materials}
        trusts = of_files(session, file.files, grades, file.enterprise_id, case_id=file.id)
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
        trusts=trusts,
        unchecked=unchecked,
    )


def _prospect(case: Case, follows: str, marks: tuple[Mark, ...], now: Moment, broken: int) -> Prospect | None:
    if not follows:
        return None
    return prospect(case, follows, marks, procedure=law.procedure(case.procedure), now=now, broken=broken)


def look_up_credit(public_id: str, *, by: Actor, at: datetime) -> Case:
    """Look the credit lists up now, because they have not been, or could not be read before (R99)."""
    with transaction() as session:
        row = at_window(session, public_id, by)
        first_contact.first_act(session, row, by=by, at=at)
        return credit.look_up(session, row, stage="intake", by=by, at=at)


def confirm_supplement(
    public_id: str, requirement: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Find a deferred material that came in in order (R71)."""
    with transaction() as session:
        row = at_window(session, public_id, by)
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        return journal.record(session, row, ConfirmDeferred(requirement), by=by, at=at, expected_seq=expected_seq)


def reject_supplement(
    public_id: str, requirement: str, *, reason: str, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Find a deferred material defective and say why; it may be brought again while its period runs (R73)."""
    with transaction() as session:
        row = at_window(session, public_id, by)
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        wanted = RejectDeferred(requirement, clean(reason)[:LONGEST])
        return journal.record(session, row, wanted, by=by, at=at, expected_seq=expected_seq)


def _mode(case: Case) -> str:
    if case.state in AT_WINDOW:
        return "intake"
    waits = any(promise.open for promise in case.promises.values())
    return "supplement" if case.state is State.IN_REVIEW and waits else "read"
