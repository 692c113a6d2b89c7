"""A camera for tests: printed pages as pictures, sharp or as a poor copy gives them, and the codes that are read off."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise
from math import dist

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops

INCH = 25.4
"""Millimetres of an inch."""
FINE, COARSE = 300, 150
"""Dots of an inch: an office printer, and the scan of a copy."""


@dataclass(frozen=True)
class Read:
    """What a code says, how long each of its sides is in millimetres, and where it lies on the picture in dots."""

    text: str
    sides: tuple[float, ...]
    corners: tuple[tuple[int, int], ...]


def pages(pdf: bytes, dpi: int = FINE) -> list[Image.Image]:
    """The pages as pictures in grey, so many dots to the inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def around(picture: Image.Image, found: Read, white: int = 30) -> Image.Image:
    """What a camera that is held to the code sees: the code, and so many dots around it."""
    across, down = zip(*found.corners, strict=True)
    return picture.crop((min(across) - white, min(down) - white, max(across) + white, max(down) + white))


def worn(picture: Image.Image, *, turn: float = 2.0, noise: int = 20) -> Image.Image:
    """The same on a pale copy that lay askew by `turn` degrees, each dot up to `noise` of 255 shades off."""
    askew = picture.rotate(turn, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    pale = askew.point([35 + round(value * 0.8) for value in range(256)])
    dust = Image.frombytes("L", pale.size, random.Random(7).randbytes(pale.width * pale.height))
    shades = dust.point([128 + round((value - 127.5) / 127.5 * noise) for value in range(256)])
    return ImageChops.add(pale, shades, offset=-128)


def read(picture: Image.Image, dpi: int = FINE) -> list[Read]:
    """Every QR code of a picture, its sides measured between the corners that the reader found."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode, text_mode=zxingcpp.TextMode.Plain)
    return [_read(code.text, code.position, dpi) for code in found]


def _read(text: str, place: zxingcpp.Position, dpi: int) -> Read:
    corners = [(p.x, p.y) for p in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]
    sides = tuple(dist(a, b) / dpi * INCH for a, b in pairwise([*corners, corners[0]]))
    return Read(text, sides, tuple(corners))
