"""What tests of pages share: a real OpenID provider, and a portal that knows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from portal.connectors import openid
from tests import openid_provider
from tests.openid_provider import Provider


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
