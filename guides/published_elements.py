"""Which elements of a guide a published item lacks, with the rule that asks for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from guides.finding import Found
from guides.published import CUT, blank, texts, words


class _Element(NamedTuple):
    key: str
    heading: str
    zh: str
    en: str
    rule: str
    by_law: bool


_ARTICLE_30 = "《行政许可法》第三十条，R2"
_ELEMENTS = (
    _Element("item_name", "事项名称", "事项名称", "name of the item", "R2、R55", True),
    _Element("legal_basis", "依据", "设定依据", "legal basis", _ARTICLE_30, True),
    _Element("conditions", "条件", "条件", "conditions", _ARTICLE_30, True),
    _Element("materials", "申请材料|材料目录|材料清单", "全部材料目录", "list of materials", _ARTICLE_30, True),
    _Element("statutory_days", "法定.*时限|法定.*期限", "法定办结时限", "statutory limit", f"{_ARTICLE_30}、R24", True),
    _Element("process", "流程|程序|环节", "程序和各环节时限", "procedure and steps", f"{_ARTICLE_30}、R55", True),
    _Element("fees", "收费", "收费", "fees", "R43、R55", False),
    _Element("authority", "实施主体|实施机[关构]|受理机构|决定机构", "实施机关", "authority", "R59", False),
    _Element("codes", "编码", "事项编码", "codes", "R59、R112", False),
    _Element("item_type", "事项类型", "事项类型", "type of item", "R59", False),
    _Element("level", "行使层级", "行使层级", "level of exercise", "R59", False),
    _Element("applicants", "服务对象|申请人|适用范围", "服务对象", "applicants", "R59", False),
    _Element("promised_days", "承诺.*时限|承诺.*期限", "承诺办结时限", "promised limit", "R34、R59", False),
    _Element("case_kind", "办件类型", "办件类型", "way of handling", "R59", False),
    _Element("visits", "到(?:办事)?现场次数|到现场", "到现场次数", "visits", "R59、R63", False),
    _Element("handling_modes", "办理形式|办理方式", "办理形式", "channels", "R16、R59", False),
    _Element("online_depth", "网上办理深度|是否网办", "网上办理深度", "online depth", "R59", False),
    _Element("cross_region", "通办范围", "通办范围", "service area", "R59、R68", False),
    _Element("result", "结果", "办理结果", "result", "R59", False),
    _Element("delivery_modes", "送达", "送达方式", "delivery", "R26、R59", False),
    _Element("review_points", "审查标准|审查要点|受理标准", "审查标准", "review standard", "R55", False),
    _Element("window", "办理地点|办理时间|窗口", "办理地点和时间", "place and hours", "R2、R59", False),
    _Element("complaint", "投诉", "监督投诉渠道", "complaints", "R55", False),
)  # fmt: skip
_ELSEWHERE = (
    ("flags", r"数量限制|审批数量", "数量限制", "数量限制", "limit on numbers", _ARTICLE_30),
    ("window", r"phone|咨询", "咨询", "咨询方式", "where to ask", "R55"),
    (
        "materials",
        r"示例样表|样表|示范文本|空白表格",
        "样表|示范文本|空表",
        "申请书示范文本",
        "sample form",
        _ARTICLE_30,
    ),
    ("materials", r"容缺", "容缺", "容缺受理范围", "scope of deferral", "R55、R69"),
    ("cases", r"告知承诺", "告知承诺", "告知承诺", "commitment procedure", "R55、R78"),
    ("remedies", r"复议|诉讼|法律救济", "复议|诉讼|救济", "救济途径", "remedies", "R21、R151"),
)
"""Elements that have no column of their own: where they belong, by which words they are known."""


def missing(data: dict[str, Any]) -> Iterator[Found]:
    """Yield every element that is not there, that is there and says nothing, or that the excerpt has cut off."""
    headings = data.get("element_headings_seen")
    seen = [one for one in headings if isinstance(one, str)] if isinstance(headings, list) else []
    for element in _ELEMENTS:
        value = data.get(element.key)
        if value not in (None, "", [], {}) and not _empty(value):
            continue
        facts: dict[str, object] = {"zh": element.zh, "en": element.en, "rule": element.rule}
        heading = next((one for one in seen if re.search(element.heading, one)), "")
        yield (element.key,), _code(value, heading, element), {**facts, "heading": heading}
    yield from _elsewhere(data, seen)
    yield from _cut(data)


def _empty(value: Any) -> bool:
    """Whether a column only says that there is nothing; a mapping whose parts are all empty says nothing either."""
    if isinstance(value, dict):
        return all(part in (None, "", [], {}) for part in value.values())
    return blank(value)


def _code(value: Any, heading: str, element: _Element) -> str:
    if value not in (None, "", [], {}) and not isinstance(value, dict):
        return "column_blank"
    if heading:
        return "column_not_captured"
    return "published_law" if element.by_law else "published_local" if "R55" in element.rule else "published_column"


def _elsewhere(data: dict[str, Any], seen: list[str]) -> Iterator[Found]:
    page = {key: value for key, value in data.items() if key not in ("notes", "element_headings_seen", "source_url")}
    for key, pattern, heading, zh, en, rule in _ELSEWHERE:
        written = words(page) + "；".join(_keys(page))
        if re.search(pattern, written):
            continue
        named = next((one for one in seen if re.search(heading, one)), "")
        asked = "published_law" if "三十条" in rule else "published_local"
        code = "column_not_captured" if named else asked
        yield (key,), code, {"zh": zh, "en": en, "rule": rule, "heading": named}


def _keys(value: Any) -> Iterator[str]:
    """The keys of every column that says something."""
    for key, part in value.items() if isinstance(value, dict) else ():
        if part not in (None, "", [], {}):
            yield str(key)
            yield from _keys(part)


def _cut(data: dict[str, Any]) -> Iterator[Found]:
    for key, value in data.items():
        if key in ("notes", "element_headings_seen", "source_url", "extra_sources", "region"):
            continue
        for path, text in texts(value, (key,)):
            if CUT.search(text):
                yield path, "published_cut", {}
                break
