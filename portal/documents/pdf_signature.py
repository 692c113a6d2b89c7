"""The signature inside a PDF (PAdES): put behind the finished file as a later revision, and read again with what it proves."""

from __future__ import annotations

import hashlib
import io
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12PrivateKeyTypes

if TYPE_CHECKING:
    from pyhanko.sign.validation import EmbeddedPdfSignature

FIELD = "OneWindowSeal"
DIGEST = "sha256"
NONE, SEVERAL, FOREIGN = "no signature", "several signatures", "a signature in another format"
FORMATS = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached")
"""What this library reads; seals of the national standard (GB/T 38540) come in formats of their own."""
MARK = b"/ByteRange"
"""What stands in every file that was signed once, also when it can be read no more."""


class NoSignature(Exception):
    """A file that cannot be read as a PDF with exactly one signature in a format that is known here; the text says which."""


@dataclass(frozen=True)
class Identity:
    """Who signs: the private key, its certificate, and the certificates between it and its root."""

    key: PKCS12PrivateKeyTypes
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the signature of a file proves: `whole` when not a byte was changed or added since; judged by nobody's clock.

    `readable` is False for an algorithm that this library cannot reckon (the national ones): then `whole` says nothing.
    `signed_at` is what the signer says. `in_days` is whether that moment lies within the days of the certificate.
    """

    fingerprint: str
    pem: str
    subject: str
    signed_at: datetime | None
    whole: bool
    in_days: bool
    readable: bool = True


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate (DER), in hexadecimal."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def pem_of(certificate: x509.Certificate) -> str:
    """A certificate as the text that everybody's tools read."""
    return certificate.public_bytes(Encoding.PEM).decode("ascii")


def signed(pdf: bytes, identity: Identity, *, at: datetime, name: str, reason: str) -> bytes:
    """The same bytes with a signature behind them that forbids every later change; `at` is the moment that it states."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    class Signer(signers.PdfSigner):
        """The library reads the clock itself; here the time is an argument."""

        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            """The session of one signature, at the moment that was given."""
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = at
            return session

    stated = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        name=name,
        reason=reason,
    )
    out = Signer(stated, _signer(identity)).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return bytes(out.getvalue())


def _signer(identity: Identity) -> Any:
    from pyhanko.sign import signers

    own = (b"seal", identity.key, identity.certificate, identity.chain, NoEncryption())
    return signers.SimpleSigner.load_pkcs12_data(pkcs12.serialize_key_and_certificates(*own), other_certs=[])


def found(pdf: bytes) -> Found:
    """What the one signature of a file proves. Raises NoSignature where there is none, several, or no PDF at all."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if len(signatures) != 1:
            other = FOREIGN if MARK in pdf else NONE  # a format of its own is no signature to this library
            raise NoSignature(SEVERAL if signatures else other)
        if signatures[0].sig_object.get("/SubFilter") not in FORMATS:
            raise NoSignature(FOREIGN)
        certificate = x509.load_der_x509_certificate(signatures[0].signer_cert.dump())
        return _proven(signatures[0], certificate)
    except NoSignature:
        raise
    except Exception as error:  # a damaged file fails in many ways, and all of them mean that nothing is proven
        raise NoSignature(type(error).__name__) from error


def _proven(signature: EmbeddedPdfSignature, certificate: x509.Certificate) -> Found:
    at = signature.self_reported_timestamp
    readable = _reckoned(signature)
    return Found(
        fingerprint=fingerprint_of(certificate),
        pem=pem_of(certificate),
        subject=_name(certificate),
        signed_at=at,
        whole=readable and _whole(signature),
        in_days=at is not None and certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc,
        readable=readable,
    )


def _reckoned(signature: EmbeddedPdfSignature) -> bool:
    """Whether the library knows both algorithms."""
    told = signature.signer_info
    known = {"sha256", "sha384", "sha512"}
    return told["digest_algorithm"]["algorithm"].native in known and signature.signer_cert.public_key.algorithm in (
        "rsa",
        "ec",
    )


def _whole(signature: EmbeddedPdfSignature) -> bool:
    """The bytes are those that were signed, by the key of the certificate inside, and nothing stands behind them."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    # The library says at length on its logger why it trusts a certificate or not. Whom to trust is asked by whoever names a
    # fingerprint: here the certificate inside the file vouches for itself.
    logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)
    context = ValidationContext(
        trust_roots=[signature.signer_cert], allow_fetching=False, moment=signature.self_reported_timestamp
    )
    try:
        status = validate_pdf_signature(signature, context)
    except Exception:  # a signature that cannot even be reckoned holds as little as a wrong one
        return False
    return bool(status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _name(certificate: x509.Certificate) -> str:
    named = certificate.subject.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)
    return str(named[0].value) if named else certificate.subject.rfc4514_string()
