"""Forms of credit: bringing a list in, one entry by hand, acts on an entry, objections with their answers, and bars."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FileField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from portal.forms.account import As, PlainForm, filled
from portal.forms.review import StaffForm, options
from portal.services import credit_file, credit_terms
from portal.services.wrong_input import WrongInput

KINDS = options((("black", _l("黑名单（失信）")), ("red", _l("红名单（守信激励）"))))
GRADES = options((("", _l("没有写明")), ("minor", _l("轻微")), ("general", _l("一般")), ("serious", _l("严重"))))
_SAID: dict[str, Any] = {
    "version_used": _l("这个版本已经导入过，内容和这份文件不同。请写新的版本号，例如加上日期。"),
    "day_missing": _l("日期没有填。"),
    "day_future": _l("日期不能晚于今天。"),
    "day_reversed": _l("日期不能早于列入日期。"),
    "reason_missing": _l("理由没有写。"),
    "document_missing": _l("依据的文书没有写。"),
    "act_unknown": _l("请选择要做什么。"),
    "nobody": _l("单位和人员至少填一项：信用代码、单位名称、姓名或身份证号。"),
    "uscc_wrong": _l("统一社会信用代码不对，请核对 18 位和校验位。"),
    "person_id_wrong": _l("身份证号不对，请核对 18 位和校验位。"),
    "until_term": _l("有效期和失信等级不相符：轻微的 %(minor)s 个月，一般的 %(general)s 个月，严重的 %(serious)s 个月"),
    "until_reversed": _l("有效期至早于列入日期。"),
    "words_missing": _l("异议的内容没有写。"),
    "answer_words_missing": _l("答复的理由没有写。"),
    "answer_missing": _l("请选择异议成立还是不成立。"),
    "answer_nobody_known": _l("来函标注的异议不知道是哪个申请人的，不能选这一项。同名的，在办件的信用部分核对身份。"),
}


DAY = _l("例如 2026-09-30 或者 2026年9月30日")


class DayField(DateField):
    """A day as people write it, as in the lists themselves; what is none is said in a sentence of our own."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day."""
        known = credit_file.day_of(" ".join(valuelist).strip())
        try:
            super().process_formdata([known.isoformat()] if known else valuelist)
        except ValueError:
            raise ValueError(str(_l("日期看不懂，请写成 2026-09-30。"))) from None


class CreditForm(PlainForm):
    """A form that says what a service of credit found wrong."""

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name, code in wrong.fields.items():
            words = _SAID.get(f"{name}_{code}") or _SAID.get(code) or _l("这一项不对，请核对。")
            field = self[name] if name in self else next(iter(self))
            field.errors = [*field.errors, str(words) % credit_terms.months()]


class ListForm(CreditForm):
    """A list as a file, and which list it is; `kept` and `base` lead from the preview to the import."""

    file = FileField(
        _l("名单文件"),
        description=_l("Excel（.xlsx）、CSV 或 JSON；CSV 和 JSON 用 UTF-8 或 GB18030 编码都能读"),
        render_kw={"accept": ".xlsx,.csv,.json,.txt"},
    )
    sheet = StringField(
        _l("工作表"), [As(required=False, max=31)], description=_l("只用于 Excel；不填的，读第一张没有隐藏的工作表")
    )
    kind = RadioField(_l("哪一种名单"), choices=KINDS, validators=[filled(_l("没有选红名单还是黑名单。"))])
    name = StringField(_l("名单名称"), [As(max=160)], description=_l("同一名称的新版本替换旧版本，旧版本留作证据"))
    version = StringField(_l("版本"), [As(max=60, like="2026-09-30")], description=_l("发布机关的版本号或发布日期"))
    rule_version = StringField(
        _l("依据"), [As(max=120)], description=_l("列入所依据的规定和文号，例如应急管理部令第 11 号")
    )
    kept = HiddenField()
    base = HiddenField()
    arrival = HiddenField()
    partly = BooleanField(_l("有错的行不导入，导入其余的行"))


class EntryForm(CreditForm):
    """One entry by hand."""

    kind = RadioField(_l("哪一种名单"), choices=KINDS, validators=[filled(_l("没有选红名单还是黑名单。"))])
    uscc = StringField(_l("统一社会信用代码"), [As(required=False, max=18)])
    unit_name = StringField(_l("单位名称"), [As(required=False, max=200)])
    person_name = StringField(_l("人员姓名"), [As(required=False, max=80)])
    person_id = StringField(
        _l("身份证号"), [As(required=False, max=18)], description=_l("只用来核对是不是同一个人，页面上遮盖")
    )
    grounds = TextAreaField(_l("列入事由"), [As("textarea", max=400)])
    decision_document = StringField(_l("列入决定书文号"), [As(max=120)])
    body = StringField(_l("列入机关"), [As(max=120)])
    rule_version = StringField(_l("依据"), [As(max=120)], description=_l("列入所依据的规定和条款"))
    listed_on = DayField(_l("列入日期"), [InputRequired(_l("列入日期没有填，或者不是日期。"))], description=DAY)
    until = DayField(_l("有效期至"), [Optional()], description=_l("不填的，按规定最长使用五年"))
    grade = RadioField(
        _l("失信等级"), choices=GRADES, default="", validators=[Optional()], description=_l("红名单不用选")
    )


class ActForm(CreditForm):
    """An act on an entry: early removal, repair, restoring."""

    act = RadioField(_l("做什么"), validators=[filled(_l("请选择要做什么。"))])
    day = DayField(_l("从哪天起"), [InputRequired(_l("日期没有填，或者不是日期。"))], description=DAY)
    document = StringField(_l("依据的文书"), [As(max=120)], description=_l("准予修复或移出的决定书文号"))
    reason = TextAreaField(_l("理由"), [As("textarea", max=2000)])


class MarkForm(CreditForm):
    """An objection that came in on paper is marked by hand."""

    words = TextAreaField(_l("异议的内容"), [As("textarea", max=2000)])
    document = StringField(_l("异议文书"), [As(max=120)], description=_l("来文的名称和日期"))


class ObjectForm(CreditForm):
    """The applicant's objection, with a document that proves it."""

    words = TextAreaField(
        _l("哪里不对，为什么"),
        [As("textarea", max=2000)],
        description=_l("写明事实，例如决定已经撤销、罚款已经缴清、说的不是您单位的人"),
    )
    file = FileField(
        _l("证明材料"), [Optional()], description=_l("PDF 或照片"), render_kw={"accept": ".pdf,.jpg,.jpeg,.png"}
    )


class BarForm(StaffForm):
    """A statutory bar, on the decision that it follows from."""

    ground = RadioField(_l("因为什么"), validators=[filled(_l("请选择因为什么。"))])
    facts = TextAreaField(
        _l("查明的事实"), [As("textarea", max=2000)], description=_l("哪份材料是虚假的，或者用了什么手段，凭什么认定")
    )
    document = StringField(
        _l("决定书文号"), [As(max=120)], description=_l("不予受理、不予许可的决定书；撤销许可的，撤销决定书")
    )
    decided_on = DayField(_l("决定日期"), [InputRequired(_l("决定日期没有填，或者不是日期。"))], description=DAY)


class ExtendForm(CreditForm):
    """Why the answer to an objection takes longer."""

    words = TextAreaField(_l("延长的理由"), [As("textarea", max=2000)], description=_l("申请人看得到"))


class DismissForm(CreditForm):
    """Why a list that came by itself is not used."""

    words = TextAreaField(_l("不采用的理由"), [As("textarea", max=400)])


class AnswerForm(CreditForm):
    """The answer to an objection."""

    answer = RadioField(
        _l("答复"),
        choices=options(
            (
                ("upheld", _l("异议成立，记录有错，不再使用这条记录")),
                ("not_concerned", _l("同名不同人或者不是这个单位：记录照旧，但不再用于这个申请人")),
                ("rejected", _l("异议不成立，记录照旧")),
            )
        ),
        validators=[filled(_l("请选择异议成立还是不成立。"))],
    )
    answer_words = TextAreaField(_l("答复的理由"), [As("textarea", max=2000)], description=_l("申请人看得到"))
    answer_document = StringField(_l("答复文书"), [As(required=False, max=120)], description=_l("异议成立的必须写"))
