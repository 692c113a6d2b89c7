"""Field types: parse what was typed into an answer, or say what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from guides import field_codes
from guides.conditions import is_filled
from guides.form import Field
from guides.typed import plain, tidy
from guides.typed_days import day_of
from guides.wrong import CellError, FieldError, Wrong

__all__ = ["Answer", "CellError", "FieldError", "Wrong", "parse", "plain", "tidy"]

Answer = str | list[str] | list[dict[str, str]] | dict[str, str]


def parse(field: Field, raw: Any) -> Answer | None:
    """Return the answer in its canonical form (dates ISO, numbers plain), None where an optional field is empty.

    Raises FieldError with the first thing wrong; for a table, with everything wrong in its cells.
    """
    if not is_filled(raw):
        if field.required:
            raise FieldError(Wrong.CONSENT if field.type == "consent" else Wrong.MISSING)
        return None
    return _PARSERS[field.type](field, raw)


def _within_length(field: Field, value: str, longest: int) -> str:
    shortest, most = int(field.min or 0), int(field.max or longest)
    if len(value) < shortest:
        raise FieldError(Wrong.TOO_SHORT, min=shortest, length=len(value))
    if len(value) > most:
        raise FieldError(Wrong.TOO_LONG, max=most, length=len(value))
    return value


def _text(field: Field, raw: Any) -> str:
    value = plain(raw) if field.check or field.pattern else tidy(raw)
    if field.check == "project_code":
        return field_codes.project_code(value)
    _within_length(field, value, 200)
    if field.check == "cas":
        field_codes.check_cas(value)
    if field.pattern and not re.fullmatch(field.pattern, value):
        raise FieldError(Wrong.PATTERN, example=field.placeholder)
    return value


def _textarea(field: Field, raw: Any) -> str:
    if not isinstance(raw, str):
        raise FieldError(Wrong.SHAPE)
    lines = [tidy(line) for line in raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return _within_length(field, "\n".join(lines).strip(), 2000)


_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def _decimal(field: Field, raw: Any) -> Decimal:
    typed = plain(raw).replace("，", ",").replace("。", ".")
    if field.unit:  # it stands beside the field, and who writes it once more has said nothing else
        typed = typed.removesuffix(plain(field.unit.zh)).removesuffix(plain(field.unit.en))
    if _THOUSANDS.fullmatch(typed.lstrip("+-")):
        typed = typed.replace(",", "")
    if not _NUMBER.fullmatch(typed) or len(typed) > 30:
        raise FieldError(Wrong.NUMBER)
    try:
        return Decimal(typed)
    except InvalidOperation as error:
        raise FieldError(Wrong.NUMBER) from error


def _number(field: Field, raw: Any) -> str:
    value = _decimal(field, raw)
    canonical = _canonical(value)
    places = len(canonical.partition(".")[2])
    if field.decimals is not None and places > field.decimals:
        raise FieldError(Wrong.DECIMALS, decimals=field.decimals)
    return _within_bounds(field, value, canonical)


def _integer(field: Field, raw: Any) -> str:
    value = _decimal(field, raw)
    if value != value.to_integral_value():
        raise FieldError(Wrong.WHOLE)
    return _within_bounds(field, value, _canonical(value))


def _canonical(value: Decimal) -> str:
    written = format(value, "f")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    sign, digits = ("-", written[1:]) if written.startswith("-") else ("", written)
    digits = digits.lstrip("0") or "0"
    digits = f"0{digits}" if digits.startswith(".") else digits
    return digits if digits == "0" else sign + digits


def _within_bounds(field: Field, value: Decimal, canonical: str) -> str:
    if field.min is not None and value < field.min:
        raise FieldError(Wrong.TOO_SMALL, min=_canonical(field.min))
    if field.max is not None and value > field.max:
        raise FieldError(Wrong.TOO_LARGE, max=_canonical(field.max))
    return canonical


def _date(_field: Field, raw: Any) -> str:
    if found := day_of(plain(raw)):
        return _day(*found)
    raise FieldError(Wrong.DATE)


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise FieldError(Wrong.NO_SUCH_DAY, year=year, month=month, day=day) from error


def _choice(field: Field, raw: Any) -> str:
    value = tidy(raw)
    if field.option(value) is None:
        raise FieldError(Wrong.OPTION, value=value)
    return value


def _multichoice(field: Field, raw: Any) -> list[str]:
    if not isinstance(raw, (list, tuple)):
        raise FieldError(Wrong.SHAPE)
    chosen = [tidy(one) for one in raw if is_filled(one)]
    for value in chosen:
        if field.option(value) is None:
            raise FieldError(Wrong.OPTION, value=value)
    return [option.value for option in field.options if option.value in chosen]


_YES, _NO = {"yes", "y", "true", "on", "1", "是", "有"}, {"no", "n", "false", "off", "0", "否", "无"}


def _yesno(_field: Field, raw: Any) -> str:
    typed = plain(raw).lower()
    if typed not in _YES | _NO:
        raise FieldError(Wrong.YES_NO)
    return "yes" if typed in _YES else "no"


def _consent(field: Field, raw: Any) -> str | None:
    if plain(raw).lower() in _YES:
        return "yes"
    if field.required:
        raise FieldError(Wrong.CONSENT)
    return None


def _address(field: Field, raw: Any) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        raise FieldError(Wrong.SHAPE)
    region, detail = tidy(raw.get("region") or ""), tidy(raw.get("detail") or "")
    if not region:
        raise FieldError(Wrong.ADDRESS_REGION)
    if len(detail) < 2:
        raise FieldError(Wrong.ADDRESS_DETAIL)
    _within_length(field, detail, 200)
    return {"region": region, "detail": detail}


def _table(field: Field, raw: Any) -> list[dict[str, str]]:
    if not isinstance(raw, (list, tuple)) or not all(isinstance(row, Mapping) for row in raw):
        raise FieldError(Wrong.SHAPE)
    filled = [(index, row) for index, row in enumerate(raw) if is_filled(row)]
    _within_rows(field, len(filled))
    wrong: list[CellError] = []
    rows = [_row(field, index, row, wrong) for index, row in filled]
    if wrong:
        raise FieldError(Wrong.TABLE, cells=tuple(wrong))
    return rows


def _within_rows(field: Field, rows: int) -> None:
    least = max(field.min_rows, 1 if field.required else 0)
    if rows < least:
        raise FieldError(Wrong.TOO_FEW_ROWS, min=least, rows=rows)
    if rows > field.max_rows:
        raise FieldError(Wrong.TOO_MANY_ROWS, max=field.max_rows, rows=rows)


def _row(field: Field, index: int, raw: Mapping[str, Any], wrong: list[CellError]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for column in field.columns:
        try:
            value = parse(column, raw.get(column.id))
        except FieldError as error:
            wrong.append(CellError(index, column.id, error))
        else:
            if value is not None:
                cells[column.id] = str(value)
    return cells


_PARSERS: dict[str, Callable[[Field, Any], Answer | None]] = {
    "text": _text, "textarea": _textarea, "number": _number, "integer": _integer, "date": _date, "choice": _choice,
    "multichoice": _multichoice, "yesno": _yesno, "consent": _consent, "uscc": field_codes.uscc, "id_number": field_codes.id_number,
    "phone": field_codes.phone, "email": field_codes.email, "postcode": field_codes.postcode, "address": _address, "table": _table,
}  # fmt: skip
