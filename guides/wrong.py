"""Every way an answer can be wrong, as codes with the facts their sentences need."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Wrong(StrEnum):
    """Every way an answer can be wrong, with the facts its sentence may use."""

    MISSING = "missing"  # a required field without an answer
    SHAPE = "shape"  # not the kind of value this field sends: nobody types that
    UNPRINTABLE = "unprintable"  # control characters
    TOO_SHORT = "too_short"  # min, length (characters)
    TOO_LONG = "too_long"  # max, length (characters)
    PATTERN = "pattern"  # example: the placeholder, if the field has one
    CAS = "cas"  # the form of a CAS number
    CAS_CHECK = "cas_check"  # its check digit
    PROJECT_LENGTH = "project_length"  # length
    PROJECT_CODE = "project_code"  # the form of a project code
    NUMBER = "number"  # no number
    WHOLE = "whole"  # a number, but not a whole one
    TOO_SMALL = "too_small"  # min
    TOO_LARGE = "too_large"  # max
    DECIMALS = "decimals"  # decimals: how many are allowed
    DATE = "date"  # no date in one of the four ways of writing
    NO_SUCH_DAY = "no_such_day"  # year, month, day
    OPTION = "option"  # value: not among the options
    YES_NO = "yes_no"
    CONSENT = "consent"  # not consented
    USCC_LENGTH = "uscc_length"  # length
    USCC_ALPHABET = "uscc_alphabet"  # character: the first that cannot occur
    USCC_REGION = "uscc_region"  # positions 3 to 8 are digits
    USCC_CHECK = "uscc_check"
    ID_LENGTH = "id_length"  # length
    ID_ALPHABET = "id_alphabet"
    ID_BIRTH = "id_birth"  # birth: the eight digits
    ID_CHECK = "id_check"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS_REGION = "address_region"  # the region is missing
    ADDRESS_DETAIL = "address_detail"  # street, number and room are missing
    TOO_FEW_ROWS = "too_few_rows"  # min, rows
    TOO_MANY_ROWS = "too_many_rows"  # max, rows
    CONTRADICTION = "contradiction"  # said: the guide's own sentence on answers that do not agree
    TABLE = "table"  # cells: tuple of CellError


class FieldError(ValueError):
    """What is wrong with an answer: a code out of `Wrong` and the facts its sentence needs."""

    def __init__(self, code: Wrong, **facts: Any) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class CellError:
    """A wrong cell of a table: its row as sent, counted from 0, its column and what is wrong with it."""

    row: int
    column: str
    error: FieldError
