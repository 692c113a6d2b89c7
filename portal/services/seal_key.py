"""What puts the seal on letters: a service, a key and certificate from the settings, or those that embedded mode makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from portal.config import Settings, kept_secret
from portal.connectors.port import PortDown
from portal.connectors.seal import Seal, SealService
from portal.documents import pdf_identity, pdf_signature
from portal.documents.pdf_identity import NoIdentity
from portal.documents.pdf_signature import Identity

SEAL_FILE = "seal.pem"
"""Where embedded mode keeps key and certificate, inside the data folder, readable by its owner only."""

REASON = "文书由本中心制发，内容未经更改。"


@dataclass(frozen=True)
class OwnSeal:
    """The key on this machine, at one moment."""

    identity: Identity
    name: str
    at: datetime

    def seal(self, pdf: bytes, key: str) -> bytes:
        """The file with the signature behind it. Raises PortDown once the certificate is over."""
        ended = self.identity.certificate.not_valid_after_utc
        if self.at > ended:
            raise PortDown(f"the certificate ended on {ended:%Y-%m-%d}")
        return pdf_signature.signed(pdf, self.identity, at=self.at, name=self.name, reason=REASON)


def configured(settings: Settings) -> bool:
    """Whether letters are sealed at all; in served mode only where a service or a file is named."""
    return bool(settings.seal_url or settings.seal_file or settings.embedded)


def port(*, at: datetime) -> Seal:
    """What seals now. Raises PortDown where the file of the settings cannot be used."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.seal_url:
        return SealService(settings.seal_url, settings.seal_token)
    try:
        return OwnSeal(_identity(settings, at), settings.centre_name, at)
    except (NoIdentity, OSError) as error:
        reason = str(error) if isinstance(error, NoIdentity) else type(error).__name__
        raise PortDown(f"ONEWINDOW_SEAL_FILE {reason}") from error


def _identity(settings: Settings, at: datetime) -> Identity:
    if settings.seal_file:
        return pdf_identity.read(Path(settings.seal_file).read_bytes(), settings.seal_password)
    text = kept_secret(settings.data, SEAL_FILE, lambda: pdf_identity.new(settings.centre_name, at=at))
    return pdf_identity.read(text.encode(), "")


def certificate(*, at: datetime) -> tuple[str, str] | None:
    """Fingerprint and PEM of the certificate on this machine; None where a service seals, or nothing does."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.seal_url or not configured(settings):
        return None
    own = port(at=at)
    assert isinstance(own, OwnSeal)
    found = own.identity.certificate
    return pdf_signature.fingerprint_of(found), pdf_signature.pem_of(found)
