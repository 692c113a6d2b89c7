"""An OpenID Connect provider through one small port: where to send somebody, and what it says of who came back.

Nothing that the provider sends is kept or logged: its public description and its public keys are held in memory for an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from authlib.common.urls import add_params_to_uri  # type: ignore[import-untyped]
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.errors import OAuth2Error  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException, Response

from portal.connectors.port import PortDown

WELL_KNOWN = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that only the holder of a private key can make; `none` and anything keyed by a shared secret is no signature."""

MOST = 1 << 20
FRESH = timedelta(hours=1)
AGAIN = timedelta(seconds=10)
"""How long a provider that gave no answer is not asked again, so that it cannot hold the portal's own threads."""


class NotProven(Exception):
    """The provider answered, and the answer proves nothing; `code` names why, and never what was sent."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """How the provider knows this portal."""

    issuer: str
    client_id: str
    client_secret: str
    scope: str
    patience: int
    skew: int


_said: dict[str, tuple[dict[str, Any], datetime]] = {}
_down: dict[str, datetime] = {}


def forget() -> None:
    """Remember nothing of any provider, as a new process does."""
    _said.clear()
    _down.clear()


class OpenIdProvider:
    """The provider of one registration; every call takes at most a few times its patience, and is never redirected."""

    def __init__(self, registration: Registration) -> None:
        self.own = registration

    def address(
        self, *, back: str, state: str, nonce: str, verifier: str, language: str, again: bool = False, at: datetime
    ) -> str:
        """Where to send somebody to sign in; `again` also those who are signed in there already. Raises PortDown."""
        endpoint = self._endpoint("authorization_endpoint", at)
        wanted = {"prompt": "login", "max_age": "0"} if again else {}
        with self._session() as session:
            url, _state = session.create_authorization_url(
                endpoint,
                state=state,
                code_verifier=verifier,
                nonce=nonce,
                redirect_uri=back,
                ui_locales=language,
                **wanted,
            )
        return str(url)

    def prove(self, code: str, *, back: str, nonce: str, verifier: str, at: datetime) -> dict[str, Any]:
        """The claims of whoever brought this code, checked. Raises PortDown, or NotProven (client, code, answer, token)."""
        endpoint = self._endpoint("token_endpoint", at)
        with self._session() as session:
            try:
                told = session.fetch_token(endpoint, code=code, redirect_uri=back, code_verifier=verifier)
            except (OAuthError, OAuth2Error) as refused:
                raise NotProven("client" if refused.error == "invalid_client" else "code") from refused
            except (RequestException, ValueError, TypeError, AttributeError) as error:
                raise self._no_answer(error, at) from error
            if not isinstance(told, dict) or not isinstance(told.get("id_token"), str):
                raise NotProven("answer")
            claims = self._checked(told, nonce, at)
            return {**self._userinfo(session, claims, at), **claims}

    def goodbye(self, *, back: str, at: datetime) -> str:
        """Where to sign out at the provider too; empty where it offers no such thing. Raises PortDown."""
        if not self._description(at).get("end_session_endpoint"):
            return ""
        endpoint = self._endpoint("end_session_endpoint", at)
        asked = [("client_id", self.own.client_id), ("post_logout_redirect_uri", back)]
        return str(add_params_to_uri(endpoint, asked))

    def _checked(self, told: dict[str, Any], nonce: str, at: datetime) -> dict[str, Any]:
        """The claims of an identity token; with keys that were fetched again when it is signed by one that is not known."""
        try:
            try:
                return self._claims(told, self._keys(at), nonce, at)
            except (BadSignatureError, InvalidKeyIdError):
                return self._claims(told, self._keys(at, age=AGAIN), nonce, at)
        except (JoseError, ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise NotProven("token") from wrong

    def _claims(self, told: dict[str, Any], keys: KeySet, nonce: str, at: datetime) -> dict[str, Any]:
        offered = self._description(at).get("id_token_signing_alg_values_supported")
        taken = [one for one in ALGORITHMS if not isinstance(offered, list) or one in offered]
        token = jwt.decode(told["id_token"], keys, registry=JWSRegistry(algorithms=taken, strict_check_header=False))
        wanted = {
            "iss": {"essential": True, "value": self.own.issuer},
            "aud": {"essential": True, "value": self.own.client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        }
        asked = {"nonce": nonce, "client_id": self.own.client_id, "access_token": told.get("access_token")}
        claims = CodeIDToken(token.claims, token.header, wanted, asked)
        claims.validate(now=int(at.timestamp()), leeway=self.own.skew)
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise ValueError("no subject")
        return dict(claims)

    def _userinfo(self, session: OAuth2Session, claims: dict[str, Any], at: datetime) -> dict[str, Any]:
        """What the provider says elsewhere of the same subject; nothing when it says so of another, or does not answer."""
        if not self._description(at).get("userinfo_endpoint"):
            return {}
        try:
            told = _object(session.get(self._endpoint("userinfo_endpoint", at)))
        except (RequestException, ValueError, PortDown, OAuthError, OAuth2Error):
            return {}
        return told if told.get("sub") == claims["sub"] else {}

    def _keys(self, at: datetime, age: timedelta = FRESH) -> KeySet:
        """The provider's public keys, those alone with which it can sign."""
        told = self._said(self._endpoint("jwks_uri", at), at, age)
        listed = [
            one for one in told.get("keys", ()) if isinstance(one, dict) and one.get("kty") in ("RSA", "EC", "OKP")
        ]
        signing = [one for one in listed if one.get("use", "sig") == "sig"]
        try:
            return KeySet.import_key_set({"keys": signing})
        except (JoseError, ValueError, KeyError, TypeError) as wrong:
            raise self._no_answer(wrong, at) from wrong

    def _description(self, at: datetime) -> dict[str, Any]:
        """The provider's discovery document. Raises PortDown for one that is about another provider."""
        told = self._said(self.own.issuer.rstrip("/") + WELL_KNOWN, at)
        if told.get("issuer") != self.own.issuer:
            raise self._no_answer(ValueError("another issuer"), at)
        return told

    def _endpoint(self, name: str, at: datetime) -> str:
        """An address of the provider; as safe as the issuer's own."""
        address = self._description(at).get(name)
        schemes = ("https",) if self.own.issuer.startswith("https:") else ("https", "http")
        if not isinstance(address, str) or urlsplit(address).scheme not in schemes:
            raise self._no_answer(ValueError(), at)
        return address

    def _said(self, address: str, at: datetime, age: timedelta = FRESH) -> dict[str, Any]:
        kept, since = _said.get(address, ({}, at))
        if kept and timedelta(0) <= at - since < age:
            return kept
        failed = _down.get(self.own.issuer)
        if failed is not None and timedelta(0) <= at - failed < AGAIN:
            raise PortDown("gave no answer a moment ago")
        with self._session() as session:
            try:
                told = _object(session.get(address, withhold_token=True))
            except (RequestException, ValueError) as error:
                raise self._no_answer(error, at) from error
        _said[address] = (told, at)
        return told

    def _no_answer(self, error: Exception, at: datetime) -> PortDown:
        _down[self.own.issuer] = at
        return PortDown(type(error).__name__)

    def _session(self) -> OAuth2Session:
        session = _Session(
            self.own.client_id,
            self.own.client_secret or None,
            scope=self.own.scope,
            code_challenge_method="S256",
            default_timeout=self.own.patience,
        )
        session.headers["Accept"] = "application/json"
        return session


class _Session(OAuth2Session):
    """A client that follows no redirect: what is sent to the provider goes to the address it has published, and no other."""

    def request(self, method: str, url: str, **kwargs: Any) -> Response:
        """Send a request."""
        kwargs["allow_redirects"] = False
        return super().request(method, url, **kwargs)


def _object(answer: Response) -> dict[str, Any]:
    """The JSON object of an answer. Raises ValueError for anything else."""
    if answer.status_code != 200 or len(answer.content) > MOST:
        raise ValueError("no answer")
    told = answer.json()
    if not isinstance(told, dict):
        raise ValueError("no object")
    return told
