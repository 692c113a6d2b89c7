"""The form of the legal review, of a decision and of a major act on a licence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from portal.forms.account import filled
from portal.forms.review import StaffForm, options, words
from portal.states import OUTCOMES
from workflows import legal_review

if TYPE_CHECKING:
    from portal.services.decision import DecisionView


class LegalForm(StaffForm):
    """The legal reviewer's opinion on what is proposed."""

    asked = "always"
    verdict = RadioField(
        _l("法制审核结论"),
        [filled(_l("结论没有选。"))],
        choices=options([("passed", _l("通过")), ("returned", _l("退回修改"))]),
    )
    opinion = TextAreaField(
        _l("审核意见"), words(_l("审核意见没有写。")), description=_l("主体、权限、程序、事实、依据、裁量")
    )


class OutcomeForm(LegalForm):
    """The same on a decision that may go either way: it says which one was reviewed."""

    outcome = RadioField(
        _l("审核的是"), [filled(_l("审核的是准予还是不予，没有选。"))], choices=options(OUTCOMES.items())
    )


def legal_form(seen: DecisionView, **more: Any) -> LegalForm:
    """The form of the legal review; where the guide asks for it before refusals alone, the outcome is not asked for."""
    chosen = OutcomeForm if legal_review.asked(seen.case) == "always" else LegalForm
    form = chosen(prefix="legal-", **more)
    form.asked = legal_review.asked(seen.case)
    return form
