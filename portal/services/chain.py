"""The chain of a journal: an entry as it is stored, and the digest that ties it to the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from workflows.events import Recorded, kind_of, to_payload

GENESIS = "0" * 64


def entry(one: Recorded, previous: str) -> dict[str, Any]:
    """The entry of an event after the entry with that digest, with its own."""
    made = {"seq": one.seq, "kind": kind_of(one.event), "payload": to_payload(one.event)}
    made |= {"at": one.at, "by": one.by, "previous": previous}
    return made | {"digest": digest(made)}


def digest(made: dict[str, Any]) -> str:
    """SHA-256 of an entry and of the digest before it: a changed, lost or reordered entry breaks every one after it.

    The first entry holds the snapshot's digest and the guide's, so that one case's chain never fits another.
    """
    moment = made["at"].astimezone(UTC).isoformat(timespec="microseconds")
    parts = [made["seq"], made["kind"], made["payload"], moment, made["by"], made["previous"]]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
