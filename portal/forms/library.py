"""The form of a paper in the enterprise's library."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional

from portal.forms.account import PlainForm


class ValidityForm(PlainForm):
    """Until when a paper is valid."""

    valid_to = DateField(
        _l("有效期至"),
        [Optional()],
        description=_l("照证件上的日期填写；长期有效或者没有写有效期的，留空。过了期的不再提供给新的申请。"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the day; what is no day at all is told in our own words."""
        right = super().validate(extra_validators)
        if self.valid_to.process_errors:
            self.valid_to.errors = [_("有效期看不出是哪一天。请写年月日，例如 2028-03-31。")]
        return right

    def out_of_range(self) -> None:
        """Say that no paper is valid until such a day."""
        self.valid_to.errors = [_("有效期要在 2000 年到 2099 年之间。请照证件核对。")]
