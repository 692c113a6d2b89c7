"""Recordings of a site check: taken by what they are, kept once with their digest, in the record and in the package (R142)."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Upload
from portal.services import evidence_content, recordings, site_checks, site_notes, uploads
from portal.services.inspection import UploadError
from tests.services.test_site_checks import (  # the town, its case and its two departments
    ENTRY,
    ON_SITE,
    all_points,
    arrange,
    case_id,
    hold,
    letter_of,
    note,
    team,
)

__all__ = ["case_id", "team"]


def box(name: bytes, content: bytes = b"") -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


FILM = box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41") + box(b"moov", b"index") + box(b"mdat", b"picture" * 40)
VOICE = box(b"ftyp", b"M4A \x00\x00\x00\x00M4A mp42") + box(b"moov", b"index") + box(b"mdat", b"sound" * 40)
PHONE = box(b"ftyp", b"qt  \x00\x00\x00\x00qt  ") + box(b"mdat", b"picture" * 40) + box(b"moov", b"index")
WEBM = (
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm" + b"x" * 80
)
OGG, MP3, ID3 = b"OggS\x00\x02" + b"x" * 80, b"\xff\xfb\x90\x64" + b"x" * 80, b"ID3\x03" + b"x" * 80


def kept(tmp_path: Path, content: bytes, name: str):
    place = tmp_path / "recording"
    place.write_bytes(content)
    return recordings.inspect(place, name)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (FILM, "现场.mp4", "video/mp4"),
        (VOICE, "语音.m4a", "audio/mp4"),
        (PHONE, "IMG_0001.MOV", "video/quicktime"),
        (WEBM, "a.webm", "video/webm"),
        (OGG, "a.ogg", "audio/ogg"),
        (MP3, "a.mp3", "audio/mpeg"),
        (ID3, "a.mp3", "audio/mpeg"),
    ],
)
def test_what_telephones_record_is_known_by_its_first_bytes(tmp_path, content, name, media_type):
    assert kept(tmp_path, content, name).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.mp4", "empty"),
        (b"%PDF-1.7 no film", "a.mp4", "recording"),
        (b"<!doctype html><script>", "a.webm", "recording"),
        (b"MZ\x90\x00", "a.mp3", "recording"),
        (b"\x1a\x45\xdf\xa3matroska", "a.webm", "recording"),
        (FILM, "a.exe", "extension"),
        (OGG, "a.mp3", "extension"),
        (FILM[:-20], "a.mp4", "cut_off"),
        (FILM[: FILM.index(b"moov") - 4], "a.mp4", "cut_off"),
    ],
)
def test_nothing_else_is_taken_and_a_film_that_was_cut_off_is_noticed(tmp_path, content, name, code):
    with pytest.raises(UploadError) as refused:
        kept(tmp_path, content, name)
    assert refused.value.code == code


def test_a_recording_is_kept_once_and_stands_with_its_digest_in_the_record_and_the_package(hall, case_id, team):
    arrange(hall, case_id, team)
    told = {"words": "报警器测试", "recording": ("测试.mp4", io.BytesIO(FILM))}
    assert note(case_id, hall.fire, **told) == 1
    assert note(case_id, hall.fire, **told | {"recording": ("测试.mp4", io.BytesIO(FILM))}) == 0
    (one,) = site_notes.seen_of(case_id, by=hall.reviewer).recordings
    digest = hashlib.sha256(FILM).hexdigest()
    assert (one.name, one.size, one.sha256, one.words) == ("测试.mp4", len(FILM), digest, "报警器测试")
    all_points(hall, case_id)
    case = hold(hall, case_id, team)
    with reading() as session:
        upload = session.scalars(select(Upload).where(Upload.purpose == "site_recording")).one()
        number = upload.case_id
    assert number
    assert site_checks.record_of(case, number)["recordings"][0]["sha256"] == digest
    written = letter_of("site_record", hall.head)
    assert digest in written
    assert "测试.mp4" in written
    packed = [one.listed["sha256"] for one in evidence_content.contents(case_id, by=hall.head).attachments]
    assert digest in packed


def test_a_recording_is_fetched_only_by_those_who_see_the_case(hall, case_id, team):
    arrange(hall, case_id, team)
    note(case_id, hall.fire, recording=("语音.m4a", io.BytesIO(VOICE)))
    (one,) = site_notes.seen_of(case_id, by=hall.reviewer).recordings
    facts, path = uploads.open(one.file, by=hall.reviewer)
    assert (facts.media_type, path.read_bytes()) == ("audio/mp4", VOICE)
    stranger = Actor("handler", 99, frozenset({Role.HANDLER}), enterprise_id=99)
    other = Actor("officer", 99, frozenset({Role.REVIEWER}), 9, "psb")
    for nobody in (stranger, other):
        with pytest.raises(Denied):
            uploads.open(one.file, by=nobody)


def test_a_recording_has_a_limit_of_its_own(hall, case_id, team, database: Flask):
    arrange(hall, case_id, team)
    settings = database.config["SETTINGS"]
    size = settings.upload_megabytes + 1 << 20
    long = box(b"ftyp", b"isom\x00\x00\x02\x00isom") + box(b"moov") + box(b"mdat", bytes(size))
    assert note(case_id, hall.fire, recording=("长.mp4", io.BytesIO(long))) == 1
    with pytest.raises(UploadError) as refused:
        note(case_id, hall.fire, ENTRY + "x", ON_SITE, photo=("长.jpg", io.BytesIO(long)))
    assert refused.value.code == "too_large"
