"""The words of reminders: which limit, how far it has run, and until when; they name nobody."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from portal.formats import date_words
from workflows.ladder import HANDLER, HEAD, SUPERVISION, load_ladder


def reminder_words(clock: str, rung: str, due_on: date, party: str = HANDLER) -> str:
    """One sentence about a rung of a clock, for the party that is told of it."""
    kind = clock.partition(":")[0]
    day = day_words(due_on)
    own = None if party == SUPERVISION else _asking(kind, rung, day)
    if own is not None:
        return own
    limit, found = limit_name(kind, party), load_ladder().rung(rung)
    if found is not None and found.early:
        return _("%(limit)s已用 %(percent)s，%(day)s 24:00 届满", limit=limit, percent=f"{found.percent}%", day=day)
    if rung == "full":
        return _("%(limit)s在 %(day)s 24:00 届满，这是最后一天", limit=limit, day=day)
    if rung == "over":
        return _("%(limit)s已于 %(day)s 届满", limit=limit, day=day)
    return _("%(limit)s在 %(day)s 24:00 届满", limit=limit, day=day)


def day_words(day: date) -> str:
    """A day in full, written as the pages of the language write it: 2026年11月30日, 30 November 2026."""
    return date_words(day)


def _asking(kind: str, rung: str, day: str) -> str | None:
    """The sentences that say what to do, for those who can do it."""
    sentences = {
        ("notice", "near"): _("受理期限 %(day)s 到期，请作出处理", day=day),
        ("notice", "over"): _("受理期限已于 %(day)s 届满", day=day),
        ("notice_promised", "full"): _("今天（%(day)s）是承诺答复是否受理的最后一天，请作出处理", day=day),
        ("notice_promised", "over"): _(
            "承诺答复是否受理的期限 %(day)s 已过，请尽快作出处理；法定期限照常计算", day=day
        ),
        ("correction", "near"): _("补正期限 %(day)s 24:00 到期，请在此之前提交", day=day),
        ("deferred", "near"): _("容缺材料应在 %(day)s 24:00 前补交", day=day),
        ("arrived", "arrived"): _("容缺材料已于 %(day)s 补交，请核对", day=day),
        ("grace", "near"): _("宽限期 %(day)s 24:00 届满，没有补齐的退件，请在此之前补交", day=day),
        ("track", "near"): _("本部门的意见应在 %(day)s 前作出", day=day),
        ("track", "over"): _("本部门的意见已超过期限（%(day)s），请作出；到期不答不算同意", day=day),
        ("promised", "near"): _("承诺期限 %(day)s 到期，请作出决定", day=day),
        ("promised", "over"): _("已超过承诺期限（%(day)s），作出决定时须公开说明原因", day=day),
        ("statutory", "near"): _("法定期限 %(day)s 到期，请作出决定", day=day),
        ("statutory", "over"): _("已超过法定期限（%(day)s）", day=day),
        ("procedure", "near"): _("特别程序告知的时间 %(day)s 届满", day=day),
        ("procedure", "over"): _("特别程序已超过告知的时间（%(day)s），请结束或者说明", day=day),
        ("hearing_request", "near"): _("要求听证的期限 %(day)s 到期", day=day),
        ("hearing_request", "over"): _("要求听证的期限已于 %(day)s 届满", day=day),
        ("hearing", "near"): _("听证应在 %(day)s 前举行", day=day),
        ("hearing", "over"): _("举行听证的期限已于 %(day)s 届满", day=day),
        ("hearing_day", "near"): _("听证定在 %(day)s 举行", day=day),
        ("hearing_day", "over"): _("听证的日子（%(day)s）已过，请写听证笔录，或者记录延期、没有到场", day=day),
        ("rating_contact", "near"): _("差评应在 %(day)s 24:00 前联系申请人核实", day=day),
        ("rating_contact", "over"): _("差评核实已超过期限（%(day)s），请今天联系申请人", day=day),
        ("rating_fix", "near"): _("差评应在 %(day)s 24:00 前整改并答复申请人", day=day),
        ("rating_fix", "over"): _("差评整改已超过期限（%(day)s），请整改并答复申请人", day=day),
        ("renewal", "opens"): _("证照可以申请延续了，请在 %(day)s 以前提出", day=day),
        ("renewal", "most"): _("证照延续的申请期快要结束，请在 %(day)s 以前提出", day=day),
        ("renewal", "near"): _("证照延续的申请期 %(day)s 24:00 结束，请在此之前提出", day=day),
        ("renewal", "full"): _("今天（%(day)s）是按期申请延续的最后一天", day=day),
        ("check", "near"): _("证后检查应在 %(day)s 前完成", day=day),
        ("check", "over"): _("证后检查已超过期限（%(day)s），请完成并记录结果", day=day),
        ("rectify", "near"): _("整改期限 %(day)s 届满，请复查", day=day),
        ("rectify", "over"): _("整改期限已于 %(day)s 届满，请复查并记录结果", day=day),
        ("delivery", "near"): _("结果应在 %(day)s 前送达", day=day),
        ("delivery", "over"): _("结果送达已超过期限（%(day)s）", day=day),
    }
    return sentences.get((kind, rung))


def limit_name(kind: str, party: str = "") -> str:
    """What a kind of clock limits, as a noun; a department hears of its own opinion."""
    names = {
        "notice": _("受理期限"),
        "notice_promised": _("承诺答复是否受理的期限"),
        "correction": _("补正期限"),
        "deferred": _("容缺材料的补交期限"),
        "grace": _("容缺材料的宽限期"),
        "track": _("本部门意见的期限") if party in (HANDLER, HEAD) else _("部门意见的期限"),
        "promised": _("承诺期限"),
        "statutory": _("法定期限"),
        "procedure": _("特别程序的时间"),
        "hearing_request": _("要求听证的期限"),
        "interested_request": _("利害关系人要求听证的期限"),
        "hearing": _("举行听证的期限"),
        "hearing_notice": _("听证通知的期限"),
        "hearing_day": _("举行听证的日子"),
        "licence_defence": _("陈述、申辩和要求听证的期限"),
        "reissue": _("补发证照的期限"),
        "cancellation": _("答复注销申请的期限"),
        "delivery": _("送达期限"),
        "publication": _("公示期限"),
        "rating_contact": _("差评联系核实的期限"),
        "rating_fix": _("差评整改的期限"),
        "renewal": _("申请延续的期限"),
        "check": _("证后检查的期限"),
        "rectify": _("整改的期限"),
    }
    return names.get(kind, _("办理期限"))
