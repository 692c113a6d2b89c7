"""Visits, channels, quantity, hours and codes as portals publish them: whether they agree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guides.finding import Found
from guides.identifiers import LEVELS, uscc_fault
from guides.lint_channels import IN_PERSON
from guides.published import CUT, blank, texts, words
from guides.source import Path

_ONLINE, _POST, _WINDOW = (
    re.compile(r"网上|在线|移动端|全程网办|互联网"),
    re.compile(r"快递|邮寄|信函"),
    re.compile(r"窗口|现场|大厅"),
)
_WHOLE = re.compile(r"全程网办|全流程|四级|不见面")
_NO_REASON = re.compile(r"无需|不需|不用|无$|^无|零跑|0\s*次")
_SEASON = re.compile(r"[夏冬春秋]令?[季时]|夏|冬")
_MONTHS = re.compile(r"\d{1,2}\s*月")
_LEVEL = (
    ("national", r"国家"),
    ("province", r"省|自治区|直辖"),
    ("city", r"设区|市级|^市|州"),
    ("county", r"县|区级|^区"),
)
_KNOWN_LENGTHS = {
    "基本编码": 12,
    "实施编码": 31,
    "业务办理项编码": 33,
    "实施主体编码": 18,
    "权力基本编码": 12,
    "主项": 12,
    "子项": 12,
}


def channels(data: dict[str, Any]) -> Iterator[Found]:
    """Yield contradictions between visits, channels, depth and delivery, and columns whose value cannot be understood."""
    visits = data.get("visits")
    count = visits.get("count") if isinstance(visits, dict) else visits
    reason = str(visits.get("reason") or "") if isinstance(visits, dict) else ""
    number = int(str(count)) if str(count).strip().isdigit() else None
    modes, depth = words(data.get("handling_modes")), words(data.get("online_depth"))
    if visits is not None and number is None and not blank(count):
        yield ("visits",), "visits_unclear", {}
    if number == 0:
        yield from _zero(data, modes, depth, reason)
    elif number:
        yield from _some(number, depth, reason)
    if _WHOLE.search(depth) and modes and not blank(modes) and not _ONLINE.search(modes):
        yield ("handling_modes",), "depth_without_online", {"depth": depth[:20], "modes": modes}
    yield from _flags(data, modes)
    yield from _hours(data)
    scopes = re.findall(r"全[国省市县区]|跨[省市]", words(data.get("cross_region")))
    if len(set(scopes)) > 1:
        yield ("cross_region",), "area_twice", {"scopes": "、".join(dict.fromkeys(scopes))}
    yield from _money(data)


def _zero(data: dict[str, Any], modes: str, depth: str, reason: str) -> Iterator[Found]:
    if modes and not blank(modes) and not _ONLINE.search(modes) and not _POST.search(modes):
        yield ("visits",), "zero_at_window", {"modes": modes}
    if reason and not blank(reason) and not _NO_REASON.search(reason):
        yield ("visits", "reason"), "zero_with_reason", {"reason": reason[:30]}
    delivery = words(data.get("delivery_modes"))
    if _WINDOW.search(delivery) and not re.search(r"邮|快递|寄|电子|网上|递送|物流", delivery):
        yield ("delivery_modes",), "zero_but_collected", {"delivery": delivery}
    if depth and not _WHOLE.search(depth) and not re.search(r"结果|反馈|送达|制证|发证", depth):
        yield ("online_depth",), "zero_with_depth", {"depth": depth[:30]}
    for key in ("materials", "conditions", "process"):
        for path, text in texts(data.get(key), (key,)):
            found = IN_PERSON.search(text)
            if found:
                yield path, "visit_hidden", {"phrase": found[0]}


def _some(number: int, depth: str, reason: str) -> Iterator[Found]:
    if _WHOLE.search(depth):
        yield ("visits",), "whole_visits_published", {"visits": str(number), "depth": depth[:20]}
    if not reason or blank(reason) or _NO_REASON.search(reason):
        yield ("visits",), "visit_reason_missing", {}


def _flags(data: dict[str, Any], modes: str) -> Iterator[Found]:
    flags = data.get("flags")
    for key, value in flags.items() if isinstance(flags, dict) else ():
        written = words(value)
        if re.search(r"数量", str(key)) and re.fullmatch(r"\s*\d+\s*", written):
            yield ("flags", key), "quantity_unclear", {"value": written.strip()}
        if re.search(r"是否网办|网上办理", str(key)) and written.startswith("否") and _ONLINE.search(modes):
            yield ("flags", key), "flag_against_modes", {"flag": str(key), "modes": modes}
        if re.search(r"物流|快递|邮寄", str(key)) and written.startswith("否") and _POST.search(modes):
            yield ("flags", key), "flag_against_modes", {"flag": str(key), "modes": modes}
        if re.search(r"时间$", str(key)) and re.search(r"\d{4}年\d{1,2}月\d{1,2}日", written):
            yield ("flags", key), "day_for_hours", {"value": written[:20]}


def _money(data: dict[str, Any]) -> Iterator[Found]:
    """Whether anything is charged, on which basis, and which report somebody else has to make first."""
    fees = data.get("fees")
    charged = words(fees.get("charged")) if isinstance(fees, dict) else words(fees)
    if charged and not blank(charged):
        free = re.search(r"不收|不得收|免费|免收|^否|^no\b|^False", charged)
        if not free and not re.search(r"收费|^是|元|标准|^True", charged):
            yield ("fees",), "fees_unclear", {"said": charged[:20]}
        elif not free and not re.search(r"《|号|元|标准", words(fees)):
            yield ("fees",), "fee_without_basis", {}
    service = words(data.get("intermediary_services"))
    if re.fullmatch(r"(?:是|有|需要)(?:[（(](?!.*详见).*)?", service.strip()):
        yield ("intermediary_services",), "service_unclear", {"said": service[:20]}


def _hours(data: dict[str, Any]) -> Iterator[Found]:
    window = data.get("window")
    hours = str(window.get("hours") or "") if isinstance(window, dict) else ""
    if _SEASON.search(hours) and (not _MONTHS.search(hours) or re.search(r"一般|左右|大约|矛盾", hours)):
        yield ("window", "hours"), "season_unclear", {"hours": hours[:40]}


def codes(data: dict[str, Any]) -> Iterator[Found]:
    """Yield codes that fail the format of their generation (R112), each with what is wrong with it."""
    written = data.get("codes")
    known = (
        {str(key): str(one) for key, one in written.items() if isinstance(one, (str, int))}
        if isinstance(written, dict)
        else {}
    )
    for path, text in texts(written, ("codes",)):
        key = str(path[1]) if len(path) > 1 else ""
        yield from _code(path, key, text, known, data)
        if re.search(r"同一编码|共用", text):
            yield path, "code_common", {}


def _code(path: Path, key: str, text: str, known: dict[str, str], data: dict[str, Any]) -> Iterator[Found]:
    if CUT.search(text):
        return
    found = re.match(r"[0-9A-Za-z-]+", text)
    code = found[0] if found else ""
    if not code or re.search(r"版本|指南|手册|组织机构|^编号$", key):
        return
    wanted = _KNOWN_LENGTHS.get(key)
    if wanted and len(code) != wanted:
        yield path, "code_length", {"key": key, "code": code, "length": len(code), "wanted": wanted}
        return
    if len(code) in (31, 33) or key == "实施主体编码":
        fault = uscc_fault(code[:18])
        if fault:
            yield path, "code_body", {"code": code[:18], "fault": _FAULTS[fault]}
        if len(code) >= 31:
            yield from _parts(path, code, known, data)
    elif not wanted and not (key == "业务办理项" and len(code) == 14):
        yield path, "code_scheme", {"code": code, "length": len(code)}


_FAULTS = {"length": "长度", "alphabet": "字符", "region": "区划", "check": "校验位"}


def _parts(path: Path, code: str, known: dict[str, str], data: dict[str, Any]) -> Iterator[Found]:
    level = str(data.get("level") or "")
    meant = next((LEVELS[name] for name, pattern in _LEVEL if re.search(pattern, level)), "")
    if meant and code[18] != meant:
        yield path, "code_level", {"level": level, "sign": code[18]}
    catalog = known.get("基本编码", "")
    if len(catalog) == 12 and code[19:31] != catalog:
        yield path, "code_catalog", {"code": code[19:31], "catalog": catalog}
    task = known.get("实施编码", "")
    if len(code) == 33 and len(task) == 31 and not code.startswith(task):
        yield path, "code_handle_published", {"code": code, "task": task}
