"""The steps of a sign-in by OpenID Connect, as a browser takes them between the portal and the provider."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.openid_provider import Provider
from tests.pages import Browser

HOST = "http://localhost:8000"
NEW = {
    "mobile": "13900000777",
    "email": "wei@example.cn",
    "uscc": "91990101MA2HT5K80M",
    "enterprise_name": "临江新港物流有限公司",
    "legal_representative": "魏青",
    "consent": "y",
}


def go(browser: Browser, to: str = "") -> str:
    """Press the button; returns the address at the provider."""
    answer = browser.get("/sign-in/openid" + (f"?next={to}" if to else ""))
    assert answer.status_code == 303, answer.status_code
    return answer.location


def back(browser: Browser, address: str) -> Any:
    """Follow the provider's redirect to the portal."""
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def sign_in(browser: Browser, provider: Provider, subject: str, to: str = "") -> Any:
    """There, yes, and back; returns the portal's answer."""
    return back(browser, provider.say_yes(go(browser, to), subject))


def sign_up(browser: Browser, provider: Provider, subject: str, **other: Any) -> Any:
    """A first sign-in, and the account that is made of it."""
    assert sign_in(browser, provider, subject).location == "/sign-in/openid/new"
    browser.get("/sign-in/openid/new")
    return browser.fill_in({**NEW, **other})
