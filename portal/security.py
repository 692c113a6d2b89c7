"""What protects every page: headers, content security policy, CSRF tokens, rate limits and cookies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from redis.backoff import NoBackoff
from redis.retry import Retry
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import clock
from portal.auth import actor_or_none, half_signed_in
from portal.config import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
YEAR = 31_536_000
MEMORY = "memory://"
# A page does not wait for a Redis that is gone: one short try, then counting goes on in memory until it is back.
_IMPATIENT: dict[str, Any] = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}
ATTEMPTS_ON_ONE_ACCOUNT = "30 per 15 minutes"
CODES_ON_ONE_ACCOUNT = "10 per 15 minutes"
LINKS_FOR_ONE_ACCOUNT = "3 per 15 minutes"
WAYS_TO_A_PROVIDER = "60 per minute"

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True, in_memory_fallback_enabled=True, swallow_errors=True)


def limit_sign_in() -> Callable[[Any], Any]:
    """Limit failed attempts to sign in: of one address, and of everybody together on one account name."""
    by_address = limiter.limit(lambda: _settings().sign_in_limit, methods=["POST"], deduct_when=_failed)
    by_account = limiter.limit(ATTEMPTS_ON_ONE_ACCOUNT, key_func=_account_named, methods=["POST"], deduct_when=_failed)
    return lambda view: by_address(by_account(view))


def limit_codes() -> Callable[[Any], Any]:
    """Limit failed codes of a second factor: of one address, and on one account wherever they come from."""
    by_address = limiter.limit(lambda: _settings().sign_in_limit, methods=["POST"], deduct_when=_failed)
    by_account = limiter.limit(CODES_ON_ONE_ACCOUNT, key_func=_half_signed_in, methods=["POST"], deduct_when=_failed)
    return lambda view: by_address(by_account(view))


def limit_links() -> Callable[[Any], Any]:
    """Limit how often a link is asked for: by one address, and for one account whether it exists or not."""
    by_address = limiter.limit(lambda: _settings().sign_in_limit, methods=["POST"])
    by_account = limiter.limit(LINKS_FOR_ONE_ACCOUNT, key_func=_account_named, methods=["POST"])
    return lambda view: by_address(by_account(view))


def limit_provider() -> Callable[[Any], Any]:
    """Limit what one address asks of the OpenID provider: how often it is sent there, and how often it comes back in vain."""
    sent = limiter.limit(WAYS_TO_A_PROVIDER)
    in_vain = limiter.limit(lambda: _settings().sign_in_limit, deduct_when=_refused)
    return lambda view: sent(in_vain(view))


def limit_sign_up() -> Callable[[Any], Any]:
    """Limit how often one address signs up, successful or not."""
    return limiter.limit(lambda: _settings().sign_in_limit, methods=["POST"])


def limit_lookup() -> Callable[[Any], Any]:
    """Limit how often one address may look up a case or a licence: numbers cannot be tried out one by one."""
    return limiter.limit(lambda: _settings().lookup_limit)


def init_app(app: Flask, settings: Settings) -> None:
    """Switch the protections on."""
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="ow_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        MAX_CONTENT_LENGTH=(settings.upload_megabytes + 2) * 1024 * 1024,
        RATELIMIT_STORAGE_URI=_limiter_storage(settings),
        RATELIMIT_STORAGE_OPTIONS=_IMPATIENT if _limiter_storage(settings) != MEMORY else {},
    )
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(_room_for_recordings)  # before the token is looked for, which reads the whole form
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_headers)


RECORDINGS = "review.site_recording"


def _room_for_recordings() -> None:
    """Film takes more room than paper: the one page that takes it, for somebody who is signed in, has a limit of its own."""
    if request.endpoint == RECORDINGS and actor_or_none() is not None:
        request.max_content_length = (_settings().recording_megabytes + 2) * 1024 * 1024


def _settings() -> Settings:
    return current_app.config["SETTINGS"]


def _refused(response: Response) -> bool:
    return 400 <= response.status_code < 500


def _failed(response: Response) -> bool:
    return response.status_code == 422


def _account_named() -> str:
    actor = actor_or_none()
    return f"account:{actor.id if actor else request.form.get('account', '').strip().lower()[:120]}"


def _half_signed_in() -> str:
    actor, half = actor_or_none(), half_signed_in(at=clock.now())
    return f"codes:{actor.id if actor else half[0] if half else get_remote_address()}"


def _limiter_storage(settings: Settings) -> str:
    """Redis where there is one; a process of its own (a test, a command) counts in memory."""
    address = urlsplit(settings.limiter_url)
    if address.scheme == "redis+unix" and not Path(address.path).exists():
        return MEMORY
    return settings.limiter_url or MEMORY


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    if request.endpoint in ("static", "bootstrap.static"):
        if "v" in request.args:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response
    if actor_or_none() and response.headers.get("Cache-Control", "no-cache") == "no-cache":
        response.headers["Cache-Control"] = (
            "no-store"  # `no-cache` is what send_file writes by itself: kept on the disk
        )
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.vary.add("Cookie")
    return response
