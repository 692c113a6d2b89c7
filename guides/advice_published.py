"""The sentences of the linter about facts that portals publish: elements, materials, conditions and legal basis."""

from __future__ import annotations

from guides.advice_types import Advice

ADVICE: dict[str, Advice] = {
    "published_law": (
        "error",
        ("缺少“{zh}”（{rule}）。", "There is no {en} ({rule})."),
        ("补上这一项再公布。", "Add it before publishing."),
    ),
    "published_local": (
        "warning",
        (
            "缺少“{zh}”（{rule}，地方规定要求）。",
            "There is no {en} ({rule}, asked by local rules).",
        ),
        ("补上这一项。", "Add it."),
    ),
    "published_column": (
        "info",
        ("缺少“{zh}”（{rule}，事项要素表的一栏）。", "There is no {en} ({rule}, a column of the item table)."),
        ("补上这一项。", "Add it."),
    ),
    "column_blank": (
        "warning",
        ("“{zh}”一栏是空的或者只写“无”（{rule}）。", "The column for {en} is empty or says none ({rule})."),
        (
            "写出实际内容；确实不适用的，写明“不适用”和理由。",
            "Write what it really is; where it does not apply, say so and why.",
        ),
    ),
    "column_not_captured": (
        "info",
        (
            "页面有“{heading}”一栏，文件里没有“{zh}”的内容（{rule}）。",
            "The page has a heading {heading}, the file holds no {en} ({rule}).",
        ),
        ("从页面补录以后再检查。", "Copy it from the page and check again."),
    ),
    "published_cut": (
        "info",
        ("这里的文字被截断，没有检查完。", "The text is cut off here and could not be checked to its end."),
        ("补全原文。", "Complete the text."),
    ),
    "unreadable_yaml": (
        "error",
        ("这一处 YAML 读不出来。", "The YAML cannot be read here."),
        ("改正写法。", "Mend the notation."),
    ),
    "material_columns": (
        "warning",
        ("材料“{name}”没有写{zh}（R60）。", "The material {name} lacks: {en} (R60)."),
        ("逐栏补全。", "Fill in every column."),
    ),
    "either_or": (
        "warning",
        (
            "“{name}”是几种材料里交一种，“必要”一栏装不下（R60）。",
            "{name} is one of several of which one is enough; a single necessity cannot say so (R60).",
        ),
        (
            "把可选的几份分开写，编成一组，注明交一种即可。",
            "List the alternatives as one group and say that one is enough.",
        ),
    ),
    "either_optional": (
        "warning",
        (
            "{names}都标“非必要”：照此一份也不用交。",
            "{names} are all called optional: as it stands none of them has to be handed in.",
        ),
        (
            "二者必居其一的，编成一组多选一；按情形提交的，写明情形。",
            "Make them one group if one of them is needed; else say in which case.",
        ),
    ),
    "two_in_one": (
        "info",
        ("“{name}”一项里写了几种材料。", "{name} names several materials in one entry."),
        ("分开逐项写，交一种即可的编成一组。", "List them one by one; as a group where one is enough."),
    ),
    "shared_required": (
        "warning",
        (
            "“{name}”能共享免提交，又要求提交（R15）。",
            "{name} can be had by data sharing and is demanded all the same (R15).",
        ),
        ("改为共享免提交，由受理机关自行调取。", "Mark it as shared: the office fetches it itself."),
    ),
    "government_asked": (
        "info",
        (
            "“{name}”是政府部门核发的，没有说明能不能共享（R15）。",
            "{name} is issued by the government; whether it can be shared is not said (R15).",
        ),
        ("能共享的不得要求提交。", "What can be shared may not be demanded."),
    ),
    "case_unexplained": (
        "warning",
        (
            "必要性写“{required}”，没有说明这是什么情形。",
            "Its necessity is “{required}”, and this case is explained nowhere.",
        ),
        ("在情形里写清楚什么条件算这一种。", "Say under the cases what counts as this one."),
    ),
    "no_condition": (
        "warning",
        ("条件栏没有一条实体条件（R2、R51）。", "The conditions hold no condition of substance (R2, R51)."),
        ("按设定依据逐项列出准予许可的条件。", "List the conditions that the law sets, one by one."),
    ),
    "law_without_article": (
        "warning",
        ("依据没有写到条：{law}（R2）。", "The basis names no article: {law} (R2)."),
        ("写明第几条第几款。", "Name article and paragraph."),
    ),
    "law_amended": (
        "info",
        ("{law} 在 {year}又修正过。", "{law} has been amended since ({year})."),
        ("换成现行文本，核对条号。", "Use the text in force and check the article."),
    ),
    "authority_old": (
        "info",
        (
            "“{name}”在机构改革后职责已划入{now}。",
            "{name}: since the reform of the offices this is the task of another one ({now}).",
        ),
        ("改成现在的机关名称。", "Use the present name of the office."),
    ),
    "type_abolished": (
        "warning",
        (
            "“非行政许可审批”已经取消（国发〔2015〕27号）。",
            "The class of “approvals that are no licences” was abolished in 2015.",
        ),
        (
            "按行政许可、行政确认、其他行政权力或者公共服务重新归类。",
            "Class it again as a licence, a confirmation, another power or a service.",
        ),
    ),
    "type_unclear": (
        "warning",
        (
            "事项类型“{type}”看不出是许可、备案还是别的。",
            "The type “{type}” does not say whether this is a licence, a filing or something else.",
        ),
        ("按事项目录写明类型。", "State the type as in the catalogue of items."),
    ),
    "doubled": (
        "warning",
        ("“{name}”重复：前面已经有“{other}”。", "{name} is there twice: {other} stands above."),
        ("删去重复的一项。", "Remove one of them."),
    ),
}
