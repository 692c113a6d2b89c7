"""The guides that the database holds: published ones, withdrawn ones and the locked texts, married to those of the files."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from weakref import WeakKeyDictionary

from flask import current_app, has_app_context
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.load import Catalogue, text_of
from portal.db import add_rows, db, reading
from portal.models import GuideText, GuideVersion
from portal.services.counters import next_value
from portal.services.guide_merge import Key, Stored, merge
from workflows.refusal import Refusal

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks for guides that another process published, withdrew or locked."""

REVISION = "guides"
"""The counter that every such change raises, under a lock that is held until its commit: it never seems to stand still."""


@dataclass
class _Known:
    """What this process knows of one database: the catalogue made of it, and how old that knowledge is."""

    files: Catalogue
    revision: int
    catalogue: Catalogue
    locked: Mapping[Key, Stored] = field(default_factory=dict)
    read: Mapping[Stored, Guide] = field(default_factory=dict)
    looked: float = 0.0


_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def folder() -> Path | None:
    """The folder of guide files that the settings name; None for the one that comes with the portal."""
    settings = current_app.config.get("SETTINGS") if has_app_context() else None
    return Path(settings.guides) if settings and settings.guides else None


def merged(files: Catalogue) -> Catalogue:
    """The guides of the files and of the database together; looked after again every LOOK_EVERY seconds at most.

    A locked text stands for its day whatever became of its file; then comes what was published here; then the file.
    What cannot be served is among the catalogue's errors. Without a database, or while it does not answer, the files
    or what was known last.
    """
    engine = _engine()
    if engine is None:
        return files
    known = _known.get(engine)
    if known and known.files is files and monotonic() - known.looked < LOOK_EVERY:
        return known.catalogue
    return _looked_after(engine, files, known)


def forget() -> None:
    """Look again at the next question, because something was changed just now."""
    engine = _engine()
    if engine is not None and (known := _known.get(engine)):
        known.looked = float("-inf")


def reset() -> None:
    """Know nothing of this database any more: it was emptied or put back."""
    _known.pop(db.engine, None)


def changed(session: Session) -> None:
    """Say in the caller's transaction that the guides of the database change with it; every process will notice."""
    next_value(session, REVISION)
    session.info.setdefault("after_commit", []).append(forget)


def pin(session: Session, guide: Guide, *, at: datetime) -> None:
    """Keep the text of a version that a case or a draft rests on, in its transaction: from now on it is locked.

    Raises Refusal `guide_unavailable` when the version was changed after this process had read it.
    """
    key = (guide.item, guide.effective_from)
    known = _known.get(db.engine)
    if known and key in known.locked and known.locked[key].digest == guide.digest:
        return
    if (digest := _digest(session, key)) is None:
        changed(session)  # also makes those who pin at the same moment wait for each other
        digest = _digest(session, key)
    if digest is None:
        add_rows(session, GuideText, [_row(session, guide, at)])
    elif digest != guide.digest:
        forget()
        raise Refusal("guide_unavailable", item=guide.item)


def published() -> Iterator[tuple[str, str, date, bytes]]:
    """Office, item, day and text of every version that was published here and is not withdrawn, oldest first."""
    v = GuideVersion
    columns = (v.office, v.item, v.effective_from, v.source)
    with reading() as session:
        for office, item, day, source in session.execute(select(*columns).where(v.state == "published").order_by(v.id)):
            yield office, item, day, source.encode()


def _engine() -> Engine | None:
    """The database of the application at work; None outside of one, and in one that has none."""
    return db.engine if has_app_context() and "sqlalchemy" in current_app.extensions else None


def _digest(session: Session, key: Key) -> str | None:
    t = GuideText
    return session.scalar(select(t.digest).where(t.item == key[0], t.effective_from == key[1]))


def source_of(session: Session, guide: Guide) -> str:
    """The text of a version that is served: as it is locked, was written here, or stands in its file.

    Raises Refusal `guide_unavailable` when its file was changed since this process read it.
    """
    for table in (GuideText, GuideVersion):
        found = select(table.source).where(table.item == guide.item, table.digest == guide.digest).limit(1)
        if source := session.scalar(found):
            return source
    content = text_of(guide, folder())
    if content is None:
        forget()
        raise Refusal("guide_unavailable", item=guide.item)
    return content.decode()


def _row(session: Session, guide: Guide, at: datetime) -> dict[str, object]:
    place = {"item": guide.item, "effective_from": guide.effective_from, "office": guide.office}
    return {**place, "digest": guide.digest, "source": source_of(session, guide), "pinned_at": at}


def _looked_after(engine: Engine, files: Catalogue, known: _Known | None) -> Catalogue:
    revision = _revision(engine)
    if revision is None and known is None:
        return files
    if known is None or known.files is not files or revision not in (None, known.revision):
        known = _known[engine] = _gathered(files, revision or 0, known)
    known.looked = monotonic()
    return known.catalogue


def _revision(engine: Engine) -> int | None:
    """The counter of changes: one row by its key, past the ORM; None while the database does not answer."""
    try:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(f"SELECT value FROM counters WHERE name = '{REVISION}'")
            row = cursor.fetchone()
            cursor.close()
        finally:
            connection.close()
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        log.debug("no look at the guides of the database: %s", error)
        return None
    return int(row[0]) if row else 0


def _gathered(files: Catalogue, revision: int, before: _Known | None) -> _Known:
    """Everything that the database says of guides, read once for this revision."""
    known = _Known(files, revision, files, read=before.read if before else {})
    if revision == 0:
        return known
    with reading() as session:
        found = merge(session, files, known.read)
    known.catalogue, known.locked, known.read = found
    return known
