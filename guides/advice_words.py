"""The sentences of the linter about the words of a guide, what it leaves out, its codes and its rules."""

from __future__ import annotations

from guides.advice_types import Advice

ADVICE: dict[str, Advice] = {
    "catch_all": (
        "error",
        (
            "兜底表述“{phrase}”：申请人无法知道到底要什么（R54）。",
            "Catch-all “{phrase}”: nobody can know what it asks (R54).",
        ),
        ("{how_zh}。", "{how_en}."),
    ),
    "vague": (
        "warning",
        ("含糊的说法“{phrase}”。", "Vague words: “{phrase}”."),
        (
            "写明天数、单位和起算的事件，或者写明具体条件。",
            "State days, unit and starting event, or the exact condition.",
        ),
    ),
    "one_language": (
        "error",
        ("只有中文，没有英文。", "There is no English text."),
        ("写成 {{zh: …, en: …}} 的样子。", "Write it as {{zh: …, en: …}}."),
    ),
    "long_on_phone": (
        "warning",
        (
            "第一次来的人在手机上大约要 {minutes} 分钟才能交上（读 {reading} 分钟，打字 {typing} 分钟），超过 {most} 分钟。",
            "A newcomer needs about {minutes} minutes on a phone ({reading} to read, {typing} to type), more than {most}.",
        ),
        (
            "能从登记取的写 source 或者 prefill，能选的不让打字，说明只留防止填错的。",
            "Use source or prefill, let people choose instead of type, keep only help that prevents mistakes.",
        ),
    ),
    "help_missing": (
        "info",
        ("“{label}”没有填写说明，也没有示例。", "“{label}” has neither help nor an example."),
        (
            "写 help（写什么、在哪份证照上找）或者 placeholder（一个例子）。",
            "Write help (what to write, on which paper it stands) or placeholder (an example).",
        ),
    ),
    "consent_repeats": (
        "warning",
        (
            "“{label}”和提交前的声明说的是同一件事（《行政许可法》第三十一条），申请人要确认两遍。",
            "“{label}” says what is declared before submission anyway (Administrative Licensing Law, art. 31): asked twice.",
        ),
        (
            "删去这一项；还承诺别的事的，只写那件事。",
            "Leave it out; where it also promises something else, ask for that alone.",
        ),
    ),
    "to_fill": (
        "error",
        ("还没有填写：{place}。", "This is still to be written: {place}."),
        ("换成真实的内容。", "Put the real words in its place."),
    ),
    "bare_number": (
        "error",
        ("数字没有单位：“{phrase}”（R35）。", "A number without its unit: “{phrase}” (R35)."),
        (
            "写明是工作日、日、月还是别的单位。",
            "Say whether these are working days, calendar days, months or another unit.",
        ),
    ),
    "by_reference": (
        "warning",
        (
            "条件只引用法条，没有写出内容：“{phrase}”（R2、R51）。",
            "The condition only cites an article: “{phrase}” (R2, R51).",
        ),
        (
            "把那一条列的条件逐项写出来，法条写进 basis。",
            "Write out what the article asks, item by item, and put the article into basis.",
        ),
    ),
    "officers_act": (
        "warning",
        (
            "这是审查人员要做的事，不是申请人要具备的条件：“{phrase}”。",
            "This is what officers do, no condition for the applicant: “{phrase}”.",
        ),
        (
            "移到审查要点（review_points），这里写申请人要具备什么。",
            "Move it to the review points and say here what the applicant has to have.",
        ),
    ),
    "only_formal": (
        "warning",
        (
            "这只说材料要齐全，不是许可的条件：“{phrase}”（R2）。",
            "This only says that material must be complete, which is no condition: “{phrase}” (R2).",
        ),
        ("写出法律规定的实体条件，一条一项。", "Write the conditions of substance that the law sets, one by one."),
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
    "element_missing": (
        "error",
        ("没有写“{zh}”（{rule}）。", "There is no {en} ({rule})."),
        ("补上 {key}；写好之前，这个文件不会生效。", "Add {key}; the file does not take effect before."),
    ),
    "element_law": (
        "warning",
        ("没有写“{zh}”（{rule}）。", "There is no {en} ({rule})."),
        ("补上 {key}。", "Add {key}."),
    ),
    "element_local": (
        "info",
        (
            "没有写“{zh}”（{rule}，地方规定和事项要素表要求）。",
            "There is no {en} ({rule}, asked by local rules and the item table).",
        ),
        ("补上 {key}。", "Add {key}."),
    ),
    "deferral_scope": (
        "info",
        (
            "没有一份材料可以容缺，也没有说明（R55、R69）。",
            "No material may follow later, and nothing says why (R55, R69).",
        ),
        (
            "给可以后补的材料写 deferrable，或者在 author_notes 里写明不适用容缺的理由。",
            "Mark what may follow with deferrable, or say in author_notes why nothing may.",
        ),
    ),
    "former_code": (
        "warning",
        (
            "旧编码 {code} 的前 18 位不是统一社会信用代码：{fault}。",
            "The first 18 characters of the former code {code} are no credit code: {fault}.",
        ),
        ("对照原来的目录核对。", "Check it against the old catalogue."),
    ),
    "code_type": (
        "warning",
        (
            "基本编码第 3、4 位是 {type}，与事项类型不符（01 是行政许可，R112）。",
            "Characters 3 and 4 of the catalogue code are {type}, which is another type of item (01 is a licence, R112).",
        ),
        ("核对编码或者 item_type。", "Check the code or item_type."),
    ),
    "code_shared": (
        "warning",
        ("实施编码 {code} 已经用于 {file}。", "The task code {code} is already used in {file}."),
        ("核对编码；一个编码只指一个事项。", "Check the code; one code means one item."),
    ),
    "silence_on_site": (
        "error",
        (
            "要现场核查的环节，不能以到期不答代替意见（行政许可法第三十四条第三款，R18、R91）。",
            "Silence cannot stand for the opinion of a department that has to see the site (Licensing Law art. 34 (3), R18, R91).",
        ),
        (
            "删去 silence_basis；不必去现场的，删去 site_check。",
            "Leave silence_basis out; or site_check, if nobody needs to go there.",
        ),
    ),
    "unreachable": (
        "error",
        ("这个条件永远不会成立：没有哪一种答案能走到这里。", "This rule can never hold: no answers lead here."),
        (
            "对照所用字段的选项和它们自己的 when，改正条件或者删去这一项。",
            "Compare it with the options and the rules of the fields it rests on; mend the rule or remove the part.",
        ),
    ),
    "not_placed": (
        "info",
        ("草稿还没有放进目录。", "The draft is not in a catalogue yet."),
        ("发布时存为 机关/事项/施行日期.yaml。", "Publish it as office/item/first-day.yaml."),
    ),
}
