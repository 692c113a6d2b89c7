"""Field types that follow a published pattern: credit codes, identity numbers, telephones, addresses of mail."""

from __future__ import annotations

import re
from typing import Any

from guides.form import Field
from guides.identifiers import (
    USCC_ALPHABET,
    cas_check_digit,
    hyphenated,
    id_number_fault,
    project_code_fault,
    uscc_fault,
)
from guides.typed import plain
from guides.wrong import FieldError, Wrong


def check_cas(value: str) -> None:
    """Raise FieldError unless the value is a registry number of a chemical (CAS) with its check digit."""
    if not re.fullmatch(r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]", value):
        raise FieldError(Wrong.CAS)
    if cas_check_digit(value) != value[-1]:
        raise FieldError(Wrong.CAS_CHECK)


def project_code(value: str) -> str:
    """The code of an investment project, with its hyphens."""
    code = hyphenated(value)
    if fault := project_code_fault(code):
        raise FieldError(Wrong.PROJECT_LENGTH if fault == "length" else Wrong.PROJECT_CODE, length=len(code))
    return code


def _code(raw: Any) -> str:
    return plain(raw).replace("-", "").upper()


def uscc(_field: Field, raw: Any) -> str:
    """The unified social credit code (统一社会信用代码) in capitals, its check character proven."""
    code = _code(raw)
    fault = uscc_fault(code)
    if fault == "length":
        raise FieldError(Wrong.USCC_LENGTH, length=len(code))
    if fault == "alphabet":
        raise FieldError(Wrong.USCC_ALPHABET, character=_first_foreign(code))
    if fault:
        raise FieldError(Wrong.USCC_REGION if fault == "region" else Wrong.USCC_CHECK)
    return code


def _first_foreign(code: str) -> str:
    return next(character for character in code if character not in USCC_ALPHABET)


def id_number(_field: Field, raw: Any) -> str:
    """The number of an identity card (公民身份号码), its check digit proven."""
    number = _code(raw)
    fault = id_number_fault(number)
    if fault == "length":
        raise FieldError(Wrong.ID_LENGTH, length=len(number))
    if fault == "birth":
        raise FieldError(Wrong.ID_BIRTH, birth=number[6:14])
    if fault:
        raise FieldError(Wrong.ID_ALPHABET if fault == "alphabet" else Wrong.ID_CHECK)
    return number


_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([2-9][0-9]{6,7})(?:-([0-9]{1,6}))?")


def phone(_field: Field, raw: Any) -> str:
    """A mobile number in digits, or a landline with its area code."""
    typed = re.sub(r"[\u2010-\u2015\u2212.()（）]|转|分机", "-", plain(raw)).strip("-")
    typed = re.sub(r"--+", "-", typed)
    typed = re.sub(r"^(?:\+|00)?86-?(?=1[0-9]{2}-?[0-9]{4})", "", typed)
    typed = re.sub(r"^(?:\+|00)86-?0?(?=[1-9])", "0", typed)
    digits = typed.replace("-", "")
    if re.fullmatch(r"1[3-9][0-9]{9}", digits):
        return digits
    if found := _LANDLINE.fullmatch(typed):
        return "-".join(part for part in found.groups() if part)
    raise FieldError(Wrong.PHONE)


def email(_field: Field, raw: Any) -> str:
    """An address of mail, its domain in small letters."""
    name, _, domain = plain(raw).rpartition("@")
    letters = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    if not re.fullmatch(rf"{letters}(\.{letters})*", name) or not re.fullmatch(rf"({label}\.)+{label}", domain):
        raise FieldError(Wrong.EMAIL)
    if len(name) > 64 or len(domain) > 253:
        raise FieldError(Wrong.EMAIL)
    return f"{name}@{domain.lower()}"


def postcode(_field: Field, raw: Any) -> str:
    """A postcode of six digits."""
    digits = plain(raw)
    if not re.fullmatch(r"[0-9]{6}", digits) or digits == "000000":
        raise FieldError(Wrong.POSTCODE)
    return digits
