"""Who is at the screen, and for whom a page is; which case a person may see is asked of portal.access."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, g, has_request_context, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user

from portal import clock
from portal.access import Denied, may_act, may_see, require
from portal.actors import Actor, Role
from portal.devices import device_of
from portal.services import second_factor, sign_ins
from portal.services.accounts import Person

View = TypeVar("View", bound=Callable[..., Any])

__all__ = ["Denied", "SignInNeeded", "audience", "current_actor", "may_act", "may_see", "require"]

PUBLIC = "public"
SIGNED_IN = "signed_in"
AUDIENCES = frozenset({PUBLIC, SIGNED_IN, *Role})
_SEEN_EVERY = timedelta(minutes=1)
_UNGUARDED = frozenset({"static", "bootstrap.static"})
_ALWAYS_OPEN = frozenset({"account.sign_out", "account.language", "account.text_size"})
_OPEN_WITH_OLD_PASSWORD = _ALWAYS_OPEN | {"account.password"}
_OPEN_WITHOUT_FACTOR = _ALWAYS_OPEN | {"account.second_factor"}
_OPEN_WITHOUT_ENTERPRISE = frozenset({"membership.enterprises", "membership.act_for", "membership.end_mandate"})
_HALF_SECONDS = 5 * 60
"""Between the right password and the code of the second factor."""


class SignInNeeded(Exception):
    """Nobody is signed in, and the page is not public."""


class _SignedIn:
    """What Flask-Login keeps: the person, named in the session by number and session version."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        return f"{self.person.id}.{self.person.session_version}"


def init_app(app: Flask) -> None:
    """Load people from the session, and check the audience of every view before it runs."""
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None
    manager.user_loader(_load)
    app.before_request(_guard)
    app.context_processor(lambda: {"actor": actor_or_none()})
    app.jinja_env.globals["person"] = person_or_none
    app.jinja_env.globals["may_switch"] = may_switch


def audience(*roles: str) -> Callable[[View], View]:
    """Say for whom a view is: `public`, `signed_in`, or roles of which one is enough. Every view must say it."""
    wanted = frozenset(roles)
    if not wanted or not wanted <= AUDIENCES:
        raise ValueError(f"unknown audience: {sorted(wanted - AUDIENCES)}")

    def mark(view: View) -> View:
        view.audience = wanted  # type: ignore[attr-defined]
        return view

    return mark


def current_actor() -> Actor:
    """The person at the screen as services want it. Raises SignInNeeded when there is none."""
    return current_person().actor


def actor_or_none() -> Actor | None:
    """The person at the screen, or None on public pages that nobody signed in for."""
    person = person_or_none()
    return person.actor if person else None


def person_or_none() -> Person | None:
    """The person at the screen with name and house, for the head of the page."""
    if not has_request_context() or g.get("asks_nobody", False):
        return None
    user = current_user._get_current_object()  # not `if current_user`: that would take a failing database for nobody
    return user.person if user.is_authenticated else None


def current_person() -> Person:
    """The person at the screen with name and house. Raises SignInNeeded when there is none."""
    person = person_or_none()
    if person is None:
        raise SignInNeeded
    return person


def sign_in(
    person: Person,
    *,
    at: datetime,
    factor: bool = False,
    way: str = sign_ins.PASSWORD,
    proven_at: datetime | None = None,
) -> None:
    """Begin a session: everything of the old one is dropped, so that a planted session or token is worth nothing.

    `way` is password or openid; `factor` says that a second step was given, here or at the provider; `proven_at` is when the
    provider made the person sign in there.
    """
    if "sid" in session:
        sign_ins.finish(session["sid"], at=at)
    _forget()
    device = device_of(request.user_agent.string)
    session["sid"] = sign_ins.begin(person, device=device, factor=factor, way=way, proven_at=proven_at, at=at)
    session["seen"], session["way"], session["factor"] = int(at.timestamp()), way, factor
    login_user(_SignedIn(person))


def may_switch() -> bool:
    """True when somebody has once acted for several enterprises in this session: the head of the page then always says which."""
    return bool(session.get("switched", False))


def sign_in_again(person: Person, *, at: datetime, factor: bool) -> None:
    """Begin a new session for somebody whose others have just ended; the way in, and what the provider said, stay as they were."""
    sign_in(person, at=at, factor=factor, way=way_in(), proven_at=current_person().proven_at)


def half_sign_in(
    person: Person, *, at: datetime, way: str = sign_ins.PASSWORD, proven_at: datetime | None = None
) -> None:
    """The password, or the provider, was right; the session begins when the code of the second factor was given too, within
    five minutes."""
    _forget()
    session["half"], session["way"] = [person.id, person.session_version, int(at.timestamp())], way
    session["provider_at"] = proven_at.timestamp() if proven_at else 0


def half_proven_at() -> datetime | None:
    """When the provider made the person sign in there whose code is waited for; None where it did not say."""
    told = session.get("provider_at", 0)
    return datetime.fromtimestamp(told, UTC) if told else None


def half_signed_in(*, at: datetime) -> tuple[int, int] | None:
    """Whose password was given on this browser (number and session version), while the code is waited for."""
    user_id, version, since = session.get("half", (0, 0, 0))
    return (user_id, version) if user_id and 0 <= at.timestamp() - since <= _HALF_SECONDS else None


def sign_out(*, at: datetime) -> None:
    """End the session of this browser."""
    if "sid" in session:
        sign_ins.finish(session["sid"], at=at)
    logout_user()
    _forget()


def way_in() -> str:
    """How this session began, or half began: password or openid."""
    return str(session.get("way", sign_ins.PASSWORD))


def session_token() -> str:
    """What this browser's session is known by."""
    return str(session.get("sid", ""))


def act_for(mandate_id: int) -> None:
    """From the next page on the person acts under this authority; 0 leads back to the own enterprise."""
    session["for"], session["switched"] = mandate_id, True


def _forget() -> None:
    """Drop the session, and the token that this request may have made for it already."""
    session.clear()
    g.pop("csrf_token", None)


def session_ended() -> bool:
    """True when a session ran out with this very request."""
    return bool(g.get("session_ended", False))


def _load(token: str) -> _SignedIn | None:
    number, _, version = token.partition(".")
    if not number.isdigit() or not version.isdigit():
        return None
    token, mandate_id = session.get("sid", ""), session.get("for", 0)
    person = sign_ins.person_of(int(number), token, mandate_id=mandate_id, at=clock.now())
    if person is None or person.session_version != int(version):
        g.session_ended = True
        return None
    return _SignedIn(person)


def _guard() -> Any:
    """Before every view: end idle sessions, then let in whom the view is for."""
    if request.endpoint is None or request.endpoint in _UNGUARDED:
        return None
    _end_idle_session()
    wanted: frozenset[str] = getattr(current_app.view_functions[request.endpoint], "audience", frozenset())
    if PUBLIC in wanted:
        return None
    person = current_person()
    by_password = way_in() == sign_ins.PASSWORD  # a password told once is changed by whoever came in with it
    if person.must_change_password and by_password and request.endpoint not in _OPEN_WITH_OLD_PASSWORD:
        return redirect(url_for("account.password"), 303)
    elsewhere = request.endpoint not in _OPEN_WITHOUT_FACTOR | _OPEN_WITH_OLD_PASSWORD
    has_factor = person.second_factor or session.get("factor", False)
    if elsewhere and not has_factor and second_factor.required(person.roles):
        return redirect(url_for("account.second_factor"), 303)
    if person.lapsed and request.endpoint not in _ALWAYS_OPEN:
        session.pop("for", None)
        raise Denied("mandate_over")
    if SIGNED_IN not in wanted and not wanted & person.roles:
        raise Denied("role", roles=sorted(wanted))
    homeless = person.kind == "handler" and person.enterprise_id is None
    if homeless and SIGNED_IN not in wanted and request.endpoint not in _OPEN_WITHOUT_ENTERPRISE:
        raise Denied("no_enterprise")
    return None


def _end_idle_session() -> None:
    """A session ends when nobody clicked for so many minutes; the stamp in it is renewed once a minute."""
    if "_user_id" not in session:
        return
    now = clock.now()
    seen = int(session.get("seen", 0))
    idle = now.timestamp() - seen
    if idle > current_app.config["SETTINGS"].session_minutes * 60:
        sign_out(at=now)
        g.session_ended = True
    elif idle > _SEEN_EVERY.total_seconds():
        session["seen"] = int(now.timestamp())
        sign_ins.seen(session_token(), at=now)
