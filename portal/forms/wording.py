"""What is wrong with an answer, in one polite sentence a fault: what is wrong, and what to write instead."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.fields import FieldError, Wrong
from guides.form import Field

_CHOSEN = ("choice", "multichoice", "yesno")
_MISSING = {
    "number": _l("“%(label)s”没有填。请填数字。"),
    "integer": _l("“%(label)s”没有填。请填整数。"),
    "date": _l("“%(label)s”没有填。请写年月日，例如 2026-05-01。"),
    "uscc": _l("“%(label)s”没有填。请照营业执照填 18 位。"),
    "id_number": _l("“%(label)s”没有填。请照身份证填 18 位。"),
    "phone": _l("“%(label)s”没有填。请填手机号，或者带区号的座机号。"),
    "email": _l("“%(label)s”没有填。请填邮箱，例如 name@example.cn。"),
    "postcode": _l("“%(label)s”没有填。请填 6 位邮政编码。"),
    "address": _l("“%(label)s”没有填。请写省市区县，再写街道和门牌号。"),
    "table": _l("“%(label)s”没有填。请至少填一行。"),
}
_SENTENCES: dict[Wrong, Any] = {
    Wrong.CONSENT: _l("承诺还没有勾选。请读过后勾选；不承诺的，不能提交。"),
    Wrong.SHAPE: _l("“%(label)s”没有收完整。请重新填写。"),
    Wrong.UNPRINTABLE: _l("“%(label)s”里有看不见的控制字符，多半是从别处粘贴来的。请删掉重新输入。"),
    Wrong.TOO_SHORT: _l("“%(label)s”只有 %(length)s 个字，太短。请写到 %(min)s 个字以上。"),
    Wrong.TOO_LONG: _l("“%(label)s”有 %(length)s 个字，太长。请缩到 %(max)s 个字以内。"),
    Wrong.PATTERN: _l("“%(label)s”的写法不对。请照证件或者示例填写。"),
    Wrong.CAS: _l("“%(label)s”的写法不对。CAS 号由三段数字组成，例如 67-64-1。"),
    Wrong.CAS_CHECK: _l("“%(label)s”的末位校验不对，请核对。例如丙酮是 67-64-1。"),
    Wrong.PROJECT_LENGTH: _l("“%(label)s”有 %(length)s 个字符，应为 24 个，含 4 个连字符。请照立项文件填写。"),
    Wrong.PROJECT_CODE: _l("“%(label)s”的写法不对。投资项目统一代码由五段数字组成，例如 2601-990100-04-01-123456。"),
    Wrong.NUMBER: _l("“%(label)s”要填数字。单位不用写，例如 1200.5。"),
    Wrong.WHOLE: _l("“%(label)s”要填整数，不带小数点。"),
    Wrong.TOO_SMALL: _l("“%(label)s”不能小于 %(min)s。请核对数字和单位。"),
    Wrong.TOO_LARGE: _l("“%(label)s”不能大于 %(max)s。请核对数字和单位。"),
    Wrong.DECIMALS: _l("“%(label)s”小数点后最多 %(decimals)s 位。请四舍五入后再填。"),
    Wrong.DATE: _l("“%(label)s”看不出是哪一天。请写年月日，例如 2026-05-01。"),
    Wrong.NO_SUCH_DAY: _l("%(year)s 年 %(month)s 月没有 %(day)s 日。请核对“%(label)s”。"),
    Wrong.OPTION: _l("“%(label)s”要从列出的几项里选。请重新选择。"),
    Wrong.YES_NO: _l("“%(label)s”要选“是”或者“否”。"),
    Wrong.USCC_LENGTH: _l("“%(label)s”应当是 18 位，现在是 %(length)s 位。请照营业执照核对。"),
    Wrong.USCC_ALPHABET: _l("“%(label)s”里不会有“%(character)s”。请照营业执照核对，注意 0 和 O、1 和 I。"),
    Wrong.USCC_REGION: _l("“%(label)s”的第 3 到 8 位应当是数字。请照营业执照核对，注意 0 和 O、1 和 I。"),
    Wrong.USCC_CHECK: _l("“%(label)s”的最后一位校验不符。请照营业执照右上角核对，注意 0 和 O、1 和 I。"),
    Wrong.ID_LENGTH: _l("“%(label)s”应当是 18 位，现在是 %(length)s 位。请照身份证核对。"),
    Wrong.ID_ALPHABET: _l("“%(label)s”前 17 位是数字，最后一位是数字或者 X。请照身份证核对。"),
    Wrong.ID_BIRTH: _l("“%(label)s”中间的出生日期 %(birth)s 不存在。请照身份证核对。"),
    Wrong.ID_CHECK: _l("“%(label)s”的最后一位校验不符。请照身份证逐位核对。"),
    Wrong.PHONE: _l("“%(label)s”不像电话号码。手机号填 11 位，座机写区号，例如 0390-5550117。"),
    Wrong.EMAIL: _l("“%(label)s”不像邮箱。请写成 name@example.cn 的样子。"),
    Wrong.POSTCODE: _l("“%(label)s”应当是 6 位数字。"),
    Wrong.ADDRESS_REGION: _l("“%(label)s”没有写省市区县。请写到区县，例如 临江市澄江区。"),
    Wrong.ADDRESS_DETAIL: _l("“%(label)s”没有写详细地址。请写街道、门牌号和房号。"),
    Wrong.TOO_FEW_ROWS: _l("“%(label)s”至少填 %(min)s 行，现在填了 %(rows)s 行。"),
    Wrong.TOO_MANY_ROWS: _l("“%(label)s”最多填 %(max)s 行，现在填了 %(rows)s 行。请分两次申请。"),
    Wrong.CONTRADICTION: _l("“%(label)s”和别处填的对不上。请核对。"),
    Wrong.TABLE: _l("“%(label)s”有几处要改。"),
}


def sentence(field: Field, error: FieldError, language: str) -> str:
    """The sentence for a fault of this field, in the language of the page."""
    facts = {**error.facts, "label": field.label.get(language)}
    if error.code is Wrong.CONTRADICTION and error.facts.get("said"):
        return str(error.facts["said"].get(language))
    if error.code is Wrong.PATTERN and error.facts.get("example"):
        example = error.facts["example"].get(language)
        return _("“%(label)s”的写法不对。请写成“%(example)s”这样。", label=facts["label"], example=example)
    return str(_words(field, error)) % facts


def _words(field: Field, error: FieldError) -> Any:
    if error.code is not Wrong.MISSING:
        return _SENTENCES[error.code]
    if field.type in _CHOSEN:
        return _l("“%(label)s”没有选。请选一项。")
    return _MISSING.get(field.type, _l("“%(label)s”没有填。请填写。"))
