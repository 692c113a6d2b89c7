"""Receipts of the SMS gateway: signed, of this moment, each taken once, and shown where the message is shown."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.actors import Actor, Role
from portal.connectors.sms import SIGNATURE, TIMESTAMP, signature
from portal.db import reading, transaction
from portal.models import MessageDelivery, OutboxMessage
from portal.services import message_choices, message_status, messages, outbox
from portal.services.message_choices import Choices
from tests.services.cases import Hall, at

NOW, KEY = "2026-03-02T09:00", "receipt key"
ADMINISTRATOR = Actor("officer", 99, frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def hall(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """A handler who chose SMS for steps; the portal knows a gateway and the key of its receipts."""
    known = replace(database.config["SETTINGS"], sms_url="http://127.0.0.1:9/", sms_receipt_key=KEY)
    monkeypatch.setitem(database.config, "SETTINGS", known)
    hall = Hall(database)
    message_choices.choose(Choices(sms=frozenset({"step"})), by=hall.handler, at=at(NOW))
    return hall


@pytest.fixture
def key(hall: Hall) -> str:
    """The key of an SMS that the gateway has taken."""
    hall.submitted()
    with reading() as session:
        mails = list(session.scalars(select(OutboxMessage.id).where(OutboxMessage.kind == "mail")))
    for number in mails:
        outbox.deliver(number, at=at(NOW))
    with transaction() as session:
        (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "sms"))
        message.state, message.sent_at = "sent", at(NOW)
        return message.key


@pytest.fixture
def gateway(database: Flask) -> FlaskClient:
    return database.test_client()


def send(gateway: FlaskClient, *receipts: tuple[str, str], key: str = KEY, moment: str = "", body: bytes = b""):
    moment = moment or str(int(time.time()))
    body = body or json.dumps({"receipts": [{"key": one, "status": status} for one, status in receipts]}).encode()
    heads = {TIMESTAMP: moment, SIGNATURE: signature(key, moment, body), "Content-Type": "application/json"}
    return gateway.post("/receipts/sms", data=body, headers=heads)


def sms(hall: Hall) -> tuple[str, str]:
    """How the SMS stands in the inbox."""
    found = messages.inbox(by=hall.handler, topic="step").rows
    (channel,) = [one for one in message_status.of_inbox(found)[found[0].id] if one.name == "sms"]
    return channel.state, channel.reason


def test_what_the_gateway_says_of_the_telephone_stands_in_the_inbox(hall: Hall, key: str, gateway: FlaskClient):
    assert sms(hall) == ("sent", "")
    answer = send(gateway, (key, "undelivered"))
    assert (answer.status_code, answer.json) == (200, {"unknown": []})
    assert sms(hall) == ("failed", "undelivered")
    assert send(gateway, (key, "delivered")).status_code == 200, "a telephone that was off is on again"
    assert sms(hall) == ("delivered", "")


def test_the_administrator_sees_what_no_telephone_took(hall: Hall, key: str, gateway: FlaskClient):
    send(gateway, (key, "undelivered"))
    (one,) = [one for one in message_status.failed(by=ADMINISTRATOR) if one.channel == "sms"]
    assert one.reason == "undelivered"


def test_a_receipt_that_is_sent_again_changes_nothing(hall: Hall, key: str, gateway: FlaskClient):
    send(gateway, (key, "delivered"))
    with reading() as session:
        first = session.scalars(select(MessageDelivery.delivered_at).where(MessageDelivery.channel == "sms")).one()
    assert send(gateway, (key, "delivered")).status_code == 200
    assert send(gateway, (key, "undelivered")).status_code == 200
    with reading() as session:
        assert (
            session.scalars(select(MessageDelivery.delivered_at).where(MessageDelivery.channel == "sms")).one() == first
        )
    assert sms(hall) == ("delivered", "")


@pytest.mark.parametrize("seconds", [-3600, -301, 330])
def test_a_letter_of_another_time_is_not_taken(hall: Hall, key: str, gateway: FlaskClient, seconds: int):
    assert send(gateway, (key, "undelivered"), moment=str(int(time.time()) + seconds)).status_code == 401
    assert sms(hall) == ("sent", "")


def test_a_letter_that_somebody_else_signed_is_not_taken(hall: Hall, key: str, gateway: FlaskClient):
    good = send(gateway, (key, "delivered"), key="another key")
    assert good.status_code == 401
    body = json.dumps({"receipts": [{"key": key, "status": "undelivered"}]}).encode()
    moment = str(int(time.time()))
    for heads in (
        {},
        {TIMESTAMP: moment},
        {TIMESTAMP: moment, SIGNATURE: "sha256="},
        {TIMESTAMP: moment, SIGNATURE: "签名".encode().decode("latin-1")},
        {TIMESTAMP: str(int(moment) - 1), SIGNATURE: signature(KEY, moment, body)},
        {TIMESTAMP: "²", SIGNATURE: signature(KEY, "²", body)},
    ):
        sent = {name: value.encode("utf-8").decode("latin-1") for name, value in heads.items()}
        assert gateway.post("/receipts/sms", data=body, headers=sent).status_code == 401, heads
    assert sms(hall) == ("sent", "")


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b"{}", b'{"receipts": []}', b'{"receipts": [{"key": 1, "status": "delivered"}]}',
     b'{"receipts": [{"key": "k", "status": "lost"}]}', b"\xff"],
)  # fmt: skip
def test_what_is_no_list_of_receipts_is_said_to_be_none(hall: Hall, gateway: FlaskClient, body: bytes):
    assert send(gateway, body=body).status_code == 400


def test_what_nobody_knows_yet_is_named_to_be_told_again(hall: Hall, key: str, gateway: FlaskClient):
    with transaction() as session:
        (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.key == key))
        message.state = "sending"
    answer = send(gateway, (key, "undelivered"), ("nobody-knows-it", "delivered"))
    assert answer.json == {"unknown": sorted([key, "nobody-knows-it"])}


def test_without_a_key_there_is_no_such_page(database: Flask, gateway: FlaskClient):
    assert gateway.post("/receipts/sms", data=b"{}").status_code == 404


def test_a_letter_has_an_end(hall: Hall, gateway: FlaskClient):
    assert send(gateway, body=b" " * (1 << 18)).status_code == 413
