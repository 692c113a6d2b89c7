"""What the browser's session remembers while somebody is at the OpenID provider, and after coming back unknown.

A state is bound to the session: an answer that another browser began opens nothing here. Several may be open at once (two tabs);
they are gone with the sign-in, because a sign-in drops everything that was in the session before.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

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
    """Somebody who was sent to the provider: the page to go on with, and whose account was open then (0: nobody's)."""

    to: str
    user_id: int


def send(to: str, user_id: int, *, at: datetime) -> str:
    """A new state in this session; the oldest of more than a few are forgotten."""
    kept = {state: sent for state, sent in _open(at).items() if isinstance(sent, list)}
    newest = sorted(kept.items(), key=lambda one: one[1][0])[-(OPEN - 1) :]
    state = secrets.token_urlsafe(24)
    session["openid"] = {**dict(newest), state: [int(at.timestamp()), to if len(to) <= LONGEST else "", user_id]}
    return state


def sent(state: str, *, at: datetime) -> Sent | None:
    """Who was sent with this state from this browser within ten minutes; None for any other."""
    found = _open(at).get(state)
    return Sent(found[1], found[2]) if found else None


def keep(proven: Proven) -> None:
    """Keep whom the provider has recognised while a form is filled in: sealed, for a quarter of an hour."""
    session["proven"] = sealing.seal(json.dumps(asdict(proven)), _SEAL)


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


def _open(at: datetime) -> dict[str, list]:
    found = session.get("openid", {})
    return {state: sent for state, sent in found.items() if 0 <= at.timestamp() - sent[0] <= SECONDS}
