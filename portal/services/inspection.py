"""What a file really is: its kind by its first bytes, and whether it can be opened, never by its name alone."""

from __future__ import annotations

import re
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

from portal.services import quality, scan_quality

MAX_PIXELS = 80_000_000  # an A4 page at 600 dpi has 35 million
MAX_PAGES = 2000
EXTENSIONS = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
}
PICTURES = (*EXTENSIONS["image/jpeg"], *EXTENSIONS["image/png"])
_SIGNS: tuple[tuple[str, bytes], ...] = (
    ("image/jpeg", rb"\xff\xd8\xff"),
    ("image/png", rb"\x89PNG\r\n\x1a\n"),
    ("heic", rb"[\s\S]{4}ftyp(heic|heix|heim|heis|hevc|mif1|msf1|avif)"),
    ("office", rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("archive", rb"Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b"),
    ("picture", rb"GIF8[79]a|BM|II\*\x00|MM\x00\*|RIFF[\s\S]{4}WEBP"),
    ("program", rb"MZ|\x7fELF|#!"),
    ("web", rb"\s*<(!doctype|html|svg|\?xml|script)"),
    ("application/pdf", rb"[\s\S]{0,1023}?%PDF-\d"),
)
# PDFium is not made for several threads at once, and nothing else in the process may hold it meanwhile.
PDFIUM = threading.Lock()


class UploadError(Exception):
    """A file that cannot be taken: a code, and the facts that its sentence needs.

    Codes: empty, too_large (limit: MB), cut_off, kind (found), heic, extension (named, found), encrypted, damaged,
    pixels (limit: millions), pages (limit), too_many (limit), not_asked.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Kind:
    """What was found: the media type, how many pages, and what may be hard to read (`quality`, `scan_quality`)."""

    media_type: str
    pages: int
    doubts: tuple[str, ...] = ()


def called(filename: str, media_type: str) -> str:
    """The name under which a file is kept: with the extension of what it is.

    A telephone calls one picture by the name of the other kind, or gives no extension at all, and nobody can change that there.
    """
    named = _extension(filename)
    if media_type not in EXTENSIONS or named in EXTENSIONS[media_type]:
        return filename
    return f"{filename[: -len(named) - 1] if named else filename}.{EXTENSIONS[media_type][0]}"


def _extension(filename: str) -> str:
    """The extension in small letters; what follows the last dot of 2026.11.30 is none."""
    found = re.search(r"\.([a-z0-9]{0,4}[a-z][a-z0-9]{0,4})$", filename.lower(), re.ASCII)
    return found[1] if found else ""


def inspect(path: Path, filename: str) -> Kind:
    """Say what the file is. Raises UploadError unless it is a readable PDF, JPEG or PNG that is not named as something else."""
    media_type = _sniff(path)
    named = _extension(filename)
    if named and named not in EXTENSIONS[media_type] and not (named in PICTURES and media_type.startswith("image/")):
        raise UploadError("extension", named=named, found=EXTENSIONS[media_type][0])
    if media_type == "application/pdf":
        pages = _pdf_pages(path)
        return Kind(media_type, pages, scan_quality.doubts(path, pages))
    return Kind(media_type, 1, _picture(path))


def _sniff(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(2048)
    if not head:
        raise UploadError("empty")
    found = next((kind for kind, sign in _SIGNS if re.match(sign, head, re.IGNORECASE)), "unknown")
    if found == "heic":
        raise UploadError("heic")
    if found not in EXTENSIONS:
        raise UploadError("kind", found=found)
    return found


def _pdf_pages(path: Path) -> int:
    """The number of pages. A PDF that was cut off has lost its end mark, which readers would quietly forgive."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        if b"%%EOF" not in file.read():
            raise UploadError("cut_off")
    with PDFIUM:
        pages = _opened(path)
    if pages > MAX_PAGES:
        raise UploadError("pages", limit=MAX_PAGES)
    return pages


def _opened(path: Path) -> int:
    try:
        with pypdfium2.PdfDocument(path) as document:
            pages = len(document)
            if not pages:
                raise UploadError("damaged")
            document.get_page_size(0)  # reads the first page's entry, and nothing that it draws
            return pages
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise UploadError("encrypted" if locked else "damaged") from error


def _picture(path: Path) -> tuple[str, ...]:
    """Read the whole picture; what looks doubtful in it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG")) as image:
                _decode(image)
            return quality.doubts(path)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadError("pixels", limit=MAX_PIXELS // 1_000_000) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise UploadError("cut_off" if "truncated" in str(error) else "damaged") from error


def _decode(image: Image.Image) -> None:
    """Decode the whole picture, as small as its format allows, so that a missing end is noticed."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise UploadError("pixels", limit=MAX_PIXELS // 1_000_000)
    image.draft("L", (max(1, width // 8), max(1, height // 8)))
    image.load()
