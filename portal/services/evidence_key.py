"""The key that signs evidence packages: Ed25519, from the settings, or made once in the data folder for its owner alone."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from flask import current_app

from portal.config import Settings, kept_secret
from workflows.refusal import Refusal

ALGORITHM = "Ed25519"
KEY_FILE = "evidence.key"
"""Where embedded mode keeps the key, inside the data folder, readable by its owner only."""

LARGEST = 10_000
"""No file with a public key has more bytes."""

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def new() -> str:
    """A fresh private key as the setting ONEWINDOW_EVIDENCE_KEY wants it."""
    return base64.b64encode(os.urandom(32)).decode()


def signing() -> Ed25519PrivateKey:
    """The key of this portal, made now where embedded mode has none yet. Raises Refusal where it has to be given."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.evidence_key and not settings.embedded:
        raise Refusal("evidence_key_missing")
    text = settings.evidence_key or kept_secret(settings.data, KEY_FILE, new)
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text))


def published() -> str | None:
    """The public key of this portal as PEM; None as long as there is none. Nothing is made."""
    settings: Settings = current_app.config["SETTINGS"]
    there = settings.evidence_key or (settings.embedded and (settings.data / KEY_FILE).exists())
    return pem_of(signing().public_key()) if there else None


def pem_of(key: Ed25519PublicKey) -> str:
    """A public key as the PEM text that everybody's tools read."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def public_of(pem: bytes) -> Ed25519PublicKey:
    """The public key in a PEM text. Raises ValueError when it holds no Ed25519 key."""
    try:
        key = load_pem_public_key(pem)
    except Exception as error:  # the library says what is wrong in many ways, and all of them mean the same here
        raise ValueError("no public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("no Ed25519 key")
    return key


def fingerprint_of(key: Ed25519PublicKey) -> str:
    """SHA-256 of the key in its standard form (SubjectPublicKeyInfo, DER), in hexadecimal."""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def fingerprint_asked(text: str) -> str:
    """The fingerprint that somebody names: typed with or without separators, or of the key in that file.

    Raises ValueError when it is neither.
    """
    typed = re.sub(r"[\s:.-]", "", text).lower()
    if _FINGERPRINT.fullmatch(typed):
        return typed
    try:
        with Path(text).open("rb") as file:
            return fingerprint_of(public_of(file.read(LARGEST)))
    except OSError as error:
        raise ValueError("no such file") from error


def signs(key: Ed25519PublicKey, signature: str, content: bytes) -> bool:
    """Whether the signature (base64) is that of the key under the content."""
    try:
        key.verify(base64.b64decode(signature.strip(), validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True
