"""The material list of a guide: what is missing on it, and safety evidence that may not follow later."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guides.finding import Found
from guides.lint_time import number, promised
from guides.source import Path
from guides.tree import Tree

CORE_SAFETY = re.compile(
    r"安全(?:预|验收|现状|条件)?评[价估]|评价报告|安全设施设计|设计专篇|验收(?:报告|意见|文件|合格)|(?:检测|检验|监测|鉴定|探伤)(?:报告|合格)"
    r"|资格证|资质证|合格证(?!明)|特种作业(?:人员)?(?:操作|资格)*证(?!明)|操作证(?!明)|重大危险源[^，；]{0,10}(?:备案|辨识|评估|分级)|防雷|消防(?:验收|安全检查)|安全条件(?:审查|论证)"
    r"|\bsafety assessment|\bacceptance report|\btest report|\bqualification",
    re.IGNORECASE,
)
"""Names of core safety evidence, which never follows later (R76)."""


def materials(tree: Tree) -> Iterator[Found]:
    """Yield what is missing or contradictory on the material list."""
    longest = promised(tree)
    for path, material in tree.each("materials"):
        if not material.get("review_points"):
            yield path, "review_points_missing", {}
        if not material.get("reasons"):
            yield path, "reasons_missing", {}
        if material.get("source") in ("government", "intermediary") and not material.get("source_org"):
            yield path, "issuer_missing", {}
        if material.get("necessity") == "required" and "when" in material:
            yield (*path, "necessity"), "required_with_rule", {}
        deferrable = material.get("deferrable")
        days = number(deferrable.get("days")) if isinstance(deferrable, dict) else 0
        if longest and days > longest:
            yield (*path, "deferrable"), "deferral_long", {"days": f"{days:g}", "promised": f"{longest:g}"}
        yield from _pages((*path, "pages"), material.get("pages"))
        core = CORE_SAFETY.search(_name(material.get("name")))
        if core and isinstance(deferrable, dict) and material.get("form") != "commitment":
            yield (*path, "deferrable"), "safety_deferrable", {"phrase": core[0]}


def _pages(path: Path, pages: object) -> Iterator[Found]:
    if not isinstance(pages, dict):
        return
    least, most = number(pages.get("at_least")), number(pages.get("at_most"))
    if not (least or most or pages.get("both_sides")):
        yield path, "pages_empty", {}
    if least and most and least > most:
        yield path, "pages_contradict", {"least": f"{least:g}", "most": f"{most:g}"}


def _name(name: object) -> str:
    return str(name.get("zh") or name.get("en") or "") if isinstance(name, dict) else str(name or "")
