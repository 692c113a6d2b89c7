"""Credit lists that came by themselves: compared with what is in use, brought in if that is safe, or kept for a person."""

from __future__ import annotations

import hashlib
import io
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import SYSTEM, Actor, Role
from portal.db import reading, transaction
from portal.models import CreditArrival
from portal.services import credit_files, credit_import, credit_lists
from portal.services.credit_import import About, FileRefused, Preview
from portal.services.inspection import UploadError
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

log = logging.getLogger("onewindow.credit")
FOLDER, FEED = "folder", "feed"
WAITING, IMPORTED, REFUSED, DISMISSED, REPLACED = "waiting", "imported", "refused", "dismissed", "replaced"
MANUAL, NEW_LIST, LINES, SHRUNK, RULE = "manual", "new_list", "lines", "shrunk", "rule"
"""Why a list waits: nothing comes in by itself, it is a new list, lines are refused, it lost too much, its rule is unknown."""
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """A list that came, as pages name it; `why` says why it waits or was refused, `counts` what it would change."""

    id: int
    source: str
    filename: str
    file: str
    kind: str
    name: str
    version: str
    rule_version: str
    state: str
    why: str
    counts: dict[str, int]
    at: datetime
    settled_at: datetime | None
    words: str


def digest_of(source: str, about: About, data: bytes) -> str:
    """What makes an arrival the same as one before: where it came from, which list and version it is, and its bytes."""
    said = "\0".join((source, about.kind, about.name, about.version)).encode()
    return hashlib.sha256(said + hashlib.sha256(data).digest()).hexdigest()


def known(digest: str) -> bool:
    """Whether this very list came before."""
    with reading() as session:
        return session.scalar(select(CreditArrival.id).where(CreditArrival.digest == digest)) is not None


def arrive(source: str, filename: str, data: bytes, about: About, *, at: datetime) -> Arrival | None:
    """Take up a list that came by itself; None, and nothing done, when the very same came before.

    It is brought in only where the setting allows it, the list is in use, every line is right and it did not shrink by more
    than the setting allows; otherwise a person decides. What cannot be read at all is refused with its reason.
    """
    digest = digest_of(source, about, data)
    if known(digest):
        return None
    kept, found, why = "", None, ""
    try:
        kept = credit_files.keep_list(filename, io.BytesIO(data), by=SYSTEM, at=at)
        about = _with_rule(about)
        found = credit_import.preview(_whole(about), kept, by=SYSTEM)
    except (FileRefused, UploadError) as wrong:
        why = wrong.code
    except WrongInput:
        why = "about"
    state = WAITING if found else REFUSED
    why = why or (_why(about, found) if found else "")
    with transaction() as session:
        row = CreditArrival(
            source=source, digest=digest, filename=filename[:255], file=kept, etag="", kind=about.kind,
            name=about.name[:160], version=about.version[:60], rule_version=about.rule_version[:120], state=state, why=why,
            counts=_counts(found), at=at, settled_at=at if state == REFUSED else None,
        )  # fmt: skip
        _replace_older(session, row, at)
        session.add(row)
        session.flush()
        number = row.id
    if found and not why:
        _bring_in(number, about, kept, found, at)
    return one(number, by=SYSTEM)


def waiting(*, by: Actor) -> tuple[Arrival, ...]:
    """The lists that wait for a person, the newest first."""
    _administrator(by)
    return _found(CreditArrival.state == WAITING)


def settled(*, by: Actor) -> tuple[Arrival, ...]:
    """What became of the lists that came last."""
    _administrator(by)
    return _found(CreditArrival.state != WAITING)


def one(arrival_id: int, *, by: Actor) -> Arrival:
    """One of them. Raises Refusal where there is none."""
    _administrator(by)
    found = _found(CreditArrival.id == arrival_id)
    if not found:
        raise Refusal("no_such_arrival")
    return found[0]


def confirmed(arrival_id: int, list_id: int, *, by: Actor, at: datetime) -> None:
    """Note that a person brought the list in; a renewed click finds it noted."""
    _administrator(by)
    with transaction() as session:
        _settle(session, arrival_id, IMPORTED, at, by, list_id=list_id)


def dismiss(arrival_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """Do not use a list that came, for a reason. Raises WrongInput without one, Refusal where it waits no more."""
    _administrator(by)
    said = words.strip()
    if not said or len(said) > 400:
        raise WrongInput(words="long" if said else "missing")
    one(arrival_id, by=by)
    with transaction() as session:
        if not _settle(session, arrival_id, DISMISSED, at, by, words=said):
            raise Refusal("arrival_settled")


def newest_etag() -> str:
    """The mark of the state of the lists that the platform last gave; nothing before the first time."""
    wanted = select(CreditArrival.etag).where(CreditArrival.source == FEED, CreditArrival.etag != "")
    with reading() as session:
        return session.scalar(wanted.order_by(CreditArrival.id.desc()).limit(1)) or ""


def mark(etag: str) -> None:
    """Note the mark of the state of which every list has come; it is asked with from then on."""
    c = CreditArrival
    with transaction() as session:
        newest = session.scalar(select(c.id).where(c.source == FEED).order_by(c.id.desc()).limit(1))
        if newest is not None and etag:
            session.execute(update(c).where(c.id == newest).values(etag=etag))


def _bring_in(number: int, about: About, kept: str, found: Preview, at: datetime) -> None:
    try:
        done = credit_import.bring_in(about, kept, base=found.difference.base, by=SYSTEM, at=at)
    except Refusal as refusal:  # somebody else brought a version in meanwhile: a person looks at both
        log.warning("arrival %s waits for a person: %s", number, refusal.rule)
        return
    with transaction() as session:
        _settle(session, number, IMPORTED, at, SYSTEM, list_id=done.id)


def _settle(session: Session, number: int, state: str, at: datetime, by: Actor, **more: Any) -> bool:
    open_ = update(CreditArrival).where(CreditArrival.id == number, CreditArrival.state == WAITING)
    done = session.execute(open_.values(state=state, settled_at=at, settled_by=by.reference, **more))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _replace_older(session: Session, row: CreditArrival, at: datetime) -> None:
    """An older version that still waits is not worth a person's time once a newer one came."""
    c = CreditArrival
    same = (c.source == row.source, c.kind == row.kind, c.name == row.name, c.state == WAITING)
    if row.state == WAITING:
        session.execute(update(c).where(*same).values(state=REPLACED, settled_at=at))


def _with_rule(about: About) -> About:
    """The rule that the list in use rests on, where the arrival names none."""
    if about.rule_version:
        return about
    known_list = next((one for one in credit_lists.lists() if (one.kind, one.name) == (about.kind, about.name)), None)
    return About(about.kind, about.name, about.version, known_list.rule_version if known_list else "", about.sheet)


def _whole(about: About) -> About:
    """The same for a comparison, for which no rule is needed."""
    return About(about.kind, about.name, about.version, about.rule_version or "-", about.sheet)


def _why(about: About, found: Preview) -> str:
    settings = current_app.config["SETTINGS"]
    d = found.difference
    before = d.same + len(d.changed) + len(d.gone)
    if found.refused:
        return LINES
    if len(d.gone) * 100 > settings.credit_shrink_percent * before:
        return SHRUNK
    if not d.base:
        return NEW_LIST
    return RULE if not about.rule_version else "" if settings.credit_automatic else MANUAL


def _counts(found: Preview | None) -> dict[str, int]:
    if found is None:
        return {}
    d = found.difference
    before = d.same + len(d.changed) + len(d.gone)
    numbers = {"new": len(d.new), "changed": len(d.changed), "gone": len(d.gone), "same": d.same, "before": before}
    return {**numbers, "refused": len(found.refused)}


def _found(*where: Any) -> tuple[Arrival, ...]:
    wanted = select(CreditArrival).where(*where).order_by(CreditArrival.id.desc()).limit(_SHOWN)
    with reading() as session:
        return tuple(
            Arrival(
                row.id, row.source, row.filename, row.file, row.kind, row.name, row.version, row.rule_version,
                row.state, row.why, row.counts, row.at, row.settled_at, row.words,
            )
            for row in session.scalars(wanted)
        )  # fmt: skip


def _administrator(by: Actor) -> None:
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=["administrator"])
