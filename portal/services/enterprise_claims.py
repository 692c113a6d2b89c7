"""Accounts that wait because nothing has proven yet that they are the enterprise's: confirmed at the window, with papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models.account import Enterprise, MembershipRequest, User
from portal.services import account_log, applicants, authority, membership, sign_up_proof
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

LONGEST = {"name": 200, "legal_representative": 80, "paper": 200}


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says that he acts for an enterprise whose account has no owner.

    `why` is that of `sign_up_proof`, or `unowned` where the window knows the enterprise and no account of it is in use;
    `registered` is what the business register said, empty where it said nothing.
    """

    id: int
    why: str
    uscc: str
    name: str
    legal_representative: str
    registered: dict[str, str]
    person: str
    mobile: str
    email: str
    asked_at: datetime


def waiting(*, by: Actor) -> tuple[Claim, ...]:
    """The accounts that wait for the window, the oldest first; those for an enterprise with an owner wait for him."""
    _require_desk(by)
    with reading() as session:
        return tuple(_claim(*row) for row in session.execute(_unowned()).all())


def confirm(
    request_id: int, *, paper: str, name: str = "", legal_representative: str = "", by: Actor, at: datetime
) -> None:
    """Open the account after the business licence and the person's identity were checked; `paper` says what was shown.

    An enterprise that the portal does not know yet is kept as its licence says (`name`, `legal_representative`); the first
    account owns it. Raises WrongInput (name, legal_representative or paper: missing or long), Refusal `answered_request` for
    the second answer, `claim_owned` where somebody owns it meanwhile.
    """
    _require_desk(by)
    said = {"name": name.strip(), "legal_representative": legal_representative.strip(), "paper": paper.strip()}
    try:
        _confirm(request_id, said, by, at)
    except IntegrityError:  # a colleague confirmed somebody else for the same code in this very moment
        _confirm(request_id, said, by, at)


def refuse(request_id: int, *, by: Actor, at: datetime) -> None:
    """Close an account whose papers do not prove it; mobile, e-mail and identity are free again. Raises as `confirm` does."""
    _require_desk(by)
    with transaction() as session:
        sign_up_proof.hold(session)
        ask = _held(session, request_id)
        user = session.get_one(User, ask.user_id)
        ask.state, ask.answered_at, ask.answered_by = "refused", at, by.id
        if ask.claim is not None:
            ask.claim = {"uscc": ask.claim["uscc"], "why": ask.claim["why"]}
        account_log.note(session, "join_refused", by=by, at=at, user_id=user.id, enterprise_id=ask.enterprise_id)
        membership.close(session, user)


def _confirm(request_id: int, said: dict[str, str], by: Actor, at: datetime) -> None:
    with transaction() as session:
        sign_up_proof.hold(session)
        ask = _held(session, request_id)
        _check(said if ask.enterprise_id is None else {"paper": said["paper"]})
        user = session.get_one(User, ask.user_id)
        ask.paper = said["paper"]
        firm = _firm(session, ask, said, user, at)
        sign_up_proof.adopt(session, authority.admit(session, user, firm, by=by, at=at, reason=said["paper"]))


def _check(said: dict[str, str]) -> None:
    wrong = {one: "missing" for one, words in said.items() if not words}
    wrong |= {one: "long" for one, words in said.items() if len(words) > LONGEST[one]}
    if wrong:
        raise WrongInput(**wrong)


def _firm(session: Session, ask: MembershipRequest, said: dict[str, str], user: User, at: datetime) -> Enterprise:
    """The enterprise that was claimed: the one that the window knows already, or a new one as its papers say."""
    if ask.enterprise_id is not None:
        return session.get_one(Enterprise, ask.enterprise_id)
    assert ask.claim is not None
    uscc = ask.claim["uscc"]
    known = applicants.survivor(session, uscc)
    if known is not None:
        return known
    firm = user.enterprise or Enterprise(uscc=uscc, created_at=at, phone=user.mobile or "")
    firm.name, firm.legal_representative, firm.proven = said["name"], said["legal_representative"], True
    session.add(firm)
    session.flush()
    return firm


def _held(session: Session, request_id: int) -> MembershipRequest:
    ask = session.get(MembershipRequest, request_id, with_for_update=True)
    if ask is None or ask.state != "open":
        raise Refusal("answered_request")
    if authority.owned(session, ask.enterprise_id):
        raise Refusal("claim_owned")
    return ask


def _unowned() -> Select[MembershipRequest, User, Enterprise]:
    ask, owner = MembershipRequest, aliased(User)
    owned = exists().where(owner.enterprise_id == ask.enterprise_id, owner.owner)
    statement = select(ask, User, Enterprise).join(User, User.id == ask.user_id)
    statement = statement.outerjoin(Enterprise, Enterprise.id == ask.enterprise_id)
    alone = or_(ask.enterprise_id.is_(None), and_(ask.enterprise_id.is_not(None), ~owned))
    return statement.where(ask.state == "open", alone).order_by(ask.asked_at, ask.id)


def _claim(ask: MembershipRequest, user: User, firm: Enterprise | None) -> Claim:
    who = (user.name, user.mobile or "", user.email or user.login, ask.asked_at)
    if firm is not None:
        return Claim(ask.id, "unowned", firm.uscc, firm.name, firm.legal_representative, {}, *who)
    said = ask.claim or {}
    facts = (said["why"], said["uscc"], said["name"], said["legal_representative"], said["registered"])
    return Claim(ask.id, *facts, *who)


def _require_desk(by: Actor) -> None:
    allowed = by.holds(Role.WINDOW) or by.holds(Role.ADMINISTRATOR)
    require(allowed, "role", roles=[str(Role.WINDOW), str(Role.ADMINISTRATOR)])
