"""The words of an expert review: where it stands, how the count leads to the conclusion, its timeline and its refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import day, zh
from portal.forms.panel import cause_name, verdict_name
from portal.services.timeline import Step
from portal.web.refusals import Words, register
from workflows.panel import Panel, conclusion


def state(panel: Panel) -> Any:
    """Where the review by experts stands, without a word on who voted how."""
    if panel.closed_on is not None:
        return Markup(_("%(day)s 结束，结论：%(said)s")) % {
            "day": day(panel.closed_on),
            "said": verdict_name(panel.conclusion),
        }
    if panel.set_on is not None:
        return _("专家 %(n)s 人，已收表决票 %(done)s 张", n=len(panel.seats), done=sum(panel.count))
    return _("还没有组成专家组")


def conclusion_of(panel: Panel) -> str:
    """The conclusion of a closed panel."""
    return verdict_name(panel.conclusion)


def counted(panel: Panel) -> str:
    """The count and the rule, so that everybody can reckon it again."""
    passed, changes, failed = panel.count
    return _(
        "%(n)s 人：通过 %(passed)s 票，修改后通过 %(changes)s 票，不通过 %(failed)s 票。规则：每 %(of)s 人中有 "
        "%(at_least)s 人，即至少 %(needed)s 票。",
        n=len(panel.seats),
        passed=passed,
        changes=changes,
        failed=failed,
        of=panel.of,
        at_least=panel.at_least,
        needed=panel.needed,
    )


def follows(panel: Panel) -> str:
    """The conclusion and which part of the rule it follows from."""
    passed, changes, _failed = panel.count
    said = conclusion(panel)
    facts = {"agreed": passed if said == "pass" else passed + changes, "needed": panel.needed}
    if said == "pass":
        return _("通过的有 %(agreed)s 票，达到 %(needed)s 票：结论是通过。", **facts)
    if said == "changes":
        return _("通过和修改后通过合计 %(agreed)s 票，达到 %(needed)s 票：结论是修改后通过。", **facts)
    return _("通过和修改后通过合计 %(agreed)s 票，没有达到 %(needed)s 票：结论是不通过。", **facts)


def _said(step: Step) -> Any:
    said = _("专家 %(n)s 人，均声明与申请人没有利害关系", n=len(step.facts["seats"]))
    why = step.facts.get("reason")
    return Markup(_("%(said)s。再次评审的原因：%(why)s")) % {"said": said, "why": zh(why)} if why else said


def _closed(step: Step, told: Any) -> tuple[Any, Any]:
    said = _("结论：%(said)s，见专家评审意见书", said=verdict_name(step.facts["conclusion"]))
    return _("专家评审结束"), said


def _replaced(step: Step, told: Any) -> tuple[Any, Any]:
    return _("更换一名专家"), cause_name(step.facts["cause"])


TIMELINE: dict[str, Callable[[Step, Any], tuple[Any, Any]]] = {
    "PanelSet": lambda step, told: (
        _("专家组已组成"),
        _said(step),
    ),
    "ExpertReplaced": _replaced,
    "BallotCast": lambda step, told: (_("登记了一张专家表决票"), zh("")),
    "PanelClosed": _closed,
}

register(
    {
        "panel_set_already": Words(
            _l("专家组已经组成"), _l("%(on)s 已经组成专家组，评审还没有结束。"), _l("要换人的，记录回避和接替的专家。")
        ),
        "panel_again_why": Words(
            _l("没有写明为什么再次评审"),
            _l("这一件已经有专家评审的结论，再组成专家组要写明原因；上一次的结论仍留在案卷里。"),
            _l("写明原因，再提交。"),
        ),
        "panel_without_procedure": Words(
            _l("还没有启动专家评审"),
            _l("专家评审要先书面告知申请人需要几天。"),
            _l("先启动特别程序“专家评审”，再组成专家组。"),
        ),
        "panel_size": Words(
            _l("专家人数不对"),
            _l("专家组人数为单数，不少于 %(least)s 人，现在是 %(given)s 人。"),
            _l("增加或者减少专家，再提交。"),
        ),
        "panel_undeclared": Words(
            _l("没有利害关系的声明"), _l("每位专家都要书面声明与申请人没有利害关系。"), _l("有利害关系的请换人。")
        ),
        "no_panel": Words(_l("还没有组成专家组"), _l("没有专家组，不能登记表决票。"), _l("先组成专家组。")),
        "panel_closed": Words(
            _l("专家评审已经结束"), _l("%(on)s 已经出具评审意见书，不能再改。"), _l("看意见书作决定。")
        ),
        "no_such_expert": Words(
            _l("专家组里没有这位专家"), _l("这位专家不在专家组里，或者已经回避、更换。"), _l("从现在的名单里选。")
        ),
        "expert_leaves_why": Words(_l("换人的原因没有选"), _l("换人要写明原因。"), _l("选回避或者不能参加。")),
        "ballot_cast_already": Words(
            _l("这位专家已经投过票"), _l("每位专家只投一票，刚才登记过了。"), _l("看现在的登记情况。")
        ),
        "ballot_verdict_missing": Words(_l("表决没有选"), _l("表决票要有结论。"), _l("选通过、修改后通过或者不通过。")),
        "ballot_day_wrong": Words(
            _l("签字日期不对"), _l("签字日期应当在 %(first)s 到 %(last)s 之间。"), _l("照表决票上的日期填写。")
        ),
        "ballot_scan_missing": Words(
            _l("表决票的扫描件没有上传"), _l("没有签字的原件，表决票不能登记。"), _l("扫描签字的表决票再登记。")
        ),
        "ballots_missing": Words(
            _l("还有专家没有投票"), _l("还差 %(number)s 张表决票。"), _l("收齐再出具意见书；不能参加的请换人。")
        ),
        "panel_not_closed": Words(
            _l("专家评审还没有结束"),
            _l("专家评审的特别程序随评审意见书结束。"),
            _l("收齐表决票，出具意见书。"),
        ),
        "panel_unanswered": Words(
            _l("专家意见怎样处理没有写"),
            _l("专家评审的结论不是通过，准予许可要书面说明修改的落实情况或者理由。"),
            _l("写明以后再签发。"),
        ),
    }
)
