"""A process of its own that turns one page of an uploaded file into a PNG: whatever a hostile file does, it does it there.

`python -m portal.connectors.page_renderer MEDIA_TYPE PAGE WIDTH < file > page.png`; the exit status says what went wrong.
"""

from __future__ import annotations

import io
import resource
import sys
from typing import BinaryIO

SECONDS = 10
MEMORY = 1 << 30
MOST_PIXELS = 12_000_000
NO_SUCH_PAGE, LOCKED, UNREADABLE = 3, 4, 5


class PageFault(Exception):
    """A page that cannot be shown; `status` is what the process ends with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def render(content: bytes, media_type: str, number: int, width: int, out: BinaryIO) -> None:
    """Write page `number` (from 1) of a file as a PNG of about `width` pixels, never more than MOST_PIXELS. Raises PageFault."""
    page = _pdf_page(content, number, width) if media_type == "application/pdf" else _picture(content, number, width)
    page.save(out, "PNG", compress_level=3)


def _pdf_page(content: bytes, number: int, width: int):  # type: ignore[no-untyped-def]
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise PageFault(LOCKED if "password" in str(error).lower() else UNREADABLE) from error
    if not 1 <= number <= len(document):
        raise PageFault(NO_SUCH_PAGE)
    page = document[number - 1]
    wide, high = page.get_size()
    scale = _scale(wide, high, width)
    return page.render(scale=scale).to_pil().convert("RGB")


def _picture(content: bytes, number: int, width: int):  # type: ignore[no-untyped-def]
    from PIL import Image, ImageOps

    if number != 1:
        raise PageFault(NO_SUCH_PAGE)
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            wide, high = image.size
            scale = min(1.0, _scale(wide, high, width))
            wanted = (max(1, round(wide * scale)), max(1, round(high * scale)))
            image.draft("RGB", wanted)
            return on_white(ImageOps.exif_transpose(image)).resize(wanted if _upright(image) else wanted[::-1])
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PageFault(UNREADABLE) from error


def _scale(wide: float, high: float, width: int) -> float:
    """How much larger the page is drawn: to the width asked for, unless that makes it too large an image."""
    wide, high = max(wide, 1.0), max(high, 1.0)
    return min(width / wide, (MOST_PIXELS / (wide * high)) ** 0.5)


def _upright(image) -> bool:  # type: ignore[no-untyped-def]
    return image.getexif().get(0x0112, 1) < 5


def on_white(image):  # type: ignore[no-untyped-def]
    """A picture without transparency: what shows through is the white of the paper."""
    from PIL import Image

    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def main(words: list[str]) -> int:
    """Read the file from the standard input, write the page to the standard output; return the exit status."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    media_type, number, width = words[0], int(words[1]), int(words[2])
    try:
        render(sys.stdin.buffer.read(), media_type, number, width, sys.stdout.buffer)
    except PageFault as fault:
        return fault.status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
