"""The review of a guide as a drawing: departments side by side, what waits for what, and the days of each (R2, R130)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import gettext as _

from guides.guide import Track
from guides.outlook import Possible
from guides.text import Text
from portal.formats import is_moment, unit
from portal.services.guide_pages import GuidePage
from portal.web.flow_words import (
    answered_within,
    in_order,
    local,
    longest,
    office_name,
    outside_rule,
    said,
    track_hint,
    within,
)

STEP, GAP, LANE_TOP, ROW_GAP, PAD = 100, 24, 44, 12, 14
COLUMN, SINGLE = 148, 220
LINE = {"b": 20, "": 20, "s": 18}
SIZE = {"b": 15, "": 15, "s": 13}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text inside a box: its words, its class (b bold, s small), and where its base stands."""

    words: str
    cls: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """One step: its frame and its lines; `cls` is box, opt (only in some situations, or outside the time) or end."""

    x: float
    y: float
    width: float
    height: float
    cls: str
    lines: tuple[Line, ...]

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing; `lane` frames what happens at the same time, `said` is the same in sentences."""

    width: float
    height: float
    lane: Box
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]
    dashes: tuple[str, ...]
    said: str
    some: bool


def chart(page: GuidePage, offices: Mapping[str, Text]) -> Chart:
    """Draw the review that these answers lead to."""
    tracks = page.outlook.tracks
    before = [_submitted(), *_pre_reviewed(page), _accepted(page, offices)]
    left = len(before) * (STEP + GAP)
    placed = dict(_placed(page, offices, left))
    lane = _lane(page, placed.values(), left, offices)
    first = [_step(words, at * (STEP + GAP), lane.middle) for at, words in enumerate(before)]
    right = lane.x + lane.width + GAP
    last = [
        _step(_decided(page, offices), right, lane.middle),
        _step(_delivered(page, offices), right + STEP + GAP, lane.middle, "end"),
    ]
    outside, dashes = _outside(page, lane)
    road = [*first, lane, *last]
    joined = [_arrow(a.x + a.width, b.x, lane.middle) for a, b in pairwise(road)]
    bottom = max(one.y + one.height for one in (*road, *outside))
    return Chart(
        width=right + 2 * STEP + GAP + 2,
        height=bottom + 2,
        lane=lane,
        boxes=(*first, *last, *placed.values(), *outside),
        arrows=(*joined, *_waits(tracks, placed)),
        dashes=dashes,
        said=said(page, offices),
        some=any(not one.sure for one in tracks),
    )


def _columns(tracks: Iterable[Possible[Track]]) -> list[list[Possible[Track]]]:
    """The tracks by how many stand before them, each column ordered so that arrows rarely cross."""
    parts = {one.part.id: one for one in tracks}
    level: dict[str, int] = {}
    for one in in_order([each.part for each in parts.values()]):
        level[one.id] = 1 + max((level.get(name, 0) for name in one.depends_on), default=-1)
    columns = [
        [one for one in parts.values() if level[one.part.id] == at] for at in range(max(level.values(), default=0) + 1)
    ]
    for at, column in enumerate(columns[:-1]):
        after = {one.part.id: place for place, one in enumerate(columns[at + 1])}
        column.sort(key=lambda one: _pull(one.part.id, columns[at + 1], after))
    return columns


def _pull(name: str, column: list[Possible[Track]], places: Mapping[str, int]) -> float:
    found = [places[one.part.id] for one in column if name in one.part.depends_on]
    return sum(found) / len(found) if found else len(places)


def _placed(page: GuidePage, offices: Mapping[str, Text], left: float) -> Iterator[tuple[str, Box]]:
    """The boxes of the tracks in columns; one that waits for nothing, and nothing for it, lies below them from side to side."""
    tracks = page.outlook.tracks
    columns = _columns(tracks)
    width = COLUMN if len(columns) > 1 else SINGLE
    awaited = {name for one in tracks for name in one.part.depends_on}
    aside = [one for one in columns[0] if len(columns) > 1 and one.part.id not in awaited]
    centres: dict[str, float] = {}
    bottom = float(LANE_TOP)
    for at, column in enumerate(columns):
        x, y = left + PAD + at * (width + 2 * GAP), float(LANE_TOP)
        for one in sorted(column, key=lambda one: _wanted(one.part, centres)):
            if one in aside:
                continue
            words = _track_words(one, page, offices)
            y = max(y, _wanted(one.part, centres) - _height(words, width) / 2)
            box = _box(x, y, width, _height(words, width), words, "box" if one.sure else "opt")
            centres[one.part.id] = box.middle
            yield one.part.id, box
            y += box.height + ROW_GAP
            bottom = max(bottom, y)
    wide = len(columns) * width + (len(columns) - 1) * 2 * GAP
    for one in aside:
        words = _track_words(one, page, offices)
        yield one.part.id, _box(left + PAD, bottom, wide, _height(words, wide), words, "box" if one.sure else "opt")
        bottom += _height(words, wide) + ROW_GAP


def _wanted(track: Track, centres: Mapping[str, float]) -> float:
    """Half way between what a track waits for; 0 for one that waits for nothing, so that it keeps its place."""
    found = [centres[name] for name in track.depends_on if name in centres]
    return sum(found) / len(found) if found else 0.0


def _lane(page: GuidePage, boxes: Iterable[Box], left: float, offices: Mapping[str, Text]) -> Box:
    """The frame of what happens between acceptance and decision, with the longest way through it and who leads it."""
    found = [*boxes]
    right, bottom = max(one.x + one.width for one in found), max(one.y + one.height for one in found)
    lines = [Line(_lane_title(page), "b", left + PAD, 28)]
    if page.outlook.level:
        lead = local(page.outlook.level.name)
        bottom += LINE["s"]
        lines.append(Line(_("由%(office)s牵头", office=lead), "s", left + PAD, bottom + 4))
    width = max(right - left + PAD, *(2 * PAD + measure(line.words, SIZE[line.cls]) for line in lines))
    return Box(left, 4, width, bottom + PAD - 4, "lane", tuple(lines))


def _lane_title(page: GuidePage) -> str:
    tracks = page.outlook.tracks
    several = len({one.part.office for one in tracks if not one.part.depends_on}) > 1
    days = unit(longest(tracks))
    if is_moment(longest(tracks)):
        return _("审查，%(days)s", days=days)
    return _("并联审查，最长 %(days)s", days=days) if several else _("审查，最长 %(days)s", days=days)


def _waits(tracks: tuple[Possible[Track], ...], placed: Mapping[str, Box]) -> Iterator[str]:
    """The arrows inside the lane, each target with a bend of its own."""
    targets = [one.part for one in tracks if one.part.depends_on]
    for number, track in enumerate(targets):
        to = placed[track.id]
        for name in track.depends_on:
            start = placed[name]
            bend = to.x - GAP - 6 + 8 * (number % 3)
            yield f"M{start.x + start.width:g} {start.middle:g}H{bend:g}V{to.middle:g}H{to.x - 2:g}"


def _outside(page: GuidePage, lane: Box) -> tuple[tuple[Box, ...], tuple[str, ...]]:
    """What may come between and is not counted: below the lane, on a dashed line."""
    boxes: list[Box] = []
    y = lane.y + lane.height + 2 * GAP - 8
    for one in page.outlook.procedures:
        words = [(local(one.part.name), ""), (outside_rule(one.part), "s")]
        height = _height(words, lane.width)
        boxes.append(_box(lane.x, y, lane.width, height, words, "opt"))
        y += height + ROW_GAP
    centre = lane.x + lane.width / 2
    return tuple(boxes), (f"M{centre:g} {lane.y + lane.height:g}V{boxes[0].y:g}",) if boxes else ()


def _track_words(one: Possible[Track], page: GuidePage, offices: Mapping[str, Text]) -> list[tuple[str, str]]:
    member = page.guide.member(one.part.part) if one.part.part else None
    words = [(local(one.part.name), "")]
    if member:
        words.append((_("〔%(item)s〕", item=local(member.name)), "s"))
    words += [(office_name(one.part.office, offices), "s"), (track_hint(one.part), "s")]
    return words if one.sure else [*words, (_("部分情形"), "s")]


def _submitted() -> list[tuple[str, str]]:
    return [(_("提交申请"), "b"), (_("当场出凭证"), "s")]


def _pre_reviewed(page: GuidePage) -> list[list[tuple[str, str]]]:
    return [[(_("预审"), "b"), (within(page, "pre_review"), "s")]] if page.span("pre_review") else []


def _accepted(page: GuidePage, offices: Mapping[str, Text]) -> list[tuple[str, str]]:
    return [(_("受理"), "b"), *_by(page.guide.authority.accepting, offices), (answered_within(page), "s")]


def _decided(page: GuidePage, offices: Mapping[str, Text]) -> list[tuple[str, str]]:
    return [(_("审核决定"), "b"), *_by(page.decider, offices), (unit(page.guide.review.decision.days), "s")]


def _delivered(page: GuidePage, offices: Mapping[str, Text]) -> list[tuple[str, str]]:
    own = page.guide.authority
    return [(_("结果送达"), "b"), *_by(own.printing or own.accepting, offices), (within(page, "delivery"), "s")]


def _by(code: str, offices: Mapping[str, Text]) -> list[tuple[str, str]]:
    """The department of a step, where it has a name."""
    return [(local(offices[code]), "s")] if code in offices else []


def _step(words: list[tuple[str, str]], x: float, middle: float, cls: str = "box") -> Box:
    height = _height(words, STEP)
    return _box(x + 1, middle - height / 2, STEP, height, words, cls)


def _arrow(start: float, end: float, y: float) -> str:
    return f"M{start:g} {y:g}H{end - 2:g}"


def _box(x: float, y: float, width: float, height: float, words: list[tuple[str, str]], cls: str) -> Box:
    lines: list[Line] = []
    base = y + PAD - 4
    for text, kind in words:
        for part in wrapped(text, width - PAD, SIZE[kind]):
            base += LINE[kind]
            lines.append(Line(part, f"{kind} w".strip() if cls == "end" else kind, x + width / 2, base - 4))
    return Box(x, y, width, height, cls, tuple(lines))


def _height(words: list[tuple[str, str]], width: float) -> float:
    return 2 * PAD - 6 + sum(LINE[kind] * len(wrapped(text, width - PAD, SIZE[kind])) for text, kind in words)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines that fit: English breaks at spaces and hyphens, Chinese anywhere, a number stays whole."""
    lines, line = [], ""
    for word in _pieces(text):
        if line and measure(line + word.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += word if line else word.lstrip(" ")
    return [*lines, line.rstrip()] if line.strip() else lines


def measure(text: str, size: float) -> float:
    """About how wide a text is: Chinese characters are square, Latin ones half as wide."""
    return sum(size if unicodedata.east_asian_width(letter) in "WF" else size * 0.6 for letter in text)


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if unicodedata.east_asian_width(letter) in "WF" and "\u00a0" not in word:
            if word:
                yield word
            yield letter
            word = ""
        else:
            word += letter
            if letter in " -/":
                yield word
                word = ""
    if word:
        yield word
