"""The QR code of a letter as strips of dark modules, for the page and for the paper alike."""

import re
from dataclasses import dataclass
from typing import Any

import segno

_NUMBER = re.compile(r"[0-9]{100,}\Z")


@dataclass(frozen=True)
class Code:
    """A QR code without its quiet zone, which is the white of the paper: its side, its dark strips as (column, row, length)."""

    side: int
    strips: tuple[tuple[int, int, int], ...]


def _row_strips(row: list[int], y: int) -> list[tuple[int, int, int]]:
    strips: list[tuple[int, int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if strips and sum(strips[-1][::2]) == x:
            start, _, length = strips[-1]
            strips[-1] = (start, y, length + 1)
        else:
            strips.append((x, y, 1))
    return strips


def code(payload: str) -> Code:
    """The QR code of a text, error correction M: a quarter of a stamp may be worn off and it still reads.

    A long number at its end is written as digits, which take less than half the room of letters.
    """
    number = _NUMBER.search(payload)
    parts: Any = [payload[: number.start()], number[0]] if number and number.start() else payload
    symbol = segno.make_qr(parts, error="m", boost_error=False)
    strips: list[tuple[int, int, int]] = []
    for y, row in enumerate(symbol.matrix):
        strips.extend((x, y, length) for x, _, length in _row_strips(list(row), y))
    return Code(int(symbol.symbol_size(border=0)[0]), tuple(strips))


def svg_path(value: Code) -> str:
    """The strips as the data of one SVG path to be filled: a stroke becomes a hairline where a browser prints it crisp."""
    return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in value.strips)
