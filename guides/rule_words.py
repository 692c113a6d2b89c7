"""Rules in words: when a material, a department or a limit applies, said with the names that the guide itself uses."""

from __future__ import annotations

from guides.conditions import Rule
from guides.form import Field
from guides.guide import Guide
from guides.text import Text

_AND = {"zh": "，并且", "en": ", and "}
_OR = {"zh": "，或者", "en": ", or "}
_LIST = {"zh": "、", "en": ", "}
_YES_NO = {"yes": Text(zh="是", en="yes"), "no": Text(zh="不是", en="no")}


def words_of(guide: Guide, rule: Rule | None) -> Text | None:
    """The rule in both languages, such as 带储存设施经营; None for what applies always."""
    if rule is None:
        return None
    return Text(zh=_said(guide, rule, "zh"), en=_said(guide, rule, "en"))


def _said(guide: Guide, rule: Rule, language: str) -> str:
    if "case" in rule:
        situation = guide.situation(rule["case"])
        return situation.name.get(language) if situation else str(rule["case"])
    if "field" in rule:
        field = guide.fields.get(rule["field"])
        return _compared(field, rule, language) if field else str(rule["field"])
    if "not" in rule:
        inner = _said(guide, rule["not"], language)
        return f"不是“{inner}”" if language == "zh" else f"not “{inner}”"
    [(name, parts)] = rule.items()
    joint = (_AND if name == "all" else _OR)[language]
    return joint.join(dict.fromkeys(_said(guide, part, language) for part in parts))


def _compared(field: Field, rule: Rule, language: str) -> str:
    label = field.label.get(language)
    colon = "：" if language == "zh" else ": "
    [name] = [key for key in rule if key != "field"]
    value = rule[name]
    if name in ("is", "has"):
        return f"{label}{colon}{_value(field, str(value), language)}"
    if name == "in":
        return f"{label}{colon}{_LIST[language].join(_value(field, str(one), language) for one in value)}"
    if name == "any_row":
        column = field.column(value.get("field", ""))
        return f"{label}{colon}{_compared(column, value, language) if column else '…'}"
    return _bounded(field, name, value, label, language)


def _bounded(field: Field, name: str, value: object, label: str, language: str) -> str:
    unit = f" {field.unit.get(language)}" if field.unit else ""
    said = {
        "at_least": Text(zh=f"{label}不少于 {value}{unit}", en=f"{label} at least {value}{unit}"),
        "at_most": Text(zh=f"{label}不超过 {value}{unit}", en=f"{label} at most {value}{unit}"),
        "filled": Text(zh=f"填了{label}", en=f"{label} given")
        if value
        else Text(zh=f"没有填{label}", en=f"{label} not given"),
    }
    return said[name].get(language)


def _value(field: Field, value: str, language: str) -> str:
    option = field.option(value)
    if option:
        return option.label.get(language)
    return _YES_NO[value].get(language) if field.type == "yesno" and value in _YES_NO else value
