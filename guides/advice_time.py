"""The sentences of the linter about time: limits, steps, clocks that stop, seasons."""

from __future__ import annotations

from guides.advice_types import Advice

ADVICE: dict[str, Advice] = {
    "limit_missing": (
        "error",
        ("没有写“{kind}”时限（R2）。", "There is no {kind} limit (R2)."),
        ("在 limits 里加一项，写明数值、单位、起算和依据。", "Add one under limits with value, unit, start and basis."),
    ),
    "notice_long": (
        "error",
        (
            "一次告知的期限长于 5 个工作日（《行政许可法》第三十二条，R4）。",
            "The notice takes longer than 5 working days (R4).",
        ),
        ("改为不超过 5 个工作日。", "Make it 5 working days at most."),
    ),
    "answer_no_earlier": (
        "error",
        (
            "承诺答复是否受理，并不早于法定的答复期限（R34）。",
            "The promised answer on acceptance is no earlier than the law's (R34).",
        ),
        ("写得比 notice 短，或者删去这一项。", "Make it shorter than notice, or leave it out."),
    ),
    "answer_start": (
        "error",
        (
            "承诺答复是否受理，和法定的答复期限起算不同。",
            "The promised answer on acceptance starts with another event than the law's.",
        ),
        ("写成和 notice 一样的起算。", "Give it the same start as notice."),
    ),
    "delivery_long": (
        "error",
        (
            "送达期限长于 10 个工作日（《行政许可法》第四十四条，R26）。",
            "Delivery takes longer than 10 working days (R26).",
        ),
        ("改为不超过 10 个工作日。", "Make it 10 working days at most."),
    ),
    "limit_hidden": (
        "warning",
        ("这一项永远轮不到：前面同类的时限没有条件。", "This limit never applies: one of its kind above has no rule."),
        ("把有条件的写在前面，没有条件的写在最后。", "Put limits with a rule first and the one without last."),
    ),
    "steps_exceed": (
        "error",
        (
            "最长的一路（{way}，再作决定）要 {steps} 个工作日，承诺只有 {promised} 个。",
            "The longest way ({way}, then the decision) takes {steps} working days, the promise is {promised}.",
        ),
        (
            "缩短环节，让环节并行，或者改长承诺。",
            "Shorten the steps, let them run side by side, or lengthen the promise.",
        ),
    ),
    "deferral_long": (
        "error",
        (
            "容缺 {days} 天，长于承诺的 {promised} 个工作日（R72）。",
            "Deferred {days} days, the promise is {promised} (R72).",
        ),
        ("缩短容缺的天数，给审查留出时间。", "Shorten the deferral and leave time for the review."),
    ),
    "no_cap": (
        "warning",
        ("停止计时的程序没有上限。", "This procedure stops a clock without any cap."),
        ("写明 max_days。", "State max_days."),
    ),
    "steps_idle": (
        "info",
        (
            "最长的一路只要 {steps} 个工作日，承诺 {promised} 个，差额没有说明。",
            "The longest way takes {steps} working days, the promise is {promised}; nothing explains the difference.",
        ),
        (
            "在 note 里写明余下的时间用来做什么，或者缩短承诺。",
            "Say in note what the remaining time is for, or shorten the promise.",
        ),
    ),
    "renewal_long": (
        "error",
        (
            "提前申请延续的时间不短于有效期 {months} 个月。",
            "The time to apply before expiry is not shorter than the validity of {months} months.",
        ),
        ("缩短 apply_before，或者核对有效期。", "Shorten apply_before, or check the validity."),
    ),
    "extension_long": (
        "warning",
        (
            "延长 {days} 个工作日，长于《行政许可法》第四十二条规定的期限（R24、R25）。",
            "An extension of {days} working days is longer than article 42 allows (R24, R25).",
        ),
        (
            "一般不超过 10 个工作日，联合办理不超过 15 个工作日；法律另有规定的写明依据。",
            "At most 10 working days, 15 for joint handling; name the law that says otherwise.",
        ),
    ),
    "no_such_day": (
        "error",
        ("一年里没有 {day} 这一天。", "There is no {day} in any year."),
        ("改成存在的月和日。", "Write a month and day that exist."),
    ),
    "cut_off_late": (
        "warning",
        ("当日截止时刻 {cut_off} 晚于窗口下班时间。", "The cut-off at {cut_off} is after the window has closed."),
        ("改早截止时刻，或者核对办公时间。", "Set the cut-off earlier, or check the hours."),
    ),
    "field_unit": (
        "warning",
        ("“{label}”是一个量，没有写单位。", "“{label}” is a measure without its unit."),
        ("写明 unit，例如平方米、吨、人。", "State unit, such as m², t or people."),
    ),
}
