"""The form of the decision: what it asks depends on the outcome, on what departments and experts said, and on the promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from portal.forms.account import filled
from portal.forms.review import StaffForm, optional_words, options, words
from portal.states import OUTCOMES
from workflows.examination import examined

if TYPE_CHECKING:
    from portal.services.decision import DecisionView

GRANTED = ("reason", "scope", "conditions")
REFUSED = ("facts", "reason", "basis", "standards")


class DecisionForm(StaffForm):
    """The decision: what it says depends on the outcome, on departments that disagreed and on the promise being kept."""

    outcome = RadioField(_l("拟"), [filled(_l("准予还是不予，没有选。"))], choices=options(OUTCOMES.items()))
    reason = TextAreaField(
        _l("意见"), words(_l("意见没有写。写明结论和依据，不能只签名。")), description=_l("写明结论和依据，不能只签名")
    )
    scope = TextAreaField(_l("许可范围"), optional_words(), description=_l("写进决定书和证照"))
    facts = TextAreaField(_l("查明的事实"), optional_words(), description=_l("写明何时、何地、查明了什么"))
    basis = TextAreaField(_l("依据的条款"), optional_words(), description=_l("法律、法规、规章或者技术标准，写到条款"))
    resolution = TextAreaField(_l("对不同意见的处理"), optional_words(), description=_l("逐个写明采纳或者不采纳的理由"))
    explanation = TextAreaField(_l("超出承诺时限的说明"), optional_words(), description=_l("对外公开"))
    hearing = TextAreaField(
        _l("怎样采纳听证笔录"), optional_words(), description=_l("写明采纳、不采纳哪些意见和理由；决定根据听证笔录作出")
    )

    discussion = TextAreaField(
        _l("没有照集体讨论结论决定的理由"), optional_words(), description=_l("写明为什么和讨论的结论不一致")
    )
    conditions = TextAreaField(
        _l("应当遵守的条件"), optional_words(), description=_l("每行一条，写进决定书；没有的不写")
    )
    standards = TextAreaField(
        _l("依据的技术标准、技术规范"),
        optional_words(),
        description=_l("每行一条，写明名称、编号和条款；根据检验、检测、检疫结果不予许可的，必须写明"),
    )
    panel = TextAreaField(
        _l("专家意见怎样处理"),
        optional_words(),
        description=_l("专家要求修改的，写明落实情况；结论是不通过仍拟准予的，写明理由；写进决定书"),
    )

    def complete(self, seen: DecisionView) -> bool:
        """Whether everything that this decision needs was written; otherwise the sentences stand beside the fields."""
        for name, sentence in self._needed(seen).items():
            if not (self[name].data or "").strip():
                self[name].errors = [*self[name].errors, sentence]
        return not self.errors

    def marked(self, seen: DecisionView) -> DecisionForm:
        """The form with no field called optional that this decision cannot do without."""
        for name in self._needed(seen):
            self[name].flags.optional = False
        return self

    def _needed(self, seen: DecisionView) -> dict[str, str]:
        """The fields without which there is no such decision, each with the sentence that says so."""
        needed: dict[str, str | bool] = {"explanation": seen.late and _("已经超出承诺时限，说明没有写。")}
        needed["hearing"] = bool(seen.case.hearing.record) and _("本件举行过听证，怎样采纳听证笔录没有写。")
        needed["discussion"] = self._differs(seen) and _("决定和集体讨论的结论不一致，理由没有写。")
        if self.outcome.data == "grant":
            needed["panel"] = _unpassed(seen) and _("专家评审的结论不是通过，怎样处理没有写。")
        if self.outcome.data == "refuse":
            needed |= {"facts": _("查明的事实没有写。"), "basis": _("依据的条款没有写。")}
            needed["standards"] = examined(seen.case) and _("做过检验、检测或者检疫，依据的技术标准没有写。")
        return {name: str(sentence) for name, sentence in needed.items() if sentence}

    def _differs(self, seen: DecisionView) -> bool:
        """Whether this decision is not what the collegial discussion came to."""
        held = seen.case.discussion
        return held is not None and held.conclusion != (self.outcome.data or "grant")

    def parts(self, seen: DecisionView) -> list[str]:
        """The fields that this decision needs, in the order of the page."""
        shown = list(REFUSED if self.outcome.data == "refuse" else GRANTED)
        shown += ["hearing"] if seen.case.hearing.record else []
        shown += ["discussion"] if self._differs(seen) else []
        shown += ["panel"] if self.outcome.data != "refuse" and _unpassed(seen) else []
        return [*shown, "explanation"] if seen.late else shown


def _unpassed(seen: DecisionView) -> bool:
    """Whether experts reviewed the case and did not simply pass it."""
    return bool(seen.case.panel.unpassed)
