"""A walk through every address that a link leads to, for every audience, without a browser: what each costs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextvars import Context
from dataclasses import dataclass
from html import unescape
from time import perf_counter
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests import pages
from tests.browser.every_page import kind
from tests.under_review import queries
from tests.web import people

ELSEWHERE = re.compile(r"/language/|/text-size/|/static/|/start$")
"""Addresses that lead back, or begin something."""

LINK = re.compile(r'<a\b[^>]*?\shref="(/[^"]*)"')
PARTS = re.compile(r'<(?:link|script|img)\b[^>]*?(?:src|href)="(/[^"]*static/[^"]*)"')


@dataclass(frozen=True, slots=True)
class Visit:
    """One address as somebody got it: statements to the database, bytes over the wire with everything it links, seconds."""

    who: str
    path: str
    endpoint: str
    statements: int
    weight: int
    seconds: float

    def __str__(self) -> str:
        figures = f"{self.seconds * 1000:6.0f} ms {self.statements:3} statements {self.weight / 1000:6.0f} kB"
        return f"{figures}  {self.who or 'anybody'} {self.path}"


class Walker:
    """Somebody who follows links, each kind of page once and each kind of file once; `parts` is what files weigh, shared by all."""

    def __init__(self, app: Flask, who: str, parts: dict[str, int]) -> None:
        self.app, self.who, self.parts = app, who, parts
        self.client = _signed_in(app, who)
        self.routes = app.url_map.bind("localhost")

    def walk(self, begun: tuple[str, ...], known: set[str]) -> Iterator[Visit]:
        """Open these addresses and all that they lead to but what is known; tell of each. `known` grows."""
        todo = list(begun)
        known |= {self._kind(path) for path in todo}
        for path in todo:  # grows while it is walked
            visit, html = self.visit(path)
            yield visit
            for href in map(unescape, LINK.findall(html)):
                if not ELSEWHERE.search(href.split("?")[0]) and self._kind(href) not in known:
                    known.add(self._kind(href))
                    todo.append(href)

    def visit(self, path: str) -> tuple[Visit, str]:
        """Open one address; what it cost, and the page."""
        with self.app.app_context(), queries() as sent:
            begun = perf_counter()
            answer = self.get(path)
            seconds = perf_counter() - begun
        assert answer.status_code < 500, f"{self.who} {path}: {answer.status_code}"
        html = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        answer.close()
        linked = {part: self._weight(part) for part in set(PARTS.findall(html))}
        asked = sum(statement.split()[0] not in ("BEGIN", "COMMIT", "ROLLBACK") for statement in sent)
        return Visit(
            self.who, path, self._endpoint(path), asked, len(html.encode()) + sum(linked.values()), seconds
        ), html

    def get(self, path: str) -> TestResponse:
        """The answer, in a context of its own, as a server has it."""
        return Context().run(self.client.get, path, follow_redirects=True)

    def _weight(self, part: str) -> int:
        if part not in self.parts:
            file = self.client.get(part, headers={"Accept-Encoding": "gzip"})
            self.parts[part] = len(file.get_data())
            file.close()
        return self.parts[part]

    def _kind(self, path: str) -> str:
        name = kind(path)
        return self._endpoint(path) if "." in name.rsplit("/", 1)[-1] else name

    def _endpoint(self, path: str) -> str:
        try:
            return str(self.routes.match(re.split("[?#]", path)[0])[0])
        except (HTTPException, RequestRedirect):
            return "nowhere"


def every_page(app: Flask, begun: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Walker, Visit]]:
    """Every audience walks from the addresses of `every_page.starts`; what is open to everybody is walked once, signed out."""
    parts: dict[str, int] = {}
    public: set[str] = set()
    for who, paths in begun.items():
        walker, known = Walker(app, who, parts), set(public)
        for visit in walker.walk(paths, known):
            yield walker, visit
        public = public or known


def _signed_in(app: Flask, who: str) -> FlaskClient:
    """The cookies of somebody who signed in, in a client that does not read every page as an examiner."""
    before, app.test_client_class = app.test_client_class, pages.Browser
    reader: Any = app.test_client()
    if who:
        people.sign_in(reader, who)
    app.test_client_class = FlaskClient
    client = app.test_client()
    client._cookies = reader._cookies
    app.test_client_class = before
    return client
