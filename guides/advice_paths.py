"""The sentences of the linter about paths of answers: what every way through the questions must end in (R2, R87)."""

from __future__ import annotations

from guides.advice_types import Advice

ADVICE: dict[str, Advice] = {
    "path_empty": (
        "error",
        ("{answers}：没有一份必须提交的材料（R2）。", "{answers}: not a single material has to be handed in (R2)."),
        (
            "看看各份材料的 when，至少让一份在这种情形下必要。",
            "Check the rules of the materials: one at least must apply here.",
        ),
    ),
    "path_limitless": (
        "error",
        ("{answers}：没有“{kind}”时限（R2）。", "{answers}: there is no {kind} limit (R2)."),
        ("在同类的最后加一项没有 when 的时限。", "Add a limit of this kind without a rule below the others."),
    ),
    "path_nobody": (
        "error",
        ("{answers}：没有一个部门审查。", "{answers}: no department reviews it."),
        ("看看各审查环节的 when，至少留一个没有条件。", "Check the rules of the tracks: leave one without any."),
    ),
    "path_circle": (
        "error",
        ("{answers}：审查环节互相等待。", "{answers}: the tracks wait for each other."),
        ("去掉一个 depends_on。", "Take away one depends_on."),
    ),
    "path_memberless": (
        "error",
        ("{answers}：一件事里一个事项也没有。", "{answers}: the bundle has no item in it."),
        ("看看各事项的 when。", "Check the rules of the members."),
    ),
    "path_promise": (
        "error",
        (
            "{answers}：承诺 {promised} 个工作日，长于法定 {law} 个工作日。",
            "{answers}: the promise of {promised} working days is longer than the law's {law}.",
        ),
        ("缩短这种情形的承诺。", "Shorten the promise for this case."),
    ),
    "path_steps": (
        "error",
        (
            "{answers}：各环节最长要 {steps} 个工作日，承诺只有 {promised} 个。",
            "{answers}: the longest way takes {steps} working days, the promise is {promised}.",
        ),
        ("缩短环节，或者改长这种情形的承诺。", "Shorten the steps or lengthen the promise for this case."),
    ),
    "path_deferral": (
        "error",
        (
            "{answers}：“{material}”容缺 {days} 天，长于承诺的 {promised} 个工作日（R72）。",
            "{answers}: “{material}” may follow within {days} days, the promise is {promised} (R72).",
        ),
        (
            "缩短容缺的天数，或者让它在这种情形下不可容缺。",
            "Shorten the deferral, or do not let it follow later in this case.",
        ),
    ),
    "paths_many": (
        "warning",
        ("问题的答法超过 {most} 种，没有全部走完。", "There are more than {most} ways to answer; not all were walked."),
        ("减少 questions，只留真正决定情形的。", "Ask fewer questions: only those that decide the case."),
    ),
}
