"""Whether an account has been let act for its enterprise, and what it has until then: what it typed itself, and nothing else.

A credit code, a name and a legal representative are public; whoever writes them down has shown nothing. As at the window, where
anybody may hand in an application with a letter of authority, such an account applies at once, but under a record of its own:
every question "is it of my enterprise?" answers itself, and the enterprise's cases, licences and people are not within reach.
Somebody who may say so (the owner, the window with papers in hand, the provider that names the code) joins that record to the
enterprise's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.actors import Actor
from portal.models import (
    Appointment,
    CasePromise,
    Complaint,
    CreditBar,
    CreditObjection,
    CreditVerdict,
    Draft,
    Enterprise,
    Licence,
    MembershipRequest,
    Sitting,
    User,
)
from portal.models import Case as CaseRow
from portal.services import account_log, outbox

HOLDING: tuple[Any, ...] = (
    Appointment, CasePromise, CaseRow, Complaint, CreditBar, CreditObjection, CreditVerdict, Draft, Licence, Sitting, User,
)  # fmt: skip
"""The tables whose rows go over to the enterprise's own record; an account alone gives no authority and sets up no webhook."""

TIE = "tie"
"""The message to a case that an account has brought along: it looks for the licence that it names (R37)."""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Who applied without having been let act for the enterprise: `state` is open (asked, not answered) or refused, `owned` says
    that the enterprise has an owner, who answers; else the window does. `request_id` is the line on its list."""

    request_id: int
    state: str
    owned: bool
    person: str
    mobile: str


def apart(session: Session, firm: Enterprise) -> Enterprise:
    """Keep what an account says of an enterprise beside the enterprise's own record."""
    firm.proven = False
    session.add(firm)
    return firm


def own_record(session: Session, uscc: str) -> Enterprise | None:
    """The record that stands for a code: never what an unproven account says of it."""
    return session.scalars(select(Enterprise).where(Enterprise.uscc == uscc, Enterprise.proven)).one_or_none()


def proven(session: Session, enterprise_id: int) -> bool:
    """Whether a record is an enterprise's own, and not what one account says of it."""
    return bool(session.scalar(select(Enterprise.proven).where(Enterprise.id == enterprise_id)))


def owned(session: Session, enterprise_id: int | None) -> bool:
    """Whether somebody owns the enterprise."""
    return bool(session.scalar(select(exists().where(User.enterprise_id == (enterprise_id or 0), User.owner))))


def admit(
    session: Session, user: User, firm: Enterprise | None, *, by: Actor | User, at: datetime, reason: str = ""
) -> Enterprise:
    """Let an account act for the enterprise, in the caller's transaction; whoever is the first owns it.

    What it has written and handed in so far goes with it. Without a record of the enterprise, that of the account becomes it.
    """
    apart_ = user.enterprise if user.enterprise is not None and not user.enterprise.proven else None
    if firm is None:
        assert apart_ is not None, "who is let in has said for which enterprise"
        firm = apart_
        firm.proven = True
    else:
        session.get_one(Enterprise, firm.id, with_for_update=True)  # two who are let in at once make one owner
    own = user.enterprise
    brought = _cases(session, own) if own is not None and own in (apart_, firm) else ()
    moved = _join(session, apart_, firm) if apart_ is not None and apart_.id != firm.id else {}
    for case_id in brought:
        outbox.post(session, f"tie-{case_id}", TIE, case_id=case_id, payload={}, at=at)
    user.owner = not owned(session, firm.id)
    user.enterprise = firm
    _answer(session, user, firm, by, at)
    account_log.note(session, "joined", by=by, at=at, user_id=user.id, enterprise_id=firm.id, reason=reason, **moved)
    session.flush()
    return firm


def counted(session: Session, enterprise_id: int) -> tuple[int, ...]:
    """Whose history counts against an application: that of its own record and, before anybody has let the account act for it,
    that of the enterprise it names. What an unproven account does never counts against the enterprise."""
    own = select(Enterprise.uscc).where(Enterprise.id == enterprise_id, ~Enterprise.proven).scalar_subquery()
    named = (Enterprise.uscc == own, Enterprise.proven)
    standing = select(Enterprise.merged_into, Enterprise.id).where(*named)
    found = session.execute(standing).one_or_none()
    return (enterprise_id, found[0] or found[1]) if found else (enterprise_id,)


def unchecked(session: Session, enterprise_id: int) -> Unchecked | None:
    """Whose authority is still to be looked at, for a record that nobody was let in for; None for an enterprise's own."""
    ask, owner = MembershipRequest, aliased(User)
    has_owner = exists().where(owner.enterprise_id == ask.enterprise_id, owner.owner)
    wanted = select(ask.id, ask.state, has_owner, User.name, User.mobile).join(User, User.id == ask.user_id)
    wanted = wanted.join(Enterprise, Enterprise.id == User.enterprise_id)
    own = wanted.where(Enterprise.id == enterprise_id, ~Enterprise.proven).order_by(ask.id.desc()).limit(1)
    found = session.execute(own).one_or_none()
    return Unchecked(found[0], found[1], bool(found[2]), found[3], found[4] or "") if found else None


def _cases(session: Session, firm: Enterprise) -> tuple[int, ...]:
    """The cases of an account that may follow a licence of the enterprise from now on: those whose result is not made out."""
    mine = (CaseRow.enterprise_id == firm.id, CaseRow.closed_on.is_(None))
    return tuple(session.scalars(select(CaseRow.id).where(*mine).order_by(CaseRow.id)))


def _join(session: Session, apart_: Enterprise, firm: Enterprise) -> dict[str, Any]:
    """Hand over what stands under an account's own record; the log says how much of it there was."""
    moved = {}
    for model in HOLDING:
        mine = update(model).where(model.enterprise_id == apart_.id).values(enterprise_id=firm.id)
        done = session.execute(mine, execution_options={"synchronize_session": False})
        if model is not User and done.rowcount:  # type: ignore[attr-defined]
            moved[model.__tablename__] = done.rowcount  # type: ignore[attr-defined]
    apart_.merged_into = firm.id
    session.flush()
    session.expire_all()
    return moved


def _answer(session: Session, user: User, firm: Enterprise, by: Actor | User, at: datetime) -> None:
    """Whatever he had asked for is answered by this; a request to another enterprise is not."""
    ask = MembershipRequest
    mine = (ask.user_id == user.id, ask.state == "open", or_(ask.enterprise_id == firm.id, ask.enterprise_id.is_(None)))
    for one in session.scalars(select(ask).where(*mine)):
        one.state, one.answered_at, one.answered_by, one.enterprise_id = "granted", at, by.id, firm.id
