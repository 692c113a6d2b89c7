"""The key that signs the codes of licences: Ed25519, from the settings, or made once in the data folder for its owner alone."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app

from portal.config import Settings, kept_secret
from portal.services import evidence_key

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


def published() -> str | None:
    """The public key of this portal as PEM; None as long as there is none. Nothing is made."""
    settings: Settings = current_app.config["SETTINGS"]
    there = settings.licence_key or (settings.embedded and (settings.data / KEY_FILE).exists())
    key = signing() if there else None
    return evidence_key.pem_of(key.public_key()) if key else None
