"""A letter as a PDF file: A4, the same bytes from the same letter and font every time."""

from dataclasses import dataclass

from reportlab.lib.units import mm

from portal.documents.boxes import Box
from portal.documents.fonts import LetterFont, choose_font
from portal.documents.letter import Letter, words
from portal.documents.paging import Page, paginate
from portal.documents.pdf_certificate import draw_certificate
from portal.documents.pen import CINNABAR, QR_SIDE, SEAL_SIDE, Hand, Pen, writing
from portal.documents.setting import DENSITIES, Density, Setter, footer_lines
from portal.documents.substitutes import substituted

WIDTH, HEIGHT = 210 * mm, 297 * mm
LEFT, RIGHT, TOP, BOTTOM = 28 * mm, 26 * mm, 20 * mm, 14 * mm
MEASURE = WIDTH - LEFT - RIGHT
_LETTERHEAD = 19 * mm
_FOOT = 9.5
_FOOT_LEAD = 15.2
_FIXED_WORDS = "第页共0123456789　：见附（）发证机关电子照标识"


@dataclass(frozen=True)
class _Sheet:
    """One letter being drawn at one density, with the heights of its fixed parts."""

    letter: Letter
    pen: Pen
    density: Density

    @property
    def head(self) -> float:
        """The letterhead, the title and the number."""
        return (_LETTERHEAD if self.letter.letterhead else 0) + 12 * mm + (7.5 * mm if self.letter.number else 0)

    @property
    def signature(self) -> float:
        """The lines of the signature with room for the seal."""
        if self.letter.signature.sealed:
            return SEAL_SIDE - (0 if self.letter.acknowledgement else 4 * mm)
        return len(self.letter.signature.lines) * self.density.body * self.density.lead + 6 * mm

    @property
    def foot(self) -> float:
        """The small print, at least as high as the QR code."""
        lines = len(footer_lines(self.letter, self._foot_room, _FOOT, self.pen)) * _FOOT_LEAD
        return max(lines, QR_SIDE if self.letter.qr else 0) + 3 * mm

    @property
    def _foot_room(self) -> float:
        return MEASURE - (QR_SIDE + 6 * mm if self.letter.qr else 0)

    @property
    def receipt(self) -> list[Box]:
        """The lines on which a paper copy is signed for."""
        return list(self._setter.blocks(self.letter.acknowledgement))

    @property
    def _setter(self) -> Setter:
        return Setter(self.pen, self.density, MEASURE, HEIGHT - TOP - BOTTOM)

    def pages(self) -> list[Page]:
        """The body of the letter on pages, the last with room for signature, receipt and foot."""
        room = HEIGHT - TOP - BOTTOM
        receipt = sum(box.height + box.after for box in self.receipt)
        closing = self.signature + receipt + self.foot + 2 * mm
        return paginate(
            list(self._setter.boxes(self.letter)), first=room - self.head, room=room - 6 * mm, closing=closing
        )

    def draw(self, pages: list[Page]) -> None:
        """Draws every page."""
        for at, page in enumerate(pages, 1):
            top = HEIGHT - TOP
            top -= self._draw_head(top) if at == 1 else self._draw_running_head(top)
            for below, box in page.placed:
                box.draw(self.pen, LEFT, top - below)
            if at == len(pages):
                self._draw_closing(top - page.used)
            if len(pages) > 1:
                self.pen.centred(f"第{at}页　共{len(pages)}页", WIDTH / 2, 8 * mm, Hand(_FOOT))
            self.pen.canvas.showPage()

    def _draw_head(self, top: float) -> float:
        if self.letter.letterhead:
            hand = self.pen.fitted(self.letter.agency.name, Hand(24, bold=True, tracking=0.12, ink=CINNABAR), MEASURE)
            self.pen.centred(self.letter.agency.name, LEFT + MEASURE / 2, top - 8 * mm, hand)
            self.pen.rule(LEFT, top - 12.5 * mm, MEASURE, 2.5, CINNABAR)
        y = top - (_LETTERHEAD if self.letter.letterhead else 0)
        title = self.pen.fitted(self.letter.title, Hand(19, bold=True, tracking=0.15), MEASURE)
        self.pen.centred(self.letter.title, LEFT + MEASURE / 2, y - 7 * mm, title)
        if self.letter.number:
            number = self.pen.fitted(self.letter.number, Hand(12), MEASURE)
            self.pen.centred(self.letter.number, LEFT + MEASURE / 2, y - 14.5 * mm, number)
        return self.head

    def _draw_running_head(self, top: float) -> float:
        words_ = f"{self.letter.title}　{self.letter.number}"
        self.pen.text(words_, LEFT, top + 1 * mm, self.pen.fitted(words_, Hand(_FOOT), MEASURE))
        self.pen.rule(LEFT, top - 1.5 * mm, MEASURE, 0.6)
        return 6 * mm

    def _draw_closing(self, top: float) -> None:
        self._draw_signature(top)
        top -= self.signature
        for box in self.receipt:
            box.draw(self.pen, LEFT, top)
            top -= box.height + box.after
        self._draw_foot()

    def _draw_signature(self, top: float) -> None:
        sealed, hand = self.letter.signature.sealed, Hand(self.density.body)
        lead = self.density.body * self.density.lead
        widest = max(self.pen.width(line, hand) for line in self.letter.signature.lines)
        middle = LEFT + MEASURE - max(widest / 2 + 4 * mm, SEAL_SIDE / 2 + 6 * mm if sealed else 0)
        y = top - (
            18.5 * mm - lead * (len(self.letter.signature.lines) / 2 - 0.72) if sealed else 4 * mm + self.density.body
        )
        if sealed:
            self.pen.seal(self.letter.agency, middle, top - 18.5 * mm)
        for at, line in enumerate(self.letter.signature.lines):
            self.pen.centred(line, middle, y - at * lead, hand)

    def _draw_foot(self) -> None:
        lines = footer_lines(self.letter, self._foot_room, _FOOT, self.pen)
        top = BOTTOM + self.foot
        self.pen.rule(LEFT, top, MEASURE, 0.6)
        x, body = LEFT, self.foot - 3 * mm
        if self.letter.qr:
            self.pen.code(self.letter.qr, LEFT, BOTTOM)
            x += QR_SIDE + 6 * mm
        y = BOTTOM + (body + len(lines) * _FOOT_LEAD) / 2 - _FOOT - 1
        for at, line in enumerate(lines):
            self.pen.line(line, x, y - at * _FOOT_LEAD, _FOOT)


def _sheet(letter: Letter, pen: Pen) -> tuple[_Sheet, list[Page]]:
    """The roomiest density at which the letter is one page; the roomiest of all where it needs more in any case."""
    roomiest: tuple[_Sheet, list[Page]] | None = None
    for density in DENSITIES:
        sheet = _Sheet(letter, pen, density)
        pages = sheet.pages()
        if len(pages) == 1:
            return sheet, pages
        roomiest = roomiest or (sheet, pages)
    assert roomiest is not None
    return roomiest


def render_pdf(letter: Letter, font: LetterFont | None = None) -> bytes:
    """The letter as PDF, set in the given font or in the best one of this machine.

    The same letter and the same font give the same bytes; nothing in the file depends on the day or the machine.
    """
    font = font or choose_font()
    printed = substituted(letter, font)
    title = " ".join(part for part in (letter.title, letter.number) if part)
    landscape = letter.layout == "certificate"
    characters = "".join(dict.fromkeys("".join(words(printed)) + _FIXED_WORDS))
    with writing(font, characters, title=title, author=letter.agency.name, landscape=landscape) as (pen, out):
        if landscape:
            draw_certificate(printed, pen)
        else:
            sheet, pages = _sheet(printed, pen)
            sheet.draw(pages)
        pen.canvas.save()
    return out.getvalue()
