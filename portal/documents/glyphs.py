"""A small TrueType font out of a big one: only the characters of a letter, cubic outlines turned into quadratic ones."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from portal.documents.fonts import Face, opened

_MAX_ERROR = 0.5
"""How far a quadratic curve may be from the original, in thousandths of the size."""

_lock = threading.Lock()


@dataclass(frozen=True)
class SmallFont:
    """Some characters of a face: `codes` are their code points, glyph n is codes[n - 1]; measures in thousandths of the size."""

    face: Face
    name: str
    codes: tuple[int, ...]
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def content(self, used: Collection[int]) -> bytes:
        """The font file with the outlines of the used code points; the others keep their place and are empty."""
        with _lock:
            return _saved(_build(self.face, self.codes, used))


def small_font(face: Face, characters: str) -> SmallFont:
    """The given characters of a face as a font of their own; what the face lacks is left out."""
    with _lock:
        source = opened(face)
        codes = tuple(sorted(code for code in {0x20, *map(ord, characters)} if code in source.names))
        head, hhea, scale = source.font["head"], source.font["hhea"], 1000 / source.font["head"].unitsPerEm
        widths = (source.outlines[name].width for name in (".notdef", *(source.names[code] for code in codes)))
        return SmallFont(
            face=face,
            name=str(source.font["name"].getDebugName(6) or "Letter"),
            codes=codes,
            widths=tuple(round(width * scale) for width in widths),
            box=(
                round(head.xMin * scale),
                round(head.yMin * scale),
                round(head.xMax * scale),
                round(head.yMax * scale),
            ),
            ascent=round(hhea.ascent * scale),
            descent=round(hhea.descent * scale),
        )


@dataclass(frozen=True)
class _Outline:
    """A glyph as a TrueType file holds it, with what the tables of the font say of it."""

    content: bytes
    x_min: int
    points: int
    contours: int


_BLANK = _Outline(b"", 0, 0, 0)


@lru_cache(maxsize=20_000)
def _outline(face: Face, name: str) -> _Outline:
    """The outline of a glyph; kept, because most characters of a letter were in the one before."""
    source = opened(face)
    recorded = DecomposingRecordingPen(source.outlines)
    source.outlines[name].draw(recorded)
    pen = TTGlyphPen(None)
    recorded.replay(Cu2QuPen(pen, _MAX_ERROR * source.font["head"].unitsPerEm / 1000, reverse_direction=True))
    glyph = pen.glyph()
    if not glyph.numberOfContours:
        return _BLANK
    content = glyph.compile(None, recalcBBoxes=True)
    return _Outline(content, glyph.xMin, len(glyph.coordinates), glyph.numberOfContours)


def _build(face: Face, codes: tuple[int, ...], used: Collection[int]) -> FontBuilder:
    source = opened(face)
    names = {".notdef": ".notdef", **{f"u{code:04X}": source.names[code] for code in codes}}
    drawn = {".notdef", *(f"u{code:04X}" for code in used)}
    outlines = {name: _outline(face, names[name]) if name in drawn else _BLANK for name in names}
    widths = {name: round(source.outlines[origin].width) for name, origin in names.items()}
    head, hhea = source.font["head"], source.font["hhea"]
    builder = FontBuilder(head.unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(list(names))
    builder.setupGlyf({})
    builder.font["glyf"].glyphs = {name: Glyph(outline.content) for name, outline in outlines.items()}
    builder.setupHorizontalMetrics({name: (widths[name], outline.x_min) for name, outline in outlines.items()})
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent, advanceWidthMax=max(widths.values()))
    maxima = builder.font["maxp"]
    maxima.maxPoints = max(outline.points for outline in outlines.values())
    maxima.maxContours = max(outline.contours for outline in outlines.values())
    for side in ("xMin", "yMin", "xMax", "yMax"):
        setattr(builder.font["head"], side, getattr(head, side))
    return builder


def _saved(builder: FontBuilder) -> bytes:
    """The bytes of the font, without a trace of the day."""
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = builder.font.recalcBBoxes = False
    out = BytesIO()
    builder.save(out)
    return out.getvalue()
