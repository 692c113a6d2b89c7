"""Pages of uploaded files as images: the desk shows these, never the uploaded file itself."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image, ImageChops, ImageFilter

from portal.actors import Actor
from portal.connectors.page_renderer import LOCKED, NO_SUCH_PAGE, SECONDS, UNREADABLE
from portal.services import storage, uploads

WIDTHS = {"page": 1000, "large": 1800}
"""The two sizes of a page image, in pixels of width: in the column of the desk, and enlarged."""

LIGHTEST, GRID, COARSEST, STRENGTH, TINT = 48, 6, 24, 110, (255, 196, 0)
"""How much brighter or darker a point must be, how much of a square of the grid such points must fill, and how it is tinted."""

PATIENCE = SECONDS * 2.0
"""Seconds after which a page is given up, whatever it waits for."""

_FAULTS = {NO_SUCH_PAGE: "no_such_page", LOCKED: "locked", UNREADABLE: "unreadable"}
_PACKAGE = Path(__file__).resolve().parents[2]


class PageUnreadable(Exception):
    """A page that cannot be shown. `code`: no_such_page, locked (a password), unreadable, or slow (it took too long)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One page of one content in one size: what the cache knows it by."""

    sha256: str
    number: int
    size: str

    @property
    def path(self) -> Path:
        """Where the image lies, beside the files: its name says nothing, and the same content is drawn once."""
        return storage.root() / "pages" / self.sha256[:2] / f"{self.sha256}-{self.number}-{self.size}.png"


def page(public_id: str, number: int, *, by: Actor, size: str = "page") -> bytes:
    """Page `number` (from 1) of an uploaded file as PNG, for somebody who may see it; drawn once, then kept.

    Raises PageUnreadable, and Refusal or Denied as `uploads.open` does.
    """
    facts, source = uploads.open(public_id, by=by)
    wanted = _Wanted(facts.sha256, number, size if size in WIDTHS else "page")
    try:
        return wanted.path.read_bytes()
    except FileNotFoundError:
        image = _drawn(source, facts.media_type, number, WIDTHS[wanted.size])
        _keep(wanted.path, image)
        return image


def turned(image: bytes, degrees: int) -> bytes:
    """The image turned clockwise by 90, 180 or 270 degrees; by anything else it stays as it is."""
    if degrees not in (90, 180, 270):
        return image
    with Image.open(io.BytesIO(image)) as found:
        return _png(found.rotate(-degrees, expand=True))


def differences(new: bytes, old: bytes) -> bytes:
    """The new page with a tint over every place where it differs from the old one, whatever their sizes are."""
    with Image.open(io.BytesIO(new)) as first, Image.open(io.BytesIO(old)) as second:
        page, other = first.convert("RGB"), second.convert("RGB").resize(first.size)
    grey = ImageChops.difference(page, other).convert("L").point(lambda value: 255 if value > LIGHTEST else 0)
    # Edges of letters that were drawn a little differently are no difference: in a coarse grid they hardly count.
    coarse = grey.reduce(GRID).point(lambda value: STRENGTH if value > COARSEST else 0).filter(ImageFilter.MaxFilter(3))
    mask = coarse.resize(page.size)
    return _png(Image.composite(Image.new("RGB", page.size, TINT), page, mask))


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def fault(public_id: str, number: int, *, by: Actor) -> str:
    """Why a page cannot be shown, as a code of PageUnreadable; empty when it can."""
    try:
        page(public_id, number, by=by)
    except PageUnreadable as unreadable:
        return unreadable.code
    return ""


def _drawn(source: Path, media_type: str, number: int, width: int) -> bytes:
    """Draw in a process of its own with bounded time and memory, without the portal's environment."""
    words = [sys.executable, "-m", "portal.connectors.page_renderer", media_type, str(number), str(width)]
    quiet = {"PATH": os.defpath, "PYTHONPATH": str(_PACKAGE), "PYTHONDONTWRITEBYTECODE": "1"}
    with source.open("rb") as file:
        try:
            done = subprocess.run(
                words, stdin=file, capture_output=True, env=quiet, cwd="/", timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            raise PageUnreadable("slow") from None
    if done.returncode < 0:
        raise PageUnreadable("slow")
    if done.returncode or not done.stdout:
        raise PageUnreadable(_FAULTS.get(done.returncode, "unreadable"))
    return done.stdout


def _keep(path: Path, image: bytes) -> None:
    """Write the image whole: two requests at once leave one of them, never half of one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(image)
    Path(file.name).replace(path)
