"""A browser for tests that reads every page it gets as a strict examiner, and fills in forms as a person does."""

from __future__ import annotations

import contextvars
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.languages import untranslated

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
HEADINGS = ("title", "h1", "h2", "h3", "h4")
TOKEN = re.compile(r'<input\b[^>]*\bname="csrf_token"[^>]*\bvalue="([^"]+)"')
ANY_TOKEN = "the token of this browser"
REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "list")


class Page:
    """One HTML page as a tree, with the questions tests ask about it."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.html = html
        self.tree: Element = parser.parse(html)
        self.mistakes = [f"line {place[0]}: {code} {facts}" for place, code, facts in parser.errors]
        self.ids = {element.get("id"): element for element in self.tree.iter() if element.get("id")}

    @property
    def words(self) -> str:
        """All text of the page with single spaces."""
        return said(self.tree)

    @property
    def h1(self) -> str:
        """The text of the first heading."""
        return said(next(self.tree.iter("h1")))

    @property
    def links(self) -> dict[str, str]:
        """Where each link leads, by its text."""
        return {said(link): link.get("href", "") for link in self.tree.iter("a")}

    def all(self, tag: str, css_class: str = "") -> list[Element]:
        """Every element of that tag, and of that class when one is named."""
        return [one for one in self.tree.iter(tag) if not css_class or css_class in one.get("class", "").split()]

    def form(self, action: str = "") -> Element:
        """The POST form whose address ends with `action`; the only one of the main part when none is named."""
        place = self.tree if action else next(self.tree.iter("main"))
        found = [one for one in place.iter("form") if _posts(one) and one.get("action", "").endswith(action)]
        assert len(found) == 1, f"{len(found)} forms to {action or 'anywhere'} on the page"
        return found[0]


class Browser(FlaskClient):
    """A test client that inspects every page, sends the token of the page before, and remembers the page it is on."""

    page: Page
    token: str = ""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for a page as a browser does: in a context of its own, so that nobody stays signed in by accident."""
        if self.preserve_context:
            return self._read(super().open(*args, **kwargs))
        return self._read(contextvars.Context().run(super().open, *args, **kwargs))

    def post(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a form with the token of the page before, unless the form says its own."""
        data = kwargs.get("data")
        if isinstance(data, dict | None) and self.token:
            told = {"csrf_token": self.token, **(data or {})}
            kwargs["data"] = told | ({"csrf_token": self.token} if told["csrf_token"] == ANY_TOKEN else {})
        return super().post(*args, **kwargs)

    def fill_in(
        self, answers: dict[str, Any] | None = None, *, action: str = "", button: str = "", **kwargs: Any
    ) -> TestResponse:
        """Change some fields of a form on the page, leave the others as they are, and press `button` (its value or text)."""
        form = self.page.form(action)
        data: dict[str, Any] = {}
        for name, value in values(form):
            data.setdefault(name, []).append(self.token if value == ANY_TOKEN else value)
        data.update(answers or {})
        if button:
            data.update(_pressed(form, button))
        return self.post(form.get("action") or self.address, data=data, **kwargs)

    def _read(self, response: TestResponse) -> TestResponse:
        whole = response.mimetype == "text/html" and response.data[:15].lower().startswith(b"<!doctype html")
        if whole and response.location is None:
            html = response.get_data(as_text=True)
            found = TOKEN.search(html)
            self.token = found[1] if found else self.token
            self.page, wrong = _examined(html.replace(self.token, ANY_TOKEN) if found else html)
            self.address = response.request.full_path.rstrip("?")
            assert not wrong, f"{response.request.method} {self.address}:\n" + "\n".join(wrong)
        return response


@lru_cache(maxsize=32)
def _examined(html: str) -> tuple[Page, tuple[str, ...]]:
    """A page and what is wrong with it: many tests begin at the same few pages, which say the same but for their token."""
    page = Page(html)
    return page, tuple(faults(page))


def said(element: Element) -> str:
    """Return the text of an element with single spaces."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def values(form: Element) -> Iterator[tuple[str, str]]:
    """Yield names and values as a browser would send them when nobody touched the form."""
    for one in form.iter():
        name, kind = one.get("name"), one.get("type", "text").lower()
        if not name or one.get("disabled") is not None:
            continue
        if one.tag == "textarea":
            yield name, "".join(one.itertext()).removeprefix("\n")
        elif one.tag == "select":
            yield from ((name, option.get("value", said(option))) for option in _chosen(one))
        elif one.tag == "input" and kind in ("checkbox", "radio"):
            if one.get("checked") is not None:
                yield name, one.get("value", "on")
        elif one.tag == "input" and kind not in ("submit", "button", "image", "reset", "file"):
            yield name, one.get("value", "")


def _chosen(select: Element) -> list[Element]:
    options = [*select.iter("option")]
    chosen = [option for option in options if option.get("selected") is not None]
    return chosen or (options[:1] if select.get("multiple") is None else [])


def _pressed(form: Element, button: str) -> dict[str, str]:
    for one in form.iter("button"):
        if button in (one.get("value"), said(one)):
            return {one.get("name", ""): one.get("value", "")} if one.get("name") else {}
    raise AssertionError(f"no button {button!r} in the form")


def _posts(form: Element) -> bool:
    return form.get("method", "get").lower() == "post"


def faults(page: Page) -> Iterator[str]:
    """Yield everything that is wrong with the page whoever looks at it."""
    yield from page.mistakes
    yield from _shape(page)
    yield from _names(page)
    yield from _labels(page)
    yield from _safety(page)
    yield from untranslated(page)


def _shape(page: Page) -> Iterator[str]:
    for tag in ("h1", "main", "title"):
        if (number := len([*page.tree.iter(tag)])) != 1 and not (tag == "title" and number > 1):
            yield f"{number} {tag} elements, not one"
    if not page.tree.get("lang"):
        yield "html without lang"
    yield from (f"empty {one.tag}" for one in page.tree.iter() if one.tag in HEADINGS and not said(one))


def _names(page: Page) -> Iterator[str]:
    counted = Counter(one.get("id") for one in page.tree.iter() if one.get("id") is not None)
    yield from (f"id {name!r} {number} times" for name, number in counted.items() if number > 1 or not name)
    for one in page.tree.iter():
        targets = [word for name in REFERRING for word in one.get(name, "").split()]
        if one.tag == "a" and one.get("href", "").startswith("#"):
            targets.append(one.get("href", "")[1:])
        yield from (
            f"<{one.tag}> refers to #{target}, which is not there" for target in targets if target not in page.ids
        )


def _labels(page: Page) -> Iterator[str]:
    wrapped = {id(inner) for label in page.tree.iter("label") for inner in label.iter()}
    pointed = {label.get("for") for label in page.tree.iter("label")}
    for one in page.tree.iter():
        if one.tag in ("input", "select", "textarea") and one.get("type") not in UNLABELLED:
            labelled = one.get("id") in pointed or id(one) in wrapped
            if not (labelled or one.get("aria-label") or one.get("aria-labelledby")):
                yield f"<{one.tag} name={one.get('name')!r}> without a label"
        if one.tag in ("a", "button") and not (said(one) or one.get("aria-label") or _pictured(one)):
            yield f"<{one.tag} {one.attrib}> says nothing"
        if one.tag == "img" and one.get("alt") is None:
            yield f"<img src={one.get('src')!r}> without alt"


def _pictured(element: Element) -> bool:
    return any(image.get("alt") for image in element.iter("img"))


def _safety(page: Page) -> Iterator[str]:
    for form in page.tree.iter("form"):
        if _posts(form) and not any(one.get("name") == "csrf_token" for one in form.iter("input")):
            yield f"form to {form.get('action')!r} without a CSRF token"
    for one in page.tree.iter():
        if one.get("style") is not None or one.tag == "style":
            yield f"<{one.tag}> with inline style"
        if one.tag == "script" and not one.get("src") and one.get("type") != "application/json":
            yield "inline script"
        yield from (f"<{one.tag}> with {name}" for name in one.attrib if str(name).startswith("on"))
