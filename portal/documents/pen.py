"""Writing and drawing on a ReportLab canvas in the font of a letter."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from portal.documents import qr, seal
from portal.documents.embedded import EmbeddedFont
from portal.documents.fonts import LetterFont
from portal.documents.glyphs import small_font
from portal.documents.letter import Agency
from portal.documents.lines import Glyph, Line, stretch

CINNABAR = HexColor("#a32e20")
QR_SIDE = 25 * mm
SEAL_SIDE = 42 * mm
_NAMES = ("OneWindowLetter", "OneWindowLetterBold")
_THICKEN = 0.028
"""The width of the stroke that makes bold of a font without a bold face, in ems."""

_registry = threading.RLock()


@dataclass(frozen=True)
class Hand:
    """How words are written: size in points, weight, space after each character in ems, colour."""

    size: float
    bold: bool = False
    tracking: float = 0.0
    ink: Color = black


class Pen:
    """A canvas and the two weights of a font; measures text in ems and writes it in points."""

    def __init__(self, canvas: Canvas, regular: str, bold: str) -> None:
        self.canvas = canvas
        self._names = (regular, bold)
        self._thicken = regular == bold
        self._widths: dict[tuple[str, bool], float] = {}

    def measure(self, character: str, bold: bool = False) -> float:
        """The width of a character in ems."""
        key = (character, bold)
        if key not in self._widths:
            self._widths[key] = pdfmetrics.stringWidth(character, self._names[bold], 1000) / 1000
        return self._widths[key]

    def width(self, text: str, hand: Hand) -> float:
        """The width of a text in points."""
        natural = sum(self.measure(character, hand.bold) for character in text)
        return (natural + hand.tracking * max(len(text) - 1, 0)) * hand.size

    def fitted(self, text: str, hand: Hand, room: float) -> Hand:
        """The same hand, smaller where the text would be wider than the room in points."""
        scale = min(1.0, room / max(self.width(text, hand), 1e-6))
        return Hand(round(hand.size * scale, 2), hand.bold, hand.tracking, hand.ink)

    def line(self, line: Line, x: float, y: float, size: float, room: float | None = None) -> None:
        """Writes a line with its baseline at y; `room` in points is the width it is stretched to, None leaves it as it is."""
        gap = stretch(line, room / size) if room is not None else 0.0
        self._write(line.glyphs, x + line.indent * size, y, Hand(size, tracking=gap))

    def text(self, text: str, x: float, y: float, hand: Hand) -> None:
        """Writes one line of text from x."""
        self._write(tuple(Glyph(character, hand.bold, 0.0) for character in text), x, y, hand)

    def centred(self, text: str, x: float, y: float, hand: Hand) -> None:
        """Writes one line of text around x."""
        self.text(text, x - self.width(text, hand) / 2, y, hand)

    def right(self, text: str, x: float, y: float, hand: Hand) -> None:
        """Writes one line of text that ends at x."""
        self.text(text, x - self.width(text, hand), y, hand)

    def _write(self, glyphs: tuple[Glyph, ...], x: float, y: float, hand: Hand) -> None:
        self.canvas.setLineWidth(_THICKEN * hand.size)
        written = self.canvas.beginText(x, y)
        written.setFillColor(hand.ink)
        written.setStrokeColor(hand.ink)
        for bold, weighted in groupby(glyphs, key=lambda glyph: glyph.bold):
            written.setFont(self._names[bold], hand.size)
            written.setTextRenderMode(2 if bold and self._thicken else 0)
            for latin, same in groupby(weighted, key=lambda glyph: glyph.character.isascii()):
                self._piece(written, "".join(glyph.character for glyph in same), latin, hand.tracking * hand.size)
        written.setTextRenderMode(0)
        written.setCharSpace(0)
        self.canvas.drawText(written)

    @staticmethod
    def _piece(written: PDFTextObject, text: str, latin: bool, gap: float) -> None:
        """Writes characters of one weight; a Latin word stays closed and only its end is spaced."""
        if latin and len(text) > 1:
            written.setCharSpace(0)
            written.textOut(text[:-1])
            text = text[-1]
        written.setCharSpace(gap)
        written.textOut(text)

    def rule(self, x: float, y: float, length: float, thickness: float, ink: Color = black) -> None:
        """Draws a horizontal rule."""
        self.canvas.setStrokeColor(ink)
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x, y, x + length, y)

    def frame(self, x: float, y: float, width: float, height: float, thickness: float, ink: Color = black) -> None:
        """Draws a rectangle from its lower left corner."""
        self.canvas.setStrokeColor(ink)
        self.canvas.setLineWidth(thickness)
        self.canvas.rect(x, y, width, height, stroke=1, fill=0)

    def code(self, payload: str, x: float, y: float) -> None:
        """Draws a QR code of 25 mm, without its quiet zone (R117), from its lower left corner."""
        value = qr.code(payload)
        unit = QR_SIDE / value.side
        path = self.canvas.beginPath()
        for column, row, length in value.strips:
            path.rect(x + column * unit, y + QR_SIDE - (row + 1) * unit, length * unit, unit)
        self.canvas.setFillColor(black)
        self.canvas.drawPath(path, stroke=0, fill=1)
        if "#" in payload:  # signed: who has the file alone finds among its properties what a camera reads
            self.canvas.setKeywords(payload)

    def seal(self, agency: Agency, x: float, y: float) -> None:
        """Draws the place of the seal, 42 mm wide, around x and y."""
        self.canvas.saveState()
        self.canvas.translate(x - SEAL_SIDE / 2, y + SEAL_SIDE / 2)
        self.canvas.scale(SEAL_SIDE / seal.SIZE, SEAL_SIDE / seal.SIZE)
        self.canvas.setStrokeColor(CINNABAR)
        self.canvas.setLineWidth(seal.RING_WIDTH)
        self.canvas.circle(seal.SIZE / 2, -seal.SIZE / 2, seal.RING_RADIUS, stroke=1, fill=0)
        self._star()
        for mark in seal.marks(agency):
            self.canvas.saveState()
            self.canvas.translate(mark.x, -mark.y)
            self.canvas.rotate(-mark.turn)
            self.centred(mark.text, 0, 0, Hand(mark.size, bold=True, ink=CINNABAR))
            self.canvas.restoreState()
        self.canvas.restoreState()

    def _star(self) -> None:
        path = self.canvas.beginPath()
        first, *rest = seal.star()
        path.moveTo(first[0], -first[1])
        for x, y in rest:
            path.lineTo(x, -y)
        path.close()
        self.canvas.setLineWidth(seal.STAR_WIDTH)
        self.canvas.drawPath(path, stroke=1, fill=0)


def _load(font: LetterFont, characters: str) -> tuple[str, str, list[EmbeddedFont]]:
    """Makes the weights of a font known to ReportLab: their names, and what has to be forgotten afterwards."""
    if font.regular is None:
        pdfmetrics.registerFont(UnicodeCIDFont(font.name))
        return font.name, font.name, []
    loaded = []
    for face, name in zip((font.regular, font.bold), _NAMES, strict=True):
        if face is not None:
            loaded.append(EmbeddedFont(name, small_font(face, characters)))
            pdfmetrics.registerFont(loaded[-1])
    return loaded[0].fontName, loaded[-1].fontName, loaded


@contextmanager
def writing(
    font: LetterFont, characters: str, *, title: str, author: str, landscape: bool = False
) -> Iterator[tuple[Pen, BytesIO]]:
    """A pen on a new PDF with nothing in it that depends on the day, and where its bytes go when the canvas is saved.

    ReportLab keeps fonts in one table for the whole process; so only one letter is written at a time.
    """
    size = (297 * mm, 210 * mm) if landscape else (210 * mm, 297 * mm)
    out = BytesIO()
    with _registry:
        regular, bold, loaded = _load(font, characters)
        try:
            canvas = Canvas(out, pagesize=size, invariant=1, pageCompression=1, lang="zh-CN", initialFontName=regular)
            canvas.setTitle(title)
            canvas.setAuthor(author)
            canvas.setViewerPreference("DisplayDocTitle", "true")
            yield Pen(canvas, regular, bold), out
        finally:
            for face in loaded:
                face.unregister()
