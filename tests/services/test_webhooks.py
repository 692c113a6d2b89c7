"""An enterprise's webhook: signed, once a key, never to an inner address, and paused when nobody answers there."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor
from portal.connectors import sms_reference, webhook
from portal.connectors.webhook import NoAnswer, NotAllowed
from portal.db import reading
from portal.models import Message, OutboxMessage, Webhook
from portal.services import message_choices, message_status, messages, outbox, ports, webhooks
from portal.services.message_choices import Choices
from portal.services.wrong_input import WrongInput
from tests.outside import running
from tests.services.cases import Hall, at
from tests.web import people
from workflows.refusal import Refusal

NOW = "2026-03-02T09:01"


class Receiver(ThreadingHTTPServer):
    """An enterprise's own system; `answers` is the status that it gives, or `redirect` or `silent`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receive)
        self.answers: Any = 204
        self.got: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/told?from=onewindow"


class _Receive(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.got.append((dict(self.headers), body))
        if server.answers == "silent":
            threading.Event().wait(0.6)
            return
        self.send_response(302 if server.answers == "redirect" else server.answers)
        if server.answers == "redirect":
            self.send_header("Location", server.url)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running(Receiver()) as one:
        yield one


@pytest.fixture
def hall(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Hall:
    setting(database, monkeypatch, webhook_private=True, webhook_failures=3)
    hall = Hall(database)
    hall.handler = replace(hall.handler, owner=True)
    return hall


def setting(app: Flask, monkeypatch: pytest.MonkeyPatch, **chosen: Any) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **chosen))


def carry(when: str, *kinds: str) -> list[str]:
    with reading() as session:
        wanted = select(OutboxMessage.id).where(OutboxMessage.state == "queued", OutboxMessage.due_at <= at(when))
        ids = list(session.scalars(wanted.where(OutboxMessage.kind.in_(kinds)).order_by(OutboxMessage.id)))
    return [outbox.deliver(number, at=at(when)) for number in ids]


def told(who: Actor) -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Message.kind).where(Message.user_id == who.id).order_by(Message.id)))


def test_the_enterprises_system_is_told_number_kind_state_and_times_and_can_prove_who_told_it(
    hall: Hall, receiver: Receiver
):
    secret = webhooks.set_up(receiver.url, by=hall.handler, at=at("2026-03-01T09:00"))
    hall.submitted()
    assert carry(NOW, "mail") == ["sent"]
    assert carry(NOW, "webhook") == ["sent"]
    ((heads, body),) = receiver.got
    assert heads["X-OneWindow-Signature"] == webhook.signature(secret, heads["X-OneWindow-Timestamp"], body)
    said = json.loads(body)
    assert (said["kind"], said["state"], said["seq"]) == ("Submitted", "submitted", 1)
    assert set(said) == {"case", "seq", "kind", "at", "state", "paused", "due"}
    for secret_word in ("沈远航", people.USCC, people.FIRM, "13900000001"):
        assert secret_word not in body.decode()
    seen = webhooks.view(by=hall.handler)
    assert seen is not None
    assert [(one.state, one.number) for one in seen.sent] == [("sent", said["case"])]
    assert seen.answered_at == at(NOW)


def test_the_secret_is_shown_once_and_kept_sealed(hall: Hall, receiver: Receiver):
    first = webhooks.set_up(receiver.url, by=hall.handler, at=at(NOW))
    with reading() as session:
        assert first not in session.scalars(select(Webhook.secret)).one()
    assert webhooks.set_up(receiver.url, by=hall.handler, at=at(NOW)) != first
    with reading() as session:
        assert len(session.scalars(select(Webhook)).all()) == 1


def test_an_address_that_never_answers_is_paused_and_its_owner_told_once(hall: Hall, receiver: Receiver):
    webhooks.set_up(receiver.url, by=hall.handler, at=at("2026-03-01T09:00"))
    receiver.answers = 500
    hall.submitted()
    carry(NOW, "mail")
    for minute in ("09:02", "09:10", "09:30"):
        assert carry(f"2026-03-02T{minute}", "webhook") == ["queued"]
    seen = webhooks.view(by=hall.handler)
    assert seen is not None
    assert seen.paused_at == at("2026-03-02T09:30")
    assert told(hall.handler).count("WebhookPaused") == 1
    assert carry("2026-03-02T12:00", "webhook") == ["failed"]
    assert len(receiver.got) == 3
    hall.submitted()
    carry("2026-03-02T12:01", "mail")
    assert carry("2026-03-02T12:01", "webhook") == []
    receiver.answers = 200
    webhooks.resume(by=hall.handler, at=at("2026-03-02T13:00"))
    hall.submitted()
    carry("2026-03-02T13:01", "mail")
    assert carry("2026-03-02T13:01", "webhook") == ["sent"]


def test_a_test_is_sent_at_once_and_a_double_click_is_one(hall: Hall, receiver: Receiver):
    with pytest.raises(Refusal, match="no_webhook"):
        webhooks.test(by=hall.handler, at=at(NOW))
    webhooks.set_up(receiver.url, by=hall.handler, at=at(NOW))
    for _ in range(2):
        webhooks.test(by=hall.handler, at=at(NOW))
    assert carry(NOW, "webhook") == ["sent"]
    assert json.loads(receiver.got[0][1])["kind"] == "Test"
    receiver.answers = 404
    webhooks.test(by=hall.handler, at=at("2026-03-02T09:02"))
    assert carry("2026-03-02T09:02", "webhook") == ["failed"]
    seen = webhooks.view(by=hall.handler)
    assert seen is not None
    assert seen.sent[0].error == "Undeliverable: answered 404"


def test_only_the_owner_sets_one_up(hall: Hall, receiver: Receiver):
    for who in (
        replace(hall.handler, owner=False),
        replace(hall.handler, mandate_id=3),
        replace(hall.handler, enterprise_id=None),
        hall.clerk,
    ):
        with pytest.raises(Denied):
            webhooks.set_up(receiver.url, by=who, at=at(NOW))
        with pytest.raises(Denied):
            webhooks.view(by=who)


def test_a_redirect_is_not_followed_and_silence_is_no_answer(receiver: Receiver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(webhook, "PATIENCE", 0.3)
    for mood in ("redirect", "silent", 500):
        receiver.answers = mood
        with pytest.raises(NoAnswer):
            webhook.post(receiver.url, "s", "key", {}, stamp="1", private=True)
    assert len(receiver.got) == 3


def test_an_answer_that_drips_holds_nobody_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(webhook, "PATIENCE", 0.4)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            link, _ = server.accept()
            with link:
                for _ in range(20):
                    try:
                        link.sendall(b"H")
                    except OSError:
                        return
                    threading.Event().wait(0.1)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(NoAnswer):
            webhook.post(f"http://127.0.0.1:{server.getsockname()[1]}/", "s", "k", {}, stamp="1", private=True)
        thread.join()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://93.184.216.34/x", "scheme"),
        ("ftp://93.184.216.34/x", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("https://user:word@93.184.216.34/", "password"),
        ("https:///x", "host"),
        ("https://93.184.216.34:0/", "port"),
        ("https://93.184.216.34:99999/", "host"),
        ("https://93.184.216.34/a b", "host"),
        ("https://127.0.0.1/", "private"),
        ("https://localhost/", "private"),
        ("https://10.1.2.3/", "private"),
        ("https://172.16.0.1/", "private"),
        ("https://192.168.1.1/", "private"),
        ("https://169.254.169.254/latest", "private"),
        ("https://100.64.0.1/", "private"),
        ("https://0.0.0.0/", "private"),
        ("https://2130706433/", "private"),
        ("https://0x7f.1/", "private"),
        ("https://224.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://[::ffff:127.0.0.1]/", "private"),
        ("https://[64:ff9b::7f00:1]/", "private"),
        ("https://[2002:7f00:1::]/", "private"),
        ("https://[fe80::1]/", "private"),
        ("https://[fd00::1]/", "private"),
    ],
)
def test_an_address_that_leads_inside_is_never_asked(url: str, why: str):
    with pytest.raises(NotAllowed, match=f"^{why}$"):
        webhook.addresses(webhook.checked(url))


def test_a_public_address_may_be_asked():
    assert webhook.addresses(webhook.checked("https://93.184.216.34/x")) == ["93.184.216.34"]


def test_one_inner_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch):
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    with pytest.raises(NotAllowed, match="private"):
        webhook.addresses(webhook.checked("https://told.example/"))


def test_an_inner_address_is_refused_with_its_reason_and_nothing_is_kept(
    hall: Hall, database: Flask, monkeypatch: pytest.MonkeyPatch
):
    setting(database, monkeypatch, webhook_private=False)
    for url, code in (
        ("https://127.0.0.1/", "private"),
        ("http://93.184.216.34/", "scheme"),
        ("https://x/" + "y" * 500, "long"),
    ):
        with pytest.raises(WrongInput) as wrong:
            webhooks.set_up(url, by=hall.handler, at=at(NOW))
        assert wrong.value.fields == {"url": code}
    assert webhooks.view(by=hall.handler) is None


def test_an_sms_says_the_number_alone_and_goes_to_those_who_chose_it(
    hall: Hall, database: Flask, monkeypatch: pytest.MonkeyPatch
):
    message_choices.choose(Choices(sms=frozenset({"step"})), by=hall.handler, at=at(NOW))
    with running(sms_reference.server()) as gateway:
        url = f"http://127.0.0.1:{gateway.server_address[1]}/"
        setting(database, monkeypatch, sms_url=url, sms_key="k")
        gateway.mood = "down"
        hall.submitted()
        carry(NOW, "mail")
        assert carry(NOW, "sms") == ["queued"]
        assert [one.name for one in ports.down(at=at(NOW))] == ["sms"]
        gateway.mood = "delivered"
        assert carry("2026-03-02T09:30", "sms") == ["sent"]
        ((key, taken),) = gateway.taken.items()
    assert key.endswith(f"-sms{hall.handler.id}")
    assert (taken["to"], taken["template"]) == ("13900000001", "onewindow_step_zh")
    assert taken["signature"].startswith("sha256=")
    assert taken["text"].startswith("【一窗】办件 ")
    for word in ("沈远航", people.FIRM, people.USCC):
        assert word not in taken["body"].decode()
    found = messages.inbox(by=hall.handler, topic="step").rows
    assert [(one.name, one.state) for one in message_status.of_inbox(found)[found[0].id]] == [
        ("mail", "sent"), ("sms", "delivered"),
    ]  # fmt: skip


def test_a_number_that_is_refused_is_given_up_and_the_gateway_is_not_down(
    hall: Hall, database: Flask, monkeypatch: pytest.MonkeyPatch
):
    message_choices.choose(Choices(sms=frozenset({"step"})), by=hall.handler, at=at(NOW))
    with running(sms_reference.server(refuses=("13900000001",))) as gateway:
        setting(database, monkeypatch, sms_url=f"http://127.0.0.1:{gateway.server_address[1]}/")
        hall.submitted()
        carry(NOW, "mail")
        assert carry(NOW, "sms") == ["failed"]
    assert ports.down(at=at(NOW)) == ()
    found = messages.inbox(by=hall.handler, topic="step").rows
    assert [one.reason for one in message_status.of_inbox(found)[found[0].id]] == ["", "refused"]


def test_without_a_gateway_no_sms_is_owed(hall: Hall):
    message_choices.choose(Choices(sms=frozenset({"step"})), by=hall.handler, at=at(NOW))
    hall.submitted()
    carry(NOW, "mail")
    assert carry(NOW, "sms") == []


def states(who: Actor) -> list[str]:
    """How the newest message of somebody stands at the webhook."""
    told_ = messages.inbox(by=who).rows
    channels = message_status.of_inbox(told_)
    return [one.state for row in told_[:1] for one in channels.get(row.id, ()) if one.name == "webhook"]


def test_the_people_of_the_enterprise_see_how_each_message_stands_at_the_webhook(hall: Hall, receiver: Receiver):
    webhooks.set_up(receiver.url, by=hall.handler, at=at("2026-03-01T09:00"))
    receiver.answers = 503
    hall.submitted()
    carry(NOW, "mail")
    assert states(hall.handler) == ["waiting"]
    assert carry("2026-03-02T09:02", "webhook") == ["queued"]
    assert states(hall.handler) == ["waiting"]
    receiver.answers = 204
    assert carry("2026-03-02T09:10", "webhook") == ["sent"]
    assert states(hall.handler) == ["delivered"]


def test_what_was_given_up_is_sent_again_under_the_same_key(hall: Hall, receiver: Receiver):
    webhooks.set_up(receiver.url, by=hall.handler, at=at("2026-03-01T09:00"))
    receiver.answers = 500
    hall.submitted()
    carry(NOW, "mail")
    for minute in ("09:02", "09:10", "09:30", "11:00"):
        carry(f"2026-03-02T{minute}", "webhook")
    (given_up,) = webhooks.view(by=hall.handler).sent
    assert given_up.state == "failed"
    with pytest.raises(Refusal, match="webhook_paused"):
        webhooks.again(given_up.id, by=hall.handler, at=at("2026-03-02T11:05"))
    webhooks.resume(by=hall.handler, at=at("2026-03-02T11:06"))
    receiver.answers = 204
    for _click in range(2):
        webhooks.again(given_up.id, by=hall.handler, at=at("2026-03-02T11:07"))
    assert carry("2026-03-02T11:08", "webhook") == ["sent"]
    assert len({heads["Idempotency-Key"] for heads, _body in receiver.got}) == 1
    webhooks.again(given_up.id, by=hall.handler, at=at("2026-03-02T11:09"))
    assert carry("2026-03-02T11:10", "webhook") == [], "it has arrived"
    with pytest.raises(Refusal, match="no_such_message"):
        webhooks.again(given_up.id + 999, by=hall.handler, at=at("2026-03-02T11:11"))
    with pytest.raises(Denied):
        webhooks.again(given_up.id, by=replace(hall.handler, owner=False), at=at("2026-03-02T11:12"))


def test_only_the_kinds_that_were_chosen_are_told(hall: Hall, receiver: Receiver):
    with pytest.raises(Refusal, match="no_webhook"):
        webhooks.choose(["decision"], by=hall.handler, at=at(NOW))
    webhooks.set_up(receiver.url, by=hall.handler, at=at("2026-03-01T09:00"))
    for wrong, code in (([], "none"), (["account"], "unknown")):
        with pytest.raises(WrongInput) as found:
            webhooks.choose(wrong, by=hall.handler, at=at(NOW))
        assert found.value.fields == {"topics": code}
    webhooks.choose(["decision"], by=hall.handler, at=at("2026-03-01T09:01"))
    hall.submitted()
    assert carry(NOW, "mail") == ["sent"]
    assert carry(NOW, "webhook") == []
    assert states(hall.handler) == []
    everything = webhooks.SMS_TOPICS
    webhooks.choose(everything, by=hall.handler, at=at(NOW))
    assert webhooks.view(by=hall.handler).topics == everything
    webhooks.choose(["step"], by=hall.handler, at=at(NOW))
    webhooks.set_up(receiver.url, by=hall.handler, at=at(NOW))
    assert webhooks.view(by=hall.handler).topics == ("step",), "a new secret changes no choice"
