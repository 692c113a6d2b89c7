"""Whatever is done to an evidence package on its way is found and said in one sentence; and nothing in it can do harm."""

from __future__ import annotations

import io
import json
import random
import re
import struct
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest
from flask import Flask

from tests import packed
from tests.at_window import settle
from tests.packed import Files, chained, checked, codes, entries_of, signed_anew, unpacked, with_entries, zipped


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """One package a database for the whole module, because nothing here touches the database."""
    return {}


@pytest.fixture
def package(request: pytest.FixtureRequest, engine: str, made: dict[str, bytes], database: Flask) -> bytes:
    """A package of a case with a correction, and an application to say sentences with."""
    if engine not in made:
        packed.give_key(database, request.getfixturevalue("monkeypatch"))
        made[engine] = packed.pack(packed.winding(settle(database)))
    return made[engine]


@pytest.fixture
def files(package: bytes) -> Files:
    return unpacked(package)


def first(files: Files, folder: str) -> str:
    return next(name for name in files if name.startswith(folder))


def flipped(content: bytes) -> bytes:
    """The same with one bit turned over in the middle."""
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def without(files: Files, name: str) -> Files:
    return {one: content for one, content in files.items() if one != name}


def test_one_changed_byte_is_found_in_every_single_file(files: Files) -> None:
    for name in files:
        verdict = checked(zipped({**files, name: flipped(files[name])}))
        assert not verdict.holds, name
        if name not in ("manifest.json", "manifest.sig", "key.pem"):
            assert "changed" in codes(verdict), name
            assert verdict.status == 1


def test_a_changed_attachment_is_named_twice_by_the_manifest_and_by_its_receipt(files: Files) -> None:
    name = first(files, "attachments/001")
    verdict = checked(zipped({**files, name: b"something else"}))
    assert codes(verdict) == {"changed", "attachment_changed"}
    assert {fault.facts["path"] for fault in verdict.faults} == {name}


def test_a_removed_file_is_missed_wherever_it_lay(files: Files) -> None:
    for name in without(files, "manifest.json"):
        verdict = checked(zipped(without(files, name)))
        assert "missing" in codes(verdict), name
        assert verdict.status == 1


def test_an_added_file_is_noticed(files: Files) -> None:
    verdict = checked(zipped({**files, "attachments/999-smuggled.pdf": b"%PDF"}))
    assert [(fault.code, fault.facts["path"]) for fault in verdict.faults] == [
        ("added", "attachments/999-smuggled.pdf")
    ]


def altered(files: Files) -> Files:
    entries = entries_of(files)
    entries[1]["by"] = "officer:999"
    return with_entries(files, entries)


def test_an_altered_event_breaks_the_chain_where_it_stands(files: Files) -> None:
    verdict = checked(zipped(altered(files)))
    assert codes(verdict) >= {"changed", "entry_changed"}
    (broken,) = [fault for fault in verdict.faults if fault.code == "entry_changed"]
    assert broken.facts["seq"] == 2


def test_a_removed_event_and_a_lost_tail_are_found(files: Files) -> None:
    entries = entries_of(files)
    assert "entry_missing" in codes(checked(signed_anew(with_entries(files, [entries[0], *entries[2:]]))))
    assert "other_end" in codes(checked(signed_anew(with_entries(files, entries[:-1]))))


def forged(files: Files) -> bytes:
    """Accepted five days earlier: the journal chained anew, the manifest made to fit, signed by the forger's own key."""
    entries = entries_of(files)
    for entry in entries:
        if entry["kind"] == "Accepted":
            entry["at"] = re.sub("2026-09-29", "2026-09-24", entry["at"])
            entry["payload"]["effective_on"] = "2026-09-24"
    entries = chained(entries)

    def fit(manifest: dict) -> None:
        manifest["chain"] |= {"head": entries[-1]["digest"], "entries": len(entries)}

    return signed_anew(with_entries(files, entries), change=fit)


def test_a_chain_that_was_made_anew_still_contradicts_state_and_clocks(files: Files) -> None:
    found = codes(checked(forged(files)))
    assert "other_state" in found
    assert "other_clock" in found


def test_a_package_signed_by_another_key_shows_its_own_key_and_fails_against_the_published_one(files: Files) -> None:
    content = signed_anew(files)
    alone, compared = (
        checked(content),
        checked(content, wanted=json.loads(files["manifest.json"])["key"]["fingerprint"]),
    )
    assert alone.holds, "the signature fits the key that came with it"
    assert not alone.compared, "and the verdict says that nobody compared that key"
    assert codes(compared) == {"other_key"}
    assert compared.faults[0].facts["wanted"] != compared.faults[0].facts["fingerprint"] == alone.fingerprint


def test_a_key_put_in_place_of_the_right_one_fits_nothing(files: Files) -> None:
    stranger = unpacked(signed_anew(files))["key.pem"]
    assert codes(checked(zipped({**files, "key.pem": stranger}))) >= {"signature_wrong", "key_replaced"}


def rewritten(files: Files, path: str, change: Callable[[object], object]) -> bytes:
    """One JSON file of the package rewritten, and everything else made to fit by a stranger."""
    value = json.loads(files[path])
    value = change(value) or value
    return signed_anew({**files, path: json.dumps(value, ensure_ascii=False).encode()})


def test_what_the_content_proves_holds_even_against_somebody_who_signs_well(files: Files) -> None:
    snapshot = first(files, "snapshots/")
    guide = files["guide/guide.yaml"] + b"\n# harmless\n"
    holiday = files["calendar/shipped/2026.yaml"].replace(b"2026-10-01", b"2026-11-02")
    forgeries = {
        "snapshot_changed": rewritten(files, snapshot, lambda one: one["content"]["answers"].update(unit_name="x")),
        "snapshot_missing": signed_anew(without(files, snapshot)),
        "attachment_changed": signed_anew({**files, first(files, "attachments/001"): b"%PDF-1.7 forged"}),
        "file_of_snapshot": rewritten(files, "attachments/attachments.json", lambda listed: listed[1:]),
        "other_guide": signed_anew({**files, "guide/guide.yaml": guide}),
        "other_state": signed_anew(files, change=lambda m: m["state"].update(promised_due="2030-01-01")),
        "other_clock": signed_anew({**files, "calendar/shipped/2026.yaml": holiday}),
        "other_explanation": signed_anew({**files, "clocks/explanation.zh.txt": "没有超期".encode()}),
        "other_end": signed_anew(files, change=lambda m: m["chain"].update(head="0" * 64)),
        "unreadable": signed_anew({**files, "journal/journal.jsonl": b"[]\n" * 3}),
        "manifest_unreadable": signed_anew(files, change=lambda m: m.update(files=[1, 2])),
    }
    for code, content in forgeries.items():
        verdict = checked(content)
        assert code in codes(verdict), (code, verdict.faults)
        assert verdict.status == 1


def test_words_that_another_version_of_the_program_says_otherwise_are_no_forgery(files: Files) -> None:
    older = {**files, "clocks/explanation.zh.txt": "从前的说法".encode()}
    assert "other_explanation" in codes(checked(signed_anew(older)))
    assert checked(signed_anew(older, change=lambda m: m["portal"].update(version="0.0.1"))).holds


HOSTILE = {
    "not a zip": ("not_a_zip", lambda files: b"%PDF-1.7 no zip at all"),
    "empty": ("not_a_zip", lambda files: b""),
    "cut off": ("truncated", lambda files: zipped(files)[:-4000]),
    "half of it": ("truncated", lambda files: zipped(files)[: len(zipped(files)) // 2]),
    "another zip": ("no_manifest", lambda files: zipped({"readme.txt": b"hello"})),
    "a way out": ("unsafe_name", lambda files: zipped(files, ("../../etc/cron.d/x", b"x"))),
    "an absolute name": ("unsafe_name", lambda files: zipped(files, ("/etc/passwd", b"x"))),
    "a drive": ("unsafe_name", lambda files: zipped(files, ("C:/x.exe", b"x"))),
    "a backslash": ("unsafe_name", lambda files: zipped(files, ("..\\x", b"x"))),
    "a control character": ("unsafe_name", lambda files: zipped(files, ("attachments/a\x1b[2J.pdf", b"x"))),
    "a link": ("unsafe_name", lambda files: zipped(files, (link("attachments/link"), b"/etc/passwd"))),
    "one name twice": ("double_name", lambda files: doubled(files)),
    "one name in capitals as well": ("double_name", lambda files: zipped(files, ("Manifest.json", b"{}"))),
    "one name with its accent apart": (
        "double_name",
        lambda files: zipped(files, ("attachments/\u00e9", b"1"), ("attachments/e\u0301", b"2")),
    ),
    "a device": ("unsafe_name", lambda files: zipped(files, ("attachments/NUL.pdf", b"x"))),
    "a name that ends in a blank": ("unsafe_name", lambda files: zipped(files, ("manifest.json ", b"{}"))),
    "files in each other": ("overlap", lambda files: overlapping(files)),
    "many small bombs": ("bomb", lambda files: bombs(files)),
    "a name twice in the manifest": ("manifest_unreadable", lambda files: said_twice(files)),
    "a bomb": ("bomb", lambda files: zipped(files, ("attachments/bomb.bin", bytes(300 << 20)))),
    "a bomb for a manifest": ("bomb", lambda files: zipped({"manifest.json": bytes(300 << 20)})),
    "another packing": ("strange_packing", lambda files: packed_with_lzma(files)),
    "another format": (
        "unknown_format",
        lambda files: signed_anew(files, change=lambda m: m.update(format="tomorrow/9")),
    ),
    "a manifest that is no JSON": ("manifest_unreadable", lambda files: zipped({"manifest.json": b"{"})),
    "a manifest as deep as a well": ("manifest_unreadable", lambda files: zipped({"manifest.json": b"[" * 200_000})),
    "a manifest that is a list": ("manifest_unreadable", lambda files: zipped({"manifest.json": b"[]"})),
}


def link(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def doubled(files: Files) -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped(files, ("manifest.json", b"{}"))


def overlapping(files: Files) -> bytes:
    """Two names for one stretch of the ZIP: the entry of the second says that it begins where the first does."""
    content = bytearray(zipped(files))
    first, second = (content.rindex(b"PK\x01\x02", 0, content.rindex(name)) for name in (b"index.html", b"key.pem"))
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def bombs(files: Files) -> bytes:
    """None of them is large enough to be suspected, all of them together are."""
    return zipped(files, *((f"attachments/{n}.bin", bytes(60 << 20)) for n in range(6)))


def said_twice(files: Files) -> bytes:
    manifest = files["manifest.json"].rstrip()[:-1] + b', "format": "onewindow-evidence/2"}'
    return zipped({**files, "manifest.json": manifest})


def packed_with_lzma(files: Files) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_LZMA) as file:
        file.writestr("manifest.json", files["manifest.json"])
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_package_is_refused_in_one_sentence(files: Files, name: str) -> None:
    code, make = HOSTILE[name]
    verdict = checked(make(files))
    assert [fault.code for fault in verdict.faults] == [code]
    assert (verdict.readable, verdict.status) == (False, 2)


def test_a_size_that_lies_is_not_believed(files: Files) -> None:
    """The head of the ZIP says ten bytes and a gigabyte comes, or the other way round."""
    content = bytearray(zipped(files))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"index.html"))
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    verdict = checked(bytes(content))
    assert codes(verdict) & {"damaged", "changed"}


def test_what_lies_between_the_files_or_before_them_is_said(package: bytes) -> None:
    """Another program, which reads from the front, would find there what no list names."""
    assert codes(checked(b"%PDF-1.7 something else altogether\n" + package)) == {"hidden"}
    out = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as source, ZipFile(out, "w") as file:
        for name in source.namelist():
            file.writestr(name, source.read(name))
            if name == "index.html":
                out.seek(file.start_dir)
                out.write(b"PK\x03\x04 an entry that no directory names")
                file.start_dir = out.tell()
    assert codes(checked(out.getvalue())) == {"hidden"}


def test_an_entry_of_the_journal_that_says_a_thing_twice_is_read_by_nobody(files: Files) -> None:
    first_line, _, rest = files["journal/journal.jsonl"].partition(b"\n")
    twice = first_line[:-1] + b',"by":"officer:1"}'
    found = codes(checked(signed_anew({**files, "journal/journal.jsonl": twice + b"\n" + rest})))
    assert "unreadable" in found


def test_the_same_files_packed_again_by_another_program_still_hold(files: Files) -> None:
    folders = (("letters/", b""), ("attachments/", b""))
    assert checked(zipped(dict(sorted(files.items())), *folders)).holds


def test_something_appended_is_said(package: bytes) -> None:
    out = io.BytesIO(package)
    with ZipFile(out, "a", ZIP_DEFLATED) as file:
        file.comment = b"smuggled"
    assert codes(checked(out.getvalue())) == {"comment"}


@pytest.mark.engines("sqlite")
def test_no_damage_whatever_ends_in_anything_but_a_verdict(package: bytes, files: Files) -> None:
    dice = random.Random(20261122)
    for _ in range(60):
        content = bytearray(package)
        for _ in range(dice.choice((1, 3, 30))):
            content[dice.randrange(len(content))] = dice.randrange(256)
        checked(bytes(content[: dice.choice((len(content), dice.randrange(len(content))))]))
    for _ in range(40):
        name = dice.choice(
            [one for one in files if one.endswith((".json", ".jsonl", ".yaml")) and one != "manifest.json"]
        )
        broken = bytearray(files[name])
        for _ in range(dice.choice((1, 5))):
            broken[dice.randrange(len(broken))] = dice.choice(b'0"{}[],:aZ-')
        assert checked(signed_anew({**files, name: bytes(broken)})) is not None
