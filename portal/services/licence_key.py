"""The key that signs the codes of licences: Ed25519, from the settings, or made once in the data folder for its owner alone."""

from __future__ import annotations

import base64
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.config import Settings, kept_secret
from portal.data_folder import replace_secret
from portal.db import transaction
from portal.services import evidence_key, published_keys
from workflows.refusal import Refusal

KEY_FILE = "licence.key"
"""Where embedded mode keeps the key, inside the data folder, readable by its owner only."""


def signing() -> Ed25519PrivateKey | None:
    """The key of this portal, made now where embedded mode has none yet; None where it has to be given and was not.

    A licence is made out in any case: without a key its code opens the public page, and proves nothing offline.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.licence_key and not settings.embedded:
        return None
    text = settings.licence_key or kept_secret(settings.data, KEY_FILE, evidence_key.new)
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text))


def note(session: Session, key: Ed25519PrivateKey, *, at: datetime) -> None:
    """Write down that this key signs now; a key that it takes the place of stays published, with its last day."""
    public = key.public_key()
    fingerprint, pem = evidence_key.fingerprint_of(public), evidence_key.pem_of(public)
    published_keys.note(session, published_keys.LICENCE, fingerprint, pem, on=business_day(at))


def rotate(*, at: datetime) -> tuple[str, str]:
    """Sign with a fresh key from now on; fingerprints of the former and the new one. The former private key is destroyed.

    Raises Refusal `licence_key_given` where the settings give the key: then it is changed there, and noted at the next licence.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if settings.licence_key or not settings.embedded:
        raise Refusal("licence_key_given")
    former = signing()
    assert former is not None
    with transaction() as session:
        note(session, former, at=at)
    replace_secret(settings.data, KEY_FILE, evidence_key.new())
    fresh = signing()
    assert fresh is not None
    with transaction() as session:
        note(session, fresh, at=at)
    return evidence_key.fingerprint_of(former.public_key()), evidence_key.fingerprint_of(fresh.public_key())


def published() -> str | None:
    """The public key of this portal as PEM; None as long as there is none. Nothing is made."""
    settings: Settings = current_app.config["SETTINGS"]
    there = settings.licence_key or (settings.embedded and (settings.data / KEY_FILE).exists())
    key = signing() if there else None
    return evidence_key.pem_of(key.public_key()) if key else None
