"""To whom a licence is given: the applicant, or the person whom the form names and for whom somebody else applied (R108)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.access import Denied, may_act
from portal.actors import Actor, Role
from portal.models import Case as CaseRow
from portal.models import Enterprise, Licence
from portal.services import casefile, journal, persons
from workflows.refusal import Refusal


def licensee(guide: Guide, content: Mapping[str, Any]) -> dict[str, Any]:
    """The licensee of a snapshot, with the keys of its `enterprise`. A person has the sign of his number for a code."""
    named = guide.result.holder
    name, number = (_said(content, named.name), _said(content, named.number)) if named else ("", "")
    if not (name and number):
        return dict(content["enterprise"])
    return {
        "name": name,
        "uscc": persons.sign_of(persons.read_number(number)),
        "kind": persons.NATURAL_PERSON,
        "legal_representative": "",
        "principal_person": "",
        "address": "",
    }


def code_named(guide: Guide, answers: Mapping[str, Any]) -> str:
    """The code of the person whom the form of a guide names as the holder; empty where the applicant is the holder."""
    number = str(answers.get(guide.result.holder.number) or "") if guide.result.holder else ""
    return persons.sign_of(persons.read_number(number)) if number else ""


def held_by(enterprise_id: int, code: str, *, checked: bool = False) -> ColumnElement[bool]:
    """The condition on a licence that the applicant applied for itself, or that names the person of that code, where one is.

    Who may know a person's number without having been let act for anybody reaches no licence by it, unless the desk has `checked`
    who applies."""
    if not code:
        return Licence.enterprise_id == enterprise_id
    let_in = exists().where(Enterprise.id == enterprise_id, Enterprise.proven)
    return Licence.holder_code == code if checked else and_(Licence.holder_code == code, let_in)


def own_licences(by: Actor) -> ColumnElement[bool]:
    """The condition on a licence that the person's enterprise applied for, or that is given to whom the account acts for."""
    code = select(Enterprise.uscc).where(Enterprise.id == (by.enterprise_id or 0)).scalar_subquery()
    mine = Licence.enterprise_id == (by.enterprise_id or 0)
    if by.proven:  # a code alone is public; who only wrote it down has what he applied for himself
        mine = or_(mine, Licence.holder_code == code)
    return mine if by.items is None else mine & Licence.item.in_(sorted(by.items))


def holds(session: Session, case_id: int, by: Actor) -> bool:
    """Whether the licence of a case is given to whom this account acts for, whoever applied."""
    if not by.holds(Role.HANDLER) or by.enterprise_id is None:
        return False
    found = select(Licence.id).where(Licence.case_id == case_id, Licence.holder_code != "", own_licences(by))
    return session.scalar(found.limit(1)) is not None


def locked(session: Session, case_id: str, by: Actor) -> CaseRow:
    """The row of a case, locked, for the applicant's handler or the account of whom the licence names. Raises Denied."""
    row = journal.lock(session, casefile.row_of(session, case_id).id)
    if not (may_act(by, row, Role.HANDLER) or holds(session, row.id, by)):
        raise Denied("case")
    return row


def only_holder(session: Session, row: CaseRow, by: Actor) -> None:
    """Nobody gives up a right for the person whom a licence names: not an employer who applied either. Raises `holder_alone`."""
    own = session.scalar(select(Enterprise.uscc).where(Enterprise.id == by.enterprise_id))
    code = session.scalar(select(Licence.holder_code).where(Licence.case_id == row.id))
    if code and code != own:
        raise Refusal("holder_alone")


def _said(content: Mapping[str, Any], field: str) -> str:
    return str(content.get("answers", {}).get(field) or "").strip()
