"""A package holds what its journal names by digest or number: the contents of acts, and what was seen on the credit lists."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.actors import SYSTEM
from portal.db import reading
from portal.models import Enterprise
from portal.services import credit_lists
from portal.services.credit_lists import Entry
from tests import packed
from tests.at_window import beijing, settle
from tests.packed import Files, checked, codes, entries_of, pack, signed_anew, unpacked

LIST = "全国安全生产严重失信主体名单"
GROUNDS = "未依法取得许可从事生产经营"


@pytest.fixture
def files(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Files:
    """The package of a case whose applicant stands on the black list, and which was terminated on the word of an officer."""
    packed.give_key(database, monkeypatch)
    town = settle(database)
    with reading() as session:
        code = session.scalars(select(Enterprise.uscc)).first() or ""
    term = {"body": "望海市应急管理局", "listed_on": date(2026, 9, 1), "until": date(2029, 8, 31)}
    listed = Entry(grounds=GROUNDS, decision_document="望应急罚〔2026〕12号", uscc=code, **term)
    asked = {"rule_version": "应急管理部令第11号", "by": SYSTEM, "at": beijing("2026-09-01 06:00")}
    credit_lists.import_list("black", LIST, "2026-09-01", [listed], **asked)
    return unpacked(pack(town.terminated("2026-09-28 10:00")))


def named(files: Files, kind: str) -> dict[str, object]:
    return next(one["payload"] for one in entries_of(files) if one["kind"] == kind)


def test_the_words_behind_an_act_are_packed_under_the_digest_that_its_event_names(files: Files) -> None:
    digest = named(files, "TerminationProposed")["paper"]
    content = json.loads(files[f"contents/{digest}.json"])["content"]
    assert content
    assert checked(signed_anew(files)).holds


def test_the_version_of_the_list_the_entry_and_how_it_was_matched_are_packed(files: Files) -> None:
    look, told = named(files, "CreditLookedUp"), json.loads(files["credit/credit.json"])["looks"][0]
    (reference,) = look["entries"]
    assert LIST in {told["lists"][name]["name"] for name in look["lists"]}
    entry = told["entries"][reference]
    assert (entry["grounds"], entry["decision_document"]) == (GROUNDS, "望应急罚〔2026〕12号")
    (seen,) = told["seen"]
    assert (seen["entry"], seen["matched"], seen["proven"]) == (reference, "uscc", True)
    assert {line["what"]: line["result"] for line in seen["compared"]}["uscc"] == "same"


def test_changed_or_missing_words_are_found_even_where_somebody_signs_anew(files: Files) -> None:
    path = f"contents/{named(files, 'TerminationProposed')['paper']}.json"
    content = json.loads(files[path])
    other = {**files, path: json.dumps({**content, "content": {"words": "另一种说法"}}).encode()}
    assert codes(checked(signed_anew(other))) == {"content_changed"}
    assert codes(checked(signed_anew({k: v for k, v in files.items() if k != path}))) == {"content_missing"}


def test_a_content_that_was_redacted_by_law_is_there_and_empty(files: Files) -> None:
    path = f"contents/{named(files, 'TerminationProposed')['paper']}.json"
    emptied = {**files, path: json.dumps({**json.loads(files[path]), "content": {}}).encode()}
    assert checked(signed_anew(emptied)).holds


def test_a_package_of_the_former_format_is_still_checked(files: Files) -> None:
    old = {name: content for name, content in files.items() if not name.startswith(("contents/", "credit/"))}
    former = signed_anew(old, change=lambda manifest: manifest.update(format="onewindow-evidence/1"))
    verdict = checked(former)
    assert verdict.holds
    assert [note.code for note in verdict.notes] == ["former_format"]
