"""Interested parties as the staff sees them: who each is, since when it knows, and what it has said of the hearing (R20, R36)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_export, require
from portal.actors import Actor
from portal.db import reading
from portal.models import ActContent
from portal.services import law
from portal.services.casefile import CaseFile, offices_of
from portal.services.wrong_input import WrongInput
from workflows.case import Case
from workflows.hearing import APPLICANT, INTERESTED, gave_up
from workflows.interested import InterestedParty
from workflows.rules import Moment
from workflows.rules.hearing_parties import invited, last_to_ask, too_late


@dataclass(frozen=True, slots=True)
class PartyView:
    """One interested party. `said` is asked, waived, no_show, silent, or over where its days are over and it said nothing.

    `served_on` is the day on which its letter arrived, `last_on` its last day to ask, None while the letter is on its way.
    `called` says whether the day of the hearing was told to it: "" where there is none to tell, else yes or no.
    """

    number: str
    name: str
    address: str
    said: str
    told_on: date | None = None
    served_on: date | None = None
    last_on: date | None = None
    said_on: date | None = None
    called: str = ""


def parties(file: CaseFile, *, by: Actor, at: datetime) -> tuple[PartyView, ...]:
    """The interested parties of a case, in the order in which they became known. Raises Denied for whoever sees less than the
    whole file."""
    case = file.case
    require(may_export(by, file, offices_of(case)))
    with reading() as session:
        said = _contents(session, file.id, case)
    now = Moment(at, by.reference, law.calendar())
    return tuple(_view(case, one, said.get(one.paper, {}), now) for one in case.hearing.parties)


def number_of(session: Session, case_id: int, case: Case, name: str) -> str:
    """The number of the interested party of that name; nothing where the case knows none."""
    said = _contents(session, case_id, case)
    found = (one.number for one in case.hearing.parties if str(said.get(one.paper, {}).get("name", "")) == name)
    return next(found, "")


def whom(party: str) -> tuple[str, str]:
    """What a party is, and the number of an interested one."""
    return (party, "") if party in (APPLICANT, INTERESTED) else (INTERESTED, party)


def named(**said: str) -> dict[str, str]:
    """Name and address of an interested party, both of which are needed. Raises WrongInput."""
    kept = {field: words.strip() for field, words in said.items()}
    if missing := {field: "missing" for field, words in kept.items() if not words}:
        raise WrongInput(**missing)
    return kept


def _contents(session: Session, case_id: int, case: Case) -> dict[str, Mapping[str, Any]]:
    papers = {one.paper for one in case.hearing.parties} - {""}
    if not papers:
        return {}
    wanted = (ActContent.case_id == case_id, ActContent.digest.in_(papers))
    return {one.digest: one.content or {} for one in session.scalars(select(ActContent).where(*wanted))}


def _view(case: Case, one: InterestedParty, content: Mapping[str, Any], now: Moment) -> PartyView:
    letter = case.letters.get((one.letter, "interested_right"))
    waits = letter is not None and letter.hold and letter.served_on is None
    said, said_on = _said(case, one, now)
    return PartyView(
        number=one.number,
        name=str(content.get("name", "")),
        address=str(content.get("address", "")),
        said=said,
        told_on=one.told_on,
        served_on=letter.served_on if letter else None,
        last_on=None if waits else last_to_ask(case, now, one.number),
        said_on=said_on,
        called=_called(case, one),
    )


def _said(case: Case, one: InterestedParty, now: Moment) -> tuple[str, date | None]:
    if one.asked_on is not None:
        return "asked", one.asked_on
    if gave_up(case.hearing, one.number):
        return ("no_show" if one.cause == "no_show" else "waived"), one.waived_on or case.hearing.waived_on
    return ("over" if too_late(case, now, one.number) else "silent"), None


def _called(case: Case, one: InterestedParty) -> str:
    at = case.hearing
    if at.held_on is None or at.record or one.number not in {number for number, _ in invited(at)}:
        return ""
    return "yes" if one.summoned_for == at.held_on else "no"
