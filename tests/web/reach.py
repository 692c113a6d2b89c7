"""One of everything that an enterprise has, every address that names such a thing, and what there is before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from portal import auth
from portal.db import reading
from portal.models import AccountLink, Draft, JournalEntry, Mandate, Upload, User
from portal.services import accounts, casefile, drafts, invitations
from portal.services.accounts import Person
from tests.at_window import HAZCHEM, Town
from tests.web import people


@dataclass
class Things:
    """One of everything that the enterprise has: what its addresses name."""

    draft_id: str
    case_id: str
    file_id: str
    letter_id: str
    mandate_id: int = 0
    upload_id: str = ""
    link_id: int = 0


def made(town: Town, *, at: datetime) -> Things:
    """A case with files and a letter, a draft with files and an invitation of the enterprise."""
    case_id = town.hand_in("2026-09-29 15:42")
    words = {"application": "经营品种与申请书不一致。"}
    town.mark(case_id, "2026-09-30 10:00", fix=words)
    town.conclude(case_id, "correction", "2026-09-30 10:00")
    draft = drafts.start(HAZCHEM, by=town.handler, at=at)
    town.bring(draft, (), at, by=town.handler)
    file = casefile.casefile(case_id, by=town.handler)
    one = Things(draft, case_id, file.files[0].public_id, file.letters[0].public_id)
    invitations.invite("new@example.cn", by=person(people.HANDLER).actor, at=at)
    with reading() as session:
        one.link_id = session.scalar(select(AccountLink.id))
    return one


def person(login: str) -> Person:
    """The account of this login."""
    with reading() as session:
        return accounts.person(session.scalar(select(User.id).where(User.login == login)))


def addresses(app: Flask, things: Things) -> Iterator[tuple[str, str]]:
    """Every address that names a thing of an enterprise, with its methods."""
    known = {
        "draft_id": things.draft_id,
        "case_id": things.case_id,
        "file_id": things.file_id,
        "letter_id": things.letter_id,
        "upload_id": things.upload_id,
        "mandate_id": things.mandate_id,
        "link_id": things.link_id,
        "sign_in_id": 1,
        "draw_id": 1,
        "user_id": 1,
        "section": "enterprise",
        "key": "training_proof",
        "step": "request",
        "act": "0",
        "field": "unit_name",
        "material": "application",
    }
    naming = {"draft_id", "case_id", "file_id", "letter_id", "upload_id", "mandate_id", "link_id"}
    for rule in app.url_map.iter_rules():
        wanted = getattr(app.view_functions[rule.endpoint], "audience", frozenset())
        if rule.arguments & naming and wanted & {auth.SIGNED_IN, "handler"}:
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(known[part[1]]), rule.rule)
            yield from ((path, method) for method in sorted(rule.methods & {"GET", "POST"}))


def state(app: Flask) -> tuple[Any, ...]:
    """What there is: acts, drafts with their versions, live files, authorities and links."""
    with app.app_context(), reading() as session:
        drafts_ = [tuple(row) for row in session.execute(select(Draft.public_id, Draft.version).order_by(Draft.id))]
        files = session.scalar(select(func.count()).where(Upload.removed_at.is_(None)).select_from(Upload))
        ended = session.scalar(select(func.count()).where(Mandate.ended_at.is_not(None)).select_from(Mandate))
        used = session.scalar(select(func.count()).where(AccountLink.used_at.is_not(None)).select_from(AccountLink))
        acts = session.scalar(select(func.count()).select_from(JournalEntry))
        return drafts_, files, ended, used, acts
