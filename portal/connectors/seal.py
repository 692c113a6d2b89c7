"""The seal of the centre through one small port: a PDF goes out, the same PDF with a signature behind it comes back."""

from __future__ import annotations

from http.client import HTTPException
from typing import Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from portal.connectors.port import PortDown

PATIENCE = 15
"""Seconds that the seal service has for an answer."""

MOST = 64 << 20


class Seal(Protocol):
    """Whatever puts the seal on a file: a key on this machine, or a service with another algorithm."""

    def seal(self, pdf: bytes, key: str) -> bytes:
        """The sealed file. `key` makes a repeated call the same call. Raises PortDown where there is no seal now."""
        ...


class SealService:
    """POST the PDF to `<url>/seal`: 200 and the sealed PDF, which begins with every byte that was sent.

    `Idempotency-Key` is the same for the same letter, so that the service may answer a repeated call with the same file.
    `Authorization: Bearer` carries the token where one is set. Which algorithm signs (SM2 with SM3, RSA) is its own matter.
    """

    def __init__(self, url: str, token: str = "", patience: float = PATIENCE) -> None:
        self.url, self.token, self.patience = url.rstrip("/"), token, patience

    def seal(self, pdf: bytes, key: str) -> bytes:
        """The sealed file as the service sent it back. Raises PortDown for anything that is not the same file, sealed."""
        heads = {"Content-Type": "application/pdf", "Idempotency-Key": key}
        if self.token:
            heads["Authorization"] = f"Bearer {self.token}"
        # The address is the operator's own setting, which is checked to be http or https.
        request = Request(f"{self.url}/seal", pdf, heads, method="POST")
        try:
            with urlopen(request, timeout=self.patience) as answer:
                sealed: bytes = answer.read(MOST)
        except HTTPError as error:
            error.close()
            raise PortDown(f"answered {error.code}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise PortDown(type(error).__name__) from error
        if len(sealed) <= len(pdf) or not sealed.startswith(pdf) or b"/ByteRange" not in sealed[len(pdf) :]:
            raise PortDown("answered with something else than the file that was sent, sealed")
        return sealed
