"""Key and certificate that sign letters: read from PEM or PKCS#12, or made for a centre that has none yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from portal.documents.pdf_signature import Identity

VALID_DAYS = 3650
BEFORE = timedelta(days=366)
"""A fresh certificate begins so long ago: a clock that was set right later makes no signature one from before its time."""

_PEM = b"-----BEGIN"


class NoIdentity(Exception):
    """A file that holds no private key with its certificate, or is locked; the text says which, and names no secret."""


def new(name: str, *, at: datetime) -> str:
    """A fresh key (EC P-256) and a certificate that it signed itself, as PEM: good for ten years after that moment."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    sign_only = x509.KeyUsage(True, True, *(False,) * 7)  # digital signature, content commitment, nothing else
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BEFORE)
        .not_valid_after(at + timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(sign_only, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return (secret + certificate.public_bytes(Encoding.PEM)).decode("ascii")


def read(content: bytes, password: str) -> Identity:
    """Key, certificate and chain of a file, PEM or PKCS#12; the first certificate is the signer's. Raises NoIdentity."""
    secret = password.encode() or None
    try:
        identity = _pem(content, secret) if _PEM in content else _pkcs12(content, secret)
    except (ValueError, TypeError) as error:
        raise NoIdentity("cannot be read, or its password is another one") from error
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if identity.key.public_key().public_bytes(*form) != identity.certificate.public_key().public_bytes(*form):
        raise NoIdentity("holds a key and a certificate that do not belong together")
    return identity


def _pem(content: bytes, secret: bytes | None) -> Identity:
    key = load_pem_private_key(content, secret)
    certificate, *chain = x509.load_pem_x509_certificates(content)
    return Identity(_taken(key), certificate, tuple(chain))


def _taken(key: object) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise NoIdentity("holds a key that is neither RSA nor an elliptic curve")
    return key


def _pkcs12(content: bytes, secret: bytes | None) -> Identity:
    key, certificate, chain = pkcs12.load_key_and_certificates(content, secret)
    if key is None or certificate is None:
        raise NoIdentity("lacks the private key or its certificate")
    return Identity(_taken(key), certificate, tuple(chain))
