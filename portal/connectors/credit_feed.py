"""The credit platform's lists through one small port: GET answers with all of them as JSON, or says that nothing changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from portal.connectors.port import PortDown

PATIENCE = 30
"""Seconds that the platform has for each piece of its answer."""

MOST = 64 << 20
"""Bytes of an answer: some 100,000 entries."""

MOST_LISTS = 50


@dataclass(frozen=True, slots=True)
class FeedList:
    """One list as the platform gives it; `entries` are plain records with the columns of a file (the handbook names them)."""

    kind: str
    name: str
    version: str
    rule_version: str
    entries: list[Any]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the lists with the mark (ETag) of this state of theirs; None where nothing changed since the mark shown."""

    lists: tuple[FeedList, ...] | None
    etag: str


class CreditFeed:
    """GET `<url>`: 200 with `{"lists": [{"kind", "name", "version", "rule_version", "entries": [...]}]}` and an ETag, or 304."""

    def __init__(self, url: str, key: str = "", patience: float = PATIENCE) -> None:
        self.url, self.key, self.patience = url, key, patience

    def fetch(self, etag: str = "") -> Fetched:
        """The lists, unless the platform says that nothing changed since `etag`. Raises PortDown for what is no answer."""
        heads = {"Accept": "application/json"}
        heads |= {"If-None-Match": etag} if etag else {}
        heads |= {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            # The address is the operator's own setting, which is checked to be http or https.
            with urlopen(Request(self.url, headers=heads), timeout=self.patience) as answer:
                body = answer.read(MOST + 1)
                if len(body) > MOST:
                    raise PortDown(f"the answer is larger than {MOST >> 20} MB")
                return Fetched(_lists(json.loads(body)), (answer.headers.get("ETag") or "")[:200])
        except HTTPError as error:
            error.close()
            if error.code == 304 and etag:
                return Fetched(None, etag)
            raise PortDown(f"answered {error.code}") from error
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise PortDown(type(error).__name__) from error


def _lists(told: Any) -> tuple[FeedList, ...]:
    """The lists of an answer. Raises ValueError for anything that is not what the contract says."""
    lists = told.get("lists") if isinstance(told, dict) else None
    if not isinstance(lists, list) or len(lists) > MOST_LISTS:
        raise ValueError("no lists")
    return tuple(_list(one) for one in lists)


def _list(one: Any) -> FeedList:
    if not isinstance(one, dict) or one.get("kind") not in ("red", "black") or not isinstance(one.get("entries"), list):
        raise ValueError("not a list")
    said = {name: " ".join(str(one.get(name) or "").split()) for name in ("name", "version", "rule_version")}
    if not said["name"] or not said["version"]:
        raise ValueError("a list without a name or a version")
    return FeedList(one["kind"], **said, entries=one["entries"])
