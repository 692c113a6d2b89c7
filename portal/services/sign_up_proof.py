"""What proves that somebody may be the first to act for an enterprise: the business register, else papers shown at the window.

Anybody can write down the credit code of an enterprise that has not signed up yet, and would own it at once. So what he says of it
is compared with the register; where that says something else, or cannot tell, the account waits (services/enterprise_claims.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.connectors.port import PortDown
from portal.connectors.register import HASTE, Register, Registered
from portal.models.account import Enterprise, MembershipRequest
from portal.services import ports
from portal.services.counters import next_value
from portal.services.stands import same

COMPARED = ("name", "legal_representative")


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of asking. `why` is empty where the register confirms, else differs, ended (the register no longer counts it
    as in business), unknown (no such code, or no legal representative to compare), down, or unproven (there is no register);
    `registered` is what it says."""

    why: str = ""
    registered: dict[str, str] = field(default_factory=dict)


def ask(uscc: str, name: str, legal_representative: str, *, at: datetime) -> Proof:
    """Compare what is said of an enterprise with the register, within two seconds; whose account it is plays no part.

    Without a register the setting ONEWINDOW_SIGN_UP_UNPROVEN decides whether the first account opens or waits.
    """
    settings = current_app.config["SETTINGS"]
    if not ports.configured("register"):
        return Proof("" if settings.sign_up_unproven == "open" else "unproven")
    try:
        with ports.asking("register", at=at):
            found = Register(settings.register_url, HASTE).look_up(uscc)
    except PortDown:
        return Proof("down")
    if found is None:
        return Proof("unknown")
    said = {"name": name, "legal_representative": legal_representative}
    registered = {one: found.facts[one] for one in (*COMPARED, "address", "status")}
    if found.status not in ("", "normal"):
        return Proof("ended", registered)
    if not found.legal_representative:
        return Proof("unknown", registered)
    agree = all(same(said[one], registered[one]) for one in COMPARED)
    return Proof("" if agree else "differs", registered)


def offered() -> bool:
    """Whether there is a register to ask, so that the code is enough to sign up with."""
    return ports.configured("register")


def known(uscc: str, *, at: datetime) -> Registered | None:
    """What the register says of an enterprise, to be confirmed instead of typed (R66); None for an unknown code, or no answer."""
    try:
        with ports.asking("register", at=at):
            return Register(current_app.config["SETTINGS"].register_url, HASTE).look_up(uscc)
    except PortDown:
        return None


def claim(proof: Proof, uscc: str, name: str, legal_representative: str) -> dict[str, Any]:
    """What is kept of it for the window: what was said of the enterprise, and what the register says."""
    return {"uscc": uscc, "name": name, "legal_representative": legal_representative, **asdict(proof)}


def hold(session: Session) -> None:
    """Let one after the other settle whose an enterprise is: two at once would each wait for what the other holds."""
    next_value(session, "enterprise_claims")


def adopt(session: Session, firm: Enterprise) -> None:
    """The enterprise is known from now on: whoever else claimed its code asks to join it, as everybody does after the first."""
    for one in open_claims(session):
        if one.claim is not None and one.claim["uscc"] == firm.uscc:
            one.enterprise_id = firm.id


def open_claims(session: Session) -> Iterator[MembershipRequest]:
    """The requests of accounts for an enterprise that nobody had signed up for."""
    ask = MembershipRequest
    wanted = select(ask).where(ask.state == "open", ask.enterprise_id.is_(None)).order_by(ask.id)
    yield from session.scalars(wanted).all()
