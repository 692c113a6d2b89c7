"""All guides by item and version: light in lists, read whole when they are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path

from guides.compiled import Known, Shelf, pack, put, shelf_in, stamp_of, unpack
from guides.guide import Guide
from guides.listing import Listing, from_plain, listing_of, to_plain
from guides.reading import GuideError, GuideRefused, error_of, load_guide, read_guide
from guides.text import Text

__all__ = [
    "CATALOGUE",
    "Catalogue",
    "Entry",
    "GuideError",
    "GuideRefused",
    "load_catalogue",
    "load_guide",
    "read_guide",
]

CATALOGUE = Path(__file__).parent / "catalogue"
"""The guides that come with the portal."""

BESIDE = "life_events.yaml"
"""What may lie beside the offices of a folder: see `life_events`."""

KEPT = 256
"""So many whole guides stay in memory; a guide takes less than half a megabyte, and two milliseconds to read again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a guide in the catalogue: what lists know of it, and how the whole of it is read."""

    listing: Listing
    read: Callable[[], Guide]


def entry_of(guide: Guide) -> Entry:
    """Return the entry of a guide that is in memory already."""
    return Entry(listing_of(guide), partial(_itself, guide))


class Catalogue:
    """All guides that could be read, and the errors of the files that could not.

    Lists read `listings`, which cost nothing; whole guides are read when they are asked for, the latest of them kept.
    `stopped` says of each version that was withdrawn (item, day) since when: it can be read, and nothing new begins with it.
    """

    def __init__(
        self,
        entries: Iterable[Entry | Guide],
        errors: tuple[GuideError, ...] = (),
        stopped: Mapping[tuple[str, date], date] | None = None,
    ) -> None:
        found = [one if isinstance(one, Entry) else entry_of(one) for one in entries]
        found.sort(key=lambda one: (one.listing.office, one.listing.item, one.listing.effective_from))
        grouped = groupby(found, key=lambda one: one.listing.item)
        self.entries = tuple(found)
        self.errors = errors
        self.stopped = dict(stopped or {})
        self._versions = {item: {one.listing.effective_from: one for one in those} for item, those in grouped}
        self.task_codes = frozenset(one.listing.task_code for one in found)
        self._whole = lru_cache(KEPT)(self._read)
        self._of_day = lru_cache(8)(self._listings)

    @property
    def guides(self) -> tuple[Guide, ...]:
        """Every version of every guide, whole: for proofs and exports, not for pages."""
        return tuple(self._whole(one.listing.item, one.listing.effective_from) for one in self.entries)

    def days(self, item: str) -> tuple[date, ...]:
        """Return the days on which the versions of an item take effect, oldest first; none for an unknown item."""
        return tuple(self._versions.get(item, ()))

    def versions(self, item: str) -> tuple[Guide, ...]:
        """Return all versions of an item, oldest first; none for an item that is not known."""
        return tuple(self._whole(item, day) for day in self.days(item))

    def version(self, item: str, effective_from: date) -> Guide | None:
        """Return the version that took effect on exactly that day, or None."""
        return self._whole(item, effective_from) if effective_from in self._versions.get(item, ()) else None

    def in_force(self, item: str, on: date) -> Guide | None:
        """Return the version in force on that day, or None before the first one and after its withdrawal."""
        day = self._day(item, on)
        return self._whole(item, day) if day else None

    def withdrawn(self, guide: Guide | Listing, on: date) -> bool:
        """Return whether that version is withdrawn on that day: it can be read, and nothing new begins with it."""
        return self.stopped.get((guide.item, guide.effective_from), date.max) <= on

    def listing(self, item: str, on: date) -> Listing | None:
        """Return the version in force on that day as lists know it, or None."""
        day = self._day(item, on)
        return self._versions[item][day].listing if day else None

    def listings(self, on: date) -> tuple[Listing, ...]:
        """Return the version in force on that day of every item that has one, as lists know it, by office and item."""
        return self._of_day(on)

    def items(self, on: date) -> tuple[Guide, ...]:
        """Return the version in force on that day of every item that has one, whole, by office and item."""
        return tuple(self._whole(one.item, one.effective_from) for one in self.listings(on))

    def _day(self, item: str, on: date) -> date | None:
        day = next((day for day in reversed(self.days(item)) if day <= on), None)
        return None if day is None or self.stopped.get((item, day), date.max) <= on else day

    def _listings(self, on: date) -> tuple[Listing, ...]:
        found = (self.listing(item, on) for item in self._versions)
        return tuple(one for one in found if one is not None)

    def _read(self, item: str, day: date) -> Guide:
        return self._versions[item][day].read()


def load_catalogue(path: Path | None = None, *, kept_in: Path | None = None) -> Catalogue:
    """Read every guide under `path` (office/item/day.yaml); a broken file is reported and never hides the others.

    With `kept_in`, what was read once is kept in that folder, and only files that changed since are read again.
    """
    root = path or CATALOGUE
    if not root.is_dir():
        return Catalogue((), (error_of(str(root), "catalogue_missing"),))
    return _kept(root, kept_in) if kept_in else _read_all(root)


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a guide; the life events at the top of the folder are none."""
    for file in sorted([*root.rglob("*.yaml"), *root.rglob("*.yml")]):
        if file != root / BESIDE:
            yield file, str(file.relative_to(root))


def _read_all(root: Path) -> Catalogue:
    entries: list[Entry] = []
    errors: list[GuideError] = []
    for file, _name in _files(root):
        try:
            guide = load_guide(file, root=root)
        except GuideRefused as refused:
            errors += refused.errors
        else:
            entries.append(entry_of(guide))
    return _claimed(entries, errors)


def _kept(root: Path, folder: Path) -> Catalogue:
    """The catalogue from its shelf; what was written since the shelf was made is read from YAML, and a new one is made."""
    shelf = shelf_in(folder, root)
    found = {name: _stand(shelf, file, name) or _fresh(file, root) for file, name in _files(root)}
    if shelf is None or any(one[1] is not None for one in found.values()) or len(shelf.known) != len(found):
        put(folder, root, ((name, known, _packed(shelf, known, fresh)) for name, (known, fresh) in found.items()))
        shelf = shelf_in(folder, root)
        if shelf is None:  # the folder cannot be written: the next start reads everything again
            return _read_all(root)
    entries: list[Entry] = []
    errors: list[GuideError] = []
    for known in shelf.known.values():
        errors += [_error(*one) for one in known.errors]
        if known.listing is not None:
            entries.append(Entry(from_plain(known.listing), partial(_off_shelf, shelf, known)))
    return _claimed(entries, errors)


Found = tuple[Known, bytes | None]


def _stand(shelf: Shelf | None, file: Path, name: str) -> Found | None:
    known = shelf.known.get(name) if shelf else None
    return (known, None) if known and known.stamp == stamp_of(file) else None


def _fresh(file: Path, root: Path) -> Found:
    stamp = stamp_of(file)
    try:
        guide = load_guide(file, root=root)
    except GuideRefused as refused:
        wrong = [[one.file, one.line, one.key, one.code, one.message.zh, one.message.en] for one in refused.errors]
        return Known(stamp, None, wrong), b""
    return Known(stamp, to_plain(listing_of(guide)), []), pack(guide.model_dump(mode="json", exclude_defaults=True))


def _packed(shelf: Shelf | None, known: Known, fresh: bytes | None) -> bytes:
    if fresh is not None or shelf is None:
        return fresh or b""
    return shelf.packed(known)


def _error(file: str, line: int, key: str, code: str, zh: str, en: str) -> GuideError:
    return GuideError(file, line, key, code, Text(zh=zh, en=en))


def text_of(guide: Guide, root: Path | None = None) -> bytes | None:
    """Return the text of a guide's file as the guide was read from it; None when the file was changed or removed since."""
    file = (root or CATALOGUE) / guide.office / guide.item / f"{guide.version}.yaml"
    try:
        content = file.read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == guide.digest else None


def _itself(guide: Guide) -> Guide:
    return guide


def _off_shelf(shelf: Shelf, known: Known) -> Guide:
    """A guide that was checked when it was put there."""
    return Guide.model_validate(unpack(shelf.packed(known)))


def _claimed(entries: list[Entry], errors: list[GuideError]) -> Catalogue:
    """The catalogue without items that a second office claims."""
    offices: dict[str, str] = {}
    kept: list[Entry] = []
    for entry in entries:
        one = entry.listing
        owner = offices.setdefault(one.item, one.office)
        if owner == one.office:
            kept.append(entry)
        else:
            name = f"{one.office}/{one.item}/{one.effective_from.isoformat()}.yaml"
            errors.append(error_of(name, "item_twice", item=one.item, office=owner))
    return Catalogue(kept, tuple(errors))
