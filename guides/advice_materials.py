"""The sentences of the linter about materials, reviews, channels and visits."""

from __future__ import annotations

from guides.advice_types import Advice

ADVICE: dict[str, Advice] = {
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
    "two_officers": (
        "error",
        (
            "现场核查应当指派两名以上工作人员（《行政许可法》第三十四条，R18）。",
            "A site check needs two officers (R18).",
        ),
        ("把 officers 改为 2 以上。", "Set officers to 2 or more."),
    ),
    "online_missing": (
        "warning",
        ("没有网上办理的渠道（R16）。", "There is no online channel (R16)."),
        (
            "在 channels 里加 online，或者在 author_notes 里说明原因。",
            "Add it to channels, or give the reason in author_notes.",
        ),
    ),
    "required_with_rule": (
        "warning",
        ("写了 when，又标为必要。", "It has a rule and is called required."),
        ("改为 necessity: conditional。", "Set necessity to conditional."),
    ),
    "safety_deferrable": (
        "error",
        (
            "“{phrase}”是核心安全证据，不能容缺（R76）。",
            "“{phrase}” is core safety evidence and cannot follow later (R76).",
        ),
        ("删去 deferrable。", "Remove deferrable."),
    ),
    "pages_contradict": (
        "error",
        (
            "页数最少 {least}，最多 {most}，没有一份材料符合。",
            "At least {least} and at most {most} pages: nothing can be both.",
        ),
        ("把 at_least 改为不大于 at_most。", "Let at_least be no more than at_most."),
    ),
    "pages_empty": (
        "warning",
        ("pages 里什么也没有写，不会提醒申请人。", "pages says nothing, so nobody is reminded of anything."),
        (
            "写 at_least、at_most 或者 both_sides: true；没有要求的，删去 pages。",
            "State at_least, at_most or both_sides: true, or remove pages.",
        ),
    ),
    "two_names": (
        "warning",
        (
            "同一份材料两个名称：这里叫“{name}”，{file} 叫“{other}”。",
            "One material with two names: “{name}” here, “{other}” in {file}.",
        ),
        (
            "统一成一个名称；确实是两份材料的，在名称里写出区别。",
            "Use one name; if they are two materials, let the names tell them apart.",
        ),
    ),
    "near_names": (
        "info",
        (
            "可能是同一份材料：这里叫“{name}”，{file} 叫“{other}”。",
            "This may be one material: “{name}” here, “{other}” in {file}.",
        ),
        ("是同一份的，统一成一个名称。", "If it is one, use one name."),
    ),
    "track_points": (
        "warning",
        ("这个审查环节没有写审查要点（R55）。", "This track has no review points (R55)."),
        ("写明这个部门核对什么、以什么为准。", "Say what this office checks, and against what."),
    ),
    "whole_visits": (
        "error",
        (
            "全程网办却要到现场 {visits} 次，自相矛盾（R63、R64）。",
            "Online the whole way, yet {visits} visits: a contradiction (R63, R64).",
        ),
        ("把 visits 改为 0，或者把 depth 改为实际办到的环节。", "Set visits to 0, or depth to how far it really goes."),
    ),
    "depth_missing": (
        "info",
        ("没有写网上办理深度（R59）。", "The online depth is not stated (R59)."),
        ("写明 depth：网上能办到哪一步。", "State depth: how far it goes online."),
    ),
    "shallow_without_visits": (
        "error",
        (
            "网上只能办到预审以前，却写不用到现场（R63、R64）。",
            "Online it goes no further than pre-review, yet nobody has to come (R63, R64).",
        ),
        ("写明实际到现场次数和原因，或者核对 depth。", "State how often and why people come, or check depth."),
    ),
    "whole_visits_reason": (
        "warning",
        (
            "全程网办，又写明要到现场 {visits} 次（R63、R64）。",
            "Online the whole way, and {visits} visits with a reason (R63, R64).",
        ),
        (
            "申请人一定要到场的，把 depth 改为实际办到的环节；可以不到场的，visits 写 0，在 note 里说明。",
            "If people must come, set depth to how far it goes; if they need not, count 0 and say so in note.",
        ),
    ),
    "post_visits_reason": (
        "warning",
        ("邮寄办理还要到现场（R64）。", "By post, and people have to come (R64)."),
        (
            "能用视频、邮寄代替的，改为 0；不能的，保留原因。",
            "Set it to 0 if a video call or the post will do; else keep the reason.",
        ),
    ),
    "post_visits": (
        "error",
        ("邮寄办理不用到现场，visits 应当是 0（R64）。", "By post nobody has to come: visits must be 0 (R64)."),
        ("改为 0；确实要到现场的，改用窗口渠道。", "Set it to 0; if people must come, use the window channel."),
    ),
    "window_without_visit": (
        "warning",
        ("窗口办理至少到现场一次，visits 不会是 0（R64）。", "At a window there is at least one visit (R64)."),
        ("写明实际次数。", "State the real number."),
    ),
    "visit_reason_missing": (
        "warning",
        ("要到现场，没有写原因（R59）。", "People have to come and the reason is not stated (R59)."),
        ("写明 visit_reason。", "State visit_reason."),
    ),
    "visit_hidden": (
        "warning",
        ("写着“{phrase}”，网上办理却写到现场 0 次（R64）。", "It says “{phrase}”, yet online counts no visit (R64)."),
        (
            "改成网上能做的办法，或者如实写明到现场次数。",
            "Offer a way to do it online, or state the visits as they are.",
        ),
    ),
    "instant_days": (
        "error",
        ("即办件却承诺 {days} 天。", "Handled on the spot, yet {days} days are promised."),
        (
            "承诺改为 value: 0、unit: on_spot，或者 handling 改为 promised。",
            "Promise value 0 with unit on_spot, or set handling to promised.",
        ),
    ),
    "promised_on_spot": (
        "warning",
        ("当场办结却写成承诺件。", "Finished on the spot, yet called a promised item."),
        ("把 handling 改为 instant。", "Set handling to instant."),
    ),
    "commitment_unsafe": (
        "error",
        (
            "“{phrase}”直接涉及公共安全，不适用告知承诺（国办发〔2020〕42号，R78）。",
            "“{phrase}” directly concerns public safety: no commitment procedure (R78).",
        ),
        ("把 allowed 改为 false，写明理由。", "Set allowed to false and give the reason."),
    ),
    "commitment_check": (
        "warning",
        (
            "适用告知承诺，没有写事后核查的期限（R80）。",
            "The commitment procedure is open and no later check has a limit (R80).",
        ),
        ("写明 check，例如决定后 60 个工作日内。", "State check, such as 60 working days from the decision."),
    ),
}
