"""A real OpenID provider for tests: oidc-provider-mock behind HTTP, which insists on PKCE, and which may be made to misbehave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

with warnings.catch_warnings():  # it stands on a part of Authlib that Authlib calls deprecated
    warnings.simplefilter("ignore")
    import oidc_provider_mock

Change = Callable[[dict[str, Any]], None]


class Provider:
    """The provider: `.url` is its issuer; `.mood` what it does to its answers, `.change` what it does to the claims."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.app = oidc_provider_mock.app(require_nonce=True)
        self.app.before_request(self._before)
        self.app.after_request(self._after)
        self.server: Any = None
        self.mood, self.url, self.asked = "well", "", []
        self.awake = threading.Event()
        self.change: Change | None = None
        self._challenges: dict[str, str] = {}
        self._key, self._forged = RSAKey.generate_key(2048, {"kid": "own"}), RSAKey.generate_key(2048)

    def be_well(self) -> None:
        """Behave, and forget what was asked."""
        self.mood, self.change, self.asked = "well", None, []
        self.awake.set()  # whoever still waits in a slow answer
        self.awake = threading.Event()

    def turn_key(self) -> None:
        """Sign with a new key from now on, and publish it."""
        self._key = RSAKey.generate_key(2048, {"kid": f"own-{time.monotonic_ns()}"})

    def knows(self, subject: str, **claims: Any) -> None:
        """Let somebody be known there, with these claims."""
        assert requests.put(f"{self.url}/users/{subject}", json=claims, timeout=5).status_code == 204

    def say_yes(self, address: str, subject: str) -> str:
        """Sign in there as the person at the screen would; returns the address to which the provider sends the browser."""
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def say_no(self, address: str) -> str:
        """Refuse there; returns the address to which the provider sends the browser."""
        answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=5)
        return answer.headers["location"]

    def _before(self) -> Any:
        request = flask.request
        self.asked.append(f"{request.method} {request.path}")
        if self.mood == "slow" and request.path in ("/oauth2/token", "/.well-known/openid-configuration"):
            self.awake.wait(8)
        if self.mood == "broken":
            return "out of order", 500
        if self.mood == "garbage":
            return "<html>", 200
        if self.mood == "redirecting" and request.path == "/oauth2/token":
            return flask.redirect("http://127.0.0.1:9/steal", 307)
        if request.path == "/oauth2/authorize" and request.args.get("code_challenge_method") != "S256":
            return "PKCE is asked for", 400
        if request.path == "/oauth2/token" and not self._pkce_right():
            return {"error": "invalid_grant"}, 400
        return None

    def _pkce_right(self) -> bool:
        verifier = flask.request.form.get("code_verifier", "")
        digest = _coded(hashlib.sha256(verifier.encode()).digest())
        return self._challenges.get(flask.request.form.get("code", "")) == digest

    def _after(self, response: flask.Response) -> flask.Response:
        path = flask.request.path
        if path == "/oauth2/authorize" and "location" in response.headers:
            for code in parse_qs(urlsplit(response.headers["location"]).query).get("code", ()):
                self._challenges[code] = flask.request.args["code_challenge"]
        if path == "/jwks" and response.status_code == 200:
            response.set_data(json.dumps({"keys": [self._key.as_dict(private=False)]}))
        if path == "/.well-known/openid-configuration" and self.mood == "foreign":
            response.set_data(response.get_data(as_text=True).replace(self.url, "http://127.0.0.1:9"))
        if path == "/oauth2/token" and response.status_code == 200:
            told = response.get_json()
            told["id_token"] = self._signed(told["id_token"])
            response.set_data(json.dumps(told))
        return response

    def _signed(self, token: str) -> str:
        """The token again, signed with the provider's key, or as its mood has it."""
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        if self.change:
            self.change(claims)
        if self.mood == "none":
            return f"{_part({'alg': 'none'})}.{_part(claims)}."
        if self.mood == "shared":  # the public key taken for a shared secret, as a careless library would
            signed = f"{_part({'alg': 'HS256', 'kid': self._key.kid})}.{_part(claims)}"
            secret = self._key.as_pem(private=False)
            return f"{signed}.{_coded(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"
        key = self._forged if self.mood == "forged" else self._key
        return jwt.encode({"alg": "RS256", "kid": self._key.kid}, claims, key)


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers while the block runs."""
    provider = Provider()
    provider.server = make_server("127.0.0.1", 0, _quiet(provider.app), threaded=True)
    provider.url = f"http://127.0.0.1:{provider.server.server_port}"
    thread = threading.Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()


def _part(content: dict[str, Any]) -> str:
    return _coded(json.dumps(content).encode())


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _quiet(app: Any) -> Any:
    """The provider uses what Authlib calls deprecated; a warning is an error in these tests, and none of the portal's."""

    def call(environ: Any, start: Any) -> list[bytes]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(app.wsgi_app(environ, start))

    return call


def moved(**by: float) -> Change:
    """A change that moves the token's times: `moved(hours=-2)` is a token of two hours ago."""
    seconds = int(timedelta(**by).total_seconds())

    def change(claims: dict[str, Any]) -> None:
        for name in ("iat", "exp"):
            claims[name] += seconds

    return change


def with_claims(**values: Any) -> Change:
    """A change that says something else; None leaves a claim out."""

    def change(claims: dict[str, Any]) -> None:
        claims.update(values)
        for name in [name for name, value in values.items() if value is None]:
            del claims[name]

    return change
