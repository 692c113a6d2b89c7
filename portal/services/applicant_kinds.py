"""What applicants are called in the national table, and which of them are natural persons, whose data are masked (R108, R109)."""

from __future__ import annotations

KINDS = {"individual_business": "个体工商户", "natural_person": "自然人"}


def is_person(kind: str, name: str, representative: str) -> bool:
    """Whether a holder is a natural person, or a trader under the own name: their data are masked (R108)."""
    return kind == "natural_person" or (kind == "individual_business" and name == representative)
