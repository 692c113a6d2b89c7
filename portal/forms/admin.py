"""Forms of the administration: members of staff and offices."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.forms.account import MOBILE, As, PlainForm, filled
from portal.forms.code_words import right_code
from portal.services.service_windows import WindowFacts
from portal.services.wrong_input import WrongInput

NAME_LIKE = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class OfficerForm(PlainForm):
    """A member of staff."""

    name = StringField(_l("姓名"), [As(max=40)])
    login = StringField(
        _l("登录名"),
        [As(pattern="[A-Za-z][A-Za-z0-9._-]{1,39}", like="zhou.min")],
        description=_l("2 至 40 个字母、数字、点、横线，以字母开头"),
        render_kw=NAME_LIKE,
    )
    office_id = SelectField(
        _l("所在部门"), [filled(_l("所在部门没有选。"))], coerce=lambda value: int(value) if value else None
    )
    roles = SelectMultipleField(
        _l("角色"),
        [filled(_l("角色没有选，至少选一个。"))],
        description=_l("一个人可以有几个角色"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    mobile = StringField(_l("手机号"), [As(required=False, **MOBILE)])
    email = StringField(_l("电子邮箱"), [As("email", required=False)])
    certificate_number = StringField(
        _l("执法证号"), [As(required=False, max=40)], description=_l("做现场核查的人员要填，写进核查笔录")
    )


class ReasonForm(PlainForm):
    """Why something is done to somebody else's account."""

    reason = TextAreaField(
        _l("理由"),
        [filled(_l("理由没有填。请写怎样核对了本人身份。"))],
        description=_l("写怎样核对了本人身份"),
        render_kw={"rows": 2, "maxlength": 500},
    )


class StateForm(PlainForm):
    """Why an account is closed or opened again."""

    reason = TextAreaField(
        _l("理由"),
        [filled(_l("理由没有填。请写为什么停用或者启用。"))],
        description=_l("例如调离、离职、恢复岗位；记在账户记录里"),
        render_kw={"rows": 2, "maxlength": 500},
    )


class OfficeForm(PlainForm):
    """An office."""

    code = StringField(
        _l("部门代码"),
        [As(pattern="[a-z][a-z0-9_]{1,31}", like="emb")],
        description=_l("小写字母、数字、下划线。办事指南和办件里用它指这个部门，建好后不能改"),
        render_kw=NAME_LIKE,
    )
    name_zh = StringField(_l("中文名称"), [As(max=100)])
    name_en = StringField(_l("英文名称"), [As(max=150)])
    uscc = StringField(_l("统一社会信用代码"), [As("uscc", required=False)])
    document_prefix = StringField(
        _l("机关代字"), [As(required=False, max=20)], description=_l("文书编号的开头，例如“临应急许”")
    )
    seal_name = StringField(_l("印章名称"), [As(required=False, max=100)], description=_l("行政许可专用章上的机关名称"))
    address = StringField(_l("地址"), [As(required=False, max=180)])
    phone = StringField(_l("电话"), [As(required=False, max=40)])
    hours = StringField(_l("对外时间"), [As(required=False, max=180)])
    reconsideration_body = StringField(
        _l("行政复议机关"), [As(required=False, max=100)], description=_l("写进每一份决定书")
    )
    court = StringField(_l("有管辖权的法院"), [As(required=False, max=100)])
    intake_only = BooleanField(_l("只代收，不受理：这里的窗口人员替别的机关收件、核对身份和形式，再转送（异地代收）。"))
    intake_items = StringField(
        _l("可以代收的事项"),
        [As(required=False, max=500)],
        description=_l("事项代码，用空格隔开，例如 hazchem_business_licence；空着表示都可以"),
    )
    intake_regions = StringField(
        _l("可以代收的受理机关地区"),
        [As(required=False, max=200, pattern="[0-9]{2,6}([ ,，、][0-9]{2,6})*", like="990101")],
        description=_l("行政区划代码的前几位，用空格隔开；空着表示都可以"),
    )

    def facts(self) -> dict[str, Any]:
        """What was filled in, with the two lists as lists."""
        lists = {
            name: tuple(re.split(r"[ ,，、]+", self[name].data.strip())) if self[name].data else () for name in LISTS
        }
        return {**self.values(), **lists}

    def lay_out(self) -> OfficeForm:
        """Show lists as the words they are typed as."""
        for name in LISTS:
            if isinstance(self[name].data, tuple | list):
                self[name].data = " ".join(self[name].data)
        return self


LISTS = ("intake_items", "intake_regions")


class MergeForm(PlainForm):
    """Two records of one enterprise, the one that stays, and why."""

    from_uscc = StringField(_l("并掉的代码"), [filled(_l("并掉的代码没有填。")), right_code], render_kw=NAME_LIKE)
    into_uscc = StringField(
        _l("保留的代码"),
        [filled(_l("保留的代码没有填。")), right_code],
        description=_l("以现在营业执照上的代码为准"),
        render_kw=NAME_LIKE,
    )
    reason = TextAreaField(
        _l("理由"),
        [filled(_l("理由没有写。写明凭什么认定是同一家，例如登记机关的证明。"))],
        description=_l("写明凭什么认定是同一家，记入日志，不能改"),
        render_kw={"rows": 3, "maxlength": 500},
    )

    def take(self, wrong: WrongInput) -> None:
        """Say what the service found."""
        words = {
            "unknown": _l("没有这个代码的记录，或者已经并掉。请照列表核对。"),
            "same": _l("两个代码是同一条记录，不用合并。"),
        }
        for name, code in wrong.fields.items():
            self[name].errors = [str(words.get(code, _l("这一项不对，请核对。")))]


class WindowForm(PlainForm):
    """A window of the service centre."""

    code = StringField(
        _l("窗口号"), [As(required=False, max=8)], description=_l("屏幕上显示的，例如 3；不填的接着编号")
    )
    name_zh = StringField(_l("窗口名称"), [As(max=40, like="3 号窗口")])
    name_en = StringField(_l("英文名称"), [As(required=False, max=60)])
    comprehensive = BooleanField(_l("综合窗口，收所有事项"))
    items = SelectMultipleField(
        _l("只收这些事项"),
        description=_l("综合窗口不用选"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    officers = SelectMultipleField(_l("窗口人员"), coerce=int, widget=ListWidget(), option_widget=CheckboxInput())
    heads = SelectMultipleField(
        _l("窗口负责人"),
        coerce=int,
        description=_l("可以把同事的办件指定给别人，每个工作日收到没有人负责的办件的提醒"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    active = BooleanField(_l("在用，可以预约、叫号"), default=True)

    def facts(self) -> WindowFacts:
        """What was filled in, as the service takes it."""
        return WindowFacts(
            name_zh=self.name_zh.data or "",
            name_en=self.name_en.data or "",
            comprehensive=bool(self.comprehensive.data),
            items=tuple(self.items.data or ()),
            officers=tuple(self.officers.data or ()),
            heads=tuple(self.heads.data or ()),
            code=self.code.data or "",
            active=bool(self.active.data),
        )
