"""The signature of a PDF: the letter stays in front of it to the byte, and no byte of the file can be changed unseen."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents import pdf_identity, render_pdf
from portal.documents.pdf_identity import NoIdentity
from portal.documents.pdf_signature import Identity, NoSignature, fingerprint_of, found, signed
from portal.services import seal_check
from tests.core import letters_of_linjiang as linjiang

AT = datetime(2026, 10, 19, 2, 0, tzinfo=UTC)
PEM = pdf_identity.new("临江市政务服务中心", at=AT)
IDENTITY = pdf_identity.read(PEM.encode(), "")
STRANGER = pdf_identity.read(pdf_identity.new("别处", at=AT).encode(), "")
LETTER = render_pdf(linjiang.a_certificate())


def sign(pdf: bytes = LETTER, identity: Identity = IDENTITY, at: datetime = AT) -> bytes:
    return signed(pdf, identity, at=at, name="临江市政务服务中心", reason="制发")


FILE = sign()


def test_the_signed_file_begins_with_the_letter_and_says_who_signed_when():
    told = found(FILE)
    assert FILE.startswith(LETTER)
    assert (told.whole, told.in_days, told.readable) == (True, True, True)
    assert (told.subject, told.signed_at) == ("临江市政务服务中心", AT)
    assert told.fingerprint == fingerprint_of(IDENTITY.certificate)
    assert seal_check.checked(FILE, wanted=told.fingerprint).fault == ""
    with pypdfium2.PdfDocument(FILE) as document:
        assert len(document) == 1


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(LETTER) - 1), st.integers(1, 255))
def test_no_byte_of_the_letter_can_be_changed_unseen(place: int, flip: int):
    changed = bytearray(FILE)
    changed[place] ^= flip
    assert seal_check.checked(bytes(changed)).fault == "file_changed"


@pytest.mark.parametrize("more", [b"\n", b"\n%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"])
def test_what_is_added_behind_is_seen(more: bytes):
    assert seal_check.checked(FILE + more).fault == "file_changed"


def test_a_second_signature_makes_no_changed_file_good():
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(FILE))
    writer.root["/Note"] = writer.add_object(writer.root["/Pages"])
    writer.update_root()
    writer.write_in_place()
    assert seal_check.checked(writer.prev.stream.getvalue()).fault == "file_changed"


def test_a_file_without_signature_is_said_to_have_none():
    assert seal_check.checked(LETTER).fault == "unsigned"
    for nothing in (b"", b"%PDF-1.4", b"no pdf"):
        with pytest.raises(NoSignature):
            found(nothing)


def test_another_certificate_is_found_although_its_signature_holds():
    forged = sign(identity=STRANGER)
    assert seal_check.checked(forged).fault == ""
    assert seal_check.checked(forged, wanted=fingerprint_of(IDENTITY.certificate)).fault == "other_certificate"


@pytest.mark.parametrize(
    "at", [AT - pdf_identity.BEFORE - timedelta(days=1), AT + timedelta(days=pdf_identity.VALID_DAYS + 1)]
)
def test_a_signature_outside_the_days_of_its_certificate_is_told(at: datetime):
    told = seal_check.checked(sign(at=at))
    assert told.fault == "certificate_days"
    assert told.found is not None
    assert told.found.whole


def rsa_identity() -> Identity:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "RSA")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(AT).not_valid_after(AT + timedelta(days=9))
    return Identity(key, made.sign(key, SHA256()))


def test_a_certificate_of_an_authority_comes_as_pkcs12_with_a_password():
    own = rsa_identity()
    box = pkcs12.serialize_key_and_certificates(
        b"seal", own.key, own.certificate, [STRANGER.certificate], BestAvailableEncryption(b"geheim")
    )
    read = pdf_identity.read(box, "geheim")
    assert read.chain == (STRANGER.certificate,)
    assert found(sign(identity=read)).whole
    for password in ("", "wrong"):
        with pytest.raises(NoIdentity):
            pdf_identity.read(box, password)


def test_a_file_that_holds_no_identity_says_what_is_wrong_and_no_secret():
    key = STRANGER.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate = IDENTITY.certificate.public_bytes(Encoding.PEM)
    for content, told in ((key + certificate, "belong together"), (certificate, "cannot be read"), (b"x", "cannot be")):
        with pytest.raises(NoIdentity, match=told):
            pdf_identity.read(content, "")
