"""Which font a letter is set in: a Chinese font of this machine that can be embedded, else the standard STSong-Light."""

import hashlib
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTCollection, TTFont, TTLibError

from portal.documents.letter import Letter, words

STANDARD = "STSong-Light"
"""The CID font that every PDF reader substitutes; nothing of it is embedded."""

_FAMILIES: dict[str, tuple[str, ...]] = {
    "Noto Serif CJK SC": ("NotoSerifCJK-{}.ttc", "NotoSerifCJKsc-{}.otf"),
    "Noto Serif SC": ("NotoSerifSC-{}.otf", "NotoSerifSC-{}.ttf"),
    "Source Han Serif SC": ("SourceHanSerif-{}.ttc", "SourceHanSerifSC-{}.otf"),
    "Source Han Serif CN": ("SourceHanSerifCN-{}.otf",),
    "Songti SC": ("Songti.ttc",),
    "SimSun": ("simsun.ttc",),
    "AR PL UMing CN": ("uming.ttc",),
    "Noto Sans CJK SC": ("NotoSansCJK-{}.ttc", "NotoSansCJKsc-{}.otf"),
    "WenQuanYi Zen Hei": ("wqy-zenhei.ttc",),
    "Droid Sans Fallback": ("DroidSansFallbackFull.ttf", "DroidSansFallback.ttf"),
}
"""Families in order of preference, Song before Hei, each with the files it comes in; {} is Regular or Bold."""

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
)
_RESTRICTED = 0x0002
_SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x200B, 0x200D, 0xFEFF))
"""Characters without a shape of their own: they choose a variant of the one before, or nothing at all."""


class FontNotFound(LookupError):
    """The font that was asked for is not on this machine, or may not be embedded; `wanted` names it."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"letter font not found: {wanted}")
        self.wanted = wanted


@dataclass(frozen=True)
class Face:
    """One face of a font file, by its position in the file."""

    path: str
    index: int


@dataclass(frozen=True)
class LetterFont:
    """A font for letters; `identity` says which glyphs it has, so that a letter is set again in the same ones.

    Without a regular face it is the standard font, without a bold one bold is drawn by thickening.
    """

    name: str
    identity: str
    regular: Face | None = None
    bold: Face | None = None


def _standard() -> LetterFont:
    return LetterFont(STANDARD, STANDARD)


@cache
def _installed() -> dict[str, str]:
    """Every font file of the machine by its file name, the same answer whatever order the disk gives."""
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        for root, _, names in sorted(os.walk(Path(folder).expanduser())):
            for name in sorted(names):
                found.setdefault(name.lower(), str(Path(root, name)))
    return found


@contextmanager
def _faces(path: str) -> Iterator[list[TTFont]]:
    """The faces of a file, which is closed again even where it turns out to be no font."""
    with Path(path).open("rb") as file:
        collection = file.read(4) == b"ttcf"
        file.seek(0)
        yield list(TTCollection(file, lazy=True).fonts) if collection else [TTFont(file, lazy=True)]


def _face(path: str, family: str | None, bold: bool) -> tuple[str, Face] | None:
    """The family and the face in a file that matches; None where it is missing, broken or may not be embedded."""
    try:
        with _faces(path) as faces:
            for index, font in enumerate(faces):
                name = str(font["name"].getBestFamilyName() or Path(path).stem)
                heavy = font["OS/2"].usWeightClass >= 600
                if font["OS/2"].fsType & _RESTRICTED or (family is not None and (name != family or heavy != bold)):
                    continue
                return name, Face(path, index)
    except (OSError, TTLibError, KeyError):
        return None
    return None


def _family_face(family: str, bold: bool) -> Face | None:
    for pattern in _FAMILIES[family]:
        path = _installed().get(pattern.format("Bold" if bold else "Regular").lower())
        match = _face(path, family, bold) if path else None
        if match:
            return match[1]
    return None


@cache
def _digest(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _identity(name: str, regular: Face, bold: Face | None) -> str:
    parts = [f"{_digest(face.path)}/{face.index}" for face in (regular, bold) if face]
    return f"{name}#{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:16]}"


@cache
def _family(name: str) -> LetterFont | None:
    regular = _family_face(name, bold=False)
    if regular is None:
        return None
    bold = _family_face(name, bold=True)
    return LetterFont(name, _identity(name, regular, bold), regular, bold)


@cache
def _from_file(path: str) -> LetterFont | None:
    match = _face(path, None, bold=False)
    return LetterFont(match[0], _identity(match[0], match[1], None), match[1]) if match else None


def _available() -> Iterator[LetterFont]:
    yield from filter(None, map(_family, _FAMILIES))
    yield _standard()


def choose_font(preferred: str | None = None) -> LetterFont:
    """The font for new letters: the preferred one (a file or a family), else the first that is installed, else STSong-Light.

    Raises FontNotFound where a preferred font is not there, is broken, or may not be embedded.
    """
    if preferred is None:
        return next(_available())
    if Path(preferred).is_file():
        font = _from_file(preferred)
    else:
        font = next((one for one in _available() if preferred == one.name), None)
    if font is None:
        raise FontNotFound(preferred)
    return font


def find_font(identity: str, preferred: str | None = None) -> LetterFont:
    """The very font a letter was set in before; `preferred` is the configured file, where one is configured.

    Raises FontNotFound where this machine no longer has exactly those glyphs.
    """
    own = (_from_file(preferred),) if preferred and Path(preferred).is_file() else ()
    for font in (*own, *_available()):
        if font is not None and font.identity == identity:
            return font
    raise FontNotFound(identity)


@dataclass(frozen=True, eq=False)
class OpenFace:
    """A face ready to be read: the font, the glyph name of every code point, and the outlines by glyph name."""

    font: TTFont
    names: dict[int, str]
    outlines: Any


@lru_cache(maxsize=4)
def opened(face: Face) -> OpenFace:
    """A face, opened once in a process. The file is mapped, so that forked workers do not move each other's position in it."""
    with Path(face.path).open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    font = TTFont(mapped, fontNumber=face.index, lazy=True)
    return OpenFace(font, font.getBestCmap(), font.getGlyphSet())


def warm_up(font: LetterFont) -> None:
    """Opens the faces of a font now, so that the first letter of a process (and of its forks) does not wait for it."""
    for face in (font.regular, font.bold):
        if face is not None:
            opened(face)


def _in_standard(character: str) -> bool:
    try:
        return bool(character.encode("gbk"))
    except UnicodeEncodeError:
        return False


def has_glyph(font: LetterFont, character: str) -> bool:
    """Whether a font can print a character; the standard font is sure of GBK only."""
    if font.regular is None:
        return _in_standard(character)
    return ord(character) in opened(font.regular).names


def printable(text: str) -> str:
    """A text without the characters that have no shape of their own."""
    return "".join(character for character in text if ord(character) not in _SELECTORS)


def missing_characters(letter: Letter, font: LetterFont) -> list[str]:
    """The characters of a letter that the font cannot print, each once, in reading order."""
    text = dict.fromkeys(printable("".join(words(letter))))
    return [character for character in text if not character.isspace() and not has_glyph(font, character)]
