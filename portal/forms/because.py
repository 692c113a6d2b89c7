"""Why a question is asked: the rule of a guide in words, so that nobody wonders where a field came from."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from guides.conditions import Rule
from guides.form import Field
from guides.guide import Guide


def reason(rule: Rule, guide: Guide, language: str) -> str:
    """The rule in words: the case it names, or the answer it rests on."""
    if "case" in rule:
        situation = guide.situation(rule["case"])
        return _("属于“%(case)s”", case=situation.name.get(language) if situation else rule["case"])
    if "not" in rule:
        return _unless(rule["not"], guide, language)
    for name, joined in (("all", _("，并且")), ("any", _("，或者"))):
        if name in rule:
            return joined.join(reason(part, guide, language) for part in rule[name])
    return _comparison(rule, guide.fields.get(rule["field"]), language)


def _unless(rule: Rule, guide: Guide, language: str) -> str:
    """A rule turned round: not of that case, or anything but that answer."""
    if "case" in rule:
        situation = guide.situation(rule["case"])
        return _("不属于“%(case)s”", case=situation.name.get(language) if situation else rule["case"])
    if "field" in rule and {"is", "in", "has"} & set(rule):
        field = guide.fields.get(rule["field"])
        label = field.label.get(language) if field else rule["field"]
        return _("“%(label)s”没有选%(value)s", label=label, value=_answers(rule, field, language))
    return _("不符合“%(reason)s”", reason=reason(rule, guide, language))


def _comparison(rule: Rule, field: Field | None, language: str) -> str:
    label = field.label.get(language) if field else rule["field"]
    if "any_row" in rule:
        column = field.column(rule["any_row"].get("field", "")) if field else None
        return _("“%(label)s”里有一行%(reason)s", label=label, reason=_comparison(rule["any_row"], column, language))
    if "at_least" in rule:
        return _("“%(label)s”不小于 %(value)s", label=label, value=rule["at_least"])
    if "at_most" in rule:
        return _("“%(label)s”不大于 %(value)s", label=label, value=rule["at_most"])
    if "filled" in rule:
        return _("填了“%(label)s”", label=label) if rule["filled"] else _("没有填“%(label)s”", label=label)
    return _("“%(label)s”选了%(value)s", label=label, value=_answers(rule, field, language))


def _answers(rule: Rule, field: Field | None, language: str) -> str:
    values = rule["in"] if "in" in rule else [rule.get("is", rule.get("has"))]
    return _("或者").join(_chosen(field, value, language) for value in values)


def _chosen(field: Field | None, value: Any, language: str) -> str:
    if field is not None and field.type in ("yesno", "consent"):
        return _("“是”") if str(value) == "yes" else _("“否”")
    option = field.option(str(value)) if field else None
    return _("“%(option)s”", option=option.label.get(language) if option else value)
