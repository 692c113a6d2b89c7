"""The terms of an entry: until when it is used, and from when on it may be repaired or removed early (R94, R95, R101, R105)."""

from __future__ import annotations

from datetime import date

from workflows.credit_policy import GRADES, load_policy
from workflows.ledger import months_after
from workflows.refusal import Refusal

BLACK = "black"


def months() -> dict[str, str]:
    """The least and the most months of every grade, as sentences say them."""
    return {code: f"{grade.least}–{grade.most}" for code, grade in load_policy().grades.items()}


def fault_of(grade: str, listed: date, until: date | None) -> str:
    """Why grade and term cannot be right: `grade`, or `term` where it ends before or after what the grade allows."""
    if not grade:
        return ""
    if grade not in GRADES:
        return "grade"
    known = load_policy().grade(grade)
    return (
        "term" if until and not months_after(listed, known.least) <= until <= months_after(listed, known.most) else ""
    )


def forgotten(listed: date) -> date:
    """The first day on which bad information of that day is used no more, whatever its term says (R101)."""
    return months_after(listed, load_policy().longest.months)


def last_day(kind: str, grade: str, listed: date, until: date | None) -> date | None:
    """The last day on which an entry is used; None where nothing but the longest use ends it."""
    return load_policy().last_day(grade if kind == BLACK else "", listed, until)


def check_repair(kind: str, grade: str, listed: date, day: date) -> None:
    """Raise Refusal before the least term of the grade is over (R105): `credit_repair_early`, or `credit_repair_unnamed` where
    the entry names no grade. A red list knows no such term."""
    policy = load_policy()
    first = policy.repairable(grade, listed)
    if kind == BLACK and day < first:
        known = policy.grade(grade)
        rule = "credit_repair_early" if grade else "credit_repair_unnamed"
        told = {"grade": grade or policy.unnamed, "grade_zh": known.name, "months": known.least, "first": first}
        raise Refusal(rule, **told, source=policy.repair.source_en, source_zh=policy.repair.source)


def check_removal(kind: str, listed: date, day: date) -> None:
    """Raise Refusal `credit_removal_early` before an entry may be removed on application (R95)."""
    removal = load_policy().early_removal
    first = load_policy().removable(listed)
    if kind == BLACK and day < first:
        told = {"months": removal.months, "first": first}
        raise Refusal("credit_removal_early", **told, source=removal.source_en, source_zh=removal.source)
