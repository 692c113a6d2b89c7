"""A process of its own that makes one PDF of chosen pages, in order and turned: whatever a hostile file does, it does it there.

`python -m portal.connectors.page_binder < plan.json > bound.pdf`; the plan is a list of {path, media_type, page, turn}.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any, BinaryIO

SECONDS = 60
MEMORY = 2 << 30
LONGEST = 2480
"""Pixels of the longer edge of a bound picture: an A4 page at 210 dpi, which is what the pages ask for."""

LOCKED, UNREADABLE, NO_SUCH_PAGE = 4, 5, 3
_A4 = (595.28, 841.89)


class BindFault(Exception):
    """Pages that cannot be bound; `status` is what the process ends with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def bind(plan: list[dict[str, Any]], out: BinaryIO) -> None:
    """Write the pages of the plan as one PDF. Raises BindFault."""
    import pypdfium2

    bound = pypdfium2.PdfDocument.new()
    for number, one in enumerate(plan):
        content = _as_pdf(one)
        try:
            with pypdfium2.PdfDocument(content) as source:
                if not 1 <= one["page"] <= len(source):
                    raise BindFault(NO_SUCH_PAGE)
                bound.import_pages(source, [one["page"] - 1])
        except pypdfium2.PdfiumError as error:
            raise BindFault(LOCKED if "password" in str(error).lower() else UNREADABLE) from error
        page = bound[number]
        page.set_rotation((page.get_rotation() + one["turn"]) % 360)
    bound.save(out)


def _as_pdf(one: dict[str, Any]) -> bytes:
    with open(one["path"], "rb") as file:  # noqa: PTH123 - the process knows paths as words only
        content = file.read()
    return content if one["media_type"] == "application/pdf" else _picture(content)


def _picture(content: bytes) -> bytes:
    """A picture as a PDF of one A4 page: upright as the camera says, on white, no larger than print needs."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = _shrunk(content)
    packed, page = io.BytesIO(), io.BytesIO()
    picture.save(packed, "JPEG", quality=82)
    wide, high = picture.size
    paper = _A4 if high >= wide else _A4[::-1]
    scale = min(paper[0] / wide, paper[1] / high)
    canvas = Canvas(page, pagesize=paper, invariant=1)
    place = ((paper[0] - wide * scale) / 2, (paper[1] - high * scale) / 2)
    canvas.drawImage(ImageReader(packed), *place, wide * scale, high * scale)
    canvas.showPage()
    canvas.save()
    return page.getvalue()


def _shrunk(content: bytes):  # type: ignore[no-untyped-def]
    from PIL import Image, ImageOps

    from portal.connectors.page_renderer import on_white

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            image.draft("RGB", (LONGEST, LONGEST))
            image.thumbnail((LONGEST, LONGEST))
            return on_white(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BindFault(UNREADABLE) from error


def main() -> int:
    """Read the plan from the standard input, write the PDF to the standard output; return the exit status."""
    from reportlab import rl_config

    rl_config.useA85 = 0  # pictures as they are, not spelled in ASCII: half the time, four fifths of the size
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        bind(json.load(sys.stdin.buffer), sys.stdout.buffer)
    except BindFault as fault:
        return fault.status
    return 0


if __name__ == "__main__":
    sys.exit(main())
