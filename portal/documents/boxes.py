"""The pieces a page is stacked from: paragraphs and tables that know their height and where they can be cut."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Literal

from portal.documents.lines import Line
from portal.documents.pen import Pen

Align = Literal["justify", "left", "center"]
_RULE = 0.6


class Box(ABC):
    """Something of a known height that is drawn downwards from its top."""

    after: float
    keep: bool

    @property
    @abstractmethod
    def height(self) -> float:
        """The height in points, without the space after it."""

    @abstractmethod
    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draws the box with its upper left corner at x and top."""

    @abstractmethod
    def cut(self, room: float) -> tuple["Box | None", "Box | None"]:
        """What goes into the room and what is left; either may be None."""

    @abstractmethod
    def tail(self) -> tuple["Box | None", "Box"]:
        """What can stay, and the end that goes over to the next page with the signature."""


@dataclass(frozen=True)
class TextBox(Box):
    """Lines of one paragraph; sizes in points, `lead` the distance between lines."""

    lines: tuple[Line, ...]
    width: float
    size: float
    lead: float
    after: float = 0.0
    align: Align = "justify"
    keep: bool = False

    @property
    def height(self) -> float:
        """One lead a line."""
        return len(self.lines) * self.lead

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draws line by line; the baseline stands so that the line sits in the middle of its lead."""
        for at, line in enumerate(self.lines):
            y = top - at * self.lead - (self.lead + self.size * 0.76) / 2
            if self.align == "center":
                pen.line(line, x + (self.width - line.width * self.size) / 2, y, self.size)
            else:
                pen.line(line, x, y, self.size, self.width if self.align == "justify" else None)

    def cut(self, room: float) -> tuple[Box | None, Box | None]:
        """Cuts between lines, with at least two lines on either side."""
        fit = int((room + 1e-6) // self.lead)
        if fit >= len(self.lines):
            return self, None
        fit = min(fit, len(self.lines) - 2)
        if fit < 2:
            return None, self
        return replace(self, lines=self.lines[:fit], after=0.0), replace(self, lines=self.lines[fit:])

    def tail(self) -> tuple[Box | None, Box]:
        """The last two lines go, of a short paragraph all."""
        if len(self.lines) < 4:
            return None, self
        return replace(self, lines=self.lines[:-2]), replace(self, lines=self.lines[-2:])


@dataclass(frozen=True)
class Cell:
    """The lines of one cell, and where they stand in the row."""

    lines: tuple[Line, ...]
    x: float
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """A row of cells, as high as the highest of them."""

    cells: tuple[Cell, ...]
    size: float
    lead: float
    pad: float

    @property
    def height(self) -> float:
        """The height of the highest cell with its padding, in points."""
        return max(len(cell.lines) for cell in self.cells) * self.lead + 2 * self.pad

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draws the frames of the cells and their lines."""
        for cell in self.cells:
            pen.frame(x + cell.x, top - self.height, cell.width, self.height, _RULE)
            inset = min(2 * self.pad, 6.0)
            lines = TextBox(cell.lines, cell.width - 2 * inset, self.size, self.lead, align=cell.align)
            lines.draw(pen, x + cell.x + inset, top - self.pad)

    def cut(self, room: float) -> tuple["Row | None", "Row | None"]:
        """Cuts a row that is too high for a page between its lines, with at least two lines above the cut."""
        fit = int((room - 2 * self.pad + 1e-6) // self.lead)
        if fit < 2:
            return None, self
        blank = (Line((), True),)
        above = tuple(replace(cell, lines=cell.lines[:fit] or blank) for cell in self.cells)
        below = tuple(replace(cell, lines=cell.lines[fit:] or blank) for cell in self.cells)
        return replace(self, cells=above), replace(self, cells=below)


@dataclass(frozen=True)
class TableBox(Box):
    """Rows under a head that is repeated on every page; `page` is the height of an empty page."""

    head: Row | None
    rows: tuple[Row, ...]
    page: float
    after: float = 0.0
    keep: bool = False

    @property
    def height(self) -> float:
        """The head and all rows."""
        return self._head_height + sum(row.height for row in self.rows)

    @property
    def _head_height(self) -> float:
        return self.head.height if self.head else 0.0

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draws the head and the rows from the top."""
        for row in ((self.head,) if self.head else ()) + self.rows:
            row.draw(pen, x, top)
            top -= row.height

    def cut(self, room: float) -> tuple[Box | None, Box | None]:
        """Cuts between rows; inside a row only where the row alone is higher than a page."""
        left, fit = room - self._head_height + 1e-6, 0
        while fit < len(self.rows) and self.rows[fit].height <= left:
            left -= self.rows[fit].height
            fit += 1
        if fit == len(self.rows):
            return self, None
        above, below = self.rows[:fit], self.rows[fit:]
        if below[0].height > self.page - self._head_height:
            upper, lower = below[0].cut(left)
            if upper is not None and lower is not None:
                above, below = (*above, upper), (lower, *below[1:])
        if not above:
            return None, self
        return replace(self, rows=above, after=0.0), replace(self, rows=below)

    def tail(self) -> tuple[Box | None, Box]:
        """The last row goes, under its own head."""
        if len(self.rows) < 2:
            return None, self
        return replace(self, rows=self.rows[:-1]), replace(self, rows=self.rows[-1:])
