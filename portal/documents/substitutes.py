"""Characters a font lacks: shown as 〓 with a number, and named by code point in a note, so that none vanishes."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from portal.documents.fonts import LetterFont, has_glyph, missing_characters, printable
from portal.documents.letter import Kind, Letter, Note, Strong

_FIXED = frozenset({"kind", "layout", "qr", "align", "letterhead", "sealed", "share", "half", "indent"})


def _mark(position: int, font: LetterFont) -> str:
    sign = next((mark for mark in "〓□*" if has_glyph(font, mark)), "*")
    circled = chr(0x245F + position) if position <= 10 else ""
    return sign + (circled if circled and has_glyph(font, circled) else f"({position})")


def _mapped(value: Any, marks: dict[str, str]) -> Any:
    """The same value with every text in it rewritten."""
    if isinstance(value, Kind):
        return value
    if isinstance(value, str):
        text = "".join(marks.get(character, character) for character in printable(value))
        return Strong(text) if isinstance(value, Strong) else text
    if isinstance(value, tuple):
        return tuple(_mapped(part, marks) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name not in _FIXED]
        return replace(value, **{name: _mapped(getattr(value, name), marks) for name in names})
    return value


def substituted(letter: Letter, font: LetterFont) -> Letter:
    """The letter as the font can print it: lacking characters become 〓①, 〓② …, and a note names their code points."""
    missing = missing_characters(letter, font)
    marks = {character: _mark(at, font) for at, character in enumerate(missing, 1)}
    printed: Letter = _mapped(letter, marks)
    if not missing:
        return printed
    named = "，".join(f"{marks[character]}为统一码U+{ord(character):04X}" for character in missing)
    note = Note(f"注：本文书的字库没有下列字，文中以符号代替：{named}。原字以电子案卷登记的为准。")
    return replace(printed, blocks=(*printed.blocks, note))
