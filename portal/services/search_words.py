"""The words of a search: Chinese in pairs of characters, English by the word, plain speech beside the words of the law."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_RUNS = re.compile(r"(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)|(?P<latin>[a-z0-9]+)")
_ASKING = re.compile(
    "请问|我想|想要|怎么办理|怎么办|怎么|怎样|如何|需要|要不要|办理|要办|办什么|什么|哪些|哪个|哪里|可以|能不能|是不是|有没有|"
    "开一个|开一家|开个|开家|做生意|生意|手续|公司|我们|我|卖|吗|呢|吧|的|了|要|想|得"
)
_ALONE = frozenset("店证个家厂开做办有去")
"""Characters that say nothing when they are what is left between the words."""
_ASKING_EN = frozenset(
    word
    for line in (
        "a an and are can do does for get have how i in is it my need",
        "needed of on open or our run sell selling shop start the to want we what where which with",
    )
    for word in line.split(" ")
)
PLAIN = {
    "卖": ("经营", "零售"),
    "买卖": ("经营",),
    "开店": ("经营", "零售"),
    "仓库": ("储存",),
    "存放": ("储存",),
    "执照": ("许可证",),
    "牌照": ("许可证",),
    "法人": ("法定代表人",),
    "老板": ("法定代表人",),
    "到期": ("有效期", "期满"),
    "过期": ("有效期", "期满"),
    "续期": ("延期", "重新申请"),
    "换证": ("延期", "重新申请"),
    "搬": ("地址", "场所"),
    "租": ("租赁",),
    "鞭炮": ("爆竹",),
    "炮仗": ("爆竹",),
    "花炮": ("爆竹",),
    "名字": ("名称",),
    "化工": ("化学品",),
    "化学原料": ("化学品",),
    "汽油": ("加油站",),
    "过年": ("春节",),
}
"""How people say it, and what guides call it; the words of one item only belong into that guide's aliases."""


LATER = ("变更", "延期", "延续", "换证", "补证", "注销", "核销", "change", "renewal", "renew")
"""Acts on what somebody has already got: who names none of them begins at the beginning."""


def folded(text: str) -> str:
    """The text in small letters and one width, so that ＣＡＳ and cas are the same word."""
    return unicodedata.normalize("NFKC", text).lower()


def words(text: str) -> Iterator[str]:
    """The words by which a text is found: pairs of Chinese characters, and English words without their plural s."""
    for run in _RUNS.finditer(folded(text)):
        if run["latin"]:
            yield stem(run["latin"])
        elif len(run["han"]) == 1:
            yield run["han"]
        else:
            yield from map("".join, pairwise(run["han"]))


def asked(query: str) -> list[str]:
    """The words of a query once each, without those in which people ask."""
    plain = _ASKING.sub(" ", folded(query))
    found = [word for word in words(plain) if word not in _ASKING_EN and word not in _ALONE]
    return list(dict.fromkeys(found or words(query)))


def implied(query: str, *, least: int = 1) -> list[str]:
    """The words that guides use for what the query says in plain speech; `least` leaves out shorter plain words."""
    text = folded(query)
    said = (names for plain, names in PLAIN.items() if len(plain) >= least and plain in text)
    return list(dict.fromkeys(word for names in said for name in names for word in words(name)))


def stem(word: str) -> str:
    """An English word without its plural s."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def mistyped(word: str) -> Iterator[str]:
    """The word with any one letter left out: two words that differ by one slip share one of these."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))
