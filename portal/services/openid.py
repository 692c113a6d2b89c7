"""Signing in by OpenID Connect: what the house has set up, where people are sent, and what is taken of those who come back."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app

from portal.config import Settings
from portal.connectors.openid import NotProven, OpenIdProvider, Registration
from portal.connectors.port import PortDown
from portal.services import sealing

__all__ = ["NotProven", "PortDown", "Proven", "begin", "for_kind", "goodbye", "issuer", "offered", "prove"]

log = logging.getLogger(__name__)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_USCC = re.compile(r"[0-9A-Z]{18}")
_KINDS = {"enterprises": ("handler",), "staff": ("officer",), "both": ("handler", "officer")}


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom the provider has recognised. Issuer and subject alone say who it is; the rest fills fields that a person checks.

    `strong` is whether the provider's own assurance stands for the portal's second step; `signed_in_at` is when the person
    proved to the provider who it is (`auth_time`), None where it does not say: an old session there is no proof of today.
    """

    issuer: str
    subject: str
    name: str = ""
    mobile: str = ""
    uscc: str = ""
    strong: bool = False
    signed_in_at: datetime | None = None


def offered() -> bool:
    """True where the house has a provider."""
    return bool(_settings().oidc_issuer)


def issuer() -> str:
    """The provider of the house, empty where there is none."""
    return _settings().oidc_issuer


def for_kind(kind: str) -> bool:
    """True where people of this kind (handler, officer) may sign in through the provider."""
    return offered() and kind in _KINDS[_settings().oidc_audience]


def vouches(proven: Proven, uscc: str) -> bool:
    """True where the house takes the provider's word for it that the person acts for the enterprise of this code."""
    return vouching() and bool(uscc) and proven.uscc == uscc


def vouching() -> bool:
    """True where people of enterprises sign in through the provider, and its word for the enterprise's code counts."""
    return for_kind("handler") and bool(_settings().oidc_uscc_claim) and _settings().oidc_uscc_proves == "yes"


def begin(state: str, *, path: str, language: str, again: bool = False, at: datetime) -> str:
    """The address of the provider that this state is sent to; `again` asks it to recognise the person anew. Raises PortDown.

    Nonce and verifier are worked out from the state and the portal's secret, so that the browser's cookie holds neither.
    """
    provider = _provider()
    try:
        return provider.address(
            back=_back(path),
            state=state,
            nonce=_nonce(state),
            verifier=_verifier(state),
            language=language,
            again=again,
            at=at,
        )
    except PortDown as down:
        _tell(down)
        raise


def prove(state: str, code: str, *, by_issuer: str = "", path: str, at: datetime) -> Proven:
    """Whom the provider has recognised for this state. Raises PortDown, or NotProven (issuer, code, client, answer, token,
    level). `by_issuer` is what came with the code (RFC 9207): an answer of another provider is none."""
    try:
        if by_issuer and by_issuer != issuer():
            raise NotProven("issuer")
        if not code:
            raise NotProven("code")
        claims = _provider().prove(code, back=_back(path), nonce=_nonce(state), verifier=_verifier(state), at=at)
        return _proven(claims, at)
    except (PortDown, NotProven) as failed:
        _tell(failed)
        raise


def goodbye(*, path: str, at: datetime) -> str:
    """Where to sign out at the provider as well; empty where it offers no such thing, or gives no answer."""
    try:
        return _provider().goodbye(back=_back(path), at=at)
    except PortDown as down:
        _tell(down)
        return ""


def _proven(claims: dict[str, Any], at: datetime) -> Proven:
    settings = _settings()
    good, level = _listed(settings.oidc_levels), _values(claims, settings.oidc_level_claim)
    if good and not good & level:
        raise NotProven("level")
    strength = _values(claims, "acr") | _values(claims, "amr")
    mobile = re.sub(r"[\s-]|^\s*\+?86(?=\s*-?\s*1)", "", _text(claims, settings.oidc_phone_claim))
    uscc = _text(claims, settings.oidc_uscc_claim).upper()
    return Proven(
        issuer=settings.oidc_issuer,
        subject=claims["sub"],
        name=_text(claims, settings.oidc_name_claim)[:40],
        mobile=mobile if _MOBILE.fullmatch(mobile) else "",
        uscc=uscc if _USCC.fullmatch(uscc) else "",
        strong=bool(_listed(settings.oidc_strong) & strength),
        signed_in_at=_moment(claims.get("auth_time"), at),
    )


def _moment(told: Any, at: datetime) -> datetime | None:
    """When somebody signed in at the provider; its clock may go a little fast, and never counts for later than now."""
    if (
        isinstance(told, bool)
        or not isinstance(told, int | float)
        or not 0 < told <= at.timestamp() + _settings().oidc_skew
    ):
        return None
    return min(datetime.fromtimestamp(told, UTC), at)


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name) if name else None
    return value.strip() if isinstance(value, str) and value.isprintable() else ""


def _values(claims: dict[str, Any], name: str) -> set[str]:
    """One value, or several: providers write levels as text, as numbers, and as lists."""
    value = claims.get(name) if name else None
    return {str(one) for one in (value if isinstance(value, list) else [value]) if one is not None}


def _listed(text: str) -> set[str]:
    return {one.strip() for one in text.split(",") if one.strip()}


def _tell(failed: PortDown | NotProven) -> None:
    """Say in the log what went wrong; never a code, a token or a claim."""
    log.warning(
        "sign-in by OpenID Connect: %s", failed.code if isinstance(failed, NotProven) else f"no answer, {failed}"
    )


def _provider() -> OpenIdProvider:
    settings = _settings()
    return OpenIdProvider(
        Registration(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            scope=settings.oidc_scope,
            patience=settings.oidc_timeout,
            skew=settings.oidc_skew,
        )
    )


def _back(path: str) -> str:
    """The exact address of a page of this portal: from its settings, never from what a request says."""
    return _settings().base_url + path


def _nonce(state: str) -> str:
    return sealing.keyed(state, "openid nonce")


def _verifier(state: str) -> str:
    return sealing.keyed(state, "openid verifier")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
