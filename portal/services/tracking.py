"""Tracking: whose turn it is, what to do by when, why the due day is that day, and what happened so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.plan import Requirement
from guides.text import Text
from portal.access import may_act
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading
from portal.models import Office
from portal.services import casefile, draftfiles, first_contact, parcels, people, query_codes, uploads
from portal.services.caseclocks import ClockView, answered_today, clock_views, main_clock
from portal.services.casefile import CaseFile, FileFacts, LetterFacts
from portal.services.first_contact import Contact
from portal.services.own_tasks import Task, period, tasks_of
from portal.services.people import Name
from portal.services.timeline import Step, timeline
from workflows.case import AT_WINDOW, Case, State
from workflows.case_facts import Promise, Stop
from workflows.case_tracks import track_open
from workflows.clocks import ANSWER, NOTICE, STATUTORY
from workflows.limits import Due

__all__ = ["Tracking", "Turn", "clock_views", "timeline", "tracking"]


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is and for what: a code, the offices by code (`applicant` is the applicant), and until when.

    `opinions` are the clocks of the departments that may answer now.

    Codes: answer, correct, supply, supply_checked, paused, opinions, decide, issue, deliver, and for the end granted,
    refused, grant_ended, not_required, not_competent, not_accepted, withdrawn, acceptance_revoked, terminated.
    """

    code: str
    parties: tuple[str, ...] = ()
    clock: ClockView | None = None
    materials: tuple[str, ...] = ()
    opinions: tuple[ClockView, ...] = ()

    @property
    def applicant(self) -> bool:
        """True when the applicant has to do something."""
        return "applicant" in self.parties


@dataclass(frozen=True, slots=True)
class Deferred:
    """One material that was promised for later, its clock, what came in of it, and what waits to be handed in."""

    requirement: Requirement
    promise: Promise
    clock: ClockView | None
    handed: tuple[FileFacts, ...]
    waiting: tuple[FileFacts, ...]

    @property
    def key(self) -> str:
        """The requirement's key."""
        return self.requirement.key

    @property
    def owed(self) -> bool:
        """Whether the applicant has to bring it still, or to bring it again."""
        return self.promise.open and self.promise.arrived_on is None


@dataclass(frozen=True, slots=True)
class Tracking:
    """Everything that the tracking page says of a case. `if_today` is when the window answers if corrections come in today."""

    file: CaseFile
    turn: Turn
    clocks: Mapping[str, ClockView]
    main: str
    deferred: tuple[Deferred, ...]
    steps: tuple[Step, ...]
    pauses: tuple[Stop, ...]
    offices: Mapping[str, Text]
    names: Mapping[str, Name]
    query_code: str
    may_withdraw: bool
    if_today: Due | None = None
    contact: Contact | None = None
    tasks: tuple[Task, ...] = ()

    @property
    def clock(self) -> ClockView | None:
        """The clock that matters now."""
        return self.clocks.get(self.main)

    @property
    def statutory(self) -> ClockView | None:
        """The law's own limit, once it runs: of the decision, or of the answer while that is what is waited for."""
        return self.clocks.get(NOTICE if self.main == ANSWER else STATUTORY)

    @property
    def letters(self) -> tuple[LetterFacts, ...]:
        """The letters so far, newest first."""
        return self.file.letters


def tracking(case_id: str, *, by: Actor, at: datetime) -> Tracking:
    """The case as its applicant follows it. Raises Refusal when there is none, Denied when it is not the actor's business."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        file = casefile.gather(session, row, by=by)
        waiting = draftfiles.of_draft(session, uploads.draft_of(session, row).id, purpose="supplement")
        names = people.names_of(
            session,
            {
                *(entry.by for entry in file.recorded),
                *(stop.by for stop in file.case.stops),
                *(officer for entry in file.recorded if (officer := getattr(entry.event, "officer", ""))),
            },
        )
        offices, stuck = _offices(session), row.id in parcels.stuck(session, [row.id])
    found = clock_views(file, business_day(at))
    return Tracking(
        file=file,
        turn=turn_of(file.case, found),
        tasks=tasks_of(file.case, found, stuck=stuck),
        clocks=found,
        main=main_clock(file.case),
        deferred=_deferred(file, found, waiting),
        steps=_told(timeline(file, clocks=found, names=names), by),
        pauses=file.case.stops,
        offices=offices,
        names=names,
        query_code=query_codes.code_of(file.public_id),
        may_withdraw=file.case.decided_on is None and not file.case.ended and may_act(by, file, Role.HANDLER),
        if_today=answered_today(file.case, business_day(at)),
        contact=None if file.case.ended else first_contact.contact(file.officer_id),
    )


def _told(steps: tuple[Step, ...], by: Actor) -> tuple[Step, ...]:
    """Who has the case is kept from the applicant where the setting keeps the name back; what became of the enterprise's licence
    from an account that nobody has let in."""
    if not by.holds(Role.HANDLER):
        return steps
    kept = () if first_contact.names_told() else ("CaseTaken", "CaseHandedOver")
    hidden = kept if by.proven else (*kept, "FormerTaken")
    return tuple(step for step in steps if step.code not in hidden)


def turn_of(case: Case, clocks: Mapping[str, ClockView]) -> Turn:
    """Whose turn it is (DESIGN: the tracking page is the journal, read in another way)."""
    main = clocks.get(main_clock(case))
    if case.state in AT_WINDOW:
        return Turn("answer", ("window",), main)
    if case.state is State.CORRECTION:
        return Turn("correct", ("applicant",), main, tuple(mark.material for mark in case.noticed))
    if case.state is State.IN_REVIEW:
        return _review_turn(case, clocks, main)
    if case.state is State.GRANTED:
        return Turn("issue", (case.terms.lead,), main)
    if case.state in (State.ISSUED, State.REFUSED):
        return Turn("deliver", ("window",), main)
    if case.grant_ended_on is not None:
        return Turn("grant_ended")
    if case.state is State.CLOSED:
        return Turn("granted" if case.outcome == "grant" else "refused")
    return Turn(str(case.state))


def asked_now(case: Case, turn: Turn, tasks: Sequence[Task]) -> Task | None:
    """What the applicant has to do although the turn is an office's; None where nothing is asked, or the turn says it itself.

    The applicant's own page and the public look-up both ask here, so that neither ever says that there is nothing to do.
    """
    if case.ended or "applicant" in turn.parties:
        return None
    return next((one for one in tasks if one.must and one.code != turn.code), None)


def offices_by_code() -> dict[str, Text]:
    """The names of all offices by their code."""
    with reading() as session:
        return _offices(session)


def _offices(session: Session) -> dict[str, Text]:
    rows = session.execute(select(Office.code, Office.name_zh, Office.name_en))
    return {code: Text(zh=zh, en=en) for code, zh, en in rows}


def _review_turn(case: Case, clocks: Mapping[str, ClockView], main: ClockView | None) -> Turn:
    open_tracks = [term for term in case.terms.tracks if track_open(case, term.id)]
    opinions = tuple(clocks[name] for term in open_tracks if (name := f"track:{term.id}") in clocks)
    offices = tuple(dict.fromkeys(term.office for term in open_tracks))
    owed = [promise.material for promise in case.promises.values() if promise.open and promise.arrived_on is None]
    if owed:
        running = (clocks[period(case.promises[key])] for key in owed)
        first = min(running, key=lambda clock: clock.due.on or date.max)
        return Turn("supply", ("applicant", *offices), first, tuple(owed), opinions)
    if main is not None and main.pausing:
        return Turn("paused", (case.terms.lead,), main, opinions=opinions)
    if open_tracks:
        return Turn("opinions", offices, main, opinions=opinions)
    if case.outstanding:
        return Turn("supply_checked", ("window",), main, case.outstanding)
    return Turn("decide", (case.terms.lead,), main)


def _deferred(file: CaseFile, clocks: Mapping[str, ClockView], waiting: tuple[FileFacts, ...]) -> tuple[Deferred, ...]:
    by_key = {one.key: one for one in file.needs.requirements}
    supplied = tuple(one for one in file.files if one.purpose == "supplement")
    return tuple(
        Deferred(
            requirement=by_key[key],
            promise=promise,
            clock=clocks.get(period(promise)),
            handed=_serving(by_key[key], supplied),
            waiting=_serving(by_key[key], waiting),
        )
        for key, promise in file.case.promises.items()
        if key in by_key
    )


def _serving(requirement: Requirement, files: tuple[FileFacts, ...]) -> tuple[FileFacts, ...]:
    return tuple(one for one in files if requirement.satisfied({one.material}))
