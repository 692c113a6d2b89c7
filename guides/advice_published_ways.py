"""The sentences of the linter about facts that portals publish: visits, channels, fees and codes."""

from __future__ import annotations

from guides.advice_types import Advice

ADVICE: dict[str, Advice] = {
    "area_twice": (
        "warning",
        ("通办范围写了{scopes}，不知道是哪一个（R59）。", "The service area is given more than once: {scopes} (R59)."),
        ("写最大的一个范围；各地办法不同的，分开写。", "Give the widest one; where ways differ, list them apart."),
    ),
    "fees_unclear": (
        "warning",
        (
            "收费一栏写“{said}”，看不出收不收费（R43）。",
            "The column on fees says {said}: whether anything is charged cannot be told (R43).",
        ),
        ("写“不收费”，或者写明标准和依据。", "Say that it is free, or state fee and basis."),
    ),
    "fee_without_basis": (
        "error",
        (
            "收费，没有写依据和标准（《行政许可法》第五十八条，R43）。",
            "There is a fee without basis and amount (art. 58, R43).",
        ),
        (
            "写明法律、行政法规的依据和收费标准；没有的，不得收费。",
            "Name the law and the amount; without a law there is no fee.",
        ),
    ),
    "service_unclear": (
        "warning",
        (
            "中介服务只写“{said}”，没有写是什么服务、依据、谁付费、要多久（R28、R53）。",
            "On intermediary services it only says {said}: not which, why, at whose cost, how long (R28, R53).",
        ),
        (
            "写明服务名称、依据、付费方和期限；不得指定机构。",
            "Name the service, its basis, who pays and how long it takes; no body may be prescribed.",
        ),
    ),
    "code_common": (
        "warning",
        ("几个事项共用一个编码（R112）。", "Several items share one code (R112)."),
        ("给每个业务办理项各自的编码。", "Give each item a code of its own."),
    ),
    "visits_unclear": (
        "warning",
        ("到现场次数不是一个数（R59、R64）。", "The number of visits is no number (R59, R64)."),
        ("写明几次，分渠道写。", "State a number, for each channel."),
    ),
    "zero_at_window": (
        "error",
        (
            "写到现场 0 次，办理形式却只有“{modes}”（R63、R64）。",
            "No visit is counted, yet the only way is {modes} (R63, R64).",
        ),
        (
            "开通网上或者邮寄办理，或者如实写到现场次数。",
            "Open an online or postal way, or count the visits as they are.",
        ),
    ),
    "zero_with_reason": (
        "warning",
        (
            "写到现场 0 次，又写了到现场的原因“{reason}”。",
            "No visit is counted, yet there is a reason to come: {reason}.",
        ),
        ("二者留一个。", "Keep one of the two."),
    ),
    "zero_but_collected": (
        "warning",
        (
            "写到现场 0 次，结果却只能“{delivery}”（R64）。",
            "No visit is counted, yet the result is only to be had by {delivery} (R64).",
        ),
        (
            "增加邮寄或者电子送达，或者把领取算作一次。",
            "Add delivery by post or online, or count the collection as a visit.",
        ),
    ),
    "zero_with_depth": (
        "warning",
        (
            "写到现场 0 次，网上办理深度只到“{depth}”，没有结果送达（R59、R64）。",
            "No visit is counted, yet online it goes only as far as {depth}, without the result (R59, R64).",
        ),
        ("写明结果怎样送到。", "Say how the result gets to the applicant."),
    ),
    "whole_visits_published": (
        "error",
        (
            "“{depth}”却要到现场 {visits} 次（R63、R64）。",
            "Online the whole way, yet {visits} visits are counted (R63, R64).",
        ),
        ("统一成一种说法。", "Say one or the other."),
    ),
    "depth_without_online": (
        "error",
        (
            "网上办理深度写“{depth}”，办理形式“{modes}”里没有网上办理。",
            "The online depth is {depth}, yet the channels are {modes}.",
        ),
        ("办理形式补上网上办理，或者改正深度。", "Add the online channel, or mend the depth."),
    ),
    "quantity_unclear": (
        "warning",
        (
            "数量限制写“{value}”，看不出是没有限制还是只发这么多（R2、R22）。",
            "The limit on numbers is “{value}”: no limit, or only so many, cannot be told (R2, R22).",
        ),
        (
            "写“无数量限制”，或者写明数量、单位和排序规则。",
            "Write “no limit”, or the number with its unit and the order among applicants.",
        ),
    ),
    "flag_against_modes": (
        "warning",
        ("“{flag}”写否，办理形式“{modes}”却有它。", "{flag} says no, yet the channels are {modes}."),
        ("统一成一种说法。", "Say one or the other."),
    ),
    "day_for_hours": (
        "warning",
        ("办理时间一栏填的是日期“{value}”。", "A date stands where the hours belong: {value}."),
        ("写每周哪几天、几点到几点。", "State days of the week and hours."),
    ),
    "season_unclear": (
        "warning",
        (
            "分季的办公时间没有说准从哪天到哪天：“{hours}”。",
            "The hours change with the season, but not on which days: {hours}.",
        ),
        ("写明起止月日。", "State first and last day of each season."),
    ),
    "code_length": (
        "error",
        (
            "{key} {code} 是 {length} 位，应当是 {wanted} 位（R112）。",
            "{key} {code} has {length} characters instead of {wanted} (R112).",
        ),
        (
            "对照国家事项目录核对；旧编码写明是哪一套。",
            "Check it against the national catalogue; of an old code, say which scheme.",
        ),
    ),
    "code_body": (
        "error",
        (
            "编码前 18 位 {code} 不是统一社会信用代码：{fault}不对（R110、R112）。",
            "The first 18 characters {code} are no credit code: {fault} (R110, R112).",
        ),
        ("对照实施机关的统一社会信用代码核对。", "Check it against the credit code of the authority."),
    ),
    "code_level": (
        "warning",
        (
            "行使层级写“{level}”，编码第 19 位却是 {sign}（R112）。",
            "The level is {level}, the 19th character of the code is {sign} (R112).",
        ),
        ("核对层级：2 省、3 市、4 县。", "Check the level: 2 province, 3 city, 4 county."),
    ),
    "code_catalog": (
        "error",
        (
            "编码里的基本编码 {code} 与 {catalog} 不一致（R112）。",
            "The catalogue code inside, {code}, is not {catalog} (R112).",
        ),
        ("核对两个编码。", "Check both codes."),
    ),
    "code_handle_published": (
        "error",
        (
            "业务办理项编码 {code} 不以实施编码 {task} 开头（R112）。",
            "The business-item code {code} does not begin with the task code {task} (R112).",
        ),
        ("核对两个编码。", "Check both codes."),
    ),
    "code_scheme": (
        "warning",
        (
            "编码 {code}（{length} 位）不是现行的 12、31、33 位编码（R112）。",
            "The code {code} ({length} characters) is none of the present 12, 31 or 33 characters (R112).",
        ),
        ("补上现行编码，旧编码写明是哪一套。", "Add the present code and say of the old one which scheme it is."),
    ),
    "code_twice": (
        "warning",
        ("编码 {code} 也用于 {file}。", "The code {code} is also used in {file}."),
        ("一个编码只指一个事项；不能拿它当唯一标识。", "One code means one item; do not use it as a key."),
    ),
}
