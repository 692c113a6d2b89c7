"""Where the guides that an author names stand: an item in a catalogue, a version of it, or a file of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from guides.guide import Guide
from guides.load import CATALOGUE, load_catalogue
from guides.reading import GuideRefused, read_draft

FILE = click.Path(exists=True, path_type=Path)


def named_guide(name: str, *, on: date, version: date | None = None, folder: Path | None = None) -> Guide:
    """Return the guide of an item in force on that day, of ITEM@DAY, or in a file. Raises ClickException."""
    if Path(name).is_file():
        return _read(Path(name))
    item, _, day = name.partition("@")
    wanted = _day(day, name) if day else version
    known = load_catalogue(folder or CATALOGUE)
    versions = known.versions(item)
    found = known.version(item, wanted) if wanted else known.in_force(item, on) or next(iter(versions), None)
    if found is None and any(f"/{item}/" in one.file for one in known.errors):
        raise click.ClickException("\n".join(map(str, known.errors)))
    if found is None and versions:
        raise click.ClickException(f"{item} has no such version; there are: {', '.join(v.version for v in versions)}")
    if found is None:
        items = sorted({one.item for one in known.guides})
        raise click.ClickException(f"There is no guide {name}. The catalogue has: {', '.join(items) or 'nothing'}")
    return found


def _read(file: Path) -> Guide:
    try:
        return read_draft(file)
    except GuideRefused as refused:
        raise click.ClickException("\n".join(map(str, refused.errors))) from None


def _day(written: str, name: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise click.ClickException(f"{name}: write the day as in {name.partition('@')[0]}@2026-05-01") from None
