"""Connectors to registers: what counts as an answer, what does not, and how long anybody waits."""

from __future__ import annotations

import socketserver
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.actors import SYSTEM
from portal.connectors.port import MOST, PortDown, PortResting
from portal.connectors.projects import Projects
from portal.connectors.register import Register
from portal.db import transaction
from portal.models import PortState
from portal.services import ports
from tests.at_window import beijing, settle
from tests.outside import register_of, running
from tests.web import people

FIRM = {"uscc": people.USCC, "name": "临江恒泰化工贸易有限公司", "legal_representative": "沈远航", "status": "normal"}
PROJECT = {"code": "2601-990101-04-01-123456", "name": "库房项目", "unit": FIRM["name"], "unit_uscc": people.USCC}
NOW = beijing("2026-09-29 15:42")


class Odd(socketserver.ThreadingTCPServer):
    """A server that answers any request with these bytes, a piece every `pause` seconds; or hangs up without an answer."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, pieces: list[bytes], pause: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Odd)
        self.pieces, self.pause = pieces, pause

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Odd(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        server: Any = self.server
        self.request.recv(65536)
        try:
            for piece in server.pieces:
                self.request.sendall(piece)
                time.sleep(server.pause)
        except OSError:
            pass  # the portal hung up, as it should


@contextmanager
def odd(body: bytes | None, status: str = "200 OK", head: str = "", pause: float = 0.0) -> Iterator[str]:
    start = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{head}\r\n".encode()
    whole = b"" if body is None else start + body
    pieces = [whole[i : i + 1] for i in range(len(whole))] if pause else [whole]
    with running(Odd(pieces, pause)) as server:
        yield server.url


def test_the_reference_server_keeps_the_contract():
    with running(register_of(FIRM, projects=[PROJECT])) as server:
        found = Register(server.url).look_up(people.USCC)
        assert found is not None
        assert found.facts == {
            "name": FIRM["name"],
            "legal_representative": "沈远航",
            "address": "",
            "status": "normal",
        }
        assert Register(server.url).look_up("91990101MA2HT5K72X") is None
        project = Projects(server.url).look_up(PROJECT["code"])
        assert project is not None
        assert (project.name, project.unit_uscc) == ("库房项目", people.USCC)
        assert Projects(server.url).look_up("2601-990101-04-01-000000") is None
        assert Register(server.url).dispute({"key": "x", "fact": "name"})
        assert server.disputes == [{"key": "x", "fact": "name"}]


GARBAGE = [
    (b"<html>gateway</html>", "200 OK"),
    (b'"' + b"x" * (MOST + 10) + b'"', "200 OK"),
    (b"[" * 100_000, "200 OK"),
    (b"[]", "200 OK"),
    (b'{"uscc": "91990101MA2HT5K72X", "name": "other"}', "200 OK"),
    (b'{"uscc": "%s"}' % people.USCC.encode(), "200 OK"),
    (b'{"uscc": "%s", "name": ["a"]}' % people.USCC.encode(), "200 OK"),
    (b'{"uscc": "%s", "name": "%s"}' % (people.USCC.encode(), b"n" * 301), "200 OK"),
    (b"{}", "500 Oops"),
    (b"", "302 Found"),
    (b"{}", "401 Unauthorized"),
    (b"\xff\xfe", "200 OK"),
    (None, ""),
]


@pytest.mark.parametrize(("body", "status"), GARBAGE, ids=range(len(GARBAGE)))
def test_whatever_is_no_answer_is_a_register_that_is_down(body: bytes | None, status: str):
    with odd(body, status) as url, pytest.raises(PortDown):
        Register(url, 2).look_up(people.USCC)


def test_an_answer_that_is_cut_off_is_none():
    with odd(b'{"uscc"', head="Content-Length: 400\r\n") as url, pytest.raises(PortDown):
        Register(url, 2).look_up(people.USCC)


def test_a_register_that_drips_its_answer_is_cut_off_when_the_time_is_over():
    begun = time.monotonic()
    with odd(b'{"uscc": "x"}', pause=0.1) as url, pytest.raises(PortDown):
        Register(url, 0.5).look_up(people.USCC)
    assert time.monotonic() - begun < 1.5


def test_marks_that_print_nothing_are_no_part_of_a_name():
    told = b'{"uscc": "%s", "name": "A\\u0000B\\n\\u202eC  D"}' % people.USCC.encode()
    with odd(told) as url:
        found = Register(url, 2).look_up(people.USCC)
    assert found is not None
    assert found.name == "A B C D"


def test_a_register_without_an_ear_for_disputes_is_no_failure():
    for status in ("404 Not Found", "405 No"):
        with odd(b"", status) as url:
            assert not Register(url, 2).dispute({})
    with odd(b"", "503 Busy") as url, pytest.raises(PortDown):
        Register(url, 2).dispute({})


def ask(at: Any, fails: bool = True) -> str:
    """Ask the register once; what came of it."""
    try:
        with ports.asking("register", at=at):
            if fails:
                raise PortDown("ConnectionRefusedError")
    except PortResting:
        return "resting"
    except PortDown:
        return "failed"
    return "answered"


def test_after_three_failures_nobody_asks_and_one_tries_when_the_rest_is_over(database: Flask):
    minute = timedelta(minutes=1)
    assert [ask(NOW + n * minute) for n in range(3)] == ["failed"] * 3
    assert ask(NOW + 4 * minute, fails=False) == "resting"
    over = NOW + 7 * minute
    with ports.asking("register", at=over):  # the trial is under way
        assert ask(over, fails=False) == "resting"
    assert ask(over, fails=False) == "answered"


def test_the_administrator_has_it_asked_again_and_nobody_else(database: Flask, monkeypatch: pytest.MonkeyPatch):
    settings = replace(database.config["SETTINGS"], register_url="http://127.0.0.1:1")
    monkeypatch.setitem(database.config, "SETTINGS", settings)
    town = settle(database)
    for n in range(3):
        ask(NOW + timedelta(minutes=n))
    soon = NOW + timedelta(minutes=3)
    seen = next(one for one in ports.every(by=town.administrator, at=soon) if one.name == "register")
    assert (seen.state, seen.breaker, seen.failures) == ("down", "open", 3)
    with pytest.raises(Exception, match="role"):
        ports.reset("register", by=town.clerk, at=soon)
    ports.reset("register", by=town.administrator, at=soon)
    assert ask(soon, fails=False) == "answered"


def test_the_breaker_is_set_as_the_operator_wants_it(database: Flask, monkeypatch: pytest.MonkeyPatch):
    settings = replace(database.config["SETTINGS"], breaker_failures=1, breaker_rest_seconds=3600)
    monkeypatch.setitem(database.config, "SETTINGS", settings)
    ask(NOW)
    assert ask(NOW + timedelta(minutes=59), fails=False) == "resting"
    assert ask(NOW + timedelta(minutes=60), fails=False) == "answered"
    with transaction() as session:
        row = session.get_one(PortState, "register")
        assert (row.failures, row.rests_until, row.up) == (0, None, True)
    assert SYSTEM.kind == "system"
