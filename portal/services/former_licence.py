"""The licence whose place a result takes: looked at before anything is decided, and a grant that lost it (R37, R40)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import casefile, former_changes, journal, standing
from portal.services.casefile import CaseFile
from portal.services.freshness import known_seq
from workflows.case import Case, State, advance
from workflows.commands import EndGrant, SeeFormer
from workflows.duties import licensed
from workflows.former_licence import RENEWAL, FormerLook, former_term, lost
from workflows.licence import EXPIRED, OVER, RENEWED, VALID, standing_on, state_words
from workflows.refusal import Refusal
from workflows.terms import FormerTerm


def newest(session: Session, term: FormerTerm, own: int = 0) -> Licence | None:
    """The licence that the case of the number `own` takes the place of. A renewal follows a change or a re-issue that came
    meanwhile: what is renewed is the licence, not the paper of a certain number. It stops before the renewal of another case,
    which has taken that place already."""
    found = session.scalars(select(Licence).where(Licence.number == term.licence)).one_or_none()
    while found is not None and term.kind == RENEWAL and found.successor:
        later = session.scalars(select(Licence).where(Licence.number == found.successor)).one_or_none()
        if later is not None and later.kind == RENEWAL and later.case_id != own:
            break
        found = later
    return found


def look(session: Session, row_id: int, case: Case, on: date) -> FormerLook | None:
    """How the former licence of a case stands on a day; None for a case without one, or with one that no register holds."""
    term = former_term(case.terms)
    licence = newest(session, term, row_id) if term else None
    if term is None or licence is None or licence.case_id == row_id:
        return None
    own = journal.state_of(session, licence.case_id)
    facts = own.licence
    assert facts is not None, "a licence of the register was made out by its case"
    stands = standing_on(
        facts.state,
        facts.valid_from,
        facts.valid_to,
        on,
        since=facts.since,
        until=facts.until,
        before=facts.before,
    )
    if term.kind == RENEWAL and stands not in OVER and _renewed_by_another(session, own, row_id):
        stands = RENEWED
    altered = former_changes.changed(session, row_id, term, licence)
    return FormerLook(licence.number, stands, on, own.proposal.proposed_on if own.proposal else None, altered)


def _renewed_by_another(session: Session, own: Case, row_id: int) -> bool:
    """Whether the renewal of a licence that another case applied for was granted, whether it is made out or not (R37)."""
    if not own.renewed_by:
        return False
    other = session.scalars(select(CaseRow.id).where(CaseRow.number == own.renewed_by)).one_or_none()
    return other is not None and other != row_id and licensed(journal.state_of(session, other))


def as_seen(session: Session, row_id: int, case: Case, on: date) -> Case:
    """The case as a page shows it: with its former licence as it stands today, whatever was seen last."""
    found = look(session, row_id, case, on) if case.state is State.IN_REVIEW else None
    return advance(case, former=found) if found else case


def before_decision(
    session: Session, row: CaseRow, *, by: Actor, at: datetime, expected_seq: int | None = None, on: date | None = None
) -> int | None:
    """Record on a locked case how its former licence stands, where that is new; the sequence that the page then knows."""
    case = journal.state_of(session, row.id)
    undecided = case.decided_on is None and not case.ended
    found = look(session, row.id, case, on or business_day(at)) if undecided else None
    if found is None or (case.former and _same(found, case.former)):
        return expected_seq
    command = SeeFormer(found.licence, found.stands, found.proposed_on, found.changed)
    journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)
    return None if expected_seq is None else row.seq


def learn(session: Session, row: CaseRow, *, by: Actor, at: datetime) -> None:
    """Record on a locked case that its former licence stands otherwise than was seen last; of one that nobody has looked at yet
    only what may stand in the way, since a good one is what everybody takes it for."""
    case = journal.state_of(session, row.id)
    undecided = case.decided_on is None and not case.ended
    found = look(session, row.id, case, business_day(at)) if undecided else None
    if found is None or (case.former is None and not _in_the_way(found)):
        return
    if case.former is None or not _same(found, case.former):
        journal.record(
            session, row, SeeFormer(found.licence, found.stands, found.proposed_on, found.changed), by=by, at=at
        )


def before_silence(session: Session, row: CaseRow, *, by: Actor, at: datetime) -> None:
    """The same before the silence of an authority renews a licence, as it stood on its last day: what was ended by then is not
    renewed by anybody's silence."""
    term = journal.state_of(session, row.id).terms.renewal
    if term is not None and term.on_silence == "renewed" and business_day(at) > term.expires_on:
        before_decision(session, row, by=by, at=at, on=term.expires_on)


def acts(file: CaseFile, seen: Case, *, by: Actor, on: date) -> frozenset[str]:
    """What the person may do about the former licence now: end_grant, take_former. `seen` is the case with that licence as it
    stands today."""
    leads = any(may_act(by, file, role) for role in (Role.REVIEWER, Role.DECIDER))
    changed = seen.former is not None and bool(seen.former.changed) and seen.state is State.IN_REVIEW
    allowed = {
        "end_grant": ending(file, by=by, on=on) is not None,
        "take_former": leads and changed and not seen.signed,
    }
    return frozenset(name for name, may in allowed.items() if may)


def ending(file: CaseFile, *, by: Actor, on: date) -> FormerLook | None:
    """How the former licence of a granted case stands, where no licence can follow it any more and the person may end the case."""
    term = former_term(file.case.terms)
    if term is None or file.case.state is not State.GRANTED or not may_act(by, file, Role.DECIDER):
        return None
    with reading() as session:
        found = look(session, file.id, file.case, on)
        return found if found and _lost(session, file.case, term, found) else None


def end_grant(
    case_id: str, reason: str, document: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """End a granted case without a licence, because the former one was ended before the new one was made out.

    Raises Refusal `former_still_good` where a licence can still follow, or of what is missing.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.DECIDER), "decider")
        standing.check(session, by, Role.DECIDER)
        case = journal.state_of(session, row.id)
        term, found = former_term(case.terms), look(session, row.id, case, business_day(at))
        if term is None or found is None:
            raise Refusal("no_former_licence")
        if case.state is State.GRANTED and not _lost(session, case, term, found):
            words = state_words(found.stands)
            raise Refusal("former_still_good", number=found.licence, state=words["en"], state_zh=words["zh"])
        command = EndGrant(found.licence, found.stands, reason, document)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def _lost(session: Session, case: Case, term: FormerTerm, found: FormerLook) -> bool:
    """Whether no licence can follow: what was granted before the former one expired is still made out (articles 44 and 49)."""
    licence = newest(session, term) if found.stands == EXPIRED else None
    in_time = licence and licence.valid_to and case.decided_on and case.decided_on <= licence.valid_to
    return lost(term.kind, found.stands) and not in_time


def _in_the_way(found: FormerLook) -> bool:
    return found.stands != VALID or found.proposed_on is not None or bool(found.changed)


def _same(one: FormerLook, other: FormerLook) -> bool:
    known = (one.licence, one.stands, one.proposed_on, one.changed)
    return known == (other.licence, other.stands, other.proposed_on, other.changed)
