"""Everything about oneself in one ZIP: pages that people read, the same as data, and the original files; nobody else's."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from os import SEEK_END
from typing import IO, Any, Protocol

from flask import current_app
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.actors import Actor, Role
from portal.db import reading
from portal.documents.letter import INTERNAL
from portal.models import Case as CaseRow
from portal.models import Document, Draft
from portal.services import own_data, own_files, own_words
from portal.services.evidence_package import MANIFEST, PackageWriter, text_of
from portal.services.own_files import Packed, Packer, Wanted
from portal.services.own_rows import own_rows

COVER = "index.html"
README = """这里是平台上关于您的全部信息，只有您本人能下载。
index.html    从这里看起：用浏览器打开，不用联网。cases/ 和 drafts/ 里每件申请、每份草稿各有一页
files/        材料、文书、证照、授权委托书的原件，按办件分文件夹。没有放进来的，index.html 写明了原因和怎么取
manifest.json 这里每个文件的大小和摘要（SHA-256），可以用来核对
account.json、enterprise.json、elsewhere.json、cases/*.json、drafts/*.json 同样的内容，供程序读取，时间是世界协调时（UTC）
这里有个人信息，请妥善保管。

This is everything that the portal knows about you; only you can download it.
index.html    begin here: open it in a browser, no network is needed. Each application and each draft has a page of its own
files/        the originals of papers, letters, licences and powers of attorney, a folder for each case. What is left out is
              named in index.html, with the reason and how to get it
manifest.json size and SHA-256 of every file in here
account.json, enterprise.json, elsewhere.json, cases/*.json, drafts/*.json  the same for programs; times there are UTC
It holds personal data: keep it safe.
"""


_Found = tuple[str, dict[str, Any], list[Wanted]] | None
"""The name of a case or a draft, what is told of it, and its files."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A case or a draft that has a page of its own: what it is, its page, and its files."""

    name: str
    page: str
    content: dict[str, Any]
    files: list[Packed]


@dataclass(slots=True)
class Told:
    """What the first page tells: the account, the enterprise, words elsewhere, the files of these, and where the rest is."""

    at: datetime
    account: dict[str, Any] = field(default_factory=dict)
    enterprise: dict[str, Any] | None = None
    elsewhere: list[dict[str, Any]] = field(default_factory=list)
    files: list[Packed] = field(default_factory=list)
    cases: list[Chapter] = field(default_factory=list)
    drafts: list[Chapter] = field(default_factory=list)
    left: list[tuple[str, Packed]] = field(default_factory=list)
    packed: int = 0


class Pages(Protocol):
    """The readable pages; what they say and how they look is the business of the pages' own layer."""

    def cover(self, told: Told) -> str:
        """The first page."""
        ...

    def case(self, chapter: Chapter) -> str:
        """The page of a case."""
        ...

    def draft(self, chapter: Chapter) -> str:
        """The page of a draft."""
        ...


def write(file: IO[bytes], *, pages: Pages, by: Actor, at: datetime) -> int:
    """Write the ZIP with everything about the person into a file; returns its size in bytes."""
    writer = PackageWriter(file, at)
    _fill(writer, pages, by, at)
    writer.close()
    return file.seek(0, SEEK_END)


def unwritten(*, by: Actor, after: int, most: int) -> list[int]:
    """Letters of the own cases that were never rendered, by number, the first of those behind `after`."""
    if not by.holds(Role.HANDLER) or by.enterprise_id is None:
        return []
    wanted = (_of(CaseRow, by), Document.kind.not_in(INTERNAL), Document.digest == "", Document.id > after)
    found = select(Document.id).join(CaseRow, CaseRow.id == Document.case_id).where(*wanted)
    with reading() as session:
        return list(session.scalars(found.order_by(Document.id).limit(most)))


def _fill(writer: PackageWriter, pages: Pages, by: Actor, at: datetime) -> None:
    packer = Packer(writer, by=by, at=at, most=current_app.config["SETTINGS"].own_data_megabytes << 20)
    writer.add("README.txt", README)
    told = Told(at)
    _first(writer, packer, told, by, at)
    if by.holds(Role.HANDLER) and by.enterprise_id is not None:
        for number in _numbers(CaseRow, by):
            _keep(told.cases, _chapter(writer, packer, partial(_case, number, by), pages.case, "cases"))
        for number in _numbers(Draft, by):
            _keep(told.drafts, _chapter(writer, packer, partial(_draft, number), pages.draft, "drafts"))
    named = [("", one) for one in told.files] + [(c.name, f) for c in (*told.cases, *told.drafts) for f in c.files]
    told.left = [(where, one) for where, one in named if one.why]
    told.packed = len(named) - len(told.left)
    writer.add(COVER, pages.cover(told))
    files = [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in writer.parts]
    left = [{"of": where, "name": one.name, "what": one.what, "why": one.why} for where, one in told.left]
    writer.add(MANIFEST, text_of({"made_at": at.isoformat(), "files": files, "left_out": left}))


def _first(writer: PackageWriter, packer: Packer, told: Told, by: Actor, at: datetime) -> None:
    owner = by.holds(Role.HANDLER) and by.owner and not by.mandate_id and by.enterprise_id is not None
    with reading() as session:
        told.account = own_data.account(session, by)
        told.elsewhere = own_words.elsewhere(session, by)
        if owner and by.enterprise_id is not None:
            told.enterprise = own_data.enterprise(session, by.enterprise_id, at)
        wanted = own_files.of_account(session, by, owner=owner) if by.holds(Role.HANDLER) else []
    writer.add("account.json", _json(told.account))
    if told.elsewhere:
        writer.add("elsewhere.json", _json(told.elsewhere))
    if told.enterprise is not None:
        writer.add("enterprise.json", _json(told.enterprise))
    told.files = packer.pack(wanted)


def _numbers(model: Any, by: Actor) -> list[int]:
    """The own cases or drafts: of an owner all of the enterprise, of everybody else those in the own hands; the newest first."""
    found = select(model.id).where(_of(model, by)).order_by(model.id.desc())
    if model is Draft:
        found = found.where(Draft.channel == "online", Draft.case_id.is_(None))
    with reading() as session:
        return list(session.scalars(found))


def _of(model: Any, by: Actor) -> ColumnElement[bool]:
    mine = own_rows(model, by)
    return mine if by.owner else and_(mine, (CaseRow.handler_id if model is CaseRow else Draft.user_id) == by.id)


def _case(number: int, by: Actor, session: Session) -> _Found:
    row = session.get(CaseRow, number)
    return (row.number, own_data.case(session, row, by), own_files.of_case(session, row)) if row else None


def _draft(number: int, session: Session) -> _Found:
    begun = session.get(Draft, number)
    return (str(begun.id), own_data.draft(session, begun), own_files.of_draft(session, begun)) if begun else None


def _chapter(
    writer: PackageWriter,
    packer: Packer,
    look: Callable[[Session], _Found],
    page: Callable[[Chapter], str],
    folder: str,
) -> Chapter | None:
    """Write a case or a draft down, its data, its files and its page; None where it is gone by now."""
    with reading() as session:
        found = look(session)
    if found is None:
        return None
    name, content, wanted = found
    chapter = Chapter(name, f"{folder}/{name}.html", content, packer.pack(wanted))
    writer.add(f"{folder}/{name}.json", _json(content))
    writer.add(chapter.page, page(chapter))
    brief: dict[str, Any] = {
        key: content[key] for key in ("item", "state", "outcome", "created_at", "changed_at") if key in content
    }
    return Chapter(name, chapter.page, brief, chapter.files)


def _keep(chapters: list[Chapter], chapter: Chapter | None) -> None:
    if chapter is not None:
        chapters.append(chapter)


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
