"""The words of published decisions: the national fields in both languages, and why a line was taken off the list."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

LABELS: dict[str, Any] = {
    "XK_XDR_MC": _l("行政相对人名称"),
    "XK_XDR_LB": _l("行政相对人类别"),
    "XK_XDR_SHXYM": _l("统一社会信用代码"),
    "XK_XDR_GSZC": _l("工商注册号"),
    "XK_XDR_ZZJG": _l("组织机构代码"),
    "XK_XDR_SWDJ": _l("税务登记号"),
    "XK_XDR_SYDW": _l("事业单位证书号"),
    "XK_XDR_SHZZ": _l("社会组织登记证号"),
    "XK_FRDB": _l("法定代表人"),
    "XK_FR_ZJLX": _l("法定代表人证件类型"),
    "XK_FR_ZJHM": _l("法定代表人证件号码"),
    "XK_XDR_ZJLX": _l("证件类型"),
    "XK_XDR_ZJHM": _l("证件号码"),
    "XK_XKWS": _l("行政许可决定文书名称"),
    "XK_WSH": _l("行政许可决定文书号"),
    "XK_XKLB": _l("许可类别"),
    "XK_XKZS": _l("许可证书名称"),
    "XK_XKBH": _l("许可编号"),
    "XK_NR": _l("许可内容"),
    "XK_JDRQ": _l("许可决定日期"),
    "XK_YXQZ": _l("有效期自"),
    "XK_YXQZI": _l("有效期至"),
    "XK_XKJG": _l("许可机关"),
    "XK_XKJGDM": _l("许可机关统一社会信用代码"),
    "XK_ZT": _l("当前状态（1 有效，2 无效）"),
    "XK_LYDW": _l("数据来源单位"),
    "XK_LYDWDM": _l("数据来源单位统一社会信用代码"),
    "BZ": _l("备注"),
}
"""The national fields of a published licence (R109), in their order."""

GROUNDS = {
    "decision_revoked": _l("决定已被撤销或者变更"),
    "objection_upheld": _l("异议成立"),
    "published_wrongly": _l("不应当公示"),
    "other": _l("其他原因"),
}
