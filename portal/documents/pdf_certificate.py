"""A certificate as one landscape page in a frame; what does not fit goes to an annex that the page names."""

from dataclasses import dataclass, replace

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from portal.documents.boxes import Box, TextBox
from portal.documents.letter import Fact, Facts, Letter, Strong, plain
from portal.documents.lines import Line, break_lines
from portal.documents.paging import paginate
from portal.documents.pen import CINNABAR, QR_SIDE, SEAL_SIDE, Hand, Pen
from portal.documents.setting import paired

_DAI = HexColor("#0f3350")
_HAIR = HexColor("#8a949c")
WIDTH, HEIGHT = 297 * mm, 210 * mm
_EDGE = 9 * mm
_LEFT, _RIGHT = 27 * mm, 270 * mm
_LABEL = 44 * mm
_TOP, _LOW = HEIGHT - 61 * mm, 60 * mm
_FOOT_TOP = 47 * mm
_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
_LEAD = 1.45
_SEE_ANNEX = "见附页"


@dataclass(frozen=True)
class _Entry:
    """A label and the lines of its value, at x within a row."""

    label: str
    lines: tuple[Line, ...]
    x: float


def _facts(letter: Letter) -> tuple[Fact, ...]:
    return tuple(fact for block in letter.blocks if isinstance(block, Facts) for fact in block.rows)


def _rows(facts: tuple[Fact, ...], size: float, pen: Pen) -> list[tuple[_Entry, ...]]:
    rows = []
    for pair in paired(facts):
        room = (_RIGHT - _LEFT) / len(pair) - _LABEL - 4 * mm
        entries = [
            _Entry(fact.label, break_lines(fact.value, room / size, pen.measure), _LEFT + at * (_RIGHT - _LEFT) / 2)
            for at, fact in enumerate(pair)
        ]
        rows.append(tuple(entries))
    return rows


def _row_height(row: tuple[_Entry, ...], size: float) -> float:
    return max(len(entry.lines) for entry in row) * size * _LEAD + 2.2 * mm


def _height(rows: list[tuple[_Entry, ...]], size: float) -> float:
    return sum(_row_height(row, size) for row in rows)


def _arranged(facts: tuple[Fact, ...], pen: Pen) -> tuple[float, list[tuple[_Entry, ...]], tuple[Fact, ...]]:
    """The size, the rows at that size, and the facts whose value had to go to the annex."""
    annex: list[Fact] = []
    while True:
        for size in _SIZES:
            rows = _rows(facts, size, pen)
            if _height(rows, size) <= _TOP - _LOW:
                return size, rows, tuple(annex)
        longest = max(facts, key=lambda fact: len(plain(fact.value)))
        if len(plain(longest.value)) <= len(_SEE_ANNEX):
            annex, facts = [*annex, facts[-1]], facts[:-1]
        else:
            annex.append(longest)
            facts = tuple(replace(fact, value=_SEE_ANNEX) if fact is longest else fact for fact in facts)


def _corner(pen: Pen, x: float, y: float, right: int, up: int) -> None:
    """A lattice of a window in a corner of the frame."""
    path = pen.canvas.beginPath()
    for reach, inset in ((15 * mm, 5 * mm), (10 * mm, 8 * mm)):
        path.moveTo(x + right * reach, y + up * inset)
        path.lineTo(x + right * inset, y + up * inset)
        path.lineTo(x + right * inset, y + up * reach)
    pen.canvas.setStrokeColor(_DAI)
    pen.canvas.setLineWidth(0.8)
    pen.canvas.drawPath(path, stroke=1, fill=0)


def _frame(pen: Pen) -> None:
    pen.frame(_EDGE, _EDGE, WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE, 3.2, _DAI)
    inner = _EDGE + 2.4 * mm
    pen.frame(inner, inner, WIDTH - 2 * inner, HEIGHT - 2 * inner, 0.7, _DAI)
    for x, right in ((_EDGE, 1), (WIDTH - _EDGE, -1)):
        for y, up in ((_EDGE, 1), (HEIGHT - _EDGE, -1)):
            _corner(pen, x, y, right, up)


def _head(letter: Letter, pen: Pen, suffix: str = "") -> None:
    title = letter.title + suffix
    hand = pen.fitted(title, Hand(34, bold=True, tracking=0.18), 205 * mm)
    pen.centred(title, WIDTH / 2, HEIGHT - 37 * mm, hand)
    number = pen.fitted(letter.number, Hand(13), 205 * mm)
    pen.centred(letter.number, WIDTH / 2, HEIGHT - 49 * mm, number)
    if letter.copies:
        hand = Hand(14, bold=True, tracking=0.2, ink=CINNABAR)
        width = pen.width(letter.copies, hand) + 6 * mm
        pen.frame(_RIGHT - width, HEIGHT - 37.5 * mm, width, 8.4 * mm, 1.2, CINNABAR)
        pen.centred(letter.copies, _RIGHT - width / 2, HEIGHT - 35.1 * mm, hand)


def _label(pen: Pen, text: str, x: float, y: float, size: float) -> None:
    """A label spread over its column, as certificates have it; long ones are set close."""
    hand = Hand(size, bold=True)
    room = 8.2 * size
    spare = room - pen.width(text, hand)
    tracking = spare / size / (len(text) - 1) if len(text) > 1 and spare > 0 else 0.0
    pen.text(text, x, y, pen.fitted(text, Hand(size, bold=True, tracking=tracking), _LABEL - 4 * mm))


def _entries(pen: Pen, rows: list[tuple[_Entry, ...]], size: float) -> None:
    spare = min((_TOP - _LOW - _height(rows, size)) / max(len(rows), 1), 3.2 * mm)
    top = _TOP
    for row in rows:
        height = _row_height(row, size) + spare
        for entry in row:
            y = top - (height - len(max((e.lines for e in row), key=len)) * size * _LEAD) / 2 - size * 1.06
            _label(pen, entry.label, entry.x, y, size)
            for at, line in enumerate(entry.lines):
                pen.line(line, entry.x + _LABEL, y - at * size * _LEAD, size)
        top -= height
        pen.rule(_LEFT, top, _RIGHT - _LEFT, 0.4, _HAIR)


def _signature(letter: Letter, pen: Pen) -> None:
    middle = _RIGHT - SEAL_SIDE / 2 - 14 * mm
    y = 40 * mm
    pen.right("发证机关：", middle - 28 * mm, y, Hand(13))
    if letter.signature.sealed:
        pen.seal(letter.agency, middle, y - 3 * mm)
    for at, line in enumerate(letter.signature.lines):
        hand = pen.fitted(line, Hand(13), 62 * mm)
        pen.centred(line, middle, y - at * 9 * mm, hand)


def _foot(letter: Letter, pen: Pen) -> None:
    x, size, lead = _LEFT, 9.0, 13.5
    if letter.qr:
        pen.code(letter.qr, x, _FOOT_TOP - QR_SIDE)
        x += QR_SIDE + 5 * mm
    room = (150 * mm - x) / size
    identifier = (f"电子证照标识：{letter.identifier}",) if letter.identifier else ()
    lines = [line for text in (*letter.foot, *identifier) for line in break_lines(text, room, pen.measure)]
    y = _FOOT_TOP - (QR_SIDE - len(lines) * lead) / 2 - size
    for at, line in enumerate(lines):
        pen.line(line, x, y - at * lead, size)


def _annex(letter: Letter, pen: Pen, facts: tuple[Fact, ...]) -> None:
    size, width = 12.0, _RIGHT - _LEFT
    boxes: list[Box] = []
    for fact in facts:
        boxes.append(TextBox(break_lines((Strong(fact.label),), width / size, pen.measure), width, size, 20, keep=True))
        boxes.append(TextBox(break_lines(fact.value, width / size, pen.measure), width, size, 20, after=10))
    room = _TOP - 24 * mm
    for page in paginate(boxes, first=room, room=room, closing=0):
        _frame(pen)
        _head(letter, pen, "（附页）")
        for below, box in page.placed:
            box.draw(pen, _LEFT, _TOP - below)
        pen.canvas.showPage()


def draw_certificate(letter: Letter, pen: Pen) -> None:
    """Draws the certificate, and the annex where contents are longer than the page."""
    size, rows, annex = _arranged(_facts(letter), pen)
    _frame(pen)
    _head(letter, pen)
    _entries(pen, rows, size)
    _signature(letter, pen)
    _foot(letter, pen)
    pen.canvas.showPage()
    if annex:
        _annex(letter, pen, annex)
