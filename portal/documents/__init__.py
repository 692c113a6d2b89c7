"""The letters an authority issues: plain data in, one Letter out, rendered as HTML and as PDF."""

from portal.documents.fonts import FontNotFound, LetterFont, choose_font, find_font, missing_characters, warm_up
from portal.documents.html import render_html
from portal.documents.letter import Kind, Letter, as_preview
from portal.documents.pdf import render_pdf

__all__ = [
    "FontNotFound",
    "Kind",
    "Letter",
    "LetterFont",
    "as_preview",
    "choose_font",
    "find_font",
    "missing_characters",
    "render_html",
    "render_pdf",
    "warm_up",
]
