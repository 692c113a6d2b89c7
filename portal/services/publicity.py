"""Publicity before the decision (公示): the window, objections from the public, and a written answer to each (R161)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import act_contents, casefile, journal, publicity_mail, standing
from portal.services.answers import clean
from portal.services.freshness import known_seq
from portal.services.message_status import Channel
from portal.services.tracks import led
from portal.services.wrong_input import WrongInput
from workflows import commands as c
from workflows.case import Case
from workflows.publicity import Objection
from workflows.refusal import Refusal

LONGEST = 2000
MOST_OF_A_REASON = 400
WAYS = ("phone", "letter", "visit")
"""How an objection reaches the desk; what somebody writes signed in is `online`."""


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection as its readers see it: who, how to reach them, in which words, and the answer."""

    fact: Objection
    name: str
    contact: str
    words: str
    answer: str
    told: Channel | None = None
    """How the mail that says what became of it stands; None while there is nothing to say."""


def open_window(
    case_id: str, text: str, *, reason: str = "", by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Put what is about to be decided before the public from today on, for as many working days as the guide says.

    Raises WrongInput without a text, Refusal `no_publicity` where the guide asks for none, `publicity_opened` a second time
    without a reason.
    """
    words, why = _words(text, "text"), " ".join(clean(reason).split())[:MOST_OF_A_REASON]
    with transaction() as session:
        row = led(session, case_id, by)
        paper = act_contents.keep(session, row.id, {"text": words}, at=at)
        return _record(session, row, c.OpenPublicity(paper, why), by, at, expected_seq)


def object_online(case_id: str, words: str, contact: str, *, by: Actor, at: datetime) -> None:
    """Object as somebody who is signed in, once, while the window is open; the applicant has other ways to be heard.

    Raises WrongInput (words, contact), Refusal `publicity_over`, `publicity_objected`, `publicity_own`.
    """
    said, reached = _words(words, "words"), _line(contact, "contact")
    with transaction() as session:
        require(by.holds(Role.HANDLER), "role")
        row = journal.lock(session, casefile.row_of(session, case_id).id)
        if not journal.state_of(session, row.id).publicity.opened_on:
            raise Refusal("no_such_case")
        if row.enterprise_id == by.enterprise_id:
            raise Refusal("publicity_own")
        content = {"name": by.name, "contact": reached, "words": said}
        paper = act_contents.keep(session, row.id, content, at=at)
        journal.record(session, row, c.ObjectToPublicity("online", paper), by=by, at=at)


def record_objection(
    case_id: str,
    words: str,
    *,
    name: str,
    contact: str,
    way: str,
    received_on: date,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Enter an objection for somebody who called, wrote or came: at the window, or at the office that leads.

    `received_on` is the day that counts and lies in the window. Raises WrongInput (words, name, contact, way).
    """
    if way not in WAYS:
        raise WrongInput(way="missing")
    content = {"name": _line(name, "name"), "contact": _line(contact, "contact"), "words": _words(words, "words")}
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(_hears(by, row), "lead")
        standing.check(session, by, Role.WINDOW, Role.REVIEWER, Role.DECIDER)
        paper = act_contents.keep(session, row.id, content, at=at)
        return _record(session, row, c.ObjectToPublicity(way, paper, received_on), by, at, expected_seq)


def answer(
    case_id: str,
    objection: str,
    outcome: str,
    words: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Settle an objection in writing: upheld, partly or dismissed, with the reasons.

    Raises WrongInput without reasons, Refusal `publicity_answered` where a colleague was faster.
    """
    said = _words(words, "words")
    with transaction() as session:
        row = led(session, case_id, by)
        paper = act_contents.keep(session, row.id, {"objection": objection, "answer": said}, at=at)
        return _record(session, row, c.AnswerPublicity(objection, outcome, paper), by, at, expected_seq)


def text_of(case_id: str, *, by: Actor) -> str:
    """The text that stands before the public, for somebody who may see the case; empty before the window was opened."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        case = journal.state_of(session, row.id)
        return str(act_contents.content_of(session, row.id, case.publicity.paper).get("text", ""))


def objections(case_id: str, *, by: Actor) -> tuple[ObjectionView, ...]:
    """Every objection with name and words: for the window, the office that leads and the supervisor, never the applicant."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        require(_hears(by, row) or by.holds(Role.SUPERVISOR), "lead")
        case = journal.state_of(session, row.id)
        told = publicity_mail.told(session, row.id)
        return tuple(_view(session, row.id, one, told.get(one.number)) for one in case.publicity.objections)


def own_objections(case_id: str, *, by: Actor) -> tuple[ObjectionView, ...]:
    """What this very account objected, with the answers."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        case = journal.state_of(session, row.id)
        mine = (one for one in case.publicity.objections if one.by == by.reference and one.way == "online")
        return tuple(_view(session, row.id, one) for one in mine)


def _hears(by: Actor, row: CaseRow) -> bool:
    return any(may_act(by, row, role) for role in (Role.WINDOW, Role.REVIEWER, Role.DECIDER))


def _view(session: Session, case_id: int, one: Objection, told: Channel | None = None) -> ObjectionView:
    said = act_contents.content_of(session, case_id, one.paper)
    reply = act_contents.content_of(session, case_id, one.reply)
    name, contact, words = (str(said.get(part, "")) for part in ("name", "contact", "words"))
    return ObjectionView(one, name, contact, words, str(reply.get("answer", "")), told)


def _words(text: str, field: str) -> str:
    found = clean(text).strip()
    if not found:
        raise WrongInput(**{field: "missing"})
    if len(found) > LONGEST:
        raise WrongInput(**{field: "long"})
    return found


def _line(text: str, field: str) -> str:
    return " ".join(_words(text, field).split())[:200]


def _record(
    session: Session, row: CaseRow, command: c.Command, by: Actor, at: datetime, expected_seq: int | None
) -> Case:
    return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
