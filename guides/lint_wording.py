"""What a guide says in words: catch-alls with the exact way to say it, vague words, open places, numbers without unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guides.elements import elements
from guides.finding import Found
from guides.guide import Guide
from guides.skeleton import TO_FILL
from guides.source import Path
from guides.text import Text
from guides.tree import Tree

CATCH_ALL = re.compile(
    r"其[他它](?:的)?(?:有关|相关|应当|需要|必要|所需|规定)?(?:提交|提供)?的?(?:材料|资料|文件|证明|条件|要求|情形|手续)"
    r"|其[他它][^，。；]{0,8}(?:规定|要求|需要|认为)[^，。；]{0,6}(?:材料|资料|文件|证明|条件|手续)"
    r"|(?:规定|要求|需要|认为|提供)[^，。；]{0,8}其[他它][^，。；]{0,8}(?:材料|资料|文件|证明|条件|情形|要求)"
    r"|等(?:有关|相关|其[他它])?(?:材料|资料|文件|证明|条件|手续)"
    r"|(?:有关|相关)(?:材料|资料|文件|证明|手续|部门)"
    r"|\bother (?:relevant |required |necessary )?(?:materials?|documents?|conditions?|papers)\b"
    r"|\b(?:relevant|related) (?:materials?|documents?|papers)\b|\band so on\b|\betc\b",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"及时|尽快|尽早|一定期限|合理期限|规定(?:的)?(?:时间|期限)内|视情况?|必要时|根据需要|原则上"
    r"|\bpromptly\b|\bas soon as possible\b|\bin due course\b|\bwhere necessary\b|\bas appropriate\b",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(
    r"(?:期限|时限|提前|有效期|不超过|不少于|不得超过|自受理之日起|之日起)[为是：:]?\s*(\d+(?:\.\d+)?)"
    r"(?![\d.]*\s*(?:[个日天月年周时分元米平立吨千公升份人名只张台辆处次项条号层级倍岁位行字本页户间座％%‰度克兆伏瓦小]|[A-Za-z/—–～~至-]))"
)
BY_REFERENCE = re.compile(
    r"^(?:应当)?(?:符合|满足|具备).{2,60}规定的(?:各项)?(?:有关|相关)?(?:安全(?:生产)?)?条件(?:[。；（(].*)?$"
)
OFFICERS_ACT = re.compile(r"^(?:逐[一项]|依据.{0,12}逐[一项])?(?:核对|核验|审核|审查|检查|查验|复核)(?!合格|通过)")
ONLY_FORMAL = re.compile(r"(?:申请)?(?:材料|资料)(?:真实|齐全|完整)[^。；]{0,12}(?:齐全|完整|法定形式|规定形式)")

ASKING = ("materials", "conditions", "applicants")
"""Where a catch-all is a demand nobody can meet; elsewhere it is only vague."""

_HOW: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"法律|法规|规章|规定"),
        "查明是哪部法的哪一条，把那一条的要求逐项写出来；查不到的，删去这一句",
        "Find the law and the article and write out what it asks; where there is none, delete the phrase",
    ),
    (
        re.compile(r"机关|部门|要求|认为|需要"),
        "清单以外不得要材料（R3）：把窗口实际会要的逐份列出，按情形写 when；没有的，删去这一句",
        "Nothing outside the list may be asked for (R3): list what the window really asks, by case; else delete it",
    ),
    (
        re.compile(r"^等|\betc\b|and so on"),
        "把“等”字前面没有列完的逐一列完，删去“等”字",
        "Complete the list that stands before it and delete these words",
    ),
    (
        re.compile(r"有关|相关|relevant|related"),
        "写出文书的全名、由谁出具，例如“与供货企业签订的购销合同”",
        "Write the full name of the document and who issues it",
    ),
)
_OTHERWISE = ("逐项写明，或者按情形另列一项并写 when", "Name each thing, or list it for its own case with a rule")


def exactly(phrase: str) -> dict[str, object]:
    """Return the facts of a catch-all: the phrase, and in both languages how to say it exactly."""
    found = next(((zh, en) for pattern, zh, en in _HOW if pattern.search(phrase)), _OTHERWISE)
    return {"phrase": phrase, "how_zh": found[0], "how_en": found[1]}


def wording(tree: Tree) -> Iterator[Found]:
    """Yield what is wrong with the words of a guide, at each text."""
    for path, text in _texts(tree.data):
        written = " ".join(str(part) for part in text.values())
        if not text.get("en"):
            yield path, "one_language", {}
        open_place = TO_FILL.search(written)
        if open_place:
            yield path, "to_fill", {"place": open_place[0]}
            continue
        yield from vague(path, written)
        bare = BARE_NUMBER.search(str(text.get("zh", "")))
        if bare:
            yield path, "bare_number", {"phrase": bare[0].strip()}
    yield from _plain_places(tree)
    yield from _conditions(tree)


def vague(path: Path, written: str) -> Iterator[Found]:
    """Yield the first catch-all or vague words that are written at a place."""
    catch_all, vague = CATCH_ALL.search(written), VAGUE.search(written)
    if catch_all and path[0] in ASKING:
        yield path, "catch_all", exactly(catch_all[0])
    elif catch_all or vague:
        yield path, "vague", {"phrase": (catch_all or vague or [""])[0]}


def _plain_places(tree: Tree) -> Iterator[Found]:
    """Plain lines that are no texts may be open as well: the telephone, the notes."""
    notes = tree.data.get("author_notes")
    lines = [(("contact", "phone"), tree.mapping("contact").get("phone"))]
    lines += [(("author_notes", at), one) for at, one in enumerate(notes if isinstance(notes, list) else [])]  # type: ignore[misc]
    for path, line in lines:
        found = TO_FILL.search(line) if isinstance(line, str) else None
        if found:
            yield path, "to_fill", {"place": found[0]}


def _conditions(tree: Tree) -> Iterator[Found]:
    for path, condition in tree.each("conditions"):
        text = condition.get("text")
        written = str(text.get("zh", "") if isinstance(text, dict) else text or "")
        for pattern, code in (
            (BY_REFERENCE, "by_reference"),
            (OFFICERS_ACT, "officers_act"),
            (ONLY_FORMAL, "only_formal"),
        ):
            if pattern.search(written):
                yield (*path, "text"), code, {"phrase": written[:30]}


def _texts(data: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The words of every text of the guide, review points too; a plain string where a text belongs counts as Chinese only."""
    for path, kind, value in elements(Guide, data, ()):
        if not (isinstance(kind, type) and issubclass(kind, Text)):
            continue
        if isinstance(value, dict):
            yield path, {part: value[part] for part in ("zh", "en") if part in value}
        elif isinstance(value, str):
            yield path, {"zh": value}
