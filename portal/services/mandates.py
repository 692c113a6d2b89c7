"""Agents (代理人): who acts for an enterprise that is not theirs, on a written authority with its dates and items (R1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Enterprise, Mandate, Upload, User
from portal.services import account_links, account_log, checks, sign_ins, uploads
from portal.services.uploads import Place
from portal.services.wrong_input import WrongInput
from workflows.ledger import months_after
from workflows.refusal import Refusal

PURPOSE = "mandate"
LONGEST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Given:
    """A new authority: its number, and the token that the mail to the agent carries."""

    id: int
    token: str


@dataclass(frozen=True, slots=True)
class MandateLine:
    """An authority as pages list it. `state`: waiting (not accepted), ahead, in_force, over (its last day is past), ended."""

    id: int
    enterprise: str
    agent: str
    email: str
    valid_from: date
    valid_until: date
    items: tuple[str, ...]
    state: str
    upload: str

    @property
    def open(self) -> bool:
        """True when there is something to take back."""
        return self.state in ("waiting", "ahead", "in_force")


def give(
    email: str,
    valid_from: date,
    valid_until: date,
    items: Collection[str],
    filename: str,
    stream: IO[bytes],
    *,
    by: Actor,
    at: datetime,
    size: int | None = None,
) -> Given:
    """Authorize somebody for the own enterprise, for these items or (none named) for all; a mail asks the agent to accept.

    The signed power of attorney goes the way of every file. Raises WrongInput (email: member; valid_until: before, past, long),
    UploadError for the file, Denied for anybody but the owner.
    """
    require_owner(by)
    _check_days(valid_from, valid_until, business_day(at))
    made: list[Given] = []

    def place(session: Session) -> Place:
        _check_stranger(session, email, by)
        return Place(None, PURPOSE, PURPOSE)

    def then(session: Session, upload: Upload) -> None:
        one = Mandate(
            enterprise_id=by.enterprise_id, email=email.lower(), upload_id=upload.id, given_by=by.id, given_at=at
        )
        one.valid_from, one.valid_until, one.items = valid_from, valid_until, sorted(set(items))
        session.add(one)
        session.flush()
        about = {"enterprise_id": by.enterprise_id, "mandate_id": one.id}
        link = account_links.make(session, account_links.AGENT, email=one.email, at=at, **about)
        note(session, "mandate_given", one, by=by, at=at)
        made.append(Given(one.id, account_links.token_of(link)))

    uploads.receive(place, filename, stream, by=by, at=at, size=size, then=then)
    return made[0]


def accept(session: Session, mandate: Mandate, user: User, *, at: datetime) -> None:
    """The agent takes the authority on, in the caller's transaction. Raises Refusal `mandate_over`, `own_enterprise`, and
    `file_infected` where the power of attorney is in quarantine."""
    upload = session.get_one(Upload, mandate.upload_id)
    if upload.scan == checks.INFECTED:
        raise Refusal("file_infected", filename=upload.filename)
    if mandate.ended_at is not None or mandate.valid_until < business_day(at):
        raise Refusal("mandate_over")
    if user.enterprise_id == mandate.enterprise_id:
        raise Refusal("own_enterprise")
    mandate.user_id, mandate.accepted_at = user.id, at
    account_log.note(
        session,
        "mandate_accepted",
        by=user,
        at=at,
        user_id=user.id,
        enterprise_id=mandate.enterprise_id,
        mandate=mandate.id,
    )


def end(mandate_id: int, *, by: Actor, at: datetime) -> None:
    """Take an authority back (the owner), or give it up (the agent); nothing is possible under it from now on.

    A second click changes nothing. Raises Denied for anybody else.
    """
    with transaction() as session:
        one = session.get(Mandate, mandate_id, with_for_update=True)
        owns = one is not None and by.owner and not by.mandate_id and by.enterprise_id == one.enterprise_id
        require(one is not None and (owns or one.user_id == by.id), "owner")
        assert one is not None
        if one.ended_at is None:
            one.ended_at = at
            account_links.use_up(session, at=at, mandate_id=one.id)
            note(session, "mandate_ended" if owns else "mandate_given_up", one, by=by, at=at)


def of_enterprise(*, by: Actor, on: date) -> tuple[MandateLine, ...]:
    """The agents of the own enterprise, the newest first."""
    require(by.holds(Role.HANDLER) and not by.mandate_id and by.enterprise_id is not None, "owner")
    with reading() as session:
        return _lines(session, on, Mandate.enterprise_id == by.enterprise_id)


def mine(*, by: Actor, on: date) -> tuple[MandateLine, ...]:
    """The enterprises for which the person may act or might once, the newest authority first."""
    with reading() as session:
        return _lines(session, on, Mandate.user_id == by.id)


def usable(mandate_id: int, *, by: Actor, at: datetime) -> None:
    """Look whether the person may act under this authority now. Raises Denied."""
    with reading() as session:
        one = session.get(Mandate, mandate_id)
        require(one is not None and one.user_id == by.id and sign_ins.in_force(one, at), "mandate_over")


def check_sight(session: Session, upload: Upload, by: Actor) -> None:
    """Who may open a power of attorney: the enterprise's own people, the agent, and the staff who check authority."""
    if by.roles & {Role.WINDOW, Role.SUPERVISOR, Role.ADMINISTRATOR}:
        return
    one = session.scalars(select(Mandate).where(Mandate.upload_id == upload.id)).one_or_none()
    own = one is not None and not by.mandate_id and by.enterprise_id == one.enterprise_id
    require(one is not None and (own or one.user_id == by.id), "enterprise")


def as_filed(session: Session, by: Actor) -> dict[str, str]:
    """What the file of an application says of the authority under which an agent handed it in; nothing for anybody else."""
    if not by.mandate_id:
        return {}
    one = session.get_one(Mandate, by.mandate_id)
    paper = session.get_one(Upload, one.upload_id)
    return {"authority": paper.public_id, "from": one.valid_from.isoformat(), "until": one.valid_until.isoformat()}


def require_owner(by: Actor) -> None:
    """Raise Denied unless the person owns the enterprise that he acts for; an agent never does."""
    require(by.owner and not by.mandate_id and by.enterprise_id is not None, "owner")


def note(session: Session, kind: str, mandate: Mandate, *, by: Actor, at: datetime) -> None:
    """Write a line about an authority into the log of its enterprise, and of the agent where there is one."""
    account_log.note(
        session,
        kind,
        by=by,
        at=at,
        user_id=mandate.user_id,
        enterprise_id=mandate.enterprise_id,
        mandate=mandate.id,
        until=mandate.valid_until.isoformat(),
    )


def _lines(session: Session, on: date, wanted: object) -> tuple[MandateLine, ...]:
    statement = select(Mandate, Enterprise.name, User.name, Upload.public_id)
    statement = statement.join(Enterprise, Enterprise.id == Mandate.enterprise_id)
    statement = statement.join(Upload, Upload.id == Mandate.upload_id).outerjoin(User, User.id == Mandate.user_id)
    rows = session.execute(statement.where(wanted).order_by(Mandate.id.desc()))  # type: ignore[arg-type]
    return tuple(
        MandateLine(
            one.id,
            firm,
            agent or "",
            one.email,
            one.valid_from,
            one.valid_until,
            tuple(one.items),
            state_of(one, on),
            file,
        )
        for one, firm, agent, file in rows
    )


def state_of(one: Mandate, on: date) -> str:
    """How an authority stands on a day."""
    if one.ended_at is not None:
        return "ended"
    if on > one.valid_until:
        return "over"
    if one.accepted_at is None:
        return "waiting"
    return "ahead" if on < one.valid_from else "in_force"


def _check_days(valid_from: date, valid_until: date, today: date) -> None:
    if valid_until < valid_from:
        raise WrongInput(valid_until="before")
    if valid_until < today:
        raise WrongInput(valid_until="past")
    if valid_until > months_after(valid_from, 12 * LONGEST_YEARS):
        raise WrongInput(valid_until="long")


def _check_stranger(session: Session, email: str, by: Actor) -> None:
    own = select(User.id).where(User.email == email.lower(), User.enterprise_id == by.enterprise_id, User.active)
    if session.scalar(own.limit(1)):
        raise WrongInput(email="member")
