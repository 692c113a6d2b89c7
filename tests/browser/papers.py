"""Files that people hand in, as browsers take them from a disk, and what stands in a PDF that comes back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FilePayload
from pypdfium2 import PdfDocument

from tests.at_window import pdf


def paper(name: str, words: str = "page") -> FilePayload:
    """A small PDF of one page under that name."""
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": pdf(words)}


def text_of(path: Path) -> str:
    """What a PDF says, without blanks."""
    with PdfDocument(path) as document:
        pages = [document[number] for number in range(len(document))]
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
