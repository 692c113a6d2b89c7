"""The differences between two versions of a guide as lines to be read; the one place that turns a Change into words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.diff import Change
from portal.i18n import language

PARTS: dict[str, Any] = {
    "name": _l("名称"),
    "summary": _l("简介"),
    "authority": _l("实施机关"),
    "legal_basis": _l("依据"),
    "conditions": _l("条件"),
    "questions": _l("先问的问题"),
    "cases": _l("情形"),
    "materials": _l("材料"),
    "limits": _l("时限"),
    "correction": _l("补正"),
    "deferral": _l("容缺"),
    "review": _l("审查"),
    "special_procedures": _l("特别程序"),
    "extension": _l("延长"),
    "fees": _l("收费"),
    "channels": _l("办理方式"),
    "form": _l("申请表"),
    "result": _l("结果"),
    "remedies": _l("救济"),
    "credit": _l("信用"),
    "contact": _l("联系"),
    "faq": _l("常见问题"),
}


def lines(changes: Iterable[Change]) -> list[str]:
    """One line a change, in the language of the page."""
    return [_line(one) for one in changes]


def _line(one: Change) -> str:
    part, place = str(PARTS.get(one.part, one.part)), one.key
    before, after = _value(one.before), _value(one.after)
    if one.kind == "added":
        return _("%(part)s：新增 %(place)s：%(after)s", part=part, place=place, after=after)
    if one.kind == "removed":
        return _("%(part)s：删去 %(place)s：%(before)s", part=part, place=place, before=before)
    if one.kind == "reordered":
        return _("%(part)s：%(place)s 的次序变了", part=part, place=place)
    return _("%(part)s：%(place)s 由“%(before)s”改为“%(after)s”", part=part, place=place, before=before, after=after)


def _value(value: Any) -> str:
    """A value as people read it: of a text its words, of a part its name, of anything else itself."""
    if isinstance(value, dict):
        named = (
            value if "zh" in value else next((value[key] for key in ("name", "label", "text") if value.get(key)), None)
        )
        if isinstance(named, dict):
            return str((named.get("en") if language().code == "en" else "") or named.get("zh", ""))
        return _comma().join(f"{key} {_value(part)}" for key, part in value.items() if part not in (None, "", [], {}))
    if isinstance(value, list):
        return _comma().join(_value(part) for part in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value) if value is not None else _("无")


def _comma() -> str:
    return ", " if language().code == "en" else "、"
