"""The courier through one small port: a pick-up is ordered once under a key, and the parcel is asked after by its number."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from portal.connectors.port import PortDown

PATIENCE = 10
"""Seconds that the courier has for an answer."""

MOST = 1 << 20
COLLECTED, ON_THE_WAY, DELIVERED, RETURNED = "collected", "on_the_way", "delivered", "returned"
STATES = ("ordered", COLLECTED, ON_THE_WAY, DELIVERED, RETURNED)
"""How far a parcel can have come, in this order; the last two end it."""


class OrderRefused(Exception):
    """The courier answered and will not carry this parcel: an address that it cannot read or does not serve."""


@dataclass(frozen=True, slots=True)
class Pickup:
    """What a courier has to know: whom to hand it to, and from where. Nothing of what is inside."""

    name: str
    mobile: str
    address: str
    sender: str
    sender_phone: str
    sender_address: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """How far a parcel has come, and since which day."""

    state: str
    on: date


class Courier:
    """POST `<url>/orders` with an `Idempotency-Key`: 201 or 200 and {"number"}; 422 for an address that is not served.

    GET `<url>/orders/<number>`: 200 and {"number", "state", "on"}; `state` is one of STATES, `on` a day such as 2026-10-12.
    """

    def __init__(self, url: str, token: str = "", patience: float = PATIENCE) -> None:
        self.url, self.token, self.patience = url.rstrip("/"), token, patience

    def order(self, pickup: Pickup, key: str) -> str:
        """The number of the parcel; the same for the same key. Raises OrderRefused, or PortDown for no answer."""
        body = {
            "recipient": {"name": pickup.name, "mobile": pickup.mobile, "address": pickup.address},
            "sender": {"name": pickup.sender, "phone": pickup.sender_phone, "address": pickup.sender_address},
        }
        heads = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
        told = self._asked("/orders", json.dumps(body, ensure_ascii=False).encode(), heads)
        number = told.get("number")
        if not isinstance(number, str) or not number.isascii() or not 1 <= len(number) <= 60:
            raise PortDown("answered without a number")
        return number

    def track(self, number: str) -> Tracked:
        """How far the parcel has come. Raises PortDown for anything that is no answer."""
        told = self._asked(f"/orders/{quote(number, safe='')}")
        try:
            if told.get("number") != number or told["state"] not in STATES:
                raise ValueError("not what was asked for")
            return Tracked(told["state"], date.fromisoformat(told["on"]))
        except (KeyError, TypeError, ValueError) as error:
            raise PortDown("answered something else than was asked for") from error

    def _asked(self, path: str, body: bytes | None = None, heads: dict[str, str] | None = None) -> dict[str, Any]:
        heads = dict(heads or {})
        if self.token:
            heads["Authorization"] = f"Bearer {self.token}"
        # The address is the operator's own setting, which is checked to be http or https.
        request = Request(self.url + path, body, heads)
        try:
            with urlopen(request, timeout=self.patience) as answer:
                told = json.loads(answer.read(MOST))
        except HTTPError as error:
            error.close()
            if error.code == 422:
                raise OrderRefused("the courier does not serve this address") from error
            raise PortDown(f"answered {error.code}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise PortDown(type(error).__name__) from error
        if not isinstance(told, dict):
            raise PortDown("answered something else than was asked for")
        return told
