"""Codes and numbers of units and people that do not exist, in a region that does not exist, with real check digits."""

from __future__ import annotations

from datetime import date

from guides.identifiers import id_check_digit, uscc_check_digit

REGION = "990100"
"""The division code of the fictional city; its districts and counties are numbered after it."""

_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_LETTERS = "ABCDEFGHJKLMNPQRTUWXY"  # those that a credit code may have


def credit_code(serial: int, *, of: str, region: str = REGION) -> str:
    """A unified social credit code (GB 32100). `of` is 91 for an enterprise, 92 for an individual trader, 11 for an office."""
    first, second = divmod(serial, len(_LETTERS))
    body = f"MA{2 + serial % 7}{_LETTERS[second]}{_LETTERS[first % len(_LETTERS)]}{(serial * 37 + 11) % 1000:03d}"
    code = f"{of}{region}{body}{_body_check(body)}"
    return code + uscc_check_digit(code)


def identity_number(born: date, serial: int, *, region: str = REGION) -> str:
    """A citizen identity number (GB 11643); an odd serial is a man's, an even one a woman's."""
    number = f"{region}{born:%Y%m%d}{serial % 1000:03d}"
    return number + id_check_digit(number)


def _body_check(body: str) -> str:
    """The check character of an organisation's own code (GB 11714)."""
    rest = 11 - sum(_VALUES[character] * weight for character, weight in zip(body, _BODY_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
