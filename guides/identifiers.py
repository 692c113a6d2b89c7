"""Identifiers and their check digits: credit code (GB 32100), identity number (GB 11643), CAS, project and item codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def uscc_check_digit(body: str) -> str:
    """Return the 18th character of a unified social credit code for its first 17 (R110)."""
    total = sum(USCC_ALPHABET.index(character) * weight for character, weight in zip(body, _USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def id_check_digit(body: str) -> str:
    """Return the 18th character of a citizen identity number for its first 17 digits (R111)."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def cas_check_digit(number: str) -> str:
    """Return the check digit of a CAS number, given with or without it, as in 67-64-1."""
    digits = number[: number.rindex("-")].replace("-", "")
    return str(sum(place * int(digit) for place, digit in enumerate(reversed(digits), 1)) % 10)


def uscc_fault(code: str) -> str | None:
    """Return why this is no unified social credit code: "length", "alphabet", "region" or "check"; else None."""
    if len(code) != 18:
        return "length"
    if any(character not in USCC_ALPHABET for character in code):
        return "alphabet"
    if not code[2:8].isdigit():
        return "region"
    return None if uscc_check_digit(code[:17]) == code[17] else "check"


@dataclass(frozen=True, slots=True)
class CodeFault:
    """What is wrong with a unified social credit code: the kind, the place (from 1), what stands there, what should (R110)."""

    kind: str
    at: int
    found: str
    expected: str = ""


def uscc_detail(code: str) -> CodeFault | None:
    """Return where a code is wrong and how, so that a sentence can name the character; None for one that is right."""
    kind = uscc_fault(code)
    if kind == "length":
        return CodeFault(kind, len(code), code)
    if kind == "alphabet":
        at = next(place for place, character in enumerate(code, 1) if character not in USCC_ALPHABET)
        return CodeFault(kind, at, code[at - 1])
    if kind == "region":
        at = next(place for place in range(3, 9) if not code[place - 1].isdigit())
        return CodeFault(kind, at, code[at - 1])
    return CodeFault(kind, 18, code[17], uscc_check_digit(code[:17])) if kind else None


def id_number_fault(number: str) -> str | None:
    """Return why this is no identity number: "length", "alphabet", "birth" or "check"; else None."""
    if len(number) != 18:
        return "length"
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        return "alphabet"
    if birth_date(number) is None:
        return "birth"
    return None if id_check_digit(number[:17]) == number[17] else "check"


_PROJECT = (("time", 0, 4), ("region", 5, 11), ("department", 12, 14), ("kind", 15, 17), ("serial", 18, 24))
"""The five parts of a project code and their places: all digits, with a hyphen between one and the next (R115)."""


def hyphenated(typed: str) -> str:
    """Return a project code with plain hyphens: papers print dashes, or the twenty digits alone."""
    code = re.sub("[—–－‐]", "-", typed)
    if re.fullmatch("[0-9]{20}", code):
        return f"{code[:4]}-{code[4:10]}-{code[10:12]}-{code[12:14]}-{code[14:]}"
    return code


def project_code_fault(code: str) -> str | None:
    """Return why this is no unified code of an investment project (投资项目统一代码, GB/T 40058-2021, R115): "length", "hyphens",
    or the part that holds something else than digits: "time", "region", "department", "kind" or "serial"; else None.

    How its check character is computed is not published where it could be verified: that is left to the platform's answer.
    """
    if len(code) != 24:
        return "length"
    if any(code[place] != "-" for place in (4, 11, 14, 17)):
        return "hyphens"
    return next((name for name, start, end in _PROJECT if not re.fullmatch("[0-9]+", code[start:end])), None)


def birth_date(number: str) -> date | None:
    """Return the birth date inside an 18-character identity number, or None where it names no day since 1900."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1900 else None


LEVELS = {"national": "1", "province": "2", "city": "3", "county": "4"}
"""The 19th character of a task code: the level at which the item is handled (R112)."""


def task_code_fault(code: str, catalog_code: str, level: str) -> str | None:
    """Return why a task code (实施编码, R112) is wrong: "length", "body", "level" or "catalog"; else None."""
    if len(code) != 31:
        return "length"
    if uscc_fault(code[:18]):
        return "body"
    if level in LEVELS and code[18] != LEVELS[level]:
        return "level"
    return None if code[19:] == catalog_code else "catalog"
