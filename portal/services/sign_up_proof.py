"""What the business register says of an enterprise that somebody signs up for, compared with what he says himself.

The register is public: that somebody knows what stands in it shows which enterprise he means, and nothing of who he is. Where it
agrees the account opens, and applies under a record of its own (services/authority.py); where it says something else, the account
waits until the window has seen papers (services/enterprise_claims.py).
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
PERSON = "person"
"""Nothing about the enterprise is in doubt; whether the person may act for it was not checked."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of asking. `why` is empty where the register confirms, else differs, ended (the register no longer counts it
    as in business), unknown (no such code, or no legal representative to compare), down, or unproven (there is no register);
    `registered` is what it says."""

    why: str = ""
    registered: dict[str, str] = field(default_factory=dict)

    @property
    def opens(self) -> bool:
        """Whether the account opens at once. A register that gives no answer keeps nobody from applying: the window looks."""
        return self.why in ("", "down")


def ask(uscc: str, name: str, legal_representative: str, *, at: datetime) -> Proof:
    """Compare what is said of an enterprise with the register, within two seconds; whose account it is plays no part.

    Without a register the setting ONEWINDOW_SIGN_UP_UNPROVEN decides whether an account opens or waits.
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
    said = {"uscc": uscc, "name": name, "legal_representative": legal_representative, **asdict(proof)}
    return said | {"why": proof.why or PERSON}


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
