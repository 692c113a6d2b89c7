"""A new guide: a skeleton to fill in, or a copy of a guide as its next version; a file that is there is never touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from re import fullmatch

import click

from guides.load import CATALOGUE
from guides.skeleton import skeleton
from portal.authoring.places import named_guide


def begun(place: str, source: str | None, *, on: date, folder: Path) -> Path:
    """Write the file of a new guide and return where it stands. Raises ClickException."""
    office, _, item = place.partition("/")
    if not all(fullmatch(r"[a-z][a-z0-9_]*", name) for name in (office, item)):
        raise click.ClickException(
            f"{place}: write OFFICE/ITEM in small letters, digits and underscores, as in emb/fireworks_retail_licence"
        )
    file = folder / office / item / f"{on.isoformat()}.yaml"
    if file.exists():
        raise click.ClickException(f"{file} exists already. Choose another day with --date, or edit it.")
    text = _copied(source, on=on, folder=folder) if source else skeleton(office=office)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as opened:
        opened.write(text)
    return file


def _copied(source: str, *, on: date, folder: Path) -> str:
    if Path(source).is_file():
        return Path(source).read_text("utf-8")
    own = folder if any(folder.glob(f"*/{source.partition('@')[0]}/*.yaml")) else CATALOGUE
    guide = named_guide(source, on=on, folder=own)
    return (own / guide.office / guide.item / f"{guide.version}.yaml").read_text("utf-8")


def said(file: Path, language: str) -> str:
    """Return what was done and what comes next."""
    if language == "en":
        return f"Written: {file}\nNext: onewindow guides check {file}"
    return f"已写好：{file}\n下一步：onewindow guides check {file}"
