"""The business register through one small port: a JSON service that knows an enterprise by its credit code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from portal.connectors.port import PortDown

PATIENCE = 10
"""Seconds that the register has for an answer."""

MOST = 1 << 20


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register says of an enterprise; `status` is normal, revoked, cancelled or whatever it calls it."""

    uscc: str
    name: str
    legal_representative: str
    address: str
    status: str


class Register:
    """POST {"uscc": ...} to `<url>/enterprises`: 200 with the facts, 404 for a code that nobody has."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self.url, self.patience = url.rstrip("/"), patience

    def look_up(self, uscc: str) -> Registered | None:
        """What stands in the register, or None for an unknown code. Raises PortDown for anything that is no answer."""
        body = json.dumps({"uscc": uscc}).encode()
        request = Request(f"{self.url}/enterprises", body, {"Content-Type": "application/json"})
        try:
            with urlopen(request, timeout=self.patience) as answer:
                return _facts(uscc, json.loads(answer.read(MOST)))
        except HTTPError as error:
            error.close()
            if error.code == 404:
                return None
            raise PortDown(f"answered {error.code}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise PortDown(type(error).__name__) from error


def _facts(uscc: str, told: Any) -> Registered:
    """The facts of an answer. Raises ValueError when it is about another enterprise or lacks its name."""
    if not isinstance(told, dict) or told.get("uscc") != uscc or not told.get("name"):
        raise ValueError("not what was asked for")
    text = {key: str(told.get(key) or "") for key in ("name", "legal_representative", "address", "status")}
    return Registered(uscc, **text)
