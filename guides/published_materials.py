"""Materials, conditions and legal basis as portals publish them: incomplete, doubled, catching all, or no condition at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guides.finding import Found
from guides.lint_materials import CORE_SAFETY
from guides.lint_names import plain_name
from guides.lint_wording import BY_REFERENCE, CATCH_ALL, OFFICERS_ACT, ONLY_FORMAL, exactly
from guides.published import blank, entries, texts, words
from guides.source import Path

_COLUMNS = (
    ("required", "必要性", "necessity"), ("source", "来源", "source"), ("copies", "份数", "copies"), ("form", "形式", "form"),
)  # fmt: skip
_EITHER = re.compile(r"二选一|任选|[两三]者.{0,3}之一|必居其一|多选一|任一(?:即可|项)|择一|或者?提[交供]")
_TWO = re.compile(r"或者|(?<![及和])或(?!许)|/")
_ONE_APPROVAL = re.compile(r"(?:审批|核准)(?:、核准)?(?:或者?|、)?备案")
_SHARED = re.compile(r"免(?:于)?提交|可共享|共享获取|电子证照|免交|不再提交|自动调取")
_NO_DEMAND = re.compile(r"^(?:自主|可以?|均可|无需|不需|免)")
_FOR_A_CASE = re.compile(r"情形|情况|^[（(]?[一二三四五六1-6][)）]?$")
_RENAMED = (
    (re.compile(r"安监局|安全生产监督管理|安全监管(?:总)?局"), "应急管理部门"),
    (re.compile(r"食品药品监督管理|工商(?:行政管理)?局|质量?(?:技术)?监督?局"), "市场监督管理部门"),
    (re.compile(r"环境保护局|环保局"), "生态环境部门"),
    (re.compile(r"国土资源局"), "自然资源部门"),
)
_OLD_LAW = (
    (re.compile(r"安全生产法》.{0,4}(?:2002|2009|2014)"), "2021 年"),
    (re.compile(r"行政许可法》.{0,4}2003"), "2019 年"),
)


def materials(data: dict[str, Any]) -> Iterator[Found]:
    """Yield what is missing, doubled or contradictory in the materials of a published item."""
    found = [*entries(data, "materials", "name")]
    for path, material in found:
        yield from _material(path, material, data)
    yield from _doubled(found, "name")
    optional = [(path, one) for path, one in found if str(one.get("required") or "").startswith("非必要")]
    if len(optional) > 1 or (optional and any(_EITHER.search(words(one)) for _path, one in found)):
        names = "、".join(f"“{one.get('name')}”" for _path, one in optional)
        yield (*optional[0][0], "required"), "either_optional", {"names": names}


def _material(path: Path, material: dict[str, Any], data: dict[str, Any]) -> Iterator[Found]:
    name, notes, required = (str(material.get(key) or "") for key in ("name", "notes", "required"))
    lacking = [(zh, en) for key, zh, en in _COLUMNS if material.get(key) in (None, "")]
    if lacking:
        zh, en = ("、".join(one[0] for one in lacking), ", ".join(one[1] for one in lacking))
        yield path, "material_columns", {"name": name, "zh": zh, "en": en}
    yield from _catch_all((*path, "name"), name)
    if _EITHER.search(notes) and not required.startswith("非必要"):
        yield (*path, "required"), "either_or", {"name": name}
    elif _TWO.search(_ONE_APPROVAL.sub("", name)):
        yield (*path, "name"), "two_in_one", {"name": name}
    core = CORE_SAFETY.search(name)
    deferrable = str(material.get("deferrable") or "")
    later = (deferrable and not re.match(r"否|不|无|[Ff]alse|no", deferrable)) or "容缺" in required
    if core and later:
        yield (*path, "deferrable"), "safety_deferrable", {"phrase": core[0]}
    if _SHARED.search(notes) and (required.startswith("必要") or not required):
        yield (*path, "required"), "shared_required", {"name": name}
    elif "政府" in str(material.get("source") or "") and not _SHARED.search(notes):
        yield (*path, "source"), "government_asked", {"name": name}
    yield from _unknown_case(path, required, data)


def _unknown_case(path: Path, required: str, data: dict[str, Any]) -> Iterator[Found]:
    """A necessity that points to a case which the item does not explain."""
    if not _FOR_A_CASE.search(required):
        return
    wanted = re.sub(r"^.*?情[形况][：:]?", "", required) or required
    cases = words(data.get("cases"))
    parts = [re.sub(r"^[非不无未]", "", part) for part in re.split(r"[、,，]", wanted)]
    if not any(part and part in cases for part in parts):
        yield (*path, "required"), "case_unexplained", {"required": required}


def conditions(data: dict[str, Any]) -> Iterator[Found]:
    """Yield catch-alls, references and officers' acts among the conditions, and phrases recorded as catch-alls."""
    found = [(path, str(one["text"])) for path, one in entries(data, "conditions", "text") if one.get("text")]
    if isinstance(data.get("conditions"), str) and not blank(data["conditions"]):
        found = [(("conditions",), data["conditions"])]
    formal = 0
    for path, text in found:
        yield from _catch_all(path, text)
        checks = ((BY_REFERENCE, "by_reference"), (OFFICERS_ACT, "officers_act"), (ONLY_FORMAL, "only_formal"))
        code = next((code for pattern, code in checks if pattern.search(text)), "")
        if not code and re.search(r"具体见|详见|参见|原文如此|以引用代替", text):
            code = "by_reference"
        if code:
            formal += 1
            yield path, code, {"phrase": text[:30]}
    if found and formal == len(found):
        yield ("conditions",), "no_condition", {}
    yield from _doubled([*entries(data, "conditions", "text")], "text")
    yield from _recorded(data, {text for _path, text in found})


def _recorded(data: dict[str, Any], known: set[str]) -> Iterator[Found]:
    """Phrases that the file lists as catch-alls and that stand nowhere else in it."""
    elsewhere = words({key: value for key, value in data.items() if key not in ("catch_all", "notes")})
    for path, text in texts(data.get("catch_all"), ("catch_all",)):
        plain = re.sub(r"[（(].*?[）)]|^.*?[：:]|^及", "", text).strip()
        if plain and plain not in elsewhere:
            yield path, "catch_all", exactly(text)


def _catch_all(path: Path, text: str) -> Iterator[Found]:
    for found in CATCH_ALL.finditer(text):
        if not _NO_DEMAND.match(text[found.end() :]):
            yield path, "catch_all", exactly(found[0])
            return


def basis(data: dict[str, Any]) -> Iterator[Found]:
    """Yield laws without article, laws since amended, bodies since renamed, and lists that name a thing twice."""
    for path, one in entries(data, "legal_basis", "law"):
        law = str(one.get("law") or words(one))
        if (
            "《" in law
            and not re.search(r"目录|名录|通知|意见|清单", law)
            and not re.search(r"第?[一二三四五六七八九十百\d]+[条章款]", law)
        ):
            yield path, "law_without_article", {"law": law[:40]}
        amended = next((year for pattern, year in _OLD_LAW if pattern.search(law)), "")
        if amended:
            yield path, "law_amended", {"law": law[:40], "year": amended}
    authority = str(data.get("authority") or "")
    renamed = next(((found[0], now) for pattern, now in _RENAMED if (found := pattern.search(authority))), None)
    if renamed:
        yield ("authority",), "authority_old", {"name": renamed[0], "now": renamed[1]}
    for key in ("legal_basis", "handling_modes", "applicants", "delivery_modes", "cases"):
        yield from _doubled([*entries(data, key, "name")], "name")
    kind = str(data.get("item_type") or "")
    if "非行政许可" in kind:
        yield ("item_type",), "type_abolished", {}
    elif kind.startswith("其他事项") or re.search(r"[（(]", kind):
        yield ("item_type",), "type_unclear", {"type": kind}


def _doubled(found: list[tuple[Path, dict[str, Any]]], key: str) -> Iterator[Found]:
    first: dict[str, str] = {}
    for path, one in found:
        name = str(one.get(key) or "")
        plain = plain_name(name) if path[0] == "materials" else re.sub(r"\s", "", name)
        if plain and plain in first:
            yield path, "doubled", {"name": name, "other": first[plain]}
        first.setdefault(plain, name)
