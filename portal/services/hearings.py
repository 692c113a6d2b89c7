"""Hearings: asked for, given up, set, put off, held; each act by the person whose act it is (articles 46 to 48, R36, R140)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Office, User
from portal.services import act_contents, casefile, head_mail, interested, journal, signed_scans, standing
from portal.services.freshness import known_seq
from portal.services.head_mail import OVERTAKEN
from portal.services.tracks import led
from portal.services.wrong_input import WrongInput
from workflows import commands as c
from workflows.case import Case
from workflows.hearing import APPLICANT, INTERESTED, POST, reviewers

STATEMENTS = ("names", "officer", "applicant", "interested", "evidence", "conclusion", "witness")
"""The parts of a hearing's record, as its content is kept: who came, what each side said, what was shown, what follows."""


@dataclass(frozen=True, slots=True)
class Presider:
    """An officer who may preside: none of those who reviewed the case (article 48 (4))."""

    reference: str
    name: str


def tell(case_id: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Tell the right to a hearing, with the facts and what is proposed, before the decision (article 47, R36)."""
    return _lead(case_id, c.TellHearing(reason), by, at, expected_seq)


def tell_interested(
    case_id: str, name: str, address: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Tell an interested party in a letter of its own, served on it; name and address are kept beside the journal (R141).

    One whose name the case knows is the same party: it came by itself, or is told anew at another address. Raises WrongInput
    where name or address is missing, Refusal of the rule that forbids it.
    """
    said = interested.named(name=name, address=address)
    with transaction() as session:
        row = led(session, case_id, by)
        number = interested.number_of(session, row.id, journal.state_of(session, row.id), said["name"])
        command = c.TellInterested(act_contents.keep(session, row.id, said, at=at), number)
        return _record(session, row, command, by, at, expected_seq)


def request(
    case_id: str,
    words: str = "",
    *,
    party: str = APPLICANT,
    name: str = "",
    address: str = "",
    posted: tuple[date | None, str] = (None, ""),
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Ask for the hearing, within five working days of being told (article 47).

    The applicant asks online; what comes on paper is recorded at the window or by the office, what came by post with the day
    of its postmark and what shows it (`posted`), by which it is in time. `party` is applicant, the number of an interested
    party, or interested for one that comes by itself: its name and the address at which it is told of the day are kept beside
    the journal. What was posted in time and arrives after the decision is kept, and the office is told. Raises WrongInput
    without a name, Refusal of the rule that forbids it.
    """
    with transaction() as session:
        row = _party(session, case_id, party, by)
        kind, number = interested.whom(party)
        paper = ""
        if kind == INTERESTED and not number:
            said = interested.named(name=name, address=address)
            number = interested.number_of(session, row.id, journal.state_of(session, row.id), said["name"])
            paper = "" if number else act_contents.keep(session, row.id, said, at=at)
        way = POST if posted[0] is not None and not by.holds(Role.HANDLER) else _way(by)
        command = c.RequestHearing(kind, words, way, paper, number, *posted)
        case = _record(session, row, command, by, at, expected_seq)
        if case.decided_on is not None:
            head_mail.promise(session, row, case, OVERTAKEN, at=at)
        return case


def waive(
    case_id: str,
    reason: str = "",
    *,
    party: str = APPLICANT,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Give the hearing up in so many words (放弃听证), so that nobody waits for that party any longer; `party` as for a request."""
    with transaction() as session:
        row = _party(session, case_id, party, by)
        kind, number = interested.whom(party)
        return _record(session, row, c.WaiveHearing(kind, "declared", reason, number), by, at, expected_seq)


def withdraw_request(
    case_id: str,
    reason: str = "",
    *,
    party: str = APPLICANT,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Take a request back; where nobody else asked, no hearing is held."""
    with transaction() as session:
        row = _party(session, case_id, party, by)
        kind, number = interested.whom(party)
        return _record(session, row, c.WithdrawHearingRequest(kind, reason, number), by, at, expected_seq)


def stay_away(
    case_id: str, reason: str, *, party: str = APPLICANT, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Record that a party did not come and gave no good reason, which counts as giving the hearing up."""
    kind, number = interested.whom(party)
    return _lead(case_id, c.WaiveHearing(kind, "no_show", reason, number), by, at, expected_seq)


def announce(
    case_id: str,
    reason: str,
    held_on: date,
    time: str,
    place: str,
    host: str,
    presider: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Announce a hearing that the authority itself holds, and set its day (article 46)."""
    with transaction() as session:
        row = led(session, case_id, by)
        paper = _presider(session, row, presider, at)
        command = c.AnnounceHearing(reason, held_on, time, place, host, presider, paper)
        return _record(session, row, command, by, at, expected_seq)


def set_day(
    case_id: str,
    held_on: date,
    time: str,
    place: str,
    host: str,
    presider: str,
    *,
    explanation: str = "",
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Set the day, seven working days ahead and within twenty of the request, and tell it (articles 47, 48).

    `presider` is the account of the one who presides, `host` the office held; `explanation` says why no day within the
    period is left (R34). Raises WrongInput for an account that cannot.
    """
    with transaction() as session:
        row = led(session, case_id, by)
        paper = _presider(session, row, presider, at)
        command = c.SetHearing(held_on, time, place, host, presider, paper, explanation)
        return _record(session, row, command, by, at, expected_seq)


def adjourn(case_id: str, cause: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Put the hearing off, for a party's good reason, force majeure or the authority's own; a new day is told again."""
    return _lead(case_id, c.AdjournHearing(cause, reason), by, at, expected_seq)


def hold(
    case_id: str,
    record: Mapping[str, str],
    *,
    present: tuple[str, ...],
    signed: str,
    recorder: str,
    scan: tuple[str, IO[bytes]],
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Record that the hearing was held: STATEMENTS as they were made, who came, who signed, and the signed paper (R140).

    `signed` is signed, or refused where a party would not and a witness, named in the record, did. Raises UploadError for
    the scan, WrongInput where the record says too little.
    """
    _complete(record, present, signed)
    with signed_scans.received(*scan) as taken, transaction() as session:
        row = led(session, case_id, by)
        case = journal.state_of(session, row.id)
        host, scribe = _name(session, case.hearing.host_ref), _name(session, recorder)
        if not scribe:
            raise WrongInput(recorder="missing")
        content = {name: record.get(name, "").strip() for name in STATEMENTS} | {"host": host, "recorder": scribe}
        paper = act_contents.keep(session, row.id, content, at=at)
        command = c.HoldHearing(recorder, present, signed, paper, taken.digest)
        held = _record(session, row, command, by, at, expected_seq)
        signed_scans.keep(session, row, taken, "hearing", by=by, at=at)
        return held


def presiders(case_id: str, *, by: Actor) -> tuple[Presider, ...]:
    """The officers of the office that leads who took no part in the review, by name."""
    return tuple(Presider(reference, name) for reference, free, name in _officers(case_id, by) if free)


def recorders(case_id: str, *, by: Actor) -> tuple[Presider, ...]:
    """The officers of the office that leads: any of them may write the record, but the one who presides."""
    return tuple(Presider(reference, name) for reference, _, name in _officers(case_id, by))


def _officers(case_id: str, by: Actor) -> list[tuple[str, bool, str]]:
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        reviewed = reviewers(journal.state_of(session, row.id))
        found = select(User.id, User.name).join(Office, Office.id == User.office_id)
        found = found.where(Office.code == row.lead_office, User.active, User.kind == "officer")
        rows = session.execute(found.order_by(User.name, User.id)).all()
    return [(f"officer:{number}", f"officer:{number}" not in reviewed, name) for number, name in rows]


def content_of(case_id: str, digest: str, *, by: Actor) -> dict[str, Any]:
    """The content that an event of a hearing names, for somebody who may see the case."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        return act_contents.content_of(session, row.id, digest)


def _complete(record: Mapping[str, str], present: tuple[str, ...], signed: str) -> None:
    """What article 48 asks of a record: who came, what both sides said, what follows, and who signed."""
    needed = ["names", "officer", "conclusion"]
    needed += ["applicant"] if {"applicant", "agent"} & set(present) else []
    needed += ["interested"] if "interested" in present else []
    needed += ["witness"] if signed == "refused" else []
    missing = {name: "missing" for name in needed if not record.get(name, "").strip()}
    if missing:
        raise WrongInput(**missing)


def _presider(session: Session, row: CaseRow, reference: str, at: datetime) -> str:
    """The content that names who presides: an active officer of the office that leads."""
    kind, _, number = reference.partition(":")
    user = session.get(User, int(number)) if kind == "officer" and number.isdigit() else None
    if user is None or not user.active or user.office is None or user.office.code != row.lead_office:
        raise WrongInput(presider="stranger")
    return act_contents.keep(session, row.id, {"host": user.name}, at=at)


def _name(session: Session, reference: str) -> str:
    kind, _, number = reference.partition(":")
    user = session.get(User, int(number)) if kind == "officer" and number.isdigit() else None
    return user.name if user and user.active else ""


def _way(by: Actor) -> str:
    return "online" if by.holds(Role.HANDLER) else "window" if by.holds(Role.WINDOW) else "office"


def _party(session: Session, case_id: str, party: str, by: Actor) -> CaseRow:
    """The locked row, for the applicant's own handler, the window, or the office that leads; staff records others' wishes."""
    row = casefile.locked(session, case_id, by=by)
    staff = may_act(by, row, Role.WINDOW) or may_act(by, row, Role.REVIEWER) or may_act(by, row, Role.DECIDER)
    require(staff or (party == APPLICANT and may_act(by, row, Role.HANDLER)), "enterprise")
    standing.check(session, by, Role.WINDOW, Role.REVIEWER, Role.DECIDER)
    return row


def _lead(case_id: str, command: c.Command, by: Actor, at: datetime, expected_seq: int | None) -> Case:
    with transaction() as session:
        return _record(session, led(session, case_id, by), command, by, at, expected_seq)


def _record(
    session: Session, row: CaseRow, command: c.Command, by: Actor, at: datetime, expected_seq: int | None
) -> Case:
    return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
