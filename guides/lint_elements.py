"""What a guide leaves out, with the rule that asks for it, and what nobody has verified."""

from __future__ import annotations

from collections.abc import Iterator

from guides.finding import Found
from guides.tree import Tree

_ASKED = (
    ("quantity", "element_law", "数量限制", "quantity", "《行政许可法》第三十条，R2"),
    ("commitment", "element_local", "告知承诺", "commitment procedure", "R55、R78"),
    ("service_area", "element_local", "通办范围", "service area", "R59、R68"),
    ("faq", "element_local", "常见问题", "frequent questions", "R59"),
)
"""Keys that the types do not require although a rule asks for them."""

_REQUIRED = {
    ("legal_basis",): ("设定依据", "legal basis", "《行政许可法》第三十条，R2、R55"),
    ("conditions",): ("条件", "conditions", "《行政许可法》第三十条，R2、R55"),
    ("materials",): ("全部材料目录", "complete list of materials", "《行政许可法》第三十条，R2、R55"),
    ("limits",): ("期限", "limits", "《行政许可法》第三十条，R2、R35"),
    ("review",): ("程序和环节", "procedure and steps", "《行政许可法》第三十条，R2、R55"),
    ("fees",): ("收费", "fees", "《行政许可法》第五十八条，R43、R55"),
    ("authority",): ("实施机关", "authority", "R59"),
    ("codes",): ("编码", "codes", "R59、R112"),
    ("applicants",): ("申请人范围", "applicants", "R59"),
    ("cases",): ("情形", "cases", "R2、R55"),
    ("correction",): ("补正规则", "rule on corrections", "《行政许可法》第三十二条，R4、R8"),
    ("deferral",): ("容缺逾期后果", "what follows an overdue deferral", "R55、R73"),
    ("channels",): ("办理渠道", "channels", "R16、R63"),
    ("form",): ("申请书格式文本", "application form", "《行政许可法》第二十九条，R1、R2"),
    ("result",): ("办理结果", "result", "R59"),
    ("remedies",): ("救济途径", "remedies", "《行政许可法》第三十八条，R21、R151"),
    ("credit",): ("信用核查规则", "rule on credit checks", "R99"),
    ("contact",): ("咨询方式", "contact", "R55"),
    ("contact", "complaint"): ("投诉渠道", "complaints", "R55"),
    ("remedies", "reconsideration_body"): ("复议机关", "reconsideration body", "R151"),
    ("remedies", "court"): ("受诉法院", "court", "R151"),
    ("review", "decision"): ("决定环节", "decision", "R2、R24"),
}
"""Elements without which no guide is loaded, and the rules that ask for them."""


def missing(tree: Tree) -> Iterator[Found]:
    """Yield every element that is not there, with its rule: national law as a warning, local rules as a hint."""
    if not tree.data:
        return
    for place, (zh, en, rule) in _REQUIRED.items():
        parent = tree.data if len(place) == 1 else tree.data.get(place[0])
        if isinstance(parent, dict) and parent.get(place[-1]) in (None, "", [], {}):
            yield place, "element_missing", {"zh": zh, "en": en, "rule": rule, "key": ".".join(place)}
    for key, code, zh, en, rule in _ASKED:
        if not tree.data.get(key):
            yield (key,), code, {"zh": zh, "en": en, "rule": rule, "key": key}
    if tree.data.get("materials") and not any(one.get("deferrable") for _, one in tree.each("materials")):
        said = str(tree.data.get("author_notes")) + str(tree.data.get("faq"))
        if "容缺" not in said:
            yield ("materials",), "deferral_scope", {}
    for path, track in tree.tracks():
        if not track.get("review_points"):
            yield path, "track_points", {}
        if track.get("silence_basis") and track.get("site_check") is True:
            yield (*path, "silence_basis"), "silence_on_site", {}
    yield from _unverified(tree)


def _unverified(tree: Tree) -> Iterator[Found]:
    code = "unverified" if tree.data.get("author_notes") else "unverified_bare"
    for place in ("legal_basis", "conditions", "materials", "limits"):
        for path, entry in tree.each(place):
            if entry.get("verified") is not True:
                yield path, code, {}
    for key in ("authority", "codes"):
        if tree.mapping(key) and tree.mapping(key).get("verified") is not True:
            yield (key,), code, {}
