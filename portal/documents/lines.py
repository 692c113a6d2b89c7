"""Breaking Chinese text into lines: no punctuation at the wrong end, no broken date, number or code."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.documents.letter import Text, runs

Measure = Callable[[str, bool], float]
"""The width of a character, bold or not, in ems."""

_UNITS = "个工作日|个月|年|月|日|时|分|份|号|项|页|元|人|名|条|款|件|箱|吨|米|千克"
_ATOM = re.compile(
    r"\n"
    r"|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:\d{1,2}时)?(?:\d{2}分)?"
    r"|〔\d{4}〕\d+号"
    rf"|[!-~]+(?:{_UNITS})?"
    r"|第[一二三四五六七八九十百零]+[条款项]"
    r"|——|……"
    r"|.",
    re.DOTALL,
)
_NO_START = frozenset("、。，．：；！？）》〉」』】〕］｝”’％‰℃…—·～,.!?:;)]}%")
_NO_END = frozenset("（《〈「『【〔［｛“‘([{￥$")
_HALF_AT_END = frozenset("、。，．：；）》〉」』】〕］｝”’")
_SOFT = frozenset("/-.?&=_")


@dataclass(frozen=True)
class Glyph:
    """One character with its weight and its width in ems."""

    character: str
    bold: bool
    width: float


@dataclass(frozen=True)
class Line:
    """A line of glyphs; `last` is the end of a paragraph, which is not stretched; `indent` is in ems."""

    glyphs: tuple[Glyph, ...]
    last: bool
    indent: float = 0.0

    @property
    def width(self) -> float:
        """The natural width in ems, without the indent."""
        return sum(glyph.width for glyph in self.glyphs)

    @property
    def overhang(self) -> float:
        """How much of the last glyph is blank and may stand outside the measure, in ems."""
        return 0.5 if self.glyphs and self.glyphs[-1].character in _HALF_AT_END else 0.0

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(glyph.character for glyph in self.glyphs)


def _glyphs(text: Text, measure: Measure) -> list[Glyph]:
    return [Glyph(character, bold, measure(character, bold)) for piece, bold in runs(text) for character in piece]


def _atoms(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    for match in _ATOM.finditer("".join(glyph.character for glyph in glyphs)):
        yield glyphs[match.start() : match.end()]


def _clusters(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Atoms joined with the punctuation that must not be parted from them."""
    clusters: list[list[Glyph]] = []
    for atom in _atoms(glyphs):
        glued = clusters and clusters[-1][-1].character != "\n" and atom[0].character != "\n"
        if glued and (atom[0].character in _NO_START or clusters[-1][-1].character in _NO_END):
            clusters[-1].extend(atom)
        else:
            clusters.append(list(atom))
    return clusters


def _width(glyphs: list[Glyph]) -> float:
    return sum(glyph.width for glyph in glyphs)


def _fits(glyphs: list[Glyph], room: float) -> bool:
    half = 0.5 if glyphs and glyphs[-1].character in _HALF_AT_END else 0.0
    return _width(glyphs) - half <= room + 1e-6


def _head_that_fits(cluster: list[Glyph], room: float) -> int:
    """How many glyphs of a cluster wider than a line go on this one: up to a soft break if there is one, at least one."""
    count = 1
    while count < len(cluster) and _width(cluster[: count + 1]) <= room:
        count += 1
    soft = [at + 1 for at in range(count) if cluster[at].character in _SOFT]
    if soft and soft[-1] > count // 2:
        return soft[-1]
    while count > 1 and cluster[count].character in _NO_START:
        count -= 1
    return count


def _soft_start(cluster: list[Glyph], room: float) -> int:
    """How much of a web address still goes on the line before it; 0 for anything that must stay in one piece."""
    if "://" not in "".join(glyph.character for glyph in cluster):
        return 0
    soft = [glyph.character in _SOFT for glyph in cluster]
    breaks = [at for at in range(4, len(cluster) - 1) if soft[at - 1] and not soft[at]]
    return max((at for at in breaks if _width(cluster[:at]) <= room), default=0)


def _trimmed(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    end = len(glyphs)
    while end and glyphs[end - 1].character == " ":
        end -= 1
    return tuple(glyphs[:end])


def _without_leading_spaces(glyphs: list[Glyph]) -> list[Glyph]:
    start = 0
    while start < len(glyphs) and glyphs[start].character == " ":
        start += 1
    return glyphs[start:]


def break_lines(text: Text, width: float, measure: Measure, indent: float = 0.0) -> tuple[Line, ...]:
    """The lines of a text for a width in ems; the first is set in by `indent` ems. An empty text is one empty line."""
    lines: list[Line] = []
    current: list[Glyph] = []
    inset = indent

    def finish(last: bool) -> None:
        nonlocal current, inset
        lines.append(Line(_trimmed(current), last, inset))
        current, inset = [], 0.0

    for cluster in _clusters(_glyphs(text, measure)):
        if cluster[0].character == "\n":
            finish(last=True)
            continue
        if current and not _fits(current + cluster, width - inset):
            start = _soft_start(cluster, width - inset - _width(current))
            current, cluster = current + cluster[:start], cluster[start:]
            finish(last=False)
        while not _fits(cluster, width - inset) and len(cluster) > 1:
            count = _head_that_fits(cluster, width - inset)
            current, cluster = cluster[:count], cluster[count:]
            finish(last=False)
        current = current + cluster if current else _without_leading_spaces(cluster)
    finish(last=True)
    return tuple(lines)


def gaps(line: Line) -> int:
    """Between how many pairs of glyphs a line may be stretched: everywhere but inside Latin words and numbers."""
    pairs = zip(line.glyphs, line.glyphs[1:], strict=False)
    return sum(1 for left, right in pairs if not (left.character.isascii() and right.character.isascii()))


def stretch(line: Line, width: float) -> float:
    """By how many ems each gap grows so that the line fills its width; 0 for a last line or one too short to stretch."""
    count = gaps(line)
    if line.last or not count:
        return 0.0
    spare = width - line.indent - line.width
    if spare < 0:
        spare += line.overhang
    each = spare / count
    return each if 0 < each <= 0.25 else 0.0
