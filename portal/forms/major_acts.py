"""The form of a collegial discussion of what is proposed against a licence."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField
from wtforms.validators import Optional

from portal.forms.account import filled
from portal.forms.discussion import DiscussionForm
from portal.forms.review import options
from workflows.major_acts import DO, LEAVE

CONCLUSIONS: dict[str, Any] = {DO: _l("作出这项决定"), LEAVE: _l("不作出这项决定")}


class ActDiscussionForm(DiscussionForm):
    """A discussion of an act on a licence: the same record, another conclusion, and the signed minutes where there are any."""

    conclusion = RadioField(_l("讨论结论"), [filled(_l("结论没有选。"))], choices=options(CONCLUSIONS.items()))
    minutes = FileField(
        _l("签字的讨论记录（扫描件）"), [Optional()], description=_l("PDF 或者图片；没有扫描的，签字的原件存入纸质案卷")
    )
