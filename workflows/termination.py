"""Termination of the proceedings (终止办理): its grounds as data, and where a proposal of it stands (R152)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "termination.yaml"
PERSON, ORGANISATION = "person", "organisation"
CONTINUES, NONE, WAIVED = "continues", "none", "waived"
SUCCESSIONS = (NONE, WAIVED, CONTINUES)
"""Who takes over the application: nobody, somebody who gave it up in writing, or somebody who goes on with it."""
FILED, REGISTER = "file", "register"
PROOFS = (FILED, REGISTER)
"""What proves the ground: a paper that is kept with the case, or the entry of a register."""
APPLICANT, NOBODY = "applicant", "nobody"
DOCUMENT = "termination"
"""The letter that ends it."""


class PolicyError(ValueError):
    """Grounds that cannot be used, and what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its words in both languages, its provision, whose case it may end, and what it asks for."""

    name: str
    words: Mapping[str, str]
    basis: str
    of: frozenset[str]
    recipients: tuple[str, ...]
    evidence: Mapping[str, str]
    successor: bool = False
    hear: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """The file `termination.yaml`, read once; `basis` says why it ends in a document that can be contested."""

    grounds: Mapping[str, Ground]
    recipients: Mapping[str, Mapping[str, str]]
    basis: str
    succession: Mapping[str, str]

    def open_to(self, applicant: str) -> tuple[Ground, ...]:
        """The grounds that may end a case of such an applicant (person or organisation)."""
        return tuple(one for one in self.grounds.values() if applicant in one.of)


@dataclass(frozen=True, slots=True)
class Termination:
    """A termination that was proposed, and since when it is decided. `paper` names the evidence and the recipient, which
    are kept beside the journal; `scan` is the digest of the paper that proves the ground."""

    ground: str
    proposed_on: date
    by: str
    facts: str
    reason: str
    basis: str
    recipient: str
    paper: str
    proof: str
    scan: str = ""
    successor: str = ""
    nobody: str = ""
    heard: str = ""
    fees: str = ""
    decided_on: date | None = None
    opinion: str = ""


@cache
def policy(file: Path = FILE) -> Policy:
    """The grounds of a file. Raises PolicyError naming what cannot be used."""
    raw: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    try:
        known = raw["recipients"]
        grounds = {name: _ground(name, one, known) for name, one in raw["grounds"].items()}
        return Policy(grounds, {name: _words(one) for name, one in known.items()}, raw["basis"], raw["succession"])
    except (KeyError, TypeError) as missing:
        raise PolicyError(f"the grounds of a termination lack {missing}") from missing


def _ground(name: str, raw: Mapping[str, Any], known: Mapping[str, Any]) -> Ground:
    of, recipients = frozenset(raw["of"]), tuple(raw["recipients"])
    if not of or of - {PERSON, ORGANISATION}:
        raise PolicyError(f"{name}: of is {PERSON}, {ORGANISATION} or both")
    if not recipients or set(recipients) - set(known):
        raise PolicyError(f"{name}: recipients out of {', '.join(known)}")
    more = {"successor": bool(raw.get("successor", False)), "hear": bool(raw.get("hear", False))}
    return Ground(name, _words(raw), raw["basis"], of, recipients, _words(raw["evidence"]), **more)


def _words(raw: Mapping[str, Any]) -> dict[str, str]:
    return {"zh": raw["zh"], "en": raw["en"]}
