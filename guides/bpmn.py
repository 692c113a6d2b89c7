"""A guide as BPMN 2.0 XML: pools, lanes, gateways, the correction loop and a drawing, for any tool that reads the standard."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from xml.etree import ElementTree as Xml

from guides.guide import Guide
from guides.process import Flow, Node, Process, Words
from guides.process_layout import Bounds, Layout, Points, layout
from guides.process_road import process
from guides.process_words import word
from guides.text import Text

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOXES = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SPACES = {"bpmn": MODEL, "bpmndi": DIAGRAM, "dc": BOXES, "di": LINES, "xsi": INSTANCE}
RULES = "urn:onewindow:when"
"""The language of a condition: the `when` rule of the guide as JSON."""

_TAGS = {
    "start": "startEvent", "end": "endEvent", "task": "userTask", "send": "sendTask", "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway", "events": "eventBasedGateway", "message": "intermediateCatchEvent",
    "timer": "intermediateCatchEvent", "procedure": "subProcess",
}  # fmt: skip


def bpmn(guide: Guide, language: str, *, on: date, offices: Mapping[str, Text], when: Words) -> bytes:
    """Return the XML of a guide's process in "zh" or "en", UTF-8; the other arguments as for `process_road.process`."""
    model = process(guide, language, on=on, offices=offices, when=when)
    for prefix, address in SPACES.items():
        Xml.register_namespace(prefix, address)
    root = Xml.Element(
        _q("definitions"), {"id": "definitions", "targetNamespace": f"urn:onewindow:guide:{guide.item}:{guide.version}"}
    )
    _collaboration(root, model)
    _process(root, model)
    _diagram(root, model, layout(model))
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _q(tag: str, space: str = MODEL) -> str:
    return f"{{{space}}}{tag}"


def _in(parent: Xml.Element, tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> Xml.Element:
    found = Xml.SubElement(parent, _q(tag), {key: value for key, value in (attributes or {}).items() if value})
    found.text = text or None
    return found


def _collaboration(root: Xml.Element, model: Process) -> None:
    whole = _in(root, "collaboration", {"id": "collaboration"})
    _in(whole, "participant", {"id": "applicant", "name": model.applicant})
    _in(whole, "participant", {"id": "pool", "name": model.name, "processRef": model.item})
    for one in model.messages:
        ends = {"sourceRef": one.node, "targetRef": "applicant"}
        if not one.to_applicant:
            ends = {"sourceRef": "applicant", "targetRef": one.node}
        _in(whole, "messageFlow", {"id": one.id, "name": one.name, **ends})
    note = _in(whole, "textAnnotation", {"id": "limits"})
    _in(note, "text", text="\n".join((word("limits", model.language), *model.limits)))
    _in(whole, "association", {"id": "limits_of", "sourceRef": "limits", "targetRef": "pool"})


def _process(root: Xml.Element, model: Process) -> None:
    whole = _in(root, "process", {"id": model.item, "name": model.name, "isExecutable": "false"})
    lanes = _in(whole, "laneSet", {"id": "lanes"})
    for office, name in model.offices:
        lane = _in(lanes, "lane", {"id": f"lane_{office}", "name": name})
        for node in model.nodes:
            if node.office == office:
                _in(lane, "flowNodeRef", text=node.id)
    for node in model.nodes:
        _node(whole, node, model)
    for flow in model.flows:
        _flow(whole, flow)


def _node(whole: Xml.Element, node: Node, model: Process) -> None:
    """A step in the order the schema wants: documentation, incoming, outgoing, then what it is made of."""
    attributes = {"id": node.id, "name": node.name}
    usual = next((flow.id for flow in model.flows if flow.source == node.id and flow.otherwise), "")
    if node.kind == "procedure":
        attributes["triggeredByEvent"] = "true"
    found = _in(whole, _TAGS[node.kind], {**attributes, "default": usual})
    if node.documentation:
        _in(found, "documentation", text="\n".join(node.documentation))
    for tag, end in (("incoming", "target"), ("outgoing", "source")):
        for flow in model.flows:
            if getattr(flow, end) == node.id:
                _in(found, tag, text=flow.id)
    if node.kind in ("start", "message") or (node.kind == "end" and _told(node, model)):
        _in(found, "messageEventDefinition", {"id": f"{node.id}_message"})
    if node.kind == "timer":
        timer = _in(found, "timerEventDefinition", {"id": f"{node.id}_timer"})
        _expression(timer, "timeDuration", "\n".join(node.documentation))
    if node.kind == "procedure":
        _inside(found, node, model.language)


def _told(node: Node, model: Process) -> bool:
    return any(one.node == node.id for one in model.messages)


def _inside(found: Xml.Element, node: Node, language: str) -> None:
    """A special procedure starts when it is ordered, beside the review, and ends by itself (R27-R29)."""
    ids = {part: f"{node.id}_{part}" for part in ("start", "task", "end", "f1", "f2")}
    ordered = word("ordered", language)
    start = _in(found, "startEvent", {"id": ids["start"], "name": ordered, "isInterrupting": "false"})
    _in(start, "outgoing", text=ids["f1"])
    condition = _in(start, "conditionalEventDefinition", {"id": f"{node.id}_when"})
    _expression(condition, "condition", ordered)
    task = _in(found, "userTask", {"id": ids["task"], "name": node.name})
    _in(task, "documentation", text="\n".join(node.documentation))
    _in(task, "incoming", text=ids["f1"])
    _in(task, "outgoing", text=ids["f2"])
    end = _in(found, "endEvent", {"id": ids["end"], "name": word("over", language)})
    _in(end, "incoming", text=ids["f2"])
    _in(found, "sequenceFlow", {"id": ids["f1"], "sourceRef": ids["start"], "targetRef": ids["task"]})
    _in(found, "sequenceFlow", {"id": ids["f2"], "sourceRef": ids["task"], "targetRef": ids["end"]})


def _flow(whole: Xml.Element, flow: Flow) -> None:
    attributes = {"id": flow.id, "name": flow.name, "sourceRef": flow.source, "targetRef": flow.target}
    found = _in(whole, "sequenceFlow", attributes)
    if flow.rule:
        rule = json.dumps(flow.rule, ensure_ascii=False)
        _expression(found, "conditionExpression", rule).set("language", RULES)


def _expression(parent: Xml.Element, tag: str, text: str) -> Xml.Element:
    found = _in(parent, tag, text=text)
    found.set(_q("type", INSTANCE), "bpmn:tFormalExpression")
    return found


def _diagram(root: Xml.Element, model: Process, drawn: Layout) -> None:
    diagram = Xml.SubElement(root, _q("BPMNDiagram", DIAGRAM), {"id": "diagram"})
    plane = Xml.SubElement(diagram, _q("BPMNPlane", DIAGRAM), {"id": "plane", "bpmnElement": "collaboration"})
    _shape(plane, "applicant", drawn.applicant, isHorizontal="true")
    _shape(plane, "pool", drawn.pool, isHorizontal="true")
    for office, bounds in drawn.lanes.items():
        _shape(plane, f"lane_{office}", bounds, isHorizontal="true")
    for node in model.nodes:
        bounds = drawn.nodes[node.id]
        if node.kind == "procedure":
            _shape(plane, node.id, bounds, isExpanded="true")
            _procedure(plane, node, bounds)
        else:
            _shape(plane, node.id, bounds, **({"isMarkerVisible": "true"} if node.kind == "exclusive" else {}))
    _shape(plane, "limits", drawn.note)
    for name, points in drawn.edges.items():
        _edge(plane, name, points)
    x = drawn.note.x + 40
    _edge(plane, "limits_of", ((x, drawn.note.y), (x, drawn.pool.bottom)))


def _procedure(plane: Xml.Element, node: Node, outer: Bounds) -> None:
    """Inside of its frame: start, task and end from left to right."""
    y = outer.centre[1] + 10
    parts = [
        ("start", Bounds(outer.x + 60, y - 18, 36, 36)),
        ("task", Bounds(outer.x + 150, y - 32, 140, 64)),
        ("end", Bounds(outer.x + 344, y - 18, 36, 36)),
    ]
    for name, bounds in parts:
        _shape(plane, f"{node.id}_{name}", bounds)
    for name, (one, other) in {"f1": parts[:2], "f2": parts[1:]}.items():
        _edge(plane, f"{node.id}_{name}", ((one[1].right, y), (other[1].x, y)))


def _shape(plane: Xml.Element, name: str, bounds: Bounds, **flags: str) -> None:
    shape = Xml.SubElement(plane, _q("BPMNShape", DIAGRAM), {"id": f"{name}_shape", "bpmnElement": name, **flags})
    sides = {"x": bounds.x, "y": bounds.y, "width": bounds.width, "height": bounds.height}
    Xml.SubElement(shape, _q("Bounds", BOXES), {key: f"{value:g}" for key, value in sides.items()})


def _edge(plane: Xml.Element, name: str, points: Points | Iterable[tuple[float, float]]) -> None:
    edge = Xml.SubElement(plane, _q("BPMNEdge", DIAGRAM), {"id": f"{name}_edge", "bpmnElement": name})
    for x, y in points:
        Xml.SubElement(edge, _q("waypoint", LINES), {"x": f"{x:g}", "y": f"{y:g}"})
