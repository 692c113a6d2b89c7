"""The major acts on a licence: which are reviewed legally and discussed collegially before they are signed (R130, R131)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from workflows.discussion import PolicyError
from workflows.licence import policy

if TYPE_CHECKING:
    from workflows.proposal import LicenceProposal
    from workflows.terms import Terms

FILE = Path(__file__).parent / "major_acts.yaml"
LEGAL, DISCUSSION = "legal", "discussion"
ASKED = (LEGAL, DISCUSSION)
"""What may be asked for before the signature, in the order in which it is done."""

DO, LEAVE = "do", "leave"
CONCLUSIONS = (DO, LEAVE)
"""What a discussion may come to: the act is decided as proposed, or it is not."""

PASSED, RETURNED = "passed", "returned"

Sources = Mapping[str, Mapping[str, str]]
"""By act: the provision that asks for it, in both languages."""


@dataclass(frozen=True, slots=True)
class LegalReview:
    """The legal reviewer's opinion on a proposed act: passed or returned, on which day, by whom."""

    verdict: str
    on: date
    by: str
    opinion: str


@cache
def load_majors(file: Path = FILE) -> Mapping[str, Sources]:
    """By what is asked: the acts that it is asked for, with their sources. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) != set(ASKED):
        raise PolicyError(", ".join(ASKED))
    return {asked: _sources(asked, raw[asked]) for asked in ASKED}


def _sources(asked: str, raw: Any) -> Sources:
    acts = policy().acts
    if not isinstance(raw, dict) or not set(raw) <= set(acts):
        raise PolicyError(f"{asked}: acts are {', '.join(acts)}")
    for act, source in raw.items():
        if not isinstance(source, dict) or set(source) != {"zh", "en"} or not all(source.values()):
            raise PolicyError(f"{asked}.{act}: source in zh and en")
    return raw


def asks(act: str, terms: Terms) -> tuple[str, ...]:
    """What an act asks for before it is signed: by the policy of this day, and by the guide of the licence."""
    guides = {LEGAL: terms.acts_reviewed, DISCUSSION: terms.acts_discussed}
    majors = load_majors()
    return tuple(asked for asked in ASKED if act in majors[asked] or act in guides[asked])


def owed(proposal: LicenceProposal, terms: Terms) -> tuple[str, ...]:
    """What this proposal asks for: as of the day on which it was made. One from before this was written down asks what an act
    made today would ask."""
    return proposal.asks or asks(proposal.act, terms)


def source_of(act: str, asked: str) -> Mapping[str, str] | None:
    """The provision that asks for it; None where the guide alone does."""
    return load_majors()[asked].get(act)
