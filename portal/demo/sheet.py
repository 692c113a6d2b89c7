"""Small pages with Chinese words: a PDF in the standard Chinese font of all readers, or a picture of a certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from portal.documents import choose_font
from portal.documents.fonts import STANDARD, Face

WIDTH, HEIGHT = 595.0, 842.0
"""An A4 page in points."""

PICTURE = (720, 510)
"""A certificate in pixels."""

_INK, _RED = "#1f1f1f", "#b3261e"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words: where it begins, from the left and from the top, its size, and whether it is heavy or red."""

    x: float
    y: float
    text: str
    size: float = 11
    bold: bool = False
    red: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its words, the heights of its rules, and the middle of a seal where there is one."""

    words: tuple[Words, ...]
    rules: tuple[float, ...] = ()
    seal: tuple[float, float] | None = None


def centred(y: float, text: str, size: float, *, width: float = WIDTH, bold: bool = False, red: bool = False) -> Words:
    """Words in the middle of a page."""
    return Words((width - wide(text) * size) / 2, y, text, size, bold, red)


def wide(text: str) -> float:
    """How wide a text is, in ems: a Latin letter counts half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def wrapped(text: str, ems: float) -> Iterator[str]:
    """The text in lines of at most so many ems; no line begins with a closing mark."""
    line, room = "", ems
    for character in text:
        width = wide(character)
        if width > room and character not in "，。；、）":
            yield line
            line, room = "", ems
        line, room = line + character, room - width
    yield line


def pdf(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """The sheets as a PDF of a few kilobytes: nothing is embedded, so that the bytes are the same on every machine."""
    pdfmetrics.registerFont(UnicodeCIDFont(STANDARD))
    out = BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1, pageCompression=1, lang="zh-CN", initialFontName=STANDARD)
    canvas.setTitle(title)
    for sheet in sheets:
        _draw(sheet, canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def png(sheet: Sheet) -> bytes | None:
    """The sheet as a small picture, like a photographed certificate; None without a Chinese font on this machine."""
    face = choose_font().regular
    if face is None:
        return None
    image = Image.new("P", PICTURE, 0)
    image.putpalette([253, 250, 243, 31, 31, 31, 179, 38, 30])
    draw = ImageDraw.Draw(image)
    draw.fontmode = "1"
    draw.rectangle((12, 12, PICTURE[0] - 13, PICTURE[1] - 13), outline=2, width=3)
    for one in sheet.words:
        draw.text((one.x, one.y - one.size), one.text, font=_font(face, int(one.size)), fill=2 if one.red else 1)
    if sheet.seal:
        x, y = sheet.seal
        draw.ellipse((x - 50, y - 50, x + 50, y + 50), outline=2, width=4)
    out = BytesIO()
    image.save(out, "PNG", bits=2)
    return out.getvalue()


def _draw(sheet: Sheet, canvas: Canvas) -> None:
    for one in sheet.words:
        written = canvas.beginText(one.x, HEIGHT - one.y)
        written.setFont(STANDARD, one.size)
        written.setFillColor(HexColor(_RED if one.red else _INK))
        written.setStrokeColor(HexColor(_INK))
        written.setTextRenderMode(2 if one.bold else 0)
        written.textOut(one.text)
        written.setTextRenderMode(0)
        canvas.setLineWidth(one.size * 0.03)
        canvas.drawText(written)
    canvas.setLineWidth(0.6)
    for y in sheet.rules:
        canvas.line(72, HEIGHT - y, WIDTH - 72, HEIGHT - y)
    if sheet.seal:
        canvas.setStrokeColor(HexColor(_RED))
        canvas.setLineWidth(2.5)
        canvas.circle(sheet.seal[0], HEIGHT - sheet.seal[1], 46)


@cache
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, size, index=face.index)
