"""Webhooks: one small signed message to an address that an enterprise chose, which is trusted with nothing."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import socket
import ssl
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

PATIENCE = 5
"""Seconds that the address has for each step of its answer."""

MOST = 1024
"""Bytes of an answer that are read at most: its first line is enough."""


class NotAllowed(Exception):
    """The address is none that the portal may ask; the text says why in one word."""


class NoAnswer(Exception):
    """The address did not take the message; the text says what happened, never what was answered."""


def checked(url: str, *, insecure: bool = False) -> SplitResult:
    """The parts of an address that may be a webhook: https (or http where that is allowed), a host, no password.

    Raises NotAllowed: scheme, host, password or port.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise NotAllowed("host") from wrong
    if parts.scheme != "https" and not (insecure and parts.scheme == "http"):
        raise NotAllowed("scheme")
    if not parts.hostname or any(one.isspace() or ord(one) < 33 for one in url):
        raise NotAllowed("host")
    if parts.username or parts.password:
        raise NotAllowed("password")
    if port == 0:
        raise NotAllowed("port")
    return parts


def addresses(parts: SplitResult, *, private: bool = False) -> list[str]:
    """The numeric addresses behind a host. Raises NotAllowed (private) when one of them is not on the public internet.

    All of them must be public: a name with one inner address among public ones is how such a guard is deceived.
    """
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NoAnswer("no such host") from error
    if not private and not all(_public(one) for one in found):
        raise NotAllowed("private")
    return found


def _public(address: str) -> bool:
    """Whether an address is on the public internet; an IPv4 address that is written inside an IPv6 one counts as itself."""
    one = ip_address(address.partition("%")[0])
    inner = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None)
    teredo = getattr(one, "teredo", None)
    if inner is not None or teredo is not None:
        return inner is not None and _public(str(inner))
    return one.is_global and not one.is_multicast and not _translated(one)


def _translated(one: Any) -> bool:
    """Whether an address leads through a translator to an IPv4 address that nobody has looked at."""
    return one.version == 6 and one.packed[:12] == bytes.fromhex("0064ff9b") + bytes(8)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `stamp.body`, so that an old message cannot be sent again as a new one."""
    return "sha256=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(url: str, secret: str, key: str, message: Mapping[str, Any], *, stamp: str, private: bool = False) -> None:
    """Hand a message over. Raises NotAllowed, or NoAnswer for whatever is no success; a redirect is none, and is not followed.

    The connection is made to the very address that was looked at, so that a second look-up cannot lead elsewhere.
    """
    parts = checked(url, insecure=private)
    body = json.dumps(message, ensure_ascii=False, sort_keys=True).encode()
    heads = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "OneWindow",
        "Idempotency-Key": key,
        "X-OneWindow-Timestamp": stamp,
        "X-OneWindow-Signature": signature(secret, stamp, body),
    }
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    link = _Pinned(parts, addresses(parts, private=private)[0])
    try:
        link.request("POST", target, body, heads)
        status = _status(link.sock)
    except (OSError, HTTPException) as error:
        raise NoAnswer(type(error).__name__) from error
    finally:
        link.close()
    if not 200 <= status < 300:
        raise NoAnswer(f"answered {status}")


def _status(link: socket.socket) -> int:
    """The number in the first line of an answer, which has to be there within the patience; nothing else is read.

    An address that gives a byte every few seconds would otherwise hold a worker for hours. Raises NoAnswer for no such line.
    """
    until, answer = time.monotonic() + PATIENCE, b""
    while b"\r\n" not in answer and len(answer) < MOST and (left := until - time.monotonic()) > 0:
        link.settimeout(left)
        if not (more := link.recv(MOST)):
            break
        answer += more
    found = re.match(rb"HTTP/1\.[01] ([1-5][0-9][0-9])[ \r]", answer)
    if found is None:
        raise NoAnswer("no answer in HTTP")
    return int(found[1])


class _Pinned(HTTPConnection):
    """A connection to one numeric address that speaks to the host by its name, over TLS where the address says https."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        super().__init__(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80), timeout=PATIENCE)
        self.address, self.secure = address, parts.scheme == "https"
        self.default_port = 443 if self.secure else 80

    def connect(self) -> None:
        """Connect to the address that was looked at."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
