"""Whether a picture of a paper can be read: measured when it arrives, said at once, and never a reason to refuse it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageFilter, ImageOps, ImageStat

SMALL, DARK, BLANK, BLURRED, CUT = "small", "dark", "blank", "blurred", "cut"

READABLE_SIDE = 1000
"""Pixels of the long side under which a page of A4 has fewer than 85 points an inch: small print is lost."""

WIDTH = 1000
"""The long side, in pixels, at which everything else is measured, so that the figures mean the same for every camera."""

DARKEST, FLATTEST, SHARPEST, EDGE, CROWDED = 60.0, 4.0, 40.0, 8, 0.06
"""Mean grey (0-255) of a picture too dark; spread of grey of an empty page; variance of the Laplacian of blurred writing;
width in pixels of the margin, and the share of it that may be ink before something seems to be cut off."""

_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
_INK = 110


def doubts(path: Path) -> tuple[str, ...]:
    """What may make a picture hard to read, as codes: small, dark, blank, blurred, cut. Empty when nothing does."""
    with Image.open(path) as image:
        side = max(image.size)
        image.draft("L", (WIDTH, WIDTH))
        grey = ImageOps.exif_transpose(image).convert("L")
    return of_grey(grey, side)


def of_grey(grey: Image.Image, side: int) -> tuple[str, ...]:
    """The same of a grey picture in memory, which is made smaller; `side` is the long side of what was handed in."""
    grey.thumbnail((WIDTH, WIDTH))
    small = (SMALL,) if side < READABLE_SIDE else ()
    shades = ImageStat.Stat(grey)
    if shades.stddev[0] < FLATTEST:
        return (*small, BLANK)
    if shades.mean[0] < DARKEST:
        return (*small, DARK)
    return (*small, *((BLURRED,) if _sharpness(grey) < SHARPEST else ()), *((CUT,) if _is_cut(grey) else ()))


def _sharpness(grey: Image.Image) -> float:
    """The variance of the Laplacian where there is most to see: a sharp line changes at once, a blurred one gradually."""
    edges = ImageOps.crop(grey.filter(_LAPLACE), 2)  # the outermost points keep their shade: no edge of anything
    width, height = edges.size
    across, down = max(1, width // 4), max(1, height // 4)
    squares = (
        edges.crop((x, y, min(x + across, width), min(y + down, height)))
        for x in range(0, width, across)
        for y in range(0, height, down)
    )
    return max(ImageStat.Stat(one).var[0] for one in squares)


def _is_cut(grey: Image.Image) -> bool:
    """Whether writing goes on at the very edge of a bright page, on any side."""
    if ImageStat.Stat(grey).mean[0] < 128 or min(grey.size) < 4 * EDGE:
        return False
    width, height = grey.size
    sides = (
        (0, 0, width, EDGE), (0, height - EDGE, width, height), (0, 0, EDGE, height), (width - EDGE, 0, width, height),
    )  # fmt: skip
    return any(_inky(grey.crop(side)) > CROWDED for side in sides)


def _inky(strip: Image.Image) -> float:
    counts = strip.histogram()
    dark = sum(counts[:_INK])
    return dark / max(1, sum(counts)) if dark < 0.9 * sum(counts) else 0.0
