"""What applicants are called in the national table, and which of them are natural persons, whose data are masked (R108, R109)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from portal.masks import mask_name

KINDS = {"individual_business": "个体工商户", "natural_person": "自然人"}


def is_person(kind: str, name: str, representative: str) -> bool:
    """Whether a holder is a natural person, or a trader under the own name: their data are masked (R108)."""
    return kind == "natural_person" or (kind == "individual_business" and name == representative)


def of_person(firm: Mapping[str, Any]) -> bool:
    """Whether the licensee of a snapshot is masked on the public list."""
    return is_person(firm.get("kind", "legal_person"), firm["name"], firm["legal_representative"])


def masked(words: str, firm: Mapping[str, Any]) -> str:
    """Words about a published line with the names of a masked applicant, and every identity number, made unreadable (R108)."""
    if of_person(firm):
        for name in {firm["name"], firm["legal_representative"], firm.get("principal_person", "")} - {""}:
            words = words.replace(name, mask_name(name))
    return re.sub(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[0-9Xx](?![0-9A-Za-z])", "******", words)
