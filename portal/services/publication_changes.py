"""A published decision is corrected, or taken off the public list, by the one who decides; what it said is kept (R107, R108)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from guides.identifiers import uscc_fault
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.masks import mask_name
from portal.models import Case as CaseRow
from portal.models import Publication, PublicationChange
from portal.services import casefile, journal, law, publication, snapshots, standing
from portal.services.freshness import known_seq
from portal.services.licensee import licensee
from portal.services.publication import Change
from portal.services.publication_fields import fields_of, masked, of_person
from portal.services.wrong_input import WrongInput
from workflows.commands import CorrectPublication, WithdrawPublication
from workflows.refusal import Refusal
from workflows.rules.publication import GROUNDS

__all__ = ["GROUNDS", "Correctable", "correct", "correctable", "withdraw"]

CORRECTABLE = (
    "XK_XDR_MC", "XK_XDR_SHXYM", "XK_FRDB", "XK_XKWS", "XK_WSH", "XK_XKLB", "XK_XKZS", "XK_XKBH", "XK_NR", "XK_JDRQ",
    "XK_YXQZ", "XK_YXQZI", "XK_XKJG", "XK_XKJGDM", "XK_LYDW", "XK_LYDWDM",
)  # fmt: skip
"""What may be said otherwise. The state (XK_ZT) follows the licence, the kind of applicant decides who is masked, and numbers
of identity papers are never published (R108)."""
_OF_UNITS = ("XK_XDR_SHXYM", "XK_FRDB")
_DAYS = ("XK_JDRQ", "XK_YXQZ", "XK_YXQZI")
_CODES = ("XK_XDR_SHXYM", "XK_XKJGDM", "XK_LYDWDM")
MAY_BE_EMPTY = ("XK_XDR_SHXYM", "XK_FRDB", "XK_XKZS", "XK_XKBH")
_LONGEST = {"XK_NR": 2000}


@dataclass(frozen=True, slots=True)
class Correctable:
    """A published line as the one who decides sees it: what may be corrected, its history, and whether this person may."""

    public_id: str
    fields: Mapping[str, str]
    person: bool
    may: bool
    withdrawn_on: date | None
    history: tuple[Change, ...]


def correctable(case_id: str, *, by: Actor) -> Correctable:
    """The line of a case. Raises Refusal `not_published` where there is none."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        line = _line(session, row)
        person = of_person(_licensee(session, row))
        codes = [code for code in CORRECTABLE if not (person and code in _OF_UNITS)]
        fields = {code: str(line.fields.get(code) or "") for code in codes}
        may = may_act(by, row, Role.DECIDER)
        return Correctable(
            line.public_id, fields, person, may, line.withdrawn_on, publication.history_of(session, row.id)
        )


def correct(
    case_id: str, said: Mapping[str, str], reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> tuple[str, ...]:
    """Let the published line say these words in these fields; returns the fields that say something else now.

    Raises WrongInput naming the field that cannot be right, Refusal `publication_unchanged`, `publication_withdrawn`.
    """
    with transaction() as session:
        row, line, firm = _open(session, case_id, by)
        changes = _changes(line.fields, said, of_person(firm))
        kept = _reason(reason, firm)
        command = CorrectPublication(tuple(changes), _digest(changes), kept)
        _record(session, row, command, changes, kept, by=by, at=at, expected_seq=expected_seq)
        case = journal.state_of(session, row.id)
        told = fields_of(session, row, case, business_day(at))
        now = {code: {"case": str(told.get(code) or ""), "now": new} for code, (_, new) in changes.items()}
        line.corrected, line.corrected_on = {**(line.corrected or {}), **now}, business_day(at)
        publication.take_up(line, row, told)
        return tuple(changes)


def withdraw(
    case_id: str, ground: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> None:
    """Take the line off the public list; its page says since when, by whom and on which ground.

    Raises WrongInput without ground or reason, Refusal `publication_withdrawn` for the second time.
    """
    wrong = {"ground": "missing"} if ground not in GROUNDS else {}
    with transaction() as session:
        row, line, firm = _open(session, case_id, by)
        if wrong:
            raise WrongInput(**wrong)
        kept = _reason(reason, firm)
        _record(session, row, WithdrawPublication(ground, kept), {}, kept, by=by, at=at, expected_seq=expected_seq)
        line.withdrawn_on = business_day(at)


def _open(session: Session, case_id: str, by: Actor) -> tuple[CaseRow, Publication, dict[str, Any]]:
    row = casefile.locked(session, case_id, by=by)
    require(may_act(by, row, Role.DECIDER), "lead")
    standing.check(session, by, Role.DECIDER)
    line = _line(session, row)
    return row, line, _licensee(session, row)


def _licensee(session: Session, row: CaseRow) -> dict[str, Any]:
    """Whom the published line is about, and whose names are masked in it."""
    return licensee(law.guide_of(row.item, row.guide_version), snapshots.latest(session, row.id))


def _line(session: Session, row: CaseRow) -> Publication:
    line = session.get(Publication, row.id, populate_existing=True)
    if line is None:
        raise Refusal("not_published")
    return line


def _record(
    session: Session,
    row: CaseRow,
    command: CorrectPublication | WithdrawPublication,
    changes: Mapping[str, tuple[str, str]],
    reason: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None,
) -> None:
    """Record the act in the journal of the case, and beside it what a line said and says."""
    seq = known_seq(session, row, expected_seq)
    journal.record(session, row, command, by=by, at=at, expected_seq=seq)
    session.add(
        PublicationChange(
            case_id=row.id, seq=row.seq, act="corrected" if changes else "withdrawn",
            ground=getattr(command, "ground", ""), fields={code: list(said) for code, said in changes.items()},
            reason=reason, on=business_day(at), office=row.lead_office, by=by.reference, at=at,
        )
    )  # fmt: skip


def _changes(now: Mapping[str, Any], said: Mapping[str, str], person: bool) -> dict[str, tuple[str, str]]:
    """By field what the line says and would say; a natural person's name is masked before it is compared."""
    wanted = {code: " ".join(said[code].split()) for code in CORRECTABLE if code in said}
    if person:
        wanted = {code: words for code, words in wanted.items() if code not in _OF_UNITS}
        if "XK_XDR_MC" in wanted:
            wanted["XK_XDR_MC"] = mask_name(wanted["XK_XDR_MC"])
    changed = {code: words for code, words in wanted.items() if words != str(now.get(code) or "")}
    wrong = {code: fault for code, words in changed.items() if (fault := _fault(code, words))}
    ends = {code: wanted.get(code, str(now.get(code) or "")) for code in ("XK_YXQZ", "XK_YXQZI")}
    if not wrong and ends["XK_YXQZI"] < ends["XK_YXQZ"]:
        wrong["XK_YXQZI"] = "reversed"
    if wrong:
        raise WrongInput(**wrong)
    return {code: (str(now.get(code) or ""), words) for code, words in changed.items()}


def _fault(code: str, words: str) -> str:
    if not words:
        return "" if code in MAY_BE_EMPTY else "missing"
    if code in _DAYS:
        return "" if _is_day(words) else "day"
    if code in _CODES:
        return "uscc" if uscc_fault(words) else ""
    return "long" if len(words) > _LONGEST.get(code, 200) else ""


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _reason(reason: str, firm: Mapping[str, Any]) -> str:
    said = reason.strip()
    if not said or len(said) > 1000:
        raise WrongInput(reason="long" if said else "missing")
    return masked(said, firm)


def text_of(changes: Mapping[str, Sequence[str]]) -> str:
    """What a line said and says, field by field, as the text whose digest the journal names."""
    return json.dumps({code: list(said) for code, said in changes.items()}, ensure_ascii=False, sort_keys=True)


def _digest(changes: Mapping[str, Sequence[str]]) -> str:
    return hashlib.sha256(text_of(changes).encode()).hexdigest()
