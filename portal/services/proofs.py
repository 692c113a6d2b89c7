"""Proof that the person at the screen is the account's own, before what must not be done by whoever finds a screen open.

Whoever has a password gives it again. An account that has none, because it was made through the OpenID Connect provider, has
nothing to give: there the person signs in at the provider once more, in this very session and a few minutes ago at most.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app

from portal.actors import Actor
from portal.models import User
from portal.services import openid, passwords
from portal.services.wrong_input import WrongInput

PASSWORD, PROVIDER = "password", "openid"


def check(user: User, password: str, *, by: Actor, at: datetime) -> str:
    """Which proof was given: `password` or `openid`.

    Raises WrongInput (password: wrong; provider, where a fresh sign-in at the provider is what is missing; unset, where the
    account has no password and the provider is not, or no longer, a way in).
    """
    if user.password_hash:
        if not passwords.matches(user.password_hash, password):
            raise WrongInput(password="wrong")
        return PASSWORD
    if not openid.for_kind(user.kind):
        raise WrongInput(password="unset")
    if not fresh(by=by, at=at):
        raise WrongInput(password="provider")
    return PROVIDER


def fresh(*, by: Actor, at: datetime) -> bool:
    """Whether the provider has recognised the person again, in this session, a few minutes ago at most."""
    last = until(by=by)
    return last is not None and at < last


def until(*, by: Actor) -> datetime | None:
    """Until when the last sign-in at the provider is proof; None where there was none in this session."""
    return by.proven_at + timedelta(minutes=minutes()) if by.proven_at else None


def minutes() -> int:
    """For how many minutes a sign-in at the provider is proof, as the house has set it."""
    return int(current_app.config["SETTINGS"].oidc_proof_minutes)
