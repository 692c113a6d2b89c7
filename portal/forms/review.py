"""Forms of the review: an opinion, a decision, and the procedures in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from portal.formats import zh
from portal.forms.account import PlainForm, filled, tidied
from portal.services import law
from portal.states import VERDICTS
from portal.strips import procedure_called
from workflows.procedure_time import left
from workflows.publicity import CAUSE as PUBLICITY
from workflows.terms import PauseTerm

if TYPE_CHECKING:
    from portal.services.colleagues import Colleague
    from portal.services.decision import DecisionView
    from portal.services.track_view import TrackView

LONGEST = 2000
Approved = TypeVar("Approved", bound="StaffForm")
TOO_LONG = _l("文字太长或含有不能显示的字符，最多 2,000 字。")


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices from values and labels."""
    return [SelectChoice(value, label) for value, label in pairs]


def words(sentence: Any) -> list[Any]:
    """The validators of a text that must say something."""
    return [filled(sentence), tidied("textarea", TOO_LONG, max=LONGEST)]


def optional_words() -> list[Any]:
    """The validators of a text that may stay empty."""
    return [Optional(), tidied("textarea", TOO_LONG, max=LONGEST)]


def for_disagreement(form: OpinionForm, field: Field) -> None:
    """A disagreement names the article it rests on (R87)."""
    if form.verdict.data == "disagree" and not (field.data or "").strip():
        raise StopValidation(_("不同意的，依据没有写。请写到条款。"))


class StaffForm(PlainForm):
    """A form of the staff: it carries the number of the last event that its page was made from."""

    expected_seq = HiddenField()

    @property
    def seq(self) -> int:
        """That number; -1 where it is none, which the service takes for an old page."""
        return int(self.expected_seq.data) if (self.expected_seq.data or "").isdigit() else -1

    def fresh(self, seq: int) -> StaffForm:
        """The same form on a page that was made again."""
        self.expected_seq.data = str(seq)
        return self


class OpinionForm(StaffForm):
    """The answer of one department."""

    verdict = RadioField(_l("结论"), [filled(_l("结论没有选。"))], choices=options(VERDICTS.items()))
    opinion = TextAreaField(
        _l("意见"), words(_l("意见没有写。写明结论和理由，不能只签名。")), description=_l("写明结论和理由，不能只签名")
    )
    basis = StringField(
        _l("依据"),
        [for_disagreement, Optional(), tidied("text", _l("依据太长或含有不能显示的字符。"), max=500)],
        description=_l("不同意的必须写到条款，例如《建筑设计防火规范》GB 50016 第 3.4.1 条"),
    )
    officers = SelectMultipleField(
        _l("共同核查的人员"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        coerce=int,
        description=_l("现场核查至少两人，连您在内"),
    )


def opinion_form(track: TrackView, colleagues: tuple[Colleague, ...], seq: int, **more: Any) -> OpinionForm:
    """The form of one track; its fields begin with the track's name, so that a page may hold several."""
    form = OpinionForm(prefix=f"{track.term.id}-", expected_seq=str(seq), **more)
    if track.term.officers < 2 or track.checked:  # who was on the site signs with the record of the joint check
        del form.officers
        return form
    form.officers.choices = options((one.id, zh(f"{one.name}　{one.certificate}".strip("　"))) for one in colleagues)
    form.officers.wanted = track.term.officers - 1
    return form


def check_officers(form: OpinionForm) -> bool:
    """Whether enough officers sign; otherwise the sentence stands beside the field (article 34, R18)."""
    missing = form.officers.wanted - len(form.officers.data or ()) if "officers" in form else 0
    if missing > 0:
        form.officers.errors = [_("还要选 %(n)s 名一起核查的人员。现场核查由两名以上工作人员进行。", n=missing)]
    return missing <= 0


def approval() -> BooleanField:
    """That who decides approves more than the longest time of the guide; nobody else has the field."""
    return BooleanField(
        _l("批准超过办事指南公布的最长时间"), description=_l("只在确实需要时勾选；超过的天数、理由和批准人写进告知书")
    )


class PauseForm(StaffForm):
    """A special procedure begins."""

    cause = SelectField(_l("程序"), [filled(_l("程序没有选。"))])
    days = StringField(
        _l("所需时间（工作日）"),
        [filled(_l("所需时间没有填。")), tidied("integer", _l("所需时间应为 1 到 250 的整数。"), min=1, max=250)],
        description=_l("书面告知申请人，这段时间不计入期限"),
        render_kw={"inputmode": "numeric"},
    )
    reason = TextAreaField(_l("为什么需要"), words(_l("理由没有写。")), description=_l("写进告知书"))
    approved = approval()


def pause_form(seen: DecisionView, **more: Any) -> PauseForm:
    """The form with the procedures that the law and the guide know and that are not running."""
    form = PauseForm(prefix="pause-", expected_seq=str(seen.case.seq), **more)
    running = {stop.cause for stop in seen.case.open_stops}
    known = (
        (term.kind, procedure_words(seen, term))
        for term in seen.case.terms.pauses
        if term.kind not in running and not (term.kind == PUBLICITY and seen.case.terms.publicity)
    )
    form.cause.choices = options([("", _("请选择")), *known])
    return approvable(form, seen)


def approvable(form: Approved, seen: DecisionView) -> Approved:
    """The form, without the approval where the person does not decide."""
    if not seen.acts & {"decide", "other_decides"}:
        del form["approved"]
    return form


def procedure_words(seen: DecisionView, term: PauseTerm) -> str:
    """What a procedure is called, which clocks it stops, and how many days of its longest time are left."""
    name = procedure_name(seen, term.kind)
    name = name if term.stops_statutory else _("%(name)s（只停承诺时限）", name=name)
    most = left(seen.case, term, law.calendar(), seen.today)
    if most is None:
        return name
    return _("%(name)s，最长 %(most)s 个工作日，还剩 %(left)s 个", name=name, most=term.max_days, left=most)


def procedure_name(seen: DecisionView, kind: str) -> str:
    """The name that the guide gives a procedure, otherwise the law's own."""
    own = seen.file.guide.procedure(kind)
    return procedure_called(own.name if own else None, kind)


class ResumeForm(StaffForm):
    """A special procedure ends."""

    note = TextAreaField(_l("结果"), words(_l("结果没有写。")), description=_l("例如：专家组 3 人一致通过，意见见附件"))


class ExtendForm(StaffForm):
    """The one extension."""

    days = StringField(
        _l("延长（工作日）"),
        [filled(_l("延长几天，没有填。")), tidied("integer", _l("延长的天数应为整数。"), min=1, max=60)],
        render_kw={"inputmode": "numeric"},
    )
    reason = TextAreaField(_l("延长的理由"), words(_l("理由没有写。")), description=_l("写进延期通知书，告知申请人"))
    approver = StringField(
        _l("批准的政府负责人"),
        [filled(_l("批准的政府负责人没有填。")), tidied("text", _l("文字太长或含有不能显示的字符。"), max=80)],
        description=_l("写机关和职务，例如：临江市人民政府市长；写进延期通知书"),
    )
    document = StringField(
        _l("批准文件的文号"),
        [filled(_l("批准文件的文号没有填。")), tidied("text", _l("文字太长或含有不能显示的字符。"), max=80)],
    )


def extend_form(seen: DecisionView, **more: Any) -> ExtendForm:
    """The form of the extension; who of the government approved is asked for joint handling alone (article 42 (2), R25)."""
    form = ExtendForm(prefix="extend-", **more)
    if not seen.case.terms.joint_extension:
        del form.approver
        del form.document
    return form


class SiteCheckForm(StaffForm):
    """Order a check on the site."""

    reason = TextAreaField(_l("理由"), words(_l("理由没有写。")), description=_l("写进告知书，申请人看得到"))


class TakeBackForm(StaffForm):
    """A signed decision is taken back."""

    reason = TextAreaField(
        _l("为什么撤回"), words(_l("撤回的理由没有写。")), description=_l("记入全过程记录，申请人看不到")
    )


class CosignForm(StaffForm):
    """The second officer's signature."""

    opinion = TextAreaField(_l("复核意见"), words(_l("复核意见没有写。")), description=_l("写明核对了什么、结论是什么"))


class SameNameForm(StaffForm):
    """Whether somebody on a list is the one in the application, where only the name is the same."""

    verdict = RadioField(
        _l("是不是同一人（单位）"),
        [filled(_l("没有选是不是同一人（单位）。"))],
        choices=options([("concerned", _l("是，记录与本申请有关")), ("not_concerned", _l("不是，同名而已"))]),
    )
    words = TextAreaField(
        _l("怎样核对的"),
        words(_l("怎样核对的没有写。")),
        description=_l("例如：向列入机关核实了身份证号；材料里的身份证和决定书上的出生日期不同"),
    )


class TakeFormerForm(StaffForm):
    """A renewal goes on with what the former licence says since its change."""


class HearingAnswerForm(StaffForm):
    """The written answer to a request for a hearing that the decision overtook."""

    who = RadioField(_l("答复谁"), [filled(_l("没有选答复谁。"))])
    outcome = RadioField(_l("答复"), [filled(_l("没有选怎样答复。"))])
    reason = TextAreaField(
        _l("理由"),
        words(_l("理由没有写。")),
        description=_l("写明核实了什么、为什么；对他提出的问题逐条答复，写进答复书"),
    )
    basis = StringField(
        _l("依据"),
        words(_l("依据没有写。")),
        description=_l("法律、法规或者标准的名称和条款，例如：《中华人民共和国行政许可法》第四十七条第一款"),
    )

    def offer(self, parties: Sequence[tuple[str, str]], *, revocable: bool) -> HearingAnswerForm:
        """Offer the parties that wait, and the revocation where there is a licence; what is alone is said, not asked."""
        answers = [("stands", _l("原决定不改变")), *([("revoke", _l("已经提出撤销该许可"))] if revocable else [])]
        self.who.choices, self.outcome.choices = options(parties), options(answers)
        return self


class EndGrantForm(StaffForm):
    """The end of a granted case whose former licence was ended before the new one was made out."""

    document = StringField(
        _l("使原证失去效力的文书的文号"),
        [tidied("text", _l("文号太长，最多 80 字。"), max=80)],
        description=_l("原证的撤销、撤回、吊销或者注销决定书；原证到期失效的，不用写"),
    )
    reason = TextAreaField(_l("终止的理由"), words(_l("理由没有写。")), description=_l("写进送达申请人的决定书"))
