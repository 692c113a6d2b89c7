"""The words of ratings: levels, tags, findings, stages, and what the timeline of a case says of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import day, zh
from portal.formats import left as left_words
from portal.formats import unit as amount
from portal.i18n import language
from portal.services.timeline import Step
from workflows.rating import MATTER, Act
from workflows.rating_policy import Policy, load_policy

LEVELS: dict[int, Any] = {
    5: _l("非常满意"),
    4: _l("满意"),
    3: _l("基本满意"),
    2: _l("不满意"),
    1: _l("非常不满意"),
}
FINDINGS: dict[str, Any] = {
    "founded": _l("属实"),
    "unfounded": _l("不属实"),
    "malicious": _l("恶意"),
}
WAYS: dict[str, Any] = {
    "phone": _l("电话联系"),
    "visit": _l("当面联系"),
    "message": _l("书面联系"),
    "unreached": _l("没有联系上"),
}
REACHING: dict[str, Any] = {code: words for code, words in WAYS.items() if code != "unreached"}
CALLBACKS: dict[str, Any] = {
    "satisfied": _l("申请人认可"),
    "dissatisfied": _l("申请人不认可"),
    "unreached": _l("没有联系上"),
}
VERDICTS: dict[str, Any] = {"upheld": _l("维持认定"), "overturned": _l("改为属实")}
CONTESTS: dict[str, Any] = {"upheld": _l("不是申请人评的"), "rejected": _l("是申请人评的")}
RATED_BY: dict[str, Any] = {
    "account": _l("登录评价"),
    "phone": _l("评价码评价"),
    "device": _l("窗口评价器"),
    "slip": _l("评价单评价"),
    "code": _l("查询密码评价"),
}
STAGES: dict[str, Any] = {
    "contested": _l("待核实是谁评的"),
    "contact": _l("待联系核实"),
    "review": _l("待监督复核"),
    "fix": _l("待整改答复"),
    "callback": _l("待回访"),
    "done": _l("已办结"),
    "excluded": _l("已排除"),
}
PURPOSES: dict[str, Any] = {
    "submit": _l("到窗口交材料"),
    "original": _l("到窗口核对原件"),
    "interview": _l("到窗口面谈"),
    "sign": _l("到窗口签字"),
    "collect": _l("到窗口领结果"),
}

bp = Blueprint("rating_words", __name__)


@bp.app_template_global("policy")
def policy() -> Policy:
    """The policy of ratings, for pages that name its periods."""
    return load_policy()


@bp.app_template_filter("level_words")
def level_words(level: int) -> str:
    """One of the five levels."""
    return str(LEVELS.get(level, level))


@bp.app_template_filter("tag_words")
def tag_words(codes: Any, channel: str) -> list[str]:
    """The words of tags, in the language of the page; a tag that the policy no longer knows is left out."""
    found = (load_policy().tag(channel, code) for code in codes)
    return [tag.words[language().code] for tag in found if tag]


@bp.app_template_filter("act_words")
def act_words(act: Act) -> Markup:
    """What is rated: the whole matter, or one visit with its purpose and day."""
    if act.key == MATTER:
        return Markup(_("这件事的办理"))
    return Markup("{} {}").format(day(act.on), PURPOSES.get(act.purpose, _("到窗口办事")))


def act_name(key: str) -> str:
    """What is rated, by its key alone, for lists."""
    return _("办件") if key == MATTER else _("窗口服务")


def code_words(code: str) -> str:
    """A code of the follow-up in words; empty for one of another kind."""
    known = {**FINDINGS, **WAYS, **CALLBACKS, **VERDICTS}
    return str(known[code]) if code in known else ""


def light_words(left: int, unit: str) -> str:
    """What is left of a stage, or how late it is."""
    if left == 0:
        return _("今天到期")
    return left_words(left, unit) if left > 0 else _("超期 %(amount)s", amount=amount(-left, unit))


def rated(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of a first rating."""
    title = _("评价：%(level)s", level=LEVELS[step.facts["level"]])
    if step.facts["way"] != "account":
        title = _("%(title)s（%(way)s）", title=title, way=RATED_BY[step.facts["way"]])
    return title, Markup(_("、")).join(tag_words(step.facts["tags"], step.facts["channel"]))


def verified(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of a finding."""
    title = _("差评核实：%(finding)s", finding=FINDINGS[step.facts["finding"]])
    return title, _line(WAYS[step.facts["way"]], step.facts["reason"])


def tried(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of an attempt that reached nobody."""
    way, note = WAYS[step.facts["way"]], step.facts["note"]
    return _("联系申请人，没有联系上"), _line(way, note) if note else way


def reviewed(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of a supervisor's review."""
    return _("监督复核：%(verdict)s", verdict=VERDICTS[step.facts["verdict"]]), zh(step.facts["reason"])


def appealed(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of an appeal."""
    return _("申请人对认定提出申诉"), _("复核以前，这条评价照常计入。")


def answered(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of a reply."""
    return _("差评已整改并答复"), zh(step.facts["reply"])


def called_back(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of a call-back, or of its end after attempts that reached nobody."""
    if step.facts["result"] == "unreached":
        return _("几次都没有联系上，结束跟进；不算回访"), zh(step.facts["note"])
    return _("回访：%(result)s", result=CALLBACKS[step.facts["result"]]), zh(step.facts["note"])


def rated_again(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of a second rating."""
    title = _("再次评价：%(level)s", level=LEVELS[step.facts["level"]])
    way = step.facts["way"]
    return (_("%(title)s（%(way)s）", title=title, way=RATED_BY[way]) if way else title), ""


def slip_printed(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of a slip: the applicant who holds none reads here that there is one."""
    place = _("窗口 %(code)s", code=step.facts["window"]) if step.facts["window"] else ""
    return _("窗口打印了评价单（第 %(nth)s 张）", nth=step.facts["nth"]), place


def contested(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of a rating that the applicant disowns."""
    if step.facts["way"] == "number":
        return _("申请人说评价不是自己评的"), _("监督人员核实以前，这条评价照常计入。")
    return _("申请人说评价不是自己评的"), _("监督人员核实以前，这条评价不计入。")


def contest_decided(step: Step, told: Any) -> tuple[Any, Any]:
    """The line of what a supervisor found."""
    return _("监督核实：%(verdict)s", verdict=CONTESTS[step.facts["verdict"]]), zh(step.facts["reason"])


def _line(first: Any, words: str) -> Markup:
    return Markup("{}{}{}").format(first, _("："), zh(words))
