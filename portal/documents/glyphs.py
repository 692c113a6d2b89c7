"""A small TrueType font out of a big one: only the characters of a letter, cubic outlines turned into quadratic ones."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from portal.documents.fonts import Face

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


@lru_cache(maxsize=4)
def _open(face: Face) -> tuple[TTFont, dict[int, str], Any]:
    font = TTFont(face.path, fontNumber=face.index, lazy=True)
    return font, font.getBestCmap(), font.getGlyphSet()


def small_font(face: Face, characters: str) -> SmallFont:
    """The given characters of a face as a font of their own; what the face lacks is left out."""
    with _lock:
        font, cmap, glyphs = _open(face)
        codes = tuple(sorted(code for code in {0x20, *map(ord, characters)} if code in cmap))
        names = (".notdef", *(cmap[code] for code in codes))
        head, hhea, scale = font["head"], font["hhea"], 1000 / font["head"].unitsPerEm
        return SmallFont(
            face=face,
            name=str(font["name"].getDebugName(6) or "Letter"),
            codes=codes,
            widths=tuple(round(glyphs[name].width * scale) for name in names),
            box=(
                round(head.xMin * scale),
                round(head.yMin * scale),
                round(head.xMax * scale),
                round(head.yMax * scale),
            ),
            ascent=round(hhea.ascent * scale),
            descent=round(hhea.descent * scale),
        )


def _outline(glyphs: Any, name: str, allowed: float) -> Any:
    recorded = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(recorded)
    pen = TTGlyphPen(None)
    recorded.replay(Cu2QuPen(pen, allowed, reverse_direction=True))
    return pen.glyph()


def _build(face: Face, codes: tuple[int, ...], used: Collection[int]) -> FontBuilder:
    font, cmap, glyphs = _open(face)
    units, hhea = font["head"].unitsPerEm, font["hhea"]
    sources = {".notdef": ".notdef", **{f"u{code:04X}": cmap[code] for code in codes}}
    drawn = {".notdef", *(f"u{code:04X}" for code in used)}
    blank = TTGlyphPen(None).glyph()
    allowed = _MAX_ERROR * units / 1000
    outlines = {name: _outline(glyphs, source, allowed) if name in drawn else blank for name, source in sources.items()}
    widths = {name: round(glyphs[source].width) for name, source in sources.items()}
    builder = FontBuilder(units, isTTF=True)
    builder.setupGlyphOrder(list(sources))
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics({name: (widths[name], getattr(outlines[name], "xMin", 0)) for name in sources})
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    return builder


def _saved(builder: FontBuilder) -> bytes:
    """The bytes of the font, without a trace of the day."""
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = BytesIO()
    builder.save(out)
    return out.getvalue()
