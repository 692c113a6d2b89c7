"""Handing over to inspection, and results that come back: each once, signed, and what is wrong named by its line."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseDuty, OutboxMessage
from portal.services import duty_import, handover, outbox
from portal.services.duty_import import FileUnreadable
from tests.after_licence import licensed
from tests.services.cases import Hall, at

NOW = "2026-05-12T09:00"


@pytest.fixture
def inspection(database: Flask) -> Iterator[list[tuple[dict[str, str], bytes]]]:
    """An inspection system that keeps what is posted to it."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = database.config["SETTINGS"]
    url = f"http://127.0.0.1:{server.server_port}/checks"
    database.config["SETTINGS"] = replace(before, inspection_url=url, inspection_key="key of the two")
    yield got
    database.config["SETTINGS"] = before
    server.shutdown()
    server.server_close()


def messages() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(OutboxMessage.id).where(OutboxMessage.kind == "inspection")))


def number_of(public_id: str) -> str:
    with reading() as session:
        return session.scalars(select(CaseRow.number).where(CaseRow.public_id == public_id)).one()


def brought(hall: Hall, text: str, name: str = "results.csv") -> duty_import.Brought:
    return duty_import.bring_in(text, filename=name, by=hall.reviewer, at=at(NOW))


def table(*lines: str) -> str:
    return "\ufeffcase,duty,checked_on,result,correct_by,officers,note\n" + "\n".join(lines) + "\n"


def test_checks_are_handed_over_with_the_licence(hall: Hall):
    number = number_of(licensed(hall))
    lines = list(handover.handed(by=hall.reviewer))
    assert [(one.case, one.duty, one.state) for one in lines] == [
        (number, "commitment", "open"),
        (number, "drills", "untimed"),
    ]
    assert [one.duty for one in handover.handed(by=hall.fire)] == ["fire_visit"]
    with pytest.raises(Denied):
        list(handover.handed(by=hall.clerk))


def test_nothing_is_posted_where_no_inspection_system_is_named(hall: Hall):
    licensed(hall)
    assert messages() == []


def test_a_licence_is_posted_once_and_signed(hall: Hall, inspection: list[tuple[dict[str, str], bytes]]):
    licensed(hall)
    (message,) = messages()
    assert outbox.deliver(message, at=at("2026-03-09T10:01")) == "sent"
    assert outbox.deliver(message, at=at("2026-03-09T10:02")) == "sent"
    ((heads, body),) = inspection
    signed = hmac.new(b"key of the two", body, hashlib.sha256).hexdigest()
    assert (
        heads["X-Onewindow-Signature" if "X-Onewindow-Signature" in heads else "X-OneWindow-Signature"]
        == f"sha256={signed}"
    )
    checks = json.loads(body)["checks"]
    assert [one["duty"] for one in checks] == ["commitment", "drills", "fire_visit"]
    assert json.loads(body)["key"] == heads["Idempotency-Key" if "Idempotency-Key" in heads else "Idempotency-key"]


def test_a_system_that_is_down_is_tried_again(hall: Hall, database: Flask):
    before = database.config["SETTINGS"]
    database.config["SETTINGS"] = replace(before, inspection_url="http://127.0.0.1:9/nobody")
    try:
        licensed(hall)
        (message,) = messages()
        assert outbox.deliver(message, at=at("2026-03-09T10:01")) == "queued"
    finally:
        database.config["SETTINGS"] = before


def test_results_come_back_as_a_table_and_are_recorded_once(hall: Hall):
    number = number_of(licensed(hall))
    text = table(
        f"{number},commitment,2026-05-11,correct,2026-05-30,张三;李四,灭火器过期",
        f"{number},drills,2026-05-11,passed,,,",
    )
    assert brought(hall, text) == duty_import.Brought(2, 0, ())
    assert brought(hall, text) == duty_import.Brought(0, 2, ())
    with reading() as session:
        rows = {one.duty: one for one in session.scalars(select(CaseDuty))}
    assert (rows["commitment"].state, rows["commitment"].due_on) == ("correct", date(2026, 5, 30))
    assert rows["drills"].state == "passed"


def test_the_same_as_json(hall: Hall):
    number = number_of(licensed(hall))
    one = {"case": number, "duty": "drills", "checked_on": "2026-05-11", "result": "failed", "note": None}
    assert brought(hall, json.dumps({"checks": [one]}), "results.json").recorded == 1


def test_wrong_lines_are_named_and_stop_no_other(hall: Hall):
    number = number_of(licensed(hall))
    done = brought(
        hall,
        table(
            "X999,commitment,2026-05-11,passed,,,",
            f"{number},nothing,2026-05-11,passed,,,",
            f"{number},fire_visit,2026-05-11,passed,,,",
            f"{number},commitment,yesterday,passed,,,",
            f"{number},commitment,2026-05-11,splendid,,,",
            f"{number},commitment,2026-05-11,passed,,,",
        ),
    )
    assert done.recorded == 1
    assert [(one.line, one.why) for one in done.wrong] == [
        (2, "no_such_case"),
        (3, "no_such_duty"),
        (4, "duty_of_another_office"),
        (5, "unreadable"),
        (6, "check_result_missing"),
    ]


@pytest.mark.parametrize(("text", "name"), [("", "a.csv"), ("a,b\n1,2\n", "a.csv"), ("{", "a.json"), ("[1]", "a.json")])
def test_a_file_that_is_something_else_is_refused_whole(hall: Hall, text: str, name: str):
    with pytest.raises(FileUnreadable):
        brought(hall, text, name)


def test_only_those_who_check_bring_results_in(hall: Hall):
    with pytest.raises(Denied):
        duty_import.bring_in(table(), filename="a.csv", by=hall.head, at=at(NOW))
