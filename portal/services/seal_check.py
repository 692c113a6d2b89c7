"""Whether a signed PDF was changed since, and whether the certificate that one trusts signed it; without database or network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509

from portal.documents import pdf_signature
from portal.documents.pdf_signature import Found, NoSignature

LARGEST = 64 << 20
UNSIGNED, CHANGED, OTHER, DAYS, UNKNOWN = (
    "unsigned", "file_changed", "other_certificate", "certificate_days", "not_reckoned",
)  # fmt: skip
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with the signature of a file, empty for nothing; and what was found of it."""

    fault: str = ""
    found: Found | None = None

    def told(self) -> dict[str, Any]:
        """The same as plain values."""
        found = self.found
        at = found.signed_at.isoformat() if found and found.signed_at else ""
        facts = {"by": found.subject, "at": at, "certificate": found.fingerprint} if found else {}
        return {"fault": self.fault, **facts}


def certificate_asked(text: str) -> str:
    """The fingerprint that somebody names: typed with or without separators, or of the certificate in that file (PEM).

    Raises ValueError when it is neither.
    """
    typed = re.sub(r"[\s:.-]", "", text).lower()
    if _FINGERPRINT.fullmatch(typed):
        return typed
    try:
        return pdf_signature.fingerprint_of(x509.load_pem_x509_certificates(Path(text).read_bytes())[0])
    except OSError as error:
        raise ValueError("no such file") from error


def checked(content: bytes, *, wanted: str = "") -> Checked:
    """The verdict on a file; `wanted` is the fingerprint of the certificate that must have signed it, if one is named."""
    try:
        found = pdf_signature.found(content)
    except NoSignature as none:
        if str(none) == pdf_signature.FOREIGN:
            return Checked(UNKNOWN)
        damaged = str(none) != pdf_signature.NONE and pdf_signature.MARK in content
        return Checked(CHANGED if damaged else UNSIGNED)
    return Checked(_fault(found, wanted), found)


def _fault(found: Found, wanted: str) -> str:
    if not found.readable:
        return UNKNOWN
    if not found.whole:
        return CHANGED
    if wanted and wanted != found.fingerprint:
        return OTHER
    return "" if found.in_days else DAYS
