"""What anybody may do without signing in: look a case up, verify a licence."""

from __future__ import annotations

from tests.browser.enterprise import Receipt
from tests.browser.visitor import Visitor


def track(visitor: Visitor, slip: Receipt) -> None:
    """Look a case up with what the receipt says."""
    visitor.go("/track")
    visitor.field("办件编号").fill(slip.number)
    visitor.field("查询密码").fill(slip.code)
    visitor.press("查进度")
    assert visitor.path == "/track/status"


def verify(visitor: Visitor, number: str) -> None:
    """Verify a licence by the number on it."""
    visitor.go("/verify")
    visitor.page.locator("main [name=number]").fill(number)
    visitor.follow(visitor.page.locator("main form button[type=submit]"))
    assert visitor.status == 200, visitor.words
