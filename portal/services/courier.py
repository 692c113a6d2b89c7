"""Results by courier: the pick-up ordered once, the parcel asked after until it is over, each state recorded as what it is.

Handed over is the proof of service on that day (《行政许可法》第四十四条；《民事诉讼法》第九十一条，参照). What comes back was not
served: the window finds it first on its list, and the applicant is asked what to do.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import SYSTEM, Actor, Role
from portal.clock import business_day
from portal.connectors.courier import STATES, Courier, OrderRefused, Pickup, Tracked
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CourierParcel, Office
from portal.services import casefile, first_contact, journal, outbox, parcels, ports, standing
from portal.services.outbox import Parcel as Message
from workflows.case import Case
from workflows.commands import Deliver, FailService, SendLetter
from workflows.events import kind_of
from workflows.refusal import Refusal
from workflows.service import UNSERVED, LetterState, policy

ASK_AGAIN = (1, 2, 4)
"""Hours between two looks at a parcel that is under way: soon at first, then six times a day."""

WAY = "courier"


def order(case_id: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> None:
    """Order the pick-up of a result; the outbox carries it to the courier, however long that is away."""
    with transaction() as session:
        row, parcel = _ready(session, case_id, by, at, expected_seq)
        parcel.state, parcel.changed_at = "ordered", at
        _ask(session, row, parcel, at, at)


def send(case_id: str, number: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> None:
    """Write down by hand that a result is with the courier under that number; asked after where a courier is connected."""
    with transaction() as session:
        row, parcel = _ready(session, case_id, by, at, expected_seq, also="ordered")
        _sent(session, row, parcel, number.strip(), by, at)
        parcel.polls += 1
        if parcels.automatic():
            _ask(session, row, parcel, at, at + _pause(parcel))


def note(case_id: str, state: str, on: date, *, by: Actor, at: datetime, expected_seq: int | None = None) -> None:
    """Write down by hand how far a parcel has come: collected, on_the_way, delivered or returned, since which day."""
    with transaction() as session:
        row = _locked(session, case_id, by)
        parcel = parcels.latest(session, row.id)
        if parcel is None or parcel.state not in parcels.UNDER_WAY or not parcel.number or state not in STATES[1:]:
            raise Refusal("no_parcel_under_way")
        last = business_day(at)
        first = _sent_on(journal.state_of(session, row.id), last)
        if not first <= on <= last:
            raise Refusal("service_day", first=first, last=last)
        first_contact.first_act(session, row, by=by, at=at, expected_seq=_fresh(session, row, expected_seq))
        _moved(session, row, parcel, Tracked(state, on), by, at)


def carry(message: Message, at: datetime) -> None:
    """Carry a `courier` message: order the pick-up, or ask how far the parcel has come, and promise the next look."""
    with reading() as session:
        parcel = session.scalars(select(CourierParcel).where(CourierParcel.key == message.payload["parcel"])).one()
        pickup = _pickup(session, parcel)
    if parcel.state not in parcels.UNDER_WAY:
        return
    settings = current_app.config["SETTINGS"]
    port = Courier(settings.courier_url, settings.courier_token)
    if parcel.number:
        with ports.asking(WAY, at=at):
            told = port.track(parcel.number)
        _write(parcel, told, at)
        return
    refused = False
    number = ""
    with ports.asking(WAY, at=at):
        try:
            number = port.order(pickup, parcel.key)
        except OrderRefused:  # the courier answered, and said no
            refused = True
    _write(parcel, UNSERVED if refused else number, at)


def _write(seen: CourierParcel, answer: Tracked | str, at: datetime) -> None:
    """Write an answer down, unless the parcel moved on while the courier was asked."""
    with transaction() as session:
        row = journal.lock(session, seen.case_id)
        parcel = session.get_one(CourierParcel, seen.id, with_for_update=True)
        if parcel.state != seen.state or parcel.number != seen.number:
            return
        if answer == UNSERVED:
            parcel.state, parcel.changed_at = UNSERVED, at
            _failed(
                session, row, _results(journal.state_of(session, row.id), "planned", "failed"), UNSERVED, SYSTEM, at
            )
        elif isinstance(answer, Tracked):
            _moved(session, row, parcel, answer, SYSTEM, at)
        else:
            _sent(session, row, parcel, str(answer), SYSTEM, at)
        due = at + _pause(parcel)
        parcel.polls += 1  # so that the next message has a key of its own
        if parcel.state in parcels.UNDER_WAY:
            _ask(session, row, parcel, at, due)


def _sent(session: Session, row: CaseRow, parcel: CourierParcel, number: str, by: Actor, at: datetime) -> None:
    parcel.number, parcel.state, parcel.changed_at = number, "sent", at
    for one in _results(journal.state_of(session, row.id), "planned", "failed"):
        journal.record(session, row, SendLetter(one.letter, one.document, WAY, number), by=by, at=at)


def _moved(session: Session, row: CaseRow, parcel: CourierParcel, told: Tracked, by: Actor, at: datetime) -> None:
    case = journal.state_of(session, row.id)
    on = min(max(told.on, _sent_on(case, business_day(at))), business_day(at))
    if told.state == "delivered":
        parcels.end(parcel, told.state, on, at=at)
        if case.delivered_on is None:
            journal.record(session, row, Deliver(WAY, proof=parcel.number, delivered_on=on), by=by, at=at)
    elif told.state == "returned":
        parcels.end(parcel, told.state, on, at=at)
        _failed(session, row, _results(case, "sent"), "returned", by, at)
    elif _rank(told.state) > _rank(parcel.state):
        parcel.state, parcel.changed_at = told.state, at


def _failed(session: Session, row: CaseRow, letters: list[LetterState], reason: str, by: Actor, at: datetime) -> None:
    """Every letter of the result waits for a person again; the last one asks the applicant where it shall go."""
    for one in letters:
        command = FailService(one.letter, one.document, reason, asks=one is letters[-1])
        journal.record(session, row, command, by=by, at=at)


def _sent_on(case: Case, otherwise: date) -> date:
    """The day on which the result was handed to the courier."""
    days = [one.sent_on for one in _results(case, "sent") if one.sent_on]
    return max(days, default=otherwise)


def _results(case: Case, *states: str) -> list[LetterState]:
    letters = [one for one in case.letters.values() if one.document in policy().results and one.state in states]
    return [one for one in letters if one.state != "sent" or one.way == WAY]


def _ready(
    session: Session, case_id: str, by: Actor, at: datetime, expected_seq: int | None, also: str = ""
) -> tuple[CaseRow, CourierParcel]:
    """The locked case whose result may go out now, and its parcel. Raises Refusal."""
    row = _locked(session, case_id, by)
    case = journal.state_of(session, row.id)
    if case.state not in parcels.READY:
        raise Refusal("nothing_to_deliver", state=str(case.state))
    parcel = parcels.latest(session, row.id)
    if parcel is not None and parcel.state in parcels.UNDER_WAY and parcel.state != also:
        raise Refusal("parcel_under_way")
    if parcel is None or parcel.state not in {*parcels.OPEN, also}:
        raise Refusal("no_parcel_wanted")
    first_contact.first_act(session, row, by=by, at=at, expected_seq=_fresh(session, row, expected_seq))
    return row, parcel


def _fresh(session: Session, row: CaseRow, expected_seq: int | None) -> int | None:
    """The place that the page was drawn at. Raises Refusal `stale` when the case moved on since."""
    if expected_seq is not None and expected_seq != row.seq:
        latest = journal.load(session, row.id)[-1]
        raise Refusal("stale", kind=kind_of(latest.event), by=latest.by, at=latest.at)
    return expected_seq


def _locked(session: Session, case_id: str, by: Actor) -> CaseRow:
    row = casefile.locked(session, case_id, by=by)
    require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    standing.check(session, by, Role.WINDOW)
    return row


def _ask(session: Session, row: CaseRow, parcel: CourierParcel, at: datetime, due: datetime) -> None:
    key, payload = f"courier-{parcel.key}-{parcel.polls}-{parcel.state}", {"parcel": parcel.key}
    outbox.post(session, key, WAY, case_id=row.id, payload=payload, at=at, due=due)


def _pause(parcel: CourierParcel) -> timedelta:
    return timedelta(hours=ASK_AGAIN[min(parcel.polls, len(ASK_AGAIN) - 1)])


def _rank(state: str) -> int:
    return ("ordered", "sent", *STATES[1:]).index(state)


def _pickup(session: Session, parcel: CourierParcel) -> Pickup:
    row = session.get_one(CaseRow, parcel.case_id)
    office = session.scalars(select(Office).where(Office.code == row.lead_office)).one_or_none()
    settings = current_app.config["SETTINGS"]
    name, phone, place = (office.name_zh, office.phone, office.address) if office else (settings.centre_name, "", "")
    return Pickup(parcel.name, parcel.mobile, parcel.address, name, phone, place)
