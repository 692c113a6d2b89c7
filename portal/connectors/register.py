"""The business register through one small port: a JSON service that knows an enterprise by its credit code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.connectors.port import PortDown, post

PATIENCE = 10
"""Seconds that the register has for an answer nobody waits for."""

HASTE = 2
"""Seconds that it has while a person waits for a page."""

FACTS = ("name", "legal_representative", "address", "status")
LONGEST = 300
"""Characters of one fact; longer is no name and no address."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register says of an enterprise; `status` is normal, revoked, cancelled or whatever it calls it."""

    uscc: str
    name: str
    legal_representative: str
    address: str
    status: str

    @property
    def facts(self) -> dict[str, str]:
        """The facts by their names."""
        return {name: getattr(self, name) for name in FACTS}


class Register:
    """POST {"uscc": ...} to `<url>/enterprises`: 200 with the facts, 404 for a code that nobody has."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self.url, self.patience = url.rstrip("/"), patience

    def look_up(self, uscc: str) -> Registered | None:
        """What stands in the register, or None for an unknown code. Raises PortDown for anything that is no answer."""
        status, told = post(f"{self.url}/enterprises", {"uscc": uscc}, self.patience)
        if status == 404:
            return None
        if status != 200:
            raise PortDown(f"answered {status}")
        return _facts(uscc, told)

    def dispute(self, message: dict[str, Any]) -> bool:
        """Tell the register's keeper that an applicant contests a fact; False where it takes no such messages.

        `<url>/disputes` may not exist (404, 405, 501): telling is a service to the keeper and no duty. Raises PortDown.
        """
        status, _told = post(f"{self.url}/disputes", message, self.patience)
        if status in (404, 405):
            return False
        if not 200 <= status < 300:
            raise PortDown(f"answered {status}")
        return True


def texts(told: Any, names: tuple[str, ...]) -> dict[str, str]:
    """The named facts of an answer as lines of text. Raises PortDown for what is none."""
    found = {name: told.get(name) or "" for name in names}
    if any(not isinstance(one, str) or len(one) > LONGEST for one in found.values()):
        raise PortDown("not what was asked for")
    return {name: " ".join("".join(c if c.isprintable() else " " for c in one).split()) for name, one in found.items()}


def _facts(uscc: str, told: Any) -> Registered:
    """The facts of an answer. Raises PortDown when it is about another enterprise or lacks its name."""
    if not isinstance(told, dict) or told.get("uscc") != uscc or not told.get("name"):
        raise PortDown("not what was asked for")
    return Registered(uscc, **texts(told, FACTS))
