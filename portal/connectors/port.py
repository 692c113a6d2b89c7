"""What every port to an outside system has in common: it answers, or it is down."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR
from typing import Any
from urllib.parse import urlsplit

MOST = 1 << 20
"""Bytes that an answer may have; whatever is longer is no answer."""


class PortDown(Exception):
    """An outside system gave no answer, or none that can be used; the text names no person and no file."""


class PortResting(PortDown):
    """The system was not asked: it failed lately and is left alone until then."""

    def __init__(self, name: str, until: datetime) -> None:
        super().__init__(f"{name} is left alone until {until:%H:%M:%S}Z")
        self.until = until


def post(url: str, told: dict[str, Any], patience: float) -> tuple[int, Any]:
    """Post JSON and return the status with the JSON of the answer (None where a refusal carries none).

    `patience` is in seconds and counts for the whole exchange: a system that drips its answer slowly is cut off as well.
    Raises PortDown for no answer, one that is cut off, too large or no JSON, and for a redirection: nobody else is asked.
    """
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    link = kind(parts.hostname or "localhost", parts.port, timeout=patience)
    cut = threading.Timer(patience, _hang_up, (link,))
    cut.daemon = True
    cut.start()
    try:
        return _exchange(link, parts.path or "/", told)
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise PortDown(type(error).__name__) from error
    finally:
        cut.cancel()
        link.close()


def _exchange(link: HTTPConnection, path: str, told: dict[str, Any]) -> tuple[int, Any]:
    body = json.dumps(told, ensure_ascii=False).encode()
    link.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8"})
    with link.getresponse() as answer:
        if 300 <= answer.status < 400 or answer.status >= 500:
            raise PortDown(f"answered {answer.status}")
        content = answer.read(MOST + 1)
        if len(content) > MOST or (answer.length or 0) > 0:
            raise PortDown("answered too much, or was cut off")
        if answer.status == 200:
            return answer.status, json.loads(content)
        return answer.status, None


def _hang_up(link: HTTPConnection) -> None:
    """End an exchange that takes too long; whoever waits for it reads an end that came too early."""
    with suppress(OSError, AttributeError):
        link.sock.shutdown(SHUT_RDWR)
