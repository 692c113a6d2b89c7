"""Forms of the tracks: give a share to a colleague, ask one more department, ask again, settle a disagreement; absences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.formats import unit
from portal.forms.account import filled, tidied
from portal.forms.review import StaffForm, optional_words, options, words
from portal.i18n import language
from portal.services.colleagues import Colleague
from portal.services.tracks import Addable
from portal.services.wrong_input import WrongInput

HOW = (
    ("adopted", _l("采纳意见")),
    ("settled", _l("协商一致，部门不再反对")),
    ("overruled", _l("不采纳意见")),
)


class TrackForm(StaffForm):
    """A form of a track, with its own sentences for what the service finds wrong."""

    problems: Mapping[str, Any] = {}

    def take(self, wrong: WrongInput) -> None:
        """Put what the service found beside the fields."""
        for name, code in wrong.fields.items():
            self[name].errors = [*self[name].errors, str(self.problems.get(code, self.problems.get(name, code)))]


def people(found: Iterable[Colleague]) -> list[SelectChoice]:
    """Officers as options; a name is Chinese in both languages."""
    named = (SelectChoice(str(one.id), one.name, render_kw={"lang": "zh-CN"}) for one in found)
    return [SelectChoice("", _("请选择")), *named]


class GiveForm(TrackForm):
    """A share is given to a colleague."""

    officer = SelectField(_l("交给"), [filled(_l("交给谁，没有选。"))])
    reason = TextAreaField(_l("理由"), words(_l("理由没有写。")), description=_l("例如：外出培训、专业分工"))

    problems: Mapping[str, Any] = {"stranger": _l("只能交给本部门在岗的审查人员。")}


def give_form(track: str, colleagues: Iterable[Colleague], **more: Any) -> GiveForm:
    """The form for one track, with the colleagues who may have it."""
    form = GiveForm(prefix=f"give-{track}-", **more)
    form.officer.choices = people(colleagues)
    return form


class AddForm(TrackForm):
    """One more department is asked."""

    key = SelectField(_l("部门"), [filled(_l("请哪个部门，没有选。"))])
    question = TextAreaField(
        _l("请它审查什么"), optional_words(), description=_l("办事指南里的环节可以不写，照指南问；其他部门要写明")
    )
    reason = TextAreaField(_l("为什么增加"), words(_l("理由没有写。")), description=_l("写进全过程记录"))

    problems: Mapping[str, Any] = {"key": _l("这个部门不能再增加，请重新选。")}


def add_form(found: Iterable[Addable], **more: Any) -> AddForm:
    """The form with everybody who may still be asked, each with the days of the plan."""
    form = AddForm(prefix="add-", **more)
    form.key.choices = options([("", _("请选择")), *((one.key, _addable(one)) for one in found)])
    return form


def _addable(one: Addable) -> Any:
    name = one.name.get(language().code)
    return _("%(name)s（%(days)s 内答复）", name=name, days=unit(one.days, one.unit))


class ReopenForm(TrackForm):
    """A department is asked again."""

    reason = TextAreaField(_l("理由"), words(_l("理由没有写。")), description=_l("例如：申请人补正后图纸有变化"))


class ResolveForm(TrackForm):
    """A disagreement is settled."""

    how = RadioField(_l("怎样处理"), [filled(_l("怎样处理，没有选。"))], choices=options(HOW))
    resolution = TextAreaField(
        _l("处理意见"), words(_l("处理意见没有写。")), description=_l("写明事实、依据和理由，写进决定书的审查记录")
    )


class AbsenceForm(TrackForm):
    """Somebody is away."""

    user = SelectField(_l("谁不在"), [filled(_l("谁不在，没有选。"))])
    stand_in = SelectField(_l("由谁代办"), [filled(_l("由谁代办，没有选。"))])
    from_on = StringField(
        _l("从哪一天"), [filled(_l("第一天没有填。")), tidied("date", _l("日期不对，例如 2026-12-01。"))],
        render_kw={"type": "date"},
    )  # fmt: skip
    until_on = StringField(
        _l("到哪一天"), [filled(_l("最后一天没有填。")), tidied("date", _l("日期不对，例如 2026-12-01。"))],
        render_kw={"type": "date"},
    )  # fmt: skip

    problems: Mapping[str, Any] = {
        "stranger": _l("代办人应当是本部门别的在岗人员。"),
        "past": _l("第一天不能早于今天。"),
        "before": _l("最后一天不能早于第一天。"),
        "long": _l("一次最多 366 天；更久的，把工作正式移交给别人。"),
    }


def absence_form(standing_in: Iterable[Colleague], away: Iterable[Colleague], **more: Any) -> AbsenceForm:
    """The form with who may be entered as away, and who may stand in."""
    form = AbsenceForm(prefix="away-", **more)
    form.user.choices = people(away)
    form.stand_in.choices = people(standing_in)
    return form


class WishForm(TrackForm):
    """A department asks the lead to have a material put right."""

    material = SelectField(_l("材料"), [filled(_l("哪份材料，没有选。"))])
    what = TextAreaField(_l("补正什么"), words(_l("补正什么没有写。")), description=_l("写明问题和标准，写进告知书"))


def wish_form(track: str, materials: Iterable[tuple[str, Any]], **more: Any) -> WishForm:
    """The form of one track, with the materials of the case."""
    form = WishForm(prefix=f"wish-{track}-", **more)
    form.material.choices = options([("", _("请选择")), *materials])
    return form
