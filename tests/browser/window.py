"""What a window officer does in a browser: marks materials, concludes intake, looks at supplements, issues and delivers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


class Verdict(NamedTuple):
    """What the officer finds of a material, with words where there is something to say."""

    name: str
    words: str = ""


OK = Verdict("ok")
LATER = Verdict("later")
NOTHING: Mapping[str, Verdict] = MappingProxyType({})


def open_desk(visitor: Visitor) -> None:
    """Take the first case of the queue to the desk."""
    visitor.go("/window/queue").follow(visitor.page.locator(".ow-worklist td a").first)


def mark_all(visitor: Visitor, others: Mapping[str, Verdict] = NOTHING) -> None:
    """Mark every material and section that is not marked yet: in order, but those in `others`; the desk leads to the next."""
    todo = visitor.page.locator(".ow-matnav .todo")
    left = todo.count()
    for number in range(left):
        key = visitor.page.locator(".ow-matnav a[aria-current]").get_attribute("data-material") or ""
        mark(visitor, others.get(key, OK))
        expect(todo).to_have_count(left - number - 1)
        if number < left - 1:
            expect(visitor.page.locator(f'.ow-matnav a[aria-current][data-material="{key}"]')).to_have_count(0)
    visitor.inspect()


def mark(visitor: Visitor, verdict: Verdict) -> None:
    """Mark the open material and go on to the next; with scripts the page stays, without them it is a new one.

    Of a section of the form every answer is found in order.
    """
    if visitor.page.locator("form[data-fields]").count():
        _press(visitor, "这一节未标的全部合格，看下一份")
        return
    visitor.page.locator(f'[name=verdict][value="{verdict.name}"]').check()
    if verdict.words:
        visitor.field("告知申请人的话").fill(verdict.words)
    _press(visitor, "保存，看下一份")


def _press(visitor: Visitor, words: str) -> None:
    button = visitor.named(words)
    if visitor.scripts:
        button.click()
    else:
        visitor.follow(button)


def conclude(visitor: Visitor, act: str) -> None:
    """Look at the outcome that follows with its letters, and record it."""
    visitor.press(act)
    assert visitor.page.locator(".ow-preview").count() > 0, visitor.words
    visitor.press(act)
    assert visitor.path.startswith("/window/cases/"), visitor.words


def confirm_supplement(visitor: Visitor) -> None:
    """Find the deferred material that came in in order."""
    open_desk(visitor)
    visitor.page.locator("[name=verdict][value=ok]").check()
    visitor.press("记下核对结果")


def open_delivery(visitor: Visitor) -> None:
    """Take the first case that is ready to go out."""
    visitor.go("/window/deliveries").follow(visitor.page.locator(".ow-worklist td a").first)


def hand_over(visitor: Visitor, name: str) -> None:
    """Make the licence out, and let somebody collect it at the counter and sign for it."""
    visitor.press("只制证，另行送达")
    visitor.page.locator("[name=way][value=counter]").check()
    visitor.field("签收人").fill(name)
    visitor.press("记下送达")
    assert visitor.reads("已送达，《送达回证》已经生成。"), visitor.words
