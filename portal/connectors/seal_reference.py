"""A small seal service to try the connector with: `python -m portal.connectors.seal_reference KEY_AND_CERTIFICATE.pem 8301`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

Sign = Callable[[bytes], bytes]


def server(sign: Sign, port: int = 0, token: str = "") -> ThreadingHTTPServer:
    """A server of the protocol that seals with `sign`, once for every key; `serve_forever` runs it."""
    sealed: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Seal one file."""
            pdf = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path != "/seal" or (token and self.headers.get("Authorization") != f"Bearer {token}"):
                self._answer(404 if self.path != "/seal" else 401, b"", "text/plain")
                return
            key = self.headers.get("Idempotency-Key", "")
            if key not in sealed:
                sealed[key] = sign(pdf)
            self._answer(200, sealed[key], "application/pdf")

        def _answer(self, status: int, body: bytes, media_type: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: which letters are sealed is nobody's business."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def main(path: str, port: int) -> None:
    """Seal with the key and the certificate of a PEM file until stopped."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    signer = signers.SimpleSigner.load(path, path)
    stated = signers.PdfSignatureMetadata(field_name="Seal", md_algorithm="sha256")

    def sign(pdf: bytes) -> bytes:
        sealed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), stated, signer)
        return bytes(sealed.getvalue())

    server(sign, port).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
