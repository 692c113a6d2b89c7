"""The inspection system (监管系统): one message at a time is posted to its address, signed, under a key that makes it one."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.request import Request, urlopen

PATIENCE = 10
"""Seconds that the inspection system has for an answer."""


def post(url: str, secret: str, key: str, message: Mapping[str, Any]) -> None:
    """Hand a message over; whatever is no success raises OSError, and the outbox tries again under the same key."""
    body = json.dumps(message, ensure_ascii=False, sort_keys=True).encode()
    heads = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
    if secret:
        heads["X-OneWindow-Signature"] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    # The address is the operator's own setting, which is checked to be http or https.
    with urlopen(Request(url, data=body, headers=heads, method="POST"), timeout=PATIENCE):
        return
