"""Everything about oneself as a folder that people read: pages, originals, and what is left out said with its reason."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tracemalloc
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Enterprise, Upload
from portal.services import drafts, own_files, own_package, storage, uploads
from portal.services.evidence_package import PackageWriter
from portal.services.own_files import CHANGED, LARGE, LETTER, LOST, MANY, NOT_OPEN, UPLOAD, Packer, Wanted, plain_name
from portal.services.own_tables import OF_CASE, OF_ENTERPRISE, OF_PERSON
from portal.web import own_pages
from portal.web.own_labels import HOW, LABELS, WHY
from tests.at_window import HAZCHEM, Town, beijing, pdf, settle
from tests.own_zip import packed

LATELY = beijing("2026-11-10 10:00")
HOSTILE = '<img src=x onerror="alert(1)">'
MEGABYTES = 48


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def taken(by: Actor) -> dict[str, bytes]:
    return packed(by, at=LATELY)


def pages(found: dict[str, bytes]) -> str:
    return "".join(text.decode() for name, text in found.items() if name.endswith(".html"))


def left(found: dict[str, bytes]) -> dict[str, str]:
    return {one["name"]: one["why"] for one in json.loads(found["manifest.json"])["left_out"]}


def first_file() -> Upload:
    with reading() as session:
        return session.scalars(select(Upload).where(Upload.case_id.is_not(None)).order_by(Upload.id)).first()  # type: ignore[return-value]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_originals_are_in_it_as_they_came_with_their_digests_and_every_link_leads_to_one(town: Town):
    town.granted("2026-09-28 10:00")
    found = taken(town.handler)
    listed = {one["path"]: one["sha256"] for one in json.loads(found["manifest.json"])["files"]}
    assert listed == {n: hashlib.sha256(b).hexdigest() for n, b in found.items() if n != "manifest.json"}
    with reading() as session:
        kept = set(session.scalars(select(Upload.sha256).where(Upload.case_id.is_not(None))))
    assert kept <= set(listed.values())
    letters = [name for name in found if name.startswith("files/") and "受理" in name]
    assert letters
    assert all(found[name].startswith(b"%PDF") for name in letters)
    linked = set()
    for name in found:
        if name.endswith(".html"):
            links = Links()
            links.feed(found[name].decode())
            assert "script" not in links.tags
            inside = {normpath(join(dirname(name), unquote(one))) for one in links.found if not one.startswith("#")}
            assert inside <= set(found)
            linked |= inside
    assert {name for name in found if name.startswith("files/")} <= linked
    assert left(found) == {}
    assert "2026年11月10日" in found["index.html"].decode()


def test_what_was_typed_never_becomes_part_of_the_page(town: Town):
    draft = drafts.start(HAZCHEM, by=town.handler, at=LATELY)
    drafts.save(draft, {"registered_address": HOSTILE, HOSTILE: HOSTILE}, by=town.handler, at=LATELY)
    material = next(one for one in drafts.view(draft, by=town.handler).requirements if one.state == "missing")
    name = material.requirement.alternatives[0].id
    uploads.attach(draft, name, f"{HOSTILE}.pdf", io.BytesIO(pdf(name)), by=town.handler, at=LATELY)
    with transaction() as session:
        session.execute(update(Enterprise).values(address=HOSTILE))
    found = taken(town.handler)
    assert "&lt;img src=x" in pages(found)
    assert "<img" not in pages(found)
    assert not [one for one in found if "<" in one or ".." in one]


def test_of_another_enterprise_nothing_is_in_it_and_no_file_of_it_opens(town: Town, tmp_path):
    town.granted("2026-09-28 10:00")
    with transaction() as session:
        firm = Enterprise(uscc="91330100MA2OTHER0X", name="别家公司", created_at=LATELY)
        session.add(firm)
        session.flush()
        stranger = replace(town.handler, id=town.handler.id + 1000, enterprise_id=firm.id)
    own = first_file()
    with reading() as session:
        assert own_files.of_account(session, stranger, owner=True) == []
        assert own_package._numbers(own_package.CaseRow, stranger) == []
    with (tmp_path / "own.zip").open("wb") as file:
        writer = PackageWriter(file, LATELY)
        packer = Packer(writer, by=stranger, at=LATELY, most=1 << 30)
        wanted = Wanted("files/x", UPLOAD, own.public_id, own.filename, "", own.size, own.sha256)
        with reading() as session:
            letter = session.scalars(select(own_files.Document)).first()
        assert letter is not None
        came = packer.pack([wanted, Wanted("files/x", LETTER, letter.public_id, "letter.pdf", letter.kind)])
        writer.close()
    assert [one.why for one in came] == [NOT_OPEN, NOT_OPEN]
    assert writer.parts == []


def test_a_colleague_has_the_files_of_the_own_cases_alone(town: Town):
    town.hand_in("2026-09-28 10:00")
    colleague = replace(town.handler, owner=False)
    with transaction() as session:
        session.execute(update(own_package.CaseRow).values(handler_id=town.clerk.id))
    assert not [name for name in taken(colleague) if name.startswith("files/")]


def test_a_lost_and_a_changed_file_are_named_and_the_others_are_there(town: Town):
    town.hand_in("2026-09-28 10:00")
    with reading() as session:
        gone, changed, *others = session.scalars(select(Upload).where(Upload.case_id.is_not(None)).order_by(Upload.id))
    storage.path_of(gone.storage_key).unlink()
    storage.path_of(changed.storage_key).write_bytes(b"%PDF-1.7 somebody else's words")
    found = taken(town.handler)
    assert left(found) == {gone.filename: LOST, changed.filename: CHANGED}
    assert {one.sha256 for one in others} <= {hashlib.sha256(body).hexdigest() for body in found.values()}
    first = found["index.html"].decode()
    assert str(WHY[LOST]) in first
    assert str(HOW[CHANGED]) in first
    assert b"somebody else's words" not in b"".join(found.values())


@pytest.mark.parametrize(("limit", "why"), [("room", LARGE), ("number", MANY)])
def test_what_is_beyond_the_limit_is_named_with_the_way_to_get_it(town: Town, database: Flask, monkeypatch, limit, why):
    town.hand_in("2026-09-28 10:00")
    if limit == "number":
        monkeypatch.setattr(own_files, "MOST_FILES", 1)
    else:
        settings = replace(database.config["SETTINGS"], own_data_megabytes=0)
        monkeypatch.setitem(database.config, "SETTINGS", settings)
    found = taken(town.handler)
    assert set(left(found).values()) == {why}
    assert len([name for name in found if name.startswith("files/")]) == (1 if limit == "number" else 0)
    assert str(HOW[why]) in found["index.html"].decode()


def test_a_large_file_is_never_held_in_memory(town: Town, tmp_path: Path):
    town.hand_in("2026-09-28 10:00")
    one = first_file()
    digest = hashlib.sha256()
    with storage.path_of(one.storage_key).open("wb") as file:
        for _ in range(MEGABYTES):
            digest.update(piece := os.urandom(1 << 20))
            file.write(piece)
    size = MEGABYTES << 20
    with transaction() as session:
        session.execute(update(Upload).where(Upload.id == one.id).values(size=size, sha256=digest.hexdigest()))
    written(tmp_path / "before.zip", town.handler)  # what is loaded once, fonts and templates, is loaded
    tracemalloc.start()
    made = written(tmp_path / "own.zip", town.handler)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert made > size
    assert peak < size // 2


def written(path: Path, by: Actor) -> int:
    with path.open("wb") as file:
        return own_package.write(file, pages=own_pages, by=by, at=LATELY)


def test_an_officer_has_pages_and_no_files(town: Town):
    assert not town.clerk.holds(Role.HANDLER)
    assert set(taken(town.clerk)) == {"README.txt", "account.json", "index.html", "manifest.json"}


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\boot.ini", "C:\\a.pdf", "a/../b.pdf", "..", ".", "", "con.pdf ", "a\x00b.pdf", "\u202efdp.exe",
     "材料" * 200 + ".pdf", "a" * 300, "x." + "y" * 80, "<b>.pdf", 'a"b|c?.pdf', "\ufeff\u200b", "/", "a\nb.pdf"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(name: str):
    safe = plain_name(name)
    assert safe
    assert not re.search(r'[\x00-\x1f<>:"/\\|?*\u202e\u200b]', safe)
    assert safe.strip(" .") == safe
    assert len(f"001-{safe}".encode()) <= 255


def test_the_ending_of_a_name_is_kept():
    assert plain_name("材料" * 200 + ".pdf").endswith(".pdf")
    assert plain_name("安全员证.pdf") == "安全员证.pdf"


@pytest.mark.parametrize("table", [OF_PERSON, OF_ENTERPRISE, OF_CASE])
def test_every_table_and_column_has_a_name_that_people_read(table: dict[str, Any]):
    named = {*table, *(column for told in table.values() for column in told.columns)}
    assert named <= set(LABELS)


def test_every_reason_says_what_to_do():
    assert set(WHY) == set(HOW) == {*own_files.REASONS}
