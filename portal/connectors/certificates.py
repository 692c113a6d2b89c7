"""The library of electronic certificates (电子证照库) through one small port: it knows what was issued to a credit code."""

from __future__ import annotations

from collections import Counter
from typing import Any

from guides.sources import CERTIFICATES
from portal.connectors.port import PortDown, post
from portal.connectors.register import PATIENCE, texts

MOST = 200
"""Certificates of one enterprise; an answer with more of them is none."""


class Certificates:
    """POST {"uscc": ...} to `<url>/certificates`: 200 with the valid certificates, 404 for a code to which none was issued.

    Each is {"kind": ..., and its facts}, kinds and facts as `guides.sources.CERTIFICATES` lists them; others are passed over.
    """

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self.url, self.patience = url.rstrip("/"), patience

    def look_up(self, uscc: str) -> dict[str, str] | None:
        """The facts as `kind.fact`, or None for an unknown code; of several of one kind nobody can tell which is meant.

        Raises PortDown for anything that is no answer.
        """
        status, told = post(f"{self.url}/certificates", {"uscc": uscc}, self.patience)
        if status == 404:
            return None
        if status != 200 or not isinstance(told, dict) or told.get("uscc") != uscc:
            raise PortDown(f"answered {status}, but not what was asked for")
        return _facts(told.get("certificates"))


def _facts(listed: Any) -> dict[str, str]:
    if not isinstance(listed, list) or len(listed) > MOST or not all(isinstance(one, dict) for one in listed):
        raise PortDown("not what was asked for")
    known = [one for one in listed if one.get("kind") in CERTIFICATES]
    held = Counter(one["kind"] for one in known)
    single = (one for one in known if held[one["kind"]] == 1)
    return {
        f"{one['kind']}.{name}": value
        for one in single
        for name, value in texts(one, tuple(CERTIFICATES[one["kind"]])).items()
        if value
    }
