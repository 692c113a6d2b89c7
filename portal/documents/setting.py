"""Turning the blocks of a letter into boxes at a given density."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.units import mm

from portal.documents.boxes import Align, Box, Cell, Row, TableBox, TextBox
from portal.documents.letter import (
    Block,
    Fact,
    Facts,
    Heading,
    Letter,
    Note,
    Numbered,
    Para,
    Strong,
    Table,
    Text,
    numbered,
    plain,
)
from portal.documents.lines import Line, break_lines
from portal.documents.pen import Pen


@dataclass(frozen=True)
class Density:
    """How close a letter is set: sizes in points, leads as multiples of the size, spaces in points."""

    body: float
    lead: float
    table: float
    table_lead: float
    gap: float
    pad: float


ROOMY = Density(body=12, lead=1.7, table=11, table_lead=1.5, gap=1.5 * mm, pad=1 * mm)
MEDIUM = Density(body=11.5, lead=1.58, table=10.5, table_lead=1.42, gap=1.1 * mm, pad=0.85 * mm)
CLOSE = Density(body=11, lead=1.48, table=10, table_lead=1.36, gap=0.8 * mm, pad=0.7 * mm)
TIGHT = Density(body=10.5, lead=1.42, table=9.5, table_lead=1.34, gap=0.6 * mm, pad=0.6 * mm)
DENSITIES = (ROOMY, MEDIUM, CLOSE, TIGHT)
_LABEL = 38 * mm


@dataclass(frozen=True)
class Setter:
    """Sets blocks for a measure of `width` points on pages of `page` points."""

    pen: Pen
    density: Density
    width: float
    page: float

    def boxes(self, letter: Letter) -> Iterator[Box]:
        """The body of a letter as boxes, the remedies last."""
        if letter.recipient:
            yield self._text(f"{letter.recipient}：", indent=False)
        yield from self.blocks(letter.blocks)
        for remedy in letter.remedies:
            yield self._text(remedy)

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[Box]:
        """Blocks as boxes."""
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Box]:
        match block:
            case Para(text, indent):
                yield self._text(text, indent=indent, keep=plain(text).endswith("："))
            case Heading(text):
                yield self._text((Strong(text),), keep=True)
            case Note(text):
                yield self._text(text, size=self.density.table - 1.5, indent=False)
            case Numbered(items):
                yield from map(self._text, numbered(items))
            case Facts(rows):
                yield self._facts(rows)
            case Table():
                yield self._table(block)

    def _text(self, text: Text, *, indent: bool = True, keep: bool = False, size: float | None = None) -> TextBox:
        size = size or self.density.body
        lines = break_lines(text, self.width / size, self.pen.measure, 2.0 if indent else 0.0)
        return TextBox(lines, self.width, size, size * self.density.lead, self.density.gap, "justify", keep)

    def _cell(self, text: Text, x: float, width: float, align: Align = "left") -> Cell:
        room = (width - 2 * min(2 * self.density.pad, 6.0)) / self.density.table
        return Cell(break_lines(text, room, self.pen.measure), x, width, align)

    def _row(self, cells: tuple[Cell, ...]) -> Row:
        density = self.density
        return Row(cells, density.table, density.table * density.table_lead, density.pad)

    def _facts(self, rows: tuple[Fact, ...]) -> TableBox:
        pairs = tuple(self._row(self._fact_cells(facts)) for facts in paired(rows))
        return TableBox(None, pairs, self.page, self.density.gap * 1.6)

    def _fact_cells(self, facts: tuple[Fact, ...]) -> tuple[Cell, ...]:
        if len(facts) == 1:
            fact = facts[0]
            return (self._cell(fact.label, 0, _LABEL), self._cell(fact.value, _LABEL, self.width - _LABEL))
        half, label = self.width / 2, _LABEL * 0.86
        first = (self._cell(facts[0].label, 0, _LABEL), self._cell(facts[0].value, _LABEL, half - _LABEL))
        second = (self._cell(facts[1].label, half, label), self._cell(facts[1].value, half + label, half - label))
        return first + second

    def _table(self, table: Table) -> TableBox:
        shares = sum(column.share for column in table.columns)
        widths = [self.width * column.share / shares for column in table.columns]
        edges = [sum(widths[:at]) for at in range(len(widths))]
        aligns: list[Align] = [column.align for column in table.columns]
        titles = tuple((Strong(column.title),) for column in table.columns)
        head = self._row(tuple(self._cell(*cell, "center") for cell in zip(titles, edges, widths, strict=True)))
        rows = tuple(
            self._row(tuple(self._cell(*cell) for cell in zip(texts, edges, widths, aligns, strict=True)))
            for texts in table.rows
        )
        return TableBox(head, rows, self.page, self.density.gap * 1.6)


def paired(rows: tuple[Fact, ...]) -> Iterator[tuple[Fact, ...]]:
    """Facts as rows of the table: two half facts in a row stand side by side."""
    waiting: Fact | None = None
    for fact in rows:
        if waiting is not None and fact.half:
            yield (waiting, fact)
            waiting = None
            continue
        if waiting is not None:
            yield (waiting,)
            waiting = None
        if fact.half:
            waiting = fact
        else:
            yield (fact,)
    if waiting is not None:
        yield (waiting,)


def footer_lines(letter: Letter, width: float, size: float, pen: Pen) -> tuple[Line, ...]:
    """The small print beside the QR code: how to check, how many copies, what the letter does not say."""
    texts = [*letter.foot[:1], *([letter.copies] if letter.copies else []), *letter.foot[1:]]
    return tuple(line for text in texts for line in break_lines(text, width / size, pen.measure))
