"""The sentences of the linter about facts that portals publish: time."""

from __future__ import annotations

from guides.advice_types import Advice

ADVICE: dict[str, Advice] = {
    "published_bare": (
        "error",
        ("只有数字 {number}，没有单位（R35）。", "The number {number} stands without its unit (R35)."),
        ("写明工作日、日还是月。", "Say whether these are working days, calendar days or months."),
    ),
    "unit_day": (
        "warning",
        (
            "{number} {unit}：没有写明是工作日还是自然日（R30、R35）。",
            "{number} days: working days or calendar days is not said (R30, R35).",
        ),
        (
            "行政许可的期限以工作日计算；条例另有规定的，写明“日”并写出依据。",
            "Licensing periods count in working days; where a regulation says otherwise, name it.",
        ),
    ),
    "zero_days": (
        "warning",
        ("期限是 0 {unit}。", "The period is 0."),
        ("当场办结的写“当场”。", "Say “on the spot” if that is meant."),
    ),
    "time_vague": (
        "warning",
        ("时间没有说准：“{phrase}”（R52）。", "The time is not exact: “{phrase}” (R52)."),
        ("写明天数、单位和起算。", "State days, unit and start."),
    ),
    "published_longer": (
        "error",
        (
            "承诺 {promised} 长于法定 {statutory}（R34）。",
            "The promise is longer than the law allows: {promised} against {statutory} (R34).",
        ),
        ("承诺不能长于法定时限。", "A promise may not be longer than the statutory limit."),
    ),
    "start_missing": (
        "info",
        ("法定时限没有写从哪一天起算（R35）。", "The statutory limit does not say from which event it runs (R35)."),
        (
            "写明自收到、自受理还是自收到报告之日起。",
            "Say whether it runs from receipt, acceptance or receipt of the report.",
        ),
    ),
    "law_differs": (
        "warning",
        (
            "法定时限写 {number}，依据写的是“{said}”。",
            "The statutory limit is {number}, its basis says otherwise: {said}.",
        ),
        ("以法条为准，核对数字。", "The law decides: check the number."),
    ),
    "law_unit": (
        "info",
        (
            "法定时限写 {number}，依据“{said}”的单位不同（R30、R35）。",
            "The statutory limit is {number}, its basis uses another unit: {said} (R30, R35).",
        ),
        ("写明为什么换了单位。", "Say why the unit is another."),
    ),
    "law_long": (
        "info",
        (
            "法定时限 {number} 长于 20 个工作日，没有写出另有规定的法条（R24）。",
            "The statutory limit of {number} is over 20 working days and no law is named for it (R24).",
        ),
        ("写明法律、法规的条款；没有的，按二十个工作日。", "Name the law; without one, 20 working days apply."),
    ),
    "promise_note": (
        "error",
        (
            "承诺 {promised}，说明栏却写 {said}，自相矛盾。",
            "The promise is {promised}, its own explanation says {said}.",
        ),
        ("统一成一个数；分段的，写明每段起算。", "Make them one number; if there are stages, say where each begins."),
    ),
    "published_instant": (
        "error",
        ("即办件却承诺 {promised}。", "Handled on the spot, yet the promise is {promised}."),
        ("改为当场办结，或者改成承诺件。", "Promise it on the spot, or call it a promised item."),
    ),
    "instant_one_day": (
        "info",
        ("即办件承诺 {promised}，不是当场。", "Handled on the spot, yet the promise is {promised}."),
        ("能当场办结的写“当场”。", "Say “on the spot” if that is how it is done."),
    ),
    "promised_at_once": (
        "warning",
        ("承诺件却写{promised}。", "A promised item, yet finished on the spot."),
        ("改为即办件，或者写明承诺天数。", "Call it on the spot, or state the days."),
    ),
    "published_notice": (
        "error",
        (
            "答复是否受理、一次告知补正的期限 {number}，长于 5 个工作日（《行政许可法》第三十二条，R4）。",
            "The answer on acceptance or corrections takes {number}, longer than 5 working days (R4).",
        ),
        ("改为不超过 5 个工作日。", "Make it 5 working days at most."),
    ),
    "accepting_longer": (
        "info",
        (
            "受理要 {accepting}，比办理承诺 {promised} 还长。",
            "Acceptance takes {accepting}, longer than the handling of {promised}.",
        ),
        ("核对两个期限，写明各自起算。", "Check both periods and say where each begins."),
    ),
    "published_steps": (
        "error",
        ("各环节相加 {steps}（{way}），时限只有 {limit}。", "The steps come to {steps} ({way}), the limit is {limit}."),
        (
            "缩短环节、改为并行，或者改长时限；不计入的写明依据。",
            "Shorten the steps, let them run side by side or lengthen the limit; name the law for what does not count.",
        ),
    ),
    "published_idle": (
        "info",
        (
            "各环节相加只有 {steps}（{way}），时限是 {limit}，差额没有说明。",
            "The steps come to {steps} ({way}), the limit is {limit}; nothing explains the difference.",
        ),
        ("补上缺的环节，或者缩短时限。", "Add the missing step, or shorten the limit."),
    ),
    "published_no_cap": (
        "warning",
        (
            "特别程序“{name}”没有写最长几天：时钟停下来没有上限（R27、R52）。",
            "The special procedure {name} has no longest time: a clock stops without any cap (R27, R52).",
        ),
        ("写明最长天数，书面告知申请人。", "State the most days and tell the applicant in writing."),
    ),
    "not_article_45": (
        "info",
        (
            "“{name}”不在《行政许可法》第四十五条的八种程序里，不能停止计算法定时限（R27）。",
            "{name} is none of the eight procedures of article 45: it cannot stop the statutory limit (R27).",
        ),
        ("写明它计入法定时限。", "Say that it counts towards the statutory limit."),
    ),
    "procedure_in_a_day": (
        "warning",
        (
            "承诺 {promised}，又有“{name}”，做不到（R34）。",
            "The promise is {promised}, and there is {name}: that cannot be kept (R34).",
        ),
        (
            "承诺里算上这段时间，或者写明不计入的依据。",
            "Let the promise include it, or name the law that does not count it.",
        ),
    ),
}
