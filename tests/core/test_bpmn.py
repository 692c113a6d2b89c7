"""A guide as BPMN: every tool can read it, and a case that follows its arrows always comes to exactly one end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guides.bpmn import BOXES, DIAGRAM, LINES, MODEL, RULES, bpmn
from guides.guide import Guide
from guides.load import load_catalogue
from guides.process import Flow, Process
from guides.process_layout import Bounds, layout
from guides.process_road import process
from guides.review import Track
from guides.text import Text
from tests.core import rich_guide, small_guide

TODAY = date(2026, 11, 22)
GUIDES = [*load_catalogue().items(TODAY), rich_guide.read(), small_guide.read()]
every_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.item)
NODES = {
    "startEvent", "endEvent", "userTask", "sendTask", "exclusiveGateway", "parallelGateway", "eventBasedGateway",
    "intermediateCatchEvent", "subProcess",
}  # fmt: skip


def words(rule: object) -> Text | None:
    return Text(zh="某情形", en="some case") if rule else None


def model(guide: Guide, language: str = "zh") -> Process:
    return process(guide, language, on=TODAY, offices={}, when=words)


def written(guide: Guide, language: str = "zh") -> Xml.Element:
    return Xml.fromstring(bpmn(guide, language, on=TODAY, offices={"fire": Text(zh="消防支队")}, when=words))


def tag(element: Xml.Element) -> str:
    return element.tag.rpartition("}")[2]


def within(root: Xml.Element, name: str, space: str = MODEL) -> list[Xml.Element]:
    return [*root.iter(f"{{{space}}}{name}")]


@every_guide
def test_every_arrow_begins_and_ends_at_a_step_that_knows_of_it(guide: Guide) -> None:
    root = written(guide)
    steps = {one.get("id"): one for one in root.iter() if tag(one) in NODES}
    flows = within(root, "sequenceFlow")
    for flow in flows:
        source, target = steps[flow.get("sourceRef")], steps[flow.get("targetRef")]
        assert flow.get("id") in [one.text for one in source.findall(f"{{{MODEL}}}outgoing")]
        assert flow.get("id") in [one.text for one in target.findall(f"{{{MODEL}}}incoming")]
    referred = [one.text for name in ("incoming", "outgoing") for one in within(root, name)]
    assert len(referred) == 2 * len(flows)


@every_guide
def test_everything_has_one_id_one_place_on_paper_and_every_step_one_lane(guide: Guide) -> None:
    root = written(guide)
    ids = Counter(one.get("id") for one in root.iter() if one.get("id"))
    assert set(ids.values()) == {1}
    drawn = {one.get("bpmnElement") for one in within(root, "BPMNShape", DIAGRAM)}
    lines = {one.get("bpmnElement"): one for one in within(root, "BPMNEdge", DIAGRAM)}
    assert {
        one.get("id") for one in root.iter() if tag(one) in {*NODES, "participant", "lane", "textAnnotation"}
    } == drawn
    assert {one.get("id") for one in root.iter() if tag(one) in {"sequenceFlow", "messageFlow", "association"}} == {
        *lines
    }
    assert all(len(within(one, "waypoint", LINES)) >= 2 for one in lines.values())
    [whole] = within(root, "process")
    assert Counter(one.text for one in within(root, "flowNodeRef")) == Counter(
        one.get("id") for one in whole if tag(one) in NODES
    )


@every_guide
def test_the_elements_stand_in_the_order_of_the_schema(guide: Guide) -> None:
    root = written(guide)
    assert [tag(one) for one in root] == ["collaboration", "process", "BPMNDiagram"]
    orders = ["documentation", "incoming", "outgoing", "messageEventDefinition", "timerEventDefinition",
              "conditionalEventDefinition", "startEvent", "userTask", "endEvent", "sequenceFlow"]  # fmt: skip
    for step in (one for one in root.iter() if tag(one) in NODES):
        places = [orders.index(tag(part)) for part in step]
        assert places == sorted(places), step.get("id")
    [together] = within(root, "collaboration")
    places = [["participant", "messageFlow", "textAnnotation", "association"].index(tag(one)) for one in together]
    assert places == sorted(places)


@every_guide
def test_steps_stand_apart_and_inside_of_their_lanes(guide: Guide) -> None:
    found = model(guide)
    drawn = layout(found)
    for one, other in combinations(drawn.nodes.values(), 2):
        assert one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
    for node in found.nodes:
        assert inside(drawn.nodes[node.id], drawn.lanes[node.office]), node
    assert all(inside(lane, drawn.pool) for lane in drawn.lanes.values())


def inside(inner: Bounds, outer: Bounds) -> bool:
    across = outer.x <= inner.x and inner.right <= outer.right
    return across and outer.y <= inner.y and inner.bottom <= outer.bottom


@every_guide
def test_arrows_go_round_the_steps(guide: Guide) -> None:
    found = model(guide)
    drawn = layout(found)
    for flow in found.flows:
        points = drawn.edges[flow.id]
        others = [box for name, box in drawn.nodes.items() if name not in (flow.source, flow.target)]
        for (x1, y1), (x2, y2) in pairwise(points):
            assert x1 == x2 or y1 == y2, "an arrow bends at right angles"
            for box in others:
                beside = max(x1, x2) <= box.x or min(x1, x2) >= box.right
                assert beside or max(y1, y2) <= box.y or min(y1, y2) >= box.bottom, (flow, box)


def test_a_conditional_track_carries_the_rule_of_the_guide() -> None:
    root = written(rich_guide.read())
    rules = within(root, "conditionExpression")
    assert {one.text for one in rules} == {'{"case": "large"}', '{"case": "with_sign"}'}
    assert {one.get("language") for one in rules} == {RULES}
    defaults = [one.get("default") for one in within(root, "exclusiveGateway") if one.get("default")]
    assert len(defaults) == 2


def test_days_question_basis_and_bundle_stand_with_the_task() -> None:
    root = written(rich_guide.read())
    [fire] = [one for one in within(root, "userTask") if (one.get("name") or "").startswith("消防意见")]
    assert fire.get("name") == "消防意见\n2 个工作日"
    assert fire[0].text == "时限：2 个工作日\n要回答：安全吗？\n依据：第三条\n属于：营业前消防检查"
    assert "消防支队" in [one.get("name") for one in within(root, "lane")]
    assert any(one.get("name") == "受理审查\n当场" for one in within(root, "userTask"))


def test_special_procedures_start_when_they_are_ordered_and_stop_nothing_but_clocks() -> None:
    root = written(rich_guide.read(), "en")
    beside = within(root, "subProcess")
    assert [one.get("name") for one in beside] == ["Hearing", "Putting right"]
    assert {one.get("triggeredByEvent") for one in beside} == {"true"}
    starts = [start for one in beside for start in within(one, "startEvent")]
    assert {one.get("isInterrupting") for one in starts} == {"false"}
    assert "not counted in the promised nor in the statutory limit, at most 20 working days" in beside[0][0].text


def test_all_limits_stand_in_one_note_with_the_cases_they_hold_in() -> None:
    [note] = within(written(rich_guide.read()), "text")
    assert "预审：0.5 个工作日，承诺" in note.text
    assert "法定办结：45 天，第九条，要现场核查的" in note.text
    assert "可以延长一次，最多 10 个工作日" in note.text


def run(found: Process, choose: Callable[[list[Flow]], Flow]) -> str:
    """Play a case: tokens move along the arrows until none can; returns the only end, every token gone."""
    into = {node.id: [flow for flow in found.flows if flow.target == node.id] for node in found.nodes}
    out = {node.id: [flow for flow in found.flows if flow.source == node.id] for node in found.nodes}
    kinds = {node.id: node.kind for node in found.nodes}
    tokens: Counter[str] = Counter()
    ends: list[str] = []
    [start] = [name for name, kind in kinds.items() if kind == "start"]
    tokens.update(flow.id for flow in out[start])
    for _ in range(2000):
        step = next((name for name in kinds if _ready(kinds[name], into[name], tokens)), None)
        if step is None:
            break
        used = into[step] if kinds[step] == "parallel" else [next(f for f in into[step] if tokens[f.id])]
        tokens.subtract(flow.id for flow in used)
        if kinds[step] == "end":
            ends.append(next(node.name for node in found.nodes if node.id == step))
        chosen = [choose(out[step])] if kinds[step] in ("exclusive", "events") and out[step] else out[step]
        tokens.update(flow.id for flow in chosen)
    assert not +tokens, "a token waits for ever"
    assert len(ends) == 1, "a case ends once"
    return ends[0]


def _ready(kind: str, into: list[Flow], tokens: Counter[str]) -> bool:
    if kind == "parallel":
        return all(tokens[flow.id] for flow in into)
    return any(tokens[flow.id] for flow in into)


@every_guide
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_case_comes_to_exactly_one_end(guide: Guide, data: st.DataObject) -> None:
    rounds: Counter[str] = Counter()

    def choose(flows: list[Flow]) -> Flow:
        rounds[flows[0].source] += 1
        return flows[0] if rounds[flows[0].source] > 3 else data.draw(st.sampled_from(flows))

    assert run(model(guide), choose)


def test_all_ends_can_be_reached() -> None:
    found = model(rich_guide.read())
    reached = {one.target for one in found.flows}
    assert {node.name for node in found.nodes if node.kind == "end"} == {"不予受理", "视为撤回", "准予许可", "不予许可"}
    assert all(node.id in reached for node in found.nodes if node.kind not in ("start", "procedure"))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Track, ...]:
    """Tracks of several offices that wait for any of those before them, some in some cases only."""
    first = rich_guide.read().review.tracks[0]
    found: list[Track] = []
    for at in range(draw(st.integers(1, 7))):
        before = draw(st.lists(st.sampled_from([one.id for one in found]), unique=True)) if found else []
        change = {
            "id": f"t{at}",
            "office": draw(st.sampled_from(["emb", "fire", "centre"])),
            "depends_on": tuple(before),
            "when": draw(st.sampled_from([None, {"case": "large"}])),
        }
        found.append(first.model_copy(update=change))
    return tuple(found)


@given(tracks=plans(), data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_order_of_tracks_joins_again(tracks: tuple[Track, ...], data: st.DataObject) -> None:
    guide = rich_guide.read()
    guide = guide.model_copy(update={"review": guide.review.model_copy(update={"tracks": tracks})})
    found = model(guide)
    test_steps_stand_apart_and_inside_of_their_lanes(guide)
    on = {flow.source: flow for flow in found.flows if flow.name in ("齐全，受理", "准予许可")}

    def choose(flows: list[Flow]) -> Flow:
        return on.get(flows[0].source) or data.draw(st.sampled_from(flows))

    assert run(found, choose) == "准予许可"


def test_bounds_are_numbers_of_pixels() -> None:
    shapes = within(written(rich_guide.read()), "Bounds", BOXES)
    assert all(float(one.get("width", "")) > 0 and float(one.get("x", "")) >= 0 for one in shapes)
