"""Where the steps of a process stand on paper: lanes one below the other, arrows at right angles that go round the steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guides.process import Flow, Message, Node, Process

COL, ROW, LEFT, TOP = 160, 130, 160, 80
HEAD, APPLICANT, GAP = 30, 60, 50
"""The width of the label of a pool or lane, the height of the applicant's pool, the way between the pools."""
SIZES = {"task": (100, 80), "send": (100, 80), "exclusive": (50, 50), "parallel": (50, 50), "events": (50, 50)}
EVENT = (36, 36)
PROCEDURE = (3 * COL - 40, 110)

Point = tuple[float, float]
Points = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle: its upper left corner and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """The point in its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width


@dataclass(frozen=True)
class Layout:
    """Every rectangle and every line, by the id of what it draws; lanes by the code of their office."""

    applicant: Bounds
    pool: Bounds
    lanes: dict[str, Bounds]
    nodes: dict[str, Bounds]
    edges: dict[str, Points]
    note: Bounds


def layout(model: Process) -> Layout:
    """Return where everything stands: one column a step, one row for what happens side by side in an office."""
    columns = 1 + max(node.col + (2 if node.kind == "procedure" else 0) for node in model.nodes)
    width = 2 * HEAD + columns * COL + 20
    top = TOP + APPLICANT + GAP
    lanes: dict[str, Bounds] = {}
    y = float(top)
    for office, _ in model.offices:
        rows = 1 + max((node.row for node in model.nodes if node.office == office), default=0)
        lanes[office] = Bounds(LEFT + HEAD, y, width - HEAD, rows * ROW)
        y += rows * ROW
    pool = Bounds(LEFT, top, width, y - top)
    nodes = {node.id: _bounds(node, lanes[node.office]) for node in model.nodes}
    paper = _Paper(model, nodes, pool)
    edges = {flow.id: tuple(paper.route(flow)) for flow in model.flows}
    edges |= {one.id: tuple(paper.carry(one)) for one in model.messages}
    note = Bounds(LEFT + HEAD, pool.bottom + 40, min(width - HEAD, 640), 26 + 16 * len(model.limits))
    return Layout(Bounds(LEFT, TOP, width, APPLICANT), pool, lanes, nodes, edges, note)


def _bounds(node: Node, lane: Bounds) -> Bounds:
    x, y = lane.x + HEAD + (node.col + 0.5) * COL, lane.y + (node.row + 0.5) * ROW
    if node.kind == "procedure":
        return Bounds(x - COL / 2 + 20, y - PROCEDURE[1] / 2, *PROCEDURE)
    width, height = SIZES.get(node.kind, EVENT)
    return Bounds(x - width / 2, y - height / 2, width, height)


class _Paper:
    """Finds the ways of arrows between steps that already have their places."""

    def __init__(self, model: Process, nodes: dict[str, Bounds], pool: Bounds) -> None:
        self.at = {node.id: node for node in model.nodes}
        self.bounds = nodes
        self.pool = pool
        self.taken = {
            (node.office, node.row, node.col + more)
            for node in model.nodes
            for more in (range(3) if node.kind == "procedure" else (0,))
        }

    def route(self, flow: Flow) -> Iterator[Point]:
        """The points of an arrow from the edge of one step to the edge of another."""
        one, other = self.at[flow.source], self.at[flow.target]
        start, end = self.bounds[flow.source], self.bounds[flow.target]
        if one.col == other.col:
            return self._upright(start, end)
        if one.col > other.col:
            return iter(((start.x, start.centre[1]), (end.right, end.centre[1])))
        if (one.office, one.row) == (other.office, other.row):
            return self._along(one, other, start, end)
        return self._across(one, other, start, end)

    def _upright(self, start: Bounds, end: Bounds) -> Iterator[Point]:
        x = start.centre[0]
        down = end.y > start.y
        yield x, start.bottom if down else start.y
        yield x, end.y if down else end.bottom

    def _along(self, one: Node, other: Node, start: Bounds, end: Bounds) -> Iterator[Point]:
        """Straight where nothing stands between, otherwise over the top of it."""
        if self._free(one, one, other):
            yield start.right, start.centre[1]
            yield end.x, end.centre[1]
            return
        over = start.centre[1] - ROW / 2 + 8
        yield start.centre[0], start.y
        yield start.centre[0], over
        yield end.centre[0], over
        yield end.centre[0], end.y

    def _across(self, one: Node, other: Node, start: Bounds, end: Bounds) -> Iterator[Point]:
        """To another row: along the row that is free, or between two rows where neither is."""
        y, to = start.centre[1], end.centre[1]
        if self._turns(one, other):
            yield from ((start.centre[0], start.y if to < y else start.bottom), (start.centre[0], to), (end.x, to))
            return
        early, late = start.centre[0] + COL / 2, end.centre[0] - COL / 2 - 8 + 8 * (one.row % 3)
        yield start.right, y
        if self._free(one, one, other):
            yield from ((late, y), (late, to))
        elif self._free(other, one, other):
            yield from ((early, y), (early, to))
        else:
            between = to + (ROW / 2 if y > to else -ROW / 2)
            yield from ((early, y), (early, between), (late, between), (late, to))
        yield end.x, to

    def _turns(self, one: Node, other: Node) -> bool:
        """Whether an arrow may leave a gateway by its tip: the next row of the same office is empty there."""
        near = one.kind == "exclusive" and one.office == other.office and abs(one.row - other.row) == 1
        return near and (one.office, other.row, one.col) not in self.taken and self._free(other, one, other)

    def _free(self, row: Node, one: Node, other: Node) -> bool:
        return not any((row.office, row.row, at) in self.taken for at in range(one.col + 1, other.col))

    def carry(self, message: Message) -> Iterator[Point]:
        """A message goes up to the applicant's pool through the gap beside the column of its step, or comes down there."""
        box, node = self.bounds[message.node], self.at[message.node]
        points = [*self._up(box, node)]
        return iter(points if message.to_applicant else points[::-1])

    def _up(self, box: Bounds, node: Node) -> Iterator[Point]:
        edge = self.pool.y - GAP
        if not any(one[1] < node.row or one[0] != node.office for one in self._above(node)):
            yield box.centre[0], box.y
            yield box.centre[0], edge
            return
        left = node.kind == "message"
        x = box.centre[0] + (-COL / 2 - 12 if left else COL / 2 - 12)
        yield (box.x if left else box.right), box.centre[1] + (0 if left else 20 if box.height > 50 else 0)
        yield x, box.centre[1] + (0 if left else 20 if box.height > 50 else 0)
        yield x, edge

    def _above(self, node: Node) -> list[tuple[str, int, int]]:
        """What stands in the column above a step, in its own lane or in lanes before it."""
        y = self.bounds[node.id].y
        return [
            (one.office, one.row, one.col)
            for one in self.at.values()
            if self.bounds[one.id].y < y
            and (one.col == node.col or (one.kind == "procedure" and one.col <= node.col < one.col + 3))
        ]
