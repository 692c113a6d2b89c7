"""The sentences, in both languages, for everything that can be wrong with a guide."""

from __future__ import annotations

from guides.text import Text

SENTENCES: dict[str, tuple[str, str]] = {
    # how the file is written
    "encoding": ("文件不是 UTF-8 编码。", "The file is not encoded in UTF-8."),
    "unreadable": ("文件读不出来：{reason}。", "The file cannot be read: {reason}."),
    "file_name": (
        "文件名应当是施行日期，例如 2026-05-01.yaml。",
        "The file name must be the day the guide takes effect, as in 2026-05-01.yaml.",
    ),
    "folder": (
        "指南应当放在 部门/事项/ 两级目录下，目录名只用小写字母、数字和下划线。",
        "A guide belongs in a folder office/item, named in small letters, digits and underscores.",
    ),
    "item_twice": (
        "事项“{item}”已经由“{office}”发布，同一事项不能有两个实施部门。",
        "The item {item} is already published by {office}; one item has one office.",
    ),
    "yaml": ("YAML 写法有误：{reason}。", "The YAML is malformed: {reason}."),
    "too_large": ("文件超过 {most} 个字符。", "The file is longer than {most} characters."),
    "too_deep": ("层级太深。", "This is nested too deeply."),
    "not_a_mapping": ("文件应当由“键: 值”组成。", "The file must be made of keys and values."),
    "alias": ("不能用 YAML 锚点和引用，请把内容写全。", "YAML anchors and aliases are not allowed: write it out."),
    "key_not_a_word": ("键应当是一个词。", "A key must be one word."),
    "key_twice": ("这个键写了两次。", "This key is written twice."),
    "tag": ("不认识的 YAML 标记 {tag}。", "The YAML tag {tag} is not known."),
    "from_file_name": ("这一项由文件所在目录和文件名决定，请删去。", "This comes from the file's place: remove it."),
    # what is written
    "missing": ("缺少必填项。", "This key is missing."),
    "unknown_key": ("没有这个键{suggestion}。", "This key is not known{suggestion_en}."),
    "wanted_text": ("应当是文字。", "This must be text."),
    "wanted_whole": ("应当是整数，不加引号。", "This must be a whole number without quotation marks."),
    "wanted_flag": ("应当是 true 或 false。", "This must be true or false."),
    "wanted_number": ("应当是数字。", "This must be a number."),
    "wanted_list": ("应当是列表，每行以“- ”开头。", "This must be a list, each line beginning with a dash."),
    "wanted_mapping": ("应当由“键: 值”组成。", "This must be made of keys and values."),
    "wanted_date": ("应当是日期，例如 2026-05-01。", "This must be a date, as in 2026-05-01."),
    "wanted_one_of": ("只能是 {expected}。", "This must be one of {expected}."),
    "wanted_pattern": ("写法应当符合 {pattern}。", "This must be written like {pattern}."),
    "empty": ("不能是空的。", "This must not be empty."),
    "too_small": ("不能小于 {bound}。", "This must not be less than {bound}."),
    "too_big": ("不能大于 {bound}。", "This must not be more than {bound}."),
    "bad_pattern": ("不是有效的正则表达式：{reason}。", "This is no valid regular expression: {reason}."),
    "bad_number_rule": (
        "编号规则只能用 {{year}} 和 {{serial}}，并且必须有 {{serial}}：{reason}。",
        "A number rule uses {{year}} and {{serial}} only, and must contain {{serial}}: {reason}.",
    ),
    "invalid": ("写得不对：{reason}。", "This is not right: {reason}."),
    # what does not fit together
    "event_group": ("groups 里没有“{id}”。", "There is no group {id} among groups."),
    "step_empty": ("一步要写 item，或者写 name。", "A step needs an item, or a name."),
    "step_answers": (
        "没有写 item，就不能写 answers 和 limits。",
        "Answers and limits belong to an item, and none is named.",
    ),
    "id_twice": ("标识“{id}”重复，前面已经用过。", "The id {id} is used twice."),
    "rule_not_mapping": ("条件应当由“键: 值”组成。", "A rule must be made of keys and values."),
    "rule_unknown": ("看不懂的条件：{keys}。", "This rule is not understood: {keys}."),
    "rule_empty": ("“{key}”下面至少要有一个条件。", "There must be at least one rule under {key}."),
    "rule_value": ("“{key}”的值不合适。", "The value of {key} does not fit."),
    "rule_field": ("表单里没有“{name}”这个字段。", "The form has no field {name}."),
    "check_nowhere": (
        "这条核对没有说到表单里的任何一项。写明 fields。",
        "This check concerns no question of the form: say which in fields.",
    ),
    "rule_column": ("表格“{table}”里没有“{name}”这一列。", "The table {table} has no column {name}."),
    "rule_case": ("没有“{name}”这个情形。", "There is no case {name}."),
    "rule_option": ("字段“{name}”没有“{value}”这个选项。", "The field {name} has no option {value}."),
    "rule_type": (
        "字段“{name}”的类型是 {type}，不能用“{comparison}”比较。",
        "The field {name} is of type {type}: {comparison} cannot be asked of it.",
    ),
    "rule_order": (
        "条件用到的“{name}”排在后面；只能用前面已经回答的。",
        "The rule rests on {name}, which comes later; it may only rest on what was answered before.",
    ),
    "question_unknown": ("表单里没有“{name}”这个字段。", "The form has no field {name}."),
    "member_unknown": ("members 里没有“{name}”这一项。", "There is no member {name}."),
    "material_unknown": ("没有“{name}”这份材料。", "There is no material {name}."),
    "level_same": (
        "这一级就是本机关的行使层级，不用另写。",
        "This is the authority's own level: there is nothing to say.",
    ),
    "on_spot_value": (
        "当场办结写 value: 0, unit: on_spot；有天数的请写工作日或者日。",
        "On the spot is value: 0 with unit: on_spot; write days as working days or calendar days.",
    ),
    "depends_unknown": ("没有“{name}”这个审查环节。", "There is no track {name}."),
    "depends_circle": ("审查环节互相等待：{circle}。", "These tracks wait for each other: {circle}."),
    "options_missing": ("选择题要写出选项。", "A choice needs options."),
    "options_unasked": ("只有选择题才有选项。", "Only a choice has options."),
    "columns_missing": ("表格要写出列。", "A table needs columns."),
    "columns_unasked": ("只有表格才有列。", "Only a table has columns."),
    "column_type": ("表格的列不能是 {type}。", "A column of a table cannot be of type {type}."),
    "column_when": (
        "表格的列不能带条件或来源；预填只能是 enterprise.legal_rep，填在第一行。",
        "A column of a table has no rule and no source; its only prefill is enterprise.legal_rep, for the first row.",
    ),
    "bounds": ("最小值大于最大值。", "The smallest is larger than the largest."),
    "source_unknown": (
        "不能从“{name}”取。可以写 register.name、project.name、licence.<事项>.number 等。",
        "Nothing can be fetched from {name}; write register.name, project.name, licence.<item>.number and the like.",
    ),
    "source_type": ("“{name}”要放在 {types} 类型的字段里。", "{name} belongs in a field of type {types}."),
    "source_code": (
        "从投资项目平台取内容的指南，要有一个 check: project_code 的字段。",
        "A guide that fetches from the investment platform needs a field with check: project_code.",
    ),
    "prefill_unknown": ("不能用“{name}”预填。", "Nothing can be prefilled from {name}."),
    "group_missing": ("多选一的材料要写明 group。", "A material that is one of a group needs its group."),
    "group_unasked": ("只有多选一的材料才写 group。", "Only a material that is one of a group has a group."),
    "group_single": ("“{group}”组里只有一份材料，谈不上多选一。", "The group {group} has only one material."),
    "when_missing": ("按情形提交的材料要写明 when。", "A conditional material needs its rule."),
    "sharing_source": ("免提交的材料应当来自政府部门。", "A material that is shared must come from the government."),
    "deferrable_principal": (
        "主要材料和安全证据不得容缺（R69、R76）。",
        "A principal material or safety evidence must not be deferrable (R69, R76).",
    ),
    "deferral_grace": (
        "暂停办理的要写明宽限几个工作日；其他后果没有宽限。",
        "A suspension needs its grace in working days; no other consequence has one.",
    ),
    "deferrable_days": ("按天容缺的要写明天数。", "A deferral until a day needs its number of days."),
    "promise_longer": (
        "承诺 {promised} 长于法定 {statutory}。",
        "The promise of {promised} is longer than the law's {statutory}.",
    ),
    "effective_order": ("失效日早于施行日。", "It ends before it begins."),
    "stops_unlawful": (
        "只有《行政许可法》第四十五条列明的八种程序可以停止计算法定时限（R27）。",
        "Only the eight procedures of article 45 stop the statutory clock (R27).",
    ),
    "panel_even": ("专家组人数应当是单数。", "A panel of experts is odd in number."),
    "panel_misplaced": ("只有专家评审可以写专家组。", "Only an expert review has a panel of experts."),
    "result_item": ("field 和 literal 必须且只能写一个。", "There must be either a field or a literal, not both."),
    "result_field": (
        "“{name}”既不是表单字段，也不是办件事实。",
        "{name} is neither a field of the form nor a fact of the case.",
    ),
    "until_field": ("表单里没有“{name}”这个日期字段。", "The form has no date field {name}."),
    "holder_name": (
        "表单里没有“{name}”这个文本字段来写持证人姓名。",
        "The form has no text field {name} for the holder's name.",
    ),
    "holder_number": (
        "表单里没有“{name}”这个身份证号码字段来写持证人号码。",
        "The form has no identity-number field {name} for the holder's number.",
    ),
    "holder_optional": (
        "“{name}”可能不填；写明持证人的字段对每件申请都要必填。",
        "{name} may be left empty; what names the holder must be asked of every application.",
    ),
    "licence_field": ("表单里没有“{name}”这个文本字段。", "The form has no text field {name}."),
    "code_task": (
        "实施编码应当是 18 位统一社会信用代码、1 位层级和 12 位基本编码：{fault}。",
        "A task code is an 18-character credit code, a level and the catalogue code: {fault}.",
    ),
    "code_handle": ("业务办理项编码应当以实施编码开头。", "The business-item code must begin with the task code."),
    "office_folder": ("实施部门与目录“{office}”不一致。", "The authority is not the office of the folder, {office}."),
    "procedure_type": (
        "审查程序 {procedure} 与事项类型不一致。",
        "The procedure {procedure} does not fit the type of the item.",
    ),
    # what does not fit the versions that are there already
    "version_locked": (
        "这个版本已经有 {uses} 件办件使用，不能再改；请另立一个日期的文件。",
        "This version is used by {uses} applications and can no longer change: write a file for another day.",
    ),
    "version_lost": (
        "这个版本已经有 {uses} 件办件使用，文件不在了；仍按锁定的内容办理。要停用，请在网站上撤下。",
        "This version is used by {uses} applications but its file is gone: the locked text stays in force. "
        "To stop it, withdraw it in the portal.",
    ),
    "version_twice": (
        "网站上发布了同一天的另一个版本，以网站发布的为准；请删去或者改名这个文件。",
        "Another version for the same day was published in the portal and counts: remove or rename this file.",
    ),
    "version_unreadable": (
        "这个版本存下的内容现在读不出来（第 {line} 行 {key}）。",
        "The stored text of this version cannot be read any more (line {line}, {key}).",
    ),
    "office_unknown": ("没有“{office}”这个部门。", "There is no office {office}."),
    "catalogue_missing": ("目录不存在。", "The folder does not exist."),
}


def say(code: str, **facts: object) -> Text:
    """Return the sentence for a code in both languages, its facts filled in."""
    zh, en = SENTENCES[code]
    return Text(zh=zh.format(**facts), en=en.format(**facts))
