"""What is wrong with a unified social credit code: the sentence names the place and the character, and the way on (R110)."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from guides.identifiers import CodeFault, uscc_detail
from portal.services.applicants import read_code

_WORDS: dict[str, Any] = {
    "length": _l("统一社会信用代码应为 18 位，这里是 %(at)s 位。请照营业执照补齐，或者扫执照上的二维码。"),
    "alphabet": _l(
        "代码第 %(at)s 位是“%(found)s”，代码里没有 I、O、S、V、Z 这几个字母，也没有符号。请照营业执照核对，多半是 1、0、5 或者 2。"
    ),
    "region": _l("代码第 %(at)s 位是“%(found)s”，第 3 到 8 位是行政区划码，应当全是数字。请照营业执照核对。"),
    "check": _l(
        "代码第 18 位（校验码）是“%(found)s”，按前 17 位应当是“%(expected)s”：有一位抄错了。请照营业执照逐位核对，"
        "或者扫执照上的二维码；执照上确是这样的，请申请人到登记机关更正。"
    ),
}


def code_sentence(fault: CodeFault) -> str:
    """The sentence for a fault of a code."""
    return str(_WORDS[fault.kind]) % {"at": fault.at, "found": fault.found, "expected": fault.expected}


def right_code(form: Any, field: Field) -> None:
    """Read a code as it was typed or scanned; raise ValidationError with the sentence that names what is wrong."""
    said = unicodedata.normalize("NFKC", field.data or "").strip()
    field.data = read_code(said) or "".join(said.split()).upper()
    if fault := uscc_detail(field.data):
        raise ValidationError(code_sentence(fault))
