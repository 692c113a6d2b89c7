"""SMS through one small port: a gateway (短信平台) that takes a template's code with parameters, or the finished text."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from portal.connectors.mail import Undeliverable
from portal.connectors.port import PortDown

PATIENCE = 10
"""Seconds that the gateway has for an answer."""

MOST = 1 << 16
SIGNATURE, TIMESTAMP = "X-OneWindow-Signature", "X-OneWindow-Timestamp"
RECENT = 300
"""Seconds by which a receipt may be older (or its clock faster) than now."""

MOST_RECEIPTS = 500
DELIVERED, UNDELIVERED = "delivered", "undelivered"
STATUSES = (DELIVERED, UNDELIVERED)
REFUSED = (400, 404, 410, 422)
"""Answers that say that this number or this message will never be taken; all others may be better next time."""


@dataclass(frozen=True, slots=True)
class Sms:
    """One short message. `key` makes it the same message however often it is handed over; the text names no person."""

    key: str
    to: str
    template: str
    language: str
    parameters: Mapping[str, str]
    text: str


class SmsGateway:
    """POST to the address, signed with HMAC-SHA256 over the body where there is a key: 2xx takes the message.

    The answer may be JSON with `delivered: true` where the gateway knows it at once.
    """

    def __init__(self, url: str, secret: str = "", patience: float = PATIENCE) -> None:
        self.url, self.secret, self.patience = url, secret, patience

    def send(self, sms: Sms) -> bool:
        """Hand the message over; True where the gateway says that it has arrived. Raises PortDown, or Undeliverable."""
        body = json.dumps(_told(sms), ensure_ascii=False, sort_keys=True).encode()
        heads = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": sms.key}
        if self.secret:
            heads[SIGNATURE] = "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        # The address is the operator's own setting, which is checked to be http or https.
        try:
            with urlopen(Request(self.url, body, heads, method="POST"), timeout=self.patience) as answer:
                return _delivered(answer.read(MOST))
        except HTTPError as error:
            error.close()
            if error.code in REFUSED:
                raise Undeliverable(f"refused with {error.code}") from error
            raise PortDown(f"answered {error.code}") from error
        except (OSError, HTTPException) as error:
            raise PortDown(type(error).__name__) from error


def signature(secret: str, moment: str, body: bytes) -> str:
    """How a receipt is signed: HMAC-SHA256 over its moment (seconds since 1970), a full stop, and the body as it is sent."""
    return "sha256=" + hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def genuine(secret: str, moment: str, body: bytes, signed: str, at: datetime) -> bool:
    """Whether a receipt was signed with the key, a few minutes ago at most: an old one that somebody sends again is none."""
    right = hmac.compare_digest(signature(secret, moment, body).encode(), signed.encode())  # before anything is read
    recent = moment.isascii() and moment.isdigit() and abs(at.timestamp() - int(moment[:12])) <= RECENT
    return bool(secret) and right and recent


def receipts(body: bytes) -> dict[str, bool]:
    """Which messages have arrived and which have not, by key. Raises ValueError for anything that is no list of receipts."""
    told = json.loads(body)
    listed = told.get("receipts") if isinstance(told, dict) else None
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_RECEIPTS:
        raise ValueError("no receipts")
    found: dict[str, bool] = {}
    for one in listed:
        key, status = (one.get("key"), one.get("status")) if isinstance(one, dict) else (None, None)
        if not isinstance(key, str) or status not in STATUSES:
            raise ValueError("no receipt")
        found[key] = found.get(key, False) or status == DELIVERED  # of two in one letter the good news counts
    return found


def _told(sms: Sms) -> dict[str, Any]:
    said = {"to": sms.to, "template": sms.template, "language": sms.language, "text": sms.text}
    return {**said, "parameters": dict(sms.parameters)}


def _delivered(body: bytes) -> bool:
    """Whether the answer says that the message has arrived; an answer that says nothing is none the worse."""
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return isinstance(told, dict) and told.get("delivered") is True
