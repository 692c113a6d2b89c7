"""Forms of the administration: members of staff and offices."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from portal.forms.account import PlainForm, filled, tidied

LOGIN = Regexp(r"^[A-Za-z][A-Za-z0-9._-]{1,39}$", message=_l("登录名用 2 至 40 个字母、数字、点、横线，以字母开头，例如 zhou.min。"))
CODE = Regexp(r"^[a-z][a-z0-9_]{1,31}$", message=_l("部门代码用 2 至 32 个小写字母、数字、下划线，以字母开头，例如 emb。"))


class OfficerForm(PlainForm):
    """A member of staff."""

    name = StringField(_l("姓名"), [filled(_l("姓名没有填。")), tidied("text", _l("姓名太长或含有不能显示的字符。"), max=40)])
    login = StringField(
        _l("登录名"), [filled(_l("登录名没有填。")), LOGIN], render_kw={"autocomplete": "off", "spellcheck": "false"}
    )
    office_id = SelectField(_l("所在部门"), [filled(_l("所在部门没有选。"))], coerce=lambda value: int(value) if value else None)
    roles = SelectMultipleField(
        _l("角色"),
        [filled(_l("角色没有选，至少选一个。"))],
        description=_l("一个人可以有几个角色"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    mobile = StringField(_l("手机号"), [Optional(), tidied("phone", _l("手机号不对，应为 11 位数字，例如 13900001234。"))])
    email = StringField(_l("电子邮箱"), [Optional(), tidied("email", _l("电子邮箱不对，例如 name@example.cn。"))])
    certificate_number = StringField(
        _l("执法证号"),
        [Optional(), tidied("text", _l("执法证号太长。"), max=40)],
        description=_l("做现场核查的人员要填，写进核查笔录"),
    )


class OfficeForm(PlainForm):
    """An office."""

    code = StringField(
        _l("部门代码"), [filled(_l("部门代码没有填。")), CODE], description=_l("办事指南和办件里用它指这个部门，建好后不能改")
    )
    name_zh = StringField(_l("中文名称"), [filled(_l("中文名称没有填。")), tidied("text", _l("中文名称太长。"), max=100)])
    name_en = StringField(_l("英文名称"), [filled(_l("英文名称没有填。")), tidied("text", _l("英文名称太长。"), max=150)])
    uscc = StringField(
        _l("统一社会信用代码"), [Optional(), tidied("uscc", _l("统一社会信用代码不对：应为 18 位，末位校验要相符。"))]
    )
    document_prefix = StringField(
        _l("机关代字"),
        [Optional(), tidied("text", _l("机关代字太长。"), max=20)],
        description=_l("文书编号的开头，例如“临应急许”"),
    )
    seal_name = StringField(
        _l("印章名称"), [Optional(), tidied("text", _l("印章名称太长。"), max=100)], description=_l("行政许可专用章上的机关名称")
    )
    address = StringField(_l("地址"), [Optional(), tidied("text", _l("地址太长。"), max=180)])
    phone = StringField(_l("电话"), [Optional(), tidied("text", _l("电话太长。"), max=40)])
    hours = StringField(_l("对外时间"), [Optional(), tidied("text", _l("对外时间太长。"), max=180)])
    reconsideration_body = StringField(
        _l("行政复议机关"), [Optional(), tidied("text", _l("行政复议机关太长。"), max=100)], description=_l("写进每一份决定书")
    )
    court = StringField(_l("有管辖权的法院"), [Optional(), tidied("text", _l("法院名称太长。"), max=100)])

    def facts(self) -> dict[str, Any]:
        """The values with empty texts instead of nothing."""
        return {name: value or "" for name, value in self.values().items()}
