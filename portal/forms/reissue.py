"""Forms on a lost or damaged licence: applied for by the holder or at the window, made out or refused by an officer."""

from __future__ import annotations

from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Optional

from portal.forms.account import filled
from portal.forms.review import StaffForm, optional_words, options, words
from portal.i18n import language
from workflows.reissue import policy


def ground_words(name: str) -> str:
    """A ground in the language of the page, as the procedure names it."""
    ground = policy().grounds.get(name)
    return ground.words["en" if language().code == "en" else "zh"] if ground else name


GROUNDS = tuple((name, LazyString(ground_words, name)) for name in policy().grounds)


class AskReissueForm(StaffForm):
    """The holder applies for a new document, confirmed by one statement."""

    ground = RadioField(_l("为什么补发"), [filled(_l("为什么补发，没有选。"))], choices=options(GROUNDS))
    words = TextAreaField(_l("经过"), optional_words(), description=_l("何时、何地、怎样发现的，可以不写"))
    stated = BooleanField(
        _l("我声明：上面说的是真的；原来的证照从补发之日起作废，找到的交回发证机关，不再使用。"),
        [DataRequired(_l("没有勾选声明，不能申请。"))],
    )


class WindowReissueForm(StaffForm):
    """The same at the counter, with the statement that the holder signed."""

    ground = RadioField(_l("为什么补发"), [filled(_l("为什么补发，没有选。"))], choices=options(GROUNDS))
    words = TextAreaField(_l("经过"), optional_words(), description=_l("照持证人说的记，可以不写"))
    scan = FileField(_l("持证人签字的声明扫描件"), [Optional()], description=_l("PDF 或者图片；核对过身份再收"))

    def complete(self, given: Any) -> bool:
        """Whether the signed statement is there."""
        if not (given and given.filename):
            self.scan.errors = [_("签字的声明扫描件没有选。")]
        return not self.errors


class IssueAgainForm(StaffForm):
    """Propose the new document, make it out, or sign what was proposed: there is nothing to fill in."""


class RefuseReissueForm(StaffForm):
    """Refuse it, or propose that."""

    reason = TextAreaField(
        _l("不予补发的理由"), words(_l("理由没有写。")), description=_l("写明查明了什么、为什么不能补发，写进决定书")
    )
    basis = TextAreaField(_l("依据"), optional_words(), description=_l("不写的，用补发规定作依据"))


class ReturnReissueForm(StaffForm):
    """Send back what was proposed, or take it back."""

    reason = TextAreaField(_l("理由"), words(_l("理由没有写。")), description=_l("只有本机关的人员看得到"))
