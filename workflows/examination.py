"""Technical examinations, and what a refusal that rests on one has to name (article 55, R21)."""

from __future__ import annotations

from workflows.case import Case

TECHNICAL = frozenset({"inspection", "testing", "quarantine"})
"""The special procedures whose result is measured by a technical standard (article 55 (3))."""


def examined(case: Case) -> bool:
    """Whether things were inspected, tested or put in quarantine for the case."""
    return any(stop.cause in TECHNICAL for stop in case.stops)
