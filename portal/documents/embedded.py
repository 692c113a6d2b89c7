"""An embedded font as ReportLab wants one: two-byte glyph codes, and a table that leads back to every character.

ReportLab's own TrueType class cuts the code points beyond U+FFFF in that table, so that 𠮷 could not be copied or searched.
"""

from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFStream, PDFString, PDFZCompress

from portal.documents.glyphs import SmallFont

_SYMBOLIC = 4
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class EmbeddedFont:
    """A small font under a name; one object serves one document."""

    _multiByte = 1  # noqa: N815 (the names are those that ReportLab looks for)
    _dynamicFont = 1  # noqa: N815
    shapable = False

    def __init__(self, name: str, small: SmallFont) -> None:
        self.fontName = name
        self.small = small
        self.face = pdfmetrics.TypeFace(name)
        self.face.ascent, self.face.descent = small.ascent, small.descent
        self._internal = ""
        self._glyphs = {chr(code): at for at, code in enumerate(small.codes, 1)}
        self._used: set[str] = set()

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 (ReportLab's name)
        """The width of a text in points; a character without a glyph has the width of .notdef."""
        return sum(self.small.widths[self._glyph(character)] for character in text) * size / 1000

    def splitString(self, text: str, doc: PDFDocument, encoding: str = "utf8") -> list[tuple[int, bytes]]:  # noqa: N802
        """The glyph codes of a text, all of one subset."""
        self._used.update(character for character in text if character in self._glyphs)
        return [(0, b"".join(self._glyph(character).to_bytes(2) for character in text))]

    def getSubsetInternalName(self, subset: int, doc: PDFDocument) -> str:  # noqa: N802
        """The name of the font inside the document."""
        if not self._internal:
            self._internal = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = "/" + self._internal
            doc.delayedFonts.append(self)
        return "/" + self._internal

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802
        """Adds the font to the document: a composite font over the small TrueType file."""
        base = f"AAAAAA+{self.small.name}"
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": PDFName(base),
            "CIDSystemInfo": self._system_info(),
            "CIDToGIDMap": "/Identity",
            "DW": 1000,
            "W": PDFArray([0, PDFArray(list(self.small.widths))]),
            "FontDescriptor": self._descriptor(doc, base),
        }
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": PDFName(base),
            "Encoding": "/Identity-H",
            "DescendantFonts": PDFArray([doc.Reference(PDFDictionary(descendant), f"cid:{self._internal}")]),
            "ToUnicode": self._stream(doc, "unicode", self._characters().encode("ascii"), {}),
        }
        doc.idToObject["BasicFonts"].dict[self._internal] = doc.Reference(PDFDictionary(font), self._internal)

    def unregister(self) -> None:
        """Takes the font out of ReportLab's table again."""
        pdfmetrics._fonts.pop(self.fontName, None)
        pdfmetrics._dynFaceNames.pop(self.face.name, None)

    def _glyph(self, character: str) -> int:
        return self._glyphs.get(character, 0)

    @staticmethod
    def _system_info() -> Any:
        return PDFDictionary({"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0})

    def _descriptor(self, doc: PDFDocument, base: str) -> Any:
        content = self.small.content({ord(character) for character in self._used})
        facts = {
            "Type": "/FontDescriptor",
            "FontName": PDFName(base),
            "Flags": _SYMBOLIC,
            "FontBBox": PDFArray(list(self.small.box)),
            "ItalicAngle": 0,
            "Ascent": self.small.ascent,
            "Descent": self.small.descent,
            "CapHeight": self.small.ascent,
            "StemV": 80,
            "FontFile2": self._stream(doc, "file", content, {"Length1": len(content)}),
        }
        return doc.Reference(PDFDictionary(facts), f"descriptor:{self._internal}")

    def _stream(self, doc: PDFDocument, role: str, content: bytes, facts: dict[str, int]) -> Any:
        stream = PDFStream(content=content)
        stream.dictionary.dict.update(facts)
        if doc.compression:
            stream.filters = [PDFZCompress]
        return doc.Reference(stream, f"{role}:{self._internal}")

    def _characters(self) -> str:
        """Which character each glyph stands for, in UTF-16, at most a hundred to a range."""
        used = sorted(self._used, key=self._glyph)
        pairs = [f"<{self._glyph(one):04X}> <{one.encode('utf-16-be').hex().upper()}>" for one in used]
        chunks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        return _CMAP.format(ranges="\n".join("\n".join([f"{len(c)} beginbfchar", *c, "endbfchar"]) for c in chunks))
