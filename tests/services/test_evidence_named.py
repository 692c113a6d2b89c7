"""Words and papers that the journal names outside of hearings and reviews: commitments, ratings, corrections, proofs of service."""

from __future__ import annotations

import hashlib
import io
import json

import pytest
from flask import Flask

from portal.services import letter_service, rating
from portal.services.rating import Said
from tests import packed
from tests.at_window import Town, beijing, day, pdf, settle
from tests.packed import Files, checked, codes, entries_of, pack, signed_anew, unpacked
from tests.services.test_letter_service import told
from tests.services.test_publication_changes import correct, publish
from tests.services.test_rating_followup import collected

LISTED = "attachments/attachments.json"


@pytest.fixture
def town(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Town:
    packed.give_key(database, monkeypatch)
    return settle(database)


def named(files: Files, kind: str) -> dict[str, object]:
    return next(one["payload"] for one in entries_of(files) if one["kind"] == kind)


def text(files: Files, digest: object) -> str:
    """The words that lie under a digest, which is that of these words."""
    words = str(json.loads(files[f"contents/{digest}.json"])["text"])
    assert hashlib.sha256(words.encode()).hexdigest() == digest
    return words


def without(files: Files, digest: object) -> bytes:
    return signed_anew({name: content for name, content in files.items() if name != f"contents/{digest}.json"})


def test_the_commitment_that_was_signed_is_there_word_by_word(town: Town) -> None:
    files = unpacked(pack(town.deferred("2026-09-28 10:00", "2026-09-29 10:00")))
    signed = named(files, "AcceptedDeferred")["signature"]["digest"]  # type: ignore[index]
    assert "自愿选择容缺受理" in text(files, signed)
    verdict = checked(without(files, signed))
    assert verdict.holds, "guide and answers, which are there, say the same"
    assert {note.code for note in verdict.notes} == {"commitment_unknown"}


def test_the_words_of_a_rating_and_of_a_correction_in_public_are_there(town: Town) -> None:
    case_id = collected(town)
    publish(case_id)
    correct(town, case_id, XK_NR="甲苯、二甲苯")
    rating.rate(case_id, "matter", Said(1, words="等了太久"), by=town.handler, at=beijing("2026-10-22 20:00"))
    files = unpacked(pack(case_id))
    rated, corrected = named(files, "Rated")["words"], named(files, "PublicationCorrected")["digest"]
    assert text(files, rated) == "等了太久"
    assert "甲苯、二甲苯" in text(files, corrected)
    for digest in (rated, corrected):
        assert codes(checked(without(files, digest))) == {"text_missing"}


def test_the_signed_proof_that_a_letter_arrived_is_an_attachment(town: Town) -> None:
    case_id, row = told(town)
    proof = ("回证.pdf", io.BytesIO(pdf("signed proof")))
    served = {"names": "沈远航", "sheet": proof, "by": town.clerk, "at": beijing("2026-10-09 09:00")}
    letter_service.serve(row.letter_id, "counter", day("2026-10-09"), **served)
    files = unpacked(pack(case_id))
    (one,) = [one for one in json.loads(files[LISTED]) if one["purpose"] == "proof_of_service"]
    assert files[one["path"]] == pdf("signed proof")
    fewer = {name: content for name, content in files.items() if name != one["path"]}
    fewer[LISTED] = json.dumps([other for other in json.loads(files[LISTED]) if other != one]).encode()
    assert codes(checked(signed_anew(fewer))) == {"file_missing"}
