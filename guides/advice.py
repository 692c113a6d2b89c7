"""The sentences of the linter, in both languages: how serious, what is the matter, what to do about it."""

from __future__ import annotations

from typing import Literal

from guides.text import Text

Severity = Literal["error", "warning", "info"]

ADVICE: dict[str, tuple[Severity, tuple[str, str], tuple[str, str]]] = {
    "catch_all": (
        "error",
        ("兜底表述“{phrase}”：申请人无法知道到底要什么（R54）。", "Catch-all “{phrase}”: nobody can know what it asks (R54)."),
        ("逐项写明，或者按情形另列一项并写 when。", "Name each thing, or list it for its own case with a rule."),
    ),
    "vague": (
        "warning",
        ("含糊的说法“{phrase}”。", "Vague words: “{phrase}”."),
        ("写明天数、单位和起算的事件，或者写明具体条件。", "State days, unit and starting event, or the exact condition."),
    ),
    "one_language": (
        "error",
        ("只有中文，没有英文。", "There is no English text."),
        ("写成 {{zh: …, en: …}} 的样子。", "Write it as {{zh: …, en: …}}."),
    ),
    "limit_missing": (
        "error",
        ("没有写“{kind}”时限（R2）。", "There is no {kind} limit (R2)."),
        ("在 limits 里加一项，写明数值、单位、起算和依据。", "Add one under limits with value, unit, start and basis."),
    ),
    "notice_long": (
        "error",
        ("一次告知的期限长于 5 个工作日（《行政许可法》第三十二条，R4）。", "The notice takes longer than 5 working days (R4)."),
        ("改为不超过 5 个工作日。", "Make it 5 working days at most."),
    ),
    "delivery_long": (
        "error",
        ("送达期限长于 10 个工作日（《行政许可法》第四十四条，R26）。", "Delivery takes longer than 10 working days (R26)."),
        ("改为不超过 10 个工作日。", "Make it 10 working days at most."),
    ),
    "limit_hidden": (
        "warning",
        ("这一项永远轮不到：前面同类的时限没有条件。", "This limit never applies: one of its kind above has no rule."),
        ("把有条件的写在前面，没有条件的写在最后。", "Put limits with a rule first and the one without last."),
    ),
    "two_officers": (
        "error",
        ("现场核查应当指派两名以上工作人员（《行政许可法》第三十四条，R18）。", "A site check needs two officers (R18)."),
        ("把 officers 改为 2 以上。", "Set officers to 2 or more."),
    ),
    "steps_exceed": (
        "error",
        ("各环节要 {steps} 个工作日，承诺只有 {promised} 个。", "The steps take {steps} working days, the promise is {promised}."),
        ("缩短环节，或者改长承诺。", "Shorten the steps or lengthen the promise."),
    ),
    "deferral_long": (
        "error",
        ("容缺 {days} 天，长于承诺的 {promised} 个工作日（R72）。", "Deferred {days} days, the promise is {promised} (R72)."),
        ("缩短容缺的天数，给审查留出时间。", "Shorten the deferral and leave time for the review."),
    ),
    "no_cap": (
        "warning",
        ("停止计时的程序没有上限。", "This procedure stops a clock without any cap."),
        ("写明 max_days。", "State max_days."),
    ),
    "review_points_missing": (
        "error",
        ("没有写审查要点（R55）。", "There are no review points (R55)."),
        ("写明窗口和审查人员核对什么。", "Say what window and reviewers check."),
    ),
    "reasons_missing": (
        "warning",
        ("没有现成的补正理由。", "There are no ready-made reasons for a correction."),
        ("写两三条最常见的退回原因和补正办法。", "Write the two or three most frequent ones and their remedy."),
    ),
    "issuer_missing": (
        "warning",
        ("没有写由谁出具。", "It is not said who issues it."),
        ("写明 source_org。", "State source_org."),
    ),
    "online_missing": (
        "warning",
        ("没有网上办理的渠道（R16）。", "There is no online channel (R16)."),
        ("在 channels 里加 online，或者在 author_notes 里说明原因。", "Add it to channels, or give the reason in author_notes."),
    ),
    "unverified": (
        "info",
        ("没有核实。", "This is not verified."),
        ("对照原文核实后改为 verified: true。", "Check it against the text of the law, then set verified to true."),
    ),
    "unverified_bare": (
        "error",
        ("没有核实，author_notes 里也没有说明。", "This is not verified and author_notes say nothing."),
        ("在 author_notes 里写明哪里没有核实、为什么。", "Say in author_notes what is not verified and why."),
    ),
}  # fmt: skip


def advise(code: str, **facts: object) -> tuple[Severity, Text, Text]:
    """Return severity, message and remedy for a finding, the facts filled in."""
    severity, message, remedy = ADVICE[code]
    return severity, _text(message, facts), _text(remedy, facts)


def _text(pair: tuple[str, str], facts: dict[str, object]) -> Text:
    return Text(zh=pair[0].format(**facts), en=pair[1].format(**facts))
