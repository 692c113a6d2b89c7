"""What tests of pages share: a clock that stands, the towns, the applicant's browser, an OpenID provider and a portal with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.connectors import openid
from tests import openid_provider, under_review
from tests.openid_provider import Provider
from tests.pages import Browser
from tests.services.cases import Hall
from tests.web import people


@pytest.fixture
def now(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The clock of the pages, which stands at the TODAY or the NOW of the module; `now[0] = ...` moves it."""
    moment: list[datetime] = [getattr(request.module, "TODAY", None) or request.module.NOW]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def hall(app: Flask, now: list[datetime]) -> Hall:
    """The town of `tests.web.people`, and cases moved by the journal."""
    with app.app_context():
        return Hall(app)


@pytest.fixture
def town(request: pytest.FixtureRequest, app: Flask, now: list[datetime]) -> Any:
    """The town of `tests.under_review`; a module about the applicant says `SETTLE = settle`, that of `tests.at_window`."""
    settle = getattr(request.module, "SETTLE", None)
    with app.app_context():
        return settle(app) if settle else under_review.settle()


@pytest.fixture
def browser(client: Browser, town: Any) -> Browser:
    """The browser of the applicant, who has signed in."""
    return people.sign_in(client, people.HANDLER)


@pytest.fixture(scope="session")
def provider_server() -> Iterator[Provider]:
    """One provider for the whole run."""
    with openid_provider.running() as one:
        yield one


@pytest.fixture
def provider(provider_server: Provider) -> Provider:
    """The provider, behaving, and unknown to the portal's memory."""
    provider_server.be_well()
    openid.forget()
    return provider_server


@pytest.fixture
def set_up(app: Flask, provider: Provider) -> Iterator[Any]:
    """The portal with this provider: `set_up(audience="both")` sets more, without the prefix oidc_."""
    before = app.config["SETTINGS"]

    def change(**more: Any) -> None:
        chosen = {"issuer": provider.url, "client_id": "onewindow", "client_secret": "hush", **more}
        app.config["SETTINGS"] = replace(before, **{f"oidc_{name}": value for name, value in chosen.items()})

    change()
    yield change
    app.config["SETTINGS"] = before
