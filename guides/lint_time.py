"""Time in a guide: limits that are missing, too long or hidden, steps beside the promise, clocks that stop for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guides.conditions import Rule
from guides.finding import Found
from guides.reach import Reach
from guides.tree import Tree

_DAYS = {"working_day": 1.0, "calendar_day": 5 / 7, "on_spot": 0.0, "month": 21.0}
"""How many working days a unit comes to, roughly: enough to say that one period is far longer than another."""
_MEASURE = re.compile(
    r"面积|数量|储量|产量|金额|资金|重量|质量|高度|长度|宽度|容积|容量|体积|距离|人数|年限|时长|吨数|功率|温度|压力"
)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")


def times(tree: Tree) -> Iterator[Found]:
    """Yield what is missing, unlawful or contradictory in the periods of a guide."""
    for part in (_limits, _earlier_answer, _steps, _procedures, _renewal, _extension, _seasons, _units):
        yield from part(tree)


def number(value: object) -> float:
    """Return a number as it is written, 0 for anything else."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0


def promised(tree: Tree) -> float:
    """Return the longest promise in working days; 0 where there is none in that unit."""
    promises = (limit for _, limit in tree.each("limits") if limit.get("kind") == "promised")
    return max((number(one.get("value")) for one in promises if one.get("unit") == "working_day"), default=0)


def _limits(tree: Tree) -> Iterator[Found]:
    kinds: dict[str, list[dict[str, Any]]] = {}
    reach = Reach(tree)
    for path, limit in tree.each("limits"):
        above = kinds.setdefault(str(limit.get("kind")), [])
        if _hidden(limit, above, reach):
            yield path, "limit_hidden", {}
        above.append(limit)
        too_long = {"notice": 5, "delivery": 10}.get(str(limit.get("kind")))
        if too_long and limit.get("unit") == "working_day" and number(limit.get("value")) > too_long:
            yield (*path, "value"), f"{limit['kind']}_long", {}
    for kind in ("notice", "promised", "statutory", "delivery"):
        if tree.data and kind not in kinds:
            yield ("limits",), "limit_missing", {"kind": kind}


def _earlier_answer(tree: Tree) -> Iterator[Found]:
    """An earlier answer is promised: earlier than the law's in every case, and counted from the same day."""
    limits = [*tree.each("limits")]
    by_law = [limit for _, limit in limits if limit.get("kind") == "notice"]
    for path, limit in limits:
        if limit.get("kind") != "notice_promised" or not by_law:
            continue
        if any(_working_days(limit) >= _working_days(one) for one in by_law):
            yield (*path, "value"), "answer_no_earlier", {}
        if any(limit.get("start") != one.get("start") for one in by_law):
            yield (*path, "start"), "answer_start", {}


def _working_days(limit: dict[str, Any]) -> float:
    return number(limit.get("value")) * _DAYS.get(str(limit.get("unit")), 0)


def _hidden(limit: dict[str, Any], above: list[dict[str, Any]], reach: Reach) -> bool:
    """Whether those further up leave no case to this one, alone or together."""
    if any(_covers(one, limit) for one in above):
        return True
    alike = [
        one
        for one in above
        if all(one.get(key) == limit.get(key) for key in ("effective_from", "effective_to", "after"))
    ]
    taken: list[Rule | None] = [{"not": one["when"]} for one in alike if isinstance(one.get("when"), dict)]
    own = limit["when"] if isinstance(limit.get("when"), dict) else None
    return bool(taken) and reach.possible(own) and not reach.possible(own, *taken)


def _covers(above: dict[str, Any], limit: dict[str, Any]) -> bool:
    """Whether one further up takes the place of this one; a limit that waits for an event takes nobody's place."""
    same = above.get("effective_to") == limit.get("effective_to") and above.get("after") == limit.get("after")
    return same and "when" not in above


def _steps(tree: Tree) -> Iterator[Found]:
    tracks = {str(track.get("id")): track for _, track in tree.tracks()}
    for path, track in tree.tracks():
        if track.get("site_check") is True and number(track.get("officers", 1)) < 2:
            yield path, "two_officers", {}
    decision = tree.mapping("review").get("decision")
    last = number(decision.get("days")) if isinstance(decision, dict) else 0
    ways = sorted(_ways(tracks), key=lambda way: -_days(way, tracks))
    reach, above, told = Reach(tree), list[Rule](), False
    for path, limit in tree.each("limits"):
        if limit.get("kind") != "promised" or limit.get("after") or limit.get("unit") != "working_day":
            continue
        rule, promise = limit.get("when"), number(limit.get("value"))
        rules = [{"not": one} for one in above] + ([rule] if isinstance(rule, dict) else [])
        way = _longest_of(ways, tracks, rules, reach)
        steps = last + _days(way, tracks)
        facts: dict[str, object] = {"steps": f"{steps:g}", "promised": f"{promise:g}", "way": " → ".join(way)}
        if promise and steps > promise and not told:
            told = True
            yield ("review", "tracks"), "steps_exceed", facts
        elif promise and steps * 2 < promise and not limit.get("note"):
            yield (*path, "value"), "steps_idle", facts
        above += [rule] if isinstance(rule, dict) else []


def _longest_of(
    ways: list[tuple[str, ...]], tracks: dict[str, dict[str, Any]], rules: list[Rule], reach: Reach
) -> tuple[str, ...]:
    """The longest way whose tracks can all be open in the case that this promise is made for."""
    for way in ways:
        asked = [tracks[name]["when"] for name in way if isinstance(tracks[name].get("when"), dict)]
        if reach.possible(*rules, *asked):
            return way
    return ()


def _days(way: tuple[str, ...], tracks: dict[str, dict[str, Any]]) -> float:
    return sum(number(tracks[name].get("days")) for name in way)


def _ways(tracks: dict[str, dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Every way through tracks that wait for each other, from the first that waits for nobody."""
    for name in tracks:
        yield from _ways_to(name, tracks, ())


def _ways_to(name: str, tracks: dict[str, dict[str, Any]], after: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if name in after or name not in tracks or len(after) > 20:
        return
    yield (name, *after)
    before = tracks[name].get("depends_on")
    for one in before if isinstance(before, list) else []:
        yield from _ways_to(str(one), tracks, (name, *after))


def _procedures(tree: Tree) -> Iterator[Found]:
    for path, procedure in tree.each("special_procedures"):
        stops = procedure.get("stops_statutory") is True or procedure.get("stops_promised") is True
        if stops and not procedure.get("max_days"):
            yield path, "no_cap", {}


def _renewal(tree: Tree) -> Iterator[Found]:
    result = tree.mapping("result")
    renewal, months = result.get("renewal"), number(result.get("validity_months"))
    before = renewal.get("apply_before") if isinstance(renewal, dict) else None
    if not isinstance(before, dict) or not months:
        return
    asked = number(before.get("value")) * _DAYS.get(str(before.get("unit")), 0)
    if asked >= months * _DAYS["month"]:
        yield ("result", "renewal", "apply_before"), "renewal_long", {"months": f"{months:g}"}


def _extension(tree: Tree) -> Iterator[Found]:
    most = number(tree.mapping("extension").get("max_days"))
    if most > (15 if tree.data.get("members") else 10):
        yield ("extension", "max_days"), "extension_long", {"days": f"{most:g}"}


def _seasons(tree: Tree) -> Iterator[Found]:
    entries = [*tree.inside(("opening",), tree.mapping("opening"), "seasons")]
    for path, window in tree.inside(("contact",), tree.mapping("contact"), "windows"):
        entries += tree.inside(path, window, "seasons")
    for path, season in entries:
        for key in ("since", "until"):
            if str(season.get(key)) in ("02-30", "02-31", "04-31", "06-31", "09-31", "11-31"):
                yield (*path, key), "no_such_day", {"day": str(season[key])}
    yield from _cut_off(tree)


def _cut_off(tree: Tree) -> Iterator[Found]:
    """A cut-off after the window has closed is none."""
    cut_off, hours = tree.mapping("opening").get("cut_off"), tree.mapping("contact").get("hours")
    written = str(hours.get("zh", "") if isinstance(hours, dict) else hours or "")
    closing = max((int(hour) * 60 + int(minute) for hour, minute in _CLOCK.findall(written)), default=0)
    found = _CLOCK.fullmatch(cut_off) if isinstance(cut_off, str) else None
    if found and closing and int(found[1]) * 60 + int(found[2]) > closing:
        yield ("opening", "cut_off"), "cut_off_late", {"cut_off": cut_off}


def _units(tree: Tree) -> Iterator[Found]:
    """Numbers of the form whose label speaks of a measure need their unit, or a field beside them that asks for it."""
    for path, field in tree.fields():
        columns = [*tree.inside(path, field, "columns")]
        asked = {*tree.by_field, *(str(one.get("id")) for _, one in columns)}
        for place, one in [(path, field), *columns]:
            if f"{one.get('id')}_unit" in asked:
                continue
            label = one.get("label")
            written = str(label.get("zh", "") if isinstance(label, dict) else label or "")
            bare = not one.get("unit") and not re.search(r"[（(].+[）)]", written)
            if one.get("type") in ("number", "integer") and bare and _MEASURE.search(written):
                yield place, "field_unit", {"label": written}
