"""The form of a guide's author: where a version belongs, from which day, and its text, as a file or typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField, StringField, TextAreaField

from portal.forms.account import As, PlainForm, filled
from portal.forms.admin import NAME_LIKE
from portal.services.guide_checks import LARGEST, Written, WrongGuide

SENTENCES = {
    ("office", "unknown"): _l("没有这个部门，请从列表里选。"),
    ("item", "shape"): _l("事项代码只用小写字母、数字和下划线，以字母开头。"),
    ("item", "other_office"): _l("这个事项已经由另一个部门发布，同一事项不能有两个实施部门。"),
    ("effective_from", "day_taken"): _l("这一天已经有一版，请换一个日期。"),
    ("effective_from", "not_later"): _l("这个事项有现行的指南，新版最早从明天起施行。"),
    ("effective_from", "past"): _l("施行日期已经过去，最早从今天起施行。"),
    ("content", "too_large"): _l("指南超过 1 MB，没有检查。请删去不需要的内容。"),
}


class GuideForm(PlainForm):
    """One version of a guide."""

    sent: bytes | None = None  # the file that came with the form

    office = SelectField(_l("实施部门"), [filled(_l("实施部门没有选。"))], description=_l("新的一版不能换部门"))
    item = StringField(
        _l("事项代码"),
        [As(pattern="[a-z][a-z0-9_]{1,63}", like="hazchem_business_licence")],
        description=_l("小写字母、数字、下划线；新的一版用原来的代码"),
        render_kw=NAME_LIKE,
    )
    effective_from = StringField(_l("施行日期"), [As("date")], description=_l("例如 2026-12-01，发布以后不能改"))
    file = FileField(
        _l("上传 YAML 文件"),
        description=_l("不超过 1 MB。选了文件，就用文件的内容代替下面的文字"),
        render_kw={"accept": ".yaml,.yml,text/yaml"},
    )
    content = TextAreaField(
        _l("指南全文（YAML）"),
        description=_l("检查通过才会存下；有错会一次列全，您的文字保留在这里"),
        render_kw={"rows": "24", "spellcheck": "false", "wrap": "off", "class": "ow-yaml"},
    )
    note = StringField(
        _l("说明"), [As(required=False, max=400)], description=_l("这一版改了什么、为什么改，给核对的人看")
    )

    def written(self) -> Written:
        """The version as it was handed over, once the form is right."""
        return Written(
            office=self.office.data or "",
            item=self.item.data or "",
            effective_from=date.fromisoformat(self.effective_from.data or ""),
            content=self.text(),
            note=self.note.data or "",
        )

    def text(self) -> bytes:
        """The file's bytes as they are, or what was typed, with plain line ends; afterwards it stands in the text field."""
        upload: Any = self.file.data
        if getattr(upload, "filename", None):
            content: bytes = upload.stream.read(LARGEST + 1)
            upload.close()
            self.file.data = None
            self.content.data = content.decode("utf-8", errors="replace").replace("\x00", "\ufffd")
            self.sent = content
        return self.sent if self.sent is not None else (self.content.data or "").replace("\r\n", "\n").encode()

    def refuse(self, wrong: WrongGuide) -> None:
        """Put what the check found beside the fields; the errors of the text have a list of their own."""
        for name, code in wrong.fields.items():
            self[name].errors = [*self[name].errors, str(SENTENCES[name, code])]
        if wrong.errors:
            words = _l("指南全文有 %(n)s 处要改，见下面的“检查结果”。", n=len(wrong.errors))
            self.content.errors = [*self.content.errors, str(words)]
