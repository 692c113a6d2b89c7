"""An electronic licence as a file: the code that it carries, and whether its page says what the code proves."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2

from portal.services import licence_words
from portal.services.licence_payload import PayloadError, Said, Signed
from portal.services.licence_words import plain

LARGEST = 20 << 20
TERM = "有效期"
PAGES = re.compile(r"第\d+页共\d+页")


def payload_of(path: Path) -> tuple[str, str]:
    """The code that a licence's PDF carries, and the words on its pages. Raises PayloadError `unreadable`."""
    try:
        if path.stat().st_size > LARGEST:
            raise PayloadError("unreadable")
        with pypdfium2.PdfDocument(path) as document:
            code = document.get_metadata_value("Keywords")
            words = "".join(page.get_textpage().get_text_range() for page in document)
    except (pypdfium2.PdfiumError, OSError) as wrong:
        raise PayloadError("unreadable") from wrong
    return code, words


def differing(words: str, facts: Signed) -> tuple[str, ...]:
    """The signed facts that the pages do not say: number, holder, code, document, first and last day, scope, place."""
    said = plain(words)
    wanted = {
        "number": facts.number,
        "holder": facts.holder,
        "code": facts.code,
        "document": facts.document,
    }
    if TERM in said:  # a proof of filing names no term
        wanted |= {"valid_from": _day(facts.valid_from), "valid_to": _until(facts)}
    missing = [name for name, value in wanted.items() if not _says(said, plain(value))]
    texts = (("scope", facts.scope, licence_words.SCOPE), ("place", facts.place, licence_words.PLACE))
    return (*missing, *(name for name, own, labels in texts if own != Said() and not printed(words, own, labels)))


def printed(words: str, own: Said, labels: tuple[str, ...]) -> str:
    """The signed words as the pages have them; empty where they have others. A digest is looked for behind the labels."""
    said = PAGES.sub("", plain(words))
    if own.text:
        return own.text if plain(own.text) in said else ""
    return licence_words.found_on(said, own.digest, labels) if own.digest else ""


def _says(said: str, value: str) -> bool:
    """Whether the words have the value; where the code masks a character the page may show it."""
    return re.search(re.escape(value).replace(r"\*", "."), said) is not None


def _until(facts: Signed) -> str:
    return _day(facts.valid_to) if facts.valid_to else "长期有效"


def _day(day: object) -> str:
    year, month, date = str(day).split("-")
    return f"{year}年{int(month)}月{int(date)}日"
