"""A process of its own that draws the scanned pages of a PDF small and grey: whatever a hostile file does, it does it there.

`python -m portal.connectors.scan_pages < file` writes for each page that is a picture one header line (number, long side of
the picture in pixels, width, height) and its grey points. Pages that are drawn, and more than a scan has, are passed over.
"""

from __future__ import annotations

import resource
import sys
import time
from typing import BinaryIO

SECONDS, PATIENCE = 6, 4.0
"""Seconds of the processor after which the process is ended, and seconds after which it begins no further page."""

MEMORY = 1 << 30
MOST_PAGES, MOST_PICTURES, MOST_PIXELS = 20, 40, 80_000_000
SIDE = 1000
"""The long side of a page as it is drawn, in pixels: where `services/quality.py` measures."""

COVERED = 0.6
"""How much of a page a picture must cover for the page to count as scanned."""


def scanned(content: bytes, out: BinaryIO) -> None:
    """Write the scanned pages of a PDF, the first ones of many."""
    import pypdfium2

    until = time.monotonic() + PATIENCE
    with pypdfium2.PdfDocument(content) as document:
        for number in range(1, min(len(document), MOST_PAGES) + 1):
            if time.monotonic() > until:
                return
            page = document[number - 1]
            side = _picture_side(page)
            if side:
                wide, high = page.get_size()
                grey = page.render(scale=SIDE / max(wide, high, 1.0), grayscale=True).to_pil().convert("L")
                out.write(f"{number} {side} {grey.width} {grey.height}\n".encode() + grey.tobytes())
                out.flush()


def _picture_side(page) -> int:  # type: ignore[no-untyped-def]
    """The long side in pixels of the picture that a page consists of; 0 where it is none, or more than can be looked at."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    wide, high = page.get_size()
    found = []
    for one in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3):
        found.append((one.get_bounds(), one.get_px_size()))
        if len(found) > MOST_PICTURES or found[-1][1][0] * found[-1][1][1] > MOST_PIXELS:
            return 0
    large = [size for bounds, size in found if _share(bounds, wide, high) >= COVERED]
    return max((max(size) for size in large), default=0)


def _share(bounds: tuple[float, float, float, float], wide: float, high: float) -> float:
    left, bottom, right, top = bounds
    across, up = min(right, wide) - max(left, 0.0), min(top, high) - max(bottom, 0.0)
    return max(across, 0.0) * max(up, 0.0) / max(wide * high, 1.0)


def main() -> int:
    """Read the file from the standard input, write its scanned pages to the standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    scanned(sys.stdin.buffer.read(), sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
