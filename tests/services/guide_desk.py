"""Two authors and the kiosk guide for the tests of guides: written, proposed and published by the services that people use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.actors import Actor
from portal.services import accounts, guide_rows, guide_versions
from portal.services.guide_checks import Written
from tests.at_window import beijing
from tests.core import small_guide

KIOSK = "kiosk"
DAY = date(2026, 10, 10)
AT = beijing("2026-10-09 10:00")


def kiosk(text: str = small_guide.TEXT, day: date = DAY, **place: str) -> Written:
    """The kiosk guide, or a text like it, for a day."""
    given = {"office": "emb", "item": KIOSK} | place
    return Written(**given, effective_from=day, content=text.encode())  # type: ignore[arg-type]


def person(number: int) -> Actor:
    """An account as services take it."""
    found = accounts.person(number)
    assert found is not None
    return found.actor


@dataclass
class GuideDesk:
    """Ye Qing, who writes, and Ji Wen, who reads it again."""

    author: Actor
    second: Actor

    def publish(
        self, text: str = small_guide.TEXT, day: date = DAY, *, at: str = "2026-10-09 10:00", **place: str
    ) -> int:
        """Write a version, propose it, and publish it as the other author; returns its number."""
        when = beijing(at)
        number = guide_versions.upload(kiosk(text, day, **place), by=self.author, at=when)
        guide_versions.propose(number, seen=self.seen(number), by=self.author, at=when)
        guide_versions.publish(number, seen=self.seen(number), by=self.second, at=when)
        return number

    def seen(self, number: int) -> str:
        """The digest of a version, as its page shows it."""
        return guide_rows.version_page(number, by=self.author, on=DAY).row.digest
