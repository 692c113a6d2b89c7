"""How an item is applied for: channels, visits, on the spot or promised; whether they contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guides.finding import Found
from guides.lint_time import number
from guides.tree import Tree

IN_PERSON = re.compile(
    r"必须(?:本人)?(?:亲自)?(?:到|去)(?:现场|窗口|大厅|场)|须(?:本人)?(?:亲自)?到(?:现场|窗口|大厅|场)|本人到场|当面(?:签字|签名|提交|核验)|现场(?:签字|签名|面签|提交)"
    r"|到窗口(?:核验|提交|领取)原件|(?<!不)只能(?:到|在)窗口"
)
"""Words that send the applicant to a window."""
_SAFETY = re.compile(
    r"危险化学品|烟花爆竹|矿山|民用爆炸|剧毒|易制[毒爆]|放射|安全生产许可|安全设施|特种设备|燃气|消防安全"
)


def channels(tree: Tree) -> Iterator[Found]:
    """Yield what contradicts itself between channels, depth, visits, handling and the commitment procedure."""
    if tree.data and "online" not in tree.ids("channels"):
        yield ("channels",), "online_missing", {}
    for path, channel in tree.each("channels"):
        kind, visits = channel.get("id"), number(channel.get("visits"))
        reason = "_reason" if channel.get("visit_reason") else ""
        if kind == "online" and channel.get("depth") == "whole" and visits:
            yield (*path, "visits"), f"whole_visits{reason}", {"visits": f"{visits:g}"}
        if kind == "online" and visits and not channel.get("depth"):
            yield path, "depth_missing", {}
        if kind == "online" and not visits and channel.get("depth") in ("information", "booking", "pre_review"):
            yield (*path, "depth"), "shallow_without_visits", {}
        if kind == "post" and visits:
            yield (*path, "visits"), f"post_visits{reason}", {}
        if kind == "window" and not visits and "visits" in channel:
            yield (*path, "visits"), "window_without_visit", {}
        if visits and not channel.get("visit_reason") and not (kind == "window" and channel.get("note")):
            yield path, "visit_reason_missing", {}
    yield from _in_person(tree)
    yield from _handling(tree)
    yield from _commitment(tree)


def _in_person(tree: Tree) -> Iterator[Found]:
    """A material or a channel that sends people to a window while the guide counts no visit."""
    online = next((one for _, one in tree.each("channels") if one.get("id") == "online"), None)
    if online is None or number(online.get("visits")):
        return
    places = [*tree.each("materials"), *(pair for pair in tree.each("channels") if pair[1].get("id") == "online")]
    for path, entry in places:
        for key in ("help", "specification", "note", "name", "visit_reason"):
            text = entry.get(key)
            found = IN_PERSON.search(str(text.get("zh", "") if isinstance(text, dict) else text or ""))
            if found:
                yield (*path, key), "visit_hidden", {"phrase": found[0]}


def _handling(tree: Tree) -> Iterator[Found]:
    promises = [(path, one) for path, one in tree.each("limits") if one.get("kind") == "promised"]
    slow = [(path, one) for path, one in promises if one.get("unit") != "on_spot" and number(one.get("value"))]
    if tree.data.get("handling") == "instant":
        for path, limit in slow:
            yield (*path, "value"), "instant_days", {"days": f"{number(limit.get('value')):g}"}
    elif promises and not slow:
        yield ("limits",), "promised_on_spot", {}


def _commitment(tree: Tree) -> Iterator[Found]:
    commitment = tree.mapping("commitment")
    if commitment.get("allowed") is not True:
        return
    written = f"{tree.data.get('name')}{tree.data.get('main_item')}"
    found = _SAFETY.search(written + "".join(str(one.get("law")) for _, one in tree.each("legal_basis")))
    if found:
        yield ("commitment", "allowed"), "commitment_unsafe", {"phrase": found[0]}
    if not commitment.get("check"):
        yield ("commitment",), "commitment_check", {}
