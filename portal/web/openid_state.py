"""What the browser's session remembers while somebody is at the OpenID provider, and after coming back unknown.

A state is bound to the session: an answer that another browser began opens nothing here. Several may be open at once (two tabs);
they are gone with the sign-in, because a sign-in drops everything that was in the session before.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from flask import session

from portal.services import sealing
from portal.services.openid import Proven

OPEN = 5
SECONDS = 10 * 60
PROVEN_SECONDS = 15 * 60
LONGEST = 300
_SEAL = "openid proven"


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody who was sent to the provider: the page to go on with, whose account was open then (0: nobody's), and whether
    to be recognised again."""

    to: str
    user_id: int
    again: bool = False


def send(to: str, user_id: int, *, again: bool = False, at: datetime) -> str:
    """A new state in this session; the oldest of more than a few are forgotten."""
    state = secrets.token_urlsafe(24)
    new = [state, int(at.timestamp()), to if len(to) <= LONGEST else "", user_id, int(again)]
    session["openid"] = [*_open(at)[-(OPEN - 1) :], new]
    return state


def sent(state: str, *, at: datetime) -> Sent | None:
    """Who was sent with this state from this browser within ten minutes; None for any other."""
    return next((Sent(one[2], one[3], bool(one[4:] and one[4])) for one in _open(at) if one[0] == state), None)


def keep(proven: Proven) -> None:
    """Keep whom the provider has recognised while a form is filled in: sealed, for a quarter of an hour."""
    session["proven"] = sealing.seal(json.dumps(asdict(replace(proven, signed_in_at=None))), _SEAL)


def kept() -> Proven | None:
    """Whom the provider has recognised in this session a moment ago."""
    try:
        return Proven(**json.loads(sealing.unseal(session.get("proven", ""), _SEAL, seconds=PROVEN_SECONDS)))
    except sealing.Unreadable:
        return None


def drop() -> None:
    """Forget whom the provider has recognised."""
    session.pop("proven", None)
    session.pop("openid", None)


def _open(at: datetime) -> list[list[Any]]:
    """The states of the last ten minutes in their order, each with its moment, the page and the account."""
    return [one for one in session.get("openid", ()) if 0 <= at.timestamp() - one[1] <= SECONDS]
