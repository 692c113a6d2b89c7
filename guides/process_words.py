"""The words of a process model in both languages: what every guide has in common beside its own texts."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "applicant": ("申请人", "Applicant"),
    "start": ("收到申请", "Application received"),
    "pre_review": ("预审", "Pre-review"),
    "again": ("", ""),
    "accept": ("受理审查", "Acceptance check"),
    "complete": ("材料齐全吗", "Complete?"),
    "accepted": ("齐全，受理", "complete: accepted"),
    "incomplete": ("要补正", "to be corrected"),
    "out": ("不属于本机关或者不需要许可", "not competent or not required"),
    "notice": ("一次告知补正", "One-off correction notice"),
    "wait": ("等补正", "Wait for the correction"),
    "corrected": ("收到补正材料", "Corrections received"),
    "period_over": ("补正期满", "Period is over"),
    "not_accepted": ("不予受理", "Not accepted"),
    "deemed_withdrawn": ("视为撤回", "Deemed withdrawn"),
    "refused": ("不予许可", "Refused"),
    "refused_filing": ("不予备案", "Not filed"),
    "granted": ("准予许可", "Granted"),
    "granted_filing": ("已备案", "Filed"),
    "fork": ("同时转办", "At the same time"),
    "join": ("意见到齐", "All heard"),
    "applies": ("适用吗", "Applies?"),
    "does_not_apply": ("不适用", "does not apply"),
    "decide": ("审核决定", "Decision"),
    "decide_filing": ("办理备案", "Filing"),
    "decided": ("决定", "Decision?"),
    "legal_review": ("法制审核", "Legal review"),
    "collegial": ("集体讨论", "Collegial discussion"),
    "deliver": ("制证送达", "Print and deliver"),
    "publish": ("公示结果", "Publish the result"),
    "refuse": ("送达书面决定", "Deliver the written decision"),
    "application": ("申请材料", "application"),
    "told": ("补正告知书", "correction notice"),
    "corrections": ("补正材料", "corrections"),
    "result": ("结果", "result"),
    "decision_letter": ("决定书", "decision"),
    "out_letter": ("不予受理通知书", "letter of non-acceptance"),
    "ordered": ("需要时启动", "when ordered"),
    "over": ("结束", "over"),
    "limits": ("时限", "Limits"),
    "basis": ("依据：{0}", "Basis: {0}"),
    "question": ("要回答：{0}", "To answer: {0}"),
    "days": ("时限：{0}", "Within: {0}"),
    "officers": ("人数：{0}", "Officers: {0}"),
    "part": ("属于：{0}", "Part of: {0}"),
    "remedies": ("书面说明理由，告知行政复议和行政诉讼的权利", "In writing, with reasons and the rights to contest it"),
    "stops_both": ("不计入承诺时限和法定时限", "not counted in the promised nor in the statutory limit"),
    "stops_promise": (
        "不计入承诺时限，法定时限照常走",
        "not counted in the promise; the statutory limit keeps running",
    ),
    "stops_none": ("计入时限", "counted"),
    "at_most": ("最长 {0}", "at most {0}"),
    "site_check": ("要现场核查的", "with a site check"),
    "hearing": ("要听证的", "with a hearing"),
    "expert_review": ("要专家评审的", "with an expert review"),
    "extension": ("可以延长一次，最多 {0}", "may be extended once, by at most {0}"),
    "notice_limit": ("答复是否受理", "Answer on acceptance"),
    "notice_promised": ("承诺答复是否受理", "Promised answer on acceptance"),
    "promised": ("承诺办结", "Promised"),
    "statutory": ("法定办结", "Statutory"),
    "delivery": ("结果送达", "Delivery"),
    "publication": ("公示结果", "Publication"),
}
_UNITS: dict[str, tuple[str, str, str]] = {
    "working_day": ("个工作日", "working day", "working days"),
    "calendar_day": ("天", "day", "days"),
    "month": ("个月", "month", "months"),
}


def word(key: str, language: str, *facts: object) -> str:
    """The sentence of that key in "zh" or "en", its facts filled in."""
    zh, en = _WORDS[key]
    return (en if language == "en" else zh).format(*facts)


def amount(value: float, unit: str, language: str) -> str:
    """A period: 0.5 个工作日, 1 working day, 当场."""
    if unit == "on_spot":
        return "on the spot" if language == "en" else "当场"
    zh, one, many = _UNITS[unit]
    if language == "en":
        return f"{value} {one if value == 1 else many}"
    return f"{value} {zh}"
