"""Originals that were seen, in words: where, on the pages of a case and in its timeline."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import stamp, zh
from portal.services.originals import OriginalLine
from portal.services.timeline import Step
from portal.web.refusals import Words, register
from portal.web.timeline_parts import Told, joined, who

PLACES: dict[str, Any] = {
    "window": _l("在窗口核对了原件"),
    "delivery": _l("领结果时核对了原件"),
    "site": _l("在现场核对了原件"),
}

bp = Blueprint("original_words", __name__)

register(
    {
        "no_such_original": Words(
            _l("没有这份原件可以核对"),
            _l("只有申请人交来文件的材料才核对原件；由共享取得的没有。"),
            _l("刷新页面，从列出的材料里选。"),
        ),
        "originals_as_they_were": Words(
            _l("没有改动"), _l("勾选的和已经记下的一样。"), _l("看过新的原件再勾选，勾错的取消勾选，然后保存。")
        ),
    }
)


@bp.app_template_filter("original_words")
def original_words(line: OriginalLine) -> Markup | str:
    """How a material stands: who saw its original when, that nobody has to, or that nobody has."""
    if line.sight:
        name = zh(line.who.name) if line.who else ""
        return Markup("{} {} {}").format(PLACES[line.sight.place], stamp(line.sight.at), name)
    if line.spared:
        return _("不用再核对：本平台签发，或者窗口收的就是原件")
    return _("办事指南写明核对原件，还没有核对") if line.asked else _("没有核对过原件")


def seen(step: Step, told: Told) -> tuple[Any, Any]:
    """The line of originals that were seen, or whose tick was taken back."""
    new, gone = step.facts["materials"], step.facts["withdrawn"]
    back = _("取消：%(names)s", names=told.materials(gone)) if gone else ""
    title = PLACES[step.facts["place"]] if new else _("取消了核对原件的记录")
    return title, joined(told.materials(new) if new else "", back, who(step))
